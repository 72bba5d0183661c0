/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Calendars: what becomes a meeting, when, for whom; series, zones, exceptions, methods; what
 * is broken costs only itself. Expected instants are written in UTC, worked out by hand. */
#include "reading.h"

#include "base/calendar.h"
#include "importers/calendar.h"
#include "importers/calendar_event.h"
#include "importers/calendar_zones.h"

#define BEGIN    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
#define END      "END:VCALENDAR\r\n"
#define STAMP    "DTSTAMP:20260101T000000Z\r\n"
#define EVENT    "BEGIN:VEVENT\r\nUID:a@acme.fr\r\n" STAMP
#define DONE     "END:VEVENT\r\n"
#define ONE(t)   BEGIN EVENT t DONE END
#define PARIS(t) "DTSTART;TZID=Europe/Paris:" t "\r\n"

/* "2024-03-14T09:00 2024-03-14T10:00 flags title", flags of one letter each. */
static char *meeting_line(const struct meeting_record *meeting)
{
	const struct {
		bool set;
		char letter;
	} flags[] = {
		{meeting->day_only, 'd'}, {meeting->recurring, 'r'}, {meeting->exception, 'e'},
		{meeting->onwards, 'o'},  {meeting->cancelled, 'c'}, {meeting->planned, 'p'},
		{meeting->answer, 'a'},   {meeting->proposal, 'q'},  {meeting->private, 'h'},
	};
	const gint64 instants[] = {meeting->start_ms, meeting->end_ms};
	GString *line = g_string_new(NULL);

	for (gsize i = 0; i < G_N_ELEMENTS(instants); i++) {
		g_autoptr(GDateTime) time =
			instants[i] == INSTANT_NONE
				? NULL
				: g_date_time_new_from_unix_utc(instants[i] / 1000);
		g_autofree char *text =
			time != NULL ? g_date_time_format(time, "%Y%m%dT%H%M") : NULL;
		g_string_append_printf(line, "%s ", text != NULL ? text : "-");
	}
	for (gsize i = 0; i < G_N_ELEMENTS(flags); i++)
		if (flags[i].set)
			g_string_append_c(line, flags[i].letter);
	return g_string_free(line, FALSE);
}

static void add_meeting_line(const struct import_record *record, void *data)
{
	g_ptr_array_add(data,
			record->type == RECORD_MEETING
				? meeting_line(&record->meeting)
				: g_strdup_printf("rejected %s", record->rejected.reason));
}

static void each_of_bytes(const char *bytes, gsize length,
			  void (*seen)(const struct import_record *record, void *data),
			  void *data)
{
	g_autofree char *path = file_with(bytes, length);
	struct import_task task = {
		.path = path, .importer = &importer_calendar, .to = G_MAXUINT64};

	each_record(&task, seen, data);
	g_unlink(path);
}

static GPtrArray *lines_of(const char *text)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);

	each_of_bytes(text, strlen(text), add_meeting_line, lines);
	return lines;
}

/* All lines, separated by " | ". */
static void expect(const char *text, const char *expected)
{
	g_autoptr(GPtrArray) lines = lines_of(text);
	g_autofree char *joined = NULL;

	g_ptr_array_add(lines, NULL);
	joined = g_strjoinv(" | ", (char **)lines->pdata);
	assert_string_equal(joined, expected);
}

/* ---- times ---- */

