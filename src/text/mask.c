/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Masking word by word. A known name is hidden where it is written as a name, with a capital:
 * "Pierre" is, "pierre" is not. Words that hold an '@' and runs of eight digits or more go
 * whatever they are. */
#include "text/mask.h"

#include <string.h>

#define HIDDEN           "\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2" /* three bullets */
#define NAME_MINIMUM     3 /* letters of a word that can be a name */
#define TELEPHONE_DIGITS 8

struct mask {
	GHashTable *words; /* lower-case words of names */
};

struct mask *mask_new(void)
{
	struct mask *mask = g_new0(struct mask, 1);

	mask->words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return mask;
}

void mask_free(struct mask *mask)
{
	if (mask == NULL)
		return;
	g_hash_table_destroy(mask->words);
	g_free(mask);
}

void mask_add(struct mask *mask, const char *name)
{
	const char *at = strchr(name, '@');
	g_autofree char *local =
		at != NULL ? g_strndup(name, (gsize)(at - name)) : g_strdup(name);
	g_auto(GStrv) words = g_strsplit_set(local, " .,-_+()[]'\"<>0123456789", -1);

	for (guint i = 0; words[i] != NULL; i++)
		if (g_utf8_strlen(words[i], -1) >= NAME_MINIMUM)
			g_hash_table_add(mask->words, g_utf8_strdown(words[i], -1));
}

static gboolean is_word(gunichar letter)
{
	return g_unichar_isalnum(letter);
}

static gsize word_length(const char *text)
{
	const char *end = text;

	while (*end != '\0' && is_word(g_utf8_get_char(end)))
		end = g_utf8_next_char(end);
	return (gsize)(end - text);
}

static gboolean is_known_name(const struct mask *mask, const char *word, gsize length)
{
	g_autofree char *lower = NULL;

	if (!g_unichar_isupper(g_utf8_get_char(word)))
		return FALSE;
	lower = g_utf8_strdown(word, (gssize)length);
	return g_hash_table_contains(mask->words, lower);
}

/* Length of an address or a telephone number that begins here, 0 when none does. */
static gsize contact_length(const char *text)
{
	gsize span = strcspn(text, " \n\t,;<>()\"");
	gsize digits = 0, end = 0;

	if (memchr(text, '@', span) != NULL)
		return span;
	for (const char *byte = text; g_ascii_isdigit(*byte) || strchr("+. -/", *byte) != NULL;
	     byte++) {
		if (*byte == '\0')
			break;
		if (g_ascii_isdigit(*byte)) {
			digits++;
			end = (gsize)(byte - text) + 1;
		}
	}
	return digits >= TELEPHONE_DIGITS ? end : 0;
}

/* Appends one word, number, address or sign, hidden when it must be; returns what it took. */
static gsize append_piece(const struct mask *mask, const char *text, GString *out)
{
	gsize length = contact_length(text);

	if (length > 0) {
		g_string_append(out, HIDDEN);
		return length;
	}
	length = word_length(text);
	if (length == 0) {
		length = (gsize)(g_utf8_next_char(text) - text);
		g_string_append_len(out, text, (gssize)length);
		return length;
	}
	if (is_known_name(mask, text, length))
		g_string_append(out, HIDDEN);
	else
		g_string_append_len(out, text, (gssize)length);
	return length;
}

char *mask_excerpt(const struct mask *mask, const char *text, guint most)
{
	g_autoptr(GString) out = g_string_new(NULL);

	while (*text != '\0' && g_utf8_strlen(out->str, (gssize)out->len) < (glong)most) {
		if (g_unichar_isspace(g_utf8_get_char(text))) {
			if (out->len > 0 && out->str[out->len - 1] != ' ')
				g_string_append_c(out, ' ');
			text = g_utf8_next_char(text);
			continue;
		}
		text += append_piece(mask, text, out);
	}
	while (out->len > 0 && out->str[out->len - 1] == ' ')
		g_string_truncate(out, out->len - 1);
	if (*text != '\0')
		g_string_append(out, "\xe2\x80\xa6");
	return g_strdup(out->str);
}
