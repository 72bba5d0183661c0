/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* client_presence: of the steering committees held over the last 26 covered weeks, the share at
 * which the side was present: somebody of it had accepted, or had invited. Committees for which
 * nobody of either side has answered say nothing. The name is the client's because steering
 * without the client is the finding that matters; the provider is measured by the same rule.
 * Unit: share; support: committees, three at least; a fall is worse. Below one half for a month
 * it is a finding (our judgement: a committee that the side misses more often than not is not
 * its own). Project monitoring and dedicated staffing as duties of the client: Koh, Ang and
 * Straub 2004. */
#include <math.h>

#include "base/calendar.h"
#include "indicators/committees_held.h"
#include "indicators/series-internal.h"

#define WINDOW_WEEKS     26u
#define COMMITTEES_LEAST 3u
#define SHARE_LEAST      0.5
#define MONTH_WEEKS      4u

struct attended {
	guint32 index;
	gint32 week;
	gboolean present;
};

static gboolean says_who_came(const struct timeline_meeting *meeting)
{
	return meeting->accepted[SIDE_CLIENT] + meeting->accepted[SIDE_PROVIDER] > 0;
}

/* Caller owns: struct attended, by time. */
static GArray *committees_attended(const struct timeline *timeline, enum side side)
{
	GArray *all = g_array_new(FALSE, FALSE, sizeof(struct attended));

	for (guint32 i = 0; i < timeline->n_meetings; i++) {
		const struct timeline_meeting *meeting = &timeline->meetings[i];
		struct attended one = {i, calendar_week_of_ms(meeting->at_ms, timeline->zone),
				       meeting->accepted[side] > 0};
		if (committee_steers(meeting) && committee_was_held(meeting) &&
		    says_who_came(meeting))
			g_array_append_val(all, one);
	}
	return all;
}

/* Those of `all` in weeks from..to: how many, and at how many the side was. */
static guint count_window(const GArray *all, gint32 from, gint32 to, guint *present)
{
	guint n = 0;

	*present = 0;
	for (guint i = 0; i < all->len; i++) {
		const struct attended *one = &g_array_index(all, struct attended, i);
		if (one->week < from || one->week > to)
			continue;
		n++;
		*present += one->present;
	}
	return n;
}

static void fill_week(const GArray *all, struct series *series, guint i)
{
	struct series_week *week = &series->week[i];
	gint32 number = series->first_week + (gint32)i;
	guint present, n;

	if (week->state != WEEK_OBSERVED)
		return;
	n = count_window(all, number - (gint32)WINDOW_WEEKS + 1, number, &present);
	if (n < COMMITTEES_LEAST) {
		week->state = WEEK_EMPTY;
		return;
	}
	week->value = (double)present / n;
	week->n = n;
}

static void compute(const struct timeline *timeline, enum side side, struct series *series)
{
	struct series_builder *builder =
		series_begin(timeline, &timeline->meetings_coverage, series);
	g_autoptr(GArray) all = committees_attended(timeline, side);

	for (guint i = 0; i < all->len; i++) {
		const struct attended *one = &g_array_index(all, struct attended, i);
		series_add(builder, timeline->meetings[one->index].at_ms, one->index,
			   one->present ? 0 : 1);
	}
	for (guint i = 0; i < series->n_weeks; i++)
		fill_week(all, series, i);
	series_end(builder);
}

static const struct indicator_rule below_half = {.limit = SHARE_LEAST, .weeks = MONTH_WEEKS};

const struct indicator indicator_client_presence = {
	.name = "client_presence",
	.dimension = DIMENSION_GOVERNANCE,
	.kind = KIND_LEVEL,
	.source = EVENT_MEETING,
	.unit = "share",
	.worse = -1,
	.of_side = {FALSE, TRUE, TRUE},
	.of_organisation = TRUE,
	.rule = &below_half,
	.definition = "share of the steering committees held over 26 weeks at which the side "
		      "was present",
	.compute = compute,
};
