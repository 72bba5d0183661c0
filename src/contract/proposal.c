/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Terms come surest first, so the first of a kind that fits is taken; a later one of another
 * value is counted, for the user to be told. */
#include "contract/proposal.h"

static bool span_of(const struct contract_measure *measure, struct contract_span *span)
{
	struct contract_span read = {(gint32)(measure->value / QUANTITY_ONE), measure->unit};

	if (!measure->given || measure->kind != QUANTITY_DURATION ||
	    measure->value % QUANTITY_ONE != 0 ||
	    measure->value > (gint64)SPAN_DAYS_MOST * QUANTITY_ONE ||
	    !contract_span_possible(&read))
		return false;
	*span = read;
	return true;
}

static void take_span(struct contract_proposal *proposal, const struct contract_term *term,
		      struct contract_span *span)
{
	struct contract_span read;

	if (!span_of(&term->measure, &read))
		return;
	if (span->unit == UNIT_NONE)
		*span = read;
	else
		proposal->others += read.count != span->count || read.unit != span->unit;
}

static void take_day(struct contract_proposal *proposal, const struct contract_term *term,
		     gint32 *day)
{
	if (!term->measure.given || term->measure.kind != QUANTITY_DAY ||
	    !contract_day_possible((gint32)term->measure.value))
		return;
	if (*day == CONTRACT_NO_DAY)
		*day = (gint32)term->measure.value;
	else
		proposal->others += *day != term->measure.value;
}

static void take_renewal(struct contract_proposal *proposal, const struct contract_term *term)
{
	static const enum contract_renewal renewals[TERM_VALUE_COUNT] = {
		[TERM_NEVER] = RENEWAL_NEVER,
		[TERM_TACIT] = RENEWAL_TACIT,
		[TERM_EXPRESS] = RENEWAL_EXPRESS,
	};
	enum contract_renewal read = renewals[term->value];

	if (read == RENEWAL_UNKNOWN)
		return;
	if (proposal->clause == NULL)
		proposal->clause = term->quote.text;
	if (proposal->life.renewal == RENEWAL_UNKNOWN)
		proposal->life.renewal = read;
	else
		proposal->others += read != proposal->life.renewal;
}

static void take_notice(struct contract_proposal *proposal, const struct contract_term *term)
{
	static const enum notice_anchor anchors[TERM_VALUE_COUNT] = {
		[TERM_BEFORE_ANNIVERSARY] = ANCHOR_ANNIVERSARY,
		[TERM_ANY_TIME] = ANCHOR_ANY_TIME,
	};
	bool first = proposal->life.notice.unit == UNIT_NONE;

	take_span(proposal, term, &proposal->life.notice);
	if (!first || proposal->life.notice.unit == UNIT_NONE)
		return;
	proposal->life.anchor = anchors[term->value];
	proposal->life.form = term->form;
	proposal->clause = term->quote.text;
}

static void take_term(struct contract_proposal *proposal, const struct contract_term *term)
{
	struct contract_life *life = &proposal->life;

	switch (term->kind) {
	case TERM_START:
		take_day(proposal, term, &life->start);
		break;
	case TERM_END:
		take_day(proposal, term, &life->end);
		break;
	case TERM_DURATION:
		take_span(proposal, term, &life->duration);
		break;
	case TERM_RENEWAL:
		take_renewal(proposal, term);
		break;
	case TERM_RENEWAL_DURATION:
		take_span(proposal, term, &life->renewal_duration);
		break;
	case TERM_NOTICE:
		take_notice(proposal, term);
		break;
	default:
		break;
	}
}

bool contract_proposal_make(const GPtrArray *terms, struct contract_proposal *proposal)
{
	struct contract_proposal made = {0};

	contract_life_init(&made.life);
	for (guint i = 0; i < terms->len; i++)
		take_term(&made, g_ptr_array_index(terms, i));
	if ((made.life.start == CONTRACT_NO_DAY && made.life.end == CONTRACT_NO_DAY &&
	     made.life.duration.unit == UNIT_NONE && made.life.notice.unit == UNIT_NONE) ||
	    contract_life_trouble(&made.life) != NULL)
		return false;
	*proposal = made;
	return true;
}
