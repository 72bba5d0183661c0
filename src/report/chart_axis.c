/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Ticks at quarters; labels as dense as they stay readable. */
#include "report/chart-internal.h"

#include "base/calendar.h"
#include "report/phrase.h"
#include "report/svg.h"

#define MONTHS_OF_QUARTER  3
#define TICK_ROOM          5.0  /* between two ticks */
#define YEAR_LABEL_ROOM    30.0 /* a year's label */
#define QUARTER_LABEL_ROOM 58.0 /* a month with its year */
#define TICK_QUARTER       3.0
#define TICK_YEAR          6.0
#define LABEL_BELOW        17.0

struct time_axis time_axis_of(const struct assessment *assessment, double left, double right)
{
	struct time_axis axis = {assessment->coverage_from, assessment->coverage_to, left,
				 right};

	if (axis.from == DAY_NONE)
		axis.from = axis.to = assessment->as_of;
	if (axis.to <= axis.from)
		axis.to = axis.from + 1;
	return axis;
}

static double per_day(const struct time_axis *axis)
{
	return (axis->right - axis->left) / (axis->to - axis->from);
}

double time_axis_x(const struct time_axis *axis, gint32 day)
{
	gint32 inside = CLAMP(day, axis->from, axis->to);

	return axis->left + (inside - axis->from) * per_day(axis);
}

/* First day of the quarter that begins at or after the day. */
static gint32 next_quarter(gint32 day)
{
	int year, month, day_of_month;

	calendar_ymd_from_day(day, &year, &month, &day_of_month);
	if (day_of_month == 1 && (month - 1) % MONTHS_OF_QUARTER == 0)
		return day;
	month = month - (month - 1) % MONTHS_OF_QUARTER + MONTHS_OF_QUARTER;
	return month > 12 ? calendar_day_from_ymd(year + 1, 1, 1)
			  : calendar_day_from_ymd(year, month, 1);
}

struct labelling {
	gboolean by_quarter;
	double room, last; /* x of the last label */
};

static void draw_label(const struct time_axis *axis, struct labelling *labelling, gint32 day,
		       double y, const struct catalogue *catalogue, GString *out)
{
	double x = time_axis_x(axis, day);
	int year, month, day_of_month;
	g_autofree char *text = NULL;

	calendar_ymd_from_day(day, &year, &month, &day_of_month);
	if ((!labelling->by_quarter && month != 1) || x - labelling->last < labelling->room ||
	    x + labelling->room / 2 > axis->right + 12)
		return;
	text = labelling->by_quarter ? phrase_short_month(catalogue, day)
				     : g_strdup_printf("%d", year);
	svg_text(out, SVG_LABEL, SVG_MIDDLE, MAX(x, axis->left + labelling->room / 2),
		 y + LABEL_BELOW, text);
	labelling->last = x;
}

void time_axis_draw(const struct time_axis *axis, double y, const struct catalogue *catalogue,
		    GString *out)
{
	double year = 365.25 * per_day(axis);
	struct labelling labelling = {.by_quarter = year >= 2 * QUARTER_LABEL_ROOM};
	gboolean quarters = year / 4 >= TICK_ROOM;

	labelling.room = labelling.by_quarter ? QUARTER_LABEL_ROOM : YEAR_LABEL_ROOM;
	labelling.last = axis->left - labelling.room;
	svg_line(out, SVG_AXIS, axis->left, y, axis->right, y);
	for (gint32 day = next_quarter(axis->from); day <= axis->to;
	     day = next_quarter(day + 1)) {
		int number, month, day_of_month;
		calendar_ymd_from_day(day, &number, &month, &day_of_month);
		if (month == 1 || quarters)
			svg_line(out, SVG_AXIS, time_axis_x(axis, day), y,
				 time_axis_x(axis, day),
				 y + (month == 1 ? TICK_YEAR : TICK_QUARTER));
		draw_label(axis, &labelling, day, y, catalogue, out);
	}
}
