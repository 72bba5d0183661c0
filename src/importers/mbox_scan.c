/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From_ lines after RFC 4155 and qmail's mbox(5). "From " at the start of a line is only a
 * From_ line with a date, or with a blank line before and a header behind it: people write
 * "From now on" too. A Content-Length is only believed when it lands on a From_ line, because
 * mail servers leave stale ones behind. */
#include "importers/mbox_scan.h"

#include <string.h>

#include "importers/header.h"
#include "importers/mail_date.h"

#define FROM        "From "
#define FROM_LENGTH (sizeof FROM - 1)

static bool begins_with_from(const guint8 *bytes, gsize length)
{
	return length >= FROM_LENGTH && !memcmp(bytes, FROM, FROM_LENGTH);
}

#define LINE_BYTES 1024u

/* A From_ line seen so far. */
struct from_line {
	gsize length; /* with its line end */
	bool dated;
};

/* "-" or "184434@xxx" and nothing else. */
static bool is_lone_sender(const guint8 *text, gsize length)
{
	while (length > 0 && g_ascii_isspace(text[length - 1]))
		length--;
	if (length == 0 || memchr(text, ' ', length))
		return false;
	return (length == 1 && *text == '-') || memchr(text, '@', length);
}

static bool read_from_line(const guint8 *bytes, gsize length, bool last, struct from_line *line)
{
	const guint8 *newline;
	gsize shown = MIN(length, LINE_BYTES);
	struct mail_date date;
	gsize end;

	if (!begins_with_from(bytes, length))
		return false;
	newline = memchr(bytes, '\n', shown);
	if (!newline && (!last || shown < length))
		return false;
	end = newline ? (gsize)(newline - bytes) : length;
	line->length = newline ? end + 1 : end;
	line->dated = mail_date_parse_envelope((const char *)bytes + FROM_LENGTH,
					       end - FROM_LENGTH, &date);
	return line->dated || is_lone_sender(bytes + FROM_LENGTH, end - FROM_LENGTH);
}

static bool header_follows(const guint8 *bytes, gsize length, const struct from_line *line)
{
	return header_begins(bytes + line->length, MIN(length - line->length, LINE_BYTES));
}

bool mbox_is_from_line(const guint8 *bytes, gsize length, bool last, gsize *line_length)
{
	struct from_line line;

	if (!read_from_line(bytes, length, last, &line) ||
	    (!line.dated && !header_follows(bytes, length, &line)))
		return false;
	*line_length = line.length;
	return true;
}

/* The line before position i, which begins a line, is empty. Only at the start of a file does
 * anybody look at position 1. */
static bool behind_blank_line(const guint8 *bytes, gsize i)
{
	if (i < 2)
		return i == 1 && bytes[0] == '\n';
	if (bytes[i - 2] == '\n')
		return true;
	return bytes[i - 2] == '\r' && (i == 2 || bytes[i - 3] == '\n');
}

static bool begins_message(const guint8 *bytes, gsize length, gsize i, bool last)
{
	const guint8 *p = bytes + i;
	bool blank = behind_blank_line(bytes, i);
	struct from_line line;

	if (!begins_with_from(p, length - i) || !read_from_line(p, length - i, last, &line))
		return false;
	/* Undecided now, decided alike by every window that shows more. */
	if (!last && length - i < MBOX_LOOKAHEAD)
		return false;
	return (line.dated && blank) ||
	       ((line.dated || blank) && header_follows(p, length - i, &line));
}

gssize mbox_find_from_line(const guint8 *bytes, gsize length, gsize from, bool last)
{
	const guint8 *end = bytes + length;
	const guint8 *p = bytes + MIN(from ? from - 1 : 0, length);

	while ((p = memchr(p, '\n', (gsize)(end - p)))) {
		gsize i = (gsize)(++p - bytes);

		if (i >= from && begins_message(bytes, length, i, last))
			return (gssize)i;
	}
	return MBOX_NOT_FOUND;
}

static bool read_content_length(const struct header_block *block, guint64 *value)
{
	g_autofree char *text = header_unfold(&block->first[HEADER_CONTENT_LENGTH]);

	return text && g_ascii_string_to_unsigned(text, 10, 0, G_MAXUINT32, value, NULL);
}

/* Steps over the blank line that some writers count and others do not. */
static gsize skip_line_ends(const guint8 *bytes, gsize length, gsize at)
{
	for (int i = 0; i < 2; i++) {
		if (at + 1 < length && bytes[at] == '\r' && bytes[at + 1] == '\n')
			at += 2;
		else if (at < length && bytes[at] == '\n')
			at++;
	}
	return at;
}

