/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The messages and tickets behind a finding. For durations: the longest since the onset, and
 * against it the shortest. For shares, those that are only shown included: those since the
 * onset that turned out worse than usual, and against it those that did not. For what became
 * rare: the last events before the onset and those before the longest silences since, and
 * against it the latest ones. A finding that got worse but has no event to show is unknown. */
#include "analysis/study-internal.h"

#include <math.h>
#include <string.h>

#include "base/calendar.h"
#include "indicators/handover.h"
#include "model/record.h"

#define EVIDENCE_DEFAULT 5

struct candidate {
	guint32 index;
	double value;
	gint64 at_ms;
	double gap_days; /* until the next event, or the end of coverage */
};

static const struct reasons {
	const char *indicator, *worse, *against;
} reasons[] = {
	{"proactive_contact", "unprompted", "unprompted"},
	{"silence", "unprompted", "unprompted"},
	{"reply_time", "slow_reply", "fast_reply"},
	{"organisation_presence", "last_message", "message"},
	{"pivot_presence", "last_message", "message"},
	{"unanswered_questions", "beside_the_point", "answered"},
	{"defensive_share", "justified", "moved_forward"},
	{"solution_share", "justified", "moved_forward"},
	{"explanation_share", "no_cause", "gives_cause"},
	{"acknowledgement_time", "slow_acknowledgement", "fast_acknowledgement"},
	{"explained_share", "not_explained", "explained"},
	{"explanation_time", "late_explanation", "early_explanation"},
	{"unreviewed_renewal", "renewed_unseen", "reviewed"},
	{"report_novelty", "said_again", "says_anew"},
	{"recommendations", "recommended", "recommended"},
	{"recommendations_answered", "unanswered", "answered"},
	{"backlog_age", "still_open", "closed_soon"},
	{"escalation", "audience_widened", "not_escalated"},
	{"voice", "complains", "against"},
	{"contact_turnover", "new_contact", "known_contact"},
	{"update_gap", "long_gap", "short_gap"},
	{"closure_confirmed", "not_confirmed", "confirmed"},
	{"grey_zone_share", "in_a_hole", "owned"},
	{"ownership_disputes", "disputes", "disputes"},
	{"recurrence", "came_back", "new_matter"},
	{"reopened_share", "reopened", "not_reopened"},
	{"reassignments", "went_round", "few_hands"},
	{"scope_lag", "outgrown", "against"},
	{"expectation_gap", "expected_unmet", "expected_met"},
	{"perception_divergence", "seen_lower", "seen_alike"},
	{"steering_rhythm", "not_held", "held"},
	{"pending_decisions", "late", "in_time"},
	{"overdue_actions", "late", "in_time"},
	{"client_presence", "absent", "present"},
	{NULL, "strongest", "against"},
};

static const struct reasons *reasons_for(const char *indicator)
{
	const struct reasons *row = reasons;

	while (row->indicator != NULL && strcmp(row->indicator, indicator) != 0)
		row++;
	return row;
}

/* By time, then place; a ticket that counts in many weeks comes with its largest value first.
 */
static gint by_time(gconstpointer a, gconstpointer b)
{
	const struct candidate *x = a, *y = b;

	if (x->at_ms != y->at_ms)
		return x->at_ms < y->at_ms ? -1 : 1;
	if (x->index != y->index)
		return x->index < y->index ? -1 : 1;
	return (x->value < y->value) - (x->value > y->value);
}

static gint by_rising_value(gconstpointer a, gconstpointer b)
{
	const struct candidate *x = a, *y = b;

	return x->value != y->value ? (x->value > y->value) - (x->value < y->value)
				    : by_time(a, b);
}

static gint by_falling_value(gconstpointer a, gconstpointer b)
{
	const struct candidate *x = a, *y = b;

	return x->value != y->value ? (x->value < y->value) - (x->value > y->value)
				    : by_time(a, b);
}

static gint by_falling_gap(gconstpointer a, gconstpointer b)
{
	const struct candidate *x = a, *y = b;

	return x->gap_days != y->gap_days
		       ? (x->gap_days < y->gap_days) - (x->gap_days > y->gap_days)
		       : by_time(a, b);
}

static gint by_falling_time(gconstpointer a, gconstpointer b)
{
	return by_time(b, a);
}

static void keep_first_of_each(GArray *candidates)
{
	guint kept = 0;

	for (guint i = 0; i < candidates->len; i++) {
		struct candidate *all = (struct candidate *)candidates->data;
		if (kept == 0 || all[kept - 1].index != all[i].index)
			all[kept++] = all[i];
	}
	g_array_set_size(candidates, kept);
}

