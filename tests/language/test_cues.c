/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a scan gives: spans on the original text, masks, the longest of a category, order;
 * against a slow reading of the same rules that uses GLib's regular expressions. And the vote.
 */
#include <math.h>

#include "pattern_example.h"
#include "shared_sentences.h"

#include "language/cues-internal.h"

#define FRENCH  "fr"
#define ENGLISH "en"

static GArray *new_cues(void)
{
	return g_array_new(FALSE, FALSE, sizeof(struct cue));
}

static GArray *scan_bytes(const char *text, gsize length, const char *language)
{
	struct cue_scanner *scanner = cue_scanner_new();
	struct folded folded = {0};
	GArray *cues = new_cues();

	folded_make(text, length, &folded);
	cue_scan(scanner, &folded, language, cues);
	folded_clear(&folded);
	cue_scanner_free(scanner);
	return cues;
}

static GArray *scan(const char *text, const char *language)
{
	return scan_bytes(text, strlen(text), language);
}

static const struct cue *cue_at(const GArray *cues, guint index)
{
	return &g_array_index(cues, struct cue, index);
}

/* "category:words|category:words" in the order given by the scan. Caller owns. */
static char *as_words(const char *text, const GArray *cues)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < cues->len; i++) {
		const struct cue *cue = cue_at(cues, i);

		g_string_append_printf(out, "%s%s:%.*s", i > 0 ? "|" : "",
				       cue_categories[cue->category].name,
				       (int)(cue->to - cue->from), text + cue->from);
	}
	return g_string_free(out, FALSE);
}

static void check_words(const char *text, const char *language, const char *expected)
{
	g_autoptr(GArray) cues = scan(text, language);
	g_autofree char *got = as_words(text, cues);

	assert_string_equal(got, expected);
}

static void test_spans(void **state)
{
	check_words("Bonjour, le plan est prêt.", FRENCH, "");
	check_words("C’est NOTRE  erreur, pas un œil fermé.", FRENCH,
		    "ownership:C’est NOTRE  erreur");
	check_words("Ce n\u2019est pas à nous de le faire.", FRENCH,
		    "responsibility_gap:Ce n\u2019est pas à nous");
	check_words("We can look at it together 🙂.", ENGLISH,
		    "joint_options:We can look at it together");
	check_words("e\u0301te\u0301 : hors pe\u0301rime\u0300tre.", FRENCH,
		    "contract_shield:hors pe\u0301rime\u0300tre");
}

static void test_languages(void **state)
{
	static const char text[] = "Once again we wait : c'est notre erreur.";

	check_words(text, FRENCH, "ownership:c'est notre erreur");
	check_words(text, ENGLISH, "contempt_criticism:Once again we|prior_warning:Once again");
	check_words(text, "",
		    "contempt_criticism:Once again we|prior_warning:Once again|"
		    "ownership:c'est notre erreur");
	check_words(text, "de", "");
}

/* Look-alikes, legal text and signatures leave nothing to the other categories. */
static void test_masks(void **state)
{
	static const struct {
		const char *text, *language;
	} cases[] = {
		{"La faute de frappe vient de votre équipe.", FRENCH},
		{"L'erreur 504 est de votre responsable qualité.", FRENCH},
		{"Le message d'erreur provient de votre réseau.", FRENCH},
		{"The default is on your side.", ENGLISH},
		{"The error message comes from your network.", ENGLISH},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GArray) cues = scan(cases[i].text, cases[i].language);

		assert_true(cues->len > 0);
		for (guint c = 0; c < cues->len; c++)
			assert_int_equal(cue_at(cues, c)->category, CUE_CONTEXT);
	}
	check_words("L'erreur est de votre responsabilité.", FRENCH,
		    "blame_shift:est de votre responsabilité");
}

/* A slow scan. */

struct slow_span {
	guint category;
	gsize from, to;
	double weight;
};

static bool overlap(const struct slow_span *a, const struct slow_span *b)
{
	return a->category == b->category && a->from < b->to && b->from < a->to;
}

