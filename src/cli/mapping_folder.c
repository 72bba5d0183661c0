/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/mapping_folder.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"

static char *own_folder(void)
{
	return g_build_filename(g_get_user_data_dir(), "entente", "mappings", NULL);
}

char *mapping_folder_read(const char *given)
{
	g_autofree char *folder = given ? g_strdup(given) : own_folder();

	return given || g_file_test(folder, G_FILE_TEST_IS_DIR) ? g_steal_pointer(&folder)
								: NULL;
}

char *mapping_folder_path(const char *name, GError **error)
{
	g_autofree char *folder = own_folder();
	g_autofree char *file = g_strconcat(name, ".ini", NULL);

	if (*name == '\0' || *name == '.' || strchr(name, '/')) {
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
			    "'%s' is no name for a mapping: give a word without / and not "
			    "beginning with a point",
			    name);
		return NULL;
	}
	if (g_mkdir_with_parents(folder, 0700) != 0) {
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "%s: %s", folder,
			    g_strerror(errno));
		return NULL;
	}
	return g_build_filename(folder, file, NULL);
}
