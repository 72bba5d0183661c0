/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Merging addresses into persons by union-find, after the rules that archives of open-source
 * lists taught (Bird et al. 2006, "Mining email social networks"): one full name on several
 * addresses is one person; one local part of the form first.last within an organisation's
 * domains is one person; a function mailbox is nobody. A name that too many addresses carry is
 * not a name. Homonyms on the two named sides stay two persons; where a side is "everyone
 * else", a person keeps its identity under a new employer's address. */
#include "ingest/identity.h"

#include <string.h>

#include "ingest/function_mailbox.h"

#define NAME_MAX_ADDRESSES 12 /* a full name on more addresses is a label, not a person */

struct identity {
	char *address;
	enum side side;
	bool shared;
	GHashTable *names; /* written name -> count */
	struct identity *leader;
	guint32 person;
};

struct identities {
	const struct sides *sides;
	char *salt;
	GHashTable *by_address; /* address -> struct identity * */
	GArray *pseudonyms;     /* guint64, ascending: the person's number is the index */
	GArray *shared;         /* gboolean a person */
};

static void identity_free(gpointer data)
{
	struct identity *identity = data;

	g_free(identity->address);
	g_hash_table_destroy(identity->names);
	g_free(identity);
}

struct identities *identities_new(const struct sides *sides, const char *salt)
{
	struct identities *identities = g_new0(struct identities, 1);

	identities->sides = sides;
	identities->salt = g_strdup(salt);
	identities->by_address =
		g_hash_table_new_full(g_str_hash, g_str_equal, NULL, identity_free);
	identities->pseudonyms = g_array_new(FALSE, FALSE, sizeof(guint64));
	identities->shared = g_array_new(FALSE, FALSE, sizeof(gboolean));
	return identities;
}

void identities_free(struct identities *identities)
{
	if (identities == NULL)
		return;
	g_free(identities->salt);
	g_hash_table_destroy(identities->by_address);
	g_array_unref(identities->pseudonyms);
	g_array_unref(identities->shared);
	g_free(identities);
}

void identities_observe(struct identities *identities, const char *address, const char *name)
{
	struct identity *identity = g_hash_table_lookup(identities->by_address, address);
	gpointer count;

	if (identity == NULL) {
		identity = g_new0(struct identity, 1);
		identity->address = g_strdup(address);
		identity->side = sides_of_address(identities->sides, address);
		identity->shared = function_mailbox(address);
		identity->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
		identity->leader = identity;
		g_hash_table_insert(identities->by_address, identity->address, identity);
	}
	if (name == NULL || *name == '\0')
		return;
	count = g_hash_table_lookup(identity->names, name);
	g_hash_table_replace(identity->names, g_strdup(name),
			     GUINT_TO_POINTER(GPOINTER_TO_UINT(count) + 1));
}

static struct identity *leader_of(struct identity *identity)
{
	while (identity->leader != identity) {
		identity->leader = identity->leader->leader;
		identity = identity->leader;
	}
	return identity;
}

/* Two named organisations do not share a person, but someone may pass to "everyone else". */
static bool may_be_one(const struct identities *identities, const struct identity *a,
		       const struct identity *b)
{
	if (a->shared || b->shared)
		return false;
	return a->side == b->side || a->side == SIDE_NONE || b->side == SIDE_NONE ||
	       sides_has_everyone(identities->sides);
}

static void merge(const struct identities *identities, struct identity *a, struct identity *b)
{
	struct identity *first = leader_of(a), *second = leader_of(b);

	if (first == second || !may_be_one(identities, a, b))
		return;
	if (strcmp(first->address, second->address) < 0)
		second->leader = first;
	else
		first->leader = second;
}

/* Cuts what is not the name: "Valentino Volonghi aka Dialtone", "Jean Dupont (Infonet)". */
static char *bare_name(const char *name)
{
	static const char *const tails[] = {" aka ", " via ", " - ", " (", " [", " | ", " /"};
	char *bare = g_strdup(name);

	for (guint i = 0; i < G_N_ELEMENTS(tails); i++) {
		char *tail = strstr(bare, tails[i]);
		if (tail != NULL && tail != bare)
			*tail = '\0';
	}
	return bare;
}