static void slow_find(const struct cue_pattern *pattern, const char *text, GArray *spans)
{
	g_autoptr(GRegex) regex = g_regex_new(pattern->expression, G_REGEX_RAW, 0, NULL);
	g_autoptr(GMatchInfo) info = NULL;

	assert_non_null(regex);
	g_regex_match_full(regex, text, -1, 0, G_REGEX_MATCH_NOTEMPTY, &info, NULL);
	for (; g_match_info_matches(info); g_match_info_next(info, NULL)) {
		struct slow_span span = {.category = pattern->category,
					 .weight = pattern->weight};
		gint from, to;

		g_match_info_fetch_pos(info, 0, &from, &to);
		span.from = (gsize)from;
		span.to = (gsize)to;
		g_array_append_val(spans, span);
	}
}

static GArray *slow_spans(const struct cue_table *table, const char *folded)
{
	GArray *spans = g_array_new(FALSE, FALSE, sizeof(struct slow_span));
	g_autofree char *text = g_strdup(folded);

	for (guint i = 0; i < table->count; i++)
		if (table->patterns[i].category == CUE_CONTEXT)
			slow_find(&table->patterns[i], text, spans);
	for (guint i = 0; i < spans->len; i++) {
		struct slow_span *mask = &g_array_index(spans, struct slow_span, i);

		memset(text + mask->from, 1, mask->to - mask->from);
	}
	for (guint i = 0; i < table->count; i++)
		if (table->patterns[i].category != CUE_CONTEXT)
			slow_find(&table->patterns[i], text, spans);
	return spans;
}

/* a is before b in the choice: longer, else earlier, else heavier. */
static bool preferred(const struct slow_span *a, const struct slow_span *b)
{
	if (a->to - a->from != b->to - b->from)
		return a->to - a->from > b->to - b->from;
	if (a->from != b->from)
		return a->from < b->from;
	return a->weight > b->weight;
}

/* Takes the preferred span again and again, and drops what it overlaps. */
static GArray *slow_choice(GArray *spans)
{
	GArray *kept = g_array_new(FALSE, FALSE, sizeof(struct slow_span));

	while (spans->len > 0) {
		struct slow_span best = g_array_index(spans, struct slow_span, 0);

		for (guint i = 1; i < spans->len; i++)
			if (preferred(&g_array_index(spans, struct slow_span, i), &best))
				best = g_array_index(spans, struct slow_span, i);
		g_array_append_val(kept, best);
		for (guint i = spans->len; i-- > 0;)
			if (overlap(&g_array_index(spans, struct slow_span, i), &best))
				g_array_remove_index_fast(spans, i);
	}
	return kept;
}

static bool contains(const GArray *cues, const struct folded *folded,
		     const struct slow_span *span)
{
	gsize from, to;

	folded_span(folded, span->from, span->to, &from, &to);
	for (guint i = 0; i < cues->len; i++) {
		const struct cue *cue = cue_at(cues, i);

		if (cue->category == span->category && cue->from == from && cue->to == to &&
		    cue->weight == span->weight)
			return true;
	}
	return false;
}

static void check_order(const GArray *cues, gsize length)
{
	for (guint i = 0; i < cues->len; i++) {
		const struct cue *cue = cue_at(cues, i);

		assert_true(cue->from < cue->to && cue->to <= length && cue->weight > 0);
		assert_true(i == 0 || cue_at(cues, i - 1)->from <= cue->from);
	}
}

static void check_against_slow(struct cue_scanner *scanner, const char *text,
			       const char *language)
{
	const struct cue_table *table = cue_lexicon_get(language)->table;
	g_autoptr(GArray) cues = new_cues(), spans = NULL, kept = NULL;
	struct folded folded = {0};

	folded_make(text, strlen(text), &folded);
	cue_scan(scanner, &folded, language, cues);
	check_order(cues, strlen(text));
	spans = slow_spans(table, folded.text);
	kept = slow_choice(spans);
	assert_int_equal(cues->len, kept->len);
	for (guint i = 0; i < kept->len; i++)
		assert_true(contains(cues, &folded, &g_array_index(kept, struct slow_span, i)));
	folded_clear(&folded);
}

