/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Hostile input: time linear in the input. Each shape is read at one size and at eight times
 * that size; quadratic code would take 64 times as long, so a factor of 24 with a floor for
 * the clock's grain tells the two apart on a busy machine. */
#include "own_text_check.h"

#include "text/folded.h"
#include "text/repeated.h"
#include "text/sentences.h"

#define GROWTH      8u
#define SLOWER_MOST 24
#define GRAIN_US    20000 /* below this nothing is measured */

struct shape {
	const char *unit;
	guint times; /* of the larger size */
};

static const struct shape shapes[] = {
	{"a", 1000000},
	{"word ", 200000},
	{"> q\n", 100000},
	{"On \n", 100000},
	{"On 3 Feb 2025 at 14:02, a@b wrote:\n", 100000},
	{"X wrote:\n\n", 100000},
	{"From: a@b\n", 100000},
	{"-----Original Message-----\n> a\n", 50000},
	{"________\n", 100000},
	{"--\n", 100000},
	{"\n", 1000000},
	{"Regards,\n", 100000},
	{"Veuillez agréer\n", 100000},
	{"This email\n\n", 100000},
	{"<div>", 100000},
	{"<div class=gmail_quote>", 100000},
	{"<b></i>", 100000},
	{"<div style=display:none><span hidden></div>", 50000},
	{"<a \">\"", 200000},
	{"<a ", 300000},
	{"<!--", 200000},
	{"<style>", 100000},
	{"<blockquote><br>", 100000},
	{"&#x1", 200000},
	{"?????x", 200000},
	{"\"a", 300000},
	{"[perso", 200000},
	{"Re: ", 200000},
	{"\xff", 500000},
	{".", 1000000},
	{"a. ", 300000},
	{"!)", 500000},
	{"\xe2\x80\x99", 300000},
	{"a\n", 400000},
	{"1) ", 300000},
	{"d'", 400000},
};

static GString *repeat(const char *unit, guint times)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < times; i++)
		g_string_append(text, unit);
	return text;
}

static void read_sentences(const GString *text)
{
	g_autoptr(GArray) spans = g_array_new(FALSE, FALSE, sizeof(struct text_span));
	struct text_span sentence = {0, MIN(text->len, SENTENCE_LONGEST)};
	struct folded folded = {0};

	folded_make(text->str, text->len, &folded);
	folded_clear(&folded);
	sentences_find(text->str, text->len, spans);
	clauses_find(text->str, sentence, "", spans);
}

static void read_tail(const GString *text)
{
	struct repeated *repeated = repeated_new();

	repeated_learn(repeated, "", text->str, text->len);
	repeated_own_length(repeated, "", text->str, text->len);
	repeated_free(repeated);
}

/* Every reader of the room once; microseconds. */
static gint64 read_all(const GString *text)
{
	gint64 start = g_get_monotonic_time();
	gsize cut;

	g_free(own_text_clean_utf8(text->str, text->len));
	g_free(own_text_from_html(text->str, text->len));
	g_free(own_text_extract(text->str, text->len, &cut));
	g_free(own_text_base_subject(text->str));
	g_free(own_text_ticket_key(text->str));
	own_text_language(text->str);
	own_text_asks(text->str, "");
	own_text_novelty(text->str);
	own_text_marked_personal(text->str, text->str);
	read_sentences(text);
	read_tail(text);
	return g_get_monotonic_time() - start;
}

static void time_is_linear(void **state)
{
	for (gsize i = 0; i < G_N_ELEMENTS(shapes); i++) {
		g_autoptr(GString) small = NULL, large = NULL;
		gint64 little, much;

		small = repeat(shapes[i].unit, shapes[i].times / GROWTH);
		large = repeat(shapes[i].unit, shapes[i].times);
		little = read_all(small);
		much = read_all(large);
		if (much > GRAIN_US && much > SLOWER_MOST * MAX(little, GRAIN_US / GROWTH))
			fail_msg("%s: %" G_GINT64_FORMAT " us, then %" G_GINT64_FORMAT,
				 shapes[i].unit, little, much);
	}
}

static void own_text_is_bounded(void **state)
{
	g_autoptr(GString) line = repeat("é", 400000);
	g_autoptr(GString) lines = repeat("words\n", 200000);
	gsize cut;
	g_autofree char *one = own_text_extract(line->str, line->len, &cut);
	g_autofree char *many = own_text_extract(lines->str, lines->len, &cut);

	assert_true(strlen(one) <= 256u << 10);
	assert_true(g_utf8_validate(one, -1, NULL));
	assert_true(strlen(many) <= 256u << 10);
	assert_int_equal(cut, lines->len - strlen(many));
}

static void bytes_behind_a_nul_are_not_read(void **state)
{
	gsize cut;
	g_autofree char *own = own_text_extract("Oui.\0> non", 10, &cut);

	assert_string_equal(own, "Oui.");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(time_is_linear),
		cmocka_unit_test(own_text_is_bounded),
		cmocka_unit_test(bytes_behind_a_nul_are_not_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