static void times_of_all_kinds(void **state)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{ONE("DTSTART:20240314T090000Z\r\nDTEND:20240314T100000Z\r\n"),
		 "20240314T0900 20240314T1000 "},
		{ONE(PARIS("20240314T100000") "DURATION:PT1H30M\r\n"),
		 "20240314T0900 20240314T1030 "},
		{ONE(PARIS("20240714T100000")), "20240714T0800 20240714T0800 "},
		{ONE("DTSTART;TZID=\"Romance Standard Time\":20240714T100000\r\n"),
		 "20240714T0800 20240714T0800 "},
		{ONE("DTSTART;TZID=eastern standard time:20240714T100000\r\n"),
		 "20240714T1400 20240714T1400 "},
		{ONE("DTSTART;TZID=/freeassociation.sourceforge.net/Tzfile/Europe/London:"
		     "20240714T100000\r\n"),
		 "20240714T0900 20240714T0900 "},
		{ONE("DTSTART;TZID=Nowhere/At All:20240714T100000\r\n"),
		 "20240714T0800 20240714T0800 "},
		{ONE("DTSTART;TZID=../../../../etc/passwd:20240714T100000\r\n"),
		 "20240714T0800 20240714T0800 "},
		{ONE("DTSTART:20240714T100000\r\n"), "20240714T0800 20240714T0800 "},
		{ONE("DTSTART;VALUE=DATE:20240331\r\n"), "20240330T2300 20240331T2200 d"},
		{ONE("DTSTART;VALUE=DATE:20240330\r\nDTEND;VALUE=DATE:20240402\r\n"),
		 "20240329T2300 20240401T2200 d"},
		/* The clock passes 02:30 twice, then never: the first, then as before. */
		{ONE(PARIS("20241027T023000")), "20241027T0030 20241027T0030 "},
		{ONE(PARIS("20240331T023000")), "20240331T0130 20240331T0130 "},
		{ONE("DTSTART:20240314T090000Z\r\nDTEND:20240314T080000Z\r\n"),
		 "20240314T0900 20240314T0900 "},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
		expect(cases[i].text, cases[i].expected);
}

#define OWN_ZONE                                                                               \
	"BEGIN:VTIMEZONE\r\nTZID:Europe/"                                                      \
	"Paris\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\n"                               \
	"TZOFFSETFROM:+0330\r\nTZOFFSETTO:+0330\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
#define BAD_ZONE                                                                               \
	"BEGIN:VTIMEZONE\r\nTZID:Europe/"                                                      \
	"Paris\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"                               \
	"RRULE:FREQ=SECONDLY\r\nTZOFFSETFROM:+0330\r\nTZOFFSETTO:+0330\r\nEND:STANDARD\r\n"    \
	"END:VTIMEZONE\r\n"
#define OUTLOOK_ZONE                                                                           \
	"BEGIN:VTIMEZONE\r\nTZID:Bureau\r\n"                                                   \
	"BEGIN:STANDARD\r\nDTSTART:16010101T030000\r\nTZOFFSETFROM:+0200\r\n"                  \
	"TZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\r\n"           \
	"END:STANDARD\r\n"                                                                     \
	"BEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:+0100\r\n"                  \
	"TZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\r\n"            \
	"END:DAYLIGHT\r\nEND:VTIMEZONE\r\n"
#define IN_BUREAU(t) EVENT "DTSTART;TZID=Bureau:" t "\r\n" DONE

/* The file's own definition wins over the name, wherever it stands; one that would never end is
 * not used. */
static void zones_of_the_file(void **state)
{
	expect(BEGIN EVENT PARIS("20240714T100000") DONE OWN_ZONE END,
	       "20240714T0630 20240714T0630 ");
	expect(BEGIN BAD_ZONE EVENT PARIS("20240714T100000") DONE END,
	       "20240714T0800 20240714T0800 ");
	expect(BEGIN OUTLOOK_ZONE IN_BUREAU("20240714T100000") IN_BUREAU("20240114T100000")
		       IN_BUREAU("20240331T013000") IN_BUREAU("20240331T033000") END,
	       "20240714T0800 20240714T0800  | 20240114T0900 20240114T0900  | "
	       "20240331T0030 20240331T0030  | 20240331T0130 20240331T0130 ");
}

/* ---- series ---- */

