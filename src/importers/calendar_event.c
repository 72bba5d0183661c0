/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Events by libical (RFC 5545), which is included nowhere else. It parses one component and
 * gives the steps of a rule on the wall's clock; zones, exclusions and bounds are dealt with
 * here, because a rule repeats local times and only its instances are instants. What each
 * method of RFC 5546 means (an answer, a cancellation, a proposal) is told by flags. */
#include "importers/calendar_event.h"

#include <libical/ical.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/limits.h"
#include "importers/address.h"
#include "importers/calendar_zones.h"
#include "importers/charset.h"
#include "text/committee.h"
#include "text/own_text.h"

#define SECONDS_A_DAY 86400
#define DAY_MS        CALENDAR_DAY_MS

/* A zone as the file defines it, or as the system knows it. */
struct zone {
	icaltimezone *given;
	GTimeZone *named;
};

struct calendar_reader {
	GHashTable *texts; /* TZID -> text of its VTIMEZONE */
	GHashTable *zones; /* TZID -> struct zone *, those that were asked for */
	struct zone floating, utc;
	guint barren; /* rules that gave no instance at all */
};

/* ---- zones ---- */

static void zone_free(gpointer data)
{
	struct zone *zone = data;

	if (zone->given != NULL)
		icaltimezone_free(zone->given, 1);
	g_clear_pointer(&zone->named, g_time_zone_unref);
	g_free(zone);
}

struct calendar_reader *calendar_reader_new(void)
{
	struct calendar_reader *reader = g_new0(struct calendar_reader, 1);

	icalerror_set_errors_are_fatal(0);
	reader->texts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	reader->zones = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, zone_free);
	reader->floating.named = g_time_zone_new_identifier(CALENDAR_ZONE_DEFAULT);
	reader->utc.named = g_time_zone_new_utc();
	if (reader->floating.named == NULL)
		reader->floating.named = g_time_zone_new_utc();
	return reader;
}

void calendar_reader_free(struct calendar_reader *reader)
{
	g_hash_table_destroy(reader->texts);
	g_hash_table_destroy(reader->zones);
	g_time_zone_unref(reader->floating.named);
	g_time_zone_unref(reader->utc.named);
	g_free(reader);
}

static const char *next_line(const char *line)
{
	const char *end = strchr(line, '\n');

	return end != NULL ? end + 1 : NULL;
}

void calendar_reader_add_zone(struct calendar_reader *reader, const char *text)
{
	if (strlen(text) > CALENDAR_ZONE_KEPT ||
	    g_hash_table_size(reader->texts) >= CALENDAR_ZONES_MOST)
		return;
	for (const char *line = text; line != NULL; line = next_line(line)) {
		const char *value = calendar_line_value(line, "TZID");
		g_autofree char *tzid = NULL;
		if (value == NULL)
			continue;
		tzid = g_strstrip(g_strndup(value, strcspn(value, "\r\n")));
		if (!g_hash_table_contains(reader->texts, tzid))
			g_hash_table_insert(reader->texts, g_steal_pointer(&tzid),
					    g_strdup(text));
		return;
	}
}

static bool is_year(int year)
{
	return year >= CALENDAR_YEAR_FIRST && year <= CALENDAR_YEAR_LAST;
}

/* A change of the clock every year, or on given dates. Programs write years from 1601 on. */
static bool is_plain_rule(icalcomponent *part)
{
	icalproperty *property = icalcomponent_get_first_property(part, ICAL_DTSTART_PROPERTY);
	struct icaltimetype start =
		property != NULL ? icalproperty_get_dtstart(property) : icaltime_null_time();

	if (start.year < 1 || start.year > CALENDAR_YEAR_LAST)
		return false;
	property = icalcomponent_get_first_property(part, ICAL_RRULE_PROPERTY);
	for (; property != NULL;
	     property = icalcomponent_get_next_property(part, ICAL_RRULE_PROPERTY)) {
		struct icalrecurrencetype rule = icalproperty_get_rrule(property);
		if (rule.freq != ICAL_YEARLY_RECURRENCE || rule.rscale != NULL)
			return false;
	}
	return true;
}

