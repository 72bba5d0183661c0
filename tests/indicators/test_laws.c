/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What holds of every indicator whatever the relationship, tried on seeded stories: the sides
 * may be swapped, robots do not count, the order of equal instants does not show, a gap in the
 * coverage has no value, a later event does not change an earlier week. */
#include "analysis/timelines.h"

#include "harness.h"
#include "indicators/series-internal.h"
#include "text/committee.h"

#define STORY_WEEKS 130u

#define MEETING_EVERY 3 /* weeks */

/* A committee every three weeks, now and then cancelled or without one of the two. */
static struct timeline *with_committees(struct timeline *timeline)
{
	timeline->meetings_coverage = made_coverage(STORY_WEEKS);
	timeline->meetings = g_new0(struct timeline_meeting, STORY_WEEKS / MEETING_EVERY);
	for (guint week = 1; week + 1 < STORY_WEEKS; week += MEETING_EVERY) {
		guint n = timeline->n_meetings++;
		timeline->meetings[n] = (struct timeline_meeting){
			.event = n + 1,
			.at_ms = made_monday(week) * CALENDAR_DAY_MS + 10 * HOUR_MS,
			.invited = {0, 2, 3},
			.accepted = {0, n % 4 != 0, n % 5 != 0},
			.kind = COMMITTEE_STEERING,
			.cancelled = n % 7 == 6,
		};
	}
	return timeline;
}

/* Of both sides; every other one is met after a year. */
static void draw_expectations(struct timeline *timeline)
{
	timeline->n_expectations = 10;
	timeline->expectations = g_new0(struct timeline_expectation, 10);
	for (guint i = 0; i < 10; i++) {
		gint32 day = calendar_monday_of_week(MADE_FIRST_WEEK) + (gint32)(i * 7);
		timeline->expectations[i] = (struct timeline_expectation){
			.event = i + 1,
			.day = day,
			.at_ms = calendar_ms_of_day(day, timeline->zone),
			.side = i % 3 == 0 ? SIDE_CLIENT : SIDE_PROVIDER,
			.weight = 1 + i % 5,
			.life = {i % 2 == 0 ? day + 365 : CONTRACT_NO_DAY, CONTRACT_NO_DAY,
				 FALSE},
		};
	}
}

/* Of both sides; one falls due every other week, is settled a month late, or not at all. */
static void draw_actions(struct timeline *timeline)
{
	timeline->n_actions = 60;
	timeline->actions = g_new0(struct timeline_action, 60);
	for (guint i = 0; i < 60; i++) {
		struct action_item *item = &timeline->actions[i].item;
		action_item_init(item);
		item->event = i + 1;
		item->kind = i % 2 == 0 ? ACTION_TO_DO : ACTION_DECISION;
		item->side = i % 3 == 0 ? SIDE_CLIENT : SIDE_PROVIDER;
		item->due = calendar_monday_of_week(MADE_FIRST_WEEK) + (gint32)(i * 14);
		if (i % 4 != 1) {
			item->state = ACTION_DONE;
			item->ended = item->due + 30;
		}
		timeline->actions[i].at_ms = calendar_ms_of_day(item->due, timeline->zone);
	}
}

/* Every third ticket repeats another. */
static void draw_repeats(struct timeline *timeline)
{
	for (guint i = 0; i < timeline->n_tickets; i++)
		timeline->tickets[i].repeats = i % 3 == 0;
}

/* Rounds every half-year; all twelve duties, whoever owes them seen apart by turns. */
static void draw_rounds(struct timeline *timeline)
{
	timeline->n_rounds = 4;
	timeline->rounds = g_new0(struct timeline_round, 4);
	timeline->n_duties = 48;
	timeline->duties = g_new0(struct timeline_duty, 48);
	for (guint i = 0; i < 4; i++) {
		struct timeline_round *round = &timeline->rounds[i];
		round->day = calendar_monday_of_week(MADE_FIRST_WEEK) + (gint32)(i * 182);
		round->at_ms = calendar_ms_of_day(round->day, timeline->zone);
		round->n[SIDE_CLIENT] = 5 + i;
		round->n[SIDE_PROVIDER] = 6;
	}
	for (guint i = 0; i < 48; i++) {
		struct timeline_duty *duty = &timeline->duties[i];
		duty->event = i + 1;
		duty->round = i / 12;
		duty->at_ms = timeline->rounds[i / 12].at_ms;
		duty->owes = i % 12 < 6 ? SIDE_PROVIDER : SIDE_CLIENT;
		for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
			duty->view[side] = side == duty->owes ? 5 : 2 + i % 4;
			duty->n[side] = timeline->rounds[i / 12].n[side];
		}
	}
}

