/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The pass that reads language, after the derived pass: what each message of a side defends,
 * supports and explains. Only messages that the same reader has not read yet, or whose words it
 * would now part otherwise from learnt tails, are read. The same evidence gives the same
 * readings, whatever the order of import. */
#pragma once

#include "store/readings.h"

/* Told after each batch: positions of the timeline done, of how many. */
struct read_progress {
	void (*tell)(guint64 done, guint64 total, void *data); /* NULL: nobody listens */
	void *data;
};

/* When this reader has not read the present timeline. In many short transactions: what was read
 * before an interruption stays read. */
bool read_if_needed(struct store *store, const struct relationship *relationship,
		    const struct stance_scorer *scorer, const struct read_progress *progress,
		    GError **error);
/* The same by the program's model, as the store's corrections have it. `progress` may be NULL.
 */
bool read_by_model(struct store *store, const struct relationship *relationship,
		   const struct read_progress *progress, GError **error);
