/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Signatures, looked for at the tail of a region only: "-- " (RFC 3676), a rule of signs, a
 * closing formula, the sign-off of a telephone, or a block of telephone numbers and addresses.
 * What follows must look like a signature (few short lines, no sentence, no question), so that
 * "Merci," in the middle of a mail never ends it. */
#include "text/own_text-internal.h"

#include <string.h>

#define FOLDED           64u
#define WINDOW_LINES     60u /* from the end of the region */
#define DELIMITED_LINES  25u /* the same, behind "-- " */
#define CLOSING_WORDS    7u
#define SIGN_OFF_LONGEST 110u
#define CONTACT_LINES    10u
#define CONTACT_LEAST    2u
#define NAME_LINES       4u
#define FULL_NAME_WORDS  4u

static const struct phrase sign_offs[] = {
	PHRASE("envoye de mon", 0),
	PHRASE("envoye depuis mon", 0),
	PHRASE("envoye depuis un", 0),
	PHRASE("envoye a partir de", 0),
	PHRASE("envoye avec", 0),
	PHRASE("envoye par mon", 0),
	PHRASE("envoye depuis l'application", 0),
	PHRASE("envoye depuis outlook", 0),
	PHRASE("provenance : courrier", 0),
	PHRASE("obtenez outlook pour", 0),
	PHRASE("telecharger outlook pour", 0),
	PHRASE("sent from my", 0),
	PHRASE("sent from a", 0),
	PHRASE("sent from mail for", 0),
	PHRASE("sent from [mail]", 0),
	PHRASE("sent from mobile", 0),
	PHRASE("sent from outlook", 0),
	PHRASE("sent from windows mail", 0),
	PHRASE("sent from mailbox", 0),
	PHRASE("sent from yahoo", 0),
	PHRASE("sent from samsung", 0),
	PHRASE("sent from proton", 0),
	PHRASE("sent from typeapp", 0),
	PHRASE("sent from gmail", 0),
	PHRASE("sent via", 0),
	PHRASE("sent by galaxy", 0),
	PHRASE("sent with", 0),
	PHRASE("from my iphone", 0),
	PHRASE("via mobile", 0),
	PHRASE("via iphone", 0),
	PHRASE("via android", 0),
	PHRASE("get outlook for", 0),
	PHRASE("gesendet von", 0),
	PHRASE("von meinem", 0),
	PHRASE("diese nachricht wurde von meinem", 0),
	PHRASE("enviado desde mi", 0),
	PHRASE("enviado do meu", 0),
	PHRASE("inviato da iphone", 0),
	PHRASE("inviato dal mio", 0),
	PHRASE("verzonden vanaf mijn", 0),
	PHRASE("verstuurd vanaf mijn", 0),
	PHRASE("verzonden met", 0),
	PHRASE("sendt fra min", 0),
	PHRASE("skickat fran min", 0),
};

static const struct phrase excuses[] = {
	PHRASE("excuse", 0),  PHRASE("pardon", 0), PHRASE("forgive", 0), PHRASE("typos", 0),
	PHRASE("brevity", 0), PHRASE("desole", 0), PHRASE("fautes", 0),
};

/* What people write below their name. */
static const struct phrase roles[] = {
	PHRASE("account", 0),       PHRASE("administrateur", 0),
	PHRASE("administrator", 0), PHRASE("administratrice", 0),
	PHRASE("analyst", 0),       PHRASE("analyste", 0),
	PHRASE("architect", 0),     PHRASE("architecte", 0),
	PHRASE("assistant", 0),     PHRASE("assistante", 0),
	PHRASE("ceo", 0),           PHRASE("charge d'affaires", 0),
	PHRASE("charge de", 0),     PHRASE("chargee de", 0),
	PHRASE("chef de", 0),       PHRASE("cheffe de", 0),
	PHRASE("cio", 0),           PHRASE("comptable", 0),
	PHRASE("conseiller", 0),    PHRASE("conseillere", 0),
	PHRASE("consultant", 0),    PHRASE("consultante", 0),
	PHRASE("coordinateur", 0),  PHRASE("coordinator", 0),
	PHRASE("coordinatrice", 0), PHRASE("cto", 0),
	PHRASE("developer", 0),     PHRASE("developpeur", 0),
	PHRASE("developpeuse", 0),  PHRASE("directeur", 0),
	PHRASE("director", 0),      PHRASE("direction", 0),
	PHRASE("directrice", 0),    PHRASE("dsi", 0),
	PHRASE("engineer", 0),      PHRASE("gerant", 0),
	PHRASE("gerante", 0),       PHRASE("gestionnaire", 0),
	PHRASE("head of", 0),       PHRASE("ingenieur", 0),
	PHRASE("ingenieure", 0),    PHRASE("manager", 0),
	PHRASE("officer", 0),       PHRASE("president", 0),
	PHRASE("presidente", 0),    PHRASE("representative", 0),
	PHRASE("responsable", 0),   PHRASE("secretaire", 0),
	PHRASE("service", 0),       PHRASE("specialist", 0),
	PHRASE("support", 0),       PHRASE("technicien", 0),
	PHRASE("technicienne", 0),  PHRASE("technician", 0),
};

