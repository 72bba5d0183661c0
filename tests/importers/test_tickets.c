/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Ticket tables end to end: a French GLPI export with all its habits, Jira's repeated columns,
 * guessed columns, the user's own mapping, bad rows; and two real logs with known counts, where
 * ../shared/data is beside the checkout. */
#include <glib.h>
#include <stdlib.h>

#include "tests/importers/reading.h"

#include "importers/mapping.h"
#include "importers/tables.h"

/* ---- help ---- */

struct reading {
	char *description; /* or the error's message */
	const struct importer *importer;
	GPtrArray *tickets;  /* struct ticket_record * */
	GPtrArray *facts;    /* struct fact_record * */
	GPtrArray *rejected; /* char *, "line: reason" */
};

static void free_ticket(gpointer item)
{
	ticket_record_clear(item);
	g_free(item);
}

static void free_fact(gpointer item)
{
	fact_record_clear(item);
	g_free(item);
}

static void take_record(struct reading *reading, struct import_record *record)
{
	if (record->type == RECORD_TICKET)
		g_ptr_array_add(reading->tickets,
				g_memdup2(&record->ticket, sizeof record->ticket));
	else if (record->type == RECORD_FACT)
		g_ptr_array_add(reading->facts, g_memdup2(&record->fact, sizeof record->fact));
	else {
		g_ptr_array_add(reading->rejected,
				g_strdup_printf("%u: %s", record->rejected.place.line,
						record->rejected.reason));
		import_record_clear(record);
	}
}

static void read_records(struct reading *reading, const struct import_task *task)
{
	g_autoptr(GError) error = NULL;
	struct import_stream *stream = task->importer->open(task, &error);
	struct import_record record = {0};

	assert_non_null(stream);
	while (task->importer->next(stream, &record, &error) && record.type != RECORD_END)
		take_record(reading, &record);
	assert_null(error);
	task->importer->close(stream);
}

/* `importer` NULL: the one that recognises the file. */
static struct reading read_path(const char *path, const char *mapping_dir,
				const struct importer *importer)
{
	struct reading reading = {
		.tickets = g_ptr_array_new_with_free_func(free_ticket),
		.facts = g_ptr_array_new_with_free_func(free_fact),
		.rejected = g_ptr_array_new_with_free_func(g_free),
	};
	struct import_probe probe = {.path = path, .mapping_dir = mapping_dir};
	struct import_task task = {
		.path = (char *)path, .to = G_MAXUINT64, .mapping_dir = mapping_dir};
	g_autoptr(GError) error = NULL;
	g_autofree guint8 *head = bytes_read_head(path, IMPORT_PROBE_BYTES, &probe.head_length,
						  &probe.compressed, &probe.whole, NULL);

	assert_non_null(head);
	probe.head = head;
	task.compressed = probe.compressed;
	reading.importer = task.importer = importer ? importer : importer_recognise(&probe);
	if (!task.importer) {
		reading.description = tables_explain_unknown(&probe);
		return reading;
	}
	reading.description = task.importer->describe(&probe, &task, &error);
	if (!reading.description)
		reading.description = g_strdup(error->message);
	else if (task.importer->readable)
		read_records(&reading, &task);
	return reading;
}

static struct reading read_bytes(const char *bytes, gsize length)
{
	g_autofree char *path = file_with(bytes, length);
	struct reading reading = read_path(path, NULL, NULL);

	g_unlink(path);
	return reading;
}

static struct reading read_text(const char *text)
{
	return read_bytes(text, strlen(text));
}

static void reading_clear(struct reading *reading)
{
	g_free(reading->description);
	g_ptr_array_unref(reading->tickets);
	g_ptr_array_unref(reading->facts);
	g_ptr_array_unref(reading->rejected);
}

static const struct ticket_record *ticket_at(const struct reading *reading, guint i)
{
	assert_true(i < reading->tickets->len);
	return g_ptr_array_index(reading->tickets, i);
}

static void assert_instant(gint64 ms, const char *expected)
{
	g_autoptr(GDateTime) instant = NULL;
	g_autofree char *text = NULL;

	if (ms == INSTANT_NONE) {
		assert_string_equal("-", expected);
		return;
	}
	instant = g_date_time_new_from_unix_utc(ms / 1000);
	text = g_date_time_format(instant, "%Y-%m-%dT%H:%MZ");
	assert_string_equal(text, expected);
}

static void assert_described(const struct reading *reading, const char *expected)
{
	assert_non_null(reading->description);
	assert_string_equal(reading->description, expected);
}

/* ---- GLPI ---- */

#define GLPI_HEADER                                                                            \
	"\"ID\";\"Titre\";\"Entité\";\"Statut\";\"Dernière modification\";"                  \
	"\"Date d'ouverture\";\"Priorité\";\"Catégorie\";\"Demandeur - Demandeur\";"         \
	"\"Attribué à - Technicien\";\"Attribué à - Groupe de techniciens\";"              \
	"\"Temps de résolution\";\"Suivis - Description\";\"Solution - Solution\";"           \
	"\"Date de résolution\";\"Temps de résolution dépassé\";\n"

