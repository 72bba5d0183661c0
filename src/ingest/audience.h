/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who is brought into a thread after its first message: recipients that nobody of it had
 * written to, nor who had written, and whether one of them is of the management. Robots and
 * function mailboxes are no audience. */
#pragma once

#include "ingest/identity.h"
#include "store/derived.h"

struct audience; /* owned by the caller */

struct audience_step {
	guint added; /* persons that the message brings in */
	bool raised; /* one of them is of the management, by its address or written name */
};

/* `identities`, resolved, is borrowed for the life of the result. */
struct audience *audience_new(const struct identities *identities);
void audience_free(struct audience *audience);
/* Messages in the order of time. Nothing is added by the first of a thread, by a robot or in a
 * chat. */
struct audience_step audience_follow(struct audience *audience, guint32 thread,
				     const struct stored_message *message);

/* "direction@acme.fr", "Anne Dupont (Directrice)"; either may be NULL. */
bool audience_is_management(const char *address, const char *name);
