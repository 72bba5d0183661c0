/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `entente source list|remove`: what `import` comes back to, what was read of it, and the way
 * to take back what was given by mistake. */
#include <string.h>

#include "base/error.h"
#include "cli/cli.h"
#include "cli/source_lines.h"
#include "ingest/sources.h"
#include "store/roots.h"

struct view {
	const struct relationship *relationship;
	GPtrArray *roots; /* struct import_root * */
	struct source_view sources;
};

static bool is_there(const struct import_root *root)
{
	return strstr(root->path, "://") != NULL || g_file_test(root->path, G_FILE_TEST_EXISTS);
}

/* NULL: tables of several providers, which are no relationship's own. */
static const char *name_of(const struct relationship *relationship)
{
	return *relationship->name != '\0' ? relationship->name : NULL;
}

/* ---- list ---- */

static void view_json(struct json_writer *json, const struct view *view)
{
	json_begin_object(json);
	json_member_string(json, "schema", "entente/source/1");
	json_member_string(json, "relationship", name_of(view->relationship));
	json_key(json, "roots");
	json_begin_array(json);
	for (guint i = 0; i < view->roots->len; i++) {
		const struct import_root *root = g_ptr_array_index(view->roots, i);
		json_begin_object(json);
		json_member_string(json, "path", root->path);
		json_member_string(json, "as", root->imposed);
		json_member_bool(json, "present", is_there(root));
		json_end_object(json);
	}
	json_end_array(json);
	source_view_json(json, &view->sources);
	json_end_object(json);
}

static void view_text(const struct cli *cli, const struct view *view, GString *out)
{
	const struct screen screen = {out, cli->columns, cli->colour};
	const struct catalogue *catalogue = cli->catalogue;
	const char *name = name_of(view->relationship);

	screen_wrap(&screen, SCREEN_BOLD, "", 2,
		    name != NULL ? name
				 : catalogue_text(catalogue, "Tables of several providers"));
	screen_heading(&screen, catalogue_text(catalogue, "Read again by `entente import`"));
	for (guint i = 0; i < view->roots->len; i++) {
		const struct import_root *root = g_ptr_array_index(view->roots, i);
		g_autofree char *line = g_strdup_printf(
			"%s%s%s%s%s", root->path, root->imposed != NULL ? " --as " : "",
			root->imposed != NULL ? root->imposed : "", is_there(root) ? "" : "; ",
			is_there(root) ? "" : catalogue_text(catalogue, "gone"));
		screen_wrap(&screen, SCREEN_PLAIN, "  ", 4, line);
	}
	source_view_text(&screen, catalogue, &view->sources);
}

static bool view_load(struct view *view, struct store *store,
		      const struct relationship *relationship, GError **error)
{
	*view = (struct view){.relationship = relationship};
	view->roots = store_roots(store, relationship->id, error);
	return view->roots != NULL &&
	       source_view_load(&view->sources, store, relationship, error);
}

static void view_clear(struct view *view)
{
	g_clear_pointer(&view->roots, g_ptr_array_unref);
	source_view_clear(&view->sources);
}

static bool show_one(const struct cli *cli, struct store *store,
		     const struct relationship *relationship, struct json_writer *json,
		     GString *out, GError **error)
{
	struct view view;
	bool done = view_load(&view, store, relationship, error);

	if (done && json != NULL)
		view_json(json, &view);
	else if (done)
		view_text(cli, &view, out);
	view_clear(&view);
	return done;
}

static bool show_all(const struct cli *cli, struct store *store, GString *out, GError **error)
{
	g_autoptr(GPtrArray) all = store_relationships_and_desk(store, error);
	struct json_writer *json = cli_wants_json(cli) ? json_writer_new(out) : NULL;
	bool done = all != NULL;

	if (json != NULL)
		json_begin_array(json);
	for (guint i = 0; done && i < all->len; i++)
		done = show_one(cli, store, g_ptr_array_index(all, i), json, out, error);
	if (json == NULL)
		return done;
	json_end_array(json);
	json_writer_free(json);
	g_string_append_c(out, '\n');
	return done;
}

static int list_sources(const struct cli *cli, struct store *store, const char *name)
{
	g_autoptr(relationship_auto) relationship = NULL;
	g_autoptr(GString) out = g_string_new(NULL);
	struct json_writer *json;
	GError *error = NULL;
	bool done;

	if (name == NULL) {
		done = show_all(cli, store, out, &error);
	} else {
		relationship = cli_relationship(store, name, &error);
		json = cli_wants_json(cli) ? json_writer_new(out) : NULL;
		done = relationship != NULL &&
		       show_one(cli, store, relationship, json, out, &error);
		if (json != NULL) {
			json_writer_free(json);
			g_string_append_c(out, '\n');
		}
	}
	if (!done)
		return cli_fail(error);
	cli_write(out);
	return EXIT_DONE;
}

