/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Contracts on a terminal. A deadline is headed by its prudent day; every other reading stands
 * below it with its sum, the usual one named, because a purchaser must be able to argue. */
#include "report/deadline_words.h"
#include "report/deadlines-internal.h"
#include "report/phrase.h"

#define INDENT       4
#define CLAUSE_LINES 4

static enum screen_style style_of(const struct contract_deadline *deadline)
{
	return deadline->status == DEADLINE_DOUBTFUL ? SCREEN_WORSE
	       : deadline->status == DEADLINE_PASSED ? SCREEN_DIM
						     : SCREEN_PLAIN;
}

static const char *mark_of(const struct contract_deadline *deadline, guint i,
			   const struct catalogue *catalogue)
{
	if (deadline->n == 1)
		return "";
	if (i == 0 && deadline->usual == 0)
		return catalogue_text(catalogue, " (prudent and usual)");
	if (i == 0)
		return catalogue_text(catalogue, " (prudent)");
	return i == deadline->usual ? catalogue_text(catalogue, " (usual)") : "";
}

static void write_readings(const struct screen *screen,
			   const struct contract_deadline *deadline,
			   const struct catalogue *catalogue)
{
	for (guint i = 0; i < deadline->n; i++) {
		g_autofree char *working = deadline_working(catalogue, &deadline->readings[i]);
		g_autofree char *line =
			g_strconcat(working, mark_of(deadline, i, catalogue), NULL);
		screen_wrap(screen, SCREEN_DIM, "    - ", INDENT + 2, line);
	}
}

/* "passed", "past in one reading", or how many days are left. */
static char *distance(const struct contract_deadline *deadline, gint32 as_of,
		      const struct catalogue *catalogue)
{
	if (deadline->status == DEADLINE_PASSED)
		return g_strdup(catalogue_text(catalogue, "passed"));
	if (deadline->status == DEADLINE_DOUBTFUL)
		return g_strdup(catalogue_text(
			catalogue, "past by the prudent reading, not by every one"));
	return phrase_count(catalogue, "in {n} day", "in {n} days",
			    deadline->readings[0].day - as_of);
}

static void write_deadline(const struct screen *screen, const struct contract_deadline *one,
			   const char *contract, gint32 as_of,
			   const struct catalogue *catalogue)
{
	g_autofree char *sentence = deadline_sentence(catalogue, one);
	g_autofree char *left = distance(one, as_of, catalogue);
	g_autofree char *line =
		g_strdup_printf("%s%s%s, %s", sentence, contract != NULL ? " - " : "",
				contract != NULL ? contract : "", left);

	screen_wrap(screen, style_of(one), "  ", INDENT, line);
	write_readings(screen, one, catalogue);
}

static void write_clause(const struct screen *screen, const struct contract_case *one,
			 const struct catalogue *catalogue)
{
	g_autofree char *quote = NULL;

	if (one->stored->record.clause == NULL)
		return;
	quote = phrase_quote(catalogue, one->stored->record.clause);
	screen_wrap_most(screen, SCREEN_DIM, "    ", INDENT, quote, CLAUSE_LINES);
}

static char *named(const struct contract_case *one)
{
	g_autofree char *name = deadlines_contract_name(one);

	return g_strdup_printf("%s [%s]", name, one->id);
}

static void write_none(const struct screen *screen, const struct catalogue *catalogue)
{
	screen_wrap(screen, SCREEN_PLAIN, "", 0,
		    catalogue_text(catalogue,
				   "No contract is known. Give one: entente contract "
				   "add NAME --start DAY --duration 36m --renewal "
				   "tacit --notice 3m, or import a table of them."));
}

/* ---- deadlines ---- */

