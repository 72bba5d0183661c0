/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Archives and compressed streams, read forward through libarchive: gzip, xz, bzip2 and zstd
 * alone or around zip, tar, cpio and 7z. What expands beyond measure is taken for a bomb; a
 * member that would leave its archive, that is encrypted or no file is shown with its fault. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Where the packed bytes come from when they are no file of their own: *block is borrowed until
 * the next call. Returns its length, 0 at the end, negative when the source broke. */
typedef gssize (*packed_feed)(void *data, const void **block);

enum packed_form { PACKED_STREAM, PACKED_ARCHIVE };

struct packed;

/* A file. A stream stands at its bytes, an archive before its first member. NULL with
 * ENTENTE_ERROR_INPUT. Caller owns. */
struct packed *packed_open(const char *path, enum packed_form form, GError **error);
/* The same over bytes that something else reads; `data` outlives it. `name` is for messages. */
struct packed *packed_open_feed(packed_feed feed, void *data, const char *name,
				enum packed_form form, GError **error);
void packed_free(struct packed *packed);
typedef struct packed packed_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(packed_auto, packed_free)

struct packed_member {
	char *name;          /* UTF-8, '/' between folders; caller owns */
	gint64 size;         /* -1 when it is not told beforehand */
	gint64 changed_ns;   /* 0 when it is not told */
	bool folder;         /* nothing to read, and no fault */
	const char *trouble; /* why it is not read and the mend; static, NULL when it can be */
};

enum packed_step { PACKED_MEMBER, PACKED_END, PACKED_BROKEN };

/* The next member; PACKED_BROKEN fills the error when the archive cannot be read further. */
enum packed_step packed_next(struct packed *packed, struct packed_member *member,
			     GError **error);

/* Bytes of the stream, or of the present member: how many, 0 at the end, -1 with the error. */
gssize packed_read(struct packed *packed, void *into, gsize room, GError **error);
