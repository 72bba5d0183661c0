/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Lines of any length pass through a buffer that keeps a bounded part of them, so an attachment
 * of many megabytes inside an event costs no memory. Unfolding is done on bytes, before any
 * character is looked at: programs fold in the middle of them (RFC 5545, 3.1). */
#include "importers/calendar_scan.h"

#include <string.h>

#define CHUNK     ((gsize)64 << 10)
#define NAME_MOST 32u /* bytes of the name of a component or property that is known here */

struct calendar_scan {
	struct bytes *bytes;
	GString *line;                     /* the present one, unfolded, without its end */
	guint64 offset;                    /* where it begins, */
	guint64 behind;                    /* and where the next one does */
	guint32 number;                    /* of its first physical line, from 1 */
	guint32 lines;                     /* physical lines read */
	bool held;                         /* the line is to be given again */
	GString *text;                     /* lines kept of the component that is open */
	enum calendar_component_kind open; /* CALENDAR_END when none is */
	guint inner;                       /* components open inside it */
	bool too_large;
	struct place begin;
	char *method;
	bool simulated;
};

/* What an event is read from, and what a zone is; all else (alarms, attachments, HTML copies of
 * the description) never reaches a parser. */
static const char *const event_names[] = {
	"UID",       "RECURRENCE-ID", "DTSTART",       "DTEND",    "DURATION",
	"DTSTAMP",   "CREATED",       "LAST-MODIFIED", "SUMMARY",  "DESCRIPTION",
	"ORGANIZER", "ATTENDEE",      "RRULE",         "RDATE",    "EXDATE",
	"EXRULE",    "STATUS",        "CLASS",         "SEQUENCE",
};
static const char *const zone_names[] = {
	"TZID", "DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE",
};

struct calendar_scan *calendar_scan_new(struct bytes *bytes)
{
	struct calendar_scan *scan = g_new0(struct calendar_scan, 1);

	scan->bytes = bytes;
	scan->line = g_string_new(NULL);
	scan->text = g_string_new(NULL);
	return scan;
}

void calendar_scan_free(struct calendar_scan *scan)
{
	bytes_free(scan->bytes);
	g_string_free(scan->line, TRUE);
	g_string_free(scan->text, TRUE);
	g_free(scan->method);
	g_free(scan);
}

/* ---- lines ---- */

/* NUL would end a C string early. */
static void keep_bytes(GString *line, const guint8 *bytes, gsize length)
{
	gsize room = CALENDAR_LINE_KEPT - MIN(line->len, CALENDAR_LINE_KEPT);

	length = MIN(length, room);
	for (const guint8 *end = bytes + length, *nul; bytes < end; bytes = nul + 1) {
		nul = memchr(bytes, '\0', (gsize)(end - bytes));
		if (nul == NULL)
			nul = end;
		g_string_append_len(line, (const char *)bytes, nul - bytes);
	}
}

/* Appends the rest of a physical line and goes behind its end. */
static bool take_physical(struct calendar_scan *scan, GError **error)
{
	gsize length;

	scan->lines++;
	for (;;) {
		const guint8 *bytes = bytes_peek(scan->bytes, CHUNK, &length, error);
		const guint8 *newline;

		if (bytes == NULL)
			return false;
		newline = memchr(bytes, '\n', length);
		if (newline != NULL)
			length = (gsize)(newline - bytes);
		keep_bytes(scan->line, bytes, length);
		bytes_skip(scan->bytes, length + (newline != NULL));
		if (newline != NULL || length == 0)
			break;
	}
	while (scan->line->len > 0 && scan->line->str[scan->line->len - 1] == '\r')
		g_string_truncate(scan->line, scan->line->len - 1);
	return true;
}

/* Whether the next physical line goes on with this one; its white space is passed. */
static bool is_folded(struct calendar_scan *scan, bool *folded, GError **error)
{
	gsize length;
	const guint8 *bytes = bytes_peek(scan->bytes, 1, &length, error);

	if (bytes == NULL)
		return false;
	*folded = length > 0 && (*bytes == ' ' || *bytes == '\t');
	if (*folded)
		bytes_skip(scan->bytes, 1);
	return true;
}

