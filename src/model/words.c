/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Tokens of the closed vocabularies. */
#include "model/words.h"

#include <string.h>

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

static const char event_letters[EVENT_KINDS + 1] = {
	[EVENT_MESSAGE] = 'm',  [EVENT_TICKET] = 't',   [EVENT_MEETING] = 'g',
	[EVENT_DOCUMENT] = 'd', [EVENT_CONTRACT] = 'k', [EVENT_FACT] = 'n',
	[EVENT_REPORT] = 'r',   [EVENT_LEDGER] = 'x',   [EVENT_ACTION] = 'a',
	[EVENT_ANSWER] = 's'};

#define EVENT_DIGITS 16

char *event_name(enum event_kind kind, guint64 event)
{
	g_assert(kind < EVENT_KINDS);
	return g_strdup_printf("%c%016" G_GINT64_MODIFIER "x", event_letters[kind], event);
}

gboolean event_parse(const char *name, enum event_kind *kind, guint64 *event)
{
	const char *letter = name[0] != '\0' ? strchr(event_letters, name[0]) : NULL;

	if (letter == NULL || strlen(name) != 1 + EVENT_DIGITS ||
	    strspn(name + 1, "0123456789abcdef") != EVENT_DIGITS)
		return FALSE;
	*kind = (enum event_kind)(letter - event_letters);
	*event = g_ascii_strtoull(name + 1, NULL, 16);
	return TRUE;
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
