/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Outlook messages of real programs, against msgconvert (Email::Outlook::Message, Perl): who
 * wrote to whom, when, and under what subject must be the same by both roads. */
#include "reading.h"

#include "base/error.h"
#include "importers/compound.h"
#include <unistd.h>

struct seen {
	char *subject, *from, *message_id, *text, *rejected; /* of the first message */
	gint64 date_ms;
	guint n_to, attachments;
	guint n; /* records */
};

static void take(const struct import_record *record, void *data)
{
	struct seen *seen = data;
	const struct message_record *message = &record->message;

	seen->n++;
	if (record->type == RECORD_REJECTED)
		seen->rejected = g_strdup(record->rejected.reason);
	if (record->type != RECORD_MESSAGE || seen->n > 1)
		return;
	seen->subject = g_strdup(message->subject);
	seen->from = g_strdup(message->from.address);
	seen->message_id = g_strdup(message->message_id);
	seen->text = g_strdup(message->own_text);
	seen->date_ms = message->date_ms;
	seen->n_to = message->n_to;
	seen->attachments = message->attachments;
}

static struct seen read_file(const char *path)
{
	struct whole_file file;
	struct seen seen = {0};

	whole_file_open(&file, path);
	each_record(&file.task, take, &seen);
	whole_file_close(&file);
	return seen;
}

static void seen_clear(struct seen *seen)
{
	g_free(seen->subject);
	g_free(seen->from);
	g_free(seen->message_id);
	g_free(seen->text);
	g_free(seen->rejected);
}

static char *shared(const char *path)
{
	const char *root = g_getenv("ENTENTE_SHARED");

	return g_build_filename(root ? root : "/nowhere", "data", path, NULL);
}

static bool same(const char *left, const char *right)
{
	return g_strcmp0(left ? left : "", right ? right : "") == 0;
}

/* ---- the oracle ---- */

static bool convert(const char *path, const char *to)
{
	const char *const arguments[] = {"msgconvert", "--outfile", to, path, NULL};
	int status = -1;

	return g_spawn_sync(NULL, (char **)arguments, NULL,
			    G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL |
				    G_SPAWN_STDERR_TO_DEV_NULL,
			    NULL, NULL, NULL, NULL, &status, NULL) &&
	       status == 0;
}

/* The converter knows neither code pages but its own, nor the SMTP address behind an X.500
 * name, and writes the date of delivery: only what it can know is compared. */
static bool agree(const struct seen *ours, const struct seen *theirs)
{
	bool ascii = ours->subject && g_str_is_ascii(ours->subject);
	bool x500 = theirs->from && theirs->from[0] == '/';

	return (!ascii || same(ours->subject, theirs->subject)) &&
	       (x500 || !theirs->from || same(ours->from, theirs->from)) &&
	       (!theirs->message_id || same(ours->message_id, theirs->message_id)) &&
	       ours->n_to == theirs->n_to;
}

static void compare_folder(const char *folder, guint *compared, guint *agreed)
{
	g_autoptr(GDir) names = g_dir_open(folder, 0, NULL);
	g_autofree char *converted =
		g_strdup_printf("%s/entente-%d.eml", g_get_tmp_dir(), getpid());
	const char *name;

	while (names && (name = g_dir_read_name(names))) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		struct seen ours, theirs;

		if (!g_str_has_suffix(name, ".msg") || !convert(path, converted))
			continue;
		ours = read_file(path);
		theirs = read_file(converted);
		if (!ours.rejected) {
			bool one = agree(&ours, &theirs);
			++*compared;
			*agreed += one;
			if (!one)
				print_message("# %s: %s | %s, %u to; %s | %s, %u to\n", name,
					      ours.subject, ours.from, ours.n_to,
					      theirs.subject, theirs.from, theirs.n_to);
		}
		seen_clear(&ours);
		seen_clear(&theirs);
		g_unlink(converted);
	}
}

