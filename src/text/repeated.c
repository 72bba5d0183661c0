/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Each text is kept as the hashes of its last line, its last two lines and so on, at most
 * REPEATED_LINES; equal hashes in two texts are equal tails. A group keeps a bottom-k sample of
 * its texts (those with the smallest hashes: Cohen and Kaplan 2007), which is a uniform sample
 * whatever the order, and a tail is boilerplate when enough of them share it. */
#include "text/repeated.h"

#include <string.h>

#include "base/limits.h"
#include "text/own_text-internal.h"
#include "text/own_text.h"

#define FNV_OFFSET  2166136261u
#define FNV_PRIME   16777619u
#define LINE_FOLDED 1024u /* bytes of a line that are compared */

/* A visiting card (short lines, a telephone number or an address) is known at its third time.
 * Names and titles in a paragraph of their own need a habit; anything else, which could be
 * the author's words, must stand below most of the texts. */
#define CARD_TEXTS       3u
#define NAMES_TEXTS      5u
#define NAMES_PERCENT    10u
#define ANYTHING_TEXTS   10u
#define ANYTHING_PERCENT 50u

struct tail {
	guint32 text;                  /* hash of the whole text, figures masked */
	guint32 lines[REPEATED_LINES]; /* hash of the last line, the last two... */
};

struct group {
	guint64 key;
	GArray *texts; /* struct tail in rising order of `text`, each once */
};

struct repeated {
	GTree *groups; /* by key */
};

static gint by_key(gconstpointer one, gconstpointer other, gpointer data)
{
	guint64 a = *(const guint64 *)one, b = *(const guint64 *)other;

	return (a > b) - (a < b);
}

static void group_free(gpointer data)
{
	struct group *group = data;

	g_array_free(group->texts, TRUE);
	g_free(group);
}

struct repeated *repeated_new(void)
{
	struct repeated *repeated = g_new0(struct repeated, 1);

	repeated->groups = g_tree_new_full(by_key, NULL, NULL, group_free);
	return repeated;
}

void repeated_free(struct repeated *repeated)
{
	if (repeated == NULL)
		return;
	g_tree_destroy(repeated->groups);
	g_free(repeated);
}

static guint32 add_bytes(guint32 hash, const char *bytes, gsize length)
{
	for (gsize i = 0; i < length; i++)
		hash = (hash ^ (guchar)bytes[i]) * FNV_PRIME;
	return hash;
}

/* Two hashes of the name, so that two groups are never taken for one. */
static guint64 key_of(const char *group)
{
	gsize length = strlen(group);

	return (guint64)add_bytes(FNV_OFFSET, group, length) << 32 |
	       add_bytes(FNV_PRIME, group, length);
}

/* The last filled lines of a text, from its end. */
struct ending {
	struct line lines[REPEATED_LINES];
	bool opens[REPEATED_LINES]; /* the line begins a paragraph */
	guint count;
	bool whole; /* there are no lines above */
};

static struct line last_line(const char *text, gsize end)
{
	const char *feed = memrchr(text, '\n', end);
	const char *start = feed != NULL ? feed + 1 : text;

	return (struct line){.start = start, .length = (guint32)(text + end - start)};
}

static gsize trimmed(const char *text, gsize end)
{
	while (end > 0 && g_ascii_isspace(text[end - 1]))
		end--;
	return end;
}

/* An empty line stands between the two. */
static bool is_gap(const char *text, gsize from, gsize to)
{
	const char *feed = memchr(text + from, '\n', to - from);

	return feed != memrchr(text + from, '\n', to - from);
}

static void read_ending(const char *text, gsize length, struct ending *ending)
{
	gsize end = trimmed(text, length);

	ending->count = 0;
	while (end > 0 && ending->count < REPEATED_LINES) {
		struct line line = last_line(text, end);
		gsize start = (gsize)(line.start - text), above = trimmed(text, start);

		ending->lines[ending->count] = line;
		ending->opens[ending->count++] = above == 0 || is_gap(text, above, start);
		end = above;
	}
	ending->whole = end == 0;
}

static void hash_ending(const struct ending *ending, struct tail *tail)
{
	char folded[LINE_FOLDED];
	guint32 hash = FNV_OFFSET;

	for (guint i = 0; i < ending->count; i++) {
		const struct line *line = &ending->lines[i];
		gsize length = fold_text(line->start, line->length, folded, sizeof(folded));

		hash = add_bytes(hash, folded, length);
		hash = add_bytes(hash, "\n", 1);
		tail->lines[i] = hash;
	}
}

static guint32 hash_text(const char *text, gsize length)
{
	g_autofree char *copy = g_strndup(text, MIN(length, LIMIT_OWN_TEXT));

	return own_text_novelty(copy);
}

