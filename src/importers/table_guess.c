/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Names come first: a header that other mappings know means what it means there. Each field
 * that is still without a column then takes the column whose cells are most like it; the rules
 * are those of a reader who knows no word of the table. */
#include "importers/table_guess.h"

#include <string.h>

#include "base/error.h"
#include "importers/bytes.h"
#include "importers/dates.h"
#include "importers/table_probe.h"
#include "importers/ticket_plan.h"

#define HEADER_ROWS      10u
#define NAME_CHARACTERS  80
#define SHOWN_CHARACTERS 60
#define ROWS_LEAST       2u
#define KEY_LETTERS      30 /* of a ticket's number, on average */
#define STATES_MOST      20u
#define TITLE_LETTERS    12 /* on average; fewer are words of a list */
#define REPEATS          5u /* one row in so many repeats a key: a log */

/* A cell that looks like a date. */
struct dated {
	char *cell;
	guint row;
	gint64 ms; /* INSTANT_NONE until the style is settled, or when it is none */
};

/* A column while it is looked at. */
struct watched {
	GHashTable *cells; /* char * -> count */
	struct date_style style;
	GArray *dates; /* struct dated, by row */
};

struct look {
	struct table_guess *guess;
	const struct mapping_set *mappings;
	GArray *watched; /* struct watched */
};

static struct guessed_column *column_at(const struct table_guess *guess, guint i)
{
	return &g_array_index(guess->columns, struct guessed_column, i);
}

static struct watched *watched_at(const struct look *look, guint i)
{
	return &g_array_index(look->watched, struct watched, i);
}

/* ---- life ---- */

static void column_clear(gpointer data)
{
	struct guessed_column *column = data;

	g_free(column->name);
	for (guint i = 0; i < GUESS_SAMPLES; i++)
		g_free(column->samples[i]);
}

static void state_clear(gpointer data)
{
	g_free(((struct guessed_state *)data)->word);
}

static void watched_clear(gpointer data)
{
	struct watched *watched = data;

	g_hash_table_unref(watched->cells);
	g_array_unref(watched->dates);
}

static void dated_clear(gpointer data)
{
	g_free(((struct dated *)data)->cell);
}

static struct table_guess *guess_new(void)
{
	struct table_guess *guess = g_new0(struct table_guess, 1);

	guess->columns = g_array_new(FALSE, TRUE, sizeof(struct guessed_column));
	guess->states = g_array_new(FALSE, TRUE, sizeof(struct guessed_state));
	g_array_set_clear_func(guess->columns, column_clear);
	g_array_set_clear_func(guess->states, state_clear);
	return guess;
}

void table_guess_free(struct table_guess *guess)
{
	if (!guess)
		return;
	g_array_unref(guess->columns);
	g_array_unref(guess->states);
	g_free(guess);
}

/* ---- looking ---- */

static void add_column(struct look *look, char *cell)
{
	struct guessed_column column = {
		.name = ticket_cell_shown(ticket_cell_trim(cell), NAME_CHARACTERS)};
	struct watched watched = {
		.cells = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.dates = g_array_new(FALSE, FALSE, sizeof(struct dated)),
	};

	g_array_set_clear_func(watched.dates, dated_clear);
	g_array_append_val(look->guess->columns, column);
	g_array_append_val(look->watched, watched);
}

static guint filled_cells(const struct table_row *row)
{
	guint filled = 0;

	for (guint i = 0; i < row->n_cells; i++)
		filled += *ticket_cell_trim(row->cells[i]) != '\0';
	return filled;
}

/* Below titles and remarks: the first of the rows at the top that is as full as the fullest. */
static guint header_row(struct table *table)
{
	struct table_row row;
	guint most = 0, at = 0;

	for (guint i = 0; i < HEADER_ROWS && table_next(table, &row, NULL) == TABLE_ROW; i++)
		if (filled_cells(&row) > most) {
			most = filled_cells(&row);
			at = i;
		}
	return at;
}

