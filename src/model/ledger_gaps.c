/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Gaps between expectations and commitments, on a day: whatever became known later is not in
 * them. A commitment answers to an expectation only when the user said so. */
#include "model/ledger.h"

#include <string.h>

#include "contract/quantities.h"
#include "text/folded.h"

/* ---- what can be compared ---- */

/* Minutes of a duration of its own clock: business time is not compared with the calendar's. */
static bool minutes_of(const struct quantity *quantity, bool *business, gint64 *minutes)
{
	static const gint64 factors[UNIT_COUNT] = {
		[UNIT_MINUTE] = 1,    [UNIT_HOUR] = 60,           [UNIT_BUSINESS_HOUR] = 60,
		[UNIT_DAY] = 1440,    [UNIT_BUSINESS_DAY] = 1440, [UNIT_WEEK] = 10080,
		[UNIT_MONTH] = 43800, [UNIT_YEAR] = 525600,
	};

	*business = quantity->unit == UNIT_BUSINESS_HOUR || quantity->unit == UNIT_BUSINESS_DAY;
	*minutes = quantity->value * factors[quantity->unit];
	/* How many hours a business day has, each contract says otherwise. */
	return factors[quantity->unit] > 0 && quantity->unit != UNIT_BUSINESS_DAY &&
	       quantity->value < QUANTITY_MOST / factors[UNIT_YEAR];
}

static bool only_quantity(const char *text, struct quantity *quantity)
{
	g_autoptr(GArray) found = g_array_new(FALSE, TRUE, sizeof(struct quantity));
	struct folded folded = {0};

	if (text == NULL)
		return false;
	folded_make(text, strlen(text), &folded);
	quantities_find(folded.text, folded.length, "", found);
	folded_clear(&folded);
	if (found->len != 1)
		return false;
	*quantity = g_array_index(found, struct quantity, 0);
	return true;
}

static bool is_less(const char *expected, const char *promised)
{
	struct quantity wanted, given;
	gint64 wanted_minutes, given_minutes;
	bool wanted_business, given_business;

	if (!only_quantity(expected, &wanted) || !only_quantity(promised, &given) ||
	    wanted.kind != given.kind)
		return false;
	if (wanted.kind == QUANTITY_PERCENT)
		return given.value < wanted.value;
	if (wanted.kind != QUANTITY_DURATION)
		return false;
	if (wanted.unit == given.unit)
		return given.value > wanted.value;
	return minutes_of(&wanted, &wanted_business, &wanted_minutes) &&
	       minutes_of(&given, &given_business, &given_minutes) &&
	       wanted_business == given_business && given_minutes > wanted_minutes;
}

bool ledger_is_short(const struct ledger_item *expectation,
		     const struct ledger_item *commitment)
{
	return is_less(expectation->texts[LEDGER_TARGET], commitment->texts[LEDGER_TARGET]) ||
	       is_less(expectation->texts[LEDGER_PERIOD], commitment->texts[LEDGER_PERIOD]);
}

/* ---- one expectation ---- */

static const struct ledger_item *item_of(const GPtrArray *items, guint64 event,
					 enum ledger_kind kind)
{
	for (guint i = 0; i < items->len; i++) {
		const struct ledger_item *item = g_ptr_array_index(items, i);
		if (item->event == event && item->kind == kind)
			return item;
	}
	return NULL;
}

/* The earlier of two days, where a day that is not there is never. */
static gint32 sooner(gint32 a, gint32 b)
{
	if (a == CONTRACT_NO_DAY || b == CONTRACT_NO_DAY)
		return a == CONTRACT_NO_DAY ? b : a;
	return MIN(a, b);
}

static gint32 later(gint32 a, gint32 b)
{
	if (a == CONTRACT_NO_DAY || b == CONTRACT_NO_DAY)
		return a == CONTRACT_NO_DAY ? b : a;
	return MAX(a, b);
}

/* From when what answers fails the expectation; CONTRACT_NO_DAY: it does not. */
static gint32 failing_since(const struct ledger_item *expectation,
			    const struct ledger_item *commitment)
{
	gint32 since = CONTRACT_NO_DAY;

	if (commitment->broken != CONTRACT_NO_DAY)
		since = later(commitment->broken, expectation->since);
	if (ledger_is_short(expectation, commitment))
		since = sooner(since, later(expectation->since, commitment->since));
	return since;
}

void ledger_life_read(const struct ledger_item *expectation, const GPtrArray *items,
		      const GArray *pairs, struct ledger_life *life)
{
	*life = (struct ledger_life){CONTRACT_NO_DAY, CONTRACT_NO_DAY,
				     expectation->stated == LEDGER_WRITTEN};
	for (guint i = 0; i < pairs->len; i++) {
		const struct ledger_pair *pair = &g_array_index(pairs, struct ledger_pair, i);
		const struct ledger_item *commitment;
		if (!pair->confirmed || pair->expectation != expectation->event)
			continue;
		commitment = item_of(items, pair->commitment, LEDGER_COMMITMENT);
		if (commitment == NULL)
			continue;
		life->always = life->always || commitment->since == CONTRACT_NO_DAY;
		life->written = sooner(life->written, commitment->since);
		life->failing = sooner(life->failing, failing_since(expectation, commitment));
	}
}