static void series(void **state)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
		/* Ten in the morning on the wall, before and after the change of the clock. */
		{ONE(PARIS("20240321T100000") "DURATION:PT1H\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\n"),
		 "20240321T0900 20240321T1000 r | 20240328T0900 20240328T1000 r | "
		 "20240404T0800 20240404T0900 r"},
		/* UNTIL is an instant, and the last one is in. */
		{ONE(PARIS("20240701T100000") "RRULE:FREQ=DAILY;UNTIL=20240703T080000Z\r\n"),
		 "20240701T0800 20240701T0800 r | 20240702T0800 20240702T0800 r | "
		 "20240703T0800 20240703T0800 r"},
		{ONE(PARIS("20240701T100000") "RRULE:FREQ=DAILY;UNTIL=20240703T075959Z\r\n"),
		 "20240701T0800 20240701T0800 r | 20240702T0800 20240702T0800 r"},
		{ONE(PARIS("20240701T100000") "RRULE:FREQ=DAILY;UNTIL=20240702\r\n"),
		 "20240701T0800 20240701T0800 r | 20240702T0800 20240702T0800 r"},
		{ONE(PARIS("20240701T100000") "RRULE:FREQ=DAILY;COUNT=3\r\n"
					      "EXDATE;TZID=Europe/Paris:20240702T100000\r\n"),
		 "20240701T0800 20240701T0800 r | 20240703T0800 20240703T0800 r"},
		{ONE(PARIS("20240701T100000") "RRULE:FREQ=DAILY;COUNT=3\r\n"
					      "EXDATE:20240701T080000Z,20240703T080000Z\r\n"),
		 "20240702T0800 20240702T0800 r"},
		{ONE(PARIS("20240701T003000") "RRULE:FREQ=DAILY;COUNT=3\r\n"
					      "EXDATE;VALUE=DATE:20240702\r\n"),
		 "20240630T2230 20240630T2230 r | 20240702T2230 20240702T2230 r"},
		{ONE(PARIS("20240701T100000") "DURATION:PT1H\r\n"
					      "RDATE;VALUE=PERIOD:20240705T080000Z/PT2H,"
					      "20240708T080000Z/20240708T083000Z\r\n"
					      "RDATE;TZID=Europe/Paris:20240701T100000\r\n"),
		 "20240701T0800 20240701T0900 r | 20240705T0800 20240705T1000 r | "
		 "20240708T0800 20240708T0830 r"},
		{ONE("DTSTART;VALUE=DATE:20240330\r\nRRULE:FREQ=DAILY;COUNT=2\r\n"),
		 "20240329T2300 20240330T2300 dr | 20240330T2300 20240331T2200 dr"},
		/* The third Thursday, but never in August. */
		{ONE(PARIS("20240718T100000") "RRULE:FREQ=MONTHLY;BYDAY=3TH;COUNT=3\r\n"
					      "EXRULE:FREQ=YEARLY;BYMONTH=8;BYDAY=TH\r\n"),
		 "20240718T0800 20240718T0800 r | 20240919T0800 20240919T0800 r"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
		expect(cases[i].text, cases[i].expected);
}

/* An endless rule goes on for a year behind the writing of the calendar, as planned. */
static void endless_series(void **state)
{
	g_autoptr(GPtrArray) lines =
		lines_of(ONE(PARIS("20251229T100000") "RRULE:FREQ=WEEKLY\r\n"));

	assert_int_equal(lines->len, 53);
	assert_string_equal(lines->pdata[0], "20251229T0900 20251229T0900 r");
	assert_string_equal(lines->pdata[1], "20260105T0900 20260105T0900 rp");
	assert_string_equal(lines->pdata[52], "20261228T0900 20261228T0900 rp");
}

/* A calendar without stamps was written when its last event began. */
static void a_calendar_without_stamps(void **state)
{
	expect(BEGIN "BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20240101T090000Z\r\n"
		     "RRULE:FREQ=YEARLY\r\n" DONE
		     "BEGIN:VEVENT\r\nUID:b\r\nDTSTART:20250615T090000Z\r\n" DONE END,
	       "20240101T0900 20240101T0900 r | 20250101T0900 20250101T0900 r | "
	       "20260101T0900 20260101T0900 rp | 20250615T0900 20250615T0900 ");
}

