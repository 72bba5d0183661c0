/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The watch over a relationship: when it reads, what it ignores (uncovered weeks, outliers,
 * constants), what a later week may not change, when it begins anew, and how soon it rings. */
#include "stats/watch.h"

#include "oracle.h"
#include "tests/harness.h"

#define SERIES 4
#define FIRST  20.0
#define LEVEL  20.0

struct sample {
	guint weeks;
	double *value[SERIES];
};

/* Independent series of one plan; the first `touched` of them lose. */
static struct sample sample_of(const struct seeded_series *plan, guint touched, guint32 seed)
{
	struct sample sample = {.weeks = plan->weeks};

	for (guint s = 0; s < SERIES; s++) {
		struct seeded_series own = *plan;
		own.loss = s < touched ? plan->loss : 0;
		sample.value[s] = seeded_values(&own, SERIES * seed + s);
	}
	return sample;
}

static void sample_clear(struct sample *sample)
{
	for (guint s = 0; s < SERIES; s++)
		g_free(sample->value[s]);
}

static void blank(struct sample *sample, guint from, guint to)
{
	for (guint s = 0; s < SERIES; s++)
		for (guint week = from; week < to; week++)
			sample->value[s][week] = NAN;
}

static void run_at(const struct sample *sample, double first, guint weeks, guint every,
		   const guint *handled, guint n_handled, struct watch *watch)
{
	struct onset_series series[SERIES];
	struct onset_axis axis = {weeks, first, -1};

	for (guint s = 0; s < SERIES; s++)
		series[s] = (struct onset_series){sample->value[s], NULL, 0};
	watch_run(series, SERIES, &axis, LEVEL, every, handled, n_handled, watch);
}

static void run(const struct sample *sample, struct watch *watch)
{
	run_at(sample, FIRST, sample->weeks, 1, NULL, 0, watch);
}

static void test_readings(void **state)
{
	struct seeded_series plan = {156, .3, 1, 0, 80, 1, .08};
	struct sample sample = sample_of(&plan, 0, 1);
	struct watch all, some;

	run(&sample, &all);
	run_at(&sample, FIRST, 156, 4, NULL, 0, &some);
	assert_int_equal(all.n_series, SERIES);
	assert_int_equal(all.started, WATCH_FROM - 1);
	assert_int_equal(all.alarm, -1);
	assert_true(all.rho >= 0 && all.rho <= .85);
	for (guint week = 0; week < 156; week++) {
		assert_int_equal(!isnan(all.log_e[week]), week + 1 >= WATCH_FROM);
		assert_int_equal(!isnan(some.log_e[week]),
				 week + 1 >= WATCH_FROM && (155 - week) % 4 == 0);
		if (!isnan(some.log_e[week]))
			assert_float_equal(some.log_e[week], all.log_e[week], 1e-9);
	}
	watch_clear(&all);
	watch_clear(&some);
	sample_clear(&sample);
}

/* 55 weeks, a constant, nothing at all: no reading, and no crash. */
static void test_nothing_to_read(void **state)
{
	struct seeded_series plan = {120, .3, 1, 0, 80, 1, 0};
	struct sample sample = sample_of(&plan, 0, 2);
	struct watch watch;

	run_at(&sample, FIRST, 55, 1, NULL, 0, &watch);
	for (guint week = 0; week < 55; week++)
		assert_true(isnan(watch.log_e[week]));
	assert_int_equal(watch.since, -1);
	watch_clear(&watch);

	for (guint week = 0; week < 60; week++) /* constant in its first year, then not */
		for (guint s = 0; s < SERIES; s++)
			sample.value[s][week] = 7;
	run(&sample, &watch);
	assert_int_equal(watch.n_series, 0);
	assert_true(isnan(watch.log_e[119]));
	watch_clear(&watch);

	blank(&sample, 0, 120);
	run(&sample, &watch);
	assert_true(isnan(watch.rho));
	assert_true(isnan(watch.log_e[119]));
	watch_clear(&watch);
	sample_clear(&sample);
}

static void test_uncovered_tail_changes_nothing(void **state)
{
	struct seeded_series plan = {290, .3, 1, 1.5, 90, 1, .08};
	struct sample sample = sample_of(&plan, 3, 3);
	struct watch whole, shorter;

	blank(&sample, 150, 290);
	run(&sample, &whole);
	run_at(&sample, FIRST, 150, 1, NULL, 0, &shorter);
	assert_int_equal(whole.alarm, shorter.alarm);
	assert_int_equal(whole.since, shorter.since);
	assert_int_equal(whole.started, shorter.started);
	for (guint week = 0; week < 290; week++) {
		double expected = shorter.log_e[MIN(week, 149)];
		if (!isnan(expected))
			assert_float_equal(whole.log_e[week], expected, 1e-9);
	}
	watch_clear(&whole);
	watch_clear(&shorter);
	sample_clear(&sample);
}

