/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Threads: by References and In-Reply-To, then by subject; what is said in a chat or on the
 * telephone, by conversation: with a pause it is another. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define THREAD_NO_PARENT G_MAXUINT32

struct thread_input {
	const char *message_id, *in_reply_to;
	const char *reference_ids; /* one a line, oldest first */
	const char *subject;
	gint64 at_ms;
	const char *conversation; /* NULL for mail */
};

#define CONVERSATION_PAUSE_MS (G_GINT64_CONSTANT(8) * 3600 * 1000) /* a night, not a lunch */

struct thread_output {
	guint32 thread; /* dense from 0, in the order of first messages */
	guint32 parent; /* index of an earlier message, or THREAD_NO_PARENT */
	bool starts;    /* first of its thread, and not an answer to something absent */
};

/* Inputs in the order of time. `output` has `count` places. */
void threads_compute(const struct thread_input *input, guint count,
		     struct thread_output *output);
