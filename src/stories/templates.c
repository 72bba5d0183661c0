/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One small reader for two places. Files are taken in the order of their names, so that neither
 * the file system nor the resource bundle decides what a seed gives. */
#include "stories/templates.h"

#include <gio/gio.h>
#include <string.h>

#include "base/error.h"
#include "stories/stories-resource.h"

#define RESOURCE_ROOT       "/entente/stories"
#define TEMPLATE_FILES_MOST 1000u

static int compare_names(gconstpointer first, gconstpointer second)
{
	return strcmp(*(const char *const *)first, *(const char *const *)second);
}

static bool list_folder(const char *path, GPtrArray *names, GError **error)
{
	g_autoptr(GError) cause = NULL;
	g_autoptr(GDir) folder = g_dir_open(path, 0, &cause);
	const char *name;

	if (folder == NULL) {
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "%s", cause->message);
		return false;
	}
	while ((name = g_dir_read_name(folder)) != NULL && names->len < TEMPLATE_FILES_MOST)
		g_ptr_array_add(names, g_strdup(name));
	return true;
}

static bool list_resource(const char *path, GPtrArray *names, GError **error)
{
	g_autoptr(GError) cause = NULL;
	g_auto(GStrv) children = g_resource_enumerate_children(
		stories_get_resource(), path, G_RESOURCE_LOOKUP_FLAGS_NONE, &cause);

	if (children == NULL) {
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INTERNAL, "%s", cause->message);
		return false;
	}
	for (guint i = 0; children[i] != NULL; i++)
		g_ptr_array_add(names, g_strdup(children[i]));
	return true;
}

/* Names in a place ("", "text") that end with the suffix, sorted. Caller owns. */
static GPtrArray *list_files(const char *folder, const char *place, const char *suffix,
			     GError **error)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *path =
		g_build_path("/", folder != NULL ? folder : RESOURCE_ROOT, place, NULL);
	bool listed = folder != NULL ? list_folder(path, all, error)
				     : list_resource(path, all, error);

	if (!listed)
		return NULL;
	for (guint i = 0; i < all->len; i++)
		if (g_str_has_suffix(g_ptr_array_index(all, i), suffix))
			g_ptr_array_add(names, g_strdup(g_ptr_array_index(all, i)));
	g_ptr_array_sort(names, compare_names);
	return g_steal_pointer(&names);
}

static GBytes *read_file(const char *folder, const char *path, GError **error)
{
	g_autoptr(GError) cause = NULL;
	g_autoptr(GMappedFile) file = NULL;
	GBytes *bytes;

	if (folder == NULL) {
		bytes = g_resource_lookup_data(stories_get_resource(), path,
					       G_RESOURCE_LOOKUP_FLAGS_NONE, &cause);
		if (bytes == NULL)
			g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INTERNAL, "%s",
				    cause->message);
		return bytes;
	}
	file = g_mapped_file_new(path, FALSE, &cause);
	if (file == NULL) {
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "%s", cause->message);
		return NULL;
	}
	return g_mapped_file_get_bytes(file);
}

char **templates_stories(const char *folder, GError **error)
{
	g_autoptr(GPtrArray) files = list_files(folder, "", ".ini", error);
	GPtrArray *names;

	if (files == NULL)
		return NULL;
	names = g_ptr_array_new();
	for (guint i = 0; i < files->len; i++) {
		const char *file = g_ptr_array_index(files, i);

		g_ptr_array_add(names, g_strndup(file, strlen(file) - strlen(".ini")));
	}
	g_ptr_array_add(names, NULL);
	return (char **)g_ptr_array_free(names, FALSE);
}

/* The name of a story never leads out of the folder: it must be one of those listed. */
static bool known_story(const char *folder, const char *story, GError **error)
{
	g_auto(GStrv) names = templates_stories(folder, error);
	g_autofree char *joined = NULL;

	if (names == NULL)
		return false;
	if (g_strv_contains((const char *const *)names, story))
		return true;
	joined = g_strjoinv(", ", names);
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
		    "no story is called \"%s\"; there are: %s", story, joined);
	return false;
}

struct parameters *templates_parameters(const char *folder, const char *story, GError **error)
{
	g_autofree char *file = g_strconcat(story, ".ini", NULL);
	g_autofree char *path =
		g_build_path("/", folder != NULL ? folder : RESOURCE_ROOT, file, NULL);
	g_autoptr(GBytes) bytes = NULL;
	gsize length;
	const char *text;

	if (!known_story(folder, story, error))
		return NULL;
	bytes = read_file(folder, path, error);
	if (bytes == NULL)
		return NULL;
	text = g_bytes_get_data(bytes, &length);
	return parameters_read(story, path, text != NULL ? text : "", length, error);
}

static bool add_file(struct wording *wording, const char *folder, const char *name,
		     GError **error)
{
	g_autofree char *path =
		g_build_path("/", folder != NULL ? folder : RESOURCE_ROOT, "text", name, NULL);
	g_autoptr(GBytes) bytes = read_file(folder, path, error);
	gsize length;
	const char *text;

	if (bytes == NULL)
		return false;
	text = g_bytes_get_data(bytes, &length);
	return wording_add(wording, path, text != NULL ? text : "", length, error);
}

struct wording *templates_wording(const char *folder, GError **error)
{
	g_autoptr(GPtrArray) files = list_files(folder, "text", ".txt", error);
	g_autoptr(wording_auto) wording = wording_new();

	if (files == NULL)
		return NULL;
	for (guint i = 0; i < files->len; i++)
		if (!add_file(wording, folder, g_ptr_array_index(files, i), error))
			return NULL;
	return g_steal_pointer(&wording);
}
