/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The pool against importers that crash, hang, eat memory, leave, lie or are killed from
 * outside. One property holds throughout: every record is delivered once or set aside once, at
 * its own place. */
#include "ingest/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/error.h"
#include "base/limits.h"

#define RECORD_BYTES 100u

/* ---- importers ----
 * The "file" is a number of records of 100 bytes; its dialect says what goes wrong where:
 * "crash@300 hang@900". */

struct import_stream {
	const struct import_task *task;
	guint64 at, end;
	char *text;
};

/* Shared with the workers: what happens once only, and who they are. */
static struct {
	_Atomic gint64 happened;
	_Atomic pid_t pid;
} * shared;

static void crash(void)
{
	raise(SIGSEGV);
}

static void crash_once(void)
{
	if (shared->happened++ == 0)
		raise(SIGSEGV);
}

static void hang(void)
{
	for (volatile guint64 i = 0; i != G_MAXUINT64; i++)
		;
}

static void eat_memory(void)
{
	for (;;)
		memset(g_malloc(1 << 20), 1, 1 << 20);
}

static void leave(void)
{
	_exit(3);
}

static const struct mischief {
	const char *word;
	void (*act)(void);
} mischiefs[] = {
	{"crash", crash},    {"once", crash_once}, {"hang", hang},
	{"eat", eat_memory}, {"leave", leave},
};

static bool planned(const struct import_task *task, const char *word, guint64 at)
{
	g_autofree char *needle = g_strdup_printf("%s@%" G_GUINT64_FORMAT " ", word, at);
	g_autofree char *always = g_strdup_printf("%s@all ", word);

	return task->dialect != NULL &&
	       (strstr(task->dialect, needle) != NULL || strstr(task->dialect, always) != NULL);
}

/* The size of a file stands in its path: "/book/20". */
static guint64 size_of(const struct import_task *task)
{
	return g_ascii_strtoull(strrchr(task->path, '/') + 1, NULL, 10) * RECORD_BYTES;
}

static struct import_stream *open_book(const struct import_task *task, GError **error)
{
	struct import_stream *stream;

	if (planned(task, "closed", task->from)) {
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "the book is closed");
		return NULL;
	}
	stream = g_new0(struct import_stream, 1);
	stream->task = task;
	stream->at = (task->from + RECORD_BYTES - 1) / RECORD_BYTES * RECORD_BYTES;
	stream->end = MIN(task->to, size_of(task));
	stream->text = g_strnfill(300, 'x');
	shared->pid = getpid();
	return stream;
}

/* An importer that knows no ranges. */
static struct import_stream *open_scroll(const struct import_task *task, GError **error)
{
	struct import_stream *stream = open_book(task, error);

	if (stream != NULL)
		stream->at = 0;
	return stream;
}

static void close_book(struct import_stream *stream)
{
	g_free(stream->text);
	g_free(stream);
}

static char *text_at(const struct import_stream *stream, guint64 at)
{
	if (planned(stream->task, "garbled", at))
		return g_strdup("\xff\xfe");
	if (planned(stream->task, "big", at))
		return g_strnfill(2 << 20, 'b');
	if (planned(stream->task, "huge", at))
		return g_strnfill(LIMIT_RECORD, 'b');
	return g_strdup(stream->text);
}

static void fill_record(const struct import_stream *stream, guint64 at,
			struct import_record *record)
{
	const struct place place = {at, RECORD_BYTES, 0};

	if (planned(stream->task, "reject", at)) {
		record->type = RECORD_REJECTED;
		record->rejected = (struct rejected_record){place, g_strdup("ugly")};
		return;
	}
	record->type = RECORD_MESSAGE;
	message_record_init(&record->message);
	record->message.place = place;
	record->message.message_id = g_strdup_printf("%" G_GUINT64_FORMAT "@book", at);
	record->message.own_text = text_at(stream, at);
}

