/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Tickets from their rows: histories, snapshots, reopening, who asks. */
#include "ingest/ticket_fold.h"

#include "tests/harness.h"

#define HOUR G_GINT64_CONSTANT(3600000)

static struct stored_ticket_row row(const char *key, gint64 activity, enum ticket_state state)
{
	return (struct stored_ticket_row){
		.tool = "test",
		.key = key,
		.state = state,
		.activity_ms = activity,
		.opened_ms = HOUR,
		.first_response_ms = INSTANT_NONE,
		.resolved_ms = INSTANT_NONE,
		.closed_ms = INSTANT_NONE,
		.reopened = -1,
		.reassigned = -1,
		.sla_met = -1,
	};
}

/* Texts of a ticket are borrowed: these tests look at its numbers alone. */
static bool keep(const struct folded_ticket *ticket, void *data)
{
	g_array_append_vals(data, ticket, 1);
	return true;
}

static void a_history_gives_its_instants(void **state)
{
	g_autoptr(sides_auto) sides = sides_new("acme.fr", "infonet.fr", NULL);
	g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(struct folded_ticket));
	struct ticket_fold *fold = ticket_fold_new(sides, SIDE_PROVIDER, keep, all);
	struct stored_ticket_row rows[] = {
		row("1", HOUR, TICKET_NEW),          row("1", 3 * HOUR, TICKET_IN_PROGRESS),
		row("1", 5 * HOUR, TICKET_RESOLVED), row("1", 6 * HOUR, TICKET_IN_PROGRESS),
		row("1", 9 * HOUR, TICKET_CLOSED),   row("2", HOUR, TICKET_NEW),
	};

	rows[1].assignee = "anne";
	rows[2].assignee = "anne";
	rows[3].assignee = "carl";
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
		ticket_fold_add(fold, &rows[i]);
	assert_true(ticket_fold_finish(fold));
	assert_int_equal(all->len, 2);
	const struct timeline_ticket *one = &g_array_index(all, struct folded_ticket, 0).ticket;
	assert_true(one->opened_ms == HOUR);
	assert_true(one->acknowledged_ms == 3 * HOUR);
	assert_true(one->resolved_ms == INSTANT_NONE);
	assert_true(one->closed_ms == 9 * HOUR);
	assert_int_equal(one->reopened, 1);
	assert_int_equal(one->reassigned, 1);
	assert_int_equal(one->requester_side, SIDE_CLIENT);
	assert_true(one->gap_from_ms == 6 * HOUR && one->gap_to_ms == 9 * HOUR);
	const struct timeline_ticket *two = &g_array_index(all, struct folded_ticket, 1).ticket;
	assert_true(two->acknowledged_ms == INSTANT_NONE);
	assert_true(two->gap_from_ms == INSTANT_NONE && two->gap_to_ms == INSTANT_NONE);
	assert_int_equal(two->reopened, -1);
	ticket_fold_free(fold);
}

static void a_snapshot_knows_what_it_says(void **state)
{
	g_autoptr(sides_auto) sides = sides_new("", "", NULL);
	g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(struct folded_ticket));
	struct ticket_fold *fold = ticket_fold_new(sides, SIDE_PROVIDER, keep, all);
	struct stored_ticket_row one = row("7", INSTANT_NONE, TICKET_CLOSED);

	one.resolved_ms = 30 * HOUR;
	one.closed_ms = 40 * HOUR;
	one.reopened = 2;
	ticket_fold_add(fold, &one);
	assert_true(ticket_fold_finish(fold));
	const struct timeline_ticket *ticket =
		&g_array_index(all, struct folded_ticket, 0).ticket;
	assert_true(ticket->acknowledged_ms == INSTANT_NONE);
	assert_true(ticket->resolved_ms == 30 * HOUR);
	assert_true(ticket->last_ms == 40 * HOUR);
	assert_int_equal(ticket->reopened, 2);
	ticket_fold_free(fold);
}

