/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A matrix is a table whose header begins with the activity and whose other cells are letters
 * of RACI. A column whose header names no side is the other company's when all the others are
 * one company's: contracts head it with their own name. */
#include "cli/raci_read.h"

#include <string.h>

#include "importers/mapping.h"
#include "importers/raci_rows.h"
#include "model/record.h"
#include "report/csv_cells.h"
#include "store/documents.h"

#define CELL_BORDER "|" /* blanks around it and empty cells are run together */

struct matrix_row {
	char *activity, *clause;
	GHashTable *letters; /* char *, by header of the grid */
};

struct reading_matrices {
	GPtrArray *headers; /* char *, of the grid: "client: Rôle Client" */
	GPtrArray *rows;    /* struct matrix_row * */
	char **header; /* of the table that is read: headers of the grid, "" for the first */
	char *title;   /* of the document */
	char *heading; /* above the table */
};

static void row_free(gpointer data)
{
	struct matrix_row *row = data;

	g_free(row->activity);
	g_free(row->clause);
	g_hash_table_unref(row->letters);
	g_free(row);
}

/* Marks of Markdown and line breaks of HTML left out. Caller owns. */
static char *plain(const char *cell)
{
	g_autoptr(GString) text = g_string_new(cell);

	g_string_replace(text, "<br/>", " ", 0);
	g_string_replace(text, "<br>", " ", 0);
	g_string_replace(text, "**", "", 0);
	g_string_replace(text, "__", "", 0);
	return g_strstrip(g_strdup(text->str));
}

static char **cells_of(const char *line)
{
	char **cells = g_strsplit(line, CELL_BORDER, -1);

	for (char **cell = cells; *cell != NULL; cell++) {
		char *kept = plain(*cell);
		g_free(*cell);
		*cell = kept;
	}
	return cells;
}

/* ---- the header ---- */

static bool begins_with_activity(const char *cell)
{
	static const char *const words[] = {"activite", "activity",  "tache",
					    "task",     "processus", "process"};
	g_autofree char *folded = mapping_fold(cell);

	for (guint i = 0; i < G_N_ELEMENTS(words); i++)
		if (g_str_has_prefix(folded, words[i]))
			return true;
	return false;
}

static enum side side_of(const char *cell)
{
	const char *role;
	gsize length;

	return raci_role_of(cell, &role, &length);
}

/* The side of the columns that name none, when only one does not and the others agree. */
static enum side side_of_unnamed(char *const *cells)
{
	guint unnamed = 0;
	enum side named = SIDE_NONE;

	for (; *cells != NULL; cells++) {
		enum side side = side_of(*cells);
		unnamed += side == SIDE_NONE;
		if (side != SIDE_NONE && named != SIDE_NONE && side != named)
			return SIDE_NONE;
		named = side != SIDE_NONE ? side : named;
	}
	return unnamed == 1 && named != SIDE_NONE ? side_other(named) : SIDE_NONE;
}

static char *grid_header(enum side side, const char *cell)
{
	const char *role = cell;
	gsize length = strlen(cell);

	if (side_of(cell) != SIDE_NONE)
		raci_role_of(cell, &role, &length);
	return g_strdup_printf("%s: %.*s", side == SIDE_NONE ? "?" : side_token(side),
			       (int)length, role);
}

static void keep_header(struct reading_matrices *reading, const char *header)
{
	for (guint i = 0; i < reading->headers->len; i++)
		if (strcmp(g_ptr_array_index(reading->headers, i), header) == 0)
			return;
	g_ptr_array_add(reading->headers, g_strdup(header));
}

static bool take_header(struct reading_matrices *reading, char *const *cells)
{
	g_autoptr(GPtrArray) header = g_ptr_array_new_with_free_func(g_free);
	enum side unnamed;

	if (cells[1] == NULL || !begins_with_activity(cells[0]))
		return false;
	unnamed = side_of_unnamed(cells + 1);
	g_ptr_array_add(header, g_strdup(""));
	for (char *const *cell = cells + 1; *cell != NULL; cell++) {
		enum side side = side_of(*cell);
		g_ptr_array_add(header, grid_header(side != SIDE_NONE ? side : unnamed, *cell));
	}
	g_ptr_array_set_free_func(header, NULL);
	g_ptr_array_add(header, NULL);
	g_strfreev(reading->header);
	reading->header = (char **)g_ptr_array_free(g_steal_pointer(&header), FALSE);
	return true;
}

