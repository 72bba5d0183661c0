/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Sentences and clauses: tables of texts with their parts, a '|' between; then what must hold
 * of any text (order, borders, nothing lost), that wrapping a paragraph as mail programs do
 * changes nothing, and time linear in hostile texts. */
#include "own_text_check.h"

#include "text/sentences.h"

static GArray *find(const char *text, gsize length)
{
	GArray *sentences = g_array_new(FALSE, FALSE, sizeof(struct text_span));

	sentences_find(text, length, sentences);
	return sentences;
}

static char *joined(const char *text, const GArray *spans)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < spans->len; i++) {
		struct text_span span = g_array_index(spans, struct text_span, i);

		if (i > 0)
			g_string_append_c(out, '|');
		g_string_append_len(out, text + span.from, (gssize)(span.to - span.from));
	}
	return g_string_free(out, FALSE);
}

static void check_sentences(const char *text, const char *expected)
{
	g_autoptr(GArray) sentences = find(text, strlen(text));
	g_autofree char *got = joined(text, sentences);

	assert_string_equal(got, expected);
}

struct parted {
	const char *text, *parts; /* NULL: the text is one part */
};

static void check_parted(const struct parted *cases, gsize count)
{
	for (gsize i = 0; i < count; i++)
		check_sentences(cases[i].text,
				cases[i].parts != NULL ? cases[i].parts : cases[i].text);
}

#define CHECK_PARTED(cases) check_parted(cases, G_N_ELEMENTS(cases))

static void prose(void **state)
{
	static const struct parted cases[] = {
		{"", ""},
		{"...", ""},
		{"Oui", NULL},
		{"C’est fait. Vous pouvez tester.", "C’est fait.|Vous pouvez tester."},
		{"Pourquoi ? Nous attendons !", "Pourquoi ?|Nous attendons !"},
		{"Vraiment ?! Non.", "Vraiment ?!|Non."},
		{"« Ça marche. » Merci.", "« Ça marche. »|Merci."},
		{"Il a dit « bloqué ! » puis rien.", NULL},
		{"C'est urgent (très !) et long.", NULL},
		{"(Déjà fait.) On clôt.", "(Déjà fait.)|On clôt."},
		{"Nous cherchons... sans trouver.", NULL},
		{"Nous cherchons… Rien.", "Nous cherchons…|Rien."},
		{"bonjour. le serveur est tombe. merci",
		 "bonjour.|le serveur est tombe.|merci"},
		{"Super 👍 ! On ferme.", "Super 👍 !|On ferme."},
		{"\"Not our fault.\" Really?", "\"Not our fault.\"|Really?"},
		{"مرحبا. كيف حالك؟ جيد", "مرحبا.|كيف حالك؟|جيد"},
		{"終わりました。 次です", "終わりました。|次です"},
	};

	CHECK_PARTED(cases);
}

static void full_stops_within(void **state)
{
	static const struct parted cases[] = {
		{"M. Dupont et Mme. Martin, cf. art. 12.3 p. 4, l'ont vu.", NULL},
		{"J. P. Martin a validé.", NULL},
		{"La version 10.0.3 coûte 1.500,50 EUR n° 12.", NULL},
		{"La version 10.0.3. Elle tient.", "La version 10.0.3.|Elle tient."},
		{"Relancé srv-01.client.fr et config.xml hier.", NULL},
		{"Voir https://a.fr/x?b=1.2&c=d!e. Merci.",
		 "Voir https://a.fr/x?b=1.2&c=d!e.|Merci."},
		{"Écrire à jean.dupont@acme.fr. Merci.",
		 "Écrire à jean.dupont@acme.fr.|Merci."},
		{"Durée env. 30 min. max par site.", NULL},
		{"Clos à 14h30. Reprise à 15 h. demain.",
		 "Clos à 14h30.|Reprise à 15 h. demain."},
		{"Les postes, écrans, etc. sont prêts.", NULL},
		{"Les postes, écrans, etc. Nous livrons.",
		 "Les postes, écrans, etc.|Nous livrons."},
		{"p.ex. le DNS, i.e. the box, e.g. Mr. Smith's.", NULL},
		{"We start at 3 p.m. on Monday.", NULL},
		{"We start at 3 p.m. You join.", "We start at 3 p.m.|You join."},
		{"Is it no. 12? No. It is not.", "Is it no. 12?|No.|It is not."},
		{"Bloqué depuis 2019. nous attendons.", "Bloqué depuis 2019.|nous attendons."},
		{"Le 3. mars, 2. étage.", NULL},
		{"ticket cloturé.Merci de valider", "ticket cloturé.|Merci de valider"},
		{"System.Web.dll et App.Config restent", NULL},
	};

	CHECK_PARTED(cases);
}