static bool is_plain_zone(icalcomponent *zone)
{
	icalcomponent *part = icalcomponent_get_first_component(zone, ICAL_ANY_COMPONENT);
	bool plain = part != NULL;

	for (; part != NULL && plain;
	     part = icalcomponent_get_next_component(zone, ICAL_ANY_COMPONENT))
		plain = is_plain_rule(part);
	return plain;
}

static icaltimezone *parse_zone(const char *text)
{
	icalcomponent *component = icalparser_parse_string(text);
	icaltimezone *zone;

	if (component == NULL)
		return NULL;
	if (icalcomponent_isa(component) == ICAL_VTIMEZONE_COMPONENT &&
	    is_plain_zone(component)) {
		zone = icaltimezone_new();
		if (icaltimezone_set_component(zone, component) != 0)
			return zone;
		icaltimezone_free(zone, 1);
	}
	icalcomponent_free(component);
	return NULL;
}

/* The file's own definition, else the name, else as a time of no zone: hours may then be wrong,
 * the day is right. */
static struct zone *make_zone(const struct calendar_reader *reader, const char *tzid)
{
	struct zone *zone = g_new0(struct zone, 1);
	const char *text = g_hash_table_lookup(reader->texts, tzid);

	if (text != NULL)
		zone->given = parse_zone(text);
	if (zone->given == NULL)
		zone->named = calendar_zone_named(tzid);
	if (zone->given == NULL && zone->named == NULL)
		zone->named = g_time_zone_ref(reader->floating.named);
	return zone;
}

static const struct zone *zone_of(struct calendar_reader *reader, icalproperty *property,
				  const struct icaltimetype *time)
{
	icalparameter *parameter =
		icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
	const char *tzid = parameter != NULL ? icalparameter_get_tzid(parameter) : NULL;
	struct zone *zone;

	if (icaltime_is_utc(*time))
		return &reader->utc;
	if (tzid == NULL || *tzid == '\0')
		return &reader->floating;
	zone = g_hash_table_lookup(reader->zones, tzid);
	if (zone == NULL) {
		zone = make_zone(reader, tzid);
		g_hash_table_insert(reader->zones, g_strdup(tzid), zone);
	}
	return zone;
}

static gint32 day_of(const struct icaltimetype *time)
{
	return calendar_day_from_ymd(time->year, time->month, time->day);
}

/* Whole days begin at midnight where the relationship lives. */
static gint64 instant_of(const struct calendar_reader *reader, const struct zone *zone,
			 const struct icaltimetype *time)
{
	gint32 seconds = time->hour * 3600 + time->minute * 60 + time->second;
	struct icaltimetype copy = *time;

	if (time->is_date)
		return calendar_ms_of_day(day_of(time), reader->floating.named);
	if (zone->given == NULL)
		return calendar_zone_instant(zone->named, day_of(time), seconds);
	seconds -= icaltimezone_get_utc_offset(zone->given, &copy, NULL);
	return ((gint64)day_of(time) * SECONDS_A_DAY + seconds) * 1000;
}

static bool is_good_time(const struct icaltimetype *time)
{
	return is_year(time->year) && time->month >= 1 && time->month <= 12 && time->day >= 1 &&
	       time->day <= icaltime_days_in_month(time->month, time->year) &&
	       time->hour >= 0 && time->hour <= 24 && time->minute >= 0 && time->minute < 60 &&
	       time->second >= 0 && time->second <= 60;
}

/* ---- one date property ---- */

/* A time with all that its property says of it. */
struct moment {
	struct icaltimetype time; /* on the wall: its zone is cleared */
	const struct zone *zone;
	gint64 ms;
};

