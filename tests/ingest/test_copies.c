/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What stands in several places is one message, in whatever order the places are read. */
#include "tests/harness.h"

#include <string.h>

#include "ingest/copies.h"

#define MINUTE_MS 60000

static struct stored_message row(guint64 event, gint64 at_ms, const char *recipient)
{
	return (struct stored_message){
		.event = event,
		.message_id = "m1",
		.from_address = "a@c.fr",
		.sent_ms = at_ms,
		.recipients = recipient,
		.quality = QUALITY_HEADERS_ONLY,
	};
}

static GArray *fold(const struct stored_message *messages, guint n, GStringChunk *strings)
{
	GArray *all = g_array_new(FALSE, FALSE, sizeof *messages);

	g_array_append_vals(all, messages, n);
	copies_fold(all, strings);
	return all;
}

static const struct stored_message *at(const GArray *all, guint i)
{
	return &g_array_index(all, struct stored_message, i);
}

static void rows_of_a_trace_are_one_message(void **state)
{
	g_autoptr(GStringChunk) strings = g_string_chunk_new(256);
	const struct stored_message rows[] = {row(5, 0, "b@p.fr\t"), row(3, 0, "d@p.fr\t"),
					      row(9, 1000, "b@p.fr\t"), row(7, 0, "e@p.fr\t")};
	guint order[] = {0, 1, 2, 3};

	/* All rotations and their mirrors. */
	for (guint turn = 0; turn < 8; turn++) {
		struct stored_message turned[4];
		for (guint i = 0; i < 4; i++)
			turned[turn < 4 ? i : 3 - i] = rows[order[(i + turn) % 4]];
		g_autoptr(GArray) all = fold(turned, 4, strings);
		assert_int_equal(all->len, 1);
		assert_int_equal(at(all, 0)->event, 3);
		assert_string_equal(at(all, 0)->recipients, "d@p.fr\t\nb@p.fr\t\ne@p.fr\t");
	}
}

static void a_mail_is_fuller_than_its_trace(void **state)
{
	g_autoptr(GStringChunk) strings = g_string_chunk_new(256);
	struct stored_message messages[] = {row(1, 0, "b@p.fr\t"),
					    row(2, 2000, "x@p.fr\ty@p.fr\t")};

	messages[1].quality = 0;
	g_autoptr(GArray) all = fold(messages, 2, strings);
	assert_int_equal(all->len, 1);
	assert_int_equal(at(all, 0)->event, 2);
	assert_string_equal(at(all, 0)->recipients, "x@p.fr\ty@p.fr\t");
}

static void another_sender_or_day_is_another_message(void **state)
{
	g_autoptr(GStringChunk) strings = g_string_chunk_new(256);
	struct stored_message messages[] = {row(1, 0, "b@p.fr\t"), row(2, 0, "b@p.fr\t"),
					    row(3, G_GINT64_CONSTANT(86400000), "b@p.fr\t")};

	messages[1].from_address = "z@c.fr";
	g_autoptr(GArray) all = fold(messages, 3, strings);
	assert_int_equal(all->len, 3);
}

static struct stored_message call(guint64 event, gint64 at_ms, const char *from)
{
	return (struct stored_message){
		.event = event,
		.channel = CHANNEL_CALL,
		.conversation = "tel:1 tel:2",
		.from_address = from,
		.sent_ms = at_ms,
	};
}

/* Both houses log a call; somebody calls again at once; they call back. */
static void a_call_in_two_logs_is_one(void **state)
{
	g_autoptr(GStringChunk) strings = g_string_chunk_new(256);
	const struct stored_message calls[] = {call(1, 0, "tel:1"), call(2, 20000, "tel:1"),
					       call(3, 30 * MINUTE_MS, "tel:1"),
					       call(4, 31 * MINUTE_MS, "tel:2")};
	g_autoptr(GArray) all = fold(calls, 4, strings);

	assert_int_equal(all->len, 3);
	assert_int_equal(at(all, 1)->event, 3);
	assert_int_equal(at(all, 2)->event, 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_of_a_trace_are_one_message),
		cmocka_unit_test(a_mail_is_fuller_than_its_trace),
		cmocka_unit_test(another_sender_or_day_is_another_message),
		cmocka_unit_test(a_call_in_two_logs_is_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
