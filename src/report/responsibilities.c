/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* An activity is a line of its name, under its group, and a line of who does what. */
#include "report/responsibilities.h"

#include <string.h>

#include "language/activities.h"
#include "report/csv_cells.h"
#include "report/json_parts.h"
#include "report/phrase.h"

#define INDENT 2

void shown_hole_free(struct shown_hole *hole)
{
	g_free(hole->event);
	g_free(hole->words);
	g_free(hole->activity);
	g_free(hole);
}

static enum activity_language language_of(const struct catalogue *catalogue)
{
	return strcmp(catalogue_language(catalogue), "fr") == 0 ? ACTIVITY_FRENCH
								: ACTIVITY_ENGLISH;
}

static const char *name_of(const struct catalogue *catalogue, guint activity)
{
	return activity_at(activity)->name[language_of(catalogue)];
}

/* Of a row: its name in the catalogue, or the user's own. */
static const char *name_of_row(const struct catalogue *catalogue, const char *activity)
{
	guint number = activity_find(activity);

	return number != ACTIVITY_NONE ? name_of(catalogue, number) : activity;
}

/* Above the first activity of its group. */
static void put_group(const struct screen *screen, const struct catalogue *catalogue,
		      guint activity, const struct activity_group **last)
{
	const struct activity_group *group = activity_at(activity)->group;

	if (group != *last)
		screen_heading(screen, group->name[language_of(catalogue)]);
	*last = group;
}

static void nothing(const struct screen *screen, const struct catalogue *catalogue)
{
	screen_wrap(screen, SCREEN_PLAIN, "", 0,
		    catalogue_text(catalogue, N_("Nothing to show.")));
}

/* ---- the catalogue ---- */

void report_activities_text(const struct catalogue *catalogue, const struct screen *screen)
{
	const struct activity_group *group = NULL;

	for (guint i = 1; i <= activities_count(); i++) {
		const struct activity *activity = activity_at(i);
		const char *keeps = activity->keeps[language_of(catalogue)];
		g_autofree char *head =
			g_strdup_printf("%s · %s", activity->id, name_of(catalogue, i));
		put_group(screen, catalogue, i, &group);
		screen_wrap(screen, SCREEN_PLAIN, "", INDENT, head);
		if (*keeps != '\0') {
			g_autofree char *line = phrase(
				catalogue_text(catalogue,
					       activity->client_answers
						       ? N_("the client answers for it, and "
							    "keeps: {what}")
						       : N_("the client keeps: {what}")),
				{"what", keeps});
			screen_wrap(screen, SCREEN_DIM, "    ", 4, line);
		}
	}
}

static void put_activity_json(struct json_writer *json, guint number)
{
	const struct activity *activity = activity_at(number);

	json_member_string(json, "activity", activity->id);
	json_member_string(json, "group", activity->group->id);
	json_member_string(json, "name_en", activity->name[ACTIVITY_ENGLISH]);
	json_member_string(json, "name_fr", activity->name[ACTIVITY_FRENCH]);
}

static struct json_writer *begin_json(GString *out, const char *schema)
{
	struct json_writer *json = json_writer_new(out);

	json_begin_object(json);
	json_member_string(json, "schema", schema);
	return json;
}

static void end_json(struct json_writer *json, GString *out)
{
	json_end_object(json);
	json_writer_free(json);
	g_string_append_c(out, '\n');
}

void report_activities_json(GString *out)
{
	struct json_writer *json = begin_json(out, "entente/activities/1");

	json_key(json, "activities");
	json_begin_array(json);
	for (guint i = 1; i <= activities_count(); i++) {
		const struct activity *activity = activity_at(i);
		json_begin_object(json);
		put_activity_json(json, i);
		json_member_string(json, "client_keeps_en", activity->keeps[ACTIVITY_ENGLISH]);
		json_member_string(json, "client_keeps_fr", activity->keeps[ACTIVITY_FRENCH]);
		json_key(json, "client_answers");
		json_bool(json, activity->client_answers);
		json_end_object(json);
	}
	json_end_array(json);
	end_json(json, out);
}

/* ---- the grid ---- */

static void add_cell_words(const struct catalogue *catalogue, const struct raci_cell *cell,
			   GString *line)
{
	char letters[RACI_LETTERS + 1];
	const char *side = catalogue_text(
		catalogue, cell->side == SIDE_CLIENT ? N_("client") : N_("provider"));

	raci_letters_put(cell->letters, letters);
	g_string_append_printf(line, "%s%s %s, %s", line->len > 0 ? " · " : "", letters, side,
			       cell->role);
}