/* Fills the line; *more is false at the end of the stream. */
static bool next_line(struct calendar_scan *scan, bool *more, GError **error)
{
	bool folded = true;
	gsize length;

	*more = true;
	if (scan->held) {
		scan->held = false;
		return true;
	}
	g_string_truncate(scan->line, 0);
	scan->offset = bytes_offset(scan->bytes);
	scan->number = scan->lines + 1;
	if (bytes_peek(scan->bytes, 1, &length, error) == NULL)
		return false;
	*more = length > 0;
	while (*more && folded)
		if (!take_physical(scan, error) || !is_folded(scan, &folded, error))
			return false;
	scan->behind = bytes_offset(scan->bytes);
	return true;
}

/* ---- names ---- */

/* Bytes of the property name. */
static gsize name_length(const char *line)
{
	return strcspn(line, ";: \t");
}

static bool has_name(const char *line, const char *name)
{
	gsize length = name_length(line);

	return strlen(name) == length && g_ascii_strncasecmp(line, name, length) == 0;
}

const char *calendar_line_value(const char *line, const char *name)
{
	bool quoted = false;

	if (!has_name(line, name))
		return NULL;
	for (line += name_length(line); *line != '\0' && *line != '\r'; line++) {
		quoted ^= *line == '"';
		if (*line == ':' && !quoted)
			return line + 1;
	}
	return NULL;
}

/* "BEGIN:VEVENT" is "VEVENT" for name "BEGIN"; "" when the line is another one. */
static void component_name(const GString *line, const char *name, char upper[NAME_MOST])
{
	const char *value = calendar_line_value(line->str, name);
	g_autofree char *trimmed =
		value != NULL ? g_strstrip(g_strndup(value, NAME_MOST)) : NULL;
	g_autofree char *converted = trimmed != NULL ? g_ascii_strup(trimmed, -1) : NULL;

	g_strlcpy(upper, converted != NULL ? converted : "", NAME_MOST);
}

static enum calendar_component_kind kind_named(const char *name)
{
	if (strcmp(name, "VEVENT") == 0)
		return CALENDAR_EVENT;
	return strcmp(name, "VTIMEZONE") == 0 ? CALENDAR_ZONE : CALENDAR_END;
}

static bool is_wanted(const struct calendar_scan *scan)
{
	const char *const *names = scan->open == CALENDAR_EVENT ? event_names : zone_names;
	gsize count = scan->open == CALENDAR_EVENT ? G_N_ELEMENTS(event_names)
						   : G_N_ELEMENTS(zone_names);

	for (gsize i = 0; i < count; i++)
		if (has_name(scan->line->str, names[i]))
			return true;
	return false;
}

/* ---- components ---- */

static void keep_line(struct calendar_scan *scan)
{
	if (scan->text->len + scan->line->len + 2 > CALENDAR_COMPONENT_KEPT) {
		scan->too_large = true;
		return;
	}
	g_string_append_len(scan->text, scan->line->str, (gssize)scan->line->len);
	g_string_append(scan->text, "\r\n");
}

static void begin_component(struct calendar_scan *scan, enum calendar_component_kind kind)
{
	scan->open = kind;
	scan->inner = 0;
	scan->too_large = false;
	scan->begin = (struct place){.offset = scan->offset, .line = scan->number};
	g_string_assign(scan->text,
			kind == CALENDAR_EVENT ? "BEGIN:VEVENT\r\n" : "BEGIN:VTIMEZONE\r\n");
}

static void give(struct calendar_scan *scan, guint64 behind, const char *trouble,
		 struct calendar_component *component)
{
	enum calendar_component_kind kind = scan->open;

	*component = (struct calendar_component){
		.kind = trouble != NULL ? CALENDAR_BROKEN : kind,
		.place = scan->begin,
		.text = scan->text->str,
		.method = scan->method,
		.trouble = trouble,
		.simulated = scan->simulated,
	};
	component->place.length = behind - scan->begin.offset;
	scan->open = CALENDAR_END;
}

