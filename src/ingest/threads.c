/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Threading after Zawinski ("message threading", 1997): identifiers that a message names are
 * joined with it by union-find, whether the named message is there or not, so that cycles are
 * harmless and two answers to a lost message stay together. An answer that names nothing ("Re:
 * ..." by a client that drops the fields) joins the last thread of the same subject of the past
 * weeks. A parent is always an earlier message: broken clocks cannot make a loop. */
#include "ingest/threads.h"

#include <string.h>

#include "text/own_text.h"

#define SUBJECT_WINDOW_MS (G_GINT64_CONSTANT(28) * 24 * 3600 * 1000)
#define SUBJECT_MINIMUM   3 /* characters of a base subject that can join */

struct threader {
	const struct thread_input *input;
	GHashTable *nodes;    /* identifier -> node number */
	GHashTable *earliest; /* identifier -> index + 1 of the first message that bears it */
	GArray *leader;       /* guint32 a node; messages are nodes 0..count-1 */
};

static guint32 leader_of(struct threader *threader, guint32 node)
{
	guint32 *leader = (guint32 *)threader->leader->data;

	while (leader[node] != node) {
		leader[node] = leader[leader[node]];
		node = leader[node];
	}
	return node;
}

static void join(struct threader *threader, guint32 a, guint32 b)
{
	guint32 first = leader_of(threader, a), second = leader_of(threader, b);

	/* The earliest message leads, so that the numbering follows time. */
	g_array_index(threader->leader, guint32, MAX(first, second)) = MIN(first, second);
}

static guint32 node_of(struct threader *threader, const char *identifier, gsize length)
{
	g_autofree char *key = g_strndup(identifier, length);
	gpointer found;
	guint32 node;

	if (g_hash_table_lookup_extended(threader->nodes, key, NULL, &found))
		return GPOINTER_TO_UINT(found);
	node = threader->leader->len;
	g_array_append_val(threader->leader, node);
	g_hash_table_insert(threader->nodes, g_steal_pointer(&key), GUINT_TO_POINTER(node));
	return node;
}

static guint32 message_of(const struct threader *threader, const char *identifier, gsize length,
			  guint32 before)
{
	g_autofree char *key = g_strndup(identifier, length);
	guint32 index = GPOINTER_TO_UINT(g_hash_table_lookup(threader->earliest, key));

	return index != 0 && index - 1 < before ? index - 1 : THREAD_NO_PARENT;
}

/* Joins message `index` with all it names; its parent is the last named one that is there. */
static guint32 join_references(struct threader *threader, guint32 index)
{
	const struct thread_input *input = &threader->input[index];
	guint32 parent = THREAD_NO_PARENT;
	const char *line = input->reference_ids;

	while (line != NULL && *line != '\0') {
		gsize length = strcspn(line, "\n");
		guint32 named = message_of(threader, line, length, index);
		join(threader, index, node_of(threader, line, length));
		parent = named != THREAD_NO_PARENT ? named : parent;
		line += length + (line[length] == '\n');
	}
	if (input->in_reply_to != NULL) {
		gsize length = strlen(input->in_reply_to);
		guint32 named = message_of(threader, input->in_reply_to, length, index);
		join(threader, index, node_of(threader, input->in_reply_to, length));
		parent = named != THREAD_NO_PARENT ? named : parent;
	}
	return parent;
}

static void note_message_id(struct threader *threader, guint32 index)
{
	const char *id = threader->input[index].message_id;

	if (id == NULL)
		return;
	join(threader, index, node_of(threader, id, strlen(id)));
	if (!g_hash_table_contains(threader->earliest, id))
		g_hash_table_insert(threader->earliest, g_strdup(id),
				    GUINT_TO_POINTER(index + 1));
}

static bool names_nothing(const struct thread_input *input)
{
	return input->in_reply_to == NULL && input->reference_ids == NULL;
}

static bool is_answer(const struct thread_input *input, const char *base)
{
	return input->subject != NULL && base != NULL &&
	       strlen(base) < strlen(input->subject) &&
	       (g_ascii_strncasecmp(input->subject, "re", 2) == 0 ||
		g_ascii_strncasecmp(input->subject, "r\xc3\xa9", 3) == 0 ||
		strstr(input->subject, "Re:") != NULL || strstr(input->subject, "RE:") != NULL);
}

/* `latest` maps a base subject to the last message of it, plus one. */
static guint32 join_by_subject(struct threader *threader, GHashTable *latest, guint32 index,
			       const char *base)
{
	const struct thread_input *input = threader->input;
	guint32 found = GPOINTER_TO_UINT(g_hash_table_lookup(latest, base));

	if (found == 0 || input[index].at_ms - input[found - 1].at_ms > SUBJECT_WINDOW_MS)
		return THREAD_NO_PARENT;
	join(threader, index, found - 1);
	return found - 1;
}

/* Lines said in one conversation without a long pause are one thread; each follows the one
 * before. `latest` maps a conversation to its last line, plus one. */
static void join_conversation(struct threader *threader, GHashTable *latest, guint32 index,
			      struct thread_output *output)
{
	const struct thread_input *input = threader->input;
	const char *conversation = input[index].conversation;
	guint32 found = GPOINTER_TO_UINT(g_hash_table_lookup(latest, conversation));

	output->starts = names_nothing(&input[index]);
	if (!output->starts)
		return; /* an answer hangs on its message, and is no part of the flow */
	g_hash_table_replace(latest, (gpointer)(guintptr)conversation,
			     GUINT_TO_POINTER(index + 1));
	if (found == 0 || input[index].at_ms - input[found - 1].at_ms > CONVERSATION_PAUSE_MS)
		return;
	join(threader, index, found - 1);
	output->parent = found - 1;
}

static void join_subject(struct threader *threader, GHashTable *latest, guint32 index,
			 struct thread_output *output)
{
	const struct thread_input *input = &threader->input[index];
	g_autofree char *base =
		input->subject != NULL ? own_text_base_subject(input->subject) : NULL;
	bool answer = is_answer(input, base);

	output->starts = names_nothing(input) && !answer;
	if (base == NULL || strlen(base) < SUBJECT_MINIMUM)
		return;
	if (answer && names_nothing(input))
		output->parent = join_by_subject(threader, latest, index, base);
	g_hash_table_replace(latest, g_strdup(base), GUINT_TO_POINTER(index + 1));
}

static void number_threads(struct threader *threader, guint count, struct thread_output *output)
{
	g_autofree guint32 *number = g_new(guint32, threader->leader->len);
	guint32 next = 0;

	for (guint i = 0; i < threader->leader->len; i++)
		number[i] = G_MAXUINT32;
	for (guint32 i = 0; i < count; i++) {
		guint32 leader = leader_of(threader, i);
		bool first = number[leader] == G_MAXUINT32;
		if (first)
			number[leader] = next++;
		output[i].thread = number[leader];
		output[i].starts = output[i].starts && first;
	}
}

void threads_compute(const struct thread_input *input, guint count,
		     struct thread_output *output)
{
	struct threader threader = {
		.input = input,
		.nodes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.earliest = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.leader = g_array_new(FALSE, FALSE, sizeof(guint32)),
	};
	g_autoptr(GHashTable) latest =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) said = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint32 i = 0; i < count; i++)
		g_array_append_val(threader.leader, i);
	for (guint32 i = 0; i < count; i++) {
		output[i].parent = join_references(&threader, i);
		note_message_id(&threader, i);
		if (input[i].conversation != NULL)
			join_conversation(&threader, said, i, &output[i]);
		else
			join_subject(&threader, latest, i, &output[i]);
	}
	number_threads(&threader, count, output);
	g_hash_table_destroy(threader.nodes);
	g_hash_table_destroy(threader.earliest);
	g_array_unref(threader.leader);
}
