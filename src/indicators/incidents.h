/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What mail says of each incident: the messages tied to a ticket, by its number in their own
 * subject or by the thread they stand in. A number that no ticket of the timeline has is an
 * incident too, of which only mail is known. Robots' messages tie nothing. */
#pragma once

#include "model/timeline.h"

struct incident {
	guint32 ticket;       /* index into timeline->tickets; TIMELINE_NO_INDEX: only named */
	guint32 first, count; /* slice of incidents->messages */
};

struct incidents {
	const struct timeline *timeline; /* borrowed */
	struct incident *all;            /* by their first message */
	guint n;
	guint32 *messages; /* indices into timeline->messages, incident by incident, by time */
	guint n_messages;
};

/* Caller owns. */
struct incidents *incidents_of(const struct timeline *timeline);
void incidents_free(struct incidents *incidents);
typedef struct incidents incidents_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(incidents_auto, incidents_free)

/* NULL when no message is tied to the ticket. Borrowed. */
const struct incident *incidents_find(const struct incidents *incidents, guint32 ticket);

#define INCIDENT_LAST_TEXTS 5u /* with which an incident is closed, at most */
/* After its end the thread may still bring the explanation; later it is about something else.
 */
#define INCIDENT_CLOSING_MS (G_GINT64_CONSTANT(7) * 86400000)

/* When the ticket was resolved or closed, whichever came first; INSTANT_NONE when it is open or
 * was cancelled. */
gint64 incident_closed_ms(const struct timeline_ticket *ticket);
/* The last texts of a side up to the end of the closing, oldest first: at most
 * INCIDENT_LAST_TEXTS indices of messages; returns how many. Of an open incident: the last ones
 * so far. */
guint incident_last_texts(const struct incidents *incidents, const struct incident *incident,
			  enum side side, guint32 texts[INCIDENT_LAST_TEXTS]);

/* Whether a message gives a cause. */
gboolean incident_message_explains(const struct timeline_message *message);
