/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Ticket tables to records. What a column means is the mapping's business (mapping.h), how the
 * file is written is the plan's (ticket_plan.h); here cells become values. Durations are never
 * read, only time stamps; a row whose number or opening date cannot be read is rejected with
 * its line and the mend, and the rest goes on. */
#include "importers/tables.h"

#include <string.h>

#include "base/calendar.h"
#include "base/error.h"
#include "base/limits.h"
#include "importers/digest.h"
#include "importers/table_probe.h"
#include "importers/ticket_plan.h"
#include "importers/ticket_rows.h"
#include "text/own_text.h"

#define SCORE_TOOL    90
#define SCORE_GENERIC 60
#define SHOWN         40 /* characters of a bad cell in a reason */

struct import_stream {
	struct ticket_plan *plan;
	struct table *table;
	GTimeZone *zone;
	char *date_example; /* the style, for reasons of rejection */
	volatile guint64 *position;
};

/* What the cells of a row say, before it becomes a record. NULL where nothing is said. */
struct row_values {
	const char *text[TICKET_FIELDS];
	GString *joined[TICKET_FIELDS];
};

/* ---- texts ---- */

/* "<br>", "</p>"...: a sign that the cell is HTML. */
static bool holds_tags(const char *text)
{
	for (const char *at = strchr(text, '<'); at; at = strchr(at + 1, '<'))
		if ((g_ascii_isalpha(at[1]) || at[1] == '/') && strchr(at, '>'))
			return true;
	return false;
}

static void replace_tokens(GString *text)
{
	g_string_replace(text, "#LBBR#", "\n", 0);
	g_string_replace(text, "#LBHR#", "\n\n", 0);
}

static void truncate_text(char *text, gsize limit)
{
	if (strlen(text) > limit)
		*g_utf8_find_prev_char(text, text + limit + 1) = 0;
}

/* Several lines, tags taken out. NULL when nothing is left. Caller owns. */
static char *clean_text(const char *cell, gsize limit)
{
	g_autoptr(GString) text = NULL;
	g_autofree char *plain = NULL;
	const char *trimmed;

	if (!cell)
		return NULL;
	text = g_string_new(cell);
	replace_tokens(text);
	plain = holds_tags(text->str) ? own_text_from_html(text->str, text->len)
				      : g_strndup(text->str, text->len);
	truncate_text(plain, limit);
	trimmed = ticket_cell_trim(plain);
	return *trimmed ? g_strdup(trimmed) : NULL;
}

/* One line. NULL when nothing is left. Caller owns. */
static char *clean_line(const char *cell)
{
	char *text = clean_text(cell, LIMIT_SUBJECT);

	return text ? g_strdelimit(text, "\n\r\t", ' ') : NULL;
}

/* "1 234" is ticket 1234; "#42" is 42. Other keys stay as they are. */
static char *clean_key(const struct mapping *mapping, const char *cell)
{
	g_autofree char *first = cell ? ticket_cell_first(mapping, cell) : NULL;
	g_autoptr(GString) digits = g_string_new(NULL);
	const char *key = first ? first : "";

	key += *key == '#';
	for (const char *p = key; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (g_unichar_isspace(c))
			continue;
		if (c >= 0x80 || !g_ascii_isdigit((char)c))
			return clean_line(key);
		g_string_append_c(digits, (char)c);
	}
	return digits->len ? g_strdup(digits->str) : NULL;
}

/* ---- values of a row ---- */

static bool keeps_all(enum ticket_field field)
{
	return field == FIELD_COMMENTS || field == FIELD_CATEGORY;
}

/* The text of a comment cell behind "date;author;". */
static const char *comment_text(const struct ticket_plan *plan, const char *cell)
{
	const char *text = cell;
	g_autofree char *date = NULL;
	g_autoptr(GTimeZone) utc = NULL;
	gint64 ms;

	for (guint i = 0; i < plan->match.mapping->comment_lead; i++) {
		const char *part = strchr(text, ';');

		if (!part)
			return cell;
		if (i == 0)
			date = g_strndup(text, (gsize)(part - text));
		text = part + 1;
	}
	utc = g_time_zone_new_utc();
	return date && date_parse_cell(date, &plan->dates, utc, &ms) ? text : cell;
}

static void join_value(const struct ticket_plan *plan, struct row_values *values,
		       enum ticket_field field, const char *cell)
{
	GString **joined = &values->joined[field];
	g_autofree char *text = field == FIELD_COMMENTS ? clean_text(comment_text(plan, cell),
								     LIMIT_TICKET_TEXT)
							: g_strdup(cell);

