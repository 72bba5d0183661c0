/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How well sentences that recall an expectation, dispute whose it is to do, complain, confirm
 * or give notice are told from others: precision and recall on tests/language/marked.tsv, on
 * the rows that the patterns were written with and on those that were held back. */
#include "language/facts-internal.h"

#include "harness.h"

struct count {
	guint right, wrong, missed, left; /* said and so; said and not; so and not said; rest */
};

static void add_row(struct fact_reader *reader, enum fact fact, char **row, struct count *count)
{
	struct text_span all = {0, strlen(row[4])};
	bool said = fact_is_meant(fact_reader_read(reader, row[4], all, row[2]), fact);
	bool is = *row[3] == '1';

	count->right += said && is;
	count->wrong += said && !is;
	count->missed += !said && is;
	count->left += !said && !is;
	if (said != is)
		print_message("# %s %s: %s\n", row[0], said ? "too much" : "missed", row[4]);
}

static struct count read_set(const char *set, const char *category, enum fact fact)
{
	struct fact_reader *reader = fact_reader_new();
	g_autofree char *path = g_build_filename(g_getenv("ENTENTE_SOURCE_ROOT"), "tests",
						 "language", "marked.tsv", NULL);
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;
	struct count count = {0};

	assert_true(g_file_get_contents(path, &text, NULL, NULL));
	lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i] != NULL; i++) {
		g_auto(GStrv) row = g_strsplit(lines[i], "\t", 5);

		if (g_strv_length(row) == 5 && g_str_equal(row[0], set) &&
		    g_str_equal(row[1], category))
			add_row(reader, fact, row, &count);
	}
	fact_reader_free(reader);
	return count;
}

static void assert_reads(const char *set, const char *category, enum fact fact)
{
	struct count count = read_set(set, category, fact);
	double precision = (double)count.right / (count.right + count.wrong);
	double recall = (double)count.right / (count.right + count.missed);

	print_message("# %s of %s: precision %.2f, recall %.2f (%u of it, %u others)\n",
		      category, set, precision, recall, count.right + count.missed,
		      count.wrong + count.left);
	assert_true(count.right + count.missed >= 12);
	assert_true(precision >= .85);
	assert_true(recall >= .6);
}

static void test_known_sentences(void **state)
{
	assert_reads("dev", "expectation", FACT_EXPECTATION);
	assert_reads("dev", "dispute", FACT_DISPUTE);
	assert_reads("dev", "complaint", FACT_COMPLAINT);
	assert_reads("dev", "confirmation", FACT_CONFIRMATION);
	assert_reads("dev", "formality", FACT_FORMALITY);
}

static void test_held_sentences(void **state)
{
	assert_reads("held", "expectation", FACT_EXPECTATION);
	assert_reads("held", "dispute", FACT_DISPUTE);
	assert_reads("held", "complaint", FACT_COMPLAINT);
	assert_reads("held", "confirmation", FACT_CONFIRMATION);
	assert_reads("held", "formality", FACT_FORMALITY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known_sentences),
		cmocka_unit_test(test_held_sentences),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
