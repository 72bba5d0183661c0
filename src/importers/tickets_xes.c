/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Event logs of process mining as tickets: a trace is a ticket, an event a step of it. An event
 * becomes a row whose columns are its keys, those of its trace with "case:" before them (as
 * pm4py names them in its tables), so that the mapping files of the tables read it and a step
 * is the same by either way. */
#include "importers/tables.h"

#include <string.h>

#include "base/calendar.h"
#include "base/error.h"
#include "base/limits.h"
#include "importers/ticket_rows.h"
#include "importers/xes.h"

#define SCORE         95
#define SAMPLE_EVENTS 500
#define SHOWN         60 /* characters of a trace's name in a reason */
#define OF_TRACE      "case:"
#define NAME_OF_TRACE "concept:name"

struct import_stream {
	struct xes *xes;
	struct ticket_plan *plan;
	GTimeZone *zone;
	GHashTable *columns; /* char * -> place + 1, of the columns that mean something */
	GPtrArray *names;    /* char *, all columns, in the order in which they are first met */
	GPtrArray *cells;    /* char *, of the present event */
	GString *key;        /* to look up */
	char blank[1];
	volatile guint64 *position;
};

/* ---- columns ---- */

static const char *column_name(GString *key, const char *name, bool of_trace)
{
	g_string_assign(key, of_trace ? OF_TRACE : "");
	g_string_append(key, name);
	return key->str;
}

static void note_column(struct import_stream *stream, const char *name)
{
	char *own;

	if (stream->names->len >= LIMIT_CSV_COLUMNS ||
	    g_hash_table_contains(stream->columns, name))
		return;
	own = g_strdup(name);
	g_ptr_array_add(stream->names, own);
	g_hash_table_insert(stream->columns, own, GUINT_TO_POINTER(stream->names->len));
}

static void note_columns(struct import_stream *stream, const struct xes_attribute *attributes,
			 guint n, bool of_trace)
{
	for (guint i = 0; i < n; i++)
		note_column(stream, column_name(stream->key, attributes[i].key, of_trace));
}

/* ---- rows ---- */

/* What stands twice counts once, the first. */
static void fill_cells(struct import_stream *stream, const struct xes_attribute *attributes,
		       guint n, bool of_trace)
{
	for (guint i = 0; i < n; i++) {
		guint place = GPOINTER_TO_UINT(g_hash_table_lookup(
			stream->columns,
			column_name(stream->key, attributes[i].key, of_trace)));

		if (place > 0 && g_ptr_array_index(stream->cells, place - 1) == stream->blank)
			g_ptr_array_index(stream->cells, place - 1) = attributes[i].value;
	}
}

static void fill_row(struct import_stream *stream, const struct xes_event *event)
{
	g_ptr_array_set_size(stream->cells, (gint)stream->names->len);
	for (guint i = 0; i < stream->cells->len; i++)
		g_ptr_array_index(stream->cells, i) = stream->blank;
	fill_cells(stream, event->trace, event->n_trace, true);
	fill_cells(stream, event->own, event->n_own, false);
}

/* ---- the plan, from a sample ---- */

static void append_line(GString *text, const GPtrArray *cells)
{
	for (guint i = 0; i < cells->len; i++)
		table_append_cell(text, g_ptr_array_index(cells, i), i == 0);
	g_string_append_c(text, '\n');
}

/* Calls back for each of the first events. False with the error when there is none. */
static bool each_of_sample(struct import_stream *stream, const struct import_task *task,
			   void (*seen)(struct import_stream *, const struct xes_event *,
					GString *),
			   GString *text, GError **error)
{
	struct xml *xml = xml_open(task->path, task->compressed, error);
	g_autoptr(xes_auto) xes = xml ? xes_new(xml) : NULL;
	enum xes_result result = XES_END;
	struct xes_event event;
	guint n = 0;

	while (xes && n < SAMPLE_EVENTS &&
	       (result = xes_next(xes, &event, n == 0 ? error : NULL)) == XES_EVENT) {
		seen(stream, &event, text);
		n++;
	}
	if (xes && n == 0 && result == XES_END)
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
			    "%s: the event log has no events; export it again", task->path);
	return n > 0;
}

static void note_event(struct import_stream *stream, const struct xes_event *event,
		       GString *text)
{
	note_columns(stream, event->trace, event->n_trace, true);
	note_columns(stream, event->own, event->n_own, false);
}

static void append_event(struct import_stream *stream, const struct xes_event *event,
			 GString *text)
{
	fill_row(stream, event);
	append_line(text, stream->cells);
}

/* The first events as the text of a table: what learns tables learns from it. */
static bool learn(struct import_stream *stream, const struct import_task *task, GError **error)
{
	g_autoptr(GString) text = g_string_new(NULL);
	struct import_probe probe = {.whole = true};

	if (!each_of_sample(stream, task, note_event, text, error))
		return false;
	append_line(text, stream->names);
	if (!each_of_sample(stream, task, append_event, text, error))
		return false;
	probe.head = (const guint8 *)text->str;
	probe.head_length = text->len;
	stream->plan = ticket_plan_from_probe(&probe, task->mapping_dir, error);
	return stream->plan != NULL;
}

/* Only what the mapping reads is copied from here on. */
static void keep_mapped_columns(struct import_stream *stream)
{
	const GArray *columns = stream->plan->match.columns;

	g_hash_table_remove_all(stream->columns);
	for (guint i = 0; i < columns->len; i++) {
		guint place = g_array_index(columns, struct mapping_column, i).column;

		g_hash_table_insert(stream->columns, g_ptr_array_index(stream->names, place),
				    GUINT_TO_POINTER(place + 1));
	}
}