static const char glpi[] = GLPI_HEADER
	"\"1 234\";\"Imprimante en panne\";\"Racine > Atelier\";\"En cours (Attribué)\";"
	"\"03-04-2024 15:20\";\"02-04-2024 09:15\";\"Haute\";\"Matériel\";"
	"\"durand<br>petit\";\"leroy\nmoreau\";\"Support N1\";\"04-04-2024 12:00\n8%\";"
	"\"Bonjour,<br>nous regardons.\";\"\";\"\";\"Non\";\n"
	"\"1\xc2\xa0"
	"235\";\"Accès \"\"VPN\"\"\";\"Racine\";\"Clos\";\"15-04-2024 08:00\";"
	"\"13-04-2024 18:00\";\"Moyenne\";\"Réseau\";\"petit\";\"leroy\";\"\";\"\";"
	"\"premier#LBBR#suite\";\"Compte recréé\nle 14\";\"14-04-2024 10:30\";\"Oui\";\n";

static void glpi_in_french(void **state)
{
	g_autofree char *text = g_strconcat("\xef\xbb\xbf", glpi, NULL);
	struct reading reading = read_text(text);
	const struct ticket_record *first = ticket_at(&reading, 0);
	const struct ticket_record *second = ticket_at(&reading, 1);

	assert_described(&reading, "glpi (fr); separator ';'; UTF-8 with BOM; "
				   "dates DD-MM-YYYY HH:MM; snapshot; 2 rows");
	assert_int_equal(reading.tickets->len, 2);
	assert_int_equal(reading.rejected->len, 0);
	assert_string_equal(first->tool, "glpi");
	assert_string_equal(first->key, "1234");
	assert_string_equal(first->title, "Imprimante en panne");
	assert_string_equal(first->status, "En cours (Attribué)");
	assert_int_equal(first->state, TICKET_IN_PROGRESS);
	assert_string_equal(first->requester, "durand");
	assert_string_equal(first->assignee, "leroy");
	assert_string_equal(first->group, "Support N1");
	assert_string_equal(first->organisation, "Racine > Atelier");
	assert_string_equal(first->category, "Matériel");
	assert_string_equal(first->comments, "Bonjour,\nnous regardons.");
	assert_instant(first->opened_ms, "2024-04-02T07:15Z");
	assert_instant(first->activity_ms, "2024-04-03T13:20Z");
	assert_instant(first->due_ms, "2024-04-04T10:00Z");
	assert_instant(first->resolved_ms, "-");
	assert_int_equal(first->sla_met, 1);
	assert_int_equal(first->reopened, -1);
	assert_null(first->activity);
	assert_int_equal(first->place.line, 2);
	assert_string_equal(second->key, "1235");
	assert_string_equal(second->title, "Accès \"VPN\"");
	assert_int_equal(second->state, TICKET_CLOSED);
	assert_int_equal(second->sla_met, 0);
	assert_instant(second->resolved_ms, "2024-04-14T08:30Z");
	assert_string_equal(second->comments, "premier\nsuite\n\nCompte recréé\nle 14");
	assert_int_equal(second->place.line, 5); /* two cells before it have two lines */
	reading_clear(&reading);
}