static void lists_and_notes(void **state)
{
	static const struct parted cases[] = {
		{"RAS cote serveur. Clos.", "RAS cote serveur.|Clos."},
		{"redemarrage effectue\ntests ok\nclos", "redemarrage effectue|tests ok|clos"},
		{"Points :\n- le DNS\n- la base ;\n* le reste",
		 "Points :|le DNS|la base ;|le reste"},
		{"1. Vérifier\n2) Relancer\n(3) Clore\na) Oui\n4/ Non",
		 "Vérifier|Relancer|Clore|Oui|Non"},
		{"• un\n◦ deux\n→ trois\n– quatre\n\xe2\x9c\x93 cinq\no   six",
		 "un|deux|trois|quatre|cinq|six"},
		{"-5 degrés\n-redémarrage\n+33 6 00\n/var plein\n#4512 clos",
		 "-5 degrés|redémarrage|+33 6 00|/var plein|#4512 clos"},
		{"Bonjour,\nLe serveur est arrêté", "Bonjour,|Le serveur est arrêté"},
		{"Serveur\tÉtat\tsrv-01\n\tok", "Serveur|État|srv-01|ok"},
		{"| poste | ok |\n|---|---|", "poste | ok |"},
		{"=====\n*****\n-- \n", ""},
		{"Titre\n\nparagraphe", "Titre|paragraphe"},
		{"12", NULL},
		{"2.", NULL},
	};

	CHECK_PARTED(cases);
}

static void wrapped_lines_go_on(void **state)
{
	static const struct parted cases[] = {
		{"Nous avons bien reçu votre demande de lundi et nous la traitons dès\n"
		 "demain matin.",
		 NULL},
		{"Nous avons bien reçu votre demande de lundi et nous en parlons avec\n"
		 "Monsieur Durand.",
		 NULL},
		{"Nous avons bien reçu votre demande de lundi, et nous regarderons,\n"
		 "sans tarder.",
		 NULL},
		{"Nous avons bien reçu votre demande.\nMerci",
		 "Nous avons bien reçu votre demande.|Merci"},
	};

	CHECK_PARTED(cases);
}

/* Wraps at the blanks as a mail program does, at most `width` bytes a line. */
static char *wrapped(const char *text, gsize width)
{
	char *out = g_strdup(text), *line = out, *blank = NULL;

	for (char *at = out; *at != '\0'; at++) {
		if (blank != NULL && (gsize)(at - line) > width) {
			*blank = '\n';
			line = blank + 1;
			blank = NULL;
		}
		if (*at == ' ')
			blank = at;
	}
	return out;
}

static char *unwrapped(char *text)
{
	return g_strdelimit(text, "\n", ' ');
}

