/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Timelines with a known truth through the whole of analysis: what must be found is dated, what
 * is no erosion raises no alarm, and both sides are measured alike. */
#include "analysis/assess.h"

#include "timelines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct made_story quiet_story(guint weeks)
{
	return (struct made_story){weeks, 0, 1, made_usual, made_usual};
}

static gboolean is_alarm(const struct assessment *out)
{
	return out->stage == STAGE_ERODING || out->stage == STAGE_DEGRADED ||
	       out->stage == STAGE_ENDED;
}

static const struct finding *finding_named(const struct assessment *out, const char *indicator,
					   enum side side)
{
	for (guint i = 0; i < out->findings->len; i++) {
		const struct finding *finding = out->findings->pdata[i];
		if (strcmp(finding->indicator, indicator) == 0 && finding->side == side)
			return finding;
	}
	fail_msg("no finding %s", indicator);
	return NULL;
}

static const struct unknown *unknown_named(const struct assessment *out, const char *what)
{
	for (guint i = 0; i < out->unknowns->len; i++) {
		const struct unknown *unknown = out->unknowns->pdata[i];
		if (strcmp(unknown->what, what) == 0)
			return unknown;
	}
	return NULL;
}

static void say(const char *story, guint32 seed, const struct assessment *out)
{
	g_autofree char *onset =
		out->onset == DAY_NONE ? g_strdup("-") : calendar_format_day(out->onset);
	g_autofree char *low =
		out->onset == DAY_NONE ? g_strdup("-") : calendar_format_day(out->onset_low);
	g_autofree char *high =
		out->onset == DAY_NONE ? g_strdup("-") : calendar_format_day(out->onset_high);

	print_message("# %s %u: %s, P %.3f, onset %s [%s, %s] %s\n", story, seed,
		      stage_token(out->stage), out->probability, onset, low, high,
		      onset_shape_token(out->shape));
}

static struct assessment *assess(const char *name, const struct made_story *story, guint32 seed)
{
	g_autoptr(timeline_auto) timeline = made_timeline(story, seed);
	struct assessment *out = assess_timeline(timeline, NULL);

	say(name, seed, out);
	return out;
}

static void test_healthy_is_left_alone(void **state)
{
	struct made_story story = quiet_story(156);
	guint healthy = 0;

	for (guint32 seed = 1; seed <= 8; seed++) {
		g_autoptr(assessment_auto) out = assess("healthy", &story, seed);
		assert_false(is_alarm(out));
		assert_int_equal(out->onset, DAY_NONE);
		healthy += out->stage == STAGE_HEALTHY;
	}
	assert_true(healthy >= 7);
}

/* Every finding that got worse shows events; shares add up; the strongest come first. */
static void check_shape_of_answer(const struct assessment *out)
{
	double shares = 0, dimensions = 0, previous = 2;

	for (guint i = 0; i < out->findings->len; i++) {
		const struct finding *finding = out->findings->pdata[i];
		assert_int_equal(strlen(finding->id), 13);
		assert_true(finding->contribution <= previous);
		previous = finding->contribution;
		shares += finding->contribution;
		if (finding->status == FINDING_WORSE)
			assert_true(finding->evidence->len > 0);
		for (guint e = 0; e < finding->evidence->len; e++) {
			const struct evidence *evidence = finding->evidence->pdata[e];
			assert_int_equal(strlen(evidence->event), 17);
			assert_non_null(evidence->reason);
			assert_non_null(evidence->role);
			assert_true(evidence->day >= out->coverage_from);
			assert_true(evidence->day <= out->coverage_to);
		}
	}
	for (guint d = 0; d < DIMENSION_COUNT; d++)
		dimensions += out->dimension[d];
	assert_float_equal(shares, 1, 1e-9);
	assert_float_equal(dimensions, 1, 1e-9);
}

