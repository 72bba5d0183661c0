/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Mailboxes: the four dialects there and back, any cut into tasks, and bad input. The oracle of
 * a round trip is the digest of the message before it was written into the mailbox. */
#include "reading.h"

#include "base/limits.h"
#include "importers/mail.h"
#include "importers/mbox_scan.h"

#define FROM_LINE "From jean@acme.example Mon Feb  5 21:36:33 2001\n"
#define MESSAGES  40

static const char *const nasty_lines[] = {
	"From now on we meet on Mondays",
	"From jean@acme.example Mon Feb  5 21:36:33 2001",
	"From: jean@acme.example",
	"from jean@acme.example Mon Feb  5 21:36:33 2001",
	"",
	"Bonjour,",
	"-- ",
	">> Le lundi 5 février 2001, vous écriviez :",
	">From someone else",
	">>From deeper",
};

static char *random_message(GRand *random, guint number, bool escaped_lines)
{
	GString *text = g_string_new(NULL);
	guint kinds = G_N_ELEMENTS(nasty_lines) - (escaped_lines ? 0 : 2);

	g_string_append_printf(text,
			       "From: Jean <jean@acme.example>\nSubject: number %u\n"
			       "Message-ID: <%u@acme.example>\n",
			       number, number);
	g_string_append(text, "Date: Mon, 5 Feb 2001 21:36:33 +0100\n\n");
	for (int i = g_rand_int_range(random, 0, 12); i > 0; i--)
		g_string_append_printf(text, "%s\n",
				       nasty_lines[g_rand_int_range(random, 0, (gint32)kinds)]);
	return g_string_free(text, FALSE);
}

static void append_escaped(GString *mbox, const char *message, enum mbox_dialect dialect)
{
	g_auto(GStrv) lines = g_strsplit(message, "\n", -1);

	for (guint i = 0; lines[i] && (lines[i + 1] || *lines[i]); i++) {
		gsize depth = dialect == MBOX_RD ? strspn(lines[i], ">") : 0;

		if (dialect != MBOX_CL2 && g_str_has_prefix(lines[i] + depth, "From "))
			g_string_append_c(mbox, '>');
		g_string_append_printf(mbox, "%s\n", lines[i]);
	}
}

/* Writes a message as a program of the dialect does. */
static void append_message(GString *mbox, const char *message, enum mbox_dialect dialect)
{
	g_autoptr(GString) escaped = g_string_new(NULL);
	const char *body = strstr(message, "\n\n") + 2;

	g_string_append(mbox, FROM_LINE);
	if (dialect == MBOX_CL || dialect == MBOX_CL2) {
		append_escaped(escaped, body, dialect);
		g_string_append_len(mbox, message, body - message - 1);
		g_string_append_printf(mbox, "Content-Length: %zu\n\n", escaped->len);
		g_string_append_len(mbox, escaped->str, (gssize)escaped->len);
	} else {
		append_escaped(mbox, message, dialect);
	}
	g_string_append_c(mbox, '\n');
}

/* CRLF as a program on another system writes it. */
static void with_crlf(GString *text)
{
	g_string_replace(text, "\n", "\r\n", 0);
}

static char *digest_of(const char *message)
{
	struct message_record record;
	char *digest;

	mail_read((const guint8 *)message, strlen(message), NULL, NULL, &record);
	digest = hexadecimal(record.digest, DIGEST_SIZE);
	message_record_clear(&record);
	return digest;
}

struct mailbox {
	GString *bytes;
	GPtrArray *digests;
};

static struct mailbox random_mailbox(guint32 seed, enum mbox_dialect dialect)
{
	GRand *random = g_rand_new_with_seed(seed);
	bool lossless = dialect == MBOX_RD || dialect == MBOX_CL2;
	struct mailbox made = {g_string_new(NULL), g_ptr_array_new_with_free_func(g_free)};

	for (guint i = 0; i < MESSAGES; i++) {
		g_autofree char *message = random_message(random, i, lossless);

		append_message(made.bytes, message, dialect);
		g_ptr_array_add(made.digests, digest_of(message));
	}
	g_rand_free(random);
	return made;
}

static void mailbox_clear(struct mailbox *mailbox)
{
	g_string_free(mailbox->bytes, TRUE);
	g_ptr_array_unref(mailbox->digests);
}

static void check_round_trip(enum mbox_dialect dialect, guint32 seed, bool crlf)
{
	struct mailbox made = random_mailbox(seed, dialect);
	g_autofree char *path = NULL;
	g_autoptr(GPtrArray) lines = NULL;
	struct whole_file file;

	if (crlf)
		with_crlf(made.bytes);
	path = file_with(made.bytes->str, made.bytes->len);
	whole_file_open(&file, path);
	assert_string_equal(file.task.importer->name, "mbox");
	assert_string_equal(file.task.dialect, mbox_dialect_name(dialect));
	lines = lines_of_range(&file.task, 0, G_MAXUINT64);
	assert_int_equal(lines->len, MESSAGES);
	for (guint i = 0; i < lines->len; i++)
		assert_non_null(strstr(g_ptr_array_index(lines, i),
				       g_ptr_array_index(made.digests, i)));
	whole_file_close(&file);
	g_unlink(path);
	mailbox_clear(&made);
}

