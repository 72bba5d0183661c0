/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Shingles: runs of words of a text as numbers (Broder 1997), for sets that are compared. The
 * text is folded; a word with a figure, a name of a day or a month, or a run of such counts as
 * one mark, so that what differs in dates and numbers alone is the same. */
#pragma once

#include <glib.h>

#define SHINGLE_WORDS 4u      /* of a run; a shorter text is one run */
#define SHINGLES_MOST 200000u /* words of a text that are read */

/* Distinct, ascending guint64. *words receives the number of words that are no mark; may be
 * NULL. Caller owns. */
GArray *shingles_of(const char *text, guint *words);
/* Exact resemblance of two such sets: those in both over those in either; 0 when one is empty.
 */
double shingles_resemblance(const GArray *first, const GArray *second);
