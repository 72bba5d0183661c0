/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Folders are walked in the order of names, links to folders are not followed, and only tables
 * and lists are taken, by the end of their names. */
#include "detect/files.h"

#include <string.h>

#include "base/error.h"
#include "base/limits.h"

static bool is_table(const char *name)
{
	static const char *const ends[] = {".csv", ".tsv", ".txt"};
	gsize length = strlen(name);

	for (guint i = 0; i < G_N_ELEMENTS(ends); i++)
		if (length > strlen(ends[i]) &&
		    g_ascii_strcasecmp(name + length - strlen(ends[i]), ends[i]) == 0)
			return *name != '.';
	return false;
}

static gint by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static GPtrArray *names_in(const char *folder, GError **error)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, error);
	GPtrArray *names;
	const char *name;

	if (dir == NULL)
		return NULL;
	names = g_ptr_array_new_with_free_func(g_free);
	while ((name = g_dir_read_name(dir)) != NULL)
		g_ptr_array_add(names, g_strdup(name));
	g_ptr_array_sort(names, by_name);
	return names;
}

static bool is_folder(const char *path)
{
	return g_file_test(path, G_FILE_TEST_IS_DIR) &&
	       !g_file_test(path, G_FILE_TEST_IS_SYMLINK);
}

static bool walk(const char *folder, guint depth, GPtrArray *files, GError **error)
{
	g_autoptr(GPtrArray) names = names_in(folder, error);

	for (guint i = 0; names != NULL && i < names->len; i++) {
		const char *name = g_ptr_array_index(names, i);
		g_autofree char *path = g_build_filename(folder, name, NULL);
		if (is_folder(path)) {
			if (depth > 0 && *name != '.' && !walk(path, depth - 1, files, error))
				return false;
		} else if (is_table(name) && !g_file_test(path, G_FILE_TEST_IS_DIR)) {
			g_ptr_array_add(files, g_steal_pointer(&path));
		}
	}
	return names != NULL;
}

static bool add_folder(const char *folder, GPtrArray *files, GError **error)
{
	guint before = files->len;

	if (!walk(folder, LIMIT_FOLDER_DEPTH, files, error))
		return false;
	if (files->len > before)
		return true;
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
		    "%s: no file that ends in .csv, .tsv or .txt in this folder", folder);
	return false;
}

GPtrArray *detect_files(const char *const *paths, bool *several, GError **error)
{
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
	bool folder = false;

	for (; *paths != NULL; paths++) {
		if (!g_file_test(*paths, G_FILE_TEST_IS_DIR)) {
			g_ptr_array_add(files, g_strdup(*paths));
			continue;
		}
		folder = true;
		if (!add_folder(*paths, files, error))
			return NULL;
	}
	*several = folder || files->len > 1;
	return g_steal_pointer(&files);
}
