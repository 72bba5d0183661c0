/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Then and now in plain units. Then: the last 52 covered weeks before the lower bound of the
 * onset interval, 26 at least; with no onset, the last 52 covered weeks but the latest 13. Now:
 * the last 13 covered weeks. Counts are events in a week of five business days, durations the
 * median over all events of the period, proportions are pooled. Too few events give "unknown",
 * never zero. */
#include "analysis/study-internal.h"

#include <math.h>

#include "base/calendar.h"

#define EVENTS_MIN            5
#define WEEKS_MIN             8
#define WEEK_OF_BUSINESS_DAYS 5.0

/* Weeks first..last of the axis; none when weeks is 0. */
struct period {
	guint first, last, weeks;
};

struct summary {
	double value, low, high, n; /* low and high: NAN without an interval */
	guint weeks;
};

/* The last `wanted` covered weeks before `end`. */
static struct period period_before(const struct study *study, guint end, guint wanted)
{
	struct period period = {0};

	for (guint week = end; week-- > 0 && period.weeks < wanted;) {
		if (!study->covered[week])
			continue;
		if (period.weeks++ == 0)
			period.last = week;
		period.first = week;
	}
	return period;
}

static struct period last_quarter(const struct study *study)
{
	return period_before(study, study->axis.weeks, LAST_QUARTER_WEEKS);
}

static struct period baseline_before(const struct study *study, guint onset_low)
{
	struct period period = period_before(study, onset_low, BASELINE_WEEKS);

	return period.weeks >= BASELINE_MIN_WEEKS ? period : (struct period){0};
}

static struct period common_baseline(const struct study *study)
{
	struct period quarter = last_quarter(study);

	return baseline_before(study,
			       study_has_onset(study) ? study->fused.low : quarter.first);
}

static int compare_floats(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return (x > y) - (x < y);
}

static double median_of(GArray *values)
{
	guint n = values->len;
	const float *value = (const float *)values->data;

	g_array_sort(values, compare_floats);
	return n % 2 != 0 ? value[n / 2] : (value[n / 2 - 1] + value[n / 2]) / 2.0;
}

struct pool {
	double sum, weighted, support;
	guint weeks, valued;
	GArray *events; /* float */
};

static void pool_week(const struct series *series, const struct series_week *week,
		      struct pool *pool)
{
	if (!week_has_value(week))
		return;
	pool->weeks++;
	pool->sum += week->value;
	pool->weighted += week->value * week->n;
	pool->support += week->n;
	for (guint e = 0; e < week->event_count; e++)
		g_array_append_val(pool->events, series->events[week->event_first + e].value);
}

static struct summary summarise_count(const struct pool *pool)
{
	if (pool->weeks < WEEKS_MIN || !(pool->support > 0))
		return (struct summary){NAN, NAN, NAN, pool->sum, pool->weeks};
	return (struct summary){pool->sum / pool->support * WEEK_OF_BUSINESS_DAYS, NAN, NAN,
				pool->sum, pool->weeks};
}

static struct summary summarise_duration(const struct pool *pool)
{
	struct summary summary = {NAN, NAN, NAN, pool->events->len, pool->weeks};

	if (pool->events->len >= EVENTS_MIN && pool->weeks >= WEEKS_MIN)
		summary.value = median_of(pool->events);
	return summary;
}

static struct summary summarise_pooled(const struct pool *pool)
{
	struct summary summary = {NAN, NAN, NAN, pool->support, pool->weeks};

	if (pool->support >= EVENTS_MIN && pool->weeks >= WEEKS_MIN)
		summary.value = pool->weighted / pool->support;
	return summary;
}

/* A fact is what it was last known to be: no number of events makes it surer. */
static struct summary summarise_fact(const struct series_week *last)
{
	if (last == NULL)
		return (struct summary){NAN, NAN, NAN, 0, 0};
	return (struct summary){last->value, NAN, NAN, last->n, 1};
}

/* What was read is shown as corrected; a share that the reader's error does not let one say is
 * not known. */
