/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the files of identities share: addresses with what was seen of them, and the groups by
 * key in which alone they are compared, so that nothing is quadratic in the addresses. */
#pragma once

#include "ingest/identity.h"

#define NAME_MAX_ADDRESSES 12 /* a key of more addresses is a label, not a person */

struct identity {
	char *address;
	char *local;        /* local part, or the user of an Exchange name; may be NULL */
	char *organisation; /* of organisation.h; may be NULL */
	char *label;        /* of the organisation */
	enum side side;
	bool named; /* the side is named, it is not "everyone else" */
	bool shared, free_mail, exchange;
	GHashTable *names;              /* written name -> count */
	GPtrArray *folded;              /* folded names, each once, sorted: char * */
	guint written;                  /* messages */
	guint to[SIDE_COUNT];           /* of them, those that reach a side */
	guint from[SIDE_COUNT];         /* messages of a side that reach it */
	gint64 first_ms, last_ms;       /* it took part in; INSTANT_NONE */
	gint64 wrote_first, wrote_last; /* INSTANT_NONE */
	guint32 person;

	/* ---- of the leader, for all whom it leads ---- */
	struct identity *leader;
	guint named_sides; /* bit a side */
	const char *sided; /* the first address on a named side, or NULL */
	GPtrArray *foes;   /* struct identity *: said to be somebody else; NULL for none */
};

struct verdict {
	char *first, *second;
	bool same;
};

struct identities {
	const struct sides *sides;
	char *salt;
	GHashTable *by_address; /* address -> struct identity * */
	GPtrArray *all;         /* by address, once resolved; borrowed */
	GPtrArray *verdicts;    /* struct verdict * */
	GArray *pseudonyms;     /* guint64, ascending: the person's number is the index */
	GArray *shared;         /* gboolean a person */
};

struct identity *identity_leader(struct identity *identity);
/* False when a user said so, or when they stand on the two named sides. */
bool identities_may_be_one(const struct identities *identities, struct identity *a,
			   struct identity *b);
/* Whether a user said that they are two. */
bool identity_are_foes(struct identity *a, struct identity *b);
/* Whether both have names and no word of them is common. */
bool identity_names_conflict(const struct identity *a, const struct identity *b);
/* Whether letters are a form that organisations make of one of its names. */
bool identity_is_spelt(const struct identity *identity, const char *letters);
const char *identity_name(const struct identity *identity); /* the most written, or NULL */

/* Applies the verdicts, then the rules that are near certain. `all` is filled. */
void identities_merge(struct identities *identities);

/* Doubts about sides, behind those already in the array. */
void identities_side_doubts(const struct identities *identities, GPtrArray *doubts);

/* ---- groups by key ---- */
struct groups; /* owned by the caller */

struct groups *groups_new(void);
void groups_free(struct groups *groups);
typedef struct groups groups_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(groups_auto, groups_free)
/* Takes the key; NULL: nothing is added. */
void groups_add(struct groups *groups, char *key, struct identity *identity);
/* struct identity *, borrowed; NULL when there is none. */
GPtrArray *groups_find(const struct groups *groups, const char *key);
/* Those of two and up to NAME_MAX_ADDRESSES, in the order of their keys. */
void groups_each(const struct groups *groups,
		 void (*each)(const char *key, GPtrArray *group, void *data), void *data);
