/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One mail to one record: every field, and everything that can be wrong with it. */
#include "reading.h"

#include "base/limits.h"
#include "importers/mail.h"

#define DATE     "Date: Mon, 5 Feb 2001 21:36:33 +0100\n"
#define DATE_MS  G_GINT64_CONSTANT(981405393000)
#define FROM_ID  "From: Jean <jean@acme.example>\nMessage-ID: <1@acme.example>\n"
#define MINIMAL  FROM_ID DATE
#define ENVELOPE "jean@acme.example Tue Feb  6 10:00:00 2001"

static void read_bytes(const char *bytes, gsize length, const char *envelope,
		       struct message_record *record)
{
	mail_read((const guint8 *)bytes, length, envelope, NULL, record);
}

static void read_text(const char *bytes, struct message_record *record)
{
	read_bytes(bytes, strlen(bytes), NULL, record);
}

static void test_all_fields(void **state)
{
	static const char bytes[] =
		"Received: from x by y; Mon, 5 Feb 2001 21:36:40 +0100\n"
		"From: =?utf-8?Q?Fran=C3=A7ois?= <Francois@Acme.example>\n"
		"To: a@b.example, \"C, D\" <cd@b.example>\nCc: e@f.example\n"
		"Subject: =?iso-8859-1?Q?D=E9part_du?= =?utf-8?B?IGNvbnRhY3Q=?=\n"
		"Message-ID: <m1@acme.example>\nIn-Reply-To: Your mail of today "
		"<m0@b.example>\n"
		"References: <r1@x>\n\t<r2@x> <m0@b.example>\n" DATE
		"List-Id: Annonces <annonces.acme.example>\n\nBonjour,\n\nla panne dure.\n";
	struct message_record record;

	read_text(bytes, &record);
	assert_string_equal(record.from.address, "francois@acme.example");
	assert_string_equal(record.from.name, "François");
	assert_int_equal(record.n_to, 3);
	assert_int_equal(record.n_cc, 1);
	assert_string_equal(record.to[1].name, "C, D");
	assert_string_equal(record.to[2].address, "e@f.example");
	assert_string_equal(record.subject, "Départ du contact");
	assert_string_equal(record.message_id, "m1@acme.example");
	assert_string_equal(record.in_reply_to, "m0@b.example");
	assert_int_equal(record.references->len, 3);
	assert_string_equal(g_ptr_array_index(record.references, 1), "r2@x");
	assert_string_equal(record.list_id, "annonces.acme.example");
	assert_true(record.date_ms == DATE_MS);
	assert_int_equal(record.offset_minutes, 60);
	assert_int_equal(record.quality, 0);
	assert_int_equal(record.automatic, AUTOMATIC_NOT);
	assert_non_null(strstr(record.own_text, "la panne dure."));
	message_record_clear(&record);
}

static void test_dates(void **state)
{
	static const struct {
		const char *fields, *envelope;
		gint64 ms;
		guint32 quality;
	} cases[] = {
		{DATE, NULL, DATE_MS, 0},
		{"Date: Mon, 5 Feb 2001 20:36:33 +9999\n", NULL, DATE_MS,
		 QUALITY_DATE_REPAIRED},
		{"Date: Mon, 05 Feb 01 20:36:33 GMT\n", NULL, DATE_MS, 0},
		{"Date: Mon, 5 Feb 101 20:36:33 GMT\n", NULL, DATE_MS, 0},
		{"Date: 5 Feb 2001 20:36:33 -0000 (le soir)\n", NULL, DATE_MS, 0},
		{"Date: hier soir\nReceived: by x; bientot\n", NULL, INSTANT_NONE,
		 QUALITY_NO_DATE},
		{"Date: hier soir\nReceived: by x;\n\tMon, 5 Feb 2001 21:36:33 +0100\n", NULL,
		 DATE_MS, QUALITY_DATE_REPAIRED},
		{"Date: Fri, 1 Jan 1904 00:00:00 +0000\n", ENVELOPE,
		 G_GINT64_CONSTANT(981453600000), QUALITY_DATE_REPAIRED},
		{"Date: Fri, 1 Jan 2098 00:00:00 +0000\n", ENVELOPE,
		 G_GINT64_CONSTANT(981453600000), QUALITY_DATE_REPAIRED},
		{"Date: Fri, 1 Jan 2098 00:00:00 +0000\n", NULL, INSTANT_NONE, QUALITY_NO_DATE},
		{"Date: Mon, 31 Feb 2001 00:00:00 +0000\n", NULL, INSTANT_NONE,
		 QUALITY_NO_DATE},
		{"", ENVELOPE, G_GINT64_CONSTANT(981453600000), QUALITY_DATE_REPAIRED},
		{"", "nonsense", INSTANT_NONE, QUALITY_NO_DATE},
		{"", NULL, INSTANT_NONE, QUALITY_NO_DATE},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *bytes = g_strconcat(FROM_ID, cases[i].fields, "\nx\n", NULL);
		struct message_record record;

		read_bytes(bytes, strlen(bytes), cases[i].envelope, &record);
		if (record.date_ms != cases[i].ms || record.quality != cases[i].quality)
			fail_msg("%s: %" G_GINT64_FORMAT ", quality %x", cases[i].fields,
				 record.date_ms, record.quality);
		message_record_clear(&record);
	}
}

