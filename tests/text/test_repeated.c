/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Boilerplate learnt by repetition: what is cut, what a person really repeats and stays, that
 * the order of the texts is nothing, and that memory has a bound. */
#include "own_text_check.h"

#include "text/repeated.h"

#define CARD  "\n\nJeanne Martin\nIngénieure systèmes\nTél. 04 72 00 00 00"
#define NAMES "\n\nJeanne Martin\nIngénieure Systèmes\nAgence de Lyon"
#define LEGAL                                                                                  \
	"\n\nAcme SAS au capital de 10 euros, inscrite à Lyon, ne saurait être tenue des "   \
	"termes de ce qui précède, sauf accord écrit et signé de sa direction."

/* Different words each time, figures apart. */
static char *body_of(guint number)
{
	static const char *const subjects[] = {"serveur", "poste", "lien", "pare-feu",
					       "disque"};
	static const char *const verbs[] = {"redémarre", "répond", "attend", "tombe", "charge"};
	static const char *const places[] = {"Lyon", "Paris", "Nantes", "Lille", "Metz"};

	return g_strdup_printf("Bonjour,\nle %s %s à %s.", subjects[number % 5],
			       verbs[number / 5 % 5], places[number / 25 % 5]);
}

static void learn_below(struct repeated *repeated, const char *group, const char *tail,
			guint from, guint to)
{
	for (guint i = from; i < to; i++) {
		g_autofree char *body = body_of(i);
		g_autofree char *text = g_strconcat(body, tail, NULL);

		repeated_learn(repeated, group, text, strlen(text));
	}
}

static void check_left(const struct repeated *repeated, const char *group, const char *text,
		       const char *left)
{
	gsize length = repeated_own_length(repeated, group, text, strlen(text));

	if (length != strlen(left))
		print_error("%s\n-> %.*s\n", text, (int)length, text);
	assert_int_equal(length, strlen(left));
	assert_memory_equal(text, left, length);
}

static void a_card_is_known_at_its_third_time(void **state)
{
	struct repeated *repeated = repeated_new();

	learn_below(repeated, "jm@acme.fr", CARD, 0, 2);
	check_left(repeated, "jm@acme.fr", "Oui." CARD, "Oui." CARD);
	learn_below(repeated, "jm@acme.fr", CARD, 2, 3);
	check_left(repeated, "jm@acme.fr", "Oui." CARD, "Oui.");
	check_left(repeated, "jm@acme.fr", "Oui.\n" CARD "\n \n", "Oui.");
	check_left(repeated, "jm@acme.fr", &CARD[2], "");
	check_left(repeated, "autre@acme.fr", "Oui." CARD, "Oui." CARD);
	check_left(repeated, "jm@acme.fr", "Oui.", "Oui.");
	check_left(repeated, "jm@acme.fr", "", "");
	repeated_free(repeated);
}

static void an_old_card_is_remembered(void **state)
{
	struct repeated *repeated = repeated_new();

	learn_below(repeated, "jm", CARD, 0, 5);
	learn_below(repeated, "jm", "\n\nJ. Martin\nSite de Brest\n02 98 00 00 00", 5, 90);
	check_left(repeated, "jm", "Oui." CARD, "Oui.");
	check_left(repeated, "jm", "Oui.\nJ. Martin\nSite de Brest\n02 98 00 00 00", "Oui.");
	repeated_free(repeated);
}

static void names_need_a_habit(void **state)
{
	struct repeated *repeated = repeated_new();

	learn_below(repeated, "jm", NAMES, 0, 4);
	learn_below(repeated, "jm", "", 4, 30);
	check_left(repeated, "jm", "Oui." NAMES, "Oui." NAMES);
	learn_below(repeated, "jm", NAMES, 30, 32);
	check_left(repeated, "jm", "Oui." NAMES, "Oui.");
	learn_below(repeated, "jm", "", 32, 95);
	check_left(repeated, "jm", "Oui." NAMES, "Oui." NAMES);
	repeated_free(repeated);
}

static void a_house_adds_its_footer(void **state)
{
	struct repeated *repeated = repeated_new();

	learn_below(repeated, "@acme.fr", LEGAL, 0, 9);
	check_left(repeated, "@acme.fr", "Oui." LEGAL, "Oui." LEGAL);
	learn_below(repeated, "@acme.fr", LEGAL, 9, 12);
	check_left(repeated, "@acme.fr", "Oui." LEGAL, "Oui.");
	learn_below(repeated, "@acme.fr", "", 12, 40);
	check_left(repeated, "@acme.fr", "Oui." LEGAL, "Oui." LEGAL);
	repeated_free(repeated);
}

/* Sentences said again and again, but not below most texts; and in the middle of all. */
static void what_people_repeat_stays(void **state)
{
	static const char asked[] = "\nPouvez-vous nous tenir informés ?";
	static const char closed[] = "\n\nSans retour de votre part le ticket est clos.";
	struct repeated *repeated = repeated_new();

	learn_below(repeated, "a", asked, 0, 30);
	learn_below(repeated, "a", "", 30, 65);
	check_left(repeated, "a", "Rien ne va.\nPouvez-vous nous tenir informés ?",
		   "Rien ne va.\nPouvez-vous nous tenir informés ?");
	learn_below(repeated, "b", closed, 0, 40);
	learn_below(repeated, "b", CARD, 40, 90);
	check_left(repeated, "b", "Bien.\n\nSans retour de votre part le ticket est clos.",
		   "Bien.\n\nSans retour de votre part le ticket est clos.");
	for (guint i = 0; i < 60; i++) {
		g_autofree char *body = body_of(i);
		g_autofree char *text =
			g_strdup_printf("Nous restons à votre disposition.\n%s", body);

		repeated_learn(repeated, "c", text, strlen(text));
	}
	check_left(repeated, "c", "Nous restons à votre disposition.\nMerci.",
		   "Nous restons à votre disposition.\nMerci.");
	repeated_free(repeated);
}

