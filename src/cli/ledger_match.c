/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* An expectation of a side is met by a commitment of the other. Area and measure are words like
 * any; targets are not, since they are what is compared afterwards. */
#include "cli/ledger_match.h"

#include "language/likeness.h"

static void shown_pair_clear(gpointer data)
{
	g_free(((struct shown_pair *)data)->why);
}

static struct likeness *read_items(const GPtrArray *items)
{
	struct likeness *likeness = likeness_new();

	for (guint i = 0; i < items->len; i++) {
		const struct ledger_item *item = g_ptr_array_index(items, i);
		const char *area = item->texts[LEDGER_AREA];
		const char *measure = item->texts[LEDGER_MEASURE];
		g_autofree char *text =
			g_strjoin(" ", item->texts[LEDGER_TEXT], area != NULL ? area : "",
				  measure != NULL ? measure : "", NULL);
		likeness_add(likeness, text);
	}
	return likeness;
}

static bool is_answered(const GArray *pairs, guint64 expectation, guint64 commitment)
{
	for (guint i = 0; i < pairs->len; i++) {
		const struct ledger_pair *pair = &g_array_index(pairs, struct ledger_pair, i);
		if (pair->expectation == expectation && pair->commitment == commitment)
			return true;
	}
	return false;
}

static gint by_score(gconstpointer a, gconstpointer b)
{
	const struct shown_pair *left = a, *right = b;

	if (left->score != right->score)
		return left->score > right->score ? -1 : 1;
	if (left->expectation->event != right->expectation->event)
		return left->expectation->event < right->expectation->event ? -1 : 1;
	return left->commitment->event < right->commitment->event ? -1 : 1;
}

static void match_one(const struct likeness *likeness, const GPtrArray *items,
		      const GArray *pairs, guint at, GArray *out)
{
	const struct ledger_item *expectation = g_ptr_array_index(items, at);
	g_autoptr(GArray) found = g_array_new(FALSE, TRUE, sizeof(struct shown_pair));

	g_array_set_clear_func(found, shown_pair_clear);
	for (guint i = 0; i < items->len; i++) {
		const struct ledger_item *other = g_ptr_array_index(items, i);
		struct shown_pair pair = {expectation, other, 0, NULL};
		g_autoptr(GString) why = g_string_new(NULL);
		if (other->kind != LEDGER_COMMITMENT || other->side == expectation->side ||
		    is_answered(pairs, expectation->event, other->event))
			continue;
		pair.score = likeness_of(likeness, at, i, why);
		if (pair.score < LEDGER_MATCH_LEAST)
			continue;
		pair.why = g_strdup(why->str);
		g_array_append_val(found, pair);
	}
	g_array_sort(found, by_score);
	for (guint i = 0; i < MIN(found->len, LEDGER_MATCH_MOST); i++) {
		struct shown_pair *pair = &g_array_index(found, struct shown_pair, i);
		g_array_append_val(out, *pair);
		pair->why = NULL;
	}
}

GArray *ledger_match(const GPtrArray *items, const GArray *pairs)
{
	GArray *out = g_array_new(FALSE, TRUE, sizeof(struct shown_pair));
	struct likeness *likeness = read_items(items);

	g_array_set_clear_func(out, shown_pair_clear);
	for (guint i = 0; i < items->len; i++)
		if (((struct ledger_item *)g_ptr_array_index(items, i))->kind ==
		    LEDGER_EXPECTATION)
			match_one(likeness, items, pairs, i, out);
	g_array_sort(out, by_score);
	likeness_free(likeness);
	return out;
}
