/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The PostgreSQL driver. The connection is in libpq's pipeline mode: a db_run() within a
 * transaction is sent and not waited for, rows come one by one. Only one statement at a time
 * can have rows on the way; when another one starts, what is left of the first is taken in. One
 * schema of a database is one store; an advisory lock makes one writer at a time. Texts compare
 * byte by byte, as they do in SQLite. (PostgreSQL manual, chapter 34.) */
#include "db/db-internal.h"

#include <libpq-fe.h>
#include <string.h>

#include "base/error.h"
#include "db/odd_text.h"
#include "db/pgsql_advice.h"

#define QUEUED_MOST       500u       /* statements sent whose answer was not looked at */
#define QUEUED_BYTES_MOST (1u << 20) /* and their parameters */
#define CONNECT_SECONDS   "10"
#define NAME_SIZE         16

static const struct db_token pgsql_tokens[] = {
	{"{{id}}", "BIGINT"},  {"{{int}}", "BIGINT"}, {"{{real}}", "DOUBLE PRECISION"},
	{"{{blob}}", "BYTEA"}, {"{{strict}}", ""},    {"TEXT", "TEXT COLLATE \"C\""},
	{NULL, NULL},
};

struct pgsql_statement;

struct pgsql {
	PGconn *link;
	struct pgsql_statement *arriving; /* whose rows are on the way */
	guint queued;                     /* statements whose answer was not looked at */
	gsize queued_bytes;
	guint n_names;
	bool in_transaction;
	char *trouble; /* the first failure of a transaction, up to its end */
};

struct pgsql_statement {
	struct pgsql *pgsql;
	const char *sql;
	char name[NAME_SIZE]; /* on the server; "" while it does not know the statement */
	int n_parameters;
	char **values;
	int *lengths, *formats;
	bool started;
	GQueue results; /* PGresult * with rows */
	int row;        /* of the first of them, -1 before its first */
	gint64 changes; /* rows that its last step wrote */
	char *failure;
	GPtrArray *lent; /* values that were made for the caller of this step */
};

/* ---- errors ---- */

static char *words_of_result(const PGresult *result)
{
	const char *words = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
	const char *advice = pgsql_advice_state(PQresultErrorField(result, PG_DIAG_SQLSTATE));

	if (words == NULL)
		words = PQresultErrorMessage(result);
	return advice != NULL ? g_strdup_printf("%s; %s", words, advice) : g_strdup(words);
}

/* libpq ends its words with a line break, and may use several lines. */
static char *words_of_link(const PGconn *link)
{
	return g_strdelimit(g_strstrip(g_strdup(PQerrorMessage(link))), "\n\t", ' ');
}

static void note_lost(struct pgsql *pgsql)
{
	g_autofree char *words = words_of_link(pgsql->link);

	if (pgsql->trouble == NULL)
		pgsql->trouble = g_strdup_printf("%s; %s", words, pgsql_advice_state("57P01"));
}

static bool note_result(struct pgsql *pgsql, const PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);

	if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
	    status == PGRES_SINGLE_TUPLE || status == PGRES_EMPTY_QUERY)
		return true;
	if (pgsql->trouble == NULL && PQstatus(pgsql->link) == CONNECTION_BAD)
		note_lost(pgsql);
	else if (pgsql->trouble == NULL && status != PGRES_PIPELINE_ABORTED)
		pgsql->trouble = words_of_result(result);
	return false;
}

static bool tell(const char *words, GError **error)
{
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_STORE, "store: %s",
		    words != NULL ? words : "the server refuses");
	return false;
}

/* After the first failure the server refuses everything until the transaction is taken back. */
static bool may_go_on(struct pgsql *pgsql)
{
	if (!pgsql->in_transaction)
		g_clear_pointer(&pgsql->trouble, g_free);
	return pgsql->trouble == NULL;
}

/* ---- the pipeline ---- */

static void end_command(struct pgsql *pgsql)
{
	PGresult *result;

	while ((result = PQgetResult(pgsql->link)) != NULL) {
		note_result(pgsql, result);
		PQclear(result);
	}
}

static void read_synchronisation(struct pgsql *pgsql)
{
	PGresult *result = PQgetResult(pgsql->link);

	if (result == NULL)
		note_lost(pgsql);
	PQclear(result);
}

