/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Words of a grid: activities by token or name, sides in either language, letters in any order.
 */
#include "importers/raci_rows.h"

#include <string.h>

#include "base/calendar.h"
#include "importers/mapping.h"
#include "importers/ticket_plan.h"
#include "language/activities.h"
#include "model/ledger.h"

#define SHOWN 40u

static bool is_empty(const char *word)
{
	return word == NULL || *word == '\0';
}

/* "Rôle Client" is the client's. */
static enum side side_of(const char *words)
{
	g_autofree char *folded = mapping_fold(words);
	const char *side =
		g_str_has_prefix(folded, "role ") ? folded + strlen("role ") : folded;

	return ledger_side_of(side);
}

enum side raci_role_of(const char *header, const char **role, gsize *length)
{
	gsize end = strcspn(header, ":/|(-");
	g_autofree char *head = g_strndup(header, end);
	const char *rest = header + end;

	rest += strspn(rest, " :/|(-");
	*role = *rest != '\0' ? rest : header;
	*length = strlen(*role);
	while (*length > 0 && strchr(" )", (*role)[*length - 1]) != NULL)
		--*length;
	return side_of(head);
}

bool raci_words_are_blank(const struct raci_words *words)
{
	if (!is_empty(words->applies) || !is_empty(words->clause))
		return false;
	for (guint i = 0; i < words->n_cells; i++)
		if (!is_empty(words->cells[i].letters))
			return false;
	return true;
}

/* An activity that the catalogue does not know is the user's own. */
static char *fill_activity(const struct raci_words *words, struct raci_row *row)
{
	g_autofree char *folded = mapping_fold(words->activity != NULL ? words->activity : "");
	guint number = activity_find(folded);

	if (*folded == '\0')
		return g_strdup("the activity is empty; name it, or delete the row");
	row->activity = number != ACTIVITY_NONE
				? g_strdup(activity_at(number)->id)
				: ticket_cell_shown(words->activity, RACI_NAME_MOST - 1);
	return NULL;
}

static char *fill_applies(const struct raci_words *words, struct raci_row *row)
{
	static const char *const no[] = {"no", "non", "n/a", "na", "n a", "sans objet", "0"};
	static const char *const yes[] = {"", "yes", "oui", "1", "x"};
	g_autofree char *folded = mapping_fold(words->applies != NULL ? words->applies : "");
	g_autofree char *shown = NULL;

	for (guint i = 0; i < G_N_ELEMENTS(no); i++)
		if (strcmp(folded, no[i]) == 0)
			return NULL;
	row->applies = 1;
	for (guint i = 0; i < G_N_ELEMENTS(yes); i++)
		if (strcmp(folded, yes[i]) == 0)
			return NULL;
	shown = ticket_cell_shown(words->applies, SHOWN);
	return g_strdup_printf("whether it applies cannot be read from \"%s\"; write yes or no",
			       shown);
}

static char *fill_cells(const struct raci_words *words, struct raci_row *row)
{
	g_autoptr(GString) cells = g_string_new(NULL);

	for (guint i = 0; i < words->n_cells; i++) {
		const struct raci_words_cell *cell = &words->cells[i];
		g_autofree char *role = ticket_cell_shown(cell->role, RACI_ROLE_MOST - 1);
		bool fits;
		guint8 letters =
			raci_letters_of(cell->letters != NULL ? cell->letters : "", &fits);
		if (!fits) {
			g_autofree char *shown = ticket_cell_shown(cell->letters, SHOWN);
			return g_strdup_printf("the cell \"%s\" of %s cannot be read; write R, "
					       "A, C, I or several of them",
					       shown, role);
		}
		if (letters != 0)
			raci_add_cell(cells, cell->side, role, letters);
	}
	if (cells->len > 0)
		row->cells = g_strdup(cells->str);
	return NULL;
}

static char *fill_since(const struct raci_words *words, struct raci_row *row)
{
	g_autofree char *shown = NULL;

	row->since = RACI_ALWAYS;
	if (is_empty(words->since) || calendar_parse_day(words->since, &row->since))
		return NULL;
	shown = ticket_cell_shown(words->since, SHOWN);
	return g_strdup_printf("the day \"%s\" cannot be read; write it as 2026-12-31", shown);
}

char *raci_row_fill(const struct raci_words *words, struct raci_row *row)
{
	struct raci_row filled = {0};
	char *trouble = fill_activity(words, &filled);

	if (trouble == NULL)
		trouble = fill_applies(words, &filled);
	if (trouble == NULL)
		trouble = fill_since(words, &filled);
	if (trouble == NULL)
		trouble = fill_cells(words, &filled);
	if (trouble == NULL && !filled.applies && filled.cells != NULL)
		trouble = g_strdup("it does not apply and has letters; empty one of the two");
	if (trouble == NULL && !is_empty(words->clause))
		filled.clause = ticket_cell_shown(words->clause, RACI_CLAUSE_MOST);
	if (trouble == NULL && !raci_row_is_sound(&filled))
		trouble = g_strdup("a role is named twice, there are more than 40 of them, or "
				   "the day is too far from today; correct it");
	if (trouble == NULL)
		*row = filled;
	else
		raci_row_clear(&filled);
	return trouble;
}
