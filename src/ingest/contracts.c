/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A name matches when, folded and without its legal form, it is the name of the relationship or
 * the main label of one of the provider's domains; a domain or an address when the rules of the
 * provider hold for it. What matches two relationships matches none: the user says which. */
#include "ingest/contracts.h"

#include <string.h>

#include "base/calendar.h"
#include "importers/mapping.h"
#include "ingest/sides.h"

/* ---- names ---- */

static bool is_legal_form(const char *word)
{
	static const char *const forms[] = {"sa",   "sas", "sasu", "sarl", "eurl",    "sci",
					    "scop", "snc", "ei",   "ltd",  "limited", "inc",
					    "llc",  "plc", "corp", "gmbh", "ag",      "bv",
					    "nv",   "srl", "spa",  "oy",   "ab",      "se"};

	for (gsize i = 0; i < G_N_ELEMENTS(forms); i++)
		if (strcmp(word, forms[i]) == 0)
			return true;
	return false;
}

/* "S.A.S." is folded to three letters: they are one word. */
static char *join_single_letters(const char *folded)
{
	g_autoptr(GString) joined = g_string_new(NULL);
	g_auto(GStrv) words = g_strsplit(folded, " ", -1);
	bool single_before = false;

	for (guint i = 0; words[i] != NULL; i++) {
		bool single = words[i][0] != '\0' && words[i][1] == '\0';
		if (i > 0 && !(single && single_before))
			g_string_append_c(joined, ' ');
		g_string_append(joined, words[i]);
		single_before = single;
	}
	return g_strdup(joined->str);
}

char *contracts_fold_provider(const char *provider)
{
	g_autofree char *folded = mapping_fold(provider);
	g_autofree char *joined = join_single_letters(folded);
	g_auto(GStrv) words = g_strsplit(joined, " ", -1);
	g_autoptr(GString) name = g_string_new(NULL);

	for (guint i = 0; words[i] != NULL; i++)
		if (!is_legal_form(words[i]))
			g_string_append(name, words[i]);
	return g_strdup(name->len > 0 ? name->str : joined);
}

/* ---- matching ---- */

/* "infonet" of "support.infonet.fr" and of "infonet.co.uk". Caller owns; NULL for an address or
 * no domain. */
static char *main_label(const char *rule)
{
	static const char *const second[] = {"co", "com", "org", "net", "gouv", "asso", "ac"};
	g_auto(GStrv) labels = g_strsplit(rule, ".", -1);
	guint n = g_strv_length(labels), at;

	if (n < 2 || strchr(rule, '@') != NULL)
		return NULL;
	at = n - 2;
	for (gsize i = 0; at > 0 && i < G_N_ELEMENTS(second); i++)
		if (strcmp(labels[at], second[i]) == 0)
			return contracts_fold_provider(labels[at - 1]);
	return contracts_fold_provider(labels[at]);
}

static bool has_label(const char *rules, const char *name)
{
	g_auto(GStrv) words = g_strsplit_set(rules, ", ;", -1);

	for (guint i = 0; words[i] != NULL; i++) {
		g_autofree char *label = main_label(words[i]);
		if (label != NULL && strcmp(label, name) == 0)
			return true;
	}
	return false;
}

/* A provider that is written as an address or a domain. */
static bool rules_hold(const struct relationship *relationship, const char *provider)
{
	g_autoptr(sides_auto) sides = NULL;
	g_autofree char *lower = g_ascii_strdown(provider, -1);
	g_autofree char *address = strchr(lower, '@') != NULL
					   ? g_strdup(g_strstrip(lower))
					   : g_strconcat("x@", g_strstrip(lower), NULL);

	if (strchr(provider, '.') == NULL || strchr(g_strstrip(lower), ' ') != NULL ||
	    *relationship->provider == '\0')
		return false;
	sides = sides_new("", relationship->provider, NULL);
	return sides != NULL && !sides_has_everyone(sides) &&
	       sides_of_address(sides, address) == SIDE_PROVIDER;
}