#define SLOW_STEP 16 /* each so-manieth sentence: the slow scan compiles all patterns anew */

static void test_against_slow_on_sentences(void **state)
{
	g_autoptr(GPtrArray) rows = shared_sentences();
	struct cue_scanner *scanner;

	if (rows == NULL) {
		print_message("no ../shared/data/language\n");
		skip();
	}
	scanner = cue_scanner_new();
	for (guint i = 0; i < rows->len; i += SLOW_STEP) {
		char **row = g_ptr_array_index(rows, i);

		check_against_slow(scanner, row[5], row[1]);
	}
	cue_scanner_free(scanner);
}

/* Several patterns of one language run into each other. */
static char *crowded_text(const struct cue_table *table, GRand *random)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < 12; i++) {
		guint pattern = (guint)g_rand_int_range(random, 0, (gint)table->count);
		g_autofree char *example =
			pattern_example(table->patterns[pattern].expression, random);

		g_string_append_printf(text, "%s%s", example, i % 3 == 0 ? "  " : " É ");
	}
	return g_string_free(text, FALSE);
}

static void test_against_slow_on_crowds(void **state)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(11);
	struct cue_scanner *scanner = cue_scanner_new();

	for (guint i = 0; i < 40; i++) {
		const char *language = i % 2 ? FRENCH : ENGLISH;
		g_autofree char *text = crowded_text(cue_lexicon_get(language)->table, random);

		check_against_slow(scanner, text, language);
	}
	cue_scanner_free(scanner);
}

static void check_hostile(const char *text, gsize length)
{
	g_autoptr(GArray) cues = scan_bytes(text, length, "");

	check_order(cues, length);
}

static char *repeated(const char *piece, gsize bytes)
{
	GString *out = g_string_sized_new(bytes + strlen(piece));

	while (out->len < bytes)
		g_string_append(out, piece);
	return g_string_free(out, FALSE);
}

static void test_hostile(void **state)
{
	static const char *const pieces[] = {
		"a",           "vous",     "👩‍👩‍👧",
		"\u202eשלום ", "é",        "vous n'avez pas ",
		"you ",        "\xff\xfe", "force majeure ",
		"votre x ",
	};

	check_hostile("", 0);
	for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
		g_autofree char *text = repeated(pieces[i], 1 << 20);

		check_hostile(text, strlen(text));
	}
}

static void test_many_cues(void **state)
{
	g_autofree char *text = repeated("force majeure ", 140000);
	g_autoptr(GArray) cues = scan(text, FRENCH);

	assert_int_equal(cues->len, 10000);
	assert_int_equal(cue_at(cues, 9999)->from, 9999 * 14);
}

static gpointer scan_in_thread(gpointer text)
{
	g_autoptr(GArray) cues = NULL;
	GString *all = g_string_new(NULL);

	for (guint i = 0; i < 50; i++) {
		g_autofree char *words = NULL;

		g_clear_pointer(&cues, g_array_unref);
		cues = scan(text, "");
		words = as_words(text, cues);
		g_string_assign(all, words);
	}
	return g_string_free(all, FALSE);
}

static void test_threads(void **state)
{
	static char text[] =
		"Once again: c'est hors périmètre, vous n'avez pas répondu; let us "
		"meet, you were told, nous proposons un point ensemble.";
	g_autofree char *expected = scan_in_thread(text);
	GThread *threads[4];

	assert_true(strlen(expected) > 0);
	for (gsize i = 0; i < G_N_ELEMENTS(threads); i++)
		threads[i] = g_thread_new("scan", scan_in_thread, text);
	for (gsize i = 0; i < G_N_ELEMENTS(threads); i++) {
		g_autofree char *got = g_thread_join(threads[i]);

		assert_string_equal(got, expected);
	}
}

/* The vote. */

static void check_vote(const struct cue *cues, guint count, double defensive, double supportive)
{
	struct cue_vote vote = cue_vote(cues, count);

	assert_float_equal(vote.defensive, defensive, 1e-12);
	assert_float_equal(vote.supportive, supportive, 1e-12);
}

