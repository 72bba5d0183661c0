/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A report names itself, its rhythm and its period at its top. */
#include "contract/report_kind.h"

#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "text/folded.h"

#define TOP_PARAGRAPHS 12u
#define TOP_BYTES      1200u
#define YEAR_FIRST     1980
#define YEAR_LAST      2100

static const char *const months[12][2] = {
	{"janvier", "january"}, {"fevrier", "february"},  {"mars", "march"},
	{"avril", "april"},     {"mai", "may"},           {"juin", "june"},
	{"juillet", "july"},    {"aout", "august"},       {"septembre", "september"},
	{"octobre", "october"}, {"novembre", "november"}, {"decembre", "december"},
};

static const char *const report_words[] = {
	"rapport", "compte rendu d'activite", "tableau de bord", "bilan",
	"report",  "service review",          "activity review", "comite de pilotage",
};

static const struct {
	const char *word;
	enum report_every every;
} rhythms[] = {
	{"hebdomadaire", REPORT_WEEK},   {"weekly", REPORT_WEEK},
	{"mensuel", REPORT_MONTH},       {"monthly", REPORT_MONTH},
	{"trimestriel", REPORT_QUARTER}, {"quarterly", REPORT_QUARTER},
	{"annuel", REPORT_YEAR},         {"annual", REPORT_YEAR},
};

const char *report_every_token(enum report_every every)
{
	static const char *const tokens[REPORT_EVERY_COUNT] = {"week", "month", "quarter",
							       "year"};

	g_assert(every < REPORT_EVERY_COUNT);
	return tokens[every];
}

void report_kind_clear(struct report_kind *kind)
{
	g_clear_pointer(&kind->series, g_free);
}

/* ---- the period ---- */

static bool word_at(const char *text, const char *at, const char *word)
{
	gsize length = strlen(word);

	return strncmp(at, word, length) == 0 && (at == text || !g_ascii_isalnum(at[-1])) &&
	       !g_ascii_isalnum(at[length]);
}

/* The next year written in four figures, at most `reach` bytes on; 0 when none. */
static int year_behind(const char *text, gsize reach)
{
	for (gsize i = 0; text[i] && i < reach; i++) {
		int year = 0;
		if (!g_ascii_isdigit(text[i]))
			continue;
		while (g_ascii_isdigit(text[i]) && year < 10000)
			year = year * 10 + (text[i++] - '0');
		if (year >= YEAR_FIRST && year <= YEAR_LAST)
			return year;
		if (text[i] == '\0')
			break;
	}
	return 0;
}

static void set_months(struct report_kind *kind, enum report_every every, int year, int month,
		       int count)
{
	int after = month + count;

	kind->every = every;
	kind->first_day = calendar_day_from_ymd(year, month, 1);
	kind->last_day =
		calendar_day_from_ymd(year + (after > 12), after > 12 ? after - 12 : after, 1) -
		1;
}

/* "mars 2024", "march 2024" */
static bool find_month(const char *text, struct report_kind *kind)
{
	for (const char *at = text; *at; at++)
		for (int month = 0; month < 12; month++)
			for (guint language = 0; language < 2; language++) {
				const char *name = months[month][language];
				int year;
				if (!word_at(text, at, name))
					continue;
				year = year_behind(at + strlen(name), 8);
				if (year == 0)
					continue;
				set_months(kind, REPORT_MONTH, year, month + 1, 1);
				return true;
			}
	return false;
}

/* "t1 2024", "q3 2024", "1er trimestre 2024", "2e trimestre 2024" */
static bool find_quarter(const char *text, struct report_kind *kind)
{
	for (const char *at = text; *at; at++) {
		bool letter =
			(*at == 't' || *at == 'q') && (at == text || !g_ascii_isalnum(at[-1]));
		const char *figure = letter ? at + 1 : at;
		int year;
		if (*figure < '1' || *figure > '4' || g_ascii_isdigit(figure[1]) ||
		    (figure > text && g_ascii_isdigit(figure[-1])))
			continue;
		if (!letter && !g_strstr_len(figure, 20, "trimestre") &&
		    !g_strstr_len(figure, 20, "quarter"))
			continue;
		year = year_behind(figure + 1, 24);
		if (year == 0)
			continue;
		set_months(kind, REPORT_QUARTER, year, (*figure - '1') * 3 + 1, 3);
		return true;
	}
	return false;
}

