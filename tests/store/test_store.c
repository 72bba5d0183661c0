/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The store: evidence once, places many, the derived view, foreign files refused. */
#include "store/store.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/calendar.h"
#include "base/error.h"
#include "store/derived.h"
#include "store/readings.h"
#include "store/roots.h"
#include "store/schema.h"
#include "tests/store/fixture.h"

static void fill_message(struct message_record *message, guint8 mark)
{
	message_record_init(message);
	memset(message->digest, mark, DIGEST_SIZE);
	message->message_id = g_strdup_printf("id%u@acme.fr", mark);
	message->subject = g_strdup("Sauvegardes");
	message->date_ms = mark * CALENDAR_DAY_MS;
	message->from.address = g_strdup("anne@acme.fr");
	message->own_text = g_strdup("Bonjour,\nla sauvegarde a échoué.");
	message->to = g_new0(struct mail_address, 1);
	message->to[0].address = g_strdup("support@infonet.fr");
	message->to[0].name = g_strdup("Support\tInfonet\nN1");
	message->n_to = 1;
}

static enum store_put put(struct fixture *fixture, guint8 mark, gint64 source, guint64 offset)
{
	struct store_origin origin = {source, ""};
	struct message_record message;
	enum store_put answer;

	fill_message(&message, mark);
	message.place.offset = offset;
	answer = store_message_put(fixture->store, fixture->relationship->id, &origin, &message,
				   NULL);
	message_record_clear(&message);
	return answer;
}

static void evidence_is_stored_once(void **state)
{
	struct fixture *fixture = *state;
	struct source *source = source_new("/mail/inbox");
	g_autoptr(GHashTable) weeks = g_hash_table_new(NULL, NULL);
	g_autoptr(GPtrArray) places = NULL;
	guint8 digest[DIGEST_SIZE];

	source->kind = g_strdup("mail");
	source->description = g_strdup("mboxrd");
	source->rules = g_strdup("");
	assert_true(store_source_save(fixture->store, fixture->relationship->id, source, weeks,
				      NULL));
	assert_int_equal(put(fixture, 7, source->id, 100), STORE_PUT_NEW);
	assert_int_equal(put(fixture, 7, source->id, 100), STORE_PUT_KNOWN);
	assert_int_equal(put(fixture, 7, source->id, 900), STORE_PUT_KNOWN);
	assert_int_equal(put(fixture, 8, source->id, 1500), STORE_PUT_NEW);
	memset(digest, 7, sizeof digest);
	places = store_event_places(fixture->store, fixture->relationship->id, EVENT_MESSAGE,
				    store_event_id(digest), NULL);
	assert_int_equal(places->len, 2);
	assert_int_equal(((struct event_place *)places->pdata[1])->offset, 900);
	assert_string_equal(((struct event_place *)places->pdata[0])->path, "/mail/inbox");
	source_free(source);
}

/* The same 63 bits with another digest is refused, never mistaken for the first. */
static void a_short_digest_met_twice_is_refused(void **state)
{
	struct fixture *fixture = *state;
	struct store_origin origin = {1, ""};
	struct message_record message;
	g_autoptr(GError) error = NULL;

	assert_int_equal(put(fixture, 7, 1, 0), STORE_PUT_NEW);
	fill_message(&message, 7);
	message.digest[DIGEST_SIZE - 1] = 0;
	assert_int_equal(store_message_put(fixture->store, fixture->relationship->id, &origin,
					   &message, &error),
			 STORE_PUT_FAILED);
	assert_non_null(error);
	message_record_clear(&message);
}

static bool count_message(const struct stored_message *message, void *data)
{
	guint *count = data;

	++*count;
	assert_string_equal(message->from_address, "anne@acme.fr");
	assert_string_equal(message->recipients, "support@infonet.fr\tSupport Infonet N1");
	return true;
}

static void evidence_reads_back(void **state)
{
	struct fixture *fixture = *state;
	guint count = 0;
	g_autofree char *text = NULL;
	guint8 digest[DIGEST_SIZE];

	put(fixture, 3, 1, 0);
	put(fixture, 4, 1, 10);
	assert_true(store_each_message(fixture->store, fixture->relationship->id, count_message,
				       &count, NULL));
	assert_int_equal(count, 2);
	memset(digest, 3, sizeof digest);
	text = store_event_text(fixture->store, fixture->relationship->id, EVENT_MESSAGE,
				store_event_id(digest));
	assert_string_equal(text, "Bonjour,\nla sauvegarde a échoué.");
}

