/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What only a server can do wrong: it is not there, knows nobody of that name, holds a
 * stranger's tables, is written to by another, hangs up. Without ENTENTE_TEST_SERVER only the
 * addresses are tried. */
#include "db/db.h"

#include <string.h>

#include "base/error.h"
#include "tests/scratch_store.h"

static void need_server(void)
{
	if (scratch_server() == NULL)
		skip();
}

/* Opening fails, with this in its words, and never with the password. */
static void refused(const char *url, enum db_mode mode, const char *words)
{
	g_autoptr(GError) error = NULL;

	assert_null(db_open(url, mode, &error));
	assert_true(g_error_matches(error, ENTENTE_ERROR, ENTENTE_ERROR_STORE));
	if (strstr(error->message, words) == NULL)
		fail_msg("%s: no \"%s\" in: %s", url, words, error->message);
	assert_null(strstr(error->message, "sesame"));
}

/* The server's URL with another user and database. */
static char *elsewhere(const char *user_and_password, const char *database)
{
	return g_strdup_printf("postgresql://%s@/%s%s", user_and_password, database,
			       strchr(scratch_server(), '?'));
}

static void schemes_are_told_apart(void **state)
{
	assert_true(db_is_server("postgresql://keeper@host/entente"));
	assert_true(db_is_server("postgres://host"));
	assert_false(db_is_server("/home/me/postgresql"));
	assert_false(db_is_server("entente.db"));
}

static void a_server_that_is_not_there_is_told(void **state)
{
	refused("postgresql://me:sesame@127.0.0.1:1/entente", DB_READ_WRITE,
		"is the server started");
	refused("postgresql://me@/entente?host=/nowhere", DB_READ_WRITE, "socket");
	refused("postgresql://me:sesame@host.invalid/entente", DB_READ_WRITE, "check the host");
}

/* libpq would quote what it cannot read, the password with it. */
static void an_address_that_does_not_parse_is_not_quoted(void **state)
{
	refused("postgresql://me:sesame%zz@host/entente", DB_READ_WRITE, "is no URL");
	refused("postgresql://me:x@host/entente?sesame=1", DB_READ_WRITE, "is no URL");
	refused("postgresql://me:sesame@[host/entente", DB_READ_WRITE, "is no URL");
}

static void users_and_databases_are_checked(void **state)
{
	g_autofree char *wrong = NULL, *none = NULL, *nobody = NULL, *nowhere = NULL,
			*right = NULL, *latin = NULL;

	need_server();
	wrong = elsewhere("locked:sesame", "entente");
	none = elsewhere("locked", "entente");
	nobody = elsewhere("nobody_at_all", "entente");
	nowhere = elsewhere("keeper", "nowhere");
	right = elsewhere("locked:a%20secret%25word", "entente");
	latin = elsewhere("keeper", "latin");
	refused(wrong, DB_READ_WRITE, "PGPASSWORD");
	refused(none, DB_READ_WRITE, "give the password");
	refused(nobody, DB_READ_WRITE, "createuser");
	refused(nowhere, DB_READ_WRITE, "createdb");
	refused(latin, DB_READ_WRITE, "not in UTF-8");
	refused(right, DB_READ_ONLY, "no store yet");
}

static void a_schema_must_be_there(void **state)
{
	g_autofree char *url = NULL;

	need_server();
	url = g_strconcat(scratch_server(), "&options=-csearch_path%3Dnowhere", NULL);
	refused(url, DB_READ_WRITE, "CREATE SCHEMA");
}

static struct db *open_scratch(const struct scratch_store *scratch)
{
	struct db *db = db_open(scratch->url, DB_READ_WRITE, NULL);

	assert_non_null(db);
	return db;
}

static void a_strangers_tables_are_not_touched(void **state)
{
	struct scratch_store *scratch;
	struct db *db;

	need_server();
	scratch = scratch_store_new();
	db = open_scratch(scratch);
	assert_true(db_execute(db, "CREATE TABLE message (x INT)", NULL));
	db_close(db);
	refused(scratch->url, DB_READ_WRITE, "another program");
	refused(scratch->url, DB_READ_ONLY, "another program");
	scratch_store_free(scratch);
}