/* Thirty uncovered weeks before the first move everything by thirty weeks, and no more. */
static void test_uncovered_start_changes_nothing(void **state)
{
	struct seeded_series plan = {180, .3, 1, 1.5, 90, 26, .08};
	struct sample sample = sample_of(&plan, 3, 4), moved = sample_of(&plan, 3, 4);
	struct watch plain, late;

	blank(&moved, 0, 30);
	for (guint s = 0; s < SERIES; s++)
		for (guint week = 30; week < 180; week++)
			moved.value[s][week] = sample.value[s][week - 30];
	run_at(&sample, FIRST + 30, 150, 1, NULL, 0, &plain);
	run_at(&moved, FIRST, 180, 1, NULL, 0, &late);
	assert_float_equal(plain.rho, late.rho, 0);
	assert_true(plain.alarm > 0);
	assert_int_equal(plain.alarm + 30, late.alarm);
	assert_int_equal(plain.since + 30, late.since);
	for (guint week = WATCH_FROM - 1; week < 150; week++)
		assert_float_equal(plain.log_e[week], late.log_e[week + 30], 1e-9);
	watch_clear(&plain);
	watch_clear(&late);
	sample_clear(&sample);
	sample_clear(&moved);
}

/* A hole that no source covers: the watch waits for as many observed weeks as without it. */
static void test_hole_is_waited_out(void **state)
{
	struct seeded_series plan = {156, .3, 1, 0, 80, 1, 0};
	struct sample sample = sample_of(&plan, 0, 5);
	struct watch watch;

	blank(&sample, 20, 46);
	run(&sample, &watch);
	assert_int_equal(watch.started, WATCH_FROM - 1 + 26);
	assert_true(isnan(watch.log_e[WATCH_FROM + 24]));
	watch_clear(&watch);
	sample_clear(&sample);
}

/* What was read at a week stays as it was when more weeks come in. */
static void test_later_weeks_change_no_reading(void **state)
{
	struct seeded_series plan = {150, .4, 1, 2, 100, 13, .1};
	struct sample sample = sample_of(&plan, 2, 6);
	struct watch whole, then;

	sample.value[1][40] -= 9; /* an outlier in the first year, one behind it */
	sample.value[2][130] += 9;
	run(&sample, &whole);
	for (guint weeks = 60; weeks < 150; weeks += 30) {
		run_at(&sample, FIRST, weeks, 1, NULL, 0, &then);
		assert_float_equal(then.rho, whole.rho, 0);
		for (guint week = WATCH_FROM - 1; week < weeks; week++)
			assert_float_equal(then.log_e[week], whole.log_e[week], 1e-8);
		watch_clear(&then);
	}
	watch_clear(&whole);
	sample_clear(&sample);
}

static void test_same_bytes_twice(void **state)
{
	struct seeded_series plan = {200, .4, 1, 1, 100, 13, .1};
	struct sample sample = sample_of(&plan, 2, 7);
	struct watch a, b;

	run(&sample, &a);
	run(&sample, &b);
	assert_memory_equal(a.log_e, b.log_e, 200 * sizeof(double));
	watch_clear(&a);
	watch_clear(&b);
	sample_clear(&sample);
}

static void test_direction_mirrors(void **state)
{
	struct seeded_series plan = {140, .3, 1, 2, 90, 1, .05};
	struct sample sample = sample_of(&plan, 3, 8);
	struct onset_series series[SERIES];
	struct onset_axis axis = {140, FIRST, 1};
	struct watch down, up;

	run(&sample, &down);
	for (guint s = 0; s < SERIES; s++) {
		for (guint week = 0; week < 140; week++)
			sample.value[s][week] = 3 - sample.value[s][week];
		series[s] = (struct onset_series){sample.value[s], NULL, 0};
	}
	watch_run(series, SERIES, &axis, LEVEL, 1, NULL, 0, &up);
	for (guint week = WATCH_FROM - 1; week < 140; week++)
		assert_float_equal(down.log_e[week], up.log_e[week], 1e-7);
	watch_clear(&down);
	watch_clear(&up);
	sample_clear(&sample);
}

