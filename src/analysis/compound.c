/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Findings that several measures make together: each is a rule with a name, the numbers it
 * rests on and the events that show it. */
#include "analysis/study-internal.h"

#include <math.h>

#include "base/calendar.h"

struct finding *study_compound(struct study *study, const char *name, enum side side,
			       enum dimension dimension)
{
	g_autofree char *key =
		g_strdup_printf("%s\n%s\n%s", study->timeline->name, name, side_token(side));
	g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, key, -1);
	struct finding *finding = finding_new();

	finding->id = g_strdup_printf("f%.12s", digest);
	finding->indicator = name;
	finding->side = side;
	finding->dimension = dimension;
	finding->kind = KIND_LEVEL;
	finding->unit = "parts";
	finding->worse = 1;
	finding->status = FINDING_WORSE;
	finding->shape = SHAPE_UNDECIDED;
	g_ptr_array_add(study->assessment->findings, finding);
	return finding;
}

void study_add_part(struct finding *finding, const struct finding_part *part)
{
	g_array_append_vals(finding->parts, part, 1);
}

void study_show_event(const struct study *study, struct finding *finding, enum event_kind kind,
		      guint32 index, const char *reason, GPtrArray *out)
{
	const struct assess_options *options = study->options;
	struct evidence *evidence = g_new0(struct evidence, 1);

	study_describe_event(study, kind, finding->side, index, evidence);
	evidence->day =
		calendar_day_of_ms(study_event_ms(study, kind, index), study->timeline->zone);
	evidence->reason = reason;
	evidence->value = NAN;
	if (options != NULL && options->excerpt != NULL)
		evidence->excerpt = options->excerpt(kind, study_event(study, kind, index),
						     options->excerpt_data);
	g_ptr_array_add(out, evidence);
}

const struct fit *study_fit_of(const struct study *study, const char *indicator, enum side side)
{
	for (guint i = 0; i < study->n_fits; i++)
		if (study->fits[i].side == side &&
		    g_str_equal(study->fits[i].indicator->name, indicator))
			return &study->fits[i];
	return NULL;
}