/* The store is the first schema of the path: tables of a later one are not looked at. */
static void another_schema_is_not_looked_at(void **state)
{
	static const char sql[] = "SELECT count(*) FROM item";
	struct scratch_store *first, *second;
	g_autofree char *url = NULL;
	struct db *db;

	need_server();
	first = scratch_store_new();
	second = scratch_store_new();
	db = open_scratch(second);
	assert_true(db_execute(db, "CREATE TABLE item (x INT)", NULL));
	db_close(db);
	url = g_strconcat(first->url, ",", second->schema, NULL);
	db = db_open(url, DB_READ_WRITE, NULL);
	assert_non_null(db);
	assert_int_equal(db_step(db_prepare(db, sql), NULL), DB_FAILED);
	db_close(db);
	scratch_store_free(first);
	scratch_store_free(second);
}

static void one_writer_at_a_time(void **state)
{
	struct scratch_store *scratch, *other;
	struct db *first, *second, *elsewhere_db;
	g_autoptr(GError) error = NULL;

	need_server();
	scratch = scratch_store_new();
	other = scratch_store_new();
	first = open_scratch(scratch);
	second = open_scratch(scratch);
	elsewhere_db = open_scratch(other);
	assert_true(db_execute(second, "SET lock_timeout = '50ms'", NULL));
	assert_true(db_execute(elsewhere_db, "SET lock_timeout = '50ms'", NULL));
	assert_true(db_begin(first, NULL));
	assert_false(db_begin(second, &error));
	assert_non_null(strstr(error->message, "another entente is writing"));
	assert_true(db_begin(elsewhere_db, NULL));
	assert_true(db_commit(first, NULL));
	assert_true(db_begin(second, NULL));
	db_close(first);
	db_close(second);
	db_close(elsewhere_db);
	scratch_store_free(scratch);
	scratch_store_free(other);
}

/* ---- a server that hangs up ---- */

static const char insert_sql[] = "INSERT INTO item (id) VALUES ($1)";
static const char count_sql[] = "SELECT count(*) FROM item";

static bool put(struct db *db, gint64 id, GError **error)
{
	struct db_statement *statement = db_prepare(db, insert_sql);

	db_bind_int(statement, 1, id);
	return db_run(statement, error);
}

static gint64 ask(struct db *db, const char *sql)
{
	struct db_statement *statement = db_prepare(db, sql);

	assert_int_equal(db_step(statement, NULL), DB_ROW);
	return db_column_int(statement, 0);
}

static gint64 backend_of(struct db *db)
{
	static const char sql[] = "SELECT pg_backend_pid()";

	return ask(db, sql);
}

static gint64 ask_about(struct db *db, const char *sql, gint64 pid)
{
	struct db_statement *statement = db_prepare(db, sql);

	db_bind_int(statement, 1, pid);
	assert_int_equal(db_step(statement, NULL), DB_ROW);
	return db_column_int(statement, 0);
}

/* Ends a connection from a second one, as an administrator does. */
static void hang_up(gint64 pid, const struct scratch_store *scratch)
{
	static const char end[] = "SELECT pg_terminate_backend($1)::int";
	static const char there[] = "SELECT count(*) FROM pg_stat_activity WHERE pid = $1";
	g_autoptr(db_auto) other = open_scratch(scratch);

	assert_true(ask_about(other, end, pid) == 1);
	while (ask_about(other, there, pid) != 0)
		g_usleep(1000);
}

static struct db *open_with_items(const struct scratch_store *scratch)
{
	struct db *db = open_scratch(scratch);

	assert_true(db_set_schema_version(db, 1, NULL));
	assert_true(db_execute(db, "CREATE TABLE item (id {{id}} PRIMARY KEY)", NULL));
	assert_true(put(db, 0, NULL));
	return db;
}

