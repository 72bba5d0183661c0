/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "report/mapping_guess.h"

#include <string.h>

#include "base/json.h"
#include "report/phrase.h"

#define SAMPLE_COLUMNS 24u

static const struct guessed_column *column_at(const struct table_guess *guess, guint i)
{
	return &g_array_index(guess->columns, struct guessed_column, i);
}

/* ---- text ---- */

static char *samples_of(const struct guessed_column *column)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < GUESS_SAMPLES && column->samples[i]; i++) {
		g_autofree char *clean = phrase_clean(column->samples[i]);
		g_autofree char *cut = screen_cut(clean, SAMPLE_COLUMNS);
		g_string_append_printf(text, "%s%s", i > 0 ? " | " : "", cut);
	}
	return g_string_free(text, FALSE);
}

/* "opened (by its cells)" */
static char *meaning_of(const struct guessed_column *column, const struct catalogue *catalogue)
{
	if (column->ground == GUESS_NONE)
		return g_strdup(catalogue_text(catalogue, "nothing"));
	return phrase(catalogue_text(catalogue, column->ground == GUESS_BY_NAME
							? "{field}, by its name"
							: "{field}, by its cells"),
		      {"field", ticket_field_name(column->field)});
}

static void write_column(const struct guessed_column *column, guint rows,
			 const struct catalogue *catalogue, const struct screen *screen)
{
	g_autofree char *name = phrase_clean(column->name);
	g_autofree char *meaning = meaning_of(column, catalogue);
	g_autofree char *samples = samples_of(column);
	g_autofree char *filled = g_strdup_printf("%u", column->filled);
	g_autofree char *all = g_strdup_printf("%u", rows);
	g_autofree char *line = phrase(
		catalogue_text(catalogue, "{name} -> {meaning} (filled in {filled} of {rows})"),
		{"name", name}, {"meaning", meaning}, {"filled", filled}, {"rows", all});

	screen_wrap(screen, column->ground != GUESS_NONE ? SCREEN_BOLD : SCREEN_PLAIN, "  ", 4,
		    line);
	if (*samples != '\0')
		screen_wrap_most(screen, SCREEN_DIM, "      ", 6, samples, 1);
}

static void write_states(const struct table_guess *guess, const struct catalogue *catalogue,
			 const struct screen *screen)
{
	if (guess->states->len > 0)
		screen_heading(screen, catalogue_text(catalogue, "Words of the state"));
	for (guint i = 0; i < guess->states->len; i++) {
		const struct guessed_state *one =
			&g_array_index(guess->states, struct guessed_state, i);
		const char *state = mapping_state_name(one->state);
		g_autofree char *word = phrase_clean(one->word);
		g_autofree char *count = g_strdup_printf("%u", one->cells);
		g_autofree char *line = phrase(
			catalogue_text(catalogue, "{word} -> {state} ({n})"), {"word", word},
			{"state",
			 *state != '\0' ? state : catalogue_text(catalogue, "to be said")},
			{"n", count});
		screen_wrap(screen, SCREEN_PLAIN, "  ", 4, line);
	}
}

void report_guess_text(const struct table_guess *guess, const char *path,
		       const struct catalogue *catalogue, const struct screen *screen)
{
	screen_wrap(screen, SCREEN_BOLD, "", 0, path);
	for (guint i = 0; i < guess->columns->len; i++)
		write_column(column_at(guess, i), guess->rows, catalogue, screen);
	write_states(guess, catalogue, screen);
	g_string_append_c(screen->out, '\n');
	screen_wrap(
		screen, SCREEN_PLAIN, "", 0,
		table_guess_suffices(guess)
			? catalogue_text(catalogue, "A proposal: keep it with --save NAME, "
						    "correct the file, then "
						    "import the table.")
			: catalogue_text(
				  catalogue,
				  "A ticket's number or its opening date was not found: keep "
				  "the "
				  "proposal with --save NAME and say in the file which columns "
				  "they are."));
}

/* ---- JSON ---- */

static void put_column(struct json_writer *json, const struct guessed_column *column)
{
	static const char *const grounds[] = {
		[GUESS_BY_NAME] = "name", [GUESS_BY_CONTENT] = "content"};
	bool known = column->ground != GUESS_NONE;

	json_begin_object(json);
	json_member_string(json, "name", column->name);
	json_member_string(json, "field", known ? ticket_field_name(column->field) : NULL);
	json_member_string(json, "by", grounds[column->ground]);
	json_member_int(json, "filled", column->filled);
	json_member_int(json, "different", column->distinct);
	json_member_int(json, "dates", column->dates);
	json_key(json, "samples");
	json_begin_array(json);
	for (guint i = 0; i < GUESS_SAMPLES && column->samples[i]; i++)
		json_string(json, column->samples[i]);
	json_end_array(json);
	json_end_object(json);
}

static void put_states(struct json_writer *json, const struct table_guess *guess)
{
	json_key(json, "states");
	json_begin_array(json);
	for (guint i = 0; i < guess->states->len; i++) {
		const struct guessed_state *one =
			&g_array_index(guess->states, struct guessed_state, i);
		const char *state = mapping_state_name(one->state);
		json_begin_object(json);
		json_member_string(json, "word", one->word);
		json_member_string(json, "state", *state != '\0' ? state : NULL);
		json_member_int(json, "rows", one->cells);
		json_end_object(json);
	}
	json_end_array(json);
}

void report_guess_json(const struct table_guess *guess, const char *path, GString *out)
{
	struct json_writer *json = json_writer_new(out);

	json_begin_object(json);
	json_member_string(json, "schema", "entente/mapping-guess/1");
	json_member_string(json, "path", path);
	json_member_int(json, "rows", guess->rows);
	json_member_bool(json, "log", guess->log);
	json_member_bool(json, "suffices", table_guess_suffices(guess));
	json_key(json, "columns");
	json_begin_array(json);
	for (guint i = 0; i < guess->columns->len; i++)
		put_column(json, column_at(guess, i));
	json_end_array(json);
	put_states(json, guess);
	json_end_object(json);
	json_writer_free(json);
	g_string_append_c(out, '\n');
}