static void read_queued(struct pgsql *pgsql)
{
	for (; pgsql->queued > 0; pgsql->queued--)
		end_command(pgsql);
	pgsql->queued_bytes = 0;
}

/* Waits for everything that was sent, and notes what failed of it. */
static bool settle(struct pgsql *pgsql)
{
	if (pgsql->queued == 0)
		return pgsql->trouble == NULL;
	if (PQpipelineSync(pgsql->link) == 1) {
		read_queued(pgsql);
		read_synchronisation(pgsql);
	} else {
		pgsql->queued = 0;
		note_lost(pgsql);
	}
	return pgsql->trouble == NULL;
}

/* The answer of one command after those that wait; NULL when it failed. Caller owns. */
static PGresult *read_answer(struct pgsql *pgsql, int sent)
{
	PGresult *result;
	bool done;

	if (sent != 1 || PQpipelineSync(pgsql->link) != 1) {
		note_lost(pgsql);
		return NULL;
	}
	read_queued(pgsql);
	result = PQgetResult(pgsql->link);
	done = note_result(pgsql, result);
	if (result != NULL)
		end_command(pgsql);
	read_synchronisation(pgsql);
	if (!done)
		g_clear_pointer(&result, PQclear);
	return result;
}

static PGresult *ask(struct pgsql *pgsql, const char *sql)
{
	return read_answer(pgsql,
			   PQsendQueryParams(pgsql->link, sql, 0, NULL, NULL, NULL, NULL, 0));
}

static bool command(struct pgsql *pgsql, const char *sql)
{
	PGresult *result = ask(pgsql, sql);

	PQclear(result);
	return result != NULL;
}

/* ---- rows ---- */

static void drop_row(struct pgsql_statement *statement)
{
	PGresult *result = g_queue_peek_head(&statement->results);

	g_ptr_array_set_size(statement->lent, 0);
	if (result == NULL || ++statement->row < PQntuples(result))
		return;
	PQclear(g_queue_pop_head(&statement->results));
	statement->row = 0;
}

static void drop_rows(struct pgsql_statement *statement)
{
	PGresult *result;

	while ((result = g_queue_pop_head(&statement->results)) != NULL)
		PQclear(result);
	statement->row = -1;
}

/* Takes what the server sends next to the statement whose rows are on the way. */
static void take_result(struct pgsql *pgsql)
{
	struct pgsql_statement *statement = pgsql->arriving;
	PGresult *result = PQgetResult(pgsql->link);
	bool more = PQresultStatus(result) == PGRES_SINGLE_TUPLE;

	statement->changes =
		result != NULL ? g_ascii_strtoll(PQcmdTuples(result), NULL, 10) : 0;
	if (!note_result(pgsql, result))
		statement->failure = g_strdup(pgsql->trouble);
	if (PQntuples(result) > 0)
		g_queue_push_tail(&statement->results, result);
	else
		PQclear(result);
	if (more)
		return;
	pgsql->arriving = NULL;
	if (result != NULL)
		end_command(pgsql);
	read_synchronisation(pgsql);
}

/* Makes the line free for another statement. */
static void take_rows_in(struct pgsql *pgsql)
{
	while (pgsql->arriving != NULL)
		take_result(pgsql);
}

static void forget_rows(struct pgsql_statement *statement)
{
	while (statement->pgsql->arriving == statement) {
		take_result(statement->pgsql);
		drop_rows(statement);
	}
	drop_rows(statement);
}

/* ---- statements ---- */

static int count_parameters(const char *sql)
{
	int most = 0;

	for (const char *mark = strchr(sql, '$'); mark != NULL; mark = strchr(mark + 1, '$'))
		most = MAX(most, (int)g_ascii_strtoll(mark + 1, NULL, 10));
	return most;
}

/* The server sees the statement at its first step: what fails then can be said. */
static void *pgsql_prepare(void *connection, const char *sql, char **failure)
{
	struct pgsql_statement *statement = g_new0(struct pgsql_statement, 1);

	statement->pgsql = connection;
	statement->sql = sql;
	statement->row = -1;
	statement->n_parameters = count_parameters(sql);
	statement->values = g_new0(char *, (gsize)statement->n_parameters);
	statement->lengths = g_new0(int, (gsize)statement->n_parameters);
	statement->formats = g_new0(int, (gsize)statement->n_parameters);
	statement->lent = g_ptr_array_new_with_free_func(g_free);
	g_queue_init(&statement->results);
	return statement;
}

