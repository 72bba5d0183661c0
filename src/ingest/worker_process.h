/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One worker process as its parent sees it: start it, send it work, take its records, notice
 * that it hangs, end it and say what it died of. */
#pragma once

#include "ingest/worker-internal.h"
#include "ingest/worker.h"

/* Why a worker that is still alive must be ended. */
enum verdict { VERDICT_NONE, VERDICT_HUNG, VERDICT_GARBLED };

struct worker {
	pid_t pid;      /* 0 when there is none */
	int descriptor; /* our end of its socket */
	struct worker_slot *slot;
	GArray *queue;        /* struct assignment, the one being read first */
	GByteArray *incoming; /* bytes of an unfinished frame */
	guint64 received;     /* bytes of its stream */
	guint64 delivered;    /* behind the last record of the first assignment, 0 = none yet */
	guint64 seen_beats;
	gint64 seen_at;
	enum verdict verdict;
};

bool worker_process_init(struct worker *worker, GError **error);
/* Ends the process if there is one. A zeroed worker is fine. */
void worker_process_clear(struct worker *worker);

bool worker_process_start(struct worker *worker, const struct import_task *tasks,
			  guint64 memory_limit, GError **error);
/* Kills it and takes what it left behind. Gives the status of waitpid(). */
int worker_process_end(struct worker *worker);

/* Sends the assignments of the queue from this index on. A failure is a worker that died: its
 * end of the socket will tell. */
void worker_process_send(struct worker *worker, guint first);
/* Takes what is there. False at the end of its stream. */
bool worker_process_receive(struct worker *worker);
/* The next whole record among the bytes received, from *offset on. False when there is none, or
 * none that makes sense: VERDICT_GARBLED. */
bool worker_process_next(struct worker *worker, gsize *offset, struct import_record *record);
/* VERDICT_HUNG when the importer was silent for so long. */
void worker_process_watch(struct worker *worker, guint hang_seconds);

/* What it reads, or NULL; and where in it it stands. */
struct assignment *worker_process_assignment(const struct worker *worker);
guint64 worker_process_position(const struct worker *worker);

/* After its end: whether the record at its position is to blame, and in which words. */
bool worker_process_died_of_record(const struct worker *worker);
char *worker_process_reason(const struct worker *worker, int status, guint hang_seconds);
