/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Facts of the company: a table `date, fact, value`, in English or French, that the user keeps
 * by hand ("2023-04-01;channel_opened;Teams"). A fact is a word; those that the analysis knows
 * may be written in French. */
#include "importers/tables.h"

#include <string.h>

#include "base/calendar.h"
#include "base/error.h"
#include "importers/bytes.h"
#include "importers/dates.h"
#include "importers/digest.h"
#include "importers/mapping.h"
#include "importers/table_probe.h"
#include "importers/ticket_plan.h"
#include "model/company_fact.h"

#define SCORE         95
#define SHOWN         40 /* characters of a bad cell in a reason */
#define COLUMNS_MOST  6
#define COLUMN_ABSENT G_MAXUINT

enum fact_column { COLUMN_DATE, COLUMN_FACT, COLUMN_VALUE, FACT_COLUMNS };

struct fact_plan {
	struct table_dialect dialect;
	guint columns[FACT_COLUMNS]; /* or COLUMN_ABSENT */
	struct date_style dates;
	bool dates_agree;
};

struct import_stream {
	struct fact_plan plan;
	struct table *table;
	GTimeZone *utc; /* days are civil: no zone moves them */
	volatile guint64 *position;
};

static const char *const headers[FACT_COLUMNS][5] = {
	[COLUMN_DATE] = {"date", "day", "jour", "le"},
	[COLUMN_FACT] = {"fact", "fait", "event", "evenement"},
	[COLUMN_VALUE] = {"value", "valeur", "detail"},
};

/* French words for the facts that the analysis knows. */
static const struct {
	const char *written, *fact;
} synonyms[] = {
	{"effectif", "headcount"},
	{"effectifs", "headcount"},
	{"canal_ouvert", "channel_opened"},
	{"ouverture_de_canal", "channel_opened"},
	{"changement_d_outil", "ticket_tool_changed"},
	{"changement_d_outil_de_tickets", "ticket_tool_changed"},
	{"debut_de_migration", "migration_started"},
	{"debut_migration", "migration_started"},
	{"fin_de_migration", "migration_ended"},
	{"fin_migration", "migration_ended"},
	{"fin_de_contrat", "contract_ended"},
	{"contrat_termine", "contract_ended"},
	{"nombre_de_salaries", "headcount"},
	{"salaries", "headcount"},
	{"employees", "headcount"},
	{"nombre_de_sites", "sites"},
	{"implantations", "sites"},
	{"teletravail", "remote_share"},
	{"part_de_teletravail", "remote_share"},
	{"remote_work", "remote_share"},
	{"systemes", "systems"},
	{"applications", "systems"},
	{"reglementation", "regulation"},
	{"securite", "security"},
	{"besoin_de_securite", "security"},
	{"croissance", "growth"},
	{"rythme_des_comites", "committee_every"},
	{"comite_tous_les", "committee_every"},
	{"chiffre_d_affaires", "revenue"},
};

/* ---- the header and the dates ---- */

static bool is_header(const char *cell, enum fact_column column)
{
	g_autofree char *folded = mapping_fold(cell);

	for (gsize i = 0; i < G_N_ELEMENTS(headers[column]) && headers[column][i]; i++)
		if (!strcmp(folded, headers[column][i]))
			return true;
	return false;
}

static bool read_header(struct fact_plan *plan, struct table *table)
{
	struct table_row row;

	if (table_next(table, &row, NULL) != TABLE_ROW || row.n_cells > COLUMNS_MOST)
		return false;
	for (guint column = 0; column < FACT_COLUMNS; column++) {
		plan->columns[column] = COLUMN_ABSENT;
		for (guint i = row.n_cells; i-- > 0;)
			if (is_header(row.cells[i], column))
				plan->columns[column] = i;
	}
	table_set_header(table, &row);
	return plan->columns[COLUMN_DATE] != COLUMN_ABSENT &&
	       plan->columns[COLUMN_FACT] != COLUMN_ABSENT;
}

/* The trimmed cell, "" when the row is too short or there is no such column. */
static const char *cell_of(const struct fact_plan *plan, const struct table_row *row,
			   enum fact_column column)
{
	guint i = plan->columns[column];

	return i < row->n_cells ? ticket_cell_trim(row->cells[i]) : "";
}

static void learn_dates(struct fact_plan *plan, struct table *table)
{
	struct table_row row;
	enum table_result result;

	while ((result = table_next(table, &row, NULL)) == TABLE_ROW || result == TABLE_BROKEN)
		if (result == TABLE_ROW)
			date_style_observe(&plan->dates, cell_of(plan, &row, COLUMN_DATE));
	plan->dates_agree = date_style_settle(&plan->dates);
}

static bool learn(struct fact_plan *plan, const struct import_probe *probe)
{
	struct table *table;
	bool fits = false;

	memset(plan, 0, sizeof *plan);
	for (guint nth = 0;
	     !fits && (table = table_probe_open(probe, nth, &plan->dialect, NULL)); nth++) {
		fits = read_header(plan, table);
		if (fits)
			learn_dates(plan, table);
		table_free(table);
	}
	return fits;
}