/* A tail that is the whole text is no tail. */
static void make_tail(const char *text, gsize length, struct tail *tail)
{
	struct ending ending;

	read_ending(text, length, &ending);
	hash_ending(&ending, tail);
	if (ending.whole && ending.count > 0)
		tail->lines[ending.count - 1] = 0;
}

static struct group *group_of(struct repeated *repeated, guint64 key)
{
	struct group *group = g_tree_lookup(repeated->groups, &key);
	GTreeNode *last;

	if (group != NULL)
		return group;
	last = g_tree_node_last(repeated->groups);
	if (g_tree_nnodes(repeated->groups) >= (gint)REPEATED_GROUPS) {
		if (*(const guint64 *)g_tree_node_key(last) < key)
			return NULL;
		g_tree_remove(repeated->groups, g_tree_node_key(last));
	}
	group = g_new0(struct group, 1);
	group->key = key;
	group->texts = g_array_new(FALSE, FALSE, sizeof(struct tail));
	g_tree_insert(repeated->groups, &group->key, group);
	return group;
}

/* Place of the first text that is not below. */
static guint place_of(const GArray *texts, guint32 text)
{
	guint from = 0, to = texts->len;

	while (from < to) {
		guint middle = (from + to) / 2;

		if (g_array_index(texts, struct tail, middle).text < text)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* Of two texts alike but for their figures, whichever came first. */
static void keep_smaller(struct tail *there, const struct tail *tail)
{
	if (memcmp(tail, there, sizeof(*tail)) < 0)
		*there = *tail;
}

void repeated_learn(struct repeated *repeated, const char *group, const char *text,
		    gsize length)
{
	struct group *found = group_of(repeated, key_of(group));
	struct tail tail = {0};
	guint place;

	if (found == NULL)
		return;
	tail.text = hash_text(text, length);
	place = place_of(found->texts, tail.text);
	if (place == REPEATED_SAMPLE)
		return;
	make_tail(text, length, &tail);
	if (place < found->texts->len &&
	    g_array_index(found->texts, struct tail, place).text == tail.text) {
		keep_smaller(&g_array_index(found->texts, struct tail, place), &tail);
		return;
	}
	g_array_insert_val(found->texts, place, tail);
	if (found->texts->len > REPEATED_SAMPLE)
		g_array_set_size(found->texts, REPEATED_SAMPLE);
}

static guint count_alike(const GArray *texts, guint line, guint32 hash)
{
	guint alike = 0;

	for (guint i = 0; i < texts->len; i++)
		alike += g_array_index(texts, struct tail, i).lines[line] == hash;
	return alike;
}

static bool is_card(const struct ending *ending, guint count)
{
	bool contact = false;

	for (guint i = 0; i < count; i++) {
		const struct line *line = &ending->lines[i];

		if (line_is_sentence(line) || line->start[line->length - 1] == '?')
			return false;
		contact = contact || line_is_contact(line);
	}
	return contact;
}

/* Two lines and more with capitals and without full stops, in a paragraph of their own. */
static bool is_names(const struct ending *ending, guint count)
{
	for (guint i = 0; i < count; i++) {
		const struct line *line = &ending->lines[i];

		if (!line_is_name(line) ||
		    strchr(".,;:!?", line->start[line->length - 1]) != NULL)
			return false;
	}
	return count > 1 && ending->opens[count - 1];
}

static bool is_share(guint alike, guint all, guint least, guint percent)
{
	return alike >= least && alike * 100 >= all * percent;
}

/* Whether the last `count` lines are boilerplate: `alike` texts of all that were kept have them
 * too. */
static bool is_boilerplate(const struct ending *ending, guint count, guint alike, guint all)
{
	if (alike >= CARD_TEXTS && is_card(ending, count))
		return true;
	if (ending->whole && count == ending->count)
		return false;
	return is_share(alike, all, ANYTHING_TEXTS, ANYTHING_PERCENT) ||
	       (is_share(alike, all, NAMES_TEXTS, NAMES_PERCENT) && is_names(ending, count));
}

gsize repeated_own_length(const struct repeated *repeated, const char *group, const char *text,
			  gsize length)
{
	guint64 key = key_of(group);
	const struct group *found = g_tree_lookup(repeated->groups, &key);
	struct ending ending;
	struct tail tail = {0};

	if (found == NULL)
		return length;
	read_ending(text, length, &ending);
	hash_ending(&ending, &tail);
	for (guint count = ending.count; count > 0; count--) {
		guint alike = count_alike(found->texts, count - 1, tail.lines[count - 1]);
		const char *start = ending.lines[count - 1].start;

		if (is_boilerplate(&ending, count, alike, found->texts->len))
			return trimmed(text, (gsize)(start - text));
	}
	return length;
}
