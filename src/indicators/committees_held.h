/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The committees by which a service is steered, as the calendars tell them. */
#pragma once

#include "indicators/indicator.h"
#include "text/committee.h"

/* Steering, strategic and operational committees and service reviews; a regular meeting of
 * colleagues steers nothing. */
gboolean committee_steers(const struct timeline_meeting *meeting);
/* It took place: neither cancelled nor still to come when its calendar was written. */
gboolean committee_was_held(const struct timeline_meeting *meeting);

/* First instant behind week `i` of a series. */
gint64 series_week_end_ms(const struct timeline *timeline, const struct series *series,
			  guint i);
