/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Numbers in figures and in French and English words, on folded text. */
#pragma once

#include <glib.h>
#include <stdbool.h>

struct number {
	gint64 value;  /* in thousandths */
	bool decimals; /* three figures behind its only mark: thousands, or decimals? */
};

/* The number that begins at text[at]; returns the bytes it takes, 0 when none does. */
gsize number_read(const char *text, gsize length, gsize at, struct number *number);
/* Idem, in figures only. */
gsize number_read_figures(const char *text, gsize length, gsize at, struct number *number);
/* Whether text[at] stands between a sign of a word and another. */
bool number_within_word(const char *text, gsize length, gsize at);
