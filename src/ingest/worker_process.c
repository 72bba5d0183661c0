/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A process, a socket and a mapped slot. All that comes out of the process is taken for hostile
 * and bounded here; what it had read and not yet sent is found in the slot after its death. */
#include "ingest/worker_process.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/limits.h"
#include "ingest/codec.h"

#define RECEIVE_BYTES (256u << 10)

/* ---- life ---- */

static bool set_machine_error(GError **error, const char *what)
{
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INTERNAL, "cannot %s: %s", what,
		    g_strerror(errno));
	return false;
}

bool worker_process_init(struct worker *worker, GError **error)
{
	void *map = mmap(NULL, sizeof *worker->slot, PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (map == MAP_FAILED)
		return set_machine_error(error, "map memory for a reader process");
	madvise(map, sizeof *worker->slot, MADV_DONTFORK);
	worker->slot = map;
	worker->queue = g_array_new(FALSE, FALSE, sizeof(struct assignment));
	worker->incoming = g_byte_array_new();
	return true;
}

static int kill_and_wait(struct worker *worker)
{
	int status = 0;

	kill(worker->pid, SIGKILL);
	if (TEMP_FAILURE_RETRY(waitpid(worker->pid, &status, 0)) < 0)
		status = 0;
	worker->pid = 0;
	return status;
}

void worker_process_clear(struct worker *worker)
{
	if (worker->slot == NULL)
		return;
	if (worker->pid > 0) {
		kill_and_wait(worker);
		close(worker->descriptor);
	}
	munmap(worker->slot, sizeof *worker->slot);
	g_array_unref(worker->queue);
	g_byte_array_unref(worker->incoming);
}

static void forget_the_last(struct worker *worker)
{
	memset(worker->slot, 0, offsetof(struct worker_slot, frames));
	g_array_set_size(worker->queue, 0);
	g_byte_array_set_size(worker->incoming, 0);
	worker->received = 0;
	worker->delivered = 0;
	worker->seen_beats = 0;
	worker->seen_at = g_get_monotonic_time();
	worker->verdict = VERDICT_NONE;
}

/* Only its own slot goes along with a child. */
static pid_t fork_worker(struct worker *worker, const struct import_task *tasks, int descriptor,
			 guint64 memory_limit)
{
	pid_t pid;

	madvise(worker->slot, sizeof *worker->slot, MADV_DOFORK);
	pid = fork();
	if (pid == 0)
		worker_child(tasks, worker->slot, descriptor, memory_limit);
	madvise(worker->slot, sizeof *worker->slot, MADV_DONTFORK);
	return pid;
}

bool worker_process_start(struct worker *worker, const struct import_task *tasks,
			  guint64 memory_limit, GError **error)
{
	int pair[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return set_machine_error(error, "make a socket for a reader process");
	forget_the_last(worker);
	pid = fork_worker(worker, tasks, pair[1], memory_limit);
	if (pid < 0)
		set_machine_error(error, "start a reader process");
	close(pair[1]);
	if (pid < 0) {
		close(pair[0]);
		return false;
	}
	worker->pid = pid;
	worker->descriptor = pair[0];
	return true;
}

/* What the dead worker had ready and had not sent. The slot is outside bytes, too. */
static void take_pending(struct worker *worker)
{
	const struct worker_slot *slot = worker->slot;
	guint32 pending = MIN(slot->pending, WORKER_PENDING_BYTES);
	guint64 sent = slot->sent;

	if (worker->received >= sent && worker->received - sent < pending)
		g_byte_array_append(worker->incoming, slot->frames + (worker->received - sent),
				    pending - (guint)(worker->received - sent));
}

int worker_process_end(struct worker *worker)
{
	int status = kill_and_wait(worker);

	if (worker->verdict != VERDICT_GARBLED) {
		while (worker_process_receive(worker))
			;
		take_pending(worker);
	}
	close(worker->descriptor);
	return status;
}

/* ---- talk ---- */

void worker_process_send(struct worker *worker, guint first)
{
	guint count = worker->queue->len - first;

	if (count > 0)
		send(worker->descriptor,
		     &g_array_index(worker->queue, struct assignment, first),
		     count * sizeof(struct assignment), MSG_NOSIGNAL);
}

bool worker_process_receive(struct worker *worker)
{
	guint before = worker->incoming->len;
	gssize got;

	g_byte_array_set_size(worker->incoming, before + RECEIVE_BYTES);
	got = TEMP_FAILURE_RETRY(recv(worker->descriptor, worker->incoming->data + before,
				      RECEIVE_BYTES, MSG_DONTWAIT));
	g_byte_array_set_size(worker->incoming, before + (guint)MAX(got, 0));
	worker->received += (guint64)MAX(got, 0);
	return got > 0 || (got < 0 && errno == EAGAIN && worker->pid > 0);
}

bool worker_process_next(struct worker *worker, gsize *offset, struct import_record *record)
{
	gsize left = worker->incoming->len - *offset;
	guint32 length;

	if (left < sizeof length)
		return false;
	memcpy(&length, worker->incoming->data + *offset, sizeof length);
	if (length <= LIMIT_RECORD && left - sizeof length < length)
		return false;
	if (worker->queue->len == 0 || length > LIMIT_RECORD ||
	    !codec_get(worker->incoming->data + *offset + sizeof length, length, record)) {
		worker->verdict = VERDICT_GARBLED;
		return false;
	}
	*offset += sizeof length + length;
	return true;
}

/* Silence counts only inside the importer: a worker may wait for us as long as it must. */
void worker_process_watch(struct worker *worker, guint hang_seconds)
{
	guint64 beats = worker->slot->beats;
	gint64 now = g_get_monotonic_time();

	if (beats != worker->seen_beats || beats % 2 == 0) {
		worker->seen_beats = beats;
		worker->seen_at = now;
	} else if (now - worker->seen_at > hang_seconds * G_USEC_PER_SEC) {
		worker->verdict = VERDICT_HUNG;
	}
}

/* ---- where it stands, and why it fell ---- */

struct assignment *worker_process_assignment(const struct worker *worker)
{
	return worker->queue->len > 0 ? &g_array_index(worker->queue, struct assignment, 0)
				      : NULL;
}

/* A garbled worker may be far ahead of the nonsense that it sent: only what was delivered
 * counts then. */
guint64 worker_process_position(const struct worker *worker)
{
	const struct assignment *assignment = worker_process_assignment(worker);
	guint64 position = MAX(assignment->from, worker->delivered);

	if (worker->slot->task == assignment->task + 1 && worker->verdict != VERDICT_GARBLED)
		position = MAX(position, worker->slot->position);
	return MIN(position, assignment->to - 1);
}

/* A worker that was killed between two records did nothing wrong, nor did one that came out of
 * its silence just before it was killed for it. */
bool worker_process_died_of_record(const struct worker *worker)
{
	guint64 beats = worker->slot->beats;

	if (worker->verdict == VERDICT_HUNG)
		return beats == worker->seen_beats;
	return worker->verdict == VERDICT_GARBLED || beats % 2 == 1;
}

char *worker_process_reason(const struct worker *worker, int status, guint hang_seconds)
{
	int number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
	const char *name = sigabbrev_np(number);

	if (worker->verdict == VERDICT_HUNG)
		return g_strdup_printf("the reader did not come to the end of this record in "
				       "%u seconds; it was set aside",
				       hang_seconds);
	if (worker->verdict == VERDICT_GARBLED)
		return g_strdup("the reader gave an answer that makes no sense here; the "
				"record was set aside");
	if (number == SIGTRAP || number == SIGABRT)
		return g_strdup_printf("the reader gave up on this record, most likely for "
				       "want of memory (SIG%s); it was set aside",
				       name);
	if (number != 0 && name != NULL)
		return g_strdup_printf(
			"the reader stopped on this record (SIG%s); it was set aside", name);
	return g_strdup_printf(
		"the reader stopped on this record (status %d); it was set aside",
		WEXITSTATUS(status));
}