static void test_slow_withdrawal_is_dated(void **state)
{
	struct made_story story = quiet_story(182);
	guint inside = 0;

	story.change = 90;
	story.ramp = 40;
	story.after.unasked[SIDE_PROVIDER] = .1;
	story.after.asks[SIDE_PROVIDER] = .6;
	for (guint32 seed = 1; seed <= 6; seed++) {
		g_autoptr(assessment_auto) out = assess("slow withdrawal", &story, seed);
		assert_true(out->probability > .9);
		assert_true(out->stage == STAGE_ERODING || out->stage == STAGE_DEGRADED);
		inside +=
			out->onset_low <= made_monday(90) && made_monday(90) <= out->onset_high;
		check_shape_of_answer(out);
		const struct finding *contact =
			finding_named(out, "proactive_contact", SIDE_PROVIDER);
		assert_int_equal(contact->status, FINDING_WORSE);
		assert_true(contact->before > 1.8 * contact->after);
		assert_true(contact->weeks_after <= 13);
		assert_int_equal(out->last_to - out->last_from, 13 * 7 - 1);
		assert_true(out->baseline_to < out->onset_low);
	}
	assert_true(inside >= 5);
}

static struct made_story gone_story(void)
{
	struct made_story story = quiet_story(170);

	story.change = 140;
	story.after.asks[SIDE_PROVIDER] = story.after.unasked[SIDE_PROVIDER] = 0;
	story.after.answered = 0;
	return story;
}

static void test_organisation_that_ends(void **state)
{
	struct made_story story = gone_story();

	for (guint32 seed = 1; seed <= 3; seed++) {
		g_autoptr(timeline_auto) timeline = made_timeline(&story, seed);
		timeline->persons[MADE_PEOPLE].elsewhere = 12;
		g_autoptr(assessment_auto) out = assess_timeline(timeline, NULL);
		say("gone", seed, out);
		assert_int_equal(out->stage, STAGE_ENDED);
		assert_int_equal(out->ended_side, SIDE_PROVIDER);
		assert_int_equal(out->ended_people_elsewhere, 1);
		assert_true(ABS(out->ended - made_monday(140)) <= 14);
		assert_true(out->probability > .9);
		assert_true(ABS(out->onset - made_monday(140)) <= 21);
		assert_string_equal(out->recommendation, "exit");
		assert_float_equal(
			finding_named(out, "organisation_presence", SIDE_PROVIDER)->after, 0,
			0);
	}
}

/* A pair that writes once a month is not gone after a quiet quarter. */
static void test_rare_exchange_is_no_end(void **state)
{
	struct made_story story = quiet_story(180);

	story.before.asks[SIDE_CLIENT] = story.before.asks[SIDE_PROVIDER] = .1;
	story.before.unasked[SIDE_CLIENT] = story.before.unasked[SIDE_PROVIDER] = .15;
	story.after = story.before;
	for (guint32 seed = 1; seed <= 8; seed++) {
		g_autoptr(assessment_auto) out = assess("rare", &story, seed);
		assert_int_not_equal(out->stage, STAGE_ENDED);
		assert_int_equal(out->ended, DAY_NONE);
	}
}

static void test_contract_that_ended(void **state)
{
	struct made_story story = quiet_story(120);
	g_autoptr(timeline_auto) timeline = made_timeline(&story, 3);

	made_fact(timeline, 110, "contract_ended", NULL);
	g_autoptr(assessment_auto) out = assess_timeline(timeline, NULL);
	assert_int_equal(out->stage, STAGE_ENDED);
	assert_int_equal(out->ended_side, SIDE_NONE);
	assert_int_equal(out->ended, made_monday(110));
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
	for (guint i = 0; i < timeline->n_persons; i++)
		timeline->persons[i].side = side_other(timeline->persons[i].side);
}