static void test_as_msgconvert(void **state)
{
	g_autofree char *program = g_find_program_in_path("msgconvert");
	g_autofree char *tika = shared("pst/tika");
	g_autofree char *hiraoka = shared("msg/hiraoka/test");
	guint compared = 0, agreed = 0;

	if (!program || !g_file_test(tika, G_FILE_TEST_IS_DIR))
		skip();
	compare_folder(tika, &compared, &agreed);
	compare_folder(hiraoka, &compared, &agreed);
	print_message("# %u of %u as msgconvert\n", agreed, compared);
	assert_true(compared >= 25);
	assert_int_equal(agreed, compared);
}

/* ---- what is known of single files ---- */

static void test_known_messages(void **state)
{
	static const struct {
		const char *path, *subject, *from, *text;
		gint64 date_ms;
		guint attachments;
	} cases[] = {
		{"pst/tika/testMSG_att_doc.msg", "test pièce jointe 1",
		 "nicolas1.23456@free.fr", "contenu", G_GINT64_CONSTANT(1240410993000), 2},
		{"pst/tika/testMSG.msg", "MIME registry use cases", "jukka.zitting@gmail.com",
		 "As discussed", G_GINT64_CONSTANT(1233256600000), 0},
		{"msg/hiraoka/test/sent2.msg", "Sending test", NULL, "Hello.",
		 G_GINT64_CONSTANT(1630374976000), 0},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path = shared(cases[i].path);
		struct seen seen;

		if (!g_file_test(path, G_FILE_TEST_EXISTS))
			skip();
		seen = read_file(path);
		assert_int_equal(seen.n, 1);
		assert_string_equal(seen.subject, cases[i].subject);
		if (cases[i].from)
			assert_string_equal(seen.from, cases[i].from);
		assert_non_null(strstr(seen.text, cases[i].text));
		assert_true(seen.date_ms == cases[i].date_ms);
		assert_int_equal(seen.attachments, cases[i].attachments);
		seen_clear(&seen);
	}
}

static void test_other_items_are_named(void **state)
{
	static const char *const cases[][2] = {
		{"pst/tika/testMSG_Contact.msg", "a contact"},
		{"pst/tika/testMSG_Task.msg", "a task"},
		{"pst/tika/testMSG_StickyNote.msg", "a note"},
		{"pst/tika/testMSG_Appointment.msg", "ICS"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path = shared(cases[i][0]);
		struct seen seen;

		if (!g_file_test(path, G_FILE_TEST_EXISTS))
			skip();
		seen = read_file(path);
		assert_non_null(strstr(seen.rejected, cases[i][1]));
		seen_clear(&seen);
	}
}

/* Cut anywhere, a file gives a message or a reason, and never a crash. */
static void test_cut_files(void **state)
{
	g_autofree char *path = shared("pst/tika/testMSG_att_doc.msg");
	g_autofree char *bytes = NULL;
	gsize length;

	if (!g_file_get_contents(path, &bytes, &length, NULL))
		skip();
	for (gsize cut = 4096; cut < length; cut += 1024) {
		g_autofree char *shorter = file_with(bytes, cut);
		struct import_task task = {.path = shorter,
					   .importer = importer_by_name("outlook-message"),
					   .to = G_MAXUINT64};
		struct seen seen = {0};

		each_record(&task, take, &seen);
		assert_int_equal(seen.n, 1);
		seen_clear(&seen);
		g_unlink(shorter);
	}
}

static void test_no_compound_file(void **state)
{
	g_autoptr(GError) error = NULL;

	assert_null(compound_open((const guint8 *)"nothing", 7, &error));
	assert_true(g_error_matches(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT));
	assert_null(compound_storage(NULL, "x"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_as_msgconvert),
		cmocka_unit_test(test_known_messages),
		cmocka_unit_test(test_other_items_are_named),
		cmocka_unit_test(test_cut_files),
		cmocka_unit_test(test_no_compound_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