/* Caller owns. */
static char *cells_words(const struct catalogue *catalogue, const struct raci_row *row)
{
	g_autoptr(GArray) cells = raci_cells(row);
	GString *line = g_string_new(NULL);

	if (!row->applies)
		g_string_append(line, catalogue_text(catalogue, N_("does not apply")));
	for (guint i = 0; i < cells->len; i++)
		add_cell_words(catalogue, &g_array_index(cells, struct raci_cell, i), line);
	if (line->len == 0)
		g_string_append(line, catalogue_text(catalogue, N_("nobody")));
	if (row->clause != NULL)
		g_string_append_printf(line, " · %s", row->clause);
	if (row->since != RACI_ALWAYS) {
		g_autofree char *day = phrase_day(catalogue, row->since);
		g_autofree char *since =
			phrase(catalogue_text(catalogue, N_("since {day}")), {"day", day});
		g_string_append_printf(line, " · %s", since);
	}
	return g_string_free(line, FALSE);
}

static void put_grid_row(const struct screen *screen, const struct catalogue *catalogue,
			 const struct raci_row *row)
{
	g_autofree char *words = cells_words(catalogue, row), *safe = phrase_clean(words);
	g_autofree char *name = phrase_clean(name_of_row(catalogue, row->activity));
	bool grey = row->applies && raci_accountable(row) != 1;

	screen_wrap(screen, grey ? SCREEN_BOLD : SCREEN_PLAIN, "", INDENT, name);
	screen_wrap(screen, SCREEN_PLAIN, "    ", 4, safe);
}

/* The rows that hold on the day: those of the catalogue in its order, then one's own. Caller
 * owns. */
static GPtrArray *rows_on_day(const struct shown_grid *grid)
{
	GPtrArray *held = g_ptr_array_new();

	for (guint i = 1; i <= activities_count(); i++) {
		const struct raci_row *row =
			raci_row_on(grid->rows, activity_at(i)->id, grid->day);
		if (row != NULL)
			g_ptr_array_add(held, (gpointer)row);
	}
	for (guint i = 0; i < grid->rows->len; i++) {
		const struct raci_row *first = g_ptr_array_index(grid->rows, i);
		const struct raci_row *row =
			raci_is_first_of_own(grid->rows, i)
				? raci_row_on(grid->rows, first->activity, grid->day)
				: NULL;
		if (row != NULL)
			g_ptr_array_add(held, (gpointer)row);
	}
	return held;
}

void report_grid_text(const struct shown_grid *grid, const struct catalogue *catalogue,
		      const struct screen *screen)
{
	g_autoptr(GPtrArray) held = rows_on_day(grid);
	const struct activity_group *group = NULL;
	bool own = false;

	for (guint i = 0; i < held->len; i++) {
		const struct raci_row *row = g_ptr_array_index(held, i);
		guint number = activity_find(row->activity);
		if (number != ACTIVITY_NONE)
			put_group(screen, catalogue, number, &group);
		else if (!own)
			screen_heading(screen,
				       catalogue_text(catalogue, N_("Your own activities")));
		own = number == ACTIVITY_NONE;
		put_grid_row(screen, catalogue, row);
	}
	if (held->len == 0)
		nothing(screen, catalogue);
}

static void cells_json(struct json_writer *json, const struct raci_row *row)
{
	g_autoptr(GArray) cells = raci_cells(row);

	json_key(json, "cells");
	json_begin_array(json);
	for (guint i = 0; i < cells->len; i++) {
		const struct raci_cell *cell = &g_array_index(cells, struct raci_cell, i);
		char letters[RACI_LETTERS + 1];
		raci_letters_put(cell->letters, letters);
		json_begin_object(json);
		json_member_string(json, "side", side_token(cell->side));
		json_member_string(json, "role", cell->role);
		json_member_string(json, "letters", letters);
		json_end_object(json);
	}
	json_end_array(json);
}

static void begin_grid_json(struct json_writer *json, const struct shown_grid *grid)
{
	json_member_string(json, "relationship", grid->relationship);
	json_put_day(json, "as_of", grid->day);
}

static void put_row_json(struct json_writer *json, const struct raci_row *row)
{
	guint number = activity_find(row->activity);

	json_begin_object(json);
	if (number != ACTIVITY_NONE) {
		put_activity_json(json, number);
	} else {
		json_member_string(json, "activity", row->activity);
		json_member_string(json, "group", "own");
		json_member_string(json, "name_en", row->activity);
		json_member_string(json, "name_fr", row->activity);
	}
	json_put_day(json, "since", row->since);
	json_key(json, "applies");
	json_bool(json, row->applies != 0);
	json_member_string(json, "clause", row->clause);
	cells_json(json, row);
	json_end_object(json);
}

