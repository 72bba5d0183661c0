/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A history for people: what it is, a drawing of it with its changes marked, the onset or the
 * watch in a sentence, the changes in a table, the trend. Every number stands beside how much
 * is behind it. */
#include <math.h>
#include <string.h>

#include "model/assessment.h"
#include "report/detect-internal.h"
#include "report/detect.h"
#include "report/phrase.h"
#include "report/screen.h"

#define COLUMNS_MOST  80
#define CHANGES_SHOWN 40

static guint width_of(guint columns)
{
	return MIN(columns, COLUMNS_MOST);
}

/* ---- what it is ---- */

static void write_drawing(const struct screen *screen, const struct detection *detection,
			  const struct points *points)
{
	guint columns = width_of(screen->columns);
	g_autofree char *drawing = report_detect_drawing(points->value, points->n, columns);
	g_autofree char *marks = report_detect_marks(detection, columns);

	if (*drawing == '\0')
		return;
	g_string_append_printf(screen->out, "%s\n", drawing);
	if (*marks != '\0')
		g_string_append_printf(screen->out, "%s\n", marks);
}

static const char *rhythm_words(const struct catalogue *catalogue, enum points_rhythm rhythm)
{
	static const char *const words[] = {
		[POINTS_UNDATED] = N_("without dates"),
		[POINTS_DAILY] = N_("by the day"),
		[POINTS_WEEKLY] = N_("by the week"),
		[POINTS_MONTHLY] = N_("by the month"),
		[POINTS_COARSER] = N_("by the quarter or the year"),
	};

	return catalogue_text(catalogue, words[rhythm]);
}

static char *period_of(const struct detection *detection, const struct catalogue *catalogue)
{
	g_autofree char *from = NULL, *to = NULL;

	if (!detection->dated || detection->n == 0)
		return g_strdup("");
	from = phrase_short_day(catalogue, detection->day[0]);
	to = phrase_short_day(catalogue, detection->day[detection->n - 1]);
	return phrase(catalogue_text(catalogue, ", from {from} to {to}"), {"from", from},
		      {"to", to});
}

static void write_title(const struct screen *screen, const struct detection *detection,
			const struct points *points, const struct catalogue *catalogue)
{
	gsize missing = detection->n - detection->trend.n;
	g_autofree char *name = phrase_clean(
		detection->file != NULL ? detection->file
					: catalogue_text(catalogue, "standard input"));
	g_autofree char *n =
		phrase_count(catalogue, "{n} value", "{n} values", (gint64)detection->trend.n);
	g_autofree char *holes =
		phrase_count(catalogue, "{n} missing", "{n} missing", (gint64)missing);
	g_autofree char *period = period_of(detection, catalogue);
	g_autofree char *line = g_strdup_printf(
		"%s %s (%s)%s", n, rhythm_words(catalogue, points->rhythm), holes, period);

	screen_wrap(screen, SCREEN_BOLD, "", 0, name);
	screen_wrap(screen, SCREEN_DIM, "", 0, line);
}

static void write_answer(const struct screen *screen, const struct detection *detection,
			 const struct catalogue *catalogue)
{
	g_autofree char *answer = report_detect_answer(detection, catalogue);
	bool worse = detection->as == DETECT_WATCH ? detection->watch.alarm
						   : report_detect_is_worse(detection);

	if (answer != NULL)
		screen_wrap(screen, worse ? SCREEN_WORSE : SCREEN_PLAIN, "", 0, answer);
}

/* ---- changes ---- */

static gsize observed_between(const struct points *points, gsize from, gsize to)
{
	gsize known = 0;

	for (gsize row = from; row < to; row++)
		known += isfinite(points->value[row]) != 0;
	return known;
}

static char *mean_cell(const struct catalogue *catalogue, double mean, gsize n)
{
	g_autofree char *value = report_detect_number(catalogue, mean);
	g_autofree char *support = phrase_integer(catalogue, (gint64)n);

	return g_strdup_printf("%s (%s)", value, support);
}

static const struct segment_change *change_at(const struct detection *detection, guint i)
{
	return &g_array_index(detection->changes, struct segment_change, i);
}

static char *interval_cell(const struct detection *detection,
			   const struct segment_change *change,
			   const struct catalogue *catalogue)
{
	g_autofree char *low = report_detect_place(
		catalogue, report_detect_day(detection, change->low), change->low);
	g_autofree char *high = report_detect_place(
		catalogue, report_detect_day(detection, change->high), change->high);

	return strcmp(low, high) == 0 ? g_steal_pointer(&low)
				      : g_strdup_printf("%s" NO_BREAK_SPACE "– %s", low, high);
}

