/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The loss of a key contact, said by role and after the fact: what hung on it, since when
 * nothing came, by when something was due, how probable it is that the contact is still there,
 * on how many messages, and who took it over. And what hangs on a role while it is held. */
#include <string.h>

#include "report/phrase.h"
#include "report/sentence.h"

static char *loss_of(const struct assessment *assessment, enum side side,
		     const struct catalogue *catalogue)
{
	static const char *const texts[SIDE_COUNT] = {
		[SIDE_CLIENT] = N_("The client's key contact (no. {number}), who had sent "
				   "{share} of its messages, has not written since {last}; a "
				   "message was due by {due}. Probability still present: "
				   "{present} ({messages}, {quarter} in the quarter before)."),
		[SIDE_PROVIDER] = N_("The provider's key contact (no. {number}), who had sent "
				     "{share} of its messages, has not written since {last}; a "
				     "message was due by {due}. Probability still present: "
				     "{present} ({messages}, {quarter} in the quarter "
				     "before)."),
	};
	const struct assessment_pivot *pivot = &assessment->pivot[side];

	if (!pivot->lost)
		return NULL;
	g_autofree char *number = phrase_integer(catalogue, pivot->subject);
	g_autofree char *share = phrase_percent(catalogue, pivot->share);
	g_autofree char *last = phrase_day(catalogue, pivot->last);
	g_autofree char *due = phrase_day(catalogue, pivot->due);
	g_autofree char *present = phrase_probability(catalogue, pivot->present);
	g_autofree char *messages =
		phrase_count(catalogue, "{n} message", "{n} messages", pivot->messages);
	g_autofree char *quarter = phrase_integer(catalogue, pivot->quarter);

	return phrase(catalogue_text(catalogue, texts[side]), {"number", number},
		      {"share", share}, {"last", last}, {"due", due}, {"present", present},
		      {"messages", messages}, {"quarter", quarter});
}

/* Until the side writes as much as before; NULL while it is too early to say. */
static char *rhythm_of(const struct assessment_handover *handover,
		       const struct catalogue *catalogue)
{
	if (handover->weeks_back == 0)
		return g_strdup(catalogue_text(
			catalogue, "The side has written as much as before from then on."));
	if (handover->weeks_back > 0)
		return phrase_count(catalogue,
				    "The side has written as much as before after {n} week.",
				    "The side has written as much as before after {n} weeks.",
				    (gulong)handover->weeks_back);
	return handover->followed
		       ? g_strdup(catalogue_text(
				 catalogue, "The side has not come back to its rhythm since."))
		       : NULL;
}

static char *taken_over_of(const struct assessment_handover *handover,
			   const struct catalogue *catalogue)
{
	g_autofree char *partners = phrase_integer(catalogue, handover->partners);
	g_autofree char *taken = phrase_integer(catalogue, handover->taken_over);
	g_autofree char *number = phrase_integer(catalogue, handover->successor);
	g_autofree char *known = phrase_integer(catalogue, handover->known);
	g_autofree char *threads = phrase_integer(catalogue, handover->threads);

	if (!handover->followed)
		return g_strdup(catalogue_text(
			catalogue, "It is too early to say how this was handed over."));
	if (handover->successor == 0)
		return phrase(catalogue_text(catalogue,
					     "Hand-over: within eight weeks nobody of the side "
					     "exchanged with any of its {partners} partners."),
			      {"partners", partners});
	return phrase(
		catalogue_text(catalogue,
			       "Hand-over: within eight weeks contact no. {number} exchanged "
			       "with {taken} of its {partners} partners, and had written "
			       "before in {known} of its {threads} threads of the half-year."),
		{"number", number}, {"taken", taken}, {"partners", partners}, {"known", known},
		{"threads", threads});
}

/* NULL when no partner is known. */
static char *handover_of(const struct assessment_handover *handover,
			 const struct catalogue *catalogue)
{
	g_autofree char *taken = NULL, *rhythm = NULL;

	if (handover->partners == 0)
		return NULL;
	taken = taken_over_of(handover, catalogue);
	rhythm = rhythm_of(handover, catalogue);
	return g_strjoin(" ", taken, rhythm, NULL);
}

static char *loss_and_handover(const struct assessment *assessment, enum side side,
			       const struct catalogue *catalogue)
{
	g_autofree char *loss = loss_of(assessment, side, catalogue);
	g_autofree char *handover = handover_of(&assessment->pivot[side].handover, catalogue);

	return loss != NULL ? g_strjoin(" ", loss, handover, NULL) : NULL;
}

/* NULL when no role is so alone. */
static char *sole_of(const struct assessment *assessment, enum side side,
		     const struct catalogue *catalogue)
{
	static const char *const texts[SIDE_COUNT] = {
		[SIDE_CLIENT] = N_("What hangs on one role: the client's key contact (no. "
				   "{number}) holds {share} of its exchange; in {shared} of "
				   "its {threads} threads of the year a colleague wrote too."),
		[SIDE_PROVIDER] =
			N_("What hangs on one role: the provider's key contact (no. {number}) "
			   "holds {share} of its exchange; in {shared} of its {threads} "
			   "threads of the year a colleague wrote too."),
	};
	const struct assessment_sole *sole = &assessment->sole[side];

	if (sole->subject == 0)
		return NULL;
	g_autofree char *number = phrase_integer(catalogue, sole->subject);
	g_autofree char *share = phrase_percent(catalogue, sole->share);
	g_autofree char *shared = phrase_integer(catalogue, sole->shared);
	g_autofree char *threads = phrase_integer(catalogue, sole->threads);

	return phrase(catalogue_text(catalogue, texts[side]), {"number", number},
		      {"share", share}, {"shared", shared}, {"threads", threads});
}

static char *
of_each_side(const struct assessment *assessment, const struct catalogue *catalogue,
	     char *(*of_side)(const struct assessment *, enum side, const struct catalogue *))
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
		gboolean ended =
			assessment->ended != DAY_NONE && assessment->ended_side == side;
		g_autofree char *said = ended ? NULL : of_side(assessment, side, catalogue);
		if (said != NULL)
			g_string_append_printf(out, "%s%s", out->len > 0 ? " " : "", said);
	}
	return out->len > 0 ? g_strdup(out->str) : NULL;
}

char *sentence_sole_contact(const struct assessment *assessment,
			    const struct catalogue *catalogue)
{
	return of_each_side(assessment, catalogue, sole_of);
}

char *sentence_pivot_loss(const struct assessment *assessment,
			  const struct catalogue *catalogue)
{
	return of_each_side(assessment, catalogue, loss_and_handover);
}

char *sentence_pivot_reason(const struct assessment *assessment, const struct finding *finding,
			    const struct catalogue *catalogue)
{
	if (strcmp(finding->indicator, "pivot_share") == 0)
		return sole_of(assessment, finding->side, catalogue);
	if (strcmp(finding->indicator, "pivot_presence") != 0)
		return NULL;
	return loss_and_handover(assessment, finding->side, catalogue);
}
