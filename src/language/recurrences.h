/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The same failure of the same thing again: tickets whose words are nearly those of one that
 * ended not long before. Titles that half a service desk shares ("new starter") are templates
 * and recur by nature: a word must be shared that is rare among the tickets of the time. */
#pragma once

#include <glib.h>

#define RECURRENCE_WITHIN_MS (G_GINT64_CONSTANT(90) * 86400000)

struct recurrences; /* owned by the caller */

struct recurrences *recurrences_new(void);
void recurrences_free(struct recurrences *recurrences);
/* Tickets are added by opening. `ended_ms`: G_MAXINT64 while open. The event of the ticket that
 * ended at most RECURRENCE_WITHIN_MS before this one was opened and that it repeats, the latest
 * of several; 0 when it repeats none. */
guint64 recurrences_add(struct recurrences *recurrences, guint64 event, const char *title,
			gint64 opened_ms, gint64 ended_ms);