static void the_requester_may_be_on_the_working_side(void **state)
{
	g_autoptr(sides_auto) sides = sides_new("acme.fr", "infonet.fr", NULL);
	g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(struct folded_ticket));
	struct ticket_fold *fold = ticket_fold_new(sides, SIDE_PROVIDER, keep, all);
	struct stored_ticket_row one = row("1", HOUR, TICKET_NEW);
	struct stored_ticket_row two = row("2", HOUR, TICKET_NEW);
	struct stored_ticket_row three = row("3", HOUR, TICKET_NEW);

	one.requester = "Tech@Infonet.fr";
	two.requester = "Zabbix";
	three.opened_ms = INSTANT_NONE; /* and no activity: cannot be dated */
	three.activity_ms = INSTANT_NONE;
	ticket_fold_add(fold, &one);
	ticket_fold_add(fold, &two);
	ticket_fold_add(fold, &three);
	assert_true(ticket_fold_finish(fold));
	assert_int_equal(all->len, 2);
	assert_int_equal(g_array_index(all, struct folded_ticket, 0).ticket.requester_side,
			 SIDE_PROVIDER);
	assert_true(g_array_index(all, struct folded_ticket, 1).ticket.automatic);
	ticket_fold_free(fold);
}

/* What the export counts stands before what its history shows. */
static void the_export_counts_first(void **state)
{
	g_autoptr(sides_auto) sides = sides_new("", "", NULL);
	g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(struct folded_ticket));
	struct ticket_fold *fold = ticket_fold_new(sides, SIDE_PROVIDER, keep, all);
	struct stored_ticket_row rows[] = {
		row("1", HOUR, TICKET_IN_PROGRESS), row("1", 2 * HOUR, TICKET_RESOLVED),
		row("1", 3 * HOUR, TICKET_IN_PROGRESS), row("1", 4 * HOUR, TICKET_CLOSED)};

	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		rows[i].assignee = i % 2 == 0 ? "anne" : "carl";
		rows[i].reassigned = 1;
		assert_true(ticket_fold_add(fold, &rows[i]));
	}
	assert_true(ticket_fold_finish(fold));
	const struct timeline_ticket *one = &g_array_index(all, struct folded_ticket, 0).ticket;
	assert_int_equal(one->reassigned, 1);
	assert_int_equal(one->reopened, 1);
	ticket_fold_free(fold);
}

static bool refuse(const struct folded_ticket *ticket, void *data)
{
	++*(guint *)data;
	return false;
}

static void what_fails_stops_it(void **state)
{
	g_autoptr(sides_auto) sides = sides_new("", "", NULL);
	struct stored_ticket_row one = row("1", HOUR, TICKET_NEW);
	struct stored_ticket_row two = row("2", HOUR, TICKET_NEW);
	guint asked = 0;
	struct ticket_fold *fold = ticket_fold_new(sides, SIDE_PROVIDER, refuse, &asked);

	assert_true(ticket_fold_add(fold, &one));
	assert_false(ticket_fold_add(fold, &two));
	assert_int_equal(asked, 1);
	ticket_fold_free(fold);
}

/* Waiting for the requester, what the requester does, and the time after the end are nobody's
 * silence. */
static void a_gap_is_the_workers(void **state)
{
	g_autoptr(sides_auto) sides = sides_new("acme.fr", "infonet.fr", NULL);
	g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(struct folded_ticket));
	struct ticket_fold *fold = ticket_fold_new(sides, SIDE_PROVIDER, keep, all);
	struct stored_ticket_row rows[] = {
		row("1", 3 * HOUR, TICKET_IN_PROGRESS), row("1", 6 * HOUR, TICKET_IN_PROGRESS),
		row("1", 8 * HOUR, TICKET_WAITING),     row("1", 50 * HOUR, TICKET_IN_PROGRESS),
		row("1", 51 * HOUR, TICKET_RESOLVED),   row("1", 99 * HOUR, TICKET_IN_PROGRESS),
		row("1", 100 * HOUR, TICKET_CLOSED),
	};

	rows[1].activity_actor = "Jeanne@acme.fr";
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
		ticket_fold_add(fold, &rows[i]);
	assert_true(ticket_fold_finish(fold));
	const struct timeline_ticket *one = &g_array_index(all, struct folded_ticket, 0).ticket;
	assert_true(one->gap_from_ms == 3 * HOUR);
	assert_true(one->gap_to_ms == 8 * HOUR);
	ticket_fold_free(fold);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_history_gives_its_instants),
		cmocka_unit_test(a_gap_is_the_workers),
		cmocka_unit_test(a_snapshot_knows_what_it_says),
		cmocka_unit_test(the_requester_may_be_on_the_working_side),
		cmocka_unit_test(what_fails_stops_it),
		cmocka_unit_test(the_export_counts_first),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
