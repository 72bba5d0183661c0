/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Lines of texts as a filter reads them: plain texts, or JSON objects when the first line that
 * is not blank begins one. One line is held at a time. */
#pragma once

#include <stdio.h>

#include "cli/cli.h"

struct text_line {
	gint64 number;  /* from 1 */
	char *text;     /* valid UTF-8, a NUL as a space; owned */
	guint replaced; /* bytes that were no UTF-8, each U+FFFD now */
	bool cut;       /* longer than LIMIT_LINE: the rest was passed over */
	bool blank;
	bool json; /* to be read as an object */
};

struct text_lines;

struct text_lines *text_lines_new(FILE *in);
void text_lines_free(struct text_lines *lines);
/* False at the end. What was in `line` is freed. */
bool text_lines_next(struct text_lines *lines, struct text_line *line);
void text_line_clear(struct text_line *line);

/* Says on standard error what of all lines was replaced or passed over. */
void text_lines_report(const struct text_lines *lines);
/* Answers a line that cannot be read, and says why on standard error. */
void text_line_reject(const struct cli *cli, gint64 number, const char *reason, GString *out);