void report_deadlines_text(const GPtrArray *cases, const struct deadline_window *window,
			   const struct catalogue *catalogue, const struct screen *screen)
{
	g_autoptr(GArray) found = deadlines_within(cases, window);
	g_autofree char *day = phrase_day(catalogue, window->as_of);
	g_autofree char *title =
		phrase(catalogue_text(catalogue, "Contract deadlines on {day}"), {"day", day});

	if (cases->len == 0) {
		write_none(screen, catalogue);
		return;
	}
	screen_wrap(screen, SCREEN_BOLD, "", 0, title);
	if (found->len == 0)
		screen_wrap(screen, SCREEN_PLAIN, "  ", 2,
			    catalogue_text(catalogue, "none to come"));
	for (guint i = 0; i < found->len; i++) {
		const struct case_deadline *entry =
			&g_array_index(found, struct case_deadline, i);
		g_autofree char *contract = named(entry->of);
		g_string_append_c(screen->out, '\n');
		write_deadline(screen, entry->deadline, contract, window->as_of, catalogue);
		if (entry->deadline->kind == DEADLINE_NOTICE ||
		    entry->deadline->kind == DEADLINE_DECISION)
			write_clause(screen, entry->of, catalogue);
	}
}

/* ---- list ---- */

static char *next_cell(const struct contract_case *one, const struct catalogue *catalogue)
{
	const struct contract_deadline *next = contract_outlook_next(&one->outlook);
	g_autofree char *day = NULL;

	if (next == NULL)
		return g_strdup("");
	day = phrase_short_day(catalogue, next->readings[0].day);
	return g_strdup_printf("%s %s", day, deadline_label(catalogue, next->kind));
}

static void list_row(struct screen_table *table, const struct contract_case *one,
		     const struct catalogue *catalogue)
{
	char *cells[] = {
		named(one),
		g_strdup(deadline_state(catalogue, one->outlook.state)),
		next_cell(one, catalogue),
	};

	screen_table_row(table, SCREEN_PLAIN, cells);
}

/* What is not matched is kept and said, never lost. */
static void write_waiting(const GPtrArray *cases, const struct catalogue *catalogue,
			  const struct screen *screen)
{
	guint waiting = 0;
	g_autofree char *line = NULL;

	for (guint i = 0; i < cases->len; i++)
		waiting += ((const struct contract_case *)g_ptr_array_index(cases, i))
				   ->relationship == NULL;
	if (waiting == 0)
		return;
	line = phrase_count(catalogue,
			    "{n} of them waits for its relationship: entente contract link ID "
			    "NAME, or import its mail.",
			    "{n} of them wait for their relationship: entente contract link ID "
			    "NAME, or import their mail.",
			    waiting);
	screen_wrap(screen, SCREEN_DIM, "", 0, line);
}

void report_contracts_text(const GPtrArray *cases, const struct deadline_window *window,
			   const struct catalogue *catalogue, const struct screen *screen)
{
	static const gboolean right[] = {FALSE, FALSE, FALSE};
	g_autoptr(screen_table_auto) table = screen_table_new(G_N_ELEMENTS(right), right);
	char *header[] = {
		g_strdup(catalogue_text(catalogue, "Contract")),
		g_strdup(catalogue_text(catalogue, "state")),
		g_strdup(catalogue_text(catalogue, "next duty")),
	};

	screen_table_row(table, SCREEN_DIM, header);
	if (cases->len == 0) {
		write_none(screen, catalogue);
		return;
	}
	for (guint i = 0; i < cases->len; i++)
		list_row(table, g_ptr_array_index(cases, i), catalogue);
	screen_table_write(table, screen);
	write_waiting(cases, catalogue, screen);
}

/* ---- one contract ---- */

static void write_fact(const struct screen *screen, const struct catalogue *catalogue,
		       const char *label, const char *value)
{
	g_autofree char *clean = NULL;
	g_autofree char *line = NULL;

	if (value == NULL || *value == '\0')
		return;
	clean = phrase_clean(value);
	line = phrase(catalogue_text(catalogue, "{label}: {value}"), {"label", label},
		      {"value", clean});
	screen_wrap(screen, SCREEN_PLAIN, "  ", INDENT, line);
}

static void write_day(const struct screen *screen, const struct catalogue *catalogue,
		      const char *label, gint32 day)
{
	g_autofree char *text =
		day != CONTRACT_NO_DAY ? phrase_day(catalogue, day) : g_strdup("");

	write_fact(screen, catalogue, label, text);
}

static void write_span(const struct screen *screen, const struct catalogue *catalogue,
		       const char *label, const struct contract_span *span)
{
	g_autofree char *text = deadline_span(catalogue, span);

	write_fact(screen, catalogue, label, text);
}

