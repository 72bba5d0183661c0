/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Runs a fuzz target over every file of its corpus, without a fuzzer: the replay that each test
 * run does. Prints TAP, a case a file; a crash or a sanitizer's report is the failure. */
#include <glib.h>
#include <stdint.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static gint by_name(gconstpointer a, gconstpointer b)
{
	return g_strcmp0(*(char *const *)a, *(char *const *)b);
}

static GPtrArray *sorted_names(const char *folder)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	const char *name;

	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL)
		g_ptr_array_add(names, g_strdup(name));
	g_ptr_array_sort(names, by_name);
	return names;
}

int main(int argc, char **argv)
{
	g_autoptr(GPtrArray) names = argc == 2 ? sorted_names(argv[1]) : NULL;

	if (names == NULL || names->len == 0) {
		printf("1..1\nnot ok 1 - no corpus\n");
		return 1;
	}
	printf("1..%u\n", names->len);
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *path =
			g_build_filename(argv[1], g_ptr_array_index(names, i), NULL);
		g_autofree char *bytes = NULL;
		gsize length = 0;
		gboolean read = g_file_get_contents(path, &bytes, &length, NULL);
		if (read)
			LLVMFuzzerTestOneInput((const uint8_t *)bytes, length);
		printf("%sok %u - %s\n", read ? "" : "not ", i + 1,
		       (const char *)g_ptr_array_index(names, i));
		fflush(stdout);
	}
	return 0;
}
