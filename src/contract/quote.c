/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Life of a quote. */
#include "contract/quote.h"

const char *contract_sure_token(enum contract_sure sure)
{
	static const char *const tokens[SURE_COUNT] = {"low", "medium", "high"};

	g_assert(sure < SURE_COUNT);
	return tokens[sure];
}

void contract_quote_clear(struct contract_quote *quote)
{
	g_clear_pointer(&quote->clause, g_free);
	g_clear_pointer(&quote->text, g_free);
}
