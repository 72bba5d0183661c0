/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Terms against the labels of lawyers: the hosting, maintenance and service contracts of CUAD
 * (Hendrycks et al. 2021). The rules were written with every other contract in sight; both
 * halves are counted apart and have floors of their own. */
#include <string.h>

#include "contract/terms.h"
#include "importers/document.h"
#include "importers/documents.h"
#include "importers/table.h"
#include "tests/harness.h"

enum half { SEEN, HELD_OUT, HALVES };

struct score {
	guint expert, found, claimed, right;
};

struct judge {
	char *root;
	struct score renewal[HALVES], notice[HALVES];
};

/* Days for comparison: a month of 30, a year of twelve months. */
static gint64 days_of(enum quantity_unit unit, gint64 thousandths)
{
	static const gint64 days[UNIT_COUNT] = {
		[UNIT_DAY] = 1,    [UNIT_BUSINESS_DAY] = 1, [UNIT_WEEK] = 7,
		[UNIT_MONTH] = 30, [UNIT_YEAR] = 360,
	};

	return days[unit] * thousandths / QUANTITY_ONE;
}

/* "successive 1 year"; 0 when the label is empty or has no duration. */
static gint64 days_of_label(const char *label)
{
	static const struct {
		const char *word;
		enum quantity_unit unit;
	} words[] = {{"day", UNIT_DAY},
		     {"week", UNIT_WEEK},
		     {"onth", UNIT_MONTH},
		     {"year", UNIT_YEAR}};
	const char *figures = strpbrk(label, "0123456789");

	for (gsize i = 0; figures != NULL && i < G_N_ELEMENTS(words); i++)
		if (strstr(figures, words[i].word))
			return days_of(words[i].unit,
				       g_ascii_strtoll(figures, NULL, 10) * QUANTITY_ONE);
	return 0;
}

static void count(struct score *score, gint64 expert, const GPtrArray *terms,
		  enum term_kind kind)
{
	gint64 best = 0;
	bool found = false;

	for (guint i = 0; i < terms->len; i++) {
		const struct contract_term *term = g_ptr_array_index(terms, i);
		gint64 days = days_of(term->measure.unit, term->measure.value);
		if (term->kind != kind || (kind == TERM_NOTICE && term->value == TERM_ANY_TIME))
			continue;
		best = best == 0 ? days : best;
		found = found || (expert > 0 && days == expert);
	}
	score->expert += expert > 0;
	score->found += found;
	score->claimed += best > 0;
	score->right += best > 0 && best == expert;
}

static GPtrArray *terms_of_file(const char *path)
{
	struct import_task task = {
		.path = (char *)path, .importer = &importer_text_document, .to = G_MAXUINT64};
	struct import_stream *stream = task.importer->open(&task, NULL);
	struct import_record record = {0};
	GPtrArray *terms;

	assert_true(task.importer->next(stream, &record, NULL));
	assert_int_equal(record.type, RECORD_DOCUMENT);
	terms = contract_terms(record.document.paragraphs, record.document.n_paragraphs,
			       record.document.language);
	import_record_clear(&record);
	task.importer->close(stream);
	return terms;
}

static guint column_of(const struct table_row *header, const char *begins)
{
	for (guint i = 0; i < header->n_cells; i++)
		if (g_str_has_prefix(header->cells[i], begins))
			return i;
	fail_msg("no column %s", begins);
	return 0;
}

struct labels {
	char *name;
	gint64 renewal, notice;
};

static gint by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(((const struct labels *)a)->name, ((const struct labels *)b)->name);
}

static GArray *read_labels(const char *path)
{
	GArray *all = g_array_new(FALSE, TRUE, sizeof(struct labels));
	struct table_dialect dialect;
	struct table_row row;
	g_autofree char *text = NULL;
	g_autoptr(table_auto) table = NULL;
	gsize length;
	guint file, renewal, notice;

	if (!g_file_get_contents(path, &text, &length, NULL))
		return all;
	assert_true(table_detect((guint8 *)text, length, true, &dialect));
	table = table_open_memory((guint8 *)text, length, true, &dialect);
	assert_int_equal(table_next(table, &row, NULL), TABLE_ROW);
	file = column_of(&row, "Filename");
	renewal = column_of(&row, "Renewal Term-Answer");
	notice = column_of(&row, "Notice Period to Terminate Renewal-");
	table_set_header(table, &row);
	while (table_next(table, &row, NULL) == TABLE_ROW) {
		struct labels one = {g_strdup(row.cells[file]),
				     days_of_label(row.cells[renewal]),
				     days_of_label(row.cells[notice])};
		g_array_append_val(all, one);
	}
	g_array_sort(all, by_name);
	return all;
}

static void judge_contract(struct judge *judge, const struct labels *labels, enum half half)
{
	g_autofree char *stem = g_strndup(labels->name, strlen(labels->name) - 4);
	g_autofree char *name = g_strconcat(stem, ".txt", NULL);
	g_autofree char *path = g_build_filename(judge->root, "txt", name, NULL);
	g_autoptr(GPtrArray) terms = terms_of_file(path);

	count(&judge->renewal[half], labels->renewal, terms, TERM_RENEWAL_DURATION);
	count(&judge->notice[half], labels->notice, terms, TERM_NOTICE);
}

static void print(const char *what, const struct score *score)
{
	print_message("# %s: of %u labelled %u found; of %u claimed %u right\n", what,
		      score->expert, score->found, score->claimed, score->right);
}

static void test_cuad(void **state)
{
	const char *shared = g_getenv("ENTENTE_SHARED");
	struct judge judge = {.root = g_build_filename(shared ? shared : "", "data",
						       "contracts", "cuad_it", NULL)};
	g_autofree char *path = g_build_filename(judge.root, "master_clauses.csv", NULL);
	g_autoptr(GArray) labels = read_labels(path);

	for (guint i = 0; i < labels->len; i++) {
		struct labels *one = &g_array_index(labels, struct labels, i);
		judge_contract(&judge, one, i % 2 == 0 ? SEEN : HELD_OUT);
		g_free(one->name);
	}
	g_free(judge.root);
	if (labels->len == 0)
		skip();
	print("renewal, contracts in sight", &judge.renewal[SEEN]);
	print("renewal, contracts held out", &judge.renewal[HELD_OUT]);
	print("notice, contracts in sight", &judge.notice[SEEN]);
	print("notice, contracts held out", &judge.notice[HELD_OUT]);
	assert_true(judge.renewal[SEEN].found >= 8 && judge.renewal[SEEN].right >= 8);
	assert_true(judge.renewal[HELD_OUT].found >= 4 && judge.renewal[HELD_OUT].right >= 4);
	assert_true(judge.renewal[HELD_OUT].claimed <= 8);
	assert_true(judge.notice[SEEN].found >= 5 && judge.notice[SEEN].claimed <= 11);
	assert_true(judge.notice[HELD_OUT].found >= 1 && judge.notice[HELD_OUT].claimed <= 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_cuad)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
