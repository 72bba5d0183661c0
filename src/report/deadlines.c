/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Deadlines of many contracts in one order: by their prudent day. */
#include "report/deadlines-internal.h"

#include <string.h>

#include "report/phrase.h"

static bool stands_in(const struct contract_deadline *deadline,
		      const struct deadline_window *window)
{
	return deadline->kind != DEADLINE_EXIT && deadline->status != DEADLINE_PASSED &&
	       (window->last == CONTRACT_NO_DAY || deadline->readings[0].day <= window->last);
}

static gint by_day(gconstpointer a, gconstpointer b)
{
	const struct case_deadline *left = a, *right = b;
	gint32 first = left->deadline->readings[0].day;
	gint32 second = right->deadline->readings[0].day;

	if (first != second)
		return first < second ? -1 : 1;
	if (left->of != right->of)
		return strcmp(left->of->id, right->of->id);
	return (int)left->deadline->kind - (int)right->deadline->kind;
}

GArray *deadlines_within(const GPtrArray *cases, const struct deadline_window *window)
{
	GArray *found = g_array_new(FALSE, FALSE, sizeof(struct case_deadline));

	for (guint c = 0; c < cases->len; c++) {
		const struct contract_case *one = g_ptr_array_index(cases, c);
		const GArray *deadlines = one->outlook.deadlines;
		for (guint i = 0; i < deadlines->len; i++) {
			struct case_deadline entry = {
				one, &g_array_index(deadlines, struct contract_deadline, i)};
			if (stands_in(entry.deadline, window))
				g_array_append_val(found, entry);
		}
	}
	g_array_sort(found, by_day);
	return found;
}

char *deadlines_contract_name(const struct contract_case *one)
{
	const struct contract_record *record = &one->stored->record;
	const char *provider = record->provider != NULL ? record->provider : one->relationship;
	const char *object = record->object != NULL ? record->object : record->reference;
	g_autofree char *name = g_strjoin(": ", provider != NULL ? provider : object,
					  provider != NULL ? object : NULL, NULL);

	return phrase_clean(name);
}