static void wrapping_changes_nothing(void **state)
{
	static const char *const texts[] = {
		"Nous avons bien reçu votre demande du 3 février et nous la traitons. Le "
		"serveur de fichiers de Lyon a été redémarré hier soir par M. Martin, mais la "
		"sauvegarde de la nuit n'a pas tourné, parce que le disque était plein. Nous "
		"vous prions de nous en excuser ; une alerte est posée depuis ce matin.",
		"We have looked at the logs of the mail gateway since you wrote to us. The "
		"queue was blocked between 14:05 and 15:30, and no message was lost. Would you "
		"please confirm that Mr. Smith's mailbox works again? We keep the ticket open "
		"until Friday, as agreed with your team, and report to you on Monday.",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
		for (gsize width = 66; width <= 100; width++) {
			g_autofree char *lines = wrapped(texts[i], width);
			g_autoptr(GArray) whole = find(texts[i], strlen(texts[i]));
			g_autoptr(GArray) broken = find(lines, strlen(lines));
			g_autofree char *expected = joined(texts[i], whole);
			g_autofree char *got = unwrapped(joined(lines, broken));

			assert_string_equal(got, expected);
		}
}

static void check_clauses(const char *sentence, const char *language, const char *expected)
{
	g_autofree char *text = g_strdup_printf("À lire. %s", sentence);
	struct text_span span = {strlen("À lire. "), strlen(text)};
	g_autoptr(GArray) clauses = g_array_new(FALSE, FALSE, sizeof(struct text_span));
	g_autofree char *got = NULL;

	clauses_find(text, span, language, clauses);
	got = joined(text, clauses);
	assert_string_equal(got, expected);
}

static void clauses(void **state)
{
	check_clauses("Nous avons tout fait, vous non.", "fr",
		      "Nous avons tout fait|vous non.");
	check_clauses("C'est réglé mais vous n’aviez pas prévenu", "fr",
		      "C'est réglé|mais vous n’aviez pas prévenu");
	check_clauses("Parce que c'était prévu et nous l'avons dit", "fr",
		      "Parce que c'était prévu|et nous l'avons dit");
	check_clauses("Clos : 1,5 Go à 14:30 sur C:\\tmp", "fr",
		      "Clos|1,5 Go à 14:30 sur C:\\tmp");
	check_clauses("Le poste — le vôtre — est prêt–enfin 10–12 jours", "fr",
		      "Le poste|le vôtre|est prêt|enfin 10–12 jours");
	check_clauses("Mettre-le là - si possible - (vite) [merci]", "fr",
		      "Mettre-le là|si possible|vite|merci");
	check_clauses("Merci quand même, et le reste", "fr", "Merci quand même|et le reste");
	check_clauses("We told you so but you did not answer because it was late", "en",
		      "We told you so|but you did not answer|because it was late");
	check_clauses("It is fine or not, and we know, if needed", "en",
		      "It is fine or not|and we know|if needed");
	check_clauses("He said mais non", "en", "He said mais non");
	check_clauses("It works mais non, but it is slow", "",
		      "It works|mais non|but it is slow");
	check_clauses(", ; ...", "fr", "");
}

static bool is_border(const char *text, gsize at)
{
	return ((guchar)text[at] & 0xC0) != 0x80;
}

static void check_spans(const char *text, gsize from, gsize to, const GArray *spans)
{
	for (guint i = 0; i < spans->len; i++) {
		struct text_span span = g_array_index(spans, struct text_span, i);
		bool word = false;

		assert_true(span.from >= from && span.from < span.to && span.to <= to);
		assert_true(is_border(text, span.from) && is_border(text, span.to));
		assert_false(g_ascii_isspace(text[span.from]));
		assert_false(g_ascii_isspace(text[span.to - 1]));
		assert_true(span.to - span.from <= SENTENCE_LONGEST);
		for (const char *at = text + span.from; at < text + span.to && !word;
		     at = g_utf8_next_char(at))
			word = g_unichar_isalnum(g_utf8_get_char(at));
		assert_true(word);
		from = span.to;
	}
}

/* Letters of three and more in a row: no bullet, no number of a list. */
static void check_nothing_is_lost(const char *text, const GArray *sentences)
{
	gsize length = strlen(text), covered = 0;
	guint next = 0, run = 0;

	for (gsize at = 0; at <= length; at++) {
		run = at < length && g_ascii_isalpha(text[at]) ? run + 1 : 0;
		if (run < 3)
			continue;
		while (next < sentences->len && covered <= at)
			covered = g_array_index(sentences, struct text_span, next++).to;
		assert_true(at < covered);
		assert_true(at >= g_array_index(sentences, struct text_span, next - 1).from);
	}
}

static const char *const pieces[] = {
	"abc",      "Été",
	"mais",     "ok",
	"2",        "14h30",
	"1.",       "M.",
	"cf.",      ".",
	"...",      "…",
	"?",        "!",
	",",        ";",
	":",        "-",
	"—",        "(",
	")",        "«",
	"»",        "’",
	"\"",       "👍",
	"日本",     "۔",
	"\n",       "\n",
	"\t",       " ",
	" ",        " ",
	" ",        "\xc2\xa0",
	"•",        "o  ",
	"x@y.fr",   "http://a.b/c?d",
	"\xcc\x81", "\xe2\x80\x8f",
};

static void any_text(void **state)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(20250317);

	for (int round = 0; round < 4000; round++) {
		g_autoptr(GString) text = g_string_new(NULL);
		g_autoptr(GArray) sentences = NULL, clauses = NULL;

		for (gint32 left = g_rand_int_range(random, 0, 60); left > 0; left--)
			g_string_append(
				text,
				pieces[g_rand_int_range(random, 0, G_N_ELEMENTS(pieces))]);
		sentences = find(text->str, text->len);
		check_spans(text->str, 0, text->len, sentences);
		check_nothing_is_lost(text->str, sentences);
		clauses = g_array_new(FALSE, FALSE, sizeof(struct text_span));
		for (guint i = 0; i < sentences->len; i++) {
			struct text_span sentence =
				g_array_index(sentences, struct text_span, i);

			g_array_set_size(clauses, 0);
			clauses_find(text->str, sentence, "", clauses);
			check_spans(text->str, sentence.from, sentence.to, clauses);
		}
	}
}