static bool read_moment(struct calendar_reader *reader, icalproperty *property,
			struct icaltimetype time, struct moment *moment)
{
	if (icaltime_is_null_time(time) || !is_good_time(&time))
		return false;
	moment->zone = zone_of(reader, property, &time);
	moment->time = time;
	moment->time.zone = NULL;
	moment->ms = instant_of(reader, moment->zone, &time);
	return true;
}

static icalproperty *first_property(icalcomponent *event, icalproperty_kind kind)
{
	return icalcomponent_get_first_property(event, kind);
}

/* False when there is none, or none that can be read. */
static bool first_moment(struct calendar_reader *reader, icalcomponent *event,
			 icalproperty_kind kind, struct moment *moment)
{
	icalproperty *property = first_property(event, kind);
	icalvalue *value = property != NULL ? icalproperty_get_value(property) : NULL;

	if (value == NULL || (icalvalue_isa(value) != ICAL_DATETIME_VALUE &&
			      icalvalue_isa(value) != ICAL_DATE_VALUE))
		return false;
	return read_moment(reader, property, icalvalue_get_datetime(value), moment);
}

static gint64 duration_ms(struct icaldurationtype duration)
{
	gint64 days = (gint64)duration.weeks * 7 + duration.days;
	gint64 seconds = (gint64)duration.hours * 3600 + (gint64)duration.minutes * 60 +
			 duration.seconds;

	if (icaldurationtype_is_bad_duration(duration) || duration.is_neg ||
	    days > CALENDAR_AHEAD_DAYS || seconds > CALENDAR_AHEAD_DAYS * SECONDS_A_DAY)
		return 0;
	return days * DAY_MS + seconds * 1000;
}

/* How long the event lasts; a date without end is one day (RFC 5545, 3.6.1). */
static gint64 length_of(struct calendar_reader *reader, icalcomponent *event,
			const struct moment *start)
{
	icalproperty *property = first_property(event, ICAL_DURATION_PROPERTY);
	struct moment end;

	if (first_moment(reader, event, ICAL_DTEND_PROPERTY, &end))
		return start->time.is_date && end.time.is_date
			       ? MAX(1, day_of(&end.time) - day_of(&start->time)) * DAY_MS
			       : MAX(0, end.ms - start->ms);
	if (property != NULL)
		return duration_ms(icalproperty_get_duration(property));
	return start->time.is_date ? DAY_MS : 0;
}

/* ---- series ---- */

/* A series on its way to instances. */
struct series {
	struct calendar_reader *reader;
	icalcomponent *event;
	struct moment start;
	gint64 length;
	gint64 until;   /* no instance behind it */
	GArray *spans;  /* struct calendar_span */
	GArray *not_at; /* gint64, excluded instants */
	GArray *not_on; /* gint32, excluded days */
	bool too_many;
	const char *trouble;
};

static gint64 end_of(const struct series *series, gint64 start)
{
	GTimeZone *zone = series->reader->floating.named;

	if (!series->start.time.is_date)
		return start + series->length;
	return calendar_ms_of_day(
		calendar_day_of_ms(start, zone) + (gint32)(series->length / DAY_MS), zone);
}

static void add_span(struct series *series, gint64 start, gint64 end)
{
	struct calendar_span span = {start, start, end};

	if (series->spans->len >= CALENDAR_INSTANCES_MOST)
		series->too_many = true;
	else
		g_array_append_val(series->spans, span);
}

/* Whether the rule's UNTIL lies before this step. */
static bool is_behind(const struct icaltimetype *until, gint64 until_ms,
		      const struct icaltimetype *step, gint64 step_ms)
{
	if (icaltime_is_null_time(*until))
		return false;
	return until->is_date ? day_of(step) > day_of(until) : step_ms > until_ms;
}

static gint64 until_instant(const struct series *series, const struct icaltimetype *until)
{
	if (icaltime_is_null_time(*until) || !is_good_time(until))
		return G_MAXINT64;
	return instant_of(series->reader,
			  icaltime_is_utc(*until) ? &series->reader->utc : series->start.zone,
			  until);
}

