/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Event logs: what the standard allows and what tools write, broken events, and a real log
 * whose steps as XES are those of its table, record by record. */
#include <glib.h>
#include <stdlib.h>

#include "tests/importers/reading.h"

#include "importers/xes.h"

/* ---- help ---- */

static char *instant(gint64 ms)
{
	g_autoptr(GDateTime) at =
		ms == INSTANT_NONE ? NULL : g_date_time_new_from_unix_utc(ms / 1000);

	return at ? g_date_time_format(at, "%FT%TZ") : g_strdup("-");
}

/* "key|activity|at|group|actor|status|state" of each step, or "number rejected: reason". */
static void add_step(const struct import_record *record, void *data)
{
	const struct ticket_record *step = &record->ticket;
	g_autofree char *at = NULL;

	if (record->type == RECORD_REJECTED) {
		g_ptr_array_add(data, g_strdup_printf("%" G_GUINT64_FORMAT " rejected: %s",
						      record->rejected.place.offset,
						      record->rejected.reason));
		return;
	}
	assert_int_equal(record->type, RECORD_TICKET);
	at = instant(step->activity_ms);
	g_ptr_array_add(data, g_strdup_printf("%s|%s|%s|%s|%s|%d", step->key, step->activity,
					      at, step->group ? step->group : "-",
					      step->activity_actor ? step->activity_actor : "-",
					      step->state));
}

static GPtrArray *steps_of(const char *path, char **words)
{
	GPtrArray *steps = g_ptr_array_new_with_free_func(g_free);
	struct whole_file file;

	whole_file_open(&file, path);
	assert_non_null(file.task.dialect);
	*words = g_strdup(file.task.dialect);
	each_record(&file.task, add_step, steps);
	whole_file_close(&file);
	return steps;
}

static char *all_steps(const char *log, char **words)
{
	g_autofree char *path = file_with(log, strlen(log));
	g_autoptr(GPtrArray) steps = steps_of(path, words);

	g_unlink(path);
	g_ptr_array_add(steps, NULL);
	return g_strjoinv("\n", (char **)steps->pdata);
}

#define LOG(inner)                                                                             \
	"<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<!-- OpenXES -->\n"                      \
	"<log xes.version=\"1.0\" xmlns=\"http://www.xes-standard.org/\">\n"                   \
	"<extension name=\"Concept\" prefix=\"concept\" uri=\"u\"/>\n"                         \
	"<global scope=\"trace\"><string key=\"concept:name\" value=\"UNKNOWN\"/></global>\n"  \
	"<global scope=\"event\"><date key=\"time:timestamp\" "                                \
	"value=\"1970-01-01T00:00:00.000+01:00\"/></global>\n"                                 \
	"<classifier name=\"A\" keys=\"concept:name\"/>\n"                                     \
	"<string key=\"concept:name\" value=\"the log\"/>\n" inner "</log>\n"
#define NAME(value)  "<string key=\"concept:name\" value=\"" value "\"/>"
#define AT(value)    "<date key=\"time:timestamp\" value=\"" value "\"/>"
#define GROUP(value) "<string key=\"org:group\" value=\"" value "\"/>"
#define BY(value)    "<string key=\"org:resource\" value=\"" value "\"/>"
#define LIFE(value)  "<string key=\"lifecycle:transition\" value=\"" value "\"/>"

static void assert_steps(const char *log, const char *expected)
{
	g_autofree char *words = NULL;
	g_autofree char *steps = all_steps(log, &words);

	assert_string_equal(steps, expected);
}

/* ---- what stands in a log ---- */

static void traces_and_events(void **state)
{
	g_autofree char *words = NULL;
	g_autofree char *steps = all_steps(
		LOG("<trace>" NAME(
			"IM1") "<string key=\"priority\" value=\"3\"/>"
			       "<event>" NAME("Open") AT("2024-03-30T09:00:00.000+01:00") GROUP("T1") BY("ann") LIFE(
				       "complete") "</event>"
						   "<event>" AT("2024-03-31T09:00:00+02:"
								"00")
							   NAME("Closed") "</event></trace>"
									  "<trace>" NAME("IM&"
											 "amp;"
											 "2") "<event>" NAME("Accepted")
										  LIFE("Wait - "
										       "User")
											  AT("2"
											     "0"
											     "2"
											     "4"
											     "-"
											     "0"
											     "4"
											     "-"
											     "0"
											     "1"
											     "T"
											     "0"
											     "0"
											     ":"
											     "3"
											     "0"
											     ":"
											     "0"
											     "0"
											     "Z") "</"
												  "ev"
												  "en"
												  "t>"
												  "<e"
												  "ve"
												  "nt"
												  ">" NAME("Odd") LIFE(
													  "start")
													  AT("2024-04-01T00:30:00Z") "</event></trace>"
																     "<trace/>"),
		&words);

	assert_string_equal(words, "xes; XES event log; dates YYYY-MM-DD HH:MM:SS with zone");
	assert_string_equal(steps, "IM1|Open|2024-03-30T08:00:00Z|T1|ann|1\n"
				   "IM1|Closed|2024-03-31T07:00:00Z|-|-|5\n"
				   "IM&2|Accepted|2024-04-01T00:30:00Z|-|-|3\n"
				   "IM&2|Odd|2024-04-01T00:30:00Z|-|-|0");
}