static void write_amount(const struct screen *screen, const struct catalogue *catalogue,
			 gint64 amount, const char *currency)
{
	g_autofree char *number = NULL;
	g_autofree char *text = NULL;

	if (amount == CONTRACT_NO_AMOUNT)
		return;
	number = phrase_integer(catalogue, amount / QUANTITY_ONE);
	text = g_strdup_printf("%s" NO_BREAK_SPACE "%s", number,
			       currency != NULL ? currency : "");
	write_fact(screen, catalogue, catalogue_text(catalogue, "Amount"), text);
}

static void write_life(const struct screen *screen, const struct contract_life *life,
		       const struct catalogue *catalogue)
{
	write_day(screen, catalogue, catalogue_text(catalogue, "Takes effect"), life->start);
	write_day(screen, catalogue, catalogue_text(catalogue, "Ends"), life->end);
	write_span(screen, catalogue, catalogue_text(catalogue, "Initial duration"),
		   &life->duration);
	write_fact(screen, catalogue, catalogue_text(catalogue, "Renewal"),
		   deadline_renewal(catalogue, life->renewal));
	write_span(screen, catalogue, catalogue_text(catalogue, "Duration of a renewal"),
		   &life->renewal_duration);
	write_span(screen, catalogue, catalogue_text(catalogue, "Notice"), &life->notice);
	write_day(screen, catalogue, catalogue_text(catalogue, "Notice given"),
		  life->terminated);
}

static void write_amendments(const struct screen *screen, const struct contract_case *one,
			     const struct catalogue *catalogue)
{
	for (guint i = 0; i < one->stored->amendments->len; i++) {
		const struct stored_amendment *amendment =
			g_ptr_array_index(one->stored->amendments, i);
		g_autofree char *day = phrase_day(catalogue, amendment->life.day);
		g_autofree char *line =
			g_strdup_printf("%s%s%s", day, amendment->scope != NULL ? " - " : "",
					amendment->scope != NULL ? amendment->scope : "");
		write_fact(screen, catalogue, catalogue_text(catalogue, "Amendment"), line);
	}
}

static void write_source(const struct screen *screen, const struct stored_contract *contract,
			 const struct catalogue *catalogue)
{
	g_autofree char *line = NULL;

	if (contract->path != NULL)
		line = g_strdup_printf("%s:%u", contract->path, contract->line);
	write_fact(screen, catalogue, catalogue_text(catalogue, "Table"), line);
}

static void write_contract(const struct screen *screen, const struct contract_case *one,
			   gint32 as_of, const struct catalogue *catalogue)
{
	const struct contract_record *record = &one->stored->record;
	const GArray *deadlines = one->outlook.deadlines;
	g_autofree char *title = named(one);

	screen_wrap(screen, SCREEN_BOLD, "", 0, title);
	write_fact(screen, catalogue, catalogue_text(catalogue, "State"),
		   deadline_state(catalogue, one->outlook.state));
	write_fact(screen, catalogue, catalogue_text(catalogue, "Relationship"),
		   one->relationship);
	write_fact(screen, catalogue, catalogue_text(catalogue, "Reference"),
		   record->reference);
	write_fact(screen, catalogue, catalogue_text(catalogue, "Owner"), record->owner);
	write_life(screen, &record->life, catalogue);
	write_amount(screen, catalogue, record->amount, record->currency);
	write_amendments(screen, one, catalogue);
	write_fact(screen, catalogue, catalogue_text(catalogue, "Remark"), record->remark);
	write_source(screen, one->stored, catalogue);
	write_clause(screen, one, catalogue);
	for (guint i = 0; i < deadlines->len; i++) {
		g_string_append_c(screen->out, '\n');
		write_deadline(screen, &g_array_index(deadlines, struct contract_deadline, i),
			       NULL, as_of, catalogue);
	}
}

void report_contract_details_text(const GPtrArray *cases, const struct deadline_window *window,
				  const struct catalogue *catalogue,
				  const struct screen *screen)
{
	if (cases->len == 0)
		write_none(screen, catalogue);
	for (guint i = 0; i < cases->len; i++) {
		if (i > 0)
			g_string_append_c(screen->out, '\n');
		write_contract(screen, g_ptr_array_index(cases, i), window->as_of, catalogue);
	}
}