/* A contract that is renewed every year, and amended once. */
static void draw_renewals(struct timeline *timeline)
{
	gint32 first = calendar_monday_of_week(MADE_FIRST_WEEK);

	timeline->n_acts = 4;
	timeline->acts = g_new0(struct timeline_act, 4);
	timeline->acts[0] = (struct timeline_act){first, 1, ACT_BEGINNING};
	timeline->acts[1] = (struct timeline_act){first + 365, 1, ACT_RENEWAL};
	timeline->acts[2] = (struct timeline_act){first + 500, 1, ACT_AMENDMENT};
	timeline->acts[3] = (struct timeline_act){first + 730, 1, ACT_RENEWAL};
}

/* Every so many messages complain, dispute whose it is, confirm, or escalate. */
static void draw_conduct(struct timeline *timeline)
{
	for (guint i = 0; i < timeline->n_messages; i++) {
		timeline->messages[i].complains = i % 7 == 0;
		timeline->messages[i].disputes = i % 11 == 0;
		timeline->messages[i].confirms = i % 5 == 0;
		timeline->messages[i].n_added = i % 9;
		timeline->messages[i].raised = i % 17 == 0;
		timeline->messages[i].formal = i % 23 == 0;
		timeline->messages[i].words = 80 + i % 60;
		timeline->messages[i].language = i % 4 == 0 ? READING_ENGLISH : READING_FRENCH;
		for (guint k = 0; k < STYLE_CLASSES; k++)
			timeline->messages[i].style[k] = (guint16)((i + k) % 11);
	}
}

/* Every third ticket is about an activity for which no role, one or two answered. */
static void draw_matters(struct timeline *timeline)
{
	timeline->matters = g_new0(struct timeline_matter, timeline->n_tickets);
	for (guint32 i = 0; i < timeline->n_tickets; i += 3)
		timeline->matters[timeline->n_matters++] = (struct timeline_matter){
			EVENT_TICKET, i, timeline->tickets[i].opened_ms, 1, i % 2 + i % 5 % 2};
	timeline->matters[0].at_ms = calendar_ms_of_day(
		calendar_monday_of_week(timeline->mail.first_week), timeline->zone);
}

static struct timeline *draw(guint32 seed)
{
	struct timeline *timeline;

	struct made_story story = {STORY_WEEKS, 70, 20, made_usual, made_usual};

	story.before.tickets = story.after.tickets = 6;
	story.after.reply_hours = 15;
	story.after.unasked[SIDE_PROVIDER] = .4;
	timeline = with_committees(made_timeline(&story, seed));
	draw_expectations(timeline);
	draw_conduct(timeline);
	draw_renewals(timeline);
	draw_repeats(timeline);
	draw_actions(timeline);
	draw_matters(timeline);
	draw_rounds(timeline);
	return timeline;
}

/* The user's ledger, actions, contracts and questionnaire speak whether or not a source covers
 * the week. */
static struct timeline *draw_without_ledger(guint32 seed)
{
	struct timeline *timeline = draw(seed);

	timeline->n_expectations = timeline->n_actions = timeline->n_acts = 0;
	timeline->n_matters = 0;
	timeline->n_rounds = timeline->n_duties = 0;
	return timeline;
}

static struct series measure(const struct timeline *timeline, const struct indicator *indicator,
			     enum side side)
{
	struct series series;

	indicator->compute(timeline, side, &series);
	return series;
}

static void assert_same_weeks(const struct series *one, const struct series *other, guint weeks)
{
	assert_int_equal(one->first_week, other->first_week);
	assert_in_range(weeks, 0, one->n_weeks);
	for (guint i = 0; i < weeks; i++) {
		assert_int_equal(one->week[i].state, other->week[i].state);
		assert_float_equal(one->week[i].n, other->week[i].n, 0);
		assert_int_equal(one->week[i].event_count, other->week[i].event_count);
		assert_int_equal(isnan(one->week[i].value), isnan(other->week[i].value));
		if (!isnan(one->week[i].value))
			assert_float_equal(one->week[i].value, other->week[i].value, 1e-9);
	}
}

typedef void (*change_function)(struct timeline *timeline);

