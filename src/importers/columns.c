/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The header is the first row; of two columns of one name the first counts, and of the names of
 * a column the first that is there. */
#include "importers/columns.h"

#include <string.h>

#include "base/error.h"
#include "importers/bytes.h"
#include "importers/mapping.h"
#include "importers/table_probe.h"
#include "importers/ticket_plan.h"

#define SHOWN 40 /* characters of a bad cell in a reason */

struct import_stream {
	struct columns columns;
	struct table *table;
	volatile guint64 *position;
};

static guint find_name(const GPtrArray *folded, const char *name)
{
	for (guint i = 0; i < folded->len; i++)
		if (!strcmp(g_ptr_array_index(folded, i), name))
			return i;
	return COLUMN_ABSENT;
}

static bool is_taken(const struct columns *columns, guint before, guint place)
{
	for (guint i = 0; i < before; i++)
		if (columns->at[i] == place)
			return true;
	return false;
}

static void find_column(struct columns *columns, const GPtrArray *folded, guint column)
{
	const char *const *name = columns->spec->names[column];

	columns->at[column] = COLUMN_ABSENT;
	for (; *name && columns->at[column] == COLUMN_ABSENT; name++) {
		guint place = find_name(folded, *name);

		if (place != COLUMN_ABSENT && !is_taken(columns, column, place))
			columns->at[column] = place;
	}
}

static bool read_header(struct columns *columns, struct table *table)
{
	g_autoptr(GPtrArray) folded = g_ptr_array_new_with_free_func(g_free);
	struct table_row row;

	if (table_next(table, &row, NULL) != TABLE_ROW)
		return false;
	g_clear_pointer(&columns->header, g_ptr_array_unref);
	columns->header = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < row.n_cells; i++) {
		g_ptr_array_add(folded, mapping_fold(row.cells[i]));
		g_ptr_array_add(columns->header, g_strdup(ticket_cell_trim(row.cells[i])));
	}
	for (guint i = 0; i < columns->spec->n; i++)
		find_column(columns, folded, i);
	table_set_header(table, &row);
	return true;
}

const char *columns_cell(const struct columns *columns, const struct table_row *row,
			 guint column)
{
	guint at = columns->at[column];

	return at < row->n_cells ? ticket_cell_trim(row->cells[at]) : "";
}

bool columns_have(const struct columns *columns, guint column)
{
	return columns->at[column] != COLUMN_ABSENT;
}

static void learn_dates(struct columns *columns, struct table *table)
{
	enum table_result result;
	struct table_row row;

	while ((result = table_next(table, &row, NULL)) == TABLE_ROW || result == TABLE_BROKEN)
		for (guint i = 0; result == TABLE_ROW && i < columns->spec->n; i++)
			if (columns->spec->dates >> i & 1)
				date_style_observe(&columns->dates,
						   columns_cell(columns, &row, i));
	columns->dates_agree = date_style_settle(&columns->dates);
}

static void clear(struct columns *columns)
{
	g_clear_pointer(&columns->header, g_ptr_array_unref);
	g_clear_pointer(&columns->told, g_hash_table_unref);
	g_clear_pointer(&columns->zone, g_time_zone_unref);
}

static bool learn(struct columns *columns, const struct columns_spec *spec,
		  const struct import_probe *probe)
{
	struct table *table;
	bool fits = false;

	memset(columns, 0, sizeof *columns);
	columns->spec = spec;
	for (guint nth = 0;
	     !fits && (table = table_probe_open(probe, nth, &columns->dialect, NULL)); nth++) {
		fits = read_header(columns, table) && spec->fits(columns);
		if (fits)
			learn_dates(columns, table);
		table_free(table);
	}
	return fits;
}

bool columns_fit(const struct columns_spec *spec, const struct import_probe *probe)
{
	struct columns columns;
	bool fits = learn(&columns, spec, probe);

	clear(&columns);
	return fits;
}

static void set_lacking(const struct columns_spec *spec, GError **error)
{
	g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, spec->lacking);
}

