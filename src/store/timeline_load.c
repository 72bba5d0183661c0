/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Loads the read-only view of one relationship from the derived tables, cut at an instant: what
 * was not known then (a later answer, a later closing) is not in it. */
#include "store/store.h"

#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/error.h"
#include "language/model.h"
#include "store/actions.h"
#include "store/ledger.h"
#include "store/store-internal.h"
#include "store/survey.h"

struct loader {
	struct store *store;
	gint64 relationship;
	struct timeline *timeline;
};

static struct db_statement *query(struct loader *loader, const char *sql)
{
	struct db_statement *statement = db_prepare(loader->store->db, sql);

	db_bind_int(statement, 1, loader->relationship);
	return statement;
}

static const char *keep(struct loader *loader, const char *text)
{
	return text == NULL ? NULL
			    : g_string_chunk_insert_const(loader->timeline->strings, text);
}

static bool load_persons(struct loader *loader, GError **error)
{
	static const char sql[] =
		"SELECT pseudonym, side, messages, first_ms, last_ms, elsewhere, shared"
		" FROM person WHERE relationship_id = $1 ORDER BY person";
	struct db_statement *statement = query(loader, sql);
	g_autoptr(GArray) all = g_array_new(FALSE, TRUE, sizeof(struct timeline_person));
	enum db_step step;

	while ((step = db_step(statement, error)) == DB_ROW) {
		struct timeline_person person = {
			.pseudonym = (guint64)db_column_int(statement, 0),
			.side = (enum side)db_column_int(statement, 1),
			.messages = (guint32)db_column_int(statement, 2),
			.first_ms = db_column_int(statement, 3),
			.last_ms = db_column_int(statement, 4),
			.elsewhere = (guint32)db_column_int(statement, 5),
			.shared = (guint8)db_column_int(statement, 6),
		};
		g_array_append_val(all, person);
	}
	loader->timeline->n_persons = all->len;
	loader->timeline->persons =
		(struct timeline_person *)g_array_free(g_steal_pointer(&all), FALSE);
	return step == DB_DONE;
}

static guint32 index_column(struct db_statement *statement, int column)
{
	gint64 value = db_column_int(statement, column);

	return value < 0 ? TIMELINE_NO_INDEX : (guint32)value;
}

static enum reading_language reading_language_named(const char *name)
{
	for (guint i = 0; name != NULL && i < READING_LANGUAGES; i++)
		if (strcmp(name, store_reading_languages[i]) == 0)
			return (enum reading_language)i;
	return READING_UNKNOWN;
}

/* As store/readings.c writes it; NULL for what was not read. */
static void read_style(const char *text, guint16 style[STYLE_CLASSES])
{
	for (guint i = 0; text != NULL && i < STYLE_CLASSES; i++) {
		char *end;
		style[i] = (guint16)MIN(g_ascii_strtoull(text, &end, 10), G_MAXUINT16);
		text = end;
	}
}

static void read_message(struct loader *loader, struct db_statement *statement,
			 struct timeline_message *message)
{
	message->event = (guint64)db_column_int(statement, 0);
	message->at_ms = db_column_int(statement, 1);
	message->person = index_column(statement, 2);
	message->thread = (guint32)db_column_int(statement, 3);
	message->parent = index_column(statement, 4);
	message->side = (enum side)db_column_int(statement, 5);
	message->n_recipients = (guint16)db_column_int(statement, 6);
	message->n_recipients_client = (guint16)db_column_int(statement, 7);
	message->n_recipients_provider = (guint16)db_column_int(statement, 8);
	message->automatic = (guint8)db_column_int(statement, 9);
	message->starts = (guint8)db_column_int(statement, 10);
	message->asks = (guint8)db_column_int(statement, 11);
	message->novelty = (guint32)db_column_int(statement, 12);
	message->ticket_key = keep(loader, db_column_text(statement, 13));
	message->sentences = (float)db_column_int(statement, 14);
	message->defensive = (float)((double)db_column_int(statement, 15) / MILLION);
	message->supportive = (float)((double)db_column_int(statement, 16) / MILLION);
	message->explanations = (float)db_column_int(statement, 17);
	message->questions = message->asks || message->ticket_key != NULL ||
			     db_column_int(statement, 18) != 0;
	message->ticks = (guint8)db_column_int(statement, 19);
	message->asked = (guint16)db_column_int(statement, 20);
	message->met = (guint16)db_column_int(statement, 21);
	message->words = (guint32)db_column_int(statement, 22);
	message->syllables = (guint32)db_column_int(statement, 23);
	message->language = (guint8)reading_language_named(db_column_text(statement, 24));
	message->channel = (guint8)db_column_int(statement, 25);
	message->proposes = (guint8)db_column_int(statement, 26);
	message->disputes = (guint8)db_column_int(statement, 27);
	message->complains = (guint8)db_column_int(statement, 28);
	message->confirms = (guint8)db_column_int(statement, 29);
	message->n_added = (guint16)db_column_int(statement, 30);
	message->raised = (guint8)db_column_int(statement, 31);
	message->formal = (guint8)db_column_int(statement, 32);
	read_style(db_column_text(statement, 33), message->style);
	message->activity = (guint8)db_column_int(statement, 34);
}