static bool is_of(const struct relationship *relationship, const char *provider,
		  const char *name)
{
	g_autofree char *own = contracts_fold_provider(relationship->name);

	return strcmp(own, name) == 0 || has_label(relationship->provider, name) ||
	       rules_hold(relationship, provider);
}

static const struct relationship *with_id(const GPtrArray *all, gint64 id)
{
	for (guint i = 0; i < all->len; i++) {
		const struct relationship *one = g_ptr_array_index(all, i);
		if (one->id == id)
			return one;
	}
	return NULL;
}

static const struct relationship *by_provider(const GPtrArray *all, const char *provider,
					      const char *name)
{
	const struct relationship *found = NULL;

	for (guint i = 0; i < all->len; i++) {
		const struct relationship *one = g_ptr_array_index(all, i);
		if (!is_of(one, provider, name))
			continue;
		if (found != NULL)
			return NULL;
		found = one;
	}
	return found;
}

/* What is typed for a relationship is its own; a row without a provider is of the relationship
 * that its table was imported for. */
static const struct relationship *relationship_of(const struct stored_contract *contract,
						  const GPtrArray *all, GHashTable *links)
{
	const struct relationship *kept = with_id(all, contract->relationship);
	const char *provider = contract->record.provider;
	g_autofree char *name = NULL;
	const gint64 *linked;

	if (kept != NULL && (contract->typed || provider == NULL))
		return kept;
	if (provider == NULL)
		return NULL;
	name = contracts_fold_provider(provider);
	linked = g_hash_table_lookup(links, name);
	if (linked != NULL)
		return with_id(all, *linked);
	if (kept != NULL && is_of(kept, provider, name))
		return kept;
	return by_provider(all, provider, name);
}

/* ---- cases ---- */

static void case_free(gpointer data)
{
	struct contract_case *one = data;

	stored_contract_free(one->stored);
	contract_outlook_clear(&one->outlook);
	g_free(one->relationship);
	g_free(one);
}

/* Amendments without a day change nothing that is counted. */
static void read_clock(struct contract_case *one, gint32 as_of)
{
	g_autoptr(GArray) amendments =
		g_array_new(FALSE, FALSE, sizeof(struct contract_amendment));

	for (guint i = 0; i < one->stored->amendments->len; i++) {
		const struct stored_amendment *amendment =
			g_ptr_array_index(one->stored->amendments, i);
		if (amendment->life.day != CONTRACT_NO_DAY)
			g_array_append_val(amendments, amendment->life);
	}
	notice_clock_read(&one->stored->record.life,
			  (const struct contract_amendment *)amendments->data, amendments->len,
			  as_of, &one->outlook);
}

/* Two relationships may hold the same words: the id tells them apart. */
void contracts_id(gint64 relationship, guint64 event, char id[CONTRACT_ID + 1])
{
	guint64 mixed = event ^ (guint64)relationship;

	g_snprintf(id, CONTRACT_ID + 1, "k%08x", (guint)(mixed >> 31));
}

static gint by_relationship(gconstpointer a, gconstpointer b)
{
	const struct contract_case *left = *(struct contract_case *const *)a;
	const struct contract_case *right = *(struct contract_case *const *)b;
	const struct contract_record *first = &left->stored->record;
	const struct contract_record *second = &right->stored->record;
	int order;

	if ((left->relationship == NULL) != (right->relationship == NULL))
		return left->relationship == NULL ? 1 : -1;
	order = g_strcmp0(left->relationship, right->relationship);
	if (order == 0)
		order = g_strcmp0(first->provider, second->provider);
	if (order == 0)
		order = g_strcmp0(first->object, second->object);
	return order != 0 ? order : strcmp(left->id, right->id);
}

