/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The loss of a main contact, said by role and after the fact: since when nothing came, by when
 * something was due, how probable it is that the contact is still there, on how many messages.
 */
#include "report/phrase.h"
#include "report/sentence.h"

static char *loss_of(const struct assessment_pivot *pivot, enum side side,
		     const struct catalogue *catalogue)
{
	static const char *const texts[SIDE_COUNT] = {
		[SIDE_CLIENT] = N_("The client's main contact (no. {number}) has not written "
				   "since {last}; a message was due by {due}. Still there: "
				   "{present}, from {messages}."),
		[SIDE_PROVIDER] = N_("The provider's main contact (no. {number}) has not "
				     "written since {last}; a message was due by {due}. Still "
				     "there: {present}, from {messages}."),
	};
	g_autofree char *number = phrase_integer(catalogue, pivot->subject);
	g_autofree char *last = phrase_day(catalogue, pivot->last);
	g_autofree char *due = phrase_day(catalogue, pivot->due);
	g_autofree char *present = phrase_probability(catalogue, pivot->present);
	g_autofree char *messages =
		phrase_count(catalogue, "{n} message", "{n} messages", pivot->messages);

	return phrase(catalogue_text(catalogue, texts[side]), {"number", number},
		      {"last", last}, {"due", due}, {"present", present},
		      {"messages", messages});
}

char *sentence_pivot_loss(const struct assessment *assessment,
			  const struct catalogue *catalogue)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
		gboolean ended =
			assessment->ended != DAY_NONE && assessment->ended_side == side;
		if (!assessment->pivot[side].lost || ended)
			continue;
		g_autofree char *loss = loss_of(&assessment->pivot[side], side, catalogue);
		g_string_append_printf(out, "%s%s", out->len > 0 ? " " : "", loss);
	}
	return out->len > 0 ? g_strdup(out->str) : NULL;
}
