/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A text for people: what it does, how sure that is, and why: cues that speak for it, else the
 * word classes that weighed most, said in words. */
#include "report/classify.h"

#include <string.h>

#include "report/phrase.h"

#define CUES_SHOWN 3u
#define INDENT     "    "

struct wording {
	const char *token, *words;
};

/* Classes of data/language/classes.tsv; one that no row knows is shown as it is. */
static const struct wording classes[] = {
	{"admit", N_("a fault owned")},
	{"agree", N_("agreement")},
	{"apology", N_("an apology")},
	{"ask", N_("a question")},
	{"automatic", N_("automatic text")},
	{"ball", N_("waiting for the other side")},
	{"blame", N_("a reproach")},
	{"cause", N_("a cause")},
	{"chosen", N_("a choice that was made")},
	{"close", N_("closing")},
	{"commit", N_("a commitment")},
	{"comparison", N_("a comparison with others")},
	{"concession", N_("a concession")},
	{"contempt", N_("contempt")},
	{"contract", N_("the contract")},
	{"counterfactual", N_("a “what if”")},
	{"credit", N_("a credit")},
	{"date", N_("a date")},
	{"denial", N_("a denial")},
	{"duty", N_("whose job it is")},
	{"effort", N_("effort shown")},
	{"empathy", N_("understanding shown")},
	{"escalate", N_("hierarchy or law")},
	{"exclude", N_("an exclusion")},
	{"excuses", N_("justification")},
	{"explain", N_("an explanation")},
	{"fault", N_("a fault")},
	{"fix", N_("a repair")},
	{"greet", N_("a greeting")},
	{"hollow", N_("a hollow courtesy")},
	{"hypothesis", N_("a hypothesis")},
	{"instruct", N_("an instruction")},
	{"legal_text", N_("legal text")},
	{"liable", N_("liability")},
	{"limiter", N_("a limit")},
	{"logistics", N_("logistics")},
	{"look_alike", N_("a look-alike")},
	{"metrics", N_("figures in the green")},
	{"minimise", N_("making small")},
	{"must_other", N_("what the other side must do")},
	{"negation", N_("a negation")},
	{"not_done_by_other", N_("misuse")},
	{"not_told", N_("not having been told")},
	{"opener", N_("a conjunction")},
	{"other", N_("the other side")},
	{"other_neg", N_("what the other side did not do")},
	{"other_past", N_("the other side's past action")},
	{"own_people", N_("own team")},
	{"passive", N_("an impersonal turn")},
	{"pay", N_("money")},
	{"prevent", N_("prevention")},
	{"proactive", N_("forward information")},
	{"procedure", N_("the procedure")},
	{"propose", N_("a proposal")},
	{"reader_fact", N_("a technical object")},
	{"receipt", N_("a receipt")},
	{"record", N_("keeping a record")},
	{"refuse", N_("a refusal")},
	{"sarcasm", N_("sarcasm")},
	{"see_problem", N_("not seeing the problem")},
	{"self", N_("the writer")},
	{"self_past", N_("own past action")},
	{"stance_adverb", N_("an insistence")},
	{"thanks", N_("thanks")},
	{"their_people", N_("the other side's people")},
	{"third", N_("a third party")},
	{"together", N_("working together")},
	{"transparent", N_("frankness")},
	{"universal", N_("always or everyone")},
	{"warned", N_("an earlier warning")},
};

static const char *const labels[STANCE_COUNT] = {
	[STANCE_NEUTRAL] = N_("neutral"),
	[STANCE_DEFENSIVE] = N_("defensive"),
	[STANCE_SUPPORTIVE] = N_("supportive"),
};

static const int polarities[STANCE_COUNT] = {
	[STANCE_DEFENSIVE] = -1,
	[STANCE_SUPPORTIVE] = 1,
};

static const char *class_words(const struct catalogue *catalogue, const char *token)
{
	for (guint i = 0; i < G_N_ELEMENTS(classes); i++)
		if (strcmp(classes[i].token, token) == 0)
			return catalogue_text(catalogue, classes[i].words);
	return token;
}

static void append_reason(GString *why, const char *reason)
{
	if (why->len > 0)
		g_string_append(why, " \u00b7 ");
	g_string_append(why, reason);
}

