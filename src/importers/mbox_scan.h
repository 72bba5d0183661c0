/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What an mbox file is made of: From_ lines, and the four ways in which its writers keep text
 * from looking like one (mboxo, mboxrd, mboxcl, mboxcl2). Pure functions on bytes. */
#pragma once

#include <glib.h>
#include <stdbool.h>

enum mbox_dialect { MBOX_O, MBOX_RD, MBOX_CL, MBOX_CL2, MBOX_DIALECT_COUNT };

/* What may have to be seen behind the "From " of a From_ line to be sure of it. */
#define MBOX_LOOKAHEAD 2048u
#define MBOX_NOT_FOUND (-1)

/* Whether the bytes, which follow a blank line or begin the file, begin with a From_ line: one
 * with a date, or "From 184434@xxx" and "From -" without one (Gmail, Thunderbird) when a header
 * field follows. *line_length is its length with the line end. `last`: nothing follows the
 * bytes in the file. */
bool mbox_is_from_line(const guint8 *bytes, gsize length, bool last, gsize *line_length);

/* First From_ line at or behind `from`, or MBOX_NOT_FOUND. Where no blank line is before it, it
 * needs a date and a header field behind it. A line that begins within MBOX_LOOKAHEAD of the
 * end may be missed unless `last`. */
gssize mbox_find_from_line(const guint8 *bytes, gsize length, gsize from, bool last);

/* Bytes of the message at `bytes` (its From_ line included) when its Content-Length is
 * believable: it ends at a From_ line or at the end of the file. 0 otherwise. `wanted`
 * receives how many bytes must be shown to tell, when they are more than `length`. */
gsize mbox_believed_length(const guint8 *bytes, gsize length, bool last, gsize *wanted);

/* Undoes the escapes of the dialect in place; returns the new length. */
gsize mbox_unescape(guint8 *message, gsize length, enum mbox_dialect dialect);

/* The dialect that the first messages of a file show; a file that shows nothing is mboxrd,
 * whose reading is the safe one. */
enum mbox_dialect mbox_detect(const guint8 *head, gsize length, bool whole);

const char *mbox_dialect_name(enum mbox_dialect dialect);
