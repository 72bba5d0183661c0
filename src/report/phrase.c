/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Typography of the two languages: Lexique des règles typographiques en usage à l'Imprimerie
 * nationale for French, the plain usage of English business prose for the other. */
#include "report/phrase.h"

#include <math.h>
#include <string.h>

#include "base/calendar.h"
#include "model/assessment.h"

static const char *value_of(const struct phrase_value *values, const char *name, gsize length)
{
	for (; values->name != NULL; values++)
		if (strlen(values->name) == length && strncmp(values->name, name, length) == 0)
			return values->text;
	return NULL;
}

char *phrase_fill(const char *text, const struct phrase_value *values)
{
	GString *out = g_string_new(NULL);
	const char *open;

	while ((open = strchr(text, '{')) != NULL) {
		const char *close = strchr(open, '}');
		const char *value;
		g_assert(close != NULL);
		value = value_of(values, open + 1, (gsize)(close - open - 1));
		g_assert(value != NULL);
		g_string_append_len(out, text, open - text);
		g_string_append(out, value);
		text = close + 1;
	}
	g_string_append(out, text);
	return g_string_free(out, FALSE);
}

static gboolean is_french(const struct catalogue *catalogue)
{
	return strcmp(catalogue_language(catalogue), "fr") == 0;
}

/* Digits as C writes them, given the language's separators. */
static char *punctuated(const struct catalogue *catalogue, const char *digits)
{
	const char *group = is_french(catalogue) ? NARROW_NO_BREAK_SPACE : ",";
	const char *point = is_french(catalogue) ? "," : ".";
	GString *out = g_string_new(NULL);
	gsize whole = strcspn(digits, ".");

	for (gsize i = 0; i < whole; i++) {
		if (i > 0 && (whole - i) % 3 == 0 && g_ascii_isdigit(digits[i - 1]))
			g_string_append(out, group);
		g_string_append_c(out, digits[i]);
	}
	if (digits[whole] == '.') {
		g_string_append(out, point);
		g_string_append(out, digits + whole + 1);
	}
	return g_string_free(out, FALSE);
}

char *phrase_integer(const struct catalogue *catalogue, gint64 value)
{
	char digits[32];

	g_snprintf(digits, sizeof digits, "%" G_GINT64_FORMAT, value);
	return punctuated(catalogue, digits);
}

static void cut_zeros(char *digits)
{
	gsize length = strlen(digits);

	if (strchr(digits, '.') == NULL)
		return;
	while (digits[length - 1] == '0')
		digits[--length] = '\0';
	if (digits[length - 1] == '.')
		digits[length - 1] = '\0';
}

char *phrase_number(const struct catalogue *catalogue, double value)
{
	char digits[G_ASCII_DTOSTR_BUF_SIZE];
	double size = fabs(value);

	if (!isfinite(value) || size >= 1e15)
		return g_strdup("?");
	g_ascii_formatd(digits, sizeof digits,
			size >= 9.95 ? "%.0f" : (size >= .995 ? "%.1f" : "%.2f"), value);
	cut_zeros(digits);
	return punctuated(catalogue, digits);
}

char *phrase_percent(const struct catalogue *catalogue, double share)
{
	char digits[32];

	if (share < .01 && share > 0)
		return g_strdup(catalogue_text(catalogue, "less than 1%"));
	if (share > .99 && share < 1)
		return g_strdup(catalogue_text(catalogue, "more than 99%"));
	g_snprintf(digits, sizeof digits, "%d", (int)lround(share * 100));
	return phrase(catalogue_text(catalogue, "{n}%"), {"n", digits});
}

char *phrase_probability(const struct catalogue *catalogue, double probability)
{
	return phrase_percent(catalogue, CLAMP(probability, .001, .999));
}

char *phrase_count(const struct catalogue *catalogue, const char *one, const char *many,
		   gint64 n)
{
	g_autofree char *number = phrase_integer(catalogue, n);

	return phrase(catalogue_plural(catalogue, one, many, (gulong)MAX(n, 0)), {"n", number});
}

char *phrase_sentence(const char *text)
{
	g_autofree char *first = g_utf8_substring(text, 0, MIN(1, g_utf8_strlen(text, -1)));
	g_autofree char *capital = g_utf8_strup(first, -1);

	return g_strconcat(capital, text + strlen(first), NULL);
}

static const char *const months[] = {
	N_("January"),   N_("February"), N_("March"),    N_("April"),
	N_("May"),       N_("June"),     N_("July"),     N_("August"),
	N_("September"), N_("October"),  N_("November"), N_("December"),
};
static const char *const short_months[] = {
	N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
	N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
};

struct civil {
	int year, month, day;
};

static struct civil civil_of(gint32 day)
{
	struct civil civil;