static void look_at_cell(struct look *look, guint i, const char *cell)
{
	struct guessed_column *column = column_at(look->guess, i);
	struct watched *watched = watched_at(look, i);
	guint seen = watched->style.seen;
	gpointer count = NULL;
	struct dated dated;

	if (*cell == '\0')
		return;
	column->filled++;
	column->letters += g_utf8_strlen(cell, -1);
	column->spaced += strchr(cell, ' ') != NULL;
	count = g_hash_table_lookup(watched->cells, cell);
	if (!count && column->distinct < GUESS_SAMPLES)
		column->samples[column->distinct] = ticket_cell_shown(cell, SHOWN_CHARACTERS);
	column->distinct += !count;
	g_hash_table_insert(watched->cells, g_strdup(cell),
			    GUINT_TO_POINTER(GPOINTER_TO_UINT(count) + 1));
	date_style_observe(&watched->style, cell);
	if (watched->style.seen > seen) {
		column->dates++;
		dated = (struct dated){g_strdup(cell), look->guess->rows, INSTANT_NONE};
		g_array_append_val(watched->dates, dated);
	}
}

static void set_mean(struct guessed_column *column, struct watched *watched)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	double sum = 0;
	guint n = 0;

	date_style_settle(&watched->style);
	for (guint i = 0; i < watched->dates->len; i++) {
		struct dated *one = &g_array_index(watched->dates, struct dated, i);
		if (!date_parse_cell(one->cell, &watched->style, utc, &one->ms))
			continue;
		sum += (double)one->ms;
		n++;
	}
	column->mean_ms = n > 0 ? (gint64)(sum / n) : 0;
}

static bool look_at_table(struct look *look, struct table *table, guint header, GError **error)
{
	struct table_row row;
	enum table_result result;

	for (guint i = 0; i <= header; i++)
		if (table_next(table, &row, error) != TABLE_ROW)
			return false;
	for (guint i = 0; i < MIN(row.n_cells, GUESS_COLUMNS); i++)
		add_column(look, row.cells[i]);
	table_set_header(table, &row);
	while ((result = table_next(table, &row, error)) == TABLE_ROW ||
	       result == TABLE_BROKEN) {
		if (result == TABLE_BROKEN)
			continue;
		look->guess->rows++;
		for (guint i = 0; i < MIN(row.n_cells, look->guess->columns->len); i++)
			look_at_cell(look, i, ticket_cell_trim(row.cells[i]));
	}
	return result != TABLE_FAILED;
}

/* ---- fields by name ---- */

static bool is_taken(const struct table_guess *guess, enum ticket_field field)
{
	return table_guess_column(guess, field) != NULL;
}

static bool holds_dates(const struct guessed_column *column)
{
	return column->dates > 0 && 2 * column->dates >= column->filled;
}

static void give(struct guessed_column *column, enum ticket_field field,
		 enum guess_ground ground)
{
	column->field = field;
	column->ground = ground;
}

static void guess_by_names(struct look *look)
{
	for (guint i = 0; i < look->guess->columns->len; i++) {
		struct guessed_column *column = column_at(look->guess, i);
		int field = mapping_set_field_of(look->mappings, column->name);

		if (field < 0 || is_taken(look->guess, (enum ticket_field)field))
			continue;
		if (!ticket_field_is_instant((enum ticket_field)field) || holds_dates(column))
			give(column, (enum ticket_field)field, GUESS_BY_NAME);
	}
}

/* ---- fields by content ---- */

typedef double (*likeness)(const struct look *look, guint i); /* 0: not at all */

static bool is_free(const struct guessed_column *column)
{
	return column->ground == GUESS_NONE && column->filled > 0;
}

static double mean_letters(const struct guessed_column *column)
{
	return (double)column->letters / MAX(column->filled, 1);
}

/* A number that every row has, without spaces; one that comes once before one that returns. */
static double like_key(const struct look *look, guint i)
{
	const struct guessed_column *column = column_at(look->guess, i);

	if (column->filled < look->guess->rows || column->dates > 0 || column->spaced > 0 ||
	    mean_letters(column) > KEY_LETTERS || column->distinct < 2)
		return 0;
	return (double)column->distinct / column->filled +
	       1.0 / (100 + i); /* of two alike the first */
}

