/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* An archive is a folder in one file: this importer only names its members, which are then
 * looked at and read one by one through importers/members.h. What leads out of it, is encrypted
 * or a link is named with its fault and costs nothing else. */
#include "importers/tables.h"

#include <string.h>

#include "base/error.h"
#include "importers/members.h"
#include "importers/workbook.h"

#define SCORE 90 /* below the documents that are archives inside; workbooks are tables */

struct import_stream {
	struct archive_walk *walk;
	GHashTable *names; /* met so far */
	volatile guint64 *position;
	guint64 ordinal;
};

static const struct magic {
	gsize at;
	const char *bytes;
	gsize length;
	const char *words;
} magics[] = {
	{0, "PK\x03\x04", 4, "zip archive"}, {0, "PK\x05\x06", 4, "zip archive, empty"},
	{257, "ustar", 5, "tar archive"},    {0, "7z\xbc\xaf\x27\x1c", 6, "7z archive"},
	{0, "070701", 6, "cpio archive"},
};

static const struct magic *find_magic(const struct import_probe *probe)
{
	for (gsize i = 0; i < G_N_ELEMENTS(magics); i++) {
		const struct magic *one = &magics[i];

		if (probe->head_length >= one->at + one->length &&
		    !memcmp(probe->head + one->at, one->bytes, one->length))
			return one;
	}
	return NULL;
}

static int archive_probe(const struct import_probe *probe)
{
	return find_magic(probe) && workbook_form_of(probe->head, probe->head_length) ==
					    WORKBOOK_NONE
		       ? SCORE
		       : 0;
}

static char *archive_describe(const struct import_probe *probe, const struct import_task *task,
			      GError **error)
{
	const struct magic *magic = find_magic(probe);

	if (magic)
		return g_strdup(magic->words);
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "%s: not an archive",
		    task->path);
	return NULL;
}

/* A walk that killed its reader is not begun again. */
static struct import_stream *archive_open(const struct import_task *task, GError **error)
{
	struct archive_walk *walk =
		task->from == 0 ? archive_walk_open(task->path, error) : NULL;
	struct import_stream *stream;

	if (!walk && task->from == 0)
		return NULL;
	stream = g_new0(struct import_stream, 1);
	stream->walk = walk;
	stream->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	stream->position = task->position;
	return stream;
}

static void take_member(struct import_stream *stream, struct packed_member *member,
			struct import_record *record)
{
	const char *trouble = member->trouble;

	if (!trouble && g_hash_table_contains(stream->names, member->name))
		trouble = "the archive holds two members of this name: only the first is read";
	g_hash_table_add(stream->names, g_strdup(member->name));
	record->type = RECORD_MEMBER;
	record->member = (struct member_record){
		.place = {.length = (guint64)MAX(member->size, 0)},
		.name = member->name,
		.changed_ns = member->changed_ns,
		.trouble = g_strdup(trouble),
	};
}

static bool archive_next(struct import_stream *stream, struct import_record *record,
			 GError **error)
{
	struct packed_member member;
	enum packed_step step;

	memset(record, 0, sizeof *record);
	if (!stream->walk)
		return true;
	if (stream->position)
		*stream->position = stream->ordinal++;
	while ((step = archive_walk_next(stream->walk, &member, error)) == PACKED_MEMBER &&
	       member.folder)
		g_free(member.name);
	if (step == PACKED_MEMBER)
		take_member(stream, &member, record);
	return step != PACKED_BROKEN;
}

static void archive_close(struct import_stream *stream)
{
	g_clear_pointer(&stream->walk, archive_walk_close);
	g_hash_table_destroy(stream->names);
	g_free(stream);
}

const struct importer importer_archive = {
	.name = "archive",
	.kind = IMPORT_KIND_NONE,
	.readable = true,
	.container = true,
	.probe = archive_probe,
	.describe = archive_describe,
	.open = archive_open,
	.next = archive_next,
	.close = archive_close,
};
