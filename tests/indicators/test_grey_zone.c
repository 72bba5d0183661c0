/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* grey_zone_share on matters counted by hand, and the rules of a grid. */
#include "sketch.h"

#include "language/activities.h"
#include "model/responsibility.h"

static void add_matter(struct timeline *timeline, const char *day, guint accountable)
{
	struct timeline_matter matter = {
		.kind = EVENT_TICKET, .activity = 1, .accountable = accountable};

	matter.at_ms = calendar_ms_of_day(sketch_day(day), timeline->zone);
	matter.index = timeline->n_matters;
	timeline->matters =
		g_renew(struct timeline_matter, timeline->matters, timeline->n_matters + 1);
	timeline->matters[timeline->n_matters++] = matter;
}

/* Eleven matters on 2024-01-02, a twelfth a week later, one in April. */
static void test_share_over_thirteen_weeks(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-01-01", 30);
	struct series series;

	for (guint i = 0; i < 11; i++)
		add_matter(timeline, "2024-01-02", i < 2 ? 0 : 1);
	add_matter(timeline, "2024-01-09", 2);
	add_matter(timeline, "2024-04-02", 1);
	series = sketch_measure(timeline, &indicator_grey_zone_share, SIDE_NONE);
	assert_int_equal(sketch_at(&series, "2024-01-01")->state, WEEK_EMPTY);
	assert_float_equal(sketch_at(&series, "2024-01-01")->n, 11, 0);
	for (const char *const *monday =
		     (const char *const[]){"2024-01-08", "2024-03-25", NULL};
	     *monday != NULL; monday++) {
		assert_int_equal(sketch_at(&series, *monday)->state, WEEK_OBSERVED);
		assert_float_equal(sketch_at(&series, *monday)->value, 3. / 12, 1e-12);
		assert_float_equal(sketch_at(&series, *monday)->n, 12, 0);
	}
	/* Thirteen weeks on, those of January are out of the window. */
	assert_int_equal(sketch_at(&series, "2024-04-01")->state, WEEK_EMPTY);
	assert_float_equal(sketch_at(&series, "2024-04-01")->n, 2, 0);
	assert_int_equal(sketch_at(&series, "2024-01-08")->event_count, 1);
	series_clear(&series);
}

static void test_without_a_grid_nothing_is_known(void **state)
{
	g_autoptr(timeline_auto) timeline = sketch_new("2024-01-01", 4);
	struct series series = sketch_measure(timeline, &indicator_grey_zone_share, SIDE_NONE);

	for (guint i = 0; i < series.n_weeks; i++)
		assert_int_equal(series.week[i].state, WEEK_EMPTY);
	series_clear(&series);
}

/* ---- the rules ---- */

static void add_row(GPtrArray *rows, const char *activity, const char *since, const char *cells,
		    const char *clause)
{
	struct raci_row *row = g_new0(struct raci_row, 1);

	row->activity = g_strdup(activity);
	row->since = since != NULL ? sketch_day(since) : RACI_ALWAYS;
	row->applies = cells != NULL;
	row->cells = g_strdup(cells);
	row->clause = g_strdup(clause);
	assert_true(raci_row_is_sound(row));
	g_ptr_array_add(rows, row);
}

/* Bits of the troubles of an activity. */
static guint troubles_of(const GPtrArray *rows, const char *activity, const char *day)
{
	g_autoptr(GPtrArray) findings = raci_check(rows, sketch_day(day));
	guint bits = 0;

	for (guint i = 0; i < findings->len; i++) {
		const struct raci_finding *finding = g_ptr_array_index(findings, i);
		if (finding->activity == activity_find(activity))
			bits |= 1u << finding->trouble;
	}
	return bits;
}

#define DAY "2024-06-01"