static void rules_of_no_meeting(void **state)
{
	static const char several[] = "rejected it repeats several times a day, which no "
				      "meeting does; delete it from "
				      "the calendar";

	expect(ONE("DTSTART:20240101T090000Z\r\nRRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY="
		   "30\r\n"),
	       several);
	expect(ONE("DTSTART:20240101T090000Z\r\nRRULE:FREQ=HOURLY\r\n"), several);
	expect(ONE("DTSTART:19000101T090000Z\r\nRRULE:FREQ=DAILY\r\n"),
	       "rejected it repeats more than 20,000 times, which no meeting does; give the "
	       "series an end");
	expect(ONE("DTSTART:20240101T090000Z\r\nEXDATE:20240101T090000Z\r\n"),
	       "rejected all its dates are excluded again; delete it from the calendar");
	/* There is no 30 February: only the beginning is left. */
	expect(ONE("DTSTART:20240101T090000Z\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n"),
	       "20240101T0900 20240101T0900 r");
}

/* Looking for what never comes takes long: a file that asks for it again and again is stopped.
 */
static void rules_that_never_come_true(void **state)
{
	g_autoptr(GString) text = g_string_new(BEGIN);
	g_autoptr(GPtrArray) lines = NULL;
	guint refused = 0;

	for (guint i = 0; i < CALENDAR_BARREN_MOST + 5; i++)
		g_string_append(text,
				EVENT "DTSTART:20240101T090000Z\r\n"
				      "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\r\n" DONE);
	g_string_append(text, EVENT "DTSTART:20240101T090000Z\r\n" DONE END);
	lines = lines_of(text->str);
	assert_int_equal(lines->len, CALENDAR_BARREN_MOST + 6);
	for (guint i = 0; i < lines->len; i++)
		refused += g_str_has_prefix(lines->pdata[i], "rejected the calendar holds too");
	assert_int_equal(refused, 5);
	assert_string_equal(lines->pdata[lines->len - 1], "20240101T0900 20240101T0900 ");
}

static void exceptions(void **state)
{
	expect(BEGIN EVENT PARIS("20240705T110000") "RECURRENCE-ID;TZID=Europe/"
						    "Paris:20240701T100000\r\nSEQUENCE:2\r\n"
						    "RRULE:FREQ=DAILY\r\n" DONE END,
	       "20240705T0900 20240705T0900 re");
	expect(BEGIN EVENT PARIS("20240705T110000") "RECURRENCE-ID;RANGE=THISANDFUTURE:"
						    "20240701T080000Z\r\n"
						    "STATUS:CANCELLED\r\n" DONE END,
	       "20240705T0900 20240705T0900 reoc");
}

/* ---- methods ---- */

