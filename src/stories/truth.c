/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The truth comes from the parameters alone, never from what was drawn: it is what a reader of
 * the files should find out. The interval of a slow change runs until the change is complete.
 */
#include "stories/truth.h"

#include "base/calendar.h"
#include "base/json.h"

static const char *const side_tokens[] = {
	[CHANGE_OF_PROVIDER] = "provider",
	[CHANGE_OF_CLIENT] = "client",
};

static const char *const shape_tokens[] = {
	[CHANGE_NONE] = NULL,
	[CHANGE_SLOW] = "slow",
	[CHANGE_ABRUPT] = "abrupt",
};

static void write_day(struct json_writer *json, gint32 day)
{
	g_autofree char *text = calendar_format_day(day);

	json_string(json, text);
}

static void write_onset(struct json_writer *json, const struct parameters *parameters)
{
	gint32 complete = parameters->onset;

	if (parameters->shape == CHANGE_SLOW)
		complete += (gint32)(7 * parameters->change_weeks);
	json_key(json, "onset");
	write_day(json, parameters->onset);
	json_key(json, "onset_interval");
	json_begin_array(json);
	write_day(json, parameters->onset);
	write_day(json, MIN(complete, parameters->end));
	json_end_array(json);
}

/* The provider's conduct is what an assessment is asked about: a change of the client's is no
 * onset, and is told in `change`. */
static void write_conduct(struct json_writer *json, const struct parameters *parameters)
{
	static const char *const members[] = {"onset", "onset_interval", "shape"};

	if (parameters->shape != CHANGE_NONE && parameters->side == CHANGE_OF_PROVIDER) {
		write_onset(json, parameters);
		json_member_string(json, "shape", shape_tokens[parameters->shape]);
		return;
	}
	for (guint i = 0; i < G_N_ELEMENTS(members); i++) {
		json_key(json, members[i]);
		json_null(json);
	}
}

static void write_words(struct json_writer *json, const char *key, const char *const *words)
{
	json_key(json, key);
	json_begin_array(json);
	for (guint i = 0; words[i] != NULL; i++)
		json_string(json, words[i]);
	json_end_array(json);
}

/* Only where the story says what its change touches. */
static void write_change(struct json_writer *json, const struct parameters *parameters)
{
	g_auto(GStrv) moved = parameters_moved(parameters);

	if (parameters->shape == CHANGE_NONE || parameters->dimensions == NULL)
		return;
	json_key(json, "change");
	json_begin_object(json);
	json_member_string(json, "side", side_tokens[parameters->side]);
	write_words(json, "dimensions", (const char *const *)parameters->dimensions);
	write_words(json, "moved", (const char *const *)moved);
	write_onset(json, parameters);
	json_end_object(json);
}

static void write_text(struct json_writer *json, const char *key, const char *value)
{
	json_member_string(json, key, value);
}

static void write_members(struct json_writer *json, const struct parameters *parameters,
			  guint64 seed, const char *const *files)
{
	json_member_bool(json, "simulated", true);
	write_text(json, "story", parameters->name);
	json_member_int(json, "seed", (gint64)seed);
	write_text(json, "client", parameters->client.domain);
	write_text(json, "provider", parameters->provider.domain);
	json_key(json, "from");
	write_day(json, parameters->start);
	json_key(json, "to");
	write_day(json, parameters->end);
	write_conduct(json, parameters);
	write_change(json, parameters);
	json_member_bool(json, "alarm", parameters->alarm);
	write_words(json, "expected_stages", (const char *const *)parameters->expected_stages);
	write_words(json, "files", files);
}

char *truth_json(const struct parameters *parameters, guint64 seed, const char *const *files)
{
	g_autoptr(GString) out = g_string_new(NULL);
	struct json_writer *json = json_writer_new(out);

	json_begin_object(json);
	write_members(json, parameters, seed, files);
	json_end_object(json);
	json_writer_free(json);
	if (out->str[out->len - 1] != '\n')
		g_string_append_c(out, '\n');
	return g_string_free(g_steal_pointer(&out), FALSE);
}

char *truth_readme(const struct parameters *parameters, guint64 seed)
{
	return g_strdup_printf(
		"SIMULATED DATA / DONNÉES SIMULÉES\n\n"
		"Every message, ticket, meeting, person and company in this folder is "
		"invented,\n"
		"written by `entente simulate --story %s --seed %" G_GUINT64_FORMAT "`.\n"
		"Tous les messages, tickets, réunions, personnes et sociétés de ce dossier "
		"sont\n"
		"inventés.\n\n"
		"client   %s (%s)\nprovider %s (%s)\n\n"
		"truth.json says what really happened.\n",
		parameters->name, seed, parameters->client.name, parameters->client.domain,
		parameters->provider.name, parameters->provider.domain);
}

char *truth_facts(const struct parameters *parameters)
{
	GString *csv = g_string_new("date,fact,value\n");

	for (guint i = 0; i < parameters->facts->len; i++) {
		const struct story_fact *fact =
			&g_array_index(parameters->facts, struct story_fact, i);
		g_autofree char *day = calendar_format_day(fact->day);

		g_string_append_printf(csv, "%s,%s,%s\n", day, fact->fact, fact->value);
	}
	return g_string_free(csv, FALSE);
}
