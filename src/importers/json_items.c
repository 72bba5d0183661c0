/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A scanner of brackets and quotes cuts the stream into items, which json-c then reads one by
 * one; each byte is looked at once. An object whose member holds the items is scanned as an
 * item until that member is met. A string never holds a line end (RFC 8259), and what a program
 * writes stands in lines: an item that is still open where the next one must begin, by column,
 * is broken, and the next one is read. */
#include "importers/json_items.h"

#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "importers/bytes.h"

#define WINDOW     ((gsize)64 << 10)
#define KEY_LENGTH 40u /* longer keys are no names of members that hold items */
/* The sequence, then by level a list and the object around it. */
#define FRAMES (2u * JSON_ITEMS_LEVELS + 2u)

enum frame_kind {
	FRAME_SEQUENCE, /* values one behind the other */
	FRAME_LIST,     /* in an array */
	FRAME_MEMBERS,  /* in an object whose values are items */
	FRAME_AROUND,   /* in an object one of whose members was opened */
};

struct frame {
	enum frame_kind kind;
	guint level; /* of the names that are looked for in its items */
};

/* The value that is being scanned. */
struct scan {
	guint depth, values;
	bool quoted, escaped;
	bool wants_key, in_key; /* of its own members */
	bool named;             /* the key before is that of a member that holds items */
	bool keep;              /* its text is kept */
	bool broken, several_lines, line_begins;
	gsize blanks; /* since the line began */
	gint column;  /* of its first byte, -1 when something stands before it on its line */
	const char *trouble;
};

struct json_items {
	const struct json_items_shape *shape;
	struct bytes *bytes; /* or: */
	const guint8 *memory;
	gsize memory_length, memory_at;
	const guint8 *window;
	gsize length, at; /* of the window */
	guint64 offset;   /* of the window in the source */
	guint32 line;
	gint column; /* blanks since the line began, -1 behind anything else */
	bool line_wise, ended;
	struct frame frames[FRAMES];
	guint n_frames;
	struct scan scan;
	GString *text, *key;
	struct place place; /* of the item */
	struct json_value *value, *context;
};

static const char too_large[] = "the item is larger than the limit; export a shorter period";
static const char torn[] = "the file ends inside this item; export it again";
static const char unclosed[] = "the file ends inside a list; export it again";
static const char not_closed[] = "a bracket or a quote is not closed; export it again";
static const char no_json[] = "this is no JSON; export it again";

/* ---- bytes ---- */

static bool refill(struct json_items *items, GError **error)
{
	items->offset += items->length;
	items->at = items->length = 0;
	if (items->bytes) {
		bytes_skip(items->bytes, (gsize)(items->offset - bytes_offset(items->bytes)));
		items->window = bytes_peek(items->bytes, WINDOW, &items->length, error);
		return items->window != NULL;
	}
	items->window = items->memory + items->memory_at;
	items->length = items->memory_length - items->memory_at;
	items->memory_at = items->memory_length;
	return true;
}

/* False at the end, and with the error. */
static bool look(struct json_items *items, guint8 *byte, GError **error)
{
	if (items->at == items->length && (!refill(items, error) || items->length == 0))
		return false;
	*byte = items->window[items->at];
	return true;
}

static void step(struct json_items *items)
{
	guint8 byte = items->window[items->at++];

	if (byte == '\n') {
		items->line++;
		items->column = 0;
	} else if (items->column >= 0) {
		items->column = byte == ' ' || byte == '\t' ? items->column + 1 : -1;
	}
}

guint64 json_items_offset(const struct json_items *items)
{
	return items->offset + items->at;
}

/* ---- frames ---- */

static struct frame *top_frame(struct json_items *items)
{
	return &items->frames[items->n_frames - 1];
}

static void push_frame(struct json_items *items, enum frame_kind kind, guint level)
{
	g_assert(items->n_frames < FRAMES);
	items->frames[items->n_frames++] = (struct frame){kind, level};
}

static const char *const *names_at(const struct json_items *items, guint level)
{
	return level < JSON_ITEMS_LEVELS ? items->shape->members[level] : NULL;
}

