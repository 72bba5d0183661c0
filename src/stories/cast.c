/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Names come from the wording lists first.f, first.m and last; roles and weights from the
 * parameters. The first person of the provider is the pivot. */
#include "stories/cast.h"

#include <string.h>

#include "stats/random.h"

#define NAME_TRIES     200u
#define USERS_SHARE    0.65 /* tickets opened by people who are not correspondents */
#define CAST_MOST      64u  /* people a side that one pick looks at */
#define SUCCESSOR_ROLE "technician"

static const char *const manners[] = {"formal", "plain", "plain", "curt"};

struct casting {
	struct cast *cast;
	const struct parameters *parameters;
	const struct wording *wording;
	GRand *random;
	GHashTable *taken; /* addresses */
};

static void member_free(struct member *member)
{
	g_free(member->first);
	g_free(member->last);
	g_free(member->name);
	g_free(member->address);
	g_free(member->role);
	g_free(member->telephone);
	g_free(member);
}

void cast_free(struct cast *cast)
{
	if (cast == NULL)
		return;
	g_ptr_array_unref(cast->members);
	g_free(cast);
}

const struct member *cast_member(const struct cast *cast, guint index)
{
	return g_ptr_array_index(cast->members, index);
}

static const struct side_parameters *side_of(const struct casting *casting, enum party party)
{
	return party == PARTY_CLIENT ? &casting->parameters->client
				     : &casting->parameters->provider;
}

static struct member *add_member(struct casting *casting, enum party party,
				 enum member_kind kind)
{
	struct member *member = g_new0(struct member, 1);

	member->party = party;
	member->kind = kind;
	member->manners = "plain";
	member->language = "fr";
	member->from = casting->parameters->start;
	member->to = casting->parameters->end;
	g_ptr_array_add(casting->cast->members, member);
	return member;
}

/* "Élodie Le Goff" -> "elodie.legoff": the "C" rules of transliteration are GLib's own. */
static char *local_part(const char *first, const char *last)
{
	g_autofree char *joined = g_strconcat(first, ".", last, NULL);
	g_autofree char *plain = g_str_to_ascii(joined, "C");
	g_autofree char *lower = g_ascii_strdown(plain, -1);
	GString *local = g_string_new(NULL);

	for (const char *at = lower; *at != '\0'; at++)
		if (g_ascii_isalnum(*at) || *at == '.' || *at == '-')
			g_string_append_c(local, *at);
	return g_string_free(local, FALSE);
}

static bool draw_name(struct casting *casting, struct member *member, GError **error)
{
	struct wording_context context = {member->language,
					  g_hash_table_new(g_str_hash, g_str_equal), NULL,
					  casting->random};
	const char *domain = side_of(casting, member->party)->domain;

	member->female = random_chance(casting->random, 0.45);
	for (guint try = 0; try < NAME_TRIES && member->address == NULL; try++) {
		g_autofree char *local = NULL;
		g_autofree char *address = NULL;

		g_free(member->first);
		g_free(member->last);
		member->first = wording_expand(casting->wording, &context,
					       member->female ? "first.f" : "first.m", error);
		member->last = member->first != NULL ? wording_expand(casting->wording,
								      &context, "last", error)
						     : NULL;
		if (member->last == NULL)
			break;
		local = local_part(member->first, member->last);
		address = g_strconcat(local, "@", domain, NULL);
		if (try + 1 == NAME_TRIES ||
		    g_hash_table_add(casting->taken, g_strdup(address)))
			member->address = g_steal_pointer(&address);
	}
	g_hash_table_unref(context.bound);
	if (member->address == NULL)
		return false;
	member->name = g_strconcat(member->first, " ", member->last, NULL);
	return true;
}

/* "en" or "fr" when the role says so, else as drawn: a person who carries much of the mail
 * would otherwise turn a story French or English by chance. */
static const char *language_of(char **role, bool english)
{
	if (g_strv_length(role) > 2)
		english = g_str_equal(role[2], "en");
	return english ? "en" : "fr";
}

/* One draw a statement: the order of those within an expression is the compiler's. */
static char *draw_telephone(const char *prefix, GRand *random)
{
	gint last = g_rand_int_range(random, 10, 100);
	gint before = g_rand_int_range(random, 10, 100);

	return g_strdup_printf("%s %02d %02d", prefix, before, last);
}

static bool add_person(struct casting *casting, enum party party, enum member_kind kind,
		       const char *role, GError **error)
{
	struct member *member = add_member(casting, party, kind);
	GRand *random = casting->random;
	g_auto(GStrv) parts = g_strsplit(role, ":", -1);

	member->role = g_strdup(parts[0]);
	member->weight = parts[1] != NULL ? g_ascii_strtod(parts[1], NULL) : 1;
	member->language =
		language_of(parts, random_chance(random, casting->parameters->english_share));
	member->manners = manners[g_rand_int_range(random, 0, G_N_ELEMENTS(manners))];
	member->mailer = (enum mailer)g_rand_int_range(random, 0, MAILER_COUNT);
	member->telephone = draw_telephone(side_of(casting, party)->telephone, random);
	return draw_name(casting, member, error);
}

static bool add_people(struct casting *casting, enum party party, GError **error)
{
	char **people = side_of(casting, party)->people;

	for (guint i = 0; people[i] != NULL; i++)
		if (!add_person(casting, party, MEMBER_PERSON, people[i], error))
			return false;
	return true;
}