static void test_sides_are_measured_alike(void **state)
{
	struct made_story story = gone_story();
	g_autoptr(timeline_auto) timeline = made_timeline(&story, 4);
	g_autoptr(assessment_auto) out = assess_timeline(timeline, NULL);

	swap_sides(timeline);
	g_autoptr(assessment_auto) mirrored = assess_timeline(timeline, NULL);
	assert_int_equal(mirrored->stage, out->stage);
	assert_int_equal(mirrored->ended_side, SIDE_CLIENT);
	assert_int_equal(mirrored->ended, out->ended);
	for (guint i = 0; i < out->findings->len; i++) {
		const struct finding *finding = out->findings->pdata[i];
		const struct indicator *indicator = indicator_by_name(finding->indicator);
		if (!indicator->of_side[side_other(finding->side)])
			continue;
		const struct finding *twin =
			finding_named(mirrored, finding->indicator, side_other(finding->side));
		assert_true(twin->probability == finding->probability ||
			    (isnan(twin->probability) && isnan(finding->probability)));
		assert_true(twin->before == finding->before ||
			    (isnan(twin->before) && isnan(finding->before)));
	}
}

static void test_end_of_an_export_is_no_silence(void **state)
{
	struct made_story story = quiet_story(140);
	g_autoptr(timeline_auto) timeline = made_timeline(&story, 5);
	g_autoptr(assessment_auto) at_end = assess_timeline(timeline, NULL);

	timeline->as_of_ms += 28 * CALENDAR_DAY_MS;
	g_autoptr(assessment_auto) later = assess_timeline(timeline, NULL);
	assert_float_equal(at_end->probability, later->probability, 0);
	assert_int_equal(at_end->stage, later->stage);
	assert_null(unknown_named(later, "coverage_ended"));
	timeline->as_of_ms += 20 * 7 * CALENDAR_DAY_MS;
	g_autoptr(assessment_auto) much_later = assess_timeline(timeline, NULL);
	assert_int_equal(much_later->stage, STAGE_UNKNOWN);
	assert_int_equal(much_later->ended, DAY_NONE);
	assert_null(much_later->recommendation);
	assert_string_equal(unknown_named(much_later, "coverage_ended")->import,
			    "recent_export");
}

static struct made_story moved_story(void)
{
	struct made_story story = quiet_story(170);

	story.change = 100;
	story.ramp = 13;
	for (guint side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
		story.after.asks[side] *= .3;
		story.after.unasked[side] *= .3;
	}
	return story;
}

static void test_talk_that_moved(void **state)
{
	struct made_story story = moved_story();

	for (guint32 seed = 1; seed <= 4; seed++) {
		g_autoptr(timeline_auto) timeline = made_timeline(&story, seed);
		g_autoptr(assessment_auto) before = assess_timeline(timeline, NULL);
		say("moved, untold", seed, before);
		assert_false(is_alarm(before));
		assert_true(before->probability < .5);
		assert_non_null(unknown_named(before, "channel_doubt"));
		assert_string_equal(unknown_named(before, "channel_doubt")->import,
				    "chat_or_fact");
		made_fact(timeline, 100, "channel_opened", "Teams");
		g_autoptr(assessment_auto) told = assess_timeline(timeline, NULL);
		say("moved, told", seed, told);
		assert_false(is_alarm(told));
		assert_true(told->probability < .5);
		assert_null(unknown_named(told, "channel_doubt"));
		assert_int_equal(told->facts->len, 1);
	}
}

/* The move explains the volumes, not answers that take five times as long. */
static void test_move_does_not_hide_slow_answers(void **state)
{
	struct made_story story = moved_story();

	story.after.reply_hours = 30;
	g_autoptr(assessment_auto) out = assess("moved and slow", &story, 2);
	assert_null(unknown_named(out, "channel_doubt"));
	assert_true(out->probability > .7);
}

static void split_tools(struct timeline *timeline, guint week, guint weeks)
{
	gint64 change_ms = (gint64)made_monday(week) * CALENDAR_DAY_MS;

	g_free(timeline->tools[0].coverage.state);
	timeline->tools = g_renew(struct timeline_tool, timeline->tools, 2);
	timeline->n_tools = 2;
	timeline->tools[0] = (struct timeline_tool){"glpi", made_coverage(week)};
	timeline->tools[1] = (struct timeline_tool){"jira", made_coverage(weeks - week)};
	timeline->tools[1].coverage.first_week = MADE_FIRST_WEEK + (gint32)week;
	timeline->tools[1].coverage.last_week = MADE_FIRST_WEEK + (gint32)weeks - 1;
	for (guint i = 0; i < timeline->n_tickets; i++)
		timeline->tickets[i].tool = timeline->tickets[i].opened_ms >= change_ms;
}

