/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Words and their syllables, for the readability of an explanation (Kandel and Moles 1958,
 * Flesch 1948). Groups of vowels are counted, less a mute end: within one syllable of the
 * hyphenation for nearly every word, and with hardly any bias over a text. */
#pragma once

#include <glib.h>

#include "text/folded.h"

/* Adds to both counts; words without a letter count nothing. `original` is what was folded: its
 * accents tell a sounded end from a mute one. `language` is "fr", "en" or "" (mute ends as in
 * French). */
void syllables_count(const char *original, const struct folded *folded, const char *language,
		     guint *words, guint *syllables);
