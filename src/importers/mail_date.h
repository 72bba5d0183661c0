/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Dates of mail as they are really written: RFC 5322 and its obsolete zones, asctime of From_
 * lines, zones that cannot exist. */
#pragma once

#include <glib.h>
#include <stdbool.h>

struct mail_date {
	gint64 ms;
	gint16 offset_minutes;
	bool repaired; /* the zone is missing, unknown or impossible: read as UTC */
};

/* A Date field, or the date behind the last ';' of a Received field. False when it is no date:
 * *date untouched. */
bool mail_date_parse(const char *text, gsize length, struct mail_date *date);

/* The date of a From_ line ("user@host Mon Feb  5 21:36:33 2001", "user at host  Mon ...");
 * false when the line is not one: this is what tells a From_ line from a sentence. */
bool mail_date_parse_envelope(const char *line, gsize length, struct mail_date *date);

/* Between 1980 and two days from now. */
bool mail_date_is_plausible(gint64 ms);
