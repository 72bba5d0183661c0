/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One mail from its raw bytes: the only file that includes GMime is importers/mail.c; mbox,
 * Maildir and .eml find the bytes and call it. */
#pragma once

#include "model/record.h"

/* Fills the record (but for place) from the bytes of one message without its From_ line, mbox
 * escapes already undone. `envelope` is the From_ line without "From ", or NULL: last resort
 * for the date. `folder` serves the personal mark. Never fails: what cannot be read is a
 * quality mark.
 *
 * The digest is BLAKE2b-256 over "name:value\n" of From, To, Cc, Date, Subject and Message-ID
 * (unfolded, outer spaces trimmed) and then the body with CRLF as LF and trailing line ends
 * removed: the same message is the same whether it comes from mboxrd, Maildir or .eml, and
 * whatever Received, Status or X- fields a store added. */
void mail_read(const guint8 *bytes, gsize length, const char *envelope, const char *folder,
	       struct message_record *record);

/* One address field value -> addresses (groups flattened). Repairs "user at host (Name)",
 * "X via list <list@...>", "=?...?=" names. For tests and for tables that hold addresses. */
guint mail_parse_addresses(const char *field, struct mail_address **addresses);
/* Lower-case "user@host" of a possibly scrambled address ("a at b.org", "a [at] b dot org",
 * "<a@b>", "mailto:a@b"); NULL when it is none. Caller owns. */
char *mail_normalise_address(const char *text);