/* An account is looked for where conduct was questioned by the other side. */
static bool is_questioned(const struct timeline *timeline,
			  const struct timeline_message *message)
{
	const struct timeline_message *parent;

	if (message->parent >= timeline->n_messages || message->side == SIDE_NONE)
		return false;
	parent = &timeline->messages[message->parent];
	return parent->side == side_other(message->side) &&
	       parent->automatic == AUTOMATIC_NOT && parent->questions;
}

static void mark_questioned(struct timeline *timeline)
{
	for (guint i = 0; i < timeline->n_messages; i++)
		timeline->messages[i].questioned =
			is_questioned(timeline, &timeline->messages[i]);
}

static bool load_messages(struct loader *loader, GError **error)
{
	static const char sql[] =
		"SELECT t.event_id, t.sent_ms, t.person, t.thread, t.parent, t.side,"
		" t.n_recipients, t.n_client, t.n_provider, t.automatic, t.starts, t.asks,"
		" t.novelty, t.ticket_key, r.sentences, r.defensive, r.supportive,"
		" r.explanations, r.questions, r.ticks, r.asked, r.met, r.words,"
		" r.syllables, r.language, t.channel, r.proposals,"
		" r.disputes, r.complaints, r.confirmations, t.n_added, t.raised,"
		" r.formalities, r.style,"
		" CASE WHEN COALESCE(r.activity, 0) > 0 THEN r.activity ELSE t.activity END"
		" FROM timeline_message t"
		" LEFT JOIN reading r ON r.relationship_id = t.relationship_id"
		" AND r.event_id = t.event_id"
		" WHERE t.relationship_id = $1 ORDER BY t.position";
	struct timeline *timeline = loader->timeline;
	struct db_statement *statement = query(loader, sql);
	g_autoptr(GArray) all = g_array_new(FALSE, TRUE, sizeof(struct timeline_message));
	enum db_step step;

	while ((step = db_step(statement, error)) == DB_ROW) {
		struct timeline_message message = {0};
		read_message(loader, statement, &message);
		if (message.at_ms > timeline->as_of_ms)
			continue;
		timeline->n_threads = MAX(timeline->n_threads, message.thread + 1);
		g_array_append_val(all, message);
	}
	timeline->n_messages = all->len;
	timeline->messages =
		(struct timeline_message *)g_array_free(g_steal_pointer(&all), FALSE);
	mark_questioned(timeline);
	return step == DB_DONE;
}

static bool load_errors(struct loader *loader, GError **error)
{
	static const char sql[] =
		"SELECT language, stance, right_mean, wrong_mean, right_spread, wrong_spread,"
		" n_right, n_wrong"
		" FROM reading_error WHERE relationship_id = $1";
	struct db_statement *statement = query(loader, sql);
	struct timeline *timeline = loader->timeline;
	enum db_step step;

	while ((step = db_step(statement, error)) == DB_ROW) {
		struct reading_error *all = db_column_int(statement, 1) == STANCE_DEFENSIVE
						    ? timeline->defensive_error
						    : timeline->supportive_error;

		all[reading_language_named(db_column_text(statement, 0))] =
			(struct reading_error){
				.right = (double)db_column_int(statement, 2) / MILLION,
				.wrong = (double)db_column_int(statement, 3) / MILLION,
				.right_spread = (double)db_column_int(statement, 4) / MILLION,
				.wrong_spread = (double)db_column_int(statement, 5) / MILLION,
				.n_right = (guint)db_column_int(statement, 6),
				.n_wrong = (guint)db_column_int(statement, 7),
			};
	}
	return step == DB_DONE;
}

