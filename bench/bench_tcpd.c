/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What bench/tcpd asks: one series a line on standard input, `name|values|changes|changes...`
 * with the changes that each annotator saw, numbers separated by spaces, `nan` for a missing
 * value. One line out for each: name, points, covering, F1, both of no change at all, the
 * changes. Metrics: van den Burg and Williams (arXiv 2003.06222), section 4, margin of five
 * points. */
#include "stats/cover.h"
#include "stats/segment.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#define MARGIN 5

struct series {
	const char *name;
	GArray *value;      /* double */
	GPtrArray *changes; /* of GArray of gsize, one for each annotator */
};

static GArray *numbers(const char *text)
{
	GArray *found = g_array_new(FALSE, FALSE, sizeof(double));
	char *end = (char *)text;

	for (;;) {
		double number = g_ascii_strtod(text, &end);
		if (end == text)
			return found;
		g_array_append_val(found, number);
		text = end;
	}
}

/* Rising places inside the series, each once. */
static GArray *places(const char *text, gsize n)
{
	g_autoptr(GArray) given = numbers(text);
	g_autofree bool *is_change = g_new0(bool, n);
	GArray *found = g_array_new(FALSE, FALSE, sizeof(gsize));

	for (guint i = 0; i < given->len; i++) {
		double place = g_array_index(given, double, i);
		if (place > 0 && place < (double)n)
			is_change[(gsize)place] = true;
	}
	for (gsize k = 0; k < n; k++)
		if (is_change[k])
			g_array_append_val(found, k);
	return found;
}

/* The definition counts the first point as a change in every set. */
static GArray *with_first(const GArray *changes)
{
	GArray *all = g_array_new(FALSE, TRUE, sizeof(gsize));

	g_array_set_size(all, 1);
	if (changes->len > 0)
		g_array_append_vals(all, changes->data, changes->len);
	return all;
}

/* The nearest change not yet taken, the earlier one of two; -1 when none is near. */
static gint nearest(const GArray *found, const bool *taken, gsize truth)
{
	gsize least = MARGIN + 1;
	gint best = -1;

	for (guint k = 0; k < found->len; k++) {
		gsize place = g_array_index(found, gsize, k);
		gsize distance = MAX(place, truth) - MIN(place, truth);
		if (!taken[k] && distance < least) {
			least = distance;
			best = (gint)k;
		}
	}
	return best;
}

static guint matches(const GArray *truth, const GArray *found)
{
	g_autofree bool *taken = g_new0(bool, found->len);
	guint count = 0;

	for (guint i = 0; i < truth->len; i++) {
		gint at = nearest(found, taken, g_array_index(truth, gsize, i));
		if (at >= 0) {
			taken[at] = true;
			count++;
		}
	}
	return count;
}

static GArray *together(const struct series *series)
{
	g_autoptr(GString) text = g_string_new("");

	for (guint i = 0; i < series->changes->len; i++) {
		const GArray *changes = series->changes->pdata[i];
		for (guint k = 0; k < changes->len; k++)
			g_string_append_printf(text, "%" G_GSIZE_FORMAT " ",
					       g_array_index(changes, gsize, k));
	}
	return places(text->str, series->value->len);
}

static double f1(const struct series *series, const GArray *changes)
{
	g_autoptr(GArray) found = with_first(changes);
	g_autoptr(GArray) anyone = together(series);
	g_autoptr(GArray) anyone_first = with_first(anyone);
	double precision = (double)matches(anyone_first, found) / found->len, recall = 0;

	for (guint i = 0; i < series->changes->len; i++) {
		g_autoptr(GArray) truth = with_first(series->changes->pdata[i]);
		recall += (double)matches(truth, found) / truth->len / series->changes->len;
	}
	return 2 * precision * recall / (precision + recall);
}

static double covering(const struct series *series, const GArray *changes)
{
	double sum = 0;

	for (guint i = 0; i < series->changes->len; i++)
		sum += cover(series->changes->pdata[i], changes, series->value->len);
	return sum / series->changes->len;
}

static void report(const struct series *series)
{
	g_autoptr(GArray) found = segment_find(
		(const double *)(const void *)series->value->data, series->value->len);
	g_autoptr(GArray) changes = g_array_new(FALSE, FALSE, sizeof(gsize));
	g_autoptr(GArray) none = g_array_new(FALSE, FALSE, sizeof(gsize));

	for (guint i = 0; i < found->len; i++)
		g_array_append_val(changes,
				   g_array_index(found, struct segment_change, i).index);
	printf("%s %u %.12f %.12f %.12f %.12f", series->name, series->value->len,
	       covering(series, changes), f1(series, changes), covering(series, none),
	       f1(series, none));
	for (guint i = 0; i < changes->len; i++)
		printf(" %" G_GSIZE_FORMAT, g_array_index(changes, gsize, i));
	putchar('\n');
}

/* False when the line is no series with annotators. */
static bool measure(const char *line)
{
	g_auto(GStrv) field = g_strsplit(line, "|", -1);

	if (g_strv_length(field) < 3)
		return false;
	g_autoptr(GArray) value = numbers(field[1]);
	g_autoptr(GPtrArray) changes =
		g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
	for (char **annotator = field + 2; *annotator != NULL; annotator++)
		g_ptr_array_add(changes, places(*annotator, value->len));
	report(&(struct series){field[0], value, changes});
	return value->len > 0;
}

int main(void)
{
	char *line = NULL;
	size_t room = 0;
	bool good = true;

	while (good && getline(&line, &room, stdin) > 0)
		good = measure(g_strchomp(line));
	free(line);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
