/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The detector's table of errors, shown: every figure of every cell as JSON, the same with the
 * targets beside as text. */
#pragma once

#include "base/catalogue.h"
#include "calibration/calibrate.h"

/* Schema "entente/calibrate/1". Line feed at the end. */
void report_calibrate_json(const struct calibration *calibration, GString *out);
void report_calibrate_text(const struct calibration *calibration,
			   const struct catalogue *catalogue, guint columns, gboolean colour,
			   GString *out);
