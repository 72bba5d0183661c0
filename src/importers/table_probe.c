/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Many importers ask for the same first rows of a workbook, each with several questions: they
 * are read once and kept as the text of a delimited table, until another workbook is asked
 * for. */
#include "importers/table_probe.h"

#include <string.h>

#include "importers/workbook.h"

#define NAME_TOLD   40 /* characters of the name of a sheet */
#define SHEETS_TOLD 5u

/* One sheet. */
struct glance {
	char *name;
	bool hidden;
	guint place;
	GString *text; /* its first rows */
	bool whole;
};

/* One workbook. */
struct look {
	char *path;
	enum workbook_form form;
	GPtrArray *glances; /* struct glance * */
	GError *trouble;    /* why there are none */
};

static void free_glance(gpointer data)
{
	struct glance *glance = data;

	g_free(glance->name);
	g_string_free(glance->text, TRUE);
	g_free(glance);
}

static void free_look(gpointer data)
{
	struct look *look = data;

	g_free(look->path);
	g_ptr_array_unref(look->glances);
	g_clear_error(&look->trouble);
	g_free(look);
}

/* ---- looking ---- */

static void append_row(GString *text, struct sheet_cells *row)
{
	guint n;
	char **cells = sheet_cells_take(row, &n);
	gsize before = text->len;

	for (guint i = 0; i < n; i++)
		table_append_cell(text, cells[i], i == 0);
	if (n > 0)
		g_string_append_c(text, '\n');
	if (text->len - before > TABLE_PROBE_BYTES)
		g_string_truncate(text, before);
}

static void read_rows(struct glance *glance, struct sheet *sheet)
{
	struct sheet_cells *row = sheet_cells_new();
	enum sheet_result result = SHEET_ROW;

	for (guint i = 0; i < TABLE_PROBE_ROWS && glance->text->len < TABLE_PROBE_BYTES &&
			  (result = sheet_next(sheet, row, NULL)) == SHEET_ROW;
	     i++)
		if (!row->trouble)
			append_row(glance->text, row);
	glance->whole = result == SHEET_END;
	sheet_cells_free(row);
}

static void take_glance(struct look *look, const struct workbook_sheet *one)
{
	g_autoptr(sheet_auto) sheet = sheet_open(look->path, look->form, one->place, NULL);
	struct glance *glance = g_new0(struct glance, 1);

	glance->name = g_strdup(one->name);
	glance->hidden = one->hidden;
	glance->place = one->place;
	glance->text = g_string_new(NULL);
	if (sheet)
		read_rows(glance, sheet);
	g_ptr_array_add(look->glances, glance);
}

static struct look *look_new(const char *path, enum workbook_form form)
{
	struct look *look = g_new0(struct look, 1);
	g_autoptr(workbook_auto) workbook = workbook_open(path, form, &look->trouble);

	look->path = g_strdup(path);
	look->form = form;
	look->glances = g_ptr_array_new_with_free_func(free_glance);
	for (guint i = 0; workbook && i < workbook->sheets->len; i++)
		take_glance(look, g_ptr_array_index(workbook->sheets, i));
	return look;
}

/* A worker looks at one file at a time. */
static GPrivate kept = G_PRIVATE_INIT(free_look);

static const struct look *look_at(const char *path, enum workbook_form form)
{
	struct look *look = g_private_get(&kept);

	if (!look || strcmp(look->path, path) != 0) {
		look = look_new(path, form);
		g_private_replace(&kept, look);
	}
	return look;
}

/* ---- words ---- */

static void append_name(GString *words, const struct glance *glance)
{
	g_autofree char *shown = g_utf8_strlen(glance->name, -1) > NAME_TOLD
					 ? g_utf8_substring(glance->name, 0, NAME_TOLD)
					 : g_strdup(glance->name);

	g_string_append_printf(words, "\"%s\"%s", shown, glance->hidden ? " (hidden)" : "");
}

/* What the other sheets are called, so that nobody takes them for read. */
static void append_others(GString *words, const struct look *look, guint nth)
{
	guint told = 0;

	for (guint i = 0; i < look->glances->len; i++) {
		const struct glance *glance = g_ptr_array_index(look->glances, i);

		if (i == nth || glance->text->len == 0)
			continue;
		if (told < SHEETS_TOLD) {
			g_string_append(words, told == 0 ? "; not read: " : ", ");
			append_name(words, glance);
		}
		told++;
	}
	if (told > SHEETS_TOLD)
		g_string_append_printf(words, " and %u more", told - SHEETS_TOLD);
}

static void describe(const struct look *look, guint nth, struct table_dialect *dialect)
{
	g_autoptr(GString) words = g_string_new("workbook, sheet ");

	append_name(words, g_ptr_array_index(look->glances, nth));
	append_others(words, look, nth);
	g_strlcpy(dialect->words, words->str, sizeof dialect->words);
}

/* ---- tables ---- */

static struct table *open_glance(const struct look *look, guint nth,
				 struct table_dialect *dialect, GError **error)
{
	static const struct table_dialect text = {.separator = ";", .quote = '"'};
	const struct glance *glance;

	if (nth == 0 && look->trouble)
		g_propagate_error(error, g_error_copy(look->trouble));
	if (nth >= look->glances->len)
		return NULL;
	glance = g_ptr_array_index(look->glances, nth);
	*dialect = text;
	dialect->form = look->form;
	dialect->sheet = glance->place;
	describe(look, nth, dialect);
	return table_open_memory((const guint8 *)glance->text->str, glance->text->len,
				 glance->whole, &text);
}

struct table *table_probe_open(const struct import_probe *probe, guint nth,
			       struct table_dialect *dialect, GError **error)
{
	enum workbook_form form = workbook_form_of(probe->head, probe->head_length);

	if (form != WORKBOOK_NONE)
		return open_glance(look_at(probe->path, form), nth, dialect, error);
	if (nth > 0 || !table_possible(probe->head, probe->head_length) ||
	    !table_detect(probe->head, probe->head_length, probe->whole, dialect))
		return NULL;
	return table_open_memory(probe->head, probe->head_length, probe->whole, dialect);
}
