/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The writer keeps one byte a level: what is open, and whether it already has a member. */
#include "base/json.h"

#include <math.h>
#include <string.h>

enum level_state { LEVEL_EMPTY, LEVEL_FILLED, LEVEL_AFTER_KEY };

struct level {
	char closing; /* '}' or ']' */
	enum level_state state;
};

struct json_writer {
	GString *out;
	GArray *levels;    /* struct level */
	gboolean one_line; /* no line feeds, no blanks */
};

struct json_writer *json_writer_new(GString *out)
{
	struct json_writer *json = g_new0(struct json_writer, 1);

	json->out = out;
	json->levels = g_array_new(FALSE, FALSE, sizeof(struct level));
	return json;
}

struct json_writer *json_writer_new_line(GString *out)
{
	struct json_writer *json = json_writer_new(out);

	json->one_line = TRUE;
	return json;
}

void json_writer_free(struct json_writer *json)
{
	g_assert(json->levels->len == 0);
	g_array_unref(json->levels);
	g_free(json);
}

static struct level *top(struct json_writer *json)
{
	return json->levels->len == 0
		       ? NULL
		       : &g_array_index(json->levels, struct level, json->levels->len - 1);
}

static void new_line(struct json_writer *json)
{
	if (json->one_line)
		return;
	g_string_append_c(json->out, '\n');
	for (guint i = 0; i < json->levels->len; i++)
		g_string_append(json->out, "  ");
}

static void next_member(struct json_writer *json, struct level *level)
{
	if (level->state == LEVEL_FILLED)
		g_string_append_c(json->out, ',');
	level->state = LEVEL_FILLED;
	new_line(json);
}

static void before_value(struct json_writer *json)
{
	struct level *level = top(json);

	if (level == NULL)
		return;
	if (level->closing == '}') {
		g_assert(level->state == LEVEL_AFTER_KEY);
		level->state = LEVEL_FILLED;
	} else {
		next_member(json, level);
	}
}

static void begin(struct json_writer *json, char opening, char closing)
{
	struct level level = {closing, LEVEL_EMPTY};

	before_value(json);
	g_string_append_c(json->out, opening);
	g_array_append_val(json->levels, level);
}

static void end(struct json_writer *json, char closing)
{
	struct level *level = top(json);
	enum level_state state;

	g_assert(level != NULL && level->closing == closing && level->state != LEVEL_AFTER_KEY);
	state = level->state;
	g_array_set_size(json->levels, json->levels->len - 1);
	if (state == LEVEL_FILLED)
		new_line(json);
	g_string_append_c(json->out, closing);
}

void json_begin_object(struct json_writer *json)
{
	begin(json, '{', '}');
}

void json_end_object(struct json_writer *json)
{
	end(json, '}');
}

void json_begin_array(struct json_writer *json)
{
	begin(json, '[', ']');
}

void json_end_array(struct json_writer *json)
{
	end(json, ']');
}

/* Bytes that are no UTF-8, as a file name may hold, become replacement characters. */
static void append_quoted(GString *out, const char *unchecked)
{
	static const char escapes[] = "\"\\\b\f\n\r\t";
	static const char letters[] = "\"\\bfnrt";
	g_autofree char *valid = g_utf8_make_valid(unchecked, -1);
	const char *text = valid;

	g_string_append_c(out, '"');
	for (; *text != '\0'; text++) {
		const char *escape = strchr(escapes, *text);
		if (escape != NULL)
			g_string_append_printf(out, "\\%c", letters[escape - escapes]);
		else if ((guchar)*text < 0x20 || *text == 0x7f)
			g_string_append_printf(out, "\\u%04x", (guchar)*text);
		else
			g_string_append_c(out, *text);
	}
	g_string_append_c(out, '"');
}

void json_key(struct json_writer *json, const char *key)
{
	struct level *level = top(json);

	g_assert(level != NULL && level->closing == '}' && level->state != LEVEL_AFTER_KEY);
	next_member(json, level);
	level->state = LEVEL_AFTER_KEY;
	append_quoted(json->out, key);
	g_string_append(json->out, json->one_line ? ":" : ": ");
}

void json_string(struct json_writer *json, const char *value)
{
	before_value(json);
	if (value == NULL)
		g_string_append(json->out, "null");
	else
		append_quoted(json->out, value);
}

void json_int(struct json_writer *json, gint64 value)
{
	before_value(json);
	g_string_append_printf(json->out, "%" G_GINT64_FORMAT, value);
}

void json_double(struct json_writer *json, double value)
{
	char text[G_ASCII_DTOSTR_BUF_SIZE], format[8];

	before_value(json);
	if (!isfinite(value)) {
		g_string_append(json->out, "null");
		return;
	}
	/* The fewest digits that read back the same; 17 always do. */
	for (guint digits = 15; digits <= 17; digits++) {
		g_snprintf(format, sizeof format, "%%.%ug", digits);
		g_ascii_formatd(text, sizeof text, format, value);
		if (g_ascii_strtod(text, NULL) == value)
			break;
	}
	g_string_append(json->out, text);
}

static void rounded(struct json_writer *json, const char *format, double value)
{
	char digits[G_ASCII_DTOSTR_BUF_SIZE];

	g_ascii_formatd(digits, sizeof digits, format, value);
	json_double(json, isfinite(value) ? g_ascii_strtod(digits, NULL) + 0.0 : NAN);
}

void json_figures(struct json_writer *json, double value, guint figures)
{
	char format[8];

	g_snprintf(format, sizeof format, "%%.%ug", figures);
	rounded(json, format, value);
}

void json_decimals(struct json_writer *json, double value, guint decimals)
{
	char format[8];

	g_snprintf(format, sizeof format, "%%.%uf", decimals);
	rounded(json, format, value);
}

void json_bool(struct json_writer *json, gboolean value)
{
	before_value(json);
	g_string_append(json->out, value ? "true" : "false");
}

void json_null(struct json_writer *json)
{
	json_string(json, NULL);
}

void json_member_string(struct json_writer *json, const char *key, const char *value)
{
	json_key(json, key);
	json_string(json, value);
}

void json_member_int(struct json_writer *json, const char *key, gint64 value)
{
	json_key(json, key);
	json_int(json, value);
}

void json_member_double(struct json_writer *json, const char *key, double value)
{
	json_key(json, key);
	json_double(json, value);
}

void json_member_bool(struct json_writer *json, const char *key, gboolean value)
{
	json_key(json, key);
	json_bool(json, value);
}
