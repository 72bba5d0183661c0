/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How an incident was closed, shown: a score of five, each tick with its sentence. A missing
 * tick is never more than "not written here". */
#pragma once

#include "base/catalogue.h"
#include "base/json.h"
#include "language/closure.h"

struct shown_tick {
	char *sentence; /* people masked; NULL: no tick */
	char *event;    /* public id of what holds it */
};

struct shown_closure {
	guint score;
	struct shown_tick ticks[CLOSURE_TICKS];
};

void shown_closure_free(struct shown_closure *closure);
typedef struct shown_closure shown_closure_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(shown_closure_auto, shown_closure_free)

/* Member "closure" of an open object; `closure` is NULL when nothing is tied to the incident.
 */
void report_closure_json(struct json_writer *json, const struct shown_closure *closure);
void report_closure_text(const struct shown_closure *closure, const struct catalogue *catalogue,
			 guint columns, gboolean colour, GString *out);
