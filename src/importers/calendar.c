/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Calendars in iCalendar form (RFC 5545), as Outlook, Google, Exchange, CalDAV servers and
 * invitations hold them. The file is read twice: zones may stand behind the events that use
 * them, and what was still to come when the calendar was written is known only from its latest
 * stamp. Nothing but zones is kept from the first reading, so memory is that of one event. */
#include "importers/calendar.h"

#include <string.h>

#include "base/limits.h"
#include "importers/calendar_event.h"
#include "importers/digest.h"
#include "text/own_text.h"

#define SCORE        95
#define PROGRAM_MOST 80u /* bytes of the name of the program that wrote it */

struct import_stream {
	struct calendar_scan *scan;
	struct calendar_reader *reader;
	gint64 written_ms;
	guint64 from;
	volatile guint64 *position;
	struct calendar_event event; /* the present one, */
	struct place place;
	guint next;      /* and its next instance; spans NULL when there is none */
	guint instances; /* of all events so far */
};

/* ---- recognition ---- */

static const char *skip_blank(const struct import_probe *probe)
{
	const char *head = (const char *)probe->head;
	gsize at = probe->head_length >= 3 && memcmp(head, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

	while (at < probe->head_length && strchr(" \t\r\n", head[at]) != NULL &&
	       head[at] != '\0')
		at++;
	return head + at;
}

static bool begins_with(const struct import_probe *probe, const char *words)
{
	const char *at = skip_blank(probe);
	gsize left = probe->head_length - (gsize)(at - (const char *)probe->head);

	return left >= strlen(words) && g_ascii_strncasecmp(at, words, strlen(words)) == 0;
}

static int calendar_probe(const struct import_probe *probe)
{
	return begins_with(probe, "BEGIN:VCALENDAR") || begins_with(probe, "BEGIN:VEVENT")
		       ? SCORE
		       : 0;
}

/* "iCalendar; written by -//Google Inc//Google Calendar 70.9054//EN" */
static char *calendar_describe(const struct import_probe *probe, const struct import_task *task,
			       GError **error)
{
	static const char name[] = "\nPRODID:";
	const char *head = (const char *)probe->head;
	const char *found = memmem(head, probe->head_length, name, sizeof name - 1);
	const char *end, *line;
	g_autofree char *clean = NULL;

	if (found == NULL)
		return g_strdup("iCalendar");
	found += sizeof name - 1;
	end = head + probe->head_length;
	line = memchr(found, '\n', (gsize)(end - found));
	clean = own_text_clean_utf8(
		found, MIN((gsize)((line != NULL ? line : end) - found), PROGRAM_MOST));
	return g_strdup_printf("iCalendar; written by %s",
			       g_strstrip(g_strdelimit(clean, "\n\t", ' ')));
}

/* ---- the first reading ---- */

struct dates {
	gint64 made_ms, start_ms;
};

static gint64 line_instant(const char *value, GTimeZone *zone)
{
	g_autofree char *text = g_strndup(value, strcspn(value, "\r\n"));
	g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(g_strstrip(text), zone);
	int year = time != NULL ? g_date_time_get_year(time) : 0;

	return year >= CALENDAR_YEAR_FIRST && year <= CALENDAR_YEAR_LAST
		       ? g_date_time_to_unix(time) * 1000
		       : INSTANT_NONE;
}

/* The latest instants that the lines of an event tell. */
static void note_dates(const char *text, GTimeZone *zone, struct dates *dates)
{
	static const char *const made[] = {"DTSTAMP", "LAST-MODIFIED", "CREATED"};

	for (const char *line = text; *line != '\0';) {
		const char *start = calendar_line_value(line, "DTSTART");
		if (start != NULL)
			dates->start_ms = MAX(dates->start_ms, line_instant(start, zone));
		for (gsize i = 0; i < G_N_ELEMENTS(made); i++) {
			const char *value = calendar_line_value(line, made[i]);
			if (value != NULL)
				dates->made_ms = MAX(dates->made_ms, line_instant(value, zone));
		}
		line += strcspn(line, "\n");
		line += *line == '\n';
	}
}

static struct calendar_scan *open_scan(const struct import_task *task, GError **error)
{
	struct bytes *bytes = bytes_open(task->path, task->compressed, 0, error);

	return bytes != NULL ? calendar_scan_new(bytes) : NULL;
}

/* Learns the zones, and when the calendar was written: at its latest stamp or, in a calendar
 * without any, when its last event begins. A source that breaks gives what it could. */
static bool learn(struct import_stream *stream, const struct import_task *task, GError **error)
{
	g_autoptr(calendar_scan_auto) scan = open_scan(task, error);
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	struct dates dates = {INSTANT_NONE, INSTANT_NONE};
	struct calendar_component component = {.kind = CALENDAR_BROKEN};

	if (scan == NULL)
		return false;
	while (component.kind != CALENDAR_END && calendar_scan_next(scan, &component, NULL))
		if (component.kind == CALENDAR_ZONE)
			calendar_reader_add_zone(stream->reader, component.text);
		else if (component.kind == CALENDAR_EVENT)
			note_dates(component.text, utc, &dates);
	stream->written_ms = dates.made_ms != INSTANT_NONE ? dates.made_ms : dates.start_ms;
	return true;
}

static void calendar_close(struct import_stream *stream)
{
	g_clear_pointer(&stream->scan, calendar_scan_free);
	calendar_reader_free(stream->reader);
	if (stream->event.spans != NULL)
		calendar_event_clear(&stream->event);
	g_free(stream);
}

static struct import_stream *calendar_open(const struct import_task *task, GError **error)
{
	struct import_stream *stream = g_new0(struct import_stream, 1);

	stream->reader = calendar_reader_new();
	stream->from = task->from;
	stream->position = task->position;
	if (learn(stream, task, error))
		stream->scan = open_scan(task, error);
	if (stream->scan != NULL)
		return stream;
	calendar_close(stream);
	return NULL;
}

/* ---- records ---- */

static void digest_number(struct digest *digest, const char *name, gint64 number)
{
	char text[24];

	digest_field(digest, name, text,
		     g_snprintf(text, sizeof text, "%" G_GINT64_FORMAT, number));
}

static void digest_text(struct digest *digest, const char *name, const char *text)
{
	if (text != NULL)
		digest_field(digest, name, text, -1);
}

static void digest_people(struct digest *digest, const struct meeting_record *meeting)
{
	digest_text(digest, "organiser", meeting->organiser.address);
	digest_text(digest, "organiser-name", meeting->organiser.name);
	for (guint i = 0; i < meeting->n_people; i++) {
		const struct meeting_person *person = &meeting->people[i];
		digest_text(digest, "person", person->who.address);
		digest_text(digest, "person-name", person->who.name);
		digest_number(digest, "participation", person->participation);
	}
}

static void take_digest(struct meeting_record *meeting)
{
	const struct {
		const char *name;
		gint64 number;
	} numbers[] = {
		{"instance", meeting->instance_ms}, {"start", meeting->start_ms},
		{"end", meeting->end_ms},           {"revised", meeting->revised_ms},
		{"sequence", meeting->sequence},    {"day-only", meeting->day_only},
		{"recurring", meeting->recurring},  {"exception", meeting->exception},
		{"onwards", meeting->onwards},      {"cancelled", meeting->cancelled},
		{"planned", meeting->planned},      {"answer", meeting->answer},
	};
	struct digest digest;

	digest_begin(&digest);
	digest_text(&digest, "uid", meeting->uid);
	for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++)
		digest_number(&digest, numbers[i].name, numbers[i].number);
	digest_text(&digest, "title", meeting->title);
	digest_text(&digest, "text", meeting->text);
	digest_people(&digest, meeting);
	digest_end(&digest, meeting->digest);
}

