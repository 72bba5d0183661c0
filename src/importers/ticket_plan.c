/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The header is the first row near the top that a mapping knows. Where no date settles the
 * order of day and month, the order is taken that lets tickets end after they began. */
#include "importers/ticket_plan.h"

#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "importers/bytes.h"
#include "importers/table_probe.h"
#include "importers/tables.h"

#define HEADER_ROWS       10
#define SAMPLE_ROWS       5000
#define SAMPLE_PAIRS      500
#define COLUMNS_TOLD      30
#define COLUMN_CHARACTERS 60
#define LOG_REPEATS       5 /* one row in so many repeats a key: a log */
#define DATES_NEEDED(n)   (((n) + 1) / 2)

/* A beginning and an end that the same row states. */
struct pair {
	char *opened, *later;
};

struct column_sample {
	guint filled, dates;
};

struct sample {
	struct column_sample *columns; /* by place in match.columns */
	GHashTable *keys;
	guint repeated;
	GArray *pairs; /* struct pair */
};

static void pair_clear(gpointer item)
{
	struct pair *pair = item;

	g_free(pair->opened);
	g_free(pair->later);
}

/* ---- cells ---- */

static bool is_blank(gunichar c)
{
	return g_unichar_isspace(c) || c == 0x200B || c == 0xFEFF || c == 0x2060;
}

char *ticket_cell_trim(char *cell)
{
	char *end = cell + strlen(cell);

	while (*cell && is_blank(g_utf8_get_char(cell)))
		cell = g_utf8_next_char(cell);
	while (end > cell) {
		char *last = g_utf8_prev_char(end);

		if (!is_blank(g_utf8_get_char(last)))
			break;
		end = last;
	}
	*end = 0;
	return cell;
}

char *ticket_cell_shown(const char *cell, glong characters)
{
	if (g_utf8_strlen(cell, -1) <= characters)
		return g_strdup(cell);
	return g_utf8_substring(cell, 0, characters);
}

/* The mark of the list that stands at `text`, or NULL. */
static const char *mark_at(const struct mapping *mapping, const char *text)
{
	for (guint i = 0; mapping->lists && mapping->lists[i]; i++)
		if (*mapping->lists[i] && g_str_has_prefix(text, mapping->lists[i]))
			return mapping->lists[i];
	return NULL;
}

char *ticket_cell_first(const struct mapping *mapping, const char *cell)
{
	g_autofree char *copy = NULL;
	const char *mark, *end;

	while ((mark = mark_at(mapping, cell)))
		cell += strlen(mark);
	/* No mark begins with a letter or digit: that spares most of the looks. */
	for (end = cell; *end && (g_ascii_isalnum(*end) || !mark_at(mapping, end));)
		end++;
	copy = g_strndup(cell, (gsize)(end - cell));
	return g_strdup(ticket_cell_trim(copy));
}

/* ---- the header ---- */

static void append_column(GString *text, char *cell)
{
	g_autofree char *shown = ticket_cell_shown(ticket_cell_trim(cell), COLUMN_CHARACTERS);

	g_string_append_printf(text, "%s\"%s\"", text->len ? ", " : "", shown);
}

static char *list_columns(char *const *cells, guint n)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < MIN(n, COLUMNS_TOLD); i++)
		append_column(text, cells[i]);
	if (n > COLUMNS_TOLD)
		g_string_append(text, ", ...");
	return g_string_free(text, FALSE);
}

static void set_no_mapping(GError **error, const char *columns)
{
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
		    "no ticket number and opening date among the columns %s; if these are "
		    "tickets, " TABLES_MEND " proposes what the columns mean",
		    columns ? columns : "(none)");
}

/* The row in which a mapping recognises its header; the widest row is told when there is
 * none. */
static bool find_header(struct ticket_plan *plan, struct table *table, GError **error)
{
	g_autofree char *columns = NULL;
	struct table_row row;
	guint widest = 0;

	for (plan->preamble = 0; plan->preamble < HEADER_ROWS; plan->preamble++) {
		enum table_result result = table_next(table, &row, error);

		if (result == TABLE_FAILED)
			return false;
		if (result == TABLE_END)
			break;
		if (result == TABLE_BROKEN)
			continue;
		if (mapping_set_match(plan->mappings, row.cells, row.n_cells, &plan->match)) {
			table_set_header(table, &row);
			return true;
		}
		if (row.n_cells > widest) {
			widest = row.n_cells;
			g_free(columns);
			columns = list_columns(row.cells, row.n_cells);
		}
	}
	set_no_mapping(error, columns);
	return false;
}

/* ---- the sample ---- */

static void sample_date(struct ticket_plan *plan, struct column_sample *column,
			const char *cell)
{
	g_autofree char *value = ticket_cell_first(plan->match.mapping, cell);
	guint seen = plan->dates.seen;

	if (mapping_is_empty(plan->match.mapping, value))
		return;
	column->filled++;
	date_style_observe(&plan->dates, value);
	column->dates += plan->dates.seen > seen;
}

