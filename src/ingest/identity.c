/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Addresses and what was seen of them, and the persons that they resolve to. A function mailbox
 * is nobody; neither is an address under which many people write, as lists do that put
 * themselves into From ("X via list"): its names say nothing of who they are elsewhere. */
#include "ingest/identity-internal.h"

#include <string.h>

#include "ingest/function_mailbox.h"
#include "ingest/organisation.h"
#include "ingest/person_name.h"

#define LIST_NAMES 4 /* full names, none of them in most cases: many people write there */

static void identity_free(gpointer data)
{
	struct identity *identity = data;

	g_free(identity->address);
	g_free(identity->local);
	g_free(identity->organisation);
	g_free(identity->label);
	g_hash_table_destroy(identity->names);
	g_ptr_array_unref(identity->folded);
	if (identity->foes != NULL)
		g_ptr_array_unref(identity->foes);
	g_free(identity);
}

static void verdict_free(gpointer data)
{
	struct verdict *verdict = data;

	g_free(verdict->first);
	g_free(verdict->second);
	g_free(verdict);
}

struct identities *identities_new(const struct sides *sides, const char *salt)
{
	struct identities *identities = g_new0(struct identities, 1);

	identities->sides = sides;
	identities->salt = g_strdup(salt);
	identities->by_address =
		g_hash_table_new_full(g_str_hash, g_str_equal, NULL, identity_free);
	identities->all = g_ptr_array_new();
	identities->verdicts = g_ptr_array_new_with_free_func(verdict_free);
	identities->pseudonyms = g_array_new(FALSE, FALSE, sizeof(guint64));
	identities->shared = g_array_new(FALSE, FALSE, sizeof(gboolean));
	return identities;
}

void identities_free(struct identities *identities)
{
	if (identities == NULL)
		return;
	g_free(identities->salt);
	g_ptr_array_unref(identities->all);
	g_ptr_array_unref(identities->verdicts);
	g_hash_table_destroy(identities->by_address);
	g_array_unref(identities->pseudonyms);
	g_array_unref(identities->shared);
	g_free(identities);
}

static struct identity *identity_new(const struct identities *identities, const char *address)
{
	struct identity *identity = g_new0(struct identity, 1);
	char *organisation = organisation_of_address(address);

	identity->address = g_strdup(address);
	identity->local = person_local_part(address);
	identity->organisation = organisation;
	identity->label = organisation != NULL ? organisation_label(organisation) : NULL;
	identity->exchange = *address == '/';
	identity->free_mail = organisation != NULL && organisation_is_free_mail(organisation);
	identity->side = sides_of_address(identities->sides, address);
	identity->named_sides = identity->side != SIDE_NONE ? 1u << identity->side : 0;
	identity->named = identity->side != SIDE_NONE &&
			  identity->side != sides_of_address(identities->sides, "");
	identity->sided = identity->side != SIDE_NONE ? identity->address : NULL;
	identity->shared = function_mailbox(address);
	identity->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	identity->folded = g_ptr_array_new_with_free_func(g_free);
	identity->first_ms = identity->last_ms = INSTANT_NONE;
	identity->wrote_first = identity->wrote_last = INSTANT_NONE;
	identity->leader = identity;
	return identity;
}

void identities_observe(struct identities *identities, const char *address, const char *name)
{
	struct identity *identity = g_hash_table_lookup(identities->by_address, address);
	gpointer count;

	if (identity == NULL) {
		identity = identity_new(identities, address);
		g_hash_table_insert(identities->by_address, identity->address, identity);
	}
	if (name == NULL || *name == '\0')
		return;
	count = g_hash_table_lookup(identity->names, name);
	g_hash_table_replace(identity->names, g_strdup(name),
			     GUINT_TO_POINTER(GPOINTER_TO_UINT(count) + 1));
}

static void note_instant(gint64 *first, gint64 *last, gint64 ms)
{
	if (ms == INSTANT_NONE)
		return;
	*first = *first == INSTANT_NONE ? ms : MIN(*first, ms);
	*last = *last == INSTANT_NONE ? ms : MAX(*last, ms);
}

void identities_wrote(struct identities *identities, const char *address, gint64 ms)
{
	struct identity *identity = g_hash_table_lookup(identities->by_address, address);

	identity->written++;
	note_instant(&identity->first_ms, &identity->last_ms, ms);
	note_instant(&identity->wrote_first, &identity->wrote_last, ms);
}

void identities_wrote_to(struct identities *identities, const char *from, const char *to,
			 gint64 ms)
{
	struct identity *writer =
		from != NULL ? g_hash_table_lookup(identities->by_address, from) : NULL;
	struct identity *reader = g_hash_table_lookup(identities->by_address, to);

	note_instant(&reader->first_ms, &reader->last_ms, ms);
	if (writer == NULL)
		return;
	writer->to[reader->side]++;
	reader->from[writer->side]++;
}

void identities_say(struct identities *identities, const char *first, const char *second,
		    bool same)
{
	struct verdict *verdict = g_new0(struct verdict, 1);

	verdict->first = g_strdup(first);
	verdict->second = g_strdup(second);
	verdict->same = same;
	g_ptr_array_add(identities->verdicts, verdict);
}

