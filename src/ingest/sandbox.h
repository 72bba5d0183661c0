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

/* The reason in English, NULL for SANDBOX_WHOLE. */
const char *sandbox_lack_reason(enum sandbox_lack lack);
