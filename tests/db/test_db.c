/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What every engine of the store does alike: values that come back as they were, the order of
 * texts and of NULL, statements side by side, transactions, one writer, reading only. Runs on
 * SQLite, and on PostgreSQL where a server is given. */
#include "db/db.h"

#include <string.h>

#include "base/error.h"
#include "tests/scratch_store.h"

struct fixture {
	struct scratch_store *scratch;
	struct db *db;
};

static const char insert_sql[] =
	"INSERT INTO item (id, number, text, bytes) VALUES ($1, $2, $3, $4)";
static const char item_sql[] = "SELECT number, text, bytes FROM item WHERE id = $1";
static const char count_sql[] = "SELECT count(*) FROM item";

static int set_up(void **state)
{
	static const char schema[] = "CREATE TABLE item (id {{id}} PRIMARY KEY, number {{int}},"
				     " text TEXT, bytes {{blob}}, CHECK (number <> 13))"
				     " {{strict}};";
	struct fixture *fixture = g_new0(struct fixture, 1);

	fixture->scratch = scratch_store_new();
	fixture->db = db_open(fixture->scratch->url, DB_READ_WRITE, NULL);
	*state = fixture;
	return fixture->db == NULL || !db_set_schema_version(fixture->db, 1, NULL) ||
	       !db_execute(fixture->db, schema, NULL);
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	db_close(fixture->db);
	scratch_store_free(fixture->scratch);
	g_free(fixture);
	return 0;
}

static struct db_statement *bind_item(struct db *db, gint64 id, gint64 number, const char *text,
				      const void *bytes, gsize length)
{
	struct db_statement *statement = db_prepare(db, insert_sql);

	db_bind_int(statement, 1, id);
	db_bind_int(statement, 2, number);
	db_bind_text(statement, 3, text);
	db_bind_blob(statement, 4, bytes, length);
	return statement;
}

static bool put(struct db *db, gint64 id, gint64 number, const char *text, GError **error)
{
	return db_run(bind_item(db, id, number, text, NULL, 0), error);
}

static gint64 count(struct db *db)
{
	struct db_statement *statement = db_prepare(db, count_sql);

	assert_int_equal(db_step(statement, NULL), DB_ROW);
	return db_column_int(statement, 0);
}

static struct db_statement *item(struct db *db, gint64 id)
{
	struct db_statement *statement = db_prepare(db, item_sql);

	db_bind_int(statement, 1, id);
	assert_int_equal(db_step(statement, NULL), DB_ROW);
	return statement;
}

/* ---- values ---- */

static void integers_come_back(void **state)
{
	struct fixture *fixture = *state;
	static const gint64 numbers[] = {0, -1, G_MAXINT32, G_MININT32, G_MAXINT64, G_MININT64};

	for (guint i = 0; i < G_N_ELEMENTS(numbers); i++) {
		assert_true(put(fixture->db, numbers[i], numbers[i], "", NULL));
		assert_true(db_column_int(item(fixture->db, numbers[i]), 0) == numbers[i]);
	}
}

static void texts_come_back(void **state)
{
	struct fixture *fixture = *state;
	g_autofree char *large = g_strnfill(1 << 20, 'x');
	const char *const texts[] = {
		"",
		"échoué",
		"a\tb\nc\\d'e\"f$1",
		"\xf0\x9f\x98\x80",
		"caf\xe9.mbox",
		"\xff\xfe",
		"\xf4\x8f\xba\x80",
		large,
	};

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		struct db_statement *statement;

		assert_true(put(fixture->db, i, 0, texts[i], NULL));
		statement = item(fixture->db, i);
		assert_false(db_column_is_null(statement, 1));
		assert_string_equal(db_column_text(statement, 1), texts[i]);
	}
}