static guint known_states(const struct look *look, guint i)
{
	GHashTableIter iter;
	gpointer word, count;
	guint known = 0;

	g_hash_table_iter_init(&iter, watched_at(look, i)->cells);
	while (g_hash_table_iter_next(&iter, &word, &count))
		if (mapping_set_state(look->mappings, word) != TICKET_STATE_UNKNOWN)
			known += GPOINTER_TO_UINT(count);
	return known;
}

static double like_status(const struct look *look, guint i)
{
	const struct guessed_column *column = column_at(look->guess, i);
	guint known;

	if (column->distinct > STATES_MOST || column->dates > 0)
		return 0;
	known = known_states(look, i);
	return 2 * known >= column->filled ? (double)known : 0;
}

/* Of the columns of dates that are always filled the earliest. */
static double like_opened(const struct look *look, guint i)
{
	const struct guessed_column *column = column_at(look->guess, i);

	if (!holds_dates(column) || column->filled < look->guess->rows)
		return 0;
	return 1.0 / (1 + (double)column->mean_ms / 1e12);
}

/* What two columns of dates say of the rows that have both. */
struct order {
	guint both, behind;
	double wait; /* sum, in milliseconds */
};

static struct order order_of(const GArray *first, const GArray *second)
{
	struct order order = {0};

	for (guint i = 0, j = 0; i < first->len && j < second->len;) {
		const struct dated *a = &g_array_index(first, struct dated, i);
		const struct dated *b = &g_array_index(second, struct dated, j);
		if (a->row == b->row && a->ms != INSTANT_NONE && b->ms != INSTANT_NONE) {
			order.both++;
			order.behind += b->ms >= a->ms;
			order.wait += (double)(b->ms - a->ms);
		}
		i += a->row <= b->row;
		j += b->row <= a->row;
	}
	return order;
}

/* Not in every row, and where it is, behind the opening; the longest behind of several. */
static double like_closed(const struct look *look, guint i)
{
	const struct guessed_column *column = column_at(look->guess, i);
	const struct guessed_column *opened = table_guess_column(look->guess, FIELD_OPENED);
	struct order order;
	guint at;

	if (!holds_dates(column) || !opened || column->filled == look->guess->rows)
		return 0;
	at = (guint)(opened - column_at(look->guess, 0));
	order = order_of(watched_at(look, at)->dates, watched_at(look, i)->dates);
	if (order.both == 0 || order.behind * 10 < order.both * 9)
		return 0;
	return 1 + order.wait / order.both;
}

static double like_title(const struct look *look, guint i)
{
	const struct guessed_column *column = column_at(look->guess, i);
	bool various = 2 * column->distinct > column->filled;
	bool words = 2 * column->spaced > column->filled;

	if (column->dates > 0 || !various || !words || mean_letters(column) < TITLE_LETTERS)
		return 0;
	return 1.0 / mean_letters(column);
}

static double like_description(const struct look *look, guint i)
{
	return like_title(look, i) > 0 ? mean_letters(column_at(look->guess, i)) : 0;
}

static void guess_by_content(struct look *look, enum ticket_field field, likeness like)
{
	struct guessed_column *best = NULL;
	double most = 0;

	if (is_taken(look->guess, field))
		return;
	for (guint i = 0; i < look->guess->columns->len; i++) {
		double found = is_free(column_at(look->guess, i)) ? like(look, i) : 0;
		if (found > most) {
			most = found;
			best = column_at(look->guess, i);
		}
	}
	if (best)
		give(best, field, GUESS_BY_CONTENT);
}

/* Tickets that come again make the opening of each row the time of a step. */
static void settle_log(struct table_guess *guess)
{
	const struct guessed_column *key = table_guess_column(guess, FIELD_KEY);
	struct guessed_column *opened =
		(struct guessed_column *)table_guess_column(guess, FIELD_OPENED);

	guess->log = key && (key->filled - key->distinct) * REPEATS > key->filled;
	if (guess->log && opened && opened->ground == GUESS_BY_CONTENT &&
	    !table_guess_column(guess, FIELD_ACTIVITY_AT))
		opened->field = FIELD_ACTIVITY_AT;
}

static gint by_cells(gconstpointer a, gconstpointer b)
{
	const struct guessed_state *left = a, *right = b;

	if (left->cells != right->cells)
		return left->cells > right->cells ? -1 : 1;
	return strcmp(left->word, right->word);
}