static void test_change_of_tool(void **state)
{
	struct made_story story = quiet_story(160);

	story.before.tickets = story.after.tickets = 8;
	story.change = 90;
	story.after.ack_hours = 12;
	g_autoptr(timeline_auto) timeline = made_timeline(&story, 3);
	g_autoptr(assessment_auto) unexplained = assess_timeline(timeline, NULL);
	say("slower tickets", 3, unexplained);
	assert_true(
		finding_named(unexplained, "acknowledgement_time", SIDE_PROVIDER)->probability >
		.9);
	split_tools(timeline, 90, 160);
	g_autoptr(assessment_auto) explained = assess_timeline(timeline, NULL);
	say("another tool", 3, explained);
	assert_false(is_alarm(explained));
	assert_true(
		finding_named(explained, "acknowledgement_time", SIDE_PROVIDER)->probability <
		.5);
}

/* Messages of `first` until the week, then those of `second`. */
static struct timeline *join(struct timeline *first, const struct timeline *second, guint week)
{
	GArray *joined = g_array_new(FALSE, FALSE, sizeof(struct timeline_message));
	gint64 turn_ms = (gint64)made_monday(week) * CALENDAR_DAY_MS;
	guint n = 0, skipped = 0;

	while (n < first->n_messages && first->messages[n].at_ms < turn_ms)
		n++;
	while (skipped < second->n_messages && second->messages[skipped].at_ms < turn_ms)
		skipped++;
	g_array_append_vals(joined, first->messages, n);
	for (guint i = skipped; i < second->n_messages; i++) {
		struct timeline_message message = second->messages[i];
		gboolean known =
			message.parent != TIMELINE_NO_INDEX && message.parent >= skipped;
		message.parent = known ? message.parent - skipped + n : TIMELINE_NO_INDEX;
		message.thread += first->n_threads;
		g_array_append_val(joined, message);
	}
	first->n_threads += second->n_threads;
	g_free(first->messages);
	first->n_messages = joined->len;
	first->messages = (struct timeline_message *)g_array_free(joined, FALSE);
	return first;
}

/* Worn from week 70 on, mended at week 140. */
static struct assessment *assess_mended(guint weeks, guint32 seed)
{
	struct made_story worn = quiet_story(weeks), well = quiet_story(weeks);

	worn.change = 70;
	worn.after.unasked[SIDE_PROVIDER] = .1;
	worn.after.answered = .4;
	worn.after.reply_hours = 25;
	g_autoptr(timeline_auto) fallen = made_timeline(&worn, seed);
	g_autoptr(timeline_auto) mended = made_timeline(&well, seed + 100);
	return assess_timeline(join(fallen, mended, 140), NULL);
}

static void test_recovery(void **state)
{
	guint healthy = 0;

	for (guint32 seed = 1; seed <= 3; seed++) {
		g_autoptr(assessment_auto) recovering = assess_mended(161, seed);
		say("mended for 21 weeks", seed, recovering);
		assert_int_equal(recovering->stage, STAGE_RECOVERING);
		assert_string_equal(recovering->recommendation, "continue");
	}
	for (guint32 seed = 1; seed <= 10; seed++) {
		g_autoptr(assessment_auto) again = assess_mended(220, seed);
		say("mended for 80 weeks", seed, again);
		healthy += again->stage == STAGE_HEALTHY;
	}
	assert_in_range(healthy, 8, 10);
}