static void assert_unmoved_by(change_function change, gboolean swapped, guint weeks)
{
	for (guint32 seed = 1; seed <= 3; seed++) {
		g_autoptr(timeline_auto) plain = draw(seed);
		g_autoptr(timeline_auto) changed = draw(seed);
		change(changed);
		for (const struct indicator *const *one = indicator_list(); *one; one++)
			for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
				struct series before = measure(plain, *one, side);
				struct series after = measure(
					changed, *one, swapped ? side_other(side) : side);
				assert_same_weeks(&before, &after, weeks);
				assert_int_equal(before.subject, after.subject);
				series_clear(&before);
				series_clear(&after);
			}
	}
}

static void swap_rounds(struct timeline *timeline)
{
	for (guint i = 0; i < timeline->n_rounds; i++) {
		guint *n = timeline->rounds[i].n, client = n[SIDE_CLIENT];
		n[SIDE_CLIENT] = n[SIDE_PROVIDER];
		n[SIDE_PROVIDER] = client;
	}
	for (guint i = 0; i < timeline->n_duties; i++) {
		struct timeline_duty *duty = &timeline->duties[i];
		double view = duty->view[SIDE_CLIENT];
		guint n = duty->n[SIDE_CLIENT];
		duty->owes = side_other(duty->owes);
		duty->view[SIDE_CLIENT] = duty->view[SIDE_PROVIDER];
		duty->view[SIDE_PROVIDER] = view;
		duty->n[SIDE_CLIENT] = duty->n[SIDE_PROVIDER];
		duty->n[SIDE_PROVIDER] = n;
	}
}

static void swap_sides(struct timeline *timeline)
{
	for (guint i = 0; i < timeline->n_messages; i++) {
		struct timeline_message *message = &timeline->messages[i];
		guint16 client = message->n_recipients_client;
		message->side = side_other(message->side);
		message->n_recipients_client = message->n_recipients_provider;
		message->n_recipients_provider = client;
	}
	for (guint i = 0; i < timeline->n_tickets; i++) {
		struct timeline_ticket *ticket = &timeline->tickets[i];
		ticket->worker_side = side_other(ticket->worker_side);
		ticket->requester_side = side_other(ticket->requester_side);
	}
	for (guint i = 0; i < timeline->n_persons; i++)
		timeline->persons[i].side = side_other(timeline->persons[i].side);
	for (guint i = 0; i < timeline->n_meetings; i++) {
		guint16 *accepted = timeline->meetings[i].accepted,
			client = accepted[SIDE_CLIENT];
		accepted[SIDE_CLIENT] = accepted[SIDE_PROVIDER];
		accepted[SIDE_PROVIDER] = client;
	}
	for (guint i = 0; i < timeline->n_expectations; i++)
		timeline->expectations[i].side = side_other(timeline->expectations[i].side);
	for (guint i = 0; i < timeline->n_actions; i++)
		timeline->actions[i].item.side = side_other(timeline->actions[i].item.side);
	swap_rounds(timeline);
}

static void test_sides_swap(void **state)
{
	assert_unmoved_by(swap_sides, TRUE, STORY_WEEKS);
}

/* A robot's message of the same side and thread after every human one. */
static void add_robots(struct timeline *timeline)
{
	guint n = timeline->n_messages;
	struct timeline_message *all = g_new(struct timeline_message, 2 * (gsize)n);

	for (guint i = 0; i < n; i++) {
		all[2 * i] = timeline->messages[i];
		if (all[2 * i].parent != TIMELINE_NO_INDEX)
			all[2 * i].parent *= 2;
		all[2 * i + 1] = all[2 * i];
		all[2 * i + 1].automatic = (guint8)(1 + i % (AUTOMATIC_COUNT - 1));
		all[2 * i + 1].side =
			i % 3 == 0 ? side_other(all[2 * i].side) : all[2 * i].side;
		all[2 * i + 1].asks = TRUE;
	}
	g_free(timeline->messages);
	timeline->messages = all;
	timeline->n_messages = 2 * n;
	n = timeline->n_tickets;
	timeline->tickets = g_renew(struct timeline_ticket, timeline->tickets, 2 * (gsize)n);
	for (guint i = n; i-- > 0;) {
		timeline->tickets[2 * i] = timeline->tickets[2 * i + 1] = timeline->tickets[i];
		timeline->tickets[2 * i + 1].automatic = TRUE;
		timeline->tickets[2 * i + 1].resolved_ms = INSTANT_NONE;
	}
	timeline->n_tickets = 2 * n;
}

static void test_robots_do_not_count(void **state)
{
	assert_unmoved_by(add_robots, FALSE, STORY_WEEKS);
}