static void add_change(struct screen_table *table, const struct detection *detection,
		       const struct points *points, guint i, const struct catalogue *catalogue)
{
	const struct segment_change *change = change_at(detection, i);
	gsize from = i > 0 ? change_at(detection, i - 1)->index : 0;
	gsize to = i + 1 < detection->changes->len ? change_at(detection, i + 1)->index
						   : detection->n;
	char *cells[] = {
		report_detect_place(catalogue, report_detect_day(detection, change->index),
				    change->index),
		interval_cell(detection, change, catalogue),
		phrase_percent(catalogue, change->support),
		mean_cell(catalogue, change->before,
			  observed_between(points, from, change->index)),
		mean_cell(catalogue, change->after,
			  observed_between(points, change->index, to)),
	};

	screen_table_row(table, SCREEN_PLAIN, cells);
}

static void write_changes(const struct screen *screen, const struct detection *detection,
			  const struct points *points, const struct catalogue *catalogue)
{
	static const gboolean right[] = {FALSE, FALSE, TRUE, TRUE, TRUE};
	g_autoptr(screen_table_auto) table = screen_table_new(G_N_ELEMENTS(right), right);
	guint shown = MIN(detection->changes->len, CHANGES_SHOWN);
	g_autofree char *more = NULL;
	char *header[] = {
		g_strdup(detection->dated ? catalogue_text(catalogue, "change")
					  : catalogue_text(catalogue, "change at row")),
		g_strdup(catalogue_text(catalogue, "90% interval")),
		g_strdup(catalogue_text(catalogue, "support")),
		g_strdup(catalogue_text(catalogue, "before (n)")),
		g_strdup(catalogue_text(catalogue, "after (n)")),
	};

	screen_table_row(table, SCREEN_DIM, header);
	if (detection->changes->len == 0) {
		screen_wrap(screen, SCREEN_PLAIN, "", 0,
			    catalogue_text(catalogue, "No change of level or slope found."));
		return;
	}
	for (guint i = 0; i < shown; i++)
		add_change(table, detection, points, i, catalogue);
	screen_table_write(table, screen);
	if (shown == detection->changes->len)
		return;
	more = phrase_count(catalogue, "and {n} more (--json)", "and {n} more (--json)",
			    detection->changes->len - shown);
	screen_wrap(screen, SCREEN_DIM, "", 0, more);
}

/* ---- trend ---- */

static const char *trend_text(const struct detection *detection,
			      const struct catalogue *catalogue)
{
	static const char *const texts[][3] = {
		{N_("Trend: falls by {slope} a row (between {low} and {high}; n = {n})."),
		 N_("Trend: no sure direction, {slope} a row (between {low} and {high}; n = "
		    "{n})."),
		 N_("Trend: rises by {slope} a row (between {low} and {high}; n = {n}).")},
		{N_("Trend: falls by {slope} a year (between {low} and {high}; n = {n})."),
		 N_("Trend: no sure direction, {slope} a year (between {low} and {high}; n = "
		    "{n})."),
		 N_("Trend: rises by {slope} a year (between {low} and {high}; n = {n}).")},
	};
	int direction = (detection->trend.low > 0) - (detection->trend.high < 0);

	return catalogue_text(catalogue, texts[detection->dated][direction + 1]);
}

static void write_trend(const struct screen *screen, const struct detection *detection,
			const struct catalogue *catalogue)
{
	struct trend trend = detection->trend;
	bool falls = trend.high < 0;
	g_autofree char *slope =
		report_detect_number(catalogue, falls ? -trend.slope : trend.slope);
	g_autofree char *low = report_detect_number(catalogue, falls ? -trend.high : trend.low);
	g_autofree char *high =
		report_detect_number(catalogue, falls ? -trend.low : trend.high);
	g_autofree char *n = phrase_integer(catalogue, (gint64)trend.n);
	g_autofree char *line = NULL;

	if (isnan(trend.slope)) {
		screen_wrap(screen, SCREEN_PLAIN, "", 0,
			    catalogue_text(catalogue, "Trend: too few values."));
		return;
	}
	line = phrase(trend_text(detection, catalogue), {"slope", slope}, {"low", low},
		      {"high", high}, {"n", n});
	screen_wrap(screen, SCREEN_PLAIN, "", 0, line);
}

void report_detect_text(const struct detection *detection, const struct points *points,
			const struct catalogue *catalogue, guint columns, gboolean colour,
			GString *out)
{
	const struct screen screen = {out, width_of(columns), colour};

	write_title(&screen, detection, points, catalogue);
	write_drawing(&screen, detection, points);
	write_answer(&screen, detection, catalogue);
	write_changes(&screen, detection, points, catalogue);
	write_trend(&screen, detection, catalogue);
}
