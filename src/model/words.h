/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The closed vocabularies of DESIGN section 3, 7 and 11, each with its stable token (the word
 * used in JSON, in the store and on the command line). French and English labels live in the
 * catalogue. */
#pragma once

#include <glib.h>

enum side { SIDE_NONE, SIDE_CLIENT, SIDE_PROVIDER, SIDE_COUNT };

/* What can be shown as evidence and explained: each has a public id, the letter of its kind and
 * 16 hexadecimal digits. */
enum event_kind {
	EVENT_MESSAGE,
	EVENT_TICKET,
	EVENT_MEETING,
	EVENT_DOCUMENT,
	EVENT_CONTRACT,
	EVENT_FACT,
	EVENT_REPORT, /* a document or a message, compared with the one before it */
	EVENT_LEDGER, /* an expectation or a commitment */
	EVENT_ACTION, /* an action or a decision of a committee */
	EVENT_ANSWER, /* what a round of the questionnaire says of a duty, or the round itself
		       */
	EVENT_MATTER, /* a ticket or a message about an activity, named as what it is */
	EVENT_KINDS
};

/* "m0123456789abcdef". Caller owns. */
char *event_name(enum event_kind kind, guint64 event);
/* False, with the outputs untouched, for what is no public id of an event. */
gboolean event_parse(const char *name, enum event_kind *kind, guint64 *event);

/* How something was said. */
enum channel { CHANNEL_MAIL, CHANNEL_CHAT, CHANNEL_CALL, CHANNEL_COUNT };

enum stage {
	STAGE_UNKNOWN,
	STAGE_HEALTHY,
	STAGE_STRAINED,
	STAGE_ERODING,
	STAGE_DEGRADED,
	STAGE_RECOVERING,
	STAGE_ENDED,
	STAGE_COUNT
};

enum onset_shape {
	SHAPE_TOO_SHORT,
	SHAPE_ABRUPT,
	SHAPE_SLOW,
	SHAPE_UNDECIDED, /* erosion, but neither abrupt nor slow reaches 0.8 */
	SHAPE_ALREADY_DECLINING,
	SHAPE_TRANSIENT,
	SHAPE_SEASONAL,
	SHAPE_COUNT
};

enum dimension {
	DIMENSION_COMMUNICATION,
	DIMENSION_PEOPLE,
	DIMENSION_INCIDENTS,
	DIMENSION_FIT,
	DIMENSION_GOVERNANCE,
	DIMENSION_RESPONSIBILITY,
	DIMENSION_EXPECTATIONS,
	DIMENSION_COUNT
};

/* What a number of a series is, because the statistics depend on it. */
enum indicator_kind {
	KIND_LEVEL,
	KIND_COUNT,      /* events, n = exposure (business days of the week) */
	KIND_PROPORTION, /* value in 0..1, n = denominator */
	KIND_DURATION,   /* positive, n = durations begun in the week, censored ones included */
	KIND_SIMILARITY, /* 0..1 */
	KIND_COUNT_OF_KINDS
};

enum week_state {
	WEEK_NOT_COVERED, /* no source speaks of it: no verdict, never imputed */
	WEEK_OBSERVED,
	WEEK_TRUE_ZERO, /* covered, and nothing happened: a real zero of a count */
	WEEK_EMPTY,     /* covered, but nothing to measure (a duration without events) */
	WEEK_PARTIAL, /* covered in part (an end of a source falls inside): left out of the fit
		       */
};

/* Token of a value; the returned string is static. Out of range stops the program. */
const char *side_token(enum side side);
const char *channel_token(enum channel channel);
const char *stage_token(enum stage stage);
const char *onset_shape_token(enum onset_shape shape);
const char *dimension_token(enum dimension dimension);
const char *indicator_kind_token(enum indicator_kind kind);

/* The opposite side; SIDE_NONE stays. */
enum side side_other(enum side side);
