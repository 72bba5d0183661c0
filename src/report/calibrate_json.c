/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Cells in the order of the table; a figure without a bound has null as its target. */
#include <math.h>

#include "base/json.h"
#include "report/calibrate.h"
#include "report/json_parts.h"

static const char *const view_tokens[CALIBRATE_VIEW_COUNT] = {
	[CALIBRATE_OFFLINE] = "onset",
	[CALIBRATE_ONLINE] = "watch",
	[CALIBRATE_PORTFOLIO_VIEW] = "portfolio",
};

static const char *const bound_tokens[] = {
	[CALIBRATE_SHOWN] = NULL,
	[CALIBRATE_AT_MOST] = "at_most",
	[CALIBRATE_AT_LEAST] = "at_least",
};

static void put_figure(struct json_writer *json, const struct calibrate_figure *figure)
{
	json_begin_object(json);
	json_member_string(json, "name", figure->name);
	json_put_share(json, "value", figure->value);
	json_put_interval(json, "interval", figure->low, figure->high);
	json_member_int(json, "n", figure->n);
	json_member_string(json, "bound", bound_tokens[figure->bound]);
	json_put_share(json, "target", figure->target);
	if (figure->bound != CALIBRATE_SHOWN)
		json_member_bool(json, "kept", calibrate_kept(figure));
	json_end_object(json);
}

static void put_cell(struct json_writer *json, const struct calibrate_cell *cell)
{
	json_begin_object(json);
	json_member_string(json, "view", view_tokens[cell->view]);
	json_member_string(json, "scenario", cell->scenario);
	json_member_string(json, "disturbance",
			   *cell->disturbance != '\0' ? cell->disturbance : NULL);
	json_put_share(json, "loss", cell->loss);
	json_put_share(json, "rho", cell->rho);
	json_member_int(json, "relationships", cell->n);
	json_key(json, "figures");
	json_begin_array(json);
	for (guint i = 0; i < cell->figures->len; i++)
		put_figure(json, &g_array_index(cell->figures, struct calibrate_figure, i));
	json_end_array(json);
	json_end_object(json);
}

void report_calibrate_json(const struct calibration *calibration, GString *out)
{
	struct json_writer *json = json_writer_new(out);

	json_begin_object(json);
	json_member_string(json, "schema", "entente/calibrate/1");
	json_member_int(json, "seed", (gint64)calibration->seed);
	json_key(json, "cells");
	json_begin_array(json);
	for (guint i = 0; i < calibration->cells->len; i++)
		put_cell(json, calibration->cells->pdata[i]);
	json_end_array(json);
	json_end_object(json);
	json_writer_free(json);
	g_string_append_c(out, '\n');
}