static bool is_name(const struct json_items *items, guint level)
{
	const char *const *names = names_at(items, level);

	for (; names && *names; names++)
		if (!strcmp(*names, items->key->str))
			return true;
	return false;
}

/* ---- a value ---- */

static void begin_scan(struct json_items *items)
{
	items->scan = (struct scan){.keep = true, .column = items->column};
	items->place = (struct place){.offset = json_items_offset(items), .line = items->line};
	g_string_truncate(items->text, 0);
}

/* Goes on in the object around a list that ended. */
static void resume_around(struct json_items *items)
{
	items->scan = (struct scan){.depth = 1, .column = -1};
}

static void spoil(struct scan *scan, const char *trouble)
{
	scan->broken = true;
	scan->trouble = scan->trouble ? scan->trouble : trouble;
}

static void keep_byte(struct json_items *items, guint8 byte)
{
	struct scan *scan = &items->scan;

	if (!scan->keep)
		return;
	if (items->text->len >= LIMIT_JSON_ITEM || scan->values > JSON_ITEM_VALUES) {
		scan->keep = false;
		spoil(scan, too_large);
		g_string_truncate(items->text, 0);
		return;
	}
	g_string_append_c(items->text, (char)byte);
}

static void scan_quoted(struct json_items *items, guint8 byte)
{
	struct scan *scan = &items->scan;

	if (scan->escaped) {
		scan->escaped = false;
	} else if (byte == '\\') {
		scan->escaped = true;
	} else if (byte == '"') {
		scan->quoted = false;
	} else if (byte == '\n') {
		scan->quoted = scan->in_key = false;
		spoil(scan, not_closed);
		return;
	}
	if (scan->in_key && scan->quoted && items->key->len < KEY_LENGTH)
		g_string_append_c(items->key, (char)byte);
}

static void scan_quote(struct json_items *items)
{
	struct scan *scan = &items->scan;

	scan->quoted = true;
	scan->in_key = scan->wants_key && scan->depth == 1;
	scan->wants_key = false;
	if (scan->in_key)
		g_string_truncate(items->key, 0);
	else
		scan->named = false;
}

static void scan_bracket(struct scan *scan, guint8 byte)
{
	if (byte == '{' || byte == '[') {
		scan->depth++;
		scan->wants_key = byte == '{' && scan->depth == 1;
	} else {
		scan->depth -= scan->depth > 0;
	}
	scan->named = false;
}

static void scan_bare(struct json_items *items, guint8 byte)
{
	struct scan *scan = &items->scan;

	scan->values += byte == ',' || byte == '{' || byte == '[';
	if (byte == '"')
		scan_quote(items);
	else if (strchr("{[]}", byte) && byte)
		scan_bracket(scan, byte);
	else if (byte == ',' && scan->depth == 1)
		scan->wants_key = true;
	else if (byte == ':' && scan->depth == 1)
		scan->named = is_name(items, top_frame(items)->level);
	else if (!g_ascii_isspace(byte))
		scan->named = false;
}

static void scan_byte(struct json_items *items, guint8 byte)
{
	struct scan *scan = &items->scan;

	if (scan->quoted)
		scan_quoted(items, byte);
	else
		scan_bare(items, byte);
	scan->several_lines = scan->several_lines || byte == '\n';
	if (byte == '\n') {
		scan->line_begins = true;
		scan->blanks = 0;
	} else if (byte == ' ' || byte == '\t') {
		scan->blanks += scan->line_begins;
	} else {
		scan->line_begins = false;
	}
	keep_byte(items, byte);
	step(items);
}

/* Whether the next item begins here although this one is open. */
static bool next_begins(struct json_items *items, guint8 byte)
{
	const struct scan *scan = &items->scan;

	if (!scan->line_begins || byte != '{' || scan->depth == 0 || scan->column < 0 ||
	    scan->blanks != (gsize)scan->column)
		return false;
	return scan->column > 0 || items->line_wise || top_frame(items)->kind == FRAME_SEQUENCE;
}

