/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The pool of worker processes: one poll loop that hands out tasks, takes records, watches for
 * silence and, when a worker ends, lays it to the record that it was reading and lets another
 * go on behind it. Shares shrink towards the end of the work, so that small files
 * do not cost a round trip each and big ones end together (guided self-scheduling). */
#include "ingest/worker.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/limits.h"
#include "ingest/codec.h"
#include "ingest/sandbox.h"
#include "ingest/worker_process.h"

#define WORKERS_MOST         64u
#define MEMORY_DEFAULT       ((guint64)512 << 20)
#define HANG_SECONDS_DEFAULT 60u
#define TICK_MS              100
#define START_FAILURES_MOST  10u /* workers in a row that die before their first task */
#define COMPRESSION_RATIO    4u  /* guess, for the progress within a compressed file */

struct pool {
	const struct import_task *tasks;
	guint n_tasks;
	struct worker_options options;
	const struct worker_callbacks *callbacks;
	void *data;
	struct worker *workers;
	guint n_workers;
	guint next;         /* first task that was never handed out */
	GArray *again;      /* struct assignment that lost their worker */
	guint finished;     /* tasks */
	GHashTable *deaths; /* path -> number */
	guint failed_starts;
	guint64 finished_bytes, reported_bytes;
	gint64 reported_at;
};

/* ---- what the callbacks hear ---- */

/* Bytes on disk: all that can be compared with the sizes of files. */
static guint64 bytes_on_disk(const struct import_task *task, guint64 read, bool finished)
{
	struct stat status;

	if (!task->compressed)
		return read;
	if (stat(task->path, &status) != 0)
		return 0;
	return finished ? (guint64)status.st_size
			: MIN(read / COMPRESSION_RATIO, (guint64)status.st_size);
}

static bool finish_task(struct pool *pool, const struct assignment *assignment,
			guint64 position, GError **error)
{
	const struct import_task *task = &pool->tasks[assignment->task];
	guint64 end = task->to != G_MAXUINT64 ? task->to : MAX(position, task->from);

	pool->finished++;
	pool->finished_bytes += bytes_on_disk(task, end - task->from, true);
	return pool->callbacks->finished == NULL ||
	       pool->callbacks->finished(task, pool->data, error);
}

static bool reject(struct pool *pool, guint task, const struct place *place, const char *reason,
		   GError **error)
{
	struct import_record record = {
		.type = RECORD_REJECTED,
		.rejected = {.place = *place, .reason = g_strdup(reason)},
	};
	bool taken = pool->callbacks->record(&pool->tasks[task], &record, pool->data, error);

	import_record_clear(&record);
	return taken;
}

static bool reject_rest(struct pool *pool, const struct assignment *assignment, guint64 from,
			const char *reason, GError **error)
{
	struct place place = {.offset = from};

	if (assignment->to != G_MAXUINT64)
		place.length = assignment->to - from;
	return reject(pool, assignment->task, &place, reason, error) &&
	       finish_task(pool, assignment, from, error);
}

static void report_progress(struct pool *pool)
{
	gint64 now = g_get_monotonic_time();
	guint64 bytes = pool->finished_bytes;

	if (pool->callbacks->progress == NULL ||
	    (now - pool->reported_at < TICK_MS * 1000 && pool->finished < pool->n_tasks))
		return;
	for (guint i = 0; i < pool->n_workers; i++) {
		const struct worker *worker = &pool->workers[i];
		const struct assignment *assignment = worker_process_assignment(worker);
		const struct import_task *task;
		if (assignment == NULL)
			continue;
		task = &pool->tasks[assignment->task];
		bytes += bytes_on_disk(task, worker_process_position(worker) - task->from,
				       false);
	}
	pool->reported_at = now;
	pool->reported_bytes = MAX(pool->reported_bytes, bytes);
	pool->callbacks->progress(pool->reported_bytes, pool->data);
}

/* ---- frames ---- */

static bool take_record(struct pool *pool, struct worker *worker, struct import_record *record,
			GError **error)
{
	struct assignment assignment = *worker_process_assignment(worker);
	const struct place *place = codec_place(record);

	if (place != NULL) {
		worker->delivered =
			MAX(worker->delivered, place->offset + MAX(place->length, 1));
		return pool->callbacks->record(&pool->tasks[assignment.task], record,
					       pool->data, error);
	}
	assignment.from = MAX(assignment.from, worker->delivered);
	g_array_remove_index(worker->queue, 0);
	worker->delivered = 0;
	pool->failed_starts = 0;
	return finish_task(pool, &assignment, assignment.from, error);
}

