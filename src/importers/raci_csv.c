/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A grid of responsibilities as spreadsheets have it: one row an activity, one column a role,
 * under a header that names the side and the role ("client: IT manager"). */
#include "importers/tables.h"

#include <string.h>

#include "base/calendar.h"
#include "importers/columns.h"
#include "importers/raci_rows.h"

#define SCORE 96 /* its header is like no other's */

enum { COLUMN_ACTIVITY, COLUMN_SINCE, COLUMN_APPLIES, COLUMN_CLAUSE, RACI_COLUMNS };

static bool is_role(const char *header)
{
	const char *role;
	gsize length;

	return raci_role_of(header, &role, &length) != SIDE_NONE;
}

static bool is_grid(const struct columns *columns)
{
	for (guint i = 0; columns_have(columns, COLUMN_ACTIVITY) && i < columns->header->len;
	     i++)
		if (is_role(g_ptr_array_index(columns->header, i)))
			return true;
	return false;
}

/* The roles of the header and what the row says of each. */
static guint find_cells(const struct columns *columns, const struct table_row *row,
			struct raci_words_cell cells[RACI_ROLES], char *roles[RACI_ROLES])
{
	guint n = 0;

	for (guint i = 0; i < columns->header->len && i < row->n_cells && n < RACI_ROLES; i++) {
		const char *role;
		gsize length;
		enum side side =
			raci_role_of(g_ptr_array_index(columns->header, i), &role, &length);
		if (side == SIDE_NONE)
			continue;
		roles[n] = g_strndup(role, length);
		cells[n] = (struct raci_words_cell){side, roles[n], g_strstrip(row->cells[i])};
		n++;
	}
	return n;
}

/* Two rows of one activity and day that give other letters contradict each other. */
static char *said_by(const struct raci_row *row)
{
	return g_strdup_printf("%u\n%s", row->applies, row->cells != NULL ? row->cells : "");
}

static void take_filled(const struct columns *columns, const struct table_row *row,
			struct import_record *record, struct raci_row *filled)
{
	g_autofree char *key = g_strdup_printf("%s %d", filled->activity, filled->since);
	g_autofree char *said = said_by(filled);
	guint32 line = columns_told_before(columns, row, key, said);

	if (line > 0) {
		columns_reject(
			record, row,
			g_strdup_printf("it contradicts line %u, which says otherwise of "
					"%s; keep one of the two, or give the later one "
					"its day in a column \"since\"",
					line, filled->activity));
		raci_row_clear(filled);
		return;
	}
	record->type = RECORD_RACI;
	record->raci = (struct raci_record){row->place, *filled};
}

static char *day_of(const struct columns *columns, const struct table_row *row)
{
	const char *cell = columns_cell(columns, row, COLUMN_SINCE);
	gint64 ms;

	if (*cell == '\0' || !date_parse_cell(cell, &columns->dates, columns->zone, &ms))
		return g_strdup(cell);
	return calendar_format_day(calendar_day_of_ms(ms, columns->zone));
}

/* The words of a row: all but the day, and what they stand in. */
struct row_words {
	struct raci_words words;
	struct raci_words_cell cells[RACI_ROLES];
	char *roles[RACI_ROLES];
};

static void read_words(const struct columns *columns, const struct table_row *row,
		       struct row_words *read)
{
	read->words = (struct raci_words){
		.activity = columns_cell(columns, row, COLUMN_ACTIVITY),
		.applies = columns_cell(columns, row, COLUMN_APPLIES),
		.clause = columns_cell(columns, row, COLUMN_CLAUSE),
		.cells = read->cells,
	};
	read->words.n_cells = find_cells(columns, row, read->cells, read->roles);
}

static void row_words_clear(struct row_words *read)
{
	for (guint i = 0; i < read->words.n_cells; i++)
		g_free(read->roles[i]);
}

/* A row that gives its activity nothing is a line still to be filled in. */
static bool is_blank(const struct columns *columns, const struct table_row *row)
{
	struct row_words read;
	bool blank;

	read_words(columns, row, &read);
	blank = raci_words_are_blank(&read.words);
	row_words_clear(&read);
	return blank;
}

static void take_row(const struct columns *columns, const struct table_row *row,
		     struct import_record *record)
{
	g_autofree char *since = day_of(columns, row);
	struct row_words read;
	struct raci_row filled;
	char *trouble;

	read_words(columns, row, &read);
	read.words.since = since;
	trouble = raci_row_fill(&read.words, &filled);
	if (trouble != NULL)
		columns_reject(record, row, trouble);
	else
		take_filled(columns, row, record, &filled);
	row_words_clear(&read);
}

static const struct columns_spec spec = {
	.what = "grid of responsibilities",
	.lacking = "no columns of a grid of responsibilities (activity, and a column a role: "
		   "\"client: IT manager\"); name them so in the first row",
	.zone = "UTC",
	.n = RACI_COLUMNS,
	.names =
		{
			[COLUMN_ACTIVITY] = COLUMN_NAMES("activity", "activite", "activity id",
							 "tache", "task", "processus"),
			[COLUMN_SINCE] = COLUMN_NAMES("since", "depuis", "depuis le", "from",
						      "a partir du"),
			[COLUMN_APPLIES] = COLUMN_NAMES("applies", "applicable", "concerne",
							"s'applique", "s applique"),
			[COLUMN_CLAUSE] = COLUMN_NAMES("clause", "article", "contract",
						       "contrat", "annexe"),
		},
	.fits = is_grid,
	.is_blank = is_blank,
	.take = take_row,
	.dates = 1u << COLUMN_SINCE,
};

static int raci_probe(const struct import_probe *probe)
{
	return columns_fit(&spec, probe) ? SCORE : 0;
}

static char *raci_describe(const struct import_probe *probe, const struct import_task *task,
			   GError **error)
{
	return columns_describe(&spec, probe, error);
}

static struct import_stream *raci_open(const struct import_task *task, GError **error)
{
	return columns_open(&spec, task, error);
}

const struct importer importer_raci = {
	.name = "responsibilities-table",
	.kind = IMPORT_KIND_RACI,
	.readable = true,
	.probe = raci_probe,
	.describe = raci_describe,
	.open = raci_open,
	.next = columns_next,
	.close = columns_close,
};