static void blobs_come_back(void **state)
{
	struct fixture *fixture = *state;
	guint8 all[512];
	struct db_statement *statement;
	const void *bytes;
	gsize length = 1;

	for (guint i = 0; i < sizeof all; i++)
		all[i] = (guint8)i;
	assert_true(db_run(bind_item(fixture->db, 1, 0, "", all, sizeof all), NULL));
	assert_true(db_run(bind_item(fixture->db, 2, 0, "", all, 0), NULL));
	assert_true(db_run(bind_item(fixture->db, 3, 0, "", NULL, 0), NULL));
	statement = item(fixture->db, 1);
	bytes = db_column_blob(statement, 2, &length);
	assert_int_equal(length, sizeof all);
	assert_memory_equal(bytes, all, length);
	statement = item(fixture->db, 2);
	assert_false(db_column_is_null(statement, 2));
	db_column_blob(statement, 2, &length);
	assert_int_equal(length, 0);
	statement = item(fixture->db, 3);
	assert_true(db_column_is_null(statement, 2));
	assert_null(db_column_blob(statement, 2, &length));
	assert_int_equal(length, 0);
}

static void null_is_nothing(void **state)
{
	struct fixture *fixture = *state;
	struct db_statement *statement = db_prepare(fixture->db, insert_sql);

	db_bind_int(statement, 1, 1);
	assert_true(db_run(statement, NULL));
	statement = item(fixture->db, 1);
	for (int column = 0; column < 3; column++)
		assert_true(db_column_is_null(statement, column));
	assert_true(db_column_int(statement, 0) == 0);
	assert_null(db_column_text(statement, 1));
}

/* A statement that is asked for again has forgotten what was bound. */
static void a_statement_begins_anew(void **state)
{
	struct fixture *fixture = *state;
	struct db_statement *statement;

	assert_true(put(fixture->db, 1, 5, "five", NULL));
	statement = db_prepare(fixture->db, insert_sql);
	db_bind_int(statement, 1, 2);
	assert_true(db_run(statement, NULL));
	assert_true(db_column_is_null(item(fixture->db, 2), 1));
	assert_int_equal(db_step(item(fixture->db, 2), NULL), DB_DONE);
}

/* ---- order ---- */

static char *all_texts(struct db *db, const char *sql)
{
	struct db_statement *statement = db_prepare(db, sql);
	g_autoptr(GString) all = g_string_new(NULL);

	while (db_step(statement, NULL) == DB_ROW)
		g_string_append_printf(
			all, "%s ",
			db_column_is_null(statement, 0) ? "-" : db_column_text(statement, 0));
	return g_strdup(all->str);
}

/* Byte by byte, as strcmp() does, whatever language the database was made for. */
static void texts_are_ordered_by_their_bytes(void **state)
{
	struct fixture *fixture = *state;
	static const char *const texts[] = {"z",   "é",  "Z", "a",           "e",
					    "a-b", "ab", "_", "\xe2\x82\xac"};
	static const char sql[] = "SELECT text FROM item ORDER BY text";
	static const char above[] = "SELECT text FROM item WHERE text > 'a' ORDER BY text DESC";
	g_autofree char *up = NULL, *down = NULL;

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		assert_true(put(fixture->db, i, 0, texts[i], NULL));
	up = all_texts(fixture->db, sql);
	down = all_texts(fixture->db, above);
	assert_string_equal(up, "Z _ a a-b ab e z é \xe2\x82\xac ");
	assert_string_equal(down, "\xe2\x82\xac é z e ab a-b ");
}

static void null_comes_first_when_said(void **state)
{
	struct fixture *fixture = *state;
	static const char sql[] = "SELECT text FROM item ORDER BY text NULLS FIRST";
	g_autofree char *all = NULL;

	assert_true(put(fixture->db, 1, 0, "b", NULL));
	assert_true(put(fixture->db, 2, 0, NULL, NULL));
	assert_true(put(fixture->db, 3, 0, "a", NULL));
	all = all_texts(fixture->db, sql);
	assert_string_equal(all, "- a b ");
}

/* ---- statements side by side ---- */

static void put_many(struct db *db, gint64 most)
{
	assert_true(db_begin(db, NULL));
	for (gint64 i = 0; i < most; i++)
		assert_true(put(db, i, i + 100, "x", NULL));
	assert_true(db_commit(db, NULL));
}

static void rows_wait_for_another_statement(void **state)
{
	struct fixture *fixture = *state;
	static const char sql[] = "SELECT id FROM item ORDER BY id";
	struct db_statement *statement = db_prepare(fixture->db, sql);
	gint64 seen = 0;

	put_many(fixture->db, 300);
	while (db_step(statement, NULL) == DB_ROW) {
		gint64 id = db_column_int(statement, 0);

		assert_true(id == seen++);
		if (id % 50 == 0)
			assert_true(db_column_int(item(fixture->db, id), 0) == id + 100);
	}
	assert_true(seen == 300);
	assert_int_equal(db_step(db_prepare(fixture->db, sql), NULL), DB_ROW);
	assert_int_equal(count(fixture->db), 300);
}

