/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Blocking, as record linkage calls it: only addresses of one key are compared. Keys are walked
 * in their order, for what is merged first decides what may be merged next. */
#include "ingest/identity-internal.h"

#include <stdlib.h>
#include <string.h>

struct groups {
	GHashTable *by_key; /* key -> GPtrArray of struct identity * */
};

static void free_group(gpointer data)
{
	g_ptr_array_unref(data);
}

struct groups *groups_new(void)
{
	struct groups *groups = g_new0(struct groups, 1);

	groups->by_key = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_group);
	return groups;
}

void groups_free(struct groups *groups)
{
	g_hash_table_destroy(groups->by_key);
	g_free(groups);
}

void groups_add(struct groups *groups, char *key, struct identity *identity)
{
	GPtrArray *group;

	if (key == NULL)
		return;
	group = g_hash_table_lookup(groups->by_key, key);
	if (group == NULL) {
		group = g_ptr_array_new();
		g_hash_table_insert(groups->by_key, key, group);
	} else {
		g_free(key);
	}
	/* Identities come one after the other: the same one again would be the last. */
	if (group->len == 0 || group->pdata[group->len - 1] != identity)
		g_ptr_array_add(group, identity);
}

GPtrArray *groups_find(const struct groups *groups, const char *key)
{
	return g_hash_table_lookup(groups->by_key, key);
}

static gint compare_keys(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void groups_each(const struct groups *groups,
		 void (*each)(const char *key, GPtrArray *group, void *data), void *data)
{
	guint n;
	g_autofree gpointer *keys = g_hash_table_get_keys_as_array(groups->by_key, &n);

	qsort(keys, n, sizeof *keys, compare_keys);
	for (guint i = 0; i < n; i++) {
		GPtrArray *group = g_hash_table_lookup(groups->by_key, keys[i]);
		if (group->len >= 2 && group->len <= NAME_MAX_ADDRESSES)
			each(keys[i], group, data);
	}
}