bool ledger_life_is_open(const struct ledger_life *life, gint32 day)
{
	bool written =
		life->always || (life->written != CONTRACT_NO_DAY && life->written <= day);

	return !written || (life->failing != CONTRACT_NO_DAY && life->failing <= day);
}

/* ---- all ---- */

static bool is_known(const struct ledger_item *item, gint32 day)
{
	return item->since == CONTRACT_NO_DAY || item->since <= day;
}

static void add_gap(GArray *gaps, enum ledger_gap_kind kind,
		    const struct ledger_item *expectation, const struct ledger_item *commitment,
		    gint32 since)
{
	const struct ledger_item *weighed = expectation != NULL ? expectation : commitment;
	struct ledger_gap gap = {kind, expectation, commitment, since, ledger_weight(weighed)};

	g_array_append_val(gaps, gap);
}

/* Of an expectation and what answers to it; false when that was not yet written. */
static bool add_gaps_of_pair(GArray *gaps, const struct ledger_item *expectation,
			     const struct ledger_item *commitment, gint32 day)
{
	if (!is_known(commitment, day))
		return false;
	if (commitment->broken != CONTRACT_NO_DAY && commitment->broken <= day)
		add_gap(gaps, GAP_BROKEN, expectation, commitment,
			later(commitment->broken, expectation->since));
	else if (ledger_is_short(expectation, commitment))
		add_gap(gaps, GAP_SHORT, expectation, commitment,
			later(expectation->since, commitment->since));
	return true;
}

static void add_gaps_of(GArray *gaps, const struct ledger_item *expectation,
			const GPtrArray *items, const GArray *pairs, gint32 day)
{
	bool answered = expectation->stated == LEDGER_WRITTEN;

	for (guint i = 0; i < pairs->len; i++) {
		const struct ledger_pair *pair = &g_array_index(pairs, struct ledger_pair, i);
		const struct ledger_item *commitment;
		if (!pair->confirmed || pair->expectation != expectation->event)
			continue;
		commitment = item_of(items, pair->commitment, LEDGER_COMMITMENT);
		if (commitment != NULL && add_gaps_of_pair(gaps, expectation, commitment, day))
			answered = true;
	}
	if (!answered)
		add_gap(gaps, GAP_UNWRITTEN, expectation, NULL, expectation->since);
}

static bool is_awaited(const struct ledger_item *commitment, const GPtrArray *items,
		       const GArray *pairs, gint32 day)
{
	for (guint i = 0; i < pairs->len; i++) {
		const struct ledger_pair *pair = &g_array_index(pairs, struct ledger_pair, i);
		const struct ledger_item *expectation =
			item_of(items, pair->expectation, LEDGER_EXPECTATION);
		if (pair->confirmed && pair->commitment == commitment->event &&
		    expectation != NULL && is_known(expectation, day))
			return true;
	}
	return false;
}

/* Nobody is known to count on it; broken, it is a gap all the same. */
static void add_unexpected(GArray *gaps, const struct ledger_item *commitment,
			   const GPtrArray *items, const GArray *pairs, gint32 day)
{
	if (is_awaited(commitment, items, pairs, day))
		return;
	if (commitment->broken != CONTRACT_NO_DAY && commitment->broken <= day)
		add_gap(gaps, GAP_BROKEN, NULL, commitment, commitment->broken);
	else
		add_gap(gaps, GAP_UNEXPECTED, NULL, commitment, commitment->since);
}

static guint64 event_of(const struct ledger_item *item)
{
	return item != NULL ? item->event : 0;
}

static gint by_weight(gconstpointer a, gconstpointer b)
{
	const struct ledger_gap *left = a, *right = b;
	guint64 first = event_of(left->expectation), second = event_of(right->expectation);

	if (left->importance != right->importance)
		return left->importance > right->importance ? -1 : 1;
	if (left->since != right->since) {
		if (left->since == CONTRACT_NO_DAY || right->since == CONTRACT_NO_DAY)
			return left->since == CONTRACT_NO_DAY ? 1 : -1;
		return left->since < right->since ? -1 : 1;
	}
	if (left->kind != right->kind)
		return left->kind < right->kind ? -1 : 1;
	if (first == second) {
		first = event_of(left->commitment);
		second = event_of(right->commitment);
	}
	return first < second ? -1 : first > second;
}

GArray *ledger_gaps(const GPtrArray *items, const GArray *pairs, gint32 day)
{
	GArray *gaps = g_array_new(FALSE, TRUE, sizeof(struct ledger_gap));

	for (guint i = 0; i < items->len; i++) {
		const struct ledger_item *item = g_ptr_array_index(items, i);
		if (!is_known(item, day))
			continue;
		if (item->kind == LEDGER_EXPECTATION)
			add_gaps_of(gaps, item, items, pairs, day);
		else
			add_unexpected(gaps, item, items, pairs, day);
	}
	g_array_sort(gaps, by_weight);
	return gaps;
}