/* Calls back with each step of the rule up to its end and to ours. */
static void each_step(struct series *series, struct icalrecurrencetype rule,
		      void (*take)(struct series *series, const struct icaltimetype *step,
				   gint64 ms))
{
	struct icaltimetype until = rule.until, step;
	gint64 until_ms = until_instant(series, &until);
	icalrecur_iterator *steps;

	/* libical compares UNTIL, an instant, with times on the wall: it is compared here. A
	 * rule that never comes true is looked for until ours. */
	rule.until = icaltime_from_timet_with_zone(
		(time_t)((series->until + 2 * DAY_MS) / 1000), 0, NULL);
	steps = icalrecur_iterator_new(rule, series->start.time);
	for (guint i = 0; steps != NULL; i++) {
		gint64 ms;
		step = icalrecur_iterator_next(steps);
		series->reader->barren += i == 0 && icaltime_is_null_time(step);
		if (icaltime_is_null_time(step) || !is_good_time(&step))
			break;
		ms = instant_of(series->reader, series->start.zone, &step);
		if (ms > series->until || is_behind(&until, until_ms, &step, ms))
			break;
		series->too_many = series->too_many || i >= CALENDAR_INSTANCES_MOST;
		if (series->too_many)
			break;
		take(series, &step, ms);
	}
	if (steps != NULL)
		icalrecur_iterator_free(steps);
}

static bool is_rule_of_days(const struct icalrecurrencetype *rule)
{
	return rule->freq == ICAL_DAILY_RECURRENCE || rule->freq == ICAL_WEEKLY_RECURRENCE ||
	       rule->freq == ICAL_MONTHLY_RECURRENCE || rule->freq == ICAL_YEARLY_RECURRENCE;
}

static void each_rule(struct series *series, icalproperty_kind kind,
		      void (*take)(struct series *series, const struct icaltimetype *step,
				   gint64 ms))
{
	icalproperty *property = first_property(series->event, kind);

	for (; property != NULL;
	     property = icalcomponent_get_next_property(series->event, kind)) {
		struct icalrecurrencetype rule = kind == ICAL_RRULE_PROPERTY
							 ? icalproperty_get_rrule(property)
							 : icalproperty_get_exrule(property);
		if (rule.rscale != NULL)
			series->trouble = "it repeats by another calendar than the Gregorian "
					  "one; enter its dates one by one";
		else if (series->reader->barren >= CALENDAR_BARREN_MOST)
			series->trouble = "the calendar holds too many series that never come "
					  "true; export it again";
		else if (!is_rule_of_days(&rule))
			series->trouble = "it repeats several times a day, which no meeting "
					  "does; delete it from the calendar";
		else
			each_step(series, rule, take);
	}
}

static void take_instance(struct series *series, const struct icaltimetype *step, gint64 ms)
{
	add_span(series, ms, end_of(series, ms));
}

static void take_exclusion(struct series *series, const struct icaltimetype *step, gint64 ms)
{
	g_array_append_val(series->not_at, ms);
}

static gint64 period_end(const struct series *series, const struct moment *start,
			 const struct icalperiodtype *period)
{
	struct icaltimetype end = period->end;

	if (!icaltime_is_null_time(end) && is_good_time(&end))
		return MAX(start->ms,
			   instant_of(series->reader,
				      icaltime_is_utc(end) ? &series->reader->utc : start->zone,
				      &end));
	return start->ms + duration_ms(period->duration);
}

static void add_given_dates(struct series *series)
{
	icalproperty *property = first_property(series->event, ICAL_RDATE_PROPERTY);
	struct moment moment;

	for (; property != NULL;
	     property = icalcomponent_get_next_property(series->event, ICAL_RDATE_PROPERTY)) {
		struct icaldatetimeperiodtype date = icalproperty_get_rdate(property);
		bool period = icaltime_is_null_time(date.time);
		if (!read_moment(series->reader, property,
				 period ? date.period.start : date.time, &moment) ||
		    moment.ms > series->until)
			continue;
		add_span(series, moment.ms,
			 period ? period_end(series, &moment, &date.period)
				: end_of(series, moment.ms));
	}
}