static void test_too_little_says_so(void **state)
{
	struct made_story story = quiet_story(20);
	g_autoptr(assessment_auto) out = assess("short", &story, 1);

	assert_int_equal(out->stage, STAGE_UNKNOWN);
	assert_true(isnan(out->probability));
	assert_non_null(unknown_named(out, "too_short"));
	assert_non_null(unknown_named(out, "tickets"));
	for (guint i = 0; i < out->findings->len; i++) {
		const struct finding *finding = out->findings->pdata[i];
		if (finding->status != FINDING_UNKNOWN) /* counted, compared with nothing */
			assert_int_equal(finding->status, FINDING_DESCRIBED);
		assert_true(isnan(finding->before));
	}
}

static void test_nothing_at_all(void **state)
{
	struct timeline timeline = {
		.name = "empty",
		.zone = g_time_zone_new_utc(),
		.as_of_ms = G_GINT64_CONSTANT(1700000000000),
		.mail = {0, -1, NULL},
		.tickets_coverage = {0, -1, NULL},
	};
	g_autoptr(assessment_auto) out = assess_timeline(&timeline, NULL);

	assert_int_equal(out->stage, STAGE_UNKNOWN);
	assert_int_equal(out->coverage_from, DAY_NONE);
	assert_non_null(unknown_named(out, "mail"));
	g_time_zone_unref(timeline.zone);
}

static void test_holes_and_undated_are_told(void **state)
{
	struct made_story story = quiet_story(120);
	g_autoptr(timeline_auto) timeline = made_timeline(&story, 8);

	memset(timeline->mail.state + 50, WEEK_NOT_COVERED, 6);
	timeline->undated = 3;
	g_autoptr(assessment_auto) out = assess_timeline(timeline, NULL);
	assert_int_equal(unknown_named(out, "hole")->from, made_monday(50));
	assert_int_equal(unknown_named(out, "hole")->to, made_monday(56) - 1);
	assert_float_equal(unknown_named(out, "hole")->number, 6, 0);
	assert_float_equal(unknown_named(out, "undated_messages")->number, 3, 0);
	assert_false(is_alarm(out));
}

static char *first_words(enum event_kind kind, guint64 event, void *data)
{
	++*(guint *)data;
	return g_strdup("Bonjour");
}

static void test_same_in_same_out(void **state)
{
	struct made_story story = gone_story();
	guint asked = 0;
	struct assess_options options = {.excerpt = first_words,
					 .excerpt_data = &asked,
					 .evidence_per_finding = 2,
					 .simulated = TRUE};
	g_autoptr(timeline_auto) timeline = made_timeline(&story, 9);
	g_autoptr(assessment_auto) a = assess_timeline(timeline, &options);
	g_autoptr(assessment_auto) b = assess_timeline(timeline, NULL);

	assert_true(asked > 0);
	assert_true(a->simulated && !b->simulated);
	assert_memory_equal(&a->probability, &b->probability, sizeof a->probability);
	for (guint i = 0; i < a->findings->len; i++) {
		const struct finding *x = a->findings->pdata[i], *y = b->findings->pdata[i];
		assert_string_equal(x->id, y->id);
		assert_true(x->evidence->len <= 2);
		if (x->evidence->len > 0)
			assert_string_equal(((struct evidence *)x->evidence->pdata[0])->excerpt,
					    "Bonjour");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_healthy_is_left_alone),
		cmocka_unit_test(test_slow_withdrawal_is_dated),
		cmocka_unit_test(test_organisation_that_ends),
		cmocka_unit_test(test_rare_exchange_is_no_end),
		cmocka_unit_test(test_contract_that_ended),
		cmocka_unit_test(test_sides_are_measured_alike),
		cmocka_unit_test(test_end_of_an_export_is_no_silence),
		cmocka_unit_test(test_talk_that_moved),
		cmocka_unit_test(test_move_does_not_hide_slow_answers),
		cmocka_unit_test(test_change_of_tool),
		cmocka_unit_test(test_recovery),
		cmocka_unit_test(test_too_little_says_so),
		cmocka_unit_test(test_nothing_at_all),
		cmocka_unit_test(test_holes_and_undated_are_told),
		cmocka_unit_test(test_same_in_same_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