/* An instant that was still to come is not known yet. */
static gint64 known_by(const struct timeline *timeline, gint64 ms)
{
	return ms > timeline->as_of_ms ? INSTANT_NONE : ms;
}

static void read_ticket(struct loader *loader, struct db_statement *statement,
			struct timeline_ticket *ticket)
{
	const struct timeline *timeline = loader->timeline;

	ticket->event = (guint64)db_column_int(statement, 0);
	ticket->key = keep(loader, db_column_text(statement, 2));
	ticket->requester_side = (enum side)db_column_int(statement, 3);
	ticket->worker_side = (enum side)db_column_int(statement, 4);
	ticket->opened_ms = db_column_int(statement, 5);
	ticket->acknowledged_ms = known_by(timeline, store_column_instant(statement, 6));
	ticket->resolved_ms = known_by(timeline, store_column_instant(statement, 7));
	ticket->closed_ms = known_by(timeline, store_column_instant(statement, 8));
	ticket->cancelled_ms = known_by(timeline, store_column_instant(statement, 9));
	ticket->last_ms = MIN(db_column_int(statement, 10), timeline->as_of_ms);
	ticket->reopened = (gint32)db_column_int(statement, 11);
	ticket->reassigned = (gint32)db_column_int(statement, 12);
	ticket->sla_met = (gint32)db_column_int(statement, 13);
	ticket->automatic = (guint8)db_column_int(statement, 14);
	ticket->gap_from_ms = known_by(timeline, store_column_instant(statement, 15));
	ticket->gap_to_ms = known_by(timeline, store_column_instant(statement, 16));
	ticket->repeats = (gint8)db_column_int(statement, 17);
	ticket->activity = (guint8)db_column_int(statement, 18);
}

static guint32 tool_number(struct loader *loader, GArray *tools, const char *name)
{
	struct timeline_tool tool = {.coverage = {.first_week = 0, .last_week = -1}};

	for (guint i = 0; i < tools->len; i++)
		if (strcmp(g_array_index(tools, struct timeline_tool, i).name, name) == 0)
			return i;
	tool.name = keep(loader, name);
	g_array_append_val(tools, tool);
	return tools->len - 1;
}

static bool load_tickets(struct loader *loader, GArray *tools, GError **error)
{
	static const char sql[] =
		"SELECT event_id, tool, ticket_key, requester_side, worker_side, opened_ms,"
		" acknowledged_ms, resolved_ms, closed_ms, cancelled_ms, last_ms, reopened,"
		" reassigned, sla_met, automatic, gap_from_ms, gap_to_ms,"
		" CASE WHEN title IS NULL THEN -1 WHEN repeats IS NULL THEN 0 ELSE 1 END,"
		" activity FROM ticket WHERE relationship_id = $1 ORDER BY opened_ms, event_id";
	struct timeline *timeline = loader->timeline;
	struct db_statement *statement = query(loader, sql);
	g_autoptr(GArray) all = g_array_new(FALSE, TRUE, sizeof(struct timeline_ticket));
	enum db_step step;

	while ((step = db_step(statement, error)) == DB_ROW) {
		struct timeline_ticket ticket = {0};
		if (db_column_int(statement, 5) > timeline->as_of_ms)
			continue;
		read_ticket(loader, statement, &ticket);
		ticket.tool = tool_number(loader, tools, db_column_text(statement, 1));
		g_array_append_val(all, ticket);
	}
	timeline->n_tickets = all->len;
	timeline->tickets =
		(struct timeline_ticket *)g_array_free(g_steal_pointer(&all), FALSE);
	return step == DB_DONE;
}

