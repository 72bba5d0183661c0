/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A side that turns to justification, as a reader with a known error sees it: the share is
 * dated, shown as corrected, with an interval that holds the truth; a reader that knows nothing
 * of its error gives no number; too few answers give no verdict. */
#include "analysis/assess.h"
#include "harness.h"
#include "timelines.h"

#define CHANGE    60u
#define WEEKS     130u
#define SENTENCES 3u

static const struct reading_error error = {
	.right = .75, .wrong = .15, .n_right = 900, .n_wrong = 1800};

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

/* A score around the mean that the reader gives to such a sentence. */
static double score(GRand *random, bool there, const struct reading_error *mean)
{
	return (there ? mean->right : mean->wrong) + g_rand_double_range(random, -.1, .1);
}

/* Each answer of the provider has sentences that defend with a probability that changes; those
 * that do not defend help one time in two. */
static void read_answers(struct timeline *timeline, double before, double after)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(7);

	for (guint i = 0; i < timeline->n_messages; i++) {
		struct timeline_message *message = &timeline->messages[i];
		bool late = message->at_ms >= made_monday(CHANGE) * (gint64)CALENDAR_DAY_MS;

		if (message->starts)
			continue;
		message->questioned = TRUE;
		message->language = READING_FRENCH;
		message->sentences = SENTENCES;
		for (guint s = 0; s < SENTENCES; s++) {
			bool defends = g_rand_double(random) < (late ? after : before);
			bool helps = !defends && g_rand_boolean(random);
			message->defensive += (float)score(random, defends, &error);
			message->supportive += (float)score(random, helps, &error);
		}
	}
	timeline->defensive_error[READING_FRENCH] = error;
	timeline->supportive_error[READING_FRENCH] = error;
}

static struct timeline *draw(double asks, double before, double after)
{
	struct made_story story = {WEEKS, CHANGE, 1, made_usual, made_usual};
	struct timeline *timeline;

	story.before.asks[SIDE_CLIENT] = story.after.asks[SIDE_CLIENT] = asks;
	timeline = made_timeline(&story, 5);
	read_answers(timeline, before, after);
	return timeline;
}

static void test_a_turn_to_justification(void **state)
{
	g_autoptr(timeline_auto) timeline = draw(20, .05, .5);
	g_autoptr(assessment_auto) out = assess_timeline(timeline, NULL);
	const struct finding *defence = finding_of(out, "defensive_share", SIDE_PROVIDER);
	const struct finding *help = finding_of(out, "solution_share", SIDE_PROVIDER);

	assert_int_equal(defence->status, FINDING_WORSE);
	assert_true(ABS(defence->onset - made_monday(CHANGE)) <= 4 * 7);
	/* As observed it would be .18 and .45: the reader's error is taken out. */
	assert_float_equal(defence->before, .05, .03);
	assert_float_equal(defence->after, .5, .06);
	assert_true(defence->before_low <= .05 && .05 <= defence->before_high);
	assert_true(defence->after_low <= .5 && .5 <= defence->after_high);
	assert_true(defence->before_low < defence->before &&
		    defence->before < defence->before_high);
	assert_int_equal(help->status, FINDING_WORSE);
	assert_float_equal(help->before, .475, .05);
	assert_float_equal(help->after, .25, .06);
	assert_true(out->probability > .9);
	/* The client answered hardly anything: nothing is said of it. */
	assert_int_equal(finding_of(out, "defensive_share", SIDE_CLIENT)->status,
			 FINDING_UNKNOWN);
}

static void test_the_same_language_is_no_finding(void **state)
{
	g_autoptr(timeline_auto) timeline = draw(20, .2, .2);
	g_autoptr(assessment_auto) out = assess_timeline(timeline, NULL);

	assert_int_equal(finding_of(out, "defensive_share", SIDE_PROVIDER)->status,
			 FINDING_STABLE);
	assert_true(out->probability < .3);
}

/* Writers differ for the reader: what moves less than that from one to another is no change,
 * for the dating and for the watch; what moves more is one still. */
static void test_what_the_error_explains_is_no_finding(void **state)
{
	g_autoptr(timeline_auto) small = draw(20, .05, .12);
	g_autoptr(timeline_auto) large = draw(20, .05, .5);
	g_autoptr(assessment_auto) certain = assess_timeline(small, NULL);

	small->defensive_error[READING_FRENCH].wrong_spread = .05;
	large->defensive_error[READING_FRENCH].wrong_spread = .05;
	g_autoptr(assessment_auto) doubtful = assess_timeline(small, NULL);
	g_autoptr(assessment_auto) clear = assess_timeline(large, NULL);
	const struct finding *known = finding_of(certain, "defensive_share", SIDE_PROVIDER);
	const struct finding *unsure = finding_of(doubtful, "defensive_share", SIDE_PROVIDER);
	assert_int_equal(known->status, FINDING_WORSE);
	assert_true(certain->probability > .9);
	assert_int_equal(unsure->status, FINDING_STABLE);
	assert_true(doubtful->probability < .5);
	assert_true(doubtful->watch.e < certain->watch.e);
	/* Few people write: the interval is nearly as wide as that of one. */
	assert_true(unsure->after_high - unsure->after_low >
		    1.3 * (known->after_high - known->after_low));
	assert_int_equal(finding_of(clear, "defensive_share", SIDE_PROVIDER)->status,
			 FINDING_WORSE);
	assert_true(clear->probability > .9);
	assert_true(clear->watch.alarm != DAY_NONE);
}

/* The change is seen, its size is not: a number would be one that nobody can stand behind. */
static void test_an_unknown_error_gives_no_number(void **state)
{
	g_autoptr(timeline_auto) timeline = draw(20, .05, .5);

	timeline->defensive_error[READING_FRENCH] = (struct reading_error){0};
	g_autoptr(assessment_auto) out = assess_timeline(timeline, NULL);
	const struct finding *defence = finding_of(out, "defensive_share", SIDE_PROVIDER);
	assert_true(isnan(defence->before) && isnan(defence->after));
	assert_true(isnan(defence->before_low) && isnan(defence->after_high));
}

static void test_too_few_answers(void **state)
{
	g_autoptr(timeline_auto) timeline = draw(4, .05, .5);
	g_autoptr(assessment_auto) out = assess_timeline(timeline, NULL);
	guint listed = 0;

	assert_int_equal(finding_of(out, "defensive_share", SIDE_PROVIDER)->status,
			 FINDING_UNKNOWN);
	for (guint i = 0; i < out->unknowns->len; i++) {
		const struct unknown *unknown = g_ptr_array_index(out->unknowns, i);
		if (strcmp(unknown->what, "few_answers_provider") != 0)
			continue;
		listed++;
		assert_in_range((guint)unknown->number, 8,
				20); /* 4 asked a week, 9 of 10 answered */
	}
	assert_int_equal(listed, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_turn_to_justification),
		cmocka_unit_test(test_the_same_language_is_no_finding),
		cmocka_unit_test(test_what_the_error_explains_is_no_finding),
		cmocka_unit_test(test_an_unknown_error_gives_no_number),
		cmocka_unit_test(test_too_few_answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
