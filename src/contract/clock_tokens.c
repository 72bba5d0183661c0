/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The stable words of the notice clock: in JSON, in the store and on the command line. */
#include "contract/notice_clock.h"

#include <string.h>

static const char *const renewals[RENEWAL_COUNT] = {"", "never", "tacit", "express"};
static const char *const anchors[ANCHOR_COUNT] = {"end", "anniversary", "any"};
static const char *const counts[COUNTS_COUNT] = {"", "sent", "received"};
static const char *const end_days[END_DAY_COUNT] = {"", "included", "excluded"};
static const char *const states[CONTRACT_STATE_COUNT] = {"unknown",   "to_come",    "running",
							 "suspended", "terminated", "ended"};
static const char *const kinds[DEADLINE_KIND_COUNT] = {"warning",  "posting",   "notice",
						       "decision", "term_end",  "renewal",
						       "exit",     "amendment", "review"};
static const char *const statuses[] = {"coming", "doubtful", "passed"};
static const char *const end_rules[END_RULE_COUNT] = {"as_written", "day_before",
						      "end_of_month", "next_month"};
static const char *const count_rules[COUNT_RULE_COUNT] = {"from_last_day", "from_day_after",
							  "forward", "six_days"};

static int find(const char *const *tokens, guint n, const char *token)
{
	for (guint i = 0; i < n; i++)
		if (*tokens[i] != '\0' && strcmp(tokens[i], token) == 0)
			return (int)i;
	return -1;
}

const char *contract_renewal_token(enum contract_renewal renewal)
{
	return renewals[renewal];
}

const char *notice_anchor_token(enum notice_anchor anchor)
{
	return anchors[anchor];
}

const char *notice_counts_token(enum notice_counts which)
{
	return counts[which];
}

const char *end_day_token(enum end_day end_day)
{
	return end_days[end_day];
}

const char *contract_state_token(enum contract_state state)
{
	return states[state];
}

const char *deadline_kind_token(enum deadline_kind kind)
{
	return kinds[kind];
}

const char *deadline_status_token(enum deadline_status status)
{
	return statuses[status];
}

const char *end_rule_token(enum end_rule rule)
{
	return end_rules[rule];
}

const char *count_rule_token(enum count_rule rule)
{
	return count_rules[rule];
}

int contract_renewal_of_token(const char *token)
{
	return find(renewals, RENEWAL_COUNT, token);
}

int notice_anchor_of_token(const char *token)
{
	return find(anchors, ANCHOR_COUNT, token);
}

int notice_counts_of_token(const char *token)
{
	return find(counts, COUNTS_COUNT, token);
}

int end_day_of_token(const char *token)
{
	return find(end_days, END_DAY_COUNT, token);
}

int notice_form_of_token(const char *token)
{
	for (enum term_form form = FORM_WRITTEN; form < FORM_COUNT; form++)
		if (strcmp(term_form_token(form), token) == 0)
			return (int)form;
	return -1;
}