/* ---- records ---- */

static const char *name_of_trace(const struct xes_event *event)
{
	for (guint i = 0; i < event->n_trace; i++)
		if (!strcmp(event->trace[i].key, NAME_OF_TRACE))
			return event->trace[i].value;
	return "";
}

/* "event 2 of the trace "IM1"", or of the log when it stands in no trace. Caller owns. */
static char *name_of_event(const struct xes_event *event)
{
	g_autofree char *trace = ticket_cell_shown(name_of_trace(event), SHOWN);

	return event->in_trace > 0
		       ? g_strdup_printf("event %u of the trace \"%s\"", event->in_trace, trace)
		       : g_strdup_printf("event %" G_GUINT64_FORMAT " of the log",
					 event->number);
}

/* Takes the reason. */
static void reject(struct import_record *record, const struct place *place,
		   const struct xes_event *event, char *reason)
{
	g_autofree char *name = name_of_event(event);

	record->type = RECORD_REJECTED;
	record->rejected.place = *place;
	record->rejected.reason = g_strdup_printf("%s: %s", name, reason);
	g_free(reason);
}

static void take_event(struct import_stream *stream, const struct xes_event *event,
		       struct import_record *record)
{
	struct table_row row = {.place = {event->number, 1, event->line}};

	if (event->trouble) {
		reject(record, &row.place, event, g_strdup(event->trouble));
		return;
	}
	fill_row(stream, event);
	row.cells = (char **)stream->cells->pdata;
	row.n_cells = stream->cells->len;
	ticket_row_take(stream->plan, stream->zone, &row, record);
	if (record->type == RECORD_REJECTED)
		reject(record, &row.place, event, record->rejected.reason);
}

/* ---- the importer ---- */

/* Before anything is parsed: XML in bytes of one, in which a log of this standard is named. */
static bool may_be_log(const struct import_probe *probe)
{
	gsize at = 0;

	if (probe->head_length >= 3 && !memcmp(probe->head, "\xef\xbb\xbf", 3))
		at = 3;
	while (at < probe->head_length && g_ascii_isspace(probe->head[at]))
		at++;
	return at < probe->head_length && probe->head[at] == '<' &&
	       memmem(probe->head, probe->head_length, "<log", 4);
}

static int xes_probe(const struct import_probe *probe)
{
	g_autoptr(xml_auto) xml = NULL;

	if (!may_be_log(probe))
		return 0;
	xml = xml_open_memory(probe->path, probe->head, probe->head_length);
	return xml_next(xml, NULL) == XML_OPEN && !strcmp(xml_name(xml), "log") ? SCORE : 0;
}

static void xes_close(struct import_stream *stream)
{
	g_clear_pointer(&stream->xes, xes_free);
	g_clear_pointer(&stream->plan, ticket_plan_free);
	g_clear_pointer(&stream->zone, g_time_zone_unref);
	g_hash_table_unref(stream->columns);
	g_ptr_array_unref(stream->names);
	g_ptr_array_unref(stream->cells);
	g_string_free(stream->key, TRUE);
	g_free(stream);
}

static struct import_stream *stream_new(void)
{
	struct import_stream *stream = g_new0(struct import_stream, 1);

	stream->columns = g_hash_table_new(g_str_hash, g_str_equal);
	stream->names = g_ptr_array_new_with_free_func(g_free);
	stream->cells = g_ptr_array_new();
	stream->key = g_string_new(NULL);
	return stream;
}

static char *xes_describe(const struct import_probe *probe, const struct import_task *task,
			  GError **error)
{
	struct import_task whole = {.path = (char *)probe->path,
				    .compressed = probe->compressed,
				    .mapping_dir = probe->mapping_dir};
	struct import_stream *stream = stream_new();
	g_autofree char *dates = NULL;
	char *words = NULL;

	if (learn(stream, &whole, error)) {
		dates = date_style_describe(&stream->plan->dates);
		words = g_strdup_printf("%s; XES event log; dates %s",
					stream->plan->match.mapping->name, dates);
	}
	xes_close(stream);
	return words;
}

static bool open_log(struct import_stream *stream, const struct import_task *task,
		     GError **error)
{
	const char *zone;
	struct xml *xml;

	if (!learn(stream, task, error))
		return false;
	keep_mapped_columns(stream);
	zone = stream->plan->match.mapping->zone;
	stream->zone = g_time_zone_new_identifier(zone ? zone : CALENDAR_ZONE_DEFAULT);
	if (!stream->zone)
		stream->zone = g_time_zone_new_utc();
	xml = xml_open(task->path, task->compressed, error);
	stream->xes = xml ? xes_new(xml) : NULL;
	return xml != NULL;
}

static struct import_stream *xes_open(const struct import_task *task, GError **error)
{
	struct import_stream *stream = stream_new();

	stream->position = task->position;
	if (open_log(stream, task, error))
		return stream;
	xes_close(stream);
	return NULL;
}

static bool xes_next_record(struct import_stream *stream, struct import_record *record,
			    GError **error)
{
	struct xes_event event;
	enum xes_result result = xes_next(stream->xes, &event, error);

	record->type = RECORD_END;
	if (result != XES_EVENT)
		return result == XES_END;
	if (stream->position)
		*stream->position = event.number;
	take_event(stream, &event, record);
	return true;
}

const struct importer importer_xes_tickets = {
	.name = "ticket-xes",
	.kind = IMPORT_KIND_TICKETS,
	.readable = true,
	.probe = xes_probe,
	.describe = xes_describe,
	.open = xes_open,
	.next = xes_next_record,
	.close = xes_close,
};
