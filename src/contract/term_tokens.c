/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The words that stand for what a term can be, in the store and in JSON. */
#include "contract/terms.h"

static const char *const kinds[TERM_KIND_COUNT] = {
	[TERM_SIGNED] = "signed",
	[TERM_START] = "start",
	[TERM_DURATION] = "duration",
	[TERM_END] = "end",
	[TERM_RENEWAL] = "renewal",
	[TERM_RENEWAL_DURATION] = "renewal_duration",
	[TERM_NOTICE] = "notice",
	[TERM_REVERSIBILITY] = "reversibility",
	[TERM_LIABILITY_CAP] = "liability_cap",
	[TERM_PENALTY] = "penalty",
	[TERM_PRICE_REVISION] = "price_revision",
	[TERM_GOVERNANCE] = "governance",
};

static const char *const values[TERM_VALUE_COUNT] = {
	[TERM_NONE] = "",
	[TERM_NEVER] = "never",
	[TERM_TACIT] = "tacit",
	[TERM_EXPRESS] = "express",
	[TERM_INDEFINITE] = "indefinite",
	[TERM_EXCLUDED] = "excluded",
	[TERM_BEFORE_END] = "before_end",
	[TERM_BEFORE_ANNIVERSARY] = "before_anniversary",
	[TERM_ANY_TIME] = "any_time",
};

static const char *const forms[FORM_COUNT] = {
	[FORM_UNKNOWN] = "",
	[FORM_WRITTEN] = "written",
	[FORM_REGISTERED] = "registered",
	[FORM_ELECTRONIC] = "electronic",
};

const char *term_kind_token(enum term_kind kind)
{
	g_assert(kind < TERM_KIND_COUNT);
	return kinds[kind];
}

const char *term_value_token(enum term_value value)
{
	g_assert(value < TERM_VALUE_COUNT);
	return values[value];
}

const char *term_form_token(enum term_form form)
{
	g_assert(form < FORM_COUNT);
	return forms[form];
}
