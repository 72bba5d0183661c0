/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Rows of a sentence: within their tables whatever the text, the same whatever was read before,
 * and the ones that a reader of the header expects. */
#include <string.h>

#include "language/features-internal.h"
#include "language/model-internal.h"
#include "tests/harness.h"

static const struct feature_space *shipped_space(void)
{
	return model_space(language_model_shipped());
}

static const struct features *read_text(struct feature_reader *reader, const char *text,
					const char *language)
{
	return features_read(shipped_space(), reader, text, (struct text_span){0, strlen(text)},
			     language);
}

static void assert_sound(const struct feature_space *space, const struct features *features)
{
	assert_int_equal(features->start[0], 0);
	for (enum feature_block block = 0; block < BLOCK_COUNT; block++) {
		assert_true(features->start[block] <= features->start[block + 1]);
		for (guint i = features->start[block]; i < features->start[block + 1]; i++)
			assert_true(features->rows[i] < feature_space_rows(space, block));
	}
	assert_true(features->start[BLOCK_COUNT] <= ROWS_MOST);
}

static bool has_row(const struct features *features, enum feature_block block, guint row)
{
	for (guint i = features->start[block]; i < features->start[block + 1]; i++)
		if (features->rows[i] == row)
			return true;
	return false;
}

static guint class_named(const char *name)
{
	return class_table_find(feature_space_classes(shipped_space()), name);
}

/* ---- bounds ---- */

static char *made_text(GRand *random)
{
	static const char *const pieces[] = {
		"nous ",       "vous ",
		"n'avez pas ", "you ",
		"did not ",    "notre faute ",
		"mais ",       "but ",
		"the ",        "contrat ",
		"é\u00e8",     "\u202f",
		"\n",          "?! ",
		"12:30 ",      "- ",
		"«",           "🙂",
		"שלום ",       "ß",
		"\t",          "https://a.fr/x?y=1 ",
		"€",           ", ",
		". ",          "(",
		"x",
	};
	GString *text = g_string_new(NULL);

	for (gint32 i = g_rand_int_range(random, 0, 400); i > 0; i--)
		g_string_append(text,
				pieces[g_rand_int_range(random, 0, G_N_ELEMENTS(pieces))]);
	return g_string_free(text, FALSE);
}

static void rows_are_within_their_tables(void **state)
{
	static const char *const languages[] = {"fr", "en", ""};
	g_autoptr(GRand) random = g_rand_new_with_seed(4);
	struct feature_reader *reader = feature_reader_new();

	for (guint i = 0; i < 500; i++) {
		g_autofree char *text = made_text(random);

		assert_sound(shipped_space(), read_text(reader, text, languages[i % 3]));
	}
	feature_reader_free(reader);
}

static void the_longest_sentences_fit(void **state)
{
	static const char *const pieces[] = {
		"a", "a ", "é", "vous nous pas ", "? ", "\xF0\x9F\x99\x82"};
	struct feature_reader *reader = feature_reader_new();

	for (guint i = 0; i < G_N_ELEMENTS(pieces); i++) {
		g_autoptr(GString) text = g_string_new(NULL);
		const struct features *features;

		while (text->len < 3 * SENTENCE_LONGEST)
			g_string_append(text, pieces[i]);
		features = read_text(reader, text->str, "");
		assert_sound(shipped_space(), features);
		assert_true(features->start[BLOCK_COUNT] < ROWS_MOST);
	}
	feature_reader_free(reader);
}

/* A table that makes more rows than there is room for: as many classes as may be, each in each
 * of many clauses. What did not fit must not weigh on the sentence read next. */
static void what_does_not_fit_is_left_out(void **state)
{
	static const char *const roles[] = {
		"self",        "other",  "third",     "negation", "concession", "opener",
		"fault",       "blame",  "liable",    "cause",    "duty",       "warned",
		"chosen",      "fix",    "commit",    "contract", "exclude",    "not_told",
		"must_other",  "refuse", "procedure", "record",   "effort",     "ball",
		"see_problem", "passive"};
	g_autoptr(GString) classes = g_string_new(NULL), text = g_string_new(NULL);
	struct feature_reader *old = feature_reader_new(), *fresh = feature_reader_new();
	struct feature_space *space;
	const struct features *one, *two;
	const char *next = "w0 w1, w2 w3";

	for (guint i = 0; i < CLASSES_MOST; i++) {
		g_autofree char *other = g_strdup_printf("class%u", i);

		g_string_append_printf(classes, "%s\tany\t%c%c\n",
				       i < G_N_ELEMENTS(roles) ? roles[i] : other, 'a' + i / 26,
				       'a' + i % 26);
	}
	space = feature_space_new(classes->str, classes->len, NULL);
	assert_non_null(space);
	for (guint i = 0; text->len < SENTENCE_LONGEST; i++)
		g_string_append_printf(text, "%c%c ", 'a' + i * 7 % CLASSES_MOST / 26,
				       'a' + i * 7 % CLASSES_MOST % 26);
	one = features_read(space, old, text->str, (struct text_span){0, text->len}, "fr");
	assert_sound(space, one);
	one = features_read(space, old, next, (struct text_span){0, strlen(next)}, "fr");
	two = features_read(space, fresh, next, (struct text_span){0, strlen(next)}, "fr");
	assert_memory_equal(one->start, two->start, sizeof one->start);
	assert_memory_equal(one->rows, two->rows,
			    one->start[BLOCK_COUNT] * sizeof one->rows[0]);
	feature_reader_free(old);
	feature_reader_free(fresh);
	feature_space_free(space);
}

