/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A frame is a kind, a length and its bytes; one row of a table a kind. Texts are UTF-8 without
 * control characters, so that what a server calls its folders can be printed and stored. */
#include "ingest/fetch_frames.h"

#include <string.h>
#include <unistd.h>

enum {
	KIND_FOLDER = 1, /* anew, messages, name */
	KIND_BEGIN,      /* id */
	KIND_BYTES,
	KIND_MESSAGE_END,
	KIND_REJECTED, /* id, NUL, reason */
	KIND_MARK,     /* cursor */
	KIND_SAY,      /* line */
	KIND_END,      /* how, reason */
	KINDS
};

#define FOLDER_HEAD (1 + sizeof(guint32))

/* ---- writing ---- */

static bool write_all(int descriptor, const void *bytes, gsize length)
{
	const guint8 *at = bytes;

	while (length > 0) {
		gssize put = TEMP_FAILURE_RETRY(write(descriptor, at, length));
		if (put < 0)
			return false;
		at += put;
		length -= (gsize)put;
	}
	return true;
}

static bool put_frame(int descriptor, guint8 kind, const void *bytes, gsize length)
{
	guint8 head[FETCH_FRAME_HEAD] = {kind};
	guint32 announced = (guint32)length;

	memcpy(head + 1, &announced, sizeof announced);
	return write_all(descriptor, head, sizeof head) && write_all(descriptor, bytes, length);
}

static bool put_text(int descriptor, guint8 kind, const char *text)
{
	return put_frame(descriptor, kind, text, MIN(strlen(text), FETCH_FRAME_LENGTH));
}

static bool put_folder(const char *name, bool anew, guint messages, void *data)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	guint8 flag = anew;
	guint32 count = messages;

	g_byte_array_append(bytes, &flag, 1);
	g_byte_array_append(bytes, (const guint8 *)&count, sizeof count);
	g_byte_array_append(bytes, (const guint8 *)name, (guint)strlen(name));
	return put_frame(*(int *)data, KIND_FOLDER, bytes->data, bytes->len);
}

static bool put_begin(const char *id, void *data)
{
	return put_text(*(int *)data, KIND_BEGIN, id);
}

static bool put_bytes(const guint8 *bytes, gsize length, void *data)
{
	bool put = true;

	while (put && length > 0) {
		gsize piece = MIN(length, FETCH_FRAME_LENGTH);
		put = put_frame(*(int *)data, KIND_BYTES, bytes, piece);
		bytes += piece;
		length -= piece;
	}
	return put;
}

static bool put_message_end(void *data)
{
	return put_frame(*(int *)data, KIND_MESSAGE_END, "", 0);
}

static bool put_rejected(const char *id, const char *reason, void *data)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();

	g_byte_array_append(bytes, (const guint8 *)id, (guint)strlen(id) + 1);
	g_byte_array_append(bytes, (const guint8 *)reason, (guint)strlen(reason));
	return put_frame(*(int *)data, KIND_REJECTED, bytes->data, bytes->len);
}

static bool put_mark(const char *cursor, void *data)
{
	return put_text(*(int *)data, KIND_MARK, cursor);
}

static bool put_say(const char *line, void *data)
{
	return put_text(*(int *)data, KIND_SAY, line);
}

void fetch_frames_sink(int *descriptor, struct fetch_sink *sink)
{
	*sink = (struct fetch_sink){
		.folder = put_folder,
		.message_begin = put_begin,
		.message_bytes = put_bytes,
		.message_end = put_message_end,
		.rejected = put_rejected,
		.mark = put_mark,
		.say = put_say,
		.data = descriptor,
	};
}

bool fetch_frames_put_end(int descriptor, enum fetch_end end, const char *reason)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	guint8 how = (guint8)end;

	g_byte_array_append(bytes, &how, 1);
	if (reason != NULL)
		g_byte_array_append(bytes, (const guint8 *)reason,
				    (guint)MIN(strlen(reason), FETCH_FRAME_LENGTH - 1));
	return put_frame(descriptor, KIND_END, bytes->data, bytes->len);
}

/* ---- reading ---- */

void fetch_frames_clear(struct fetch_frames *frames)
{
	g_clear_pointer(&frames->reason, g_free);
}

bool fetch_frames_length(const guint8 head[FETCH_FRAME_HEAD], guint32 *length)
{
	guint32 announced;

	memcpy(&announced, head + 1, sizeof announced);
	if (head[0] == 0 || head[0] >= KINDS || announced > FETCH_FRAME_LENGTH)
		return false;
	*length = announced;
	return true;
}

/* NULL when the bytes are no text that may be shown. Caller owns. */
static char *text_of(const guint8 *bytes, gsize length, gsize most)
{
	const char *text = (const char *)bytes;

	if (length > most || !g_utf8_validate_len(text, length, NULL))
		return NULL;
	for (const char *at = text; at < text + length; at = g_utf8_next_char(at))
		if (g_unichar_iscntrl(g_utf8_get_char(at)))
			return NULL;
	return g_strndup(text, length);
}