static gint64 end_ms(const struct study *study)
{
	return calendar_ms_of_day(study_monday(study, study->axis.weeks - 1) + 7,
				  study->timeline->zone);
}

static void fill_gaps(const struct study *study, GArray *candidates)
{
	gint64 next = end_ms(study);

	for (guint i = candidates->len; i-- > 0;) {
		struct candidate *at = &g_array_index(candidates, struct candidate, i);
		at->gap_days = MAX(next - at->at_ms, 0) / (double)CALENDAR_DAY_MS;
		next = at->at_ms;
	}
}

/* Caller owns. Each event once, by time. */
static GArray *candidates_of(const struct study *study, const struct fit *fit)
{
	GArray *all = g_array_new(FALSE, FALSE, sizeof(struct candidate));

	for (guint e = 0; e < fit->series.n_events; e++) {
		const struct series_event *event = &fit->series.events[e];
		struct candidate candidate = {.index = event->index, .value = event->value};
		candidate.at_ms = study_event_ms(study, fit->indicator->source, event->index);
		if (candidate.at_ms != INSTANT_NONE)
			g_array_append_val(all, candidate);
	}
	g_array_sort(all, by_time);
	keep_first_of_each(all);
	fill_gaps(study, all);
	return all;
}

/* Caller owns. Those from..to, in an order, at most `limit`. */
static GArray *choose(const GArray *all, gint64 from, gint64 to, GCompareFunc order,
		      guint limit)
{
	GArray *chosen = g_array_new(FALSE, FALSE, sizeof(struct candidate));

	for (guint i = 0; i < all->len; i++) {
		const struct candidate *at = &g_array_index(all, struct candidate, i);
		if (at->at_ms >= from && at->at_ms < to)
			g_array_append_vals(chosen, at, 1);
	}
	g_array_sort(chosen, order);
	g_array_set_size(chosen, MIN(chosen->len, limit));
	return chosen;
}

static char *excerpt_of(const struct study *study, enum event_kind kind, guint64 event)
{
	const struct assess_options *options = study->options;

	if (options == NULL || options->excerpt == NULL)
		return NULL;
	return options->excerpt(kind, event, options->excerpt_data);
}

/* Of what was read, the sentence that shows the finding or speaks against it. */
static char *quote_of(const struct study *study, const struct fit *fit, guint64 event,
		      bool against)
{
	const struct assess_options *options = study->options;

	if (fit->indicator->read == READ_NOTHING || options == NULL || options->quote == NULL)
		return NULL;
	return options->quote(event, against ? READ_SUPPORTIVE : READ_DEFENSIVE,
			      options->excerpt_data);
}

static char *words_of(const struct study *study, const struct fit *fit,
		      const struct candidate *candidate, bool against)
{
	enum event_kind kind =
		study_event_kind(study, fit->indicator->source, candidate->index);
	guint64 event = study_event(study, fit->indicator->source, candidate->index);
	char *quote = quote_of(study, fit, event, against);

	return quote != NULL ? quote : excerpt_of(study, kind, event);
}

/* In which way a message escalates. */
static const char *escalation_of(const struct timeline_message *message)
{
	if (message->formal > 0)
		return "formal_notice";
	return message->raised ? "hierarchy_added" : "audience_widened";
}

/* A report that repeats even its figures says so. */
static const char *reason_of(const struct study *study, const struct fit *fit,
			     const struct candidate *candidate, const char *reason)
{
	const struct timeline_report *report;

	if (!isfinite(candidate->value))
		return "unanswered";
	if (strcmp(reason, "audience_widened") == 0)
		return escalation_of(&study->timeline->messages[candidate->index]);
	if (fit->indicator->source != EVENT_REPORT || strcmp(reason, "said_again") != 0)
		return reason;
	report = &study->timeline->reports[candidate->index];
	return report->figures > 0 && report->unmoved == report->figures
		       ? "said_again_with_figures"
		       : reason;
}

static void add(const struct study *study, const struct fit *fit,
		const struct candidate *candidate, const char *reason, double value,
		GPtrArray *out)
{
	struct evidence *evidence = g_new0(struct evidence, 1);

	study_describe_event(study, fit->indicator->source, fit->side, candidate->index,
			     evidence);
	evidence->day = calendar_day_of_ms(candidate->at_ms, study->timeline->zone);
	evidence->reason = reason_of(study, fit, candidate, reason);
	evidence->value = isfinite(value) ? value : NAN;
	evidence->excerpt =
		words_of(study, fit, candidate, out == fit->finding->counter_evidence);
	g_ptr_array_add(out, evidence);
}

