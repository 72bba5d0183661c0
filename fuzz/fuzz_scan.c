/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pages with recognised words: the text stays valid and keeps its pages, no mark is left, and
 * every confidence is a share of a page that is there. */
#include <stdint.h>
#include <string.h>

#include "importers/document_scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static guint pages_of(const char *text)
{
	guint pages = 1;

	for (; *text; text++)
		pages += *text == '\f';
	return pages;
}

static void check_scans(const char *scans, guint pages)
{
	struct document_scan scan;
	guint last = 0;

	for (; document_scan_next(&scans, &scan); last = scan.page)
		g_assert(scan.page > last && scan.page <= pages && scan.confidence <= 100 &&
			 scan.words > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *bytes = g_strndup((const char *)data, size);
	g_autofree char *text = g_utf8_make_valid(bytes, -1);
	struct document_builder *builder = document_builder_new();
	struct document_record record;
	g_autofree char *trouble = NULL;
	g_autofree char *whole = scan_take(text, builder, &trouble);

	g_assert(g_utf8_validate(whole, -1, NULL));
	g_assert(pages_of(whole) == pages_of(text));
	g_assert(strchr(text, SCAN_MARK) || strcmp(whole, text) == 0);
	document_take(builder, "pdf", &record);
	check_scans(record.scans, pages_of(text));
	document_record_clear(&record);
	document_builder_free(builder);
	return 0;
}
