/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Tickets of six tools written as their REST interfaces answer and as their tables: both ways
 * give the same tickets. Invented tickets; the members are those of the tools' documentation.
 */
#include <glib.h>

#include "tests/importers/reading.h"

#include "importers/tables.h"

static const struct tool {
	const char *name;
	const char *table, *json;
} tools[] = {
	{"jira",
	 "Issue key,Issue Type,Status,Priority,Summary,Reporter,Assignee,Created,Updated,"
	 "Resolved,Comment,Comment\n"
	 "NET-1,Incident,Done,High,VPN coupé,a@c.example,b@p.example,2025-03-03 "
	 "09:00,2025-03-04 10:00,2025-03-04 10:00,\"2025-03-03 10:00;b@p.example;Vu.\","
	 "\"2025-03-04 10:00;b@p.example;Le routeur est remplacé.\"\n"
	 "NET-2,Incident,In Progress,Low,Imprimante,a@c.example,,2025-03-05 09:00,2025-03-05 "
	 "09:30,,,\n",
	 "{\"startAt\":0,\"total\":2,\"issues\":[{\"key\":\"NET-1\",\"fields\":{\"summary\":"
	 "\"VPN coupé\",\"status\":{\"name\":\"Done\"},\"issuetype\":{\"name\":\"Incident\"},"
	 "\"project\":{\"key\":\"NET\"},\"priority\":{\"name\":\"High\"},\"reporter\":{"
	 "\"emailAddress\":\"a@c.example\"},\"assignee\":{\"emailAddress\":\"b@p.example\"},"
	 "\"created\":\"2025-03-03T09:00:00.000+0100\",\"updated\":"
	 "\"2025-03-04T10:00:00.000+0100\",\"resolutiondate\":\"2025-03-04T10:00:00.000+0100\","
	 "\"comment\":{\"comments\":[{\"body\":\"Vu.\"},{\"body\":{\"type\":\"doc\","
	 "\"content\":"
	 "[{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"Le routeur est "
	 "\"},"
	 "{\"type\":\"text\",\"text\":\"remplacé.\"}]}]}}]}}},{\"key\":\"NET-2\",\"fields\":{"
	 "\"summary\":\"Imprimante\",\"status\":{\"name\":\"In Progress\"},\"issuetype\":{"
	 "\"name\":\"Incident\"},\"priority\":{\"name\":\"Low\"},\"reporter\":{"
	 "\"emailAddress\":"
	 "\"a@c.example\"},\"assignee\":null,\"created\":\"2025-03-05T09:00:00.000+0100\","
	 "\"updated\":\"2025-03-05T09:30:00.000+0100\",\"resolutiondate\":null}}]}"},
	{"servicenow",
	 "number,short_description,state,priority,caller_id,assigned_to,assignment_group,"
	 "opened_at,resolved_at,reassignment_count,made_sla\n"
	 "INC0001,Panne réseau,Resolved,2 - High,Alice,Bruno,Réseau,2025-03-03 "
	 "09:00:00,2025-03-03 12:00:00,2,true\n"
	 "INC0002,Mot de passe,New,4 - Low,Alice,,Support,2025-03-04 09:00:00,,0,true\n",
	 "{\"result\":[{\"number\":{\"display_value\":\"INC0001\",\"value\":\"INC0001\"},"
	 "\"short_description\":{\"display_value\":\"Panne réseau\",\"value\":\"Panne "
	 "réseau\"},"
	 "\"state\":{\"display_value\":\"Resolved\",\"value\":\"6\"},\"priority\":{"
	 "\"display_value\":\"2 - High\",\"value\":\"2\"},\"caller_id\":{\"display_value\":"
	 "\"Alice\",\"link\":\"https://x.example/1\",\"value\":\"1\"},\"assigned_to\":{"
	 "\"display_value\":\"Bruno\",\"value\":\"2\"},\"assignment_group\":{\"display_value\":"
	 "\"Réseau\",\"value\":\"3\"},\"opened_at\":{\"display_value\":\"03/03/2025 10:00\","
	 "\"value\":\"2025-03-03 08:00:00\"},\"resolved_at\":{\"display_value\":"
	 "\"03/03/2025 13:00\",\"value\":\"2025-03-03 11:00:00\"},\"reassignment_count\":{"
	 "\"display_value\":\"2\",\"value\":\"2\"},\"made_sla\":{\"display_value\":\"true\","
	 "\"value\":\"true\"}},{\"number\":\"INC0002\",\"short_description\":\"Mot de passe\","
	 "\"state\":\"New\",\"priority\":\"4 - "
	 "Low\",\"caller_id\":\"Alice\",\"assigned_to\":\"\","
	 "\"assignment_group\":\"Support\",\"opened_at\":\"2025-03-04 08:00:00\","
	 "\"resolved_at\":\"\",\"reassignment_count\":\"0\",\"made_sla\":\"true\"}]}"},
	{"zammad",
	 "number,title,state,priority,customer_id,owner_id,group,first_response_at,close_at,"
	 "created_at,updated_at,article_count\n"
	 "67001,Écran noir,closed,2 "
	 "normal,a@c.example,b@p.example,Support,2025-03-03T08:10:00.000Z,"
	 "2025-03-03T10:00:00.000Z,2025-03-03T08:00:00.000Z,2025-03-03T10:00:00.000Z,2\n"
	 "67002,Badge,open,2 "
	 "normal,a@c.example,,Support,,,2025-03-04T08:00:00.000Z,2025-03-04T08:00:00.000Z,1\n",
	 "[{\"id\":1,\"number\":\"67001\",\"title\":\"Écran noir\",\"state\":\"closed\","
	 "\"priority\":\"2 "
	 "normal\",\"customer_id\":\"a@c.example\",\"owner_id\":\"b@p.example\","
	 "\"group\":\"Support\",\"first_response_at\":\"2025-03-03T08:10:00.000Z\",\"close_"
	 "at\":"
	 "\"2025-03-03T10:00:00.000Z\",\"created_at\":\"2025-03-03T08:00:00.000Z\","
	 "\"updated_at\":\"2025-03-03T10:00:00.000Z\",\"article_count\":2},{\"id\":2,"
	 "\"number\":"
	 "\"67002\",\"title\":\"Badge\",\"state\":\"open\",\"priority\":\"2 normal\","
	 "\"customer_id\":\"a@c.example\",\"owner_id\":null,\"group\":\"Support\",\"close_at\":"
	 "null,\"created_at\":\"2025-03-04T08:00:00.000Z\",\"updated_at\":"
	 "\"2025-03-04T08:00:00.000Z\",\"article_count\":1}]"},
	{"freshdesk",
	 "Ticket ID,Subject,Status,Priority,Type,Agent,Requester Email,Created time,Due by "
	 "Time,Resolved time,Closed time,Last update time,Initial response time\n"
	 "11,Sauvegarde,Closed,High,Incident,7,a@c.example,2025-03-03T08:00:00Z,2025-03-04T08:"
	 "00:"
	 "00Z,2025-03-03T09:00:00Z,2025-03-05T09:00:00Z,2025-03-05T09:00:00Z,2025-03-03T08:05:"
	 "00Z\n"
	 "12,Poste,Pending,Low,Incident,7,a@c.example,2025-03-04T08:00:00Z,2025-03-05T08:00:"
	 "00Z,"
	 ",,2025-03-04T09:00:00Z,2025-03-04T08:05:00Z\n",
	 "[{\"id\":11,\"subject\":\"Sauvegarde\",\"status\":5,\"priority\":3,\"type\":"
	 "\"Incident\",\"responder_id\":7,\"requester\":{\"email\":\"a@c.example\"},"
	 "\"created_at\":\"2025-03-03T08:00:00Z\",\"due_by\":\"2025-03-04T08:00:00Z\","
	 "\"fr_due_by\":\"2025-03-03T12:00:00Z\",\"is_escalated\":false,\"updated_at\":"
	 "\"2025-03-05T09:00:00Z\",\"stats\":{\"resolved_at\":\"2025-03-03T09:00:00Z\","
	 "\"closed_at\":\"2025-03-05T09:00:00Z\",\"first_responded_at\":\"2025-03-03T08:05:"
	 "00Z\""
	 "}},{\"id\":12,\"subject\":\"Poste\",\"status\":3,\"priority\":1,\"type\":"
	 "\"Incident\","
	 "\"responder_id\":7,\"requester\":{\"email\":\"a@c.example\"},\"created_at\":"
	 "\"2025-03-04T08:00:00Z\",\"due_by\":\"2025-03-05T08:00:00Z\",\"fr_due_by\":null,"
	 "\"is_escalated\":false,\"updated_at\":\"2025-03-04T09:00:00Z\",\"stats\":{"
	 "\"resolved_at\":null,\"closed_at\":null,\"first_responded_at\":"
	 "\"2025-03-04T08:05:00Z\"}}]"},
	{"glpi",
	 "ID;Title;Entity;Status;Last update;Opening date;Priority;Requester - "
	 "Requester;Assigned to - Technician;Resolution date;Closing date\n"
	 "101;Téléphone;Siège;Closed;2025-03-05 10:00;2025-03-03 "
	 "09:00;High;alice;bruno;2025-03-03 "
	 "11:00;2025-03-05 10:00\n"
	 "102;Réseau;Siège;Pending;2025-03-04 10:00;2025-03-04 09:00;Medium;alice;bruno;;\n",
	 "{\"totalcount\":2,\"count\":2,\"data\":[{\"1\":\"Téléphone\",\"2\":101,\"3\":4,\"4\":"
	 "\"alice\",\"5\":\"bruno\",\"12\":6,\"15\":\"2025-03-03 09:00:00\",\"16\":"
	 "\"2025-03-05 10:00:00\",\"17\":\"2025-03-03 11:00:00\",\"19\":\"2025-03-05 "
	 "10:00:00\",\"80\":\"Siège\"},"
	 "{\"1\":\"Réseau\",\"2\":102,\"3\":3,\"4\":[\"alice\",\"carole\"],\"5\":\"bruno\","
	 "\"12\":"
	 "4,\"15\":\"2025-03-04 09:00:00\",\"16\":null,\"17\":null,\"19\":"
	 "\"2025-03-04 10:00:00\",\"80\":\"Siège\"}],\"content-range\":\"0-1/2\"}"},
	{"itop",
	 "ref,title,status,priority,org_id_friendlyname,caller_id_friendlyname,"
	 "agent_id_friendlyname,start_date,last_update,resolution_date,close_date\n"
	 "R-001,Accès VPN,closed,2,Client,Alice,Bruno,2025-03-03 09:00:00,2025-03-04 "
	 "09:00:00,2025-03-03 15:00:00,2025-03-04 09:00:00\n"
	 "R-002,Écran,assigned,3,Client,Alice,Bruno,2025-03-04 09:00:00,2025-03-04 "
	 "10:00:00,,\n",
	 "{\"objects\":{\"UserRequest::1\":{\"code\":0,\"class\":\"UserRequest\",\"key\":\"1\","
	 "\"fields\":{\"ref\":\"R-001\",\"title\":\"Accès VPN\",\"status\":\"closed\","
	 "\"priority\":\"2\",\"org_id_friendlyname\":\"Client\",\"caller_id_friendlyname\":"
	 "\"Alice\",\"agent_id_friendlyname\":\"Bruno\",\"start_date\":\"2025-03-03 09:00:00\","
	 "\"last_update\":\"2025-03-04 09:00:00\",\"resolution_date\":\"2025-03-03 15:00:00\","
	 "\"close_date\":\"2025-03-04 09:00:00\"}},\"UserRequest::2\":{\"code\":0,\"class\":"
	 "\"UserRequest\",\"key\":\"2\",\"fields\":{\"ref\":\"R-002\",\"title\":\"Écran\","
	 "\"status\":\"assigned\",\"priority\":\"3\",\"org_id_friendlyname\":\"Client\","
	 "\"caller_id_friendlyname\":\"Alice\",\"agent_id_friendlyname\":\"Bruno\","
	 "\"start_date\":\"2025-03-04 09:00:00\",\"last_update\":\"2025-03-04 10:00:00\","
	 "\"resolution_date\":\"\",\"close_date\":\"\"}}},\"code\":0,\"message\":\"Found: "
	 "2\"}"},
};