static void sample_key(struct sample *sample, const char *cell)
{
	if (*cell && !g_hash_table_add(sample->keys, g_strdup(cell)))
		sample->repeated++;
}

static const struct mapping_column *column_at(const struct ticket_plan *plan, guint i)
{
	return &g_array_index(plan->match.columns, struct mapping_column, i);
}

static void sample_row(struct ticket_plan *plan, struct sample *sample,
		       const struct table_row *row)
{
	const char *opened = NULL, *later = NULL;
	bool key_seen = false;

	for (guint i = 0; i < plan->match.columns->len; i++) {
		const struct mapping_column *column = column_at(plan, i);
		const char *cell;

		if (column->column >= row->n_cells)
			continue;
		cell = ticket_cell_trim(row->cells[column->column]);
		if (ticket_field_is_instant(column->field))
			sample_date(plan, &sample->columns[i], cell);
		if (column->field == FIELD_KEY && !key_seen) {
			sample_key(sample, cell);
			key_seen = true;
		}
		if (column->field == FIELD_OPENED && !opened)
			opened = cell;
		if (column->field == FIELD_RESOLVED || column->field == FIELD_CLOSED ||
		    column->field == FIELD_ACTIVITY_AT)
			later = !later || !*later ? cell : later;
	}
	if (opened && *opened && later && *later && sample->pairs->len < SAMPLE_PAIRS) {
		struct pair pair = {g_strdup(opened), g_strdup(later)};

		g_array_append_val(sample->pairs, pair);
	}
}

static bool read_sample(struct ticket_plan *plan, struct table *table, struct sample *sample,
			GError **error)
{
	struct table_row row;
	enum table_result result = TABLE_ROW;

	while (plan->sampled < SAMPLE_ROWS) {
		result = table_next(table, &row, error);
		if (result == TABLE_END || result == TABLE_FAILED)
			break;
		plan->sampled++;
		if (result == TABLE_ROW)
			sample_row(plan, sample, &row);
	}
	plan->complete = result == TABLE_END;
	return result != TABLE_FAILED;
}

/* ---- what the sample says ---- */

/* A guessed column of instants that holds something else is left out. */
static void drop_false_dates(struct ticket_plan *plan, const struct sample *sample)
{
	GArray *columns = plan->match.columns;
	guint kept = 0;

	for (guint i = 0; i < columns->len; i++) {
		const struct column_sample *seen = &sample->columns[i];
		struct mapping_column column = *column_at(plan, i);

		if (ticket_field_is_instant(column.field) &&
		    seen->dates < DATES_NEEDED(seen->filled))
			continue;
		g_array_index(columns, struct mapping_column, kept++) = column;
	}
	g_array_set_size(columns, kept);
}

/* Pairs that go backwards in this style. */
static guint count_contradictions(const struct ticket_plan *plan, const struct sample *sample,
				  enum date_order order)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	struct date_style style = plan->dates;
	gint64 opened, later;
	guint count = 0;

	style.order = order;
	for (guint i = 0; i < sample->pairs->len; i++) {
		const struct pair *pair = &g_array_index(sample->pairs, struct pair, i);

		if (date_parse_cell(pair->opened, &style, utc, &opened) &&
		    date_parse_cell(pair->later, &style, utc, &later))
			count += later < opened;
	}
	return count;
}

static void settle_dates(struct ticket_plan *plan, const struct sample *sample)
{
	guint day_first, month_first;

	plan->dates_agree = date_style_settle(&plan->dates);
	if (!plan->dates.assumed)
		return;
	day_first = count_contradictions(plan, sample, DATE_ORDER_DMY);
	month_first = count_contradictions(plan, sample, DATE_ORDER_MDY);
	if (day_first != month_first)
		plan->dates.order = day_first < month_first ? DATE_ORDER_DMY : DATE_ORDER_MDY;
}

static void settle_rows(struct ticket_plan *plan, const struct sample *sample)
{
	plan->log = plan->match.mapping->rows == MAPPING_ROWS_LOG;
	if (plan->match.mapping->rows != MAPPING_ROWS_AUTO ||
	    !mapping_has(&plan->match, FIELD_ACTIVITY_AT))
		return;
	plan->log = mapping_has(&plan->match, FIELD_ACTIVITY) ||
		    LOG_REPEATS * sample->repeated > plan->sampled;
}

static bool settle(struct ticket_plan *plan, const struct sample *sample, GError **error)
{
	if (plan->match.mapping->guess)
		drop_false_dates(plan, sample);
	settle_dates(plan, sample);
	settle_rows(plan, sample);
	if (mapping_has(&plan->match, FIELD_OPENED) || plan->log)
		return true;
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
		    "no column holds opening dates: " TABLES_MEND
		    " proposes a mapping in which "
		    "to name it");
	return false;
}

static bool learn(struct ticket_plan *plan, struct table *table, GError **error)
{
	struct sample sample = {0};
	bool done;

	if (!find_header(plan, table, error))
		return false;
	sample.columns = g_new0(struct column_sample, plan->match.columns->len);
	sample.keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	sample.pairs = g_array_new(FALSE, TRUE, sizeof(struct pair));
	g_array_set_clear_func(sample.pairs, pair_clear);
	done = read_sample(plan, table, &sample, error) && settle(plan, &sample, error);
	g_free(sample.columns);
	g_hash_table_unref(sample.keys);
	g_array_unref(sample.pairs);
	return done;
}

