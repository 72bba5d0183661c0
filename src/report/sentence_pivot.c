/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The loss of a key contact, said by role and after the fact: what hung on it, since when
 * nothing came, by when something was due, how probable it is that the contact is still there,
 * on how many messages. */
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

char *sentence_pivot_loss(const struct assessment *assessment,
			  const struct catalogue *catalogue)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
		gboolean ended =
			assessment->ended != DAY_NONE && assessment->ended_side == side;
		g_autofree char *loss = ended ? NULL : loss_of(assessment, side, catalogue);
		if (loss != NULL)
			g_string_append_printf(out, "%s%s", out->len > 0 ? " " : "", loss);
	}
	return out->len > 0 ? g_strdup(out->str) : NULL;
}

char *sentence_pivot_reason(const struct assessment *assessment, const struct finding *finding,
			    const struct catalogue *catalogue)
{
	if (strcmp(finding->indicator, "pivot_presence") != 0)
		return NULL;
	return loss_of(assessment, finding->side, catalogue);
}