	if (!text)
		return;
	if (!*joined)
		*joined = g_string_new(text);
	else
		g_string_append_printf(*joined, "%s%s",
				       field == FIELD_COMMENTS ? "\n\n" : " / ", text);
	values->text[field] = (*joined)->str;
}

static void read_values(const struct ticket_plan *plan, const struct table_row *row,
			struct row_values *values)
{
	memset(values, 0, sizeof *values);
	for (guint i = 0; i < plan->match.columns->len; i++) {
		const struct mapping_column *column =
			&g_array_index(plan->match.columns, struct mapping_column, i);
		const char *cell;

		if (column->column >= row->n_cells)
			continue;
		cell = ticket_cell_trim(row->cells[column->column]);
		if (mapping_is_empty(plan->match.mapping, cell))
			continue;
		if (keeps_all(column->field))
			join_value(plan, values, column->field, cell);
		else if (!values->text[column->field])
			values->text[column->field] = cell;
	}
}

static void clear_values(struct row_values *values)
{
	for (guint i = 0; i < TICKET_FIELDS; i++)
		if (values->joined[i])
			g_string_free(values->joined[i], TRUE);
}

/* ---- from values to a record ---- */

static const struct {
	enum ticket_field field;
	gsize place;
} instants[] = {
	{FIELD_OPENED, G_STRUCT_OFFSET(struct ticket_record, opened_ms)},
	{FIELD_FIRST_RESPONSE, G_STRUCT_OFFSET(struct ticket_record, first_response_ms)},
	{FIELD_RESOLVED, G_STRUCT_OFFSET(struct ticket_record, resolved_ms)},
	{FIELD_CLOSED, G_STRUCT_OFFSET(struct ticket_record, closed_ms)},
	{FIELD_DUE, G_STRUCT_OFFSET(struct ticket_record, due_ms)},
	{FIELD_ACTIVITY_AT, G_STRUCT_OFFSET(struct ticket_record, activity_ms)},
};

static const struct {
	enum ticket_field field;
	gsize place;
	bool first; /* of several values in the cell, the first counts */
} lines[] = {
	{FIELD_TITLE, G_STRUCT_OFFSET(struct ticket_record, title), false},
	{FIELD_STATUS, G_STRUCT_OFFSET(struct ticket_record, status), false},
	{FIELD_PRIORITY, G_STRUCT_OFFSET(struct ticket_record, priority), false},
	{FIELD_CATEGORY, G_STRUCT_OFFSET(struct ticket_record, category), false},
	{FIELD_REQUESTER, G_STRUCT_OFFSET(struct ticket_record, requester), true},
	{FIELD_ASSIGNEE, G_STRUCT_OFFSET(struct ticket_record, assignee), true},
	{FIELD_GROUP, G_STRUCT_OFFSET(struct ticket_record, group), true},
	{FIELD_ORGANISATION, G_STRUCT_OFFSET(struct ticket_record, organisation), false},
	{FIELD_ACTIVITY, G_STRUCT_OFFSET(struct ticket_record, activity), false},
	{FIELD_ACTIVITY_ACTOR, G_STRUCT_OFFSET(struct ticket_record, activity_actor), true},
};

static gint32 read_count(const char *cell)
{
	char *end;
	guint64 value = cell ? g_ascii_strtoull(cell, &end, 10) : 0;

	return cell && g_ascii_isdigit(*cell) && value < G_MAXINT32 ? (gint32)value : -1;
}

static gint32 read_sla(const struct mapping *mapping, const struct row_values *values)
{
	const char *met = values->text[FIELD_SLA_MET], *missed = values->text[FIELD_SLA_MISSED];
	gint32 truth;

	if (met)
		return mapping_truth(mapping, met);
	truth = missed ? mapping_truth(mapping, missed) : -1;
	return truth < 0 ? -1 : !truth;
}

static void read_instants(const struct import_stream *stream, const struct row_values *values,
			  struct ticket_record *ticket)
{
	for (gsize i = 0; i < G_N_ELEMENTS(instants); i++) {
		const char *cell = values->text[instants[i].field];
		g_autofree char *first =
			cell ? ticket_cell_first(stream->plan->match.mapping, cell) : NULL;

		if (first)
			date_parse_cell(first, &stream->plan->dates, stream->zone,
					G_STRUCT_MEMBER_P(ticket, instants[i].place));
	}
}

static void read_lines(const struct mapping *mapping, const struct row_values *values,
		       struct ticket_record *ticket)
{
	for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
		const char *cell = values->text[lines[i].field];
		g_autofree char *first =
			cell && lines[i].first ? ticket_cell_first(mapping, cell) : NULL;

		G_STRUCT_MEMBER(char *, ticket, lines[i].place) =
			clean_line(first ? first : cell);
	}
}

/* A snapshot without a known word for its state still says by its dates that it ended; in a log
 * each row repeats the dates of the end. */
