/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Mailboxes in one file. The file is seen through a window that holds one message, so memory
 * does not depend on its size; a message begins at a From_ line and belongs to the task in
 * whose range that line starts, so a file can be shared by several workers at any cut. */
#include <string.h>

#include "base/limits.h"
#include "importers/bytes.h"
#include "importers/header.h"
#include "importers/mail.h"
#include "importers/mailboxes.h"
#include "importers/mbox_scan.h"

#define FIRST_WINDOW       ((gsize)64 << 10)
#define LARGEST_WINDOW     ((gsize)LIMIT_MESSAGE_SIZE + 2 * MBOX_LOOKAHEAD)
#define MOZILLA_EXPUNGED   0x0008u
#define BEFORE_A_FROM_LINE 4u /* "\r\n\r\n" */
#define THUNDERBIRD_MARK   "X-Mozilla-Status:"
#define THUNDERBIRD_SUFFIX ", Thunderbird"

struct import_stream {
	struct bytes *bytes;
	char *folder;
	enum mbox_dialect dialect;
	bool thunderbird;
	guint64 from, to;
	volatile guint64 *position; /* see struct import_task */
	bool started;
};

/* What the window shows. */
struct view {
	guint8 *bytes;
	gsize length;
	bool last; /* to the end of the file */
};

static bool look(struct import_stream *stream, gsize want, struct view *view, GError **error)
{
	view->bytes = bytes_peek(stream->bytes, want, &view->length, error);
	view->last = view->bytes && view->length < want;
	return view->bytes != NULL;
}

/* A byte order mark and blank lines. */
static gsize length_of_blank_start(const guint8 *bytes, gsize length)
{
	gsize at = length >= 3 && !memcmp(bytes, "\xef\xbb\xbf", 3) ? 3 : 0;

	while (at < length && (bytes[at] == '\n' || bytes[at] == '\r'))
		at++;
	return at;
}

/* A From_ line deeper in the head counts when a header field follows it. */
static bool holds_message(const struct import_probe *probe)
{
	gssize at = mbox_find_from_line(probe->head, probe->head_length, 0, probe->whole);
	struct header_block block;
	gsize line;

	if (at == MBOX_NOT_FOUND)
		return false;
	mbox_is_from_line(probe->head + at, probe->head_length - (gsize)at, probe->whole,
			  &line);
	header_block_scan(probe->head + at + line, probe->head_length - (gsize)at - line,
			  &block);
	return block.fields > 0 &&
	       (block.first[HEADER_FROM].text || block.first[HEADER_DATE].text);
}

static int mbox_probe(const struct import_probe *probe)
{
	gsize start = length_of_blank_start(probe->head, probe->head_length);
	gsize line;

	if (mbox_is_from_line(probe->head + start, probe->head_length - start, probe->whole,
			      &line))
		return 95;
	return holds_message(probe) ? 50 : 0;
}

static char *mbox_describe(const struct import_probe *probe, const struct import_task *task,
			   GError **error)
{
	enum mbox_dialect dialect = mbox_detect(probe->head, probe->head_length, probe->whole);
	bool thunderbird = memmem(probe->head, probe->head_length, THUNDERBIRD_MARK,
				  sizeof THUNDERBIRD_MARK - 1) != NULL;

	return g_strconcat(mbox_dialect_name(dialect), thunderbird ? THUNDERBIRD_SUFFIX : "",
			   NULL);
}

static enum mbox_dialect dialect_named(const char *description)
{
	gsize length = description ? strcspn(description, ",") : 0;

	for (guint i = 0; i < MBOX_DIALECT_COUNT; i++)
		if (length == strlen(mbox_dialect_name(i)) &&
		    !strncmp(description, mbox_dialect_name(i), length))
			return i;
	return MBOX_RD;
}

static struct import_stream *mbox_open(const struct import_task *task, GError **error)
{
	guint64 from = task->from > BEFORE_A_FROM_LINE ? task->from - BEFORE_A_FROM_LINE : 0;
	struct bytes *bytes = bytes_open(task->path, task->compressed, from, error);
	struct import_stream *stream;

	if (!bytes)
		return NULL;
	stream = g_new0(struct import_stream, 1);
	stream->bytes = bytes;
	stream->folder = g_strdup(task->folder);
	stream->dialect = dialect_named(task->dialect);
	stream->thunderbird = task->dialect && strstr(task->dialect, THUNDERBIRD_SUFFIX);
	stream->from = task->from;
	stream->to = task->to;
	stream->position = task->position;
	return stream;
}

static void mbox_close(struct import_stream *stream)
{
	bytes_free(stream->bytes);
	g_free(stream->folder);
	g_free(stream);
}

static void reject(struct import_record *record, guint64 offset, guint64 length, char *reason)
{
	record->type = RECORD_REJECTED;
	record->rejected = (struct rejected_record){
		.place = {.offset = offset, .length = length},
		.reason = reason,
	};
}

/* Where to go on searching when a window without From_ line was searched: a line that the
 * window cuts is looked at again. */
static gsize searched(const struct view *view, gsize from)
{
	return MAX(from, view->length - MIN(view->length, MBOX_LOOKAHEAD));
}

/* Moves to the next From_ line at or behind `from` bytes ahead, or to the end. */
static bool skip_to_from_line(struct import_stream *stream, gsize from, GError **error)
{
	struct view view;

	for (;;) {
		gssize found;
		gsize keep;

		if (!look(stream, from + FIRST_WINDOW, &view, error))
			return false;
		found = mbox_find_from_line(view.bytes, view.length, from, view.last);
		if (found != MBOX_NOT_FOUND || view.last) {
			bytes_skip(stream->bytes,
				   found == MBOX_NOT_FOUND ? view.length : (gsize)found);
			return true;
		}
		keep = searched(&view, from) - BEFORE_A_FROM_LINE;
		bytes_skip(stream->bytes, keep);
		from = BEFORE_A_FROM_LINE;
	}
}

