/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The labelled sentences beside the checkout: id, language, side, label, tags, text. */
#pragma once

#include "harness.h"

/* Rows (char **) of all files; NULL when the data are not there. Caller owns. */
static inline GPtrArray *shared_sentences(void)
{
	const char *root = g_getenv("ENTENTE_SHARED");
	GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);

	for (guint writer = 0; root != NULL; writer++) {
		g_autofree char *name = g_strdup_printf("sentences-%u.tsv", writer);
		g_autofree char *path = g_build_filename(root, "data", "language", name, NULL);
		g_autofree char *text = NULL;
		g_auto(GStrv) lines = NULL;

		if (!g_file_get_contents(path, &text, NULL, NULL))
			break;
		lines = g_strsplit(text, "\n", -1);
		for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
			g_ptr_array_add(rows, g_strsplit(lines[i], "\t", 6));
	}
	if (rows->len == 0)
		g_clear_pointer(&rows, g_ptr_array_unref);
	return rows;
}
