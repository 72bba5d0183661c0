/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The French working year: two peaks a day, quiet Fridays, a dip from the end of July to the
 * end of August, another from Christmas to New Year, bridges between a holiday and a weekend.
 */
#include "stories/rhythm.h"

#include <math.h>

#include "base/calendar.h"
#include "stats/random.h"

#define OPENING_HOUR  9
#define CLOSING_HOUR  18
#define HOUR_MS       G_GINT64_CONSTANT(3600000)
#define OFF_DAY       0.02 /* of an ordinary day: somebody writes on a Sunday */
#define EVENING_SHARE 0.03

static const double weekday_weight[7] = {1.08, 1.12, 0.92, 1.08, 0.80, 1, 1};

static int weekday(gint32 day)
{
	return day - calendar_monday_of_week(calendar_week_of_day(day));
}

static bool in_august(int month, int day_of_month)
{
	return (month == 7 && day_of_month >= 27) || (month == 8 && day_of_month <= 25);
}

static bool in_christmas(int month, int day_of_month)
{
	return (month == 12 && day_of_month >= 22) || (month == 1 && day_of_month <= 3);
}

/* A lone working day between a holiday and a weekend. */
static bool is_bridge(gint32 day)
{
	return (weekday(day) == 0 && calendar_is_french_holiday(day + 1)) ||
	       (weekday(day) == 4 && calendar_is_french_holiday(day - 1));
}

double rhythm_activity(const struct parameters *parameters, gint32 day)
{
	int year, month, day_of_month;
	double activity;

	if (!calendar_is_business_day(day))
		return OFF_DAY;
	calendar_ymd_from_day(day, &year, &month, &day_of_month);
	activity = weekday_weight[weekday(day)];
	if (in_august(month, day_of_month))
		activity *= parameters->august;
	if (in_christmas(month, day_of_month))
		activity *= parameters->christmas;
	if (is_bridge(day))
		activity *= parameters->bridge;
	return activity;
}

double rhythm_momentum(const struct parameters *parameters, struct momentum *momentum,
		       gint32 day, GRand *random)
{
	gint32 week = calendar_week_of_day(day);
	double rho = parameters->persistence;
	double deviation = parameters->dispersion;

	if (week != momentum->week) {
		momentum->week = week;
		momentum->level = rho * momentum->level +
				  sqrt(1 - rho * rho) * deviation * random_normal(random);
	}
	return exp(momentum->level - deviation * deviation / 2);
}

/* Two humps: about ten in the morning and about three in the afternoon. */
static double draw_hour(GRand *random)
{
	double centre = random_chance(random, 0.56) ? 10.2 : 15.3;
	double hour = centre + 1.25 * random_normal(random);

	if (random_chance(random, EVENING_SHARE))
		return 18.5 + 3.5 * g_rand_double(random);
	return CLAMP(hour, 8.05, 18.6);
}

gint64 rhythm_instant(gint32 day, GTimeZone *zone, GRand *random)
{
	double hour = draw_hour(random);
	gint64 seconds = (gint64)(hour * 3600) + g_rand_int_range(random, 0, 60);

	return calendar_ms_of_day(day, zone) + seconds * 1000;
}

gint64 rhythm_later(gint64 from_ms, double business_hours, GTimeZone *zone)
{
	gint32 day = calendar_day_of_ms(from_ms, zone);
	gint64 at = from_ms;
	gint64 left = (gint64)(business_hours * (double)HOUR_MS);

	for (guint days = 0; days < 7 * STORY_WEEKS; days++, day++) {
		gint64 midnight = calendar_ms_of_day(day, zone);
		gint64 opening = midnight + OPENING_HOUR * HOUR_MS;
		gint64 closing = midnight + CLOSING_HOUR * HOUR_MS;

		if (!calendar_is_business_day(day))
			continue;
		at = MAX(at, opening);
		if (at >= closing)
			continue;
		if (at + left < closing)
			return (at + left) / 1000 * 1000;
		left -= closing - at;
	}
	return at;
}
