/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pairs of addresses that may be one person, where a rule alone is not enough: the possible
 * links between the two thresholds of Fellegi and Sunter (1969). Only pairs of one key are
 * looked at, two persons are asked about once, by the reason that weighs most. */
#include <string.h>

#include "base/calendar.h"
#include "ingest/identity-internal.h"
#include "ingest/person_name.h"

#define TYPING_ERROR     0.9 /* resemblance of two words of which one is mistyped */
#define WORD_LEAST       4   /* letters of a word that may be mistyped */
#define NICKNAME_LEAST   6   /* letters of a local part that few people share */
#define SUCCESSION_MS    (56 * CALENDAR_DAY_MS)
#define SUCCESSION_LEAST 5 /* messages of each */

struct doubting {
	const struct identities *identities;
	GPtrArray *doubts;
	GHashTable *asked; /* "leader\nleader" -> doubt */
};

static bool say_once(struct doubting *doubting, struct identity *a, struct identity *b)
{
	const char *first = identity_leader(a)->address, *second = identity_leader(b)->address;
	bool ordered = strcmp(first, second) < 0;

	return g_hash_table_add(doubting->asked, g_strconcat(ordered ? first : second, "\n",
							     ordered ? second : first, NULL));
}

static struct doubt *put(struct doubting *doubting, enum doubt_kind kind, struct identity *a,
			 struct identity *b)
{
	struct doubt *doubt;

	if (identity_leader(a) == identity_leader(b) || identity_are_foes(a, b) ||
	    !say_once(doubting, a, b))
		return NULL;
	doubt = g_new0(struct doubt, 1);
	doubt->kind = kind;
	doubt->first = g_strdup(a->address);
	doubt->second = g_strdup(b->address);
	doubt->n = a->written;
	doubt->of = b->written;
	doubt->from_ms = doubt->to_ms = INSTANT_NONE;
	g_ptr_array_add(doubting->doubts, doubt);
	return doubt;
}

static void put_possible(struct doubting *doubting, enum doubt_kind kind, struct identity *a,
			 struct identity *b)
{
	if (identities_may_be_one(doubting->identities, a, b))
		put(doubting, kind, a, b);
}

/* Calls for each pair of a group. */
static void each_pair(GPtrArray *group, struct doubting *doubting,
		      void (*look)(struct doubting *doubting, struct identity *a,
				   struct identity *b))
{
	for (guint i = 0; i < group->len; i++)
		for (guint j = i + 1; j < group->len; j++)
			look(doubting, group->pdata[i], group->pdata[j]);
}

/* ---- names that nearly agree ---- */

static char *scope_of(const struct identity *identity)
{
	if (identity->side != SIDE_NONE)
		return g_strdup_printf("%d", identity->side);
	return identity->free_mail ? NULL : g_strdup(identity->organisation);
}

/* By each word of a name, on one side or in one organisation. */
static void add_words(struct groups *groups, struct identity *identity)
{
	g_autofree char *scope = scope_of(identity);

	for (guint i = 0; scope != NULL && i < identity->folded->len; i++) {
		g_auto(GStrv) words = g_strsplit(identity->folded->pdata[i], " ", -1);
		for (guint j = 0; words[j] != NULL; j++)
			if (strlen(words[j]) >= 3)
				groups_add(groups, g_strconcat(words[j], "\n", scope, NULL),
					   identity);
	}
}

static guint count_common(char **a, char **b)
{
	guint common = 0;

	for (guint i = 0; a[i] != NULL; i++)
		common += g_strv_contains((const char *const *)b, a[i]);
	return common;
}

static const char *word_not_in(char **words, char **others)
{
	for (guint i = 0; words[i] != NULL; i++)
		if (!g_strv_contains((const char *const *)others, words[i]))
			return words[i];
	return "";
}

static bool is_typing_error(const char *a, const char *b)
{
	return strlen(a) >= WORD_LEAST && strlen(b) >= WORD_LEAST &&
	       person_resemblance(a, b) >= TYPING_ERROR;
}

static enum doubt_kind compare_names(const char *first, const char *second)
{
	g_auto(GStrv) a = g_strsplit(first, " ", -1);
	g_auto(GStrv) b = g_strsplit(second, " ", -1);
	guint n = g_strv_length(a), m = g_strv_length(b), common = count_common(a, b);

	if (n != m && common == MIN(n, m) && common >= 2)
		return DOUBT_LONGER_NAME;
	if (n == m && common + 1 == n && is_typing_error(word_not_in(a, b), word_not_in(b, a)))
		return DOUBT_NEAR_NAME;
	return DOUBT_COUNT;
}

