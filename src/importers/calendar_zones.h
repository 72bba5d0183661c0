/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Names of time zones as calendars write them: Olson names, also behind a path of the program
 * that wrote them, and those of Windows. And the way from a time on the wall to an instant. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* The zone that a TZID names, NULL when it is none that is known. Caller owns. */
GTimeZone *calendar_zone_named(const char *tzid);

/* The instant of "day, seconds of the day" on the wall. A time that the clock passes twice is
 * the first, one that it jumps over counts by the offset before the jump (RFC 5545, 3.3.5). */
gint64 calendar_zone_instant(GTimeZone *zone, gint32 day, gint32 seconds);