	calendar_ymd_from_day(day, &civil.year, &civil.month, &civil.day);
	return civil;
}

static char *day_with(const struct catalogue *catalogue, gint32 day, const char *const *names)
{
	struct civil civil;
	char number[12], year[12];
	const char *month;

	if (day == DAY_NONE)
		return g_strdup("?");
	civil = civil_of(day);
	month = catalogue_text(catalogue, names[civil.month - 1]);
	g_snprintf(number, sizeof number, "%d", civil.day);
	g_snprintf(year, sizeof year, "%d", civil.year);
	/* French writes "1er", and only for the first. */
	return phrase(catalogue_text(catalogue, "{day} {month} {year}"),
		      {"day", civil.day == 1 ? catalogue_text(catalogue, "1") : number},
		      {"month", month}, {"year", year});
}

char *phrase_day(const struct catalogue *catalogue, gint32 day)
{
	return day_with(catalogue, day, months);
}

char *phrase_short_day(const struct catalogue *catalogue, gint32 day)
{
	return day_with(catalogue, day, short_months);
}

static char *month_with(const struct catalogue *catalogue, gint32 day, const char *const *names)
{
	struct civil civil;

	if (day == DAY_NONE)
		return g_strdup("?");
	civil = civil_of(day);
	return g_strdup_printf("%s" NO_BREAK_SPACE "%d",
			       catalogue_text(catalogue, names[civil.month - 1]), civil.year);
}

char *phrase_month(const struct catalogue *catalogue, gint32 day)
{
	return month_with(catalogue, day, months);
}

char *phrase_short_month(const struct catalogue *catalogue, gint32 day)
{
	return month_with(catalogue, day, short_months);
}

/* Within one month by the days of its weeks. */
static char *interval_in_month(const struct catalogue *catalogue, gint32 low, gint32 high)
{
	g_autofree char *last = phrase_day(catalogue, high);
	char first[12];

	if (low == high)
		return phrase(catalogue_text(catalogue, "in the week of {day}"), {"day", last});
	g_snprintf(first, sizeof first, "%d", civil_of(low).day);
	return phrase(catalogue_text(catalogue, "from {low} to {high}"),
		      {"low", civil_of(low).day == 1 ? catalogue_text(catalogue, "1") : first},
		      {"high", last});
}

char *phrase_interval(const struct catalogue *catalogue, gint32 low, gint32 high)
{
	struct civil first = civil_of(low), last = civil_of(high);
	g_autofree char *from = NULL, *to = NULL;

	if (first.year == last.year && first.month == last.month)
		return interval_in_month(catalogue, low, high);
	from = first.year == last.year
		       ? g_strdup(catalogue_text(catalogue, months[first.month - 1]))
		       : phrase_month(catalogue, low);
	to = phrase_month(catalogue, high);
	return phrase(catalogue_text(catalogue, "between {low} and {high}"), {"low", from},
		      {"high", to});
}

char *phrase_period(const struct catalogue *catalogue, gint32 from, gint32 to)
{
	g_autofree char *first = phrase_short_month(catalogue, from);
	g_autofree char *last = phrase_short_month(catalogue, to);
	gboolean one_year =
		from != DAY_NONE && to != DAY_NONE && civil_of(from).year == civil_of(to).year;

	if (strcmp(first, last) == 0)
		return g_steal_pointer(&first);
	return g_strdup_printf(
		"%s" NO_BREAK_SPACE "– %s",
		one_year ? catalogue_text(catalogue, short_months[civil_of(from).month - 1])
			 : first,
		last);
}

static gboolean may_be_shown(gunichar character)
{
	switch (g_unichar_type(character)) {
	case G_UNICODE_CONTROL:
	case G_UNICODE_FORMAT:
	case G_UNICODE_SURROGATE:
	case G_UNICODE_PRIVATE_USE:
	case G_UNICODE_UNASSIGNED:
	case G_UNICODE_LINE_SEPARATOR:
	case G_UNICODE_PARAGRAPH_SEPARATOR:
		return FALSE;
	default:
		return TRUE;
	}
}

char *phrase_clean(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	GString *out = g_string_new(NULL);

	for (const char *at = valid; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar character = g_utf8_get_char(at);
		if (may_be_shown(character))
			g_string_append_unichar(out, character);
		else if (g_ascii_isspace(*at))
			g_string_append_c(out, ' ');
	}
	g_strstrip(out->str);
	return g_string_free(out, FALSE);
}

char *phrase_quote(const struct catalogue *catalogue, const char *text)
{
	g_autofree char *clean = phrase_clean(text);

	return is_french(catalogue)
		       ? g_strdup_printf("«" NO_BREAK_SPACE "%s" NO_BREAK_SPACE "»", clean)
		       : g_strdup_printf("“%s”", clean);
}