static void look_at_names(struct doubting *doubting, struct identity *a, struct identity *b)
{
	enum doubt_kind best = DOUBT_COUNT;

	for (guint i = 0; i < a->folded->len; i++)
		for (guint j = 0; j < b->folded->len; j++)
			best = MIN(best,
				   compare_names(a->folded->pdata[i], b->folded->pdata[j]));
	if (best != DOUBT_COUNT)
		put_possible(doubting, best, a, b);
}

static void take_words(const char *key, GPtrArray *group, void *data)
{
	(void)key;
	each_pair(group, data, look_at_names);
}

/* ---- a new name in the place of an old one ---- */

static void add_given(struct groups *groups, struct identity *identity)
{
	const char *name = identity_name(identity);
	g_autofree char *given = name != NULL ? person_name_given(name) : NULL;

	if (given != NULL && strlen(given) >= 3 && !identity->free_mail &&
	    identity->organisation != NULL && identity->written >= SUCCESSION_LEAST)
		groups_add(groups, g_strconcat(given, "\n", identity->organisation, NULL),
			   identity);
}

/* The only two of a given name in the house, and one begins as the other ends. */
static void take_given(const char *key, GPtrArray *group, void *data)
{
	struct identity *a = group->pdata[0], *b = group->pdata[1], *old, *new;
	struct doubt *doubt;

	(void)key;
	if (group->len != 2 ||
	    !identities_may_be_one(((struct doubting *)data)->identities, a, b))
		return;
	if (a->wrote_last == INSTANT_NONE || b->wrote_last == INSTANT_NONE)
		return;
	old = a->wrote_last < b->wrote_first ? a : b;
	new = old == a ? b : a;
	if (new->wrote_first < old->wrote_last ||
	    new->wrote_first - old->wrote_last > SUCCESSION_MS)
		return;
	doubt = put(data, DOUBT_NAME_CHANGED, old, new);
	if (doubt != NULL) {
		doubt->from_ms = old->wrote_last;
		doubt->to_ms = new->wrote_first;
	}
}

/* ---- local parts ---- */

static void add_exchange(struct groups *groups, struct identity *identity)
{
	if (identity->local != NULL && identity->label != NULL && !identity->free_mail)
		groups_add(groups, g_strconcat(identity->local, "\n", identity->label, NULL),
			   identity);
}

static void look_at_exchange(struct doubting *doubting, struct identity *a, struct identity *b)
{
	if (a->exchange != b->exchange && !identity_names_conflict(a, b))
		put_possible(doubting, DOUBT_EXCHANGE_NAME, a, b);
}

static void take_exchange(const char *key, GPtrArray *group, void *data)
{
	(void)key;
	each_pair(group, data, look_at_exchange);
}

/* "jdupont@acme.fr" without a name, and "Jean Dupont" of acme.fr. */
static void add_initials(struct groups *groups, struct identity *identity)
{
	g_autofree char *letters =
		identity->local != NULL ? person_local_letters(identity->local) : NULL;

	if (letters == NULL || identity->organisation == NULL || identity->free_mail)
		return;
	if (identity->folded->len == 0)
		groups_add(groups, g_strconcat(letters, "\n", identity->organisation, NULL),
			   identity);
	for (guint i = 0; i < identity->folded->len; i++) {
		g_autoptr(GPtrArray) forms =
			person_name_forms(identity->folded->pdata[i], PERSON_FORM_INITIAL);
		for (guint j = 0; j < forms->len; j++)
			groups_add(groups,
				   g_strconcat(forms->pdata[j], "\n", identity->organisation,
					       NULL),
				   identity);
	}
}

static void look_at_initials(struct doubting *doubting, struct identity *a, struct identity *b)
{
	if ((a->folded->len == 0) != (b->folded->len == 0))
		put_possible(doubting, DOUBT_LOCAL_FITS_NAME, a, b);
}

static void take_initials(const char *key, GPtrArray *group, void *data)
{
	(void)key;
	each_pair(group, data, look_at_initials);
}

static void add_local(struct groups *groups, struct identity *identity)
{
	g_autofree char *letters =
		identity->local != NULL ? person_local_letters(identity->local) : NULL;

	if (letters != NULL && strlen(letters) >= WORD_LEAST)
		groups_add(groups, g_steal_pointer(&letters), identity);
}

static bool is_given_name(const char *letters, const struct identity *identity)
{
	const char *name = identity_name(identity);
	g_autofree char *given = name != NULL ? person_name_given(name) : NULL;

	return g_strcmp0(given, letters) == 0;
}

