/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A request is the set of the stems of its words, without the little ones. Two are the same
 * thing when three fifths of the stems of either are in both; then one of the rarest stems of
 * the one is among the rarest of the other, which is how the few to compare are found (prefix
 * filtering: Bayardo, Ma and Srikant, "Scaling up all pairs similarity search", WWW 2007). A
 * request joins the first group whose founder it resembles. */
#include "language/repeated_asks.h"

#include <string.h>

#include "language/features-internal.h"
#include "text/folded.h"

#define RESEMBLANCE .6
#define STEMS_LEAST 5u /* fewer say nothing of their own */
#define WORD_LEAST  4u /* letters; what is shorter is a word of grammar */

struct ask {
	GArray *stems; /* guint32, distinct; ascending, then the rarest first */
	guint32 thread;
	gint64 at_ms;
};

struct group {
	guint founder, last, threads;
	GHashTable *seen; /* threads */
};

struct repeated_asks {
	struct stems *stems;
	struct folded folded;
	GPtrArray *all;       /* struct ask * */
	GHashTable *holding;  /* how many requests hold a stem */
	GHashTable *founders; /* GArray of groups (guint), by a stem that is rare in them */
	GArray *groups;       /* struct group */
};

static void ask_free(gpointer data)
{
	struct ask *ask = data;

	g_array_unref(ask->stems);
	g_free(ask);
}

static void group_clear(gpointer data)
{
	g_hash_table_unref(((struct group *)data)->seen);
}

struct repeated_asks *repeated_asks_new(void)
{
	struct repeated_asks *asks = g_new0(struct repeated_asks, 1);

	asks->stems = stems_new();
	asks->all = g_ptr_array_new_with_free_func(ask_free);
	asks->holding = g_hash_table_new(NULL, NULL);
	asks->founders = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
	asks->groups = g_array_new(FALSE, FALSE, sizeof(struct group));
	g_array_set_clear_func(asks->groups, group_clear);
	return asks;
}

void repeated_asks_free(struct repeated_asks *asks)
{
	if (asks == NULL)
		return;
	stems_free(asks->stems);
	folded_clear(&asks->folded);
	g_ptr_array_unref(asks->all);
	g_hash_table_unref(asks->holding);
	g_hash_table_unref(asks->founders);
	g_array_unref(asks->groups);
	g_free(asks);
}

/* ---- stems ---- */

static bool holds(const GArray *stems, guint32 stem)
{
	for (guint i = 0; i < stems->len; i++)
		if (g_array_index(stems, guint32, i) == stem)
			return true;
	return false;
}

static guint holding(const struct repeated_asks *asks, guint32 stem)
{
	return GPOINTER_TO_UINT(g_hash_table_lookup(asks->holding, GUINT_TO_POINTER(stem)));
}

static void add_word(struct repeated_asks *asks, const char *word, gsize length,
		     const char *language, GArray *stems)
{
	guint32 stem;

	if (length < WORD_LEAST)
		return;
	stem = stem_hash(asks->stems, word, length, word_hash(word, length), language);
	if (holds(stems, stem))
		return;
	g_array_append_val(stems, stem);
	g_hash_table_insert(asks->holding, GUINT_TO_POINTER(stem),
			    GUINT_TO_POINTER(holding(asks, stem) + 1));
}

guint repeated_asks_add(struct repeated_asks *asks, const char *text, const char *language,
			guint32 thread, gint64 at_ms)
{
	struct ask *ask = g_new(struct ask, 1);
	const char *at;

	*ask = (struct ask){g_array_new(FALSE, FALSE, sizeof(guint32)), thread, at_ms};
	folded_make(text, strlen(text), &asks->folded);
	for (at = asks->folded.text; *at != '\0';) {
		gsize length = 0;
		while (g_ascii_isalpha(at[length]))
			length++;
		add_word(asks, at, length, language, ask->stems);
		at += MAX(length, 1);
	}
	g_ptr_array_add(asks->all, ask);
	return asks->all->len - 1;
}