static void test_true_sender_behind_a_list(void **state)
{
	static const struct {
		const char *fields, *address, *name;
	} cases[] = {
		{"From: \"'Jean Dupont' via Support\" <support@acme.example>\n"
		 "X-Original-From: Jean Dupont <jean@acme.example>\n",
		 "jean@acme.example", "Jean Dupont"},
		{"From: Jean via liste <liste@acme.example>\nReply-To: jean@acme.example\n",
		 "jean@acme.example", "Jean"},
		{"From: Jean via liste <liste@acme.example>\n"
		 "Reply-To: liste@acme.example\nX-Original-Sender: jean@acme.example\n",
		 "jean@acme.example", "Jean"},
		{"From: Jean via liste <liste@acme.example>\nReply-To: liste@acme.example\n",
		 "liste@acme.example", "Jean"},
		/* An ordinary Reply-To does not change who wrote. */
		{"From: Jean <jean@acme.example>\nReply-To: other@acme.example\n",
		 "jean@acme.example", "Jean"},
		{"From: exarkun at divmod.com (Jean-Paul Calderone)\n", "exarkun@divmod.com",
		 "Jean-Paul Calderone"},
		{"From: \"/O=ACME/OU=FR/CN=RECIPIENTS/CN=JD\"\n",
		 "/o=acme/ou=fr/cn=recipients/cn=jd", NULL},
		{"Sender: jean@acme.example\n", "jean@acme.example", NULL},
		{"From: Jean Dupont\nReturn-Path: <jean@acme.example>\n", "jean@acme.example",
		 "Jean Dupont"},
		{"From: Jean Dupont\n", NULL, "Jean Dupont"},
		{"Subject: nobody\n", NULL, NULL},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *bytes = g_strconcat(cases[i].fields, "\nx\n", NULL);
		struct message_record record;

		read_text(bytes, &record);
		if (g_strcmp0(record.from.address, cases[i].address) ||
		    g_strcmp0(record.from.name, cases[i].name) ||
		    !(record.quality & QUALITY_SENDER_MISSING) != !!cases[i].address)
			fail_msg("%s: %s %s", cases[i].fields, record.from.address,
				 record.from.name);
		message_record_clear(&record);
	}
}

static void test_charsets(void **state)
{
	static const struct {
		const char *type, *body, *expected;
		bool guessed;
	} cases[] = {
		{"text/plain; charset=utf-8", "l'\xc3\xa9t\xc3\xa9 arrive", "l'été arrive",
		 false},
		{"text/plain; charset=iso-8859-1", "l'\xe9t\xe9 arrive", "l'été arrive", false},
		{"text/plain; charset=ISO-8859-15", "12 \xa4 par mois", "12 € par mois", false},
		{"text/plain; charset=\"windows-1252\"", "12 \x80 par mois", "12 € par mois",
		 false},
		{"text/plain; charset=koi8-r", "\xd0\xd2\xc9\xd7\xc5\xd4 Ivan", "привет Ivan",
		 false},
		/* Wrong or missing declarations. */
		{"text/plain; charset=utf-8", "l'\xe9t\xe9 arrive", "l'été arrive", true},
		{"text/plain; charset=us-ascii", "l'\xe9t\xe9 arrive", "l'été arrive", true},
		{"text/plain; charset=iso-8859-1", "l'\xc3\xa9t\xc3\xa9 arrive", "l'été arrive",
		 true},
		{"text/plain; charset=none-such", "l'\xe9t\xe9 arrive", "l'été arrive", true},
		{"text/plain", "l'\xe9t\xe9 arrive", "l'été arrive", true},
		{"text/plain; charset=", "tout va bien", "tout va bien", false},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *bytes = g_strconcat(MINIMAL "Content-Type: ", cases[i].type,
						     "\n\n", cases[i].body, "\n", NULL);
		struct message_record record;

		read_text(bytes, &record);
		if (!record.own_text || !strstr(record.own_text, cases[i].expected) ||
		    !(record.quality & QUALITY_CHARSET_GUESSED) == cases[i].guessed)
			fail_msg("%s: %s, quality %x", cases[i].type, record.own_text,
				 record.quality);
		message_record_clear(&record);
	}
}

