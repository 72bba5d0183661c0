/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Items of JSON: places ascend, do not overlap and lie in the bytes; the end is reached. */
#include <glib.h>
#include <stdint.h>

#include "importers/json_items.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const lists[] = {"a", "value", NULL};
	static const char *const inner[] = {"b", "value", NULL};
	static const struct json_items_shape shape = {{lists, inner}};
	g_autoptr(json_items_auto) items = json_items_open_memory(data, size, &shape);
	enum json_items_result result;
	struct json_item item;
	guint64 behind = 0;

	while ((result = json_items_next(items, &item, NULL)) == JSON_ITEMS_ITEM ||
	       result == JSON_ITEMS_BROKEN) {
		g_assert((item.value != NULL) == (result == JSON_ITEMS_ITEM));
		g_assert((item.trouble != NULL) == (result == JSON_ITEMS_BROKEN));
		g_assert(item.place.length > 0 || json_items_offset(items) == size);
		g_assert(item.place.offset + item.place.length <= size);
		if (result == JSON_ITEMS_ITEM)
			g_assert(item.place.offset >= behind);
		behind = item.place.offset + item.place.length;
	}
	return 0;
}
