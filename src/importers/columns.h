/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Tables whose columns are known by the words of their header: logs and exports of one kind
 * each, in French and English. Learns the dialect, where each column stands and how dates are
 * written from the first bytes, so that what was described is what is read. */
#pragma once

#include "importers/dates.h"
#include "importers/importer.h"
#include "importers/table.h"

#define COLUMNS_MOST 24u

struct columns;

/* One kind of table. */
struct columns_spec {
	const char *what;    /* for the description */
	const char *lacking; /* why a table is none of this kind, and the mend */
	const char *zone;    /* of its times */
	guint n;
	const char *const
		*names[COLUMNS_MOST]; /* NULL-terminated, as mapping_fold() gives them */
	guint32 dates; /* a bit for each column whose cells teach the style of dates */
	bool (*fits)(const struct columns *columns);
	/* NULL: none. A row that says nothing, as a form has them, is passed over. */
	bool (*is_blank)(const struct columns *columns, const struct table_row *row);
	/* One row to one record; a row that cannot be used is columns_reject()ed. */
	void (*take)(const struct columns *columns, const struct table_row *row,
		     struct import_record *record);
};
#define COLUMN_NAMES(...)                                                                      \
	(const char *const[])                                                                  \
	{                                                                                      \
		__VA_ARGS__, NULL                                                              \
	}

/* What was learnt of one table. */
struct columns {
	const struct columns_spec *spec;
	struct table_dialect dialect;
	GPtrArray *header;      /* char *: its cells, trimmed */
	GHashTable *told;       /* for columns_told_before() */
	guint at[COLUMNS_MOST]; /* or COLUMN_ABSENT */
	struct date_style dates;
	bool dates_agree;
	GTimeZone *zone;
};
#define COLUMN_ABSENT G_MAXUINT

/* ---- for an importer's own functions ---- */
bool columns_fit(const struct columns_spec *spec, const struct import_probe *probe);
char *columns_describe(const struct columns_spec *spec, const struct import_probe *probe,
		       GError **error);
struct import_stream *columns_open(const struct columns_spec *spec,
				   const struct import_task *task, GError **error);
bool columns_next(struct import_stream *stream, struct import_record *record, GError **error);
void columns_close(struct import_stream *stream);

/* ---- for fits and take ---- */
bool columns_have(const struct columns *columns, guint column);
/* The trimmed cell, "" when the row is too short or there is no such column. */
const char *columns_cell(const struct columns *columns, const struct table_row *row,
			 guint column);
/* The instant of a cell; when there is none the row is rejected. */
bool columns_instant(const struct columns *columns, const struct table_row *row,
		     const char *cell, gint64 *ms, struct import_record *record);
/* The line of the first row that was told under this key, when it said otherwise; else 0. */
guint32 columns_told_before(const struct columns *columns, const struct table_row *row,
			    const char *key, const char *said);
/* Takes the reason. */
void columns_reject(struct import_record *record, const struct table_row *row, char *reason);
