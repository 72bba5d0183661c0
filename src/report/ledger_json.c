/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Items as they are imported again: an export that is edited and imported says the same items.
 * Unknown is null in JSON and an empty cell in a table. */
#include "report/ledger.h"

#include "report/csv_cells.h"
#include "report/json_parts.h"

static void put_id(struct json_writer *json, const char *key, const struct ledger_item *item)
{
	g_autofree char *id = item != NULL ? event_name(EVENT_LEDGER, item->event) : NULL;

	json_member_string(json, key, id);
}

static void item_json(struct json_writer *json, const struct ledger_item *item)
{
	const char *stated = ledger_stated_token(item->stated);

	json_begin_object(json);
	put_id(json, "id", item);
	json_member_string(json, "kind", ledger_kind_token(item->kind));
	json_member_string(json, "side", side_token(item->side));
	json_key(json, "importance");
	if (item->importance > 0)
		json_int(json, item->importance);
	else
		json_null(json);
	json_member_string(json, "stated", *stated != '\0' ? stated : NULL);
	json_put_day(json, "since", item->since);
	json_put_day(json, "broken", item->broken);
	for (guint i = 0; i < LEDGER_TEXTS; i++)
		json_member_string(json, ledger_text_token(i), item->texts[i]);
	json_end_object(json);
}

static void items_json(struct json_writer *json, const GPtrArray *items)
{
	json_key(json, "items");
	json_begin_array(json);
	for (guint i = 0; i < items->len; i++)
		item_json(json, g_ptr_array_index(items, i));
	json_end_array(json);
}

static void gaps_json(struct json_writer *json, const GArray *gaps, gint32 day)
{
	json_put_day(json, "as_of", day);
	json_key(json, "gaps");
	json_begin_array(json);
	for (guint i = 0; i < gaps->len; i++) {
		const struct ledger_gap *gap = &g_array_index(gaps, struct ledger_gap, i);
		json_begin_object(json);
		json_member_string(json, "kind", ledger_gap_token(gap->kind));
		put_id(json, "expectation", gap->expectation);
		put_id(json, "commitment", gap->commitment);
		json_member_int(json, "importance", gap->importance);
		json_put_day(json, "since", gap->since);
		json_end_object(json);
	}
	json_end_array(json);
}

static void pairs_json(struct json_writer *json, const GArray *pairs)
{
	json_key(json, "pairs");
	json_begin_array(json);
	for (guint i = 0; i < pairs->len; i++) {
		const struct shown_pair *pair = &g_array_index(pairs, struct shown_pair, i);
		json_begin_object(json);
		put_id(json, "expectation", pair->expectation);
		put_id(json, "commitment", pair->commitment);
		json_put_share(json, "score", pair->score);
		json_member_string(json, "why", pair->why);
		json_end_object(json);
	}
	json_end_array(json);
}

void report_ledger_json(const struct shown_ledger *ledger, const struct catalogue *catalogue,
			GString *out)
{
	struct json_writer *json = json_writer_new(out);

	json_begin_object(json);
	json_member_string(json, "schema", "entente/ledger/1");
	json_member_string(json, "relationship", ledger->relationship);
	if (ledger->items != NULL)
		items_json(json, ledger->items);
	if (ledger->gaps != NULL)
		gaps_json(json, ledger->gaps, ledger->day);
	if (ledger->pairs != NULL)
		pairs_json(json, ledger->pairs);
	json_end_object(json);
	json_writer_free(json);
	g_string_append_c(out, '\n');
}

/* ---- CSV ---- */

static void put_row(GString *out, const struct ledger_item *item)
{
	g_autofree char *id = event_name(EVENT_LEDGER, item->event);
	g_autofree char *importance =
		item->importance > 0 ? g_strdup_printf("%u", item->importance) : NULL;

	csv_put_cell(out, ledger_kind_token(item->kind));
	csv_put_cell(out, side_token(item->side));
	csv_put_cell(out, importance);
	csv_put_cell(out, ledger_stated_token(item->stated));
	csv_put_day(out, item->since);
	csv_put_day(out, item->broken);
	for (guint i = 0; i < LEDGER_TEXTS; i++)
		csv_put_cell(out, item->texts[i]);
	g_string_append_printf(out, "%s\n", id);
}

void report_ledger_csv(const GPtrArray *items, GString *out)
{
	g_string_append(out, "kind,side,importance,stated,since,broken,");
	for (guint i = 0; i < LEDGER_TEXTS; i++)
		g_string_append_printf(out, "%s,", ledger_text_token(i));
	g_string_append(out, "id\n");
	for (guint i = 0; i < items->len; i++)
		put_row(out, g_ptr_array_index(items, i));
}
