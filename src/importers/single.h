/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The stream of a format that holds one message a file: the file is read whole, once, and what
 * the format makes of it is the only record. */
#pragma once

#include "importers/importer.h"

/* Fills the record, or leaves it RECORD_END (the message was deleted), or returns why it cannot
 * be read, which becomes a rejected record. Caller owns the reason. */
typedef char *(*single_read)(const guint8 *bytes, gsize length, const char *folder,
			     struct import_record *record);

struct import_stream *single_open(const struct import_task *task, single_read read);
/* The `next` and `close` of such an importer. */
bool single_next(struct import_stream *stream, struct import_record *record, GError **error);
void single_close(struct import_stream *stream);
