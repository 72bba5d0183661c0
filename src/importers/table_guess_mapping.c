/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A guess as a mapping file that its user corrects: every column is there with its samples,
 * those without a meaning as comments that one line turns into a field. */
#include "importers/table_guess.h"

#include <string.h>

static void append_comment(GString *text, const struct guessed_column *column)
{
	g_string_append(text, "#");
	for (guint i = 0; i < GUESS_SAMPLES && column->samples[i]; i++) {
		g_autofree char *line = g_strdelimit(g_strdup(column->samples[i]), "\r\n", ' ');
		g_string_append_printf(text, "%s \"%s\"", i > 0 ? "," : "", line);
	}
	g_string_append_c(text, '\n');
}

/* A value of a list, as GKeyFile reads it back. */
static void append_value(GString *text, const char *value)
{
	for (const char *at = value; *at; at++) {
		if (*at == '\\' || *at == ';')
			g_string_append_c(text, '\\');
		if (*at == '\n')
			g_string_append(text, "\\n");
		else if (*at == '\r')
			g_string_append(text, "\\r");
		else if (at == value && *at == ' ')
			g_string_append(text, "\\s");
		else
			g_string_append_c(text, *at);
	}
}

static void append_columns(GString *text, const struct table_guess *guess)
{
	g_string_append(text, "\n[columns]\n");
	for (guint i = 0; i < guess->columns->len; i++) {
		const struct guessed_column *column =
			&g_array_index(guess->columns, struct guessed_column, i);
		bool known = column->ground != GUESS_NONE;
		if (*column->name == '\0')
			continue;
		append_comment(text, column);
		g_string_append_printf(text, "%s%s=", known ? "" : "#",
				       known ? ticket_field_name(column->field) : "");
		append_value(text, column->name);
		g_string_append_c(text, '\n');
	}
}

static void append_states(GString *text, const struct table_guess *guess)
{
	g_string_append(text, "\n[states]\n");
	for (int state = TICKET_NEW; *mapping_state_name((enum ticket_state)state); state++) {
		bool begun = false;
		for (guint i = 0; i < guess->states->len; i++) {
			const struct guessed_state *one =
				&g_array_index(guess->states, struct guessed_state, i);
			if ((int)one->state != state)
				continue;
			g_string_append(text, begun ? ";" : mapping_state_name(one->state));
			if (!begun)
				g_string_append_c(text, '=');
			append_value(text, one->word);
			begun = true;
		}
		if (begun)
			g_string_append_c(text, '\n');
	}
}

static void append_unknown_states(GString *text, const struct table_guess *guess)
{
	for (guint i = 0; i < guess->states->len; i++) {
		const struct guessed_state *one =
			&g_array_index(guess->states, struct guessed_state, i);
		g_autofree char *word = g_strdelimit(g_strdup(one->word), "\r\n", ' ');
		if (one->state == TICKET_STATE_UNKNOWN)
			g_string_append_printf(text, "# %u rows: %s\n", one->cells, word);
	}
}

/* The headers that make the table this one: those that mean something. */
static guint append_signature(GString *text, const struct table_guess *guess)
{
	guint n = 0;

	for (guint i = 0; i < guess->columns->len; i++) {
		const struct guessed_column *column =
			&g_array_index(guess->columns, struct guessed_column, i);
		if (column->ground == GUESS_NONE || *column->name == '\0')
			continue;
		if (n++ > 0)
			g_string_append_c(text, ';');
		append_value(text, column->name);
	}
	return n;
}

char *table_guess_mapping(const struct table_guess *guess, const char *name)
{
	GString *text = g_string_new(
		"# What the columns of one table mean. Correct what is wrong, give a field to\n"
		"# the columns that lack one, and import the table. Fields: key title "
		"description\n"
		"# status priority category requester assignee group organisation activity\n"
		"# activity_at activity_actor opened first_response resolved closed due "
		"reopened\n"
		"# reassigned sla_met sla_missed comments. Several names of one field stand in "
		"one\n"
		"# line, the best first, with ; between them.\n"
		"[mapping]\nname=");
	guint n;

	append_value(text, name);
	g_string_append_printf(text, "\nrows=%s\n\n[recognition]\nrequired=key\nsignature=",
			       guess->log ? "log" : "snapshot");
	n = append_signature(text, guess);
	g_string_append_printf(text, "\nsignature_needed=%u\n", n);
	append_columns(text, guess);
	append_states(text, guess);
	append_unknown_states(text, guess);
	return g_string_free(text, FALSE);
}