static void test_transfer_encodings(void **state)
{
	static const struct {
		const char *encoding, *body, *expected;
	} cases[] = {
		{"quoted-printable", "l'=C3=A9t=C3=A9 arr=\nive", "l'été arrive"},
		{"Quoted-Printable (old)", "l'=C3=A9t=C3=A9 arrive", "l'été arrive"},
		{"base64", "bCfDqXTDqSBhcnJpdmU=", "l'été arrive"},
		{"BASE64", "bCfDqX*TDqSBh\ncnJpdmU", "l'été arrive"},
		{"x-unknown", "arrive", "arrive"},
		{"8bit", "l'\xc3\xa9t\xc3\xa9 arrive", "l'été arrive"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *bytes =
			g_strconcat(MINIMAL "Content-Type: text/plain; charset=utf-8\n"
					    "Content-Transfer-Encoding: ",
				    cases[i].encoding, "\n\n", cases[i].body, "\n", NULL);
		struct message_record record;

		read_text(bytes, &record);
		if (!record.own_text || !strstr(record.own_text, cases[i].expected))
			fail_msg("%s: %s", cases[i].encoding, record.own_text);
		message_record_clear(&record);
	}
}

#define MULTI(kind, mark)      "Content-Type: multipart/" kind "; boundary=" mark "\n\n"
#define PART(mark, type, text) "--" mark "\nContent-Type: " type "\n\n" text "\n"

static void test_which_text(void **state)
{
	static const struct {
		const char *bytes, *holds, *lacks;
		guint attachments;
	} cases[] = {
		{MULTI("alternative", "b") PART("b", "text/html", "<p>riche</p>")
			 PART("b", "text/plain", "simple") "--b--",
		 "simple", "riche", 0},
		{MULTI("alternative", "b") PART("b", "text/plain", " \n")
			 PART("b", "text/html", "<p>riche</p>") "--b--",
		 "riche", "<p>", 0},
		{MULTI("mixed", "b") PART("b", "text/html", "<p>riche</p>")
			 PART("b", "text/plain; name=a.txt", "journal")
				 PART("b", "text/plain", "suite") "--b--",
		 "riche", "journal", 1},
		{MULTI("mixed", "b") PART("b", "text/plain", "lettre")
			 PART("b", "message/rfc822", "Subject: x\n\ncache")
				 PART("b", "image/png; name=logo.png", "iVBOR") PART(
					 "b", "application/pdf; name=a.pdf", "JVBERi") "--b--",
		 "lettre", "cache", 2},
		{MULTI("mixed", "b") PART("b", "text/plain", "couru"), "couru", "--b", 0},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *bytes = g_strconcat(MINIMAL, cases[i].bytes, NULL);
		struct message_record record;

		read_text(bytes, &record);
		if (!record.own_text || !strstr(record.own_text, cases[i].holds) ||
		    strstr(record.own_text, cases[i].lacks) ||
		    record.attachments != cases[i].attachments)
			fail_msg("%s\n: %s, %u attachments", bytes, record.own_text,
				 record.attachments);
		message_record_clear(&record);
	}
}

static void test_truncated_multipart_is_marked(void **state)
{
	static const char bytes[] =
		MINIMAL MULTI("mixed", "b") PART("b", "text/plain", "debut") "--b\nConte";
	struct message_record record;

	read_text(bytes, &record);
	assert_int_equal(record.quality, QUALITY_TRUNCATED);
	assert_non_null(strstr(record.own_text, "debut"));
	message_record_clear(&record);
}

static void test_personal_marks(void **state)
{
	static const struct {
		const char *fields, *folder;
		bool personal;
	} cases[] = {
		{"Subject: [PERSONNEL] vacances\n", NULL, true},
		{"Subject: réunion du personnel\n", NULL, false},
		{"Subject: x\nSensitivity: Private\n", NULL, true},
		{"Subject: x\nSensitivity: Company-Confidential\n", NULL, false},
		{"Subject: x\n", "Personnel", true},
		{"Subject: x\n", "INBOX", false},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *bytes = g_strconcat(MINIMAL, cases[i].fields, "\nx\n", NULL);
		struct message_record record;

		mail_read((const guint8 *)bytes, strlen(bytes), NULL, cases[i].folder, &record);
		if (record.personal != cases[i].personal)
			fail_msg("%s in %s", cases[i].fields, cases[i].folder);
		message_record_clear(&record);
	}
}

static void digest_of(const char *bytes, guint8 out[DIGEST_SIZE])
{
	struct message_record record;

	read_text(bytes, &record);
	memcpy(out, record.digest, DIGEST_SIZE);
	message_record_clear(&record);
}

/* What stores and servers add or fold anew is not the message; what its author wrote is. */
static void test_digest(void **state)
{
	static const struct {
		const char *bytes;
		bool same;
	} cases[] = {
		{"Received: by z\nX-Status: RO\n" MINIMAL "Subject: a b\n\nun\ndeux\n", true},
		{"Subject:  a\n b \n" MINIMAL "\nun\ndeux\n\n\n", true},
		{"From: Jean <jean@acme.example>\r\nMessage-ID: <1@acme.example>\r\n"
		 "Date: Mon, 5 Feb 2001 21:36:33 +0100\r\nSubject: a b\r\n\r\nun\r\ndeux",
		 true},
		{MINIMAL "Subject: a b\n\nun\ntrois\n", false},
		{MINIMAL "Subject: a c\n\nun\ndeux\n", false},
		{MINIMAL "Subject: a b\nTo: x@y.example\n\nun\ndeux\n", false},
	};
	guint8 first[DIGEST_SIZE], other[DIGEST_SIZE];

	digest_of(MINIMAL "Subject: a b\n\nun\ndeux\n", first);
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		digest_of(cases[i].bytes, other);
		if (!memcmp(first, other, DIGEST_SIZE) != cases[i].same)
			fail_msg("%s", cases[i].bytes);
	}
}

