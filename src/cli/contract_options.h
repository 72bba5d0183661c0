/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What `contract add` and `contract amend` may be given, as words and then as values. */
#pragma once

#include "cli/cli.h"
#include "store/contracts.h"

struct contract_options {
	char *start, *end, *duration, *renewal, *renewal_duration, *notice, *anchor, *form,
		*counts, *end_day, *warning, *suspended_from, *suspended_to, *terminated;
	char *provider, *object, *reference, *owner, *clause, *remark, *amount, *currency;
	char *on, *review, *scope, *document; /* document: "" takes the only one */
};

/* Each fills what was given and leaves the rest as it was; false with what is wrong. */
bool contract_options_life(const struct contract_options *options, struct contract_life *life,
			   GError **error);
bool contract_options_record(const struct contract_options *options,
			     struct contract_record *record, GError **error);
bool contract_options_amendment(const struct contract_options *options,
				struct stored_amendment *amendment, GError **error);
void contract_options_clear(struct contract_options *options);
