/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The bytes of a source, plain or through gzip, xz, bzip2 or zstd, seen through a window that
 * moves forward. A path may lead into an archive: "export.zip/Inbox.mbox"
 * (importers/members.h); importers open files by no other way. Memory depends on the window
 * that is asked for, never on the file. */
#pragma once

#include <glib.h>
#include <stdbool.h>

struct bytes;

/* Opens a file at an offset of its decompressed stream. NULL with ENTENTE_ERROR_INPUT. */
struct bytes *bytes_open(const char *path, bool compressed, guint64 from, GError **error);
void bytes_free(struct bytes *bytes);
typedef struct bytes bytes_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(bytes_auto, bytes_free)

/* Shows at least `want` bytes from the present offset, fewer only at the end of the stream;
 * *available tells how many. Borrowed until the next call on the stream; the caller
 * may change what it is going to skip. A stream that breaks
 * (a truncated gzip) first gives what it could read; NULL with the error comes when nothing
 * else is left. */
guint8 *bytes_peek(struct bytes *bytes, gsize want, gsize *available, GError **error);

/* Moves on by at most what the last peek showed. */
void bytes_skip(struct bytes *bytes, gsize length);

guint64 bytes_offset(const struct bytes *bytes);

/* The first bytes of a file, `limit` at most, decompressed when its magic number says so.
 * Caller owns. NULL on error. */
guint8 *bytes_read_head(const char *path, gsize limit, gsize *length, bool *compressed,
			bool *whole, GError **error);

/* The whole decompressed file; an error when it is longer than the limit. Caller owns; a NUL
 * stands behind the last byte. */
guint8 *bytes_read_all(const char *path, bool compressed, gsize limit, gsize *length,
		       GError **error);
