/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What users said of single texts: kept once a text, by an id that is the same in every store,
 * and applied by the store's model from then on. */
#include "store/corrections.h"

#include <string.h>

#include "base/error.h"
#include "language/passage.h"
#include "language/reading.h"
#include "tests/scratch_store.h"

struct fixture {
	struct scratch_store *scratch;
	struct store *store;
};

static int set_up(void **state)
{
	struct fixture *fixture = g_new0(struct fixture, 1);

	fixture->scratch = scratch_store_new();
	fixture->store = store_open(fixture->scratch->url, DB_READ_WRITE, NULL);
	*state = fixture;
	return fixture->store == NULL;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	store_close(fixture->store);
	scratch_store_free(fixture->scratch);
	g_free(fixture);
	return 0;
}

/* Returns what was kept before. */
static enum stance put(struct store *store, const char *text, const char *language,
		       enum stance label, char id[CORRECTION_ID + 1])
{
	g_autofree char *key = passage_key(text);
	struct correction correction = {
		.text = key,
		.language = (char *)language,
		.original = (char *)text,
		.label = label,
		.said = STANCE_NEUTRAL,
		.at_ms = 1000,
	};
	enum stance before = STANCE_NEUTRAL;

	assert_true(store_correction_put(store, &correction, &before, id, NULL));
	return before;
}

static double score(struct store *store, const char *text, enum stance stance)
{
	const struct language_model *model = store_language_model(store, NULL);
	double p[STANCE_COUNT];

	language_model_score(model, text, (struct text_span){0, strlen(text)}, "fr", p);
	return p[stance];
}

#define TEXT "La demande est close."

static void what_is_put_comes_back(void **state)
{
	struct fixture *fixture = *state;
	char id[CORRECTION_ID + 1];
	g_autoptr(GPtrArray) all = NULL;
	const struct correction *one;

	assert_int_equal(put(fixture->store, TEXT, "fr", STANCE_DEFENSIVE, id), STANCE_COUNT);
	all = store_corrections(fixture->store, NULL);
	assert_int_equal(all->len, 1);
	one = g_ptr_array_index(all, 0);
	assert_string_equal(one->id, id);
	assert_string_equal(one->text, "la demande est close.");
	assert_string_equal(one->original, TEXT);
	assert_string_equal(one->language, "fr");
	assert_int_equal(one->label, STANCE_DEFENSIVE);
	assert_int_equal(one->said, STANCE_NEUTRAL);
	assert_int_equal(one->at_ms, 1000);
}

static void a_text_is_kept_once(void **state)
{
	struct fixture *fixture = *state;
	char one[CORRECTION_ID + 1], two[CORRECTION_ID + 1], other[CORRECTION_ID + 1];
	g_autoptr(GPtrArray) all = NULL;

	put(fixture->store, TEXT, "fr", STANCE_DEFENSIVE, one);
	assert_int_equal(
		put(fixture->store, "LA DEMANDE est  close.", "fr", STANCE_SUPPORTIVE, two),
		STANCE_DEFENSIVE);
	assert_string_equal(one, two);
	assert_int_equal(put(fixture->store, TEXT, "en", STANCE_NEUTRAL, other), STANCE_COUNT);
	assert_string_not_equal(one, other);
	all = store_corrections(fixture->store, NULL);
	assert_int_equal(all->len, 2);
}

static void what_is_forgotten_is_gone(void **state)
{
	struct fixture *fixture = *state;
	static const char *const unknown[] = {"",
					      "c",
					      "c0000000000000000",
					      "x",
					      "c00000000000000zz",
					      "c-000000000000001",
					      "c+000000000000001"};
	char id[CORRECTION_ID + 1];
	g_autoptr(GPtrArray) all = NULL;
	bool known;

	put(fixture->store, TEXT, "fr", STANCE_DEFENSIVE, id);
	for (guint i = 0; i < G_N_ELEMENTS(unknown); i++) {
		assert_true(store_correction_forget(fixture->store, unknown[i], &known, NULL));
		assert_false(known);
	}
	assert_true(store_correction_forget(fixture->store, id, &known, NULL));
	assert_true(known);
	assert_true(store_correction_forget(fixture->store, id, &known, NULL));
	assert_false(known);
	all = store_corrections(fixture->store, NULL);
	assert_int_equal(all->len, 0);
}

