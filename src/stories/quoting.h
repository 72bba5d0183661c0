/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How mail programs quote what they answer or forward: attribution lines, header blocks, '>'
 * prefixes, line widths, in French and English. */
#pragma once

#include "stories/cast.h"

#define QUOTED_LINES 45u /* lines of an older mail carried along */

/* What is quoted. */
struct quoted_mail {
	const char *from_name, *from_address, *to_name, *to_address;
	const char *subject, *text;
	gint64 at_ms;
};

/* The line or block that introduces the quotation. Caller owns. */
char *quoting_attribution(const struct quoted_mail *quoted, enum mailer mailer,
			  const char *language, bool forward, GTimeZone *zone);
/* The quotation itself: '>' lines, or bare text for Outlook and forwards. Caller owns. */
char *quoting_text(const struct quoted_mail *quoted, enum mailer mailer, bool forward);
/* Lines of at most `width` characters, broken at spaces; quoted ones stay. Caller owns. */
char *quoting_wrap(const char *text, guint width);
/* "RE: ", "Re: ", "TR: ", "Fwd: ". Static. */
const char *quoting_prefix(enum mailer mailer, const char *language, bool forward);
bool quoting_is_bare(enum mailer mailer, bool forward);