/* ---- life ---- */

/* Nothing is known of the table that comes next. */
static void forget(struct ticket_plan *plan)
{
	struct mapping_set *mappings = plan->mappings;

	mapping_match_clear(&plan->match);
	memset(plan, 0, sizeof *plan);
	plan->mappings = mappings;
}

/* The rows that a plan is learnt from: those of the probe, or of the file when there is one. */
static struct table *open_nth(const struct import_probe *probe, const char *path, guint nth,
			      struct table_dialect *dialect, GError **error)
{
	struct table *table = table_probe_open(probe, nth, dialect, error);

	if (!table || !path)
		return table;
	table_free(table);
	return table_open(path, probe->compressed, dialect, error);
}

static void set_no_table(GError **error)
{
	g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
			    "no table: no separator cuts its lines into the same number of "
			    "cells; export it again as CSV");
}

/* The first table that fits; what is wrong with the first of all is told when none does. */
static bool find_table(struct ticket_plan *plan, const struct import_probe *probe,
		       const char *path, GError **error)
{
	GError *why = NULL;
	struct table *table;
	bool fits = false;

	for (guint nth = 0; !fits; nth++) {
		forget(plan);
		table = open_nth(probe, path, nth, &plan->dialect, why ? NULL : &why);
		if (!table)
			break;
		fits = learn(plan, table, why ? NULL : &why);
		table_free(table);
	}
	if (!fits && why)
		g_propagate_error(error, g_steal_pointer(&why));
	else if (!fits)
		set_no_table(error);
	g_clear_error(&why);
	return fits;
}

static struct ticket_plan *plan_of(const struct import_probe *probe, const char *path,
				   const char *mapping_dir, GError **error)
{
	struct mapping_set *mappings = mapping_set_new(mapping_dir, error);
	g_autoptr(ticket_plan_auto) plan = NULL;

	if (!mappings)
		return NULL;
	plan = g_new0(struct ticket_plan, 1);
	plan->mappings = mappings;
	return find_table(plan, probe, path, error) ? g_steal_pointer(&plan) : NULL;
}

struct ticket_plan *ticket_plan_from_probe(const struct import_probe *probe,
					   const char *mapping_dir, GError **error)
{
	return plan_of(probe, NULL, mapping_dir, error);
}

struct ticket_plan *ticket_plan_from_file(const char *path, bool compressed,
					  const char *mapping_dir, GError **error)
{
	struct import_probe probe = {.path = path};
	bool packed;
	g_autofree guint8 *head = bytes_read_head(path, IMPORT_PROBE_BYTES, &probe.head_length,
						  &packed, &probe.whole, error);

	probe.head = head;
	probe.compressed = compressed;
	return head ? plan_of(&probe, path, mapping_dir, error) : NULL;
}

void ticket_plan_free(struct ticket_plan *plan)
{
	mapping_match_clear(&plan->match);
	g_clear_pointer(&plan->mappings, mapping_set_free);
	g_free(plan);
}

/* ---- words for the user ---- */

static void append_dates(const struct ticket_plan *plan, GString *text)
{
	const struct date_style *dates = &plan->dates;
	g_autofree char *style = date_style_describe(dates);
	bool days = dates->order == DATE_ORDER_DMY;

	g_string_append_printf(text, "; dates %s", style);
	if (!plan->dates_agree)
		g_string_append_printf(text,
				       ", but %u of %u cells have the %s first: mixed styles, "
				       "these cells are not read",
				       days ? dates->month_first : dates->day_first,
				       dates->seen, days ? "month" : "day");
}

/* Lists in web tools show so many rows a page, and export what they show. */
static bool is_page_size(guint rows)
{
	static const guint sizes[] = {10, 15, 20, 25, 50, 100, 200, 500, 1000};

	for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++)
		if (rows == sizes[i])
			return true;
	return false;
}

static void append_rows(const struct ticket_plan *plan, GString *text)
{
	g_string_append(text, plan->log ? "; log of steps" : "; snapshot");
	g_string_append_printf(text, "; %u row%s%s", plan->sampled,
			       plan->sampled == 1 ? "" : "s", plan->complete ? "" : " sampled");
	if (plan->complete && !plan->log && is_page_size(plan->sampled))
		g_string_append_printf(text,
				       " (exactly %u rows: was it the current page only?)",
				       plan->sampled);
}

char *ticket_plan_describe(const struct ticket_plan *plan)
{
	g_autofree char *dialect = table_dialect_describe(&plan->dialect);
	GString *text = g_string_new(plan->match.mapping->name);

	if (plan->match.language[0])
		g_string_append_printf(text, " (%s)", plan->match.language);
	g_string_append_printf(text, "; %s", dialect);
	append_dates(plan, text);
	append_rows(plan, text);
	return g_string_free(text, FALSE);
}
