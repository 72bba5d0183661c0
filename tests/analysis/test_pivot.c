/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The loss of a key contact: found within half a year, dated between its last
 * message and the week by which the next was due, and never said of one who is on holiday,
 * writes less, goes on elsewhere, or whose whole side is silent. */
#include "analysis/assess.h"

#include "departures.h"

#include "tests/harness.h"

#define HALF_YEAR 26
#define SEEDS     10

static const double volumes[] = {.25, .5, 1, 2};

static struct departure plan_of(guint32 seed)
{
	GRand *random = g_rand_new_with_seed(seed * 7919);
	struct departure plan = {
		.weeks = 156 + HALF_YEAR,
		.leaves = DEPARTURE_NEVER,
		.fades = DEPARTURE_NEVER,
		.volume = volumes[seed % G_N_ELEMENTS(volumes)],
		.share = g_rand_double_range(random, .45, .85),
	};

	g_rand_free(random);
	return plan;
}

static struct assessment_pivot judge(const struct timeline *timeline, enum side side)
{
	g_autoptr(assessment_auto) out = assess_timeline(timeline, NULL);

	return out->pivot[side];
}

static struct assessment_pivot judge_at(const struct timeline *whole, guint weeks,
					enum side side)
{
	struct timeline cut;

	departure_cut(&cut, whole, weeks);
	return judge(&cut, side);
}

/* Weeks after which a look every second week finds the loss; 0 when none of half a year does.
 */
static guint found_after(const struct timeline *timeline, guint leaves,
			 struct assessment_pivot *pivot)
{
	for (guint weeks = 2; weeks <= HALF_YEAR; weeks += 2) {
		*pivot = judge_at(timeline, leaves + weeks, SIDE_PROVIDER);
		if (pivot->lost)
			return weeks;
	}
	return 0;
}

static int by_weeks(const void *a, const void *b)
{
	return (int)*(const guint *)a - (int)*(const guint *)b;
}

static void test_departures_are_found_and_dated(void **state)
{
	guint found = 0, inside = 0, total = 50, delays[50];

	for (guint32 seed = 1; seed <= total; seed++) {
		struct departure plan = plan_of(seed);
		plan.leaves = 104 + seed;
		g_autoptr(timeline_auto) timeline = departure_timeline(&plan, seed);
		gint32 truth = made_monday(plan.leaves);
		struct assessment_pivot pivot;
		guint weeks = found_after(timeline, plan.leaves, &pivot);
		if (weeks == 0)
			continue;
		inside += pivot.last <= truth && truth <= pivot.due;
		delays[found++] = weeks;
	}
	qsort(delays, found, sizeof *delays, by_weeks);
	print_message("# departures: %u of %u found within half a year, after %u weeks in the "
		      "median; date inside the interval: %u\n",
		      found, total, delays[found / 2], inside);
	assert_true(found >= total * 80 / 100);
	assert_true(inside >= found * 88 / 100);
}

static void test_who_stays_is_never_lost(void **state)
{
	for (guint32 seed = 1; seed <= SEEDS; seed++) {
		struct departure plan = plan_of(seed);
		g_autoptr(timeline_auto) timeline = departure_timeline(&plan, seed);
		for (guint weeks = plan.weeks - 52; weeks <= plan.weeks; weeks += 2) {
			struct timeline cut;
			departure_cut(&cut, timeline, weeks);
			g_autoptr(assessment_auto) out = assess_timeline(&cut, NULL);
			assert_false(out->pivot[SIDE_CLIENT].lost);
			assert_false(out->pivot[SIDE_PROVIDER].lost);
			assert_true(out->pivot[SIDE_PROVIDER].subject > 0);
		}
	}
}

static void test_who_writes_less_is_not_lost(void **state)
{
	for (guint32 seed = 1; seed <= SEEDS; seed++) {
		struct departure plan = plan_of(seed);
		plan.fades = 104;
		g_autoptr(timeline_auto) timeline = departure_timeline(&plan, seed);
		for (guint weeks = plan.fades + 4; weeks <= plan.weeks; weeks += 12)
			assert_false(judge_at(timeline, weeks, SIDE_PROVIDER).lost);
	}
}

/* Four weeks away, or five of which some are in August, then back. */
static void test_holiday_is_no_loss(void **state)
{
	static const struct {
		guint from, weeks;
	} holidays[] = {{114, 4}, {134, 5}, {133, 6}};

	for (guint32 seed = 1; seed <= SEEDS; seed++)
		for (guint i = 0; i < G_N_ELEMENTS(holidays); i++) {
			struct departure plan = plan_of(seed);
			plan.leaves = holidays[i].from;
			g_autoptr(timeline_auto) timeline = departure_timeline(&plan, seed);
			struct assessment_pivot away = judge_at(
				timeline, holidays[i].from + holidays[i].weeks, SIDE_PROVIDER);
			assert_false(away.lost);
		}
}

