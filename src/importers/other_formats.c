/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Files that people have on day one and that are not read: each is known by its first bytes,
 * named, and answered with the way out. A silent "unknown" would make them think that their
 * evidence was taken. */
#include "importers/tables.h"

#include <string.h>

#include "base/error.h"
#include "importers/bytes.h"
#include "importers/mapping.h"
#include "importers/table_probe.h"

#define SCORE          95
#define SCORE_UNWANTED 10 /* of a workbook: below all that read its tables */

enum format_group { STORE, SPREADSHEET, DOCUMENT, ARCHIVE };

/* A file of the format has `magic` at `at`, and `inside` somewhere in its first bytes. */
struct format {
	enum format_group group;
	gsize at;
	const char *magic;
	gsize magic_length;
	const char *inside;
	gsize inside_length;
	const char *words;
};

#define MAGIC(text) text, sizeof(text) - 1
#define NO_MORE     NULL, 0
#define OLE_MAGIC   MAGIC("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
#define ZIP_MAGIC   MAGIC("PK\x03\x04")
#define OLE_HEADER  512

/* The first that fits is it. Names inside OLE files are UTF-16. */
static const struct format formats[] = {
	{STORE, 0, MAGIC("!BDN"), NO_MORE, "Outlook data file"},
	{SPREADSHEET, 0, OLE_MAGIC, MAGIC("W\0o\0r\0k\0b\0o\0o\0k\0"),
	 "old Excel workbook (XLS): save it as XLSX, or the sheet as CSV UTF-8"},
	{DOCUMENT, 0, OLE_MAGIC, MAGIC("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0"),
	 "file protected by a password: open it and save it without one"},
	{DOCUMENT, 0, OLE_MAGIC, NO_MORE, "Word document (DOC): save it as DOCX or PDF"},
	{SPREADSHEET, 0, ZIP_MAGIC, MAGIC("xl/workbook.bin"),
	 "binary Excel workbook (XLSB): save it as XLSX, or the sheet as CSV UTF-8"},
	{SPREADSHEET, 0, MAGIC("ID;P"), NO_MORE,
	 "SYLK (SLK), which cuts long cells: export again and choose CSV, all pages"},
	{DOCUMENT, 0, MAGIC("{\\rtf"), NO_MORE, "RTF text: save it as DOCX or PDF"},
	{ARCHIVE, 0, MAGIC("Rar!\x1a"), NO_MORE, "RAR archive: unpack it and give the folder"},
};

static guint32 little_endian(const guint8 *bytes, guint n)
{
	guint32 value = 0;

	while (n-- > 0)
		value = value << 8 | bytes[n];
	return value;
}

/* The first sector of the directory of an OLE file ([MS-CFB] 2.2) names its first streams; in
 * a large file it stands far behind the first bytes. */
static bool directory_holds(const struct import_probe *probe, const struct format *format)
{
	guint32 shift =
		probe->head_length < OLE_HEADER ? 0 : little_endian(probe->head + 30, 2);
	g_autoptr(bytes_auto) bytes = NULL;
	const guint8 *shown;
	gsize available;
	guint64 at;

	if (shift < 9 || shift > 12 || !probe->path)
		return false;
	at = ((guint64)little_endian(probe->head + 48, 4) + 1) << shift;
	bytes = bytes_open(probe->path, probe->compressed, at, NULL);
	shown = bytes ? bytes_peek(bytes, (gsize)1 << shift, &available, NULL) : NULL;
	return shown && memmem(shown, MIN(available, (gsize)1 << shift), format->inside,
			       format->inside_length);
}

static bool holds_inside(const struct format *format, const struct import_probe *probe)
{
	if (memmem(probe->head, probe->head_length, format->inside, format->inside_length))
		return true;
	return format->magic[0] == '\xd0' && directory_holds(probe, format);
}

static bool format_fits(const struct format *format, const struct import_probe *probe)
{
	if (probe->head_length < format->at + format->magic_length ||
	    memcmp(probe->head + format->at, format->magic, format->magic_length) != 0)
		return false;
	return !format->inside || holds_inside(format, probe);
}

static const struct format *find_format(const struct import_probe *probe)
{
	for (gsize i = 0; i < G_N_ELEMENTS(formats); i++)
		if (format_fits(&formats[i], probe))
			return &formats[i];
	return NULL;
}

static int probe_group(const struct import_probe *probe, enum format_group group)
{
	const struct format *format = find_format(probe);

	return format && format->group == group ? SCORE : 0;
}