/* Everything fails at once, in words; what was complete is there for the next one. */
static void after_a_hang_up(struct db *db, const struct scratch_store *scratch)
{
	g_autoptr(GError) error = NULL, again = NULL;

	assert_int_equal(db_step(db_prepare(db, count_sql), &error), DB_FAILED);
	assert_non_null(strstr(error->message, "run the command again"));
	db_rollback(db);
	assert_false(db_begin(db, &again));
	assert_non_null(again);
	db_close(db);
	db = open_scratch(scratch);
	assert_true(ask(db, count_sql) == 1);
	db_close(db);
}

static void a_connection_lost_between_statements(void **state)
{
	struct scratch_store *scratch;
	struct db *db;

	need_server();
	scratch = scratch_store_new();
	db = open_with_items(scratch);
	hang_up(backend_of(db), scratch);
	after_a_hang_up(db, scratch);
	scratch_store_free(scratch);
}

static void a_connection_lost_while_writing(void **state)
{
	struct scratch_store *scratch;
	struct db *db;
	g_autoptr(GError) error = NULL;
	bool done = true;

	need_server();
	scratch = scratch_store_new();
	db = open_with_items(scratch);
	assert_true(db_begin(db, NULL));
	for (gint64 i = 1; i < 50; i++)
		assert_true(put(db, i, NULL));
	hang_up(backend_of(db), scratch);
	for (gint64 i = 50; done && i < 5000; i++)
		done = put(db, i, &error);
	assert_false(done);
	assert_non_null(strstr(error->message, "run the command again"));
	after_a_hang_up(db, scratch);
	scratch_store_free(scratch);
}

static void a_connection_lost_before_the_commit(void **state)
{
	struct scratch_store *scratch;
	struct db *db;
	g_autoptr(GError) error = NULL;

	need_server();
	scratch = scratch_store_new();
	db = open_with_items(scratch);
	assert_true(db_begin(db, NULL));
	assert_true(put(db, 1, NULL));
	hang_up(backend_of(db), scratch);
	assert_true(put(db, 2, NULL));
	assert_false(db_commit(db, &error));
	assert_non_null(error);
	after_a_hang_up(db, scratch);
	scratch_store_free(scratch);
}

/* Rows that were on the way end in a failure, not in a short answer. */
static void a_connection_lost_while_reading(void **state)
{
	static const char sql[] = "SELECT repeat('x', 1000) FROM generate_series(1, 200000)";
	struct scratch_store *scratch;
	struct db_statement *statement;
	struct db *db;
	g_autoptr(GError) error = NULL;
	enum db_step step;
	guint rows = 0;
	gint64 pid;

	need_server();
	scratch = scratch_store_new();
	db = open_with_items(scratch);
	pid = backend_of(db);
	statement = db_prepare(db, sql);
	assert_int_equal(db_step(statement, NULL), DB_ROW);
	hang_up(pid, scratch);
	while ((step = db_step(statement, &error)) == DB_ROW)
		rows++;
	assert_int_equal(step, DB_FAILED);
	assert_true(rows < 199999);
	assert_non_null(error);
	after_a_hang_up(db, scratch);
	scratch_store_free(scratch);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(schemes_are_told_apart),
		cmocka_unit_test(a_server_that_is_not_there_is_told),
		cmocka_unit_test(an_address_that_does_not_parse_is_not_quoted),
		cmocka_unit_test(users_and_databases_are_checked),
		cmocka_unit_test(a_schema_must_be_there),
		cmocka_unit_test(a_strangers_tables_are_not_touched),
		cmocka_unit_test(another_schema_is_not_looked_at),
		cmocka_unit_test(one_writer_at_a_time),
		cmocka_unit_test(a_connection_lost_between_statements),
		cmocka_unit_test(a_connection_lost_while_writing),
		cmocka_unit_test(a_connection_lost_before_the_commit),
		cmocka_unit_test(a_connection_lost_while_reading),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
