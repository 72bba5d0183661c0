/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* An iCalendar stream (RFC 5545) cut into its events and time zones, one at a time, whatever
 * the size of the file: lines are unfolded, and only the properties that a meeting is read from
 * are kept. A component that is broken costs only itself. Knows lines and names, no values. */
#pragma once

#include "importers/bytes.h"
#include "model/record.h"

#define CALENDAR_LINE_KEPT      (256u << 10) /* bytes of one unfolded line; the rest is cut */
#define CALENDAR_COMPONENT_KEPT (1u << 20)   /* bytes of all kept lines of one component */

enum calendar_component_kind {
	CALENDAR_END,
	CALENDAR_EVENT,
	CALENDAR_ZONE,
	CALENDAR_BROKEN, /* an event without end, or one that is too large: see trouble */
};

/* Borrowed until the next call. */
struct calendar_component {
	enum calendar_component_kind kind;
	struct place place;
	const char *text;    /* "BEGIN:VEVENT" to "END:VEVENT", CRLF, any bytes but NUL */
	const char *method;  /* of the calendar it stands in, upper case; NULL when none */
	const char *trouble; /* of a broken one: a reason for a rejected record */
	bool simulated;      /* its calendar says that `entente simulate` wrote it */
};

struct calendar_scan;

/* Takes the bytes, from their beginning. */
struct calendar_scan *calendar_scan_new(struct bytes *bytes);
void calendar_scan_free(struct calendar_scan *scan);
typedef struct calendar_scan calendar_scan_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(calendar_scan_auto, calendar_scan_free)

/* False when the source cannot be read further. */
bool calendar_scan_next(struct calendar_scan *scan, struct calendar_component *component,
			GError **error);

/* Value of a line "NAME;PARAMETERS:value" of a component's text when its name is this one; NULL
 * else. The value goes up to the line end. */
const char *calendar_line_value(const char *line, const char *name);
