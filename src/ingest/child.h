/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Programs of other hands that read what we do not (pdftotext, readpst): run in the background
 * of nothing, with limits and without network, in a folder of their own. */
#pragma once

#include "ingest/sandbox.h"

#include <stdbool.h>

struct child_job {
	const char *const *arguments; /* the program, found in PATH, and what it is given; or */
	bool (*work)(const struct child_job *job); /* what the child does itself instead */
	const void *data;                          /* for `work` */
	const char *input;  /* file that it reads as standard input, or NULL */
	const char *output; /* file that is made of its standard output, or NULL */
	const char *folder; /* it runs in, and is its home */
	struct sandbox_limits limits;
	guint patience; /* seconds of wall clock before it is stopped */
};

/* True when it ran and said that all went well. Else ENTENTE_ERROR_INPUT with the last line
 * that it wrote on standard error, or how it ended. */
bool child_run(const struct child_job *job, GError **error);

/* Whether PATH has the program. */
bool child_exists(const char *program);