void report_grid_json(const struct shown_grid *grid, GString *out)
{
	g_autoptr(GPtrArray) held = rows_on_day(grid);
	struct json_writer *json = begin_json(out, "entente/responsibilities/1");

	begin_grid_json(json, grid);
	json_key(json, "rows");
	json_begin_array(json);
	for (guint i = 0; i < held->len; i++)
		put_row_json(json, g_ptr_array_index(held, i));
	json_end_array(json);
	end_json(json, out);
}

/* ---- as a table ---- */

/* struct raci_cell of each role of any row, by side, in the order of their coming. Caller owns.
 */
static GArray *roles_of(const GPtrArray *rows)
{
	GArray *roles = g_array_new(FALSE, FALSE, sizeof(struct raci_cell));

	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++)
		for (guint i = 0; i < rows->len; i++) {
			g_autoptr(GArray) cells = raci_cells(g_ptr_array_index(rows, i));
			for (guint c = 0; c < cells->len; c++) {
				const struct raci_cell *cell =
					&g_array_index(cells, struct raci_cell, c);
				guint k = 0;
				while (k < roles->len &&
				       (g_array_index(roles, struct raci_cell, k).side !=
						cell->side ||
					strcmp(g_array_index(roles, struct raci_cell, k).role,
					       cell->role) != 0))
					k++;
				if (cell->side == side && k == roles->len)
					g_array_append_val(roles, *cell);
			}
		}
	return roles;
}

/* A grid that nobody has begun shows how its columns are named. */
static void add_usual_roles(const struct catalogue *catalogue, GArray *roles)
{
	struct raci_cell client = {SIDE_CLIENT}, provider = {SIDE_PROVIDER};

	g_strlcpy(client.role, catalogue_text(catalogue, N_("IT manager")), sizeof client.role);
	g_strlcpy(provider.role, catalogue_text(catalogue, N_("service desk")),
		  sizeof provider.role);
	g_array_append_val(roles, client);
	g_array_append_val(roles, provider);
}

static void put_letters(const struct raci_row *row, const struct raci_cell *role, GString *out)
{
	g_autoptr(GArray) cells = row != NULL ? raci_cells(row) : NULL;
	char letters[RACI_LETTERS + 1] = "";

	for (guint i = 0; cells != NULL && i < cells->len; i++) {
		const struct raci_cell *cell = &g_array_index(cells, struct raci_cell, i);
		if (cell->side == role->side && strcmp(cell->role, role->role) == 0)
			raci_letters_put(cell->letters, letters);
	}
	csv_put_cell(out, letters);
}

static void put_row(const struct catalogue *catalogue, const char *activity,
		    const struct raci_row *row, const GArray *roles, GString *out)
{
	csv_put_cell(out, activity);
	csv_put_cell(out, name_of_row(catalogue, activity));
	csv_put_day(out, row != NULL ? row->since : RACI_ALWAYS);
	csv_put_cell(out, row == NULL ? "" : row->applies ? "yes" : "no");
	for (guint i = 0; i < roles->len; i++)
		put_letters(row, &g_array_index(roles, struct raci_cell, i), out);
	csv_put_cell(out, row != NULL ? row->clause : NULL);
	g_string_truncate(out, out->len - 1);
	g_string_append_c(out, '\n');
}

static void put_header(const struct catalogue *catalogue, const GArray *roles, GString *out)
{
	g_string_append(out, "activity,name,since,applies,");
	for (guint i = 0; i < roles->len; i++) {
		const struct raci_cell *role = &g_array_index(roles, struct raci_cell, i);
		g_autofree char *header =
			g_strdup_printf("%s: %s", side_token(role->side), role->role);
		csv_put_cell(out, header);
	}
	g_string_append(out, "clause\n");
}

/* All rows of one activity; false when there is none. */
static bool put_rows(const struct shown_grid *grid, const struct catalogue *catalogue,
		     const char *activity, const GArray *roles, GString *out)
{
	bool any = false;

	for (guint i = 0; i < grid->rows->len; i++) {
		const struct raci_row *row = g_ptr_array_index(grid->rows, i);
		if (strcmp(row->activity, activity) != 0)
			continue;
		put_row(catalogue, activity, row, roles, out);
		any = true;
	}
	return any;
}

