/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One event of a calendar to the meetings that it means: its series is unrolled, in the zones
 * of its file. The only file that includes libical is calendar_event.c. */
#pragma once

#include "importers/calendar_scan.h"
#include "model/record.h"

/* A series that repeats oftener is no meeting: daily, this is 54 years. */
#define CALENDAR_INSTANCES_MOST 20000u
/* How far behind the writing of the calendar a series is unrolled: the next yearly review is in
 * it; what a rule would give later was never in anybody's calendar as a thing to prepare. */
#define CALENDAR_AHEAD_DAYS 366
/* Rules of one file that never come true (the first Monday, if it is the 31st of February):
 * libical looks for thousands of years, which takes it a second or two. */
#define CALENDAR_BARREN_MOST 50u
#define CALENDAR_ZONES_MOST  200u        /* time zones kept of one file */
#define CALENDAR_ZONE_KEPT   (64u << 10) /* bytes of one of them */
#define CALENDAR_YEAR_FIRST  1900
#define CALENDAR_YEAR_LAST   2200

struct calendar_reader; /* the zones of one file */

struct calendar_reader *calendar_reader_new(void);
void calendar_reader_free(struct calendar_reader *reader);

/* A CALENDAR_ZONE component; the first of a name counts. One that is too large or too many is
 * not known. */
void calendar_reader_add_zone(struct calendar_reader *reader, const char *text);

struct calendar_span {
	gint64 instance_ms, start_ms, end_ms; /* as of struct meeting_record */
};

/* The event without place, digest and instants; and its instances, in order, none twice. */
struct calendar_event {
	struct meeting_record meeting;
	GArray *spans; /* struct calendar_span, one at least */
};

/* Reads a CALENDAR_EVENT component of a calendar written at `written_ms` (INSTANT_NONE when
 * nobody knows). NULL, or what is wrong with it and the mend; then the event is untouched.
 * Caller owns either. */
char *calendar_reader_read(struct calendar_reader *reader,
			   const struct calendar_component *component, gint64 written_ms,
			   struct calendar_event *event);
void calendar_event_clear(struct calendar_event *event);
