/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One mail a file: .eml of any program, the files of a Maildir, which have any name, and .emlx
 * of Apple Mail: the length of the mail on a line above it, and a property list behind. */
#include <string.h>

#include "importers/mail.h"
#include "importers/mailboxes.h"
#include "importers/header.h"
#include "importers/single.h"

#define EMLX_DIGITS 10

/* Fields that a mail has and a text with colons has not. */
static guint count_mail_fields(const struct header_block *block)
{
	static const enum header_id fields[] = {
		HEADER_FROM,       HEADER_TO,       HEADER_DATE,        HEADER_SUBJECT,
		HEADER_MESSAGE_ID, HEADER_RECEIVED, HEADER_RETURN_PATH, HEADER_CONTENT_TYPE,
	};
	guint n = 0;

	for (gsize i = 0; i < G_N_ELEMENTS(fields); i++)
		n += block->first[fields[i]].text != NULL;
	return n;
}

static bool in_maildir(const char *path)
{
	g_autofree char *folder = g_path_get_dirname(path);
	g_autofree char *name = g_path_get_basename(folder);

	return g_str_equal(name, "cur") || g_str_equal(name, "new");
}

/* The mail inside an .emlx file: *length becomes its length. Returns where it begins, 0 when
 * this is no such file. */
static gsize emlx_begin(const guint8 *bytes, gsize length, gsize *mail_length)
{
	gsize at = 0;
	guint64 told = 0;

	while (at < MIN(length, EMLX_DIGITS) && g_ascii_isdigit(bytes[at]))
		told = told * 10 + (guint64)(bytes[at++] - '0');
	if (at == 0)
		return 0;
	while (at < length && bytes[at] == ' ')
		at++;
	if (at == length || bytes[at] != '\n' ||
	    !header_begins(bytes + at + 1, length - at - 1))
		return 0;
	*mail_length = (gsize)MIN(told, (guint64)(length - at - 1));
	return at + 1;
}

/* Apple Mail keeps deleted messages until the folder is rebuilt: bit 1 of the flags in the
 * property list behind the mail. */
static bool emlx_deleted(const guint8 *list, gsize length)
{
	static const char key[] = "<key>flags</key>";
	static const char open[] = "<integer>";
	const char *flags = memmem(list, length, key, sizeof key - 1);
	gsize left = flags ? length - (gsize)(flags - (const char *)list) : 0;
	const char *value = flags ? memmem(flags, left, open, sizeof open - 1) : NULL;

	return value && g_ascii_strtoull(value + sizeof open - 1, NULL, 10) & 2;
}

/* A "From " line that a program left above the header. */
static gsize from_line_length(const guint8 *bytes, gsize length)
{
	gsize skip = length > 0 && bytes[0] == '>';
	const guint8 *newline = memchr(bytes, '\n', length);

	if (!newline || length - skip < 5 || memcmp(bytes + skip, "From ", 5) != 0)
		return 0;
	return (gsize)(newline - bytes) + 1;
}

static int eml_probe(const struct import_probe *probe)
{
	gsize ignored;
	gsize line = from_line_length(probe->head, probe->head_length);
	struct header_block block;
	guint n;

	line += emlx_begin(probe->head, probe->head_length, &ignored);
	header_block_scan(probe->head + line, probe->head_length - line, &block);
	n = count_mail_fields(&block);
	if (n == 0 || (block.broken && n < 2))
		return 0;
	if (in_maildir(probe->path))
		return 90;
	return n >= 2 || g_str_has_suffix(probe->path, ".eml") ? 80 : 0;
}

static char *eml_describe(const struct import_probe *probe, const struct import_task *task,
			  GError **error)
{
	gsize ignored;

	if (emlx_begin(probe->head, probe->head_length, &ignored))
		return g_strdup("Apple Mail message");
	return g_strdup(in_maildir(probe->path) ? "Maildir message" : "single message");
}

static void read_message(const guint8 *bytes, gsize length, const char *folder,
			 struct import_record *record)
{
	gsize line = from_line_length(bytes, length);
	gsize skip = line ? 5 + (bytes[0] == '>') : 0;
	g_autofree char *envelope =
		line ? g_strndup((const char *)bytes + skip, line - skip) : NULL;

	record->type = RECORD_MESSAGE;
	mail_read(bytes + line, length - line, envelope, folder, &record->message);
	record->message.place = (struct place){.length = length};
}

static char *eml_read(const guint8 *bytes, gsize length, const char *folder,
		      struct import_record *record)
{
	gsize own = length;
	gsize begin = emlx_begin(bytes, length, &own);

	if (begin && emlx_deleted(bytes + begin + own, length - begin - own))
		return NULL;
	read_message(bytes + begin, own, folder, record);
	record->message.place.offset = begin;
	return NULL;
}

static struct import_stream *eml_open(const struct import_task *task, GError **error)
{
	return single_open(task, eml_read);
}

const struct importer importer_eml = {
	.name = "eml",
	.kind = IMPORT_KIND_MAIL,
	.readable = true,
	.single = true,
	.probe = eml_probe,
	.describe = eml_describe,
	.open = eml_open,
	.next = single_next,
	.close = single_close,
};
