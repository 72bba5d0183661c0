/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The table is the same whatever the number of threads, and the detector keeps apart what it
 * must on a small draw: bounds wide enough for the size, that a broken detector breaks. */
#include "calibration/calibrate.h"

#include <string.h>

#include "harness.h"
#include "report/calibrate.h"

#define RELATIONSHIPS 40

static double figure_of(const struct calibration *table, enum calibrate_view view,
			const char *scenario, double loss, double rho, const char *name)
{
	for (guint i = 0; i < table->cells->len; i++) {
		const struct calibrate_cell *cell = table->cells->pdata[i];
		if (cell->view != view || strcmp(cell->scenario, scenario) != 0 ||
		    cell->loss != loss || cell->rho != rho || *cell->disturbance != '\0')
			continue;
		for (guint f = 0; f < cell->figures->len; f++) {
			const struct calibrate_figure *figure =
				&g_array_index(cell->figures, struct calibrate_figure, f);
			if (strcmp(figure->name, name) == 0)
				return figure->value;
		}
	}
	fail_msg("no figure %s of %s", name, scenario);
	return 0;
}

static void test_detector_tells_them_apart(void **state)
{
	struct calibration *table = calibrate(3, RELATIONSHIPS, 2, NULL, NULL);

	assert_true(figure_of(table, CALIBRATE_OFFLINE, "null", 0, .3, "p50") <= .1);
	assert_true(figure_of(table, CALIBRATE_OFFLINE, "shock", 2, .3, "p50") <= .15);
	assert_true(figure_of(table, CALIBRATE_OFFLINE, "drift", 2.5, .3, "p50") >= .9);
	assert_true(figure_of(table, CALIBRATE_OFFLINE, "drift", 2.5, .3, "onset_error") <= 12);
	assert_true(figure_of(table, CALIBRATE_OFFLINE, "step", 1.5, .3, "coverage") >= .7);
	assert_true(figure_of(table, CALIBRATE_ONLINE, "null", 0, .3, "alarmed") <= .1);
	assert_true(figure_of(table, CALIBRATE_ONLINE, "step", 1.5, .3, "delay") <= 40);
	calibration_free(table);
}

static void test_threads_leave_no_trace(void **state)
{
	g_autoptr(GString) one = g_string_new(NULL), three = g_string_new(NULL);
	struct calibration *alone = calibrate(5, CALIBRATE_LEAST, 1, NULL, NULL);
	struct calibration *together = calibrate(5, CALIBRATE_LEAST, 3, NULL, NULL);

	report_calibrate_json(alone, one);
	report_calibrate_json(together, three);
	assert_string_equal(one->str, three->str);
	calibration_free(alone);
	calibration_free(together);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_detector_tells_them_apart),
		cmocka_unit_test(test_threads_leave_no_trace),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