/* The member that holds items begins here: what was scanned is the object around it. */
static void open_member(struct json_items *items, guint8 byte)
{
	guint level = top_frame(items)->level;
	bool around = top_frame(items)->kind == FRAME_AROUND;

	if (!around) {
		g_clear_pointer(&items->context, json_value_free);
		if (items->scan.keep && items->text->len <= JSON_CONTEXT_SIZE) {
			g_string_append(items->text, "null}");
			items->context = json_value_parse(items->text->str, items->text->len,
							  JSON_VALUE_DEPTH, NULL);
		}
		push_frame(items, FRAME_AROUND, level);
	}
	push_frame(items, byte == '[' ? FRAME_LIST : FRAME_MEMBERS, level + 1);
	step(items);
}

enum scanned { SCANNED_VALUE, SCANNED_OPENED, SCANNED_AROUND, SCANNED_TORN, SCANNED_FAILED };

static bool is_delimiter(guint8 byte)
{
	return byte == ',' || byte == ']' || byte == '}' || g_ascii_isspace(byte);
}

/* Whether the value ended before this byte, which is the first one when nothing was scanned. */
static bool value_is_over(const struct json_items *items, guint8 byte, bool first)
{
	const struct scan *scan = &items->scan;
	guint64 length = json_items_offset(items) - items->place.offset;

	if (first || scan->quoted || scan->depth > 0)
		return false;
	if (length > 0 && scan->values == 0)
		return is_delimiter(byte) || byte == '"' || byte == '{' || byte == '[';
	return true;
}

static enum scanned scan_value(struct json_items *items, GError **error)
{
	bool around = top_frame(items)->kind == FRAME_AROUND;
	GError *trouble = NULL;
	bool first = !around;
	guint8 byte;

	while (look(items, &byte, &trouble)) {
		if (items->scan.named && (byte == '[' || byte == '{')) {
			open_member(items, byte);
			return SCANNED_OPENED;
		}
		if (around ? items->scan.depth == 0 : value_is_over(items, byte, first))
			return around ? SCANNED_AROUND : SCANNED_VALUE;
		if (!around && next_begins(items, byte)) {
			spoil(&items->scan, not_closed);
			return SCANNED_VALUE;
		}
		first = false;
		scan_byte(items, byte);
	}
	if (trouble) {
		g_propagate_error(error, trouble);
		return SCANNED_FAILED;
	}
	if (items->scan.depth > 0 || items->scan.quoted)
		return SCANNED_TORN;
	return around ? SCANNED_AROUND : SCANNED_VALUE;
}

/* ---- items ---- */

static enum json_items_result give_trouble(struct json_items *items, struct json_item *item,
					   const char *trouble)
{
	item->value = NULL;
	item->context = NULL;
	item->trouble = trouble;
	item->place = items->place;
	return JSON_ITEMS_BROKEN;
}

static enum json_items_result give_item(struct json_items *items, struct json_item *item)
{
	const struct scan *scan = &items->scan;

	items->place.length = json_items_offset(items) - items->place.offset;
	items->line_wise = scan->column >= 0 && !scan->several_lines;
	g_clear_pointer(&items->value, json_value_free);
	if (scan->broken)
		return give_trouble(items, item, scan->trouble);
	items->value =
		json_value_parse(items->text->str, items->text->len, JSON_VALUE_DEPTH, NULL);
	if (!items->value)
		return give_trouble(items, item, no_json);
	*item = (struct json_item){items->value, items->context, items->place, NULL};
	return JSON_ITEMS_ITEM;
}

/* The end of the file inside an item or a list is told once. */
static enum json_items_result give_end(struct json_items *items, struct json_item *item,
				       const char *trouble)
{
	bool told = items->ended;

	items->ended = true;
	if (told || !trouble)
		return JSON_ITEMS_END;
	items->place.length = json_items_offset(items) - items->place.offset;
	return give_trouble(items, item, trouble);
}

/* Passes over what stands between values. False at the end, and with the error. */
static bool skip_between(struct json_items *items, guint8 *byte, GError **error)
{
	while (look(items, byte, error)) {
		if (!g_ascii_isspace(*byte) && *byte != ',' && *byte != 0x1e)
			return true;
		step(items);
	}
	return false;
}

