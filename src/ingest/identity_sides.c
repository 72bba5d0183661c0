/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Doubts about sides: domains to which the people of another moved together, further domains of
 * one name, Exchange houses, staff of one side with addresses of the other, free-mail
 * addresses. All are proposed with what speaks for them and nothing is switched in silence. */
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "ingest/identity-internal.h"
#include "ingest/organisation.h"
#include "ingest/person_name.h"

#define MOVE_WINDOW_MS  (84 * CALENDAR_DAY_MS)  /* within which people move together */
#define MOVE_OVERLAP_MS (56 * CALENDAR_DAY_MS)  /* for which both addresses are used */
#define MOVE_RECENT_MS  (182 * CALENDAR_DAY_MS) /* who wrote before that had left */
#define MOVE_LEAST      3                       /* people; or all of a smaller house */
#define LABEL_LEAST     4
#define DECIDED_SHARE   0.75

static struct doubt *put(GPtrArray *doubts, enum doubt_kind kind, const char *first,
			 const char *second, enum side side)
{
	struct doubt *doubt = g_new0(struct doubt, 1);

	doubt->kind = kind;
	doubt->first = g_strdup(first);
	doubt->second = g_strdup(second);
	doubt->side = side;
	doubt->from_ms = doubt->to_ms = INSTANT_NONE;
	g_ptr_array_add(doubts, doubt);
	return doubt;
}

/* A side that rules or corrections name, not that of "everyone else". */
static enum side named_side(const struct identities *identities, const char *organisation)
{
	g_autofree char *somebody = *organisation == '/'
					    ? g_strconcat(organisation, "/cn=x", NULL)
					    : g_strconcat("x@", organisation, NULL);
	enum side side = sides_of_address(identities->sides, somebody);

	return side == sides_of_address(identities->sides, "") ? SIDE_NONE : side;
}

/* ---- houses: all addresses of an organisation ---- */

struct house {
	const char *organisation, *label;
	enum side side; /* named, or SIDE_NONE */
	bool free_mail, exchange;
	guint addresses, messages;
	guint of_side[SIDE_COUNT]; /* users that are one person with somebody of a side */
};

static struct house *house_of(GHashTable *houses, const struct identities *identities,
			      const struct identity *identity)
{
	struct house *house = g_hash_table_lookup(houses, identity->organisation);

	if (house != NULL)
		return house;
	house = g_new0(struct house, 1);
	house->organisation = identity->organisation;
	house->label = identity->label;
	house->side = named_side(identities, identity->organisation);
	house->free_mail = identity->free_mail;
	house->exchange = identity->exchange;
	g_hash_table_insert(houses, identity->organisation, house);
	return house;
}

static enum side only_side(guint named_sides)
{
	return named_sides == 1u << SIDE_CLIENT     ? SIDE_CLIENT
	       : named_sides == 1u << SIDE_PROVIDER ? SIDE_PROVIDER
						    : SIDE_NONE;
}

static GHashTable *all_houses(const struct identities *identities)
{
	GHashTable *houses = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);

	for (guint i = 0; i < identities->all->len; i++) {
		struct identity *identity = identities->all->pdata[i];
		struct house *house;
		if (identity->organisation == NULL)
			continue;
		house = house_of(houses, identities, identity);
		house->addresses++;
		house->messages += identity->written;
		house->of_side[only_side(identity_leader(identity)->named_sides)]++;
	}
	return houses;
}

/* Side of the houses of a label, by which another house of the same label is known; SIDE_NONE
 * where they disagree. */
static GHashTable *sides_of_labels(GHashTable *houses)
{
	GHashTable *labels = g_hash_table_new(g_str_hash, g_str_equal);
	GHashTableIter iter;
	gpointer value;

	g_hash_table_iter_init(&iter, houses);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		const struct house *house = value;
		guint sides = GPOINTER_TO_UINT(g_hash_table_lookup(labels, house->label));
		if (house->side != SIDE_NONE && !house->free_mail)
			g_hash_table_insert(labels, (gpointer)house->label,
					    GUINT_TO_POINTER(sides | 1u << house->side));
	}
	return labels;
}

static void doubt_house(const struct house *house, enum side labelled, GPtrArray *doubts)
{
	enum side side = house->of_side[SIDE_CLIENT] >= house->of_side[SIDE_PROVIDER]
				 ? SIDE_CLIENT
				 : SIDE_PROVIDER;
	enum doubt_kind kind = house->exchange ? DOUBT_EXCHANGE_HOUSE : DOUBT_SISTER_DOMAIN;
	guint of_side = house->of_side[side];
	struct doubt *doubt;

	if (house->exchange ? of_side == 0 && labelled == SIDE_NONE : labelled == SIDE_NONE)
		return;
	if (!house->exchange || of_side == 0)
		side = labelled;
	doubt = put(doubts, kind, house->organisation, NULL, side);
	doubt->n = house->of_side[side];
	doubt->of = house->addresses;
}