gsize mbox_believed_length(const guint8 *bytes, gsize length, bool last, gsize *wanted)
{
	const guint8 *newline = memchr(bytes, '\n', length);
	struct header_block block;
	guint64 written;
	gsize start, end, ignored;

	*wanted = 0;
	if (!newline)
		return 0;
	start = (gsize)(newline + 1 - bytes);
	header_block_scan(newline + 1, length - start, &block);
	if (!read_content_length(&block, &written))
		return 0;
	end = start + block.body + (gsize)written;
	if (!last && end + MBOX_LOOKAHEAD + 4 > length) {
		*wanted = end + MBOX_LOOKAHEAD + 4;
		return 0;
	}
	if (end > length)
		return 0;
	end = skip_line_ends(bytes, length, end);
	if (end == length || mbox_is_from_line(bytes + end, length - end, last, &ignored))
		return end;
	return 0;
}

/* Number of '>' that stand between a line start and `from`, 0 when it is not such a line. */
static gsize escapes_before(const guint8 *begin, const guint8 *from)
{
	const guint8 *p = from;

	while (p > begin && p[-1] == '>')
		p--;
	return p == begin || p[-1] == '\n' ? (gsize)(from - p) : 0;
}

/* Whether the line at p is one that a writer of the dialect escaped. */
static bool is_escaped(const guint8 *p, const guint8 *end, enum mbox_dialect dialect)
{
	const guint8 *from = p;

	while (from < end && *from == '>')
		from++;
	return from > p && (from == p + 1 || dialect == MBOX_RD) &&
	       begins_with_from(from, (gsize)(end - from));
}

gsize mbox_unescape(guint8 *message, gsize length, enum mbox_dialect dialect)
{
	const guint8 *end = message + length;
	const guint8 *read = message; /* everything before is written */
	const guint8 *p = message;
	guint8 *out = message;

	while (dialect != MBOX_CL2 && (p = memchr(p, '\n', (gsize)(end - p)))) {
		if (++p == end || *p != '>' || !is_escaped(p, end, dialect))
			continue;
		memmove(out, read, (gsize)(p - read));
		out += p - read;
		read = p + 1;
	}
	if (out != read)
		memmove(out, read, (gsize)(end - read));
	return (gsize)(out - message) + (gsize)(end - read);
}

struct traits {
	guint messages, believed; /* messages whose Content-Length is right */
	bool once, twice;         /* ">From " and ">>From " were seen */
	bool bare;                /* "From " in a text, kept safe by Content-Length only */
};

static void observe_lines(const guint8 *bytes, gsize length, struct traits *traits)
{
	const guint8 *p = bytes, *end = bytes + length;
	gsize ignored;

	while ((p = memmem(p, (gsize)(end - p), FROM, FROM_LENGTH))) {
		gsize depth = escapes_before(bytes, p);

		traits->once |= depth == 1;
		traits->twice |= depth > 1;
		traits->bare |= depth == 0 && p > bytes && p[-1] == '\n' &&
				mbox_is_from_line(p, (gsize)(end - p), true, &ignored);
		p++;
	}
}

/* One message of the head; returns its length. */
static gsize observe_message(const guint8 *bytes, gsize length, bool last,
			     struct traits *traits)
{
	gsize wanted;
	gsize size = mbox_believed_length(bytes, length, last, &wanted);
	gssize next;

	traits->messages++;
	if (size > 0) {
		traits->believed++;
	} else {
		next = mbox_find_from_line(bytes, length, FROM_LENGTH, last);
		size = next == MBOX_NOT_FOUND ? length : (gsize)next;
	}
	observe_lines(bytes + FROM_LENGTH, size - FROM_LENGTH, traits);
	return size;
}

enum mbox_dialect mbox_detect(const guint8 *head, gsize length, bool whole)
{
	struct traits traits = {0};
	gsize at = 0, ignored;

	if (!mbox_is_from_line(head, length, whole, &ignored)) {
		gssize first = mbox_find_from_line(head, length, 0, whole);

		at = first == MBOX_NOT_FOUND ? length : (gsize)first;
	}
	while (length - at > FROM_LENGTH)
		at += observe_message(head + at, length - at, whole, &traits);
	/* The last message of a head is cut and believes nothing. */
	if (traits.believed > 0 && 2 * traits.believed + 2 > traits.messages)
		return traits.once && !traits.bare ? MBOX_CL : MBOX_CL2;
	if (traits.once && !traits.twice)
		return MBOX_O;
	return MBOX_RD;
}

const char *mbox_dialect_name(enum mbox_dialect dialect)
{
	static const char *const names[MBOX_DIALECT_COUNT] = {"mboxo", "mboxrd", "mboxcl",
							      "mboxcl2"};

	return names[dialect];
}
