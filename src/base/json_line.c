/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* json-c's tokener, strict, on one line; a null counts as absent. */
#include "base/json_line.h"

#include <json-c/json.h>
#include <string.h>

#include "base/error.h"

static char *copy_string(json_object *value)
{
	gsize length = (gsize)json_object_get_string_len(value);
	char *copy = g_malloc(length + 1);

	memcpy(copy, json_object_get_string(value), length);
	copy[length] = '\0';
	for (gsize i = 0; i < length; i++)
		if (copy[i] == '\0')
			copy[i] = ' ';
	return copy;
}

static void take_member(json_object *object, struct json_line_member *member)
{
	json_object *value;

	if (!json_object_object_get_ex(object, member->key, &value) || value == NULL)
		return;
	switch (json_object_get_type(value)) {
	case json_type_string:
		member->kind = JSON_LINE_STRING;
		member->string = copy_string(value);
		break;
	case json_type_int:
		/* Beyond 64 bits the library gives the nearest number it can hold. */
		member->integer = json_object_get_int64(value);
		member->kind = member->integer == G_MAXINT64 || member->integer == G_MININT64
				       ? JSON_LINE_OTHER
				       : JSON_LINE_INTEGER;
		break;
	default:
		member->kind = JSON_LINE_OTHER;
	}
}

static json_object *parse(const char *line, gsize length)
{
	json_tokener *tokener = json_tokener_new_ex(JSON_LINE_DEPTH);
	json_object *object;

	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT);
	object = json_tokener_parse_ex(tokener, line, (int)length);
	if (json_tokener_get_error(tokener) != json_tokener_success) {
		json_object_put(object);
		object = NULL;
	}
	json_tokener_free(tokener);
	return object;
}

bool json_line_read(const char *line, gsize length, struct json_line_member *members,
		    GError **error)
{
	/* The library lets overlong forms of UTF-8 pass. */
	bool sound = length < G_MAXINT && g_utf8_validate(line, (gssize)length, NULL);
	json_object *object = sound ? parse(line, length) : NULL;

	if (object == NULL || json_object_get_type(object) != json_type_object) {
		json_object_put(object);
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "no JSON object");
		return false;
	}
	for (struct json_line_member *member = members; member->key != NULL; member++)
		take_member(object, member);
	json_object_put(object);
	return true;
}

void json_line_clear(struct json_line_member *members)
{
	for (struct json_line_member *member = members; member->key != NULL; member++) {
		g_clear_pointer(&member->string, g_free);
		member->kind = JSON_LINE_ABSENT;
	}
}
