/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the reader of language makes of one text, shown: a JSON line for programs, a few lines
 * for people. It speaks of a text, never of who wrote it. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/catalogue.h"
#include "base/json.h"
#include "language/passage.h"
#include "report/screen.h"
#include "store/corrections.h"

#define CLASSIFY_WIDTH 80u /* columns at most */
#define CLASSIFY_LINES 4u  /* of a text that are shown */

struct classified {
	gint64 line;    /* from 1 */
	const char *id; /* as given; NULL: none */
	gint64 number_id;
	bool has_number;  /* the id given is a whole number */
	const char *text; /* decoded UTF-8 */
	guint replaced;   /* bytes that were no UTF-8 */
	const struct passage *passage;
};

/* DESIGN section 12, one line with its line feed. */
void report_classify_json(const struct classified *classified, GString *out);
/* Idem for a line that is no JSON object with a text: everything unknown, and why. */
void report_classify_rejected(gint64 line, const char *reason, GString *out);
/* At most `columns` wide, and never wider than CLASSIFY_WIDTH. */
void report_classify_text(const struct classified *classified,
			  const struct catalogue *catalogue, guint columns, bool colour,
			  GString *out);

/* A label that was given and kept. */
struct kept_label {
	gint64 line;
	const char *id, *text;
	enum stance label, before;     /* STANCE_COUNT: none was kept before */
	const struct passage *passage; /* as the shipped model reads it */
};

void report_kept_label_json(const struct kept_label *kept, GString *out);
void report_kept_label_text(const struct kept_label *kept, const struct catalogue *catalogue,
			    guint columns, bool colour, GString *out);
/* struct correction *. */
void report_corrections_json(const GPtrArray *corrections, GString *out);
void report_corrections_text(const GPtrArray *corrections, const struct catalogue *catalogue,
			     guint columns, bool colour, GString *out);

/* Parts that these share. */
const char *classify_label(const struct catalogue *catalogue, enum stance stance);
enum screen_style classify_style(enum stance stance);
void classify_put_probabilities(struct json_writer *json, const double p[STANCE_COUNT]);