/* A departure that is certain, and its assessment after half a year. */
static struct timeline *certain_departure(void)
{
	struct departure plan = {104 + HALF_YEAR, 104, 1, .6, DEPARTURE_NEVER};

	return departure_timeline(&plan, 3);
}

static const struct finding *finding_of(const struct assessment *assessment,
					const char *indicator, enum side side)
{
	for (guint i = 0; i < assessment->findings->len; i++) {
		const struct finding *finding = g_ptr_array_index(assessment->findings, i);
		if (finding->side == side && strcmp(finding->indicator, indicator) == 0)
			return finding;
	}
	return NULL;
}

static void test_finding_carries_the_loss(void **state)
{
	g_autoptr(timeline_auto) timeline = certain_departure();
	g_autoptr(assessment_auto) out = assess_timeline(timeline, NULL);
	const struct assessment_pivot *pivot = &out->pivot[SIDE_PROVIDER];
	const struct finding *finding = finding_of(out, "pivot_presence", SIDE_PROVIDER);

	assert_true(pivot->lost);
	assert_float_equal(pivot->share, .6, .15);
	assert_true(pivot->quarter > 20 && pivot->quarter < pivot->messages);
	assert_int_equal(finding->status, FINDING_WORSE);
	assert_int_equal(finding->shape, SHAPE_ABRUPT);
	assert_in_range(pivot->last - finding->onset, 0, 6);
	assert_int_equal(finding->onset_high, pivot->due);
	const struct evidence *last = g_ptr_array_index(finding->evidence, 0);
	assert_int_equal(last->day, pivot->last);
	assert_string_equal(last->reason, "last_message");
	assert_int_equal(finding->counter_evidence->len, 0);
	assert_int_not_equal(out->stage, STAGE_HEALTHY);
	assert_false(out->pivot[SIDE_CLIENT].lost);
}

/* What the contact writes from another address is the contact's, and no more than all. */
static void test_share_of_every_address(void **state)
{
	g_autoptr(timeline_auto) timeline = certain_departure();
	double share = judge(timeline, SIDE_PROVIDER).share;

	for (guint i = 0; i < timeline->n_messages; i += 5)
		if (timeline->messages[i].person == MADE_PEOPLE)
			timeline->messages[i].side = SIDE_NONE;
	assert_float_equal(judge(timeline, SIDE_PROVIDER).share, share, 1e-12);
	for (guint i = 0; i < timeline->n_messages; i++)
		if (timeline->messages[i].person != MADE_PEOPLE)
			timeline->messages[i].side = SIDE_CLIENT;
	assert_float_equal(judge(timeline, SIDE_PROVIDER).share, 1, 0);
}

static void test_share_is_told_and_not_judged(void **state)
{
	g_autoptr(timeline_auto) timeline = certain_departure();
	g_autoptr(assessment_auto) out = assess_timeline(timeline, NULL);
	const struct finding *finding = finding_of(out, "pivot_share", SIDE_PROVIDER);

	assert_int_equal(finding->status, FINDING_DESCRIBED);
	assert_true(isnan(finding->probability));
	assert_float_equal(finding->contribution, 0, 0);
	assert_true(finding->before > .5 && finding->before <= 1);
}

static void test_who_goes_on_elsewhere_is_not_lost(void **state)
{
	g_autoptr(timeline_auto) timeline = certain_departure();

	timeline->persons[MADE_PEOPLE].elsewhere = 1;
	struct assessment_pivot pivot = judge(timeline, SIDE_PROVIDER);
	assert_true(pivot.present < .1);
	assert_false(pivot.lost);
}

/* With its whole side silent it is the organisation that stopped, unless it was the side. */
static void fall_silent(struct timeline *timeline, guint week)
{
	gint64 from = made_monday(week) * CALENDAR_DAY_MS;
	guint n = 0;

	for (guint i = 0; i < timeline->n_messages; i++) {
		const struct timeline_message *message = &timeline->messages[i];
		if (message->side == SIDE_CLIENT || message->at_ms < from)
			timeline->messages[n++] = *message;
	}
	timeline->n_messages = n;
	for (guint i = 0; i < n; i++)
		timeline->messages[i].parent = TIMELINE_NO_INDEX;
}

