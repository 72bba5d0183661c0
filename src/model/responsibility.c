/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Rows of a grid, their cells as text, and the rules they are held against. */
#include "model/responsibility.h"

#include <string.h>

#include "language/activities.h"

static const char letters_of_raci[RACI_LETTERS] = {'R', 'A', 'C', 'I'};

void raci_row_clear(struct raci_row *row)
{
	g_free(row->activity);
	g_free(row->clause);
	g_free(row->cells);
	memset(row, 0, sizeof *row);
}

void raci_row_free(struct raci_row *row)
{
	if (row == NULL)
		return;
	raci_row_clear(row);
	g_free(row);
}

/* ---- cells ---- */

void raci_letters_put(guint8 letters, char out[RACI_LETTERS + 1])
{
	guint n = 0;

	for (guint i = 0; i < RACI_LETTERS; i++)
		if (letters & RACI_BIT(i))
			out[n++] = letters_of_raci[i];
	out[n] = '\0';
}

guint8 raci_letters_of(const char *word, bool *fits)
{
	guint8 letters = 0;

	*fits = true;
	for (; *word != '\0'; word++) {
		char letter = g_ascii_toupper(*word);
		guint i = 0;
		if (strchr(" ,/+&;-_*()", *word) != NULL)
			continue;
		while (i < RACI_LETTERS && letters_of_raci[i] != letter)
			i++;
		if (i == RACI_LETTERS) {
			*fits = false;
			return 0;
		}
		letters |= (guint8)RACI_BIT(i);
	}
	return letters;
}

void raci_add_cell(GString *cells, enum side side, const char *role, guint8 letters)
{
	char word[RACI_LETTERS + 1];

	raci_letters_put(letters, word);
	g_string_append_printf(cells, "%s\t%s\t%s\n", side_token(side), role, word);
}

static bool read_cell(const char *line, struct raci_cell *cell)
{
	g_auto(GStrv) parts = g_strsplit(line, "\t", 4);
	bool fits = false;

	memset(cell, 0, sizeof *cell);
	if (g_strv_length(parts) != 3)
		return false;
	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++)
		if (strcmp(parts[0], side_token(side)) == 0)
			cell->side = side;
	if (cell->side == SIDE_NONE || *parts[1] == '\0' ||
	    g_utf8_strlen(parts[1], -1) > RACI_ROLE_MOST)
		return false;
	g_strlcpy(cell->role, parts[1], sizeof cell->role);
	cell->letters = raci_letters_of(parts[2], &fits);
	return fits && cell->letters != 0;
}

static bool is_among(const GArray *cells, const struct raci_cell *cell)
{
	for (guint i = 0; i < cells->len; i++) {
		const struct raci_cell *other = &g_array_index(cells, struct raci_cell, i);
		if (other->side == cell->side && strcmp(other->role, cell->role) == 0)
			return true;
	}
	return false;
}

GArray *raci_cells(const struct raci_row *row)
{
	g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(struct raci_cell));
	g_auto(GStrv) lines = g_strsplit(row->cells != NULL ? row->cells : "", "\n", -1);

	for (guint i = 0; lines[i] != NULL; i++) {
		struct raci_cell cell;
		if (*lines[i] == '\0' && lines[i + 1] == NULL)
			break;
		if (cells->len == RACI_ROLES || !read_cell(lines[i], &cell) ||
		    is_among(cells, &cell))
			return NULL;
		g_array_append_val(cells, cell);
	}
	return g_steal_pointer(&cells);
}

bool raci_row_is_sound(const struct raci_row *row)
{
	g_autoptr(GArray) cells = NULL;

	if (row->activity == NULL || *row->activity == '\0' ||
	    g_utf8_strlen(row->activity, -1) > RACI_NAME_MOST || row->applies > 1 ||
	    (row->since != RACI_ALWAYS && !contract_day_possible(row->since)))
		return false;
	cells = raci_cells(row);
	return cells != NULL;
}

/* ---- a day ---- */

const struct raci_row *raci_row_on(const GPtrArray *rows, const char *activity, gint32 day)
{
	const struct raci_row *found = NULL;

	for (guint i = 0; i < rows->len; i++) {
		const struct raci_row *row = g_ptr_array_index(rows, i);
		if (strcmp(row->activity, activity) == 0 && row->since <= day)
			found = row;
	}
	return found;
}

bool raci_is_first_of_own(const GPtrArray *rows, guint index)
{
	const struct raci_row *row = g_ptr_array_index(rows, index);
	const struct raci_row *before = index > 0 ? g_ptr_array_index(rows, index - 1) : NULL;

	return activity_find(row->activity) == ACTIVITY_NONE &&
	       (before == NULL || strcmp(before->activity, row->activity) != 0);
}

static guint count_letter(const GArray *cells, enum raci letter, enum side side)
{
	guint n = 0;

	for (guint i = 0; i < cells->len; i++) {
		const struct raci_cell *cell = &g_array_index(cells, struct raci_cell, i);
		n += (cell->letters & RACI_BIT(letter)) != 0 &&
		     (side == SIDE_NONE || cell->side == side);
	}
	return n;
}

guint raci_accountable(const struct raci_row *row)
{
	g_autoptr(GArray) cells = raci_cells(row);

	return row->applies ? count_letter(cells, RACI_ACCOUNTABLE, SIDE_NONE) : 0;
}

/* ---- rules ---- */

static void finding_free(gpointer data)
{
	struct raci_finding *finding = data;

	g_free(finding->role);
	g_free(finding);
}

