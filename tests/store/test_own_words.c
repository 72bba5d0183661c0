/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The words of an event as they are read: a message above its learnt tail, a ticket's
 * follow-ups once each, up to an instant. */
#include "store/own_words.h"

#include <string.h>

#include "base/calendar.h"
#include "store/derived.h"
#include "store/readings.h"
#include "tests/store/fixture.h"

#define TICKET 5u

static guint64 put_message(struct fixture *fixture, guint8 mark, const char *own_text)
{
	struct store_origin origin = {1, ""};
	struct message_record message;
	guint64 event;

	message_record_init(&message);
	memset(message.digest, mark, DIGEST_SIZE);
	message.date_ms = CALENDAR_DAY_MS;
	message.own_text = g_strdup(own_text);
	g_strlcpy(message.language, "en", sizeof message.language);
	event = store_event_id(message.digest);
	assert_int_equal(store_message_put(fixture->store, fixture->relationship->id, &origin,
					   &message, NULL),
			 STORE_PUT_NEW);
	message_record_clear(&message);
	return event;
}

static void test_message_above_its_tail(void **state)
{
	struct fixture *fixture = *state;
	const gint64 id = fixture->relationship->id;
	guint64 event = put_message(fixture, 3, "La cause : un disque.\nService client");
	const struct message_reading reading = {.language = "fr"};
	struct own_words *words = own_words_of_message(fixture->store, id, event);

	assert_string_equal(words->text, "La cause : un disque.\nService client");
	assert_string_equal(words->language, "en");
	own_words_free(words);
	assert_true(readings_put(fixture->store, id, event, 1, strlen("La cause : un disque."),
				 &reading, NULL));
	words = own_words_of_message(fixture->store, id, event);
	assert_string_equal(words->text, "La cause : un disque.");
	assert_string_equal(words->language, "fr");
	own_words_free(words);
	assert_null(own_words_of_message(fixture->store, id, event + 1));
	own_words_free(NULL);
}

/* Without a text to keep (organisation-only, or expired) there are no words. */
static void test_message_without_text(void **state)
{
	struct fixture *fixture = *state;
	guint64 event = put_message(fixture, 4, NULL);

	assert_null(own_words_of_message(fixture->store, fixture->relationship->id, event));
}

static void put_row(struct fixture *fixture, guint8 mark, const char *key, gint64 day,
		    const char *comments)
{
	struct store_origin origin = {1, ""};
	struct ticket_record row;

	ticket_record_init(&row);
	memset(row.digest, mark, DIGEST_SIZE);
	row.tool = g_strdup("glpi");
	row.key = g_strdup(key);
	row.opened_ms = CALENDAR_DAY_MS;
	row.closed_ms = day > 0 ? day * CALENDAR_DAY_MS : INSTANT_NONE;
	row.comments = g_strdup(comments);
	assert_int_equal(store_ticket_row_put(fixture->store, fixture->relationship->id,
					      &origin, &row, NULL),
			 STORE_PUT_NEW);
	ticket_record_clear(&row);
}

static void assert_words(struct fixture *fixture, gint64 until_day, const char *const *expected)
{
	g_autoptr(GPtrArray) all =
		own_words_of_ticket(fixture->store, fixture->relationship->id, TICKET,
				    until_day * CALENDAR_DAY_MS, NULL);

	assert_non_null(all);
	for (guint i = 0; i < all->len; i++) {
		assert_non_null(expected[i]);
		assert_string_equal(((struct own_words *)all->pdata[i])->text, expected[i]);
	}
	assert_null(expected[all->len]);
}

static void test_follow_ups_of_a_ticket(void **state)
{
	struct fixture *fixture = *state;
	struct timeline_ticket ticket = {.event = TICKET, .key = "12"};
	g_autoptr(GPtrArray) none = NULL;

	assert_true(derived_put_ticket(fixture->store, fixture->relationship->id, "glpi", NULL,
				       &ticket, NULL));
	assert_words(fixture, 99, (const char *const[]){NULL});
	put_row(fixture, 9, "12", 4, "Remplacé le disque.");
	put_row(fixture, 8, "12", 6, "Le service a été relancé.");
	put_row(fixture, 7, "12", 7, "Remplacé le disque.");
	put_row(fixture, 6, "12", 8, NULL);
	put_row(fixture, 5, "13", 3, "Un autre ticket.");
	put_row(fixture, 4, "12", 0, "Ouvert.");
	assert_words(fixture, 99,
		     (const char *const[]){"Ouvert.", "Remplacé le disque.",
					   "Le service a été relancé.", NULL});
	assert_words(fixture, 5, (const char *const[]){"Ouvert.", "Remplacé le disque.", NULL});
	none = own_words_of_ticket(fixture->store, fixture->relationship->id, TICKET + 1,
				   CALENDAR_DAY_MS, NULL);
	assert_int_equal(none->len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_message_above_its_tail, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_message_without_text, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_follow_ups_of_a_ticket, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
