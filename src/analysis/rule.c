/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Indicators that are judged by a stated limit (struct indicator_rule). Their values are facts:
 * nothing is drawn from them by chance, so there is no probability, only a day from which they
 * stand beyond the limit. Weeks that nothing is known of do not end a run; they do not lengthen
 * it either. */
#include "analysis/study-internal.h"

#include <math.h>

static bool is_beyond(const struct indicator *indicator, double value)
{
	return (value - indicator->rule->limit) * indicator->worse > 0;
}

bool fit_breaks_rule(const struct fit *fit, gint32 *since_week)
{
	const struct indicator *indicator = fit->indicator;
	guint beyond = 0;

	if (indicator->rule == NULL)
		return false;
	for (guint i = fit->series.n_weeks; i-- > 0;) {
		const struct series_week *week = &fit->series.week[i];
		if (!week_has_value(week))
			continue;
		if (!is_beyond(indicator, week->value))
			break;
		*since_week = fit->series.first_week + (gint32)i;
		beyond++;
	}
	return beyond >= MAX(indicator->rule->weeks, 1);
}
