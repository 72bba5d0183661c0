/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Closing formulas: "Cordialement," and its kin end a mail by themselves, a whole sentence of
 * wishes does so with its paragraph, and thanks do only above a name, because "merci" is also
 * the first word of a request. What follows must look like a signature, else nothing ends. */
#include "text/own_text-internal.h"

#include <string.h>

#define FOLDED          64u
#define CLOSING_LONGEST 60u
#define CLOSING_WORDS   7u
#define THANKS_WORDS    4u
#define NAME_WORDS      6u

enum closing {
	CLOSING_FORMULA,  /* ends a mail by itself */
	CLOSING_SENTENCE, /* the same, as a whole sentence */
	CLOSING_THANKS,   /* ends it only above a name */
};

static const struct phrase closings[] = {
	PHRASE("cordialement", CLOSING_FORMULA),
	PHRASE("bien cordialement", CLOSING_FORMULA),
	PHRASE("tres cordialement", CLOSING_FORMULA),
	PHRASE("cordialemnt", CLOSING_FORMULA),
	PHRASE("cdlt", CLOSING_FORMULA),
	PHRASE("cdt", CLOSING_FORMULA),
	PHRASE("cordiales salutations", CLOSING_FORMULA),
	PHRASE("salutations", CLOSING_FORMULA),
	PHRASE("sinceres salutations", CLOSING_FORMULA),
	PHRASE("meilleures salutations", CLOSING_FORMULA),
	PHRASE("avec mes salutations", CLOSING_FORMULA),
	PHRASE("avec nos salutations", CLOSING_FORMULA),
	PHRASE("avec nos cordiales salutations", CLOSING_FORMULA),
	PHRASE("avec mes cordiales salutations", CLOSING_FORMULA),
	PHRASE("avec mes sinceres salutations", CLOSING_FORMULA),
	PHRASE("bien a vous", CLOSING_FORMULA),
	PHRASE("bien a toi", CLOSING_FORMULA),
	PHRASE("sincerement", CLOSING_FORMULA),
	PHRASE("bien sincerement", CLOSING_FORMULA),
	PHRASE("respectueusement", CLOSING_FORMULA),
	PHRASE("amicalement", CLOSING_FORMULA),
	PHRASE("bien amicalement", CLOSING_FORMULA),
	PHRASE("amities", CLOSING_FORMULA),
	PHRASE("a votre disposition", CLOSING_FORMULA),
	PHRASE("je vous prie d'agreer", CLOSING_SENTENCE),
	PHRASE("je vous prie de croire", CLOSING_SENTENCE),
	PHRASE("je vous prie de recevoir", CLOSING_SENTENCE),
	PHRASE("nous vous prions d'agreer", CLOSING_SENTENCE),
	PHRASE("nous vous prions de croire", CLOSING_SENTENCE),
	PHRASE("veuillez agreer", CLOSING_SENTENCE),
	PHRASE("veuillez recevoir", CLOSING_SENTENCE),
	PHRASE("veuillez croire", CLOSING_SENTENCE),
	PHRASE("regards", CLOSING_FORMULA),
	PHRASE("best regards", CLOSING_FORMULA),
	PHRASE("kind regards", CLOSING_FORMULA),
	PHRASE("warm regards", CLOSING_FORMULA),
	PHRASE("warmest regards", CLOSING_FORMULA),
	PHRASE("with regards", CLOSING_FORMULA),
	PHRASE("with best regards", CLOSING_FORMULA),
	PHRASE("with kind regards", CLOSING_FORMULA),
	PHRASE("thanks and regards", CLOSING_FORMULA),
	PHRASE("thanks & regards", CLOSING_FORMULA),
	PHRASE("best wishes", CLOSING_FORMULA),
	PHRASE("all the best", CLOSING_FORMULA),
	PHRASE("sincerely", CLOSING_FORMULA),
	PHRASE("yours sincerely", CLOSING_FORMULA),
	PHRASE("sincerely yours", CLOSING_FORMULA),
	PHRASE("yours faithfully", CLOSING_FORMULA),
	PHRASE("yours truly", CLOSING_FORMULA),
	PHRASE("respectfully", CLOSING_FORMULA),
	PHRASE("mit freundlichen grussen", CLOSING_FORMULA),
	PHRASE("freundliche grusse", CLOSING_FORMULA),
	PHRASE("viele grusse", CLOSING_FORMULA),
	PHRASE("beste grusse", CLOSING_FORMULA),
	PHRASE("saludos", CLOSING_FORMULA),
	PHRASE("un saludo", CLOSING_FORMULA),
	PHRASE("cordiali saluti", CLOSING_FORMULA),
	PHRASE("distinti saluti", CLOSING_FORMULA),
	PHRASE("met vriendelijke groet", CLOSING_FORMULA),
	PHRASE("met vriendelijke groeten", CLOSING_FORMULA),
	PHRASE("atenciosamente", CLOSING_FORMULA),
	PHRASE("merci", CLOSING_THANKS),
	PHRASE("un grand merci", CLOSING_THANKS),
	PHRASE("avec mes remerciements", CLOSING_THANKS),
	PHRASE("bonne journee", CLOSING_THANKS),
	PHRASE("bonne soiree", CLOSING_THANKS),
	PHRASE("bonne reception", CLOSING_THANKS),
	PHRASE("bon week-end", CLOSING_THANKS),
	PHRASE("a bientot", CLOSING_THANKS),
	PHRASE("thanks", CLOSING_THANKS),
	PHRASE("thank you", CLOSING_THANKS),
	PHRASE("many thanks", CLOSING_THANKS),
	PHRASE("thx", CLOSING_THANKS),
	PHRASE("cheers", CLOSING_THANKS),
	PHRASE("best", CLOSING_THANKS),
	PHRASE("yours", CLOSING_THANKS),
	PHRASE("have a nice day", CLOSING_THANKS),
};