/* Exchange and others exclude a day, not an instant. */
static void note_excluded_dates(struct series *series)
{
	icalproperty *property = first_property(series->event, ICAL_EXDATE_PROPERTY);
	struct moment moment;

	for (; property != NULL;
	     property = icalcomponent_get_next_property(series->event, ICAL_EXDATE_PROPERTY)) {
		gint32 day;
		if (!read_moment(series->reader, property, icalproperty_get_exdate(property),
				 &moment))
			continue;
		day = day_of(&moment.time);
		if (moment.time.is_date)
			g_array_append_val(series->not_on, day);
		else
			g_array_append_val(series->not_at, moment.ms);
	}
}

static int by_instant(const void *a, const void *b)
{
	gint64 left = *(const gint64 *)a, right = *(const gint64 *)b;

	return (left > right) - (left < right);
}

static int by_day(const void *a, const void *b)
{
	gint32 left = *(const gint32 *)a, right = *(const gint32 *)b;

	return (left > right) - (left < right);
}

static int by_span(const void *a, const void *b)
{
	const struct calendar_span *left = a, *right = b;
	int order = by_instant(&left->start_ms, &right->start_ms);

	return order != 0 ? order : by_instant(&left->end_ms, &right->end_ms);
}

static void sort(GArray *array, int (*compare)(const void *, const void *))
{
	if (array->len > 0)
		qsort(array->data, array->len, g_array_get_element_size(array), compare);
}

static bool is_in(const GArray *array, const void *key, gsize size,
		  int (*compare)(const void *, const void *))
{
	return array->len > 0 && bsearch(key, array->data, array->len, size, compare) != NULL;
}

/* The day on the wall of the series' own zone. */
static gint32 local_day(const struct series *series, gint64 ms)
{
	const struct zone *zone = series->start.zone;
	struct icaltimetype time;

	if (series->start.time.is_date)
		return calendar_day_of_ms(ms, series->reader->floating.named);
	if (zone->named != NULL)
		return calendar_day_of_ms(ms, zone->named);
	time = icaltime_from_timet_with_zone((time_t)(ms / 1000), 0, NULL);
	return calendar_day_of_ms(ms + 1000 * (gint64)icaltimezone_get_utc_offset_of_utc_time(
						      zone->given, &time, NULL),
				  series->reader->utc.named);
}

/* Sorts, drops what is excluded and what comes twice. */
static void settle_spans(struct series *series)
{
	struct calendar_span *all = (struct calendar_span *)series->spans->data;
	guint kept = 0;

	sort(series->spans, by_span);
	sort(series->not_at, by_instant);
	sort(series->not_on, by_day);
	for (guint i = 0; i < series->spans->len; i++) {
		gint32 day = local_day(series, all[i].start_ms);
		if (is_in(series->not_at, &all[i].start_ms, sizeof(gint64), by_instant) ||
		    is_in(series->not_on, &day, sizeof day, by_day))
			continue;
		if (kept > 0 && all[kept - 1].start_ms == all[i].start_ms)
			kept--;
		all[kept++] = all[i];
	}
	g_array_set_size(series->spans, kept);
}

static void unroll(struct series *series)
{
	add_span(series, series->start.ms, end_of(series, series->start.ms));
	each_rule(series, ICAL_RRULE_PROPERTY, take_instance);
	add_given_dates(series);
	each_rule(series, ICAL_EXRULE_PROPERTY, take_exclusion);
	note_excluded_dates(series);
	settle_spans(series);
	if (series->too_many)
		series->trouble = "it repeats more than 20,000 times, which no meeting does; "
				  "give the series an end";
	else if (series->trouble == NULL && series->spans->len == 0)
		series->trouble = "all its dates are excluded again; delete it from the "
				  "calendar";
}

/* ---- texts and people ---- */

