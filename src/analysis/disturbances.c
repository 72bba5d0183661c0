/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What moves a series without any erosion. A channel that opened takes mail away: the volumes
 * of mail may step or ramp at that week. A change of ticket tool changes what tickets record: a
 * step, and the weeks around it are left out. A migration project leaves its weeks out of all
 * series. Where contact is counted over several channels, weeks in which other sources speak
 * than at the end are another population: their level is a nuisance of its own, so that a
 * source that begins or ends is never a change, and a change within them still is. What is
 * explained so is integrated out, not subtracted. */
#include "analysis/study-internal.h"

#include <string.h>

#include "base/calendar.h"
#include "model/record.h"

#define TOOL_CHANGE_WEEKS  8  /* between one tool's end and the next one's beginning */
#define TOOL_BLUR_WEEKS    4  /* left out on each side of the change */
#define CHANNEL_RAMP_WEEKS 13 /* people take to a new channel */
#define MIGRATION_WEEKS    13 /* of a project whose end nobody dated */

static void add_covariate(struct study *study, gint32 from, gint32 ramp, bool of_tickets)
{
	struct study_covariate covariate = {
		.value = g_new(double, study->axis.weeks),
		.of_tickets = of_tickets,
		.of_channel = !of_tickets,
	};

	for (gint32 week = 0; week < (gint32)study->axis.weeks; week++)
		covariate.value[week] =
			week < from ? 0 : MIN((week - from + 1) / (double)ramp, 1);
	g_array_append_val(study->covariates, covariate);
}

static void leave_out(const struct study *study, guint8 *weeks, gint32 from, gint32 to)
{
	gint32 last = MIN(to, (gint32)study->axis.weeks - 1);

	for (gint32 week = MAX(from, 0); week <= last; week++)
		weeks[week] = TRUE;
}

static void tool_changed(struct study *study, gint32 week)
{
	add_covariate(study, week, 1, true);
	leave_out(study, study->no_tickets, week - TOOL_BLUR_WEEKS, week + TOOL_BLUR_WEEKS);
}

static void channel_opened(struct study *study, gint32 week)
{
	study->channel_known = true;
	add_covariate(study, week, 1, false);
	add_covariate(study, week, CHANNEL_RAMP_WEEKS, false);
}

/* Weeks until the matching end, or a usual project's length. */
static void migration_started(struct study *study, gint32 week)
{
	const struct timeline *timeline = study->timeline;
	gint32 end = week + MIGRATION_WEEKS;

	for (guint i = timeline->n_facts; i-- > 0;) {
		const struct timeline_fact *fact = &timeline->facts[i];
		gint32 at = calendar_week_of_day(fact->day) - study->first_week;
		if (strcmp(fact->fact, "migration_ended") == 0 && at >= week)
			end = at;
	}
	leave_out(study, study->left_out, week, end);
}

/* ---- sources of contact that begin and end ---- */

static guint channels_at_end(const struct study *study)
{
	for (guint week = study->axis.weeks; week-- > 0;)
		if (study_channels(study, week) != 0)
			return study_channels(study, week);
	return 0;
}

/* Weeks with just these channels have a level of their own. */
static void add_population(struct study *study, guint channels)
{
	struct study_covariate covariate = {
		.value = g_new0(double, study->axis.weeks),
		.of_sources = true,
	};
	guint weeks = 0;

	for (guint week = 0; week < study->axis.weeks; week++) {
		covariate.value[week] = study_channels(study, week) == channels;
		weeks += covariate.value[week] > 0;
	}
	if (weeks > 0)
		g_array_append_val(study->covariates, covariate);
	else
		g_free(covariate.value);
}

static void find_populations(struct study *study)
{
	study->channels = channels_at_end(study);
	for (guint channels = 1; channels < 1u << CHANNEL_COUNT; channels++)
		if (channels != study->channels)
			add_population(study, channels);
}

/* People take to another channel when they first speak on it, or when a source first lets it be
 * seen: what is asked by mail may from then on be answered there. */
static void channel_spoken(struct study *study, enum channel channel)
{
	const struct timeline *timeline = study->timeline;

	for (guint i = 0; i < timeline->n_messages; i++) {
		const struct timeline_message *message = &timeline->messages[i];
		if (message->channel != channel || message->automatic != AUTOMATIC_NOT)
			continue;
		add_covariate(study, study_week_of_ms(study, message->at_ms), 1, false);
		struct study_covariate *added = &g_array_index(
			study->covariates, struct study_covariate, study->covariates->len - 1);
		added->of_channel = false;
		added->of_mail = true;
		return;
	}
}

static const struct {
	const char *fact;
	void (*apply)(struct study *study, gint32 week);
} disturbing_facts[] = {
	{"channel_opened", channel_opened},
	{"ticket_tool_changed", tool_changed},
	{"migration_started", migration_started},
};

static void apply_fact(struct study *study, const struct timeline_fact *fact)
{
	gint32 week = calendar_week_of_day(fact->day) - study->first_week;

	for (guint i = 0; i < G_N_ELEMENTS(disturbing_facts); i++)
		if (strcmp(fact->fact, disturbing_facts[i].fact) == 0)
			disturbing_facts[i].apply(study, week);
}

/* One tool's export ends about where another's begins. */
static bool follows(const struct timeline_tool *next, const struct timeline_tool *previous)
{
	return previous->coverage.first_week < next->coverage.first_week &&
	       previous->coverage.last_week < next->coverage.last_week &&
	       ABS(next->coverage.first_week - previous->coverage.last_week) <=
		       TOOL_CHANGE_WEEKS;
}

void study_find_disturbances(struct study *study)
{
	const struct timeline *timeline = study->timeline;

	find_populations(study);
	for (guint channel = CHANNEL_MAIL + 1; channel < CHANNEL_COUNT; channel++)
		channel_spoken(study, channel);
	for (guint i = 0; i < timeline->n_facts; i++)
		apply_fact(study, &timeline->facts[i]);
	for (guint i = 0; i < timeline->n_tools; i++)
		for (guint j = 0; j < timeline->n_tools; j++)
			if (follows(&timeline->tools[i], &timeline->tools[j]))
				tool_changed(study, timeline->tools[i].coverage.first_week -
							    study->first_week);
}
