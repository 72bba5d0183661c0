/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Whether the one who carried a side's mail is still there. Weeks with a message of the person
 * are contacts on the pair's operational time; the rate at which people write and stop is
 * learnt over all persons of the relationship (stats/alive.h). A loss needs three things: a
 * contact that carried 30 % of the side's mail until then, a probability of presence below one
 * in ten, and a step: the side writes on without it, or, where it was nearly the whole side,
 * its series breaks there. One known to go on under another address is not lost. A loss is
 * dated after the fact, from the last message to the week by which the next was due, and never
 * predicted; how it was handed over is told with it. Before any loss only what hangs on the
 * role is said: how much of the exchange, and how few of its threads a colleague knows. */
#include "analysis/study-internal.h"

#include <math.h>
#include <string.h>

#include "base/calendar.h"
#include "indicators/handover.h"
#include "indicators/operational_time.h"
#include "model/record.h"
#include "stats/alive.h"

#define PRESENT_LEAST .1
#define SHARE_LEAST   .3
#define SHARE_SOLE    .8  /* hardly anybody else writes for the side */
#define STEP_CHANCE   .05 /* of a side's weeks without the contact, had nothing changed */
#define DUE_BY        .05 /* chance that a habitual gap is longer: upper end of a 90 % interval */
#define WEEKS_LEAST   8   /* weeks with a message: fewer are no habit */
#define YEAR_WEEKS    52

/* Most of the exchange, and hardly any thread that a colleague knows: our judgement. */
#define SOLE_SHARE         .5
#define SOLE_SHARED_MOST   .2
#define SOLE_THREADS_LEAST 20

/* Weeks of one person's messages, in rising order. */
struct presence {
	guint contacts;     /* weeks with a message */
	gint32 first, last; /* weeks of the calendar */
	gint64 last_ms;
	guint messages;
};

static struct presence *gather_presences(const struct timeline *timeline)
{
	struct presence *presences = g_new0(struct presence, timeline->n_persons + 1);

	for (guint i = 0; i < timeline->n_messages; i++) {
		const struct timeline_message *message = &timeline->messages[i];
		if (message->person == TIMELINE_NO_INDEX || message->automatic != AUTOMATIC_NOT)
			continue;
		struct presence *presence = &presences[message->person];
		gint32 week = calendar_week_of_ms(message->at_ms, timeline->zone);
		if (presence->contacts == 0)
			presence->first = week;
		presence->contacts += presence->contacts == 0 || week != presence->last;
		presence->last = week;
		presence->last_ms = message->at_ms;
		presence->messages++;
	}
	return presences;
}

/* Operational time of the weeks after `from` up to and with `to`. */
static double time_between(const struct operational_time *time, gint32 from, gint32 to)
{
	double sum = 0;

	for (gint64 i = MAX((gint64)from + 1 - time->first_week, 0);
	     i <= MIN((gint64)to - time->first_week, (gint64)time->weeks - 1); i++)
		sum += time->length[i];
	return sum;
}

static struct alive_history history_of(const struct operational_time *time,
				       const struct presence *presence)
{
	gint32 end = time->first_week + (gint32)time->weeks - 1;

	return (struct alive_history){
		.repeats = presence->contacts - 1.0,
		.last = time_between(time, presence->first, presence->last),
		.age = time_between(time, presence->first, end),
	};
}

static void learn_model(const struct timeline *timeline, const struct operational_time *time,
			const struct presence *presences, struct alive_model *model)
{
	g_autofree struct alive_history *history =
		g_new(struct alive_history, timeline->n_persons + 1);
	guint n = 0;

	for (guint i = 0; i < timeline->n_persons; i++)
		if (presences[i].contacts > 0 && !timeline->persons[i].shared)
			history[n++] = history_of(time, &presences[i]);
	alive_learn(history, n, model);
}

/* ---- the year up to the last message, and what came after ---- */

struct year {
	guint messages, of_side;    /* by the contact, by its whole side */
	guint weeks, of_side_weeks; /* with a message */
	guint quarter;              /* messages of the contact in the last 13 covered weeks */
	double time;                /* operational */
	guint after;                /* weeks since then in which the side wrote */
};