static void glpi_in_other_languages(void **state)
{
	static const struct {
		const char *text, *words;
	} cases[] = {
		{"\"ID\";\"Título\";\"Entidade\";\"Localização\";\"Status\";"
		 "\"Data de abertura\";\"Última atualização\";\"Requerente - Requerente\";"
		 "\"Atribuído - Técnico\";\"Prioridade\";\n"
		 "\"1 234\";\"x\";\"e\";\"l\";\"Fechado\";\"02-04-2024 09:15\";"
		 "\"13-04-2024 10:00\";\"durand\";\"leroy\";\"Alta\";\n",
		 "glpi (pt); separator ';'; UTF-8; dates DD-MM-YYYY HH:MM; snapshot; 1 row"},
		{"ID,Title,Entity,Status,Last update,Opening date,Priority,"
		 "Requester - Requester,Assigned to - Technician\n"
		 "1234,x,e,Closed,2024-04-13 10:00,2024-04-02 09:15,High,durand,leroy\n",
		 "glpi (en); separator ','; UTF-8; dates YYYY-MM-DD HH:MM; snapshot; 1 row"},
		{"ID;Título;Entidad;Estado;Fecha de apertura;Última modificación;"
		 "Solicitante - Solicitante;Asignado a - Técnico\n"
		 "1234;x;e;Cerrado;02-04-2024 09:15;13-04-2024 10:00;durand;leroy\n",
		 "glpi (es); separator ';'; UTF-8; dates DD-MM-YYYY HH:MM; snapshot; 1 row"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct reading reading = read_text(cases[i].text);

		assert_described(&reading, cases[i].words);
		assert_string_equal(ticket_at(&reading, 0)->key, "1234");
		assert_int_equal(ticket_at(&reading, 0)->state, TICKET_CLOSED);
		assert_string_equal(ticket_at(&reading, 0)->requester, "durand");
		assert_string_equal(ticket_at(&reading, 0)->assignee, "leroy");
		assert_instant(ticket_at(&reading, 0)->opened_ms, "2024-04-02T07:15Z");
		reading_clear(&reading);
	}
}

/* The same export in eight encodings, three line ends and three separators has the same
 * digests. */
static void same_evidence(void **state)
{
	static const char *const charsets[] = {"UTF-8",      "UTF-16LE",    "UTF-16BE",
					       "UTF-32LE",   "UTF-32BE",    "UTF-16",
					       "ISO-8859-1", "WINDOWS-1252"};
	struct reading expected = read_text(glpi);

	assert_int_equal(expected.tickets->len, 2);
	for (gsize i = 0; i < 3 * G_N_ELEMENTS(charsets); i++) {
		g_autoptr(GString) text = g_string_new(glpi);
		gsize length;
		g_autofree char *bytes = NULL;
		struct reading reading;

		if (i % 3 == 1)
			g_string_replace(text, "\n", "\r\n", 0);
		if (i % 3 == 2)
			g_string_replace(text, "\";\"", "\"\t\"", 0);
		if (i % 3 == 2)
			g_string_replace(text, "\";\n", "\"\t\n", 0);
		bytes = g_convert(text->str, (gssize)text->len, charsets[i / 3], "UTF-8", NULL,
				  &length, NULL);
		assert_non_null(bytes);
		reading = read_bytes(bytes, length);
		assert_int_equal(reading.tickets->len, 2);
		for (guint j = 0; j < 2; j++)
			assert_memory_equal(ticket_at(&reading, j)->digest,
					    ticket_at(&expected, j)->digest, DIGEST_SIZE);
		reading_clear(&reading);
	}
	assert_memory_not_equal(ticket_at(&expected, 0)->digest,
				ticket_at(&expected, 1)->digest, DIGEST_SIZE);
	reading_clear(&expected);
}

/* ---- other tools ---- */

static void jira_with_repeated_columns(void **state)
{
	struct reading reading = read_text(
		"Summary,Issue key,Issue id,Issue Type,Status,Project key,Priority,Assignee,"
		"Reporter,Created,Updated,Resolved,Comment,Labels,Labels,Comment,Custom field "
		"([CHART] Date of First Response)\n"
		"Printer,SUP-7,10007,Incident,Done,SUP,High,leroy,durand,30/Jul/18 23:33,"
		"01/Aug/18 9:00,31/Jul/18 10:00,31/Jul/18 9:00;leroy;We look; at once,a,b,"
		"31/Jul/18 9:30;durand;Thanks,31/Jul/18 9:00\n");
	const struct ticket_record *ticket = ticket_at(&reading, 0);

	assert_described(&reading, "jira (en); separator ','; UTF-8; dates DD/Mon/YY HH:MM; "
				   "snapshot; 1 row");
	assert_string_equal(ticket->key, "SUP-7");
	assert_int_equal(ticket->state, TICKET_CLOSED);
	assert_instant(ticket->opened_ms, "2018-07-30T21:33Z");
	assert_instant(ticket->first_response_ms, "2018-07-31T07:00Z");
	assert_string_equal(ticket->comments, "We look; at once\n\nThanks");
	reading_clear(&reading);
}

static void jira_data_center_is_in_utc(void **state)
{
	struct reading reading = read_text(
		"id,instance_url,url,key,project_key,project_name,project_type,"
		"project_category,issue_type,summary,description,creator_id,status,"
		"status_category,created_date,updated_date\r\n"
		"1,u,u,SUP-1,SUP,Support,software,c,Bug,Title,\"Two\r\nlines\",7,Open,To Do,"
		"2024-07-01 10:00:00,2024-07-02 10:00:00\r\n");

	assert_instant(ticket_at(&reading, 0)->opened_ms, "2024-07-01T10:00Z");
	assert_string_equal(ticket_at(&reading, 0)->description, "Two\nlines");
	assert_true(g_str_has_prefix(reading.description, "jira; "));
	reading_clear(&reading);
}

static void headers_of_the_notes(void **state)
{
	static const struct {
		const char *text, *tool, *key;
		enum ticket_state state;
		const char *response;
	} cases[] = {
		{"Ticket ID,Subject,Description,Status,Priority,Source,Type,Agent,Group,"
		 "Created time,Due by Time,Resolved time,Closed time,Last update time,Initial "
		 "response time,Time tracked,First response time (in hrs),Resolution time (in "
		 "hrs),Agent interactions,Customer interactions,Resolution status\n"
		 "77,Mail,d,Closed,High,Portal,Incident,leroy,N1,2024-05-02 09:00:00,,,"
		 "2024-05-03 09:00:00,2024-05-03 09:00:00,2024-05-02 09:30:00,00:10:00,,,2,1,"
		 "Within SLA\n",
		 "freshdesk", "77", TICKET_CLOSED, "2024-05-02T07:30Z"},
		{"id,number,title,group_id,priority_id,state_id,organization_id,owner_id,"
		 "customer_id,first_response_at,close_at,last_contact_at,article_count,"
		 "escalation_at,pending_time,created_at,updated_at\n"
		 "3,20003,Mail,1,2,4,1,5,8,2024-05-02T07:30:00.000Z,,,4,,,"
		 "2024-05-02T07:00:00.000Z,2024-05-02T08:00:00.000Z\n",
		 "zammad", "20003", TICKET_CLOSED, "2024-05-02T07:30Z"},
		{"Ticket Number,Date Created,Subject,From,From Email,Priority,Department,Help "
		 "Topic,Source,Current Status,Last Updated,SLA Due Date,SLA Plan,Due Date,"
		 "Closed Date,Overdue,Merged,Linked,Answered,Agent Assigned,Team Assigned,"
		 "Thread Count,Reopen Count\n"
		 "000123,5/14/24 9:00 AM,Mail,Durand,d@acme.fr,High,Support,Other,Web,Open,"
		 "5/14/24 9:30 AM,,Default,,,0,0,0,1,leroy,,3,0\n",
		 "osticket", "000123", TICKET_NEW, "-"},
		{"External (Legacy) Ticket ID,Autotask Ticket Number,Title,Status,Create "
		 "Date/Time,Last Activity Date/Time,Contact\n"
		 ",T20240514.0001,Mail,Complete,14/05/2024 09:00,15/05/2024 09:00,Durand\n",
		 "autotask", "T20240514.0001", TICKET_CLOSED, "-"},
		{"ref;title;org_id_friendlyname;caller_id_friendlyname;agent_id_friendlyname;"
		 "status;start_date;last_update\n"
		 "R-000042;Mail;Acme;Durand;Leroy;assigned;2024-05-14 09:00:00;"
		 "2024-05-14 10:00:00\n",
		 "itop", "R-000042", TICKET_IN_PROGRESS, "-"},
		{"number\tshort_description\tincident_state\tcaller_id\tassignment_group\t"
		 "opened_at\tsys_updated_on\tclosed_at\tvendor\tcaused_by\n"
		 "INC0010001\tMail\t3\tDurand\tN1\t2024-05-14 09:00:00\t2024-05-15 09:00:00\t\t"
		 "Other\tMe\n",
		 "servicenow", "INC0010001", TICKET_WAITING, "-"},
		{"Number,Short description,State,Caller,Assignment group,Opened,Updated\n"
		 "INC0010001,Mail,On Hold,Durand,N1,2024-05-14 09:00:00,2024-05-15 09:00:00\n",
		 "servicenow", "INC0010001", TICKET_WAITING, "-"},
		{"Clé de ticket;Résumé;Type de ticket;État;Rapporteur;Responsable;Création;"
		 "Mise à jour\nSUP-1;Messagerie;Incident;Terminé;Durand;Leroy;14/mai/24 9:00 "
		 "AM;15/mai/24 9:00 AM\n",
		 "jira", "SUP-1", TICKET_CLOSED, "-"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct reading reading = read_text(cases[i].text);
		const struct ticket_record *ticket = ticket_at(&reading, 0);

		assert_string_equal(ticket->tool, cases[i].tool);
		assert_string_equal(ticket->key, cases[i].key);
		assert_int_equal(ticket->state, cases[i].state);
		assert_instant(ticket->first_response_ms, cases[i].response);
		assert_true(ticket->opened_ms != INSTANT_NONE);
		reading_clear(&reading);
	}
}

static void guessed_columns(void **state)
{
	static const struct {
		const char *text, *words, *closed;
	} cases[] = {
		{"N°;Objet;Statut;Demandeur;Date d’ouverture;Date de clôture;Durée de "
		 "résolution (h);Date de clôture prévue\n"
		 "42;VPN;Clos;Durand;13/05/2024 09:00;14/05/2024 10:00;25;16/05/2024\n",
		 "generic (fr); separator ';'; UTF-8; dates DD/MM/YYYY HH:MM; snapshot; 1 row",
		 "2024-05-14T08:00Z"},
		{"Ticket #|Summary|State|Opened at|Closed at|Resolution time (hours)\n"
		 "#42|VPN|Closed|5/13/2024 9:00 AM|5/14/2024 10:00 AM|25\n",
		 "generic (en); separator '|'; UTF-8; dates MM/DD/YYYY HH:MM AM/PM; snapshot; "
		 "1 row",
		 "2024-05-14T08:00Z"},
		/* A "closed" that is no date is left out, not fatal. */
		{"Id,Title,Status,Created,Closed\n42,VPN,Closed,2024-05-13 09:00,yes\n",
		 "generic (en); separator ','; UTF-8; dates YYYY-MM-DD HH:MM; snapshot; 1 row",
		 "-"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct reading reading = read_text(cases[i].text);
		const struct ticket_record *ticket = ticket_at(&reading, 0);

		assert_described(&reading, cases[i].words);
		assert_string_equal(ticket->key, "42");
		assert_int_equal(ticket->state, TICKET_CLOSED);
		assert_instant(ticket->opened_ms, "2024-05-13T07:00Z");
		assert_instant(ticket->closed_ms, cases[i].closed);
		assert_instant(ticket->resolved_ms, "-");
		reading_clear(&reading);
	}
}

static void steps_of_a_log(void **state)
{
	struct reading reading = read_text(
		"incident_id;activity_type;date_stamp;assignment_group;updated_by\n"
		"IM1;Open;2024-05-13 09:00:00;T1;a\nIM1;Assignment;2024-05-13 09:30:00;T2;b\n"
		"IM1;Reopen;2024-05-15 09:00:00;T2;b\nIM1;Closed;2024-05-16 09:00:00;T2;b\n");

	assert_described(&reading, "generic (en); separator ';'; UTF-8; dates YYYY-MM-DD "
				   "HH:MM:SS; log of steps; 4 rows");
	assert_instant(ticket_at(&reading, 0)->opened_ms, "2024-05-13T07:00Z");
	assert_instant(ticket_at(&reading, 1)->opened_ms, "-");
	assert_int_equal(ticket_at(&reading, 0)->state, TICKET_NEW);
	assert_int_equal(ticket_at(&reading, 1)->state, TICKET_IN_PROGRESS);
	assert_int_equal(ticket_at(&reading, 2)->state, TICKET_IN_PROGRESS);
	assert_int_equal(ticket_at(&reading, 3)->state, TICKET_CLOSED);
	assert_string_equal(ticket_at(&reading, 1)->activity, "Assignment");
	assert_string_equal(ticket_at(&reading, 1)->activity_actor, "b");
	assert_instant(ticket_at(&reading, 1)->activity_ms, "2024-05-13T07:30Z");
	reading_clear(&reading);
}

/* ---- bad input ---- */

#define PLAIN_HEADER "id;title;status;opened;closed\n"

static void bad_rows_cost_themselves(void **state)
{
	struct reading reading = read_text(
		PLAIN_HEADER "1;a;Open;13/05/2024 09:00;\n"
			     "2;\"b;Open;13/05/2024 09:00;\n"
			     ";c;Open;13/05/2024 09:00;\n"
			     "4;d;Open;soon;\n"
			     "5;e;Open;;\n"
			     "6;f;Closed;13/05/2024 09:00;never\n"
			     "7;g;Open\n"
			     "id;title;status;opened;closed\n"
			     "8;h;Open;éééééééééééééééééééééééééééééééééééééééééééé;\n"
			     "9;i;Open;14/05/2024 09:00;;;more\n");

	assert_int_equal(reading.tickets->len, 3);
	assert_string_equal(ticket_at(&reading, 0)->key, "1");
	assert_string_equal(ticket_at(&reading, 1)->key, "6");
	assert_int_equal(ticket_at(&reading, 1)->state, TICKET_CLOSED);
	assert_instant(ticket_at(&reading, 1)->closed_ms, "-");
	assert_string_equal(ticket_at(&reading, 2)->key, "9");
	assert_int_equal(reading.rejected->len, 6);
	assert_string_equal(g_ptr_array_index(reading.rejected, 0),
			    "3: a quoted cell is not closed; close it, or double the quotes "
			    "inside it");
	assert_string_equal(g_ptr_array_index(reading.rejected, 1),
			    "4: the ticket number is empty; fill it in or delete the row");
	assert_string_equal(g_ptr_array_index(reading.rejected, 2),
			    "5: the opening date \"soon\" cannot be read as DD/MM/YYYY HH:MM; "
			    "write it as the others are");
	assert_string_equal(g_ptr_array_index(reading.rejected, 3),
			    "6: the opening date is empty; fill it in or delete the row");
	/* cut between characters, not within one */
	assert_true(g_utf8_validate(g_ptr_array_index(reading.rejected, 5), -1, NULL));
	reading_clear(&reading);
}

static void mixed_dates_are_said(void **state)
{
	struct reading reading = read_text(PLAIN_HEADER "1;a;Open;13/05/2024 09:00;\n"
							"2;b;Open;14/05/2024 09:00;\n"
							"3;c;Open;05/15/2024 09:00;\n");

	assert_described(
		&reading,
		"generic (en); separator ';'; UTF-8; dates DD/MM/YYYY HH:MM, but 1 of "
		"3 cells have the month first: mixed styles, these cells are not read; "
		"snapshot; 3 rows");
	assert_int_equal(reading.tickets->len, 2);
	assert_int_equal(reading.rejected->len, 1);
	reading_clear(&reading);
}

static void order_from_chronology(void **state)
{
	/* No cell settles the order; only month first lets the ticket end after it began. */
	struct reading reading = read_text(PLAIN_HEADER "1;a;Closed;01/02/2024;02/01/2024\n"
							"2;a;Closed;03/09/2024;04/01/2024\n");

	assert_described(&reading,
			 "generic (en); separator ';'; UTF-8; dates MM/DD/YYYY (month "
			 "first assumed); snapshot; 2 rows");
	assert_instant(ticket_at(&reading, 0)->closed_ms, "2024-01-31T23:00Z");
	reading_clear(&reading);
}

static void one_page_is_asked_about(void **state)
{
	g_autoptr(GString) text = g_string_new(PLAIN_HEADER);
	struct reading reading;

	for (guint i = 1; i <= 20; i++)
		g_string_append_printf(text, "%u;t;Open;%u/05/2024 09:00;\n", i, i);
	reading = read_text(text->str);
	assert_described(
		&reading,
		"generic (en); separator ';'; UTF-8; dates DD/MM/YYYY HH:MM; snapshot; 20 "
		"rows (exactly 20 rows: was it the current page only?)");
	reading_clear(&reading);
	g_string_append(text, "21;t;Open;21/05/2024 09:00;\n");
	reading = read_text(text->str);
	assert_null(strstr(reading.description, "page"));
	reading_clear(&reading);
}

static void preamble_and_no_rows(void **state)
{
	struct reading reading = read_text("Export of tickets\n\n;;;;\n" PLAIN_HEADER
					   "1;a;Open;13/05/2024;\n2;a;Open;14/05/2024;\n"
					   "3;a;Open;15/05/2024;\n");

	assert_int_equal(reading.tickets->len, 3);
	assert_int_equal(ticket_at(&reading, 0)->place.line, 5);
	reading_clear(&reading);
	reading = read_text(GLPI_HEADER);
	assert_int_equal(reading.tickets->len, 0);
	assert_described(&reading,
			 "glpi (fr); separator ';'; UTF-8; dates none; snapshot; 0 rows");
	reading_clear(&reading);
}

/* ---- what is not ours ---- */

static void other_tables(void **state)
{
	struct reading reading = read_text(
		"Facture;Date;Client;Montant\nF1;13/05/2024;Acme;10\nF2;14/05/2024;B;20\n");

	assert_null(reading.importer);
	assert_described(&reading,
			 "no ticket number and opening date among the columns \"Facture\", "
			 "\"Date\", \"Client\", \"Montant\"; if these are tickets, `entente "
			 "mapping guess FILE --save NAME` proposes what the columns mean");
	reading_clear(&reading);
	reading = read_text("Dear all,\n\nplease see below; thanks.\n");
	assert_null(reading.importer);
	assert_null(reading.description);
	reading_clear(&reading);
}

#define BYTES(text) text, sizeof(text) - 1
#define OLE         "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

static void known_and_not_read(void **state)
{
	static const struct {
		const char *bytes;
		gsize length;
		const char *importer, *words;
	} cases[] = {
		{BYTES(OLE "W\0o\0r\0k\0b\0o\0o\0k\0"), "spreadsheet", "CSV"},
		{BYTES(OLE "x"), "document", "DOC"},
		{BYTES(OLE "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0"), "document", "password"},
		{BYTES("PK\x03\x04xl/workbook.bin"), "spreadsheet", "XLSX"},
		{BYTES("{\\rtf1"), "document", "RTF"},
		{BYTES("Rar!\x1a\x07\0"), "other-archive", "unpack"},
		{BYTES("ID;PWXL;N;E\nC;X1;Y1;K\"ID\"\n"), "spreadsheet", "SLK"},
		{BYTES("\"Subject\",\"Body\",\"From: (Name)\",\"From: (Address)\"\n"
		       "\"a\",\"b\",\"c\",\"d\"\n"),
		 "mail-table", "neither dates"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct reading reading = read_bytes(cases[i].bytes, cases[i].length);

		assert_non_null(reading.importer);
		assert_string_equal(reading.importer->name, cases[i].importer);
		assert_false(reading.importer->readable);
		assert_non_null(strstr(reading.description, cases[i].words));
		reading_clear(&reading);
	}
}

static void facts(void **state)
{
	struct reading reading =
		read_text("date;fait;valeur\n2023-04-01;Canal ouvert;Teams\n"
			  "15/05/2023;effectif;43\n2023-06-01;;\n"
			  "demain;site_opened;Lyon\n2024-02-29;site_opened;\n");
	const struct fact_record *fact;

	assert_string_equal(reading.importer->name, "fact-table");
	assert_described(&reading,
			 "facts; separator ';'; UTF-8; dates DD/MM/YYYY and YYYY-MM-DD");
	assert_int_equal(reading.facts->len, 3);
	assert_int_equal(reading.rejected->len, 2);
	fact = g_ptr_array_index(reading.facts, 0);
	assert_string_equal(fact->fact, "channel_opened");
	assert_string_equal(fact->value, "Teams");
	assert_int_equal(fact->day, 19448); /* 2023-04-01 */
	fact = g_ptr_array_index(reading.facts, 2);
	assert_int_equal(fact->day, 19782); /* 2024-02-29 */
	assert_null(fact->value);
	reading_clear(&reading);
	reading = read_text("jour;fait;valeur\n01/09/2024;Part de télétravail;40 %\n"
			    "15/09/2024;Réglementation;NIS 2\n16/09/2024;rachat;Infonet\n");
	assert_int_equal(reading.facts->len, 3);
	fact = g_ptr_array_index(reading.facts, 0);
	assert_string_equal(fact->fact, "remote_share");
	assert_string_equal(fact->value, "40 %");
	fact = g_ptr_array_index(reading.facts, 1);
	assert_string_equal(fact->fact, "regulation");
	fact = g_ptr_array_index(reading.facts, 2);
	assert_string_equal(fact->fact, "rachat");
	reading_clear(&reading);
	reading = read_text("date,fact,value\n2023-04-01,contract_ended,\n");
	assert_string_equal(reading.importer->name, "fact-table");
	assert_int_equal(reading.facts->len, 1);
	reading_clear(&reading);
}

/* ---- mappings ---- */

static void mapping_of_the_user(void **state)
{
	g_autofree char *folder = g_dir_make_tmp("entente-XXXXXX", NULL);
	g_autofree char *ini = g_build_filename(folder, "maison.ini", NULL);
	g_autofree char *table = g_build_filename(folder, "t.csv", NULL);
	struct reading reading;

	g_file_set_contents(
		ini,
		"[mapping]\nname=maison\n[recognition]\nrequired=key;opened\n"
		"[columns]\nkey=Dossier\nopened=Reçu\nrequester=Qui\nstatus=Où en est-on\n"
		"[states]\nclosed=fini\n[cells]\nzone=America/Montreal\nempty=néant\n",
		-1, NULL);
	g_file_set_contents(table,
			    "Dossier;Reçu;Qui;Où en est-on\nA-1;13/05/2024 09:00;néant;Fini\n",
			    -1, NULL);
	reading = read_path(table, NULL, NULL);
	assert_null(reading.importer);
	reading_clear(&reading);
	reading = read_path(table, folder, NULL);
	assert_string_equal(ticket_at(&reading, 0)->tool, "maison");
	assert_string_equal(ticket_at(&reading, 0)->key, "A-1");
	assert_int_equal(ticket_at(&reading, 0)->state, TICKET_CLOSED);
	assert_null(ticket_at(&reading, 0)->requester);
	assert_instant(ticket_at(&reading, 0)->opened_ms, "2024-05-13T13:00Z");
	reading_clear(&reading);
	g_file_set_contents(ini, "[mapping]\nname=maison\n[columns]\nkey=A\ncolour=B\n", -1,
			    NULL);
	reading = read_path(table, folder, &importer_csv_tickets);
	assert_non_null(strstr(reading.description, "maison.ini"));
	assert_non_null(strstr(reading.description, "'colour'"));
	reading_clear(&reading);
	g_unlink(ini);
	g_unlink(table);
	g_rmdir(folder);
}

static void every_mapping_is_compiled_in(void **state)
{
	const char *root = getenv("ENTENTE_SOURCE_ROOT");
	g_autofree char *folder = g_build_filename(root ? root : ".", "data", "mappings", NULL);
	g_autofree char *list_path = g_build_filename(folder, "mappings.gresource.xml", NULL);
	g_autofree char *list = NULL;
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	g_autoptr(mapping_set_auto) as_user = mapping_set_new(folder, NULL);
	const char *name;

	assert_non_null(dir);
	assert_non_null(as_user);
	assert_true(g_file_get_contents(list_path, &list, NULL, NULL));
	while ((name = g_dir_read_name(dir)))
		if (g_str_has_suffix(name, ".ini") && !strstr(list, name))
			fail_msg("%s is not in mappings.gresource.xml", name);
}

static void folded_headers(void **state)
{
	static const char *const cases[][2] = {
		{"Date d’ouverture", "date d ouverture"},
		{"DATE D'OUVERTURE", "date d ouverture"},
		{"  Attribué à - Technicien ", "attribue a technicien"},
		{"incident_state", "incident state"},
		{"N°", "n"},
		{"", ""},
		{"?", ""},
		{"E\xcc\x81tat", "etat"},
		{"Create Date/Time", "create date time"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *folded = mapping_fold(cases[i][0]);

		assert_string_equal(folded, cases[i][1]);
	}
}

/* ---- real logs ---- */

static char *shared_file(const char *relative)
{
	const char *shared = getenv("ENTENTE_SHARED");
	char *path = shared ? g_build_filename(shared, relative, NULL) : NULL;

	if (path && g_file_test(path, G_FILE_TEST_EXISTS))
		return path;
	g_free(path);
	print_message("../shared/data is not beside the checkout\n");
	return NULL;
}

struct log_counts {
	GHashTable *keys, *late, *reopened, *reassigned;
};

static void count_ticket(struct log_counts *counts, const struct ticket_record *ticket)
{
	g_hash_table_add(counts->keys, ticket->key);
	if (ticket->sla_met == 0)
		g_hash_table_add(counts->late, ticket->key);
	if (ticket->reopened > 0)
		g_hash_table_add(counts->reopened, ticket->key);
	if (ticket->reassigned > 0)
		g_hash_table_add(counts->reassigned, ticket->key);
}

static void servicenow_log(void **state)
{
	g_autofree char *path =
		shared_file("data/tickets/servicenow_uci/incident_event_log.dev25.csv.gz");
	struct log_counts counts = {g_hash_table_new(g_str_hash, g_str_equal),
				    g_hash_table_new(g_str_hash, g_str_equal),
				    g_hash_table_new(g_str_hash, g_str_equal),
				    g_hash_table_new(g_str_hash, g_str_equal)};
	struct reading reading;
	guint undated = 0, unknown = 0, unresolved = 0;

	if (!path)
		skip();
	reading = read_path(path, NULL, NULL);
	assert_described(&reading, "servicenow (en); separator ','; UTF-8; dates DD/MM/YYYY "
				   "HH:MM; log of steps; 5000 rows sampled");
	for (guint i = 0; i < reading.tickets->len; i++) {
		const struct ticket_record *ticket = ticket_at(&reading, i);

		count_ticket(&counts, ticket);
		undated += ticket->opened_ms == INSTANT_NONE ||
			   ticket->activity_ms == INSTANT_NONE;
		unknown += ticket->state == TICKET_STATE_UNKNOWN;
		unresolved += ticket->resolved_ms == INSTANT_NONE;
		assert_int_equal(ticket->place.line, i + 2);
		assert_non_null(ticket->activity);
	}
	assert_int_equal(reading.tickets->len, 35296);
	assert_int_equal(reading.rejected->len, 0);
	assert_int_equal(g_hash_table_size(counts.keys), 6243);
	assert_int_equal(g_hash_table_size(counts.late), 2253);
	assert_int_equal(g_hash_table_size(counts.reopened), 72);
	assert_int_equal(g_hash_table_size(counts.reassigned), 2771);
	assert_int_equal(undated, 0);
	assert_int_equal(unknown, 2); /* "-100" */
	assert_int_equal(unresolved, 876);
	assert_string_equal(ticket_at(&reading, 0)->category, "9 / 164");
	assert_string_equal(ticket_at(&reading, 0)->activity_actor, "265");
	assert_instant(ticket_at(&reading, 0)->opened_ms, "2016-02-29T07:11Z");
	assert_instant(ticket_at(&reading, 0)->activity_ms, "2016-02-29T07:38Z");
	reading_clear(&reading);
	g_hash_table_unref(counts.keys);
	g_hash_table_unref(counts.late);
	g_hash_table_unref(counts.reopened);
	g_hash_table_unref(counts.reassigned);
}

static void rabobank_log(void **state)
{
	g_autofree char *incidents =
		shared_file("data/tickets/rabobank_bpi2014/incidents.csv.gz");
	g_autofree char *steps =
		shared_file("data/tickets/rabobank_bpi2014/incident_activities.csv.gz");
	struct reading reading;
	guint of_activity[8] = {0}, opened = 0;

	if (!incidents || !steps)
		skip();
	reading = read_path(incidents, NULL, NULL);
	assert_described(&reading, "generic (en); separator ','; UTF-8; dates YYYY-MM-DD "
				   "HH:MM:SS; snapshot; 4000 rows");
	assert_int_equal(reading.tickets->len, 4000);
	assert_string_equal(ticket_at(&reading, 0)->key, "IM0000013");
	assert_int_equal(ticket_at(&reading, 0)->reassigned, 4);
	assert_instant(ticket_at(&reading, 0)->resolved_ms, "2013-11-08T12:54Z");
	reading_clear(&reading);

	reading = read_path(steps, NULL, NULL);
	assert_int_equal(reading.tickets->len, 39911);
	assert_int_equal(reading.rejected->len, 0);
	for (guint i = 0; i < reading.tickets->len; i++) {
		of_activity[ticket_at(&reading, i)->state]++;
		opened += ticket_at(&reading, i)->opened_ms != INSTANT_NONE;
	}
	assert_int_equal(opened, 4000);
	assert_int_equal(of_activity[TICKET_NEW], 4000);
	assert_int_equal(of_activity[TICKET_CLOSED], 4337);
	assert_int_equal(of_activity[TICKET_RESOLVED], 126);
	assert_int_equal(of_activity[TICKET_WAITING], 372);
	/* assignment, reassignment, those of vendors, reopening */
	assert_int_equal(of_activity[TICKET_IN_PROGRESS], 7602 + 4452 + 345 + 5 + 206);
	reading_clear(&reading);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(glpi_in_french),
		cmocka_unit_test(glpi_in_other_languages),
		cmocka_unit_test(same_evidence),
		cmocka_unit_test(jira_with_repeated_columns),
		cmocka_unit_test(jira_data_center_is_in_utc),
		cmocka_unit_test(headers_of_the_notes),
		cmocka_unit_test(guessed_columns),
		cmocka_unit_test(steps_of_a_log),
		cmocka_unit_test(bad_rows_cost_themselves),
		cmocka_unit_test(mixed_dates_are_said),
		cmocka_unit_test(order_from_chronology),
		cmocka_unit_test(one_page_is_asked_about),
		cmocka_unit_test(preamble_and_no_rows),
		cmocka_unit_test(other_tables),
		cmocka_unit_test(known_and_not_read),
		cmocka_unit_test(facts),
		cmocka_unit_test(mapping_of_the_user),
		cmocka_unit_test(every_mapping_is_compiled_in),
		cmocka_unit_test(folded_headers),
		cmocka_unit_test(servicenow_log),
		cmocka_unit_test(rabobank_log),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