static void nothing_is_held_over(void **state)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(11);
	struct feature_reader *old = feature_reader_new();

	for (guint i = 0; i < 200; i++) {
		g_autofree char *text = made_text(random);
		struct feature_reader *fresh = feature_reader_new();
		const struct features *one = read_text(old, text, i % 2 ? "fr" : "en");
		const struct features *two = read_text(fresh, text, i % 2 ? "fr" : "en");

		assert_memory_equal(one->start, two->start, sizeof one->start);
		assert_memory_equal(one->rows, two->rows,
				    one->start[BLOCK_COUNT] * sizeof one->rows[0]);
		assert_memory_equal(one->vector, two->vector, sizeof one->vector);
		feature_reader_free(fresh);
	}
	feature_reader_free(old);
}

/* ---- what is seen ---- */

static void classes_and_pairs_are_seen(void **state)
{
	struct feature_reader *reader = feature_reader_new();
	const struct features *features = read_text(reader, "Vous n'avez pas répondu.", "fr");
	guint count = class_table_count(feature_space_classes(shipped_space()));
	guint other = class_named("other"), negation = class_named("negation");

	assert_true(has_row(features, BLOCK_CLASS, other));
	assert_true(has_row(features, BLOCK_CLASS, negation));
	assert_true(has_row(features, BLOCK_PAIR, other * count + negation));
	assert_false(has_row(features, BLOCK_PAIR, negation * count + other));
	feature_reader_free(reader);
}

static void a_comma_parts_pairs(void **state)
{
	struct feature_reader *reader = feature_reader_new();
	const struct features *features = read_text(reader, "Vous, nous.", "fr");
	guint count = class_table_count(feature_space_classes(shipped_space()));
	guint other = class_named("other"), self = class_named("self");

	assert_true(has_row(features, BLOCK_CLASS, self));
	assert_false(has_row(features, BLOCK_PAIR, other * count + self));
	features = read_text(reader, "Vous nous.", "fr");
	assert_true(has_row(features, BLOCK_PAIR, other * count + self));
	feature_reader_free(reader);
}

/* The same words laid on the one side and on the other are not the same rows. */
static void direction_is_seen(void **state)
{
	struct feature_reader *reader = feature_reader_new();
	struct features own = *read_text(reader, "c'est notre faute", "fr");
	const struct features *theirs = read_text(reader, "c'est votre faute", "fr");
	guint from = own.start[BLOCK_DIRECTION], to = own.start[BLOCK_DIRECTION + 1];
	guint common = 0;

	assert_true(to > from);
	for (guint i = from; i < to; i++)
		common += has_row(theirs, BLOCK_DIRECTION, own.rows[i]);
	assert_true(common < to - from);
	feature_reader_free(reader);
}

static void digits_do_not_show(void **state)
{
	struct feature_reader *reader = feature_reader_new();
	struct features one = *read_text(reader, "rendez-vous le 12 mai", "fr");
	const struct features *two = read_text(reader, "rendez-vous le 30 mai", "fr");

	assert_memory_equal(one.rows, two->rows, one.start[BLOCK_COUNT] * sizeof one.rows[0]);
	feature_reader_free(reader);
}

static void nothing_has_few_rows(void **state)
{
	struct feature_reader *reader = feature_reader_new();
	const struct features *features = read_text(reader, "", "fr");

	assert_sound(shipped_space(), features);
	assert_int_equal(features->start[BLOCK_CLASS + 1], 0);
	assert_int_equal(features->start[BLOCK_STEM + 1], features->start[BLOCK_STEM]);
	for (guint d = 0; d < VECTOR_WIDTH; d++)
		assert_int_equal(features->vector[d], 0);
	feature_reader_free(reader);
}

/* The sum of the vectors of the words, each looked up from the beginning. */
static void vectors_are_found_by_their_word(void **state)
{
	guint8 *records = g_new0(guint8, 3000 * VECTOR_RECORD);
	struct vectors *vectors;

	for (guint i = 0; i < 3000; i++) {
		guint8 *record = records + (gsize)i * VECTOR_RECORD;
		guint32 hash = i * 2654435761u;

		for (guint b = 0; b < 4; b++)
			record[b] = (guint8)(hash >> 8 * b);
		record[4] = (guint8)i;
	}
	vectors = vectors_new(records, 3000);
	for (guint i = 0; i < 3000; i++) {
		const gint8 *vector = vectors_find(vectors, i * 2654435761u);

		assert_non_null(vector);
		assert_int_equal((guint8)vector[0], (guint8)i);
		/* Of the same slot and high bits. */
		assert_null(vectors_find(vectors, (i * 2654435761u) ^ 1u << 14));
	}
	for (guint i = 3000; i < 6000; i++)
		assert_null(vectors_find(vectors, i * 2654435761u));
	vectors_free(vectors);
	g_free(records);
	vectors = vectors_new(NULL, 0);
	assert_null(vectors_find(vectors, 0));
	vectors_free(vectors);
}

static void a_table_without_its_parties_is_refused(void **state)
{
	static const char classes[] = "self\tfr\tnous\nother\tfr\tvous\n";
	g_autoptr(GError) error = NULL;

	assert_null(feature_space_new(classes, strlen(classes), &error));
	assert_non_null(strstr(error->message, "third"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_within_their_tables),
		cmocka_unit_test(the_longest_sentences_fit),
		cmocka_unit_test(what_does_not_fit_is_left_out),
		cmocka_unit_test(nothing_is_held_over),
		cmocka_unit_test(classes_and_pairs_are_seen),
		cmocka_unit_test(a_comma_parts_pairs),
		cmocka_unit_test(direction_is_seen),
		cmocka_unit_test(digits_do_not_show),
		cmocka_unit_test(nothing_has_few_rows),
		cmocka_unit_test(vectors_are_found_by_their_word),
		cmocka_unit_test(a_table_without_its_parties_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
