/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The driver table: what an engine must give. Statements and connections are the driver's own.
 */
#pragma once

#include "db/db.h"

struct db_token {
	const char *name; /* "{{int}}" */
	const char *text;
};

struct db_driver {
	const struct db_token *tokens; /* ends with a NULL name */
	void *(*open)(const char *url, enum db_mode mode, GError **error);
	void (*close)(void *connection);
	bool (*execute)(void *connection, const char *sql, GError **error);
	bool (*begin)(void *connection, GError **error);
	bool (*commit)(void *connection, GError **error);
	void (*rollback)(void *connection);
	void *(*prepare)(void *connection, const char *sql, char **failure);
	void (*finalize)(void *statement);
	void (*reset)(void *statement);
	bool (*bind_int)(void *statement, int index, gint64 value);
	bool (*bind_text)(void *statement, int index, const char *value);
	bool (*bind_blob)(void *statement, int index, const void *value, gsize length);
	enum db_step (*step)(void *connection, void *statement, GError **error);
	bool (*run)(void *connection, void *statement, GError **error);
	/* Rows that the statement just stepped to its end has written. */
	gint64 (*changes)(void *connection, void *statement);
	bool (*is_null)(void *statement, int column);
	gint64 (*column_int)(void *statement, int column);
	const char *(*column_text)(void *statement, int column);
	const void *(*column_blob)(void *statement, int column, gsize *length);
	gint64 (*schema_version)(void *connection);
	bool (*set_schema_version)(void *connection, gint64 version, GError **error);
};

extern const struct db_driver db_driver_sqlite, db_driver_pgsql;
