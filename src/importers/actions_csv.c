/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The list of actions and decisions that comes with minutes, or that was exported: one row an
 * item, under French or English headers. */
#include "importers/tables.h"

#include "base/calendar.h"
#include "importers/action_rows.h"
#include "importers/columns.h"

#define SCORE 95 /* above a ledger: it has a due day */

enum {
	COLUMN_KIND = ACTION_TEXTS, /* the columns of texts come first */
	COLUMN_SIDE,
	COLUMN_STATE,
	COLUMN_ASKED,
	COLUMN_DUE,
	COLUMN_ENDED,
	COLUMN_ID,
	ACTION_COLUMNS
};

static bool is_list(const struct columns *columns)
{
	return columns_have(columns, COLUMN_SIDE) && columns_have(columns, ACTION_TEXT) &&
	       columns_have(columns, COLUMN_DUE) &&
	       (columns_have(columns, COLUMN_KIND) || columns_have(columns, COLUMN_STATE));
}

/* The day of a cell as it is written in JSON. Caller owns; the cell itself where it is none, to
 * be told. */
static char *day_of_cell(const struct columns *columns, const struct table_row *row,
			 guint column)
{
	const char *cell = columns_cell(columns, row, column);
	gint64 ms;

	if (*cell == '\0' || !date_parse_cell(cell, &columns->dates, columns->zone, &ms))
		return g_strdup(cell);
	return calendar_format_day(calendar_day_of_ms(ms, columns->zone));
}

static void take_row(const struct columns *columns, const struct table_row *row,
		     struct import_record *record)
{
	g_autofree char *asked = day_of_cell(columns, row, COLUMN_ASKED);
	g_autofree char *due = day_of_cell(columns, row, COLUMN_DUE);
	g_autofree char *ended = day_of_cell(columns, row, COLUMN_ENDED);
	struct action_words words = {
		.kind = columns_cell(columns, row, COLUMN_KIND),
		.side = columns_cell(columns, row, COLUMN_SIDE),
		.state = columns_cell(columns, row, COLUMN_STATE),
		.asked = asked,
		.due = due,
		.ended = ended,
		.id = columns_cell(columns, row, COLUMN_ID),
	};
	struct action_item item;
	char *trouble;

	for (guint i = 0; i < ACTION_TEXTS; i++)
		words.texts[i] = columns_cell(columns, row, i);
	trouble = action_item_fill(&words, &item);
	if (trouble != NULL) {
		columns_reject(record, row, trouble);
		return;
	}
	record->type = RECORD_ACTION;
	record->action = (struct action_record){row->place, item};
}

static const struct columns_spec spec = {
	.what = "list of actions",
	.lacking = "no columns of a list of actions (side, text, due, and kind or state); name "
		   "them so in the first row",
	.zone = "UTC",
	.n = ACTION_COLUMNS,
	.names =
		{
			[ACTION_TEXT] = COLUMN_NAMES("text", "texte", "intitule", "libelle",
						     "description", "what", "quoi", "sujet",
						     "action ou decision"),
			[ACTION_OWNER] = COLUMN_NAMES("owner", "porteur", "responsable", "qui",
						      "who", "pilote", "role"),
			[ACTION_SOURCE] = COLUMN_NAMES("source", "origine", "comite", "minutes",
						       "compte rendu", "meeting", "reunion"),
			[COLUMN_KIND] = COLUMN_NAMES("kind", "type", "nature", "genre"),
			[COLUMN_SIDE] = COLUMN_NAMES("side", "partie", "cote", "party"),
			[COLUMN_STATE] = COLUMN_NAMES("state", "etat", "statut", "status"),
			[COLUMN_ASKED] =
				COLUMN_NAMES("asked", "demande le", "demandee le", "date",
					     "ouverte le", "opened", "creee le"),
			[COLUMN_DUE] =
				COLUMN_NAMES("due", "due date", "echeance", "pour le", "delai",
					     "deadline", "date d'echeance", "date echeance"),
			[COLUMN_ENDED] = COLUMN_NAMES("done", "fait le", "faite le", "done on",
						      "closed", "close le", "decidee le",
						      "termine le", "ended", "cloture"),
			[COLUMN_ID] = COLUMN_NAMES("id", "no", "numero", "ref", "reference"),
		},
	.fits = is_list,
	.take = take_row,
	.dates = 1u << COLUMN_ASKED | 1u << COLUMN_DUE | 1u << COLUMN_ENDED,
};

static int actions_probe(const struct import_probe *probe)
{
	return columns_fit(&spec, probe) ? SCORE : 0;
}

static char *actions_describe(const struct import_probe *probe, const struct import_task *task,
			      GError **error)
{
	return columns_describe(&spec, probe, error);
}

static struct import_stream *actions_open(const struct import_task *task, GError **error)
{
	return columns_open(&spec, task, error);
}

const struct importer importer_actions = {
	.name = "actions-table",
	.kind = IMPORT_KIND_ACTIONS,
	.readable = true,
	.probe = actions_probe,
	.describe = actions_describe,
	.open = actions_open,
	.next = columns_next,
	.close = columns_close,
};