static struct summary correct_read(const struct study *study, const struct fit *fit,
				   struct period period, struct summary summary)
{
	struct adjusted_share share = {.value = NAN, .low = NAN, .high = NAN};

	if (isnan(summary.value))
		return summary;
	study_read_share(study, fit, period.first, period.last + 1, &share);
	summary.value = share.value;
	summary.low = share.low;
	summary.high = share.high;
	return summary;
}

/* Contact of mail alone is not compared with contact of mail and chat. */
static bool is_comparable(const struct study *study, const struct fit *fit, guint week)
{
	return !fit->indicator->any_channel || study_channels(study, week) == study->channels;
}

static struct summary summarise(const struct study *study, const struct fit *fit,
				struct period period)
{
	static struct summary (*const by_kind[KIND_COUNT_OF_KINDS])(const struct pool *) = {
		[KIND_LEVEL] = summarise_pooled,      [KIND_COUNT] = summarise_count,
		[KIND_PROPORTION] = summarise_pooled, [KIND_DURATION] = summarise_duration,
		[KIND_SIMILARITY] = summarise_pooled,
	};
	g_autoptr(GArray) events = g_array_new(FALSE, FALSE, sizeof(float));
	struct pool pool = {.events = events};
	const struct series *series = &fit->series;
	const struct series_week *last = NULL;

	for (guint week = period.first; period.weeks > 0 && week <= period.last; week++) {
		gint64 at = (gint64)study->first_week + week - series->first_week;
		if (at < 0 || at >= series->n_weeks || !is_comparable(study, fit, week))
			continue;
		pool_week(series, &series->week[at], &pool);
		if (week_has_value(&series->week[at]))
			last = &series->week[at];
	}
	if (fit->indicator->rule != NULL)
		return summarise_fact(last);
	struct summary summary = by_kind[fit->indicator->kind](&pool);
	return fit->indicator->read == READ_NOTHING ? summary
						    : correct_read(study, fit, period, summary);
}

/* The common baseline need not end before a fact came to stand beyond its limit; where it does
 * not, what came before that is compared, however short. */
static struct period baseline_of_fact(const struct study *study, const struct fit *fit,
				      struct period common)
{
	gint32 onset = fit->finding->onset, week;
	guint since;

	if (onset == DAY_NONE)
		return common;
	week = calendar_week_of_day(onset) - study->first_week;
	since = (guint)CLAMP(week, 0, (gint32)study->axis.weeks);
	if (common.weeks > 0 && common.last < since)
		return common;
	return period_before(study, since, BASELINE_WEEKS);
}

static struct period baseline_of(const struct study *study, const struct fit *fit,
				 struct period common)
{
	if (fit->indicator->rule != NULL)
		return baseline_of_fact(study, fit, common);
	if (!study_has_onset(study) && fit_dated_alone(study, fit))
		return baseline_before(study, fit->loss.low);
	return common;
}

static void compare_fit(const struct study *study, struct fit *fit, struct period before)
{
	struct finding *finding = fit->finding;
	struct summary was = summarise(study, fit, baseline_of(study, fit, before));
	struct summary is = summarise(study, fit, last_quarter(study));

	finding->before = was.value;
	finding->before_low = was.low;
	finding->before_high = was.high;
	finding->n_before = was.n;
	finding->weeks_before = was.weeks;
	finding->after = is.value;
	finding->after_low = is.low;
	finding->after_high = is.high;
	finding->n_after = is.n;
	finding->weeks_after = is.weeks;
}

static void set_period(const struct study *study, struct period period, gint32 *from,
		       gint32 *to)
{
	if (period.weeks == 0)
		return;
	*from = study_monday(study, period.first);
	*to = study_monday(study, period.last) + 6;
}

void study_compare(struct study *study)
{
	struct assessment *out = study->assessment;
	struct period before = common_baseline(study);

	set_period(study, before, &out->baseline_from, &out->baseline_to);
	set_period(study, last_quarter(study), &out->last_from, &out->last_to);
	for (guint i = 0; i < study->n_fits; i++)
		compare_fit(study, &study->fits[i], before);
}