/* Mail by the half day, tickets by the day: many share an instant. */
static void coarsen(struct timeline *timeline)
{
	gint64 half = CALENDAR_DAY_MS / 2;

	for (guint i = 0; i < timeline->n_messages; i++) {
		timeline->messages[i].at_ms -= timeline->messages[i].at_ms % half;
		timeline->messages[i].novelty %= 50;
	}
	for (guint i = 0; i < timeline->n_tickets; i++)
		timeline->tickets[i].opened_ms -=
			timeline->tickets[i].opened_ms % CALENDAR_DAY_MS;
}

static void reverse(char *first, gsize size, gsize count)
{
	g_autofree char *kept = g_malloc(size);

	for (gsize i = 0, j = count - 1; i < j; i++, j--) {
		memcpy(kept, first + i * size, size);
		memcpy(first + i * size, first + j * size, size);
		memcpy(first + j * size, kept, size);
	}
}

static void reverse_equal_instants(struct timeline *timeline)
{
	for (guint from = 0, to; from < timeline->n_messages; from = to) {
		for (to = from; to < timeline->n_messages &&
				timeline->messages[to].at_ms == timeline->messages[from].at_ms;)
			to++;
		reverse((char *)(timeline->messages + from), sizeof *timeline->messages,
			to - from);
	}
	for (guint from = 0, to; from < timeline->n_tickets; from = to) {
		for (to = from;
		     to < timeline->n_tickets &&
		     timeline->tickets[to].opened_ms == timeline->tickets[from].opened_ms;)
			to++;
		reverse((char *)(timeline->tickets + from), sizeof *timeline->tickets,
			to - from);
	}
}

static guint moved(const struct timeline *one, const struct timeline *other)
{
	guint n = 0;

	for (guint i = 0; i < one->n_messages; i++)
		n += one->messages[i].event != other->messages[i].event;
	return n;
}

static void test_order_of_equal_instants(void **state)
{
	for (guint32 seed = 4; seed <= 6; seed++) {
		g_autoptr(timeline_auto) plain = draw(seed);
		g_autoptr(timeline_auto) reversed = draw(seed);
		coarsen(plain);
		coarsen(reversed);
		reverse_equal_instants(reversed);
		assert_true(moved(plain, reversed) > 100);
		for (const struct indicator *const *one = indicator_list(); *one; one++) {
			struct series before = measure(plain, *one, SIDE_PROVIDER);
			struct series after = measure(reversed, *one, SIDE_PROVIDER);
			assert_same_weeks(&before, &after, STORY_WEEKS);
			assert_int_equal(before.subject, after.subject);
			series_clear(&before);
			series_clear(&after);
		}
	}
}

/* Value, support, state and events agree with one another. */
static void assert_sound(const struct timeline *timeline, const struct indicator *indicator,
			 const struct series *series)
{
	const guint limits[EVENT_KINDS] = {[EVENT_MESSAGE] = timeline->n_messages,
					   [EVENT_TICKET] = timeline->n_tickets,
					   [EVENT_MEETING] = timeline->n_meetings,
					   [EVENT_FACT] = timeline->n_facts,
					   [EVENT_REPORT] = timeline->n_reports,
					   [EVENT_LEDGER] = timeline->n_expectations,
					   [EVENT_ACTION] = timeline->n_actions,
					   [EVENT_MATTER] = timeline->n_matters,
					   [EVENT_CONTRACT] = timeline->n_acts,
					   [EVENT_ANSWER] = timeline->n_duties};
	guint limit = limits[indicator->source], events = 0;

	for (guint i = 0; i < series->n_weeks; i++) {
		const struct series_week *week = &series->week[i];
		gboolean valued = week->state == WEEK_OBSERVED || week->state == WEEK_TRUE_ZERO;
		assert_int_equal(isfinite(week->value) != 0, valued);
		if (valued)
			assert_true(week->n > 0);
		if (week->state == WEEK_TRUE_ZERO)
			assert_true(indicator->kind == KIND_COUNT && week->value == 0);
		if (week->event_count > 0)
			assert_int_equal(week->event_first, events);
		events += week->event_count;
	}
	assert_int_equal(events, series->n_events);
	for (guint i = 0; i < series->n_events; i++)
		assert_in_range(series->events[i].index, 0, limit - 1);
}