static void misbehave(const struct import_stream *stream, guint64 at)
{
	if (stream->task->dialect == NULL)
		return;
	for (gsize i = 0; i < G_N_ELEMENTS(mischiefs); i++)
		if (planned(stream->task, mischiefs[i].word, at))
			mischiefs[i].act();
}

static bool next_in_book(struct import_stream *stream, struct import_record *record,
			 GError **error)
{
	guint64 at = stream->at;

	if (at >= stream->end)
		return true;
	if (stream->task->position != NULL)
		*stream->task->position = at;
	misbehave(stream, at);
	if (planned(stream->task, "fail", at)) {
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "a page is missing");
		return false;
	}
	fill_record(stream, at, record);
	stream->at += RECORD_BYTES;
	return true;
}

static const struct importer book = {
	.name = "book",
	.kind = IMPORT_KIND_MAIL,
	.readable = true,
	.splittable = true,
	.open = open_book,
	.next = next_in_book,
	.close = close_book,
};

static const struct importer scroll = {
	.name = "scroll",
	.kind = IMPORT_KIND_MAIL,
	.readable = true,
	.open = open_scroll,
	.next = next_in_book,
	.close = close_book,
};

/* ---- what was heard ---- */

struct heard {
	GHashTable *places; /* "path offset" -> times */
	GHashTable *finished;
	GPtrArray *reasons;
	guint records, rejected;
	const struct import_task *tasks;
	gint64 last[64]; /* offset, a task */
	guint64 progress;
	guint kill_every, stop_after;
	bool big_seen;
};

static struct heard *heard_new(const struct import_task *tasks)
{
	struct heard *heard = g_new0(struct heard, 1);

	heard->places = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	heard->finished = g_hash_table_new(g_direct_hash, g_direct_equal);
	heard->reasons = g_ptr_array_new_with_free_func(g_free);
	heard->tasks = tasks;
	memset(heard->last, -1, sizeof heard->last);
	return heard;
}

static void heard_free(struct heard *heard)
{
	g_hash_table_destroy(heard->places);
	g_hash_table_destroy(heard->finished);
	g_ptr_array_unref(heard->reasons);
	g_free(heard);
}

static void expect_order(struct heard *heard, const struct import_task *task, guint64 offset)
{
	gsize index = (gsize)(task - heard->tasks);

	if (index >= G_N_ELEMENTS(heard->last))
		return;
	assert_true(heard->last[index] < (gint64)offset);
	heard->last[index] = (gint64)offset;
}

static bool hear_record(const struct import_task *task, struct import_record *record,
			void *data, GError **error)
{
	struct heard *heard = data;
	const struct place *place = record->type == RECORD_REJECTED ? &record->rejected.place
								    : &record->message.place;
	char *key = g_strdup_printf("%s %" G_GUINT64_FORMAT, task->path, place->offset);

	assert_false(g_hash_table_contains(heard->finished, task));
	expect_order(heard, task, place->offset);
	g_hash_table_insert(heard->places, key,
			    GUINT_TO_POINTER(1 + GPOINTER_TO_UINT(g_hash_table_lookup(
							 heard->places, key))));
	if (record->type == RECORD_REJECTED) {
		heard->rejected++;
		g_ptr_array_add(heard->reasons, g_strdup(record->rejected.reason));
	} else {
		heard->records++;
		heard->big_seen |= strlen(record->message.own_text) == 2 << 20;
	}
	if (heard->kill_every > 0 && heard->records % heard->kill_every == 0)
		kill(shared->pid, SIGKILL);
	if (heard->stop_after > 0 && heard->records >= heard->stop_after) {
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_STORE, "the disk is full");
		return false;
	}
	return true;
}

static bool hear_finished(const struct import_task *task, void *data, GError **error)
{
	struct heard *heard = data;

	assert_true(g_hash_table_add(heard->finished, (gpointer)task));
	return true;
}

static void hear_progress(guint64 bytes, void *data)
{
	struct heard *heard = data;

	assert_true(bytes >= heard->progress);
	heard->progress = bytes;
}

static const struct worker_callbacks callbacks = {hear_record, hear_finished, hear_progress};