/* What is being checked. */
struct checked {
	guint activity;
	const char *own;
	GPtrArray *findings;
};

static struct raci_finding *add(const struct checked *checked, enum raci_trouble trouble,
				guint count)
{
	struct raci_finding *finding = g_new0(struct raci_finding, 1);

	finding->trouble = trouble;
	finding->activity = checked->activity;
	finding->own = checked->own;
	finding->count = count;
	g_ptr_array_add(checked->findings, finding);
	return finding;
}

static bool is_split(const GArray *cells)
{
	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++)
		if (count_letter(cells, RACI_ACCOUNTABLE, side) == 1 &&
		    count_letter(cells, RACI_RESPONSIBLE, side) == 0 &&
		    count_letter(cells, RACI_RESPONSIBLE, side_other(side)) > 0)
			return true;
	return false;
}

static void check_row(const struct checked *checked, const struct raci_row *row,
		      const GArray *cells)
{
	guint accountable = count_letter(cells, RACI_ACCOUNTABLE, SIDE_NONE);

	if (accountable == 0)
		add(checked, RACI_NOBODY_ACCOUNTABLE, 0);
	if (accountable > 1)
		add(checked, RACI_SEVERAL_ACCOUNTABLE, accountable);
	if (count_letter(cells, RACI_RESPONSIBLE, SIDE_NONE) == 0)
		add(checked, RACI_NOBODY_RESPONSIBLE, 0);
	if (accountable == 1 && checked->own == NULL &&
	    activity_at(checked->activity)->client_answers &&
	    count_letter(cells, RACI_ACCOUNTABLE, SIDE_CLIENT) == 0)
		add(checked, RACI_CLIENT_MUST_ANSWER, 0);
	if (accountable == 1 && row->clause == NULL && is_split(cells))
		add(checked, RACI_ACROSS_THE_BORDER, 0);
}

struct load {
	struct raci_cell cell;
	guint activities;
};

static void add_loads(GArray *loads, const GArray *cells)
{
	for (guint i = 0; i < cells->len; i++) {
		const struct raci_cell *cell = &g_array_index(cells, struct raci_cell, i);
		guint k = 0;
		for (; k < loads->len; k++) {
			const struct raci_cell *other =
				&g_array_index(loads, struct load, k).cell;
			if (other->side == cell->side && strcmp(other->role, cell->role) == 0)
				break;
		}
		if (k == loads->len) {
			struct load load = {*cell, 0};
			g_array_append_val(loads, load);
		}
		if (cell->letters & RACI_BIT(RACI_RESPONSIBLE))
			g_array_index(loads, struct load, k).activities++;
	}
}

/* A company that is one role has nobody to share with. */
static bool is_alone(const GArray *loads, const struct load *load)
{
	guint n = 0;

	for (guint i = 0; i < loads->len; i++)
		n += g_array_index(loads, struct load, i).cell.side == load->cell.side;
	return n == 1;
}

static void check_loads(const GArray *loads, GPtrArray *findings)
{
	const struct checked nothing = {ACTIVITY_NONE, NULL, findings};

	for (guint i = 0; i < loads->len; i++) {
		const struct load *load = &g_array_index(loads, struct load, i);
		struct raci_finding *finding;
		if (load->activities <= RACI_OVERLOAD || is_alone(loads, load))
			continue;
		finding = add(&nothing, RACI_OVERLOADED, load->activities);
		finding->side = load->cell.side;
		finding->role = g_strdup(load->cell.role);
	}
}

static void check_activity(const struct checked *checked, const struct raci_row *row,
			   GArray *loads)
{
	g_autoptr(GArray) cells = row != NULL ? raci_cells(row) : NULL;

	if (row == NULL) {
		if (checked->own == NULL)
			add(checked, RACI_NO_ROW, 0);
	} else if (row->applies) {
		check_row(checked, row, cells);
		add_loads(loads, cells);
	}
}

GPtrArray *raci_check(const GPtrArray *rows, gint32 day)
{
	GPtrArray *findings = g_ptr_array_new_with_free_func(finding_free);
	g_autoptr(GArray) loads = g_array_new(FALSE, FALSE, sizeof(struct load));

	for (guint i = 1; rows->len > 0 && i <= activities_count(); i++) {
		const struct checked checked = {i, NULL, findings};
		check_activity(&checked, raci_row_on(rows, activity_at(i)->id, day), loads);
	}
	for (guint i = 0; i < rows->len; i++) {
		const struct raci_row *row = g_ptr_array_index(rows, i);
		const struct checked checked = {ACTIVITY_NONE, row->activity, findings};
		if (raci_is_first_of_own(rows, i))
			check_activity(&checked, raci_row_on(rows, row->activity, day), loads);
	}
	check_loads(loads, findings);
	return findings;
}

const char *raci_trouble_token(enum raci_trouble trouble)
{
	static const char *const tokens[RACI_TROUBLES] = {
		[RACI_NO_ROW] = "no_row",
		[RACI_NOBODY_ACCOUNTABLE] = "nobody_accountable",
		[RACI_SEVERAL_ACCOUNTABLE] = "several_accountable",
		[RACI_NOBODY_RESPONSIBLE] = "nobody_responsible",
		[RACI_CLIENT_MUST_ANSWER] = "client_must_answer",
		[RACI_ACROSS_THE_BORDER] = "across_the_border",
		[RACI_OVERLOADED] = "overloaded",
	};

	g_assert(trouble < RACI_TROUBLES);
	return tokens[trouble];
}