static void test_dialects_there_and_back(void **state)
{
	for (guint dialect = 0; dialect < MBOX_DIALECT_COUNT; dialect++)
		for (guint32 seed = 1; seed <= 8; seed++)
			check_round_trip(dialect, seed, false);
}

/* Content-Length counts the bytes as they stand, so CRLF is for the two others here. */
static void test_crlf_gives_the_same_messages(void **state)
{
	for (guint32 seed = 1; seed <= 8; seed++) {
		check_round_trip(MBOX_O, seed, true);
		check_round_trip(MBOX_RD, seed, true);
	}
}

static void check_cuts(const struct import_task *task, GPtrArray *whole, gsize length,
		       GRand *random)
{
	guint64 from = 0;
	guint n = 0;

	while (from < length) {
		guint64 to = from + (guint64)g_rand_int_range(random, 1, 2000);
		g_autoptr(GPtrArray) part = lines_of_range(task, from, to);

		for (guint i = 0; i < part->len; i++, n++) {
			assert_true(n < whole->len);
			assert_string_equal(g_ptr_array_index(part, i),
					    g_ptr_array_index(whole, n));
		}
		from = to;
	}
	assert_int_equal(n, whole->len);
}

static void test_any_cut_gives_the_whole(void **state)
{
	GRand *random = g_rand_new_with_seed(20240229);

	for (guint32 seed = 1; seed <= 12; seed++) {
		struct mailbox made = random_mailbox(seed, seed % 2 ? MBOX_RD : MBOX_O);
		g_autofree char *path = NULL;
		g_autoptr(GPtrArray) whole = NULL;
		struct whole_file file;

		if (seed % 3 == 0)
			with_crlf(made.bytes);
		if (seed % 4 == 0)
			g_string_prepend(made.bytes, "no mail at all\n\n");
		path = file_with(made.bytes->str, made.bytes->len);
		whole_file_open(&file, path);
		whole = lines_of_range(&file.task, 0, G_MAXUINT64);
		assert_true(whole->len >= MESSAGES);
		check_cuts(&file.task, whole, made.bytes->len, random);
		whole_file_close(&file);
		g_unlink(path);
		mailbox_clear(&made);
	}
	g_rand_free(random);
}

/* Every cut, byte by byte, of a small mailbox that begins with a blank line. */
static void test_every_single_cut(void **state)
{
	static const char bytes[] = "\n" FROM_LINE "Subject: a\n\nFrom \n\n" FROM_LINE
				    "Subject: b\n\n\n" FROM_LINE "Subject: c\n\nx";
	g_autofree char *path = file_with(bytes, sizeof bytes - 1);
	g_autoptr(GPtrArray) whole = NULL;
	struct whole_file file;

	whole_file_open(&file, path);
	whole = lines_of_range(&file.task, 0, G_MAXUINT64);
	assert_int_equal(whole->len, 3);
	for (gsize cut = 0; cut <= sizeof bytes; cut++) {
		g_autoptr(GPtrArray) head = lines_of_range(&file.task, 0, cut);
		g_autoptr(GPtrArray) tail =
			lines_of_range(&file.task, cut ? cut : G_MAXUINT32, G_MAXUINT64);

		if (cut == 0)
			continue;
		assert_int_equal(head->len + tail->len, 3);
		g_ptr_array_extend_and_steal(head, g_steal_pointer(&tail));
		for (guint i = 0; i < 3; i++)
			assert_string_equal(g_ptr_array_index(head, i),
					    g_ptr_array_index(whole, i));
	}
	whole_file_close(&file);
	g_unlink(path);
}

/* Reads bytes as a mailbox; caller owns the lines. */
static GPtrArray *lines_of_bytes(const char *bytes, gsize length)
{
	g_autofree char *path = file_with(bytes, length);
	struct whole_file file;
	GPtrArray *lines;

	whole_file_open(&file, path);
	assert_string_equal(file.task.importer->name, "mbox");
	lines = lines_of_range(&file.task, 0, G_MAXUINT64);
	whole_file_close(&file);
	g_unlink(path);
	return lines;
}

static const char *line(GPtrArray *lines, guint i)
{
	assert_true(i < lines->len);
	return g_ptr_array_index(lines, i);
}

