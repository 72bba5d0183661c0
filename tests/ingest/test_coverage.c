/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Coverage: holes, strays, the end of an export, quiet weeks that are no hole. */
#include "ingest/coverage.h"

#include "tests/harness.h"

#define WEEKS      156
#define FIRST_WEEK 2700 /* in autumn: summer and New Year fall inside */

static GArray *steady(guint records)
{
	GArray *counts = g_array_new(FALSE, FALSE, sizeof(struct week_count));

	for (gint32 i = 0; i < WEEKS; i++) {
		struct week_count count = {FIRST_WEEK + i, records};
		g_array_append_val(counts, count);
	}
	return counts;
}

static void drop_weeks(GArray *counts, guint from, guint n)
{
	g_array_remove_range(counts, from, n);
}

static struct timeline_coverage mailbox(const GArray *counts)
{
	struct timeline_coverage coverage;

	coverage_of_mailbox((const struct week_count *)counts->data, counts->len, &coverage);
	return coverage;
}

static void a_torn_export_has_a_hole(void **state)
{
	g_autoptr(GArray) counts = steady(30);
	struct timeline_coverage coverage;

	drop_weeks(counts, 60, 3);
	coverage = mailbox(counts);
	assert_int_equal(coverage.first_week, FIRST_WEEK);
	assert_int_equal(coverage.last_week, FIRST_WEEK + WEEKS - 1);
	assert_int_equal(timeline_coverage_at(&coverage, FIRST_WEEK + 59), WEEK_OBSERVED);
	for (gint32 week = 60; week < 63; week++)
		assert_int_equal(timeline_coverage_at(&coverage, FIRST_WEEK + week),
				 WEEK_NOT_COVERED);
	assert_int_equal(timeline_coverage_at(&coverage, FIRST_WEEK - 1), WEEK_NOT_COVERED);
	g_free(coverage.state);
}

static void a_quiet_relationship_is_not_a_hole(void **state)
{
	g_autoptr(GArray) counts = steady(2);
	struct timeline_coverage coverage;

	drop_weeks(counts, 60, 4);
	coverage = mailbox(counts);
	assert_int_equal(timeline_coverage_at(&coverage, FIRST_WEEK + 61), WEEK_OBSERVED);
	g_free(coverage.state);
}

static void a_broken_clock_does_not_stretch_coverage(void **state)
{
	g_autoptr(GArray) counts = steady(30);
	struct week_count stray = {FIRST_WEEK - 900, 1}, late = {FIRST_WEEK + 900, 2};
	struct timeline_coverage coverage;

	g_array_prepend_val(counts, stray);
	g_array_append_val(counts, late);
	coverage = mailbox(counts);
	assert_int_equal(coverage.first_week, FIRST_WEEK);
	assert_int_equal(coverage.last_week, FIRST_WEEK + WEEKS - 1);
	g_free(coverage.state);
}

/* A log collected by closing date: old openings trickle before, few come after. */
static void thin_tails_of_a_ticket_log_are_not_covered(void **state)
{
	g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(struct week_count));
	struct timeline_coverage coverage;

	for (gint32 i = 0; i < 60; i++) {
		struct week_count count = {FIRST_WEEK + i, i >= 20 && i < 33 ? 400 : 3};
		g_array_append_val(counts, count);
	}
	coverage_of_tickets((const struct week_count *)counts->data, counts->len, &coverage);
	assert_in_range(coverage.first_week, FIRST_WEEK + 17, FIRST_WEEK + 20);
	assert_in_range(coverage.last_week, FIRST_WEEK + 32, FIRST_WEEK + 35);
	g_free(coverage.state);
}

static void steady_tickets_are_covered_to_the_ends(void **state)
{
	g_autoptr(GArray) counts = steady(6);
	struct timeline_coverage coverage;

	coverage_of_tickets((const struct week_count *)counts->data, counts->len, &coverage);
	assert_int_equal(coverage.first_week, FIRST_WEEK);
	assert_int_equal(coverage.last_week, FIRST_WEEK + WEEKS - 1);
	g_free(coverage.state);
}

static void two_sources_cover_what_either_covers(void **state)
{
	guint8 first[] = {WEEK_OBSERVED, WEEK_NOT_COVERED, WEEK_OBSERVED};
	guint8 second[] = {WEEK_OBSERVED, WEEK_OBSERVED};
	struct timeline_coverage total = {.first_week = 0, .last_week = -1};
	struct timeline_coverage a = {10, 12, first}, b = {11, 12, second},
				 c = {20, 21, second};

	coverage_unite(&total, &a);
	assert_int_equal(timeline_coverage_at(&total, 11), WEEK_NOT_COVERED);
	coverage_unite(&total, &b);
	assert_int_equal(timeline_coverage_at(&total, 11), WEEK_OBSERVED);
	coverage_unite(&total, &c);
	assert_int_equal(timeline_coverage_at(&total, 15), WEEK_NOT_COVERED);
	coverage_mark_ends(&total);
	assert_int_equal(timeline_coverage_at(&total, 10), WEEK_PARTIAL);
	assert_int_equal(timeline_coverage_at(&total, 21), WEEK_PARTIAL);
	g_free(total.state);
}

static void nothing_covers_nothing(void **state)
{
	struct timeline_coverage coverage;

	coverage_of_mailbox(NULL, 0, &coverage);
	assert_true(coverage.last_week < coverage.first_week);
	coverage_mark_ends(&coverage);
	assert_null(coverage.state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_torn_export_has_a_hole),
		cmocka_unit_test(a_quiet_relationship_is_not_a_hole),
		cmocka_unit_test(a_broken_clock_does_not_stretch_coverage),
		cmocka_unit_test(thin_tails_of_a_ticket_log_are_not_covered),
		cmocka_unit_test(steady_tickets_are_covered_to_the_ends),
		cmocka_unit_test(two_sources_cover_what_either_covers),
		cmocka_unit_test(nothing_covers_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
