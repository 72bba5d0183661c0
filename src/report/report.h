/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One assessment, shown: a terminal screen, JSON, a self-contained HTML page. All words come
 * from the catalogue; the same assessment and language give the same bytes. */
#pragma once

#include "base/catalogue.h"
#include "model/assessment.h"

/* DESIGN section 12, schema "entente/assess/1"; n_assessments > 1 or `array` gives an array.
 * Line feed at the end. */
void report_assess_json(GPtrArray *assessments, gboolean array,
			const struct catalogue *catalogue, GString *out);
/* One screen of `columns` (80) columns; colour only when asked. */
void report_assess_text(const struct assessment *assessment, const struct catalogue *catalogue,
			guint columns, gboolean colour, GString *out);
/* `entente explain`: one finding down to its events. */
void report_finding_text(const struct assessment *assessment, const struct finding *finding,
			 const struct catalogue *catalogue, guint columns, gboolean colour,
			 GString *out);
void report_finding_json(const struct assessment *assessment, const struct finding *finding,
			 const struct catalogue *catalogue, GString *out);
/* `entente list`, worst first. */
void report_list_text(GPtrArray *assessments, const struct catalogue *catalogue, guint columns,
		      gboolean colour, GString *out);
void report_list_json(GPtrArray *assessments, const struct catalogue *catalogue, GString *out);
/* `entente report --format html`: no outside reference, prints well, charts as SVG. */
void report_html(const struct assessment *assessment, const struct catalogue *catalogue,
		 GString *out);

/* The sentence of a finding in the reader's language ("Unprompted contact by the provider: one
 * every 9 days, then; one in 71 days, now."). Caller owns. */
char *report_finding_sentence(const struct assessment *assessment,
			      const struct finding *finding, const struct catalogue *catalogue);
/* The headline: since when, or why not. Caller owns. */
char *report_headline(const struct assessment *assessment, const struct catalogue *catalogue);
