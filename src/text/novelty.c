/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a text says apart from its figures: FNV-1a (Fowler, Noll, Vo) over the letters of the
 * folded text. Any run of digits, dates, names of days and months and the signs between them
 * counts as one mark, so that last month's report hashes like this month's. */
#include "text/own_text.h"

#include <string.h>

#include "base/limits.h"
#include "text/own_text-internal.h"
#include "text/word_index.h"

#define FNV_OFFSET 2166136261u
#define FNV_PRIME  16777619u
#define CHUNK      4096u
#define MASK       '0'

/* Folded. */
static const char *const calendar_words[] = {
	"am",      "aout",      "apr",       "april",    "aug",      "august",    "avr",
	"avril",   "dec",       "december",  "decembre", "dimanche", "feb",       "february",
	"fev",     "fevr",      "fevrier",   "fri",      "friday",   "jan",       "janv",
	"january", "janvier",   "jeu",       "jeudi",    "juil",     "juillet",   "juin",
	"jul",     "july",      "jun",       "june",     "lun",      "lundi",     "mar",
	"mai",     "march",     "mardi",     "mars",     "may",      "mer",       "mercredi",
	"mon",     "monday",    "nov",       "november", "novembre", "oct",       "october",
	"octobre", "pm",        "sam",       "samedi",   "sat",      "saturday",  "sep",
	"sept",    "september", "septembre", "sun",      "sunday",   "thu",       "thursday",
	"tue",     "tuesday",   "ven",       "vendredi", "wed",      "wednesday",
};

struct digest {
	guint32 hash;
	bool masked; /* the last thing added was a mark */
};

static void add_byte(struct digest *digest, char byte)
{
	digest->hash = (digest->hash ^ (guchar)byte) * FNV_PRIME;
	digest->masked = false;
}

static void add_mask(struct digest *digest)
{
	if (!digest->masked)
		add_byte(digest, MASK);
	digest->masked = true;
}

static const char *calendar_word_at(guint i)
{
	return calendar_words[i];
}

bool text_is_calendar_word(const char *word, gsize length)
{
	static struct word_index *index;

	if (g_once_init_enter(&index))
		g_once_init_leave(
			&index, word_index_new(calendar_word_at, G_N_ELEMENTS(calendar_words)));
	return word_index_find(index, word, length) >= 0;
}

static bool is_letter(char byte)
{
	return g_ascii_isalpha(byte) || (guchar)byte >= 0x80;
}

static void add_folded(struct digest *digest, const char *folded)
{
	while (*folded != '\0') {
		gsize length = 0;

		while (is_letter(folded[length]))
			length++;
		if (length == 0) {
			if (g_ascii_isdigit(*folded))
				add_mask(digest);
			folded++;
			continue;
		}
		if (text_is_calendar_word(folded, length))
			add_mask(digest);
		else
			for (gsize i = 0; i < length; i++)
				add_byte(digest, folded[i]);
		folded += length;
	}
}

/* End of a piece of at most CHUNK bytes that breaks no word, when it can. */
static gsize piece_length(const char *text, gsize length)
{
	gsize end = MIN(length, CHUNK);

	if (end == length)
		return end;
	while (end > 0 && (guchar)text[end] > ' ')
		end--;
	return end > 0 ? end : CHUNK;
}

guint32 own_text_novelty(const char *text)
{
	struct digest digest = {FNV_OFFSET, false};
	char folded[2 * CHUNK + 1];
	gsize length = strnlen(text, LIMIT_OWN_TEXT);

	while (length > 0) {
		gsize piece = piece_length(text, length);

		fold_text(text, piece, folded, sizeof(folded));
		add_folded(&digest, folded);
		text += piece;
		length -= piece;
	}
	return digest.hash;
}
