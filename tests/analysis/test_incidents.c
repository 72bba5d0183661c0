/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How incidents are answered and explained, from the timeline to the finding: a share that
 * moved is dated and shown with the events that turned out badly, and those that did not; thin
 * evidence gives no verdict; readability is shown against the pair's own past and never judged.
 */
#include "analysis/assess.h"
#include "harness.h"
#include "language/closure.h"
#include "timelines.h"

#define CHANGE    60u
#define WEEKS     130u
#define EXPLAINED (1u << CLOSURE_CAUSE | 1u << CLOSURE_ACTION)

static const struct finding *finding_of(const struct assessment *out, const char *indicator,
					enum side side)
{
	for (guint i = 0; i < out->findings->len; i++) {
		const struct finding *finding = g_ptr_array_index(out->findings, i);
		if (strcmp(finding->indicator, indicator) == 0 && finding->side == side)
			return finding;
	}
	fail_msg("no finding %s", indicator);
	return NULL;
}

static gint by_time(gconstpointer a, gconstpointer b)
{
	const struct timeline_message *x = a, *y = b;

	return (x->at_ms > y->at_ms) - (x->at_ms < y->at_ms);
}

static gboolean after_change(gint64 at_ms)
{
	return at_ms >= made_monday(CHANGE) * CALENDAR_DAY_MS;
}

/* The provider's mail about a ticket, an hour before its end. */
static struct timeline_message mail_about(const struct timeline *timeline, guint ticket)
{
	return (struct timeline_message){
		.at_ms = timeline->tickets[ticket].resolved_ms - HOUR_MS,
		.event = ticket + 1,
		.person = MADE_PEOPLE,
		.thread = timeline->n_threads + ticket,
		.parent = TIMELINE_NO_INDEX,
		.side = SIDE_PROVIDER,
		.n_recipients = 1,
		.n_recipients_client = 1,
		.starts = TRUE,
		.ticket_key = timeline->tickets[ticket].key,
		.language = READING_FRENCH,
	};
}

/* Every ticket gets a number of its own and one mail, explained with a probability that falls
 * with the change; an explanation has 120 words, longer ones after it. Keys are the caller's.
 */
static struct timeline *draw(const struct made_story *story, double before, double after,
			     GStringChunk *keys)
{
	struct timeline *timeline = made_timeline(story, 11);
	g_autoptr(GRand) random = g_rand_new_with_seed(11);
	guint n = timeline->n_messages;

	timeline->messages = g_renew(struct timeline_message, timeline->messages,
				     n + timeline->n_tickets + 1);
	for (guint i = 0; i < n; i++)
		timeline->messages[i].parent = TIMELINE_NO_INDEX;
	for (guint i = 0; i < timeline->n_tickets; i++) {
		g_autofree char *key = g_strdup_printf("%u", 1000 + i);
		timeline->tickets[i].key = g_string_chunk_insert(keys, key);
		struct timeline_message mail = mail_about(timeline, i);
		gboolean late = after_change(mail.at_ms);
		if (g_rand_double(random) < (late ? after : before)) {
			mail.ticks = EXPLAINED;
			mail.words = 120;
			mail.sentences = late ? 4 : 8;
			mail.syllables = late ? 220 : 190;
		}
		timeline->messages[n + i] = mail;
	}
	timeline->n_messages = n + timeline->n_tickets;
	timeline->n_threads += timeline->n_tickets;
	qsort(timeline->messages, timeline->n_messages, sizeof *timeline->messages, by_time);
	return timeline;
}

static struct made_story usual_story(double tickets)
{
	struct made_story story = {WEEKS, CHANGE, 1, made_usual, made_usual};

	story.before.tickets = story.after.tickets = tickets;
	return story;
}

static void assert_reasons(const GPtrArray *events, const char *reason, const char *other)
{
	assert_in_range(events->len, 1, 5);
	for (guint i = 0; i < events->len; i++) {
		const struct evidence *evidence = g_ptr_array_index(events, i);
		if (strcmp(evidence->reason, other) != 0)
			assert_string_equal(evidence->reason, reason);
		assert_true(isnan(evidence->value));
		assert_true(evidence->day >= made_monday(CHANGE - 6));
	}
}

static void test_fewer_explanations(void **state)
{
	g_autoptr(GStringChunk) keys = g_string_chunk_new(1024);
	struct made_story story = usual_story(8);
	g_autoptr(timeline_auto) timeline = draw(&story, .8, .3, keys);
	g_autoptr(assessment_auto) out = assess_timeline(timeline, NULL);
	const struct finding *finding = finding_of(out, "explained_share", SIDE_PROVIDER);

	assert_int_equal(finding->status, FINDING_WORSE);
	assert_true(ABS(finding->onset - made_monday(CHANGE)) <= 6 * 7);
	assert_float_equal(finding->before, .8, .08);
	assert_float_equal(finding->after, .3, .12);
	assert_reasons(finding->evidence, "not_explained", "not_explained");
	assert_reasons(finding->counter_evidence, "explained", "explained");
	assert_int_equal(finding_of(out, "explained_share", SIDE_CLIENT)->status,
			 FINDING_UNKNOWN);
}