/* Behind "-- " a saying may stand, but not a page. */
static bool is_delimited_tail(const struct lines *lines, guint from, guint to)
{
	return lines_filled(lines, from, to, DELIMITED_LINES + 1) <= DELIMITED_LINES;
}

static bool is_signature_delimiter(const struct line *line)
{
	const char *end = line->start + line->length;

	return line->length >= 2 && memcmp(end - 2, "--", 2) == 0 &&
	       (line->length == 2 || (line->length == 3 && line->start[0] == ' '));
}

static bool is_short_rule(const struct line *line)
{
	static const char *const marks[] = {
		"\xe2\x80\x94", /* em dash */
		"\xe2\x80\x93", /* en dash */
		"\xe1\x90\xa7", /* the mark of a mail tracker */
	};

	for (gsize i = 0; line->length == 3 && i < G_N_ELEMENTS(marks); i++)
		if (memcmp(line->start, marks[i], 3) == 0)
			return true;
	return line_is_rule(line) || (line->length == 2 && memcmp(line->start, "__", 2) == 0);
}

/* What stands behind the sign-off of a telephone is the other's mail without a mark. */
static bool is_sign_off(const struct line *line)
{
	char folded[FOLDED];
	const struct phrase *phrase;
	const char *comma, *word = line_word(line, 0);

	if (line->length > SIGN_OFF_LONGEST ||
	    (!g_ascii_isalpha(*word) && strchr("(<*[_", *word) == NULL))
		return false;
	fold_line(line, folded, sizeof(folded));
	phrase = phrase_at(folded, sign_offs, G_N_ELEMENTS(sign_offs));
	if (phrase == NULL)
		return false;
	comma = strpbrk(folded + phrase->length, ",.!?");
	if (comma == NULL || line_words(line, CLOSING_WORDS) < CLOSING_WORDS)
		return true;
	return strchr(folded, '<') != NULL ||
	       phrase_within(comma, excuses, G_N_ELEMENTS(excuses)) != NULL;
}

static bool is_capital(const char *word, const char *end)
{
	gunichar character = g_utf8_get_char_validated(word, end - word);

	return character < (gunichar)-2 && g_unichar_isupper(character);
}

/* A first and a last name and nothing else: two to four words with capitals. */
static bool is_full_name(const struct line *line)
{
	guint words = line_words(line, FULL_NAME_WORDS + 1);

	for (guint32 i = 0; i < line->length; i++)
		if (strchr("0123456789.,;:!?()@/", line->start[i]) != NULL)
			return false;
	for (guint i = 0; i < words; i++)
		if (!is_capital(line_word(line, i), line->start + line->length))
			return false;
	return words > 1 && words <= FULL_NAME_WORDS;
}

/* A sign-off takes the name above it, when that stands behind an empty line and other words. */
static guint name_start(const struct lines *lines, struct region region, guint at)
{
	guint name = at - 1;

	if (at < region.from + 2 || lines->at[name].kind != LINE_OWN ||
	    lines->at[name - 1].kind != LINE_BLANK || !is_full_name(&lines->at[name]))
		return at;
	return lines_filled(lines, region.from, name, 1) > 0 ? name : at;
}

/* Line that a delimiter or a sign-off at `at` cuts from, region.to when it is none. */
static guint delimiter_start(const struct lines *lines, struct region region, guint at)
{
	const struct line *line = &lines->at[at];
	bool begins = false;

	if (is_sign_off(line))
		return name_start(lines, region, at);
	if (is_signature_delimiter(line))
		begins = is_delimited_tail(lines, at + 1, region.to);
	else if (is_short_rule(line))
		begins = lines_are_signature(lines, at + 1, region.to);
	return begins ? at : region.to;
}

