/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Files of one mail: what is recognised as one, and that it is the same message as in a
 * mailbox. */
#include "reading.h"

#include "importers/mail.h"

static const struct importer *recognised(const char *path, const char *bytes)
{
	struct import_probe probe = {
		.path = path,
		.head = (const guint8 *)bytes,
		.head_length = strlen(bytes),
		.whole = true,
	};

	return importer_recognise(&probe);
}

static void test_what_is_a_mail(void **state)
{
	static const struct {
		const char *path, *bytes, *importer;
	} cases[] = {
		{"/m/a.eml", "From: a@b.fr\nSubject: x\n\ny\n", "eml"},
		{"/m/a.txt", "From: a@b.fr\r\nDate: x\r\n\r\ny\r\n", "eml"},
		{"/m/a.eml", "Content-Type: text/plain\n\ny\n", "eml"},
		{"/m/1.emlx", "31        \nFrom: a@b.fr\nSubject: x\n\nyyy\n<?xml", "eml"},
		{"/m/cur/1.M2.host:2,S", "Received: by x\n\ny\n", "eml"},
		{"/m/new/1.M2.host", "Subject: x\n", "eml"},
		{"/m/a", ">From a@b Mon Feb  5 21:36:33 2001\nFrom: a@b\nTo: c@d\n\ny\n",
		 "eml"},
		{"/m/Inbox", "From a@b Mon Feb  5 21:36:33 2001\nFrom: a@b\n\ny\n", "mbox"},
		{"/m/Inbox", "\xef\xbb\xbf\n\nFrom - Mon Feb 05 21:36:33 2001\n\ny\n", "mbox"},
		{"/m/Takeout", "From 184@xxx\nMIME-Version: 1.0\n\ny\n", "mbox"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		const struct importer *found = recognised(cases[i].path, cases[i].bytes);

		if (!found || !g_str_equal(found->name, cases[i].importer))
			fail_msg("%s: %s", cases[i].bytes, found ? found->name : "none");
	}
}

static void test_what_is_none(void **state)
{
	static const struct {
		const char *path, *bytes;
	} cases[] = {
		{"/m/notes.txt", "Subject: just one field\n\nand a text\n"},
		{"/m/notes.txt", "note: one\nidea: two\n\ntext\n"},
		{"/m/cur/readme", "nothing that looks like a mail\n"},
		{"/m/a.eml", "no header at all\n"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		const struct importer *found = recognised(cases[i].path, cases[i].bytes);

		if (found && found->kind == IMPORT_KIND_MAIL)
			fail_msg("%s: %s", cases[i].bytes, found->name);
	}
}

static char *only_line(const char *bytes)
{
	g_autofree char *path = file_with(bytes, strlen(bytes));
	g_autoptr(GPtrArray) lines = NULL;
	struct whole_file file;

	whole_file_open(&file, path);
	lines = lines_of_range(&file.task, 0, G_MAXUINT64);
	assert_int_equal(lines->len, 1);
	whole_file_close(&file);
	g_unlink(path);
	return g_strdup(g_ptr_array_index(lines, 0));
}

#define MAIL "From: a@b.fr\nSubject: x\n\nFrom here\nto there\n"

/* Behind the place, a line is digest and subject. */
static void test_the_same_message_as_in_a_mailbox(void **state)
{
	static const char *const forms[] = {
		MAIL,
		"From a@b.fr\n" MAIL,
		"From a@b.fr Mon Feb  5 21:36:33 2001\nFrom: a@b.fr\nSubject: x\n\n"
		">From here\nto there\n\n",
		"From: a@b.fr\r\nSubject: x\r\n\r\nFrom here\r\nto there\r\n",
	};
	g_autofree char *first = only_line(forms[0]);

	for (gsize i = 1; i < G_N_ELEMENTS(forms); i++) {
		g_autofree char *other = only_line(forms[i]);

		assert_string_equal(strchr(first, ' '), strchr(other, ' '));
	}
}

static void keep_lines(const struct import_record *record, void *data)
{
	GPtrArray *lines = data;

	g_ptr_array_add(lines, line_of(record));
}

static GPtrArray *lines_of_bytes(const char *bytes)
{
	g_autofree char *path = file_with(bytes, strlen(bytes));
	struct import_task task = {
		.path = path, .importer = importer_by_name("eml"), .to = G_MAXUINT64};
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);

	each_record(&task, keep_lines, lines);
	g_unlink(path);
	return lines;
}

#define LETTER "From: a@b.fr\nTo: c@d.fr\nSubject: essai\n\nBonjour,\n"

/* Apple Mail's frame leaves no trace: the digest is that of the bare mail. */
static void test_apple_mail(void **state)
{
	g_autofree char *kept = g_strdup_printf(
		"%-10zu\n" LETTER "<?xml version=\"1.0\"?><plist><dict><key>flags</key>\n"
		"\t<integer>8590195713</integer></dict></plist>\n",
		strlen(LETTER));
	g_autofree char *deleted = g_strdup_printf(
		"%zu\n" LETTER "<plist><dict><key>flags</key>\n\t<integer>3</integer></dict>",
		strlen(LETTER));
	g_autoptr(GPtrArray) bare = lines_of_bytes(LETTER);
	g_autoptr(GPtrArray) framed = lines_of_bytes(kept);
	g_autoptr(GPtrArray) gone = lines_of_bytes(deleted);

	assert_int_equal(framed->len, 1);
	assert_string_equal(strchr(framed->pdata[0], ' '), strchr(bare->pdata[0], ' '));
	assert_int_equal(gone->len, 0);
}

static void test_labels_of_google(void **state)
{
	static const struct {
		const char *labels;
		bool personal;
	} cases[] = {
		{"=?UTF-8?Q?Bo=C3=AEte_de_r=C3=A9ception,Personnel?=", true},
		{"Inbox,Important,Opened", false},
		{"Inbox,\n Private", true},
		{"Category Personal", false},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *mail = g_strdup_printf(
			"From: a@b.fr\nX-Gmail-Labels: %s\n\nx\n", cases[i].labels);
		struct message_record record;

		mail_read((const guint8 *)mail, strlen(mail), NULL, NULL, &record);
		assert_int_equal(record.personal, cases[i].personal);
		message_record_clear(&record);
	}
}

static void test_a_file_that_went_away_is_rejected(void **state)
{
	struct import_task task = {
		.path = (char[]){"/nowhere/at/all.eml"},
		.importer = importer_by_name("eml"),
	};
	g_autoptr(GPtrArray) lines = lines_of_range(&task, 0, G_MAXUINT64);

	assert_int_equal(lines->len, 1);
	assert_non_null(strstr(g_ptr_array_index(lines, 0), "rejected: /nowhere/at/all.eml: "));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_a_mail),
		cmocka_unit_test(test_what_is_none),
		cmocka_unit_test(test_the_same_message_as_in_a_mailbox),
		cmocka_unit_test(test_apple_mail),
		cmocka_unit_test(test_labels_of_google),
		cmocka_unit_test(test_a_file_that_went_away_is_rejected),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