static void read_meeting(struct db_statement *statement, struct timeline_meeting *meeting)
{
	meeting->event = (guint64)db_column_int(statement, 0);
	meeting->at_ms = db_column_int(statement, 1);
	meeting->end_ms = db_column_int(statement, 2);
	meeting->kind = (guint8)db_column_int(statement, 3);
	meeting->series = index_column(statement, 4);
	meeting->day_only = (guint8)db_column_int(statement, 5);
	meeting->cancelled = (guint8)db_column_int(statement, 6);
	meeting->planned = (guint8)db_column_int(statement, 7);
	for (int side = SIDE_CLIENT; side <= SIDE_PROVIDER; side++) {
		int at = side - SIDE_CLIENT;
		meeting->invited[side] = (guint16)db_column_int(statement, 8 + at);
		meeting->accepted[side] = (guint16)db_column_int(statement, 10 + at);
		meeting->declined[side] = (guint16)db_column_int(statement, 12 + at);
	}
}

static bool load_meetings(struct loader *loader, GError **error)
{
	static const char sql[] =
		"SELECT event_id, start_ms, end_ms, kind, series, day_only, cancelled, planned,"
		" invited_client, invited_provider, accepted_client, accepted_provider,"
		" declined_client, declined_provider"
		" FROM timeline_meeting WHERE relationship_id = $1 ORDER BY start_ms, event_id";
	struct timeline *timeline = loader->timeline;
	struct db_statement *statement = query(loader, sql);
	g_autoptr(GArray) all = g_array_new(FALSE, TRUE, sizeof(struct timeline_meeting));
	enum db_step step;

	while ((step = db_step(statement, error)) == DB_ROW) {
		struct timeline_meeting meeting = {0};
		read_meeting(statement, &meeting);
		if (meeting.at_ms > timeline->as_of_ms)
			continue;
		if (meeting.series != TIMELINE_NO_INDEX)
			timeline->n_committees =
				MAX(timeline->n_committees, meeting.series + 1);
		g_array_append_val(all, meeting);
	}
	timeline->n_meetings = all->len;
	timeline->meetings =
		(struct timeline_meeting *)g_array_free(g_steal_pointer(&all), FALSE);
	return step == DB_DONE;
}

static bool load_reports(struct loader *loader, GError **error)
{
	static const char sql[] =
		"SELECT event_id, at_ms, side, previous_event, resemblance, shared, figures,"
		" unmoved FROM periodic_report WHERE relationship_id = $1"
		" ORDER BY at_ms, event_id";
	struct timeline *timeline = loader->timeline;
	struct db_statement *statement = query(loader, sql);
	g_autoptr(GArray) all = g_array_new(FALSE, TRUE, sizeof(struct timeline_report));
	enum db_step step;

	while ((step = db_step(statement, error)) == DB_ROW) {
		struct timeline_report report = {
			.event = (guint64)db_column_int(statement, 0),
			.at_ms = db_column_int(statement, 1),
			.side = (enum side)db_column_int(statement, 2),
			.compared = db_column_int(statement, 3) != 0,
			.same = (float)((double)db_column_int(statement, 4) / MILLION),
			.shared = (float)((double)db_column_int(statement, 5) / MILLION),
			.figures = (guint32)db_column_int(statement, 6),
			.unmoved = (guint32)db_column_int(statement, 7),
		};
		if (report.at_ms <= timeline->as_of_ms)
			g_array_append_val(all, report);
	}
	timeline->n_reports = all->len;
	timeline->reports =
		(struct timeline_report *)g_array_free(g_steal_pointer(&all), FALSE);
	return step == DB_DONE;
}

static bool load_facts(struct loader *loader, GError **error)
{
	static const char sql[] = "SELECT event_id, day, fact, value FROM fact"
				  " WHERE relationship_id = $1 ORDER BY day, event_id";
	struct timeline *timeline = loader->timeline;
	struct db_statement *statement = query(loader, sql);
	g_autoptr(GArray) all = g_array_new(FALSE, TRUE, sizeof(struct timeline_fact));
	gint32 last_day = calendar_day_of_ms(timeline->as_of_ms, timeline->zone);
	enum db_step step;

	while ((step = db_step(statement, error)) == DB_ROW) {
		struct timeline_fact fact = {
			.event = (guint64)db_column_int(statement, 0),
			.day = (gint32)db_column_int(statement, 1),
			.fact = keep(loader, db_column_text(statement, 2)),
			.value = keep(loader, db_column_text(statement, 3)),
		};
		if (fact.day <= last_day)
			g_array_append_val(all, fact);
	}
	timeline->n_facts = all->len;
	timeline->facts = (struct timeline_fact *)g_array_free(g_steal_pointer(&all), FALSE);
	return step == DB_DONE;
}

