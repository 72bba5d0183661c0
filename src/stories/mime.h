/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The writing side of MIME: encoded words (RFC 2047), quoted-printable and base64 (RFC 2045),
 * mboxrd escapes. Only what the stories need; reading is the importers' business. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* `text` (UTF-8) in the charset when it can hold every character, with *charset left as it is;
 * otherwise UTF-8, and *charset becomes "utf-8". Caller owns. */
char *mime_convert(const char *text, const char **charset, gsize *length);
/* Unstructured header value, folded, as encoded words where not ASCII. Caller owns. */
char *mime_header_text(const char *text, const char *charset);
/* Display name and address. Caller owns. */
char *mime_mailbox(const char *name, const char *address, const char *charset);
/* Bodies; line ends are LF. Caller owns. */
char *mime_quoted_printable(const char *bytes, gsize length);
char *mime_base64(const guint8 *bytes, gsize length);
/* Appends a message to an mbox: lines that begin with any '>' and "From " get one more '>'. */
void mime_append_mboxrd(GString *mbox, const char *message);