static struct heard *run_tasks(const struct import_task *tasks, guint n_tasks, guint workers)
{
	const struct worker_options options = {
		.workers = workers, .memory_limit = 128 << 20, .hang_seconds = 2};
	struct heard *heard = heard_new(tasks);
	g_autoptr(GError) error = NULL;

	shared->happened = 0;
	assert_true(worker_run(tasks, n_tasks, &options, &callbacks, heard, &error));
	assert_null(error);
	assert_int_equal(g_hash_table_size(heard->finished), n_tasks);
	return heard;
}

static struct heard *run_one(const struct importer *importer, const char *path,
			     const char *dialect)
{
	struct import_task task = {
		.path = (char *)path,
		.importer = importer,
		.to = G_MAXUINT64,
		.dialect = (char *)dialect,
	};
	struct heard *heard = run_tasks(&task, 1, 2);

	heard->tasks = NULL;
	return heard;
}

/* Every record of the file was heard of, once. */
static void expect_all(const struct heard *heard, const char *path, guint n_records)
{
	for (guint64 i = 0; i < n_records; i++) {
		g_autofree char *key =
			g_strdup_printf("%s %" G_GUINT64_FORMAT, path, i * RECORD_BYTES);
		guint times = GPOINTER_TO_UINT(g_hash_table_lookup(heard->places, key));
		if (times != 1)
			print_message("# %s: %u times\n", key, times);
		assert_int_equal(times, 1);
	}
}

static void expect_reason(const struct heard *heard, const char *words)
{
	for (guint i = 0; i < heard->reasons->len; i++)
		if (strstr(g_ptr_array_index(heard->reasons, i), words) != NULL)
			return;
	fail_msg("no reason says: %s", words);
}

static guint open_descriptors(void)
{
	guint count = 0;

	for (int number = 0; number < 1024; number++)
		count += fcntl(number, F_GETFD) >= 0;
	return count;
}