static void the_model_follows(void **state)
{
	struct fixture *fixture = *state;
	const char *shipped = language_model_version(language_model_shipped());
	double before = score(fixture->store, TEXT, STANCE_SUPPORTIVE);
	char id[CORRECTION_ID + 1];
	bool known;

	assert_string_equal(language_model_version(store_language_model(fixture->store, NULL)),
			    shipped);
	put(fixture->store, TEXT, "fr", STANCE_SUPPORTIVE, id);
	assert_true(score(fixture->store, TEXT, STANCE_SUPPORTIVE) == 1);
	assert_true(score(fixture->store, "La demande est close", STANCE_SUPPORTIVE) > before);
	put(fixture->store, TEXT, "fr", STANCE_DEFENSIVE, id);
	assert_true(score(fixture->store, TEXT, STANCE_DEFENSIVE) == 1);
	assert_true(store_correction_forget(fixture->store, id, &known, NULL));
	assert_true(score(fixture->store, TEXT, STANCE_SUPPORTIVE) == before);
	assert_ptr_equal(store_language_model(fixture->store, NULL),
			 store_language_model(fixture->store, NULL));
}

static gint64 number_of_pass(struct store *store)
{
	struct stance_scorer scorer = stance_scorer_of(store_language_model(store, NULL));

	return reading_version(&scorer);
}

/* The pass that reads language is made anew when its number changes. */
static void the_pass_is_made_anew(void **state)
{
	struct fixture *fixture = *state;
	gint64 shipped = number_of_pass(fixture->store), one;
	char id[CORRECTION_ID + 1];
	bool known;

	put(fixture->store, TEXT, "fr", STANCE_SUPPORTIVE, id);
	one = number_of_pass(fixture->store);
	assert_true(one != shipped);
	put(fixture->store, TEXT, "fr", STANCE_SUPPORTIVE, id);
	assert_true(number_of_pass(fixture->store) == one);
	put(fixture->store, TEXT, "fr", STANCE_NEUTRAL, id);
	assert_true(number_of_pass(fixture->store) != one);
	assert_true(store_correction_forget(fixture->store, id, &known, NULL));
	assert_true(number_of_pass(fixture->store) == shipped);
}

/* Kept in another order, in a store that was closed between: the same ids and the same model.
 */
static void stores_agree_whatever_the_order(void **state)
{
	static const char *const texts[] = {"Cela vous revient.", "Nous relançons demain.",
					    "Voir annexe 2.", "C'est réglé."};
	struct fixture *fixture = *state;
	g_autofree char *first = NULL, *second = NULL;
	char ids[G_N_ELEMENTS(texts)][CORRECTION_ID + 1], id[CORRECTION_ID + 1];
	bool known;

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		put(fixture->store, texts[i], "fr", (enum stance)(i % STANCE_COUNT), ids[i]);
	first = g_strdup(language_model_version(store_language_model(fixture->store, NULL)));
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		assert_true(store_correction_forget(fixture->store, ids[i], &known, NULL));
	store_close(fixture->store);
	fixture->store = store_open(fixture->scratch->url, DB_READ_WRITE, NULL);
	for (guint i = G_N_ELEMENTS(texts); i-- > 0;) {
		put(fixture->store, texts[i], "fr", (enum stance)(i % STANCE_COUNT), id);
		assert_string_equal(id, ids[i]);
	}
	second = g_strdup(language_model_version(store_language_model(fixture->store, NULL)));
	assert_string_equal(first, second);
}

static void their_number_is_bounded(void **state)
{
	struct fixture *fixture = *state;
	g_autoptr(GError) error = NULL;
	struct correction correction = {
		.language = (char *)"fr", .original = (char *)"", .label = STANCE_NEUTRAL};
	char id[CORRECTION_ID + 1];
	enum stance before;

	assert_true(db_begin(fixture->store->db, NULL));
	for (guint i = 0; i <= CORRECTIONS_MOST; i++) {
		g_autofree char *text = g_strdup_printf("texte %u", i);

		correction.text = text;
		assert_true(store_correction_put(fixture->store, &correction, &before, id,
						 &error) == (i < CORRECTIONS_MOST));
	}
	assert_true(g_error_matches(error, ENTENTE_ERROR, ENTENTE_ERROR_STORE));
	correction.text = (char *)"texte 7";
	assert_true(store_correction_put(fixture->store, &correction, &before, id, NULL));
	assert_int_equal(before, STANCE_NEUTRAL);
	assert_true(db_commit(fixture->store->db, NULL));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_put_comes_back),    TEST(a_text_is_kept_once),
		TEST(what_is_forgotten_is_gone), TEST(the_model_follows),
		TEST(the_pass_is_made_anew),     TEST(stores_agree_whatever_the_order),
		TEST(their_number_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
