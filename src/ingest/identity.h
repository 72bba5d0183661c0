/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which addresses are one person. A derived pass over the whole store, so that the order of
 * import does not matter: observe everything, resolve once, then ask. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "ingest/sides.h"
#include "model/doubt.h"

#define IDENTITY_NONE G_MAXUINT32

struct identities;

/* `sides` is borrowed for the life of the result. `salt` keeps pseudonyms of two relationships
 * apart. */
struct identities *identities_new(const struct sides *sides, const char *salt);
void identities_free(struct identities *identities);
typedef struct identities identities_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(identities_auto, identities_free)

void identities_observe(struct identities *identities, const char *address, const char *name);
/* The address, observed before, wrote a message at that instant (INSTANT_NONE: undated). */
void identities_wrote(struct identities *identities, const char *address, gint64 ms);
/* That message reached `to`; both observed before, `from` NULL when unknown. */
void identities_wrote_to(struct identities *identities, const char *from, const char *to,
			 gint64 ms);
/* A user's word on two addresses, observed or not: one person, or two. Before they are
 * resolved; in any order. "Two" beats every rule, and "one" where both were said. */
void identities_say(struct identities *identities, const char *first, const char *second,
		    bool same);
/* Merges what was observed; numbers persons by pseudonym, from 0. */
void identities_resolve(struct identities *identities);

guint identities_count(const struct identities *identities);
/* IDENTITY_NONE for an address that was never observed. */
guint32 identities_person(const struct identities *identities, const char *address);
guint64 identities_pseudonym(const struct identities *identities, guint32 person);
bool identities_shared(const struct identities *identities, guint32 person);
/* What only a user can settle: struct doubt *, the surest first, at most IDENTITY_DOUBTS of
 * a kind. Once resolved. Caller owns. */
#define IDENTITY_DOUBTS 200
GPtrArray *identities_doubts(const struct identities *identities);
/* Calls back for each address in alphabetical order, with its most written name or NULL. */
void identities_each(const struct identities *identities,
		     void (*each)(const char *address, const char *name, guint32 person,
				  void *data),
		     void *data);
