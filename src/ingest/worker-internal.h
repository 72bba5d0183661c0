/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a worker process and its parent share: a socket and one mapped slot. The worker's stream
 * is frames of a length and a record (ingest/codec.h); the record RECORD_END says that the
 * first of its tasks is done. Frames wait in the slot until they are worth a system call, where
 * the parent still finds them when the worker dies: nothing that was read gets lost. */
#pragma once

#include <stdatomic.h>
#include <sys/types.h>

#include "importers/importer.h"

#define WORKER_PENDING_BYTES (256u << 10) /* room for frames that wait */
#define WORKER_FLUSH_BYTES   (64u << 10)  /* enough for a system call */
#define WORKER_BATCH         64u          /* tasks handed out at a time */

/* A task, or what is left of it behind a bad record. */
struct assignment {
	guint64 from, to;
	guint32 task;    /* index */
	guint32 resumed; /* begins behind a record that was set aside */
};

struct worker_slot {
	_Atomic guint64 beats;     /* odd while the importer is at work */
	_Atomic guint32 task;      /* the task that `position` speaks of, plus one */
	_Atomic guint32 pending;   /* bytes that wait in `frames` */
	_Atomic guint64 sent;      /* bytes of the stream that went before them */
	volatile guint64 position; /* first byte of the record that is being read */
	guint8 frames[WORKER_PENDING_BYTES];
};

/* The life of a worker process; `descriptor` is its end of the socket. */
_Noreturn void worker_child(const struct import_task *tasks, struct worker_slot *slot,
			    int descriptor, guint64 memory_limit);
