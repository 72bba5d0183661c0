/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Meetings from their versions: which version holds, what an exception changes, what a
 * cancellation does not undo, who was asked and who came, which meetings are one committee. */
#include "ingest/meeting_fold.h"

#include <string.h>

#include "text/committee.h"
#include "tests/harness.h"

#define DAY    G_GINT64_CONSTANT(86400000)
#define HOUR   (DAY / 24)
#define PEOPLE "1\tanne@acme.fr\tAnne\n2\tpaul@acme.fr\t\n0\tlea@infonet.fr\tLéa"

static guint64 next_event = 1;

/* A meeting of one hour on a day, of a series. */
static struct stored_meeting row(const char *uid, int day)
{
	return (struct stored_meeting){
		.event = next_event++,
		.uid = uid,
		.title = "COPIL",
		.instance_ms = day * DAY,
		.start_ms = day * DAY,
		.end_ms = day * DAY + HOUR,
		.revised_ms = DAY,
		.recurring = true,
		.organiser_address = "anne@acme.fr",
		.people = PEOPLE,
	};
}

/* The exception that puts the meeting of a day on another day, in a later version. */
static struct stored_meeting exception(const char *uid, int day, int moved_to)
{
	struct stored_meeting one = row(uid, day);

	one.exception = true;
	one.start_ms = moved_to * DAY;
	one.end_ms = moved_to * DAY + 2 * HOUR;
	one.sequence = 1;
	return one;
}

/* "1 2x 3?": days, x cancelled, ? planned. */
static char *folded_text(const GArray *all)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < all->len; i++) {
		const struct timeline_meeting *one =
			&g_array_index(all, struct timeline_meeting, i);
		g_string_append_printf(text, "%s%d%s%s", i > 0 ? " " : "",
				       (int)(one->at_ms / DAY), one->cancelled ? "x" : "",
				       one->planned ? "?" : "");
	}
	return g_string_free(text, FALSE);
}

static struct meeting_fold *fold_of(const struct stored_meeting *rows, gsize count)
{
	static struct sides *sides;
	struct meeting_fold *fold;

	if (sides == NULL)
		sides = sides_new("acme.fr", "infonet.fr", NULL);
	fold = meeting_fold_new(sides);
	for (gsize i = 0; i < count; i++)
		meeting_fold_add(fold, &rows[i]);
	return fold;
}

/* In the order given and in the other one: the order of import must not show. */
static void expect(struct stored_meeting *rows, gsize count, const char *expected)
{
	for (int turn = 0; turn < 2; turn++) {
		struct meeting_fold *fold = fold_of(rows, count);
		g_autofree char *text = folded_text(meeting_fold_finish(fold));

		assert_string_equal(text, expected);
		meeting_fold_free(fold);
		for (gsize i = 0; i < count / 2; i++) {
			struct stored_meeting swapped = rows[i];
			rows[i] = rows[count - 1 - i];
			rows[count - 1 - i] = swapped;
		}
	}
}

static void the_last_version_holds(void **state)
{
	/* The series was put on other days: nothing is left of the old ones. */
	struct stored_meeting moved[] = {row("a", 10), row("a", 20), row("a", 11),
					 row("a", 21)};
	/* The sequence counts before the stamp, the stamp when sequences are equal. */
	struct stored_meeting single[] = {row("a", 10), row("a", 11), row("a", 12)};

	moved[2].sequence = moved[3].sequence = 1;
	expect(moved, G_N_ELEMENTS(moved), "11 21");
	for (guint i = 0; i < G_N_ELEMENTS(single); i++) {
		single[i].instance_ms = INSTANT_NONE;
		single[i].revised_ms = (3 - i) * DAY;
	}
	single[1].sequence = single[2].sequence = 2;
	expect(single, G_N_ELEMENTS(single), "11");
}

/* A later export of the same version knows that the meeting was held. */
static void held_is_known_later_than_planned(void **state)
{
	struct stored_meeting rows[] = {row("a", 10), row("a", 10), row("a", 20)};

	rows[0].planned = rows[2].planned = true;
	expect(rows, G_N_ELEMENTS(rows), "10 20?");
}

static void exceptions_change_one(void **state)
{
	struct stored_meeting moved[] = {row("a", 10), row("a", 20), exception("a", 10, 12)};
	struct stored_meeting cancelled[] = {row("a", 10), row("a", 20),
					     exception("a", 20, 20)};
	struct stored_meeting versions[] = {row("a", 10), exception("a", 10, 12),
					    exception("a", 10, 13)};
	struct stored_meeting alone[] = {exception("a", 10, 12)};
	/* What the series no longer has, an older exception does not bring back. */
	struct stored_meeting stale[] = {row("a", 20), exception("a", 10, 12)};

	expect(moved, G_N_ELEMENTS(moved), "12 20");
	cancelled[2].cancelled = true;
	expect(cancelled, G_N_ELEMENTS(cancelled), "10 20x");
	versions[2].sequence = 2;
	expect(versions, G_N_ELEMENTS(versions), "13");
	expect(alone, G_N_ELEMENTS(alone), "12");
	stale[0].sequence = 5;
	stale[0].revised_ms = 9 * DAY;
	expect(stale, G_N_ELEMENTS(stale), "20");
	stale[1].revised_ms = 10 * DAY;
	expect(stale, G_N_ELEMENTS(stale), "12 20");
}

