/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Rounds, links and answers: the life of a link, what a sheet knows, and that nothing leads
 * from one to the other. */
#include "store/survey.h"

#include <string.h>

#include "importers/answer_rows.h"
#include "tests/store/fixture.h"

#define ROUND (SURVEY_EVENT_STEP * 7)

static void open_round(const struct fixture *fixture)
{
	const struct survey_round round = {ROUND, (char *)"Spring", 20000, 20020,
					   SURVEY_NO_DAY};
	const guint8 salt[SURVEY_SALT_SIZE] = {1, 2, 3};

	assert_int_not_equal(store_survey_round_put(fixture->store, fixture->relationship->id,
						    &round, salt, NULL),
			     STORE_PUT_FAILED);
}

/* Of a token that was just made; the digest alone goes in. */
static struct survey_link invite(const struct fixture *fixture, const char *token)
{
	struct survey_link link = {.round = ROUND,
				   .side = SIDE_PROVIDER,
				   .role = SURVEY_ACCOUNT,
				   .expires = 20010};
	guint8 digest[DIGEST_SIZE];

	survey_token_digest(token, digest);
	link.id = store_event_id(digest);
	assert_true(store_survey_link_put(fixture->store, fixture->relationship->id, &link,
					  digest, NULL));
	return link;
}

static bool find(const struct fixture *fixture, const char *token, struct survey_link *link)
{
	guint8 digest[DIGEST_SIZE];
	gint64 relationship = 0;
	bool known = false;

	survey_token_digest(token, digest);
	assert_true(store_survey_link_of(fixture->store, digest, &relationship, link, &known,
					 NULL));
	if (known)
		assert_int_equal(relationship, fixture->relationship->id);
	return known;
}

static bool move(const struct fixture *fixture, guint64 link, enum survey_link_state to)
{
	bool moved = false;

	assert_true(store_survey_link_move(fixture->store, fixture->relationship->id, link, to,
					   &moved, NULL));
	return moved;
}

static void a_link_is_found_by_its_token_and_used_once(void **state)
{
	const struct fixture *fixture = *state;
	g_autofree char *token = survey_token_new(), *other = survey_token_new();
	struct survey_link link, made;

	open_round(fixture);
	made = invite(fixture, token);
	assert_int_equal(strlen(token), 2 * SURVEY_TOKEN_BYTES);
	assert_string_not_equal(token, other);
	assert_false(find(fixture, other, &link));
	assert_true(find(fixture, token, &link));
	assert_int_equal(link.id, made.id);
	assert_int_equal(link.side, SIDE_PROVIDER);
	assert_int_equal(link.role, SURVEY_ACCOUNT);
	assert_int_equal(link.expires, 20010);
	assert_int_equal(link.state, SURVEY_LINK_OPEN);
	assert_true(move(fixture, link.id, SURVEY_LINK_USED));
	assert_false(move(fixture, link.id, SURVEY_LINK_USED));
	assert_false(move(fixture, link.id, SURVEY_LINK_REVOKED));
	assert_true(find(fixture, token, &link));
	assert_int_equal(link.state, SURVEY_LINK_USED);
}

static void a_revoked_link_cannot_be_used(void **state)
{
	const struct fixture *fixture = *state;
	g_autofree char *token = survey_token_new();
	struct survey_link link;
	g_autoptr(GArray) all = NULL;

	open_round(fixture);
	link = invite(fixture, token);
	assert_true(move(fixture, link.id, SURVEY_LINK_REVOKED));
	assert_false(move(fixture, link.id, SURVEY_LINK_USED));
	assert_false(move(fixture, link.id + 1, SURVEY_LINK_REVOKED));
	all = store_survey_links(fixture->store, fixture->relationship->id, ROUND, NULL);
	assert_int_equal(all->len, 1);
	assert_int_equal(g_array_index(all, struct survey_link, 0).state, SURVEY_LINK_REVOKED);
}

static enum store_put answer(const struct fixture *fixture, guint64 sheet, const char *item,
			     enum survey_part part, gint32 value)
{
	const struct survey_sheet_key key = {ROUND, sheet, SIDE_CLIENT, SURVEY_IT};
	const struct survey_answer one = {survey_item_of(item), part, value, NULL};

	assert_true(survey_answer_is_sound(&one));
	return store_survey_answer_put(fixture->store, fixture->relationship->id, &key, &one,
				       NULL);
}

