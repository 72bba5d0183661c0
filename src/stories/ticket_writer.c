/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One row a ticket. GLPI: BOM, ';', every cell quoted, a ';' at the end of the line, ids with a
 * thousands space, dates DD-MM-YYYY HH:MM. Jira: ',', quotes where needed, the same header
 * several times (Comment), dates 30/Jul/18 23:33. */
#include "stories/ticket_writer.h"

#include <string.h>

#include "stories/civil.h"

#define JIRA_FIRST_ID 20417u

struct export
{
	const struct plan *plan;
	const struct cast *cast;
	const struct parameters *parameters;
	const struct composer *composer;
	GTimeZone *zone;
	GString *csv;
};

struct row {
	const struct export *export;
	const struct planned_ticket *ticket;
	const struct ticket_text *text;
	guint index;
};

/* A column: its header and how its cell is made. Caller owns the cell. */
struct column {
	const char *header;
	char *(*cell)(const struct row *row);
};

bool ticket_writer_uses(const struct plan *plan, enum ticket_tool tool)
{
	for (guint i = 0; i < plan->tickets->len; i++)
		if (plan_ticket(plan, i)->tool == tool)
			return true;
	return false;
}

/* The latest thing known about the ticket. */
static gint64 last_change(const struct planned_ticket *ticket)
{
	gint64 latest = MAX(ticket->opened_ms, ticket->acknowledged_ms);

	return MAX(latest, MAX(ticket->resolved_ms, ticket->closed_ms));
}

static const char *requester_name(const struct row *row)
{
	return cast_member(row->export->cast, row->ticket->requester)->name;
}

static const char *technician_name(const struct row *row)
{
	return cast_member(row->export->cast, row->ticket->technician)->name;
}

/* --- GLPI ----------------------------------------------------------------------------------
 */

static char *glpi_date(const struct row *row, gint64 at_ms)
{
	return at_ms == PLAN_NEVER ? g_strdup("") : civil_glpi(at_ms, row->export->zone);
}

static char *glpi_id(const struct row *row)
{
	guint id = TICKET_FIRST_NUMBER + row->index;

	return g_strdup_printf("%u %03u", id / 1000, id % 1000);
}

static char *glpi_title(const struct row *row)
{
	return g_strdup(row->text->title);
}

static char *glpi_entity(const struct row *row)
{
	return g_strdup_printf("Entité racine > %s", row->export->parameters->client.name);
}

static char *glpi_status(const struct row *row)
{
	if (row->ticket->closed_ms != PLAN_NEVER)
		return g_strdup("Clos");
	if (row->ticket->resolved_ms != PLAN_NEVER)
		return g_strdup("Résolu");
	if (row->ticket->acknowledged_ms == PLAN_NEVER)
		return g_strdup("Nouveau");
	return g_strdup(row->index % 5 == 0 ? "En attente" : "En cours (Attribué)");
}

static char *glpi_changed(const struct row *row)
{
	return glpi_date(row, last_change(row->ticket));
}

static char *glpi_opened(const struct row *row)
{
	return glpi_date(row, row->ticket->opened_ms);
}

static char *glpi_acknowledged(const struct row *row)
{
	return glpi_date(row, row->ticket->acknowledged_ms);
}

static char *glpi_resolved(const struct row *row)
{
	return glpi_date(row, row->ticket->resolved_ms);
}

static char *glpi_closed(const struct row *row)
{
	return glpi_date(row, row->ticket->closed_ms);
}

static char *glpi_priority(const struct row *row)
{
	static const char *const words[] = {"Basse", "Moyenne", "Haute", "Très haute"};

	return g_strdup(words[row->ticket->priority - 1]);
}

static char *glpi_type(const struct row *row)
{
	return g_strdup(row->ticket->topic % 3 == 0 ? "Demande" : "Incident");
}

static char *glpi_category(const struct row *row)
{
	return g_strdup(row->text->category);
}

static char *glpi_requester(const struct row *row)
{
	return g_strdup(requester_name(row));
}

static char *glpi_technician(const struct row *row)
{
	return g_strdup(row->ticket->acknowledged_ms == PLAN_NEVER ? "" : technician_name(row));
}

