/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Meetings from what calendars told of them over time: the last version of each instance, its
 * people counted by side, and the series that they make. */
#pragma once

#include "ingest/sides.h"
#include "store/derived.h"

/* A series without the name of a committee is one from so many meetings of both sides on. */
#define MEETING_SERIES_LEAST 3u

struct meeting_fold; /* owned by the caller; feed rows in the order of store_each_meeting() */

struct meeting_fold *meeting_fold_new(const struct sides *sides);
void meeting_fold_free(struct meeting_fold *fold);
void meeting_fold_add(struct meeting_fold *fold, const struct stored_meeting *row);
/* Ends the last uid; struct timeline_meeting by time, then event, owned by the fold. */
const GArray *meeting_fold_finish(struct meeting_fold *fold);