static void test_same_explanations(void **state)
{
	g_autoptr(GStringChunk) keys = g_string_chunk_new(1024);
	struct made_story story = usual_story(8);
	g_autoptr(timeline_auto) timeline = draw(&story, .5, .5, keys);
	g_autoptr(assessment_auto) out = assess_timeline(timeline, NULL);

	assert_int_equal(finding_of(out, "explained_share", SIDE_PROVIDER)->status,
			 FINDING_STABLE);
	assert_int_not_equal(finding_of(out, "explanation_time", SIDE_PROVIDER)->status,
			     FINDING_WORSE);
	assert_true(out->probability < .3);
}

/* The same loss on two tickets a week is left unknown. */
static void test_thin_evidence(void **state)
{
	g_autoptr(GStringChunk) keys = g_string_chunk_new(1024);
	struct made_story story = usual_story(1.2);
	g_autoptr(timeline_auto) timeline = draw(&story, .9, .1, keys);
	g_autoptr(assessment_auto) out = assess_timeline(timeline, NULL);

	assert_int_equal(finding_of(out, "explained_share", SIDE_PROVIDER)->status,
			 FINDING_UNKNOWN);
	assert_int_equal(finding_of(out, "explanation_time", SIDE_PROVIDER)->status,
			 FINDING_UNKNOWN);
	assert_true(out->probability < .5);
}

static void test_more_unanswered(void **state)
{
	g_autoptr(GStringChunk) keys = g_string_chunk_new(1024);
	struct made_story story = usual_story(1);
	story.before.answered = .95;
	story.after.answered = .4;
	g_autoptr(timeline_auto) timeline = draw(&story, .5, .5, keys);
	for (guint i = 0; i < timeline->n_messages; i++)
		timeline->messages[i].asked = (guint16)(i % 2);
	g_autoptr(assessment_auto) out = assess_timeline(timeline, NULL);
	const struct finding *finding = finding_of(out, "unanswered_questions", SIDE_PROVIDER);

	assert_int_equal(finding->status, FINDING_WORSE);
	assert_float_equal(finding->before, .05, .05);
	assert_float_equal(finding->after, .6, .15);
	assert_reasons(finding->evidence, "unanswered", "beside_the_point");
	assert_reasons(finding->counter_evidence, "answered", "answered");
}

static void test_readability_is_shown_and_not_judged(void **state)
{
	g_autoptr(GStringChunk) keys = g_string_chunk_new(1024);
	struct made_story story = usual_story(8);
	g_autoptr(timeline_auto) timeline = draw(&story, .6, .6, keys);
	g_autoptr(assessment_auto) out = assess_timeline(timeline, NULL);
	const struct finding *finding = finding_of(out, "closing_readability", SIDE_PROVIDER);

	assert_int_equal(finding->status, FINDING_DESCRIBED);
	assert_true(isnan(finding->probability));
	assert_float_equal(finding->contribution, 0, 0);
	assert_float_equal(finding->after, 207 - 1.015 * 30 - 73.6 * 220 / 120, .01);
	assert_float_equal(finding->before, finding->after, .01);
	assert_true(out->probability < .5);
}

/* Without a past of its own the pair is told nothing of it. */
static void test_readability_without_a_past(void **state)
{
	g_autoptr(GStringChunk) keys = g_string_chunk_new(1024);
	struct made_story story = usual_story(8);
	g_autoptr(timeline_auto) timeline = draw(&story, 0, .6, keys);
	guint last = 0;

	for (guint i = 0; i < timeline->n_messages; i++)
		if (timeline->messages[i].at_ms <
		    made_monday(WEEKS - 12) * (gint64)CALENDAR_DAY_MS)
			timeline->messages[i].ticks = 0;
		else
			last += timeline->messages[i].ticks != 0;
	assert_true(last > 20);
	g_autoptr(assessment_auto) out = assess_timeline(timeline, NULL);
	const struct finding *finding = finding_of(out, "closing_readability", SIDE_PROVIDER);
	assert_true(isnan(finding->before) && isfinite(finding->after));
	assert_int_equal(finding->status, FINDING_UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fewer_explanations),
		cmocka_unit_test(test_same_explanations),
		cmocka_unit_test(test_thin_evidence),
		cmocka_unit_test(test_more_unanswered),
		cmocka_unit_test(test_readability_is_shown_and_not_judged),
		cmocka_unit_test(test_readability_without_a_past),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
