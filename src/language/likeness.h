/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How much two short texts speak of the same thing: the cosine of their stems weighted by how
 * rare they are among all texts given (Salton and Buckley, Information Processing and
 * Management 24, 1988). Words of the trade that mean the same, French and English, are one
 * (data/language/trade.tsv), so that "sauvegarde" meets "backup". */
#pragma once

#include <glib.h>

struct likeness; /* owned by the caller */

struct likeness *likeness_new(void);
void likeness_free(struct likeness *likeness);
/* Its number, from 0 on. All texts are added before any are compared. */
guint likeness_add(struct likeness *likeness, const char *text);
/* 0 to 1. `why`, if not NULL, receives the words shared, the weightiest first: "sauvegarde =
 * backup, restore". */
double likeness_of(const struct likeness *likeness, guint first, guint second, GString *why);
