/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Sketches against the exact count over sets of known overlap: no bias, and the spread that
 * Broder (1997) gives. Shingles against a count by hand. */
#include "text/minhash.h"

#include <math.h>

#include "tests/harness.h"
#include "text/shingles.h"

#define ROUNDS 400u

/* Two sets of `all` numbers together, `common` of them in both. */
static double estimate(guint64 salt, guint all, guint common)
{
	g_autofree guint64 *numbers = g_new(guint64, all);
	struct minhash first, second;
	guint own = (all - common) / 2;

	for (guint i = 0; i < all; i++)
		numbers[i] = salt * 1000003 + i;
	minhash_make(numbers, own + common, &first);
	minhash_make(numbers + own, all - own, &second);
	return minhash_resemblance(&first, &second);
}

static void error_is_within_its_bound(void **state)
{
	static const guint common[] = {0, 10, 30, 50, 70, 90, 100};

	for (gsize c = 0; c < G_N_ELEMENTS(common); c++) {
		double exact = common[c] / 100., mean = 0, square = 0;
		double spread = sqrt(exact * (1 - exact) / MINHASH_SIZE);
		for (guint round = 0; round < ROUNDS; round++) {
			double error = estimate(round + 1, 100, common[c]) - exact;
			mean += error / ROUNDS;
			square += error * error / ROUNDS;
		}
		/* four standard errors of the mean of the rounds */
		assert_true(fabs(mean) <= 4 * spread / sqrt(ROUNDS) + 1e-12);
		assert_true(sqrt(square) <= 1.2 * spread + 1e-12);
	}
}

static void sets_without_an_element_resemble_nothing(void **state)
{
	static const guint64 one[] = {7};
	struct minhash empty, full;

	minhash_make(NULL, 0, &empty);
	minhash_make(one, 1, &full);
	assert_true(minhash_resemblance(&empty, &empty) == 0);
	assert_true(minhash_resemblance(&empty, &full) == 0);
	assert_true(minhash_resemblance(&full, &full) == 1);
}

static void shingles_mask_what_only_dates(void **state)
{
	guint words;
	g_autoptr(GArray) march =
		shingles_of("En mars nous avons traité 12 tickets sans retard", &words);
	g_autoptr(GArray) april =
		shingles_of("En avril nous avons traité 1 312 tickets sans retard", NULL);
	g_autoptr(GArray) other = shingles_of("En avril nous avons oublié les tickets", NULL);

	/* en # nous avons traite # tickets sans retard: nine signs, six runs of four */
	assert_int_equal(words, 7);
	assert_int_equal(march->len, 6);
	assert_true(shingles_resemblance(march, april) == 1);
	/* the first of four runs is common: 1 / (6 + 4 - 1) */
	assert_float_equal(shingles_resemblance(march, other), 1. / 9, 1e-12);
}

static void short_texts_are_one_run(void **state)
{
	g_autoptr(GArray) two = shingles_of("Aucun incident", NULL);
	g_autoptr(GArray) none = shingles_of(" -- ", NULL);
	g_autoptr(GArray) other = shingles_of("incident aucun", NULL);

	assert_int_equal(two->len, 1);
	assert_int_equal(none->len, 0);
	assert_true(shingles_resemblance(two, other) == 0);
	assert_true(shingles_resemblance(none, none) == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(error_is_within_its_bound),
		cmocka_unit_test(sets_without_an_element_resemble_nothing),
		cmocka_unit_test(shingles_mask_what_only_dates),
		cmocka_unit_test(short_texts_are_one_run),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
