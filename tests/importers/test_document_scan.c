/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Recognised words in the place of pictures: lines, paragraphs and confidence from tables of
 * words written for the test; what is missing is told. */
#include "importers/document_scan.h"

#include "tests/harness.h"

#define HEAD                                                                                   \
	"level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\t"  \
	"conf\ttext\n"
#define WORD(block, paragraph, line, sure, word)                                               \
	"5\t1\t" block "\t" paragraph "\t" line "\t1\t10\t10\t50\t20\t" sure "\t" word "\n"
#define MARK "\x1e"

struct taken {
	char *text, *trouble;
	struct document_record record;
};

static struct taken take(const char *text)
{
	struct document_builder *builder = document_builder_new();
	struct taken taken = {0};

	taken.text = scan_take(text, builder, &taken.trouble);
	document_take(builder, "pdf", &taken.record);
	document_builder_free(builder);
	return taken;
}

static void taken_clear(struct taken *taken)
{
	g_free(taken->text);
	g_free(taken->trouble);
	document_record_clear(&taken->record);
}

static void test_words_become_lines(void **state)
{
	struct taken taken = take(
		"own first page\f" MARK SCAN_WORDS HEAD
		"1\t1\t0\t0\t0\t0\t0\t0\t100\t100\t-1\t\n" WORD("1", "1", "1", "90", "Le")
			WORD("1", "1", "1", "80", "contrat") WORD("1", "1", "2", "70", "prend")
				WORD("1", "2", "1", "60", "effet")
					WORD("2", "1", "1", "95.5", "fin") "\flast");

	assert_string_equal(taken.text,
			    "own first page\fLe contrat\nprend\n\neffet\n\nfin\flast");
	assert_null(taken.trouble);
	/* (2*90 + 7*80 + 5*70 + 5*60 + 3*95.5) / 22 */
	assert_string_equal(taken.record.scans, "2 76 5\n");
	taken_clear(&taken);
}

static void test_what_says_more_stays(void **state)
{
	struct taken taken = take("a stamp of the signature" MARK SCAN_WORDS HEAD WORD(
		"1", "1", "1", "40", "sp"));

	assert_string_equal(taken.text, "a stamp of the signature");
	assert_null(taken.record.scans);
	taken_clear(&taken);
}

static void test_the_first_of_a_month(void **state)
{
	struct taken taken =
		take(MARK SCAN_WORDS HEAD WORD("1", "1", "1", "90", "le") WORD(
			"1", "1", "1", "90", "ler") WORD("1", "1", "1", "90", "février,")
			     WORD("1", "1", "2", "90", "ler") WORD("1", "1", "2", "90", "mot"));

	assert_string_equal(taken.text, "le 1er février,\nler mot");
	taken_clear(&taken);
}

static void test_broken_tables(void **state)
{
	struct taken taken =
		take(MARK SCAN_WORDS HEAD WORD("1", "1", "1", "-1", "specks")
			     WORD("1", "1", "1", "nan", "odd")
				     WORD("1", "1", "1", "900",
					  "sure") "5\t1\t1\t1\n" WORD("1", "1", "1", "50", " ")
					     WORD("1", "1", "1", "100", "kept"));

	assert_string_equal(taken.text, "kept");
	assert_string_equal(taken.record.scans, "1 100 1\n");
	taken_clear(&taken);
}

static void test_missing_pages_are_told(void **state)
{
	struct taken taken = take(MARK SCAN_MISSING "\ftext\f" MARK SCAN_MISSING);

	assert_string_equal(taken.text, "\ftext\f");
	assert_string_equal(
		taken.trouble,
		"pages 1, 3 hold next to no text; if they are scans, install "
		"tesseract-ocr, tesseract-ocr-fra and poppler-utils and import again");
	taken_clear(&taken);
}

static void test_scans_read_back(void **state)
{
	const char *scans = "2 76 5\n14 100 1234\n";
	struct document_scan scan;

	assert_true(document_scan_next(&scans, &scan));
	assert_int_equal(scan.page, 2);
	assert_int_equal(scan.confidence, 76);
	assert_true(document_scan_next(&scans, &scan));
	assert_int_equal(scan.page, 14);
	assert_int_equal(scan.words, 1234);
	assert_false(document_scan_next(&scans, &scan));
	scans = NULL;
	assert_false(document_scan_next(&scans, &scan));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words_become_lines),
		cmocka_unit_test(test_what_says_more_stays),
		cmocka_unit_test(test_the_first_of_a_month),
		cmocka_unit_test(test_broken_tables),
		cmocka_unit_test(test_missing_pages_are_told),
		cmocka_unit_test(test_scans_read_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