typedef guint (*tail_reader)(const struct lines *lines, struct region region, guint at);
/* First line of a signature that is the last paragraph, which ends before `end`; `end` when it
 * is none. */
typedef guint (*paragraph_reader)(const struct lines *lines, struct region region, guint end);

/* A last paragraph that is a visiting card: short lines, two at least of them contacts, the
 * first a name. */
static guint card_start(const struct lines *lines, struct region region, guint end)
{
	guint start = end, contacts = 0;

	while (start > region.from && end - start <= CONTACT_LINES &&
	       lines->at[start - 1].kind == LINE_OWN)
		start--;
	if (end - start > CONTACT_LINES || start == end || line_is_contact(&lines->at[start]) ||
	    !line_is_name(&lines->at[start]))
		return end;
	for (guint i = start; i < end; i++)
		contacts += line_is_contact(&lines->at[i]);
	if (contacts < CONTACT_LEAST || !lines_are_signature(lines, start, end))
		return end;
	return start;
}

static guint last_own(const struct lines *lines, struct region region)
{
	guint end = region.to;

	while (end > region.from && lines->at[end - 1].kind != LINE_OWN)
		end--;
	return end;
}

static bool is_role(const struct line *line)
{
	char folded[FOLDED];

	fold_line(line, folded, sizeof(folded));
	return phrase_within(folded, roles, G_N_ELEMENTS(roles)) != NULL;
}

/* Words that announce what follows: it is no signature. */
static bool is_announced(const struct lines *lines, guint at)
{
	while (at > 0 && lines->at[at - 1].kind == LINE_BLANK)
		at--;
	return at == 0 || lines->at[at - 1].kind != LINE_OWN ||
	       strchr(":?,", lines->at[at - 1].start[lines->at[at - 1].length - 1]) != NULL;
}

/* A last paragraph that is a first and a last name, and what its owner does below. */
static guint names_start(const struct lines *lines, struct region region, guint end)
{
	guint start = end;

	while (start > region.from && end - start <= NAME_LINES &&
	       lines->at[start - 1].kind == LINE_OWN)
		start--;
	if (end - start > NAME_LINES || start == end || !is_full_name(&lines->at[start]) ||
	    is_announced(lines, start) || !lines_are_signature(lines, start, end))
		return end;
	for (guint i = start + 1; i < end; i++)
		if (!is_role(&lines->at[i]) && !line_is_contact(&lines->at[i]))
			return end;
	return start;
}

/* Unless it is all there is. */
static void mark_paragraph(struct lines *lines, struct region region, paragraph_reader reader)
{
	guint end = last_own(lines, region);
	guint start = reader(lines, region, end);

	if (start < end && lines_filled(lines, region.from, start, 1) > 0)
		lines_mark(lines, start, end, LINE_CUT);
}

/* Rules of signs and stray marks that are left at the end. */
static void mark_trailing_rules(struct lines *lines, struct region region)
{
	guint end = last_own(lines, region);

	while (end > region.from &&
	       (lines->at[end - 1].kind != LINE_OWN || is_short_rule(&lines->at[end - 1]) ||
		is_signature_delimiter(&lines->at[end - 1]))) {
		lines_mark(lines, end - 1, end, LINE_CUT);
		end--;
	}
}

static bool is_fence(const struct line *line)
{
	return line->length >= 3 && memcmp(line->start, "```", 3) == 0;
}

/* First line of the region's end that may belong to a signature: a rule within a block of code
 * is code. */
static guint window_start(const struct lines *lines, struct region region)
{
	guint start = region.to;

	while (start > region.from && region.to - start < WINDOW_LINES &&
	       !is_fence(&lines->at[start - 1]))
		start--;
	return start;
}

/* Cuts from the first line of the window that the reader says; the region becomes shorter. */
static void mark_tail(struct lines *lines, struct region *region, tail_reader reader)
{
	guint start;

	region->to = last_own(lines, *region);
	for (guint i = window_start(lines, *region); i < region->to; i++) {
		if (lines->at[i].kind != LINE_OWN)
			continue;
		start = reader(lines, *region, i);
		if (start == region->to)
			continue;
		lines_mark(lines, start, region->to, LINE_CUT);
		region->to = start;
		return;
	}
}

void signature_mark(struct lines *lines, struct region region)
{
	mark_tail(lines, &region, delimiter_start);
	mark_tail(lines, &region, closing_start);
	mark_paragraph(lines, region, card_start);
	mark_paragraph(lines, region, names_start);
	mark_trailing_rules(lines, region);
}
