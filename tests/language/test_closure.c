/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The five ticks of a closing, each with the sentence that gives it: alone, together, withheld
 * by a negation, and shown from the newest text. */
#include "harness.h"

#include <string.h>

#include "language/closure.h"

#define CAUSE  (1u << CLOSURE_CAUSE)
#define ACTION (1u << CLOSURE_ACTION)
#define DATE   (1u << CLOSURE_DATE)
#define OWNER  (1u << CLOSURE_OWNER)
#define CHECK  (1u << CLOSURE_CHECK)
#define ALL    (CAUSE | ACTION | DATE | OWNER | CHECK)

static struct closure read_one(const char *text, const char *language)
{
	struct closure_text one = {text, strlen(text), language};

	return closure_read(&one, 1);
}

static guint ticks_of(const struct closure *closure)
{
	guint ticks = 0, score = 0;

	for (guint i = 0; i < CLOSURE_TICKS; i++)
		if (closure->ticks[i].sentence.to > 0) {
			ticks |= 1u << i;
			score++;
		}
	assert_int_equal(closure->score, score);
	return ticks;
}

struct closing {
	const char *text;
	guint ticks;
};

static void check_closings(const struct closing *closings, gsize count, const char *language)
{
	for (gsize i = 0; i < count; i++) {
		struct closure closure = read_one(closings[i].text, language);
		guint ticks = ticks_of(&closure);

		if (ticks != closings[i].ticks)
			print_error("%s\n%x, not %x\n", closings[i].text, ticks,
				    closings[i].ticks);
		assert_int_equal(ticks, closings[i].ticks);
	}
}

static const char complete_french[] =
	"Le disque était plein car les journaux ne tournaient plus. Notre équipe système "
	"a purgé les fichiers lundi à 9 h 30. Pour éviter que cela ne se reproduise, une "
	"sonde est posée.";

static void test_french(void **state)
{
	static const struct closing closings[] = {
		{"", 0},
		{"Bonjour, bien reçu, cordialement.", 0},
		{"Le ticket est clos.", 0},
		{"La panne provient d’une alimentation défectueuse.", CAUSE},
		{"Le certificat avait expiré.", CAUSE},
		{"La coupure était liée à un câble débranché.", CAUSE},
		{"La cause n’a pas été identifiée.", 0},
		{"Le disque n’a pas été remplacé.", 0},
		{"Nous n’avons jamais redémarré ce serveur.", 0},
		{"Le disque a été remplacé.", ACTION},
		{"Nous avons restauré le dossier.", ACTION},
		{"Nous allons augmenter le quota.", ACTION},
		{"Correctif déployé en production ce matin.", ACTION | DATE},
		{"Le technicien réseau passera mardi.", DATE | OWNER},
		{"J’ai remplacé le câble hier à 14 h.", ACTION | DATE | OWNER},
		{"Pouvez-vous nous confirmer que l’impression fonctionne ?", CHECK},
		{"Une alerte a été ajoutée sur cet espace disque.", ACTION | CHECK},
		{"Désormais la date de renouvellement sera surveillée.", ACTION | CHECK},
		{complete_french, ALL},
	};

	check_closings(closings, G_N_ELEMENTS(closings), "fr");
}

static const char complete_english[] =
	"The disk was full because logs were no longer rotated. Our systems team has "
	"purged the files on Monday. To prevent this, a probe is in place.";

static void test_english(void **state)
{
	static const struct closing closings[] = {
		{"Hello, well received, kind regards.", 0},
		{"The ticket is now closed.", 0},
		{"The outage came from a faulty switch.", CAUSE},
		{"The licence had expired.", CAUSE},
		{"The root cause has not been found.", 0},
		{"The disk was not replaced.", 0},
		{"The disk was replaced.", ACTION},
		{"We have restored the folder.", ACTION},
		{"We will increase the quota.", ACTION},
		{"We will not increase the quota.", 0},
		{"The fix goes live on Tuesday.", ACTION | DATE},
		{"Our network engineer will visit you tomorrow.", DATE | OWNER},
		{"I replaced the cable yesterday at 14:00.", ACTION | DATE | OWNER},
		{"Could you please confirm that printing works?", CHECK},
		{"We set up an alert on this disk.", ACTION | CHECK},
		{complete_english, ALL},
	};

	check_closings(closings, G_N_ELEMENTS(closings), "en");
}

/* Without a language both are read. */
static void test_either_language(void **state)
{
	static const struct closing closings[] = {
		{"Le certificat avait expiré.", CAUSE},
		{"The licence had expired.", CAUSE},
	};

	check_closings(closings, G_N_ELEMENTS(closings), "");
}

static void test_evidence(void **state)
{
	static const char *const texts[] = {
		"Le disque était plein. Le disque a été remplacé.",
		"Merci de votre patience.",
		"Bonjour,\n\nLe réseau a été rétabli. La panne provient d’un câble.",
	};
	struct closure_text given[G_N_ELEMENTS(texts)];
	struct closure closure;
	const struct closure_evidence *action;

	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
		given[i] = (struct closure_text){texts[i], strlen(texts[i]), "fr"};
	closure = closure_read(given, G_N_ELEMENTS(texts));
	assert_int_equal(ticks_of(&closure), CAUSE | ACTION);
	action = &closure.ticks[CLOSURE_ACTION];
	assert_int_equal(action->text, 2);
	assert_memory_equal(texts[2] + action->sentence.from, "Le réseau a été rétabli.",
			    action->sentence.to - action->sentence.from);
	closure = closure_read(given, 2);
	assert_int_equal(closure.ticks[CLOSURE_CAUSE].text, 0);
	assert_int_equal(closure_read(given, 0).score, 0);
}

/* More text never takes a tick away. */
static void test_more_text_keeps_ticks(void **state)
{
	static const char *const pieces[] = {
		"Le disque était plein.",       "Nous avons purgé les fichiers.", "Merci.",
		"Un technicien passera jeudi.", "Est-ce que tout fonctionne ?",
	};
	g_autoptr(GString) text = g_string_new(NULL);
	guint before = 0;

	for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
		struct closure closure;

		g_string_append_printf(text, "%s\n", pieces[i]);
		closure = read_one(text->str, "fr");
		assert_int_equal(before & ~ticks_of(&closure), 0);
		before = ticks_of(&closure);
	}
	assert_int_equal(before, ALL);
}

static void test_hostile(void **state)
{
	static const char *const pieces[] = {"a", "j'ai ", "👩‍👩‍👧", "\u202eשלום ",
					     "cause est la "};

	for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
		g_autoptr(GString) text = g_string_new(NULL);
		struct closure closure;

		while (text->len < (256 << 10))
			g_string_append(text, pieces[i]);
		closure = read_one(text->str, "");
		for (guint t = 0; t < CLOSURE_TICKS; t++)
			assert_true(closure.ticks[t].sentence.to <= text->len);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_french),
		cmocka_unit_test(test_english),
		cmocka_unit_test(test_either_language),
		cmocka_unit_test(test_evidence),
		cmocka_unit_test(test_more_text_keeps_ticks),
		cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