static gint by_day(gconstpointer a, gconstpointer b)
{
	const struct timeline_expectation *left = a, *right = b;

	if (left->day != right->day)
		return left->day < right->day ? -1 : 1;
	return left->event < right->event ? -1 : left->event > right->event;
}

/* Of what is expected without a day nobody knows in which weeks it was. */
static bool load_expectations(struct loader *loader, GError **error)
{
	struct timeline *timeline = loader->timeline;
	g_autoptr(GPtrArray) items = store_ledger(loader->store, loader->relationship, error);
	g_autoptr(GArray) pairs =
		items != NULL ? store_ledger_pairs(loader->store, loader->relationship, error)
			      : NULL;
	GArray *all;

	if (pairs == NULL)
		return false;
	all = g_array_new(FALSE, TRUE, sizeof(struct timeline_expectation));
	for (guint i = 0; i < items->len; i++) {
		const struct ledger_item *item = g_ptr_array_index(items, i);
		struct timeline_expectation one = {.event = item->event,
						   .day = item->since,
						   .side = item->side,
						   .weight = ledger_weight(item)};
		if (item->kind != LEDGER_EXPECTATION || item->since == CONTRACT_NO_DAY)
			continue;
		one.at_ms = calendar_ms_of_day(item->since, timeline->zone);
		ledger_life_read(item, items, pairs, &one.life);
		if (one.at_ms < timeline->as_of_ms)
			g_array_append_val(all, one);
	}
	g_array_sort(all, by_day);
	timeline->n_expectations = all->len;
	timeline->expectations = (struct timeline_expectation *)g_array_free(all, FALSE);
	return true;
}

static gint by_deadline(gconstpointer a, gconstpointer b)
{
	const struct timeline_action *left = a, *right = b;

	if (left->at_ms != right->at_ms)
		return left->at_ms < right->at_ms ? -1 : 1;
	return left->item.event < right->item.event ? -1 : left->item.event > right->item.event;
}

/* What ended later than is looked at stands open. */
static struct action_item known_action(const struct action_item *item, gint32 last_day)
{
	struct action_item known = *item;

	memset(known.texts, 0, sizeof known.texts);
	if (known.ended != ACTION_NO_DAY && known.ended > last_day) {
		known.state = ACTION_OPEN;
		known.ended = ACTION_NO_DAY;
	}
	return known;
}

/* Of what has no deadline nobody knows when it is late. */
static bool load_actions(struct loader *loader, GError **error)
{
	struct timeline *timeline = loader->timeline;
	g_autoptr(GPtrArray) items = store_actions(loader->store, loader->relationship, error);
	gint32 last_day = calendar_day_of_ms(timeline->as_of_ms - 1, timeline->zone);
	GArray *all;

	if (items == NULL)
		return false;
	all = g_array_new(FALSE, TRUE, sizeof(struct timeline_action));
	for (guint i = 0; i < items->len; i++) {
		const struct action_item *item = g_ptr_array_index(items, i);
		gint32 deadline = action_deadline(item);
		struct timeline_action one = {0, known_action(item, last_day)};
		if (deadline == ACTION_NO_DAY ||
		    (item->asked != ACTION_NO_DAY && item->asked > last_day))
			continue;
		one.at_ms = calendar_ms_of_day(deadline, timeline->zone);
		g_array_append_val(all, one);
	}
	g_array_sort(all, by_deadline);
	timeline->n_actions = all->len;
	timeline->actions = (struct timeline_action *)g_array_free(all, FALSE);
	return true;
}

