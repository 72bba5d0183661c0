/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Boilerplate learnt by repetition: the last lines that come back below different texts of one
 * sender (signatures) or of one organisation (disclaimers, slogans). Nothing is known of words,
 * so that it works for any house; only tails are looked at, never the middle of a text. What
 * is learnt does not depend on the order of the texts. */
#pragma once

#include <glib.h>

/* Memory is bounded by these: of more groups or texts, those with the smallest hashes count. */
#define REPEATED_GROUPS 4096u
#define REPEATED_SAMPLE 100u /* texts of a group */
#define REPEATED_LINES  12u  /* of a tail */

struct repeated; /* owned by the caller */

struct repeated *repeated_new(void);
void repeated_free(struct repeated *repeated);

/* One own text (valid UTF-8) of a group: a sender's address, or what stands for a whole house,
 * such as its domain. The same text again, or with other figures, is not counted again. */
void repeated_learn(struct repeated *repeated, const char *group, const char *text,
		    gsize length);
/* Bytes of the text that stand before its boilerplate, blanks left out; its length when none
 * was learnt for the group. Ask for the house first, then for the sender with what is left. */
gsize repeated_own_length(const struct repeated *repeated, const char *group, const char *text,
			  gsize length);
