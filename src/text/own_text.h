/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The author's new text of a mail, apart from quotations, attributions, signatures and footers,
 * in French and English; and small readings of a text that need no model. Pure functions on
 * UTF-8. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Own text of a plain-text body (LF or CRLF). Interleaved answers are kept. *cut receives the
 * bytes left out. Caller owns; NULL when nothing is left. */
char *own_text_extract(const char *body, gsize length, gsize *cut);

/* HTML mail to plain text: block structure kept as lines, blockquote / gmail_quote /
 * divRplyFwdMsg / Outlook separators turned into '>' lines so that own_text_extract sees them,
 * hidden parts, style and script left out. Caller owns. */
char *own_text_from_html(const char *html, gsize length);

/* "fr", "en" or "" when unsure (short or another language). Static string. */
const char *own_text_language(const char *text);

/* A question or a request for an answer, French or English. */
bool own_text_asks(const char *text, const char *language);

/* Subject without reply and forward prefixes (Re:, RE :, TR:, Fwd:, Réf:, [list] tags), spaces
 * folded; for threads. Caller owns. */
char *own_text_base_subject(const char *subject);

/* Marked personal by its author: subject or folder begins with or brackets "personnel",
 * "privé", "perso", "private", "personal", "confidentiel personnel" (not "personnel" in
 * "réunion du personnel"). Cass. soc. 2001-10-02; CNIL. Either may be NULL. */
bool own_text_marked_personal(const char *subject, const char *folder);

/* Valid UTF-8 without NUL nor control characters but tab and line feed: bytes that are not are
 * replaced by U+FFFD; a carriage return is a line end, with or without its line feed. Caller
 * owns. */
char *own_text_clean_utf8(const char *bytes, gsize length);

/* Hash of the text with digits, dates and spaces masked: equal for the same report sent again.
 */
guint32 own_text_novelty(const char *text);

/* Key of the ticket named in a subject ("#12345", "[INC0012345]", "ticket n° 4512",
 * "PROJ-123"), or NULL. Caller owns. */
char *own_text_ticket_key(const char *subject);
