/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A title is the set of the stems of its words of three letters and more, numbers left out. Two
 * are the same when three fifths of the stems of either are in both, one of them rare. Only
 * tickets that share a rare stem are compared. What ended too long ago is forgotten from time
 * to time, so that the memory is that of the tickets of some months. */
#include "language/recurrences.h"

#include <string.h>

#include "language/features-internal.h"
#include "text/folded.h"

#define RESEMBLANCE .6
#define STEMS_LEAST 3u
#define STEMS_MOST  24u
#define WORD_LEAST  3u  /* letters */
#define RARE_COUNT  5u  /* tickets kept that hold it ... */
#define RARE_SHARE  .02 /* ... or this share of them */
#define KEPT_LEAST  4096u

struct kept {
	guint64 event;
	gint64 ended_ms;
	guint n;
	guint32 stems[STEMS_MOST];
};

struct recurrences {
	struct stems *stems;
	struct folded folded;
	GPtrArray *kept;     /* struct kept * */
	GHashTable *holders; /* stem: GArray of numbers in `kept` (guint), ascending */
	guint forget_at;     /* when so many are kept, look for what ended long ago */
};

struct recurrences *recurrences_new(void)
{
	struct recurrences *recurrences = g_new0(struct recurrences, 1);

	recurrences->stems = stems_new();
	recurrences->kept = g_ptr_array_new_with_free_func(g_free);
	recurrences->holders =
		g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
	recurrences->forget_at = KEPT_LEAST;
	return recurrences;
}

void recurrences_free(struct recurrences *recurrences)
{
	if (recurrences == NULL)
		return;
	stems_free(recurrences->stems);
	folded_clear(&recurrences->folded);
	g_ptr_array_unref(recurrences->kept);
	g_hash_table_unref(recurrences->holders);
	g_free(recurrences);
}

static bool holds(const struct kept *kept, guint32 stem)
{
	for (guint i = 0; i < kept->n; i++)
		if (kept->stems[i] == stem)
			return true;
	return false;
}

static void read_title(struct recurrences *recurrences, const char *title, struct kept *kept)
{
	const char *at;

	folded_make(title, strlen(title), &recurrences->folded);
	for (at = recurrences->folded.text; *at != '\0' && kept->n < STEMS_MOST;) {
		gsize length = 0;
		while (g_ascii_isalpha(at[length]))
			length++;
		if (length >= WORD_LEAST) {
			guint32 stem = stem_hash(recurrences->stems, at, length,
						 word_hash(at, length), "fr");
			if (!holds(kept, stem))
				kept->stems[kept->n++] = stem;
		}
		at += MAX(length, 1);
	}
}

static const GArray *holders_of(const struct recurrences *recurrences, guint32 stem)
{
	return g_hash_table_lookup(recurrences->holders, GUINT_TO_POINTER(stem));
}

static bool is_rare(const struct recurrences *recurrences, const GArray *holders)
{
	return holders->len <= MAX(RARE_COUNT, RARE_SHARE * recurrences->kept->len);
}

static bool resemble(const struct kept *one, const struct kept *other)
{
	guint both = 0;

	for (guint i = 0; i < one->n; i++)
		both += holds(other, one->stems[i]);
	return both >= RESEMBLANCE * (one->n + other->n - both);
}

/* The latest one kept that the ticket repeats, by its number + 1. */
static guint latest_among(const struct recurrences *recurrences, const GArray *holders,
			  const struct kept *ticket, gint64 opened_ms, guint best)
{
	for (guint i = holders->len; i-- > 0;) {
		guint number = g_array_index(holders, guint, i);
		const struct kept *other = g_ptr_array_index(recurrences->kept, number);
		if (number < best)
			break;
		if (other->ended_ms <= opened_ms &&
		    other->ended_ms >= opened_ms - RECURRENCE_WITHIN_MS &&
		    resemble(ticket, other))
			return number + 1;
	}
	return best;
}

static guint64 find_repeated(const struct recurrences *recurrences, const struct kept *ticket,
			     gint64 opened_ms)
{
	guint best = 0;

	for (guint i = 0; i < ticket->n; i++) {
		const GArray *holders = holders_of(recurrences, ticket->stems[i]);
		if (holders != NULL && is_rare(recurrences, holders))
			best = latest_among(recurrences, holders, ticket, opened_ms, best);
	}
	return best > 0 ? ((const struct kept *)g_ptr_array_index(recurrences->kept, best - 1))
				  ->event
			: 0;
}

static void keep(struct recurrences *recurrences, struct kept *ticket)
{
	guint number = recurrences->kept->len;

	g_ptr_array_add(recurrences->kept, ticket);
	for (guint i = 0; i < ticket->n; i++) {
		gpointer stem = GUINT_TO_POINTER(ticket->stems[i]);
		GArray *holders = g_hash_table_lookup(recurrences->holders, stem);
		if (holders == NULL) {
			holders = g_array_new(FALSE, FALSE, sizeof(guint));
			g_hash_table_insert(recurrences->holders, stem, holders);
		}
		g_array_append_val(holders, number);
	}
}

/* Begins anew with those that may still be repeated. */
static void forget(struct recurrences *recurrences, gint64 opened_ms)
{
	GPtrArray *all = recurrences->kept;

	recurrences->kept = g_ptr_array_new_with_free_func(g_free);
	g_hash_table_remove_all(recurrences->holders);
	g_ptr_array_set_free_func(all, NULL);
	for (guint i = 0; i < all->len; i++) {
		struct kept *ticket = g_ptr_array_index(all, i);
		if (ticket->ended_ms >= opened_ms - RECURRENCE_WITHIN_MS)
			keep(recurrences, ticket);
		else
			g_free(ticket);
	}
	g_ptr_array_unref(all);
	recurrences->forget_at = MAX(KEPT_LEAST, 2 * recurrences->kept->len);
}

guint64 recurrences_add(struct recurrences *recurrences, guint64 event, const char *title,
			gint64 opened_ms, gint64 ended_ms)
{
	struct kept *ticket = g_new0(struct kept, 1);
	guint64 repeated;

	ticket->event = event;
	ticket->ended_ms = ended_ms;
	read_title(recurrences, title, ticket);
	if (ticket->n < STEMS_LEAST) {
		g_free(ticket);
		return 0;
	}
	if (recurrences->kept->len >= recurrences->forget_at)
		forget(recurrences, opened_ms);
	repeated = find_repeated(recurrences, ticket, opened_ms);
	keep(recurrences, ticket);
	return repeated;
}
