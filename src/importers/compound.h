/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Compound files ([MS-CFB], "OLE2"): storages and streams in one file, as Outlook saves a
 * message. */
#pragma once

#include <glib.h>

struct compound;

/* Over bytes that stay with the caller. NULL with ENTENTE_ERROR_INPUT. Caller owns. */
struct compound *compound_open(const guint8 *bytes, gsize length, GError **error);
void compound_free(struct compound *compound);
typedef struct compound compound_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(compound_auto, compound_free)

/* A storage inside another, both NULL-safe; NULL when there is none. Caller owns. */
struct compound *compound_storage(struct compound *compound, const char *name);
/* Names of what is directly inside and begins so: char *, sorted. Caller owns. */
GPtrArray *compound_names(struct compound *compound, const char *prefix);
/* A stream, `limit` bytes of it at most, with a NUL behind; NULL when absent. Caller owns. */
guint8 *compound_stream(struct compound *compound, const char *name, gsize limit,
			gsize *length);
