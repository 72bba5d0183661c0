/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Persons by role and by a small number, never by name: the number is the place of a pseudonym
 * among all, so that it does not depend on the order of import. */
#include "analysis/study-internal.h"

static gint compare_pseudonyms(gconstpointer a, gconstpointer b, gpointer data)
{
	const struct timeline_person *persons = data;
	guint64 x = persons[*(const guint32 *)a].pseudonym;
	guint64 y = persons[*(const guint32 *)b].pseudonym;

	return (x > y) - (x < y);
}

static guint32 most_active(const struct timeline *timeline, enum side side)
{
	guint32 best = TIMELINE_NO_INDEX;

	for (guint32 i = 0; i < timeline->n_persons; i++) {
		const struct timeline_person *person = &timeline->persons[i];
		if (person->side != side || person->shared || person->messages == 0)
			continue;
		if (best == TIMELINE_NO_INDEX ||
		    person->messages > timeline->persons[best].messages)
			best = i;
	}
	return best;
}

/* The indicator of the pivot says who it is; else the one who writes most. */
static void find_pivots(struct study *study)
{
	for (guint side = SIDE_CLIENT; side < SIDE_COUNT; side++)
		study->pivot[side] = most_active(study->timeline, side);
	for (guint i = 0; i < study->n_fits; i++)
		if (fit_about_pivot(study, &study->fits[i]))
			study->pivot[study->fits[i].side] = study->fits[i].series.subject;
}

void study_rank_people(struct study *study)
{
	const struct timeline *timeline = study->timeline;
	g_autofree guint32 *order = g_new(guint32, timeline->n_persons + 1);

	for (guint32 i = 0; i < timeline->n_persons; i++)
		order[i] = i;
	g_qsort_with_data(order, timeline->n_persons, sizeof *order, compare_pseudonyms,
			  timeline->persons);
	study->rank = g_new(guint32, timeline->n_persons + 1);
	for (guint32 place = 0; place < timeline->n_persons; place++)
		study->rank[order[place]] = place + 1;
	find_pivots(study);
}