static void test_rules(void **state)
{
	static const struct {
		const char *activity, *cells, *clause;
		guint troubles;
	} cases[] = {
		{"printing", "provider\tDesk\tRA\n", NULL, 0},
		{"backup", "client\tDSI\tA\nprovider\tDesk\tR\n", "Annex 2", 0},
		{"storage", "client\tDSI\tA\nprovider\tDesk\tR\n", NULL,
		 1u << RACI_ACROSS_THE_BORDER},
		{"databases", "client\tDSI\tRA\nprovider\tDesk\tR\n", NULL, 0},
		{"telephony", "provider\tDesk\tR\n", NULL, 1u << RACI_NOBODY_ACCOUNTABLE},
		{"website", "client\tDSI\tA\n", NULL, 1u << RACI_NOBODY_RESPONSIBLE},
		{"restore", "client\tDSI\tA\nprovider\tDesk\tRA\n", NULL,
		 1u << RACI_SEVERAL_ACCOUNTABLE},
		{"data_protection", "provider\tDPO\tRA\n", NULL, 1u << RACI_CLIENT_MUST_ANSWER},
		{"mailboxes", NULL, NULL, 0},
		{"firewall", "client\tDSI\tC\n", NULL,
		 1u << RACI_NOBODY_ACCOUNTABLE | 1u << RACI_NOBODY_RESPONSIBLE},
	};
	g_autoptr(GPtrArray) rows =
		g_ptr_array_new_with_free_func((GDestroyNotify)raci_row_free);
	g_autoptr(GPtrArray) none = raci_check(rows, sketch_day(DAY));

	assert_int_equal(none->len, 0); /* no grid, nothing to say */
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
		add_row(rows, cases[i].activity, NULL, cases[i].cells, cases[i].clause);
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
		assert_int_equal(troubles_of(rows, cases[i].activity, DAY), cases[i].troubles);
	assert_int_equal(troubles_of(rows, "joiners", DAY), 1u << RACI_NO_ROW);
}

static void test_rows_hold_from_their_day(void **state)
{
	g_autoptr(GPtrArray) rows =
		g_ptr_array_new_with_free_func((GDestroyNotify)raci_row_free);

	add_row(rows, "backup", "2024-01-01", "provider\tDesk\tR\n", NULL);
	add_row(rows, "backup", "2024-03-01", "provider\tDesk\tRA\n", NULL);
	assert_int_equal(troubles_of(rows, "backup", "2023-12-31"), 1u << RACI_NO_ROW);
	assert_int_equal(troubles_of(rows, "backup", "2024-02-29"),
			 1u << RACI_NOBODY_ACCOUNTABLE);
	assert_int_equal(troubles_of(rows, "backup", "2024-03-01"), 0);
}

static void test_load_of_a_role(void **state)
{
	g_autoptr(GPtrArray) rows =
		g_ptr_array_new_with_free_func((GDestroyNotify)raci_row_free);
	g_autoptr(GPtrArray) findings = NULL;
	const struct raci_finding *last;

	for (guint i = 1; i <= RACI_OVERLOAD; i++)
		add_row(rows, activity_at(i)->id, NULL,
			"client\tDSI\tA\nprovider\tDesk\tR\nprovider\tLead\tC\n", "Annex 2");
	assert_int_equal(troubles_of(rows, "none", DAY), 0);
	add_row(rows, activity_at(RACI_OVERLOAD + 1)->id, NULL,
		"client\tDSI\tA\nprovider\tDesk\tR\n", "Annex 2");
	findings = raci_check(rows, sketch_day(DAY));
	last = g_ptr_array_index(findings, findings->len - 1);
	assert_int_equal(last->trouble, RACI_OVERLOADED);
	assert_int_equal(last->count, RACI_OVERLOAD + 1);
	assert_string_equal(last->role, "Desk");
	assert_int_equal(last->side, SIDE_PROVIDER);
}

static void test_letters(void **state)
{
	bool fits;
	char word[RACI_LETTERS + 1];

	assert_int_equal(raci_letters_of("A/r", &fits),
			 RACI_BIT(RACI_ACCOUNTABLE) | RACI_BIT(RACI_RESPONSIBLE));
	assert_true(fits);
	assert_int_equal(raci_letters_of(" - ", &fits), 0);
	assert_true(fits);
	assert_int_equal(raci_letters_of("RS", &fits), 0);
	assert_false(fits);
	raci_letters_put(0xf, word);
	assert_string_equal(word, "RACI");
}

static void test_odd_rows(void **state)
{
	static const char *const cells[] = {
		"client\tDSI\n",     "nobody\tDSI\tA\n", "client\tDSI\tA\nclient\tDSI\tR\n",
		"client\t\tA\n",     "client\tDSI\t\n",  "client\tDSI\tX\n",
		"client\tDSI\tA\n\n"};

	for (guint i = 0; i < G_N_ELEMENTS(cells); i++) {
		struct raci_row row = {(char *)"backup", RACI_ALWAYS, 1, NULL,
				       (char *)cells[i]};
		assert_false(raci_row_is_sound(&row));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_share_over_thirteen_weeks),
		cmocka_unit_test(test_without_a_grid_nothing_is_known),
		cmocka_unit_test(test_rules),
		cmocka_unit_test(test_rows_hold_from_their_day),
		cmocka_unit_test(test_load_of_a_role),
		cmocka_unit_test(test_letters),
		cmocka_unit_test(test_odd_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