static void the_whole_text_stays(void **state)
{
	struct repeated *repeated = repeated_new();

	learn_below(repeated, "a", "\nTicket clos.", 0, 40);
	check_left(repeated, "a", "Relance faite.\nTicket clos.", "Relance faite.");
	check_left(repeated, "a", "Ticket clos.", "Ticket clos.");
	repeated_free(repeated);
}

/* A report that a machine sends each night, with other figures. */
static void the_same_text_counts_once(void **state)
{
	struct repeated *repeated = repeated_new();

	for (guint i = 0; i < 200; i++) {
		g_autofree char *text = g_strdup_printf(
			"Nuit %u : %u sauvegardes.\nRien à faire.\nTél. 04 72 00 00 00", i, i);

		repeated_learn(repeated, "robot", text, strlen(text));
	}
	check_left(repeated, "robot", "Nuit.\nRien à faire.\nTél. 04 72 00 00 00",
		   "Nuit.\nRien à faire.\nTél. 04 72 00 00 00");
	repeated_free(repeated);
}

static char *text_of(guint number)
{
	static const char *const tails[] = {CARD, NAMES, LEGAL, "", "\nÀ demain.\n0472000000"};
	g_autofree char *body = body_of(number % 125);

	return g_strdup_printf("%s%s\n%s%s", body, number % 2 ? "" : " Puis non.",
			       number % 3 ? "Voilà." : "Je rappelle.", tails[number % 5]);
}

static void shuffle(guint *numbers, guint count, GRand *random)
{
	for (guint i = count - 1; i > 0; i--) {
		guint other = (guint)g_rand_int_range(random, 0, (gint32)i + 1),
		      kept = numbers[i];

		numbers[i] = numbers[other];
		numbers[other] = kept;
	}
}

/* What is left of each text, after learning all in the order given. */
static void lengths_after(const guint *order, guint count, gsize *lengths)
{
	struct repeated *repeated = repeated_new();

	for (guint i = 0; i < count; i++) {
		g_autofree char *text = text_of(order[i]);
		char group[2] = {(char)('a' + order[i] / 5 % 2), '\0'};

		repeated_learn(repeated, group, text, strlen(text));
	}
	for (guint i = 0; i < count; i++) {
		g_autofree char *text = text_of(i);

		lengths[i] = repeated_own_length(repeated, i / 5 % 2 ? "b" : "a", text,
						 strlen(text));
	}
	repeated_free(repeated);
}

static void the_order_is_nothing(void **state)
{
	enum { TEXTS = 600 };
	g_autoptr(GRand) random = g_rand_new_with_seed(20250401);
	guint order[TEXTS], cut = 0;
	gsize first[TEXTS], again[TEXTS];

	for (guint i = 0; i < TEXTS; i++)
		order[i] = i;
	lengths_after(order, TEXTS, first);
	for (guint i = 0; i < TEXTS; i++) {
		g_autofree char *text = text_of(i);

		cut += first[i] < strlen(text);
	}
	assert_in_range(cut, TEXTS / 10, TEXTS - 1);
	for (int round = 0; round < 10; round++) {
		shuffle(order, TEXTS, random);
		lengths_after(order, TEXTS, again);
		assert_memory_equal(first, again, sizeof(first));
	}
}

/* Of more groups than are kept the same ones are, in whatever order they come. */
static void groups_have_a_bound(void **state)
{
	enum { MANY = REPEATED_GROUPS + 1000 };
	struct repeated *up = repeated_new(), *down = repeated_new();
	guint known = 0;

	for (guint i = 0; i < MANY; i++) {
		g_autofree char *one = g_strdup_printf("%u@acme.fr", i);
		g_autofree char *other = g_strdup_printf("%u@acme.fr", MANY - 1 - i);

		learn_below(up, one, CARD, 0, 3);
		learn_below(down, other, CARD, 0, 3);
	}
	for (guint i = 0; i < MANY; i++) {
		g_autofree char *group = g_strdup_printf("%u@acme.fr", i);
		gsize left = repeated_own_length(up, group, "Oui." CARD, strlen("Oui." CARD));

		known += left == strlen("Oui.");
		assert_int_equal(left, repeated_own_length(down, group, "Oui." CARD,
							   strlen("Oui." CARD)));
	}
	assert_int_equal(known, REPEATED_GROUPS);
	repeated_free(up);
	repeated_free(down);
}

static void hostile_texts(void **state)
{
	static const char *const units[] = {"\n",       " ", "a",           "a\n",
					    "\n\n- \n", "é", "\xe2\x80\xa8"};
	struct repeated *repeated = repeated_new();

	for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
		g_autoptr(GString) text = g_string_new(NULL);

		while (text->len < 1 << 20)
			g_string_append(text, units[i]);
		repeated_learn(repeated, "x", text->str, text->len);
		assert_true(repeated_own_length(repeated, "x", text->str, text->len) <=
			    text->len);
	}
	repeated_free(repeated);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_card_is_known_at_its_third_time),
		cmocka_unit_test(an_old_card_is_remembered),
		cmocka_unit_test(names_need_a_habit),
		cmocka_unit_test(a_house_adds_its_footer),
		cmocka_unit_test(what_people_repeat_stays),
		cmocka_unit_test(the_whole_text_stays),
		cmocka_unit_test(the_same_text_counts_once),
		cmocka_unit_test(the_order_is_nothing),
		cmocka_unit_test(groups_have_a_bound),
		cmocka_unit_test(hostile_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
