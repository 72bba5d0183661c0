/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A streaming JSON writer on a GString: members keep the order in which they are written,
 * numbers the shortest form that reads back the same, whatever the locale. A reader is not
 * here. Misuse (a value without its key, an end without its begin) stops the program. */
#pragma once

#include <glib.h>

struct json_writer; /* owned by the caller */

/* Writes into `out`, which outlives it; two spaces a level. */
struct json_writer *json_writer_new(GString *out);
/* Idem, all on one line: for JSON lines. */
struct json_writer *json_writer_new_line(GString *out);
/* Checks that every object and array was ended. */
void json_writer_free(struct json_writer *json);

void json_begin_object(struct json_writer *json);
void json_end_object(struct json_writer *json);
void json_begin_array(struct json_writer *json);
void json_end_array(struct json_writer *json);
void json_key(struct json_writer *json, const char *key);

void json_string(struct json_writer *json, const char *value); /* NULL gives null */
void json_int(struct json_writer *json, gint64 value);
void json_double(struct json_writer *json, double value); /* NAN and infinities give null */
/* Rounded, so that the last bits of a sum never show: to significant figures, to decimals. */
void json_figures(struct json_writer *json, double value, guint figures);
void json_decimals(struct json_writer *json, double value, guint decimals);
void json_bool(struct json_writer *json, gboolean value);
void json_null(struct json_writer *json);

/* A key with its value. */
void json_member_string(struct json_writer *json, const char *key, const char *value);
void json_member_int(struct json_writer *json, const char *key, gint64 value);
void json_member_double(struct json_writer *json, const char *key, double value);
void json_member_bool(struct json_writer *json, const char *key, gboolean value);