/* A change of tool that is declared is no loss, alone or in the mean. */
static void test_declared_change_is_no_alarm(void **state)
{
	struct seeded_series plan = {150, .3, 1, 4, 90, 1, .05};
	struct sample sample = sample_of(&plan, 1, 9);
	g_autofree double *column = g_new(double, 150);
	struct onset_series series[SERIES];
	struct onset_axis axis = {150, FIRST, -1};
	struct watch silent, told;

	for (guint week = 0; week < 150; week++)
		column[week] = week >= 90;
	for (guint s = 0; s < SERIES; s++)
		series[s] = (struct onset_series){sample.value[s],
						  (const double *const *)&column, s == 0};
	watch_run(series, SERIES, &axis, LEVEL, 1, NULL, 0, &told);
	run(&sample, &silent);
	assert_true(silent.alarm >= 90);
	assert_int_equal(told.alarm, -1);
	watch_clear(&silent);
	watch_clear(&told);
	sample_clear(&sample);
}

/* A series that begins in the second year takes part from its own second year on. */
static void test_late_series(void **state)
{
	struct seeded_series plan = {230, .3, 1, 4, 170, 1, .05};
	struct sample sample = sample_of(&plan, 1, 10);
	struct watch with, without;
	struct onset_series series[SERIES];
	struct onset_axis axis = {230, FIRST, -1};

	for (guint week = 0; week < 80; week++)
		sample.value[0][week] = NAN;
	for (guint s = 0; s < SERIES; s++)
		series[s] = (struct onset_series){sample.value[s], NULL, 0};
	watch_run(series, SERIES, &axis, LEVEL, 1, NULL, 0, &with);
	watch_run(series + 1, SERIES - 1, &axis, LEVEL, 1, NULL, 0, &without);
	assert_int_equal(with.n_series, SERIES);
	assert_int_equal(with.started, without.started);
	assert_float_equal(with.rho, without.rho, 0);
	assert_true(with.alarm >= 170 && with.alarm < 200);
	assert_int_equal(without.alarm, -1);
	watch_clear(&with);
	watch_clear(&without);
	sample_clear(&sample);
}

/* Series that begin with a wild week, or with a month of another level, have not changed. */
static void test_how_data_begin_is_no_change(void **state)
{
	guint alarms = 0;

	for (guint32 seed = 0; seed < 20; seed++) {
		struct seeded_series plan = {130, .3, 1, 0, 80, 1, .05};
		struct sample sample = sample_of(&plan, 0, 50 + seed);
		struct watch watch;
		for (guint s = 0; s < SERIES; s++)
			for (guint week = 0; week < (seed % 2 == 0 ? 1 : 4); week++)
				sample.value[s][week] += seed % 2 == 0 ? 9 : 3;
		run(&sample, &watch);
		alarms += watch.alarm >= 0;
		watch_clear(&watch);
		sample_clear(&sample);
	}
	assert_true(alarms <= 1);
}

/* ---- beginning anew ---- */

static void test_begins_anew(void **state)
{
	struct seeded_series plan = {300, .3, 1, 0, 80, 1, 0};
	struct sample sample = sample_of(&plan, 0, 11);
	guint second = WATCH_FROM - 1 + WATCH_WEEKS, third = second + WATCH_WEEKS;
	struct watch watch;

	run(&sample, &watch);
	assert_int_equal(watch.started, third);
	assert_true(fabs(watch.log_e[second]) < .1); /* a stake of 1 */
	assert_true(fabs(watch.log_e[third]) < .1);
	assert_true(fabs(watch.log_e[second - 1]) > .1);
	watch_clear(&watch);
	sample_clear(&sample);
}

/* The weeks before are the baseline of the new watch: it rings as soon as the first would. */
static void test_new_watch_is_not_blind(void **state)
{
	struct seeded_series plan = {200, .3, 1, 2, 165, 1, .05};
	struct sample sample = sample_of(&plan, 3, 12);
	struct watch watch;

	run(&sample, &watch);
	assert_int_equal(watch.started, WATCH_FROM - 1 + WATCH_WEEKS);
	assert_true(watch.alarm >= 165 && watch.alarm < 185);
	assert_true(watch.since >= 159 && watch.since <= 170);
	watch_clear(&watch);
	sample_clear(&sample);
}

static void test_alarm_stands(void **state)
{
	struct seeded_series plan = {220, .3, 1, 2, 100, 1, .05};
	struct sample sample = sample_of(&plan, 3, 13);
	struct watch watch;

	run(&sample, &watch);
	assert_int_equal(watch.started,
			 WATCH_FROM - 1); /* older than 104 weeks, and standing */
	assert_true(watch.alarm >= 100 && watch.alarm < 125);
	assert_true(watch.since >= 92 && watch.since <= 106);
	assert_true(watch.log_e[219] > log(LEVEL));
	watch_clear(&watch);
	sample_clear(&sample);
}