static void add_ticket(const struct import_record *record, void *data)
{
	const struct ticket_record *t = &record->ticket;
	g_autofree char *digest = hexadecimal(t->digest, 8);

	if (record->type == RECORD_REJECTED) {
		g_string_append_printf(data, "rejected: %s\n", record->rejected.reason);
		return;
	}
	g_string_append_printf(data,
			       "%s %s|%s|%s %d|%s|%s|%s|%s|%s|%" G_GINT64_FORMAT
			       " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT
			       " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "|%d %d|%s|%s|%s\n",
			       t->tool, t->key, t->title, t->status, t->state, t->priority,
			       t->requester, t->assignee, t->group, t->category, t->opened_ms,
			       t->first_response_ms, t->resolved_ms, t->closed_ms, t->due_ms,
			       t->activity_ms, t->reassigned, t->sla_met, t->comments,
			       t->activity, digest);
}

/* All records of a text, as lines. Caller owns. */
static char *read_text(const char *text)
{
	g_autofree char *path = file_with(text, strlen(text));
	GString *lines = g_string_new(NULL);
	struct whole_file file;

	whole_file_open(&file, path);
	assert_int_equal(file.task.importer->kind, IMPORT_KIND_TICKETS);
	each_record(&file.task, add_ticket, lines);
	whole_file_close(&file);
	g_remove(path);
	return g_string_free(lines, FALSE);
}

