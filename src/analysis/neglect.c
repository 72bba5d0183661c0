/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The rule of the falling voice (Hirschman 1970; Rusbult, Zembrodt and Gunn 1982; Ping, Journal
 * of Retailing 69, 1993): a side that complains less for its tickets AND writes less outside
 * them, while its tickets do not fall, has moved from voice to neglect. Fewer complaints alone
 * are good news. The fall of contact is that of the finding about unprompted contact and dates
 * the rule; complaints and tickets are compared by exact rates (stats/rates.h), the year before
 * that fall with the weeks since, over weeks that mail and tickets both cover. */
#include "analysis/study-internal.h"

#include <math.h>

#include "base/calendar.h"
#include "indicators/series-internal.h"
#include "stats/rates.h"

#define CHANCE         .05 /* of a fall that is none */
#define TICKETS_KEPT   .9  /* of their rate: less is a fall, if it is a sure one */
#define TICKETS_LEAST  12
#define COMPLAINTS_MIN 5 /* before: fewer are no voice that could fall */
#define HUNDRED        100.0
#define SHOWN_OF_EACH  2
#define CALM_WEEKS     26u /* that are looked at where contact has not fallen */

/* Weeks of the axis, from..to - 1. */
struct stretch {
	guint from, to;
	guint weeks, complaints, tickets, contacts; /* of the weeks that both cover */
};

struct voice_study {
	const struct study *study;
	enum side side;
	const struct fit *voice, *contact;
	struct stretch before, after;
};

static bool both_cover(const struct study *study, guint week)
{
	gint32 number = study->first_week + (gint32)week;

	return timeline_coverage_at(&study->timeline->mail, number) == WEEK_OBSERVED &&
	       timeline_coverage_at(&study->timeline->tickets_coverage, number) ==
		       WEEK_OBSERVED;
}

static bool lies_in(const struct study *study, const struct stretch *stretch, gint64 at_ms)
{
	gint32 week = study_week_of_ms(study, at_ms);

	return week >= (gint32)stretch->from && week < (gint32)stretch->to &&
	       both_cover(study, (guint)week);
}

static guint events_in(const struct study *study, const struct fit *fit,
		       const struct stretch *stretch)
{
	guint n = 0;

	for (guint i = 0; i < fit->series.n_events; i++)
		n += lies_in(study, stretch,
			     study_event_ms(study, fit->indicator->source,
					    fit->series.events[i].index));
	return n;
}

static bool is_own_ticket(const struct voice_study *voice, guint32 index)
{
	const struct timeline_ticket *ticket = &voice->study->timeline->tickets[index];

	return ticket->requester_side == voice->side && !ticket->automatic;
}

static void count(const struct voice_study *voice, struct stretch *stretch)
{
	const struct study *study = voice->study;

	for (guint week = stretch->from; week < stretch->to; week++)
		stretch->weeks += both_cover(study, week);
	stretch->complaints = events_in(study, voice->voice, stretch);
	stretch->contacts = events_in(study, voice->contact, stretch);
	for (guint32 i = 0; i < study->timeline->n_tickets; i++)
		stretch->tickets +=
			is_own_ticket(voice, i) &&
			lies_in(study, stretch, study->timeline->tickets[i].opened_ms);
}

/* The year before, and the weeks from the onset on. */
static void split(struct voice_study *voice, guint low, guint onset)
{
	voice->before = (struct stretch){low - MIN(low, BASELINE_WEEKS), low};
	voice->after = (struct stretch){onset, voice->study->axis.weeks};
	count(voice, &voice->before);
	count(voice, &voice->after);
}

static bool is_known(const struct voice_study *voice)
{
	const struct stretch *before = &voice->before, *after = &voice->after;

	return before->weeks >= BASELINE_MIN_WEEKS && after->weeks >= LAST_QUARTER_WEEKS &&
	       before->complaints >= COMPLAINTS_MIN && before->tickets >= TICKETS_LEAST &&
	       after->tickets >= TICKETS_LEAST;
}

static bool voice_fell(const struct voice_study *voice)
{
	const struct stretch *before = &voice->before, *after = &voice->after;

	return rates_fell(before->complaints, before->tickets, after->complaints,
			  after->tickets) <= CHANCE;
}

static bool tickets_fell(const struct voice_study *voice)
{
	const struct stretch *before = &voice->before, *after = &voice->after;
	double kept = (double)after->tickets / after->weeks * before->weeks / before->tickets;

	return kept < TICKETS_KEPT && rates_fell(before->tickets, before->weeks, after->tickets,
						 after->weeks) <= CHANCE;
}

/* ---- the finding ---- */

static double a_week(guint n, const struct stretch *stretch)
{
	return (double)n / stretch->weeks;
}

