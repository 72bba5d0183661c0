/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Subjects of a thread: reply and forward prefixes in the languages that mail programs write
 * (RFC 5256 names the English ones), list tags in brackets and "(fwd)" go. A bracket that holds
 * a digit stays: it names a ticket. */
#include "text/own_text.h"

#include <string.h>

#include "text/own_text-internal.h"

#define PREFIX_LONGEST 16u
#define TAG_LONGEST    48u

static const char *const prefixes[] = {
	"re", "tr", "fwd", "fw",  "ref", "rep", "aw", "wg", "antw",   "antwort", "sv",
	"vs", "rv", "res", "enc", "vb",  "odp", "r",  "i",  "doorst", "rif",     "transf",
};

static bool is_prefix(const char *word)
{
	for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++)
		if (g_str_equal(word, prefixes[i]))
			return true;
	return false;
}

static const char *skip_spaces(const char *text)
{
	while (*text != '\0' && g_unichar_isspace(g_utf8_get_char(text)))
		text = g_utf8_next_char(text);
	return text;
}

/* Behind "[2]" or "(3)" of "Re[2]:". */
static const char *skip_count(const char *text)
{
	const char *end = text + 1;

	if (*text != '[' && *text != '(')
		return text;
	while (g_ascii_isdigit(*end))
		end++;
	return *end == ']' || *end == ')' ? end + 1 : text;
}

/* Behind "Re:", "RE :", "Réf[2]:"; NULL when no prefix is here. */
static const char *skip_prefix(const char *text)
{
	char folded[PREFIX_LONGEST];
	const char *end = text;

	while (*end != '\0' && g_unichar_isalpha(g_utf8_get_char(end)) &&
	       (gsize)(end - text) < PREFIX_LONGEST)
		end = g_utf8_next_char(end);
	fold_text(text, (gsize)(end - text), folded, sizeof(folded));
	if (!is_prefix(folded))
		return NULL;
	end = skip_spaces(skip_count(end));
	if (g_str_has_prefix(end, "\xef\xbc\x9a"))
		return end + 3;
	return *end == ':' ? end + 1 : NULL;
}

/* Behind "[list]"; NULL when there is none, or when it is all there is. */
static const char *skip_tag(const char *text)
{
	const char *end = text + 1;

	if (*text != '[')
		return NULL;
	while (*end != ']' && *end != '[' && *end != '\0' && !g_ascii_isdigit(*end) &&
	       (gsize)(end - text) < TAG_LONGEST)
		end++;
	if (*end != ']' || *skip_spaces(end + 1) == '\0')
		return NULL;
	return end + 1;
}

static const char *skip_prefixes(const char *text)
{
	const char *next = text;

	while (next != NULL) {
		text = skip_spaces(next);
		next = skip_prefix(text);
		if (next == NULL)
			next = skip_tag(text);
	}
	return text;
}

static char *fold_spaces(const char *text)
{
	GString *out = g_string_new(NULL);

	while (*text != '\0') {
		const char *next = g_utf8_next_char(text);

		if (!g_unichar_isspace(g_utf8_get_char(text)))
			g_string_append_len(out, text, next - text);
		else if (*skip_spaces(next) != '\0' && out->str[out->len - 1] != ' ')
			g_string_append_c(out, ' ');
		text = next;
	}
	return g_string_free(out, FALSE);
}

char *own_text_base_subject(const char *subject)
{
	static const char forwarded[] = "(fwd)";
	g_autofree char *clean = own_text_clean_utf8(subject, strlen(subject));
	char *base = fold_spaces(skip_prefixes(clean));
	gsize length = strlen(base);

	while (length >= strlen(forwarded) &&
	       g_ascii_strcasecmp(base + length - strlen(forwarded), forwarded) == 0) {
		base[length - strlen(forwarded)] = '\0';
		length = strlen(g_strchomp(base));
	}
	return base;
}
