/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The grid of responsibilities by day, and the tickets and disputes that are about one of its
 * activities: as their words name it, unless the user said otherwise. */
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "language/activities.h"
#include "store/responsibilities.h"
#include "store/store-internal.h"

/* Of the catalogue, else behind it, one's own. ACTIVITY_NONE for one that is not known and not
 * to be kept. */
static guint number_of(struct timeline *timeline, const char *activity, bool keep)
{
	guint number = activity_find(activity);

	for (guint i = 0; number == ACTIVITY_NONE && i < timeline->own_activities->len; i++)
		if (strcmp(g_ptr_array_index(timeline->own_activities, i), activity) == 0)
			number = activities_count() + 1 + i;
	if (number == ACTIVITY_NONE && keep) {
		g_ptr_array_add(timeline->own_activities, g_strdup(activity));
		number = activities_count() + timeline->own_activities->len;
	}
	return number;
}

static gint by_activity(gconstpointer a, gconstpointer b)
{
	const struct timeline_responsibility *left = a, *right = b;

	if (left->activity != right->activity)
		return left->activity < right->activity ? -1 : 1;
	return left->since < right->since ? -1 : left->since > right->since;
}

/* What was settled after the day that is looked at is not known yet. */
static bool load_grid(struct store *store, gint64 relationship, struct timeline *timeline,
		      GError **error)
{
	g_autoptr(GPtrArray) rows = store_raci_rows(store, relationship, error);
	gint32 last_day = calendar_day_of_ms(timeline->as_of_ms - 1, timeline->zone);
	GArray *all;

	if (rows == NULL)
		return false;
	all = g_array_new(FALSE, TRUE, sizeof(struct timeline_responsibility));
	for (guint i = 0; i < rows->len; i++) {
		const struct raci_row *row = g_ptr_array_index(rows, i);
		struct timeline_responsibility one = {number_of(timeline, row->activity, true),
						      row->since, raci_accountable(row)};
		if (row->since <= last_day)
			g_array_append_val(all, one);
	}
	g_array_sort(all, by_activity);
	timeline->n_responsibilities = all->len;
	timeline->responsibilities = (struct timeline_responsibility *)g_array_free(all, FALSE);
	return true;
}

/* ---- matters ---- */

struct collector {
	struct timeline *timeline;
	const GArray *ties;
	gint32 grid_since; /* the first day of any row */
	GArray *matters;
};

static int by_kind_and_event(const void *a, const void *b)
{
	const struct activity_tie *left = a, *right = b;

	if (left->kind != right->kind)
		return left->kind < right->kind ? -1 : 1;
	return left->event < right->event ? -1 : left->event > right->event;
}

static guint activity_of(const struct collector *collector, enum event_kind kind, guint64 event,
			 guint named)
{
	const struct activity_tie key = {kind, event, NULL};
	const struct activity_tie *tie =
		collector->ties->len == 0
			? NULL
			: bsearch(&key, collector->ties->data, collector->ties->len, sizeof key,
				  by_kind_and_event);

	if (tie == NULL)
		return named;
	return tie->activity != NULL ? number_of(collector->timeline, tie->activity, false)
				     : ACTIVITY_NONE;
}

static guint accountable_on(const struct timeline *timeline, guint activity, gint32 day)
{
	guint accountable = 0;

	for (guint i = 0; i < timeline->n_responsibilities; i++) {
		const struct timeline_responsibility *row = &timeline->responsibilities[i];
		if (row->activity == activity && row->since <= day)
			accountable = row->accountable;
	}
	return accountable;
}

static void collect(struct collector *collector, enum event_kind kind, guint32 index,
		    guint64 event, gint64 at_ms, guint named)
{
	gint32 day = calendar_day_of_ms(at_ms, collector->timeline->zone);
	struct timeline_matter matter = {.kind = kind, .index = index, .at_ms = at_ms};

	matter.activity = activity_of(collector, kind, event, named);
	if (matter.activity == ACTIVITY_NONE || day < collector->grid_since)
		return;
	matter.accountable = accountable_on(collector->timeline, matter.activity, day);
	g_array_append_val(collector->matters, matter);
}

static void collect_all(struct collector *collector)
{
	const struct timeline *timeline = collector->timeline;

	for (guint32 i = 0; i < timeline->n_tickets; i++) {
		const struct timeline_ticket *ticket = &timeline->tickets[i];
		if (!ticket->automatic)
			collect(collector, EVENT_TICKET, i, ticket->event, ticket->opened_ms,
				ticket->activity);
	}
	for (guint32 i = 0; i < timeline->n_messages; i++) {
		const struct timeline_message *message = &timeline->messages[i];
		if (message->disputes > 0 && message->side != SIDE_NONE &&
		    message->automatic == AUTOMATIC_NOT)
			collect(collector, EVENT_MESSAGE, i, message->event, message->at_ms,
				message->activity);
	}
}

static gint by_instant(gconstpointer a, gconstpointer b)
{
	const struct timeline_matter *left = a, *right = b;

	if (left->at_ms != right->at_ms)
		return left->at_ms < right->at_ms ? -1 : 1;
	if (left->kind != right->kind)
		return left->kind < right->kind ? -1 : 1;
	return left->index < right->index ? -1 : left->index > right->index;
}

static gint32 first_day(const struct timeline *timeline)
{
	gint32 first = G_MAXINT32;

	for (guint i = 0; i < timeline->n_responsibilities; i++)
		first = MIN(first, timeline->responsibilities[i].since);
	return first;
}

bool timeline_load_matters(struct store *store, gint64 relationship, struct timeline *timeline,
			   GError **error)
{
	g_autoptr(GArray) ties = store_ties(store, relationship, error);
	struct collector collector = {timeline, ties};

	timeline->own_activities = g_ptr_array_new_with_free_func(g_free);
	if (ties == NULL || !load_grid(store, relationship, timeline, error))
		return false;
	if (timeline->n_responsibilities == 0)
		return true;
	collector.grid_since = first_day(timeline);
	collector.matters = g_array_new(FALSE, TRUE, sizeof(struct timeline_matter));
	collect_all(&collector);
	g_array_sort(collector.matters, by_instant);
	timeline->n_matters = collector.matters->len;
	timeline->matters = (struct timeline_matter *)g_array_free(collector.matters, FALSE);
	return true;
}