/* In one line. NULL for nothing. Caller owns. */
static char *line_of_text(const char *text, gsize most)
{
	g_autofree char *clean =
		text != NULL ? own_text_clean_utf8(text, MIN(strlen(text), most)) : NULL;
	char *line = clean != NULL ? g_strstrip(g_strdelimit(clean, "\n\t", ' ')) : NULL;

	return line != NULL && *line != '\0' ? g_strdup(line) : NULL;
}

static char *own_description(icalcomponent *event)
{
	icalproperty *property = first_property(event, ICAL_DESCRIPTION_PROPERTY);
	const char *text = property != NULL ? icalproperty_get_description(property) : NULL;
	g_autofree char *clean = NULL;
	gsize cut;

	if (text == NULL)
		return NULL;
	clean = own_text_clean_utf8(text, MIN(strlen(text), LIMIT_OWN_TEXT));
	return own_text_extract(clean, strlen(clean), &cut);
}

/* The parameter's value, NULL when it is not there. Caller owns. */
static char *parameter_text(icalproperty *property, const char *name)
{
	const char *value = icalproperty_get_parameter_as_string(property, name);

	return line_of_text(value, LIMIT_SUBJECT);
}

/* "mailto:anne@acme.fr", or what Exchange and Apple write beside it. */
static char *address_of(icalproperty *property, const char *value)
{
	g_autofree char *text = line_of_text(value, LIMIT_SUBJECT);
	g_autofree char *beside = parameter_text(property, "EMAIL");
	char *address = text != NULL ? address_normalise(text) : NULL;

	if (address == NULL && beside != NULL)
		address = address_normalise(beside);
	return address;
}

static void read_organiser(icalcomponent *event, struct meeting_record *meeting)
{
	icalproperty *property = first_property(event, ICAL_ORGANIZER_PROPERTY);

	if (property == NULL)
		return;
	meeting->organiser.address = address_of(property, icalproperty_get_organizer(property));
	if (meeting->organiser.address != NULL)
		meeting->organiser.name = parameter_text(property, "CN");
}

static bool is_room(icalproperty *property)
{
	g_autofree char *kind = parameter_text(property, "CUTYPE");

	return kind != NULL && (g_ascii_strcasecmp(kind, "ROOM") == 0 ||
				g_ascii_strcasecmp(kind, "RESOURCE") == 0);
}

static enum participation participation_of(icalproperty *property)
{
	static const char *const words[PARTICIPATION_COUNT] = {
		[PARTICIPATION_ACCEPTED] = "ACCEPTED",
		[PARTICIPATION_DECLINED] = "DECLINED",
		[PARTICIPATION_TENTATIVE] = "TENTATIVE",
	};
	g_autofree char *word = parameter_text(property, "PARTSTAT");

	for (guint i = PARTICIPATION_ACCEPTED; word != NULL && i < PARTICIPATION_COUNT; i++)
		if (g_ascii_strcasecmp(word, words[i]) == 0)
			return i;
	return PARTICIPATION_NONE;
}

static void read_people(icalcomponent *event, struct meeting_record *meeting)
{
	icalproperty *property = first_property(event, ICAL_ATTENDEE_PROPERTY);
	GArray *people = g_array_new(FALSE, TRUE, sizeof(struct meeting_person));

	for (; property != NULL && people->len < LIMIT_ADDRESSES;
	     property = icalcomponent_get_next_property(event, ICAL_ATTENDEE_PROPERTY)) {
		struct meeting_person person = {
			.participation = participation_of(property),
		};
		if (is_room(property))
			continue;
		person.who.address = address_of(property, icalproperty_get_attendee(property));
		if (person.who.address == NULL)
			continue;
		person.who.name = parameter_text(property, "CN");
		g_array_append_val(people, person);
	}
	meeting->n_people = people->len;
	meeting->people = (struct meeting_person *)g_array_free(people, FALSE);
}

/* ---- the event ---- */