static void pgsql_reset(void *data)
{
	struct pgsql_statement *statement = data;

	forget_rows(statement);
	g_ptr_array_set_size(statement->lent, 0);
	g_clear_pointer(&statement->failure, g_free);
	statement->started = false;
	for (int i = 0; i < statement->n_parameters; i++)
		g_clear_pointer(&statement->values[i], g_free);
}

static void pgsql_finalize(void *data)
{
	struct pgsql_statement *statement = data;

	pgsql_reset(statement);
	g_ptr_array_unref(statement->lent);
	g_free(statement->values);
	g_free(statement->lengths);
	g_free(statement->formats);
	g_free(statement);
}

/* Takes the value. */
static bool set_parameter(struct pgsql_statement *statement, int index, char *value,
			  gsize length, bool binary)
{
	if (index < 1 || index > statement->n_parameters || length > G_MAXINT) {
		g_free(value);
		return false;
	}
	g_free(statement->values[index - 1]);
	statement->values[index - 1] = value;
	statement->lengths[index - 1] = (int)length;
	statement->formats[index - 1] = binary;
	return true;
}

static bool pgsql_bind_int(void *statement, int index, gint64 value)
{
	return set_parameter(statement, index, g_strdup_printf("%" G_GINT64_FORMAT, value), 0,
			     false);
}

static bool pgsql_bind_text(void *statement, int index, const char *value)
{
	char *odd = value != NULL ? odd_text_encode(value) : NULL;

	return set_parameter(statement, index, odd != NULL ? odd : g_strdup(value), 0, false);
}

static bool pgsql_bind_blob(void *statement, int index, const void *value, gsize length)
{
	char *copy = NULL;

	if (value != NULL) {
		copy = g_malloc(length + 1); /* an empty blob is not NULL */
		memcpy(copy, value, length);
	}
	return set_parameter(statement, index, copy, length, true);
}

static gsize size_of_parameters(const struct pgsql_statement *statement)
{
	gsize size = 0;

	for (int i = 0; i < statement->n_parameters; i++)
		if (statement->values[i] != NULL)
			size += statement->formats[i] ? (gsize)statement->lengths[i]
						      : strlen(statement->values[i]);
	return size;
}

static bool make_known(struct pgsql *pgsql, struct pgsql_statement *statement)
{
	char name[NAME_SIZE];
	PGresult *result;

	if (*statement->name != '\0')
		return true;
	g_snprintf(name, sizeof name, "s%u", pgsql->n_names++);
	result = read_answer(pgsql, PQsendPrepare(pgsql->link, name, statement->sql, 0, NULL));
	if (result == NULL)
		return false;
	PQclear(result);
	g_strlcpy(statement->name, name, sizeof statement->name);
	return true;
}

static bool send_statement(struct pgsql *pgsql, struct pgsql_statement *statement)
{
	if (!may_go_on(pgsql))
		return false;
	take_rows_in(pgsql);
	if (!may_go_on(pgsql) || !make_known(pgsql, statement))
		return false;
	if (PQsendQueryPrepared(pgsql->link, statement->name, statement->n_parameters,
				(const char *const *)statement->values, statement->lengths,
				statement->formats, 0) == 1)
		return true;
	note_lost(pgsql);
	return false;
}

static bool start(struct pgsql *pgsql, struct pgsql_statement *statement)
{
	if (!send_statement(pgsql, statement))
		return false;
	if (PQpipelineSync(pgsql->link) != 1) {
		note_lost(pgsql);
		return false;
	}
	read_queued(pgsql);
	PQsetSingleRowMode(pgsql->link);
	pgsql->arriving = statement;
	statement->started = true;
	return true;
}

static enum db_step pgsql_step(void *connection, void *data, GError **error)
{
	struct pgsql_statement *statement = data;
	struct pgsql *pgsql = connection;

