/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The committees as an iCalendar file (RFC 5545): one recurring event, with its moved and
 * cancelled occurrences as overrides. */
#pragma once

#include "stories/plan.h"

void calendar_writer_ics(const struct plan *plan, const struct cast *cast,
			 const struct parameters *parameters, guint64 seed, GTimeZone *zone,
			 GString *out);
