/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a process gives up for good before it reads bytes from outside. */
#pragma once

#include <glib.h>

enum sandbox_lack {
	SANDBOX_WHOLE,
	SANDBOX_NO_FILTER,    /* the platform refuses the system-call filter */
	SANDBOX_NO_LIMITS,    /* ... or the limits */
	SANDBOX_INSTRUMENTED, /* built with a sanitizer, or run by valgrind, which need more */
};

/* Closes every descriptor but one, which becomes number 3, and puts /dev/null where the
 * standard ones were. */
#define SANDBOX_DESCRIPTOR 3
void sandbox_keep_only(int descriptor);

/* Loads what must be loaded, then limits memory (bytes more than now), files and processes,
 * and filters the system calls: what is left is to read files, to write to open descriptors
 * and to compute. Goes on with what it could get. The process dies with its parent. */
enum sandbox_lack sandbox_enter(guint64 memory_limit);

/* For a program of another hand that is about to be executed: limits on memory, time and the
 * size of a file, no network, no new privileges; it dies with its parent. */
struct sandbox_limits {
	guint64 memory, file_size;
	guint seconds; /* of processor */
};
void sandbox_enter_program(const struct sandbox_limits *limits);

/* The reason in English, NULL for SANDBOX_WHOLE. */
const char *sandbox_lack_reason(enum sandbox_lack lack);
