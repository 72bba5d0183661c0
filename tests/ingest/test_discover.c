/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Trees of folders as mail programs and users leave them: what is found, what is passed over,
 * what is refused and with which words, and how files are cut into tasks. */
#include "ingest/discover.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include <glib/gstdio.h>

#include "base/error.h"
#include "base/limits.h"

#define MAIL                                                                                   \
	"From: Jean <jean@infonet.fr>\nTo: anne@acme.fr\nSubject: essai\n"                     \
	"Date: Mon, 3 Apr 2023 10:00:00 +0200\nMessage-ID: <1@infonet.fr>\n\nBonjour\n"
#define MBOX "From jean@infonet.fr Mon Apr  3 10:00:00 2023\n" MAIL "\n"

/* ---- trees ---- */

static struct spool *spool;
static struct discover_options options;

static int make_root(void **state)
{
	*state = g_dir_make_tmp("entente-XXXXXX", NULL);
	spool = spool_new();
	options = (struct discover_options){.spool = spool};
	return *state == NULL;
}

static void remove_tree(const char *path)
{
	GDir *folder =
		g_file_test(path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open(path, 0, NULL);
	const char *name;

	while (folder != NULL && (name = g_dir_read_name(folder)) != NULL) {
		g_autofree char *inner = g_build_filename(path, name, NULL);
		remove_tree(inner);
	}
	if (folder != NULL)
		g_dir_close(folder);
	g_remove(path);
}

static int remove_root(void **state)
{
	spool_free(spool);
	remove_tree(*state);
	g_free(*state);
	return 0;
}

static void put(const char *root, const char *name, const char *bytes)
{
	g_autofree char *path = g_build_filename(root, name, NULL);
	g_autofree char *folder = g_path_get_dirname(path);

	assert_int_equal(g_mkdir_with_parents(folder, 0700), 0);
	assert_true(g_file_set_contents(path, bytes, -1, NULL));
}

static void make_folder(const char *root, const char *name)
{
	g_autofree char *path = g_build_filename(root, name, NULL);

	assert_int_equal(g_mkdir_with_parents(path, 0700), 0);
}

static void make_link(const char *root, const char *name, const char *target)
{
	g_autofree char *path = g_build_filename(root, name, NULL);

	assert_int_equal(symlink(target, path), 0);
}

static GPtrArray *discover_as(const char *root, const char *as)
{
	const char *const paths[] = {root, NULL};
	g_autoptr(GError) error = NULL;
	GPtrArray *files = discover_files(paths, as, &options, &error);

	if (error != NULL)
		print_message("# %s\n", error->message);
	assert_non_null(files);
	for (guint i = 0; i < files->len;)
		if (((struct discovered_file *)files->pdata[i])->expanded)
			g_ptr_array_remove_index(files, i);
		else
			i++;
	return files;
}

static GPtrArray *discover(const char *root)
{
	return discover_as(root, NULL);
}

static const struct discovered_file *find(const GPtrArray *files, const char *root,
					  const char *name)
{
	g_autofree char *path = g_build_filename(root, name, NULL);

	for (guint i = 0; i < files->len; i++) {
		const struct discovered_file *file = g_ptr_array_index(files, i);
		if (strcmp(file->path, path) == 0)
			return file;
	}
	return NULL;
}

static void expect_read(const GPtrArray *files, const char *root, const char *name,
			const char *importer, const char *folder)
{
	const struct discovered_file *file = find(files, root, name);

	if (file == NULL)
		fail_msg("not found: %s", name);
	if (file->trouble != NULL)
		fail_msg("%s: %s", name, file->trouble);
	assert_non_null(file->importer);
	assert_string_equal(file->importer->name, importer);
	assert_non_null(file->description);
	if (folder == NULL)
		assert_null(file->folder);
	else
		assert_string_equal(file->folder, folder);
}

static void expect_trouble(const GPtrArray *files, const char *root, const char *name,
			   const char *words)
{
	const struct discovered_file *file = find(files, root, name);

	if (file == NULL || file->trouble == NULL)
		fail_msg("no trouble with: %s", name);
	if (strstr(file->trouble, words) == NULL)
		fail_msg("%s: %s", name, file->trouble);
}

/* ---- tests ---- */

static void test_mailboxes_and_messages(void **state)
{
	const char *root = *state;
	g_autoptr(GPtrArray) files = NULL;

	put(root, "b/Sent.mbox", MBOX);
	put(root, "a/INBOX", MBOX);
	put(root, "Projet/one.eml", MAIL);
	files = discover(root);
	assert_int_equal(files->len, 3);
	expect_read(files, root, "b/Sent.mbox", "mbox", "Sent");
	expect_read(files, root, "a/INBOX", "mbox", "INBOX");
	expect_read(files, root, "Projet/one.eml", "eml", "Projet");
	for (guint i = 1; i < files->len; i++)
		assert_true(strcmp(((struct discovered_file *)files->pdata[i - 1])->path,
				   ((struct discovered_file *)files->pdata[i])->path) < 0);
}

static void test_size_and_time(void **state)
{
	const char *root = *state;
	g_autoptr(GPtrArray) files = NULL;
	const struct discovered_file *file;
	g_autofree char *path = g_build_filename(root, "box", NULL);
	const struct timespec times[2] = {{5, 6}, {7, 8}};

	put(root, "box", MBOX);
	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
	files = discover(root);
	file = find(files, root, "box");
	assert_int_equal(file->size, strlen(MBOX));
	assert_int_equal(file->changed_ns, G_GINT64_CONSTANT(7000000008));
}

static void test_compressed(void **state)
{
	const char *root = *state;
	g_autofree char *command = g_strdup_printf(
		"gzip %s/Archives.mbox && printf '' | gzip > %s/void.gz", root, root);
	g_autoptr(GPtrArray) files = NULL;
	g_autoptr(GArray) tasks = g_array_new(FALSE, FALSE, sizeof(struct import_task));

	put(root, "Archives.mbox", MBOX);
	assert_int_equal(system(command), 0);
	files = discover(root);
	expect_read(files, root, "Archives.mbox.gz", "mbox", "Archives");
	assert_true(find(files, root, "Archives.mbox.gz")->compressed);
	expect_trouble(files, root, "void.gz", "");
	discover_tasks(find(files, root, "Archives.mbox.gz"), NULL, tasks);
	assert_true(g_array_index(tasks, struct import_task, 0).compressed);
}

static void test_maildir(void **state)
{
	const char *root = *state;
	g_autoptr(GPtrArray) files = NULL;

	put(root, "Maildir/cur/1.host:2,S", MAIL);
	put(root, "Maildir/new/2.host", MAIL);
	put(root, "Maildir/tmp/3.host", MAIL);
	put(root, "Maildir/dovecot.index.cache", "x");
	put(root, "Maildir/dovecot-uidlist", "x");
	put(root, "Maildir/subscriptions", "Sent\n");
	put(root, "Maildir/.Sent/cur/4.host:2,", MAIL);
	make_folder(root, "Maildir/.Sent/new");
	put(root, "Maildir/.Sent/maildirfolder", "");
	put(root, "Maildir/.Priv&AOk-/cur/5.host:2,", MAIL);
	make_folder(root, "Maildir/.Priv&AOk-/tmp");
	put(root, "Maildir/.cache/x", "x");
	put(root, "Maildir/cur/6.host:2,", "");
	files = discover(root);
	assert_int_equal(files->len, 5);
	expect_read(files, root, "Maildir/cur/1.host:2,S", "eml", "Maildir");
	expect_read(files, root, "Maildir/new/2.host", "eml", "Maildir");
	expect_read(files, root, "Maildir/.Sent/cur/4.host:2,", "eml", "Sent");
	expect_read(files, root, "Maildir/.Priv&AOk-/cur/5.host:2,", "eml", "Privé");
	expect_trouble(files, root, "Maildir/cur/6.host:2,", "empty");
}

/* A part of a Maildir, given by itself, keeps its folder. */
static void test_part_of_a_maildir(void **state)
{
	const char *root = *state;
	g_autofree char *cur = g_build_filename(root, ".Sent", "cur", NULL);
	g_autofree char *one = g_build_filename(cur, "4.host:2,", NULL);
	g_autoptr(GPtrArray) files = NULL;

	put(root, ".Sent/cur/4.host:2,", MAIL);
	make_folder(root, ".Sent/new");
	files = discover(cur);
	expect_read(files, cur, "4.host:2,", "eml", "Sent");
	g_ptr_array_unref(files);
	files = discover(one);
	expect_read(files, cur, "4.host:2,", "eml", "Sent");
}

static void test_thunderbird_profile(void **state)
{
	const char *root = *state;
	g_autoptr(GPtrArray) files = NULL;

	put(root, "Mail/INBOX", MBOX);
	put(root, "Mail/INBOX.msf", "// <!-- <mdb:mork:z v=\"1.4\"/> -->\n");
	put(root, "Mail/msgFilterRules.dat", "version=\"9\"\n");
	put(root, "Mail/INBOX.sbd/Clients", MBOX);
	put(root, "Mail/.parentlock", "x");
	put(root, ".hidden/box", MBOX);
	files = discover(root);
	assert_int_equal(files->len, 2);
	expect_read(files, root, "Mail/INBOX.sbd/Clients", "mbox", "Clients");
}

static void test_loops_and_links(void **state)
{
	const char *root = *state;
	g_autoptr(GPtrArray) files = NULL;

	put(root, "a/box", MBOX);
	make_link(root, "a/loop", "..");
	make_link(root, "a/self", "self");
	make_link(root, "again", "a");
	make_link(root, "again.mbox", "a/box");
	make_link(root, "nowhere", "gone");
	files = discover(root);
	assert_int_equal(files->len, 3);
	expect_read(files, root, "a/box", "mbox", "box");
	expect_trouble(files, root, "a/self", "");
	expect_trouble(files, root, "nowhere", "");
}

static void test_each_path_once_in_any_order(void **state)
{
	const char *root = *state;
	g_autofree char *inner = g_build_filename(root, "a", "box", NULL);
	g_autofree char *gone = g_build_filename(root, "gone", NULL);
	const char *const one_way[] = {root, inner, gone, root, NULL};
	const char *const other_way[] = {gone, inner, root, NULL};
	g_autoptr(GPtrArray) first = NULL;
	g_autoptr(GPtrArray) second = NULL;

	put(root, "a/box", MBOX);
	put(root, "z", MAIL);
	first = discover_files(one_way, NULL, &options, NULL);
	second = discover_files(other_way, NULL, &options, NULL);
	assert_int_equal(first->len, 3);
	assert_int_equal(second->len, 3);
	for (guint i = 0; i < first->len; i++)
		assert_string_equal(((struct discovered_file *)first->pdata[i])->path,
				    ((struct discovered_file *)second->pdata[i])->path);
	expect_trouble(first, root, "gone", "No such file");
}

static void test_depth(void **state)
{
	const char *root = *state;
	g_autoptr(GString) path = g_string_new("d");
	g_autoptr(GPtrArray) files = NULL;

	for (guint i = 0; i < LIMIT_FOLDER_DEPTH; i++)
		g_string_append(path, "/d");
	put(root, "d/box", MBOX);
	g_string_append(path, "/box");
	put(root, path->str, MBOX);
	files = discover(root);
	assert_int_equal(files->len, 2);
	expect_read(files, root, "d/box", "mbox", "box");
	g_string_truncate(path, path->len - strlen("/box"));
	expect_trouble(files, root, path->str, "nested too deep");
}

static void test_refusals(void **state)
{
	const char *root = *state;
	g_autofree char *fifo = g_build_filename(root, "pipe", NULL);
	g_autofree char *noise = NULL;
	g_autoptr(GPtrArray) files = NULL;

	put(root, "empty.mbox", "");
	noise = g_build_filename(root, "noise.bin", NULL);
	assert_true(g_file_set_contents(noise, "\xff\xd8\0\x10\0\0\1\2", 8, NULL));
	put(root, "agenda.ics", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n");
	put(root, "contract.pdf", "%PDF-1.4\n1 0 obj\n");
	assert_int_equal(mkfifo(fifo, 0600), 0);
	files = discover(root);
	assert_int_equal(files->len, 5);
	expect_trouble(files, root, "empty.mbox", "empty");
	expect_trouble(files, root, "noise.bin", "--as");
	expect_trouble(files, root, "noise.bin", "mbox");
	expect_trouble(files, root, "pipe", "neither a file nor a folder");
	assert_null(find(files, root, "agenda.ics")->trouble);
	expect_trouble(files, root, "contract.pdf", "pdftotext");
	assert_int_equal(find(files, root, "agenda.ics")->importer->kind, IMPORT_KIND_MEETINGS);
	assert_int_equal(find(files, root, "contract.pdf")->importer->kind,
			 IMPORT_KIND_DOCUMENTS);
}

/* Where nobody is refused anything (root), as somebody else in a process of its own. */
static int discover_as_stranger(const char *root)
{
	g_autoptr(GPtrArray) files = NULL;
	const char *const paths[] = {root, NULL};
	const struct discovered_file *file, *folder;

	if (getuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
		return 2;
	files = discover_files(paths, NULL, &options, NULL);
	if (files == NULL || files->len != 3)
		return 3;
	file = find(files, root, "private.mbox");
	folder = find(files, root, "closed");
	return file != NULL && strstr(file->trouble, "permission denied") != NULL &&
			       folder != NULL &&
			       strstr(folder->trouble, "permission denied") != NULL
		       ? 0
		       : 4;
}

static void test_unreadable(void **state)
{
	const char *root = *state;
	g_autofree char *file = g_build_filename(root, "private.mbox", NULL);
	g_autofree char *folder = g_build_filename(root, "closed", NULL);
	g_autofree char *open_file = g_build_filename(root, "open.mbox", NULL);
	pid_t pid;
	int status = -1;

	put(root, "private.mbox", MBOX);
	put(root, "open.mbox", MBOX);
	put(root, "closed/box", MBOX);
	g_chmod(root, 0755);
	g_chmod(open_file, 0644);
	g_chmod(file, 0);
	g_chmod(folder, 0);
	pid = fork();
	if (pid == 0)
		_exit(discover_as_stranger(root));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	g_chmod(folder, 0700);
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void test_imposed(void **state)
{
	const char *root = *state;
	const char *const paths[] = {root, NULL};
	g_autoptr(GPtrArray) files = NULL;
	g_autoptr(GError) error = NULL;

	put(root, "box", "From: a@b.fr\n\nhello\n");
	files = discover_as(root, "mbox");
	expect_read(files, root, "box", "mbox", "box");
	g_ptr_array_unref(files);
	files = discover_as(root, "mail");
	assert_int_equal(find(files, root, "box")->importer->kind, IMPORT_KIND_MAIL);
	assert_null(discover_files(paths, "poetry", &options, &error));
	assert_true(g_error_matches(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE));
	assert_non_null(strstr(error->message, "mbox"));
}

static void test_many_files(void **state)
{
	const char *root = *state;
	g_autoptr(GPtrArray) files = NULL;
	gint64 begin;

	for (guint i = 0; i < 500; i++) {
		g_autofree char *name = g_strdup_printf("m%03u.eml", i);
		put(root, name, MAIL);
	}
	begin = g_get_monotonic_time();
	files = discover(root);
	print_message("# 500 files recognised in %" G_GINT64_FORMAT " ms\n",
		      (g_get_monotonic_time() - begin) / 1000);
	assert_int_equal(files->len, 500);
	for (guint i = 0; i < files->len; i++)
		assert_null(((struct discovered_file *)files->pdata[i])->trouble);
}

/* ---- tasks ---- */

static GArray *tasks_of(const char *importer, const char *description, guint64 size,
			bool compressed)
{
	GArray *tasks = g_array_new(FALSE, FALSE, sizeof(struct import_task));
	const struct discovered_file file = {
		.path = (char *)"/box",
		.importer = importer_by_name(importer),
		.description = (char *)description,
		.size = size,
		.compressed = compressed,
	};

	discover_tasks(&file, NULL, tasks);
	return tasks;
}

static void expect_whole(const char *importer, const char *description, bool compressed)
{
	g_autoptr(GArray) tasks = tasks_of(importer, description, (guint64)1 << 32, compressed);
	const struct import_task *task = &g_array_index(tasks, struct import_task, 0);

	assert_int_equal(tasks->len, 1);
	assert_int_equal(task->from, 0);
	assert_true(task->to == G_MAXUINT64);
	assert_string_equal(task->dialect, description);
}

static void test_pieces_cover_the_file(void **state)
{
	static const guint64 sizes[] = {1,        1 << 20,     (1 << 20) + 1,
					50 << 20, 1500000000u, (guint64)1 << 40};

	for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
		g_autoptr(GArray) tasks =
			tasks_of("mbox", "mboxrd, Thunderbird", sizes[i], false);
		guint64 at = 0;
		for (guint t = 0; t < tasks->len; t++) {
			const struct import_task *task =
				&g_array_index(tasks, struct import_task, t);
			assert_true(task->from == at && task->to > task->from);
			assert_true(t + 1 == tasks->len || task->to - task->from <= 16 << 20);
			at = task->to;
		}
		assert_true(at == G_MAXUINT64);
		assert_true(tasks->len >= MIN(sizes[i] >> 20, 32));
	}
}

static void test_what_is_not_cut(void **state)
{
	expect_whole("mbox", "mboxcl2", false);
	expect_whole("mbox", "mboxcl", false);
	expect_whole("mbox", "mboxrd", true);
	expect_whole("eml", "single message", false);
}

#define test_in_a_tree(test) cmocka_unit_test_setup_teardown(test, make_root, remove_root)

/* ---- containers ---- */

/* Runs a line of shell in the root. */
static void shell(const char *root, const char *line)
{
	const char *const arguments[] = {"sh", "-c", line, NULL};
	int status = -1;

	assert_true(g_spawn_sync(root, (char **)arguments, NULL, G_SPAWN_SEARCH_PATH, NULL,
				 NULL, NULL, NULL, &status, NULL));
	assert_int_equal(status, 0);
}

static void remove_within(const char *root, const char *name)
{
	g_autofree char *path = g_build_filename(root, name, NULL);

	remove_tree(path);
}

/* A mailbox, single messages, a Maildir with a folder, litter, and an archive within. */
static void test_archive_is_a_folder(void **state)
{
	const char *root = *state;
	g_autoptr(GPtrArray) files = NULL;

	put(root, "x/Inbox.mbox", MBOX);
	put(root, "x/notes/1.eml", MAIL);
	put(root, "x/Mail/cur/1:2,S", MAIL);
	put(root, "x/Mail/.Sent/cur/2:2,S", MAIL);
	put(root, "x/__MACOSX/._1.eml", "litter");
	put(root, "x/.DS_Store", "litter");
	put(root, "x/in/2.eml", MAIL);
	shell(root, "cd x && tar -czf in.tgz in && rm -r in && tar -cf ../x.tar . && cd .. && "
		    "rm -r x");
	files = discover(root);
	assert_int_equal(files->len, 5);
	expect_read(files, root, "x.tar/Inbox.mbox", "mbox", "Inbox");
	expect_read(files, root, "x.tar/notes/1.eml", "eml", "notes");
	expect_read(files, root, "x.tar/Mail/cur/1:2,S", "eml", "Mail");
	expect_read(files, root, "x.tar/Mail/.Sent/cur/2:2,S", "eml", "Sent");
	expect_read(files, root, "x.tar/in.tgz/in/2.eml", "eml", "in");
}

static void test_archives_nested_without_end(void **state)
{
	const char *root = *state;
	g_autoptr(GPtrArray) files = NULL;

	put(root, "1.eml", MAIL);
	for (guint i = 0; i < LIMIT_ARCHIVE_DEPTH + 1; i++)
		shell(root,
		      "tar -cf next.tar --exclude=next.tar * && mv next.tar /tmp/$$.tar && "
		      "rm -r * && mv /tmp/$$.tar a.tar");
	files = discover(root);
	assert_int_equal(files->len, 1);
	assert_non_null(strstr(((struct discovered_file *)files->pdata[0])->trouble, "nested"));
}

static void test_archive_cut_short(void **state)
{
	const char *root = *state;
	g_autoptr(GPtrArray) files = NULL;
	const struct discovered_file *archive;

	put(root, "x/1.eml", MAIL);
	put(root, "x/2.eml", MAIL);
	shell(root,
	      "tar --sort=name -cf x.tar x && head -c 1700 x.tar > cut.tar && rm -r x x.tar");
	files = discover(root);
	archive = find(files, root, "cut.tar");
	assert_non_null(archive->trouble);
	expect_read(files, root, "cut.tar/x/1.eml", "eml", "x");
	remove_within(root, "cut.tar");
}

static void test_what_archives_refuse(void **state)
{
	const char *root = *state;
	g_autoptr(GPtrArray) files = NULL;

	put(root, "1.eml", MAIL);
	put(root, "x/2.eml", MAIL);
	make_link(root, "x/link", "/etc/passwd");
	shell(root,
	      "cd x && tar -P -cf ../x.tar ../1.eml link 2.eml && cd .. && rm -r x 1.eml");
	files = discover(root);
	assert_int_equal(files->len, 3);
	expect_read(files, root, "x.tar/2.eml", "eml", "x.tar");
	expect_trouble(files, root, "x.tar/link", "link");
	expect_trouble(files, root, "x.tar/../1.eml", "out of the archive");
}

static void test_outlook_stores(void **state)
{
	const char *shared = g_getenv("ENTENTE_SHARED");
	g_autofree char *folder =
		g_build_filename(shared ? shared : "/nowhere", "data", "pst", "tika", NULL);
	g_autofree char *program = g_find_program_in_path("readpst");
	g_autoptr(GPtrArray) files = NULL;
	guint mailboxes = 0;

	if (!program || !g_file_test(folder, G_FILE_TEST_IS_DIR))
		skip();
	files = discover(folder);
	for (guint i = 0; i < files->len; i++) {
		const struct discovered_file *file = g_ptr_array_index(files, i);

		mailboxes += file->importer && !strcmp(file->importer->name, "mbox");
		if (!file->read_path)
			continue;
		assert_non_null(strstr(file->path, ".pst/"));
		assert_true(g_file_test(file->read_path, G_FILE_TEST_IS_REGULAR));
	}
	assert_true(mailboxes > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_a_tree(test_mailboxes_and_messages),
		test_in_a_tree(test_size_and_time),
		test_in_a_tree(test_compressed),
		test_in_a_tree(test_maildir),
		test_in_a_tree(test_part_of_a_maildir),
		test_in_a_tree(test_thunderbird_profile),
		test_in_a_tree(test_loops_and_links),
		test_in_a_tree(test_each_path_once_in_any_order),
		test_in_a_tree(test_depth),
		test_in_a_tree(test_refusals),
		test_in_a_tree(test_unreadable),
		test_in_a_tree(test_imposed),
		test_in_a_tree(test_many_files),
		test_in_a_tree(test_archive_is_a_folder),
		test_in_a_tree(test_archives_nested_without_end),
		test_in_a_tree(test_archive_cut_short),
		test_in_a_tree(test_what_archives_refuse),
		test_in_a_tree(test_outlook_stores),
		cmocka_unit_test(test_pieces_cover_the_file),
		cmocka_unit_test(test_what_is_not_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