static void methods(void **state)
{
	static const char start[] = "DTSTART:20240101T090000Z\r\n";
	static const struct {
		const char *method, *body, *expected;
	} cases[] = {
		{"REQUEST", start, "20240101T0900 20240101T0900 "},
		{"CANCEL", start, "20240101T0900 20240101T0900 c"},
		{"cancel", "", "- - c"},
		{"CANCEL", "RECURRENCE-ID:20240108T090000Z\r\n", "20240108T0900 - rec"},
		{"REPLY", "", "- - a"},
		{"COUNTER", start, "20240101T0900 20240101T0900 q"},
		{"REFRESH", "", "- - q"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *text =
			g_strconcat(BEGIN "METHOD:", cases[i].method, "\r\n" EVENT,
				    cases[i].body, DONE END, NULL);
		expect(text, cases[i].expected);
	}
	/* A method holds for its own calendar only. */
	expect(BEGIN "METHOD:CANCEL\r\n" END BEGIN EVENT
		     "DTSTART:20240101T090000Z\r\n" DONE END,
	       "20240101T0900 20240101T0900 ");
}

/* ---- words and people ---- */

static void keep_first(const struct import_record *record, void *data)
{
	GString *text = data;
	const struct meeting_record *meeting = &record->meeting;

	assert_int_equal(record->type, RECORD_MEETING);
	g_string_append_printf(text, "%s|%s|%s|%s", meeting->uid,
			       meeting->title != NULL ? meeting->title : "-",
			       meeting->organiser.address != NULL ? meeting->organiser.address
								  : "-",
			       meeting->text != NULL ? meeting->text : "-");
	for (guint i = 0; i < meeting->n_people; i++)
		g_string_append_printf(
			text, "|%s %s %d", meeting->people[i].who.address,
			meeting->people[i].who.name != NULL ? meeting->people[i].who.name : "-",
			meeting->people[i].participation);
	g_string_append_c(text, '\n');
}

static void expect_words(const char *text, const char *expected)
{
	g_autoptr(GString) words = g_string_new(NULL);

	each_of_bytes(text, strlen(text), keep_first, words);
	assert_string_equal(words->str, expected);
}

#define START "DTSTART:20240101T090000Z\r\n"

static void words_and_people(void **state)
{
	expect_words(ONE(START
			 "SUMMARY:Comité\\, de pilotage\\n2024\r\nDESCRIPTION:Ordre du jour\\n"
			 "- contrat\r\n"
			 "ORGANIZER;CN=\"Anne D.\":MAILTO:Anne@Acme.FR\r\n"
			 "ATTENDEE;CN=Paul;PARTSTAT=ACCEPTED:mailto:paul@infonet.fr\r\n"
			 "ATTENDEE;PARTSTAT=DECLINED:mailto:lea@infonet.fr\r\n"
			 "ATTENDEE;PARTSTAT=TENTATIVE;X-NUM=0:mailto:li\r\n a@infonet.fr\r\n"
			 "ATTENDEE;EMAIL=kim@infonet.fr:urn:uuid:1\r\n"
			 "ATTENDEE;CUTYPE=ROOM:mailto:salle2@acme.fr\r\n"
			 "ATTENDEE:invalid:nomail\r\n"),
		     "a@acme.fr|Comité, de pilotage 2024|anne@acme.fr|Ordre du jour\n- contrat"
		     "|paul@infonet.fr Paul 1|lea@infonet.fr - 2|lia@infonet.fr - 3"
		     "|kim@infonet.fr - 0\n");
	expect_words(BEGIN "BEGIN:VEVENT\r\n" STAMP START "SUMMARY:Sans nom\r\n" DONE END,
		     "Sans nom 1704099600000|Sans nom|-|-\n");
	/* Latin-1 from an old program, and a line folded inside a character. */
	expect_words(ONE(START "SUMMARY:R\xe9union\r\n"), "a@acme.fr|Réunion|-|-\n");
	expect_words(ONE(START "SUMMARY:R\xc3\r\n \xa9union\r\n"), "a@acme.fr|Réunion|-|-\n");
}

/* The words of a series come once. */
static void words_of_a_series(void **state)
{
	expect_words(ONE(START "SUMMARY:Copil\r\nDESCRIPTION:Ordre du jour\r\n"
			       "RRULE:FREQ=DAILY;COUNT=2\r\n"),
		     "a@acme.fr|Copil|-|Ordre du jour\na@acme.fr|Copil|-|-\n");
}

static void hidden_meetings(void **state)
{
	static const char *const marks[] = {"CLASS:PRIVATE\r\n", "CLASS:CONFIDENTIAL\r\n",
					    "SUMMARY:[perso] dentiste\r\n"};

	for (gsize i = 0; i < G_N_ELEMENTS(marks); i++) {
		g_autofree char *text = g_strconcat(
			BEGIN EVENT START "DESCRIPTION:secret\r\n"
					  "ATTENDEE:mailto:lea@infonet.fr\r\n",
			marks[i], i < 2 ? "SUMMARY:Dentiste\r\n" : "", DONE END, NULL);
		expect_words(text, "a@acme.fr|-|-|-\n");
		expect(text, "20240101T0900 20240101T0900 h");
	}
	expect(ONE(START "SUMMARY:Annulé : COPIL\r\n"), "20240101T0900 20240101T0900 c");
}

/* ---- broken files ---- */

static void broken_components(void **state)
{
	static const char no_end[] =
		"rejected the event has no END:VEVENT; export the calendar again";
	static const char no_start[] =
		"rejected it has no beginning (DTSTART) between 1900 and 2200; correct or "
		"delete it in the calendar";
	g_autofree char *cut =
		g_strdup_printf("%s | 20240101T0900 20240101T0900  | %s", no_end, no_end);
	g_autofree char *bad =
		g_strdup_printf("%s | %s | 20240101T0900 20240101T0900 ", no_start, no_start);

	expect(BEGIN EVENT START EVENT START DONE EVENT START, cut);
	expect(BEGIN EVENT DONE EVENT "DTSTART:16010101T000000\r\n" DONE EVENT START DONE END,
	       bad);
	expect(BEGIN EVENT START END, no_end);
	/* Alarms, tasks and unknown parts are passed over, with what they hold. */
	expect(BEGIN
	       "BEGIN:VTODO\r\nUID:x\r\nDTSTART:20240101T000000Z\r\nEND:VTODO\r\n" EVENT START
	       "BEGIN:VALARM\r\nDTSTART:20000101T000000Z\r\nSTATUS:CANCELLED\r\n"
	       "END:VALARM\r\nBEGIN:X-ANY\r\nEND:X-ANY\r\n" DONE END,
	       "20240101T0900 20240101T0900 ");
	/* Line ends of Unix, white space behind, small letters. */
	expect("begin:vcalendar\nbegin:vevent\nuid:a\ndtstamp:20260101T000000Z\n"
	       "dtstart:20240101T090000Z\nend:vevent \nend:vcalendar\n",
	       "20240101T0900 20240101T0900 ");
	expect("", "");
	expect("BEGIN:VCALENDAR", "");
}

/* An attachment of many megabytes in an event is passed through; people without end are not. */
static void large_components(void **state)
{
	GString *text = g_string_new(BEGIN EVENT START "ATTACH;ENCODING=BASE64:");
	guint people = 0;

	for (guint i = 0; i < 100000; i++)
		g_string_append(text, "QUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJD");
	g_string_append(text, "\r\n" DONE EVENT START);
	for (; people < 40000; people++)
		g_string_append_printf(text, "ATTENDEE:mailto:p%u@infonet.fr\r\n", people);
	g_string_append(text, DONE EVENT START DONE END);
	expect(text->str, "20240101T0900 20240101T0900  | rejected the event holds more than 1 "
			  "MiB of people, dates and text; shorten its description | "
			  "20240101T0900 20240101T0900 ");
	g_string_free(text, TRUE);
}

/* ---- places and digests ---- */

static void add_place(const struct import_record *record, void *data)
{
	const struct place *place = record->type == RECORD_MEETING ? &record->meeting.place
								   : &record->rejected.place;

	g_string_append_printf(data, "%" G_GUINT64_FORMAT "+%" G_GUINT64_FORMAT ":%u ",
			       place->offset, place->length, place->line);
}

static void places(void **state)
{
	static const char text[] = BEGIN EVENT START DONE EVENT DONE END;
	g_autoptr(GString) places = g_string_new(NULL);
	g_autofree char *expected = NULL;
	gsize first = strlen(EVENT START DONE), second = strlen(EVENT DONE);

	each_of_bytes(text, strlen(text), add_place, places);
	expected = g_strdup_printf("%zu+%zu:3 %zu+%zu:8 ", strlen(BEGIN), first,
				   strlen(BEGIN) + first, second);
	assert_string_equal(places->str, expected);
}

/* A task that begins again behind an event gives what is behind, methods included. */
static void a_task_that_begins_again(void **state)
{
	static const char text[] = BEGIN "METHOD:CANCEL\r\n" EVENT START DONE EVENT
					 "DTSTART:20240201T090000Z\r\n" DONE END;
	g_autofree char *path = file_with(text, strlen(text));
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
	struct import_task task = {
		.path = path, .importer = &importer_calendar, .to = G_MAXUINT64};

	task.from = strlen(BEGIN) + 30;
	each_record(&task, add_meeting_line, lines);
	assert_int_equal(lines->len, 1);
	assert_string_equal(lines->pdata[0], "20240201T0900 20240201T0900 c");
	g_unlink(path);
}

static void add_digest(const struct import_record *record, void *data)
{
	g_ptr_array_add(data, hexadecimal(record->meeting.digest, DIGEST_SIZE));
}

static char *digest_of(const char *text)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(g_free);

	each_of_bytes(text, strlen(text), add_digest, all);
	assert_int_equal(all->len, 1);
	return g_strdup(all->pdata[0]);
}

