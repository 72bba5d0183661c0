/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Actions and decisions on the screen, as JSON or CSV. */
#pragma once

#include "base/catalogue.h"
#include "model/action.h"
#include "report/screen.h"

struct shown_actions {
	const char *relationship;
	const GPtrArray *items; /* const struct action_item * */
	gint32 day;             /* on which they are late or not */
};

void report_actions_text(const struct shown_actions *actions, const struct catalogue *catalogue,
			 const struct screen *screen);
void report_actions_json(const struct shown_actions *actions, GString *out);
/* One row an item, as the importer reads it. */
void report_actions_csv(const GPtrArray *items, GString *out);
