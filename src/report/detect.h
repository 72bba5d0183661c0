/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the detector found in one history, shown: JSON for programs, a few lines with a drawing
 * of the history for people. The same detection gives the same bytes. */
#pragma once

#include "base/catalogue.h"
#include "detect/detect.h"

/* DESIGN section 12, schema "entente/detect/1"; on one line for JSON lines. Line feed at the
 * end. */
void report_detect_json(const struct detection *detection, gboolean one_line, GString *out);
/* At most `columns` wide, and never wider than 80. */
void report_detect_text(const struct detection *detection, const struct points *points,
			const struct catalogue *catalogue, guint columns, gboolean colour,
			GString *out);
