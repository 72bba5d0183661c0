/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How an incident was closed: five things that a client can expect to read before a thread ends
 * (post-mortem practice: Beyer et al., Site Reliability Engineering 2016, chapter 15): its
 * cause, what was or will be done, when, by whom, and a check with the user or against its
 * return. A tick has its sentence; a missing tick says only that it was not written here. */
#pragma once

#include <glib.h>

#include "text/sentences.h"

enum closure_tick {
	CLOSURE_CAUSE,
	CLOSURE_ACTION,
	CLOSURE_DATE,
	CLOSURE_OWNER,
	CLOSURE_CHECK,
	CLOSURE_TICKS,
};

extern const char *const closure_tick_names[CLOSURE_TICKS];    /* "cause", "action"... */
extern const char *const closure_tick_meanings[CLOSURE_TICKS]; /* catalogue keys */

struct closure_text {
	const char *text; /* own text, valid UTF-8 */
	gsize length;
	const char *language; /* as in language/cues.h */
};

struct closure_evidence {
	guint text;                /* index; the latest text that has the tick */
	struct text_span sentence; /* its first such sentence; empty: no tick */
};

struct closure {
	guint score; /* ticks, 0 to CLOSURE_TICKS */
	struct closure_evidence ticks[CLOSURE_TICKS];
};

/* Reads the last texts that the provider wrote in the thread of an incident, in order. */
struct closure closure_read(const struct closure_text *texts, guint count);