static void test_silent_side_is_no_lost_person(void **state)
{
	struct departure shared = {116, DEPARTURE_NEVER, 1, .6, DEPARTURE_NEVER};
	struct departure alone = {116, DEPARTURE_NEVER, 1, .97, DEPARTURE_NEVER};
	g_autoptr(timeline_auto) of_some = departure_timeline(&shared, 5);
	g_autoptr(timeline_auto) of_one = departure_timeline(&alone, 5);

	/* Short of the quarter after which an exchange is said to have ended. */
	fall_silent(of_some, 104);
	fall_silent(of_one, 104);
	assert_false(judge(of_some, SIDE_PROVIDER).lost);
	struct assessment_pivot pivot = judge(of_one, SIDE_PROVIDER);
	assert_true(pivot.share > .8 && pivot.present < .1);
	assert_true(pivot.lost);
}

/* The colleagues of the drawn departures write on with the same partners. */
static void test_handover_is_told_of_a_loss(void **state)
{
	struct departure plan = {.weeks = 156,
				 .leaves = 130,
				 .fades = DEPARTURE_NEVER,
				 .volume = 2,
				 .share = .7};
	g_autoptr(timeline_auto) timeline = departure_timeline(&plan, 3);
	struct assessment_pivot pivot = judge(timeline, SIDE_PROVIDER);

	assert_true(pivot.lost);
	assert_int_equal(pivot.handover.partners, MADE_PEOPLE);
	assert_int_equal(pivot.handover.taken_over, MADE_PEOPLE);
	assert_true(pivot.handover.successor > 0);
	assert_int_not_equal(pivot.handover.successor, pivot.subject);
	assert_true(pivot.handover.followed);
	assert_in_range(pivot.handover.weeks_back, 0, 12);
	plan.leaves = DEPARTURE_NEVER;
	g_autoptr(timeline_auto) calm = departure_timeline(&plan, 3);
	assert_int_equal(judge(calm, SIDE_PROVIDER).handover.partners, 0);
}

/* A colleague's line after every message of the provider in every third thread. */
static void add_colleagues(struct timeline *timeline)
{
	guint n = timeline->n_messages, next = 0;
	struct timeline_message *all = g_new(struct timeline_message, 2 * (gsize)n);
	g_autofree guint32 *moved = g_new(guint32, n);

	for (guint i = 0; i < n; i++) {
		const struct timeline_message *message = &timeline->messages[i];
		moved[i] = next;
		all[next] = *message;
		if (message->parent != TIMELINE_NO_INDEX)
			all[next].parent = moved[message->parent];
		next++;
		if (message->thread % 3 != 0 || message->side != SIDE_PROVIDER)
			continue;
		all[next] = *message;
		all[next].person = MADE_PEOPLE + 1;
		all[next].parent = TIMELINE_NO_INDEX;
		all[next++].starts = FALSE;
	}
	g_free(timeline->messages);
	timeline->messages = all;
	timeline->n_messages = next;
}

/* Drawn threads have one message a side: no colleague knows any of them. With a colleague in
 * every third one, nothing hangs on one role alone. */
static void test_what_hangs_on_one_role(void **state)
{
	struct departure plan = {.weeks = 130,
				 .leaves = DEPARTURE_NEVER,
				 .fades = DEPARTURE_NEVER,
				 .volume = 2,
				 .share = .8};
	g_autoptr(timeline_auto) timeline = departure_timeline(&plan, 5);
	g_autoptr(assessment_auto) alone = assess_timeline(timeline, NULL);
	const struct assessment_sole *sole = &alone->sole[SIDE_PROVIDER];

	assert_true(sole->subject > 0);
	assert_true(sole->share >= .5);
	assert_true(sole->threads >= 20);
	assert_int_equal(sole->shared, 0);
	add_colleagues(timeline);
	g_autoptr(assessment_auto) shared = assess_timeline(timeline, NULL);
	assert_int_equal(shared->sole[SIDE_PROVIDER].subject, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_departures_are_found_and_dated),
		cmocka_unit_test(test_who_stays_is_never_lost),
		cmocka_unit_test(test_who_writes_less_is_not_lost),
		cmocka_unit_test(test_holiday_is_no_loss),
		cmocka_unit_test(test_finding_carries_the_loss),
		cmocka_unit_test(test_share_of_every_address),
		cmocka_unit_test(test_share_is_told_and_not_judged),
		cmocka_unit_test(test_who_goes_on_elsewhere_is_not_lost),
		cmocka_unit_test(test_silent_side_is_no_lost_person),
		cmocka_unit_test(test_handover_is_told_of_a_loss),
		cmocka_unit_test(test_what_hangs_on_one_role),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
