/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Worker processes that parse outside bytes: limited memory, time and file size, a system-call
 * filter without network, no inherited descriptors. The parent hands out tasks, receives
 * records, checks them as outside bytes too, and calls back. A worker that dies or hangs costs
 * the record it was reading: it is reported as rejected, and the task goes on behind it in a
 * new worker. */
#pragma once

#include "importers/importer.h"

struct worker_callbacks {
	/* One record of a task, in the order of the task's bytes. The callee may steal fields
	 * (set them NULL). False stops the pool. */
	bool (*record)(const struct import_task *task, struct import_record *record, void *data,
		       GError **error);
	/* All records of the task were given. */
	bool (*finished)(const struct import_task *task, void *data, GError **error);
	/* Bytes of all tasks read so far, for the progress bar; may be NULL. */
	void (*progress)(guint64 bytes, void *data);
};

struct worker_options {
	guint workers;        /* 0 = number of processors */
	guint64 memory_limit; /* bytes of a worker's data segment, 0 = default */
	guint hang_seconds;   /* a worker silent for so long is killed, 0 = default 60 */
};

/* Runs all tasks to the end. False on an error of the callbacks or of the machine (no fork...);
 * trouble with the input is never an error here. Tasks of one file are contiguous. */
bool worker_run(const struct import_task *tasks, guint n_tasks,
		const struct worker_options *options, const struct worker_callbacks *callbacks,
		void *data, GError **error);

/* What the sandbox of this machine grants, for doctor: static strings, NULL when granted. */
const char *worker_sandbox_missing(void);
