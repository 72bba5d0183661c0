/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Folding and its way back: figures of what is folded to what, the decomposition of Unicode as
 * an oracle for the letters, every character of Unicode for the bounds, random texts for the
 * map, and the cue patterns, which are written for folded text. */
#include "own_text_check.h"

#include "text/folded.h"

struct pair {
	const char *text, *folded;
};

static char *fold(const char *text)
{
	struct folded folded = {0};

	folded_make(text, strlen(text), &folded);
	g_free(folded.origin);
	return folded.text;
}

static void folds_as_patterns_are_written(void **state)
{
	static const struct pair pairs[] = {
		{"", ""},
		{"Été à Noël, ÇA ÎLE", "ete a noel, ca ile"},
		{"cœur Œuvre ÆTHER et cætera straße", "coeur oeuvre aether et caetera strasse"},
		{"l’équipe n‘a ʼ pas", "l'equipe n'a ' pas"},
		{"« Ça » “ok” ‹si›", "\" ca \" \"ok\" 'si'"},
		{"avant–après—fin ‑ 3 − 2", "avant-apres-fin - 3 - 2"},
		{"où : oui ?", "ou : oui ?"},
		{"a \t\r\n  b\n\nc", "a b c"},
		{"attendre… n° 12 1º", "attendre... n. 12 1."},
		{"co­op​ération", "cooperation"},
		{"ﬁche oﬃce Ｏｋ：", "fiche office ok:"},
		{"Łódź Øre Đ þ", "lodz ore d \xc3\xbe"},
		{"Привет МИР", "привет мир"},
		{"Ελλάδα שלום 日本", "ελλάδα שלום 日本"},
		{"10 000 € § 4", "10 000 € § 4"},
		{"👍🏽 Ok ❤️", "👍🏽 ok ❤"},
		{"dÃ©jÃ\xa0 vu", "da©ja vu"}, /* Latin-1 read twice, cut: stays readable */
	};

	for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) {
		g_autofree char *got = fold(pairs[i].text);

		assert_string_equal(got, pairs[i].folded);
	}
}

/* The base letter by canonical decomposition, in lower case; 0 when it is not ASCII. */
static char base_letter(gunichar character)
{
	gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
	gsize count = g_unichar_fully_decompose(character, FALSE, parts, G_N_ELEMENTS(parts));

	for (gsize i = 1; i < count; i++)
		if (g_unichar_type(parts[i]) != G_UNICODE_NON_SPACING_MARK)
			return '\0';
	return parts[0] < 0x80 && g_ascii_isalpha((char)parts[0])
		       ? g_ascii_tolower((char)parts[0])
		       : '\0';
}

static void every_accented_letter_is_its_base(void **state)
{
	guint letters = 0;

	for (gunichar character = 0x80; character <= 0x1EFF; character++) {
		char text[8] = "", base = base_letter(character);
		g_autofree char *got = NULL;

		if (base == '\0')
			continue;
		text[g_unichar_to_utf8(character, text)] = '\0';
		got = fold(text);
		letters++;
		if (got[0] != base || got[1] != '\0')
			fail_msg("U+%04X is folded to %s", character, got);
	}
	assert_true(letters > 400);
}

static void composed_and_decomposed_are_alike(void **state)
{
	static const char *const texts[] = {
		"Où êtes-vous ? Là, à Noël, naïf, ambiguë, façon, Ÿ, Île, ÀÉÈÊËÏÔÛÙÜÇ",
		"Žluťoučký kůň, zażółć gęślą jaźń, Tiếng Việt, ñandú, São, Ångström",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *composed = g_utf8_normalize(texts[i], -1, G_NORMALIZE_NFC);
		g_autofree char *apart = g_utf8_normalize(texts[i], -1, G_NORMALIZE_NFD);
		g_autofree char *one = fold(composed), *other = fold(apart);

		assert_true(g_str_is_ascii(one));
		assert_string_equal(one, other);
	}
}

/* Order, borders, and that a folded character stands for the bytes it names. */
static void check_map(const char *text, gsize length, const struct folded *folded)
{
	assert_true(folded->length <= length);
	assert_int_equal(folded->text[folded->length], '\0');
	assert_int_equal(folded->origin[folded->length], length);
	assert_true(g_utf8_validate(folded->text, (gssize)folded->length, NULL));
	for (gsize i = 0; i < folded->length; i++) {
		gsize from, to;

		assert_true(folded->origin[i] <= folded->origin[i + 1]);
		folded_span(folded, i, i + 1, &from, &to);
		assert_true(from < to && to <= length);
		assert_true(g_utf8_validate(text + from, (gssize)(to - from), NULL));
		assert_int_equal(from, folded->origin[i]);
	}
}

/* What folding the named bytes again gives begins with the same character. */
static void check_spans(const char *text, const struct folded *folded)
{
	struct folded part = {0};

	for (gsize i = 0; i < folded->length; i++) {
		gsize from, to;

		if (i > 0 && folded->origin[i] == folded->origin[i - 1])
			continue;
		folded_span(folded, i, i + 1, &from, &to);
		folded_make(text + from, to - from, &part);
		assert_true(part.length > 0 && i + part.length <= folded->length);
		assert_memory_equal(part.text, folded->text + i, part.length);
	}
	folded_clear(&part);
}

