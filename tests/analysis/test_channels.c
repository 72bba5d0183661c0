/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Talk that moves from mail to a chat: covered by an export it is no erosion, silence in both
 * is; and a source that only begins or ends is never a change. */
#include "analysis/assess.h"

#include "timelines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define WEEKS  156
#define MOVE   78
#define SILENT 116
#define SEEDS  5

static const struct made_story steady = {WEEKS, 0, 1, made_usual, made_usual};

static guint week_of(const struct timeline_message *message)
{
	return (guint)(message->at_ms / CALENDAR_DAY_MS -
		       calendar_monday_of_week(MADE_FIRST_WEEK)) /
	       7;
}

/* Leaves the messages that are marked; parents that go are no parents any more. */
static void keep_marked(struct timeline *timeline, const gboolean *marked)
{
	g_autofree guint32 *place = g_new(guint32, timeline->n_messages + 1);
	guint kept = 0;

	for (guint i = 0; i < timeline->n_messages; i++) {
		struct timeline_message message = timeline->messages[i];
		place[i] = marked[i] ? kept : TIMELINE_NO_INDEX;
		if (!marked[i])
			continue;
		if (message.parent != TIMELINE_NO_INDEX)
			message.parent = place[message.parent];
		timeline->messages[kept++] = message;
	}
	timeline->n_messages = kept;
}

/* From week `from` on, in `ramp` weeks, all but a tenth of the threads go on in a chat. */
static void move_to_chat(struct timeline *timeline, guint from, guint ramp)
{
	g_autofree gboolean *moved = g_new0(gboolean, timeline->n_threads);

	for (guint i = 0; i < timeline->n_messages; i++) {
		struct timeline_message *message = &timeline->messages[i];
		guint week = week_of(message);
		double share = week < from ? 0 : MIN(.9, .9 * (week - from + 1) / ramp);
		if (message->starts)
			moved[message->thread] = message->thread * 7919u % 1000 < share * 1000;
		if (moved[message->thread])
			message->channel = CHANNEL_CHAT;
	}
}

static void cover_chat(struct timeline *timeline, guint from, guint to)
{
	timeline->chat = made_coverage(to - from);
	timeline->chat.first_week = MADE_FIRST_WEEK + (gint32)from;
	timeline->chat.last_week = MADE_FIRST_WEEK + (gint32)to - 1;
}

/* What no source covers is not in the evidence. */
static void forget_uncovered(struct timeline *timeline)
{
	g_autofree gboolean *marked = g_new(gboolean, timeline->n_messages);

	for (guint i = 0; i < timeline->n_messages; i++)
		marked[i] = timeline_is_covered(
			timeline, &timeline->messages[i],
			MADE_FIRST_WEEK + (gint32)week_of(&timeline->messages[i]));
	keep_marked(timeline, marked);
}

/* From week `from` on, only a fifth of the threads are left. */
static void fall_silent(struct timeline *timeline, guint from)
{
	g_autofree gboolean *marked = g_new(gboolean, timeline->n_messages);

	for (guint i = 0; i < timeline->n_messages; i++) {
		const struct timeline_message *message = &timeline->messages[i];
		marked[i] = week_of(message) < from || message->thread * 104729u % 5 == 0;
	}
	keep_marked(timeline, marked);
}

static struct assessment *assess(const char *name, guint32 seed,
				 const struct timeline *timeline)
{
	struct assessment *out = assess_timeline(timeline, NULL);
	g_autofree char *onset =
		out->onset == DAY_NONE ? g_strdup("-") : calendar_format_day(out->onset);

	print_message("# %s %u: %s, P %.3f, onset %s\n", name, seed, stage_token(out->stage),
		      out->probability, onset);
	return out;
}

static gboolean doubts_channel(const struct assessment *out)
{
	for (guint i = 0; i < out->unknowns->len; i++)
		if (!strcmp(((struct unknown *)out->unknowns->pdata[i])->what, "channel_doubt"))
			return TRUE;
	return FALSE;
}

