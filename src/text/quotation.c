/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Quotation by its marks: '>' lines, attributions above them, and the delimiters and header
 * blocks behind which a mail program puts the whole former mail. An answer between quoted
 * lines stays; what stands behind a delimiter without '>' goes as a whole. The marks are those
 * gathered by talon (Mailgun) and email_reply_trimmer (Discourse). */
#include "text/own_text-internal.h"

#include <string.h>

#define FOLDED            48u /* bytes of a line that are compared */
#define SUPERCITE_LETTERS 12u /* "Richard>" */
#define WRAPPED_LEAST     60u /* a quoted line this long may have lost its end */
#define DELIMITER_LONGEST 120u

static const struct phrase delimiters[] = {
	PHRASE("original message", 0),
	PHRASE("original appointment", 0),
	PHRASE("forwarded message", 0),
	PHRASE("forwarded by", 0),
	PHRASE("reply message", 0),
	PHRASE("next part", 0),
	PHRASE("begin forwarded message", 0),
	PHRASE("message d'origine", 0),
	PHRASE("message d origine", 0),
	PHRASE("message original", 0),
	PHRASE("message initial", 0),
	PHRASE("message precedent", 0),
	PHRASE("message transfere", 0),
	PHRASE("message reexpedie", 0),
	PHRASE("transfere par", 0),
	PHRASE("courriel original", 0),
	PHRASE("debut du message transfere", 0),
	PHRASE("debut du message reexpedie", 0),
	PHRASE("ursprungliche nachricht", 0),
	PHRASE("originalnachricht", 0),
	PHRASE("weitergeleitete nachricht", 0),
	PHRASE("anfang der weitergeleiteten", 0),
	PHRASE("mensaje original", 0),
	PHRASE("mensaje reenviado", 0),
	PHRASE("messaggio originale", 0),
	PHRASE("messaggio inoltrato", 0),
	PHRASE("inizio messaggio inoltrato", 0),
	PHRASE("oorspronkelijk bericht", 0),
	PHRASE("doorgestuurd bericht", 0),
	PHRASE("mensagem original", 0),
	PHRASE("mensagem encaminhada", 0),
	PHRASE("oprindelig besked", 0),
	PHRASE("oprindelig meddelelse", 0),
	PHRASE("opprinnelig melding", 0),
	PHRASE("ursprungligt meddelande", 0),
	PHRASE("alkuperainen viesti", 0),
	PHRASE("wiadomosc oryginalna", 0),
};

/* These say enough without dashes around them. */
static const struct phrase openings[] = {
	PHRASE("begin forwarded message:", 0),
	PHRASE("debut du message transfere :", 0),
	PHRASE("debut du message transfere:", 0),
	PHRASE("debut du message reexpedie :", 0),
	PHRASE("debut du message reexpedie:", 0),
	PHRASE("anfang der weitergeleiteten", 0),
	PHRASE("inizio messaggio inoltrato:", 0),
	PHRASE("forwarded by", 0),
	PHRASE("today's topics:", 0),
};

/* What a helpdesk puts below the place for an answer, signs around it. */
static const struct phrase answer_lines[] = {
	PHRASE("above this line", 0),
	PHRASE("au-dessus de cette ligne", 0),
	PHRASE("au dessus de cette ligne", 0),
};

static gsize skip_spaces(const struct line *line, gsize at)
{
	while (at < line->length && (line->start[at] == ' ' || line->start[at] == '\t'))
		at++;
	return at;
}

/* "| words", but not a row of a table, which ends with its bar. */
static bool is_bar_quote(const struct line *line, gsize at)
{
	if (at + 1 == line->length)
		return true;
	return line->start[at + 1] == ' ' && line->start[line->length - 1] != '|' &&
	       line->start[line->length - 1] != '+';
}

/* "JD> words": up to a dozen letters, the first a capital, and a space behind the mark. */
static bool is_supercite(const struct line *line, gsize at)
{
	gsize end = at;

	if (!g_ascii_isupper(line->start[at]))
		return false;
	while (end < line->length && end - at < SUPERCITE_LETTERS &&
	       g_ascii_isalpha(line->start[end]))
		end++;
	if (end >= line->length || line->start[end] != '>')
		return false;
	return end + 1 == line->length || line->start[end + 1] == ' ';
}

bool quotation_is_quoted(const struct line *line)
{
	gsize at = skip_spaces(line, 0);

	if (at >= line->length)
		return false;
	if (line->start[at] == '>')
		return true;
	if (line->start[at] == '|')
		return is_bar_quote(line, at);
	return is_supercite(line, at);
}

/* The end of a quoted line that a mail program broke off: alone between quoted lines. */
static bool is_broken_off(const struct lines *lines, guint at)
{
	const struct line *line = &lines->at[at];

	if (at == 0 || at + 1 >= lines->count || lines->at[at - 1].kind != LINE_QUOTED ||
	    lines->at[at + 1].kind != LINE_QUOTED)
		return false;
	return lines->at[at - 1].length >= WRAPPED_LEAST &&
	       !g_ascii_isupper(line->start[skip_spaces(line, 0)]);
}

