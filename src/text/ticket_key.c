/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The ticket a subject names, as the ticket's own tool writes its number: ServiceNow
 * ("INC0012345"), trackers with a project ("PROJ-123"), a number behind '#' or behind a word
 * ("ticket n° 4512"). Norms and versions that look like a project's key are known. */
#include "text/own_text.h"

#include <string.h>

#include "text/own_text-internal.h"

#define FOLDED        2048u
#define DIGITS_LEAST  3u /* of a number behind '#' or a word */
#define DIGITS_MOST   12u
#define RECORD_DIGITS 5u  /* of a ServiceNow record */
#define PROJECT_MOST  10u /* letters */

static const struct phrase words[] = {
	PHRASE("ticket", 0),
	PHRASE("tickets", 0),
	PHRASE("incident", 0),
	PHRASE("demande", 0),
	PHRASE("dossier", 0),
	PHRASE("intervention", 0),
	PHRASE("appel", 0),
	PHRASE("case", 0),
	PHRASE("request", 0),
	PHRASE("issue", 0),
	PHRASE("bug", 0),
	PHRASE("glpi", 0),
	PHRASE("reference ticket", 0),
	PHRASE("ref ticket", 0),
};

/* What may stand between the word and its number. */
static const struct phrase links[] = {
	PHRASE("numero", 0), PHRASE("no", 0),  PHRASE("num", 0), PHRASE("number", 0),
	PHRASE("id", 0),     PHRASE("ref", 0), PHRASE("n", 0),
};

static const struct phrase records[] = {
	PHRASE("inc", 0),  PHRASE("req", 0), PHRASE("ritm", 0), PHRASE("sctask", 0),
	PHRASE("task", 0), PHRASE("chg", 0), PHRASE("prb", 0),  PHRASE("cs", 0),
	PHRASE("sr", 0),   PHRASE("kb", 0),
};

static const char *const norms[] = {"utf", "iso",     "sha", "rfc",    "covid", "cve", "cp",
				    "en",  "nf",      "md",  "aes",    "rsa",   "tls", "http",
				    "usb", "windows", "win", "office", "ipv",   "nis"};

static gsize digits_at(const char *text)
{
	gsize digits = 0;

	while (g_ascii_isdigit(text[digits]))
		digits++;
	return digits;
}

static bool ends_word(char byte)
{
	return !g_ascii_isalnum(byte) && byte != '_' && byte != '-';
}

/* The number without the zeros before it: the tool's table holds none. */
static char *number_at(const char *text)
{
	gsize digits = digits_at(text);

	if (digits < DIGITS_LEAST || digits > DIGITS_MOST || !ends_word(text[digits]))
		return NULL;
	while (digits > 1 && *text == '0') {
		text++;
		digits--;
	}
	return g_strndup(text, digits);
}

static const char *skip_links(const char *text)
{
	const struct phrase *link;

	text += strspn(text, " :-");
	link = phrase_at(text, links, G_N_ELEMENTS(links));
	if (link != NULL)
		text += link->length;
	return text + strspn(text, " :.#-");
}

static char *worded_number(const char *word)
{
	const struct phrase *found = phrase_at(word, words, G_N_ELEMENTS(words));

	return found != NULL ? number_at(skip_links(word + found->length)) : NULL;
}

static char *record_at(const char *word)
{
	gsize letters = 0, digits;

	while (g_ascii_isalpha(word[letters]))
		letters++;
	digits = digits_at(word + letters);
	if (digits < RECORD_DIGITS || digits > DIGITS_MOST ||
	    !ends_word(word[letters + digits]))
		return NULL;
	for (gsize i = 0; i < G_N_ELEMENTS(records); i++)
		if (records[i].length == letters &&
		    strncmp(word, records[i].text, letters) == 0)
			return g_ascii_strup(word, (gssize)(letters + digits));
	return NULL;
}

static bool is_norm(const char *word, gsize letters)
{
	for (gsize i = 0; i < G_N_ELEMENTS(norms); i++)
		if (strlen(norms[i]) == letters && strncmp(word, norms[i], letters) == 0)
			return true;
	return false;
}

/* "PROJ-123": the letters must be capitals in the subject as it is written. */
static char *project_key_at(const char *written)
{
	g_autofree char *lower = NULL;
	gsize letters = 0, digits;

	while (g_ascii_isupper(written[letters]) ||
	       (letters > 0 && g_ascii_isdigit(written[letters])))
		letters++;
	if (letters < 2 || letters > PROJECT_MOST || written[letters] != '-')
		return NULL;
	digits = digits_at(written + letters + 1);
	if (digits == 0 || digits > 7 || !ends_word(written[letters + 1 + digits]))
		return NULL;
	lower = g_ascii_strdown(written, (gssize)letters);
	if (is_norm(lower, letters))
		return NULL;
	return g_strndup(written, letters + 1 + digits);
}

static bool begins_word(const char *text, const char *at)
{
	return at == text || (!g_ascii_isalnum(at[-1]) && at[-1] != '-' && at[-1] != '_' &&
			      (guchar)at[-1] < 0x80);
}

typedef char *(*key_reader)(const char *word);

static char *first_key(const char *text, key_reader reader)
{
	for (const char *at = text; *at != '\0'; at++) {
		char *key = begins_word(text, at) ? reader(at) : NULL;

		if (key != NULL)
			return key;
	}
	return NULL;
}

static char *hash_number(const char *word)
{
	return *word == '#' ? number_at(word + 1 + strspn(word + 1, " ")) : NULL;
}

char *own_text_ticket_key(const char *subject)
{
	static const key_reader readers[] = {record_at, hash_number, worded_number};
	g_autofree char *written = g_utf8_make_valid(subject, -1);
	char folded[FOLDED];
	char *key = NULL;

	fold_text(written, strlen(written), folded, sizeof(folded));
	for (gsize i = 0; key == NULL && i < G_N_ELEMENTS(readers); i++)
		key = first_key(folded, readers[i]);
	return key != NULL ? key : first_key(written, project_key_at);
}