/* Messages a week: of the person, from whatever address, and of the side with it. */
static void count_weeks(const struct timeline *timeline, enum side side, guint32 person,
			const struct operational_time *time, guint *of_side, guint *own)
{
	for (guint i = 0; i < timeline->n_messages; i++) {
		const struct timeline_message *message = &timeline->messages[i];
		gint64 week = calendar_week_of_ms(message->at_ms, timeline->zone);
		if (message->automatic != AUTOMATIC_NOT || !timeline_is_turn(timeline, i) ||
		    week < time->first_week || week >= time->first_week + (gint64)time->weeks)
			continue;
		bool of_person = message->person == person;
		own[week - time->first_week] += of_person;
		of_side[week - time->first_week] += of_person || message->side == side;
	}
}

static void look_back(const struct timeline *timeline, const struct operational_time *time,
		      guint last, const guint *of_side, const guint *own, struct year *year)
{
	guint covered = 0;

	for (guint i = last + 1; i-- > 0 && covered < YEAR_WEEKS;) {
		if (timeline_channels_at(timeline, time->first_week + (gint32)i) == 0)
			continue;
		year->messages += own[i];
		year->of_side += of_side[i];
		year->weeks += own[i] > 0;
		year->of_side_weeks += of_side[i] > 0;
		year->time += time->length[i];
		year->quarter += covered++ < LAST_QUARTER_WEEKS ? own[i] : 0;
	}
	for (guint i = last + 1; i < time->weeks; i++)
		year->after += of_side[i] > 0;
}

static bool measure_year(const struct timeline *timeline, enum side side, guint32 person,
			 const struct operational_time *time, gint32 last, struct year *year)
{
	g_autofree guint *of_side = g_new0(guint, time->weeks);
	g_autofree guint *own = g_new0(guint, time->weeks);

	*year = (struct year){0};
	if (last < time->first_week || last >= time->first_week + (gint32)time->weeks)
		return false;
	count_weeks(timeline, side, person, time, of_side, own);
	look_back(timeline, time, (guint)(last - time->first_week), of_side, own, year);
	return true;
}

/* Of the weeks in which the side wrote, the contact took part in `weeks`, then in none of
 * `after`: the beta-binomial chance of that (Jeffreys' prior) when nothing had changed. */
static double chance_without(const struct year *year)
{
	double without = year->of_side_weeks - year->weeks + .5;
	double chance = 1;

	for (guint i = 0; i < year->after; i++)
		chance *= (without + i) / (without + year->weeks + .5 + i);
	return chance;
}

/* Where the side is silent as a whole: that is a person's loss only when the person was nearly
 * all of it, its series has an onset that may lie where the loss is dated, and talk did not
 * just move elsewhere. */
static bool breaks_there(const struct study *study, const struct fit *fit,
			 const struct assessment_pivot *pivot)
{
	if (study->channel_known || study->channel_doubt || pivot->share < SHARE_SOLE)
		return false;
	return fit_has_onset(fit) && study_monday(study, fit->loss.low) <= pivot->due &&
	       study_monday(study, fit->loss.high) >= pivot->last;
}

/* Monday behind the week by which a message was due under the habit of the last year: the gap
 * that only one in twenty exceeds, P(gap > g) = (1 + g / time)^-weeks. */
static gint32 due_day(const struct operational_time *time, gint32 last, const struct year *year)
{
	double gap = year->time * (pow(DUE_BY, -1.0 / year->weeks) - 1);
	double passed = 0;
	gint64 week = (gint64)last - time->first_week;

	while (week + 1 < time->weeks && passed < gap)
		passed += time->length[++week];
	return calendar_monday_of_week(time->first_week + (gint32)week + 1);
}

static bool is_lost(const struct study *study, const struct fit *fit, const struct year *year,
		    const struct assessment_pivot *pivot)
{
	/* A series that is too short or too rare for weekly statistics shows no step. */
	if (isnan(fit->loss.probability) ||
	    study->timeline->persons[fit->series.subject].elsewhere > 0)
		return false;
	return pivot->share >= SHARE_LEAST && pivot->present < PRESENT_LEAST &&
	       (chance_without(year) < STEP_CHANCE || breaks_there(study, fit, pivot));
}

/* The loss is what the finding says, and dates it better than the weekly series alone. */
static void date_finding(const struct assessment_pivot *pivot, struct finding *finding)
{
	finding->status = FINDING_WORSE;
	finding->shape = SHAPE_ABRUPT;
	finding->onset = calendar_monday_of_week(calendar_week_of_day(pivot->last));
	finding->onset_low = finding->onset;
	finding->onset_high = pivot->due;
}