/* What may stand behind thanks that close a mail: "merci de votre aide" goes on. */
static const struct phrase amounts[] = {
	PHRASE("beaucoup", 0),    PHRASE("d'avance", 0), PHRASE("par avance", 0),
	PHRASE("encore", 0),      PHRASE("bien", 0),     PHRASE("a tous", 0),
	PHRASE("a vous", 0),      PHRASE("a toi", 0),    PHRASE("et bonne journee", 0),
	PHRASE("again", 0),       PHRASE("so much", 0),  PHRASE("very much", 0),
	PHRASE("in advance", 0),  PHRASE("a lot", 0),    PHRASE("all", 0),
	PHRASE("and regards", 0),
};

/* A closing sentence wishes one of these; "veuillez recevoir le certificat" does not. */
static const struct phrase wishes[] = {
	PHRASE("salutations", 0),   PHRASE("expression", 0),   PHRASE("sentiments", 0),
	PHRASE("consideration", 0), PHRASE("assurance de", 0), PHRASE("hommages", 0),
};

static guint phrase_words(const struct phrase *phrase)
{
	guint words = 1;

	for (guint i = 0; i < phrase->length; i++)
		words += phrase->text[i] == ' ';
	return words;
}

/* Nothing behind the formula, a mark, or a name: not the rest of a sentence. */
static bool formula_stands_alone(const struct line *line, const struct phrase *phrase,
				 const char *rest)
{
	const char *word = line_word(line, phrase_words(phrase));

	if (*rest == '\0' || strchr(",.!;:-", *rest) != NULL)
		return line_words(line, CLOSING_WORDS + 1) <= CLOSING_WORDS;
	return (word == NULL || !g_ascii_islower(*word)) &&
	       line_words(line, CLOSING_WORDS) < CLOSING_WORDS;
}

/* "Veuillez", "Je", "Nous": the others are short. */
static bool may_be_closing_sentence(const struct line *line)
{
	const char *word = line_word(line, 0);

	return strchr("VJNvjn", *word) != NULL || !g_ascii_isalpha(*word);
}

static bool thanks_stand_alone(const struct line *line, const char *rest)
{
	while (*rest == ' ')
		rest++;
	if (*rest == '?' || line_words(line, THANKS_WORDS + 1) > THANKS_WORDS)
		return false;
	return !g_unichar_isalnum(g_utf8_get_char(rest)) ||
	       phrase_at(rest, amounts, G_N_ELEMENTS(amounts)) != NULL;
}

static const struct phrase *closing_of(const struct line *line)
{
	char folded[FOLDED];
	const struct phrase *phrase;
	const char *rest;

	if (line->length > CLOSING_LONGEST && !may_be_closing_sentence(line))
		return NULL;
	fold_line(line, folded, sizeof(folded));
	phrase = phrase_at(folded, closings, G_N_ELEMENTS(closings));
	if (phrase == NULL || phrase->kind == CLOSING_SENTENCE)
		return phrase;
	rest = folded + phrase->length;
	if (phrase->kind == CLOSING_THANKS)
		return thanks_stand_alone(line, rest) ? phrase : NULL;
	return formula_stands_alone(line, phrase, rest) ? phrase : NULL;
}

/* The line behind a closing sentence, which takes its whole paragraph; beyond the region
 * when it wishes nothing. */
static guint closing_sentence_end(const struct lines *lines, struct region region, guint at)
{
	char folded[FOLDED];
	bool wishes_seen = false;

	while (at < region.to && lines->at[at].kind == LINE_OWN) {
		fold_line(&lines->at[at++], folded, sizeof(folded));
		wishes_seen = wishes_seen ||
			      phrase_within(folded, wishes, G_N_ELEMENTS(wishes)) != NULL;
		if (wishes_seen && line_words(&lines->at[at - 1], NAME_WORDS + 1) <= NAME_WORDS)
			break;
	}
	return wishes_seen ? at : region.to + 1;
}

static guint closing_end(const struct lines *lines, struct region region, guint at, int kind)
{
	return kind == CLOSING_SENTENCE ? closing_sentence_end(lines, region, at) : at + 1;
}

guint closing_start(const struct lines *lines, struct region region, guint at)
{
	const struct phrase *closing = closing_of(&lines->at[at]);
	guint end, next;

	if (closing == NULL)
		return region.to;
	end = closing_end(lines, region, at, closing->kind);
	if (end > region.to || !lines_are_signature(lines, end, region.to))
		return region.to;
	if (closing->kind != CLOSING_THANKS)
		return at;
	next = lines_next_filled(lines, end);
	if (next >= region.to || !line_is_name(&lines->at[next]))
		return region.to;
	return lines_filled(lines, region.from, at, 1) > 0 ? at : next;
}