/* The stamp of an export does not make another version where the event has its own. */
static void digests(void **state)
{
#define CHANGED START "LAST-MODIFIED:20231201T000000Z\r\nSUMMARY:Copil\r\n"
	g_autofree char *first = digest_of(ONE(CHANGED));
	g_autofree char *again = digest_of(
		BEGIN "BEGIN:VEVENT\nSUMMARY:Copil\nUID:a@acme.fr\nDTSTART:20240101T090000Z\n"
		      "DTSTAMP:20260202T000000Z\nLAST-MODIFIED:20231201T000000Z\nX-A:b\n"
		      "END:VEVENT\n" END);
	g_autofree char *other = digest_of(ONE(CHANGED "SEQUENCE:1\r\n"));

	assert_string_equal(first, again);
	assert_string_not_equal(first, other);
}

/* ---- recognition ---- */

static void recognition(void **state)
{
	static const struct {
		const char *bytes, *dialect;
	} cases[] = {
		{BEGIN END, "iCalendar"},
		{"\xef\xbb\xbf" BEGIN END, "iCalendar"},
		{"\n\n" EVENT START DONE, "iCalendar"},
		{BEGIN "PRODID:-//Google Inc//Google Calendar 70.9054//EN\r\n" END,
		 "iCalendar; written by -//Google Inc//Google Calendar 70.9054//EN"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path = file_with(cases[i].bytes, strlen(cases[i].bytes));
		struct whole_file file;

		whole_file_open(&file, path);
		assert_string_equal(file.task.importer->name, "calendar");
		assert_string_equal(file.task.dialect, cases[i].dialect);
		whole_file_close(&file);
		g_unlink(path);
	}
}

/* ---- real calendars ---- */

struct seen {
	GHashTable *offsets; /* of events that gave a record */
	guint records;
};

static void note_place(const struct import_record *record, void *data)
{
	struct seen *seen = data;
	const struct place *place = record->type == RECORD_MEETING ? &record->meeting.place
								   : &record->rejected.place;

	g_hash_table_add(seen->offsets, GSIZE_TO_POINTER(place->offset));
	seen->records++;
}

/* Lines "BEGIN:VEVENT", counted without the reader. */
static guint count_events(const char *path)
{
	g_autoptr(GRegex) regex =
		g_regex_new("^BEGIN:VEVENT[ \\t\\r]*$",
			    G_REGEX_CASELESS | G_REGEX_MULTILINE | G_REGEX_RAW, 0, NULL);
	g_autofree char *bytes = NULL;
	g_autoptr(GMatchInfo) match = NULL;
	gsize length;
	guint count = 0;

	assert_true(g_file_get_contents(path, &bytes, &length, NULL));
	g_regex_match_full(regex, bytes, (gssize)length, 0, 0, &match, NULL);
	for (; g_match_info_matches(match); g_match_info_next(match, NULL))
		count++;
	return count;
}

static void check_calendar(const char *path, guint *events, guint *records)
{
	struct seen seen = {.offsets = g_hash_table_new(NULL, NULL)};
	struct import_task task = {
		.path = (char *)path, .importer = &importer_calendar, .to = G_MAXUINT64};
	guint expected = count_events(path);

	each_record(&task, note_place, &seen);
	if (g_hash_table_size(seen.offsets) != expected)
		fail_msg("%s: %u events of %u", path, g_hash_table_size(seen.offsets),
			 expected);
	*events += expected;
	*records += seen.records;
	g_hash_table_destroy(seen.offsets);
}

static guint check_folder(const char *path, guint *events, guint *records)
{
	g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
	const char *name;
	guint files = 0;

	while (folder != NULL && (name = g_dir_read_name(folder)) != NULL) {
		g_autofree char *inner = g_build_filename(path, name, NULL);
		if (g_file_test(inner, G_FILE_TEST_IS_DIR)) {
			files += check_folder(inner, events, records);
			continue;
		}
		check_calendar(inner, events, records);
		files++;
	}
	return files;
}

/* Every event of every file gives at least one record, be it a rejected one. */
static void real_calendars(void **state)
{
	g_autofree char *path =
		g_build_filename(g_getenv("ENTENTE_SHARED") ? g_getenv("ENTENTE_SHARED") : "",
				 "data", "ics", NULL);
	guint events = 0, records = 0, files;

	if (!g_file_test(path, G_FILE_TEST_IS_DIR))
		skip();
	files = check_folder(path, &events, &records);
	print_message("# %u files, %u events, %u records\n", files, events, records);
	assert_true(files >= 1400);
	assert_true(events > 500);
}

/* ---- real zones ---- */

static void add_start(const struct import_record *record, void *data)
{
	assert_int_equal(record->type, RECORD_MEETING);
	g_array_append_val(data, record->meeting.start_ms);
}

/* The definition of a zone, under another name, against what the system knows of the zone. */
static void check_zone(const char *definition, GTimeZone *zone, const char *name)
{
	g_autoptr(GRegex) tzid = g_regex_new("TZID:.*", 0, 0, NULL);
	g_autofree char *renamed =
		g_regex_replace_literal(tzid, definition, -1, 0, "TZID:No name", 0, NULL);
	g_autoptr(GString) text = g_string_new(renamed);
	g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(gint64));
	gint32 first = calendar_day_from_ymd(2015, 1, 1), step = 11, count = 330;

	g_string_truncate(text, (gsize)(strstr(text->str, "END:VCALENDAR") - text->str));
	for (gint32 i = 0; i < count; i++) {
		int year, month, day;
		calendar_ymd_from_day(first + i * step, &year, &month, &day);
		g_string_append_printf(text,
				       "BEGIN:VEVENT\r\nUID:%d\r\n"
				       "DTSTART;TZID=No name:%04d%02d%02dT%02d0000\r\n" DONE,
				       i, year, month, day, 7 + i % 12);
	}
	g_string_append(text, END);
	each_of_bytes(text->str, text->len, add_start, starts);
	assert_int_equal(starts->len, count);
	for (gint32 i = 0; i < count; i++) {
		gint64 expected =
			calendar_zone_instant(zone, first + i * step, (7 + i % 12) * 3600);
		if (g_array_index(starts, gint64, i) != expected)
			fail_msg("%s, day %d: %" G_GINT64_FORMAT " for %" G_GINT64_FORMAT, name,
				 first + i * step, g_array_index(starts, gint64, i), expected);
	}
}