static void add_all(const struct study *study, const struct fit *fit, GArray *chosen,
		    const char *reason, GPtrArray *out)
{
	bool share = fit->indicator->kind == KIND_SIMILARITY;
	bool measured = share || fit->indicator->kind == KIND_DURATION;

	for (guint i = 0; i < chosen->len; i++) {
		const struct candidate *at = &g_array_index(chosen, struct candidate, i);
		double value = share ? fabs(at->value) : at->value;
		add(study, fit, at, reason, measured ? value : NAN, out);
	}
	g_array_unref(chosen);
}

static void add_gaps(const struct study *study, const struct fit *fit, GArray *chosen,
		     GPtrArray *out)
{
	for (guint i = 0; i < chosen->len; i++) {
		const struct candidate *at = &g_array_index(chosen, struct candidate, i);
		add(study, fit, at, "long_silence", at->gap_days, out);
	}
	g_array_unref(chosen);
}

static guint limit_of(const struct study *study)
{
	guint wanted = study->options != NULL ? study->options->evidence_per_finding : 0;

	return wanted > 0 ? wanted : EVIDENCE_DEFAULT;
}

static void show_slow(const struct study *study, const struct fit *fit, const GArray *all,
		      gint64 onset_ms)
{
	const struct reasons *why = reasons_for(fit->indicator->name);
	guint limit = limit_of(study);

	add_all(study, fit, choose(all, onset_ms, G_MAXINT64, by_falling_value, limit),
		why->worse, fit->finding->evidence);
	GArray *low = choose(all, onset_ms, G_MAXINT64, by_rising_value, limit);
	guint good = 0;
	while (good < low->len &&
	       !(g_array_index(low, struct candidate, good).value > fit->finding->before))
		good++;
	g_array_set_size(low, good);
	add_all(study, fit, low, why->against, fit->finding->counter_evidence);
}

/* An event on the worse side of the usual share shows the finding, one on the other speaks
 * against it. */
static bool shows_worse(const struct finding *finding, double value)
{
	double usual = isfinite(finding->before) ? finding->before : .5;

	return (value - usual) * finding->worse > 0;
}

/* Those since the onset that show the finding (or speak against it), the clearest first. */
static GArray *choose_shares(const struct study *study, const struct fit *fit,
			     const GArray *all, gint64 onset_ms, bool worse)
{
	bool falling = worse == (fit->finding->worse > 0);
	GArray *chosen = choose(all, onset_ms, G_MAXINT64,
				falling ? by_falling_value : by_rising_value, G_MAXUINT);
	guint kept = 0;

	while (kept < MIN(chosen->len, limit_of(study)) &&
	       shows_worse(fit->finding, g_array_index(chosen, struct candidate, kept).value) ==
		       worse)
		kept++;
	g_array_set_size(chosen, kept);
	return chosen;
}

static void show_share(const struct study *study, const struct fit *fit, const GArray *all,
		       gint64 onset_ms)
{
	const struct reasons *why = reasons_for(fit->indicator->name);

	add_all(study, fit, choose_shares(study, fit, all, onset_ms, true), why->worse,
		fit->finding->evidence);
	add_all(study, fit, choose_shares(study, fit, all, onset_ms, false), why->against,
		fit->finding->counter_evidence);
}

static void show_absence(const struct study *study, const struct fit *fit, const GArray *all,
			 gint64 onset_ms)
{
	const struct reasons *why = reasons_for(fit->indicator->name);
	guint limit = limit_of(study), half = (limit + 1) / 2;
	GPtrArray *evidence = fit->finding->evidence;

	add_gaps(study, fit, choose(all, onset_ms, G_MAXINT64, by_falling_gap, limit - half),
		 evidence);
	add_all(study, fit,
		choose(all, G_MININT64, onset_ms, by_falling_time, limit - evidence->len),
		why->worse, evidence);
	add_all(study, fit, choose(all, onset_ms, G_MAXINT64, by_falling_time, limit),
		why->against, fit->finding->counter_evidence);
}

static void keep_of_sign(GArray *candidates, bool positive)
{
	guint kept = 0;

	for (guint i = 0; i < candidates->len; i++) {
		struct candidate *all = (struct candidate *)candidates->data;
		if ((all[i].value > 0) == positive)
			all[kept++] = all[i];
	}
	g_array_set_size(candidates, kept);
}

/* Facts beyond a stated limit: those above 0 show it, the largest first; the others speak
 * against it. What stood there before the first known week counts as well. */
