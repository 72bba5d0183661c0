/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From when to when a source speaks, and its holes: outside of it there is no verdict, and the
 * end of an export is not silence (DESIGN section 6). */
#pragma once

#include <stdbool.h>

#include "model/timeline.h"

struct week_count {
	gint32 week;
	gint64 records;
};

/* One mailbox: all its dated records count, those out of scope included. Isolated records far
 * from the rest (a broken clock) do not stretch it. A hole is a run of empty weeks that the
 * source's own rate on both sides makes all but impossible. Counts ascend by week. The caller
 * owns ->state. */
void coverage_of_mailbox(const struct week_count *counts, guint n_counts,
			 struct timeline_coverage *coverage);

/* One ticket tool, by openings: the block that holds nearly all of them; a thin tail of old or
 * late tickets before or behind it is how the export was collected, not how the tool was used.
 */
void coverage_of_tickets(const struct week_count *counts, guint n_counts,
			 struct timeline_coverage *coverage);

/* Adds `more` into `total` (an empty total has last_week < first_week): covered by any is
 * covered. */
void coverage_unite(struct timeline_coverage *total, const struct timeline_coverage *more);

/* Drops weeks that are not covered from both ends. */
void coverage_trim(struct timeline_coverage *coverage);

/* The first and last week are seldom whole: they become WEEK_PARTIAL. */
void coverage_mark_ends(struct timeline_coverage *coverage);