void report_grid_csv(const struct shown_grid *grid, const struct catalogue *catalogue,
		     GString *out)
{
	g_autoptr(GArray) roles = roles_of(grid->rows);

	if (roles->len == 0)
		add_usual_roles(catalogue, roles);
	put_header(catalogue, roles, out);
	for (guint i = 1; i <= activities_count(); i++)
		if (!put_rows(grid, catalogue, activity_at(i)->id, roles, out))
			put_row(catalogue, activity_at(i)->id, NULL, roles, out);
	for (guint i = 0; i < grid->rows->len; i++) {
		const struct raci_row *row = g_ptr_array_index(grid->rows, i);
		if (raci_is_first_of_own(grid->rows, i))
			put_rows(grid, catalogue, row->activity, roles, out);
	}
}

/* ---- what is wrong ---- */

static const char *const trouble_headings[RACI_TROUBLES] = {
	[RACI_NO_ROW] = N_("Not in the grid: nobody said whose it is"),
	[RACI_NOBODY_ACCOUNTABLE] = N_("Nobody answers for it"),
	[RACI_SEVERAL_ACCOUNTABLE] = N_("Several roles answer for it"),
	[RACI_NOBODY_RESPONSIBLE] = N_("Nobody does it"),
	[RACI_CLIENT_MUST_ANSWER] =
		N_("The provider answers for what the client cannot hand over"),
	[RACI_ACROSS_THE_BORDER] =
		N_("One company answers, the other alone does it, and no clause says so"),
	[RACI_OVERLOADED] = N_("Roles that do very much"),
};

/* Caller owns. */
static char *finding_words(const struct catalogue *catalogue,
			   const struct raci_finding *finding)
{
	if (finding->trouble == RACI_OVERLOADED) {
		g_autofree char *count = phrase_count(catalogue, "{n} activity",
						      "{n} activities", finding->count);
		return g_strdup_printf("%s, %s · %s",
				       catalogue_text(catalogue, finding->side == SIDE_CLIENT
									 ? N_("client")
									 : N_("provider")),
				       finding->role, count);
	}
	return g_strdup(finding->own != NULL ? finding->own
					     : name_of(catalogue, finding->activity));
}

/* Under its heading, one a line; activities that nobody placed, all in one paragraph. */
static void put_trouble(const struct screen *screen, const struct catalogue *catalogue,
			const GPtrArray *findings, enum raci_trouble trouble)
{
	g_autoptr(GString) paragraph = g_string_new(NULL);
	bool first = true;

	for (guint i = 0; i < findings->len; i++) {
		const struct raci_finding *finding = g_ptr_array_index(findings, i);
		g_autofree char *words = NULL, *safe = NULL;
		if (finding->trouble != trouble)
			continue;
		if (first)
			screen_heading(screen,
				       catalogue_text(catalogue, trouble_headings[trouble]));
		first = false;
		words = finding_words(catalogue, finding);
		safe = phrase_clean(words);
		if (trouble == RACI_NO_ROW)
			g_string_append_printf(paragraph, "%s%s",
					       paragraph->len > 0 ? " · " : "", safe);
		else
			screen_wrap(screen, SCREEN_PLAIN, "- ", INDENT, safe);
	}
	if (paragraph->len > 0)
		screen_wrap(screen, SCREEN_PLAIN, "", 0, paragraph->str);
}

/* A name that was meant to be one of the catalogue shows by the nearest beside it. */
static void put_own(const struct shown_grid *grid, const struct catalogue *catalogue,
		    const struct screen *screen)
{
	bool first = true;

	for (guint i = 0; i < grid->rows->len; i++) {
		const struct raci_row *row = g_ptr_array_index(grid->rows, i);
		const struct activity *nearest;
		g_autofree char *name = NULL, *line = NULL;
		if (!raci_is_first_of_own(grid->rows, i))
			continue;
		if (first)
			screen_heading(
				screen,
				catalogue_text(catalogue,
					       N_("Not in the catalogue: kept as your own, "
						  "tied to tickets by your word alone")));
		first = false;
		name = phrase_clean(row->activity);
		nearest = activity_nearest(row->activity);
		line = nearest == NULL
			       ? g_strdup(name)
			       : phrase(catalogue_text(catalogue,
						       N_("{name} (nearest: {nearest})")),
					{"name", name}, {"nearest", nearest->id});
		screen_wrap(screen, SCREEN_PLAIN, "- ", INDENT, line);
	}
}

