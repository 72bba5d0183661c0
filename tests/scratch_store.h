/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A place for a store that goes with the test: a file in a folder of its own; or, where
 * ENTENTE_TEST_SERVER names a PostgreSQL server, a schema of its own there. The same tests run
 * with and without it. */
#pragma once

#include <glib/gstdio.h>
#include <unistd.h>

#include "db/db.h"
#include "tests/harness.h"

struct scratch_store {
	char *folder, *url;
	char *schema; /* NULL for a file */
};

static inline const char *scratch_server(void)
{
	return g_getenv("ENTENTE_TEST_SERVER");
}

/* A schema is made or dropped over a connection to the server's own first schema. */
static inline void scratch_tell_server(const char *sql)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(db_auto) db = db_open(scratch_server(), DB_READ_WRITE, &error);

	if (db == NULL || !db_execute(db, sql, &error))
		fail_msg("%s", error->message);
}

static inline struct scratch_store *scratch_store_new(void)
{
	struct scratch_store *scratch = g_new0(struct scratch_store, 1);
	static guint number;

	scratch->folder = g_dir_make_tmp("entente-store-XXXXXX", NULL);
	scratch->url = g_build_filename(scratch->folder, "entente.db", NULL);
	if (scratch_server() != NULL) {
		g_autofree char *sql = NULL;

		scratch->schema = g_strdup_printf("scratch_%d_%u", (int)getpid(), number++);
		sql = g_strconcat("CREATE SCHEMA ", scratch->schema, NULL);
		scratch_tell_server(sql);
		g_free(scratch->url);
		scratch->url = g_strconcat(scratch_server(), "&options=-csearch_path%3D",
					   scratch->schema, NULL);
	}
	return scratch;
}

static inline void scratch_store_free(struct scratch_store *scratch)
{
	static const char *const files[] = {"entente.db", "entente.db-wal", "entente.db-shm"};

	if (scratch->schema != NULL) {
		g_autofree char *sql =
			g_strconcat("DROP SCHEMA ", scratch->schema, " CASCADE", NULL);
		scratch_tell_server(sql);
	}
	for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *path = g_build_filename(scratch->folder, files[i], NULL);
		g_unlink(path);
	}
	g_rmdir(scratch->folder);
	g_free(scratch->folder);
	g_free(scratch->url);
	g_free(scratch->schema);
	g_free(scratch);
}
