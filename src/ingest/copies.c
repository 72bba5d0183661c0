/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One Message-ID from one sender at one time is one message, however many mailboxes and list
 * footers it passed; calls have no identifier, but one pair of numbers does not begin two calls
 * within two minutes that count as two contacts. */
#include "ingest/copies.h"

#include <string.h>

#include "base/limits.h"

#define COPY_WINDOW_MS G_GINT64_CONSTANT(86400000)
#define CALL_WINDOW_MS G_GINT64_CONSTANT(120000)

/* Copies met so far of a message whose recipients stand in many of them. */
struct gathering {
	GString *recipients;
	GHashTable *lines; /* that are in it */
};

struct folding {
	struct stored_message *all;
	GHashTable *first;      /* key -> index of the one kept last, plus one */
	GHashTable *gatherings; /* index -> struct gathering * */
};

static gint by_time(gconstpointer a, gconstpointer b)
{
	const struct stored_message *left = a, *right = b;

	if (left->sent_ms != right->sent_ms)
		return left->sent_ms < right->sent_ms ? -1 : 1;
	return left->event < right->event ? -1 : left->event > right->event;
}

/* What copies have in common, NULL when nothing tells. */
static const char *key_of(const struct stored_message *message)
{
	return message->channel == CHANNEL_CALL ? message->conversation : message->message_id;
}

static bool is_copy(const struct stored_message *first, const struct stored_message *second)
{
	gint64 window = second->channel == CHANNEL_CALL ? CALL_WINDOW_MS : COPY_WINDOW_MS;

	return first->channel == second->channel &&
	       g_strcmp0(first->from_address, second->from_address) == 0 &&
	       second->sent_ms - first->sent_ms < window;
}

static bool is_thin(const struct stored_message *message)
{
	return message->quality & QUALITY_HEADERS_ONLY;
}

/* ---- recipients of many copies ---- */

static void gathering_free(gpointer data)
{
	struct gathering *gathering = data;

	g_string_free(gathering->recipients, TRUE);
	g_hash_table_unref(gathering->lines);
	g_free(gathering);
}

static void gather(struct gathering *gathering, const char *recipients)
{
	g_auto(GStrv) lines = recipients != NULL ? g_strsplit(recipients, "\n", -1) : NULL;

	for (guint i = 0; lines != NULL && lines[i] != NULL; i++) {
		if (g_hash_table_size(gathering->lines) >= LIMIT_ADDRESSES ||
		    !g_hash_table_add(gathering->lines, g_strdup(lines[i])))
			continue;
		if (gathering->recipients->len > 0)
			g_string_append_c(gathering->recipients, '\n');
		g_string_append(gathering->recipients, lines[i]);
	}
}

static struct gathering *gathering_of(struct folding *folding, guint index)
{
	struct gathering *gathering =
		g_hash_table_lookup(folding->gatherings, GUINT_TO_POINTER(index));

	if (gathering != NULL)
		return gathering;
	gathering = g_new0(struct gathering, 1);
	gathering->recipients = g_string_new(NULL);
	gathering->lines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	gather(gathering, folding->all[index].recipients);
	g_hash_table_insert(folding->gatherings, GUINT_TO_POINTER(index), gathering);
	return gathering;
}

/* ---- folding ---- */

/* `copy` is no message of its own: what it tells goes to the one that is kept. */
static void merge(struct folding *folding, guint kept, const struct stored_message *copy)
{
	struct stored_message *one = &folding->all[kept];

	if (is_thin(one) && !is_thin(copy)) {
		*one = *copy;
		g_hash_table_remove(folding->gatherings, GUINT_TO_POINTER(kept));
	} else if (is_thin(one) || one->channel == CHANNEL_CHAT) {
		gather(gathering_of(folding, kept), copy->recipients);
	}
}

static guint fold_all(struct folding *folding, guint count)
{
	guint kept = 0;

	for (guint i = 0; i < count; i++) {
		const char *key = key_of(&folding->all[i]);
		guint first =
			key != NULL ? GPOINTER_TO_UINT(g_hash_table_lookup(folding->first, key))
				    : 0;
		if (first > 0 && is_copy(&folding->all[first - 1], &folding->all[i])) {
			merge(folding, first - 1, &folding->all[i]);
			continue;
		}
		folding->all[kept] = folding->all[i];
		if (key != NULL && (first == 0 || folding->all[kept].channel == CHANNEL_CALL))
			g_hash_table_insert(folding->first, (gpointer)(guintptr)key,
					    GUINT_TO_POINTER(kept + 1));
		kept++;
	}
	return kept;
}

static void keep_recipients(struct folding *folding, GStringChunk *strings)
{
	GHashTableIter iter;
	gpointer index, value;

	g_hash_table_iter_init(&iter, folding->gatherings);
	while (g_hash_table_iter_next(&iter, &index, &value)) {
		const struct gathering *gathering = value;
		if (gathering->recipients->len > 0)
			folding->all[GPOINTER_TO_UINT(index)].recipients =
				g_string_chunk_insert(strings, gathering->recipients->str);
	}
}

void copies_fold(GArray *messages, GStringChunk *strings)
{
	g_autoptr(GHashTable) first = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GHashTable) gatherings =
		g_hash_table_new_full(NULL, NULL, NULL, gathering_free);
	struct folding folding = {
		.all = (struct stored_message *)messages->data,
		.first = first,
		.gatherings = gatherings,
	};

	g_array_sort(messages, by_time);
	folding.all = (struct stored_message *)messages->data;
	g_array_set_size(messages, fold_all(&folding, messages->len));
	keep_recipients(&folding, strings);
	/* One that took the place of a thinner copy may stand a little late. */
	g_array_sort(messages, by_time);
}