/* Cells of the column `text` that end with a full stop. */
static GPtrArray *labelled_texts(void)
{
	GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);

	for (int file = 0; file < 4; file++) {
		g_autofree char *name = g_strdup_printf("language/sentences-%d.tsv", file);
		gsize length;
		g_autofree char *table = shared_text(name, &length);
		g_auto(GStrv) lines = g_strsplit(table != NULL ? table : "", "\n", -1);

		for (guint i = 0; i < g_strv_length(lines); i++) {
			g_auto(GStrv) cells = g_strsplit(lines[i], "\t", 6);

			if (g_strv_length(cells) == 6 && g_str_has_suffix(cells[5], "."))
				g_ptr_array_add(texts, g_strdup(cells[5]));
		}
	}
	return texts;
}

static bool begins_with_capital(const char *text)
{
	return g_unichar_isupper(g_utf8_get_char(text));
}

/* Two texts by people, one behind the other: the sentences of both. */
static void texts_put_together_keep_their_sentences(void **state)
{
	g_autoptr(GPtrArray) texts = labelled_texts();
	guint pairs = 0, kept = 0;

	if (texts->len == 0) {
		print_message("# the shared data is not beside this tree\n");
		skip();
	}
	for (guint i = 1; i < texts->len; i++) {
		const char *one = texts->pdata[i - 1], *other = texts->pdata[i];
		g_autofree char *both = g_strconcat(one, " ", other, NULL);
		g_autoptr(GArray) first = find(one, strlen(one));
		g_autoptr(GArray) second = find(other, strlen(other));
		g_autoptr(GArray) all = find(both, strlen(both));
		g_autofree char *a = joined(one, first), *b = joined(other, second);
		g_autofree char *expected = g_strconcat(a, "|", b, NULL);
		g_autofree char *got = joined(both, all);

		if (!begins_with_capital(other))
			continue;
		pairs++;
		kept += g_str_equal(got, expected);
		if (!g_str_equal(got, expected))
			print_message("# %s\n", both);
	}
	print_message("# %u of %u pairs keep their sentences\n", kept, pairs);
	assert_true(pairs > 1000);
	assert_true(kept * 1000 >= pairs * 995);
}

static GString *repeat(const char *unit, gsize bytes)
{
	GString *text = g_string_new(NULL);

	while (text->len < bytes)
		g_string_append(text, unit);
	return text;
}

static void long_sentences_are_cut(void **state)
{
	static const char *const units[] = {"a", "é", "mot ", "日", "aé "};

	for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
		g_autoptr(GString) text = repeat(units[i], 20000);
		g_autoptr(GArray) sentences = find(text->str, text->len);

		check_spans(text->str, 0, text->len, sentences);
		assert_in_range(sentences->len, 10, 20);
	}
}

/* A megabyte of each is read in a fraction of what anything quadratic would take; the count of
 * sentences is bounded by the bytes. */
static void hostile_texts(void **state)
{
	static const char *const units[] = {
		"a",   ".",   "a.",  "a. ",  "a.\"",         "!)",
		"\n",  " \n", "a\n", "\t",   "1. ",          "... ",
		"- ",  "«",   "»",   "’",    "\xe2\x80\x8f", "\xf0\x9f\x91\x8d",
		"M. ", "é",   "a?b", "a . ", "o  ",          "(1) "};

	for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
		g_autoptr(GString) text = repeat(units[i], 1 << 20);
		g_autoptr(GArray) sentences = find(text->str, text->len);

		check_spans(text->str, 0, text->len, sentences);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prose),
		cmocka_unit_test(full_stops_within),
		cmocka_unit_test(lists_and_notes),
		cmocka_unit_test(wrapped_lines_go_on),
		cmocka_unit_test(wrapping_changes_nothing),
		cmocka_unit_test(clauses),
		cmocka_unit_test(any_text),
		cmocka_unit_test(texts_put_together_keep_their_sentences),
		cmocka_unit_test(long_sentences_are_cut),
		cmocka_unit_test(hostile_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