static void check_again(const struct folded *folded)
{
	struct folded again = {0};

	folded_make(folded->text, folded->length, &again);
	assert_int_equal(again.length, folded->length);
	assert_memory_equal(again.text, folded->text, folded->length);
	folded_clear(&again);
}

static void every_character_is_mapped(void **state)
{
	struct folded folded = {0};

	for (gunichar character = 1; character < 0x110000; character++) {
		char text[16] = "x";
		gsize length;

		if (character >= 0xD800 && character < 0xE000)
			continue;
		length = 1 + (gsize)g_unichar_to_utf8(character, text + 1);
		text[length++] = 'y';
		folded_make(text, length, &folded);
		check_map(text, length, &folded);
		check_spans(text, &folded);
		check_again(&folded);
	}
	folded_clear(&folded);
}

static const char *const pieces[] = {
	"a",         "Z",
	" ",         "  ",
	"\n",        "\t",
	"é",         "e\xcc\x81",
	"œ",         "ß",
	"…",         "’",
	"«\xc2\xa0", "\xe2\x80\x8b",
	"\xc2\xad",  "\xcc\x81",
	"Д",         "日",
	"👍🏽",  "—",
	"ﬃ",         "1",
	".",         "\xe2\x80\xaf!",
};

static GString *random_text(GRand *random, guint most)
{
	GString *text = g_string_new(NULL);

	for (gint32 left = g_rand_int_range(random, 0, (gint32)most); left > 0; left--)
		g_string_append(text,
				pieces[g_rand_int_range(random, 0, G_N_ELEMENTS(pieces))]);
	return text;
}

static void random_texts_are_mapped(void **state)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(20250203);
	struct folded folded = {0};

	for (int round = 0; round < 3000; round++) {
		g_autoptr(GString) text = random_text(random, 60);

		folded_make(text->str, text->len, &folded);
		check_map(text->str, text->len, &folded);
		check_spans(text->str, &folded);
		check_again(&folded);
	}
	folded_clear(&folded);
}

/* The bytes that stand behind what is found in the folded text. */
static void check_found(const char *text, const char *found, const char *original)
{
	struct folded folded = {0};
	const char *at;
	gsize from, to;

	folded_make(text, strlen(text), &folded);
	at = strstr(folded.text, found);
	assert_non_null(at);
	from = (gsize)(at - folded.text);
	folded_span(&folded, from, from + strlen(found), &from, &to);
	assert_int_equal(to - from, strlen(original));
	assert_memory_equal(text + from, original, to - from);
	folded_clear(&folded);
}

static void spans_name_whole_characters(void **state)
{
	check_found("Vous n’avez pas prévenu", "n'avez pas prevenu", "n’avez pas prévenu");
	check_found("Le cœur du sujet", "coe", "cœ");
	check_found("Le cœur du sujet", "eur", "œur");
	check_found("attendre… encore", ".. e", "… e");
	check_found("reve\xcc\x81le\xcc\x81"
		    "e",
		    "revele", "reve\xcc\x81le\xcc\x81");
	check_found("deux  \n mots", "deux mots", "deux  \n mots");
	check_found("\xef\xbb\xbf ok", "ok", "ok");
}

static void nothing_stands_behind_an_empty_span(void **state)
{
	struct folded folded = {0};
	gsize from = 7, to = 8;

	folded_make("été", 5, &folded);
	folded_span(&folded, 1, 1, &from, &to);
	assert_int_equal(from, 2);
	assert_int_equal(to, 2);
	folded_span(&folded, 3, 3, &from, &to);
	assert_int_equal(from, 5);
	folded_clear(&folded);
}

/* Cue patterns are written for folded text: folding one changes nothing. */
static void cue_patterns_are_folded(void **state)
{
	gsize length;
	g_autofree char *table = shared_text("language/cues.tsv", &length);
	g_auto(GStrv) lines = NULL;
	guint patterns = 0;

	if (table == NULL) {
		print_message("# the shared data is not beside this tree\n");
		skip();
	}
	lines = g_strsplit(table, "\n", -1);
	for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++, patterns++) {
		g_auto(GStrv) cells = g_strsplit(lines[i], "\t", 4);
		g_autofree char *folded = fold(cells[2]);

		assert_string_equal(folded, cells[2]);
	}
	assert_int_equal(patterns, 738);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(folds_as_patterns_are_written),
		cmocka_unit_test(every_accented_letter_is_its_base),
		cmocka_unit_test(composed_and_decomposed_are_alike),
		cmocka_unit_test(every_character_is_mapped),
		cmocka_unit_test(random_texts_are_mapped),
		cmocka_unit_test(spans_name_whole_characters),
		cmocka_unit_test(nothing_stands_behind_an_empty_span),
		cmocka_unit_test(cue_patterns_are_folded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