static void show_facts(const struct study *study, const struct fit *fit, GArray *all,
		       gint64 since_ms)
{
	const struct reasons *why = reasons_for(fit->indicator->name);
	g_autoptr(GArray) others =
		choose(all, since_ms, G_MAXINT64, by_falling_time, G_MAXUINT);
	GArray *shown;

	keep_of_sign(all, true);
	keep_of_sign(others, false);
	g_array_set_size(others, MIN(others->len, limit_of(study)));
	shown = choose(all, G_MININT64, G_MAXINT64, by_falling_value, limit_of(study));
	add_all(study, fit, shown, why->worse, fit->finding->evidence);
	add_all(study, fit, g_steal_pointer(&others), why->against,
		fit->finding->counter_evidence);
}

static guint onset_week(const struct study *study, const struct fit *fit)
{
	if (fit_has_onset(fit))
		return fit->loss.median;
	if (study_has_onset(study))
		return study->fused.median;
	return study->axis.weeks > LAST_QUARTER_WEEKS ? study->axis.weeks - LAST_QUARTER_WEEKS
						      : 0;
}

/* First day of what is shown as "since". */
static gint32 onset_day(const struct study *study, const struct fit *fit)
{
	if (fit->indicator->rule != NULL && fit->finding->onset != DAY_NONE)
		return fit->finding->onset;
	if (fit_about_lost_pivot(study, fit))
		return study->assessment->pivot[fit->side].last + 1;
	return study_monday(study, onset_week(study, fit));
}

/* The contact's latest messages in threads of that kind. */
static GArray *choose_threads(const struct study *study, const struct fit *fit,
			      const GArray *all, const guint8 *kind,
			      enum handover_thread wanted)
{
	GArray *chosen = choose(all, G_MININT64, G_MAXINT64, by_falling_time, G_MAXUINT);
	guint kept = 0;

	for (guint i = 0; i < chosen->len && kept < limit_of(study); i++) {
		struct candidate *one = (struct candidate *)chosen->data;
		const struct timeline_message *message =
			&study->timeline->messages[one[i].index];
		if (message->person == fit->series.subject && kind[message->thread] == wanted)
			one[kept++] = one[i];
	}
	g_array_set_size(chosen, kept);
	return chosen;
}

static void show_threads(const struct study *study, const struct fit *fit, const GArray *all)
{
	g_autofree guint8 *kind =
		handover_shared_threads(study->timeline, fit->side, fit->series.subject);

	add_all(study, fit, choose_threads(study, fit, all, kind, HANDOVER_ALONE),
		"alone_in_thread", fit->finding->evidence);
	add_all(study, fit, choose_threads(study, fit, all, kind, HANDOVER_SHARED),
		"colleague_in_thread", fit->finding->counter_evidence);
}

static void show_recent(const struct study *study, const struct fit *fit, const GArray *all)
{
	add_all(study, fit,
		choose(all, G_MININT64, G_MAXINT64, by_falling_time, limit_of(study)), "recent",
		fit->finding->evidence);
}

static void gather(const struct study *study, const struct fit *fit)
{
	g_autoptr(GArray) all = candidates_of(study, fit);
	struct finding *finding = fit->finding;
	gint64 onset_ms = calendar_ms_of_day(onset_day(study, fit), study->timeline->zone);

	if (finding->status == FINDING_DESCRIBED && finding->kind == KIND_PROPORTION)
		show_share(study, fit, all, onset_ms);
	if (fit_about_sole_contact(study, fit))
		show_threads(study, fit, all);
	if (finding->status != FINDING_WORSE) {
		if (finding->evidence->len == 0)
			show_recent(study, fit, all);
		return;
	}
	if (fit->indicator->rule != NULL)
		show_facts(study, fit, all, onset_ms);
	else if (finding->kind == KIND_DURATION)
		show_slow(study, fit, all, onset_ms);
	else if (finding->kind == KIND_PROPORTION)
		show_share(study, fit, all, onset_ms);
	else
		show_absence(study, fit, all, onset_ms);
	if (finding->evidence->len == 0)
		finding->status = FINDING_UNKNOWN;
}

static void set_subject(const struct study *study, const struct fit *fit)
{
	if (!fit_about_pivot(study, fit))
		return;
	fit->finding->subject = study->rank[fit->series.subject];
	fit->finding->subject_elsewhere =
		study->timeline->persons[fit->series.subject].elsewhere;
}

void study_gather_evidence(struct study *study)
{
	for (guint i = 0; i < study->n_fits; i++) {
		gather(study, &study->fits[i]);
		set_subject(study, &study->fits[i]);
	}
}