	if (!statement->started && !start(pgsql, statement)) {
		tell(pgsql->trouble, error);
		return DB_FAILED;
	}
	drop_row(statement);
	while (g_queue_is_empty(&statement->results) && pgsql->arriving == statement)
		take_result(pgsql);
	if (!g_queue_is_empty(&statement->results)) {
		statement->row = MAX(statement->row, 0);
		return DB_ROW;
	}
	if (statement->failure == NULL)
		return DB_DONE;
	tell(statement->failure, error);
	return DB_FAILED;
}

static bool pgsql_run(void *connection, void *data, GError **error)
{
	struct pgsql_statement *statement = data;
	struct pgsql *pgsql = connection;

	if (!pgsql->in_transaction)
		return pgsql_step(connection, statement, error) != DB_FAILED;
	if (!send_statement(pgsql, statement))
		return tell(pgsql->trouble, error);
	pgsql->queued++;
	pgsql->queued_bytes += size_of_parameters(statement);
	if (pgsql->queued < QUEUED_MOST && pgsql->queued_bytes < QUEUED_BYTES_MOST)
		return true;
	return settle(pgsql) || tell(pgsql->trouble, error);
}

static gint64 pgsql_changes(void *connection, void *statement)
{
	return ((const struct pgsql_statement *)statement)->changes;
}

/* ---- columns ---- */

static const char *value_at(const struct pgsql_statement *statement, int column)
{
	const PGresult *result = g_queue_peek_head((GQueue *)&statement->results);

	if (result == NULL || PQgetisnull(result, statement->row, column))
		return NULL;
	return PQgetvalue(result, statement->row, column);
}

static bool pgsql_is_null(void *statement, int column)
{
	return value_at(statement, column) == NULL;
}

static gint64 pgsql_column_int(void *statement, int column)
{
	const char *value = value_at(statement, column);

	return value != NULL ? g_ascii_strtoll(value, NULL, 10) : 0;
}

static const char *pgsql_column_text(void *data, int column)
{
	struct pgsql_statement *statement = data;
	const char *value = value_at(statement, column);
	char *decoded = value != NULL ? odd_text_decode(value) : NULL;

	if (decoded == NULL)
		return value;
	g_ptr_array_add(statement->lent, decoded);
	return decoded;
}

static const void *pgsql_column_blob(void *data, int column, gsize *length)
{
	struct pgsql_statement *statement = data;
	const char *value = value_at(statement, column);
	unsigned char *bytes;
	void *copy;

	*length = 0;
	if (value == NULL)
		return NULL;
	bytes = PQunescapeBytea((const unsigned char *)value, length);
	copy = g_memdup2(bytes, *length);
	PQfreemem(bytes);
	if (copy != NULL)
		g_ptr_array_add(statement->lent, copy);
	return copy;
}

/* ---- scripts and transactions ---- */

/* A script of several statements is for the simple protocol, out of the pipeline. */
static bool pgsql_execute(void *connection, const char *sql, GError **error)
{
	struct pgsql *pgsql = connection;
	PGresult *result;
	bool done;

	if (!may_go_on(pgsql))
		return tell(pgsql->trouble, error);
	take_rows_in(pgsql);
	if (!settle(pgsql) || PQexitPipelineMode(pgsql->link) != 1)
		return tell(pgsql->trouble, error);
	result = PQexec(pgsql->link, sql);
	done = note_result(pgsql, result);
	PQclear(result);
	PQenterPipelineMode(pgsql->link);
	return done || tell(pgsql->trouble, error);
}

static void pgsql_rollback(void *connection)
{
	struct pgsql *pgsql = connection;

	if (pgsql->arriving != NULL)
		forget_rows(pgsql->arriving);
	settle(pgsql);
	command(pgsql, "ROLLBACK");
	pgsql->in_transaction = false;
	g_clear_pointer(&pgsql->trouble, g_free);
}

/* The lock goes with the transaction; two schemas of a database are two stores. */
static bool pgsql_begin(void *connection, GError **error)
{
	struct pgsql *pgsql = connection;
	static const char lock[] = "SELECT pg_advisory_xact_lock(hashtext('entente'),"
				   " hashtext(current_schema()::text))";

	may_go_on(pgsql);
	take_rows_in(pgsql);
	if (may_go_on(pgsql) && command(pgsql, "BEGIN") && command(pgsql, lock)) {
		pgsql->in_transaction = true;
		return true;
	}
	tell(pgsql->trouble, error);
	pgsql_rollback(pgsql);
	return false;
}

