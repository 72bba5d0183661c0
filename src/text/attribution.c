/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Attributions: the line above a quotation that names its author, wrapped on up to four lines
 * ("Le lun. 3 févr. 2025 à 14:02, X <x@y> a écrit :"). A line is looked at only when it ends
 * like one. Either it has a verb of writing and begins as a date does, or it holds both an
 * address and a date: the second needs no knowledge of the language. */
#include "text/own_text-internal.h"

#include <string.h>

#define WRAPPED_LINES   4u
#define FOLDED          1024u
#define LINE_FOLDED     256u
#define WEAK_LONGEST    100u
#define CLOSING_LONGEST 24u
#define NAME_LINES      2u /* above a line that has the verb */

static const struct phrase starters[] = {
	PHRASE("on", 0),
	PHRASE("at", 0),
	PHRASE("le", 0),
	PHRASE("am", 0),
	PHRASE("el", 0),
	PHRASE("il", 0),
	PHRASE("in data", 0),
	PHRASE("em", 0),
	PHRASE("op", 0),
	PHRASE("den", 0),
	PHRASE("dnia", 0),
	PHRASE("w dniu", 0),
	PHRASE("quoting", 0),
	PHRASE("citando", 0),
	PHRASE("in article", 0),
	PHRASE("in message", 0),
	PHRASE("dans l'article", 0),
	PHRASE("dans le message", 0),
	PHRASE("selon", 0),
	PHRASE("citation de", 0),
};

static const struct phrase verbs[] = {
	PHRASE("wrote", 0),       PHRASE("writes", 0),     PHRASE("a ecrit", 0),
	PHRASE("ecrit", 0),       PHRASE("ecrivait", 0),   PHRASE("schrieb", 0),
	PHRASE("geschrieben", 0), PHRASE("schreef", 0),    PHRASE("geschreven", 0),
	PHRASE("escribio", 0),    PHRASE("ha scritto", 0), PHRASE("scritto", 0),
	PHRASE("escreveu", 0),    PHRASE("skrev", 0),      PHRASE("napisal", 0),
	PHRASE("kirjoitti", 0),   PHRASE("irta", 0),       PHRASE("написал", 0),
	PHRASE("написав", 0),     PHRASE("пишет", 0),      PHRASE("пише", 0),
	PHRASE("said", 0),        PHRASE("quoting", 0),    PHRASE("citando", 0),
	PHRASE("citation de", 0),
};

static bool has_time(const char *folded)
{
	for (const char *at = strpbrk(folded, "0123456789"); at != NULL && *at != '\0'; at++)
		if (g_ascii_isdigit(at[0]) && (at[1] == ':' || at[1] == '.' || at[1] == 'h') &&
		    g_ascii_isdigit(at[2]) && g_ascii_isdigit(at[3]))
			return true;
	return false;
}

static bool has_year(const char *folded)
{
	for (const char *at = folded; (at = strpbrk(at, "12")) != NULL; at++)
		if ((at == folded || !g_ascii_isdigit(at[-1])) &&
		    (strncmp(at, "19", 2) == 0 || strncmp(at, "20", 2) == 0) &&
		    g_ascii_isdigit(at[2]) && g_ascii_isdigit(at[3]) && !g_ascii_isdigit(at[4]))
			return true;
	return false;
}

static bool has_date(const char *folded)
{
	return has_time(folded) || has_year(folded);
}

/* "<x@y>:" and the like at the end of what was folded. */
static bool has_address(const char *folded)
{
	const char *at = strchr(folded, '@');

	return at != NULL && at > folded && g_ascii_isalnum(at[1]);
}

static bool begins_with_date(const char *folded)
{
	return g_ascii_isdigit(folded[0]) && has_date(folded);
}

static bool begins_as_attribution(const struct line *line)
{
	char folded[LINE_FOLDED];

	fold_line(line, folded, sizeof(folded));
	return phrase_at(folded, starters, G_N_ELEMENTS(starters)) != NULL ||
	       begins_with_date(folded);
}

/* What an attribution may end with: a colon, or a verb in the styles of a few programs. */
static bool ends_as_attribution(const struct line *line)
{
	const char *end = line->start + line->length;

	if (end[-1] == ':' || (line->length > 2 && memcmp(end - 2, ":*", 2) == 0))
		return true;
	return line->length > 5 &&
	       (memcmp(end - 5, "wrote", 5) == 0 || memcmp(end - 5, " ----", 5) == 0);
}

/* The address of an attribution was wrapped before its '>': ">:" or "> wrote:". */
bool attribution_closes_address(const struct lines *lines, guint at)
{
	char folded[LINE_FOLDED];
	const struct phrase *verb;

	if (at == 0 || lines->at[at - 1].kind != LINE_OWN ||
	    lines->at[at].length > CLOSING_LONGEST)
		return false;
	fold_line(&lines->at[at], folded, sizeof(folded));
	verb = phrase_at(folded, verbs, G_N_ELEMENTS(verbs));
	return strcmp(g_strchug(folded + (verb != NULL ? verb->length : 0)), ":") == 0;
}

