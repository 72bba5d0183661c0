/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The author's side is the one that expects. The words are quoted with people masked; where
 * they stand is the message, which `entente explain` opens. */
#include "cli/ledger_mine.h"

#include "base/calendar.h"
#include "importers/ledger_rows.h"
#include "language/mining.h"
#include "language/repeated_asks.h"
#include "store/readings.h"

#define THREADS_LEAST 3u
#define OVER_MS       (28 * CALENDAR_DAY_MS)
#define BATCH         2000u

struct asked {
	guint64 event;
	gint64 at_ms;
	char *text;
};

struct mining {
	const struct relationship *relationship;
	const struct mask *mask;
	struct sentence_miner *miner;
	GArray *spans;
	struct repeated_asks *asks[SIDE_COUNT];
	GArray *asked[SIDE_COUNT]; /* struct asked, by number of the request */
	void (*take)(struct ledger_item *item, void *data);
	void *data;
};

static void asked_clear(gpointer data)
{
	g_free(((struct asked *)data)->text);
}

static void take_one(const struct mining *mining, enum side side, const char *text,
		     guint64 event, gint64 at_ms, enum ledger_stated stated)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(mining->relationship->zone);
	struct ledger_item *item = g_new0(struct ledger_item, 1);

	ledger_item_init(item);
	item->kind = LEDGER_EXPECTATION;
	item->side = side;
	item->stated = stated;
	item->since = calendar_day_of_ms(at_ms, zone);
	item->texts[LEDGER_TEXT] = mask_excerpt(mining->mask, text, LEDGER_TEXT_MOST);
	item->texts[LEDGER_SOURCE] = event_name(EVENT_MESSAGE, event);
	item->event = ledger_item_identity(item);
	mining->take(item, mining->data);
}

static void mine_requests(struct mining *mining, const struct stored_text *text)
{
	g_array_set_size(mining->spans, 0);
	sentence_mine(mining->miner, MINED_REQUEST, text->own_text, text->language,
		      mining->spans);
	for (guint i = 0; i < mining->spans->len; i++) {
		struct text_span span = g_array_index(mining->spans, struct text_span, i);
		struct asked asked = {
			text->event, text->at_ms,
			g_strndup(text->own_text + span.from, span.to - span.from)};
		repeated_asks_add(mining->asks[text->side], asked.text, text->language,
				  text->thread, text->at_ms);
		g_array_append_val(mining->asked[text->side], asked);
	}
}

static bool mine_text(const struct stored_text *text, void *data)
{
	struct mining *mining = data;

	g_array_set_size(mining->spans, 0);
	sentence_mine(mining->miner, MINED_EXPECTATION, text->own_text, text->language,
		      mining->spans);
	for (guint i = 0; i < mining->spans->len; i++) {
		struct text_span span = g_array_index(mining->spans, struct text_span, i);
		g_autofree char *words =
			g_strndup(text->own_text + span.from, span.to - span.from);
		take_one(mining, text->side, words, text->event, text->at_ms, LEDGER_IMPLICIT);
	}
	mine_requests(mining, text);
	return true;
}

/* What was asked again and again, in the words of the last time, since the first. */
static void take_repeated(const struct mining *mining, enum side side)
{
	g_autoptr(GArray) repeated =
		repeated_asks_find(mining->asks[side], THREADS_LEAST, OVER_MS);

	for (guint i = 0; i < repeated->len; i++) {
		const struct repeated_ask *one =
			&g_array_index(repeated, struct repeated_ask, i);
		const struct asked *first =
			&g_array_index(mining->asked[side], struct asked, one->first);
		const struct asked *last =
			&g_array_index(mining->asked[side], struct asked, one->last);
		take_one(mining, side, last->text, last->event, first->at_ms, LEDGER_EXPLICIT);
	}
}

static bool mine_all(struct mining *mining, struct store *store, GError **error)
{
	guint32 next = 0, from;

	do {
		from = next;
		if (!readings_each_own_text(store, mining->relationship->id, from, BATCH,
					    mine_text, mining, &next, error))
			return false;
	} while (next > from);
	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++)
		take_repeated(mining, side);
	return true;
}

bool ledger_mine(struct store *store, const struct relationship *relationship,
		 const struct mask *mask, void (*take)(struct ledger_item *item, void *data),
		 void *data, GError **error)
{
	g_autoptr(GArray) spans = g_array_new(FALSE, FALSE, sizeof(struct text_span));
	struct mining mining = {relationship, mask, sentence_miner_new(), spans, {NULL}, {NULL},
				take,         data};
	bool done;

	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
		mining.asks[side] = repeated_asks_new();
		mining.asked[side] = g_array_new(FALSE, FALSE, sizeof(struct asked));
		g_array_set_clear_func(mining.asked[side], asked_clear);
	}
	done = mine_all(&mining, store, error);
	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
		repeated_asks_free(mining.asks[side]);
		g_array_unref(mining.asked[side]);
	}
	sentence_miner_free(mining.miner);
	return done;
}
