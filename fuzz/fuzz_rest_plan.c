/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Any bytes as the description of a REST interface: refused, or one whose paths begin with '/'
 * and whose words are all filled. */
#include <stdint.h>
#include <string.h>

#include "fetch/rest_plan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_filled(const char *path)
{
	const struct rest_words words = {
		.list = "{id}", .since = "a b", .token = "&", .id = "%", .page = 1, .size = 1};
	g_autofree char *filled = rest_plan_fill(path, &words, true);

	g_assert_true(*path == '/' && *filled == '/');
	g_assert_null(strstr(filled, "{id}"));
	g_assert_null(strstr(filled, "{size}"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(rest_plan_auto) plan =
		rest_plan_parse("fuzz", (const char *)data, size, NULL);

	if (plan == NULL)
		return 0;
	g_assert_nonnull(plan->lists[0]);
	g_assert_true(plan->size > 0 && plan->pages_most > 0);
	check_filled(plan->path);
	for (guint i = 0; i < plan->subs->len; i++) {
		const struct rest_sub *sub = g_ptr_array_index(plan->subs, i);
		check_filled(sub->path);
	}
	return 0;
}