/* Attributes within attributes, lists and containers are not the event's own; of two of one
 * key the first counts; what a trace says behind its events is not heard. */
static void nested_attributes(void **state)
{
	assert_steps(
		LOG("<trace><string key=\"concept:name\" value=\"K\">" NAME(
			"inner") "</string>"
				 "<event><string key=\"concept:name\" "
				 "value=\"Open\"><string "
				 "key=\"org:group\" value=\"deep\"/></string>" AT(
					 "2024-"
					 "03-"
					 "30T09:"
					 "00:00Z") "<list key=\"l\"><values>" GROUP("listed") "</values></list>" NAME("Second") "<container key=\"c\">" BY("held") "</"
																				   "con"
																				   "tai"
																				   "ner"
																				   "></"
																				   "eve"
																				   "nt"
																				   ">" NAME("late") "<event>" NAME(
																					   "Closed")
																					   AT("2024-03-30T10:00:00Z") "</event></trace>"),
		"K|Open|2024-03-30T09:00:00Z|-|-|1\nK|Closed|2024-03-30T10:00:00Z|-|-|5");
}

static void fields_of_the_trace(void **state)
{
	static const char log[] = LOG(
		"<trace>" NAME("7") "<string key=\"title\" value=\"VPN &lt;1&gt;\"/>"
				    "<int key=\"priority\" value=\"2\"/><date key=\"REG_DATE\" "
				    "value=\"2024-03-01T08:00:00Z\"/><event>" NAME("Update")
					    AT("2024-03-30T09:00:00Z") "</event></trace>");
	g_autofree char *path = file_with(log, strlen(log));
	struct import_record record = {0};
	struct import_stream *stream;
	g_autofree char *opened = NULL;
	struct whole_file file;

	whole_file_open(&file, path);
	stream = file.task.importer->open(&file.task, NULL);
	assert_true(file.task.importer->next(stream, &record, NULL));
	assert_string_equal(record.ticket.tool, "xes");
	assert_string_equal(record.ticket.title, "VPN <1>");
	assert_string_equal(record.ticket.priority, "2");
	opened = instant(record.ticket.opened_ms);
	assert_string_equal(opened, "2024-03-01T08:00:00Z");
	assert_int_equal(record.ticket.place.offset, 1);
	assert_true(record.ticket.place.line > 0);
	import_record_clear(&record);
	file.task.importer->close(stream);
	whole_file_close(&file);
	g_unlink(path);
}

static void broken_events_cost_themselves(void **state)
{
	assert_steps(
		LOG("<trace>" NAME("A") "<event>" NAME("Open") AT(
			"2024-03-30T09:00:00Z") "</event>"
						"<event>" NAME(
							"Update") "</event>"
								  "<event>" NAME("Update") AT(
									  "soon") "</event>"
										  "<event"
										  ">" NAME("Clo"
											   "se"
											   "d")
											  AT("2"
											     "0"
											     "2"
											     "4"
											     "-"
											     "0"
											     "3"
											     "-"
											     "3"
											     "0"
											     "T"
											     "1"
											     "0"
											     ":"
											     "0"
											     "0"
											     ":"
											     "0"
											     "0"
											     "Z") "</event></trace>"
												  "<trace><event>" NAME("Open") AT(
													  "2024-03-30T09:00:00Z") "</event></trace>"
																  "<event>" NAME("Open") AT(
																	  "2024-03-30T09:00:00Z") "</event>"
																				  "<trace>" NAME("B") "<event>" NAME(
																					  "Open")
																					  AT("2024-03-30T11:00:00Z") "</event></trace>"),
		"A|Open|2024-03-30T09:00:00Z|-|-|1\n"
		"2 rejected: event 2 of the trace \"A\": the step has no time stamp; fill it "
		"in or "
		"delete the row\n"
		"3 rejected: event 3 of the trace \"A\": the step has no time stamp; fill it "
		"in or "
		"delete the row\n"
		"A|Closed|2024-03-30T10:00:00Z|-|-|5\n"
		"5 rejected: event 1 of the trace \"\": the ticket number is empty; fill it in "
		"or "
		"delete the row\n"
		"6 rejected: event 6 of the log: it stands in no trace, so that its ticket is "
		"not known; put it "
		"into "
		"one\n"
		"B|Open|2024-03-30T11:00:00Z|-|-|1");
}

