/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The built-in parameters read; each fault of a file is an error that names group and key. */
#include "stories/parameters.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "base/calendar.h"
#include "stories/templates.h"

static char *built_in(const char *story)
{
	g_autofree char *path = g_strdup_printf("%s/data/stories/%s.ini",
						g_getenv("ENTENTE_SOURCE_ROOT"), story);
	char *text = NULL;

	assert_true(g_file_get_contents(path, &text, NULL, NULL));
	return text;
}

static char *replace(const char *text, const char *from, const char *to)
{
	g_auto(GStrv) parts = g_strsplit(text, from, 2);

	assert_non_null(parts[1]);
	return g_strjoinv(to, parts);
}

static void test_every_built_in_story_reads(void **state)
{
	g_auto(GStrv) names = templates_stories(NULL, NULL);

	assert_int_equal(g_strv_length(names), 8);
	for (guint i = 0; names[i] != NULL; i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(parameters_auto) parameters =
			templates_parameters(NULL, names[i], &error);

		if (parameters == NULL)
			fail_msg("%s", error->message);
		assert_true(parameters->end - parameters->start >= 2 * 365);
		assert_int_equal(parameters->alarm,
				 parameters->shape != CHANGE_NONE &&
					 parameters->side == CHANGE_OF_PROVIDER);
	}
}

static void test_faults_name_their_key(void **state)
{
	static const struct {
		const char *from, *to, *expected;
	} cases[] = {
		{"asks_a_week=9;7.5", "", "[rates] asks_a_week: is missing"},
		{"asks_a_week=9;7.5", "asks_a_week=many", "[rates] asks_a_week"},
		{"answered=0.95;0.82", "answered=1.5", "[shares] answered"},
		{"end=2026-06-28", "end=2023-03-02", "[story] end"},
		{"end=2026-06-28", "end=28/06/2026", "[story] end"},
		{"shape=slow", "shape=sudden", "[change] shape"},
		{"onset=2025-02-03", "onset=2031-01-01", "[change] onset"},
		{"alarm=true", "alarm=perhaps", "[change] alarm"},
		{"headcount@2024-09-02", "headcount", "[facts] headcount"},
		{"committee_weeks=6", "committee_weeks=0", "[rates] committee_weeks"},
		{"[change]", "[change]\nside=neither", "[change] side"},
		{"[shares]", "[shares]\nclient_harsh=0.1;1.2", "[shares] client_harsh"},
		{"people=office:0.42", "people=office:0.42:de", "[client] people"},
		{"people=office:0.42", "people=office:some", "[client] people"},
		{"technician-lead:0.5;", "technician-lead:0.5;;", "[provider] people"},
		{"[story]", "[story]\nvoice=", "[story] voice"},
		{"[story]", "story", "mine.ini"},
	};
	g_autofree char *good = built_in("pme-40");

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *bad = replace(good, cases[i].from, cases[i].to);
		g_autoptr(GError) error = NULL;

		assert_null(parameters_read("x", "mine.ini", bad, strlen(bad), &error));
		if (strstr(error->message, cases[i].expected) == NULL)
			fail_msg("\"%s\" does not say \"%s\"", error->message,
				 cases[i].expected);
	}
}

static void test_the_change_moves_the_rates(void **state)
{
	g_autoptr(parameters_auto) slow = templates_parameters(NULL, "pme-40", NULL);
	g_autoptr(parameters_auto) abrupt = templates_parameters(NULL, "pivot-leaves", NULL);
	struct drifting rate = {4, 1};
	gint32 middle = slow->onset + 7 * 30;

	assert_float_equal(parameters_at(slow, rate, slow->onset - 1), 4, 1e-9);
	assert_float_equal(parameters_at(slow, rate, middle), 2, 1e-9); /* geometric mean */
	assert_float_equal(parameters_at(slow, rate, slow->end), 1, 1e-9);
	assert_float_equal(parameters_at(abrupt, rate, abrupt->onset - 1), 4, 1e-9);
	assert_float_equal(parameters_at(abrupt, rate, abrupt->onset), 1, 1e-9);
}

static void test_what_moves_is_told(void **state)
{
	static const struct {
		const char *story, *moved;
	} cases[] = {
		{"defensive-turn", "shares.supportive shares.defensive"},
		{"angry-client-calm-provider", "shares.complaint shares.client_harsh"},
		{"healthy", ""},
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(parameters_auto) parameters =
			templates_parameters(NULL, cases[i].story, NULL);
		g_auto(GStrv) moved = parameters_moved(parameters);
		g_autofree char *joined = g_strjoinv(" ", moved);

		assert_string_equal(joined, cases[i].moved);
	}
}

static void test_mail_moves_to_the_channel(void **state)
{
	g_autoptr(parameters_auto) story = templates_parameters(NULL, "moves-to-teams", NULL);
	g_autoptr(parameters_auto) other = templates_parameters(NULL, "healthy", NULL);

	assert_float_equal(parameters_mail_share(story, story->channel_opened - 1), 1, 1e-9);
	assert_float_equal(parameters_mail_share(story, story->end), 0.35, 1e-9);
	assert_float_equal(parameters_mail_share(other, other->end), 1, 1e-9);
}

static void test_unknown_story_lists_the_known(void **state)
{
	g_autoptr(GError) error = NULL;

	assert_null(templates_parameters(NULL, "../pme-40", &error));
	assert_non_null(strstr(error->message, "quiet-august"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_built_in_story_reads),
		cmocka_unit_test(test_faults_name_their_key),
		cmocka_unit_test(test_the_change_moves_the_rates),
		cmocka_unit_test(test_what_moves_is_told),
		cmocka_unit_test(test_mail_moves_to_the_channel),
		cmocka_unit_test(test_unknown_story_lists_the_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