/* Passes over `"key":`. False at the end, and with the error. */
static bool skip_key(struct json_items *items, guint8 *byte, GError **error)
{
	bool quoted = false, escaped = false;

	while (look(items, byte, error)) {
		if (!quoted && *byte != '"' && *byte != ':' && !g_ascii_isspace(*byte))
			return true;
		if (!escaped && *byte == '"')
			quoted = !quoted;
		escaped = quoted && !escaped && *byte == '\\';
		quoted = quoted && *byte != '\n';
		step(items);
		if (!quoted && *byte == ':')
			return skip_between(items, byte, error);
	}
	return false;
}

static bool closes(const struct frame *frame, guint8 byte)
{
	return (frame->kind == FRAME_LIST && byte == ']') ||
	       (frame->kind == FRAME_MEMBERS && byte == '}');
}

/* Moves to the first byte of the next value. False at the end, and with the error. */
static bool find_value(struct json_items *items, GError **error)
{
	guint8 byte;

	while (skip_between(items, &byte, error)) {
		struct frame *frame = top_frame(items);

		if (closes(frame, byte)) {
			step(items);
			items->n_frames--;
			if (top_frame(items)->kind == FRAME_AROUND) {
				resume_around(items);
				return true;
			}
		} else if (frame->kind == FRAME_SEQUENCE && byte == '[') {
			step(items);
			push_frame(items, FRAME_LIST, 0);
		} else {
			if (frame->kind == FRAME_MEMBERS && !skip_key(items, &byte, error))
				return false;
			begin_scan(items);
			return true;
		}
	}
	return false;
}

static bool check_encoding(struct json_items *items, GError **error)
{
	if (!refill(items, error))
		return false;
	if (items->length >= 3 && !memcmp(items->window, "\xef\xbb\xbf", 3))
		items->at = 3;
	if (items->length < 2 ||
	    (items->window[0] && items->window[1] && items->window[0] < 0xf8))
		return true;
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
		    "JSON in UTF-16 or another wide encoding: save it as UTF-8");
	return false;
}

enum json_items_result json_items_next(struct json_items *items, struct json_item *item,
				       GError **error)
{
	GError *trouble = NULL;

	if (items->offset == 0 && items->length == 0 && !items->ended &&
	    !check_encoding(items, error))
		return JSON_ITEMS_FAILED;
	while (find_value(items, &trouble)) {
		switch (scan_value(items, error)) {
		case SCANNED_VALUE:
			return give_item(items, item);
		case SCANNED_AROUND:
			items->n_frames--;
			g_clear_pointer(&items->context, json_value_free);
			break;
		case SCANNED_OPENED:
			break;
		case SCANNED_TORN:
			return give_end(items, item, torn);
		case SCANNED_FAILED:
			return JSON_ITEMS_FAILED;
		}
	}
	if (trouble) {
		g_propagate_error(error, trouble);
		return JSON_ITEMS_FAILED;
	}
	return give_end(items, item, items->n_frames > 1 ? unclosed : NULL);
}

/* ---- life ---- */

static struct json_items *items_new(const struct json_items_shape *shape)
{
	struct json_items *items = g_new0(struct json_items, 1);

	items->shape = shape;
	items->line = 1;
	items->text = g_string_new(NULL);
	items->key = g_string_new(NULL);
	push_frame(items, FRAME_SEQUENCE, 0);
	return items;
}

struct json_items *json_items_open(const char *path, bool compressed,
				   const struct json_items_shape *shape, GError **error)
{
	struct bytes *bytes = bytes_open(path, compressed, 0, error);
	struct json_items *items;

	if (!bytes)
		return NULL;
	items = items_new(shape);
	items->bytes = bytes;
	return items;
}

struct json_items *json_items_open_memory(const guint8 *bytes, gsize length,
					  const struct json_items_shape *shape)
{
	struct json_items *items = items_new(shape);

	items->memory = bytes;
	items->memory_length = length;
	return items;
}

void json_items_free(struct json_items *items)
{
	g_clear_pointer(&items->bytes, bytes_free);
	g_clear_pointer(&items->value, json_value_free);
	g_clear_pointer(&items->context, json_value_free);
	g_string_free(items->text, TRUE);
	g_string_free(items->key, TRUE);
	g_free(items);
}
