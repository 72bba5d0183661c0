/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A sliding window over read(2), over a member of an archive, or over what either of them
 * unpacks to. One window serves all, so that a compressed mailbox takes the same path as a
 * plain one. Plain files are read and not mapped: a file that shrinks under a map kills its
 * reader, and the copy costs less than the page faults it saves. */
#include "importers/bytes.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "importers/members.h"
#include "importers/packed.h"

#define WINDOW_BYTES ((gsize)2 << 20)
#define BLOCK_BYTES  ((gsize)256 << 10)

struct bytes {
	char *path;
	int fd;                /* plain file, or -1 */
	struct member *member; /* of an archive, or NULL */
	struct packed *packed; /* unpacks the file or the member, or NULL */
	guint8 *fed;           /* what the member gives to it */
	guint8 *buffer;
	gsize capacity, start, end;
	guint64 offset; /* of buffer[start] in the stream */
	bool finished;
	GError *broken; /* told once everything before it was given */
};

static void set_read_error(struct bytes *bytes, const char *why)
{
	bytes->finished = true;
	if (!bytes->broken)
		bytes->broken = g_error_new(ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
					    "%s: cannot be read further: %s", bytes->path, why);
}

static gssize read_file(struct bytes *bytes, guint8 *into, gsize room)
{
	gssize n;

	do
		n = read(bytes->fd, into, room);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		set_read_error(bytes, g_strerror(errno));
	return n;
}

static gssize read_block(struct bytes *bytes, guint8 *into, gsize room)
{
	GError *error = NULL;
	gssize n;

	if (bytes->fd >= 0)
		return read_file(bytes, into, room);
	n = bytes->packed ? packed_read(bytes->packed, into, room, &error)
			  : member_read(bytes->member, into, room, &error);
	if (n < 0) {
		bytes->finished = true;
		g_clear_error(&bytes->broken);
		bytes->broken = error;
	}
	return n;
}

static gssize feed_member(void *data, const void **block)
{
	struct bytes *bytes = data;

	*block = bytes->fed;
	return member_read(bytes->member, bytes->fed, BLOCK_BYTES, NULL);
}

static bool open_member(struct bytes *bytes, bool compressed, int trouble, GError **error)
{
	GError *why = NULL;

	bytes->member = member_open(bytes->path, &why);
	if (why)
		g_propagate_error(error, why);
	else if (!bytes->member)
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "%s: %s", bytes->path,
			    g_strerror(trouble));
	if (!bytes->member || !compressed)
		return bytes->member != NULL;
	bytes->fed = g_malloc(BLOCK_BYTES);
	bytes->packed = packed_open_feed(feed_member, bytes, bytes->path, PACKED_STREAM, error);
	return bytes->packed != NULL;
}

static bool open_source(struct bytes *bytes, bool compressed, GError **error)
{
	bytes->fd = open(bytes->path, O_RDONLY | O_CLOEXEC);
	if (bytes->fd < 0)
		return open_member(bytes, compressed, errno, error);
	if (!compressed)
		return true;
	close(bytes->fd);
	bytes->fd = -1;
	bytes->packed = packed_open(bytes->path, PACKED_STREAM, error);
	return bytes->packed != NULL;
}

static bool go_to(struct bytes *bytes, guint64 from, GError **error)
{
	gsize available;

	if (bytes->fd >= 0 && lseek(bytes->fd, (off_t)from, SEEK_SET) >= 0) {
		bytes->offset = from;
		return true;
	}
	while (bytes->offset < from) {
		if (!bytes_peek(bytes, BLOCK_BYTES, &available, error))
			return false;
		if (available == 0)
			return true;
		bytes_skip(bytes, MIN(available, from - bytes->offset));
	}
	return true;
}

struct bytes *bytes_open(const char *path, bool compressed, guint64 from, GError **error)
{
	g_autoptr(bytes_auto) bytes = g_new0(struct bytes, 1);

	bytes->path = g_strdup(path);
	bytes->fd = -1;
	bytes->capacity = WINDOW_BYTES;
	bytes->buffer = g_malloc(bytes->capacity);
	if (!open_source(bytes, compressed, error))
		return NULL;
	if (from > 0 && !go_to(bytes, from, error))
		return NULL;
	return g_steal_pointer(&bytes);
}

void bytes_free(struct bytes *bytes)
{
	if (bytes->fd >= 0)
		close(bytes->fd);
	g_clear_pointer(&bytes->packed, packed_free);
	g_clear_pointer(&bytes->member, member_close);
	g_free(bytes->fed);
	g_clear_error(&bytes->broken);
	g_free(bytes->buffer);
	g_free(bytes->path);
	g_free(bytes);
}