static enum ticket_state snapshot_state(const struct ticket_record *ticket)
{
	if (ticket->closed_ms != INSTANT_NONE)
		return TICKET_CLOSED;
	return ticket->resolved_ms != INSTANT_NONE ? TICKET_RESOLVED : TICKET_STATE_UNKNOWN;
}

static void settle_state(const struct ticket_plan *plan, struct ticket_record *ticket)
{
	const struct mapping *mapping = plan->match.mapping;
	bool opens = false;

	if (ticket->status)
		ticket->state = mapping_state(mapping, ticket->status);
	if (!plan->log) {
		g_clear_pointer(&ticket->activity, g_free);
		if (ticket->state == TICKET_STATE_UNKNOWN)
			ticket->state = snapshot_state(ticket);
		return;
	}
	if (ticket->activity) {
		enum ticket_state after = mapping_activity(mapping, ticket->activity, &opens);

		if (ticket->state == TICKET_STATE_UNKNOWN)
			ticket->state = after;
	} else {
		ticket->activity = g_strdup(ticket->status);
	}
	if (opens && ticket->opened_ms == INSTANT_NONE)
		ticket->opened_ms = ticket->activity_ms;
}

static void take_digest(struct ticket_record *ticket)
{
	struct digest digest;

	digest_begin(&digest);
	digest_field(&digest, "tool", ticket->tool, -1);
	digest_field(&digest, "key", ticket->key, -1);
	for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
		const char *text = G_STRUCT_MEMBER(char *, ticket, lines[i].place);

		if (text)
			digest_field(&digest, ticket_field_name(lines[i].field), text, -1);
	}
	for (gsize i = 0; i < G_N_ELEMENTS(instants); i++) {
		gint64 ms = G_STRUCT_MEMBER(gint64, ticket, instants[i].place);
		g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, ms);

		if (ms != INSTANT_NONE)
			digest_field(&digest, ticket_field_name(instants[i].field), text, -1);
	}
	if (ticket->description)
		digest_field(&digest, "description", ticket->description, -1);
	if (ticket->comments)
		digest_field(&digest, "comments", ticket->comments, -1);
	digest_end(&digest, ticket->digest);
}

static void fill_ticket(const struct import_stream *stream, const struct row_values *values,
			struct ticket_record *ticket)
{
	const struct mapping *mapping = stream->plan->match.mapping;

	ticket->tool = g_strdup(mapping->name);
	ticket->key = clean_key(mapping, values->text[FIELD_KEY]);
	read_lines(mapping, values, ticket);
	read_instants(stream, values, ticket);
	ticket->description = clean_text(values->text[FIELD_DESCRIPTION], LIMIT_TICKET_TEXT);
	ticket->comments = g_strdup(values->text[FIELD_COMMENTS]);
	if (ticket->comments)
		truncate_text(ticket->comments, LIMIT_TICKET_TEXT);
	ticket->reopened = read_count(values->text[FIELD_REOPENED]);
	ticket->reassigned = read_count(values->text[FIELD_REASSIGNED]);
	ticket->sla_met = read_sla(mapping, values);
	settle_state(stream->plan, ticket);
}

/* Why this row cannot be used, with the mend; NULL when it can. Caller owns. */
static char *find_fault(const struct import_stream *stream, const struct row_values *values,
			const struct ticket_record *ticket)
{
	const char *opened = values->text[FIELD_OPENED];
	g_autofree char *shown = opened ? ticket_cell_shown(opened, SHOWN) : NULL;

	if (!ticket->key)
		return g_strdup("the ticket number is empty; fill it in or delete the row");
	if (ticket->opened_ms != INSTANT_NONE)
		return NULL;
	if (shown)
		return g_strdup_printf("the opening date \"%s\" cannot be read as %s; write "
				       "it as the others are",
				       shown, stream->date_example);
	if (!stream->plan->log)
		return g_strdup("the opening date is empty; fill it in or delete the row");
	if (ticket->activity_ms == INSTANT_NONE)
		return g_strdup("the step has no time stamp; fill it in or delete the row");
	return NULL;
}

/* ---- the importer ---- */

static int tickets_probe(const struct import_probe *probe)
{
	g_autoptr(ticket_plan_auto) plan = NULL;

	plan = ticket_plan_from_probe(probe, probe->mapping_dir, NULL);
	if (!plan)
		return 0;
	return plan->match.mapping->guess ? SCORE_GENERIC : SCORE_TOOL;
}

static char *tickets_describe(const struct import_probe *probe, const struct import_task *task,
			      GError **error)
{
	g_autoptr(ticket_plan_auto) plan =
		ticket_plan_from_file(task->path, probe->compressed, task->mapping_dir, error);

	return plan ? ticket_plan_describe(plan) : NULL;
}

