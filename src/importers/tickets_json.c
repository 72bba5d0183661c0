/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Tickets as JSON: what the REST interfaces of ticket tools answer, and what their exports
 * write. An item becomes a row whose columns are the paths to its values, so that the mapping
 * files of the tables read it (data/mappings), and a ticket is the same by either way. A list
 * on the way gives its column several values. The history that some tools give with the ticket
 * becomes steps. */
#include "importers/tables.h"

#include <string.h>

#include "base/calendar.h"
#include "base/error.h"
#include "base/limits.h"
#include "importers/bytes.h"
#include "importers/json_items.h"
#include "importers/ticket_rows.h"
#include "text/own_text.h"

#define SCORE        90
#define SAMPLE_ITEMS 500
#define SAMPLE_BYTES ((guint64)8 << 20)
#define STEPS_MOST   2000u /* of one ticket */
#define PARAGRAPH    "\n\n"

struct import_stream {
	struct json_items *items;
	struct ticket_plan *plan;
	GPtrArray *paths; /* char *, the columns */
	GHashTable *by_path;
	GTimeZone *zone;
	GPtrArray *steps; /* struct ticket_record *, of the present item, still to be given */
	volatile guint64 *position;
};

static const char *const lists[] = {"issues",  "result",  "tickets", "data",  "objects",
				    "results", "records", "value",   "items", NULL};
static const struct json_items_shape shape = {{lists}};

/* ---- an item as columns ---- */

/* Cells by path, in the order in which the paths are first met. */
struct row {
	GPtrArray *paths;  /* char * */
	GHashTable *cells; /* path -> GString * */
};

static void free_cell(gpointer data)
{
	g_string_free(data, TRUE);
}

static struct row row_new(void)
{
	return (struct row){g_ptr_array_new(),
			    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_cell)};
}

static void row_clear(struct row *row)
{
	g_ptr_array_unref(row->paths);
	g_hash_table_unref(row->cells);
}

static bool holds_tags(const char *text)
{
	return strstr(text, "</") || strstr(text, "<br") || strstr(text, "<p>");
}

/* Takes the text. */
static void add_cell(struct row *row, const char *path, char *text)
{
	GString *cell = g_hash_table_lookup(row->cells, path);
	g_autofree char *plain =
		holds_tags(text) ? own_text_from_html(text, strlen(text)) : g_strdup(text);

	g_free(text);
	if (!cell) {
		char *key = g_strdup(path);

		if (row->paths->len >= LIMIT_CSV_COLUMNS)
			return;
		cell = g_string_new(NULL);
		g_hash_table_insert(row->cells, key, cell);
		g_ptr_array_add(row->paths, key);
	}
	if (cell->len > 0 && *plain)
		g_string_append(cell, PARAGRAPH);
	if (cell->len + strlen(plain) <= LIMIT_CSV_FIELD)
		g_string_append(cell, plain);
}

/* The paragraphs of a document of Atlassian ({"type":"doc","content":[...]}): its texts in
 * order. As deep as a parsed tree may be. */
static void append_document(const struct json_value *node, GString *out)
{
	const struct json_value *content = json_value_member(node, "content");
	const char *text = json_member_text(node, "text");
	const char *type = json_member_text(node, "type");

	if (text)
		g_string_append(out, text);
	for (guint i = 0; i < json_value_length(content); i++)
		append_document(json_value_item(content, i), out);
	if (type && (!strcmp(type, "paragraph") || !strcmp(type, "hardBreak") ||
		     !strcmp(type, "heading")))
		g_string_append_c(out, '\n');
}

static bool is_document(const struct json_value *value)
{
	return !g_strcmp0(json_member_text(value, "type"), "doc") &&
	       json_value_kind(json_value_member(value, "content")) == JSON_ARRAY;
}

static bool looks_dated(const char *text)
{
	return text && strlen(text) >= 10 && g_ascii_isdigit(*text) && text[4] == '-' &&
	       text[7] == '-';
}

/* ServiceNow's pairs of what is shown and what is kept: words as shown, instants as kept (they
 * are UTC). NULL when the object is no pair. */
static const struct json_value *of_pair(const struct json_value *object)
{
	const struct json_value *shown = json_value_member(object, "display_value");
	const struct json_value *kept = json_value_member(object, "value");
	const char *text = json_value_string(shown);

	if (!shown)
		return kept && json_value_member(object, "link") ? kept : NULL;
	return looks_dated(json_value_string(kept)) || !text || !*text ? (kept ? kept : shown)
								       : shown;
}

