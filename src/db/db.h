/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A small SQL interface with one driver an engine. One dialect for all: `$1` parameters,
 * upserts with RETURNING, common table expressions, window functions; schema texts hold tokens
 * ({{int}}, {{blob}},
 * {{strict}}...) that the driver spells. Statements are kept by the address of their text, so
 * every SQL text is a `static const char[]` beside the function that needs it. */
#pragma once

#include <glib.h>
#include <stdbool.h>

struct db;
struct db_statement;

enum db_step { DB_ROW, DB_DONE, DB_FAILED };

enum db_mode {
	DB_READ_WRITE, /* created when missing */
	DB_EXISTING,   /* for both, too; must exist */
	DB_READ_ONLY,  /* must exist */
};

/* Whether a URL names a server, not a file. */
bool db_is_server(const char *url);
/* `url` is a file path, or "postgresql://USER@HOST:PORT/DATABASE" as libpq takes it
 * (PGPASSWORD,
 * ~/.pgpass and ?options=-csearch_path%3DSCHEMA count). The database must be there and in
 * UTF-8; the first schema of its search path is the store. Caller owns; NULL on error. */
struct db *db_open(const char *url, enum db_mode mode, GError **error);
void db_close(struct db *db);
typedef struct db db_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(db_auto, db_close)

/* Runs a script of statements whose rows are not wanted; schema tokens are spelled first. */
bool db_execute(struct db *db, const char *sql, GError **error);

/* The statement of a text, reset and unbound; borrowed. Never NULL: a text that does not
 * compile fails at its first step with the reason. */
struct db_statement *db_prepare(struct db *db, const char *sql);

/* Parameters count from 1. Texts and blobs are copied; NULL binds NULL. A failure to bind is
 * told by the next step. */
void db_bind_int(struct db_statement *statement, int index, gint64 value);
void db_bind_text(struct db_statement *statement, int index, const char *value);
void db_bind_blob(struct db_statement *statement, int index, const void *value, gsize length);

enum db_step db_step(struct db_statement *statement, GError **error);
/* One step of a statement that gives no row. Within a transaction a server may be sent it
 * without waiting: a failure is then told by a later step, or by the commit, and nothing is
 * kept. */
bool db_run(struct db_statement *statement, GError **error);
/* One step of a statement that gives no row and may find nothing to write: *wrote tells. A
 * server is waited for. */
bool db_put(struct db_statement *statement, bool *wrote, GError **error);

/* Columns count from 0; texts and blobs are borrowed until the next step. NULL columns give 0
 * or NULL, and so may a blob of no bytes. Several statements may be open, but a server's rows
 * wait in memory while another one runs: keep long readings to themselves. */
bool db_column_is_null(struct db_statement *statement, int column);
gint64 db_column_int(struct db_statement *statement, int column);
const char *db_column_text(struct db_statement *statement, int column);
const void *db_column_blob(struct db_statement *statement, int column, gsize *length);

/* One writer at a time: another one waits for some seconds, then fails. After a failure on a
 * server every step fails alike until the transaction is taken back. */
bool db_begin(struct db *db, GError **error);
bool db_commit(struct db *db, GError **error);
void db_rollback(struct db *db);

/* Version of the schema, and the mark that file or schema is ours. */
gint64 db_schema_version(struct db *db);
bool db_set_schema_version(struct db *db, gint64 version, GError **error);
