/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Chats, calls and traces, record by record, from the files of the golden import: who, when, to
 * whom, in answer to what, in plain words; and telephone numbers as people write them. */
#include <glib.h>
#include <stdlib.h>

#include "tests/importers/reading.h"

#include "importers/telephone.h"

static void add_message(const struct import_record *record, void *data)
{
	const struct message_record *m = &record->message;

	if (record->type == RECORD_REJECTED) {
		g_string_append_printf(data, "! %.30s\n", record->rejected.reason);
		return;
	}
	g_string_append_printf(data, "%s %" G_GINT64_FORMAT " %s>", channel_token(m->channel),
			       m->date_ms / 1000, m->from.address ? m->from.address : "-");
	for (guint i = 0; i < m->n_to; i++)
		g_string_append_printf(data, "%s%s", i > 0 ? "," : "", m->to[i].address);
	g_string_append_printf(data, " [%s]", m->subject ? m->subject : "");
	g_string_append_printf(data, "%s%s%s %s\n", m->asks ? " asks" : "",
			       m->automatic ? " robot" : "", m->in_reply_to ? " answers" : "",
			       m->own_text ? m->own_text : "-");
}

/* All records of a file of the golden case, as lines. Caller owns. */
static char *read_file(const char *name, const char *importer)
{
	const char *root = getenv("ENTENTE_SOURCE_ROOT");
	g_autofree char *path = g_build_filename(root ? root : ".", "tests", "golden",
						 "import-chat", name, NULL);
	GString *lines = g_string_new(NULL);
	struct whole_file file;

	whole_file_open(&file, path);
	assert_string_equal(file.task.importer->name, importer);
	each_record(&file.task, add_message, lines);
	whole_file_close(&file);
	return g_string_free(lines, FALSE);
}

static void slack(void **state)
{
	g_autofree char *got = read_file("slack/infogerance/2025-03-03.json", "slack");

	assert_string_equal(
		got, "chat 1740990060 "
		     "alice.martin@verrerie.example>u7@t7.slack,bruno.petit@verrerie.example "
		     "[infogerance [#4512]] asks Bonjour @Claire Roux, la sauvegarde & la "
		     "réplication du ticket n° 4512 sont-elles reprises ?\n"
		     "chat 1740993660 "
		     "u7@t7.slack>alice.martin@verrerie.example,bruno.petit@verrerie.example "
		     "[infogerance] answers Oui, voir le rapport.\n"
		     "chat 1740994000 "
		     "b9@workspace.slack>alice.martin@verrerie.example,u7@t7.slack,"
		     "bruno.petit@verrerie.example [infogerance] robot Disque à 91 %\n");
}

/* A room of one side alone: nobody of the other is told to read it. */
static void slack_room_of_one_side(void **state)
{
	g_autofree char *got = read_file("slack/general/2025-03-03.json", "slack");

	assert_string_equal(got, "chat 1740990000 "
				 "alice.martin@verrerie.example>bruno.petit@verrerie.example "
				 "[general] Pot de départ de Bruno vendredi.\n");
}

static void slack_stamp_that_is_none(void **state)
{
	g_autofree char *got = read_file("slack/infogerance/2025-03-04.json", "slack");

	assert_non_null(strstr(got, "Intervention prévue jeudi soir."));
	assert_true(g_str_has_suffix(got, "! the message has no time stamp \n"));
}

static void teams_of_graph(void **state)
{
	g_autofree char *got = read_file("teams/canal.json", "teams");

	assert_string_equal(got,
			    "chat 1741080000 "
			    "claire.roux@clairval.example>alice.martin@verrerie.example [] "
			    "Bonjour,\n\nle pare-feu est remplacé.\n"
			    "chat 1741083600 "
			    "alice.martin@verrerie.example>claire.roux@clairval.example [] "
			    "asks answers Merci ! Le VPN revient quand ?\n");
}

static void teams_of_personal_data(void **state)
{
	g_autofree char *got = read_file("teams/messages.json", "teams");

	assert_string_equal(got,
			    "chat 1741160000 "
			    "claire.roux@clairval.example>alice.martin@verrerie.example [] "
			    "Le devis est parti.\n"
			    "chat 1741160100 "
			    "alice.martin@verrerie.example>claire.roux@clairval.example [] "
			    "Reçu, merci.\n"
			    "chat 1741160300 "
			    "claire.roux@clairval.example>alice.martin@verrerie.example [] "
			    "-\n");
}

static void calls(void **state)
{
	g_autofree char *got = read_file("appels.csv", "call-log");

	assert_string_equal(
		got,
		"calls 1740989700 tel:+33123456789>tel:+33450000001 [00:03:12, répondu] -\n"
		"calls 1740989760 tel:+33123456789>tel:+33450000001 [00:00:00, manqué] -\n"
		"calls 1741082400 tel:+33450000001>tel:201 [00:01:00, répondu] -\n"
		"calls 1741084200 ->tel:+33123456789 [00:00:10, répondu] -\n"
		"! neither caller nor callee is a\n"
		"! the date \"31/31/2025 12:00\" ca\n");
}

static void traces(void **state)
{
	g_autofree char *summary = read_file("trace.csv", "message-trace");
	g_autofree char *extended = read_file("trace-extended.csv", "message-trace");

	assert_true(g_str_has_prefix(
		summary, "mail 1740988801 "
			 "alice.martin@verrerie.example>claire.roux@clairval.example [Point "
			 "mensuel] -\n"));
	assert_true(g_str_has_suffix(summary, "! the date \"not a date\" cannot b\n"));
	assert_string_equal(extended,
			    "mail 1741244400 "
			    "claire.roux@clairval.example>alice.martin@verrerie.example,"
			    "bruno.petit@verrerie.example [Maintenance de dimanche] -\n");
}

static void outlook_with_dates(void **state)
{
	g_autofree char *got = read_file("outlook.csv", "outlook-csv");

	assert_string_equal(
		got, "mail 1741338000 "
		     "alice.martin@verrerie.example>claire.roux@clairval.example,"
		     "support@clairval.example [Contrat] Bonjour, le contrat est signé.\n"
		     "mail 1741341600 ->alice.martin@verrerie.example [Contrat] Bien reçu.\n");
}

static void telephone_numbers(void **state)
{
	static const char *const cases[][2] = {
		{"01 23 45 67 89", "tel:+33123456789"},
		{"01.23.45.67.89", "tel:+33123456789"},
		{"+33 (0)1 23 45 67 89", "tel:+33123456789"},
		{"0033123456789", "tel:+33123456789"},
		{"33123456789", "tel:+33123456789"},
		{"123456789", "tel:+33123456789"},
		{"\"Jean\" <0123456789>", "tel:+33123456789"},
		{"sip:201@pbx.example", "tel:201"},
		{"tel:+442071234567", "tel:+442071234567"},
		{"+1 (212) 555-0100", "tel:+12125550100"},
		{"3900", "tel:3900"},
		{"Anonyme", NULL},
		{"", NULL},
		{"1", NULL},
		{"12:30", NULL},
		{"12345678901234567890", NULL},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *got = telephone_normalise(cases[i][0]);
		if (cases[i][1])
			assert_string_equal(got, cases[i][1]);
		else
			assert_null(got);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(slack),
		cmocka_unit_test(slack_room_of_one_side),
		cmocka_unit_test(slack_stamp_that_is_none),
		cmocka_unit_test(teams_of_graph),
		cmocka_unit_test(teams_of_personal_data),
		cmocka_unit_test(calls),
		cmocka_unit_test(traces),
		cmocka_unit_test(outlook_with_dates),
		cmocka_unit_test(telephone_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
