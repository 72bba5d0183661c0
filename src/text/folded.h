/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A text as patterns and models read it: lower case, without accents, ligatures written out,
 * typographic quotes, dashes and spaces as plain ones, any run of white space as one space;
 * with the way back to the bytes it came from, so that what was found can be shown on the
 * original. Folding a folded text changes nothing. */
#pragma once

#include <glib.h>

struct folded {
	char *text; /* NUL-terminated; letters without accent, other scripts lower-cased only */
	gsize length;    /* bytes, never more than the original has */
	guint32 *origin; /* length + 1: original byte at which the character of each folded byte
			    begins; origin[length] is the original length */
	gsize room;      /* bytes of the buffers, for their reuse */
};

/* Folds valid UTF-8 (own_text_clean_utf8() makes it so) of at most G_MAXUINT32 bytes; bytes
 * that are not are left out. Buffers of `folded` are reused and grown: start from a zeroed
 * struct, clear it once at the end. Line ends are white space too: where a pattern's '^' must
 * mean the beginning of a sentence, fold sentence by sentence. */
void folded_make(const char *text, gsize length, struct folded *folded);
void folded_clear(struct folded *folded);

/* The bytes of the original that stand behind folded bytes from..to - 1, whole characters, with
 * what was left out behind them (accents of their own, the rest of a run of spaces). */
void folded_span(const struct folded *folded, gsize from, gsize to, gsize *original_from,
		 gsize *original_to);
