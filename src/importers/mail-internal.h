/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the files that read one mail share. mail.c owns GMime and gives decoded text to the
 * others. */
#pragma once

#include "importers/header.h"
#include "importers/mime.h"
#include "model/record.h"

/* Encoded words (RFC 2047) and raw bytes of an unfolded field to UTF-8 in one line without
 * control characters; *guessed as in charset.h. Takes and gives ownership. */
char *mail_decode_field(char *unfolded, bool *guessed);

/* Body of a text part: transfer encoding and charset undone, at most LIMIT_MAIL_TEXT bytes
 * read. Sets quality marks. Caller owns. */
char *mail_decode_part(const struct mime_part *part, guint32 *quality);

/* Sender, recipients and list of the record. */
void mail_read_people(const struct header_block *headers, struct message_record *record);

/* Own text, language, question, attachments. *invitation: a calendar method stands in for the
 * text. */
void mail_read_content(const struct mime_tree *tree, struct message_record *record,
		       bool *invitation);
