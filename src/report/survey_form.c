/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The questionnaire as a table: a row a question, the cell `value` left to be filled in. */
#include "report/csv_cells.h"
#include "report/survey.h"

static void put_row(GString *out, const struct catalogue *catalogue,
		    const struct survey_item *item, enum side side, const char *part,
		    const char *scale)
{
	csv_put_cell(out, item->id);
	csv_put_cell(out, part);
	csv_put_cell(out, NULL);
	csv_put_cell(out, scale);
	csv_put_cell(out, item->words[survey_language_of(catalogue)][side]);
	g_string_truncate(out, out->len - 1);
	g_string_append_c(out, '\n');
}

void report_survey_form(const struct catalogue *catalogue, enum side side, GString *out)
{
	guint n;
	const struct survey_item *items = survey_items(&n);

	g_string_append(out, "item,part,value,scale,question\n");
	for (guint i = 0; i < n; i++) {
		for (guint at = 0; at < items[i].n_parts; at++) {
			enum survey_part part = survey_part_at(&items[i], at);
			put_row(out, catalogue, &items[i], side, survey_part_token(part),
				survey_part_ends(catalogue, part));
		}
		if (items[i].n_parts == 0)
			put_row(out, catalogue, &items[i], side, "", "");
	}
}
