/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A document as a list of paragraphs: what importers make of every format, and all that the
 * readers of contracts and reports see. */
#pragma once

#include <glib.h>

#define DOCUMENT_LEVELS 9u /* of headings */

struct document_paragraph {
	guint32 page;  /* from 1; 0: the format has none */
	guint32 level; /* of a heading, from 1; 0: not a heading */
	char *text;    /* one line; cells of a table's row are parted by " | " */
};
