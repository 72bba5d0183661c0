/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The SQLite driver: WAL, foreign keys, STRICT tables, a file that only its owner reads, and
 * `application_id` so that a stranger's database is never written to. */
#include "db/db-internal.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

#define APPLICATION_ID  0x656e7474 /* "entt" */
#define BUSY_TIMEOUT_MS 10000

static const struct db_token sqlite_tokens[] = {
	{"{{id}}", "INTEGER"}, {"{{int}}", "INTEGER"},   {"{{real}}", "REAL"},
	{"{{blob}}", "BLOB"},  {"{{strict}}", "STRICT"}, {NULL, NULL},
};

static void set_sqlite_error(GError **error, sqlite3 *connection, const char *what)
{
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_STORE, "store: %s: %s", what,
		    sqlite3_errmsg(connection));
}

static gint64 pragma_int(sqlite3 *connection, const char *pragma)
{
	sqlite3_stmt *statement = NULL;
	gint64 value = 0;

	if (sqlite3_prepare_v2(connection, pragma, -1, &statement, NULL) == SQLITE_OK &&
	    sqlite3_step(statement) == SQLITE_ROW)
		value = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return value;
}

static bool sqlite_execute(void *connection, const char *sql, GError **error)
{
	char *message = NULL;

	if (sqlite3_exec(connection, sql, NULL, NULL, &message) == SQLITE_OK)
		return true;
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_STORE, "store: %s",
		    message != NULL ? message : sqlite3_errmsg(connection));
	sqlite3_free(message);
	return false;
}

static bool sqlite_begin(void *connection, GError **error)
{
	return sqlite_execute(connection, "BEGIN IMMEDIATE", error);
}

static bool sqlite_commit(void *connection, GError **error)
{
	return sqlite_execute(connection, "COMMIT", error);
}

static void sqlite_rollback(void *connection)
{
	(void)sqlite_execute(connection, "ROLLBACK", NULL);
}

/* SQLite would create the file with the umask's mode: create it first, closed to others. */
static bool create_private_file(const char *path, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(path);
	int descriptor;

	if (g_mkdir_with_parents(folder, 0700) < 0 ||
	    (descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600)) < 0) {
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_STORE,
			    "%s: %s; choose another place with --store", path,
			    g_strerror(errno));
		return false;
	}
	close(descriptor);
	return true;
}

static bool check_present(const char *path, GError **error)
{
	if (g_file_test(path, G_FILE_TEST_EXISTS))
		return true;
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_STORE,
		    "%s: no store yet; begin with: entente import PATH...", path);
	return false;
}

static bool check_application(sqlite3 *connection, const char *path, GError **error)
{
	gint64 tables = pragma_int(connection, "SELECT count(*) FROM sqlite_schema");
	gint64 application = pragma_int(connection, "PRAGMA application_id");

	if (sqlite3_errcode(connection) != SQLITE_OK &&
	    sqlite3_errcode(connection) != SQLITE_DONE &&
	    sqlite3_errcode(connection) != SQLITE_ROW) {
		set_sqlite_error(error, connection, path);
		return false;
	}
	if (application == APPLICATION_ID || (application == 0 && tables == 0))
		return true;
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_STORE,
		    "%s: a database of another program; choose another file with --store",
		    path);
	return false;
}

static bool configure(sqlite3 *connection, enum db_mode mode, GError **error)
{
	static const char always[] = "PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"
				     "PRAGMA cache_size=-32768; PRAGMA mmap_size=268435456;"
				     "PRAGMA trusted_schema=OFF;";
	g_autofree char *writing =
		g_strdup_printf("PRAGMA page_size=8192; PRAGMA journal_mode=WAL;"
				"PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=4000;"
				"PRAGMA application_id=%d;",
				APPLICATION_ID);

	if (mode != DB_READ_ONLY && !sqlite_execute(connection, writing, error))
		return false;
	return sqlite_execute(connection, always, error);
}

static void *sqlite_open(const char *path, enum db_mode mode, GError **error)
{
	int flags = mode == DB_READ_ONLY ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
	sqlite3 *connection = NULL;

	if (!(mode == DB_READ_WRITE ? create_private_file(path, error)
				    : check_present(path, error)))
		return NULL;
	if (sqlite3_open_v2(path, &connection, flags | SQLITE_OPEN_NOMUTEX, NULL) !=
	    SQLITE_OK) {
		set_sqlite_error(error, connection, path);
		sqlite3_close(connection);
		return NULL;
	}
	/* First of all: another process may be writing, or still dying. */
	sqlite3_busy_timeout(connection, BUSY_TIMEOUT_MS);
	if (!check_application(connection, path, error) ||
	    !configure(connection, mode, error)) {
		sqlite3_close(connection);
		return NULL;
	}
	return connection;
}

