/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The items of a JSON file as a stream: objects one behind the other (JSON lines), the elements
 * of an array, or those of a named member of an object around them ({"value":[...]}), which may
 * itself be an item of a list. Only one item is held at a time, so that an array of any size
 * streams; an item that is broken or too large costs itself. */
#pragma once

#include "base/json_value.h"
#include "model/record.h"

/* Values of one item, commas and brackets counted: an item of 4 MB may not become a tree of a
 * gigabyte. */
#define JSON_ITEM_VALUES  100000u
#define JSON_CONTEXT_SIZE (64u << 10) /* what of an object around is kept */
#define JSON_ITEMS_LEVELS 2u          /* objects around items */

/* Names of members that hold items, by level: NULL-terminated lists. The items of a member that
 * is an object are its members' values. */
struct json_items_shape {
	const char *const *members[JSON_ITEMS_LEVELS];
};

struct json_items; /* owned by the caller */

enum json_items_result {
	JSON_ITEMS_ITEM,
	JSON_ITEMS_BROKEN,
	JSON_ITEMS_END,
	JSON_ITEMS_FAILED
};

struct json_item {
	const struct json_value *value;   /* borrowed until the next call */
	const struct json_value *context; /* the object around, as far as it stood before; NULL
					     when there is none, or it is too large */
	struct place place;
	const char *trouble; /* JSON_ITEMS_BROKEN: what is wrong and the mend; static */
};

/* NULL with ENTENTE_ERROR_INPUT. The shape is borrowed for the life of the stream. */
struct json_items *json_items_open(const char *path, bool compressed,
				   const struct json_items_shape *shape, GError **error);
/* Over bytes that stay with the caller. */
struct json_items *json_items_open_memory(const guint8 *bytes, gsize length,
					  const struct json_items_shape *shape);
void json_items_free(struct json_items *items);
typedef struct json_items json_items_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(json_items_auto, json_items_free)

/* The next item; JSON_ITEMS_FAILED fills the error. */
enum json_items_result json_items_next(struct json_items *items, struct json_item *item,
				       GError **error);
/* Where the next item begins in the source, or before. */
guint64 json_items_offset(const struct json_items *items);