static bool pgsql_commit(void *connection, GError **error)
{
	struct pgsql *pgsql = connection;

	take_rows_in(pgsql);
	if (pgsql->trouble != NULL || !settle(pgsql) || !command(pgsql, "COMMIT"))
		return tell(pgsql->trouble, error);
	pgsql->in_transaction = false;
	return true;
}

/* ---- opening ---- */

static void ignore_notice(void *data, const char *message)
{
}

static bool say_failed(const PGconn *link, GError **error)
{
	g_autofree char *words = words_of_link(link);

	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_STORE, "store: %s; %s", words,
		    pgsql_advice_connecting(words));
	return false;
}

/* libpq's own words on a URL would show its password. */
static bool check_url(const char *url, GError **error)
{
	char *words = NULL;
	PQconninfoOption *options = PQconninfoParse(url, &words);

	PQfreemem(words);
	if (options == NULL)
		return tell(
			"this is no URL of a PostgreSQL server; write "
			"postgresql://USER@HOST:PORT/DATABASE, with what is not a letter or a "
			"digit as %XX",
			error);
	PQconninfoFree(options);
	return true;
}

static PGconn *connect_to(const char *url, GError **error)
{
	const char *const names[] = {"connect_timeout", "dbname", "client_encoding",
				     "fallback_application_name", NULL};
	const char *const values[] = {CONNECT_SECONDS, url, "UTF8", "entente", NULL};
	PGconn *link;

	if (!check_url(url, error))
		return NULL;
	link = PQconnectdbParams(names, values, 1);
	if (PQstatus(link) == CONNECTION_OK)
		return link;
	say_failed(link, error);
	PQfinish(link);
	return NULL;
}

/* As SQLite in WAL mode: a power cut may take the last commits, never half of one. The queries
 * of the store follow keys, and run on tables that were filled a moment ago, of which the
 * planner has no statistics: it is told to follow the keys, too. Sets of ids must fit in
 * work_mem, or NOT IN becomes quadratic. */
static bool configure(struct pgsql *pgsql, enum db_mode mode, GError **error)
{
	static const char settings[] = "SET synchronous_commit = off;"
				       "SET lock_timeout = '10s';"
				       "SET statement_timeout = 0;"
				       "SET idle_in_transaction_session_timeout = 0;"
				       "SET bytea_output = hex;"
				       "SET enable_sort = off;"
				       "SET enable_bitmapscan = off;"
				       "SET enable_hashjoin = off;"
				       "SET enable_mergejoin = off;"
				       "SET work_mem = '128MB';"
				       "SET jit = off";
	const char *encoding = PQparameterStatus(pgsql->link, "server_encoding");

	PQsetNoticeProcessor(pgsql->link, ignore_notice, NULL);
	PQenterPipelineMode(pgsql->link);
	if (g_strcmp0(encoding, "UTF8") != 0)
		return tell("the database is not in UTF-8; make one by createdb -E UTF8 -T "
			    "template0",
			    error);
	return pgsql_execute(pgsql, settings, error) &&
	       (mode != DB_READ_ONLY ||
		pgsql_execute(pgsql, "SET default_transaction_read_only = on", error));
}

static bool check_found(const struct pgsql *pgsql, enum db_mode mode, const char *schema,
			bool empty, bool ours, GError **error)
{
	if (schema == NULL)
		return tell(
			"no schema of the search path is there; make it (CREATE SCHEMA ...) "
			"or name another one: ?options=-csearch_path%3DNAME",
			error);
	if (!ours && !empty)
		return tell(
			"the schema holds tables of another program; make one for the store "
			"(CREATE SCHEMA entente) and name it: "
			"?options=-csearch_path%3Dentente",
			error);
	if (!ours && mode != DB_READ_WRITE)
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_STORE,
			    "%s/%s: no store yet; begin with: entente import PATH...",
			    PQdb(pgsql->link), schema);
	return ours || mode == DB_READ_WRITE;
}

