/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One table row a kind of deadline and of step; a step is a text with named places. */
#include "report/deadline_words.h"

#include "base/calendar.h"
#include "report/phrase.h"

static const char *const labels[DEADLINE_KIND_COUNT] = {
	[DEADLINE_WARNING] = N_("Warning before the notice"),
	[DEADLINE_POSTING] = N_("Last day to post the letter"),
	[DEADLINE_NOTICE] = N_("Last day to give notice"),
	[DEADLINE_DECISION] = N_("Express renewal to be agreed"),
	[DEADLINE_TERM_END] = N_("End of the term"),
	[DEADLINE_RENEWAL] = N_("Renewal"),
	[DEADLINE_EXIT] = N_("End, were notice given on the day asked"),
	[DEADLINE_AMENDMENT] = N_("Amendment takes effect"),
	[DEADLINE_REVIEW] = N_("Amendment to be reviewed"),
};

static const char *const states[CONTRACT_STATE_COUNT] = {
	[CONTRACT_UNKNOWN] = N_("end unknown"),   [CONTRACT_TO_COME] = N_("to come"),
	[CONTRACT_RUNNING] = N_("running"),       [CONTRACT_SUSPENDED] = N_("suspended"),
	[CONTRACT_TERMINATED] = N_("terminated"), [CONTRACT_ENDED] = N_("ended (contract)"),
};

static const char *const renewals[RENEWAL_COUNT] = {
	[RENEWAL_UNKNOWN] = N_("not known"),
	[RENEWAL_NEVER] = N_("none"),
	[RENEWAL_TACIT] = N_("tacit"),
	[RENEWAL_EXPRESS] = N_("express"),
};

static const char *const steps[STEP_KIND_COUNT] = {
	[STEP_START] = N_("starts {day}"),
	[STEP_END] = N_("end as written {day}"),
	[STEP_PLUS] = N_("plus {span} = {day}"),
	[STEP_TERM] = N_("renewed by {span}, term {number} ends {day}"),
	[STEP_BEFORE] = N_("the day before = {day}"),
	[STEP_AFTER] = N_("the day after = {day}"),
	[STEP_SAME] = N_("on that day = {day}"),
	[STEP_NEXT] = N_("no such day in that month, the first of the next = {day}"),
	[STEP_SUSPENDED] = N_("plus the {number} days of its suspension = {day}"),
	[STEP_MINUS] = N_("minus {span} = {day}"),
	[STEP_FORWARD] = N_("last day from which {span} run out by then = {day}"),
	[STEP_SIX_DAYS] = N_("minus {span}, Saturdays counted = {day}"),
	[STEP_WARNING] = N_("{number} days before = {day}"),
	[STEP_POST] = N_("minus {number} business days for the post = {day}"),
	[STEP_NOTICE_GIVEN] = N_("notice given {day}"),
	[STEP_IN_TIME] = N_("it was due by {day}: in time"),
	[STEP_LATE] = N_("it was due by {day}: late for that term"),
	[STEP_AMENDED] = N_("amended {day}"),
};

const char *deadline_label(const struct catalogue *catalogue, enum deadline_kind kind)
{
	return catalogue_text(catalogue, labels[kind]);
}

const char *deadline_state(const struct catalogue *catalogue, enum contract_state state)
{
	return catalogue_text(catalogue, states[state]);
}

const char *deadline_renewal(const struct catalogue *catalogue, enum contract_renewal renewal)
{
	return catalogue_text(catalogue, renewals[renewal]);
}

char *deadline_span(const struct catalogue *catalogue, const struct contract_span *span)
{
	switch (span->unit) {
	case UNIT_DAY:
		return phrase_count(catalogue, "{n} day", "{n} days", span->count);
	case UNIT_BUSINESS_DAY:
		return phrase_count(catalogue, "{n} business day", "{n} business days",
				    span->count);
	case UNIT_WEEK:
		return phrase_count(catalogue, "{n} week", "{n} weeks", span->count);
	case UNIT_MONTH:
		return phrase_count(catalogue, "{n} month", "{n} months", span->count);
	case UNIT_YEAR:
		return phrase_count(catalogue, "{n} year", "{n} years", span->count);
	default:
		return g_strdup("");
	}
}

static char *step_text(const struct catalogue *catalogue, const struct deadline_step *step)
{
	g_autofree char *day = calendar_format_day(step->day);
	g_autofree char *span = deadline_span(catalogue, &step->span);
	g_autofree char *number = phrase_integer(catalogue, step->number);

	return phrase(catalogue_text(catalogue, steps[step->kind]), {"day", day},
		      {"span", span}, {"number", number});
}

char *deadline_working(const struct catalogue *catalogue,
		       const struct deadline_reading *reading)
{
	g_autoptr(GString) working = g_string_new(NULL);

	for (guint i = 0; i < reading->n_steps; i++) {
		g_autofree char *step = step_text(catalogue, &reading->steps[i]);
		if (i > 0)
			g_string_append(working, catalogue_text(catalogue, "; "));
		g_string_append(working, step);
	}
	return g_strdup(working->str);
}

char *deadline_sentence(const struct catalogue *catalogue,
			const struct contract_deadline *deadline)
{
	const char *label = deadline_label(catalogue, deadline->kind);
	g_autofree char *day = phrase_day(catalogue, deadline->readings[0].day);
	g_autofree char *usual = phrase_day(catalogue, deadline->readings[deadline->usual].day);

	if (deadline->usual == 0)
		return phrase(catalogue_text(catalogue, "{day}: {what}"), {"day", day},
			      {"what", label});
	return phrase(catalogue_text(catalogue, "{day}: {what} (usually read as {usual})"),
		      {"day", day}, {"what", label}, {"usual", usual});
}