static void exceptions_shift_what_follows(void **state)
{
	struct stored_meeting rows[] = {row("a", 10),           row("a", 20),
					row("a", 30),           row("a", 40),
					exception("a", 20, 21), exception("a", 40, 45)};

	rows[4].onwards = true;
	expect(rows, G_N_ELEMENTS(rows), "10 21 31 45");
	rows[4].cancelled = true;
	expect(rows, G_N_ELEMENTS(rows), "10 21x 31x 45");
}

/* A series that is cancelled later was held until then. */
static void held_is_not_undone(void **state)
{
	struct stored_meeting rows[] = {row("a", 10), row("a", 20), row("a", 30), row("a", 10)};
	struct stored_meeting bare[] = {row("a", 10), row("a", 20), row("a", 0)};
	struct stored_meeting only[] = {row("a", 10), row("a", 20)};

	rows[1].planned = rows[2].planned = true;
	rows[3].sequence = 3;
	rows[3].cancelled = true;
	expect(rows, G_N_ELEMENTS(rows), "10 20x? 30x?");
	bare[1].planned = true;
	bare[2].sequence = 3;
	bare[2].cancelled = true;
	bare[2].instance_ms = bare[2].start_ms = bare[2].end_ms = INSTANT_NONE;
	expect(bare, G_N_ELEMENTS(bare), "10 20x?");
	only[0].cancelled = only[1].cancelled = true;
	expect(only, G_N_ELEMENTS(only), "10x 20x");
}

static const struct timeline_meeting *meeting(const GArray *all, guint index)
{
	return &g_array_index(all, struct timeline_meeting, index);
}

static void people_are_counted_by_side(void **state)
{
	struct stored_meeting rows[] = {row("a", 10), row("a", 20), row("a", 0), row("a", 20)};
	struct meeting_fold *fold;
	const GArray *all;

	rows[0].organiser_address = "kim@infonet.fr"; /* not in the list: comes all the same */
	rows[2].answer = rows[3].answer = true;
	rows[2].instance_ms = INSTANT_NONE;
	rows[2].people = "1\tlea@infonet.fr\tLéa";
	rows[3].exception = true;
	rows[3].people = "2\tlea@infonet.fr\tLéa";
	fold = fold_of(rows, G_N_ELEMENTS(rows));
	all = meeting_fold_finish(fold);
	assert_int_equal(all->len, 2);
	assert_int_equal(meeting(all, 0)->invited[SIDE_CLIENT], 2);
	assert_int_equal(meeting(all, 0)->invited[SIDE_PROVIDER], 2);
	assert_int_equal(meeting(all, 0)->accepted[SIDE_CLIENT], 1);
	assert_int_equal(meeting(all, 0)->accepted[SIDE_PROVIDER], 2);
	assert_int_equal(meeting(all, 0)->declined[SIDE_CLIENT], 1);
	/* Her answer to this one meeting comes before her answer to all. */
	assert_int_equal(meeting(all, 1)->invited[SIDE_PROVIDER], 1);
	assert_int_equal(meeting(all, 1)->accepted[SIDE_PROVIDER], 0);
	assert_int_equal(meeting(all, 1)->declined[SIDE_PROVIDER], 1);
	meeting_fold_free(fold);
}

/* One title is one committee, whatever its uids; without a name, three meetings of both sides
 * make a series; with people of one side, none. */
static void committees(void **state)
{
	struct stored_meeting rows[] = {
		row("a", 10), row("b", 20), row("c", 11), row("d", 12),
		row("d", 13), row("d", 14), row("e", 15), row("e", 16),
		row("f", 17), row("f", 18), row("f", 19),
	};
	static const char *const titles[] = {
		"COPIL Acme 12/03/2024",
		"Annulé : COPIL Acme 14/04/2024",
		"Déjeuner",
		"Salle bleue",
		"Salle bleue",
		"Salle bleue",
		"Salle verte",
		"Salle verte",
		"Café",
		"Café",
		"Café",
	};
	static const guint32 series[] = {0,
					 TIMELINE_NO_INDEX,
					 1,
					 1,
					 1,
					 TIMELINE_NO_INDEX,
					 TIMELINE_NO_INDEX,
					 TIMELINE_NO_INDEX,
					 TIMELINE_NO_INDEX,
					 TIMELINE_NO_INDEX,
					 0};
	struct meeting_fold *fold;
	const GArray *all;

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
		rows[i].title = titles[i];
	for (gsize i = 8; i < 11; i++)
		rows[i].people = "1\tanne@acme.fr\tAnne\n1\tpaul@acme.fr\t";
	fold = fold_of(rows, G_N_ELEMENTS(rows));
	all = meeting_fold_finish(fold);
	assert_int_equal(all->len, G_N_ELEMENTS(rows));
	for (guint i = 0; i < all->len; i++)
		assert_int_equal(meeting(all, i)->series, series[i]);
	assert_int_equal(meeting(all, 0)->kind, COMMITTEE_STEERING);
	assert_int_equal(meeting(all, 2)->kind, COMMITTEE_NONE);
	meeting_fold_free(fold);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_last_version_holds),
		cmocka_unit_test(held_is_known_later_than_planned),
		cmocka_unit_test(exceptions_change_one),
		cmocka_unit_test(exceptions_shift_what_follows),
		cmocka_unit_test(held_is_not_undone),
		cmocka_unit_test(people_are_counted_by_side),
		cmocka_unit_test(committees),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
