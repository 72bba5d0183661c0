/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Written dates, in the ways that mail programs, ticket tools and people write them. The names
 * of days and months are ours: the machine's locale is never asked. */
#pragma once

#include <glib.h>

/* "fr" or "en" names. `weekday` 1 is Monday. */
const char *civil_weekday(const char *language, int weekday);
const char *civil_month(const char *language, int month);
const char *civil_month_short(const char *language, int month);

/* Caller owns all of these. */
char *civil_day(const char *language, gint32 day);    /* "lundi 3 mars", "Monday 3 March" */
char *civil_rfc5322(gint64 at_ms, GTimeZone *zone);   /* "Mon, 03 Mar 2025 10:12:00 +0100" */
char *civil_from_line(gint64 at_ms);                  /* "Mon Mar  3 09:12:00 2025" UTC */
char *civil_glpi(gint64 at_ms, GTimeZone *zone);      /* "03-03-2025 10:12" */
char *civil_jira(gint64 at_ms, GTimeZone *zone);      /* "03/Mar/25 10:12" */
char *civil_ics_local(gint64 at_ms, GTimeZone *zone); /* "20250303T101200" */
char *civil_ics_utc(gint64 at_ms);                    /* "20250303T091200Z" */