static void answers_come_back_by_sheet(void **state)
{
	const struct fixture *fixture = *state;
	g_autoptr(GPtrArray) sheets = NULL;
	const struct survey_sheet *sheet;

	open_round(fixture);
	assert_int_equal(answer(fixture, 12, "p3", SURVEY_IMPORTANCE, 5), STORE_PUT_NEW);
	assert_int_equal(answer(fixture, 12, "P3", SURVEY_IMPORTANCE, 4), STORE_PUT_KNOWN);
	assert_int_equal(answer(fixture, 12, "z1", SURVEY_PERCEIVED, 9), STORE_PUT_NEW);
	assert_int_equal(answer(fixture, 13, "p3", SURVEY_IMPORTANCE, 1), STORE_PUT_NEW);
	sheets = store_survey_sheets(fixture->store, fixture->relationship->id, ROUND, NULL);
	assert_int_equal(sheets->len, 2);
	sheet = g_ptr_array_index(sheets, 0);
	assert_int_equal(sheet->side, SIDE_CLIENT);
	assert_int_equal(sheet->role, SURVEY_IT);
	assert_int_equal(sheet->values[survey_item_of("p3")][1], 4);
	assert_int_equal(sheet->values[survey_item_of("p3")][0], 0);
	assert_int_equal(sheet->values[survey_item_of("z1")][2], 9);
}

static void open_lines_belong_to_a_side_alone(void **state)
{
	const struct fixture *fixture = *state;
	const struct survey_answer one = {survey_item_of("o1"), SURVEY_AGREEMENT, 0,
					  (char *)"A restore test"};
	g_autoptr(GPtrArray) all = NULL;
	gint64 id = fixture->relationship->id;

	open_round(fixture);
	assert_int_equal(
		store_survey_words_put(fixture->store, id, ROUND, 5, SIDE_CLIENT, &one, NULL),
		STORE_PUT_NEW);
	assert_int_equal(
		store_survey_words_put(fixture->store, id, ROUND, 5, SIDE_CLIENT, &one, NULL),
		STORE_PUT_KNOWN);
	all = store_survey_words(fixture->store, id, ROUND, NULL);
	assert_int_equal(all->len, 1);
	assert_string_equal(((struct survey_said *)g_ptr_array_index(all, 0))->words,
			    "A restore test");
}

/* The salt is what ties a table's respondents to their sheets. */
static void closing_takes_the_salt_away(void **state)
{
	const struct fixture *fixture = *state;
	guint8 salt[SURVEY_SALT_SIZE];
	g_autoptr(GPtrArray) rounds = NULL;
	const struct survey_round *round;
	gint64 id = fixture->relationship->id;
	bool known;

	open_round(fixture);
	assert_true(store_survey_salt(fixture->store, id, ROUND, salt, &known, NULL));
	assert_true(known && salt[2] == 3);
	assert_true(store_survey_round_close(fixture->store, id, ROUND, 20005, NULL));
	assert_true(store_survey_salt(fixture->store, id, ROUND, salt, &known, NULL));
	assert_false(known);
	open_round(fixture); /* other days bring no salt back */
	assert_true(store_survey_salt(fixture->store, id, ROUND, salt, &known, NULL));
	assert_false(known);
	rounds = store_survey_rounds(fixture->store, id, NULL);
	round = g_ptr_array_index(rounds, 0);
	assert_int_equal(round->closed, 20005);
	assert_int_equal(survey_round_end(round), 20005);
	assert_false(survey_round_is_over(round, 20004));
	assert_true(survey_round_is_over(round, 20005));
}

static void an_id_leads_to_its_round_and_duty(void **state)
{
	guint duty;

	assert_int_equal(survey_round_of_event(survey_duty_event(ROUND, 12), &duty), ROUND);
	assert_int_equal(duty, 12);
	assert_int_equal(survey_item_of_duty(1), survey_item_of("p1"));
	assert_int_equal(survey_item_of_duty(12), survey_item_of("k6"));
	assert_int_equal(survey_item_of_duty(0), SURVEY_ITEMS_MOST);
	assert_int_equal(survey_item_of("p9"), SURVEY_ITEMS_MOST);
	assert_int_equal(survey_round_event("Été 2026") % SURVEY_EVENT_STEP, 0);
	assert_int_equal(survey_round_event("Été 2026"), survey_round_event("ete  2026"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_link_is_found_by_its_token_and_used_once),
		TEST(a_revoked_link_cannot_be_used),
		TEST(answers_come_back_by_sheet),
		TEST(open_lines_belong_to_a_side_alone),
		TEST(closing_takes_the_salt_away),
		cmocka_unit_test(an_id_leads_to_its_round_and_duty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
