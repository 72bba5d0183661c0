/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* JSON of others (RFC 8259), read-only: a text becomes a tree of values whose depth is bounded.
 * Asking a value for what it is not gives nothing, never an error, so that a path through
 * members can be walked without looks on the way: a null is as good as absent. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define JSON_VALUE_DEPTH 64

enum json_kind {
	JSON_ABSENT,
	JSON_BOOL,
	JSON_INTEGER,
	JSON_REAL,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT
};

struct json_value; /* part of a tree; borrowed, but for the root */

/* The one value that the text is, `depth` of them within each other at most. Caller owns; NULL
 * with ENTENTE_ERROR_INPUT. */
struct json_value *json_value_parse(const char *text, gsize length, int depth, GError **error);
void json_value_free(struct json_value *root);
typedef struct json_value json_value_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(json_value_auto, json_value_free)

/* Everywhere below NULL is an absent value. */
enum json_kind json_value_kind(const struct json_value *value);

/* NULL when it is no object, has no such member, or that is null. */
const struct json_value *json_value_member(const struct json_value *object, const char *key);
/* Members in their order until `each` says false. */
void json_value_each_member(const struct json_value *object,
			    bool (*each)(const char *key, const struct json_value *value,
					 void *data),
			    void *data);

guint json_value_length(const struct json_value *array); /* 0 for what is no array */
const struct json_value *json_value_item(const struct json_value *array, guint index);

/* Borrowed; NULL when it is no string. */
const char *json_value_string(const struct json_value *value);
/* A string, a number as it was written, "true" or "false"; a NUL within is a space. NULL for
 * others. Caller owns. */
char *json_value_text(const struct json_value *value);
/* False when it is no integer of 64 bits: *integer untouched. */
bool json_value_integer(const struct json_value *value, gint64 *integer);
bool json_value_is_true(const struct json_value *value);

/* Short for a member that is a string. */
const char *json_member_text(const struct json_value *object, const char *key);