static void add_duties(const struct timeline_round *round, guint32 index,
		       const struct survey_results *results, GArray *duties)
{
	guint n;
	const struct survey_item *items = survey_items(&n);

	for (guint i = 0; i < n; i++) {
		struct timeline_duty duty = {
			.at_ms = round->at_ms, .round = index, .owes = items[i].owes};
		if (items[i].block != SURVEY_DUTY)
			continue;
		duty.event = survey_duty_event(round->event, items[i].duty);
		for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
			const struct survey_figure *figure =
				survey_figure_of(results, side, i, SURVEY_FULFILMENT);
			duty.view[side] = figure->mean;
			duty.n[side] = figure->n;
		}
		g_array_append_val(duties, duty);
	}
}

static bool load_round(struct loader *loader, const struct survey_round *round, GArray *rounds,
		       GArray *duties, GError **error)
{
	g_autoptr(GPtrArray) sheets =
		store_survey_sheets(loader->store, loader->relationship, round->event, error);
	g_autofree struct survey_results *results = g_new0(struct survey_results, 1);
	struct timeline_round one = {.event = round->event, .day = survey_round_end(round)};

	if (sheets == NULL)
		return false;
	survey_add_up(sheets, results);
	one.at_ms = calendar_ms_of_day(one.day, loader->timeline->zone);
	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
		one.n[side] = results->sides[side].n;
		one.roles[side] = survey_roles_present(&results->sides[side]);
	}
	g_array_append_val(rounds, one);
	add_duties(&one, rounds->len - 1, results, duties);
	return true;
}

static gint by_end(gconstpointer a, gconstpointer b)
{
	const struct survey_round *left = *(struct survey_round *const *)a;
	const struct survey_round *right = *(struct survey_round *const *)b;
	gint32 ends[] = {survey_round_end(left), survey_round_end(right)};

	if (ends[0] != ends[1])
		return ends[0] < ends[1] ? -1 : 1;
	return left->event < right->event ? -1 : left->event > right->event;
}

/* Of a round that still takes answers nothing is known. */
static bool load_survey(struct loader *loader, GError **error)
{
	struct timeline *timeline = loader->timeline;
	g_autoptr(GPtrArray) all =
		store_survey_rounds(loader->store, loader->relationship, error);
	GArray *rounds = g_array_new(FALSE, TRUE, sizeof(struct timeline_round));
	GArray *duties = g_array_new(FALSE, TRUE, sizeof(struct timeline_duty));
	gint32 last_day = calendar_day_of_ms(timeline->as_of_ms - 1, timeline->zone);
	bool done = all != NULL;

	if (all != NULL)
		g_ptr_array_sort(all, by_end);
	for (guint i = 0; done && i < all->len; i++) {
		const struct survey_round *round = g_ptr_array_index(all, i);
		if (survey_round_is_over(round, last_day))
			done = load_round(loader, round, rounds, duties, error);
	}
	timeline->n_rounds = rounds->len;
	timeline->rounds = (struct timeline_round *)g_array_free(rounds, FALSE);
	timeline->n_duties = duties->len;
	timeline->duties = (struct timeline_duty *)g_array_free(duties, FALSE);
	return done;
}

/* Weeks come in order, without a break: the derived pass writes every week of a coverage. */
static void extend_coverage(struct timeline_coverage *coverage, GByteArray *states, gint32 week,
			    guint8 state)
{
	if (coverage->last_week < coverage->first_week)
		coverage->first_week = week;
	coverage->last_week = week;
	g_byte_array_append(states, &state, 1);
}

static bool load_coverage(struct loader *loader, const char *channel, const char *tool,
			  struct timeline_coverage *coverage, GError **error)
{
	static const char sql[] =
		"SELECT week, state FROM coverage WHERE relationship_id = $1 AND channel = $2"
		" AND tool = $3 ORDER BY week";
	struct db_statement *statement = query(loader, sql);
	gint32 last = calendar_week_of_ms(loader->timeline->as_of_ms, loader->timeline->zone);
	g_autoptr(GByteArray) states = g_byte_array_new();
	enum db_step step;