static void nothing_later_than_asked_is_loaded(void **state)
{
	struct fixture *fixture = *state;
	gint64 id = fixture->relationship->id;
	struct timeline_message message = {.event = 1, .parent = TIMELINE_NO_INDEX};
	struct timeline_ticket ticket = {
		.event = 2,
		.key = "1",
		.opened_ms = 10,
		.acknowledged_ms = 20,
		.resolved_ms = 200,
		.closed_ms = INSTANT_NONE,
		.cancelled_ms = INSTANT_NONE,
		.last_ms = 200,
	};
	guint8 states[] = {WEEK_OBSERVED, WEEK_OBSERVED};
	struct timeline_coverage coverage = {0, 1, states};

	message.at_ms = 50;
	assert_true(derived_put_message(fixture->store, id, 0, &message, NULL));
	message.event = 3;
	message.at_ms = 150;
	assert_true(derived_put_message(fixture->store, id, 1, &message, NULL));
	assert_true(derived_put_ticket(fixture->store, id, "glpi", NULL, &ticket, NULL));
	assert_true(
		derived_put_coverage(fixture->store, id, "tickets", "glpi", &coverage, NULL));
	assert_true(derived_finish(fixture->store, id, "x", 4, NULL));
	g_autoptr(timeline_auto) timeline =
		store_timeline_load(fixture->store, fixture->relationship, 100, NULL);
	assert_non_null(timeline);
	assert_int_equal(timeline->n_messages, 1);
	assert_int_equal(timeline->n_tickets, 1);
	assert_true(timeline->tickets[0].acknowledged_ms == 20);
	assert_true(timeline->tickets[0].resolved_ms == INSTANT_NONE);
	assert_true(timeline->tickets[0].last_ms == 100);
	assert_int_equal(timeline->undated, 4);
	assert_string_equal(timeline->tools[0].name, "glpi");
}

static void the_file_is_private_and_marked(void **state)
{
	struct fixture *fixture = *state;
	struct stat information;

	if (fixture->scratch->schema != NULL)
		skip();
	assert_int_equal(stat(fixture->scratch->url, &information), 0);
	assert_int_equal(information.st_mode & 0777, 0600);
	assert_true(db_schema_version(fixture->store->db) > 0);
}

static void another_programs_file_is_refused(void **state)
{
	struct fixture *fixture = *state;
	g_autofree char *path = g_build_filename(fixture->scratch->folder, "other.db", NULL);
	g_autoptr(GError) error = NULL;

	assert_true(g_file_set_contents(path, "not a database at all, but long enough to look",
					-1, NULL));
	assert_null(store_open(path, DB_READ_WRITE, &error));
	assert_true(g_error_matches(error, ENTENTE_ERROR, ENTENTE_ERROR_STORE));
	g_unlink(path);
}

static void a_newer_schema_is_refused(void **state)
{
	struct fixture *fixture = *state;
	g_autoptr(GError) error = NULL;

	assert_true(db_set_schema_version(fixture->store->db, 999, NULL));
	assert_null(store_open(fixture->scratch->url, DB_READ_WRITE, &error));
	assert_non_null(strstr(error->message, "newer"));
}

static guint count_rows(struct store *store, const char *sql)
{
	struct db_statement *statement = db_prepare(store->db, sql);

	return db_step(statement, NULL) == DB_ROW ? (guint)db_column_int(statement, 0)
						  : G_MAXUINT;
}

#define TABLES_OF_VERSION_1                                                                    \
	" ('relationship', 'source', 'source_week', 'rejected', 'place', 'message',"           \
	"  'message_text', 'ticket_row', 'fact', 'person', 'identity', 'timeline_message',"    \
	"  'ticket', 'coverage', 'derived', 'entente_schema')"

/* Drops every table that version 1 did not have; each engine lists its own. */
static void go_back_to_version_1(struct store *store, bool server)
{
	static const char of_file[] = "SELECT name FROM sqlite_master WHERE type = 'table'"
				      " AND name NOT IN" TABLES_OF_VERSION_1;
	static const char of_server[] = "SELECT table_name FROM information_schema.tables"
					" WHERE table_schema = current_schema()"
					" AND table_name NOT IN" TABLES_OF_VERSION_1;
	struct db_statement *statement = db_prepare(store->db, server ? of_server : of_file);
	g_autoptr(GString) drops = g_string_new(NULL);

	while (db_step(statement, NULL) == DB_ROW)
		g_string_append_printf(drops, "DROP TABLE %s;", db_column_text(statement, 0));
	g_string_append(drops, "ALTER TABLE message DROP COLUMN channel;"
			       "ALTER TABLE message DROP COLUMN conversation;"
			       "ALTER TABLE timeline_message DROP COLUMN channel;"
			       "ALTER TABLE timeline_message DROP COLUMN n_added;"
			       "ALTER TABLE timeline_message DROP COLUMN raised;"
			       "ALTER TABLE ticket DROP COLUMN gap_from_ms;"
			       "ALTER TABLE ticket DROP COLUMN gap_to_ms;"
			       "ALTER TABLE ticket DROP COLUMN repeats;"
			       "ALTER TABLE ticket DROP COLUMN activity;"
			       "ALTER TABLE timeline_message DROP COLUMN activity;");
	assert_true(db_execute(store->db, drops->str, NULL));
	assert_true(db_set_schema_version(store->db, 1, NULL));
}

