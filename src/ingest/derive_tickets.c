/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Tickets are folded and written one by one, in the order of their tool: of all of them only
 * the openings a week are kept, which say what their tool covers. */
#include "ingest/derive_tickets.h"

#include <string.h>

#include "base/calendar.h"
#include "ingest/coverage.h"
#include "ingest/ticket_fold.h"
#include "language/activities.h"
#include "store/derived.h"

struct ticket_derivation {
	struct store *store;
	const struct relationship *relationship;
	GTimeZone *zone;
	char *tool;           /* the one being read, NULL before the first */
	GHashTable *openings; /* of it: week -> records */
	struct activity_reader *activities;
	struct timeline_coverage total;
	GError **error;
};

static gint by_week(gconstpointer a, gconstpointer b)
{
	return ((const struct week_count *)a)->week - ((const struct week_count *)b)->week;
}

/* Caller owns: struct week_count, ascending. */
static GArray *weekly_openings(GHashTable *openings)
{
	GArray *weeks = g_array_new(FALSE, FALSE, sizeof(struct week_count));
	GHashTableIter iter;
	gpointer week, records;

	g_hash_table_iter_init(&iter, openings);
	while (g_hash_table_iter_next(&iter, &week, &records)) {
		struct week_count count = {GPOINTER_TO_INT(week), GPOINTER_TO_INT(records)};
		g_array_append_val(weeks, count);
	}
	g_array_sort(weeks, by_week);
	return weeks;
}

static bool put_coverage(const struct ticket_derivation *derivation, const char *tool,
			 const struct timeline_coverage *coverage)
{
	return derived_put_coverage(derivation->store, derivation->relationship->id, "tickets",
				    tool, coverage, derivation->error);
}

static bool end_tool(struct ticket_derivation *derivation)
{
	g_autoptr(GArray) weeks = weekly_openings(derivation->openings);
	struct timeline_coverage one;
	bool done;

	if (derivation->tool == NULL)
		return true;
	coverage_of_tickets((const struct week_count *)weeks->data, weeks->len, &one);
	coverage_unite(&derivation->total, &one);
	coverage_mark_ends(&one);
	done = put_coverage(derivation, derivation->tool, &one);
	g_free(one.state);
	g_hash_table_remove_all(derivation->openings);
	g_clear_pointer(&derivation->tool, g_free);
	return done;
}

static void count_opening(struct ticket_derivation *derivation, gint64 opened_ms)
{
	gpointer week = GINT_TO_POINTER(calendar_week_of_ms(opened_ms, derivation->zone));
	gint records = GPOINTER_TO_INT(g_hash_table_lookup(derivation->openings, week));

	g_hash_table_insert(derivation->openings, week, GINT_TO_POINTER(records + 1));
}

static bool take_ticket(const struct folded_ticket *one, void *data)
{
	struct ticket_derivation *derivation = data;
	struct timeline_ticket ticket;

	if (g_strcmp0(derivation->tool, one->tool) != 0) {
		if (!end_tool(derivation))
			return false;
		derivation->tool = g_strdup(one->tool);
	}
	count_opening(derivation, one->ticket.opened_ms);
	ticket = one->ticket;
	if (one->title != NULL)
		ticket.activity = (guint8)activity_reader_read(derivation->activities,
							       one->title, strlen(one->title));
	return derived_put_ticket(derivation->store, derivation->relationship->id, one->tool,
				  one->title, &ticket, derivation->error);
}

static bool take_row(const struct stored_ticket_row *row, void *data)
{
	return ticket_fold_add(data, row);
}

static bool write_total(struct ticket_derivation *derivation)
{
	coverage_mark_ends(&derivation->total);
	return put_coverage(derivation, "", &derivation->total);
}

bool derive_tickets(struct store *store, const struct relationship *relationship,
		    const struct sides *sides, GTimeZone *zone, GError **error)
{
	struct ticket_derivation derivation = {
		.store = store,
		.relationship = relationship,
		.zone = zone,
		.openings = g_hash_table_new(NULL, NULL),
		.activities = activity_reader_new(),
		.total = {.first_week = 0, .last_week = -1},
		.error = error,
	};
	struct ticket_fold *fold =
		ticket_fold_new(sides, relationship->worker_side, take_ticket, &derivation);
	bool done = store_each_ticket_row(store, relationship->id, take_row, fold, error) &&
		    ticket_fold_finish(fold) && end_tool(&derivation) &&
		    write_total(&derivation);

	ticket_fold_free(fold);
	g_hash_table_destroy(derivation.openings);
	activity_reader_free(derivation.activities);
	g_free(derivation.tool);
	g_free(derivation.total.state);
	return done;
}