/* ---- the rows ---- */

/* Every cell behind the activity is of letters, and one of them is not empty. */
static bool is_row(const struct reading_matrices *reading, char *const *cells)
{
	guint n = g_strv_length((char **)cells), letters = 0;

	if (reading->header == NULL || n < 2 || n > g_strv_length(reading->header))
		return false;
	for (guint i = 1; i < n; i++) {
		bool fits;
		letters += raci_letters_of(cells[i], &fits);
		if (!fits)
			return false;
	}
	return letters > 0 && *cells[0] != '\0';
}

static void take_row(struct reading_matrices *reading, char *const *cells)
{
	struct matrix_row *row = g_new0(struct matrix_row, 1);

	row->activity = g_strdup(cells[0]);
	row->clause = reading->heading != NULL
			      ? g_strdup_printf("%s, %s", reading->title, reading->heading)
			      : g_strdup(reading->title);
	row->letters = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	for (guint i = 1; cells[i] != NULL; i++) {
		bool fits;
		char word[RACI_LETTERS + 1];
		raci_letters_put(raci_letters_of(cells[i], &fits), word);
		if (*word == '\0')
			continue;
		keep_header(reading, reading->header[i]);
		g_hash_table_insert(row->letters, g_strdup(reading->header[i]), g_strdup(word));
	}
	g_ptr_array_add(reading->rows, row);
}

static void read_paragraph(struct reading_matrices *reading,
			   const struct document_paragraph *paragraph)
{
	g_auto(GStrv) cells = cells_of(paragraph->text);

	if (paragraph->level > 0) {
		g_free(reading->heading);
		reading->heading = plain(paragraph->text);
	}
	if (!take_header(reading, cells) && is_row(reading, cells))
		take_row(reading, cells);
}

/* ---- documents ---- */

static bool fits(const struct stored_document *document, const char *word)
{
	return word == NULL || (document->title != NULL && strstr(document->title, word)) ||
	       (document->path != NULL && strstr(document->path, word));
}

static bool read_document(const struct ledger_desk *desk,
			  const struct stored_document *document,
			  struct reading_matrices *reading, GError **error)
{
	g_autoptr(GArray) paragraphs = store_document_paragraphs(
		desk->store, desk->relationship->id, document->event, error);

	if (paragraphs == NULL)
		return false;
	reading->title = document->title;
	for (guint i = 0; i < paragraphs->len; i++)
		read_paragraph(reading,
			       &g_array_index(paragraphs, struct document_paragraph, i));
	g_clear_pointer(&reading->header, g_strfreev);
	g_clear_pointer(&reading->heading, g_free);
	return true;
}

static void write_row(const struct reading_matrices *reading, const struct matrix_row *row,
		      GString *out)
{
	csv_put_cell(out, row->activity);
	for (guint i = 0; i < reading->headers->len; i++)
		csv_put_cell(out, g_hash_table_lookup(row->letters,
						      g_ptr_array_index(reading->headers, i)));
	csv_put_cell(out, row->clause);
	g_string_truncate(out, out->len - 1);
	g_string_append_c(out, '\n');
}

static void write_grid(const struct reading_matrices *reading, GString *out)
{
	if (reading->rows->len == 0)
		return;
	g_string_append(out, "activity,");
	for (guint i = 0; i < reading->headers->len; i++)
		csv_put_cell(out, g_ptr_array_index(reading->headers, i));
	g_string_append(out, "clause\n");
	for (guint i = 0; i < reading->rows->len; i++)
		write_row(reading, g_ptr_array_index(reading->rows, i), out);
}

bool raci_read_documents(const struct ledger_desk *desk, const char *document, GString *out,
			 guint *n, GError **error)
{
	g_autoptr(GPtrArray) documents =
		store_documents(desk->store, desk->relationship->id, error);
	struct reading_matrices reading = {g_ptr_array_new_with_free_func(g_free),
					   g_ptr_array_new_with_free_func(row_free)};
	bool done = documents != NULL;

	for (guint i = 0; done && i < documents->len; i++) {
		const struct stored_document *one = g_ptr_array_index(documents, i);
		if (fits(one, document))
			done = read_document(desk, one, &reading, error);
	}
	if (done)
		write_grid(&reading, out);
	*n = reading.rows->len;
	g_ptr_array_unref(reading.headers);
	g_ptr_array_unref(reading.rows);
	return done;
}