/* Room for `want` bytes and a block. What stays is moved to the front; a buffer that one huge
 * message made large is given back. */
static void make_room(struct bytes *bytes, gsize want)
{
	gsize held = bytes->end - bytes->start;
	gsize needed = MAX(want + BLOCK_BYTES, WINDOW_BYTES);

	memmove(bytes->buffer, bytes->buffer + bytes->start, held);
	bytes->start = 0;
	bytes->end = held;
	if (bytes->capacity < needed || bytes->capacity > MAX(8 * needed, held)) {
		bytes->capacity = MAX(needed, held);
		bytes->buffer = g_realloc(bytes->buffer, bytes->capacity);
	}
}

static void fill(struct bytes *bytes, gsize want)
{
	if (bytes->capacity - bytes->start < want + BLOCK_BYTES ||
	    bytes->capacity > 8 * MAX(want, WINDOW_BYTES))
		make_room(bytes, want);
	while (!bytes->finished && bytes->end - bytes->start < want) {
		gssize n = read_block(bytes, bytes->buffer + bytes->end,
				      bytes->capacity - bytes->end);

		if (n <= 0)
			bytes->finished = true;
		else
			bytes->end += (gsize)n;
	}
}

guint8 *bytes_peek(struct bytes *bytes, gsize want, gsize *available, GError **error)
{
	if (bytes->end - bytes->start < want && !bytes->finished)
		fill(bytes, want);
	if (bytes->end == bytes->start && bytes->broken) {
		g_propagate_error(error, g_steal_pointer(&bytes->broken));
		return NULL;
	}
	*available = bytes->end - bytes->start;
	return bytes->buffer + bytes->start;
}

void bytes_skip(struct bytes *bytes, gsize length)
{
	length = MIN(length, bytes->end - bytes->start);
	bytes->start += length;
	bytes->offset += length;
}

guint64 bytes_offset(const struct bytes *bytes)
{
	return bytes->offset;
}

/* The magic number of a compressed stream. */
static bool looks_compressed(const guint8 *head, gsize length)
{
	static const struct {
		guint8 length;
		guint8 magic[6];
	} known[] = {
		{3, {0x1f, 0x8b, 0x08}},
		{6, {0xfd, '7', 'z', 'X', 'Z', 0x00}},
		{3, {'B', 'Z', 'h'}},
		{4, {0x28, 0xb5, 0x2f, 0xfd}},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(known); i++)
		if (length >= known[i].length && !memcmp(head, known[i].magic, known[i].length))
			return true;
	return false;
}

guint8 *bytes_read_head(const char *path, gsize limit, gsize *length, bool *compressed,
			bool *whole, GError **error)
{
	g_autoptr(bytes_auto) bytes = bytes_open(path, false, 0, error);
	const guint8 *shown;
	gsize available;
	bool packed;

	if (!bytes)
		return NULL;
	shown = bytes_peek(bytes, limit + 1, &available, error);
	packed = shown && looks_compressed(shown, available);
	if (packed) {
		g_clear_pointer(&bytes, bytes_free);
		bytes = bytes_open(path, true, 0, error);
		shown = bytes ? bytes_peek(bytes, limit + 1, &available, error) : NULL;
	}
	if (!shown)
		return NULL;
	*length = MIN(available, limit);
	*compressed = packed;
	*whole = available <= limit && !bytes->broken;
	return g_memdup2(*length ? shown : (const guint8 *)"", MAX(*length, 1));
}

/* Grows the window step by step, so that a small file does not cost a window of the limit. */
static const guint8 *peek_all(struct bytes *bytes, gsize limit, gsize *available,
			      GError **error)
{
	gsize want = BLOCK_BYTES;
	const guint8 *shown = bytes_peek(bytes, want, available, error);

	while (shown && *available >= want && want <= limit) {
		want = MIN(2 * want, limit + 1);
		shown = bytes_peek(bytes, want, available, error);
		if (want > limit)
			break;
	}
	return shown;
}

guint8 *bytes_read_all(const char *path, bool compressed, gsize limit, gsize *length,
		       GError **error)
{
	g_autoptr(bytes_auto) bytes = bytes_open(path, compressed, 0, error);
	const guint8 *shown;
	guint8 *copy;
	gsize available;

	if (!bytes)
		return NULL;
	shown = peek_all(bytes, limit, &available, error);
	if (!shown)
		return NULL;
	if (available > limit) {
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
			    "%s: longer than %" G_GSIZE_FORMAT " bytes", path, limit);
		return NULL;
	}
	copy = g_malloc(available + 1);
	memcpy(copy, shown, available);
	copy[available] = 0;
	*length = available;
	return copy;
}