static void sqlite_close(void *connection)
{
	sqlite3_close(connection);
}

/* SQLite numbers `$2 ... $1` by order of appearance and looks their names up at each binding;
 * `?2 ... ?1` are what they say. Caller owns. */
static char *number_parameters(const char *sql)
{
	char *numbered = g_strdup(sql);

	for (char *at = numbered; *at != '\0'; at++)
		if (*at == '$' && g_ascii_isdigit(at[1]))
			*at = '?';
	return numbered;
}

static void *sqlite_prepare(void *connection, const char *sql, char **failure)
{
	g_autofree char *numbered = number_parameters(sql);
	sqlite3_stmt *statement = NULL;

	if (sqlite3_prepare_v3(connection, numbered, -1, SQLITE_PREPARE_PERSISTENT, &statement,
			       NULL) == SQLITE_OK)
		return statement;
	*failure = g_strdup(sqlite3_errmsg(connection));
	return NULL;
}

static void sqlite_finalize(void *statement)
{
	sqlite3_finalize(statement);
}

static void sqlite_reset(void *statement)
{
	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
}

static bool sqlite_bind_int(void *statement, int index, gint64 value)
{
	return sqlite3_bind_int64(statement, index, value) == SQLITE_OK;
}

static bool sqlite_bind_text(void *statement, int index, const char *value)
{
	return sqlite3_bind_text(statement, index, value, -1, SQLITE_TRANSIENT) == SQLITE_OK;
}

static bool sqlite_bind_blob(void *statement, int index, const void *value, gsize length)
{
	return sqlite3_bind_blob64(statement, index, value, length, SQLITE_TRANSIENT) ==
	       SQLITE_OK;
}

static enum db_step sqlite_step(void *connection, void *statement, GError **error)
{
	int status = sqlite3_step(statement);

	if (status == SQLITE_ROW)
		return DB_ROW;
	if (status == SQLITE_DONE)
		return DB_DONE;
	set_sqlite_error(error, connection, sqlite3_sql(statement));
	return DB_FAILED;
}

static bool sqlite_run(void *connection, void *statement, GError **error)
{
	return sqlite_step(connection, statement, error) != DB_FAILED;
}

static gint64 sqlite_changes(void *connection, void *statement)
{
	return sqlite3_changes(connection);
}

static bool sqlite_is_null(void *statement, int column)
{
	return sqlite3_column_type(statement, column) == SQLITE_NULL;
}

static gint64 sqlite_column_int(void *statement, int column)
{
	return sqlite3_column_int64(statement, column);
}

static const char *sqlite_column_text(void *statement, int column)
{
	return (const char *)sqlite3_column_text(statement, column);
}

static const void *sqlite_column_blob(void *statement, int column, gsize *length)
{
	const void *blob = sqlite3_column_blob(statement, column);

	*length = (gsize)sqlite3_column_bytes(statement, column);
	return blob;
}

static gint64 sqlite_schema_version(void *connection)
{
	return pragma_int(connection, "PRAGMA user_version");
}

static bool sqlite_set_schema_version(void *connection, gint64 version, GError **error)
{
	g_autofree char *sql =
		g_strdup_printf("PRAGMA user_version=%" G_GINT64_FORMAT, version);

	return sqlite_execute(connection, sql, error);
}

const struct db_driver db_driver_sqlite = {
	.tokens = sqlite_tokens,
	.open = sqlite_open,
	.close = sqlite_close,
	.execute = sqlite_execute,
	.begin = sqlite_begin,
	.commit = sqlite_commit,
	.rollback = sqlite_rollback,
	.prepare = sqlite_prepare,
	.finalize = sqlite_finalize,
	.reset = sqlite_reset,
	.bind_int = sqlite_bind_int,
	.bind_text = sqlite_bind_text,
	.bind_blob = sqlite_bind_blob,
	.step = sqlite_step,
	.run = sqlite_run,
	.changes = sqlite_changes,
	.is_null = sqlite_is_null,
	.column_int = sqlite_column_int,
	.column_text = sqlite_column_text,
	.column_blob = sqlite_column_blob,
	.schema_version = sqlite_schema_version,
	.set_schema_version = sqlite_set_schema_version,
};
