/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The rule of the falling voice on drawn histories: complaints and contact outside tickets fall
 * together, or one of them alone, with tickets that go on or fall as well. */
#include "analysis/assess.h"

#include "timelines.h"

#include "tests/harness.h"

#define WEEKS  156
#define CHANGE 90

/* What becomes of the client after the change. */
struct turn {
	double unasked, tickets; /* a week */
	guint complains_each;    /* one message in so many complains; 0: none */
};

static struct timeline *draw(struct turn turn, guint32 seed)
{
	struct made_story story = {WEEKS, CHANGE, 1, made_usual, made_usual};
	struct timeline *timeline;
	gint64 change = made_monday(CHANGE) * CALENDAR_DAY_MS;

	story.before.unasked[SIDE_CLIENT] = 5;
	story.before.tickets = 5;
	story.after.unasked[SIDE_CLIENT] = turn.unasked;
	story.after.tickets = turn.tickets;
	timeline = made_timeline(&story, seed);
	for (guint i = 0; i < timeline->n_messages; i++) {
		struct timeline_message *message = &timeline->messages[i];
		guint each = message->at_ms < change ? 12 : turn.complains_each;
		message->complains = message->side == SIDE_CLIENT && each > 0 && i % each == 0;
	}
	return timeline;
}

static const struct finding *find(const struct assessment *assessment, const char *name,
				  enum side side)
{
	for (guint i = 0; i < assessment->findings->len; i++) {
		const struct finding *finding = g_ptr_array_index(assessment->findings, i);
		if (strcmp(finding->indicator, name) == 0 && finding->side == side)
			return finding;
	}
	return NULL;
}

static void test_voice_that_gives_up(void **state)
{
	for (guint32 seed = 1; seed <= 4; seed++) {
		g_autoptr(timeline_auto) timeline = draw((struct turn){1, 5, 0}, seed);
		g_autoptr(assessment_auto) out = assess_timeline(timeline, NULL);
		const struct finding *neglect = find(out, "neglect", SIDE_CLIENT);
		const struct finding_part *part;

		assert_non_null(neglect);
		assert_int_equal(neglect->status, FINDING_WORSE);
		/* The date is that of the contact's fall. */
		assert_int_equal(neglect->onset,
				 find(out, "proactive_contact", SIDE_CLIENT)->onset);
		assert_true(ABS(neglect->onset - made_monday(CHANGE)) <= 150);
		assert_true(neglect->onset_low <= neglect->onset);
		assert_int_equal(neglect->parts->len, 3);
		part = &g_array_index(neglect->parts, struct finding_part, 0);
		assert_string_equal(part->indicator, "voice");
		assert_true(part->n_before >= 10 && part->after < part->before / 2);
		part = &g_array_index(neglect->parts, struct finding_part, 2);
		assert_true(part->after > .8 * part->before);
		assert_int_equal(neglect->evidence->len, 6);
		assert_int_not_equal(out->stage, STAGE_HEALTHY);
		assert_null(find(out, "neglect", SIDE_PROVIDER));
	}
}

/* As much contact: fewer complaints are good news. */
static void test_fewer_complaints_alone(void **state)
{
	g_autoptr(timeline_auto) timeline = draw((struct turn){5, 5, 0}, 1);
	g_autoptr(assessment_auto) late = NULL;
	g_autoptr(assessment_auto) out = NULL;

	/* What is looked at are the last 26 weeks. */
	timeline->as_of_ms = made_monday(CHANGE + 26) * CALENDAR_DAY_MS - 1;
	timeline->mail.last_week = timeline->tickets_coverage.last_week =
		MADE_FIRST_WEEK + CHANGE + 25;
	timeline->tools[0].coverage.last_week = MADE_FIRST_WEEK + CHANGE + 25;
	while (timeline->messages[timeline->n_messages - 1].at_ms > timeline->as_of_ms)
		timeline->n_messages--;
	while (timeline->tickets[timeline->n_tickets - 1].opened_ms > timeline->as_of_ms)
		timeline->n_tickets--;
	out = assess_timeline(timeline, NULL);
	assert_null(find(out, "neglect", SIDE_CLIENT));
	assert_int_equal(find(out, "voice", SIDE_CLIENT)->status, FINDING_BETTER);
}

static void test_what_is_no_neglect(void **state)
{
	/* It goes on to complain; or it has fewer matters altogether. */
	static const struct turn turns[] = {{1, 5, 3}, {1, 1, 0}};

	for (guint i = 0; i < G_N_ELEMENTS(turns); i++) {
		g_autoptr(timeline_auto) timeline = draw(turns[i], 2);
		g_autoptr(assessment_auto) out = assess_timeline(timeline, NULL);

		assert_int_equal(find(out, "proactive_contact", SIDE_CLIENT)->status,
				 FINDING_WORSE);
		assert_null(find(out, "neglect", SIDE_CLIENT));
	}
}

/* Nobody had complained: there is no voice that could fall; without tickets nothing is known.
 */
static void test_unknown_without_support(void **state)
{
	g_autoptr(timeline_auto) timeline = draw((struct turn){1, 5, 0}, 3);
	g_autoptr(assessment_auto) silent = NULL, bare = NULL;

	for (guint i = 0; i < timeline->n_messages; i++)
		timeline->messages[i].complains = 0;
	silent = assess_timeline(timeline, NULL);
	assert_null(find(silent, "neglect", SIDE_CLIENT));
	for (guint i = 0; i < timeline->n_messages; i++)
		timeline->messages[i].complains =
			timeline->messages[i].at_ms < made_monday(CHANGE) * CALENDAR_DAY_MS;
	timeline->n_tickets = 0;
	bare = assess_timeline(timeline, NULL);
	assert_null(find(bare, "neglect", SIDE_CLIENT));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_voice_that_gives_up),
		cmocka_unit_test(test_fewer_complaints_alone),
		cmocka_unit_test(test_what_is_no_neglect),
		cmocka_unit_test(test_unknown_without_support),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
