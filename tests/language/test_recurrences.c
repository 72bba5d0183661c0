/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Failures that come back: within 90 days of the end of the one before, whatever the numbers;
 * templates do not. What is forgotten on the way changes nothing. */
#include "language/recurrences.h"

#include <string.h>

#include "harness.h"

#define DAY G_GINT64_CONSTANT(86400000)

static guint64 add(struct recurrences *recurrences, guint64 event, const char *title,
		   gint64 day, gint64 ended)
{
	return recurrences_add(recurrences, event, title, day * DAY,
			       ended < 0 ? G_MAXINT64 : ended * DAY);
}

static void test_what_comes_back(void **state)
{
	struct recurrences *all = recurrences_new();

	assert_int_equal(add(all, 1, "Imprimante Zebra quai 3 hors service", 0, 2), 0);
	assert_int_equal(add(all, 2, "Imprimantes Zebra du quai 4 : hors service", 10, -1), 1);
	assert_int_equal(add(all, 3, "imprimante zebra quai hors-service", 12, 13),
			 1); /* 2 is open */
	assert_int_equal(add(all, 4, "Imprimante Zebra quai hors service", 60, 61), 3);
	assert_int_equal(add(all, 5, "Imprimante Zebra quai hors service", 152, 153), 0);
	assert_int_equal(add(all, 6, "Clavier cassé à l'accueil", 153, 154), 0);
	assert_int_equal(add(all, 7, "Panne", 154, 155), 0);
	assert_int_equal(add(all, 8, "Panne", 156, 157), 0); /* a word says nothing */
	recurrences_free(all);
}

/* Four hundred arrivals and as many of other words: "arrivee nouveau collaborateur" is no rare
 * word among them. */
static void test_a_template_does_not(void **state)
{
	struct recurrences *all = recurrences_new();
	guint found = 0;

	for (guint64 i = 1; i <= 400; i++) {
		g_autofree char *other = g_strdup_printf(
			"Sujet %c%c divers %c%c", 'a' + (char)(i % 20), 'b' + (char)(i % 19),
			'c' + (char)(i % 17), 'd' + (char)(i % 13));
		found += add(all, 2 * i, "Arrivée d'un nouveau collaborateur", (gint64)i / 10,
			     (gint64)i / 10) != 0 &&
			 i > 6;
		add(all, 2 * i + 1, other, (gint64)i / 10, (gint64)i / 10);
	}
	assert_int_equal(found, 0);
	recurrences_free(all);
}

/* Against every pair compared, and far more tickets than are kept. */
static void test_forgetting_changes_nothing(void **state)
{
	enum { TICKETS = 12000, PLACES = 400 };
	struct recurrences *all = recurrences_new();
	GRand *random = g_rand_new_with_seed(3);
	g_autofree gint64 *ended = g_new(gint64, TICKETS);
	g_autofree guint *place = g_new(guint, TICKETS);
	guint repeated = 0;

	for (guint i = 0; i < TICKETS; i++) {
		gint64 opened = i; /* one a day */
		guint64 expected = 0, told;
		g_autofree char *title = NULL;
		place[i] = (guint)g_rand_int_range(random, 0, PLACES);
		ended[i] = opened + g_rand_int_range(random, 0, 30);
		title = g_strdup_printf(
			"Ecran bureau %c%caaa noir %c%cbbb %u", 'a' + (char)(place[i] / 20),
			'a' + (char)(place[i] % 20), 'a' + (char)(place[i] / 20),
			'a' + (char)(place[i] % 20), i);
		told = add(all, i + 1, title, opened, ended[i]);
		for (guint k = i > 200 ? i - 200 : 0; k < i; k++)
			if (place[k] == place[i] && ended[k] <= opened &&
			    ended[k] >= opened - 90)
				expected = k + 1;
		assert_int_equal(told, expected);
		repeated += told != 0;
	}
	assert_in_range(repeated, TICKETS / 10, TICKETS);
	g_rand_free(random);
	recurrences_free(all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_comes_back),
		cmocka_unit_test(test_a_template_does_not),
		cmocka_unit_test(test_forgetting_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