static bool take_frames(struct pool *pool, struct worker *worker, GError **error)
{
	struct import_record record;
	gsize offset = 0;
	bool taken = true;

	while (taken && worker_process_next(worker, &offset, &record)) {
		taken = take_record(pool, worker, &record, error);
		import_record_clear(&record);
	}
	g_byte_array_remove_range(worker->incoming, 0, (guint)offset);
	return taken;
}

/* ---- the end of a worker ---- */

static void count_death(struct pool *pool, const char *path)
{
	guint deaths = GPOINTER_TO_UINT(g_hash_table_lookup(pool->deaths, path)) + 1;

	g_hash_table_insert(pool->deaths, (gpointer)path, GUINT_TO_POINTER(deaths));
}

static bool given_up(const struct pool *pool, const char *path)
{
	return GPOINTER_TO_UINT(g_hash_table_lookup(pool->deaths, path)) >= LIMIT_READER_DEATHS;
}

/* Puts the bad record aside and what is behind it back into the work. A second death without
 * a step forward means that this importer cannot step over the record. */
static bool blame_record(struct pool *pool, struct assignment assignment, guint64 position,
			 const char *reason, GError **error)
{
	const struct place place = {.offset = position};

	if (assignment.resumed && position <= assignment.from)
		return reject_rest(pool, &assignment, position,
				   "the reader stopped again at the same place; what follows "
				   "was set aside",
				   error);
	if (!reject(pool, assignment.task, &place, reason, error))
		return false;
	assignment.from = position + 1;
	assignment.resumed = true;
	if (assignment.from >= assignment.to)
		return finish_task(pool, &assignment, position, error);
	g_array_prepend_val(pool->again, assignment);
	return true;
}

static bool go_on_behind(struct pool *pool, struct worker *worker, int status, GError **error)
{
	struct assignment assignment = *worker_process_assignment(worker);
	guint64 position = worker_process_position(worker);
	g_autofree char *reason =
		worker_process_reason(worker, status, pool->options.hang_seconds);

	count_death(pool, pool->tasks[assignment.task].path);
	g_array_remove_index(worker->queue, 0);
	g_array_prepend_vals(pool->again, worker->queue->data, worker->queue->len);
	g_array_set_size(worker->queue, 0);
	if (worker_process_died_of_record(worker))
		return blame_record(pool, assignment, position, reason, error);
	assignment.from = position;
	g_array_prepend_val(pool->again, assignment);
	return true;
}

static bool bury_worker(struct pool *pool, struct worker *worker, GError **error)
{
	int status = worker_process_end(worker);

	if (!take_frames(pool, worker, error))
		return false;
	if (worker->queue->len > 0)
		return go_on_behind(pool, worker, status, error);
	if (++pool->failed_starts < START_FAILURES_MOST)
		return true;
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INTERNAL,
		    "reader processes end as soon as they start (status %d)", status);
	return false;
}

/* ---- handing out ---- */

static guint tasks_left(const struct pool *pool)
{
	return pool->n_tasks - pool->next + pool->again->len;
}

static struct assignment next_assignment(struct pool *pool)
{
	struct assignment assignment;

	if (pool->again->len > 0) {
		assignment = g_array_index(pool->again, struct assignment, 0);
		g_array_remove_index(pool->again, 0);
		return assignment;
	}
	return (struct assignment){
		.from = pool->tasks[pool->next].from,
		.to = pool->tasks[pool->next].to,
		.task = pool->next++,
	};
}

static bool hand_out(struct pool *pool, struct worker *worker, guint share, GError **error)
{
	guint first = worker->queue->len;

	while (share-- > 0 && tasks_left(pool) > 0) {
		struct assignment assignment = next_assignment(pool);
		if (!given_up(pool, pool->tasks[assignment.task].path))
			g_array_append_val(worker->queue, assignment);
		else if (!reject_rest(pool, &assignment, assignment.from,
				      "the reader stopped too often in this file; this part "
				      "of it was set aside",
				      error))
			return false;
	}
	worker_process_send(worker, first);
	return true;
}

