/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A cancelled committee is an override with STATUS:CANCELLED, a moved one an override with
 * another DTSTART: what calendar programs leave. It is stamped as exported when the story ends:
 * what lies behind is told as still to come. Lines are folded at 75 octets, CRLF. */
#include "stories/calendar_writer.h"

#include "base/calendar.h"
#include "stories/civil.h"

#define FOLD_OCTETS   74u
#define BEGIN_HOUR_MS (G_GINT64_CONSTANT(10) * 3600000)
#define END_HOUR_MS   (G_GINT64_CONSTANT(11) * 3600000 + 1800000)

static const char zone_block[] =
	"BEGIN:VTIMEZONE\r\nTZID:Europe/Paris\r\nBEGIN:DAYLIGHT\r\nTZOFFSETFROM:+0100\r\n"
	"TZOFFSETTO:+0200\r\nTZNAME:CEST\r\nDTSTART:19700329T020000\r\n"
	"RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\nBEGIN:STANDARD\r\n"
	"TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET\r\nDTSTART:19701025T030000\r\n"
	"RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";

struct ics {
	const struct plan *plan;
	const struct cast *cast;
	const struct parameters *parameters;
	guint64 seed;
	GTimeZone *zone;
	GString *out;
};

/* Appends a content line, folded between characters. */
static void append_line(GString *out, const char *line)
{
	gsize column = 0;

	for (const char *at = line; *at != '\0';) {
		gsize length = (gsize)g_utf8_skip[(guchar)*at];

		if (column + length > FOLD_OCTETS) {
			g_string_append(out, "\r\n ");
			column = 1;
		}
		g_string_append_len(out, at, (gssize)length);
		column += length;
		at += length;
	}
	g_string_append(out, "\r\n");
}

static void append_format(GString *out, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void append_format(GString *out, const char *format, ...)
{
	g_autofree char *line = NULL;
	va_list arguments;

	va_start(arguments, format);
	line = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	append_line(out, line);
}

static char *local_time(const struct ics *ics, gint32 day, gint64 hour_ms)
{
	return civil_ics_local(calendar_ms_of_day(day, ics->zone) + hour_ms, ics->zone);
}

static void append_time(const struct ics *ics, const char *property, gint32 day, gint64 hour_ms)
{
	g_autofree char *time = local_time(ics, day, hour_ms);

	append_format(ics->out, "%s;TZID=Europe/Paris:%s", property, time);
}

static void append_attendees(const struct ics *ics, bool held)
{
	const struct cast *cast = ics->cast;
	guint organiser = cast->mailbox[PARTY_CLIENT] - 1 - (cast->successor != cast->pivot);
	guint attendees[] = {0, 1, cast->pivot};
	const struct member *member = cast_member(cast, organiser);

	append_format(ics->out, "ORGANIZER;CN=%s:mailto:%s", member->name, member->address);
	for (guint i = 0; i < G_N_ELEMENTS(attendees); i++) {
		member = cast_member(cast, attendees[i]);
		append_format(ics->out, "ATTENDEE;CN=%s;PARTSTAT=%s:mailto:%s", member->name,
			      held ? "ACCEPTED" : "NEEDS-ACTION", member->address);
	}
}

/* The part that the series and its overrides share. */
static void append_event(const struct ics *ics, gint32 day, bool held)
{
	g_autofree char *stamp =
		civil_ics_utc(calendar_ms_of_day(ics->parameters->end + 1, ics->zone));

	append_line(ics->out, "BEGIN:VEVENT");
	append_format(ics->out, "UID:committee-%s-%" G_GUINT64_FORMAT "@%s",
		      ics->parameters->name, ics->seed, ics->parameters->provider.domain);
	append_format(ics->out, "DTSTAMP:%s", stamp);
	append_time(ics, "DTSTART", day, BEGIN_HOUR_MS);
	append_time(ics, "DTEND", day, END_HOUR_MS);
	append_format(ics->out, "SUMMARY:Comité de pilotage %s / %s",
		      ics->parameters->client.name, ics->parameters->provider.name);
	append_line(ics->out, held ? "STATUS:CONFIRMED" : "STATUS:CANCELLED");
	append_attendees(ics, held);
}

static void append_series(const struct ics *ics)
{
	append_event(ics, plan_meeting(ics->plan, 0)->day, true);
	append_format(ics->out, "RRULE:FREQ=WEEKLY;INTERVAL=%d;COUNT=%u",
		      (int)ics->parameters->committee_weeks, ics->plan->meetings->len);
	append_line(ics->out, "END:VEVENT");
}

static void append_override(const struct ics *ics, const struct planned_meeting *meeting)
{
	append_event(ics, meeting->moved_to, meeting->held);
	append_time(ics, "RECURRENCE-ID", meeting->day, BEGIN_HOUR_MS);
	append_line(ics->out, "SEQUENCE:1");
	append_line(ics->out, "END:VEVENT");
}

void calendar_writer_ics(const struct plan *plan, const struct cast *cast,
			 const struct parameters *parameters, guint64 seed, GTimeZone *zone,
			 GString *out)
{
	struct ics ics = {plan, cast, parameters, seed, zone, out};

	append_line(out, "BEGIN:VCALENDAR");
	append_line(out, "VERSION:2.0");
	append_line(out, "PRODID:-//entente//simulate//FR");
	append_format(out, "X-WR-CALDESC:Simulated: story=%s\\; seed=%" G_GUINT64_FORMAT,
		      parameters->name, seed);
	g_string_append(out, zone_block);
	if (plan->meetings->len > 0)
		append_series(&ics);
	for (guint i = 0; i < plan->meetings->len; i++) {
		const struct planned_meeting *meeting = plan_meeting(plan, i);

		if (!meeting->held || meeting->moved_to != meeting->day)
			append_override(&ics, meeting);
	}
	append_line(out, "END:VCALENDAR");
}
