/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A figure is a run of digits with their points and commas. It is a date or an hour when it
 * holds a stroke, a colon or two dashes, stands beside the name of a day or a month, or is a
 * year; "24h" is an hour, "24 h" is read as a duration and counts. */
#include "contract/report_figures.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "text/folded.h"
#include "text/own_text-internal.h"

#define YEAR_FIRST 1980
#define YEAR_LAST  2100

static bool is_calendar(const char *token)
{
	gsize length = token != NULL ? strcspn(token, ".,;:()") : 0;

	return length > 0 && text_is_calendar_word(token, length);
}

static bool is_year(const char *token)
{
	long year = strtol(token, NULL, 10);

	return strspn(token, "0123456789") == 4 && strlen(token) == 4 && year >= YEAR_FIRST &&
	       year <= YEAR_LAST;
}

static bool is_date(const char *token)
{
	const char *dash = strchr(token, '-');
	const char *point = strchr(token, '.');

	return strpbrk(token, "/:h") != NULL || is_year(token) ||
	       (dash != NULL && strchr(dash + 1, '-') != NULL) ||
	       (point != NULL && strchr(point + 1, '.') != NULL);
}

/* The figure of a token, without what stands around it; NULL when it is none. Caller owns. */
static char *figure_of(const char *token)
{
	gsize from = strcspn(token, "0123456789");
	gsize to = strlen(token);

	if (token[from] == '\0' || (from > 0 && g_ascii_isalpha(token[from - 1])))
		return NULL;
	while (to > from && !g_ascii_isalnum(token[to - 1]))
		to--;
	return g_strndup(token + from, to - from);
}

/* "1 204": three digits behind a figure without a comma. */
static bool goes_on(const char *token, const char *last)
{
	return last != NULL && strlen(token) >= 3 && strspn(token, "0123456789") == 3 &&
	       !g_ascii_isdigit(token[3]) && strspn(last, "0123456789") == strlen(last) &&
	       strlen(last) <= 3;
}

GPtrArray *report_figures(const char *text)
{
	GPtrArray *figures = g_ptr_array_new_with_free_func(g_free);
	struct folded folded = {0};
	g_auto(GStrv) tokens = NULL;
	bool joins = false;

	folded_make(text, strlen(text), &folded);
	tokens = g_strsplit(folded.text, " ", -1);
	folded_clear(&folded);
	for (guint i = 0; tokens[i] != NULL; i++) {
		g_autofree char *figure = figure_of(tokens[i]);
		char *last = joins ? figures->pdata[figures->len - 1] : NULL;

		joins = figure != NULL && !is_date(figure) && !is_calendar(tokens[i + 1]) &&
			!(i > 0 && is_calendar(tokens[i - 1]));
		if (!joins)
			continue;
		if (goes_on(figure, last)) {
			figures->pdata[figures->len - 1] = g_strconcat(last, figure, NULL);
			g_free(last);
		} else {
			g_ptr_array_add(figures, g_steal_pointer(&figure));
		}
	}
	return figures;
}
