/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What all engines share: choosing the driver, spelling schema tokens, keeping statements by
 * the address of their text, and carrying a failed bind to the next step. The shape of the
 * driver table follows the idea of dovecot's lib-sql. */
#include "db/db.h"

#include "base/error.h"
#include "db/db-internal.h"

struct db_statement {
	struct db *db;
	void *handle;
	char *failure; /* why it does not compile, or which parameter could not be bound */
};

struct db {
	const struct db_driver *driver;
	void *connection;
	GHashTable *statements; /* text address -> struct db_statement * */
};

static void statement_free(gpointer data)
{
	struct db_statement *statement = data;

	if (statement->handle != NULL)
		statement->db->driver->finalize(statement->handle);
	g_free(statement->failure);
	g_free(statement);
}

bool db_is_server(const char *url)
{
	return g_str_has_prefix(url, "postgresql://") || g_str_has_prefix(url, "postgres://");
}

struct db *db_open(const char *url, enum db_mode mode, GError **error)
{
	const struct db_driver *driver =
		db_is_server(url) ? &db_driver_pgsql : &db_driver_sqlite;
	void *connection;
	struct db *db;

	connection = driver->open(url, mode, error);
	if (connection == NULL)
		return NULL;
	db = g_new0(struct db, 1);
	db->driver = driver;
	db->connection = connection;
	db->statements =
		g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, statement_free);
	return db;
}

void db_close(struct db *db)
{
	if (db == NULL)
		return;
	g_hash_table_destroy(db->statements);
	db->driver->close(db->connection);
	g_free(db);
}

static char *spell_tokens(const struct db_driver *driver, const char *sql)
{
	g_autoptr(GString) text = g_string_new(sql);

	for (const struct db_token *token = driver->tokens; token->name != NULL; token++)
		g_string_replace(text, token->name, token->text, 0);
	return g_strdup(text->str);
}

bool db_execute(struct db *db, const char *sql, GError **error)
{
	g_autofree char *text = spell_tokens(db->driver, sql);

	return db->driver->execute(db->connection, text, error);
}

struct db_statement *db_prepare(struct db *db, const char *sql)
{
	struct db_statement *statement = g_hash_table_lookup(db->statements, sql);

	if (statement == NULL) {
		statement = g_new0(struct db_statement, 1);
		statement->db = db;
		statement->handle =
			db->driver->prepare(db->connection, sql, &statement->failure);
		g_hash_table_insert(db->statements, (gpointer)(guintptr)sql, statement);
	} else if (statement->handle != NULL) {
		g_clear_pointer(&statement->failure, g_free);
		db->driver->reset(statement->handle);
	}
	return statement;
}

static void note_bind(struct db_statement *statement, int index, bool done)
{
	if (!done && statement->failure == NULL)
		statement->failure = g_strdup_printf("parameter %d cannot be bound", index);
}

void db_bind_int(struct db_statement *statement, int index, gint64 value)
{
	if (statement->handle != NULL)
		note_bind(statement, index,
			  statement->db->driver->bind_int(statement->handle, index, value));
}

void db_bind_text(struct db_statement *statement, int index, const char *value)
{
	if (statement->handle != NULL)
		note_bind(statement, index,
			  statement->db->driver->bind_text(statement->handle, index, value));
}

void db_bind_blob(struct db_statement *statement, int index, const void *value, gsize length)
{
	if (statement->handle != NULL)
		note_bind(statement, index,
			  statement->db->driver->bind_blob(statement->handle, index, value,
							   length));
}

static bool say_failure(const struct db_statement *statement, GError **error)
{
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_STORE, "store: %s", statement->failure);
	return false;
}

enum db_step db_step(struct db_statement *statement, GError **error)
{
	if (statement->failure != NULL) {
		say_failure(statement, error);
		return DB_FAILED;
	}
	return statement->db->driver->step(statement->db->connection, statement->handle, error);
}

bool db_run(struct db_statement *statement, GError **error)
{
	if (statement->failure != NULL)
		return say_failure(statement, error);
	return statement->db->driver->run(statement->db->connection, statement->handle, error);
}

bool db_put(struct db_statement *statement, bool *wrote, GError **error)
{
	if (db_step(statement, error) == DB_FAILED)
		return false;
	*wrote = statement->db->driver->changes(statement->db->connection, statement->handle) >
		 0;
	return true;
}

bool db_column_is_null(struct db_statement *statement, int column)
{
	return statement->db->driver->is_null(statement->handle, column);
}

gint64 db_column_int(struct db_statement *statement, int column)
{
	return statement->db->driver->column_int(statement->handle, column);
}

const char *db_column_text(struct db_statement *statement, int column)
{
	return statement->db->driver->column_text(statement->handle, column);
}

const void *db_column_blob(struct db_statement *statement, int column, gsize *length)
{
	return statement->db->driver->column_blob(statement->handle, column, length);
}

bool db_begin(struct db *db, GError **error)
{
	return db->driver->begin(db->connection, error);
}

bool db_commit(struct db *db, GError **error)
{
	return db->driver->commit(db->connection, error);
}

void db_rollback(struct db *db)
{
	db->driver->rollback(db->connection);
}

gint64 db_schema_version(struct db *db)
{
	return db->driver->schema_version(db->connection);
}

bool db_set_schema_version(struct db *db, gint64 version, GError **error)
{
	return db->driver->set_schema_version(db->connection, version, error);
}
