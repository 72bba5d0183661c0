/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How far the company has moved away from what its contract was made for. */
#pragma once

#include "indicators/indicator.h"

/* One measured fact against the contract, on a day. */
struct scope_lag {
	const char *fact; /* "headcount"; static */
	gboolean share;
	double then, now;   /* as the contract counts on it, and as it is */
	gint32 since;       /* day from which the contract has not followed */
	double months;      /* since then */
	double lag;         /* relative difference times months; of a share its difference */
	guint32 then_index; /* facts of the timeline that say so */
	guint32 now_index;
	guint known; /* facts that could be compared */
};

/* The worst of them at the end of a day; FALSE when none can be compared. */
gboolean scope_lag_worst(const struct timeline *timeline, gint32 day, struct scope_lag *worst);