/* Elsewhere, the same local part says something when it spells a name, or is a word that nobody
 * else has. */
static bool is_telling(const char *letters, bool only_two, const struct identity *a,
		       const struct identity *b)
{
	g_autofree char *name = person_local_name(a->local);

	if (name != NULL || identity_is_spelt(a, letters) || identity_is_spelt(b, letters))
		return true;
	return only_two && strlen(letters) >= NICKNAME_LEAST && !is_given_name(letters, a) &&
	       !is_given_name(letters, b);
}

static void look_at_locals(struct doubting *doubting, const char *letters, bool only_two,
			   struct identity *a, struct identity *b)
{
	if (g_strcmp0(a->organisation, b->organisation) == 0) {
		if (strcmp(a->local, b->local) == 0 && identity_names_conflict(a, b))
			put_possible(doubting, DOUBT_CONFLICTING_NAMES, a, b);
	} else if (!identity_names_conflict(a, b) && is_telling(letters, only_two, a, b)) {
		put_possible(doubting, DOUBT_SAME_LOCAL_PART, a, b);
	}
}

static void take_locals(const char *key, GPtrArray *group, void *data)
{
	for (guint i = 0; i < group->len; i++)
		for (guint j = i + 1; j < group->len; j++)
			look_at_locals(data, key, group->len == 2, group->pdata[i],
				       group->pdata[j]);
}

/* ---- one name on both sides ---- */

static void add_names(struct groups *groups, struct identity *identity)
{
	for (guint i = 0; i < identity->folded->len; i++)
		groups_add(groups, g_strdup(identity->folded->pdata[i]), identity);
}

static void look_at_sides(struct doubting *doubting, struct identity *a, struct identity *b)
{
	put(doubting, DOUBT_NAME_ON_BOTH_SIDES, a, b);
}

static void take_names(const char *key, GPtrArray *group, void *data)
{
	(void)key;
	each_pair(group, data, look_at_sides);
}

/* ---- the list ---- */

struct question {
	void (*add_keys)(struct groups *groups, struct identity *identity);
	void (*take)(const char *key, GPtrArray *group, void *data);
};

static const struct question questions[] = {
	{add_words, take_words},       {add_given, take_given},  {add_exchange, take_exchange},
	{add_initials, take_initials}, {add_local, take_locals}, {add_names, take_names},
};

static void ask(struct doubting *doubting, const struct question *question)
{
	g_autoptr(groups_auto) groups = groups_new();

	for (guint i = 0; i < doubting->identities->all->len; i++) {
		struct identity *identity = doubting->identities->all->pdata[i];
		if (!identity->shared)
			question->add_keys(groups, identity);
	}
	groups_each(groups, question->take, doubting);
}

/* Sides first: one answer there settles many messages. */
static gint surest_first(gconstpointer left, gconstpointer right)
{
	const struct doubt *a = *(struct doubt *const *)left,
			   *b = *(struct doubt *const *)right;
	int order;

	if (doubt_is_of_pair(a) != doubt_is_of_pair(b))
		return doubt_is_of_pair(a) ? 1 : -1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (MIN(a->n, a->of) != MIN(b->n, b->of))
		return MIN(a->n, a->of) > MIN(b->n, b->of) ? -1 : 1;
	order = strcmp(a->first, b->first);
	return order != 0 ? order : g_strcmp0(a->second, b->second);
}

/* The first of each kind, so that many of one do not hide the others. */
static void keep_the_surest(GPtrArray *doubts)
{
	guint of_kind[DOUBT_COUNT] = {0}, kept = 0;

	for (guint i = 0; i < doubts->len; i++) {
		struct doubt *doubt = doubts->pdata[i];
		if (of_kind[doubt->kind]++ < IDENTITY_DOUBTS)
			doubts->pdata[kept++] = doubt;
		else
			doubt_free(doubt);
	}
	for (guint i = kept; i < doubts->len; i++)
		doubts->pdata[i] = NULL;
	g_ptr_array_set_size(doubts, (gint)kept);
}

GPtrArray *identities_doubts(const struct identities *identities)
{
	struct doubting doubting = {
		.identities = identities,
		.doubts = g_ptr_array_new_with_free_func((GDestroyNotify)doubt_free),
		.asked = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
	};

	for (guint i = 0; i < G_N_ELEMENTS(questions); i++)
		ask(&doubting, &questions[i]);
	g_hash_table_destroy(doubting.asked);
	identities_side_doubts(identities, doubting.doubts);
	g_ptr_array_sort(doubting.doubts, surest_first);
	keep_the_surest(doubting.doubts);
	return doubting.doubts;
}