struct walk {
	struct row *row;
	GString *path;
};

static void walk_value(struct walk *walk, const struct json_value *value);

static bool walk_member(const char *key, const struct json_value *value, void *data)
{
	struct walk *walk = data;
	gsize length = walk->path->len;

	if (length > 0)
		g_string_append_c(walk->path, '.');
	g_string_append(walk->path, key);
	if (walk->path->len < LIMIT_SUBJECT)
		walk_value(walk, value);
	g_string_truncate(walk->path, length);
	return true;
}

static void walk_object(struct walk *walk, const struct json_value *object)
{
	const struct json_value *one = of_pair(object);

	if (one) {
		walk_value(walk, one);
	} else if (is_document(object)) {
		GString *text = g_string_new(NULL);

		append_document(object, text);
		add_cell(walk->row, walk->path->str, g_string_free(text, FALSE));
	} else {
		json_value_each_member(object, walk_member, walk);
	}
}

/* As deep as a parsed tree may be. */
static void walk_value(struct walk *walk, const struct json_value *value)
{
	enum json_kind kind = json_value_kind(value);
	char *text;

	for (guint i = 0; i < json_value_length(value); i++)
		walk_value(walk, json_value_item(value, i));
	if (kind == JSON_OBJECT)
		walk_object(walk, value);
	text = json_value_text(value);
	if (text)
		add_cell(walk->row, walk->path->str, text);
}

static struct row row_of(const struct json_value *item)
{
	struct row row = row_new();
	struct walk walk = {&row, g_string_new(NULL)};

	walk_value(&walk, item);
	g_string_free(walk.path, TRUE);
	return row;
}

/* ---- the plan, from a sample ---- */

static void append_row(const struct row *row, const GPtrArray *paths, GString *out)
{
	for (guint i = 0; i < paths->len; i++) {
		const GString *cell =
			g_hash_table_lookup(row->cells, g_ptr_array_index(paths, i));
		table_append_cell(out, cell ? cell->str : "", i == 0);
	}
	g_string_append_c(out, '\n');
}

static void note_paths(const struct row *row, GHashTable *known, GPtrArray *paths)
{
	for (guint i = 0; i < row->paths->len && paths->len < LIMIT_CSV_COLUMNS; i++) {
		const char *path = g_ptr_array_index(row->paths, i);
		char *own;

		if (g_hash_table_contains(known, path))
			continue;
		own = g_strdup(path);
		g_hash_table_add(known, own);
		g_ptr_array_add(paths, own);
	}
}

/* The first items as the text of a table: what learns tables learns from it. */
static char *sample_text(struct json_items *items, GPtrArray *paths, GHashTable *known)
{
	g_autoptr(GPtrArray) rows = g_ptr_array_new();
	GString *text = g_string_new(NULL);
	enum json_items_result result = JSON_ITEMS_BROKEN;
	struct json_item item;

	while (rows->len < SAMPLE_ITEMS && json_items_offset(items) < SAMPLE_BYTES &&
	       ((result = json_items_next(items, &item, NULL)) == JSON_ITEMS_ITEM ||
		result == JSON_ITEMS_BROKEN)) {
		struct row row;

		if (result == JSON_ITEMS_BROKEN || json_value_kind(item.value) != JSON_OBJECT)
			continue;
		row = row_of(item.value);
		note_paths(&row, known, paths);
		g_ptr_array_add(rows, g_memdup2(&row, sizeof row));
	}
	for (guint i = 0; i < paths->len; i++)
		table_append_cell(text, g_ptr_array_index(paths, i), i == 0);
	g_string_append_c(text, '\n');
	for (guint i = 0; i < rows->len; i++) {
		append_row(g_ptr_array_index(rows, i), paths, text);
		row_clear(g_ptr_array_index(rows, i));
		g_free(g_ptr_array_index(rows, i));
	}
	return g_string_free(text, FALSE);
}

/* The columns go to `paths`, which owns them through `known`. */
static struct ticket_plan *learn(struct json_items *items, const char *mapping_dir,
				 GPtrArray *paths, GHashTable *known, GError **error)
{
	g_autofree char *text = sample_text(items, paths, known);
	struct import_probe probe = {
		.head = (const guint8 *)text,
		.head_length = strlen(text),
		.whole = true,
	};

	return ticket_plan_from_probe(&probe, mapping_dir, error);
}