static void tell_handover(const struct study *study, const struct fit *fit,
			  struct assessment_pivot *pivot)
{
	struct handover handover;

	if (!handover_measure(study->timeline, fit->side, fit->series.subject, &handover))
		return;
	pivot->handover = (struct assessment_handover){
		.partners = handover.partners,
		.taken_over = handover.taken_over,
		.successor = handover.successor != TIMELINE_NO_INDEX
				     ? study->rank[handover.successor]
				     : 0,
		.threads = handover.threads,
		.known = handover.known,
		.weeks_back = handover.weeks_back,
		.followed = handover.followed,
	};
}

static void judge(const struct study *study, const struct fit *fit,
		  const struct operational_time *time, const struct presence *presences,
		  const struct alive_model *model)
{
	const struct presence *presence = &presences[fit->series.subject];
	struct assessment_pivot *pivot = &study->assessment->pivot[fit->side];
	struct alive_history history = history_of(time, presence);
	struct year year;

	if (presence->contacts < WEEKS_LEAST ||
	    !measure_year(study->timeline, fit->side, fit->series.subject, time, presence->last,
			  &year))
		return;
	pivot->subject = study->rank[fit->series.subject];
	pivot->share = year.of_side > 0 ? (double)year.messages / year.of_side : 0;
	pivot->present = alive_probability(model, &history);
	pivot->messages = presence->messages;
	pivot->quarter = year.quarter;
	pivot->last = calendar_day_of_ms(presence->last_ms, study->timeline->zone);
	pivot->due = due_day(time, presence->last, &year);
	pivot->lost = is_lost(study, fit, &year, pivot);
	if (!pivot->lost)
		return;
	date_finding(pivot, fit->finding);
	tell_handover(study, fit, pivot);
}

static bool any_pivot(const struct study *study)
{
	for (guint i = 0; i < study->n_fits; i++)
		if (fit_about_pivot(study, &study->fits[i]))
			return true;
	return false;
}

void study_find_pivot_loss(struct study *study)
{
	const struct timeline *timeline = study->timeline;
	struct operational_time time;
	struct alive_model model;

	if (!any_pivot(study))
		return;
	g_autofree struct presence *presences = gather_presences(timeline);
	operational_time_init(timeline, &time);
	learn_model(timeline, &time, presences, &model);
	for (guint i = 0; i < study->n_fits; i++)
		if (fit_about_pivot(study, &study->fits[i]))
			judge(study, &study->fits[i], &time, presences, &model);
	operational_time_clear(&time);
}

/* ---- what hangs on a contact that is there ---- */

/* The last value of the last quarter; NAN without one. */
static double recent_value(const struct study *study, const struct fit *fit)
{
	gint64 last = (gint64)study->first_week + study->axis.weeks - 1;

	for (guint i = 0; i < LAST_QUARTER_WEEKS; i++) {
		gint64 at = last - i - fit->series.first_week;
		if (at >= 0 && at < fit->series.n_weeks &&
		    week_has_value(&fit->series.week[at]))
			return fit->series.week[at].value;
	}
	return NAN;
}

static void find_sole(const struct study *study, const struct fit *fit)
{
	struct assessment_sole *sole = &study->assessment->sole[fit->side];
	double share = recent_value(study, fit);
	guint threads, shared;

	if (!(share >= SOLE_SHARE) || study->assessment->pivot[fit->side].lost)
		return;
	threads = handover_threads(study->timeline, fit->side, fit->series.subject, YEAR_WEEKS,
				   &shared);
	if (threads < SOLE_THREADS_LEAST || shared > SOLE_SHARED_MOST * threads)
		return;
	*sole = (struct assessment_sole){study->rank[fit->series.subject], share, threads,
					 shared};
}

void study_find_sole_contacts(struct study *study)
{
	for (guint i = 0; i < study->n_fits; i++)
		if (strcmp(study->fits[i].indicator->name, "pivot_share") == 0 &&
		    study->fits[i].series.subject < study->timeline->n_persons)
			find_sole(study, &study->fits[i]);
}

bool fit_about_sole_contact(const struct study *study, const struct fit *fit)
{
	return strcmp(fit->indicator->name, "pivot_share") == 0 &&
	       study->assessment->sole[fit->side].subject > 0;
}

bool fit_about_lost_pivot(const struct study *study, const struct fit *fit)
{
	return fit_about_pivot(study, fit) && study->assessment->pivot[fit->side].lost;
}