#define CUE(id, heaviness)                                                                     \
	{                                                                                      \
		.category = (id), .weight = (heaviness)                                        \
	}
#define CHECK_VOTE(defensive, supportive, ...)                                                 \
	do {                                                                                   \
		const struct cue given[] = {__VA_ARGS__};                                      \
		check_vote(given, G_N_ELEMENTS(given), defensive, supportive);                 \
	} while (0)

static void test_vote(void **state)
{
	check_vote(NULL, 0, 0, 0);
	CHECK_VOTE(2, 0, CUE(CUE_DENIAL, 2), CUE(CUE_DENIAL, 1.5), CUE(CUE_DENIAL, 2));
	CHECK_VOTE(3.5, 1.6, CUE(CUE_DENIAL, 2), CUE(CUE_AGENTLESS, 1.5),
		   CUE(CUE_GRATITUDE, 1.6));
	CHECK_VOTE(0, 0, CUE(CUE_HOLLOW_APOLOGY, 0.8), CUE(CUE_APOLOGY, 0.3));
	CHECK_VOTE(1.8, 0, CUE(CUE_HOLLOW_APOLOGY, 0.8), CUE(CUE_AGENTLESS, 1.0));
	/* ownership halves blame, denial and warnings, not the rest */
	CHECK_VOTE(3, 2.4, CUE(CUE_OWNERSHIP, 2.4), CUE(CUE_DENIAL, 2),
		   CUE(CUE_MINIMISATION, 2));
	CHECK_VOTE(2, 1.9, CUE(CUE_OWNERSHIP, 1.9), CUE(CUE_DENIAL, 2));
	/* an action or an option halves the contract, the third party, the impersonal */
	CHECK_VOTE(3, 2, CUE(CUE_JOINT_OPTIONS, 2), CUE(CUE_CONTRACT_SHIELD, 2),
		   CUE(CUE_STONEWALLING, 2));
	CHECK_VOTE(0, 1.6, CUE(CUE_ACTION_DATE, 1.6), CUE(CUE_THIRD_PARTY, 2));
	/* a heavy mask halves all, a light one nothing */
	CHECK_VOTE(1.5, 0, CUE(CUE_CONTEXT, 3), CUE(CUE_DENIAL, 1.5), CUE(CUE_AGENTLESS, 1.5));
	CHECK_VOTE(2, 0, CUE(CUE_CONTEXT, 2), CUE(CUE_DENIAL, 2));
}

/* Half a unit of log-odds, whatever the size of the vote. */
static void test_the_vote_is_small(void **state)
{
	double p[STANCE_COUNT] = {.2, .3, .5}, same[STANCE_COUNT] = {.2, .3, .5};
	double certain[STANCE_COUNT] = {0, 0, 1}, before = log(.3 / .2), sum;

	cue_vote_cast((struct cue_vote){9, 1.5}, p);
	sum = p[0] + p[1] + p[2];
	assert_float_equal(sum, 1, 1e-12);
	assert_float_equal(log(p[STANCE_DEFENSIVE] / p[STANCE_NEUTRAL]) - before, .5, 1e-12);
	assert_float_equal(p[STANCE_SUPPORTIVE] / p[STANCE_NEUTRAL], 2.5, 1e-12);
	cue_vote_cast((struct cue_vote){1.5, 2}, p);
	assert_float_equal(log(p[STANCE_SUPPORTIVE] / p[STANCE_NEUTRAL]) - log(2.5), .5, 1e-12);
	cue_vote_cast((struct cue_vote){2, 2}, same);
	assert_float_equal(same[STANCE_DEFENSIVE], .3, 0);
	cue_vote_cast((struct cue_vote){9, 0}, certain);
	assert_float_equal(certain[STANCE_SUPPORTIVE], 1, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_spans),
		cmocka_unit_test(test_languages),
		cmocka_unit_test(test_masks),
		cmocka_unit_test(test_against_slow_on_sentences),
		cmocka_unit_test(test_against_slow_on_crowds),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_many_cues),
		cmocka_unit_test(test_threads),
		cmocka_unit_test(test_vote),
		cmocka_unit_test(test_the_vote_is_small),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
