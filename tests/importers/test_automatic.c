/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Machine mail against a person's mail, through mail_read as the importers call it. The second
 * table matters most: a person taken for a robot is a person who seems to fall silent. */
#include "reading.h"

#include "importers/mail.h"

struct example {
	const char *fields;
	enum automatic_kind kind;
};

static void check(const struct example *examples, gsize n)
{
	for (gsize i = 0; i < n; i++) {
		g_autofree char *bytes = g_strconcat(examples[i].fields, "\nBonjour.\n", NULL);
		struct message_record record;

		mail_read((const guint8 *)bytes, strlen(bytes), NULL, NULL, &record);
		if (record.automatic != examples[i].kind)
			fail_msg("kind %d: %s", record.automatic, examples[i].fields);
		message_record_clear(&record);
	}
}

static void test_machines(void **state)
{
	static const struct example examples[] = {
		{"From: MAILER-DAEMON@acme.example\nSubject: failure notice\n",
		 AUTOMATIC_BOUNCE},
		{"From: Mail Delivery System <postmaster@acme.example>\n"
		 "Subject: Undeliverable: Panne\n",
		 AUTOMATIC_BOUNCE},
		{"From: x@acme.example\nContent-Type: multipart/report;\n"
		 " report-type=delivery-status; boundary=b\n",
		 AUTOMATIC_BOUNCE},
		{"From: x@acme.example\nReturn-Path: <>\nSubject: Non remis : Panne\n",
		 AUTOMATIC_BOUNCE},
		{"From: Jean <jean@acme.example>\nSubject: Lu : Panne\n"
		 "Content-Type: multipart/report; report-type=disposition-notification;"
		 " boundary=b\n",
		 AUTOMATIC_AUTO_REPLY},
		{"From: Jean <jean@acme.example>\nAuto-Submitted: auto-replied (vacation)\n",
		 AUTOMATIC_AUTO_REPLY},
		{"From: Jean <jean@acme.example>\nX-Autoreply: yes\n", AUTOMATIC_AUTO_REPLY},
		{"From: Jean <jean@acme.example>\nPrecedence: auto_reply\n",
		 AUTOMATIC_AUTO_REPLY},
		{"From: Jean <jean@acme.example>\nSubject: Absence du bureau : Panne\n",
		 AUTOMATIC_AUTO_REPLY},
		{"From: Jean <jean@acme.example>\n"
		 "Subject: =?utf-8?Q?R=C3=A9ponse_automatique=C2=A0:_Panne?=\n",
		 AUTOMATIC_AUTO_REPLY},
		{"From: Jean <jean@acme.example>\nSubject: Automatic reply: Outage\n",
		 AUTOMATIC_AUTO_REPLY},
		{"From: Jean <jean@acme.example>\nSubject: Out of Office: Outage\n",
		 AUTOMATIC_AUTO_REPLY},
		{"From: La Lettre <lettre@shop.example>\nPrecedence: bulk\n"
		 "List-Unsubscribe: <https://shop.example/u>\n",
		 AUTOMATIC_NEWSLETTER},
		{"From: Shop <contact@shop.example>\nList-Id: <1.mc.example>\n"
		 "List-Unsubscribe: <https://x>\nList-Unsubscribe-Post: One-Click\n",
		 AUTOMATIC_NEWSLETTER},
		{"From: News <newsletter@shop.example>\nSubject: Nos offres\n",
		 AUTOMATIC_NEWSLETTER},
		{"From: nagios@mon.example\nSubject: ** PROBLEM Service Alert: srv/CPU **\n",
		 AUTOMATIC_MONITORING},
		{"From: Zabbix <zabbix-prod@mon.example>\nSubject: Problem: disk\n",
		 AUTOMATIC_MONITORING},
		{"From: Veeam <veeam@acme.example>\nSubject: [Success] Job (3 objects)\n",
		 AUTOMATIC_MONITORING},
		{"From: \"(Cron Daemon)\" <root@srv.example>\nSubject: Cron <root@srv> job\n",
		 AUTOMATIC_MONITORING},
		{"From: srv01 <srv01@acme.example>\nSubject: PROBLEM Service Alert: x\n",
		 AUTOMATIC_MONITORING},
		{"From: support@infonet.example\nX-Mailer: GLPI 9.5\n"
		 "Subject: [GLPI #0001234] Nouveau ticket\n",
		 AUTOMATIC_ROBOT},
		{"From: support@infonet.example\nSubject: [GLPI #0001234] Ticket clos\n",
		 AUTOMATIC_ROBOT},
		{"From: \"Jean (Jira)\" <jira@acme.atlassian.net>\n"
		 "Subject: [JIRA] (ABC-12) Panne\n",
		 AUTOMATIC_ROBOT},
		{"From: IT <acme@service-now.com>\nSubject: INC0012345 opened\n",
		 AUTOMATIC_ROBOT},
		{"From: no-reply@acme.example\nSubject: Votre commande\n", AUTOMATIC_ROBOT},
		{"From: ne-pas-repondre@acme.example\nSubject: Facture\n", AUTOMATIC_ROBOT},
		{"From: x@acme.example\nAuto-Submitted: auto-generated\n", AUTOMATIC_ROBOT},
		{"From: x@acme.example\nPrecedence: junk\n", AUTOMATIC_ROBOT},
		{"From: Jean <jean@acme.example>\nSubject: Comité de pilotage\n"
		 "Content-Type: text/calendar; method=REQUEST\n",
		 AUTOMATIC_ROBOT},
	};

	check(examples, G_N_ELEMENTS(examples));
}