/* Ends what is open; a zone that is broken is only not known. Whether there is something to
 * give. */
static bool end_component(struct calendar_scan *scan, guint64 behind, bool whole,
			  struct calendar_component *component)
{
	const char *trouble = NULL;

	if (!whole)
		trouble = "the event has no END:VEVENT; export the calendar again";
	else if (scan->open == CALENDAR_ZONE && scan->inner > 0)
		trouble = "a part of the time zone has no end";
	else if (scan->too_large)
		trouble = "the event holds more than 1 MiB of people, dates and text; "
			  "shorten its description";
	if (scan->open == CALENDAR_ZONE && trouble != NULL) {
		scan->open = CALENDAR_END;
		return false;
	}
	g_string_append(scan->text,
			scan->open == CALENDAR_EVENT ? "END:VEVENT\r\n" : "END:VTIMEZONE\r\n");
	give(scan, behind, trouble, component);
	return true;
}

static void read_calendar_line(struct calendar_scan *scan)
{
	const char *method = calendar_line_value(scan->line->str, "METHOD");
	const char *note = calendar_line_value(scan->line->str, "X-WR-CALDESC");

	if (method != NULL) {
		g_free(scan->method);
		scan->method =
			g_strstrip(g_ascii_strup(method, MIN(strlen(method), NAME_MOST)));
	}
	if (note != NULL)
		scan->simulated = g_str_has_prefix(note, "Simulated:");
}

static void begin_calendar(struct calendar_scan *scan)
{
	g_clear_pointer(&scan->method, g_free);
	scan->simulated = false;
}

/* A line that begins a component. Whether it showed that the open one has no end: then the line
 * is looked at again. */
static bool take_begin(struct calendar_scan *scan, const char *name,
		       struct calendar_component *component)
{
	enum calendar_component_kind kind = kind_named(name);
	bool calendar = strcmp(name, "VCALENDAR") == 0;

	if (scan->open != CALENDAR_END && kind == CALENDAR_END && !calendar) {
		scan->inner++;
		if (scan->open == CALENDAR_ZONE)
			keep_line(scan);
		return false;
	}
	if (scan->open != CALENDAR_END) {
		scan->held = true;
		return end_component(scan, scan->offset, false, component);
	}
	if (calendar)
		begin_calendar(scan);
	else if (kind != CALENDAR_END)
		begin_component(scan, kind);
	return false;
}

static bool take_end(struct calendar_scan *scan, const char *name,
		     struct calendar_component *component)
{
	if (scan->open == CALENDAR_END)
		return false;
	if (kind_named(name) == scan->open)
		return end_component(scan, scan->behind, true, component);
	if (strcmp(name, "VCALENDAR") == 0)
		return end_component(scan, scan->offset, false, component);
	if (scan->inner == 0)
		return false;
	if (scan->open == CALENDAR_ZONE)
		keep_line(scan);
	scan->inner--;
	return false;
}

/* Whether the line completed a component. */
static bool take_line(struct calendar_scan *scan, struct calendar_component *component)
{
	char begin[NAME_MOST], end[NAME_MOST];

	component_name(scan->line, "BEGIN", begin);
	component_name(scan->line, "END", end);
	if (*begin != '\0')
		return take_begin(scan, begin, component);
	if (*end != '\0')
		return take_end(scan, end, component);
	if (scan->open == CALENDAR_END)
		read_calendar_line(scan);
	else if ((scan->inner == 0 || scan->open == CALENDAR_ZONE) && is_wanted(scan))
		keep_line(scan);
	return false;
}

bool calendar_scan_next(struct calendar_scan *scan, struct calendar_component *component,
			GError **error)
{
	bool more;

	for (;;) {
		if (!next_line(scan, &more, error))
			return false;
		if (!more)
			break;
		if (take_line(scan, component))
			return true;
	}
	if (scan->open != CALENDAR_END &&
	    end_component(scan, bytes_offset(scan->bytes), false, component))
		return true;
	*component = (struct calendar_component){.kind = CALENDAR_END};
	return true;
}
