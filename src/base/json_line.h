/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reads a JSON object that stands on one line (RFC 8259) for the few members a filter knows.
 * Depth and length are bounded; what else the object holds is passed over. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define JSON_LINE_DEPTH 32

enum json_line_kind { JSON_LINE_ABSENT, JSON_LINE_STRING, JSON_LINE_INTEGER, JSON_LINE_OTHER };

struct json_line_member {
	const char *key;
	enum json_line_kind kind;
	char *string; /* JSON_LINE_STRING: NUL-terminated, owned; a NUL within is a space */
	gint64 integer;
};

/* Fills `members`, which end with a NULL key; false when the line is no object. Clear them in
 * either case. */
bool json_line_read(const char *line, gsize length, struct json_line_member *members,
		    GError **error);
void json_line_clear(struct json_line_member *members);
