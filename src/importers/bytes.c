/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A sliding window over read(2) or over libarchive's raw format. One window serves both, so
 * that a compressed mailbox takes the same path as a plain one. Plain files are read and not
 * mapped: a file that shrinks under a map kills its reader, and the copy costs less than the
 * page faults it saves. */
#include "importers/bytes.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"

#define WINDOW_BYTES ((gsize)2 << 20)
#define BLOCK_BYTES  ((gsize)256 << 10)

struct bytes {
	char *path;
	int fd;                  /* plain, or -1 */
	struct archive *archive; /* compressed, or NULL */
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
					    "%s: cannot be read further: %s", bytes->path,
					    why ? why : "the compressed data is damaged");
}

static gssize read_block(struct bytes *bytes, guint8 *into, gsize room)
{
	gssize n;

	if (bytes->archive) {
		n = archive_read_data(bytes->archive, into, room);
		if (n < 0)
			set_read_error(bytes, archive_error_string(bytes->archive));
		return n;
	}
	do
		n = read(bytes->fd, into, room);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		set_read_error(bytes, g_strerror(errno));
	return n;
}

static struct archive *open_archive(const char *path)
{
	struct archive *archive = archive_read_new();
	struct archive_entry *entry;

	archive_read_support_filter_gzip(archive);
	archive_read_support_filter_xz(archive);
	archive_read_support_filter_bzip2(archive);
	archive_read_support_filter_zstd(archive);
	archive_read_support_format_raw(archive);
	archive_read_support_format_empty(archive);
	if (archive_read_open_filename(archive, path, BLOCK_BYTES) == ARCHIVE_OK &&
	    archive_read_next_header(archive, &entry) >= ARCHIVE_WARN)
		return archive;
	archive_read_free(archive);
	return NULL;
}

static bool open_source(struct bytes *bytes, bool compressed, GError **error)
{
	bytes->fd = open(bytes->path, O_RDONLY | O_CLOEXEC);
	if (bytes->fd < 0) {
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "%s: %s", bytes->path,
			    g_strerror(errno));
		return false;
	}
	if (!compressed)
		return true;
	close(bytes->fd);
	bytes->fd = -1;
	bytes->archive = open_archive(bytes->path);
	if (!bytes->archive)
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
			    "%s: the compressed data is damaged", bytes->path);
	return bytes->archive != NULL;
}

static bool go_to(struct bytes *bytes, guint64 from, GError **error)
{
	gsize available;

	if (!bytes->archive && lseek(bytes->fd, (off_t)from, SEEK_SET) >= 0) {
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
	if (bytes->archive)
		archive_read_free(bytes->archive);
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

static bool looks_compressed(const char *path)
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
	guint8 head[6] = {0};
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	gssize n = fd < 0 ? -1 : read(fd, head, sizeof head);

	if (fd >= 0)
		close(fd);
	for (gsize i = 0; i < G_N_ELEMENTS(known); i++)
		if (n >= known[i].length && !memcmp(head, known[i].magic, known[i].length))
			return true;
	return false;
}

guint8 *bytes_read_head(const char *path, gsize limit, gsize *length, bool *compressed,
			bool *whole, GError **error)
{
	bool packed = looks_compressed(path);
	g_autoptr(bytes_auto) bytes = bytes_open(path, packed, 0, error);
	const guint8 *shown;
	gsize available;

	if (!bytes)
		return NULL;
	shown = bytes_peek(bytes, limit + 1, &available, error);
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
