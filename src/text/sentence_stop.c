/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Whether a full stop ends a sentence: the word before it (abbreviation, initial, figure) and
 * the first letter behind it decide, the two features that carry most of the weight in the
 * learnt splitters (Palmer and Hearst 1997; Kiss and Strunk 2006). A stop within a word, as in
 * versions, names of hosts and addresses, ends nothing, unless a new word was merely glued to
 * it. */
#include "text/sentences-internal.h"

#include <string.h>

#include "text/own_text-internal.h"

#define WORD_BYTES  24u /* of the word before a stop that are looked at */
#define NEAR_BYTES  16u /* of blanks and signs before the first letter behind it */
#define LIST_DIGITS 2u  /* of a number that takes a stop: "le 3. mars" */

enum abbreviation {
	GOES_ON,  /* a name or a number follows */
	MAY_END,  /* ends a sentence when a capital follows */
	NUMBERED, /* an abbreviation before a number only */
};

static const struct phrase abbreviations[] = {
	PHRASE("al", MAY_END),    PHRASE("approx", GOES_ON), PHRASE("apr", MAY_END),
	PHRASE("art", NUMBERED),  PHRASE("attn", GOES_ON),   PHRASE("aug", MAY_END),
	PHRASE("av", GOES_ON),    PHRASE("avr", MAY_END),    PHRASE("bd", GOES_ON),
	PHRASE("bld", GOES_ON),   PHRASE("ca", NUMBERED),    PHRASE("cf", GOES_ON),
	PHRASE("chap", GOES_ON),  PHRASE("co", MAY_END),     PHRASE("col", GOES_ON),
	PHRASE("corp", MAY_END),  PHRASE("dec", MAY_END),    PHRASE("dept", MAY_END),
	PHRASE("dim", MAY_END),   PHRASE("dr", GOES_ON),     PHRASE("e.g", GOES_ON),
	PHRASE("eg", GOES_ON),    PHRASE("env", GOES_ON),    PHRASE("etc", MAY_END),
	PHRASE("ets", GOES_ON),   PHRASE("ex", GOES_ON),     PHRASE("fax", NUMBERED),
	PHRASE("feb", MAY_END),   PHRASE("fevr", MAY_END),   PHRASE("fig", GOES_ON),
	PHRASE("fri", MAY_END),   PHRASE("h", MAY_END),      PHRASE("hrs", MAY_END),
	PHRASE("i.e", GOES_ON),   PHRASE("ie", GOES_ON),     PHRASE("inc", MAY_END),
	PHRASE("int", MAY_END),   PHRASE("jan", MAY_END),    PHRASE("janv", MAY_END),
	PHRASE("jeu", NUMBERED),  PHRASE("jr", MAY_END),     PHRASE("juil", MAY_END),
	PHRASE("lun", MAY_END),   PHRASE("ltd", MAY_END),    PHRASE("max", MAY_END),
	PHRASE("mer", NUMBERED),  PHRASE("min", MAY_END),    PHRASE("mlle", GOES_ON),
	PHRASE("mlles", GOES_ON), PHRASE("mm", GOES_ON),     PHRASE("mme", GOES_ON),
	PHRASE("mmes", GOES_ON),  PHRASE("mon", NUMBERED),   PHRASE("mr", GOES_ON),
	PHRASE("mrs", GOES_ON),   PHRASE("ms", GOES_ON),     PHRASE("n", GOES_ON),
	PHRASE("n.", GOES_ON),    PHRASE("no", NUMBERED),    PHRASE("nos", NUMBERED),
	PHRASE("nov", MAY_END),   PHRASE("num", NUMBERED),   PHRASE("oct", MAY_END),
	PHRASE("p", GOES_ON),     PHRASE("p.ex", GOES_ON),   PHRASE("pp", GOES_ON),
	PHRASE("pr", GOES_ON),    PHRASE("prof", GOES_ON),   PHRASE("ref", GOES_ON),
	PHRASE("resp", MAY_END),  PHRASE("sam", NUMBERED),   PHRASE("sat", NUMBERED),
	PHRASE("sec", MAY_END),   PHRASE("sect", GOES_ON),   PHRASE("sept", NUMBERED),
	PHRASE("serv", MAY_END),  PHRASE("sr", MAY_END),     PHRASE("st", GOES_ON),
	PHRASE("ste", GOES_ON),   PHRASE("sun", NUMBERED),   PHRASE("tel", NUMBERED),
	PHRASE("thu", MAY_END),   PHRASE("tue", MAY_END),    PHRASE("ven", MAY_END),
	PHRASE("vol", NUMBERED),  PHRASE("vs", GOES_ON),     PHRASE("wed", MAY_END),
};

/* What the first letter behind a mark is. */
enum next {
	NEXT_END, /* of the text */
	NEXT_LOWER,
	NEXT_UPPER,
	NEXT_DIGIT,
	NEXT_SIGN,
};

static bool is_mark(gunichar character)
{
	static const gunichar marks[] = {'.',    '!',    '?',    0x2026, 0x203C, 0x2047, 0x2048,
					 0x2049, 0x061F, 0x3002, 0xFF01, 0xFF0E, 0xFF1F};

	for (gsize i = 0; i < G_N_ELEMENTS(marks); i++)
		if (character == marks[i])
			return true;
	return false;
}

struct run {
	gsize end;       /* behind the marks and what they close */
	guint stops;     /* full stops, three for an ellipsis */
	bool loud;       /* holds a mark that is no full stop */
	bool closes;     /* a quotation or a bracket */
	gsize marks_end; /* behind the marks alone */
};