GPtrArray *contracts_load(struct store *store, gint32 as_of, GError **error)
{
	g_autoptr(GPtrArray) all = store_relationships(store, error);
	g_autoptr(GPtrArray) contracts = all != NULL ? store_contracts(store, error) : NULL;
	g_autoptr(GHashTable) links =
		contracts != NULL ? store_contract_links(store, error) : NULL;
	GPtrArray *cases;

	if (links == NULL)
		return NULL;
	cases = g_ptr_array_new_with_free_func(case_free);
	g_ptr_array_set_free_func(contracts, NULL);
	for (guint i = 0; i < contracts->len; i++) {
		struct contract_case *one = g_new0(struct contract_case, 1);
		const struct relationship *of;
		one->stored = g_ptr_array_index(contracts, i);
		of = relationship_of(one->stored, all, links);
		one->relationship = of != NULL ? g_strdup(of->name) : NULL;
		contracts_id(one->stored->relationship, one->stored->event, one->id);
		read_clock(one, as_of);
		g_ptr_array_add(cases, one);
	}
	g_ptr_array_sort(cases, by_relationship);
	return cases;
}

static void add_act(GArray *acts, enum act_kind kind, gint32 day, gint32 last_day,
		    guint64 event)
{
	struct timeline_act act = {day, event, kind};

	if (day != CONTRACT_NO_DAY && day <= last_day)
		g_array_append_val(acts, act);
}

static gint by_day(gconstpointer a, gconstpointer b)
{
	const struct timeline_act *left = a, *right = b;

	if (left->day != right->day)
		return left->day < right->day ? -1 : 1;
	if (left->event != right->event)
		return left->event < right->event ? -1 : 1;
	return (int)left->kind - (int)right->kind;
}

/* The term that is in course on a day, 0 where it is not known. */
static guint term_on(const struct contract_case *one, gint32 day)
{
	struct contract_case then = {.stored = one->stored};
	guint term;

	read_clock(&then, day);
	term = then.outlook.term;
	contract_outlook_clear(&then.outlook);
	return term;
}

/* The first day of the later term, between a day of the one and a day of the other. */
static gint32 first_day_of(const struct contract_case *one, guint term, gint32 before,
			   gint32 after)
{
	while (after - before > 1) {
		gint32 middle = before + (after - before) / 2;
		if (term_on(one, middle) < term)
			before = middle;
		else
			after = middle;
	}
	return after;
}

#define RENEWAL_STEP 27 /* days: no term is shorter than a month */

/* Terms that began because nobody gave notice, whatever their length. */
static void add_renewals(GArray *acts, const struct contract_case *one, gint32 last_day)
{
	const struct contract_life *life = &one->stored->record.life;
	guint term = 1;

	if (life->renewal != RENEWAL_TACIT || life->start == CONTRACT_NO_DAY)
		return;
	for (gint32 day = life->start; day < last_day; day += RENEWAL_STEP) {
		gint32 next = MIN(day + RENEWAL_STEP, last_day);
		guint later = term_on(one, next);
		if (later > term)
			add_act(acts, ACT_RENEWAL, first_day_of(one, later, day, next),
				last_day, one->stored->event);
		term = MAX(term, later);
	}
}

void contracts_tell_acts(const GPtrArray *cases, struct timeline *timeline)
{
	g_autoptr(GArray) acts = g_array_new(FALSE, FALSE, sizeof(struct timeline_act));
	gint32 last_day = calendar_day_of_ms(timeline->as_of_ms, timeline->zone);

	for (guint i = 0; i < cases->len; i++) {
		const struct contract_case *one = g_ptr_array_index(cases, i);
		const struct stored_contract *stored = one->stored;
		if (g_strcmp0(one->relationship, timeline->name) != 0)
			continue;
		add_act(acts, ACT_BEGINNING, stored->record.life.start, last_day,
			stored->event);
		for (guint a = 0; a < stored->amendments->len; a++) {
			const struct stored_amendment *amendment =
				g_ptr_array_index(stored->amendments, a);
			add_act(acts, ACT_AMENDMENT, amendment->life.day, last_day,
				stored->event);
		}
		add_renewals(acts, one, last_day);
	}
	g_array_sort(acts, by_day);
	timeline->n_acts = acts->len;
	timeline->acts = (struct timeline_act *)g_array_free(g_steal_pointer(&acts), FALSE);
}
