/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Actions and decisions of a side at the end of each week: how many were to be settled within
 * half a year, and how many of them stand late. */
#pragma once

#include "indicators/indicator.h"

#define ACTIONS_WINDOW_DAYS 182

struct actions_at {
	guint due, late; /* deadlines within the window, or before it and late still */
};

/* Turns what stands at the end of a week into its value; NAN: it says nothing. */
typedef double (*actions_value)(const struct actions_at *at);

/* A week is known from the first deadline of any side on; events are the items of the side,
 * above 0 those that stand late. */
void actions_late_compute(const struct timeline *timeline, enum side side,
			  enum action_kind kind, actions_value value, struct series *series);