/* ---- remove ---- */

static char *path_given(const char *path)
{
	return strstr(path, "://") != NULL ? g_strdup(path)
					   : g_canonicalize_filename(path, NULL);
}

/* A file of a folder that stays remembered comes back with it. */
static int say_roots_above(const struct cli *cli, struct store *store,
			   const struct relationship *relationship, const char *path)
{
	GError *error = NULL;
	g_autoptr(GPtrArray) roots = store_roots(store, relationship->id, &error);

	if (roots == NULL)
		return cli_fail(error);
	for (guint i = 0; i < roots->len; i++) {
		const struct import_root *root = g_ptr_array_index(roots, i);
		gsize length = strlen(root->path);
		if (strncmp(path, root->path, length) != 0 || path[length] != '/')
			continue;
		g_printerr(catalogue_text(cli->catalogue,
					  "It is below %s, which is still read again: move it "
					  "away, or remove that path too.\n"),
			   root->path);
	}
	return EXIT_DONE;
}

/* The one of that name, or all that may have read it. Caller owns. */
static GPtrArray *owners_of(struct store *store, const char *name, GError **error)
{
	struct relationship *one;
	GPtrArray *owners;

	if (name == NULL)
		return store_relationships_and_desk(store, error);
	one = cli_relationship(store, name, error);
	if (one == NULL)
		return NULL;
	owners = g_ptr_array_new_with_free_func((GDestroyNotify)relationship_free);
	g_ptr_array_add(owners, one);
	return owners;
}

static bool remove_everywhere(struct store *store, const GPtrArray *owners, const char *path,
			      guint *removed, GError **error)
{
	*removed = 0;
	for (guint i = 0; i < owners->len; i++) {
		guint n = 0;
		if (!sources_remove(store, g_ptr_array_index(owners, i), path, &n, error))
			return false;
		*removed += n;
	}
	if (*removed > 0)
		return true;
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
		    "%s: nothing was read from there (entente source list shows what was)",
		    path);
	return false;
}

static int remove_source(const struct cli *cli, struct store *store, const char *name,
			 const char *given)
{
	g_autoptr(GPtrArray) owners = NULL;
	g_autofree char *path = path_given(given);
	GError *error = NULL;
	guint removed = 0;
	int status = EXIT_DONE;

	owners = owners_of(store, name, &error);
	if (owners == NULL || !remove_everywhere(store, owners, path, &removed, &error))
		return cli_fail(error);
	g_printerr(catalogue_text(cli->catalogue,
				  "Sources removed, with what stood nowhere else: %u.\n"),
		   removed);
	for (guint i = 0; status == EXIT_DONE && i < owners->len; i++)
		status = say_roots_above(cli, store, g_ptr_array_index(owners, i), path);
	return status;
}

/* ---- the verb ---- */

static int run_action(const struct cli *cli, struct store *store, const char *name, int argc,
		      char **argv)
{
	const char *action = argc > 1 ? argv[1] : "list";

	if (strcmp(action, "list") == 0 && argc <= 3)
		return list_sources(cli, store, argc > 2 ? argv[2] : name);
	if (strcmp(action, "remove") == 0 && argc == 3)
		return remove_source(cli, store, name, argv[2]);
	g_printerr("entente: source: say `list [NAME]` or `remove PATH`\n");
	return EXIT_USAGE;
}

static int source_run(struct cli *cli, int argc, char **argv)
{
	g_autoptr(store_auto) store = NULL;
	g_autofree char *name = NULL;
	const GOptionEntry entries[] = {
		{"relationship", 'r', 0, G_OPTION_ARG_STRING, &name, "name of the relationship",
		 "NAME"},
		{NULL, 0, 0, 0, NULL, NULL, NULL},
	};
	GError *error = NULL;

	if (!cli_parse(&verb_source, entries, &argc, &argv))
		return EXIT_USAGE;
	store = cli_open_store(cli, &error);
	if (store == NULL)
		return cli_fail(error);
	return run_action(cli, store, name, argc, argv);
}

const struct verb verb_source = {
	.name = "source",
	.arguments = "list [NAME] | remove PATH",
	.summary = N_("what import comes back to, and taking it back"),
	.run = source_run,
};
