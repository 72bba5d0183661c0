/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is doubtful about the people of a relationship, each with what speaks for it and the
 * commands that settle it. Addresses and names are shown: nobody could answer without. */
#pragma once

#include <stdbool.h>

#include "base/catalogue.h"
#include "model/doubt.h"

struct shown_doubt {
	const struct doubt *doubt;
	char *first_name, *second_name; /* as most written, or NULL */
	gint32 from_day, to_day;        /* DAY_NONE where there are none */
};

struct shown_doubts {
	const char *relationship;
	bool named; /* the commands need to say which relationship */
	const struct shown_doubt *all;
	guint count;
};

void report_doubts_text(const struct shown_doubts *doubts, const struct catalogue *catalogue,
			guint columns, gboolean colour, GString *out);
void report_doubts_json(const struct shown_doubts *doubts, const struct catalogue *catalogue,
			GString *out);
