/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Does a text want an answer? A question mark that stands behind a word and outside addresses
 * and quoted words, or a form of request. Courtesies that only look like requests ("let me
 * know if you have any question", "veuillez trouver ci-joint") are left out by what follows. */
#include "text/own_text.h"

#include <string.h>

#include "base/limits.h"
#include "text/own_text-internal.h"

#define FOLDED_LONGEST (64u << 10)

enum form {
	FORM_FRENCH,
	FORM_ENGLISH,
};

static const struct phrase forms[] = {
	PHRASE("pouvez-vous", FORM_FRENCH),
	PHRASE("pouvez vous", FORM_FRENCH),
	PHRASE("pourriez-vous", FORM_FRENCH),
	PHRASE("pourriez vous", FORM_FRENCH),
	PHRASE("peux-tu", FORM_FRENCH),
	PHRASE("peux tu", FORM_FRENCH),
	PHRASE("pourrais-tu", FORM_FRENCH),
	PHRASE("pourrais tu", FORM_FRENCH),
	PHRASE("peut-on", FORM_FRENCH),
	PHRASE("pourrait-on", FORM_FRENCH),
	PHRASE("avez-vous", FORM_FRENCH),
	PHRASE("auriez-vous", FORM_FRENCH),
	PHRASE("savez-vous", FORM_FRENCH),
	PHRASE("comptez-vous", FORM_FRENCH),
	PHRASE("pensez-vous", FORM_FRENCH),
	PHRASE("est-ce que", FORM_FRENCH),
	PHRASE("est-il possible", FORM_FRENCH),
	PHRASE("serait-il possible", FORM_FRENCH),
	PHRASE("serait il possible", FORM_FRENCH),
	PHRASE("merci de", FORM_FRENCH),
	PHRASE("merci d'", FORM_FRENCH),
	PHRASE("je vous remercie de bien vouloir", FORM_FRENCH),
	PHRASE("veuillez", FORM_FRENCH),
	PHRASE("priere de", FORM_FRENCH),
	PHRASE("je vous prie de bien vouloir", FORM_FRENCH),
	PHRASE("je vous demande de", FORM_FRENCH),
	PHRASE("nous vous demandons de", FORM_FRENCH),
	PHRASE("ou en est", FORM_FRENCH),
	PHRASE("ou en sont", FORM_FRENCH),
	PHRASE("ou en etes", FORM_FRENCH),
	PHRASE("qu'en est-il", FORM_FRENCH),
	PHRASE("quid de", FORM_FRENCH),
	PHRASE("quid du", FORM_FRENCH),
	PHRASE("des nouvelles de", FORM_FRENCH),
	PHRASE("des nouvelles du", FORM_FRENCH),
	PHRASE("des nouvelles sur", FORM_FRENCH),
	PHRASE("des nouvelles concernant", FORM_FRENCH),
	PHRASE("dans l'attente de votre", FORM_FRENCH),
	PHRASE("dans l'attente d'un retour", FORM_FRENCH),
	PHRASE("dans l'attente de ta", FORM_FRENCH),
	PHRASE("en attente de votre retour", FORM_FRENCH),
	PHRASE("en attente d'un retour", FORM_FRENCH),
	PHRASE("en attente de votre reponse", FORM_FRENCH),
	PHRASE("j'attends votre", FORM_FRENCH),
	PHRASE("nous attendons votre", FORM_FRENCH),
	PHRASE("j'attends toujours", FORM_FRENCH),
	PHRASE("nous attendons toujours", FORM_FRENCH),
	PHRASE("tenez-moi", FORM_FRENCH),
	PHRASE("tenez-nous", FORM_FRENCH),
	PHRASE("dites-moi", FORM_FRENCH),
	PHRASE("dites-nous", FORM_FRENCH),
	PHRASE("dis-moi", FORM_FRENCH),
	PHRASE("faites-moi", FORM_FRENCH),
	PHRASE("s'il vous plait", FORM_FRENCH),
	PHRASE("svp", FORM_FRENCH),
	PHRASE("stp", FORM_FRENCH),
	PHRASE("could you", FORM_ENGLISH),
	PHRASE("can you", FORM_ENGLISH),
	PHRASE("would you", FORM_ENGLISH),
	PHRASE("will you", FORM_ENGLISH),
	PHRASE("do you have", FORM_ENGLISH),
	PHRASE("is it possible", FORM_ENGLISH),
	PHRASE("would it be possible", FORM_ENGLISH),
	PHRASE("please", FORM_ENGLISH),
	PHRASE("pls", FORM_ENGLISH),
	PHRASE("let me know", FORM_ENGLISH),
	PHRASE("let us know", FORM_ENGLISH),
	PHRASE("any news", FORM_ENGLISH),
	PHRASE("any update", FORM_ENGLISH),
	PHRASE("any updates", FORM_ENGLISH),
	PHRASE("kindly", FORM_ENGLISH),
	PHRASE("waiting for your", FORM_ENGLISH),
	PHRASE("await your", FORM_ENGLISH),
	PHRASE("looking forward to your reply", FORM_ENGLISH),
	PHRASE("looking forward to your answer", FORM_ENGLISH),
	PHRASE("get back to me", FORM_ENGLISH),
	PHRASE("get back to us", FORM_ENGLISH),
};

/* What follows a form and makes it a courtesy. */
static const struct phrase courtesies[] = {
	PHRASE("votre", 0),
	PHRASE("vos", 0),
	PHRASE("ton", 0),
	PHRASE("ta", 0),
	PHRASE("tes", 0),
	PHRASE("cette", 0),
	PHRASE("ce", 0),
	PHRASE("ces", 0),
	PHRASE("la part", 0),
	PHRASE("l'aide", 0),
	PHRASE("l'information", 0),
	PHRASE("l'interet", 0),
	PHRASE("avoir", 0),
	PHRASE("trouver", 0),
	PHRASE("agreer", 0),
	PHRASE("recevoir", 0),
	PHRASE("croire", 0),
	PHRASE("accepter", 0),
	PHRASE("noter", 0),
	PHRASE("excuser", 0),
	PHRASE("nous excuser", 0),
	PHRASE("if you have any", 0),
	PHRASE("if you have question", 0),
	PHRASE("if you need", 0),
	PHRASE("should you", 0),
	PHRASE("if there is any", 0),
	PHRASE("find attached", 0),
	PHRASE("find enclosed", 0),
	PHRASE("find the", 0),
	PHRASE("find below", 0),
	PHRASE("note that", 0),
	PHRASE("note", 0),
	PHRASE("be informed", 0),
	PHRASE("be advised", 0),
	PHRASE("accept my", 0),
	PHRASE("accept our", 0),
	PHRASE("do not hesitate", 0),
	PHRASE("don't hesitate", 0),
	PHRASE("feel free", 0),
	PHRASE("contact me if", 0),
	PHRASE("contact us if", 0),
};

static const struct phrase waits[] = {
	PHRASE("dans l'attente", 0), PHRASE("en attente", 0), PHRASE("j'attends", 0),
	PHRASE("nous attendons", 0), PHRASE("avez-vous", 0),  PHRASE("auriez-vous", 0),
};

static bool is_request(const char *folded, const char *language)
{
	const struct phrase *form = phrase_at(folded, forms, G_N_ELEMENTS(forms));
	const char *rest;

	if (form == NULL || (g_str_equal(language, "fr") && form->kind != FORM_FRENCH) ||
	    (g_str_equal(language, "en") && form->kind != FORM_ENGLISH))
		return false;
	if (phrase_at(folded, waits, G_N_ELEMENTS(waits)) != NULL)
		return true;
	rest = folded + form->length;
	while (*rest == ' ' || *rest == ',')
		rest++;
	return phrase_at(rest, courtesies, G_N_ELEMENTS(courtesies)) == NULL;
}

/* Whether a space follows the mark and what may close the sentence with it: it does not inside
 * an address of the web ("x.php?z=1"). *behind receives what follows. */
static bool ends_sentence(const char *mark, const char **behind)
{
	*behind = mark + strspn(mark, "?!)\"']*.");
	return **behind == ' ' || **behind == '\0';
}

static bool begins_word(const char *folded, const char *at)
{
	return g_ascii_isalpha(*at) && (at == folded || strchr(" (\"'-,;:.!", at[-1]) != NULL);
}

/* A quotation mark without its fellow in the paragraph opens nothing. */
static bool paragraph_asks(const char *folded, const char *language)
{
	bool quoted = false;
	const char *behind;

	for (const char *at = folded; *at != '\0'; at++) {
		if (*at == '"')
			quoted = !quoted && strchr(at + 1, '"') != NULL;
		if (quoted)
			continue;
		if (*at == '?' && at > folded) {
			if (ends_sentence(at, &behind))
				return true;
			at = behind - 1;
		} else if (begins_word(folded, at) && is_request(at, language)) {
			return true;
		}
	}
	return false;
}

/* Up to an empty line or a quoted one; a quoted line by itself. */
static gsize paragraph_length(const char *text, gsize length)
{
	const char *feed = memchr(text, '\n', length);

	while (feed != NULL && *text != '>') {
		const char *next = feed + 1;

		if (next == text + length || *next == '\n' || *next == '>')
			break;
		feed = memchr(next, '\n', (gsize)(text + length - next));
	}
	return feed != NULL ? (gsize)(feed - text) + 1 : length;
}

bool own_text_asks(const char *text, const char *language)
{
	g_autofree char *folded = g_malloc(FOLDED_LONGEST);
	gsize left = strnlen(text, LIMIT_OWN_TEXT);

	while (left > 0) {
		gsize length = paragraph_length(text, left);

		if (*text != '>') {
			fold_text(text, length, folded, FOLDED_LONGEST);
			if (paragraph_asks(folded, language))
				return true;
		}
		text += length;
		left -= length;
	}
	return false;
}
