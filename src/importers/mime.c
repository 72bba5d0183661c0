/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Cuts a multipart body at its delimiter lines (RFC 2046 5.1.1). Breadth first over a flat
 * array: the array is its own work list, so depth costs no stack. A library that builds objects
 * for each header and part takes three quarters of an import's time here; tests compare this
 * tree with the one of GMime's parser. */
#include "importers/mime.h"

#include <string.h>

#include "base/limits.h"

#define BOUNDARY_MAX 1000u

struct delimiter {
	const guint8 *line; /* its first byte */
	const guint8 *next; /* behind its line end */
	bool closing;
};

static enum mime_kind kind_of(const struct header_value *type, enum mime_kind by_default)
{
	static const struct {
		const char *name;
		enum mime_kind kind;
	} kinds[] = {
		{"text/plain", MIME_TEXT_PLAIN},
		{"text/html", MIME_TEXT_HTML},
		{"text/calendar", MIME_CALENDAR},
		{"message/rfc822", MIME_MESSAGE},
		{"application/pgp-signature", MIME_SIGNATURE},
		{"application/pkcs7-signature", MIME_SIGNATURE},
		{"application/x-pkcs7-signature", MIME_SIGNATURE},
		{"multipart/alternative", MIME_ALTERNATIVE},
		{"multipart/related", MIME_RELATED},
		{"multipart", MIME_MULTIPART},
		{"text", MIME_TEXT_PLAIN},
	};

	if (!type->text)
		return by_default;
	for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (header_is(type, kinds[i].name) &&
		    (i < G_N_ELEMENTS(kinds) - 1 || !memchr(type->text, '/', type->length)))
			return kinds[i].kind;
	return memchr(type->text, '/', type->length) ? MIME_OTHER : by_default;
}

static bool has_parameter(const struct header_value *value, const char *name)
{
	g_autofree char *found = header_parameter(value, name);

	return found && *found;
}

static void fill_part(struct mime_part *part, const struct header_block *block, guint depth,
		      enum mime_kind by_default)
{
	*part = (struct mime_part){
		.kind = kind_of(&block->first[HEADER_CONTENT_TYPE], by_default),
		.depth = depth,
		.type = block->first[HEADER_CONTENT_TYPE],
		.encoding = block->first[HEADER_CONTENT_ENCODING],
		.disposition = block->first[HEADER_CONTENT_DISPOSITION],
	};
	part->attached = header_is(&part->disposition, "attachment") ||
			 has_parameter(&part->disposition, "filename") ||
			 has_parameter(&part->type, "name");
}

/* Whether the delimiter text at `found` is a whole line; fills the delimiter. */
static bool is_delimiter(const guint8 *begin, const guint8 *end, const guint8 *found,
			 gsize length, struct delimiter *delimiter)
{
	const guint8 *p = found + length;

	if (found > begin && found[-1] != '\n')
		return false;
	delimiter->closing = end - p >= 2 && p[0] == '-' && p[1] == '-';
	if (delimiter->closing)
		p += 2;
	while (p < end && (*p == ' ' || *p == '\t' || *p == '\r'))
		p++;
	if (p < end && *p != '\n' && !delimiter->closing)
		return false;
	p = p < end ? memchr(p, '\n', (gsize)(end - p)) : NULL;
	delimiter->line = found;
	delimiter->next = p ? p + 1 : end;
	return true;
}

static bool find_delimiter(const guint8 *begin, const guint8 *end, const guint8 *from,
			   const char *mark, gsize length, struct delimiter *delimiter)
{
	while (from < end) {
		const guint8 *found = memmem(from, (gsize)(end - from), mark, length);

		if (!found)
			return false;
		if (is_delimiter(begin, end, found, length, delimiter))
			return true;
		from = found + 1;
	}
	return false;
}

/* The line end before a delimiter belongs to the delimiter. */
static const guint8 *before_line_end(const guint8 *begin, const guint8 *end)
{
	if (end > begin && end[-1] == '\n')
		end--;
	if (end > begin && end[-1] == '\r')
		end--;
	return end;
}

static void append_child(struct mime_tree *tree, guint parent, const guint8 *from,
			 const guint8 *to, enum mime_kind by_default)
{
	struct header_block block;
	struct mime_part part;

	header_block_scan(from, (gsize)(to - from), &block);
	fill_part(&part, &block, mime_part_at(tree, parent)->depth + 1, by_default);
	part.body = from + block.body;
	part.body_length = (gsize)(to - part.body);
	g_array_append_val(tree->parts, part);
	g_array_index(tree->parts, struct mime_part, parent).n_children++;
}

/* Appends the children of a multipart; false when it has none. */
static bool split_part(struct mime_tree *tree, guint index, const char *boundary)
{
	struct mime_part part = *mime_part_at(tree, index);
	const guint8 *begin = part.body, *end = part.body + part.body_length;
	g_autofree char *mark = g_strconcat("--", boundary, NULL);
	gsize length = strlen(mark);
	enum mime_kind by_default =
		header_is(&part.type, "multipart/digest") ? MIME_MESSAGE : MIME_TEXT_PLAIN;
	struct delimiter here, next;
	bool more = find_delimiter(begin, end, begin, mark, length, &here);

	g_array_index(tree->parts, struct mime_part, index).first_child = tree->parts->len;
	while (more && !here.closing) {
		const guint8 *to = end;

		if (tree->parts->len >= LIMIT_MIME_PARTS) {
			tree->skipped = true;
			return true;
		}
		more = find_delimiter(begin, end, here.next, mark, length, &next);
		if (more)
			to = before_line_end(here.next, next.line);
		append_child(tree, index, here.next, MAX(to, here.next), by_default);
		here = next;
	}
	if (!more && index == 0)
		tree->truncated = true;
	return mime_part_at(tree, index)->n_children > 0;
}

static void read_children(struct mime_tree *tree, guint index)
{
	struct mime_part part = *mime_part_at(tree, index);
	g_autofree char *boundary = NULL;

	if (part.kind < MIME_ALTERNATIVE)
		return;
	if (part.depth >= LIMIT_MIME_DEPTH) {
		tree->skipped = true;
		return;
	}
	boundary = header_parameter(&part.type, "boundary");
	if (boundary && *boundary && strlen(boundary) <= BOUNDARY_MAX &&
	    split_part(tree, index, boundary))
		return;
	tree->broken = true;
	g_array_index(tree->parts, struct mime_part, index).kind = MIME_TEXT_PLAIN;
}

void mime_tree_init(struct mime_tree *tree)
{
	memset(tree, 0, sizeof *tree);
	tree->parts = g_array_sized_new(FALSE, FALSE, sizeof(struct mime_part), 16);
}

void mime_tree_clear(struct mime_tree *tree)
{
	g_clear_pointer(&tree->parts, g_array_unref);
}

void mime_tree_read(struct mime_tree *tree, const guint8 *bytes, gsize length,
		    const struct header_block *block)
{
	struct mime_part root;

	g_array_set_size(tree->parts, 0);
	tree->truncated = tree->skipped = tree->broken = false;
	fill_part(&root, block, 0, MIME_TEXT_PLAIN);
	root.body = bytes + block->body;
	root.body_length = length - block->body;
	g_array_append_val(tree->parts, root);
	for (guint i = 0; i < tree->parts->len; i++)
		read_children(tree, i);
}
