/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Time as a pair of organisations lives it: covered business days, of which one of August or of
 * the turn of the year counts as much as the pair usually writes then. Silence and presence
 * are measured in it, so that a holiday is not an absence. */
#pragma once

#include "model/timeline.h"

struct operational_time {
	gint32 first_week;
	guint weeks;
	double *length; /* weeks: business days that each week of the mail's coverage adds */
};

/* Over the mail's coverage; every message counts for the season. */
void operational_time_init(const struct timeline *timeline, struct operational_time *time);
void operational_time_clear(struct operational_time *time);
