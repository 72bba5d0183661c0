/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* An end is mute when it is written without an accent, behind a consonant, in a word that has
 * another vowel. */
#include "text/syllables.h"

#include <stdbool.h>
#include <string.h>

struct ending {
	const char *bytes;
	const char *unless_after; /* letters before it that keep it sounded */
};

static const struct ending french_mute[] = {{"es", ""}, {"e", ""}, {"ent", "m"}, {NULL, NULL}};
static const struct ending english_mute[] = {
	{"es", "scxzgh"}, {"ed", "td"}, {"e", "l"}, {NULL, NULL}};

/* A bit for each of a, e, i, o, u, y. */
#define VOWELS (1u << 0 | 1u << 4 | 1u << 8 | 1u << 14 | 1u << 20 | 1u << 24)

static bool is_vowel(char byte)
{
	guint letter = (guint)(guchar)byte - 'a';

	return letter < 26 && (VOWELS >> letter & 1) != 0;
}

static guint vowel_groups(const char *word, gsize length)
{
	guint groups = 0;
	bool before = false;

	for (gsize i = 0; i < length; i++) {
		bool vowel = is_vowel(word[i]);

		groups += vowel && !before;
		before = vowel;
	}
	return groups;
}

static bool ends_mute(const char *word, gsize length, const struct ending *ending)
{
	gsize end = strlen(ending->bytes);
	char before;

	if (length <= end || memcmp(word + length - end, ending->bytes, end) != 0)
		return false;
	before = word[length - end - 1];
	return !is_vowel(before) && strchr(ending->unless_after, before) == NULL;
}

/* The folded byte stands for the same byte in the original. */
static bool is_plain(const char *original, const struct folded *folded, gsize at)
{
	return g_ascii_tolower(original[folded->origin[at]]) == folded->text[at];
}

static bool has_mute_end(const char *original, const struct folded *folded, gsize from,
			 gsize to, const struct ending *ending)
{
	for (; ending->bytes != NULL; ending++)
		if (ends_mute(folded->text + from, to - from, ending))
			return is_plain(original, folded, to - strlen(ending->bytes));
	return false;
}

void syllables_count(const char *original, const struct folded *folded, const char *language,
		     guint *words, guint *syllables)
{
	const struct ending *mute = strcmp(language, "en") == 0 ? english_mute : french_mute;

	for (gsize from = 0, to; from < folded->length; from = to + 1) {
		guint groups;

		for (to = from; g_ascii_isalpha(folded->text[to]);)
			to++;
		if (to == from)
			continue;
		groups = vowel_groups(folded->text + from, to - from);
		if (groups > 1 && has_mute_end(original, folded, from, to, mute))
			groups--;
		++*words;
		*syllables += MAX(groups, 1);
	}
}