static void copy_address(struct mail_address *to, const struct mail_address *from)
{
	to->address = g_strdup(from->address);
	to->name = g_strdup(from->name);
}

static void copy_meeting(struct meeting_record *to, const struct meeting_record *from)
{
	*to = *from;
	to->uid = g_strdup(from->uid);
	to->title = g_strdup(from->title);
	to->text = g_strdup(from->text);
	copy_address(&to->organiser, &from->organiser);
	to->people = g_new0(struct meeting_person, from->n_people);
	for (guint i = 0; i < from->n_people; i++) {
		copy_address(&to->people[i].who, &from->people[i].who);
		to->people[i].participation = from->people[i].participation;
	}
}

/* The next instance of the present event. */
static void give_instance(struct import_stream *stream, struct import_record *record)
{
	const struct calendar_span *span =
		&g_array_index(stream->event.spans, struct calendar_span, stream->next);
	struct meeting_record *meeting = &record->meeting;

	record->type = RECORD_MEETING;
	copy_meeting(meeting, &stream->event.meeting);
	meeting->place = stream->place;
	meeting->instance_ms = span->instance_ms;
	meeting->start_ms = span->start_ms;
	meeting->end_ms = span->end_ms;
	meeting->planned =
		stream->written_ms != INSTANT_NONE && span->start_ms > stream->written_ms;
	take_digest(meeting);
	g_clear_pointer(&stream->event.meeting.text, g_free);
	if (++stream->next == stream->event.spans->len)
		calendar_event_clear(&stream->event);
}

static void reject(struct import_record *record, const struct place *place, char *reason)
{
	record->type = RECORD_REJECTED;
	record->rejected = (struct rejected_record){.place = *place, .reason = reason};
}

static void take_component(struct import_stream *stream,
			   const struct calendar_component *component,
			   struct import_record *record)
{
	char *trouble =
		component->kind == CALENDAR_BROKEN ? g_strdup(component->trouble) : NULL;

	if (trouble == NULL && stream->instances > CALENDAR_FILE_INSTANCES_MOST)
		trouble = g_strdup("the calendar holds more than 2,000,000 meetings; cut it "
				   "in several files");
	if (trouble == NULL)
		trouble = calendar_reader_read(stream->reader, component, stream->written_ms,
					       &stream->event);
	if (trouble != NULL) {
		reject(record, &component->place, trouble);
		return;
	}
	stream->place = component->place;
	stream->next = 0;
	stream->instances += stream->event.spans->len;
	give_instance(stream, record);
}

/* A task that begins again behind an event that killed its reader must not read it. */
static bool next_component(struct import_stream *stream, struct calendar_component *component,
			   GError **error)
{
	do
		if (!calendar_scan_next(stream->scan, component, error))
			return false;
	while (component->kind == CALENDAR_ZONE ||
	       (component->kind != CALENDAR_END && component->place.offset < stream->from));
	return true;
}

static bool calendar_next(struct import_stream *stream, struct import_record *record,
			  GError **error)
{
	struct calendar_component component;

	record->type = RECORD_END;
	if (stream->event.spans != NULL) {
		give_instance(stream, record);
		return true;
	}
	if (!next_component(stream, &component, error))
		return false;
	if (component.kind == CALENDAR_END)
		return true;
	if (stream->position)
		*stream->position = component.place.offset;
	take_component(stream, &component, record);
	return true;
}

const struct importer importer_calendar = {
	.name = "calendar",
	.kind = IMPORT_KIND_MEETINGS,
	.readable = true,
	.probe = calendar_probe,
	.describe = calendar_describe,
	.open = calendar_open,
	.next = calendar_next,
	.close = calendar_close,
};
