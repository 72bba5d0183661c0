/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Hides people in quoted words: names known to the relationship, addresses, telephone numbers.
 * What is shown as evidence says what was said, never who said it by name. */
#pragma once

#include <glib.h>

struct mask; /* owned by the caller */

struct mask *mask_new(void);
void mask_free(struct mask *mask);
/* A name ("Jean Dupont") or an address ("jean.dupont@acme.fr"): each of its words is hidden. */
void mask_add(struct mask *mask, const char *name);
/* First `most` characters of the text, spaces folded, people hidden; "..." when cut. Caller
 * owns. */
char *mask_excerpt(const struct mask *mask, const char *text, guint most);
