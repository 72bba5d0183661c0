/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `entente rebuild`: everything derived, anew from the evidence. */
#include "cli/cli.h"
#include "ingest/derive.h"
#include "ingest/read.h"

static bool rebuild(struct store *store, const struct relationship *relationship,
		    GError **error)
{
	return derive_relationship(store, relationship, error) &&
	       readings_clear(store, relationship->id, error) &&
	       read_by_model(store, relationship, NULL, error);
}

static bool rebuild_all(struct store *store, GError **error)
{
	g_autoptr(GPtrArray) all = store_relationships(store, error);

	if (all == NULL)
		return false;
	for (guint i = 0; i < all->len; i++)
		if (!rebuild(store, g_ptr_array_index(all, i), error))
			return false;
	return true;
}

static int rebuild_run(struct cli *cli, int argc, char **argv)
{
	g_autoptr(store_auto) store = NULL;
	GError *error = NULL;

	if (!cli_parse(&verb_rebuild, NULL, &argc, &argv))
		return EXIT_USAGE;
	store = cli_open_store(cli, &error);
	if (store == NULL || !rebuild_all(store, &error))
		return cli_fail(error);
	return EXIT_DONE;
}

const struct verb verb_rebuild = {
	.name = "rebuild",
	.arguments = "",
	.summary = N_("derived data anew from the evidence"),
	.run = rebuild_run,
};
