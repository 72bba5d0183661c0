/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* json-c's tokener, strict; no other file includes it. The library lets overlong forms of UTF-8
 * pass, so the text is validated before. Its type for a null is no object at all: NULL. */
#include "base/json_value.h"

#include <json-c/json.h>
#include <string.h>

#include "base/error.h"

static json_object *object_of(const struct json_value *value)
{
	return (json_object *)(guintptr)value;
}

static const struct json_value *value_of(const json_object *object)
{
	return (const struct json_value *)object;
}

struct json_value *json_value_parse(const char *text, gsize length, int depth, GError **error)
{
	json_tokener *tokener;
	json_object *object;
	enum json_tokener_error problem;

	if (length >= G_MAXINT || !g_utf8_validate(text, (gssize)length, NULL)) {
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "not UTF-8");
		return NULL;
	}
	tokener = json_tokener_new_ex(depth);
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT);
	object = json_tokener_parse_ex(tokener, text, (int)length);
	problem = json_tokener_get_error(tokener);
	json_tokener_free(tokener);
	if (problem == json_tokener_success && object)
		return (struct json_value *)object;
	json_object_put(object);
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "%s",
		    problem == json_tokener_success ? "null"
						    : json_tokener_error_desc(problem));
	return NULL;
}

void json_value_free(struct json_value *root)
{
	json_object_put(object_of(root));
}

enum json_kind json_value_kind(const struct json_value *value)
{
	static const enum json_kind kinds[] = {
		[json_type_null] = JSON_ABSENT,   [json_type_boolean] = JSON_BOOL,
		[json_type_double] = JSON_REAL,   [json_type_int] = JSON_INTEGER,
		[json_type_object] = JSON_OBJECT, [json_type_array] = JSON_ARRAY,
		[json_type_string] = JSON_STRING,
	};

	return kinds[json_object_get_type(object_of(value))];
}

const struct json_value *json_value_member(const struct json_value *object, const char *key)
{
	json_object *found;

	if (json_value_kind(object) != JSON_OBJECT ||
	    !json_object_object_get_ex(object_of(object), key, &found))
		return NULL;
	return value_of(found);
}

void json_value_each_member(const struct json_value *object,
			    bool (*each)(const char *key, const struct json_value *value,
					 void *data),
			    void *data)
{
	struct json_object_iterator at, end;

	if (json_value_kind(object) != JSON_OBJECT)
		return;
	at = json_object_iter_begin(object_of(object));
	end = json_object_iter_end(object_of(object));
	for (; !json_object_iter_equal(&at, &end); json_object_iter_next(&at))
		if (!each(json_object_iter_peek_name(&at),
			  value_of(json_object_iter_peek_value(&at)), data))
			return;
}

guint json_value_length(const struct json_value *array)
{
	return json_value_kind(array) == JSON_ARRAY
		       ? (guint)json_object_array_length(object_of(array))
		       : 0;
}

const struct json_value *json_value_item(const struct json_value *array, guint index)
{
	return index < json_value_length(array)
		       ? value_of(json_object_array_get_idx(object_of(array), index))
		       : NULL;
}

const char *json_value_string(const struct json_value *value)
{
	return json_value_kind(value) == JSON_STRING ? json_object_get_string(object_of(value))
						     : NULL;
}

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

char *json_value_text(const struct json_value *value)
{
	switch (json_value_kind(value)) {
	case JSON_STRING:
		return copy_string(object_of(value));
	case JSON_BOOL:
	case JSON_INTEGER:
	case JSON_REAL:
		return g_strdup(json_object_get_string(object_of(value)));
	default:
		return NULL;
	}
}

bool json_value_integer(const struct json_value *value, gint64 *integer)
{
	gint64 found;

	if (json_value_kind(value) != JSON_INTEGER)
		return false;
	/* Beyond 64 bits the library gives the nearest number it can hold. */
	found = json_object_get_int64(object_of(value));
	if (found == G_MAXINT64 || found == G_MININT64)
		return false;
	*integer = found;
	return true;
}

bool json_value_is_true(const struct json_value *value)
{
	return json_value_kind(value) == JSON_BOOL && json_object_get_boolean(object_of(value));
}

const char *json_member_text(const struct json_value *object, const char *key)
{
	return json_value_string(json_value_member(object, key));
}