static void both_ways_give_the_same_tickets(void **state)
{
	for (gsize i = 0; i < G_N_ELEMENTS(tools); i++) {
		g_autofree char *table = read_text(tools[i].table);
		g_autofree char *json = read_text(tools[i].json);

		assert_true(g_str_has_prefix(table, tools[i].name));
		assert_string_equal(json, table);
	}
}

static void a_history_becomes_steps(void **state)
{
	static const char text[] =
		"{\"issues\":[{\"key\":\"NET-1\",\"fields\":{\"summary\":\"VPN\",\"status\":{"
		"\"name\":\"Done\"},\"issuetype\":{\"name\":\"Incident\"},\"created\":"
		"\"2025-03-03T09:00:00.000+0100\"},\"changelog\":{\"histories\":[{\"created\":"
		"\"2025-03-03T10:00:00.000+0100\",\"author\":{\"displayName\":\"Bruno\"},"
		"\"items\":[{\"field\":\"assignee\",\"toString\":\"Bruno\"},{\"field\":"
		"\"status\","
		"\"fromString\":\"To Do\",\"toString\":\"In Progress\"},{\"field\":\"labels\","
		"\"toString\":\"x\"}]},{\"created\":\"2025-03-04T10:00:00.000+0100\",\"items\":"
		"[{"
		"\"field\":\"status\",\"toString\":\"Done\"}]}]}}]}";
	g_autofree char *got = read_text(text);
	g_auto(GStrv) lines = g_strsplit(got, "\n", -1);

	assert_int_equal(g_strv_length(lines), 5); /* the last is empty */
	assert_non_null(strstr(lines[0], "NET-1|VPN|Done 5"));
	assert_non_null(strstr(lines[1], "|Bruno|"));
	assert_non_null(strstr(lines[1], "|assignee|"));
	assert_non_null(strstr(lines[2], "In Progress 2"));
	assert_non_null(strstr(lines[3], "Done 5"));
	assert_non_null(strstr(lines[3], " 1741078800000|")); /* when it was so */
}