static void doubt_houses(const struct identities *identities, GHashTable *houses,
			 GPtrArray *doubts)
{
	g_autoptr(GHashTable) labels = sides_of_labels(houses);
	GHashTableIter iter;
	gpointer value;

	g_hash_table_iter_init(&iter, houses);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		const struct house *house = value;
		guint sides =
			strlen(house->label) >= LABEL_LEAST
				? GPOINTER_TO_UINT(g_hash_table_lookup(labels, house->label))
				: 0;
		if (house->side == SIDE_NONE && !house->free_mail &&
		    !sides_is_corrected(identities->sides, house->organisation))
			doubt_house(house, only_side(sides), doubts);
	}
}

/* ---- people who move together ---- */

struct moving {
	const struct identities *identities;
	GHashTable *moves;  /* "old\nnew" -> GArray of gint64: when each was first seen there */
	GHashTable *people; /* "address\nnew": counted */
};

static gint64 last_use(const struct identity *identity)
{
	return identity->wrote_last != INSTANT_NONE ? identity->wrote_last : identity->last_ms;
}

static bool has_moved(const struct identity *old, const struct identity *new)
{
	return g_strcmp0(old->organisation, new->organisation) != 0 &&
	       old->first_ms != INSTANT_NONE && new->first_ms != INSTANT_NONE &&
	       old->first_ms < new->first_ms &&last_use(old) <= new->first_ms + MOVE_OVERLAP_MS;
}

static void note_move(struct moving *moving, const struct identity *old,
		      const struct identity *new)
{
	g_autofree char *key = g_strconcat(old->organisation, "\n", new->organisation, NULL);
	char *person = g_strconcat(old->address, "\n", new->organisation, NULL);
	GArray *moves = g_hash_table_lookup(moving->moves, key);

	if (!g_hash_table_add(moving->people, person))
		return;
	if (moves == NULL) {
		moves = g_array_new(FALSE, FALSE, sizeof(gint64));
		g_hash_table_insert(moving->moves, g_steal_pointer(&key), moves);
	}
	g_array_append_val(moves, new->first_ms);
}

static void take_movers(const char *key, GPtrArray *group, void *data)
{
	(void)key;
	for (guint i = 0; i < group->len; i++)
		for (guint j = 0; j < group->len; j++) {
			const struct identity *old = group->pdata[i], *new = group->pdata[j];
			if (has_moved(old, new) && !identity_names_conflict(old, new))
				note_move(data, old, new);
		}
}

static void add_movers(struct groups *groups, const struct identities *identities)
{
	for (guint i = 0; i < identities->all->len; i++) {
		struct identity *identity = identities->all->pdata[i];
		if (identity->shared || identity->free_mail || identity->exchange ||
		    identity->organisation == NULL)
			continue;
		groups_add(groups, g_strconcat("@", identity_leader(identity)->address, NULL),
			   identity);
		if (strlen(identity->local) >= 3)
			groups_add(groups, g_strdup(identity->local), identity);
	}
}

static gint earlier_first(gconstpointer a, gconstpointer b)
{
	gint64 left = *(const gint64 *)a, right = *(const gint64 *)b;

	return left < right ? -1 : left > right;
}

/* The most moves within one window: [*from, *to). */
static void densest_window(const GArray *moves, guint *from, guint *to)
{
	guint start = 0;

	*from = *to = 0;
	for (guint end = 1; end <= moves->len; end++) {
		while (g_array_index(moves, gint64, end - 1) -
			       g_array_index(moves, gint64, start) >
		       MOVE_WINDOW_MS)
			start++;
		if (end - start > *to - *from) {
			*from = start;
			*to = end;
		}
	}
}

/* People of the house who still wrote or were written to shortly before. */
static guint count_present(const struct identities *identities, const char *organisation,
			   gint64 ms)
{
	guint present = 0;

	for (guint i = 0; i < identities->all->len; i++) {
		const struct identity *one = identities->all->pdata[i];
		present += !one->shared && g_strcmp0(one->organisation, organisation) == 0 &&
			   one->first_ms != INSTANT_NONE && one->first_ms < ms &&
			   one->last_ms >= ms - MOVE_RECENT_MS;
	}
	return present;
}

static void doubt_move(const struct identities *identities, const char *old, const char *new,
		       GArray *moves, GPtrArray *doubts)
{
	enum side side = named_side(identities, old);
	struct doubt *doubt;
	guint from, to, present;

	if (side == SIDE_NONE || named_side(identities, new) != SIDE_NONE ||
	    sides_is_corrected(identities->sides, new))
		return;
	g_array_sort(moves, earlier_first);
	densest_window(moves, &from, &to);
	if (to - from < 2)
		return;
	present = count_present(identities, old, g_array_index(moves, gint64, from));
	if (to - from < MIN(MOVE_LEAST, MAX(2, present)) || 2 * (to - from) < present)
		return;
	doubt = put(doubts, DOUBT_DOMAIN_MOVED, new, old, side);
	doubt->n = to - from;
	doubt->of = MAX(present, to - from);
	doubt->from_ms = g_array_index(moves, gint64, from);
	doubt->to_ms = g_array_index(moves, gint64, to - 1);
}