static gint compare_words(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* "DUPONT, Jean" and "Jean Dupont" give "dupont jean"; NULL unless two words of two letters. */
static char *folded_name(const char *name)
{
	g_autofree char *bare = bare_name(name);
	g_autofree char *decomposed = g_utf8_normalize(bare, -1, G_NORMALIZE_ALL);
	g_autoptr(GString) letters = g_string_new(NULL);
	g_autoptr(GPtrArray) words = g_ptr_array_new();
	g_auto(GStrv) parts = NULL;

	if (decomposed == NULL || strchr(decomposed, '@') != NULL)
		return NULL;
	for (const char *at = decomposed; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar letter = g_utf8_get_char(at);
		if (g_unichar_ismark(letter))
			continue;
		g_string_append_unichar(
			letters, g_unichar_isalnum(letter) ? g_unichar_tolower(letter) : ' ');
	}
	parts = g_strsplit(letters->str, " ", -1);
	for (guint i = 0; parts[i] != NULL; i++)
		if (g_utf8_strlen(parts[i], -1) >= 2)
			g_ptr_array_add(words, parts[i]);
	if (words->len < 2 || (words->len >= 3 && strcmp(words->pdata[1], "at") == 0))
		return NULL;
	g_ptr_array_sort(words, compare_words);
	g_ptr_array_add(words, NULL);
	return g_strjoinv(" ", (char **)words->pdata);
}

/* "infonet" of "jean@mail.infonet.com": the label that an organisation's domains share. */
static char *organisation_label(const char *address)
{
	const char *at = strrchr(address, '@');
	g_auto(GStrv) labels = g_strsplit(at != NULL ? at + 1 : "", ".", -1);
	guint count = g_strv_length(labels);

	return count >= 2 ? g_strdup(labels[count - 2]) : NULL;
}

/* "jean.dupont@infonet.fr" and "jean.dupont@infonet.com": a key of local part and organisation.
 */
static char *local_key(const struct identity *identity)
{
	const char *at = strrchr(identity->address, '@');
	g_autofree char *label = organisation_label(identity->address);
	gsize length = at != NULL ? (gsize)(at - identity->address) : 0;

	if (label == NULL || length < 3)
		return NULL;
	return g_strdup_printf("%.*s@%s", (int)length, identity->address, label);
}

static void add_to_group(GHashTable *groups, char *key, struct identity *identity)
{
	GPtrArray *group;

	if (key == NULL)
		return;
	group = g_hash_table_lookup(groups, key);
	if (group == NULL) {
		group = g_ptr_array_new();
		g_hash_table_insert(groups, key, group);
	} else {
		g_free(key);
	}
	g_ptr_array_add(group, identity);
}

static void merge_groups(const struct identities *identities, GHashTable *groups)
{
	GHashTableIter iter;
	gpointer value;

	g_hash_table_iter_init(&iter, groups);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		GPtrArray *group = value;
		if (group->len > NAME_MAX_ADDRESSES)
			continue;
		for (guint i = 0; i < group->len; i++)
			for (guint j = i + 1; j < group->len; j++)
				merge(identities, group->pdata[i], group->pdata[j]);
	}
}

static void collect_names(struct identity *identity, GHashTable *groups)
{
	g_autoptr(GHashTable) keys =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GHashTableIter iter;
	gpointer name;

	g_hash_table_iter_init(&iter, identity->names);
	while (g_hash_table_iter_next(&iter, &name, NULL)) {
		char *folded = folded_name(name);
		if (folded == NULL)
			continue;
		if (!g_hash_table_contains(keys, folded))
			add_to_group(groups, g_strdup(folded), identity);
		g_hash_table_add(keys, folded);
	}
}

static gint compare_addresses(gconstpointer a, gconstpointer b)
{
	return strcmp(((const struct identity *)a)->address,
		      ((const struct identity *)b)->address);
}

static GList *sorted_identities(const struct identities *identities)
{
	return g_list_sort(g_hash_table_get_values(identities->by_address), compare_addresses);
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

static void number_persons(struct identities *identities, GList *all)
{
	for (GList *item = all; item != NULL; item = item->next) {
		struct identity *identity = item->data;
		if (leader_of(identity) == identity) {
			guint64 pseudonym = pseudonym_of(identities, identity);
			g_array_append_val(identities->pseudonyms, pseudonym);
		}
	}
	g_array_sort(identities->pseudonyms, compare_pseudonyms);
	g_array_set_size(identities->shared, identities->pseudonyms->len);
	for (GList *item = all; item != NULL; item = item->next) {
		struct identity *identity = item->data;
		guint64 pseudonym = pseudonym_of(identities, leader_of(identity));
		guint index = 0;
		g_array_binary_search(identities->pseudonyms, &pseudonym, compare_pseudonyms,
				      &index);
		identity->person = index;
		g_array_index(identities->shared, gboolean, index) = identity->shared;
	}
}

static void free_group(gpointer data)
{
	g_ptr_array_unref(data);
}

void identities_resolve(struct identities *identities)
{
	g_autoptr(GHashTable) names =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_group);
	g_autoptr(GHashTable) locals =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_group);
	g_autoptr(GList) all = sorted_identities(identities);

	for (GList *item = all; item != NULL; item = item->next) {
		collect_names(item->data, names);
		add_to_group(locals, local_key(item->data), item->data);
	}
	merge_groups(identities, names);
	merge_groups(identities, locals);
	number_persons(identities, all);
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

static const char *most_written_name(const struct identity *identity)
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
	g_autoptr(GList) all = sorted_identities(identities);

	for (GList *item = all; item != NULL; item = item->next) {
		const struct identity *identity = item->data;
		each(identity->address, most_written_name(identity), identity->person, data);
	}
}