static guint add_function(struct casting *casting, enum party party, enum member_kind kind,
			  const char *local, const char *label)
{
	struct member *member = add_member(casting, party, kind);
	const struct side_parameters *side = side_of(casting, party);

	member->first = g_strdup("");
	member->last = g_strdup("");
	member->role = g_strdup("");
	member->telephone = g_strdup(side->telephone);
	member->name = g_strconcat(label, " ", side->name, NULL);
	member->address = g_strconcat(local, "@", side->domain, NULL);
	return casting->cast->members->len - 1;
}

static void add_functions(struct casting *casting)
{
	struct cast *cast = casting->cast;

	cast->mailbox[PARTY_CLIENT] =
		add_function(casting, PARTY_CLIENT, MEMBER_MAILBOX,
			     casting->parameters->client.mailbox, "Informatique");
	cast->mailbox[PARTY_PROVIDER] =
		add_function(casting, PARTY_PROVIDER, MEMBER_MAILBOX,
			     casting->parameters->provider.mailbox, "Support");
	cast->monitoring = add_function(casting, PARTY_PROVIDER, MEMBER_MONITORING,
					"supervision", "Supervision");
	cast->ticket_tool = add_function(casting, PARTY_PROVIDER, MEMBER_TICKET_TOOL,
					 "noreply-tickets", "Tickets");
	cast->newsletter = add_function(casting, PARTY_PROVIDER, MEMBER_NEWSLETTER,
					"newsletter", "Actualités");
}

/* The pivot leaves and somebody comes some weeks later, or nobody leaves. */
static bool add_successor(struct casting *casting, GError **error)
{
	const struct parameters *parameters = casting->parameters;
	struct cast *cast = casting->cast;
	struct member *pivot, *successor;

	cast->successor = cast->pivot;
	if (parameters->pivot_leaves == STORY_DAY_NONE)
		return true;
	if (!add_person(casting, PARTY_PROVIDER, MEMBER_PERSON, SUCCESSOR_ROLE, error))
		return false;
	cast->successor = cast->members->len - 1;
	pivot = g_ptr_array_index(cast->members, cast->pivot);
	successor = g_ptr_array_index(cast->members, cast->successor);
	pivot->to = parameters->pivot_leaves - 1;
	successor->weight = 1;
	successor->from = parameters->pivot_leaves + (gint32)(7 * parameters->handover_weeks);
	return true;
}

static bool draw_all(struct casting *casting, GError **error)
{
	if (!add_people(casting, PARTY_CLIENT, error))
		return false;
	casting->cast->pivot = casting->cast->members->len;
	if (!add_people(casting, PARTY_PROVIDER, error) || !add_successor(casting, error))
		return false;
	add_functions(casting);
	for (guint user = 0; user < casting->parameters->users; user++)
		if (!add_person(casting, PARTY_CLIENT, MEMBER_USER, "user:1", error))
			return false;
	return true;
}

struct cast *cast_draw(const struct parameters *parameters, const struct wording *wording,
		       guint64 seed, GError **error)
{
	g_autoptr(cast_auto) cast = g_new0(struct cast, 1);
	g_autoptr(GRand) random = random_stream(seed, parameters->name, "cast");
	g_autoptr(GHashTable) taken =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	struct casting casting = {cast, parameters, wording, random, taken};

	cast->members = g_ptr_array_new_with_free_func((GDestroyNotify)member_free);
	if (!draw_all(&casting, error))
		return NULL;
	return g_steal_pointer(&cast);
}

static bool at_work(const struct member *member, enum party party, gint32 day)
{
	return member->party == party && member->kind == MEMBER_PERSON && day >= member->from &&
	       day <= member->to;
}

static guint pick_except(const struct cast *cast, enum party party, gint32 day, guint except,
			 GRand *random, guint otherwise)
{
	double weights[CAST_MOST] = {0};
	guint count = MIN(cast->members->len, CAST_MOST);
	bool any = false;

	for (guint i = 0; i < count; i++) {
		const struct member *member = cast_member(cast, i);

		if (i == except || !at_work(member, party, day) || member->weight <= 0)
			continue;
		weights[i] = member->weight;
		any = true;
	}
	return any ? random_weighted(random, weights, count) : otherwise;
}

guint cast_pick(const struct cast *cast, enum party party, gint32 day, double pivot_share,
		GRand *random)
{
	if (party == PARTY_PROVIDER && at_work(cast_member(cast, cast->pivot), party, day) &&
	    random_chance(random, pivot_share))
		return cast->pivot;
	return pick_except(cast, party, day, party == PARTY_PROVIDER ? cast->pivot : G_MAXUINT,
			   random, party == PARTY_PROVIDER ? cast->pivot : 0);
}

guint cast_colleague(const struct cast *cast, guint of, gint32 day, GRand *random)
{
	return pick_except(cast, cast_member(cast, of)->party, day, of, random, of);
}

guint cast_requester(const struct cast *cast, GRand *random)
{
	guint users = 0;
	guint first_user = cast->newsletter + 1;

	users = cast->members->len - first_user;
	if (users > 0 && random_chance(random, USERS_SHARE))
		return first_user + (guint)g_rand_int_range(random, 0, (gint32)users);
	return pick_except(cast, PARTY_CLIENT, cast_member(cast, 0)->from, G_MAXUINT, random,
			   0);
}