static void tickets_close(struct import_stream *stream)
{
	g_clear_pointer(&stream->plan, ticket_plan_free);
	g_clear_pointer(&stream->table, table_free);
	g_clear_pointer(&stream->zone, g_time_zone_unref);
	g_free(stream->date_example);
	g_free(stream);
}

/* Moves behind the header. */
static bool skip_header(struct import_stream *stream, GError **error)
{
	struct table_row row;
	enum table_result result = TABLE_END;

	for (guint i = 0; i <= stream->plan->preamble; i++) {
		result = table_next(stream->table, &row, error);
		if (result == TABLE_FAILED)
			return false;
	}
	if (result == TABLE_ROW)
		table_set_header(stream->table, &row);
	return true;
}

static bool open_zone(struct import_stream *stream, GError **error)
{
	const char *name = stream->plan->match.mapping->zone;

	name = name ? name : CALENDAR_ZONE_DEFAULT;
	stream->zone = g_time_zone_new_identifier(name);
	if (!stream->zone)
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
			    "the time zone %s is not known here: install tzdata", name);
	return stream->zone != NULL;
}

static struct import_stream *tickets_open(const struct import_task *task, GError **error)
{
	struct import_stream *stream = g_new0(struct import_stream, 1);

	stream->plan =
		ticket_plan_from_file(task->path, task->compressed, task->mapping_dir, error);
	if (stream->plan && open_zone(stream, error))
		stream->table =
			table_open(task->path, task->compressed, &stream->plan->dialect, error);
	if (!stream->table || !skip_header(stream, error)) {
		tickets_close(stream);
		return NULL;
	}
	stream->date_example = date_style_describe(&stream->plan->dates);
	stream->position = task->position;
	return stream;
}

static void reject(struct import_record *record, const struct table_row *row, char *reason)
{
	record->type = RECORD_REJECTED;
	record->rejected = (struct rejected_record){.place = row->place, .reason = reason};
}

static void take_row(struct import_stream *stream, const struct table_row *row,
		     struct import_record *record)
{
	struct row_values values;
	char *fault;

	read_values(stream->plan, row, &values);
	record->type = RECORD_TICKET;
	ticket_record_init(&record->ticket);
	fill_ticket(stream, &values, &record->ticket);
	fault = find_fault(stream, &values, &record->ticket);
	clear_values(&values);
	if (fault) {
		import_record_clear(record);
		reject(record, row, fault);
		return;
	}
	record->ticket.place = row->place;
	take_digest(&record->ticket);
}

static bool tickets_next(struct import_stream *stream, struct import_record *record,
			 GError **error)
{
	struct table_row row;
	enum table_result result;

	if (stream->position)
		*stream->position = table_offset(stream->table);
	result = table_next(stream->table, &row, error);
	if (result == TABLE_ROW)
		take_row(stream, &row, record);
	else if (result == TABLE_BROKEN)
		reject(record, &row, g_strdup(row.trouble));
	else
		record->type = RECORD_END;
	return result != TABLE_FAILED;
}

const struct importer importer_csv_tickets = {
	.name = "ticket-table",
	.kind = IMPORT_KIND_TICKETS,
	.readable = true,
	.splittable = false,
	.probe = tickets_probe,
	.describe = tickets_describe,
	.open = tickets_open,
	.next = tickets_next,
	.close = tickets_close,
};

/* Lines of prose or settings may hold a rare separator each; what people call a table does not.
 */
static bool looks_like_table(const struct import_probe *probe)
{
	struct table_dialect dialect;
	g_autoptr(table_auto) table = table_probe_open(probe, 0, &dialect, NULL);

	return table &&
	       (dialect.form != WORKBOOK_NONE || strchr(";\t,|", dialect.separator[0]));
}

char *tables_explain_unknown(const struct import_probe *probe)
{
	g_autoptr(ticket_plan_auto) plan = NULL;
	g_autoptr(GError) error = NULL;

	if (!looks_like_table(probe))
		return NULL;
	plan = ticket_plan_from_probe(probe, probe->mapping_dir, &error);
	return error ? g_strdup(error->message) : NULL;
}

/* ---- rows of other formats ---- */

void ticket_row_take(const struct ticket_plan *plan, GTimeZone *zone,
		     const struct table_row *row, struct import_record *record)
{
	g_autofree char *example = date_style_describe(&plan->dates);
	struct import_stream stream = {
		.plan = (struct ticket_plan *)(guintptr)plan,
		.zone = zone,
		.date_example = example,
	};

	take_row(&stream, row, record);
}

void ticket_step_finish(struct ticket_record *ticket)
{
	take_digest(ticket);
}
