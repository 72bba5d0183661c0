/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Markup that is at once HTML and well-formed XML: every text passes through markup_text, which
 * escapes it and drops what may not be shown. */
#pragma once

#include <glib.h>

void markup_text(GString *out, const char *text);
/* <tag class="...">; NULL for no class. */
void markup_open(GString *out, const char *tag, const char *class);
void markup_close(GString *out, const char *tag);
/* One element with its text. */
void markup_element(GString *out, const char *tag, const char *class, const char *text);
/* ' name="value"', the value escaped; inside an open start tag. */
void markup_attribute(GString *out, const char *name, const char *value);
/* A table's head row, then rows of cells; the first cell of a row is its heading. */
void markup_head_row(GString *out, const char *const *cells, guint n);
void markup_row(GString *out, const char *const *cells, guint n);