static void expect_calm(const struct assessment *out)
{
	assert_true(out->probability < .5);
	assert_int_equal(out->onset, DAY_NONE);
	assert_int_equal(out->ended, DAY_NONE);
	assert_false(doubts_channel(out));
}

static void a_move_that_is_read_is_no_erosion(void **state)
{
	for (guint32 seed = 1; seed <= SEEDS; seed++) {
		g_autoptr(timeline_auto) timeline = made_timeline(&steady, seed);
		move_to_chat(timeline, MOVE, seed % 2 ? 1 : 26);
		cover_chat(timeline, MOVE, WEEKS);
		g_autoptr(assessment_auto) out = assess("moved", seed, timeline);
		expect_calm(out);
	}
}

/* The same months by mail alone: the fall is there, and is doubted. */
static void the_same_move_unread_is_doubted(void **state)
{
	guint doubted = 0;

	for (guint32 seed = 1; seed <= SEEDS; seed++) {
		g_autoptr(timeline_auto) timeline = made_timeline(&steady, seed);
		move_to_chat(timeline, MOVE, 1);
		forget_uncovered(timeline);
		g_autoptr(assessment_auto) out = assess("unread", seed, timeline);
		doubted += doubts_channel(out);
	}
	assert_true(doubted >= SEEDS - 1);
}

static void silence_on_both_is_dated(void **state)
{
	gint32 truth = calendar_monday_of_week(MADE_FIRST_WEEK + SILENT);

	for (guint32 seed = 1; seed <= SEEDS; seed++) {
		g_autoptr(timeline_auto) timeline = made_timeline(&steady, seed);
		move_to_chat(timeline, MOVE, 1);
		cover_chat(timeline, MOVE, WEEKS);
		fall_silent(timeline, SILENT);
		g_autoptr(assessment_auto) out = assess("silent", seed, timeline);
		assert_true(out->probability >= .7);
		assert_false(doubts_channel(out));
		assert_true(ABS(out->onset - truth) <= 8 * 7);
	}
}

/* Half of the talk was in a chat all along; its export begins, or ends, in the middle. */
static void a_source_that_begins_or_ends_is_no_change(void **state)
{
	for (guint32 seed = 1; seed <= SEEDS; seed++) {
		g_autoptr(timeline_auto) begins = made_timeline(&steady, seed);
		g_autoptr(timeline_auto) ends = made_timeline(&steady, seed + SEEDS);
		move_to_chat(begins, 0, 1);
		cover_chat(begins, MOVE, WEEKS);
		forget_uncovered(begins);
		move_to_chat(ends, 0, 1);
		cover_chat(ends, 0, MOVE);
		forget_uncovered(ends);
		g_autoptr(assessment_auto) first = assess("begins", seed, begins);
		g_autoptr(assessment_auto) second = assess("ends", seed, ends);
		expect_calm(first);
		expect_calm(second);
		assert_int_not_equal(first->stage, STAGE_RECOVERING);
	}
}

/* Contact then and now is that of weeks under the same sources, or unknown. */
static void then_and_now_are_comparable(void **state)
{
	g_autoptr(timeline_auto) timeline = made_timeline(&steady, 1);
	guint known = 0;

	move_to_chat(timeline, 0, 1);
	cover_chat(timeline, MOVE, WEEKS);
	forget_uncovered(timeline);
	g_autoptr(assessment_auto) out = assess("then", 1, timeline);
	for (guint i = 0; i < out->findings->len; i++) {
		const struct finding *finding = out->findings->pdata[i];
		if (strcmp(finding->indicator, "organisation_presence") != 0)
			continue;
		known += isfinite(finding->before) && isfinite(finding->after);
		assert_true(finding->before > .7 * finding->after &&
			    finding->before < 1.4 * finding->after);
	}
	assert_int_equal(known, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_move_that_is_read_is_no_erosion),
		cmocka_unit_test(the_same_move_unread_is_doubted),
		cmocka_unit_test(silence_on_both_is_dated),
		cmocka_unit_test(a_source_that_begins_or_ends_is_no_change),
		cmocka_unit_test(then_and_now_are_comparable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