char *columns_describe(const struct columns_spec *spec, const struct import_probe *probe,
		       GError **error)
{
	g_autofree char *dialect = NULL;
	g_autofree char *dates = NULL;
	struct columns columns;

	if (!learn(&columns, spec, probe)) {
		clear(&columns);
		set_lacking(spec, error);
		return NULL;
	}
	dialect = table_dialect_describe(&columns.dialect);
	dates = date_style_describe(&columns.dates);
	clear(&columns);
	return g_strdup_printf("%s; %s; dates %s%s", spec->what, dialect, dates,
			       columns.dates_agree ? "" : ", mixed: the others are not read");
}

/* ---- rows ---- */

void columns_reject(struct import_record *record, const struct table_row *row, char *reason)
{
	record->type = RECORD_REJECTED;
	record->rejected = (struct rejected_record){.place = row->place, .reason = reason};
}

bool columns_instant(const struct columns *columns, const struct table_row *row,
		     const char *cell, gint64 *ms, struct import_record *record)
{
	g_autofree char *shown = ticket_cell_shown(cell, SHOWN);

	if (date_parse_cell(cell, &columns->dates, columns->zone, ms))
		return true;
	columns_reject(record, row,
		       g_strdup_printf("the date \"%s\" cannot be read; write it as the others "
				       "are",
				       shown));
	return false;
}

void columns_close(struct import_stream *stream)
{
	g_clear_pointer(&stream->table, table_free);
	clear(&stream->columns);
	g_free(stream);
}

static bool open_table(struct import_stream *stream, const struct columns_spec *spec,
		       const struct import_task *task, GError **error)
{
	struct import_probe probe = {.path = task->path};
	g_autofree guint8 *head =
		bytes_read_head(task->path, IMPORT_PROBE_BYTES, &probe.head_length,
				&probe.compressed, &probe.whole, error);

	probe.head = head;
	if (!head)
		return false;
	if (!learn(&stream->columns, spec, &probe)) {
		set_lacking(spec, error);
		return false;
	}
	stream->table =
		table_open(task->path, task->compressed, &stream->columns.dialect, error);
	return stream->table && read_header(&stream->columns, stream->table);
}

struct import_stream *columns_open(const struct columns_spec *spec,
				   const struct import_task *task, GError **error)
{
	struct import_stream *stream = g_new0(struct import_stream, 1);

	stream->position = task->position;
	if (!open_table(stream, spec, task, error)) {
		columns_close(stream);
		return NULL;
	}
	stream->columns.zone = g_time_zone_new_identifier(spec->zone);
	if (!stream->columns.zone)
		stream->columns.zone = g_time_zone_new_utc();
	stream->columns.told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	return stream;
}

guint32 columns_told_before(const struct columns *columns, const struct table_row *row,
			    const char *key, const char *said)
{
	g_autofree char *line = g_strdup_printf("%u\n%s", row->place.line, said);
	const char *before = g_hash_table_lookup(columns->told, key);

	if (before == NULL)
		g_hash_table_insert(columns->told, g_strdup(key), g_steal_pointer(&line));
	else if (strcmp(strchr(before, '\n') + 1, said) != 0)
		return (guint32)g_ascii_strtoull(before, NULL, 10);
	return 0;
}

/* The next row that says something. */
static enum table_result next_row(struct import_stream *stream, struct table_row *row,
				  GError **error)
{
	const struct columns *columns = &stream->columns;
	enum table_result result;

	do
		result = table_next(stream->table, row, error);
	while (result == TABLE_ROW && columns->spec->is_blank != NULL &&
	       columns->spec->is_blank(columns, row));
	return result;
}

bool columns_next(struct import_stream *stream, struct import_record *record, GError **error)
{
	struct table_row row;
	enum table_result result;

	if (stream->position)
		*stream->position = table_offset(stream->table);
	result = next_row(stream, &row, error);
	if (result == TABLE_ROW)
		stream->columns.spec->take(&stream->columns, &row, record);
	else if (result == TABLE_BROKEN)
		columns_reject(record, &row, g_strdup(row.trouble));
	else
		record->type = RECORD_END;
	return result != TABLE_FAILED;
}
