/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A file that cannot be read is one rejected record and never an error of the import. */
#include "importers/single.h"

#include "base/limits.h"
#include "importers/bytes.h"

struct import_stream {
	char *path, *folder;
	single_read read;
	bool compressed, done;
};

struct import_stream *single_open(const struct import_task *task, single_read read)
{
	struct import_stream *stream = g_new0(struct import_stream, 1);

	stream->path = g_strdup(task->path);
	stream->folder = g_strdup(task->folder);
	stream->read = read;
	stream->compressed = task->compressed;
	stream->done = task->from > 0; /* a reader died of it */
	return stream;
}

bool single_next(struct import_stream *stream, struct import_record *record, GError **error)
{
	g_autofree guint8 *bytes = NULL;
	g_autoptr(GError) unread = NULL;
	char *trouble;
	gsize length;

	record->type = RECORD_END;
	if (stream->done)
		return true;
	stream->done = true;
	bytes = bytes_read_all(stream->path, stream->compressed, LIMIT_MESSAGE_SIZE, &length,
			       &unread);
	trouble = bytes ? stream->read(bytes, length, stream->folder, record)
			: g_strdup(unread->message);
	if (trouble) {
		record->type = RECORD_REJECTED;
		record->rejected = (struct rejected_record){.reason = trouble};
	}
	return true;
}

void single_close(struct import_stream *stream)
{
	g_free(stream->path);
	g_free(stream->folder);
	g_free(stream);
}