static void test_values_are_sound(void **state)
{
	g_autoptr(timeline_auto) timeline = draw_without_ledger(7);

	timeline->mail.state[0] = timeline->tickets_coverage.state[0] = WEEK_PARTIAL;
	timeline->meetings_coverage.state[0] = WEEK_PARTIAL;
	memset(timeline->mail.state + 50, WEEK_NOT_COVERED, 3);
	memset(timeline->tickets_coverage.state + 50, WEEK_NOT_COVERED, 3);
	memset(timeline->meetings_coverage.state + 50, WEEK_NOT_COVERED, 3);
	for (const struct indicator *const *one = indicator_list(); *one; one++)
		for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
			struct series series = measure(timeline, *one, side);
			assert_sound(timeline, *one, &series);
			assert_int_equal(series.week[0].state, WEEK_PARTIAL);
			for (guint i = 50; i < 53; i++)
				assert_int_equal(series.week[i].state, WEEK_NOT_COVERED);
			series_clear(&series);
		}
}

/* Nothing happened: a zero where one counts, nothing to measure elsewhere. */
static void test_nothing_happened(void **state)
{
	g_autoptr(timeline_auto) timeline = draw_without_ledger(8);

	timeline->n_messages = timeline->n_tickets = timeline->n_threads = 0;
	timeline->n_meetings = 0;
	for (const struct indicator *const *one = indicator_list(); *one; one++) {
		struct series series = measure(timeline, *one, SIDE_PROVIDER);
		gboolean counted =
			(*one)->kind == KIND_COUNT && *one != &indicator_pivot_presence;
		enum week_state expected = counted ? WEEK_TRUE_ZERO : WEEK_EMPTY;
		assert_sound(timeline, *one, &series);
		for (guint i = 30; i < series.n_weeks; i++)
			assert_int_equal(series.week[i].state, expected);
		series_clear(&series);
	}
}

static void test_nothing_covered(void **state)
{
	g_autoptr(timeline_auto) timeline = draw_without_ledger(9);

	timeline->mail.last_week = timeline->mail.first_week - 1;
	timeline->tickets_coverage.last_week = timeline->tickets_coverage.first_week - 1;
	timeline->meetings_coverage.last_week = timeline->meetings_coverage.first_week - 1;
	for (const struct indicator *const *one = indicator_list(); *one; one++) {
		struct series series = measure(timeline, *one, SIDE_PROVIDER);
		assert_int_equal(series.n_weeks, 0);
		assert_int_equal(series.n_events, 0);
		series_clear(&series);
	}
}

static void cut_at(struct timeline *timeline, gint32 week)
{
	gint64 end = calendar_ms_of_day(calendar_monday_of_week(week), timeline->zone);

	timeline->as_of_ms = end;
	timeline->mail.last_week = timeline->tickets_coverage.last_week = week - 1;
	timeline->tools[0].coverage.last_week = week - 1;
	timeline->meetings_coverage.last_week = week - 1;
	while (timeline->n_messages > 0 &&
	       timeline->messages[timeline->n_messages - 1].at_ms >= end)
		timeline->n_messages--;
	while (timeline->n_tickets > 0 &&
	       timeline->tickets[timeline->n_tickets - 1].opened_ms >= end)
		timeline->n_tickets--;
	while (timeline->n_meetings > 0 &&
	       timeline->meetings[timeline->n_meetings - 1].at_ms >= end)
		timeline->n_meetings--;
}

/* What is counted and waited for does not change when the record goes on; the habits that the
 * others measure against may. */
static void test_later_events_change_no_earlier_week(void **state)
{
	const struct indicator *const settled[] = {
		&indicator_organisation_presence,
		&indicator_pivot_share,
		&indicator_reply_time,
		&indicator_acknowledgement_time,
		&indicator_steering_rhythm,
		&indicator_client_presence,
	};
	g_autoptr(timeline_auto) whole = draw(10);
	g_autoptr(timeline_auto) cut = draw(10);

	cut_at(cut, MADE_FIRST_WEEK + 100);
	for (guint i = 0; i < G_N_ELEMENTS(settled); i++) {
		struct series long_one = measure(whole, settled[i], SIDE_PROVIDER);
		struct series short_one = measure(cut, settled[i], SIDE_PROVIDER);
		assert_int_equal(short_one.n_weeks, 100);
		assert_same_weeks(&short_one, &long_one, 95);
		series_clear(&long_one);
		series_clear(&short_one);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sides_swap),
		cmocka_unit_test(test_robots_do_not_count),
		cmocka_unit_test(test_order_of_equal_instants),
		cmocka_unit_test(test_values_are_sound),
		cmocka_unit_test(test_nothing_happened),
		cmocka_unit_test(test_nothing_covered),
		cmocka_unit_test(test_later_events_change_no_earlier_week),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
