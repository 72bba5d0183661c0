/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A text as patterns and models read it: lower case, without accents, ligatures written out,
 * typographic quotes, dashes and spaces as plain ones; with the way back to the bytes it came
 * from, so that what was found can be shown on the original. */
#pragma once

#include <glib.h>

struct folded {
	char *text; /* NUL-terminated; letters without accent, other scripts lower-cased only */
	gsize length;    /* bytes */
	guint32 *origin; /* length + 1: original byte at which the character of each folded byte
			    begins; origin[length] is the original length */
};

/* Folds valid UTF-8 (own_text_clean_utf8() makes it so) of at most G_MAXUINT32 bytes. Buffers
 * of `folded` are reused and grown: start from a zeroed struct, clear it once at the end. */
void folded_make(const char *text, gsize length, struct folded *folded);
void folded_clear(struct folded *folded);

/* The bytes of the original that stand behind folded bytes from..to - 1, whole characters. */
void folded_span(const struct folded *folded, gsize from, gsize to, gsize *original_from,
		 gsize *original_to);