static bool is_hidden(icalcomponent *event, const char *title)
{
	icalproperty *property = first_property(event, ICAL_CLASS_PROPERTY);
	icalproperty_class class =
		property != NULL ? icalproperty_get_class(property) : ICAL_CLASS_PUBLIC;

	return class == ICAL_CLASS_PRIVATE || class == ICAL_CLASS_CONFIDENTIAL ||
	       own_text_marked_personal(title, NULL);
}

static void read_words(icalcomponent *event, struct meeting_record *meeting)
{
	icalproperty *property = first_property(event, ICAL_SUMMARY_PROPERTY);
	g_autofree char *title = line_of_text(
		property != NULL ? icalproperty_get_summary(property) : NULL, LIMIT_SUBJECT);

	meeting->cancelled = meeting->cancelled || committee_title_cancelled(title);
	meeting->private = is_hidden(event, title);
	if (meeting->private)
		return;
	meeting->title = g_steal_pointer(&title);
	meeting->text = own_description(event);
	read_organiser(event, meeting);
	read_people(event, meeting);
}

static void read_method(const char *method, struct meeting_record *meeting)
{
	static const char *const proposals[] = {"COUNTER", "DECLINECOUNTER", "REFRESH"};

	meeting->cancelled = g_strcmp0(method, "CANCEL") == 0;
	meeting->answer = g_strcmp0(method, "REPLY") == 0;
	for (gsize i = 0; i < G_N_ELEMENTS(proposals); i++)
		meeting->proposal = meeting->proposal || g_strcmp0(method, proposals[i]) == 0;
}

/* DTSTAMP is the version's own time only where no other is: many programs put the time of the
 * export there. */
static void read_version(struct calendar_reader *reader, icalcomponent *event,
			 struct meeting_record *meeting)
{
	icalproperty *property = first_property(event, ICAL_SEQUENCE_PROPERTY);
	struct moment moment;

	meeting->sequence =
		property != NULL ? (guint32)MAX(0, icalproperty_get_sequence(property)) : 0;
	if (first_moment(reader, event, ICAL_LASTMODIFIED_PROPERTY, &moment) ||
	    first_moment(reader, event, ICAL_DTSTAMP_PROPERTY, &moment))
		meeting->revised_ms = moment.ms;
}

static void read_exception(struct calendar_reader *reader, icalcomponent *event,
			   struct meeting_record *meeting)
{
	icalproperty *property = first_property(event, ICAL_RECURRENCEID_PROPERTY);
	g_autofree char *range = property != NULL ? parameter_text(property, "RANGE") : NULL;
	struct moment moment;

	if (!first_moment(reader, event, ICAL_RECURRENCEID_PROPERTY, &moment))
		return;
	meeting->exception = true;
	meeting->instance_ms = moment.ms;
	meeting->onwards = range != NULL && g_ascii_strcasecmp(range, "THISANDFUTURE") == 0;
}

/* Events without a name of their own are told apart by what they are. */
static char *uid_of(icalcomponent *event, const struct meeting_record *meeting, gint64 start)
{
	icalproperty *property = first_property(event, ICAL_UID_PROPERTY);
	char *uid = line_of_text(property != NULL ? icalproperty_get_uid(property) : NULL,
				 LIMIT_SUBJECT);

	if (uid != NULL)
		return uid;
	return g_strdup_printf("%s %" G_GINT64_FORMAT,
			       meeting->title != NULL ? meeting->title : "-", start);
}

static bool repeats(icalcomponent *event)
{
	return first_property(event, ICAL_RRULE_PROPERTY) != NULL ||
	       first_property(event, ICAL_RDATE_PROPERTY) != NULL;
}

/* An exception is its instance; a single meeting has none. */
static void name_spans(const struct meeting_record *meeting, GArray *spans)
{
	for (guint i = 0; i < spans->len; i++) {
		struct calendar_span *span = &g_array_index(spans, struct calendar_span, i);
		if (meeting->exception || !meeting->recurring)
			span->instance_ms = meeting->instance_ms;
	}
}