/* "semaine 12 2024", "week 12, 2024" */
static bool find_week(const char *text, struct report_kind *kind)
{
	static const char *const words[] = {"semaine", "week"};

	for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
		const char *at = strstr(text, words[i]);
		int week, year;
		gint32 monday;
		if (!at)
			continue;
		at += strcspn(at, "0123456789");
		week = atoi(at);
		year = year_behind(at + strspn(at, "0123456789"), 16);
		if (week < 1 || week > 53 || year == 0)
			continue;
		/* ISO 8601: week 1 holds the fourth of January. */
		monday = calendar_monday_of_week(
			calendar_week_of_day(calendar_day_from_ymd(year, 1, 4)));
		kind->every = REPORT_WEEK;
		kind->first_day = monday + (week - 1) * 7;
		kind->last_day = kind->first_day + 6;
		return true;
	}
	return false;
}

static bool find_year(const char *text, struct report_kind *kind)
{
	int year = year_behind(text, TOP_BYTES);

	if (year == 0)
		return false;
	set_months(kind, REPORT_YEAR, year, 1, 12);
	return true;
}

/* ---- the kind ---- */

static char *top_of(const char *title, const struct document_paragraph *paragraphs, guint count)
{
	g_autoptr(GString) top = g_string_new(title ? title : "");
	struct folded folded = {0};
	char *text;

	for (guint i = 0; i < MIN(count, TOP_PARAGRAPHS) && top->len < TOP_BYTES; i++) {
		g_string_append_c(top, ' ');
		g_string_append(top, paragraphs[i].text);
	}
	folded_make(top->str, top->len, &folded);
	text = g_strndup(folded.text, MIN(folded.length, TOP_BYTES));
	folded_clear(&folded);
	return text;
}

static bool names_a_report(const char *title, const char *top)
{
	g_autofree char *head = g_strndup(top, title ? strlen(title) + 80 : 160);

	for (gsize i = 0; i < G_N_ELEMENTS(report_words); i++) {
		const char *at = strstr(head, report_words[i]);
		if (at && word_at(head, at, report_words[i]))
			return true;
	}
	return false;
}

static bool find_period(const char *top, struct report_kind *kind)
{
	static bool (*const finders[REPORT_EVERY_COUNT])(const char *, struct report_kind *) = {
		find_week, find_month, find_quarter, find_year};

	for (gsize i = 0; i < G_N_ELEMENTS(rhythms); i++)
		if (strstr(top, rhythms[i].word))
			return finders[rhythms[i].every](top, kind);
	return find_quarter(top, kind) || find_month(top, kind);
}

/* A word that only dates: of figures, or a month. */
static bool is_date_word(const char *word)
{
	if (strpbrk(word, "0123456789"))
		return true;
	for (int month = 0; month < 12; month++)
		if (strcmp(word, months[month][0]) == 0 || strcmp(word, months[month][1]) == 0)
			return true;
	return false;
}

static char *series_of(const char *title)
{
	struct folded folded = {0};
	g_autoptr(GString) series = g_string_new(NULL);
	g_auto(GStrv) words = NULL;

	folded_make(title, strlen(title), &folded);
	words = g_strsplit_set(folded.text, " -_/,.:;()|", -1);
	folded_clear(&folded);
	for (guint i = 0; words[i]; i++) {
		if (*words[i] == '\0' || is_date_word(words[i]))
			continue;
		if (series->len > 0)
			g_string_append_c(series, ' ');
		g_string_append(series, words[i]);
	}
	return g_strdup(series->str);
}

bool report_kind_read(const char *title, const struct document_paragraph *paragraphs,
		      guint count, struct report_kind *kind)
{
	g_autofree char *top = top_of(title, paragraphs, count);
	struct report_kind found = {0};

	if (!names_a_report(title, top) || !find_period(top, &found))
		return false;
	found.series = series_of(title ? title : "");
	*kind = found;
	return true;
}

/* An agenda or an invitation names the committee too; mail must name the report. */
static bool reports_by_mail(const char *folded)
{
	const gsize words = G_N_ELEMENTS(report_words) - 1;

	for (gsize i = 0; i < words; i++) {
		const char *at = strstr(folded, report_words[i]);
		if (at && word_at(folded, at, report_words[i]))
			return true;
	}
	return false;
}

static bool names_a_time(const char *folded)
{
	g_auto(GStrv) words = g_strsplit_set(folded, " -_/,.:;()|", -1);

	for (gsize i = 0; i < G_N_ELEMENTS(rhythms); i++)
		if (strstr(folded, rhythms[i].word))
			return true;
	for (guint i = 0; words[i]; i++)
		if (*words[i] != '\0' && is_date_word(words[i]))
			return true;
	return false;
}

char *report_series_of_subject(const char *subject)
{
	g_autofree char *folded = top_of(subject, NULL, 0);

	return reports_by_mail(folded) && names_a_time(folded) ? series_of(subject) : NULL;
}
