/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How well sentences that recommend something are told from others: precision and recall on
 * tests/language/recommendations.tsv, on the rows that the patterns were written with and on
 * those that were held back. */
#include "tests/language/marked_scorer.h"

#include "tests/harness.h"

struct count {
	guint right, wrong, missed, left; /* said and so; said and not; so and not said; rest */
};

static bool proposes(struct text_reader *reader, const char *language, const char *text)
{
	struct message_reading reading;

	text_reader_read(reader, text, strlen(text), language, &reading);
	return reading.proposals > 0;
}

static void add_row(struct text_reader *reader, char **row, struct count *count)
{
	bool said = proposes(reader, row[1], row[3]), is = *row[2] == '1';

	count->right += said && is;
	count->wrong += said && !is;
	count->missed += !said && is;
	count->left += !said && !is;
	if (said != is)
		print_message("# %s %s: %s\n", row[0], said ? "too much" : "missed", row[3]);
}

static struct count read_set(const char *set)
{
	struct stance_scorer scorer = marked_scorer("1");
	struct text_reader *reader = text_reader_new(&scorer);
	g_autofree char *path = g_build_filename(g_getenv("ENTENTE_SOURCE_ROOT"), "tests",
						 "language", "recommendations.tsv", NULL);
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;
	struct count count = {0};

	assert_true(g_file_get_contents(path, &text, NULL, NULL));
	lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i] != NULL; i++) {
		g_auto(GStrv) row = g_strsplit(lines[i], "\t", 4);

		if (g_strv_length(row) == 4 && g_str_equal(row[0], set))
			add_row(reader, row, &count);
	}
	text_reader_free(reader);
	return count;
}

static void assert_reads(const char *set, guint least)
{
	struct count count = read_set(set);
	double precision = (double)count.right / (count.right + count.wrong);
	double recall = (double)count.right / (count.right + count.missed);

	print_message("# %s: precision %.2f, recall %.2f (%u sentences that recommend, %u "
		      "others)\n",
		      set, precision, recall, count.right + count.missed,
		      count.wrong + count.left);
	assert_true(count.right + count.missed + count.wrong + count.left >= least);
	assert_true(precision >= .9);
	assert_true(recall >= .8);
}

static void test_known_sentences(void **state)
{
	assert_reads("dev", 60);
}

static void test_held_sentences(void **state)
{
	assert_reads("held", 60);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known_sentences),
		cmocka_unit_test(test_held_sentences),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
