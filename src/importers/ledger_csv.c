/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The table of expectations and commitments that a user keeps by hand, or that was exported:
 * one row an item, under French or English headers. */
#include "importers/tables.h"

#include <string.h>

#include "base/calendar.h"
#include "importers/columns.h"
#include "importers/ledger_rows.h"

#define SCORE 94

enum {
	COLUMN_KIND = LEDGER_TEXTS, /* the columns of texts come first */
	COLUMN_SIDE,
	COLUMN_IMPORTANCE,
	COLUMN_STATED,
	COLUMN_SINCE,
	COLUMN_BROKEN,
	COLUMN_ID,
	COLUMN_DUE,
	LEDGER_COLUMNS
};

/* A table with a due day is one of actions. */
static bool is_ledger(const struct columns *columns)
{
	return columns_have(columns, COLUMN_KIND) && columns_have(columns, COLUMN_SIDE) &&
	       columns_have(columns, LEDGER_TEXT) && !columns_have(columns, COLUMN_DUE) &&
	       (columns_have(columns, COLUMN_IMPORTANCE) ||
		columns_have(columns, COLUMN_STATED) || columns_have(columns, LEDGER_CLAUSE) ||
		columns_have(columns, LEDGER_TARGET) || columns_have(columns, LEDGER_AREA));
}

/* The day of a cell as it is written in JSON. Caller owns; the cell itself where it is none, to
 * be told. */
static char *day_of_cell(const struct columns *columns, const char *cell)
{
	gint64 ms;

	if (*cell == '\0' || !date_parse_cell(cell, &columns->dates, columns->zone, &ms))
		return g_strdup(cell);
	return calendar_format_day(calendar_day_of_ms(ms, columns->zone));
}

static void take_row(const struct columns *columns, const struct table_row *row,
		     struct import_record *record)
{
	g_autofree char *since = day_of_cell(columns, columns_cell(columns, row, COLUMN_SINCE));
	g_autofree char *broken =
		day_of_cell(columns, columns_cell(columns, row, COLUMN_BROKEN));
	struct ledger_words words = {
		.kind = columns_cell(columns, row, COLUMN_KIND),
		.side = columns_cell(columns, row, COLUMN_SIDE),
		.importance = columns_cell(columns, row, COLUMN_IMPORTANCE),
		.stated = columns_cell(columns, row, COLUMN_STATED),
		.since = since,
		.broken = broken,
		.id = columns_cell(columns, row, COLUMN_ID),
	};
	struct ledger_item item;
	char *trouble;

	for (guint i = 0; i < LEDGER_TEXTS; i++)
		words.texts[i] = columns_cell(columns, row, i);
	trouble = ledger_item_fill(&words, &item);
	if (trouble != NULL) {
		columns_reject(record, row, trouble);
		return;
	}
	record->type = RECORD_LEDGER;
	record->ledger = (struct ledger_record){row->place, item};
}

static const struct columns_spec spec = {
	.what = "ledger",
	.lacking = "no columns of a ledger (kind, side, text, importance or stated); name them "
		   "so in the first row",
	.zone = "UTC",
	.n = LEDGER_COLUMNS,
	.names =
		{
			[LEDGER_AREA] = COLUMN_NAMES("area", "domaine", "theme", "sujet"),
			[LEDGER_TEXT] = COLUMN_NAMES("text", "texte", "intitule", "libelle",
						     "description", "what", "quoi"),
			[LEDGER_SOURCE] = COLUMN_NAMES("source", "origine", "provenance"),
			[LEDGER_CLAUSE] = COLUMN_NAMES("clause", "article"),
			[LEDGER_MEASURE] = COLUMN_NAMES("measure", "mesure", "indicateur"),
			[LEDGER_TARGET] = COLUMN_NAMES("target", "cible", "objectif", "valeur"),
			[LEDGER_PERIOD] = COLUMN_NAMES("period", "periode", "periodicite",
						       "frequence", "frequency"),
			[LEDGER_PAGE] = COLUMN_NAMES("page"),
			[LEDGER_EVIDENCE] = COLUMN_NAMES("evidence", "preuve", "preuves"),
			[COLUMN_KIND] = COLUMN_NAMES("kind", "type", "nature", "genre"),
			[COLUMN_SIDE] = COLUMN_NAMES("side", "partie", "cote", "party"),
			[COLUMN_IMPORTANCE] =
				COLUMN_NAMES("importance", "poids", "weight", "priorite"),
			[COLUMN_STATED] = COLUMN_NAMES("stated", "exprimee", "exprime",
						       "expression", "enonce", "enoncee"),
			[COLUMN_SINCE] = COLUMN_NAMES("since", "depuis", "depuis le", "date"),
			[COLUMN_BROKEN] = COLUMN_NAMES("broken", "broken since", "non tenu",
						       "non tenu depuis", "rompu depuis"),
			[COLUMN_ID] = COLUMN_NAMES("id", "no", "numero", "ref", "reference"),
			[COLUMN_DUE] = COLUMN_NAMES("due", "due date", "echeance", "asked"),
		},
	.fits = is_ledger,
	.take = take_row,
	.dates = 1u << COLUMN_SINCE | 1u << COLUMN_BROKEN,
};

static int ledger_probe(const struct import_probe *probe)
{
	return columns_fit(&spec, probe) ? SCORE : 0;
}

static char *ledger_describe(const struct import_probe *probe, const struct import_task *task,
			     GError **error)
{
	return columns_describe(&spec, probe, error);
}

static struct import_stream *ledger_open(const struct import_task *task, GError **error)
{
	return columns_open(&spec, task, error);
}

const struct importer importer_ledger = {
	.name = "ledger-table",
	.kind = IMPORT_KIND_LEDGER,
	.readable = true,
	.probe = ledger_probe,
	.describe = ledger_describe,
	.open = ledger_open,
	.next = columns_next,
	.close = columns_close,
};