/* What was written in a transaction is seen by its own statements. */
static void writing_and_reading_take_turns(void **state)
{
	struct fixture *fixture = *state;

	assert_true(db_begin(fixture->db, NULL));
	for (gint64 i = 0; i < 50; i++) {
		assert_true(put(fixture->db, i, i + 20, "x", NULL));
		assert_true(count(fixture->db) == i + 1);
	}
	assert_true(db_commit(fixture->db, NULL));
	assert_int_equal(count(fixture->db), 50);
}

static void an_insert_tells_whether_it_was_new(void **state)
{
	struct fixture *fixture = *state;
	static const char sql[] = "INSERT INTO item (id, number) VALUES ($1, 1)"
				  " ON CONFLICT (id) DO NOTHING RETURNING id";
	static const enum db_step expected[] = {DB_ROW, DB_DONE};

	assert_true(db_begin(fixture->db, NULL));
	for (guint i = 0; i < G_N_ELEMENTS(expected); i++) {
		struct db_statement *statement = db_prepare(fixture->db, sql);

		db_bind_int(statement, 1, 7);
		assert_int_equal(db_step(statement, NULL), expected[i]);
		if (expected[i] == DB_ROW)
			assert_int_equal(db_step(statement, NULL), DB_DONE);
	}
	assert_true(db_commit(fixture->db, NULL));
}

/* ---- failures ---- */

static void wrong_sql_fails_at_its_step(void **state)
{
	struct fixture *fixture = *state;
	static const char sql[] = "SELECT nothing FROM nowhere";
	g_autoptr(GError) error = NULL;

	assert_int_equal(db_step(db_prepare(fixture->db, sql), &error), DB_FAILED);
	assert_true(g_error_matches(error, ENTENTE_ERROR, ENTENTE_ERROR_STORE));
	assert_int_equal(db_step(db_prepare(fixture->db, sql), NULL), DB_FAILED);
	assert_int_equal(count(fixture->db), 0);
}

static void a_parameter_too_many_fails(void **state)
{
	struct fixture *fixture = *state;
	struct db_statement *statement = db_prepare(fixture->db, count_sql);
	g_autoptr(GError) error = NULL;

	db_bind_int(statement, 1, 1);
	assert_int_equal(db_step(statement, &error), DB_FAILED);
	assert_non_null(strstr(error->message, "parameter 1"));
}

/* Told by the statement or later, and the commit does not go through. */
static void a_failure_within_a_transaction_keeps_nothing(void **state)
{
	struct fixture *fixture = *state;
	g_autoptr(GError) error = NULL;
	bool done;

	assert_true(db_begin(fixture->db, NULL));
	assert_true(put(fixture->db, 1, 1, "a", NULL));
	done = put(fixture->db, 2, 13, "b", &error) &&
	       db_step(db_prepare(fixture->db, count_sql), &error) == DB_ROW &&
	       db_commit(fixture->db, &error);
	assert_false(done);
	assert_non_null(strstr(error->message, "item"));
	db_rollback(fixture->db);
	assert_int_equal(count(fixture->db), 0);
	put_many(fixture->db, 3);
	assert_int_equal(count(fixture->db), 3);
}

static void a_failure_is_told_by_the_commit_at_last(void **state)
{
	struct fixture *fixture = *state;
	g_autoptr(GError) error = NULL;
	bool done;

	assert_true(db_begin(fixture->db, NULL));
	done = put(fixture->db, 2, 13, "b", &error) && put(fixture->db, 3, 1, "c", &error) &&
	       db_commit(fixture->db, &error);
	assert_false(done);
	assert_non_null(error);
	db_rollback(fixture->db);
	assert_int_equal(count(fixture->db), 0);
}

static void a_rollback_takes_everything_back(void **state)
{
	struct fixture *fixture = *state;
	static const char sql[] = "SELECT id FROM item ORDER BY id";

	put_many(fixture->db, 10);
	assert_true(db_begin(fixture->db, NULL));
	for (gint64 i = 100; i < 2000; i++)
		assert_true(put(fixture->db, i, i, "x", NULL));
	assert_int_equal(db_step(db_prepare(fixture->db, sql), NULL), DB_ROW);
	db_rollback(fixture->db);
	assert_int_equal(count(fixture->db), 10);
}

