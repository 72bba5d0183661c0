/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The tree of parts of a mail (RFC 2046), as places in its bytes: nothing is copied and nothing
 * is decoded. Flat: a part names its first child and their number. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "importers/header.h"

enum mime_kind {
	MIME_OTHER,
	MIME_TEXT_PLAIN,
	MIME_TEXT_HTML,
	MIME_CALENDAR,
	MIME_MESSAGE,     /* a mail within the mail: not looked into */
	MIME_SIGNATURE,   /* detached signature */
	MIME_ALTERNATIVE, /* the same content in several forms */
	MIME_RELATED,
	MIME_MULTIPART, /* any other multipart */
};

struct mime_part {
	enum mime_kind kind;
	guint depth;
	guint first_child, n_children;
	bool attached; /* disposition "attachment", or a file name */
	struct header_value type, encoding, disposition;
	const guint8 *body;
	gsize body_length;
};

struct mime_tree {
	GArray *parts;  /* struct mime_part, the mail itself first; never empty */
	bool truncated; /* the outermost multipart has no end */
	bool skipped;   /* parts beyond LIMIT_MIME_PARTS or LIMIT_MIME_DEPTH */
	bool broken;    /* a multipart without boundary or parts, read as text */
};

/* Parts of a mail whose header block was scanned. The tree can be used again and again. */
void mime_tree_init(struct mime_tree *tree);
void mime_tree_read(struct mime_tree *tree, const guint8 *bytes, gsize length,
		    const struct header_block *block);
void mime_tree_clear(struct mime_tree *tree);

static inline const struct mime_part *mime_part_at(const struct mime_tree *tree, guint index)
{
	return &g_array_index(tree->parts, struct mime_part, index);
}
