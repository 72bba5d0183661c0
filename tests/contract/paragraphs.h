/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Documents for tests, a paragraph a line; "# " begins a heading. */
#pragma once

#include <string.h>

#include "contract/paragraph.h"

/* struct document_paragraph, cleared by the array. Caller owns. */
static inline void test_paragraph_clear(gpointer data)
{
	g_free(((struct document_paragraph *)data)->text);
}

static inline GArray *paragraphs_of(const char *text)
{
	GArray *all = g_array_new(FALSE, TRUE, sizeof(struct document_paragraph));
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	g_array_set_clear_func(all, test_paragraph_clear);
	for (guint i = 0; lines[i] != NULL; i++) {
		gsize level = strspn(lines[i], "#");
		struct document_paragraph one = {
			.page = 1 + i / 4,
			.level = (guint32)level,
			.text = g_strdup(lines[i] + level + (level > 0)),
		};
		if (*lines[i] != '\0')
			g_array_append_val(all, one);
		else
			g_free(one.text);
	}
	return all;
}

#define PARAGRAPHS(array)                                                                      \
	(const struct document_paragraph *)(const void *)(array)->data, (array)->len