static void test_garbage_before_the_first_message(void **state)
{
	static const char bytes[] =
		"garbage\nmore of it\n\n" FROM_LINE "From: a@b.fr\nSubject: kept\n\nx\n";
	g_autoptr(GPtrArray) lines = lines_of_bytes(bytes, sizeof bytes - 1);

	assert_int_equal(lines->len, 2);
	assert_true(g_str_has_prefix(line(lines, 0), "0+20 rejected: "));
	assert_true(g_str_has_suffix(line(lines, 1), " kept"));
}

/* qmail's mbox(5): readers should not count on the blank line. */
static void test_no_blank_line_between(void **state)
{
	static const char bytes[] =
		FROM_LINE "Subject: one\n\nFrom Russia with love\n"
			  "Year: 1963\n" FROM_LINE "no field\n" FROM_LINE "Subject: two\n\nx\n";
	g_autoptr(GPtrArray) lines = lines_of_bytes(bytes, sizeof bytes - 1);

	assert_int_equal(lines->len, 2);
	assert_true(g_str_has_suffix(line(lines, 0), " one"));
	assert_true(g_str_has_suffix(line(lines, 1), " two"));
}

static void test_gmail_takeout_without_dates(void **state)
{
	static const char bytes[] = "From 184@xxx\nSubject: one\n\nx\n\nFrom jean@acme.fr:\n"
				    "I quote\n\nFrom 185@xxx\nSubject: two\n\nx\n";
	g_autoptr(GPtrArray) lines = lines_of_bytes(bytes, sizeof bytes - 1);

	assert_int_equal(lines->len, 2);
	assert_true(g_str_has_suffix(line(lines, 1), " two"));
}

static void test_nul_bytes_survive(void **state)
{
	static const char bytes[] =
		FROM_LINE "Subject: a\0b\n\nnul \0 here\n\n" FROM_LINE "Subject: second\n\nx\n";
	g_autoptr(GPtrArray) lines = lines_of_bytes(bytes, sizeof bytes - 1);

	assert_int_equal(lines->len, 2);
	assert_true(g_str_has_suffix(line(lines, 0), " a b"));
	assert_true(g_str_has_suffix(line(lines, 1), " second"));
}

static void test_thunderbird_deleted_is_told(void **state)
{
	static const char bytes[] =
		FROM_LINE "X-Mozilla-Status: 0009\nSubject: gone\n\nx\n\n" FROM_LINE
			  "X-Mozilla-Status: 0001\nSubject: here\n\nx\n";
	g_autoptr(GPtrArray) lines = lines_of_bytes(bytes, sizeof bytes - 1);

	assert_int_equal(lines->len, 2);
	assert_non_null(strstr(line(lines, 0), "rejected: deleted in Thunderbird"));
	assert_true(g_str_has_suffix(line(lines, 1), " here"));
}

static void test_stale_content_length_is_not_believed(void **state)
{
	static const char bytes[] = FROM_LINE
		"Subject: one\nContent-Length: 2\n\nx\n\n" FROM_LINE
		"Subject: two\nContent-Length: 2\n\nx\n\n" FROM_LINE
		"Subject: three\nContent-Length: 30\n\nlonger than it says\n\n" FROM_LINE
		"Subject: four\nContent-Length: 999999\n\nx\n\n" FROM_LINE
		"Subject: five\nContent-Length: 2\n\nx\n";
	g_autoptr(GPtrArray) lines = lines_of_bytes(bytes, sizeof bytes - 1);

	assert_int_equal(lines->len, 5);
	assert_true(g_str_has_suffix(line(lines, 2), " three"));
	assert_true(g_str_has_suffix(line(lines, 4), " five"));
}

/* A message of one line beyond the limit, between two others: memory stays bounded by the
 * window, the others are read. */
static void test_message_beyond_the_limit(void **state)
{
	g_autoptr(GString) bytes = g_string_new(FROM_LINE "Subject: before\n\nx\n\n");
	gsize huge = bytes->len;
	g_autoptr(GPtrArray) lines = NULL;
	g_autofree char *expected = NULL;

	g_string_append(bytes, FROM_LINE "Subject: huge\n\n");
	g_string_set_size(bytes, bytes->len + LIMIT_MESSAGE_SIZE + (9u << 20));
	memset(bytes->str + huge + 64, 'x', bytes->len - huge - 64);
	g_string_append(bytes, "\n\n");
	huge = bytes->len - huge;
	g_string_append(bytes, FROM_LINE "Subject: behind\n\nx\n");
	lines = lines_of_bytes(bytes->str, bytes->len);
	assert_int_equal(lines->len, 3);
	assert_true(g_str_has_suffix(line(lines, 0), " before"));
	expected = g_strdup_printf("+%zu rejected: message larger than 64 MiB", huge);
	assert_non_null(strstr(line(lines, 1), expected));
	assert_true(g_str_has_suffix(line(lines, 2), " behind"));
}