static void a_broken_ticket_costs_itself(void **state)
{
	static const char text[] =
		"[{\"number\":\"1\",\"title\":\"a\",\"state\":\"open\",\"customer_id\":1,"
		"\"owner_id\":2,\"close_at\":null,\"article_count\":1,\"created_at\":"
		"\"2025-03-03T08:00:00.000Z\"},\n{\"number\":},\n{\"number\":\"3\",\"title\":"
		"\"c\","
		"\"state\":\"open\",\"customer_id\":1,\"owner_id\":2,\"article_count\":1,"
		"\"created_at\":\"soon\"},\n{\"number\":\"4\",\"title\":\"d\",\"state\":"
		"\"open\","
		"\"customer_id\":1,\"owner_id\":2,\"article_count\":1,\"created_at\":"
		"\"2025-03-05T08:00:00.000Z\"}]";
	g_autofree char *got = read_text(text);

	assert_non_null(strstr(got, "zammad 1|"));
	assert_non_null(strstr(got, "rejected: this is no JSON"));
	assert_non_null(strstr(got, "rejected: the opening date \"soon\""));
	assert_non_null(strstr(got, "zammad 4|"));
}

static void json_of_others_is_left_alone(void **state)
{
	static const char *const others[] = {
		"{\"name\":\"package\",\"version\":\"1.0\"}",
		"[{\"id\":1,\"title\":\"a post\",\"created_at\":\"2025-03-03\"}]", "[]", "{"};

	for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
		struct import_probe probe = {
			.path = "x.json",
			.head = (const guint8 *)others[i],
			.head_length = strlen(others[i]),
			.whole = true,
		};
		assert_int_equal(importer_json_tickets.probe(&probe), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_ways_give_the_same_tickets),
		cmocka_unit_test(a_history_becomes_steps),
		cmocka_unit_test(a_broken_ticket_costs_itself),
		cmocka_unit_test(json_of_others_is_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
