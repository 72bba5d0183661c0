/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The header block of a mail or of a MIME part: where the fields stand that entente reads.
 * Nothing is copied; a value is folded bytes of the message. */
#pragma once

#include <glib.h>
#include <stdbool.h>

enum header_id {
	HEADER_FROM,
	HEADER_TO,
	HEADER_CC,
	HEADER_DATE,
	HEADER_SUBJECT,
	HEADER_MESSAGE_ID,
	HEADER_IN_REPLY_TO,
	HEADER_REFERENCES,
	HEADER_SENDER,
	HEADER_REPLY_TO,
	HEADER_RECEIVED,
	HEADER_RETURN_PATH,
	HEADER_ORIGINAL_FROM,
	HEADER_GOOGLE_ORIGINAL_FROM,
	HEADER_ORIGINAL_SENDER,
	HEADER_CONTENT_TYPE,
	HEADER_CONTENT_ENCODING,
	HEADER_CONTENT_DISPOSITION,
	HEADER_CONTENT_LENGTH,
	HEADER_MOZILLA_STATUS,
	HEADER_GMAIL_LABELS,
	HEADER_SENSITIVITY,
	HEADER_SIMULATED,
	HEADER_PRECEDENCE,
	HEADER_AUTO_SUBMITTED,
	HEADER_AUTOREPLY,
	HEADER_AUTORESPOND,
	HEADER_LIST_ID,
	HEADER_LIST_POST,
	HEADER_LIST_UNSUBSCRIBE,
	HEADER_LIST_UNSUBSCRIBE_POST,
	HEADER_MAILING_LIST,
	HEADER_BEEN_THERE,
	HEADER_FEEDBACK_ID,
	HEADER_CAMPAIGN,
	HEADER_MAILER,
	HEADER_JIRA,
	HEADER_SERVICENOW,
	HEADER_COUNT
};

struct header_value {
	const char *text; /* NULL when the field is absent */
	gsize length;
};

struct header_block {
	struct header_value first[HEADER_COUNT]; /* first field of each name */
	guint fields;                            /* fields of any name */
	gsize body;                              /* offset behind the block's blank line */
	bool broken; /* holds lines that are no field, or no blank line ends it */
};

void header_block_scan(const guint8 *bytes, gsize length, struct header_block *block);

/* Whether the bytes begin with a field name and its colon. */
bool header_begins(const guint8 *bytes, gsize length);

/* Unfolded, NUL as blank, outer spaces trimmed, at most LIMIT_HEADER_FIELD bytes; NULL when
 * absent. Caller owns. */
char *header_unfold(const struct header_value *value);

/* Parameter of a structured value (charset=, boundary="..."), RFC 2231 charset and percent
 * signs left as they are. Caller owns, NULL when absent. */
char *header_parameter(const struct header_value *value, const char *name);

/* Whether the value begins with the word, whatever its case, and the word ends there. */
bool header_is(const struct header_value *value, const char *word);
