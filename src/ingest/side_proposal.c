/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Proposing the two sides: the pair of organisations that write to each other most, in both
 * directions. The provider is the one whose mail comes more from function mailboxes (support@,
 * helpdesk@) and carries more machine mail; with no such sign, the side that asks more is the
 * client. Free-mail domains are organisations only when nothing else is there. */
#include "ingest/sides.h"

#include <string.h>

#include "ingest/function_mailbox.h"
#include "ingest/organisation.h"

struct organisation {
	char *domain;
	guint64 messages;
	guint64 support; /* mail from function mailboxes, or by machines */
	guint64 asks;
};

struct side_proposal {
	GHashTable *organisations; /* domain -> struct organisation * */
	GHashTable *pairs;         /* "from\nto" -> count */
	GHashTable *writers;       /* Message-ID -> domain, for lists without recipients */
};

static void organisation_free(gpointer data)
{
	struct organisation *organisation = data;

	g_free(organisation->domain);
	g_free(organisation);
}

struct side_proposal *side_proposal_new(void)
{
	struct side_proposal *proposal = g_new0(struct side_proposal, 1);

	proposal->organisations =
		g_hash_table_new_full(g_str_hash, g_str_equal, NULL, organisation_free);
	proposal->pairs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	proposal->writers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	return proposal;
}

void side_proposal_free(struct side_proposal *proposal)
{
	g_hash_table_destroy(proposal->organisations);
	g_hash_table_destroy(proposal->pairs);
	g_hash_table_destroy(proposal->writers);
	g_free(proposal);
}

static struct organisation *organisation_of(struct side_proposal *proposal, const char *domain)
{
	struct organisation *organisation =
		g_hash_table_lookup(proposal->organisations, domain);

	if (organisation == NULL) {
		organisation = g_new0(struct organisation, 1);
		organisation->domain = g_strdup(domain);
		g_hash_table_insert(proposal->organisations, organisation->domain,
				    organisation);
	}
	return organisation;
}

static void count_pair(struct side_proposal *proposal, const char *from, const char *to)
{
	g_autofree char *key = g_strconcat(from, "\n", to, NULL);
	guint64 *count;

	if (strcmp(from, to) == 0)
		return;
	count = g_hash_table_lookup(proposal->pairs, key);
	if (count == NULL) {
		count = g_new0(guint64, 1);
		g_hash_table_insert(proposal->pairs, g_steal_pointer(&key), count);
	}
	++*count;
}

void side_proposal_observe(struct side_proposal *proposal, const struct message_record *message)
{
	g_autofree char *from = organisation_of_address(message->from.address);
	struct organisation *organisation;
	const char *parent;

	if (from == NULL)
		return;
	organisation = organisation_of(proposal, from);
	organisation->messages++;
	if (message->automatic != AUTOMATIC_NOT || function_mailbox(message->from.address))
		organisation->support++;
	if (message->asks)
		organisation->asks++;
	for (guint i = 0; i < message->n_to; i++) {
		g_autofree char *to = organisation_of_address(message->to[i].address);
		if (to != NULL)
			count_pair(proposal, from, to);
	}
	parent = message->in_reply_to != NULL
			 ? g_hash_table_lookup(proposal->writers, message->in_reply_to)
			 : NULL;
	if (message->n_to == 0 && parent != NULL)
		count_pair(proposal, from, parent);
	if (message->message_id != NULL)
		g_hash_table_replace(proposal->writers, g_strdup(message->message_id),
				     g_strdup(from));
}

void side_proposal_observe_meeting(struct side_proposal *proposal,
				   const struct meeting_record *meeting)
{
	g_autofree struct mail_address *to = g_new0(struct mail_address, meeting->n_people);
	struct message_record message = {.from = meeting->organiser, .to = to};

	for (guint i = 0; i < meeting->n_people; i++)
		to[i] = meeting->people[i].who;
	message.n_to = meeting->n_people;
	side_proposal_observe(proposal, &message);
}

static guint64 pair_count(const struct side_proposal *proposal, const char *from,
			  const char *to)
{
	g_autofree char *key = g_strconcat(from, "\n", to, NULL);
	const guint64 *count = g_hash_table_lookup(proposal->pairs, key);

	return count != NULL ? *count : 0;
}

/* Mutual exchange counts most: the smaller direction; a free-mail domain is the last choice. */
static gdouble pair_weight(const struct side_proposal *proposal, const char *a, const char *b)
{
	gdouble there = (gdouble)pair_count(proposal, a, b);
	gdouble back = (gdouble)pair_count(proposal, b, a);
	gdouble weight = 2 * MIN(there, back) + 0.1 * MAX(there, back);

	return organisation_is_free_mail(a) || organisation_is_free_mail(b) ? weight / 100
									    : weight;
}

static gdouble support_share(const struct organisation *organisation)
{
	return ((gdouble)organisation->support + 1) / ((gdouble)organisation->messages + 10);
}

static gdouble asking_share(const struct organisation *organisation)
{
	return ((gdouble)organisation->asks + 1) / ((gdouble)organisation->messages + 2);
}

static bool first_is_client(const struct organisation *a, const struct organisation *b)
{
	gdouble support_a = support_share(a), support_b = support_share(b);

	if (MAX(support_a, support_b) > 1.5 * MIN(support_a, support_b))
		return support_a < support_b;
	if (asking_share(a) != asking_share(b))
		return asking_share(a) > asking_share(b);
	return strcmp(a->domain, b->domain) < 0;
}

bool side_proposal_best(const struct side_proposal *proposal, char **client, char **provider)
{
	g_autoptr(GList) keys = g_hash_table_get_keys(proposal->pairs);
	const struct organisation *best[2] = {NULL, NULL};
	gdouble most = 0;

	keys = g_list_sort(keys, (GCompareFunc)strcmp);
	for (GList *item = keys; item != NULL; item = item->next) {
		g_auto(GStrv) pair = g_strsplit(item->data, "\n", 2);
		gdouble weight = pair_weight(proposal, pair[0], pair[1]);
		struct organisation *to = g_hash_table_lookup(proposal->organisations, pair[1]);
		if (to == NULL || weight <= most)
			continue;
		most = weight;
		best[0] = g_hash_table_lookup(proposal->organisations, pair[0]);
		best[1] = to;
	}
	if (best[0] == NULL)
		return false;
	*client = g_strdup(best[first_is_client(best[0], best[1]) ? 0 : 1]->domain);
	*provider = g_strdup(best[first_is_client(best[0], best[1]) ? 1 : 0]->domain);
	return true;
}

static gint more_messages_first(gconstpointer left, gconstpointer right)
{
	const struct organisation *a = left, *b = right;

	if (a->messages != b->messages)
		return a->messages < b->messages ? 1 : -1;
	return strcmp(a->domain, b->domain);
}

char **side_proposal_ranking(const struct side_proposal *proposal, guint most)
{
	g_autoptr(GList) all = g_hash_table_get_values(proposal->organisations);
	g_autoptr(GPtrArray) lines = g_ptr_array_new();

	all = g_list_sort(all, more_messages_first);
	for (GList *item = all; item != NULL && lines->len < most; item = item->next) {
		const struct organisation *one = item->data;
		g_ptr_array_add(lines, g_strdup_printf("%s (%" G_GUINT64_FORMAT " messages)",
						       one->domain, one->messages));
	}
	g_ptr_array_add(lines, NULL);
	return (char **)g_ptr_array_free(g_steal_pointer(&lines), FALSE);
}