/* Handled: the lower level is the new normal, and only a further loss rings again. */
static void test_handled_alarm(void **state)
{
	struct seeded_series plan = {220, .3, 1, 2, 100, 1, .05};
	struct sample sample = sample_of(&plan, 3, 13);
	const guint handled[] = {60, 130};
	struct watch watch, again;

	run_at(&sample, FIRST, 220, 1, handled, 2, &watch);
	assert_int_equal(watch.started, 131);
	assert_int_equal(watch.alarm, -1);
	assert_true(watch.log_e[130] > log(LEVEL));
	assert_true(watch.log_e[219] < log(3));
	for (guint s = 0; s < 3; s++)
		for (guint week = 180; week < 220; week++)
			sample.value[s][week] -= 2;
	run_at(&sample, FIRST, 220, 1, handled, 2, &again);
	assert_int_equal(again.started, 131);
	assert_true(again.alarm >= 180 && again.alarm < 205);
	for (guint week = 131; week < 180; week++)
		assert_float_equal(again.log_e[week], watch.log_e[week], 1e-8);
	watch_clear(&watch);
	watch_clear(&again);
	sample_clear(&sample);
}

/* Handled in the very last week: nothing is left to ring. */
static void test_handled_today(void **state)
{
	struct seeded_series plan = {150, .3, 1, 2, 100, 1, .05};
	struct sample sample = sample_of(&plan, 3, 13);
	const guint handled[] = {149};
	struct watch watch;

	run_at(&sample, FIRST, 150, 1, handled, 1, &watch);
	assert_int_equal(watch.started, 150);
	assert_int_equal(watch.alarm, -1);
	watch_clear(&watch);
	sample_clear(&sample);
}

/* ---- how soon, how often ---- */

static void test_delay_of_a_step(void **state)
{
	const guint rounds = 40;
	guint found = 0, early = 0;
	double delay = 0;

	for (guint32 seed = 0; seed < rounds; seed++) {
		struct seeded_series plan = {156, .3, 1, 1.5, 75, 1, .08};
		struct sample sample = sample_of(&plan, 3, 100 + seed);
		struct watch watch;
		run(&sample, &watch);
		found += watch.alarm >= 75;
		early += watch.alarm >= 0 && watch.alarm < 75;
		delay += watch.alarm >= 75 ? watch.alarm - 75.0 : 0;
		watch_clear(&watch);
		sample_clear(&sample);
	}
	print_message("# step of 1.5: found %u, before it %u of %u, mean delay %.1f weeks\n",
		      found, early, rounds, delay / found);
	assert_true(found >= rounds - 2);
	assert_true(early <= 1);
	assert_true(delay / found <= 26);
}

static void test_false_alarms(void **state)
{
	const double rhos[] = {0, .3, .5};
	guint rounds = 60, alarms = 0;

	for (guint r = 0; r < G_N_ELEMENTS(rhos); r++)
		for (guint32 seed = 0; seed < rounds; seed++) {
			struct seeded_series plan = {156, rhos[r], 1.5, 0, 75, 1, .08};
			struct sample sample = sample_of(&plan, 0, 1000 * (r + 1) + seed);
			struct watch watch;
			run(&sample, &watch);
			alarms += watch.alarm >= 0;
			watch_clear(&watch);
			sample_clear(&sample);
		}
	print_message("# no change: %u alarms in %u watches\n", alarms, 3 * rounds);
	assert_true(alarms <= 9); /* one in twenty is accepted */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_readings),
		cmocka_unit_test(test_nothing_to_read),
		cmocka_unit_test(test_uncovered_tail_changes_nothing),
		cmocka_unit_test(test_uncovered_start_changes_nothing),
		cmocka_unit_test(test_hole_is_waited_out),
		cmocka_unit_test(test_later_weeks_change_no_reading),
		cmocka_unit_test(test_same_bytes_twice),
		cmocka_unit_test(test_direction_mirrors),
		cmocka_unit_test(test_declared_change_is_no_alarm),
		cmocka_unit_test(test_late_series),
		cmocka_unit_test(test_how_data_begin_is_no_change),
		cmocka_unit_test(test_begins_anew),
		cmocka_unit_test(test_new_watch_is_not_blind),
		cmocka_unit_test(test_alarm_stands),
		cmocka_unit_test(test_handled_alarm),
		cmocka_unit_test(test_handled_today),
		cmocka_unit_test(test_delay_of_a_step),
		cmocka_unit_test(test_false_alarms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
