/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A stream of UTF-8 bytes: plain as they come, or through a converter when a byte order mark
 * says UTF-16 or UTF-32 (Unicode 15, section 23.8), as spreadsheets write them. One buffer,
 * whatever the length of the stream. */
#include "detect/points-internal.h"

#include <errno.h>
#include <gio/gio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"

#define BUFFER_SIZE (64u << 10)
#define MARK_MOST   4

struct points_source {
	int descriptor; /* -1: from memory */
	const char *bytes;
	gsize left;
	bool begun, ended;
	GConverter *converter; /* NULL for UTF-8 */
	gsize from, to;        /* what of the buffer is not given out yet */
	char buffer[BUFFER_SIZE];
};

/* The longer mark first: that of UTF-32 begins like that of UTF-16. */
static const struct {
	const char *mark;
	gsize length;
	const char *charset; /* NULL: UTF-8 */
} marks[] = {
	{"\xff\xfe\0\0", 4, "UTF-32LE"}, {"\0\0\xfe\xff", 4, "UTF-32BE"},
	{"\xff\xfe", 2, "UTF-16LE"},     {"\xfe\xff", 2, "UTF-16BE"},
	{"\xef\xbb\xbf", 3, NULL},
};

static bool read_descriptor(struct points_source *source, GError **error)
{
	gssize got;

	do
		got = read(source->descriptor, source->buffer + source->to,
			   BUFFER_SIZE - source->to);
	while (got < 0 && errno == EINTR);
	if (got < 0) {
		g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
				    g_strerror(errno));
		return false;
	}
	source->ended = got == 0;
	source->to += (gsize)got;
	return true;
}

static void read_memory(struct points_source *source)
{
	gsize got = MIN(source->left, BUFFER_SIZE - source->to);

	if (got > 0)
		memcpy(source->buffer + source->to, source->bytes, got);
	source->bytes += got;
	source->left -= got;
	source->to += got;
	source->ended = source->left == 0;
}

/* More bytes behind those that wait in the buffer. */
static bool refill(struct points_source *source, GError **error)
{
	memmove(source->buffer, source->buffer + source->from, source->to - source->from);
	source->to -= source->from;
	source->from = 0;
	if (source->descriptor >= 0)
		return read_descriptor(source, error);
	read_memory(source);
	return true;
}

/* What is no valid text becomes an escape, which makes a bad row and no broken file. */
static bool set_converter(struct points_source *source, const char *charset, GError **error)
{
	GCharsetConverter *converter = g_charset_converter_new("UTF-8", charset, error);

	if (converter == NULL)
		return false;
	g_charset_converter_set_use_fallback(converter, TRUE);
	source->converter = G_CONVERTER(converter);
	return true;
}

static bool take_mark(struct points_source *source, GError **error)
{
	while (!source->ended && source->to < MARK_MOST)
		if (!refill(source, error))
			return false;
	for (guint i = 0; i < G_N_ELEMENTS(marks); i++) {
		if (source->to < marks[i].length ||
		    memcmp(source->buffer, marks[i].mark, marks[i].length) != 0)
			continue;
		source->from = marks[i].length;
		return marks[i].charset == NULL ||
		       set_converter(source, marks[i].charset, error);
	}
	return true;
}

static gssize give_plain(struct points_source *source, char *out, gsize room, GError **error)
{
	gsize length;

	if (source->from == source->to && !source->ended && !refill(source, error))
		return -1;
	length = MIN(room, source->to - source->from);
	if (length > 0)
		memcpy(out, source->buffer + source->from, length);
	source->from += length;
	return (gssize)length;
}

/* Half a character at the very end is left out. */
static gssize give_converted(struct points_source *source, char *out, gsize room,
			     GError **error)
{
	for (;;) {
		g_autoptr(GError) trouble = NULL;
		gsize used = 0, written = 0;
		if (source->from < source->to)
			g_converter_convert(source->converter, source->buffer + source->from,
					    source->to - source->from, out, room,
					    G_CONVERTER_NO_FLAGS, &used, &written, &trouble);
		source->from += used;
		if (written > 0)
			return (gssize)written;
		if (trouble != NULL &&
		    !g_error_matches(trouble, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT)) {
			g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
					    trouble->message);
			return -1;
		}
		if (source->ended)
			return 0;
		if (!refill(source, error))
			return -1;
	}
}

gssize points_source_read(struct points_source *source, char *out, gsize room, GError **error)
{
	if (!source->begun && !take_mark(source, error))
		return -1;
	source->begun = true;
	return source->converter != NULL ? give_converted(source, out, room, error)
					 : give_plain(source, out, room, error);
}

struct points_source *points_source_open(int descriptor)
{
	struct points_source *source = g_new0(struct points_source, 1);

	source->descriptor = descriptor;
	return source;
}

struct points_source *points_source_open_memory(const char *bytes, gsize length)
{
	struct points_source *source = points_source_open(-1);

	source->bytes = bytes;
	source->left = length;
	return source;
}

void points_source_free(struct points_source *source)
{
	if (source == NULL)
		return;
	g_clear_object(&source->converter);
	g_free(source);
}
