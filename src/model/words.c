/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Tokens of the closed vocabularies. */
#include "model/words.h"

static const char *token_of(const char *const *tokens, guint count, guint value)
{
	g_assert(value < count);
	return tokens[value];
}

const char *side_token(enum side side)
{
	static const char *const tokens[] = {"none", "client", "provider"};
	return token_of(tokens, G_N_ELEMENTS(tokens), side);
}

const char *channel_token(enum channel channel)
{
	static const char *const tokens[] = {"mail", "chat", "calls"};
	return token_of(tokens, G_N_ELEMENTS(tokens), channel);
}

const char *stage_token(enum stage stage)
{
	static const char *const tokens[] = {"unknown",  "healthy",    "strained", "eroding",
					     "degraded", "recovering", "ended"};
	return token_of(tokens, G_N_ELEMENTS(tokens), stage);
}

const char *onset_shape_token(enum onset_shape shape)
{
	static const char *const tokens[] = {
		"too_short",         "abrupt",    "slow",    "undecided",
		"already_declining", "transient", "seasonal"};
	return token_of(tokens, G_N_ELEMENTS(tokens), shape);
}

const char *dimension_token(enum dimension dimension)
{
	static const char *const tokens[] = {"communication", "people",     "incidents",
					     "fit",           "governance", "responsibility",
					     "expectations"};
	return token_of(tokens, G_N_ELEMENTS(tokens), dimension);
}

const char *indicator_kind_token(enum indicator_kind kind)
{
	static const char *const tokens[] = {"level", "count", "proportion", "duration",
					     "similarity"};
	return token_of(tokens, G_N_ELEMENTS(tokens), kind);
}

enum side side_other(enum side side)
{
	if (side == SIDE_NONE)
		return SIDE_NONE;
	return side == SIDE_CLIENT ? SIDE_PROVIDER : SIDE_CLIENT;
}