static GHashTable *known_new(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

/* ---- steps ---- */

/* The value at a path of members. */
static const struct json_value *value_at(const struct json_value *value, const char *path)
{
	g_auto(GStrv) keys = path ? g_strsplit(path, ".", -1) : NULL;

	for (guint i = 0; keys && keys[i]; i++)
		value = json_value_member(value, keys[i]);
	return path ? value : NULL;
}

static const struct json_value *step_value(const struct mapping *mapping, const char *name,
					   const struct json_value *within)
{
	g_autofree char *path = mapping_step(mapping, name);

	return value_at(within, path);
}

static void free_ticket(gpointer data)
{
	ticket_record_clear(data);
	g_free(data);
}

/* What one change tells; false when it is neither state nor person. */
static bool read_change(const struct mapping *mapping, const struct json_value *change,
			struct ticket_record *step)
{
	g_autofree char *field = json_value_text(step_value(mapping, "field", change));
	g_autofree char *status = mapping_step(mapping, "status");
	g_autofree char *assignee = mapping_step(mapping, "assignee");
	char *to = json_value_text(step_value(mapping, "to", change));

	if (to && field && status && !strcmp(field, status)) {
		step->status = to;
		step->state = mapping_state(mapping, to);
	} else if (to && field && assignee && !strcmp(field, assignee)) {
		step->assignee = to;
	} else {
		g_free(to);
		return false;
	}
	step->activity = g_strdup(field);
	return true;
}

static void add_step(struct import_stream *stream, const struct ticket_record *ticket,
		     const struct json_value *event, const struct json_value *change)
{
	const struct mapping *mapping = stream->plan->match.mapping;
	struct ticket_record *step = g_new0(struct ticket_record, 1);
	g_autofree char *at = json_value_text(step_value(mapping, "at", event));

	ticket_record_init(step);
	if (stream->steps->len >= STEPS_MOST || !at ||
	    !date_parse_cell(at, &stream->plan->dates, stream->zone, &step->activity_ms) ||
	    !read_change(mapping, change, step)) {
		free_ticket(step);
		return;
	}
	step->tool = g_strdup(ticket->tool);
	step->key = g_strdup(ticket->key);
	step->opened_ms = ticket->opened_ms;
	step->activity_actor = json_value_text(step_value(mapping, "actor", event));
	step->place = ticket->place;
	ticket_step_finish(step);
	g_ptr_array_add(stream->steps, step);
}

static void read_steps(struct import_stream *stream, const struct json_value *item,
		       const struct ticket_record *ticket)
{
	const struct mapping *mapping = stream->plan->match.mapping;
	const struct json_value *events = step_value(mapping, "list", item);

	for (guint i = 0; i < json_value_length(events); i++) {
		const struct json_value *event = json_value_item(events, i);
		const struct json_value *changes = step_value(mapping, "changes", event);

		if (!changes)
			add_step(stream, ticket, event, event);
		for (guint j = 0; j < json_value_length(changes); j++)
			add_step(stream, ticket, event, json_value_item(changes, j));
	}
}

/* ---- records ---- */

static void replace_code(const struct mapping *mapping, const struct mapping_column *column,
			 char **cell)
{
	char *word = mapping_code(mapping, column->field, *cell);

	if (word) {
		g_free(*cell);
		*cell = word;
	}
}

/* The cells in the order of the columns. Caller owns. */
static char **cells_of(const struct import_stream *stream, const struct json_value *item)
{
	const GArray *columns = stream->plan->match.columns;
	char **cells = g_new0(char *, stream->paths->len + 1);
	struct row row = row_of(item);

	for (guint i = 0; i < stream->paths->len; i++) {
		const GString *cell =
			g_hash_table_lookup(row.cells, g_ptr_array_index(stream->paths, i));
		cells[i] = g_strdup(cell ? cell->str : "");
	}
	for (guint i = 0; i < columns->len; i++) {
		const struct mapping_column *column =
			&g_array_index(columns, struct mapping_column, i);
		replace_code(stream->plan->match.mapping, column, &cells[column->column]);
	}
	row_clear(&row);
	return cells;
}

static void take_item(struct import_stream *stream, const struct json_item *item,
		      struct import_record *record)
{
	g_auto(GStrv) cells = cells_of(stream, item->value);
	struct table_row row = {
		.cells = cells, .n_cells = stream->paths->len, .place = item->place};

	ticket_row_take(stream->plan, stream->zone, &row, record);
	if (record->type == RECORD_TICKET)
		read_steps(stream, item->value, &record->ticket);
}

/* ---- the importer ---- */

static bool begins_like_json(const struct import_probe *probe)
{
	gsize at = probe->head_length >= 3 && !memcmp(probe->head, "\xef\xbb\xbf", 3) ? 3 : 0;

	while (at < probe->head_length && g_ascii_isspace(probe->head[at]))
		at++;
	return at < probe->head_length && (probe->head[at] == '{' || probe->head[at] == '[');
}

static struct ticket_plan *plan_of_probe(const struct import_probe *probe, GError **error)
{
	g_autoptr(json_items_auto) items =
		json_items_open_memory(probe->head, probe->head_length, &shape);
	g_autoptr(GPtrArray) paths = g_ptr_array_new();
	g_autoptr(GHashTable) known = known_new();

	return learn(items, probe->mapping_dir, paths, known, error);
}

static int json_probe(const struct import_probe *probe)
{
	g_autoptr(ticket_plan_auto) plan = NULL;

	if (!begins_like_json(probe))
		return 0;
	plan = plan_of_probe(probe, NULL);
	return plan && !plan->match.mapping->guess ? SCORE : 0;
}

static char *json_describe(const struct import_probe *probe, const struct import_task *task,
			   GError **error)
{
	g_autoptr(ticket_plan_auto) plan = plan_of_probe(probe, error);
	g_autofree char *dates = plan ? date_style_describe(&plan->dates) : NULL;

	return plan ? g_strdup_printf("%s; JSON; dates %s", plan->match.mapping->name, dates)
		    : NULL;
}

static void json_close(struct import_stream *stream)
{
	g_clear_pointer(&stream->items, json_items_free);
	g_clear_pointer(&stream->plan, ticket_plan_free);
	g_clear_pointer(&stream->zone, g_time_zone_unref);
	g_ptr_array_unref(stream->paths);
	g_hash_table_unref(stream->by_path);
	g_ptr_array_unref(stream->steps);
	g_free(stream);
}

static bool open_plan(struct import_stream *stream, const struct import_task *task,
		      GError **error)
{
	g_autoptr(json_items_auto) sample =
		json_items_open(task->path, task->compressed, &shape, error);
	const struct mapping *mapping;
	const char *zone;

	if (!sample)
		return false;
	stream->plan = learn(sample, task->mapping_dir, stream->paths, stream->by_path, error);
	if (!stream->plan)
		return false;
	mapping = stream->plan->match.mapping;
	zone = mapping->json_zone ? mapping->json_zone : mapping->zone;
	stream->zone = g_time_zone_new_identifier(zone ? zone : CALENDAR_ZONE_DEFAULT);
	if (!stream->zone)
		stream->zone = g_time_zone_new_utc();
	stream->items = json_items_open(task->path, task->compressed, &shape, error);
	return stream->items != NULL;
}

static struct import_stream *json_open(const struct import_task *task, GError **error)
{
	struct import_stream *stream = g_new0(struct import_stream, 1);

	stream->position = task->position;
	stream->paths = g_ptr_array_new();
	stream->by_path = known_new();
	stream->steps = g_ptr_array_new_with_free_func(free_ticket);
	if (open_plan(stream, task, error))
		return stream;
	json_close(stream);
	return NULL;
}

static bool give_step(struct import_stream *stream, struct import_record *record)
{
	struct ticket_record *step;

	if (stream->steps->len == 0)
		return false;
	step = g_ptr_array_steal_index(stream->steps, 0);
	record->type = RECORD_TICKET;
	record->ticket = *step;
	g_free(step);
	return true;
}

static void reject(struct import_record *record, const struct json_item *item)
{
	record->type = RECORD_REJECTED;
	record->rejected = (struct rejected_record){.place = item->place,
						    .reason = g_strdup(item->trouble)};
}

static bool json_next(struct import_stream *stream, struct import_record *record,
		      GError **error)
{
	enum json_items_result result;
	struct json_item item;

	if (give_step(stream, record))
		return true;
	if (stream->position)
		*stream->position = json_items_offset(stream->items);
	result = json_items_next(stream->items, &item, error);
	if (result == JSON_ITEMS_ITEM)
		take_item(stream, &item, record);
	else if (result == JSON_ITEMS_BROKEN)
		reject(record, &item);
	else
		record->type = RECORD_END;
	return result != JSON_ITEMS_FAILED;
}

const struct importer importer_json_tickets = {
	.name = "ticket-json",
	.kind = IMPORT_KIND_TICKETS,
	.readable = true,
	.probe = json_probe,
	.describe = json_describe,
	.open = json_open,
	.next = json_next,
	.close = json_close,
};