static enum fetch_frame told(bool more)
{
	return more ? FRAME_GIVEN : FRAME_STOPPED;
}

static enum fetch_frame give_folder(struct fetch_frames *frames, const guint8 *bytes,
				    gsize length, const struct fetch_sink *sink)
{
	g_autofree char *name = NULL;
	guint32 messages;

	if (frames->in_message || length <= FOLDER_HEAD || bytes[0] > 1)
		return FRAME_ODD;
	memcpy(&messages, bytes + 1, sizeof messages);
	name = text_of(bytes + FOLDER_HEAD, length - FOLDER_HEAD, FETCH_NAME_LENGTH);
	if (name == NULL)
		return FRAME_ODD;
	frames->in_folder = true;
	return told(sink->folder(name, bytes[0] == 1, messages, sink->data));
}

/* An id is the last part of a path. */
static char *id_of(const guint8 *bytes, gsize length)
{
	char *id = text_of(bytes, length, FETCH_ID_LENGTH);

	if (id != NULL && (*id == '\0' || *id == '.' || strchr(id, '/') != NULL))
		g_clear_pointer(&id, g_free);
	return id;
}

static enum fetch_frame give_begin(struct fetch_frames *frames, const guint8 *bytes,
				   gsize length, const struct fetch_sink *sink)
{
	g_autofree char *id = id_of(bytes, length);

	if (id == NULL || !frames->in_folder)
		return FRAME_ODD;
	frames->in_message = true;
	return told(sink->message_begin(id, sink->data));
}

static enum fetch_frame give_bytes(struct fetch_frames *frames, const guint8 *bytes,
				   gsize length, const struct fetch_sink *sink)
{
	if (!frames->in_message)
		return FRAME_ODD;
	return told(sink->message_bytes(bytes, length, sink->data));
}

static enum fetch_frame give_message_end(struct fetch_frames *frames, const guint8 *bytes,
					 gsize length, const struct fetch_sink *sink)
{
	if (!frames->in_message || length > 0)
		return FRAME_ODD;
	frames->in_message = false;
	return told(sink->message_end(sink->data));
}

static enum fetch_frame give_rejected(struct fetch_frames *frames, const guint8 *bytes,
				      gsize length, const struct fetch_sink *sink)
{
	const guint8 *end = length > 0 ? memchr(bytes, '\0', length) : NULL;
	g_autofree char *id = NULL;
	g_autofree char *reason = NULL;

	if (end == NULL || !frames->in_folder)
		return FRAME_ODD;
	id = id_of(bytes, (gsize)(end - bytes));
	reason = text_of(end + 1, length - (gsize)(end + 1 - bytes), FETCH_ID_LENGTH);
	if (id == NULL || reason == NULL || *reason == '\0')
		return FRAME_ODD;
	frames->in_message = false;
	return told(sink->rejected(id, reason, sink->data));
}

static enum fetch_frame give_mark(struct fetch_frames *frames, const guint8 *bytes,
				  gsize length, const struct fetch_sink *sink)
{
	g_autofree char *cursor = text_of(bytes, length, FETCH_CURSOR_LENGTH);

	if (cursor == NULL || !frames->in_folder || frames->in_message)
		return FRAME_ODD;
	return told(sink->mark(cursor, sink->data));
}

static enum fetch_frame give_say(struct fetch_frames *frames, const guint8 *bytes, gsize length,
				 const struct fetch_sink *sink)
{
	g_autofree char *line = text_of(bytes, length, FETCH_FRAME_LENGTH);

	return line == NULL ? FRAME_ODD : told(sink->say(line, sink->data));
}

static enum fetch_frame give_end(struct fetch_frames *frames, const guint8 *bytes, gsize length,
				 const struct fetch_sink *sink)
{
	g_autofree char *reason = NULL;

	if (length < 1 || bytes[0] >= FETCH_ENDS)
		return FRAME_ODD;
	reason = text_of(bytes + 1, length - 1, FETCH_FRAME_LENGTH);
	if (reason == NULL)
		return FRAME_ODD;
	frames->ended = true;
	frames->end = bytes[0];
	frames->reason = g_steal_pointer(&reason);
	return FRAME_GIVEN;
}

enum fetch_frame fetch_frames_give(struct fetch_frames *frames, guint8 kind,
				   const guint8 *bytes, gsize length,
				   const struct fetch_sink *sink)
{
	static enum fetch_frame (*const givers[KINDS])(struct fetch_frames *, const guint8 *,
						       gsize, const struct fetch_sink *) = {
		[KIND_FOLDER] = give_folder,     [KIND_BEGIN] = give_begin,
		[KIND_BYTES] = give_bytes,       [KIND_MESSAGE_END] = give_message_end,
		[KIND_REJECTED] = give_rejected, [KIND_MARK] = give_mark,
		[KIND_SAY] = give_say,           [KIND_END] = give_end,
	};

	if (kind == 0 || kind >= KINDS || frames->ended)
		return FRAME_ODD;
	return givers[kind](frames, bytes, length, sink);
}