/* One task ahead, so that the worker need not wait for us. */
static bool top_up(struct pool *pool, struct worker *worker, GError **error)
{
	guint share = CLAMP(tasks_left(pool) / (4 * pool->n_workers), 1, WORKER_BATCH);

	if (tasks_left(pool) == 0 || worker->queue->len >= 2 + share / 4)
		return true;
	if (worker->pid == 0 &&
	    !worker_process_start(worker, pool->tasks, pool->options.memory_limit, error))
		return false;
	return hand_out(pool, worker, share, error);
}

/* ---- the loop ---- */

static bool serve_worker(struct pool *pool, struct worker *worker, short events, GError **error)
{
	bool alive = true;

	if (events != 0) {
		alive = worker_process_receive(worker);
		if (!take_frames(pool, worker, error))
			return false;
	}
	if (worker->verdict == VERDICT_NONE)
		worker_process_watch(worker, pool->options.hang_seconds);
	if (!alive || worker->verdict != VERDICT_NONE)
		return bury_worker(pool, worker, error);
	return true;
}

static bool serve_all(struct pool *pool, GError **error)
{
	struct pollfd polled[WORKERS_MOST];

	for (guint i = 0; i < pool->n_workers; i++) {
		if (!top_up(pool, &pool->workers[i], error))
			return false;
		polled[i].fd = pool->workers[i].pid > 0 ? pool->workers[i].descriptor : -1;
		polled[i].events = POLLIN;
		polled[i].revents = 0;
	}
	if (poll(polled, pool->n_workers, TICK_MS) < 0 && errno != EINTR) {
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INTERNAL,
			    "cannot wait for the reader processes: %s", g_strerror(errno));
		return false;
	}
	for (guint i = 0; i < pool->n_workers; i++)
		if (polled[i].fd >= 0 &&
		    !serve_worker(pool, &pool->workers[i], polled[i].revents, error))
			return false;
	report_progress(pool);
	return true;
}

static bool prepare_workers(struct pool *pool, GError **error)
{
	pool->workers = g_new0(struct worker, pool->n_workers);
	for (guint i = 0; i < pool->n_workers; i++)
		if (!worker_process_init(&pool->workers[i], error))
			return false;
	return true;
}

static void clear_workers(struct pool *pool)
{
	for (guint i = 0; i < pool->n_workers; i++)
		worker_process_clear(&pool->workers[i]);
	g_free(pool->workers);
}

static void set_defaults(struct pool *pool)
{
	struct worker_options *options = &pool->options;

	if (options->workers == 0)
		options->workers = g_get_num_processors();
	if (options->memory_limit == 0)
		options->memory_limit = MEMORY_DEFAULT;
	if (options->hang_seconds == 0)
		options->hang_seconds = HANG_SECONDS_DEFAULT;
	pool->n_workers = MIN(MIN(options->workers, pool->n_tasks), WORKERS_MOST);
}

bool worker_run(const struct import_task *tasks, guint n_tasks,
		const struct worker_options *options, const struct worker_callbacks *callbacks,
		void *data, GError **error)
{
	struct pool pool = {
		.tasks = tasks,
		.n_tasks = n_tasks,
		.options = *options,
		.callbacks = callbacks,
		.data = data,
	};
	bool done;

	set_defaults(&pool);
	pool.again = g_array_new(FALSE, FALSE, sizeof(struct assignment));
	pool.deaths = g_hash_table_new(g_str_hash, g_str_equal);
	done = prepare_workers(&pool, error);
	while (done && pool.finished < n_tasks)
		done = serve_all(&pool, error);
	clear_workers(&pool);
	g_hash_table_destroy(pool.deaths);
	g_array_unref(pool.again);
	return done;
}

/* ---- for doctor ---- */

/* Enters the sandbox and tries it. */
static _Noreturn void try_sandbox(void)
{
	enum sandbox_lack lack = sandbox_enter(MEMORY_DEFAULT);

	if (lack == SANDBOX_WHOLE && socket(AF_INET, SOCK_STREAM, 0) >= 0)
		lack = SANDBOX_NO_FILTER;
	_exit((int)lack);
}

const char *worker_sandbox_missing(void)
{
	pid_t pid = fork();
	int status = 0;

	if (pid == 0)
		try_sandbox();
	if (pid < 0 || TEMP_FAILURE_RETRY(waitpid(pid, &status, 0)) < 0 || !WIFEXITED(status))
		return "reader processes cannot be started";
	return sandbox_lack_reason((enum sandbox_lack)WEXITSTATUS(status));
}