static void free_moves(gpointer moves)
{
	g_array_unref(moves);
}

static void doubt_moves(const struct identities *identities, GPtrArray *doubts)
{
	struct moving moving = {
		identities,
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_moves),
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
	};
	g_autoptr(groups_auto) groups = groups_new();
	GHashTableIter iter;
	gpointer key, moves;

	add_movers(groups, identities);
	groups_each(groups, take_movers, &moving);
	g_hash_table_iter_init(&iter, moving.moves);
	while (g_hash_table_iter_next(&iter, &key, &moves)) {
		g_auto(GStrv) houses = g_strsplit(key, "\n", 2);
		if (((GArray *)moves)->len >= 2)
			doubt_move(identities, houses[0], houses[1], moves, doubts);
	}
	g_hash_table_destroy(moving.moves);
	g_hash_table_destroy(moving.people);
}

/* ---- single addresses ---- */

/* "Jean Dupont (Infonet)" at acme.fr, where the other side is infonet.fr. */
static bool names_other_side(const struct identity *identity, GHashTable *labels)
{
	GHashTableIter iter;
	gpointer name;

	g_hash_table_iter_init(&iter, identity->names);
	while (g_hash_table_iter_next(&iter, &name, NULL)) {
		const char *tail = strpbrk(name, "([-|/");
		g_auto(GStrv) words = NULL;
		g_autofree char *folded = tail != NULL ? g_ascii_strdown(tail, -1) : NULL;
		words = g_strsplit_set(folded != NULL ? folded : "", " ()[]-|/", -1);
		for (guint i = 0; words[i] != NULL; i++)
			if (only_side(GPOINTER_TO_UINT(g_hash_table_lookup(
				    labels, words[i]))) == side_other(identity->side))
				return true;
	}
	return false;
}

static bool is_external(const struct identity *identity, GHashTable *labels)
{
	GHashTableIter iter;
	gpointer name;

	if (person_address_is_external(identity->address) || names_other_side(identity, labels))
		return true;
	g_hash_table_iter_init(&iter, identity->names);
	while (g_hash_table_iter_next(&iter, &name, NULL))
		if (person_name_is_external(name))
			return true;
	return false;
}

/* An address of the person on the side which its others leave no doubt of. */
static const char *known_address(struct identity *identity)
{
	const struct identity *leader = identity_leader(identity);

	return only_side(leader->named_sides) != SIDE_NONE ? leader->sided : NULL;
}

/* Whom somebody writes to is the other side, when it is nearly always the same. */
static enum side side_by_contacts(const struct identity *identity)
{
	guint client = identity->to[SIDE_CLIENT] + identity->from[SIDE_CLIENT];
	guint provider = identity->to[SIDE_PROVIDER] + identity->from[SIDE_PROVIDER];

	if (provider >= DECIDED_SHARE * (client + provider) && provider > 0)
		return SIDE_CLIENT;
	return client >= DECIDED_SHARE * (client + provider) && client > 0 ? SIDE_PROVIDER
									   : SIDE_NONE;
}

static void doubt_free_mail(struct identity *identity, GPtrArray *doubts)
{
	const char *known = known_address(identity);
	enum side side = known != NULL ? only_side(identity_leader(identity)->named_sides)
				       : side_by_contacts(identity);
	struct doubt *doubt =
		put(doubts, known != NULL ? DOUBT_FREE_MAIL_OF_PERSON : DOUBT_FREE_MAIL,
		    identity->address, known, side);

	doubt->n = identity->to[SIDE_CLIENT] + identity->from[SIDE_CLIENT];
	doubt->of = identity->to[SIDE_PROVIDER] + identity->from[SIDE_PROVIDER];
}

static void doubt_addresses(const struct identities *identities, GHashTable *houses,
			    GPtrArray *doubts)
{
	g_autoptr(GHashTable) labels = sides_of_labels(houses);

	for (guint i = 0; i < identities->all->len; i++) {
		struct identity *identity = identities->all->pdata[i];
		if (identity->shared || identity->organisation == NULL ||
		    sides_is_corrected(identities->sides, identity->address))
			continue;
		if (identity->free_mail && identity->side == SIDE_NONE)
			doubt_free_mail(identity, doubts);
		if (named_side(identities, identity->organisation) == identity->side &&
		    identity->side != SIDE_NONE && is_external(identity, labels))
			put(doubts, DOUBT_EXTERNAL_STAFF, identity->address, NULL,
			    side_other(identity->side))
				->n = identity->written;
	}
}

void identities_side_doubts(const struct identities *identities, GPtrArray *doubts)
{
	g_autoptr(GHashTable) houses = all_houses(identities);

	doubt_moves(identities, doubts);
	doubt_houses(identities, houses, doubts);
	doubt_addresses(identities, houses, doubts);
}