void report_grid_check_text(const struct shown_grid *grid, const struct catalogue *catalogue,
			    const struct screen *screen)
{
	g_autoptr(GPtrArray) findings = raci_check(grid->rows, grid->day);

	for (enum raci_trouble trouble = 0; trouble < RACI_TROUBLES; trouble++)
		put_trouble(screen, catalogue, findings, trouble);
	put_own(grid, catalogue, screen);
	if (grid->rows->len == 0)
		screen_wrap(screen, SCREEN_PLAIN, "", 0,
			    catalogue_text(catalogue, N_("There is no grid yet.")));
	else if (findings->len == 0)
		screen_wrap(screen, SCREEN_PLAIN, "", 0,
			    catalogue_text(catalogue, N_("The grid keeps every rule.")));
}

void report_grid_check_json(const struct shown_grid *grid, GString *out)
{
	g_autoptr(GPtrArray) findings = raci_check(grid->rows, grid->day);
	struct json_writer *json = begin_json(out, "entente/responsibilities-check/1");

	begin_grid_json(json, grid);
	json_member_int(json, "rows", grid->rows->len);
	json_key(json, "findings");
	json_begin_array(json);
	for (guint i = 0; i < findings->len; i++) {
		const struct raci_finding *finding = g_ptr_array_index(findings, i);
		json_begin_object(json);
		json_member_string(json, "trouble", raci_trouble_token(finding->trouble));
		json_member_string(json, "activity",
				   finding->activity != ACTIVITY_NONE
					   ? activity_at(finding->activity)->id
					   : finding->own);
		json_member_string(json, "role", finding->role);
		json_member_string(json, "side",
				   finding->role != NULL ? side_token(finding->side) : NULL);
		json_member_int(json, "count", finding->count);
		json_end_object(json);
	}
	json_end_array(json);
	end_json(json, out);
}

/* ---- what fell into a hole ---- */

static char *why(const struct catalogue *catalogue, guint accountable)
{
	if (accountable == 0)
		return g_strdup(catalogue_text(catalogue, N_("nobody answered for it")));
	return phrase_count(catalogue, "{n} role answered for it", "{n} roles answered for it",
			    accountable);
}

static void put_hole(const struct screen *screen, const struct catalogue *catalogue,
		     const struct shown_hole *hole)
{
	g_autofree char *day = phrase_short_day(catalogue, hole->day);
	g_autofree char *reason = why(catalogue, hole->accountable);
	g_autofree char *head = g_strdup_printf("%s · %s · %s · %s", day, hole->event,
						name_of_row(catalogue, hole->activity), reason);

	screen_wrap(screen, SCREEN_PLAIN, "", INDENT, head);
	if (hole->words != NULL) {
		g_autofree char *quote = phrase_quote(catalogue, hole->words);
		screen_wrap_most(screen, SCREEN_DIM, "    ", 4, quote, 2);
	}
}

void report_holes_text(const GPtrArray *holes, guint tied, const struct catalogue *catalogue,
		       const struct screen *screen)
{
	g_autofree char *in = phrase_integer(catalogue, holes->len);
	g_autofree char *of = phrase_count(catalogue, "{n} ticket or dispute",
					   "{n} tickets and disputes", tied);
	g_autofree char *line = phrase(
		catalogue_text(catalogue, N_("{in} of {of} tied to an activity fell where not "
					     "exactly one role answered for it.")),
		{"in", in}, {"of", of});

	if (tied == 0) {
		nothing(screen, catalogue);
		return;
	}
	screen_wrap(screen, SCREEN_BOLD, "", 0, line);
	for (guint i = 0; i < holes->len; i++)
		put_hole(screen, catalogue, g_ptr_array_index(holes, i));
}

void report_holes_json(const struct shown_grid *grid, const GPtrArray *holes, guint tied,
		       GString *out)
{
	struct json_writer *json = begin_json(out, "entente/responsibilities-holes/1");

	begin_grid_json(json, grid);
	json_member_int(json, "tied", tied);
	json_key(json, "holes");
	json_begin_array(json);
	for (guint i = 0; i < holes->len; i++) {
		const struct shown_hole *hole = g_ptr_array_index(holes, i);
		json_begin_object(json);
		json_member_string(json, "event", hole->event);
		json_put_day(json, "day", hole->day);
		json_member_string(json, "activity", hole->activity);
		json_member_int(json, "accountable", hole->accountable);
		json_member_string(json, "words", hole->words);
		json_end_object(json);
	}
	json_end_array(json);
	end_json(json, out);
}
