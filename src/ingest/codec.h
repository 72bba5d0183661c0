/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Records as bytes, for the way from a worker process to its parent. The decoder treats the
 * bytes as hostile: a worker may have been taken over by the mail that it read. */
#pragma once

#include "importers/importer.h"

/* Appends the record, RECORD_END included. "" is written as an absent text. */
void codec_put(GByteArray *bytes, const struct import_record *record);

/* Exactly one record from exactly these bytes. False when anything is odd: a count or a number
 * out of its bounds, text that is not UTF-8 or holds a NUL, a missing required text, bytes too
 * few or too many; *record is then untouched. The caller clears the record. What is accepted
 * gives the same bytes again through codec_put(). */
bool codec_get(const guint8 *bytes, gsize length, struct import_record *record);

/* Where the record stands in its source, borrowed; NULL for RECORD_END. */
const struct place *codec_place(const struct import_record *record);