static void test_from_lines(void **state)
{
	static const struct {
		const char *line;
		bool valid;
	} cases[] = {
		{"From jean@acme.fr Mon Feb  5 21:36:33 2001\n", true},
		{"From jean at acme.fr  Mon Feb  5 21:36:33 2001\n", true},
		{"From - Mon Feb 05 21:36:33 2001\r\n", true},
		{"From ???@??? Mon Feb 05 21:36:33 2001\n", true},
		{"From 1489@xxx Mon Feb 05 21:36:33 +0000 2001\n", true},
		{"From jean@acme.fr Mon Feb  5 21:36:33 MET 2001\n", true},
		{"From jean@acme.fr Mon Feb  5 21:36:33 2001 +0100\n", true},
		{"From jean@acme.fr Mon Feb  5 21:36 2001\n", true},
		{"From jean@acme.fr Mon, 5 Feb 2001 21:36:33 +0100\n", true},
		{"From Monday on we meet at 9:00\n", false},
		{"From here to there\n", false},
		{"From jean@acme.fr Mon Feb 31 21:36:33 2001\n", false},
		{"From jean@acme.fr Mon Feb  5 29:36:33 2001\n", false},
		{"From: jean@acme.fr\n", false},
		{">From jean@acme.fr Mon Feb  5 21:36:33 2001\n", false},
		{"From \n", false},
		{"From - \r\nX-Mozilla-Status: 0001\r\n", true},
		{"From 1844347792267117879@xxx\nMIME-Version: 1.0\n", true},
		{"From 1844347792267117879@xxx\n\nno header\n", false},
		{"From Russia with love\nYear: 1963\n", false},
		{"From - to\n", false},
	};
	gsize length;

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		bool valid = mbox_is_from_line((const guint8 *)cases[i].line,
					       strlen(cases[i].line), true, &length);

		if (valid != cases[i].valid)
			fail_msg("%s", cases[i].line);
	}
}

struct counted {
	guint messages;
	GHashTable *ids;
};

static void count_message(const struct import_record *record, void *data)
{
	struct counted *counted = data;

	assert_int_equal(record->type, RECORD_MESSAGE);
	counted->messages++;
	if (record->message.message_id)
		g_hash_table_add(counted->ids, g_strdup(record->message.message_id));
}

/* Lines that begin with "From " and end in a year, counted without any of our code. */
static guint count_from_lines(const char *bytes)
{
	g_autoptr(GRegex) pattern = g_regex_new("^From .*\\d\\d:\\d\\d:\\d\\d \\d{4}$",
						G_REGEX_MULTILINE | G_REGEX_RAW, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;
	guint n = 0;

	g_regex_match_full(pattern, bytes, -1, 0, 0, &match, NULL);
	for (; g_match_info_matches(match); g_match_info_next(match, NULL))
		n++;
	return n;
}

static void test_real_archive(void **state)
{
	const char *shared = g_getenv("ENTENTE_SHARED");
	g_autofree char *path = g_build_filename(
		shared ? shared : "", "data/mail/twisted-python_2001-2009.mbox.xz", NULL);
	struct counted counted = {0};
	g_autofree guint8 *bytes = NULL;
	struct whole_file file;
	gsize length;

	if (!shared || !g_file_test(path, G_FILE_TEST_EXISTS)) {
		print_message("# ../shared is absent\n");
		skip();
	}
	whole_file_open(&file, path);
	assert_true(file.task.compressed);
	counted.ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	each_record(&file.task, count_message, &counted);
	bytes = bytes_read_all(path, true, 200u << 20, &length, NULL);
	print_message("# %u messages, %u distinct Message-ID\n", counted.messages,
		      g_hash_table_size(counted.ids));
	assert_int_equal(counted.messages, 42562);
	assert_int_equal(counted.messages, count_from_lines((const char *)bytes));
	/* Counted by a script of twelve lines that shares nothing with the importer. */
	assert_int_equal(g_hash_table_size(counted.ids), 21282);
	g_hash_table_destroy(counted.ids);
	whole_file_close(&file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_from_lines),
		cmocka_unit_test(test_dialects_there_and_back),
		cmocka_unit_test(test_crlf_gives_the_same_messages),
		cmocka_unit_test(test_any_cut_gives_the_whole),
		cmocka_unit_test(test_every_single_cut),
		cmocka_unit_test(test_garbage_before_the_first_message),
		cmocka_unit_test(test_no_blank_line_between),
		cmocka_unit_test(test_gmail_takeout_without_dates),
		cmocka_unit_test(test_nul_bytes_survive),
		cmocka_unit_test(test_thunderbird_deleted_is_told),
		cmocka_unit_test(test_stale_content_length_is_not_believed),
		cmocka_unit_test(test_message_beyond_the_limit),
		cmocka_unit_test(test_real_archive),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
