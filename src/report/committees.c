/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Counts of the meetings of each series. The rhythm is the median distance of the days on which
 * they were due, cancelled ones included: a committee that is cancelled keeps its rhythm. */
#include "report/committees.h"

#include <stdlib.h>

#include "base/calendar.h"
#include "model/assessment.h"
#include "report/phrase.h"

static gint32 day_of(const struct timeline *timeline, gint64 ms)
{
	return calendar_day_of_ms(ms, timeline->zone);
}

static void add_meeting(struct committee *committee, const struct timeline *timeline,
			const struct timeline_meeting *meeting, GArray *gaps)
{
	gint32 day = day_of(timeline, meeting->at_ms);

	if (committee->last_event != 0) {
		gint32 gap = day - committee->last_day;
		g_array_append_val(gaps, gap);
	} else {
		committee->first_day = day;
	}
	if (committee->kind == COMMITTEE_NONE)
		committee->kind = meeting->kind;
	committee->last_event = meeting->event;
	committee->last_day = day;
	if (meeting->cancelled) {
		committee->cancelled++;
	} else if (meeting->planned) {
		committee->unknown++;
	} else {
		committee->held++;
		committee->last_held_day = day;
		committee->last_client = meeting->accepted[SIDE_CLIENT];
		committee->last_provider = meeting->accepted[SIDE_PROVIDER];
	}
}

static gint by_number(gconstpointer a, gconstpointer b)
{
	return *(const gint32 *)a - *(const gint32 *)b;
}

GArray *committees_of(const struct timeline *timeline)
{
	guint count = timeline->n_committees;
	GArray *committees = g_array_sized_new(FALSE, TRUE, sizeof(struct committee), count);
	g_autoptr(GPtrArray) gaps =
		g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);

	g_array_set_size(committees, count);
	for (guint i = 0; i < count; i++) {
		g_array_index(committees, struct committee, i).last_held_day = DAY_NONE;
		g_ptr_array_add(gaps, g_array_new(FALSE, FALSE, sizeof(gint32)));
	}
	for (guint i = 0; i < timeline->n_meetings; i++) {
		guint32 series = timeline->meetings[i].series;
		if (series != TIMELINE_NO_INDEX)
			add_meeting(&g_array_index(committees, struct committee, series),
				    timeline, &timeline->meetings[i],
				    g_ptr_array_index(gaps, series));
	}
	for (guint i = 0; i < count; i++) {
		GArray *days = g_ptr_array_index(gaps, i);
		g_array_sort(days, by_number);
		if (days->len > 0)
			g_array_index(committees, struct committee, i).every_days =
				g_array_index(days, gint32, days->len / 2);
	}
	return committees;
}

static const char *kind_name(enum committee_kind kind, const struct catalogue *catalogue)
{
	static const char *const names[COMMITTEE_KINDS] = {
		[COMMITTEE_NONE] = N_("series of meetings"),
		[COMMITTEE_STEERING] = N_("steering committee"),
		[COMMITTEE_OPERATIONAL] = N_("operational committee"),
		[COMMITTEE_STRATEGIC] = N_("strategic committee"),
		[COMMITTEE_REVIEW] = N_("service review"),
		[COMMITTEE_POINT] = N_("regular meeting"),
	};

	return catalogue_text(catalogue, names[kind]);
}

/* ", every 42 days", or nothing for meetings of one day. */
static char *rhythm(const struct committee *committee, const struct catalogue *catalogue)
{
	g_autofree char *every = NULL;

	if (committee->every_days == 0)
		return g_strdup("");
	every = phrase_count(catalogue, "every {n} day", "every {n} days",
			     committee->every_days);
	return g_strconcat(", ", every, NULL);
}

static char *last_one(const struct committee *committee, const struct catalogue *catalogue)
{
	g_autofree char *held = phrase_day(catalogue, committee->last_held_day);
	g_autofree char *due = phrase_day(catalogue, committee->last_day);

	if (committee->last_held_day == DAY_NONE)
		return phrase(catalogue_text(catalogue, "none was held; the last was due on "
							"{due}"),
			      {"due", due});
	if (committee->last_held_day == committee->last_day)
		return phrase(catalogue_text(catalogue, "the last one on {held}"),
			      {"held", held});
	return phrase(catalogue_text(catalogue,
				     "the last one held on {held}, the last one due on {due}"),
		      {"held", held}, {"due", due});
}

char *committee_sentence(const struct committee *committee, const struct catalogue *catalogue)
{
	g_autofree char *every = rhythm(committee, catalogue);
	g_autofree char *held =
		phrase_count(catalogue, "{n} held", "{n} held", committee->held);
	g_autofree char *cancelled =
		phrase_count(catalogue, "{n} cancelled", "{n} cancelled", committee->cancelled);
	g_autofree char *unknown =
		phrase_count(catalogue, "{n} planned, not known whether held",
			     "{n} planned, not known whether held", committee->unknown);
	g_autofree char *counts = committee->unknown > 0
					  ? g_strjoin(", ", held, cancelled, unknown, NULL)
					  : g_strjoin(", ", held, cancelled, NULL);
	g_autofree char *last = last_one(committee, catalogue);

	return phrase(catalogue_text(catalogue, "{kind}{every}: {counts}; {last}"),
		      {"kind", kind_name(committee->kind, catalogue)}, {"every", every},
		      {"counts", counts}, {"last", last});
}

static void member_day(struct json_writer *json, const char *key, gint32 day)
{
	g_autofree char *text = day != DAY_NONE ? calendar_format_day(day) : NULL;

	json_member_string(json, key, text);
}

void committee_json(struct json_writer *json, const struct committee *committee,
		    const char *title)
{
	json_begin_object(json);
	json_member_string(json, "kind", committee_token(committee->kind));
	json_member_string(json, "title", title);
	json_key(json, "every_days");
	if (committee->every_days > 0)
		json_int(json, committee->every_days);
	else
		json_null(json);
	json_member_int(json, "held", committee->held);
	json_member_int(json, "cancelled", committee->cancelled);
	json_member_int(json, "unknown", committee->unknown);
	member_day(json, "first", committee->first_day);
	member_day(json, "last", committee->last_day);
	member_day(json, "last_held", committee->last_held_day);
	json_member_int(json, "last_accepted_client", committee->last_client);
	json_member_int(json, "last_accepted_provider", committee->last_provider);
	json_end_object(json);
}