/* A store of version 1, as an older program left it, is brought forward where it stands. */
static void an_older_store_is_brought_forward(void **state)
{
	struct fixture *fixture = *state;
	static const char messages[] = "SELECT count(*) FROM message";
	static const char readings[] = "SELECT count(*) FROM reading";

	put(fixture, 7, 1, 0);
	go_back_to_version_1(fixture->store, fixture->scratch->schema != NULL);
	assert_int_equal(count_rows(fixture->store, readings), G_MAXUINT);
	store_close(fixture->store);
	fixture->store = store_open(fixture->scratch->url, DB_READ_WRITE, NULL);
	assert_non_null(fixture->store);
	assert_int_equal(db_schema_version(fixture->store->db), SCHEMA_VERSION);
	assert_int_equal(count_rows(fixture->store, messages), 1);
	assert_int_equal(count_rows(fixture->store, readings), 0);
	assert_int_equal(readings_version(fixture->store, fixture->relationship->id), 0);
}

/* What stands in two sources outlives the first; what stands in one goes with it. */
static void evidence_goes_with_its_last_place(void **state)
{
	struct fixture *fixture = *state;
	static const char messages[] = "SELECT count(*) FROM message";
	static const char texts[] = "SELECT count(*) FROM message_text";
	gint64 id = fixture->relationship->id;

	put(fixture, 7, 1, 0);
	put(fixture, 7, 2, 0);
	put(fixture, 8, 1, 100);
	assert_true(store_source_remove(fixture->store, id, 1, NULL));
	assert_int_equal(count_rows(fixture->store, messages), 1);
	assert_int_equal(count_rows(fixture->store, texts), 1);
	assert_true(store_source_remove(fixture->store, id, 2, NULL));
	assert_int_equal(count_rows(fixture->store, messages), 0);
	assert_int_equal(count_rows(fixture->store, texts), 0);
}

static void roots_are_kept_once(void **state)
{
	struct fixture *fixture = *state;
	gint64 id = fixture->relationship->id;
	g_autoptr(GPtrArray) roots = NULL;
	bool found = false;

	assert_true(store_root_save(fixture->store, id, "/m/a.csv", NULL, NULL));
	assert_true(store_root_save(fixture->store, id, "/m/a.csv", "tickets", NULL));
	assert_true(store_root_save(fixture->store, id, "/m/b", NULL, NULL));
	roots = store_roots(fixture->store, id, NULL);
	assert_int_equal(roots->len, 2);
	assert_string_equal(((struct import_root *)roots->pdata[0])->imposed, "tickets");
	assert_null(((struct import_root *)roots->pdata[1])->imposed);
	assert_true(store_root_remove(fixture->store, id, "/m/b", &found, NULL));
	assert_true(found);
	assert_true(store_root_remove(fixture->store, id, "/m/b", &found, NULL));
	assert_false(found);
}

/* A reading comes back as it was put, and a second one takes its place. */
static void a_reading_reads_back(void **state)
{
	struct fixture *fixture = *state;
	gint64 id = fixture->relationship->id;
	struct timeline_message message = {.event = 5, .parent = TIMELINE_NO_INDEX};
	struct message_reading reading = {
		.language = "fr", .sentences = 3, .sum = {0, .25, 1.5}, .explanations = 1};

	assert_true(derived_put_message(fixture->store, id, 0, &message, NULL));
	assert_true(readings_put(fixture->store, id, 5, 77, 10, &reading, NULL));
	reading.sum[STANCE_DEFENSIVE] = 1.75;
	reading.questions = true;
	assert_true(readings_put(fixture->store, id, 5, 77, 10, &reading, NULL));
	assert_true(readings_finish(fixture->store, id, 77, NULL));
	assert_int_equal(readings_version(fixture->store, id), 77);
	g_autoptr(timeline_auto) timeline =
		store_timeline_load(fixture->store, fixture->relationship, 100, NULL);
	assert_int_equal(timeline->n_messages, 1);
	assert_true(timeline->messages[0].sentences == 3);
	assert_true(timeline->messages[0].defensive == 1.75);
	assert_true(timeline->messages[0].supportive == 1.5);
	assert_true(timeline->messages[0].explanations == 1);
	assert_true(timeline->messages[0].questions);
	assert_true(derived_clear(fixture->store, id, NULL));
	assert_int_equal(readings_version(fixture->store, id), 0);
}

#define STORE_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(evidence_is_stored_once),
		STORE_TEST(a_short_digest_met_twice_is_refused),
		STORE_TEST(evidence_reads_back),
		STORE_TEST(nothing_later_than_asked_is_loaded),
		STORE_TEST(the_file_is_private_and_marked),
		STORE_TEST(another_programs_file_is_refused),
		STORE_TEST(a_newer_schema_is_refused),
		STORE_TEST(an_older_store_is_brought_forward),
		STORE_TEST(evidence_goes_with_its_last_place),
		STORE_TEST(roots_are_kept_once),
		STORE_TEST(a_reading_reads_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