static char *describe_format(const struct import_probe *probe, const struct import_task *task,
			     GError **error)
{
	const struct format *format = find_format(probe);

	if (format)
		return g_strdup(format->words);
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
		    "%s: not a file of the kind that was asked for", task->path);
	return NULL;
}

static int probe_store(const struct import_probe *probe)
{
	return probe_group(probe, STORE);
}

/* What no reader of tables wants is named as well: its columns are told. */
static int probe_spreadsheet(const struct import_probe *probe)
{
	return workbook_form_of(probe->head, probe->head_length) != WORKBOOK_NONE
		       ? SCORE_UNWANTED
		       : probe_group(probe, SPREADSHEET);
}

static char *describe_spreadsheet(const struct import_probe *probe,
				  const struct import_task *task, GError **error)
{
	struct table_dialect dialect;
	g_autoptr(table_auto) table = NULL;
	g_autofree char *columns = NULL;

	if (workbook_form_of(probe->head, probe->head_length) == WORKBOOK_NONE)
		return describe_format(probe, task, error);
	table = table_probe_open(probe, 0, &dialect, error);
	columns = table ? tables_explain_unknown(probe) : NULL;
	return columns ? g_strdup_printf("%s: %s", dialect.words, columns) : NULL;
}

static int probe_document(const struct import_probe *probe)
{
	return probe_group(probe, DOCUMENT);
}

static int probe_archive(const struct import_probe *probe)
{
	return probe_group(probe, ARCHIVE);
}

/* ---- tables of mail ---- */

static const struct mail_table {
	const char *headers[4]; /* folded, all needed */
	const char *words;
} mail_tables[] = {
	{{"subject", "body", "from name"},
	 "Outlook's CSV of messages, which has neither dates nor identifiers: export a PST, "
	 "drag the messages to a folder as .eml or .msg, or add a column Sent"},
	{{"objet", "corps", "de nom"},
	 "Outlook's CSV of messages, which has neither dates nor identifiers: export a PST, "
	 "drag the messages to a folder as .eml or .msg, or add a column Sent"},
};

static bool has_cell(const GPtrArray *folded, const char *name)
{
	for (guint i = 0; i < folded->len; i++)
		if (!strcmp(g_ptr_array_index(folded, i), name))
			return true;
	return false;
}

static bool has_headers(const GPtrArray *folded, const struct mail_table *known)
{
	for (gsize i = 0; i < G_N_ELEMENTS(known->headers) && known->headers[i]; i++)
		if (!has_cell(folded, known->headers[i]))
			return false;
	return true;
}

static const struct mail_table *find_mail_table(const struct import_probe *probe)
{
	g_autoptr(GPtrArray) folded = g_ptr_array_new_with_free_func(g_free);
	struct table_dialect dialect;
	g_autoptr(table_auto) table = table_probe_open(probe, 0, &dialect, NULL);
	struct table_row row;

	if (!table || table_next(table, &row, NULL) != TABLE_ROW)
		return NULL;
	for (guint i = 0; i < row.n_cells; i++)
		g_ptr_array_add(folded, mapping_fold(row.cells[i]));
	for (gsize i = 0; i < G_N_ELEMENTS(mail_tables); i++)
		if (has_headers(folded, &mail_tables[i]))
			return &mail_tables[i];
	return NULL;
}

static int probe_mail_table(const struct import_probe *probe)
{
	return find_mail_table(probe) ? SCORE : 0;
}

static char *describe_mail_table(const struct import_probe *probe,
				 const struct import_task *task, GError **error)
{
	const struct mail_table *known = find_mail_table(probe);

	if (known)
		return g_strdup(known->words);
	return describe_format(probe, task, error);
}

/* ---- the rows ---- */

const struct importer importer_outlook_store = {
	.name = "outlook-store",
	.kind = IMPORT_KIND_MAIL,
	.readable = true,
	.container = true,
	.converter = "readpst",
	.probe = probe_store,
	.describe = describe_format,
};

const struct importer importer_spreadsheet = {
	.name = "spreadsheet",
	.kind = IMPORT_KIND_TICKETS,
	.probe = probe_spreadsheet,
	.describe = describe_spreadsheet,
};

const struct importer importer_document = {
	.name = "document",
	.kind = IMPORT_KIND_DOCUMENTS,
	.probe = probe_document,
	.describe = describe_format,
};

const struct importer importer_other_archive = {
	.name = "other-archive",
	.kind = IMPORT_KIND_NONE,
	.probe = probe_archive,
	.describe = describe_format,
};

const struct importer importer_mail_table = {
	.name = "mail-table",
	.kind = IMPORT_KIND_MAIL,
	.probe = probe_mail_table,
	.describe = describe_mail_table,
};