/* ---- rows ---- */

/* "Channel opened" is channel_opened. Caller owns. */
static char *fact_word(const char *cell)
{
	char *word = g_strdelimit(mapping_fold(cell), " ", '_');

	for (gsize i = 0; i < G_N_ELEMENTS(synonyms); i++)
		if (!strcmp(word, synonyms[i].written)) {
			g_free(word);
			return g_strdup(synonyms[i].fact);
		}
	return word;
}

static void reject(struct import_record *record, const struct table_row *row, char *reason)
{
	record->type = RECORD_REJECTED;
	record->rejected = (struct rejected_record){.place = row->place, .reason = reason};
}

static void take_digest(struct fact_record *fact)
{
	struct digest digest;
	g_autofree char *day = calendar_format_day(fact->day);

	digest_begin(&digest);
	digest_field(&digest, "day", day, -1);
	digest_field(&digest, "fact", fact->fact, -1);
	if (fact->value)
		digest_field(&digest, "value", fact->value, -1);
	digest_end(&digest, fact->digest);
}

static char *value_trouble(const char *fact, const char *value)
{
	g_autofree char *shown = ticket_cell_shown(value, SHOWN);

	return g_strdup_printf("%s \"%s\" cannot be; %s", fact, shown, company_fact_mend(fact));
}

static void take_row(struct import_stream *stream, const struct table_row *row,
		     struct import_record *record)
{
	const char *date = cell_of(&stream->plan, row, COLUMN_DATE);
	const char *value = cell_of(&stream->plan, row, COLUMN_VALUE);
	g_autofree char *fact = fact_word(cell_of(&stream->plan, row, COLUMN_FACT));
	g_autofree char *style = date_style_describe(&stream->plan.dates);
	g_autofree char *shown = ticket_cell_shown(date, SHOWN);
	double number;
	gint64 ms;

	if (!*fact) {
		reject(record, row,
		       g_strdup("the fact is empty; fill it in or delete the row"));
		return;
	}
	if (!date_parse_cell(date, &stream->plan.dates, stream->utc, &ms)) {
		reject(record, row,
		       g_strdup_printf("the date \"%s\" cannot be read as %s; write it as "
				       "2024-12-31",
				       shown, style));
		return;
	}
	if (company_fact_read(fact, value, &number) == FACT_ABSURD) {
		reject(record, row, value_trouble(fact, value));
		return;
	}
	memset(&record->fact, 0, sizeof record->fact);
	record->type = RECORD_FACT;
	record->fact.place = row->place;
	record->fact.day = calendar_day_of_ms(ms, stream->utc);
	record->fact.fact = g_steal_pointer(&fact);
	record->fact.value = *value ? g_strdup(value) : NULL;
	take_digest(&record->fact);
}

/* ---- the importer ---- */

static int facts_probe(const struct import_probe *probe)
{
	struct fact_plan plan;

	return learn(&plan, probe) ? SCORE : 0;
}

static void set_no_facts(GError **error, const char *path)
{
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
		    "%s: no table of facts; its first line must be date,fact,value", path);
}

static char *facts_describe(const struct import_probe *probe, const struct import_task *task,
			    GError **error)
{
	struct fact_plan plan;
	g_autofree char *dialect = NULL;
	g_autofree char *dates = NULL;

	if (!learn(&plan, probe)) {
		set_no_facts(error, probe->path);
		return NULL;
	}
	dialect = table_dialect_describe(&plan.dialect);
	dates = date_style_describe(&plan.dates);
	return g_strdup_printf("facts; %s; dates %s%s", dialect, dates,
			       plan.dates_agree ? "" : ", mixed: the others are not read");
}

static void facts_close(struct import_stream *stream)
{
	g_clear_pointer(&stream->table, table_free);
	g_time_zone_unref(stream->utc);
	g_free(stream);
}

static bool open_table(struct import_stream *stream, const struct import_task *task,
		       GError **error)
{
	struct import_probe probe = {.path = task->path};
	g_autofree guint8 *head =
		bytes_read_head(task->path, IMPORT_PROBE_BYTES, &probe.head_length,
				&probe.compressed, &probe.whole, error);

	probe.head = head;
	if (!head)
		return false;
	if (!learn(&stream->plan, &probe)) {
		set_no_facts(error, task->path);
		return false;
	}
	stream->table = table_open(task->path, task->compressed, &stream->plan.dialect, error);
	return stream->table && read_header(&stream->plan, stream->table);
}

static struct import_stream *facts_open(const struct import_task *task, GError **error)
{
	struct import_stream *stream = g_new0(struct import_stream, 1);

	stream->utc = g_time_zone_new_utc();
	stream->position = task->position;
	if (open_table(stream, task, error))
		return stream;
	facts_close(stream);
	return NULL;
}

static bool facts_next(struct import_stream *stream, struct import_record *record,
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

const struct importer importer_facts_csv = {
	.name = "fact-table",
	.kind = IMPORT_KIND_FACTS,
	.readable = true,
	.probe = facts_probe,
	.describe = facts_describe,
	.open = facts_open,
	.next = facts_next,
	.close = facts_close,
};
