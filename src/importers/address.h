/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Address fields as people, lists and archives really write them: RFC 5322 and its obsolete
 * forms, broken quotes, "user at host (Name)", Exchange X.500 names. Works on text only;
 * encoded words in names stay encoded. */
#pragma once

#include <glib.h>
#include <stdbool.h>

struct address_entry {
	char *address; /* as mail_normalise_address; NULL when the entry has a name only */
	char *name;    /* quotes and comments resolved, encoded words kept; NULL when none */
};

/* Entries of a field, groups flattened, at most `limit`. Caller owns; clears its elements. */
GArray *address_split(const char *field, guint limit);

/* As mail_normalise_address. */
char *address_normalise(const char *text);

/* The name without "via LIST" and the apostrophes that lists put around it; *listed tells
 * whether there was such a decoration. NULL when nothing is left. Takes and gives ownership. */
char *address_plain_name(char *name, bool *listed);