/* Folds lines [first, last] into one. */
static void fold_span(const struct lines *lines, guint first, guint last, char *out, gsize size)
{
	gsize length = fold_line(&lines->at[first], out, size);

	for (guint i = first + 1; i <= last && length + 2 < size; i++) {
		const struct line *line = &lines->at[i];

		out[length++] = ' ';
		length += fold_text(line->start, line->length, out + length, size - length);
	}
}

static enum attribution judge(const char *folded, bool starts)
{
	bool verb = phrase_within(folded, verbs, G_N_ELEMENTS(verbs)) != NULL;
	bool address = has_address(folded), date = has_date(folded);

	if (address && date && (verb || has_time(folded)))
		return ATTRIBUTION_STRONG;
	if (verb && starts && date)
		return ATTRIBUTION_STRONG;
	if (verb && address)
		return ATTRIBUTION_STRONG;
	return verb ? ATTRIBUTION_WEAK : ATTRIBUTION_NONE;
}

/* "On Nov 21, 2014," above "at 10:18," above the name. */
static guint climb_commas(const struct lines *lines, guint first)
{
	for (guint i = 0; i < NAME_LINES && first > 0; i++) {
		const struct line *above = &lines->at[first - 1];

		if (above->kind != LINE_OWN || above->start[above->length - 1] != ',' ||
		    !begins_as_attribution(above))
			break;
		first--;
	}
	return first;
}

/* The nearest line that begins as an attribution, at most WRAPPED_LINES above; an empty line
 * is passed once, because some programs put one in the middle. */
static guint first_line(const struct lines *lines, guint last)
{
	guint blanks = 0;

	for (guint back = 0; back < WRAPPED_LINES + 2 && back <= last; back++) {
		const struct line *line = &lines->at[last - back];

		if (line->kind == LINE_BLANK && ++blanks > 1)
			break;
		if (line->kind == LINE_QUOTED || line->kind == LINE_CUT)
			break;
		if (line->kind == LINE_OWN && begins_as_attribution(line))
			return climb_commas(lines, last - back);
		if (line->kind == LINE_OWN && back > 0 && line_is_sentence(line))
			break;
	}
	return last;
}

/* Lines above that hold the name, the address or the date in the languages that put the verb
 * behind them and begin with no word of their own ("Max <x@y> schrieb am 28." / "April:"). */
static guint extend_upwards(const struct lines *lines, guint first)
{
	char folded[LINE_FOLDED];

	for (guint i = 0; i < NAME_LINES && first > 0; i++) {
		const struct line *above = &lines->at[first - 1];

		if (above->kind != LINE_OWN ||
		    strchr(":!?", above->start[above->length - 1]) != NULL)
			break;
		fold_line(above, folded, sizeof(folded));
		if (!has_address(folded) && (!has_date(folded) || line_is_sentence(above)))
			break;
		first--;
	}
	return first;
}

/* "2013/7/20 sam <x@y>" right above a quotation, or "2016-03-03 17:21 GMT+01:00 Name". */
static enum attribution dated_line(const struct lines *lines, guint at)
{
	char folded[LINE_FOLDED];
	guint next;

	if (!g_ascii_isdigit(lines->at[at].start[0]))
		return ATTRIBUTION_NONE;
	fold_line(&lines->at[at], folded, sizeof(folded));
	if (has_year(folded) && has_time(folded) && strstr(folded, " gmt+") != NULL)
		return ATTRIBUTION_STRONG;
	next = lines_next_filled(lines, at + 1);
	if (next < lines->count && lines->at[next].kind == LINE_QUOTED && has_year(folded) &&
	    has_address(folded))
		return ATTRIBUTION_STRONG;
	return ATTRIBUTION_NONE;
}

enum attribution attribution_ending_at(const struct lines *lines, guint at, guint *first)
{
	char folded[FOLDED];
	enum attribution attribution;
	guint start;
	bool starts;

	if (!ends_as_attribution(&lines->at[at])) {
		attribution = dated_line(lines, at);
		if (attribution != ATTRIBUTION_NONE)
			*first = at;
		return attribution;
	}
	start = first_line(lines, at);
	starts = start != at || begins_as_attribution(&lines->at[at]);
	if (!starts)
		start = extend_upwards(lines, at);
	fold_span(lines, start, at, folded, sizeof(folded));
	attribution = judge(folded, starts);
	if (attribution == ATTRIBUTION_WEAK && lines->at[at].length > WEAK_LONGEST)
		return ATTRIBUTION_NONE;
	if (attribution != ATTRIBUTION_NONE)
		*first = start;
	return attribution;
}