static char *glpi_group(const struct row *row)
{
	return g_strdup_printf("Support %s", row->export->parameters->provider.name);
}

static char *glpi_description(const struct row *row)
{
	return g_strdup(row->text->description);
}

static char *glpi_follow_up(const struct row *row)
{
	return g_strdup(row->ticket->acknowledged_ms == PLAN_NEVER ? ""
								   : row->text->first_answer);
}

static char *glpi_follow_ups(const struct row *row)
{
	return g_strdup(row->ticket->acknowledged_ms == PLAN_NEVER ? "0" : "1");
}

static char *glpi_solution(const struct row *row)
{
	if (row->ticket->moved_to != PLAN_NONE)
		return g_strdup_printf("Repris dans le nouvel outil : SUP-%u",
				       TICKET_FIRST_NUMBER + row->ticket->moved_to);
	return g_strdup(row->ticket->resolved_ms == PLAN_NEVER ? "" : row->text->solution);
}

static const struct column glpi_columns[] = {
	{"ID", glpi_id},
	{"Titre", glpi_title},
	{"Entité", glpi_entity},
	{"Statut", glpi_status},
	{"Dernière modification", glpi_changed},
	{"Date d'ouverture", glpi_opened},
	{"Priorité", glpi_priority},
	{"Type", glpi_type},
	{"Catégorie", glpi_category},
	{"Demandeur - Demandeur", glpi_requester},
	{"Attribué à - Technicien", glpi_technician},
	{"Attribué à - Groupe de techniciens", glpi_group},
	{"Description", glpi_description},
	{"Suivis - Description", glpi_follow_up},
	{"Suivis - Nombre de suivis", glpi_follow_ups},
	{"Solution - Solution", glpi_solution},
	{"Date de prise en compte", glpi_acknowledged},
	{"Date de résolution", glpi_resolved},
	{"Date de clôture", glpi_closed},
};

/* --- Jira ----------------------------------------------------------------------------------
 */

static char *jira_date(const struct row *row, gint64 at_ms)
{
	return at_ms == PLAN_NEVER ? g_strdup("") : civil_jira(at_ms, row->export->zone);
}

static char *jira_key(const struct row *row)
{
	return g_strdup_printf("SUP-%u", TICKET_FIRST_NUMBER + row->index);
}

static char *jira_id(const struct row *row)
{
	return g_strdup_printf("%u", JIRA_FIRST_ID + row->index);
}

static char *jira_type(const struct row *row)
{
	return g_strdup(row->ticket->topic % 3 == 0 ? "Service Request" : "Incident");
}

static char *jira_status(const struct row *row)
{
	if (row->ticket->closed_ms != PLAN_NEVER)
		return g_strdup("Closed");
	if (row->ticket->resolved_ms != PLAN_NEVER)
		return g_strdup("Resolved");
	return g_strdup(row->ticket->acknowledged_ms == PLAN_NEVER ? "Open" : "In Progress");
}

static char *jira_project_key(const struct row *row)
{
	(void)row;
	return g_strdup("SUP");
}

static char *jira_project_name(const struct row *row)
{
	return g_strdup_printf("Support %s", row->export->parameters->client.name);
}

static char *jira_priority(const struct row *row)
{
	static const char *const words[] = {"Low", "Medium", "High", "Highest"};

	return g_strdup(words[row->ticket->priority - 1]);
}

static char *jira_resolution(const struct row *row)
{
	return g_strdup(row->ticket->resolved_ms == PLAN_NEVER ? "" : "Done");
}

static char *jira_assignee(const struct row *row)
{
	return g_strdup(technician_name(row));
}

static char *jira_created(const struct row *row)
{
	return jira_date(row, row->ticket->opened_ms);
}

static char *jira_updated(const struct row *row)
{
	return jira_date(row, last_change(row->ticket));
}

static char *jira_resolved(const struct row *row)
{
	return jira_date(row, row->ticket->resolved_ms);
}

static char *jira_first_response(const struct row *row)
{
	return jira_date(row, row->ticket->acknowledged_ms);
}