static void append_cue(GString *why, const struct catalogue *catalogue, const char *text,
		       const struct cue *cue)
{
	g_autofree char *bytes = g_strndup(text + cue->from, cue->to - cue->from);
	g_autofree char *quoted = phrase_quote(catalogue, bytes);
	g_autofree char *reason = phrase(
		catalogue_text(catalogue, "{quoted}: {meaning}"), {"quoted", quoted},
		{"meaning", catalogue_text(catalogue, cue_categories[cue->category].meaning)});

	append_reason(why, reason);
}

static void append_cues(GString *why, const struct classified *classified,
			const struct catalogue *catalogue)
{
	const GArray *cues = classified->passage->cues;
	int polarity = polarities[classified->passage->stance];
	guint shown = 0;

	for (guint i = 0; i < cues->len && shown < CUES_SHOWN && polarity != 0; i++) {
		const struct cue *cue = &g_array_index(cues, struct cue, i);

		if (cue_categories[cue->category].polarity != polarity)
			continue;
		append_cue(why, catalogue, classified->text, cue);
		shown++;
	}
}

/* "self fault": a class, or two in one clause. */
static void append_classes(GString *why, const struct catalogue *catalogue,
			   char *const *reasons)
{
	for (guint i = 0; reasons != NULL && reasons[i] != NULL; i++) {
		g_auto(GStrv) tokens = g_strsplit(reasons[i], " ", 2);
		g_autofree char *pair =
			tokens[1] == NULL
				? g_strdup(class_words(catalogue, tokens[0]))
				: g_strdup_printf("%s + %s", class_words(catalogue, tokens[0]),
						  class_words(catalogue, tokens[1]));

		append_reason(why, pair);
	}
}

static char *why_of(const struct classified *classified, const struct catalogue *catalogue)
{
	g_autoptr(GString) why = g_string_new(NULL);

	if (classified->passage->empty)
		return g_strdup(catalogue_text(
			catalogue, "nothing of its author's: quotation, signature or blank"));
	if (classified->passage->given)
		append_reason(why, catalogue_text(catalogue, "this very text was corrected"));
	append_cues(why, classified, catalogue);
	if (why->len == 0)
		append_classes(why, catalogue, classified->passage->reasons);
	return g_string_free(g_steal_pointer(&why), FALSE);
}

enum screen_style classify_style(enum stance stance)
{
	return stance == STANCE_DEFENSIVE    ? SCREEN_WORSE
	       : stance == STANCE_SUPPORTIVE ? SCREEN_GOOD
					     : SCREEN_DIM;
}

const char *classify_label(const struct catalogue *catalogue, enum stance stance)
{
	return catalogue_text(catalogue, labels[stance]);
}

/* "2  defensive, 96%"; of what nobody wrote, no probability. */
static char *head_of(const struct classified *classified, const struct catalogue *catalogue)
{
	const struct passage *passage = classified->passage;
	const char *label = classify_label(catalogue, passage->stance);
	g_autofree char *sure =
		phrase_probability(catalogue, passage->probability[passage->stance]);

	if (passage->empty || passage->given)
		return g_strdup_printf("%" G_GINT64_FORMAT "  %s", classified->line, label);
	return g_strdup_printf("%" G_GINT64_FORMAT "  %s, %s", classified->line, label, sure);
}

void report_classify_text(const struct classified *classified,
			  const struct catalogue *catalogue, guint columns, bool colour,
			  GString *out)
{
	const struct screen screen = {out, MIN(columns, CLASSIFY_WIDTH), colour};
	enum stance stance = classified->passage->stance;
	g_autofree char *head = head_of(classified, catalogue);
	g_autofree char *text = phrase_clean(classified->text);
	g_autofree char *why = why_of(classified, catalogue);
	g_autofree char *because = NULL;

	screen_wrap(&screen, classify_style(stance), "", 0, head);
	if (*g_strstrip(text) != '\0')
		screen_wrap_most(&screen, SCREEN_PLAIN, INDENT, strlen(INDENT), text,
				 CLASSIFY_LINES);
	if (*why == '\0')
		return;
	because = phrase(catalogue_text(catalogue, "why: {why}"), {"why", why});
	screen_wrap(&screen, SCREEN_DIM, INDENT, strlen(INDENT), because);
}
