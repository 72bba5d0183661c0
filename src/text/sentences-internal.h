/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the readers of sentences share: characters of a text that must not be read beyond its
 * end, and the rule for marks that may end a sentence. */
#pragma once

#include <glib.h>
#include <stdbool.h>

struct text {
	const char *at;
	gsize length;
};

/* The character at byte `at` (U+FFFD for a byte that is none, 0 at the end); *bytes receives
 * its length. */
gunichar text_character(struct text text, gsize at, gsize *bytes);
/* Bytes of the white space, line ends among it or not, that begins at `at`. */
gsize text_blank(struct text text, gsize at, bool line_ends);
/* The byte behind the last one of from..to - 1 that is not white space. */
gsize text_trimmed(struct text text, gsize from, gsize to);
/* A letter or a digit among from..to - 1. */
bool text_has_word(struct text text, gsize from, gsize to);
bool text_is_opening(gunichar character);
bool text_is_closing(gunichar character);

/* Of a sentence that began at `from`: the byte behind the run of marks (. ! ? and their kin)
 * that begins at `at`, with the quotation marks and brackets that it closes; *ends says whether
 * the sentence ends there. */
gsize sentence_stop(struct text text, gsize from, gsize at, bool *ends);