static bool at_from_line(const struct view *view)
{
	gsize ignored;

	return mbox_is_from_line(view->bytes, view->length, view->last, &ignored);
}

/* The start of a file: a byte order mark and blank lines are passed in silence, anything else
 * before the first From_ line is rejected as one piece. */
static bool start_of_file(struct import_stream *stream, struct import_record *record,
			  GError **error)
{
	struct view view;
	guint64 begin;

	if (!look(stream, FIRST_WINDOW, &view, error))
		return false;
	bytes_skip(stream->bytes, length_of_blank_start(view.bytes, view.length));
	if (!look(stream, FIRST_WINDOW, &view, error))
		return false;
	if (view.length == 0 || at_from_line(&view))
		return true;
	begin = bytes_offset(stream->bytes);
	if (!skip_to_from_line(stream, 0, error))
		return false;
	reject(record, begin, bytes_offset(stream->bytes) - begin,
	       g_strdup("bytes before the first From_ line are no message; "
			"look whether the file was cut or edited"));
	return true;
}

/* Goes to the first message of the task. */
static bool start(struct import_stream *stream, struct import_record *record, GError **error)
{
	stream->started = true;
	if (stream->from == 0)
		return start_of_file(stream, record, error);
	return skip_to_from_line(stream, (gsize)(stream->from - bytes_offset(stream->bytes)),
				 error);
}

static bool has_content_length(const struct import_stream *stream)
{
	return stream->dialect == MBOX_CL || stream->dialect == MBOX_CL2;
}

/* Shows the whole message and tells its length; 0 when it is longer than any window. */
static bool measure(struct import_stream *stream, struct view *view, gsize *length,
		    GError **error)
{
	gsize want = FIRST_WINDOW, from = 1, wanted = 0;

	for (;;) {
		gssize next;

		if (!look(stream, want, view, error))
			return false;
		*length = has_content_length(stream)
				  ? mbox_believed_length(view->bytes, view->length, view->last,
							 &wanted)
				  : 0;
		if (*length > 0)
			return true;
		if (wanted > want && wanted <= LARGEST_WINDOW) {
			want = wanted;
			continue;
		}
		next = mbox_find_from_line(view->bytes, view->length, from, view->last);
		*length = next == MBOX_NOT_FOUND ? view->length : (gsize)next;
		if (next != MBOX_NOT_FOUND || view->last)
			return true;
		*length = 0;
		if (want >= LARGEST_WINDOW)
			return true;
		from = searched(view, from);
		want = MIN(2 * view->length, LARGEST_WINDOW);
	}
}

static bool reject_too_large(struct import_stream *stream, struct import_record *record,
			     GError **error)
{
	guint64 offset = bytes_offset(stream->bytes);

	if (!skip_to_from_line(stream, 1, error))
		return false;
	reject(record, offset, bytes_offset(stream->bytes) - offset,
	       g_strdup_printf("message larger than %u MiB; nothing of it was read",
			       LIMIT_MESSAGE_SIZE >> 20));
	return true;
}

static bool is_expunged(const struct import_stream *stream, const guint8 *message, gsize length)
{
	struct header_block block;
	g_autofree char *status = NULL;

	if (!stream->thunderbird)
		return false;
	header_block_scan(message, length, &block);
	status = header_unfold(&block.first[HEADER_MOZILLA_STATUS]);
	return status && (g_ascii_strtoull(status, NULL, 16) & MOZILLA_EXPUNGED);
}

static void read_message(struct import_stream *stream, guint8 *bytes, gsize length,
			 struct import_record *record)
{
	const guint8 *newline = memchr(bytes, '\n', length);
	gsize line = newline ? (gsize)(newline - bytes) + 1 : length;
	g_autofree char *envelope = g_strndup((const char *)bytes + 5, line - 5);
	guint64 offset = bytes_offset(stream->bytes);

	if (is_expunged(stream, bytes + line, length - line)) {
		reject(record, offset, length,
		       g_strdup("deleted in Thunderbird; compact the folder to remove it"));
		return;
	}
	record->type = RECORD_MESSAGE;
	mail_read(bytes + line, mbox_unescape(bytes + line, length - line, stream->dialect),
		  envelope, stream->folder, &record->message);
	record->message.place = (struct place){.offset = offset, .length = length};
}

static bool next_message(struct import_stream *stream, struct import_record *record,
			 GError **error)
{
	struct view view;
	gsize length;

	if (!measure(stream, &view, &length, error))
		return false;
	if (length == 0 || length > LIMIT_MESSAGE_SIZE)
		return reject_too_large(stream, record, error);
	read_message(stream, view.bytes, length, record);
	bytes_skip(stream->bytes, length);
	return true;
}

static bool mbox_next(struct import_stream *stream, struct import_record *record,
		      GError **error)
{
	struct view view;

	record->type = RECORD_END;
	if (!stream->started && !start(stream, record, error))
		return false;
	if (record->type != RECORD_END || bytes_offset(stream->bytes) >= stream->to)
		return true;
	if (stream->position)
		*stream->position = bytes_offset(stream->bytes);
	if (!look(stream, 1, &view, error))
		return false;
	return view.length == 0 || next_message(stream, record, error);
}

const struct importer importer_mbox = {
	.name = "mbox",
	.kind = IMPORT_KIND_MAIL,
	.readable = true,
	.splittable = true,
	.probe = mbox_probe,
	.describe = mbox_describe,
	.open = mbox_open,
	.next = mbox_next,
	.close = mbox_close,
};
