/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* When people work: activity of a day (weekday, holidays, August, Christmas, bridges), an hour
 * of the day, and instants some business hours later. */
#pragma once

#include "stories/parameters.h"

/* Weekly log-normal activity with memory, so that busy weeks come in runs. */
struct momentum {
	gint32 week;
	double level; /* of the logarithm */
};

/* Activity of the day beside an ordinary working day (1). */
double rhythm_activity(const struct parameters *parameters, gint32 day);
/* exp(level), moved on when the day opens a new week; mean 1. */
double rhythm_momentum(const struct parameters *parameters, struct momentum *momentum,
		       gint32 day, GRand *random);
/* An instant of the day at which people write. */
gint64 rhythm_instant(gint32 day, GTimeZone *zone, GRand *random);
/* The instant so many business hours (09:00-18:00) after another. */
gint64 rhythm_later(gint64 from_ms, double business_hours, GTimeZone *zone);