static void read_marks(struct text text, gsize at, struct run *run)
{
	gsize bytes;
	gunichar character;

	while (is_mark(character = text_character(text, at, &bytes))) {
		if (character == '.' || character == 0xFF0E)
			run->stops++;
		else if (character == 0x2026)
			run->stops += 3;
		else
			run->loud = true;
		at += bytes;
	}
	run->end = run->marks_end = at;
}

/* French sets a space before the mark that closes a quotation. */
static void read_closings(struct text text, struct run *run)
{
	gsize bytes, blank;

	while (run->end < text.length) {
		blank = text_blank(text, run->end, false);
		if (blank > 3 ||
		    (blank > 0 && text_character(text, run->end + blank, &bytes) != 0xBB))
			blank = 0;
		if (!text_is_closing(text_character(text, run->end + blank, &bytes)))
			return;
		run->end += blank + bytes;
		run->closes = true;
	}
}

static enum next next_kind(struct text text, gsize at)
{
	gsize bytes, stop = MIN(text.length, at + NEAR_BYTES);
	gunichar character = 0;

	while (at < stop) {
		at += text_blank(text, at, true);
		character = text_character(text, at, &bytes);
		if (!text_is_opening(character))
			break;
		at += bytes;
	}
	if (character == 0)
		return NEXT_END;
	if (g_unichar_isdigit(character))
		return NEXT_DIGIT;
	if (g_unichar_isupper(character))
		return NEXT_UPPER;
	return g_unichar_islower(character) ? NEXT_LOWER : NEXT_SIGN;
}

/* The folded word that ends at `at`; a word longer than WORD_BYTES is not looked at. */
static gsize word_before(struct text text, gsize from, gsize at, char *word, gsize size)
{
	gsize start = at;

	while (start > from && at - start <= WORD_BYTES &&
	       !g_ascii_isspace(text.at[start - 1]) &&
	       strchr("(['\"/,;:", text.at[start - 1]) == NULL)
		start--;
	if (at - start > WORD_BYTES)
		return 0;
	return fold_text(text.at + start, at - start, word, size);
}

static const struct phrase *abbreviation_of(const char *word, gsize length)
{
	for (gsize i = 0; i < G_N_ELEMENTS(abbreviations); i++)
		if (abbreviations[i].length == length &&
		    memcmp(abbreviations[i].text, word, length) == 0)
			return &abbreviations[i];
	return NULL;
}

/* "h", "p.m", "S.A": letters one by one. */
static bool is_initials(const char *word, gsize length)
{
	for (gsize i = 0; i < length; i++)
		if (i % 2 == 0 ? !g_ascii_isalpha(word[i]) : word[i] != '.')
			return false;
	return length % 2 == 1;
}

/* "J. Dupont": one capital. */
static bool is_initial(struct text text, gsize from, gsize at)
{
	return at > from && g_ascii_isupper(text.at[at - 1]) &&
	       (at - 1 == from || strchr(" .-\n(", text.at[at - 2]) != NULL);
}

/* What a single stop between a word and a blank does. */
static bool stop_ends(const char *word, gsize length, enum next next)
{
	const struct phrase *abbreviation = abbreviation_of(word, length);
	bool goes_on = next == NEXT_LOWER || next == NEXT_DIGIT;

	if (length == 0 || next == NEXT_END)
		return true;
	if (abbreviation != NULL && abbreviation->kind == GOES_ON)
		return false;
	if (abbreviation != NULL && abbreviation->kind == NUMBERED)
		return next != NEXT_DIGIT;
	if (abbreviation != NULL || is_initials(word, length))
		return !goes_on;
	return next != NEXT_LOWER || length > LIST_DIGITS ||
	       strspn(word, "0123456789") != length;
}

/* "cloture.Merci de": a small word, the stop, and a capital with small letters up to a blank.
 */
static bool is_glued(struct text text, gsize from, gsize at)
{
	gsize before = at, behind = at + 1, bytes;

	while (before > from && at - before < WORD_BYTES &&
	       (g_ascii_islower(text.at[before - 1]) || (guchar)text.at[before - 1] >= 0x80))
		before--;
	if (at - before < 2 || (before > from && !g_ascii_isspace(text.at[before - 1])) ||
	    !g_unichar_isupper(text_character(text, behind, &bytes)))
		return false;
	behind += bytes;
	while (behind < text.length && behind - at < WORD_BYTES &&
	       (g_ascii_islower(text.at[behind]) || (guchar)text.at[behind] >= 0x80))
		behind++;
	return behind - at > 2 && behind < text.length && strchr(" ,'\n", text.at[behind]);
}

static bool run_ends(struct text text, gsize from, gsize at, const struct run *run)
{
	char word[WORD_BYTES + 1];
	enum next next = next_kind(text, run->end);

	if (run->loud || (run->stops > 1 && run->closes))
		return !run->closes || next != NEXT_LOWER;
	if (run->stops > 1)
		return next != NEXT_LOWER && next != NEXT_DIGIT;
	if (run->closes)
		return next != NEXT_LOWER;
	return !is_initial(text, from, at) &&
	       stop_ends(word, word_before(text, from, at, word, sizeof(word)), next);
}

gsize sentence_stop(struct text text, gsize from, gsize at, bool *ends)
{
	struct run run = {0};

	*ends = false;
	read_marks(text, at, &run);
	if (run.end == at) {
		text_character(text, at, &run.end);
		return at + run.end;
	}
	read_closings(text, &run);
	if (run.end == text.length || text_blank(text, run.end, true) > 0) {
		*ends = run_ends(text, from, at, &run);
		return run.end;
	}
	*ends = run.stops == 1 && !run.loud && !run.closes && is_glued(text, from, at);
	return run.marks_end;
}