/* BLAKE2b-256 of "From:...\n...", computed by Python's hashlib. */
static void test_digest_is_the_documented_one(void **state)
{
	guint8 digest[DIGEST_SIZE];
	g_autofree char *text = NULL;

	digest_of(MINIMAL "Subject: a b\n\nun\ndeux\n", digest);
	text = hexadecimal(digest, DIGEST_SIZE);
	assert_string_equal(text,
			    "94ad4180e3dbb1b9f87ab21280c0c0587f1d5031630b8a10e2312bfef044c0bc");
}

static void test_broken_headers(void **state)
{
	static const struct {
		const char *bytes, *subject, *text;
		guint32 quality;
	} cases[] = {
		{MINIMAL "a line that is no field\nSubject: kept\n\nx\n", "kept", "x",
		 QUALITY_HEADER_BROKEN},
		{MINIMAL "Subject: kept\nHello Jean\nhow are you\n", "kept", "how are you",
		 QUALITY_HEADER_BROKEN},
		{MINIMAL "Subject : kept\n\nx\n", "kept", "x", 0},
		{MINIMAL "Subject: =?utf-8?Q?caf=C3=A9\n\nx\n", "=?utf-8?Q?caf=C3=A9", "x", 0},
		{MINIMAL "Subject: caf\xe9\n\nx\n", "café", "x", QUALITY_CHARSET_GUESSED},
		{MINIMAL "Subject: =?utf-8?B?Y2Fmw6k=?=\n\nx\n", "café", "x", 0},
		{MINIMAL "Subject: =?utf-8?Q?caf=C3?= =?utf-8?Q?=A9?=\n\nx\n", "café", "x", 0},
		{MINIMAL "Subject: \n\nx\n", NULL, "x", 0},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct message_record record;

		read_text(cases[i].bytes, &record);
		if (g_strcmp0(record.subject, cases[i].subject) || !record.own_text ||
		    !strstr(record.own_text, cases[i].text) ||
		    record.quality != cases[i].quality)
			fail_msg("%s: %s|%s|%x", cases[i].bytes, record.subject,
				 record.own_text, record.quality);
		message_record_clear(&record);
	}
}

