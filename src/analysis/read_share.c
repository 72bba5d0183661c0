/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Shares of language as corrected for the reader's known error (stats/rogan_gladen.h), and
 * whether that error alone could look like a change. It was measured on other writers: their
 * means differ, so that those of a relationship differ from them too, the less the more people
 * write; and what they write about changes with time. A difference between two periods is no
 * evidence of a change unless it is larger than what half of the variance between writers, in
 * each of the two, makes of itself: the other half is taken to be the writer's own, who stays.
 */
#include "analysis/study-internal.h"

#include <math.h>

#define BETWEEN_WRITERS 1.645 /* standard deviations: nineteen in twenty differ by less */

struct reading {
	GArray *clusters;      /* struct score_cluster, a thread each */
	GHashTable *of_thread; /* its place in clusters, from 1 */
	double *of_person;     /* sentences; persons of the timeline */
	double of_language[READING_LANGUAGES];
	double score, sentences;
};

static void reading_init(struct reading *reading, const struct study *study)
{
	*reading = (struct reading){
		.clusters = g_array_new(FALSE, FALSE, sizeof(struct score_cluster)),
		.of_thread = g_hash_table_new(NULL, NULL),
		.of_person = g_new0(double, study->timeline->n_persons),
	};
}

static void reading_clear(struct reading *reading)
{
	g_array_unref(reading->clusters);
	g_hash_table_unref(reading->of_thread);
	g_free(reading->of_person);
}

static struct score_cluster *cluster_of(struct reading *reading, guint32 thread)
{
	gpointer key = GUINT_TO_POINTER(thread);
	guint place = GPOINTER_TO_UINT(g_hash_table_lookup(reading->of_thread, key));
	const struct score_cluster empty = {0};

	if (place == 0) {
		g_array_append_val(reading->clusters, empty);
		place = reading->clusters->len;
		g_hash_table_insert(reading->of_thread, key, GUINT_TO_POINTER(place));
	}
	return &g_array_index(reading->clusters, struct score_cluster, place - 1);
}

static void add_message(struct reading *reading, const struct timeline_message *message,
			double score)
{
	struct score_cluster *cluster = cluster_of(reading, message->thread);

	cluster->sum += score;
	cluster->n += message->sentences;
	reading->of_person[message->person] += message->sentences;
	reading->of_language[message->language] += message->sentences;
	reading->score += score;
	reading->sentences += message->sentences;
}

static void read_week(const struct study *study, const struct series *series,
		      const struct series_week *week, struct reading *reading)
{
	for (guint e = 0; week_has_value(week) && e < week->event_count; e++) {
		const struct series_event *event = &series->events[week->event_first + e];
		const struct timeline_message *message =
			&study->timeline->messages[event->index];

		add_message(reading, message, event->value * message->sentences);
	}
}

static void read_weeks(const struct study *study, const struct fit *fit, guint from, guint to,
		       struct reading *reading)
{
	const struct series *series = &fit->series;

	reading_init(reading, study);
	for (guint week = from; week < to; week++) {
		gint64 at = (gint64)study->first_week + week - series->first_week;
		if (at >= 0 && at < series->n_weeks)
			read_week(study, series, &series->week[at], reading);
	}
}

/* Of a mean over writers of these parts, against that of one writer (Kish 1965). */
static double spread_left(const struct study *study, const struct reading *reading)
{
	double squares = 0;

	for (guint i = 0; i < study->timeline->n_persons; i++)
		squares += reading->of_person[i] * reading->of_person[i];
	return sqrt(squares) / reading->sentences;
}

/* The errors of the languages, by how much of each was read; the cases are those behind the
 * least known of them. */
static struct reader_error error_of(const struct study *study, const struct fit *fit,
				    const struct reading *reading)
{
	const struct reading_error *errors = fit->indicator->read == READ_DEFENSIVE
						     ? study->timeline->defensive_error
						     : study->timeline->supportive_error;
	struct reader_error mixed = {.n_right = G_MAXUINT, .n_wrong = G_MAXUINT};

	for (guint i = 0; i < READING_LANGUAGES; i++) {
		double part = reading->of_language[i] / reading->sentences;
		if (!(part > 0))
			continue;
		mixed.right += errors[i].right * part;
		mixed.wrong += errors[i].wrong * part;
		mixed.right_spread += errors[i].right_spread * part;
		mixed.wrong_spread += errors[i].wrong_spread * part;
		mixed.n_right = MIN(mixed.n_right, errors[i].n_right);
		mixed.n_wrong = MIN(mixed.n_wrong, errors[i].n_wrong);
	}
	return mixed;
}

bool study_read_share(const struct study *study, const struct fit *fit, guint from, guint to,
		      struct adjusted_share *share)
{
	struct reading reading;
	bool known;

	read_weeks(study, fit, from, to, &reading);
	struct reader_error error = error_of(study, fit, &reading);
	error.right_spread *= spread_left(study, &reading);
	error.wrong_spread *= spread_left(study, &reading);
	known = rogan_gladen((const struct score_cluster *)(const void *)reading.clusters->data,
			     reading.clusters->len, &error, share);
	reading_clear(&reading);
	return known;
}

/* How far the mean score of one writer goes from that of another where a part `share` of the
 * sentences counts. */
static double spread_at(const struct reader_error *error, double share)
{
	return hypot(share * error->right_spread, (1 - share) * error->wrong_spread);
}

/* The weeks after the change is complete, a quarter at least. */
static guint after_from(const struct study *study, const struct onset_posterior *change)
{
	return MIN(change->high,
		   study->axis.weeks - MIN(LAST_QUARTER_WEEKS, study->axis.weeks));
}

/* By how much the mean score of what was read may move without the share that it stands for. */
static double margin_of(const struct study *study, const struct fit *fit,
			const struct reading *reading)
{
	struct reader_error error = error_of(study, fit, reading);
	double score = reading->score / reading->sentences;
	double share = (score - error.wrong) / (error.right - error.wrong);

	return BETWEEN_WRITERS * spread_at(&error, CLAMP(share, 0, 1));
}

double study_reader_margin(const struct study *study, const struct fit *fit, guint from,
			   guint to, double *score)
{
	struct reading reading;
	double margin = 0;

	*score = 0;
	if (fit->indicator->read == READ_NOTHING)
		return 0;
	read_weeks(study, fit, from, to, &reading);
	if (reading.sentences > 0) {
		margin = margin_of(study, fit, &reading);
		*score = reading.score / reading.sentences;
	}
	reading_clear(&reading);
	return margin;
}

bool study_reader_explains(const struct study *study, const struct fit *fit,
			   const struct onset_posterior *change)
{
	double margin, before, after;

	if (fit->indicator->read == READ_NOTHING || isnan(change->probability))
		return false;
	margin = study_reader_margin(study, fit, 0, change->median, &before);
	study_reader_margin(study, fit, after_from(study, change), study->axis.weeks, &after);
	return fabs(after - before) < margin;
}
