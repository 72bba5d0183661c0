/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Rounded, so that the last bits of a sum never show. */
#include "report/json_parts.h"

#include "base/calendar.h"
#include "model/assessment.h"

#define SHARE_DECIMALS 4
#define VALUE_FIGURES  6

void json_put_share(struct json_writer *json, const char *key, double share)
{
	json_key(json, key);
	json_decimals(json, share, SHARE_DECIMALS);
}

void json_put_value(struct json_writer *json, const char *key, double value)
{
	json_key(json, key);
	json_figures(json, value, VALUE_FIGURES);
}

void json_put_interval(struct json_writer *json, const char *key, double low, double high)
{
	json_key(json, key);
	json_begin_array(json);
	json_figures(json, low, VALUE_FIGURES);
	json_figures(json, high, VALUE_FIGURES);
	json_end_array(json);
}

void json_day(struct json_writer *json, gint32 day)
{
	g_autofree char *text = day != DAY_NONE ? calendar_format_day(day) : NULL;

	json_string(json, text);
}

void json_put_day(struct json_writer *json, const char *key, gint32 day)
{
	json_key(json, key);
	json_day(json, day);
}