static void expect_no_child(void)
{
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

/* ---- tests ---- */

static void test_every_record_once(void **state)
{
	struct import_task tasks[8] = {0};
	guint before = open_descriptors();

	for (guint i = 0; i < 8; i++)
		tasks[i] = (struct import_task){
			.path = (char *)"/book/1000",
			.importer = &book,
			.from = i * 12550,
			.to = i == 7 ? G_MAXUINT64 : (i + 1) * 12550,
		};
	for (guint workers = 1; workers <= 4; workers++) {
		struct heard *heard = run_tasks(tasks, 8, workers);
		expect_all(heard, "/book/1000", 1000);
		assert_int_equal(heard->records, 1000);
		assert_int_equal(heard->progress, 100000);
		heard_free(heard);
	}
	assert_int_equal(open_descriptors(), before);
	expect_no_child();
}

static void test_nothing_to_do(void **state)
{
	heard_free(run_tasks(NULL, 0, 2));
	heard_free(run_one(&book, "/book/0", NULL));
}

static void test_crash_costs_one_record(void **state)
{
	struct heard *heard = run_one(
		&book, "/book/3000", "crash@0 crash@100 crash@5000 crash@150000 crash@299900 ");

	expect_all(heard, "/book/3000", 3000);
	assert_int_equal(heard->rejected, 5);
	expect_reason(heard, "SIGSEGV");
	heard_free(heard);
	expect_no_child();
}

static void test_crash_in_the_middle_of_tasks(void **state)
{
	struct import_task tasks[3] = {0};
	struct heard *heard;

	for (guint i = 0; i < 3; i++)
		tasks[i] = (struct import_task){
			.path = (char *)"/book/300",
			.importer = &book,
			.from = i * 10000,
			.to = i == 2 ? G_MAXUINT64 : (i + 1) * 10000,
			.dialect = (char *)"crash@9900 crash@10000 crash@15000 crash@20000 ",
		};
	heard = run_tasks(tasks, 3, 1);
	expect_all(heard, "/book/300", 300);
	assert_int_equal(heard->rejected, 4);
	heard_free(heard);
}

static void test_hang_costs_one_record(void **state)
{
	struct heard *heard = run_one(&book, "/book/50", "hang@2500 ");

	expect_all(heard, "/book/50", 50);
	assert_int_equal(heard->rejected, 1);
	expect_reason(heard, "in 2 seconds");
	heard_free(heard);
}

static void test_hunger_costs_one_record(void **state)
{
	struct heard *heard;

	if (worker_sandbox_missing() != NULL)
		skip(); /* no limit of memory under a sanitizer */
	heard = run_one(&book, "/book/50", "eat@2500 ");
	expect_all(heard, "/book/50", 50);
	assert_int_equal(heard->rejected, 1);
	expect_reason(heard, "memory");
	heard_free(heard);
}

static void test_leaving_costs_one_record(void **state)
{
	struct heard *heard = run_one(&book, "/book/50", "leave@2500 ");

	expect_all(heard, "/book/50", 50);
	expect_reason(heard, "status 3");
	heard_free(heard);
}

static void test_nonsense_costs_one_record(void **state)
{
	struct heard *heard = run_one(&book, "/book/50", "garbled@2500 garbled@3700 ");

	expect_all(heard, "/book/50", 50);
	assert_int_equal(heard->rejected, 2);
	expect_reason(heard, "makes no sense");
	heard_free(heard);
}

static void test_importer_without_ranges(void **state)
{
	struct heard *heard = run_one(&scroll, "/scroll/90", "once@4000 ");

	expect_all(heard, "/scroll/90", 90);
	assert_int_equal(heard->rejected, 1);
	heard_free(heard);

	heard = run_one(&scroll, "/scroll/90", "crash@4000 ");
	assert_int_equal(heard->records, 40);
	expect_reason(heard, "what follows was set aside");
	heard_free(heard);
}

static void test_hopeless_file_is_given_up(void **state)
{
	struct heard *heard = run_one(&book, "/book/150", "crash@all ");

	assert_int_equal(heard->records, 0);
	assert_int_equal(heard->rejected, LIMIT_READER_DEATHS + 1);
	expect_reason(heard, "too often");
	heard_free(heard);
}

static void test_hopeless_file_leaves_others_alone(void **state)
{
	struct import_task tasks[] = {
		{.path = (char *)"/bad/150",
		 .importer = &book,
		 .to = G_MAXUINT64,
		 .dialect = (char *)"crash@all "},
		{.path = (char *)"/good/400", .importer = &book, .to = G_MAXUINT64},
	};
	struct heard *heard = run_tasks(tasks, 2, 1);

	expect_all(heard, "/good/400", 400);
	heard_free(heard);
}

static void test_trouble_of_the_importer(void **state)
{
	struct heard *heard = run_one(&book, "/book/50", "closed@0 ");

	assert_int_equal(heard->rejected, 1);
	expect_reason(heard, "the book is closed");
	heard_free(heard);

	heard = run_one(&book, "/book/50", "reject@100 reject@200 fail@3000 ");
	assert_int_equal(heard->records, 28);
	assert_int_equal(heard->rejected, 3);
	expect_all(heard, "/book/50", 31);
	expect_reason(heard, "a page is missing");
	heard_free(heard);
}

static void test_big_records(void **state)
{
	struct heard *heard =
		run_one(&book, "/book/50", "big@100 big@200 huge@300 crash@400 big@500 ");

	expect_all(heard, "/book/50", 50);
	assert_true(heard->big_seen);
	assert_int_equal(heard->rejected, 2);
	expect_reason(heard, "longer than a record may be");
	heard_free(heard);
}

/* Whatever moment a worker is killed at, nothing is lost and nothing comes twice. */
static void test_killed_from_outside(void **state)
{
	struct import_task task = {
		.path = (char *)"/book/20000", .importer = &book, .to = G_MAXUINT64};
	const struct worker_options options = {.workers = 1};

	for (guint every = 211; every < 5000; every += 1013) {
		struct heard *heard = heard_new(&task);
		heard->kill_every = every;
		shared->happened = 0;
		assert_true(worker_run(&task, 1, &options, &callbacks, heard, NULL));
		expect_all(heard, "/book/20000", 20000);
		heard_free(heard);
	}
	expect_no_child();
}

static void test_callback_stops_the_pool(void **state)
{
	struct import_task tasks[] = {
		{.path = (char *)"/book/9000", .importer = &book, .to = G_MAXUINT64},
		{.path = (char *)"/hang/10",
		 .importer = &book,
		 .to = G_MAXUINT64,
		 .dialect = (char *)"hang@0 "},
	};
	const struct worker_options options = {.workers = 2};
	struct heard *heard = heard_new(tasks);
	guint before = open_descriptors();
	g_autoptr(GError) error = NULL;

	heard->stop_after = 1000;
	assert_false(worker_run(tasks, 2, &options, &callbacks, heard, &error));
	assert_true(g_error_matches(error, ENTENTE_ERROR, ENTENTE_ERROR_STORE));
	assert_int_equal(heard->records, 1000);
	assert_int_equal(open_descriptors(), before);
	expect_no_child();
	heard_free(heard);
}

static void test_many_small_files(void **state)
{
	g_autoptr(GArray) tasks = g_array_new(FALSE, TRUE, sizeof(struct import_task));
	struct heard *heard;

	for (guint i = 0; i < 5000; i++) {
		struct import_task task = {
			.path = (char *)"/leaf/1", .importer = &book, .to = G_MAXUINT64};
		g_array_append_val(tasks, task);
	}
	heard = run_tasks((const struct import_task *)tasks->data, tasks->len, 2);
	assert_int_equal(heard->records, 5000);
	assert_int_equal(heard->progress, 500000);
	heard_free(heard);
}

/* ---- the sandbox, seen from inside ---- */

static int try_socket(void)
{
	return socket(AF_INET, SOCK_STREAM, 0);
}

static int try_pair(void)
{
	int pair[2];
	return socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
}

static int try_write_open(void)
{
	return open("/tmp/entente-sandbox-test", O_WRONLY | O_CREAT, 0600);
}

static int try_append(void)
{
	return open("/dev/null", O_RDWR);
}

static int try_unlink(void)
{
	return unlink("/tmp/entente-no-such-file");
}

static int try_fork(void)
{
	pid_t pid = fork();
	if (pid == 0)
		_exit(0);
	return pid;
}

static int try_exec(void)
{
	return execl("/bin/true", "true", NULL);
}

static int try_kill(void)
{
	return kill(getppid(), 0);
}

static int try_code(void)
{
	void *map = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return map == MAP_FAILED ? -1 : 0;
}

static int try_read(void)
{
	int file = open("/etc/passwd", O_RDONLY);

	return file < 0 ? -1 : close(file);
}

static int try_converter(void)
{
	static const char *const names[] = {"cp1252", "iso-2022-jp", "gb2312", "koi8-r",
					    "big5",   "iso-8859-15", "euc-kr", "utf-7"};
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		if (iconv_open("UTF-8", names[i]) == (iconv_t)-1)
			return -1;
	return 0;
}

static int try_stray_descriptors(void)
{
	return open_descriptors() == 4 ? 0 : -1;
}

static const struct attempt {
	const char *what;
	int (*act)(void);
	bool allowed;
} attempts[] = {
	{"socket", try_socket, false},
	{"socketpair", try_pair, false},
	{"open to write", try_write_open, false},
	{"open to change", try_append, false},
	{"unlink", try_unlink, false},
	{"fork", try_fork, false},
	{"exec", try_exec, false},
	{"kill", try_kill, false},
	{"map code", try_code, false},
	{"open to read", try_read, true},
	{"convert characters", try_converter, true},
	{"no stray descriptor", try_stray_descriptors, true},
};

static bool next_attempt(struct import_stream *stream, struct import_record *record,
			 GError **error)
{
	gsize number = stream->at / RECORD_BYTES;
	bool done;

	if (number >= G_N_ELEMENTS(attempts))
		return true;
	errno = 0;
	done = attempts[number].act() >= 0;
	fill_record(stream, stream->at, record);
	g_free(record->message.own_text);
	record->message.own_text = g_strdup_printf("%s: %s", attempts[number].what,
						   done             ? "done"
						   : errno == EPERM ? "refused"
								    : "failed");
	stream->at += RECORD_BYTES;
	return true;
}

static const struct importer burglar = {
	.name = "burglar",
	.readable = true,
	.open = open_book,
	.next = next_attempt,
	.close = close_book,
};

static bool hear_attempt(const struct import_task *task, struct import_record *record,
			 void *data, GError **error)
{
	const struct attempt *attempt;
	g_autofree char *expected = NULL;

	assert_int_equal(record->type, RECORD_MESSAGE);
	attempt = &attempts[record->message.place.offset / RECORD_BYTES];
	expected =
		g_strdup_printf("%s: %s", attempt->what, attempt->allowed ? "done" : "refused");
	assert_string_equal(record->message.own_text, expected);
	++*(guint *)data;
	return true;
}

static void test_sandbox(void **state)
{
	static const struct worker_callbacks hear = {.record = hear_attempt};
	struct import_task task = {
		.path = (char *)"/book/100", .importer = &burglar, .to = G_MAXUINT64};
	const struct worker_options options = {.workers = 1};
	int stray = open("/etc/passwd", O_RDONLY);
	guint count = 0;

	if (worker_sandbox_missing() != NULL) {
		print_message("# %s\n", worker_sandbox_missing());
		close(stray);
		skip();
	}
	assert_true(worker_run(&task, 1, &options, &hear, &count, NULL));
	assert_int_equal(count, G_N_ELEMENTS(attempts));
	close(stray);
	expect_no_child();
}

static bool count_record(const struct import_task *task, struct import_record *record,
			 void *data, GError **error)
{
	++*(guint *)data;
	return true;
}

static void test_throughput(void **state)
{
	static const struct worker_callbacks count = {.record = count_record};
	struct import_task tasks[10] = {0};
	const struct worker_options options = {.workers = 2};
	guint records = 0;
	gint64 begin = g_get_monotonic_time();

	for (guint i = 0; i < 10; i++)
		tasks[i] = (struct import_task){
			.path = (char *)"/book/100000",
			.importer = &book,
			.from = i * 1000000,
			.to = (i + 1) * 1000000,
		};
	assert_true(worker_run(tasks, 10, &options, &count, &records, NULL));
	assert_int_equal(records, 100000);
	print_message("# %.0f records of 300 bytes a second\n",
		      1e11 / (double)(g_get_monotonic_time() - begin));
}

static int share_memory(void **state)
{
	shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
		      -1, 0);
	return shared == MAP_FAILED ? -1 : 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_record_once),
		cmocka_unit_test(test_nothing_to_do),
		cmocka_unit_test(test_crash_costs_one_record),
		cmocka_unit_test(test_crash_in_the_middle_of_tasks),
		cmocka_unit_test(test_hang_costs_one_record),
		cmocka_unit_test(test_hunger_costs_one_record),
		cmocka_unit_test(test_leaving_costs_one_record),
		cmocka_unit_test(test_nonsense_costs_one_record),
		cmocka_unit_test(test_importer_without_ranges),
		cmocka_unit_test(test_hopeless_file_is_given_up),
		cmocka_unit_test(test_hopeless_file_leaves_others_alone),
		cmocka_unit_test(test_trouble_of_the_importer),
		cmocka_unit_test(test_big_records),
		cmocka_unit_test(test_killed_from_outside),
		cmocka_unit_test(test_callback_stops_the_pool),
		cmocka_unit_test(test_many_small_files),
		cmocka_unit_test(test_sandbox),
		cmocka_unit_test(test_throughput),
	};

	return cmocka_run_group_tests(tests, share_memory, NULL);
}