/* More than may be on the way to a server at a time, in number and in bytes. */
static void much_can_be_written_in_one_transaction(void **state)
{
	struct fixture *fixture = *state;
	g_autofree char *large = g_strnfill(200 << 10, 'y');

	put_many(fixture->db, 2500);
	assert_true(db_begin(fixture->db, NULL));
	for (gint64 i = 0; i < 40; i++)
		assert_true(put(fixture->db, -1 - i, i + 20, large, NULL));
	assert_true(db_commit(fixture->db, NULL));
	assert_int_equal(count(fixture->db), 2540);
	assert_int_equal(strlen(db_column_text(item(fixture->db, -40), 1)), 200 << 10);
}

/* ---- opening ---- */

static void the_version_is_kept(void **state)
{
	struct fixture *fixture = *state;

	assert_true(db_schema_version(fixture->db) == 1);
	assert_true(db_set_schema_version(fixture->db, 77, NULL));
	db_close(fixture->db);
	fixture->db = db_open(fixture->scratch->url, DB_EXISTING, NULL);
	assert_true(db_schema_version(fixture->db) == 77);
	assert_true(db_set_schema_version(fixture->db, 78, NULL));
}

static void who_reads_only_cannot_write(void **state)
{
	struct fixture *fixture = *state;
	g_autoptr(GError) error = NULL;
	g_autoptr(db_auto) reader = NULL;

	put_many(fixture->db, 2);
	reader = db_open(fixture->scratch->url, DB_READ_ONLY, NULL);
	assert_non_null(reader);
	assert_int_equal(count(reader), 2);
	assert_false(put(reader, 9, 9, "x", &error));
	assert_non_null(error);
	assert_int_equal(count(reader), 2);
}

static void what_is_not_there_is_not_made(void **state)
{
	struct fixture *fixture = *state;
	struct scratch_store *empty = scratch_store_new();
	g_autoptr(GError) error = NULL;

	assert_null(db_open(empty->url, DB_READ_ONLY, NULL));
	assert_null(db_open(empty->url, DB_EXISTING, &error));
	assert_true(g_error_matches(error, ENTENTE_ERROR, ENTENTE_ERROR_STORE));
	assert_non_null(strstr(error->message, "no store yet; begin with"));
	scratch_store_free(empty);
	assert_int_equal(count(fixture->db), 0);
}

/* Readers see the store as it was until the writer is done. */
static void a_reader_sees_whole_transactions(void **state)
{
	struct fixture *fixture = *state;
	g_autoptr(db_auto) reader = db_open(fixture->scratch->url, DB_READ_ONLY, NULL);

	assert_true(db_begin(fixture->db, NULL));
	for (gint64 i = 0; i < 700; i++)
		assert_true(put(fixture->db, i, i + 20, "x", NULL));
	assert_int_equal(count(reader), 0);
	assert_true(db_commit(fixture->db, NULL));
	assert_int_equal(count(reader), 700);
}

#define DB_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		DB_TEST(integers_come_back),
		DB_TEST(texts_come_back),
		DB_TEST(blobs_come_back),
		DB_TEST(null_is_nothing),
		DB_TEST(a_statement_begins_anew),
		DB_TEST(texts_are_ordered_by_their_bytes),
		DB_TEST(null_comes_first_when_said),
		DB_TEST(rows_wait_for_another_statement),
		DB_TEST(writing_and_reading_take_turns),
		DB_TEST(an_insert_tells_whether_it_was_new),
		DB_TEST(wrong_sql_fails_at_its_step),
		DB_TEST(a_parameter_too_many_fails),
		DB_TEST(a_failure_within_a_transaction_keeps_nothing),
		DB_TEST(a_failure_is_told_by_the_commit_at_last),
		DB_TEST(a_rollback_takes_everything_back),
		DB_TEST(much_can_be_written_in_one_transaction),
		DB_TEST(the_version_is_kept),
		DB_TEST(who_reads_only_cannot_write),
		DB_TEST(what_is_not_there_is_not_made),
		DB_TEST(a_reader_sees_whole_transactions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