static void list_states(struct look *look)
{
	struct table_guess *guess = look->guess;
	GHashTableIter iter;
	gpointer word, count;

	for (guint i = 0; i < guess->columns->len; i++) {
		if (column_at(guess, i) != table_guess_column(guess, FIELD_STATUS))
			continue;
		g_hash_table_iter_init(&iter, watched_at(look, i)->cells);
		while (g_hash_table_iter_next(&iter, &word, &count)) {
			struct guessed_state state = {g_strdup(word), GPOINTER_TO_UINT(count),
						      mapping_set_state(look->mappings, word)};
			g_array_append_val(guess->states, state);
		}
	}
	g_array_sort(guess->states, by_cells);
	if (guess->states->len > GUESS_STATES)
		g_array_set_size(guess->states, GUESS_STATES);
}

static void settle(struct look *look)
{
	static const struct {
		enum ticket_field field;
		likeness like;
	} by_content[] = {
		{FIELD_KEY, like_key},       {FIELD_STATUS, like_status},
		{FIELD_OPENED, like_opened}, {FIELD_CLOSED, like_closed},
		{FIELD_TITLE, like_title},   {FIELD_DESCRIPTION, like_description},
	};

	for (guint i = 0; i < look->guess->columns->len; i++)
		set_mean(column_at(look->guess, i), watched_at(look, i));
	guess_by_names(look);
	for (gsize i = 0; i < G_N_ELEMENTS(by_content); i++)
		guess_by_content(look, by_content[i].field, by_content[i].like);
	settle_log(look->guess);
	list_states(look);
}

/* ---- from bytes ---- */

static struct table_guess *guess_probe(const struct import_probe *probe,
				       const struct mapping_set *mappings, GError **error)
{
	struct table_dialect dialect;
	struct table *table = table_probe_open(probe, 0, &dialect, error);
	g_autoptr(table_guess_auto) guess = guess_new();
	struct look look = {guess, mappings, g_array_new(FALSE, TRUE, sizeof(struct watched))};
	guint header;
	bool done;

	g_array_set_clear_func(look.watched, watched_clear);
	header = table ? header_row(table) : 0;
	g_clear_pointer(&table, table_free);
	table = table_probe_open(probe, 0, &dialect, NULL);
	done = table && look_at_table(&look, table, header, NULL) && guess->rows >= ROWS_LEAST;
	if (done)
		settle(&look);
	else if (error && !*error)
		g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
				    "it is no table with a header and rows: no separator cuts "
				    "its lines into the same number of cells");
	g_clear_pointer(&table, table_free);
	g_array_unref(look.watched);
	return done ? g_steal_pointer(&guess) : NULL;
}

struct table_guess *table_guess_bytes(const guint8 *bytes, gsize length, bool whole,
				      const struct mapping_set *mappings, GError **error)
{
	const struct import_probe probe = {
		.path = "", .head = bytes, .head_length = length, .whole = whole};

	return guess_probe(&probe, mappings, error);
}

struct table_guess *table_guess_file(const char *path, const char *mapping_dir, GError **error)
{
	struct import_probe probe = {.path = path};
	g_autofree guint8 *head = bytes_read_head(path, IMPORT_PROBE_BYTES, &probe.head_length,
						  &probe.compressed, &probe.whole, error);
	g_autoptr(mapping_set_auto) mappings =
		head ? mapping_set_new(mapping_dir, error) : NULL;

	probe.head = head;
	return mappings ? guess_probe(&probe, mappings, error) : NULL;
}

/* ---- asking ---- */

const struct guessed_column *table_guess_column(const struct table_guess *guess,
						enum ticket_field field)
{
	for (guint i = 0; i < guess->columns->len; i++) {
		const struct guessed_column *column = column_at(guess, i);
		if (column->ground != GUESS_NONE && column->field == field)
			return column;
	}
	return NULL;
}

bool table_guess_suffices(const struct table_guess *guess)
{
	return table_guess_column(guess, FIELD_KEY) &&
	       (table_guess_column(guess, FIELD_OPENED) ||
		(guess->log && table_guess_column(guess, FIELD_ACTIVITY_AT)));
}