static bool begins_with_dashes(const struct line *line)
{
	gsize at = skip_spaces(line, 0);

	if (line->start[at] == '*')
		at++;
	return at + 2 <= line->length && (memcmp(line->start + at, "--", 2) == 0 ||
					  memcmp(line->start + at, "__", 2) == 0 ||
					  memcmp(line->start + at, "==", 2) == 0);
}

/* Cheap look before folding: an opening has one of these letters first. */
static bool may_open(const struct line *line)
{
	char first = line->start[skip_spaces(line, 0)];

	return !g_ascii_isalpha(first) || strchr("abdfitABDFIT", first) != NULL;
}

static bool is_delimiter(const struct line *line)
{
	char folded[FOLDED];

	if (line->length > DELIMITER_LONGEST || !may_open(line))
		return false;
	fold_line(line, folded, sizeof(folded));
	if (begins_with_dashes(line) &&
	    phrase_at(folded, delimiters, G_N_ELEMENTS(delimiters)) != NULL)
		return true;
	return phrase_at(folded, openings, G_N_ELEMENTS(openings)) != NULL;
}

/* Number of lines of a delimiter with the mail headers behind it, 0 when none begins here. */
static guint delimiter_length(const struct lines *lines, guint at)
{
	guint next;

	if (!is_delimiter(&lines->at[at]))
		return headers_length(lines, at);
	next = lines_next_filled(lines, at + 1);
	return next - at + (next < lines->count ? headers_length(lines, next) : 0);
}

static bool quotation_follows(const struct lines *lines, guint from)
{
	guint next = lines_next_filled(lines, from);

	return next < lines->count && lines->at[next].kind == LINE_QUOTED;
}

/* Leaves out lines [from, to); all that follows too unless it is quoted line by line. Returns
 * the line to go on with. */
static guint cut_behind(struct lines *lines, guint from, guint to)
{
	if (!quotation_follows(lines, to))
		to = lines->count;
	lines_mark(lines, from, to, LINE_CUT);
	return to;
}

/* The pass over the lines; first_own is the first line so far that is the author's. */
struct pass {
	struct lines *lines;
	guint first_own;
};

/* An attribution that opens the mail stands above an answer when nothing is quoted by '>'. */
static void mark_attribution(struct pass *pass, guint first, guint last,
			     enum attribution attribution)
{
	bool quoted = quotation_follows(pass->lines, last + 1);

	if (!quoted && attribution == ATTRIBUTION_WEAK)
		return;
	if (!quoted && pass->first_own < first)
		last = pass->lines->count - 1;
	lines_mark(pass->lines, first, last + 1, LINE_QUOTED);
	if (pass->first_own >= first)
		pass->first_own = G_MAXUINT;
}

static bool is_answer_line(const struct line *line)
{
	char folded[DELIMITER_LONGEST + 1];

	if (line->length > DELIMITER_LONGEST ||
	    g_ascii_isalnum(line->start[skip_spaces(line, 0)]))
		return false;
	fold_line(line, folded, sizeof(folded));
	return phrase_within(folded, answer_lines, G_N_ELEMENTS(answer_lines)) != NULL;
}

/* Below it stands what is answered, when an answer stands above. */
static guint mark_answer_line(struct pass *pass, guint at)
{
	if (pass->first_own < at)
		return cut_behind(pass->lines, at, at + 1);
	lines_mark(pass->lines, at, at + 1, LINE_CUT);
	return at + 1;
}

static guint mark_line(struct pass *pass, guint at)
{
	struct lines *lines = pass->lines;
	guint length, first = at;
	enum attribution attribution;

	if (is_broken_off(lines, at)) {
		lines->at[at].kind = LINE_QUOTED;
		return at + 1;
	}
	length = delimiter_length(lines, at);
	if (length > 0)
		return cut_behind(lines, at, at + length);
	if (is_answer_line(&lines->at[at]))
		return mark_answer_line(pass, at);
	if (pass->first_own > at && !line_is_rule(&lines->at[at]))
		pass->first_own = at;
	attribution = attribution_ending_at(lines, at, &first);
	if (attribution != ATTRIBUTION_NONE)
		mark_attribution(pass, first, at, attribution);
	return at + 1;
}

void quotation_mark(struct lines *lines)
{
	struct pass pass = {lines, G_MAXUINT};
	guint at = 0;

	while (at < lines->count) {
		if (lines->at[at].kind == LINE_QUOTED && attribution_closes_address(lines, at))
			lines->at[at].kind = LINE_OWN;
		at = lines->at[at].kind == LINE_OWN ? mark_line(&pass, at) : at + 1;
	}
}