/* An exception that carries the rule of its series is still one instance. */
static void fill_spans(struct series *series, const struct meeting_record *meeting)
{
	if (meeting->exception)
		add_span(series, series->start.ms, end_of(series, series->start.ms));
	else
		unroll(series);
}

static const char *read_spans(struct calendar_reader *reader, icalcomponent *event,
			      gint64 written_ms, const struct meeting_record *meeting,
			      struct series *series)
{
	struct calendar_span bare = {meeting->instance_ms, meeting->instance_ms, INSTANT_NONE};

	series->reader = reader;
	series->event = event;
	if (!first_moment(reader, event, ICAL_DTSTART_PROPERTY, &series->start)) {
		if (!meeting->answer && !meeting->cancelled && !meeting->proposal)
			return "it has no beginning (DTSTART) between 1900 and 2200; correct "
			       "or delete it in the calendar";
		g_array_append_val(series->spans, bare);
		return NULL;
	}
	series->length = length_of(reader, event, &series->start);
	series->until = written_ms == INSTANT_NONE
				? series->start.ms + CALENDAR_AHEAD_DAYS * DAY_MS
				: written_ms + CALENDAR_AHEAD_DAYS * DAY_MS;
	fill_spans(series, meeting);
	return series->trouble;
}

static const char *read_event(struct calendar_reader *reader, icalcomponent *parsed,
			      const struct calendar_component *component, gint64 written_ms,
			      struct calendar_event *event)
{
	struct meeting_record *meeting = &event->meeting;
	struct series series = {
		.spans = event->spans,
		.not_at = g_array_new(FALSE, FALSE, sizeof(gint64)),
		.not_on = g_array_new(FALSE, FALSE, sizeof(gint32)),
	};
	icalproperty *status = first_property(parsed, ICAL_STATUS_PROPERTY);
	const char *trouble;

	read_method(component->method, meeting);
	if (status != NULL && icalproperty_get_status(status) == ICAL_STATUS_CANCELLED)
		meeting->cancelled = true;
	meeting->simulated = component->simulated;
	read_version(reader, parsed, meeting);
	read_exception(reader, parsed, meeting);
	read_words(parsed, meeting);
	trouble = read_spans(reader, parsed, written_ms, meeting, &series);
	meeting->recurring = meeting->exception || repeats(parsed);
	meeting->day_only = series.start.time.is_date;
	meeting->uid = uid_of(parsed, meeting, series.start.ms);
	name_spans(meeting, event->spans);
	g_array_unref(series.not_at);
	g_array_unref(series.not_on);
	return trouble;
}

/* One VEVENT, NULL when libical can make none of the text. */
static icalcomponent *parse_event(const char *text)
{
	bool guessed = false;
	g_autofree char *utf8 = charset_to_utf8(text, strlen(text), NULL, &guessed);
	icalcomponent *parsed = icalparser_parse_string(utf8);

	if (parsed != NULL && icalcomponent_isa(parsed) == ICAL_VEVENT_COMPONENT)
		return parsed;
	if (parsed != NULL)
		icalcomponent_free(parsed);
	return NULL;
}

char *calendar_reader_read(struct calendar_reader *reader,
			   const struct calendar_component *component, gint64 written_ms,
			   struct calendar_event *event)
{
	icalcomponent *parsed = parse_event(component->text);
	struct calendar_event read;
	const char *trouble;

	if (parsed == NULL)
		return g_strdup("it is no event that can be read; export the calendar again");
	meeting_record_init(&read.meeting);
	read.spans = g_array_new(FALSE, FALSE, sizeof(struct calendar_span));
	trouble = read_event(reader, parsed, component, written_ms, &read);
	icalcomponent_free(parsed);
	if (trouble == NULL) {
		*event = read;
		return NULL;
	}
	calendar_event_clear(&read);
	return g_strdup(trouble);
}

void calendar_event_clear(struct calendar_event *event)
{
	meeting_record_clear(&event->meeting);
	g_clear_pointer(&event->spans, g_array_unref);
}
