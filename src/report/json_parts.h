/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Members that every machine form writes alike: shares with four decimals, measured values with
 * six figures, days as YYYY-MM-DD; unknown is null. */
#pragma once

#include "base/json.h"

void json_put_share(struct json_writer *json, const char *key, double share);
void json_put_value(struct json_writer *json, const char *key, double value);
/* An array of two measured values. */
void json_put_interval(struct json_writer *json, const char *key, double low, double high);
void json_put_day(struct json_writer *json, const char *key, gint32 day);
void json_day(struct json_writer *json, gint32 day); /* without a key */