static void test_persons(void **state)
{
	static const struct example examples[] = {
		{"From: Jean <jean@acme.example>\nSubject: Panne\n", AUTOMATIC_NOT},
		{"From: Jean <jean@acme.example>\nSubject: RE: [GLPI #0001234] Panne\n",
		 AUTOMATIC_NOT},
		{"From: Jean <jean@acme.example>\nSubject: [GLPI #0001234] Panne\n"
		 "In-Reply-To: <glpi-1@infonet.example>\n",
		 AUTOMATIC_NOT},
		{"From: Jean <jean@acme.example>\nAuto-Submitted: no\n", AUTOMATIC_NOT},
		{"From: Jean <jean@acme.example>\nPrecedence: list\n"
		 "List-Id: <dev.acme.example>\nList-Post: <mailto:dev@acme.example>\n"
		 "List-Unsubscribe: <mailto:x@y>\n",
		 AUTOMATIC_NOT},
		/* Lists of twenty years ago called themselves bulk. */
		{"From: Jean <jean@acme.example>\nPrecedence: bulk\n"
		 "List-Post: <mailto:dev@acme.example>\n",
		 AUTOMATIC_NOT},
		{"From: Jean <jean@acme.example>\nPrecedence: bulk\n"
		 "Sender: owner-dev@acme.example\n",
		 AUTOMATIC_NOT},
		{"From: Jean <jean@acme.example>\nPrecedence: bulk\nX-BeenThere: "
		 "dev@x.example\n",
		 AUTOMATIC_NOT},
		{"From: Jean <jean@acme.example>\nList-Unsubscribe: <mailto:x@y>\n",
		 AUTOMATIC_NOT},
		{"From: Jean <jean@acme.example>\nSubject: Re: Automatic reply: Outage\n",
		 AUTOMATIC_NOT},
		{"From: Jean <jean@acme.example>\nSubject: TR: [Failed] Sauvegarde\n",
		 AUTOMATIC_NOT},
		{"From: Jean Dupont <jean@acme.example>\nSubject: [Warning] facture\n",
		 AUTOMATIC_NOT},
		{"From: Jean <jean@acme.example>\nSubject: Nagios ne voit plus le serveur\n",
		 AUTOMATIC_NOT},
		{"From: Jean <jean@acme.example>\nSubject: Rapport de sauvegarde d'octobre\n",
		 AUTOMATIC_NOT},
		{"From: Support <support@infonet.example>\nX-Mailer: Zammad Mail Service\n",
		 AUTOMATIC_NOT},
		{"From: Jean <mailing_lists@acme.example>\nSubject: Panne\n", AUTOMATIC_NOT},
		{"From: Jean <jean.robotin@acme.example>\nSubject: Panne\n", AUTOMATIC_NOT},
		{"From: Jean <jean@acme.example>\nX-Auto-Response-Suppress: OOF\n",
		 AUTOMATIC_NOT},
		{"From: Jean <jean@acme.example>\nSubject: ordre du jour\n"
		 "Content-Type: text/calendar; name=reunion.ics\n"
		 "Content-Disposition: attachment\n",
		 AUTOMATIC_NOT},
	};

	check(examples, G_N_ELEMENTS(examples));
}

/* An archive of a list where people talk, without any of the headers that would say so. */
static void count_kinds(const struct import_record *record, void *data)
{
	guint *counts = data;

	counts[record->message.automatic]++;
}

static void test_real_archive_is_people(void **state)
{
	const char *shared = g_getenv("ENTENTE_SHARED");
	g_autofree char *path = g_build_filename(
		shared ? shared : "", "data/mail/twisted-python_2001-2009.mbox.xz", NULL);
	guint counts[AUTOMATIC_COUNT] = {0};
	struct whole_file file;

	if (!shared || !g_file_test(path, G_FILE_TEST_EXISTS)) {
		print_message("# ../shared is absent\n");
		skip();
	}
	whole_file_open(&file, path);
	each_record(&file.task, count_kinds, counts);
	whole_file_close(&file);
	assert_int_equal(counts[AUTOMATIC_NOT], 42562);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_machines),
		cmocka_unit_test(test_persons),
		cmocka_unit_test(test_real_archive_is_people),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