/* What stands well before the break holds, and the break is told. */
static void cut_log(void **state)
{
	static const char one[] =
		"<event>" NAME("Open") AT("2024-03-30T09:00:00Z") "</event>\n";
	g_autoptr(GString) log =
		g_string_new("<log xmlns=\"http://www.xes-standard.org/\"><trace>" NAME("A"));
	g_autofree char *path = NULL;
	g_autoptr(GError) error = NULL;
	struct import_record record = {0};
	struct import_stream *stream;
	struct whole_file file;
	guint read = 0;

	for (guint i = 0; i < 100; i++)
		g_string_append(log, one);
	path = file_with(log->str, log->len);
	whole_file_open(&file, path);
	stream = file.task.importer->open(&file.task, NULL);
	while (file.task.importer->next(stream, &record, &error)) {
		assert_string_equal(record.ticket.activity, "Open");
		import_record_clear(&record);
		read++;
	}
	assert_true(read >= 90);
	assert_non_null(strstr(error->message, "the XML cannot be read further"));
	file.task.importer->close(stream);
	whole_file_close(&file);
	g_unlink(path);
}

static void not_a_log(void **state)
{
	static const char *const texts[] = {"<html><log/></html>",
					    "<?xml version='1.0'?><events><log/></events>",
					    "<log", "2024 <log>", LOG("<trace/>")};

	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *path = file_with(texts[i], strlen(texts[i]));
		struct import_probe probe = {.path = path,
					     .head = (const guint8 *)texts[i],
					     .head_length = strlen(texts[i]),
					     .whole = true};
		struct import_task task = {.path = path};
		const struct importer *xes = importer_by_name("ticket-xes");
		g_autoptr(GError) error = NULL;

		assert_true((xes->probe(&probe) > 0) == (i == 4));
		assert_null(xes->describe(&probe, &task, &error));
		assert_non_null(error);
		g_unlink(path);
	}
}

/* ---- a real log ---- */

static bool rewrite(const char *table, const char *log)
{
	g_autofree char *script = g_build_filename(g_getenv("ENTENTE_SOURCE_ROOT"), "tests",
						   "importers", "event_logs.py", NULL);
	const char *arguments[] = {"python3", script, table, log, NULL};
	int status = 1;

	return g_spawn_sync(NULL, (char **)arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
			    NULL, NULL, &status, NULL) &&
	       status == 0;
}

static void real_log_as_its_table(void **state)
{
	const char *shared = getenv("ENTENTE_SHARED");
	g_autofree char *table = g_build_filename(
		shared ? shared : "",
		"data/tickets/rabobank_bpi2014/incident_activities.csv.gz", NULL);
	g_autofree char *log = file_with("", 0);
	g_autofree char *table_words = NULL, *log_words = NULL;
	g_autoptr(GPtrArray) of_table = NULL, of_log = NULL;

	if (!g_file_test(table, G_FILE_TEST_EXISTS)) {
		g_unlink(log);
		skip();
	}
	assert_true(rewrite(table, log));
	of_table = steps_of(table, &table_words);
	of_log = steps_of(log, &log_words);
	g_unlink(log);
	assert_string_equal(log_words, "xes; XES event log; dates YYYY-MM-DD HH:MM:SS");
	assert_int_equal(of_table->len, 39911);
	assert_int_equal(of_log->len, of_table->len);
	for (guint i = 0; i < of_log->len; i++)
		assert_string_equal(g_ptr_array_index(of_log, i),
				    g_ptr_array_index(of_table, i));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(traces_and_events),
		cmocka_unit_test(nested_attributes),
		cmocka_unit_test(fields_of_the_trace),
		cmocka_unit_test(broken_events_cost_themselves),
		cmocka_unit_test(cut_log),
		cmocka_unit_test(not_a_log),
		cmocka_unit_test(real_log_as_its_table),
	};

	return cmocka_run_group_tests_name("tickets_xes", tests, NULL, NULL);
}