static char *jira_comment(const struct row *row, gint64 at_ms, const char *text)
{
	g_autofree char *date = jira_date(row, at_ms);

	if (at_ms == PLAN_NEVER)
		return g_strdup("");
	return g_strdup_printf("%s;%s;%s", date, technician_name(row), text);
}

static char *jira_first_comment(const struct row *row)
{
	return jira_comment(row, row->ticket->acknowledged_ms, row->text->first_answer);
}

static char *jira_last_comment(const struct row *row)
{
	return jira_comment(row, row->ticket->resolved_ms, row->text->solution);
}

static const struct column jira_columns[] = {
	{"Summary", glpi_title},
	{"Issue key", jira_key},
	{"Issue id", jira_id},
	{"Issue Type", jira_type},
	{"Status", jira_status},
	{"Project key", jira_project_key},
	{"Project name", jira_project_name},
	{"Priority", jira_priority},
	{"Resolution", jira_resolution},
	{"Assignee", jira_assignee},
	{"Reporter", glpi_requester},
	{"Creator", glpi_requester},
	{"Created", jira_created},
	{"Updated", jira_updated},
	{"Resolved", jira_resolved},
	{"Labels", glpi_category},
	{"Description", glpi_description},
	{"Custom field ([CHART] Date of First Response)", jira_first_response},
	{"Comment", jira_first_comment},
	{"Comment", jira_last_comment},
};

/* --- Files ---------------------------------------------------------------------------------
 */

static void append_quoted(GString *csv, const char *cell)
{
	g_string_append_c(csv, '"');
	for (const char *at = cell; *at != '\0'; at++) {
		if (*at == '"')
			g_string_append_c(csv, '"');
		g_string_append_c(csv, *at);
	}
	g_string_append_c(csv, '"');
}

static void append_glpi_cell(GString *csv, const char *cell, bool last)
{
	(void)last;
	append_quoted(csv, cell);
	g_string_append_c(csv, ';');
}

static void append_jira_cell(GString *csv, const char *cell, bool last)
{
	if (strpbrk(cell, ",\"\n") != NULL)
		append_quoted(csv, cell);
	else
		g_string_append(csv, cell);
	if (!last)
		g_string_append_c(csv, ',');
}

struct format {
	enum ticket_tool tool;
	const struct column *columns;
	guint n_columns;
	void (*append_cell)(GString *csv, const char *cell, bool last);
};

static const struct format glpi = {TOOL_GLPI, glpi_columns, G_N_ELEMENTS(glpi_columns),
				   append_glpi_cell};
static const struct format jira = {TOOL_JIRA, jira_columns, G_N_ELEMENTS(jira_columns),
				   append_jira_cell};

static void append_row(const struct format *format, const struct row *row)
{
	for (guint i = 0; i < format->n_columns; i++) {
		g_autofree char *cell = format->columns[i].cell(row);

		format->append_cell(row->export->csv, cell, i + 1 == format->n_columns);
	}
	g_string_append_c(row->export->csv, '\n');
}

static void write_export(const struct format *format, const struct export *export)
{
	for (guint i = 0; i < format->n_columns; i++)
		format->append_cell(export->csv, format->columns[i].header,
				    i + 1 == format->n_columns);
	g_string_append_c(export->csv, '\n');
	for (guint i = 0; i < export->plan->tickets->len; i++) {
		struct row row = {export, plan_ticket(export->plan, i),
				  composer_ticket(export->composer, i), i};

		if (row.ticket->tool == format->tool)
			append_row(format, &row);
	}
}

void ticket_writer_glpi(const struct plan *plan, const struct cast *cast,
			const struct parameters *parameters, const struct composer *composer,
			GTimeZone *zone, GString *csv)
{
	struct export export = {plan, cast, parameters, composer, zone, csv};

	g_string_append(csv, "\xEF\xBB\xBF");
	write_export(&glpi, &export);
}

void ticket_writer_jira(const struct plan *plan, const struct cast *cast,
			const struct parameters *parameters, const struct composer *composer,
			GTimeZone *zone, GString *csv)
{
	struct export export = {plan, cast, parameters, composer, zone, csv};

	write_export(&jira, &export);
}
