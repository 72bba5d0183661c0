/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The same thing asked for again and again: requests of one side whose words are nearly the
 * same, in several threads, over weeks. That nobody settles it is an expectation that nobody
 * wrote down. */
#pragma once

#include <glib.h>

struct repeated_asks; /* owned by the caller */

struct repeated_asks *repeated_asks_new(void);
void repeated_asks_free(struct repeated_asks *asks);
/* Its number, from 0 on. Requests are added in the order of time. */
guint repeated_asks_add(struct repeated_asks *asks, const char *text, const char *language,
			guint32 thread, gint64 at_ms);

struct repeated_ask {
	guint first, last; /* requests, by number */
	guint threads;     /* in which it was asked */
};
/* What was asked in at least `threads` threads over at least `over_ms`: struct repeated_ask, by
 * first. Caller owns. */
GArray *repeated_asks_find(struct repeated_asks *asks, guint threads, gint64 over_ms);