/* ---- resolving ---- */

static gint compare_texts(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void fold_names(struct identity *identity)
{
	g_autoptr(GHashTable) counts =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GHashTableIter iter;
	gpointer name, times;
	guint all = 0, most = 0;

	g_hash_table_iter_init(&iter, identity->names);
	while (g_hash_table_iter_next(&iter, &name, &times)) {
		char *folded = person_name_fold(name);
		guint count;
		if (folded == NULL)
			continue;
		count = GPOINTER_TO_UINT(g_hash_table_lookup(counts, folded)) +
			GPOINTER_TO_UINT(times);
		all += GPOINTER_TO_UINT(times);
		most = MAX(most, count);
		g_hash_table_replace(counts, folded, GUINT_TO_POINTER(count));
	}
	g_hash_table_iter_init(&iter, counts);
	while (g_hash_table_iter_next(&iter, &name, NULL))
		g_ptr_array_add(identity->folded, g_strdup(name));
	g_ptr_array_sort(identity->folded, compare_texts);
	if (identity->folded->len >= LIST_NAMES && 2 * most < all)
		identity->shared = true;
}

static gint compare_addresses(gconstpointer a, gconstpointer b)
{
	return strcmp((*(struct identity *const *)a)->address,
		      (*(struct identity *const *)b)->address);
}

static void order_all(struct identities *identities)
{
	GHashTableIter iter;
	gpointer identity;

	g_hash_table_iter_init(&iter, identities->by_address);
	while (g_hash_table_iter_next(&iter, NULL, &identity)) {
		fold_names(identity);
		g_ptr_array_add(identities->all, identity);
	}
	g_ptr_array_sort(identities->all, compare_addresses);
}

static guint64 pseudonym_of(const struct identities *identities, const struct identity *leader)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	guint8 digest[32];
	gsize length = sizeof digest;
	guint64 pseudonym = 0;

	g_checksum_update(sum, (const guchar *)identities->salt, -1);
	g_checksum_update(sum, (const guchar *)"\n", 1);
	g_checksum_update(sum, (const guchar *)leader->address, -1);
	g_checksum_get_digest(sum, digest, &length);
	for (int i = 0; i < 8; i++)
		pseudonym = pseudonym << 8 | digest[i];
	return pseudonym & G_MAXINT64;
}

static gint compare_pseudonyms(gconstpointer a, gconstpointer b)
{
	guint64 left = *(const guint64 *)a, right = *(const guint64 *)b;

	return left < right ? -1 : left > right;
}

static void number_persons(struct identities *identities)
{
	for (guint i = 0; i < identities->all->len; i++) {
		struct identity *identity = identities->all->pdata[i];
		if (identity_leader(identity) == identity) {
			guint64 pseudonym = pseudonym_of(identities, identity);
			g_array_append_val(identities->pseudonyms, pseudonym);
		}
	}
	g_array_sort(identities->pseudonyms, compare_pseudonyms);
	g_array_set_size(identities->shared, identities->pseudonyms->len);
	for (guint i = 0; i < identities->all->len; i++) {
		struct identity *identity = identities->all->pdata[i];
		struct identity *leader = identity_leader(identity);
		guint64 pseudonym = pseudonym_of(identities, leader);
		guint index = 0;
		g_array_binary_search(identities->pseudonyms, &pseudonym, compare_pseudonyms,
				      &index);
		identity->person = index;
		g_array_index(identities->shared, gboolean, index) = leader->shared;
	}
}

void identities_resolve(struct identities *identities)
{
	order_all(identities);
	identities_merge(identities);
	number_persons(identities);
}

guint identities_count(const struct identities *identities)
{
	return identities->pseudonyms->len;
}

guint32 identities_person(const struct identities *identities, const char *address)
{
	const struct identity *identity =
		address != NULL ? g_hash_table_lookup(identities->by_address, address) : NULL;

	return identity != NULL ? identity->person : IDENTITY_NONE;
}

guint64 identities_pseudonym(const struct identities *identities, guint32 person)
{
	return g_array_index(identities->pseudonyms, guint64, person);
}

bool identities_shared(const struct identities *identities, guint32 person)
{
	return g_array_index(identities->shared, gboolean, person);
}

const char *identity_name(const struct identity *identity)
{
	GHashTableIter iter;
	gpointer name, count;
	const char *best = NULL;
	guint most = 0;

	g_hash_table_iter_init(&iter, identity->names);
	while (g_hash_table_iter_next(&iter, &name, &count)) {
		guint times = GPOINTER_TO_UINT(count);
		if (times > most || (times == most && best != NULL && strcmp(name, best) < 0)) {
			best = name;
			most = times;
		}
	}
	return best;
}

void identities_each(const struct identities *identities,
		     void (*each)(const char *address, const char *name, guint32 person,
				  void *data),
		     void *data)
{
	for (guint i = 0; i < identities->all->len; i++) {
		const struct identity *identity = identities->all->pdata[i];
		each(identity->address, identity_name(identity), identity->person, data);
	}
}