/* ---- groups ---- */

static gint by_rarity(gconstpointer a, gconstpointer b, gpointer data)
{
	guint32 first = *(const guint32 *)a, second = *(const guint32 *)b;
	guint left = holding(data, first), right = holding(data, second);

	if (left != right)
		return left < right ? -1 : 1;
	return first < second ? -1 : first > second;
}

/* How many of the rarest stems two requests that are the same must share one of. */
static guint prefix(const struct ask *ask)
{
	guint needed = (guint)(RESEMBLANCE * ask->stems->len + .999999);

	return ask->stems->len - needed + 1;
}

static bool resemble(const struct ask *one, const struct ask *other)
{
	guint both = 0;

	for (guint i = 0; i < one->stems->len; i++)
		both += holds(other->stems, g_array_index(one->stems, guint32, i));
	return both >= RESEMBLANCE * (one->stems->len + other->stems->len - both);
}

static const struct ask *ask_at(const struct repeated_asks *asks, guint number)
{
	return g_ptr_array_index(asks->all, number);
}

/* The first group whose founder resembles it; the number of groups when none does. */
static guint find_group(const struct repeated_asks *asks, const struct ask *ask)
{
	guint found = asks->groups->len;

	for (guint i = 0; i < prefix(ask); i++) {
		guint32 stem = g_array_index(ask->stems, guint32, i);
		const GArray *some =
			g_hash_table_lookup(asks->founders, GUINT_TO_POINTER(stem));
		for (guint k = 0; some != NULL && k < some->len; k++) {
			guint at = g_array_index(some, guint, k);
			const struct group *group =
				&g_array_index(asks->groups, struct group, at);
			if (at < found && resemble(ask, ask_at(asks, group->founder)))
				found = at;
		}
	}
	return found;
}

static void found_group(struct repeated_asks *asks, guint number)
{
	const struct ask *ask = ask_at(asks, number);
	struct group group = {number, number, 0, g_hash_table_new(NULL, NULL)};
	guint at = asks->groups->len;

	g_array_append_val(asks->groups, group);
	for (guint i = 0; i < prefix(ask); i++) {
		gpointer stem = GUINT_TO_POINTER(g_array_index(ask->stems, guint32, i));
		GArray *some = g_hash_table_lookup(asks->founders, stem);
		if (some == NULL) {
			some = g_array_new(FALSE, FALSE, sizeof(guint));
			g_hash_table_insert(asks->founders, stem, some);
		}
		g_array_append_val(some, at);
	}
}

static void join_group(struct repeated_asks *asks, guint number)
{
	const struct ask *ask = ask_at(asks, number);
	guint at = find_group(asks, ask);
	struct group *group;

	if (at == asks->groups->len)
		found_group(asks, number);
	group = &g_array_index(asks->groups, struct group, at);
	group->last = number;
	group->threads += g_hash_table_add(group->seen, GUINT_TO_POINTER(ask->thread + 1));
}

GArray *repeated_asks_find(struct repeated_asks *asks, guint threads, gint64 over_ms)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(struct repeated_ask));

	for (guint i = 0; i < asks->all->len; i++)
		g_array_sort_with_data(ask_at(asks, i)->stems, by_rarity, asks);
	for (guint i = 0; i < asks->all->len; i++)
		if (ask_at(asks, i)->stems->len >= STEMS_LEAST)
			join_group(asks, i);
	for (guint i = 0; i < asks->groups->len; i++) {
		const struct group *group = &g_array_index(asks->groups, struct group, i);
		struct repeated_ask one = {group->founder, group->last, group->threads};
		if (group->threads >= threads &&
		    ask_at(asks, one.last)->at_ms - ask_at(asks, one.first)->at_ms >= over_ms)
			g_array_append_val(out, one);
	}
	return out;
}
