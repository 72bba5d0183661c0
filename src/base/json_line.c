/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The few members of a line, copied out of its tree; a null counts as absent. */
#include "base/json_line.h"

#include "base/error.h"
#include "base/json_value.h"

static void take_member(const struct json_value *object, struct json_line_member *member)
{
	const struct json_value *value = json_value_member(object, member->key);

	if (value == NULL)
		return;
	member->kind = JSON_LINE_OTHER;
	if (json_value_kind(value) == JSON_STRING) {
		member->kind = JSON_LINE_STRING;
		member->string = json_value_text(value);
	} else if (json_value_integer(value, &member->integer)) {
		member->kind = JSON_LINE_INTEGER;
	}
}

bool json_line_read(const char *line, gsize length, struct json_line_member *members,
		    GError **error)
{
	g_autoptr(json_value_auto) object =
		json_value_parse(line, length, JSON_LINE_DEPTH, NULL);

	if (json_value_kind(object) != JSON_OBJECT) {
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "no JSON object");
		return false;
	}
	for (struct json_line_member *member = members; member->key != NULL; member++)
		take_member(object, member);
	return true;
}

void json_line_clear(struct json_line_member *members)
{
	for (struct json_line_member *member = members; member->key != NULL; member++) {
		g_clear_pointer(&member->string, g_free);
		member->kind = JSON_LINE_ABSENT;
	}
}