static void test_limits(void **state)
{
	g_autoptr(GString) bytes = g_string_new(MINIMAL "To: ");
	struct message_record record;

	for (int i = 0; i < 3000; i++)
		g_string_append_printf(bytes, "p%d@b.fr,", i);
	g_string_append(bytes, "\nSubject: ");
	for (int i = 0; i < 3000; i++)
		g_string_append(bytes, "é");
	g_string_append(bytes, "\nReferences: ");
	for (int i = 0; i < 1000; i++)
		g_string_append_printf(bytes, "<%d@x>\n ", i);
	g_string_append(bytes, "\n\n");
	for (int i = 0; i < 400000; i++)
		g_string_append(bytes, "bonjour ");
	read_bytes(bytes->str, bytes->len, NULL, &record);
	assert_int_equal(record.n_to, LIMIT_ADDRESSES);
	assert_int_equal(strlen(record.subject), LIMIT_SUBJECT);
	assert_true(g_utf8_validate(record.subject, -1, NULL));
	assert_int_equal(record.references->len, LIMIT_REFERENCES);
	assert_string_equal(g_ptr_array_index(record.references, LIMIT_REFERENCES - 1),
			    "999@x");
	assert_true(strlen(record.own_text) <= LIMIT_OWN_TEXT);
	assert_true(record.quality & QUALITY_TRUNCATED);
	message_record_clear(&record);
}

/* Every text of a record is UTF-8, whatever the bytes are. */
static void check_texts(const struct message_record *record)
{
	const char *texts[] = {record->subject,      record->message_id, record->in_reply_to,
			       record->from.address, record->from.name,  record->list_id,
			       record->own_text};

	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
		assert_true(!texts[i] || (*texts[i] && g_utf8_validate(texts[i], -1, NULL)));
	for (guint i = 0; i < record->n_to; i++) {
		assert_true(g_utf8_validate(record->to[i].address, -1, NULL));
		assert_true(!record->to[i].name ||
			    g_utf8_validate(record->to[i].name, -1, NULL));
	}
}

static void test_any_bytes_give_valid_text(void **state)
{
	static const char seed[] =
		MINIMAL "To: \"a\" <b@c.example>, d\nSubject: =?utf-8?Q?=C3=A9?= "
			"x\nReferences: <a@b> <c>\n"
			"Content-Type: multipart/alternative; boundary=\"b\"\n\n--b\n"
			"Content-Type: text/plain; charset=iso-8859-1\n"
			"Content-Transfer-Encoding: quoted-printable\n\nl'=E9t=E9\n--b\n"
			"Content-Type: text/html\n\n<p>&eacute;</p>\n--b--\n";
	GRand *random = g_rand_new_with_seed(7);

	for (int round = 0; round < 3000; round++) {
		char bytes[sizeof seed];
		struct message_record record;

		memcpy(bytes, seed, sizeof seed);
		for (int i = g_rand_int_range(random, 1, 12); i > 0; i--)
			bytes[g_rand_int_range(random, 0, sizeof seed - 1)] =
				(char)g_rand_int_range(random, 0, 256);
		read_bytes(bytes, (gsize)g_rand_int_range(random, 1, sizeof seed), ENVELOPE,
			   &record);
		check_texts(&record);
		message_record_clear(&record);
	}
	g_rand_free(random);
}

static void test_empty(void **state)
{
	struct message_record record;

	read_bytes("", 0, NULL, &record);
	assert_int_equal(record.quality, QUALITY_HEADER_BROKEN | QUALITY_NO_MESSAGE_ID |
						 QUALITY_NO_DATE | QUALITY_SENDER_MISSING);
	assert_null(record.own_text);
	message_record_clear(&record);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_fields),
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_true_sender_behind_a_list),
		cmocka_unit_test(test_charsets),
		cmocka_unit_test(test_transfer_encodings),
		cmocka_unit_test(test_which_text),
		cmocka_unit_test(test_truncated_multipart_is_marked),
		cmocka_unit_test(test_personal_marks),
		cmocka_unit_test(test_digest),
		cmocka_unit_test(test_digest_is_the_documented_one),
		cmocka_unit_test(test_broken_headers),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_any_bytes_give_valid_text),
		cmocka_unit_test(test_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
