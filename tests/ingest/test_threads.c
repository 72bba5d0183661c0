/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Threads: references, lost parents, subjects, cycles. */
#include "ingest/threads.h"

#include "tests/harness.h"

#define DAY_MS G_GINT64_CONSTANT(86400000)

static void references_make_a_thread(void **state)
{
	static const struct thread_input input[] = {
		{"a", NULL, NULL, "Sauvegardes", 0},
		{"b", "a", NULL, "Re: Sauvegardes", 1},
		{"c", NULL, "a\nb", "Autre sujet", 2},
		{"d", NULL, NULL, "Sauvegardes", 3},
	};
	struct thread_output output[4];

	threads_compute(input, 4, output);
	assert_int_equal(output[1].thread, output[0].thread);
	assert_int_equal(output[2].thread, output[0].thread);
	assert_int_equal(output[2].parent, 1);
	assert_true(output[0].starts);
	assert_false(output[1].starts);
	/* The same subject without "Re:" begins a thread of its own. */
	assert_int_not_equal(output[3].thread, output[0].thread);
	assert_true(output[3].starts);
}

/* In a chat: a flow without a long pause, and threads that hang on a message. */
static void what_is_said_in_one_go_is_a_thread(void **state)
{
	static const struct thread_input input[] = {
		{"a", NULL, NULL, "room", 0, "room"},
		{"b", NULL, NULL, "room", 60000, "room"},
		{"c", NULL, NULL, "room", 120000, "other"},
		{"d", "a", NULL, "room", DAY_MS, "room"},
		{"e", NULL, NULL, "room", 2 * DAY_MS, "room"},
		{NULL, NULL, NULL, "room", 2 * DAY_MS + CONVERSATION_PAUSE_MS, "room"},
		{NULL, NULL, NULL, "room", 2 * DAY_MS + 2 * CONVERSATION_PAUSE_MS + 1, "room"},
	};
	struct thread_output output[7];

	threads_compute(input, 7, output);
	assert_int_equal(output[1].thread, output[0].thread);
	assert_int_equal(output[1].parent, 0);
	assert_false(output[1].starts);
	assert_true(output[2].starts);
	assert_int_equal(output[3].thread, output[0].thread);
	assert_int_equal(output[3].parent, 0);
	assert_true(output[4].starts);
	assert_int_equal(output[5].thread, output[4].thread);
	assert_true(output[6].starts);
	assert_int_not_equal(output[6].thread, output[5].thread);
}

static void answers_to_a_lost_message_stay_together(void **state)
{
	static const struct thread_input input[] = {
		{"b", "lost", NULL, "Re: x", 0},
		{"c", "lost", NULL, "Re: y", 1},
	};
	struct thread_output output[2];

	threads_compute(input, 2, output);
	assert_int_equal(output[0].thread, output[1].thread);
	assert_int_equal(output[0].parent, THREAD_NO_PARENT);
	assert_false(output[0].starts);
}

static void an_answer_that_names_nothing_joins_by_subject(void **state)
{
	static const struct thread_input input[] = {
		{"a", NULL, NULL, "Panne du pare-feu", 0},
		{"b", NULL, NULL, "RE: Panne du pare-feu", 2 * DAY_MS},
		{"c", NULL, NULL, "RE: Panne du pare-feu", 60 * DAY_MS},
	};
	struct thread_output output[3];

	threads_compute(input, 3, output);
	assert_int_equal(output[1].thread, output[0].thread);
	assert_int_equal(output[1].parent, 0);
	assert_int_not_equal(output[2].thread, output[0].thread);
	assert_false(output[2].starts);
}

static void cycles_and_odd_identifiers_are_harmless(void **state)
{
	static const struct thread_input input[] = {
		{"a", "b", "b\na\nb", "x", 0},
		{"b", "a", "a\nb", "x", 1},
		{"a", "a", "a", NULL, 2},
		{NULL, NULL, "\n\n", "", 3},
	};
	struct thread_output output[4];

	threads_compute(input, 4, output);
	for (guint i = 0; i < 4; i++)
		assert_true(output[i].parent == THREAD_NO_PARENT || output[i].parent < i);
	assert_int_equal(output[0].thread, output[1].thread);
}

static void a_hundred_thousand_answers_in_a_row(void **state)
{
	enum { COUNT = 100000 };
	g_autofree struct thread_input *input = g_new0(struct thread_input, COUNT);
	g_autofree struct thread_output *output = g_new0(struct thread_output, COUNT);
	g_autoptr(GStringChunk) ids = g_string_chunk_new(1 << 16);

	for (guint i = 0; i < COUNT; i++) {
		g_autofree char *id = g_strdup_printf("id%u", i);
		input[i].message_id = g_string_chunk_insert(ids, id);
		input[i].in_reply_to = i > 0 ? input[i - 1].message_id : NULL;
		input[i].at_ms = i;
	}
	threads_compute(input, COUNT, output);
	assert_int_equal(output[COUNT - 1].thread, 0);
	assert_int_equal(output[COUNT - 1].parent, COUNT - 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(references_make_a_thread),
		cmocka_unit_test(what_is_said_in_one_go_is_a_thread),
		cmocka_unit_test(answers_to_a_lost_message_stay_together),
		cmocka_unit_test(an_answer_that_names_nothing_joins_by_subject),
		cmocka_unit_test(cycles_and_odd_identifiers_are_harmless),
		cmocka_unit_test(a_hundred_thousand_answers_in_a_row),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
