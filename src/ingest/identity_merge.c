/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which addresses are one person without asking: a table of rules in the order of their weight
 * (Fellegi and Sunter 1969, "A theory for record linkage"; the rules of Bird et al. 2006), each
 * near certain alone, and union-find under constraints. What a user said comes first, and
 * "different" beats every rule. A name of both sides puts nobody together across them. */
#include <string.h>

#include "ingest/identity-internal.h"
#include "ingest/person_name.h"

#define LOCAL_LEAST 3 /* letters of a local part that says something */

struct identity *identity_leader(struct identity *identity)
{
	while (identity->leader != identity) {
		identity->leader = identity->leader->leader;
		identity = identity->leader;
	}
	return identity;
}

/* ---- what a user said ---- */

static bool are_foes(struct identity *first, struct identity *second)
{
	for (guint i = 0; first->foes != NULL && i < first->foes->len; i++)
		if (identity_leader(first->foes->pdata[i]) == second)
			return true;
	return false;
}

bool identity_are_foes(struct identity *a, struct identity *b)
{
	return are_foes(identity_leader(a), identity_leader(b));
}

static void add_foe(struct identity *identity, struct identity *foe)
{
	if (identity->foes == NULL)
		identity->foes = g_ptr_array_new();
	g_ptr_array_add(identity->foes, foe);
}

static void join(struct identity *a, struct identity *b)
{
	struct identity *first = strcmp(a->address, b->address) < 0 ? a : b;
	struct identity *second = first == a ? b : a;

	second->leader = first;
	first->named_sides |= second->named_sides;
	if (first->sided == NULL ||
	    (second->sided != NULL && strcmp(second->sided, first->sided) < 0))
		first->sided = second->sided;
	for (guint i = 0; second->foes != NULL && i < second->foes->len; i++)
		add_foe(first, second->foes->pdata[i]);
}

static void apply_verdict(struct identities *identities, const struct verdict *verdict,
			  bool same)
{
	struct identity *first = g_hash_table_lookup(identities->by_address, verdict->first);
	struct identity *second = g_hash_table_lookup(identities->by_address, verdict->second);

	if (verdict->same != same || first == NULL || second == NULL)
		return;
	first = identity_leader(first);
	second = identity_leader(second);
	if (first == second)
		return;
	if (!same) {
		add_foe(first, second);
		add_foe(second, first);
	} else if (!are_foes(first, second)) {
		join(first, second);
	}
}

static gint compare_verdicts(gconstpointer a, gconstpointer b)
{
	const struct verdict *left = *(struct verdict *const *)a;
	const struct verdict *right = *(struct verdict *const *)b;
	int order = strcmp(left->first, right->first);

	return order != 0 ? order : strcmp(left->second, right->second);
}

/* The order in which they were given must not show. */
static void apply_verdicts(struct identities *identities)
{
	g_ptr_array_sort(identities->verdicts, compare_verdicts);
	for (guint same = 0; same < 2; same++)
		for (guint i = 0; i < identities->verdicts->len; i++)
			apply_verdict(identities, identities->verdicts->pdata[i], same);
}

/* ---- merging ---- */

#define BOTH_SIDES (1u << SIDE_CLIENT | 1u << SIDE_PROVIDER)

/* Two named organisations do not share a person, but someone may pass to "everyone else". */
bool identities_may_be_one(const struct identities *identities, struct identity *a,
			   struct identity *b)
{
	struct identity *first = identity_leader(a), *second = identity_leader(b);

	return !a->shared && !b->shared && !are_foes(first, second) &&
	       (sides_has_everyone(identities->sides) ||
		(first->named_sides | second->named_sides) != BOTH_SIDES);
}

static void merge(const struct identities *identities, struct identity *a, struct identity *b)
{
	struct identity *first = identity_leader(a), *second = identity_leader(b);

	if (first != second && identities_may_be_one(identities, a, b))
		join(first, second);
}

static bool is_on_both_sides(const GPtrArray *group)
{
	guint sides = 0;

	for (guint i = 0; i < group->len; i++) {
		struct identity *one = group->pdata[i];
		sides |= one->shared ? 0 : identity_leader(one)->named_sides;
	}
	return sides == BOTH_SIDES;
}

/* Where both sides bear the name, an address of neither could be either's. */
static void merge_group(const struct identities *identities, GPtrArray *group, bool careful)
{
	bool divided = !sides_has_everyone(identities->sides) && is_on_both_sides(group);

	for (guint i = 0; i < group->len; i++)
		for (guint j = i + 1; j < group->len; j++) {
			struct identity *a = group->pdata[i], *b = group->pdata[j];
			if (divided && a->side != b->side)
				continue;
			if (!careful || !identity_names_conflict(a, b))
				merge(identities, a, b);
		}
}

static void merge_same_name(const char *key, GPtrArray *group, void *data)
{
	(void)key;
	merge_group(data, group, false);
}

static void merge_same_local(const char *key, GPtrArray *group, void *data)
{
	(void)key;
	merge_group(data, group, true);
}

bool identity_names_conflict(const struct identity *a, const struct identity *b)
{
	for (guint i = 0; i < a->folded->len; i++)
		for (guint j = 0; j < b->folded->len; j++)
			if (person_names_touch(a->folded->pdata[i], b->folded->pdata[j]))
				return false;
	return a->folded->len > 0 && b->folded->len > 0;
}

