/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The taxonomy. Accounts: excuse and justification (Scott and Lyman 1968), denial of
 * responsibility, denial of injury and condemning the condemner (Sykes and Matza 1957).
 * Contempt, criticism, defensiveness, stonewalling and their antidotes (Gottman 1994). Parts of
 * an apology (Lewicki, Polin and Lount 2016). Impersonal wording saves face (Brown and Levinson
 * 1987). A refusal with an option is negotiation (Fisher and Ury 1981), not defence. */
#include "language/cues-internal.h"

#include "base/catalogue.h"

const struct cue_category cue_categories[] = {
	[CUE_JUSTIFICATION] = {"justification", -1,
			       N_("justification: the rule was followed, the target is met")},
	[CUE_BLAME_SHIFT] = {"blame_shift", -1, N_("blame moved to the other side")},
	[CUE_THIRD_PARTY] = {"third_party", -1, N_("blame or task moved to a third party")},
	[CUE_CONTRACT_SHIELD] = {"contract_shield", -1,
				 N_("the contract as a shield: out of scope, not included")},
	[CUE_PRIOR_WARNING] = {"prior_warning", -1,
			       N_("“as already said”, “we had warned you”")},
	[CUE_MINIMISATION] = {"minimisation", -1, N_("the harm made small")},
	[CUE_DENIAL] = {"denial", -1, N_("denial: nothing found, nothing changed, not us")},
	[CUE_AGENTLESS] = {"agentless", -1, N_("nobody did it: impersonal wording of a fault")},
	[CUE_ESCALATION_TRACE] = {"escalation_trace", -1,
				  N_("hierarchy in copy, traces kept, legal words")},
	[CUE_STONEWALLING] = {"stonewalling", -1, N_("the exchange is closed")},
	[CUE_HOLLOW_APOLOGY] = {"hollow_apology", -1,
				N_("an apology taken back: “sorry, but”")},
	[CUE_RESPONSIBILITY_GAP] = {"responsibility_gap", -1,
				    N_("“not our job”: a task that nobody holds")},
	[CUE_CONTEMPT_CRITICISM] = {"contempt_criticism", -1,
				    N_("sarcasm, contempt, reproach in general terms")},
	[CUE_OWNERSHIP] = {"ownership", 1, N_("own fault or own share named")},
	[CUE_ACTION_DATE] = {"action_date", 1, N_("an action with its author, date or result")},
	[CUE_EXPLANATION] = {"explanation", 1, N_("cause and mechanism explained")},
	[CUE_QUESTION] = {"question", 1, N_("a question asked to understand")},
	[CUE_GRATITUDE] = {"gratitude", 1, N_("thanks or agreement tied to what was said")},
	[CUE_JOINT_OPTIONS] = {"joint_options", 1,
			       N_("options, together; a no with a way out")},
	[CUE_PROACTIVE] = {"proactive", 1, N_("useful news that nobody asked for")},
	[CUE_APOLOGY] = {"apology", 0, N_("an apology; what stands beside it decides")},
	[CUE_CONTEXT] = {"context", 0, N_("not counted: legal text, signature, look-alike")},
};

const guint n_cue_categories = G_N_ELEMENTS(cue_categories);
G_STATIC_ASSERT(G_N_ELEMENTS(cue_categories) == CUE_CATEGORY_COUNT);

guint cue_category_find(const char *name)
{
	for (guint i = 0; i < CUE_CATEGORY_COUNT; i++)
		if (g_str_equal(cue_categories[i].name, name))
			return i;
	return CUE_CATEGORY_NONE;
}