	*coverage = (struct timeline_coverage){.first_week = 0, .last_week = -1};
	db_bind_text(statement, 2, channel);
	db_bind_text(statement, 3, tool);
	while ((step = db_step(statement, error)) == DB_ROW) {
		gint32 week = (gint32)db_column_int(statement, 0);
		guint8 state = (guint8)db_column_int(statement, 1);
		if (week > last)
			continue;
		if (week == last && state == WEEK_OBSERVED &&
		    loader->timeline->as_of_ms <
			    calendar_ms_of_day(calendar_monday_of_week(week) + 7,
					       loader->timeline->zone) -
				    1)
			state = WEEK_PARTIAL;
		extend_coverage(coverage, states, week, state);
	}
	coverage->state = g_byte_array_free(g_steal_pointer(&states), FALSE);
	return step == DB_DONE;
}

static bool load_tool_coverage(struct loader *loader, GArray *tools, GError **error)
{
	for (guint i = 0; i < tools->len; i++) {
		struct timeline_tool *tool = &g_array_index(tools, struct timeline_tool, i);
		if (!load_coverage(loader, "tickets", tool->name, &tool->coverage, error))
			return false;
	}
	return true;
}

static bool load_derived(struct loader *loader, GError **error)
{
	static const char sql[] = "SELECT undated FROM derived WHERE relationship_id = $1";
	struct db_statement *statement = query(loader, sql);
	enum db_step step = db_step(statement, error);

	if (step == DB_ROW)
		loader->timeline->undated = (guint)db_column_int(statement, 0);
	return step != DB_FAILED;
}

static bool load_all(struct loader *loader, GError **error)
{
	struct timeline *timeline = loader->timeline;
	g_autoptr(GArray) tools = g_array_new(FALSE, TRUE, sizeof(struct timeline_tool));
	bool done =
		load_derived(loader, error) && load_persons(loader, error) &&
		load_messages(loader, error) && load_errors(loader, error) &&
		load_tickets(loader, tools, error) && load_facts(loader, error) &&
		load_expectations(loader, error) && load_actions(loader, error) &&
		load_survey(loader, error) &&
		load_coverage(loader, channel_token(CHANNEL_MAIL), "", &timeline->mail,
			      error) &&
		load_coverage(loader, channel_token(CHANNEL_CHAT), "", &timeline->chat,
			      error) &&
		load_coverage(loader, channel_token(CHANNEL_CALL), "", &timeline->calls,
			      error) &&
		load_coverage(loader, "tickets", "", &timeline->tickets_coverage, error) &&
		load_meetings(loader, error) && load_reports(loader, error) &&
		load_coverage(loader, "meetings", "", &timeline->meetings_coverage, error) &&
		load_tool_coverage(loader, tools, error) &&
		timeline_load_matters(loader->store, loader->relationship, timeline, error);

	timeline->n_tools = tools->len;
	timeline->tools = (struct timeline_tool *)g_array_free(g_steal_pointer(&tools), FALSE);
	return done;
}

/* The last instant that any source speaks of, but never the future. */
static gint64 last_instant(struct loader *loader)
{
	static const char sql[] = "SELECT max(last_ms) FROM source WHERE relationship_id = $1";
	struct db_statement *statement = query(loader, sql);
	gint64 now = clock_now_ms();

	if (db_step(statement, NULL) != DB_ROW || db_column_is_null(statement, 0))
		return now;
	return MIN(now, db_column_int(statement, 0));
}

struct timeline *store_timeline_load(struct store *store,
				     const struct relationship *relationship, gint64 as_of_ms,
				     GError **error)
{
	g_autoptr(timeline_auto) timeline = g_new0(struct timeline, 1);
	struct loader loader = {store, relationship->id, timeline};

	timeline->strings = g_string_chunk_new(4096);
	timeline->name = keep(&loader, relationship->name);
	timeline->zone = g_time_zone_new_identifier(relationship->zone);
	if (timeline->zone == NULL)
		timeline->zone = g_time_zone_new_utc();
	timeline->as_of_ms = as_of_ms == INSTANT_NONE ? last_instant(&loader) : as_of_ms;
	timeline->everyone[SIDE_CLIENT] = strcmp(relationship->client, "*") == 0;
	timeline->everyone[SIDE_PROVIDER] = strcmp(relationship->provider, "*") == 0;
	return load_all(&loader, error) ? g_steal_pointer(&timeline) : NULL;
}