static double per_hundred(const struct stretch *stretch)
{
	return HUNDRED * stretch->complaints / stretch->tickets;
}

static void add_parts(const struct voice_study *voice, struct finding *finding)
{
	const struct stretch *was = &voice->before, *is = &voice->after;
	const struct finding_part parts[] = {
		{"voice", "per_100_tickets", per_hundred(was), per_hundred(is), was->complaints,
		 is->complaints, was->weeks, is->weeks},
		{"proactive_contact", "messages_a_week", a_week(was->contacts, was),
		 a_week(is->contacts, is), was->contacts, is->contacts, was->weeks, is->weeks},
		{"tickets_opened", "tickets_a_week", a_week(was->tickets, was),
		 a_week(is->tickets, is), was->tickets, is->tickets, was->weeks, is->weeks},
	};

	for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
		study_add_part(finding, &parts[i]);
}

/* The latest events of a series within the weeks. */
static void show_events(const struct voice_study *voice, const struct fit *fit,
			const struct stretch *stretch, const char *reason,
			struct finding *finding, GPtrArray *out)
{
	guint shown = 0;

	for (guint i = fit->series.n_events; i-- > 0 && shown < SHOWN_OF_EACH;) {
		guint32 index = fit->series.events[i].index;
		if (!lies_in(voice->study, stretch,
			     study_event_ms(voice->study, EVENT_MESSAGE, index)))
			continue;
		study_show_event(voice->study, finding, EVENT_MESSAGE, index, reason, out);
		shown++;
	}
}

static void show_tickets(const struct voice_study *voice, struct finding *finding)
{
	const struct timeline *timeline = voice->study->timeline;
	guint shown = 0;

	for (guint32 i = timeline->n_tickets; i-- > 0 && shown < SHOWN_OF_EACH;) {
		if (!is_own_ticket(voice, i) ||
		    !lies_in(voice->study, &voice->after, timeline->tickets[i].opened_ms))
			continue;
		study_show_event(voice->study, finding, EVENT_TICKET, i, "still_opened",
				 finding->evidence);
		shown++;
	}
}

static void conclude_neglect(struct study *study, const struct voice_study *voice)
{
	const struct finding *contact = voice->contact->finding;
	struct finding *finding =
		study_compound(study, "neglect", voice->side, DIMENSION_COMMUNICATION);

	finding->onset = study_monday(study, voice->after.from);
	finding->onset_low = study_monday(study, voice->before.to);
	finding->onset_high =
		contact->onset_high != DAY_NONE ? contact->onset_high : finding->onset;
	finding->shape = SHAPE_SLOW;
	add_parts(voice, finding);
	show_events(voice, voice->voice, &voice->before, "complained", finding,
		    finding->evidence);
	show_events(voice, voice->contact, &voice->before, "unprompted", finding,
		    finding->evidence);
	show_tickets(voice, finding);
	show_events(voice, voice->voice, &voice->after, "complains", finding,
		    finding->counter_evidence);
	show_events(voice, voice->contact, &voice->after, "unprompted", finding,
		    finding->counter_evidence);
}

/* Since when contact outside tickets is less; false when that is not dated. */
static bool contact_fell(const struct study *study, const struct fit *contact, guint *low,
			 guint *onset)
{
	const struct onset_posterior *dated =
		fit_has_onset(contact) ? &contact->loss : &study->fused;

	if (contact->finding->status != FINDING_WORSE ||
	    !(dated->probability >= ONSET_PROBABILITY))
		return false;
	*low = dated->low;
	*onset = dated->median;
	return true;
}

static bool contact_holds(const struct fit *contact)
{
	return contact->finding->status == FINDING_STABLE ||
	       contact->finding->status == FINDING_BETTER;
}

static void judge_side(struct study *study, enum side side)
{
	struct voice_study voice = {
		.study = study,
		.side = side,
		.voice = study_fit_of(study, "voice", side),
		.contact = study_fit_of(study, "proactive_contact", side),
	};
	guint weeks = study->axis.weeks, low, onset;

	if (voice.voice == NULL || voice.contact == NULL)
		return;
	if (contact_fell(study, voice.contact, &low, &onset)) {
		split(&voice, low, onset);
		if (is_known(&voice) && voice_fell(&voice) && !tickets_fell(&voice))
			conclude_neglect(study, &voice);
	} else if (contact_holds(voice.contact) && weeks > CALM_WEEKS) {
		split(&voice, weeks - CALM_WEEKS, weeks - CALM_WEEKS);
		if (is_known(&voice) && voice_fell(&voice))
			voice.voice->finding->status = FINDING_BETTER;
	}
}

void study_find_neglect(struct study *study)
{
	for (guint side = SIDE_CLIENT; side < SIDE_COUNT && !study->channel_doubt; side++)
		judge_side(study, side);
}