static void real_zones(void **state)
{
	static const char *const names[] = {
		"Europe/Paris",        "Europe/London",       "Europe/Istanbul",
		"America/New_York",    "America/St_Johns",    "Asia/Kolkata",
		"America/Los_Angeles", "Australia/Sydney",    "Asia/Tokyo",
		"Pacific/Chatham",     "Africa/Johannesburg", "America/Sao_Paulo",
	};
	const char *shared = g_getenv("ENTENTE_SHARED");

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *path =
			g_strdup_printf("%s/data/ics/libical/zoneinfo2025c-pure/%s.ics",
					shared ? shared : "", names[i]);
		g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(names[i]);
		g_autofree char *definition = NULL;
		if (!g_file_get_contents(path, &definition, NULL, NULL))
			skip();
		assert_non_null(zone);
		check_zone(definition, zone, names[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_of_all_kinds),
		cmocka_unit_test(zones_of_the_file),
		cmocka_unit_test(series),
		cmocka_unit_test(endless_series),
		cmocka_unit_test(a_calendar_without_stamps),
		cmocka_unit_test(rules_of_no_meeting),
		cmocka_unit_test(rules_that_never_come_true),
		cmocka_unit_test(exceptions),
		cmocka_unit_test(methods),
		cmocka_unit_test(words_and_people),
		cmocka_unit_test(words_of_a_series),
		cmocka_unit_test(hidden_meetings),
		cmocka_unit_test(broken_components),
		cmocka_unit_test(large_components),
		cmocka_unit_test(places),
		cmocka_unit_test(a_task_that_begins_again),
		cmocka_unit_test(digests),
		cmocka_unit_test(recognition),
		cmocka_unit_test(real_calendars),
		cmocka_unit_test(real_zones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
