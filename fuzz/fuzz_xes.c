/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The reader of event logs, from memory: keys and values are valid text, events are numbered
 * one after the other, and the stream ends. */
#include <stdint.h>
#include <string.h>

#include "base/limits.h"
#include "importers/xes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_attributes(const struct xes_attribute *attributes, guint n)
{
	g_assert(n <= LIMIT_CSV_COLUMNS);
	for (guint i = 0; i < n; i++)
		g_assert(g_utf8_validate(attributes[i].key, -1, NULL) &&
			 g_utf8_validate(attributes[i].value, -1, NULL));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct xes *xes = xes_new(xml_open_memory("log", data, size));
	struct xes_event event;
	enum xes_result result;
	guint64 number = 0;
	GError *error = NULL;

	while ((result = xes_next(xes, &event, &error)) == XES_EVENT) {
		g_assert(event.number == ++number && event.in_trace <= number);
		check_attributes(event.trace, event.n_trace);
		check_attributes(event.own, event.n_own);
		g_assert(event.in_trace > 0 || (event.trouble && event.n_trace == 0));
	}
	g_assert((result == XES_FAILED) == (error != NULL));
	g_clear_error(&error);
	g_assert(xes_next(xes, &event, NULL) == XES_END);
	xes_free(xes);
	return 0;
}