/* What stands in the schema before anything else; tables of extensions are not a stranger's. */
static bool check_schema(struct pgsql *pgsql, enum db_mode mode, GError **error)
{
	static const char sql[] =
		"SELECT current_schema(), count(c.oid),"
		" count(c.oid) FILTER (WHERE c.relname = 'entente_schema')"
		" FROM pg_namespace n LEFT JOIN pg_class c ON c.relnamespace = n.oid"
		" AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT EXISTS (SELECT 1"
		" FROM pg_depend d WHERE d.classid = 'pg_class'::regclass"
		" AND d.objid = c.oid AND d.deptype = 'e')"
		" WHERE n.nspname = current_schema() GROUP BY n.oid";
	PGresult *result = ask(pgsql, sql);
	bool any = PQntuples(result) > 0;
	bool done = result != NULL &&
		    check_found(pgsql, mode, any ? PQgetvalue(result, 0, 0) : NULL,
				any && strcmp(PQgetvalue(result, 0, 1), "0") == 0,
				any && strcmp(PQgetvalue(result, 0, 2), "0") != 0, error);

	if (result == NULL)
		tell(pgsql->trouble, error);
	PQclear(result);
	return done;
}

/* From here on no other schema of the path is looked at. */
static bool stay_in_schema(struct pgsql *pgsql, GError **error)
{
	return command(pgsql, "SELECT set_config('search_path', quote_ident(current_schema()),"
			      " false)") ||
	       tell(pgsql->trouble, error);
}

static void pgsql_close(void *connection)
{
	struct pgsql *pgsql = connection;

	PQfinish(pgsql->link);
	g_free(pgsql->trouble);
	g_free(pgsql);
}

static void *pgsql_open(const char *url, enum db_mode mode, GError **error)
{
	PGconn *link = connect_to(url, error);
	struct pgsql *pgsql;

	if (link == NULL)
		return NULL;
	pgsql = g_new0(struct pgsql, 1);
	pgsql->link = link;
	if (configure(pgsql, mode, error) && check_schema(pgsql, mode, error) &&
	    stay_in_schema(pgsql, error))
		return pgsql;
	pgsql_close(pgsql);
	return NULL;
}

/* ---- the version of the schema ---- */

/* The first value of an answer as a number; 0 when there is none. */
static gint64 ask_int(struct pgsql *pgsql, const char *sql)
{
	PGresult *result = ask(pgsql, sql);
	gint64 value = 0;

	if (PQntuples(result) > 0)
		value = g_ascii_strtoll(PQgetvalue(result, 0, 0), NULL, 10);
	PQclear(result);
	return value;
}

static gint64 pgsql_schema_version(void *connection)
{
	static const char there[] = "SELECT (to_regclass('entente_schema') IS NOT NULL)::int";
	static const char version[] = "SELECT version FROM entente_schema";

	take_rows_in(connection);
	return ask_int(connection, there) == 1 ? ask_int(connection, version) : 0;
}

static bool pgsql_set_schema_version(void *connection, gint64 version, GError **error)
{
	g_autofree char *sql = g_strdup_printf(
		"CREATE TABLE IF NOT EXISTS entente_schema"
		" (one BIGINT PRIMARY KEY CHECK (one = 1), version BIGINT NOT NULL);"
		"INSERT INTO entente_schema (one, version) VALUES (1, %" G_GINT64_FORMAT ")"
		" ON CONFLICT (one) DO UPDATE SET version = excluded.version",
		version);

	return pgsql_execute(connection, sql, error);
}

const struct db_driver db_driver_pgsql = {
	.tokens = pgsql_tokens,
	.open = pgsql_open,
	.close = pgsql_close,
	.execute = pgsql_execute,
	.begin = pgsql_begin,
	.commit = pgsql_commit,
	.rollback = pgsql_rollback,
	.prepare = pgsql_prepare,
	.finalize = pgsql_finalize,
	.reset = pgsql_reset,
	.bind_int = pgsql_bind_int,
	.bind_text = pgsql_bind_text,
	.bind_blob = pgsql_bind_blob,
	.step = pgsql_step,
	.run = pgsql_run,
	.changes = pgsql_changes,
	.is_null = pgsql_is_null,
	.column_int = pgsql_column_int,
	.column_text = pgsql_column_text,
	.column_blob = pgsql_column_blob,
	.schema_version = pgsql_schema_version,
	.set_schema_version = pgsql_set_schema_version,
};