bool identity_is_spelt(const struct identity *identity, const char *letters)
{
	static const enum person_form kinds[] = {PERSON_FORM_WHOLE, PERSON_FORM_INITIAL};

	for (guint i = 0; i < identity->folded->len; i++)
		for (guint k = 0; k < G_N_ELEMENTS(kinds); k++) {
			g_autoptr(GPtrArray) forms =
				person_name_forms(identity->folded->pdata[i], kinds[k]);
			for (guint j = 0; j < forms->len; j++)
				if (strcmp(forms->pdata[j], letters) == 0)
					return true;
		}
	return false;
}

/* ---- the keys, one a rule ---- */

static void add_names(struct groups *groups, struct identity *identity)
{
	for (guint i = 0; i < identity->folded->len; i++)
		groups_add(groups, g_strdup(identity->folded->pdata[i]), identity);
}

/* "jean@mail.acme.fr" and "jean@acme.fr". */
static void add_local(struct groups *groups, struct identity *identity)
{
	if (identity->local != NULL && identity->organisation != NULL &&
	    strlen(identity->local) >= LOCAL_LEAST)
		groups_add(groups,
			   g_strconcat(identity->local, "@", identity->organisation, NULL),
			   identity);
}

/* "jean.dupont@acme.fr" and "jean.dupont@acme.com"; a first name alone only where one side owns
 * both. */
static void add_labelled(struct groups *groups, struct identity *identity)
{
	g_autofree char *name =
		identity->local != NULL ? person_local_name(identity->local) : NULL;

	if (identity->label == NULL || identity->free_mail || identity->local == NULL)
		return;
	if (name != NULL)
		groups_add(groups, g_strconcat(identity->local, "@", identity->label, NULL),
			   identity);
	else if (identity->named && strlen(identity->local) >= LOCAL_LEAST)
		groups_add(groups,
			   g_strdup_printf("%s@%s@%d", identity->local, identity->label,
					   identity->side),
			   identity);
}

/* "jean.dupont@" the old domain and the new one of a side, once a user has named both. */
static void add_sided(struct groups *groups, struct identity *identity)
{
	g_autofree char *name =
		identity->local != NULL ? person_local_name(identity->local) : NULL;

	if (name != NULL && identity->named && !identity->free_mail)
		groups_add(groups, g_strdup_printf("%s@%d", identity->local, identity->side),
			   identity);
}

/* ---- Exchange: the same user by a name without a domain ---- */

static void add_exchange(struct groups *groups, struct identity *identity)
{
	if (identity->label != NULL && identity->local != NULL && !identity->free_mail)
		groups_add(groups, g_strconcat(identity->local, "@", identity->label, NULL),
			   identity);
}

/* The user's name and the address agree, and the address is made of the written name. */
static bool is_exchange_user(const struct identity *exchange, const struct identity *other)
{
	g_autofree char *letters = person_local_letters(exchange->local);

	return exchange->exchange && !other->exchange &&
	       !identity_names_conflict(exchange, other) &&
	       (identity_is_spelt(exchange, letters) || identity_is_spelt(other, letters));
}

static void merge_exchange(const char *key, GPtrArray *group, void *data)
{
	(void)key;
	for (guint i = 0; i < group->len; i++)
		for (guint j = 0; j < group->len; j++)
			if (is_exchange_user(group->pdata[i], group->pdata[j]))
				merge(data, group->pdata[i], group->pdata[j]);
}

/* Within an organisation: the name that is written, or the one that the address spells. */
static void add_spelt(struct groups *groups, struct identity *identity)
{
	g_autofree char *spelt =
		identity->local != NULL ? person_local_name(identity->local) : NULL;

	if (identity->organisation == NULL || identity->free_mail)
		return;
	for (guint i = 0; i < identity->folded->len; i++)
		groups_add(groups,
			   g_strconcat(identity->folded->pdata[i], "@", identity->organisation,
				       NULL),
			   identity);
	if (identity->folded->len == 0 && spelt != NULL)
		groups_add(groups, g_strconcat(spelt, "@", identity->organisation, NULL),
			   identity);
}

/* "jeandupont@acme.fr" without a name, and "Jean Dupont" of acme.fr. */
static void add_joined(struct groups *groups, struct identity *identity)
{
	if (identity->organisation == NULL || identity->free_mail || identity->local == NULL)
		return;
	if (identity->folded->len == 0) {
		g_autofree char *letters = person_local_letters(identity->local);
		groups_add(groups, g_strconcat(letters, "@", identity->organisation, NULL),
			   identity);
	}
	for (guint i = 0; i < identity->folded->len; i++) {
		g_autoptr(GPtrArray) forms =
			person_name_forms(identity->folded->pdata[i], PERSON_FORM_WHOLE);
		for (guint j = 0; j < forms->len; j++)
			groups_add(
				groups,
				g_strconcat(forms->pdata[j], "@", identity->organisation, NULL),
				identity);
	}
}

struct rule {
	void (*add_keys)(struct groups *groups, struct identity *identity);
	void (*merge)(const char *key, GPtrArray *group, void *data);
};

static const struct rule rules[] = {
	{add_names, merge_same_name},     {add_local, merge_same_local},
	{add_labelled, merge_same_local}, {add_sided, merge_same_local},
	{add_exchange, merge_exchange},   {add_spelt, merge_same_local},
	{add_joined, merge_same_local},
};

static void apply_rule(struct identities *identities, const struct rule *rule)
{
	g_autoptr(groups_auto) groups = groups_new();

	for (guint i = 0; i < identities->all->len; i++) {
		struct identity *identity = identities->all->pdata[i];
		if (!identity->shared)
			rule->add_keys(groups, identity);
	}
	groups_each(groups, rule->merge, identities);
}

void identities_merge(struct identities *identities)
{
	apply_verdicts(identities);
	for (guint i = 0; i < G_N_ELEMENTS(rules); i++)
		apply_rule(identities, &rules[i]);
}
