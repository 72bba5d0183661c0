/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A GKeyFile read through one table of rows: group, key, kind, place. A key that is missing or
 * out of range is an error that names the file, so that a story never runs on half of its
 * parameters. */
#include "stories/parameters.h"

#include <math.h>
#include <stddef.h>

#include "base/calendar.h"
#include "base/error.h"

enum parameter_kind {
	TEXT,
	WORDS,
	PEOPLE,
	DAY,
	NUMBER,
	SHARE,
	COUNT,
	DRIFT,
	DRIFT_SHARE,
	FLAG
};

struct row {
	const char *group, *key;
	enum parameter_kind kind;
	bool optional; /* absent: no such event, an empty list */
	size_t offset;
};

#define ROW(group, key, kind, optional, member)                                                \
	{                                                                                      \
		group, key, kind, optional, offsetof(struct parameters, member)                \
	}

static const struct row rows[] = {
	ROW("story", "start", DAY, false, start),
	ROW("story", "end", DAY, false, end),
	ROW("story", "english_share", SHARE, false, english_share),
	ROW("story", "voice", TEXT, true, voice),
	ROW("client", "name", TEXT, false, client.name),
	ROW("client", "domain", TEXT, false, client.domain),
	ROW("client", "address", TEXT, false, client.address),
	ROW("client", "telephone", TEXT, false, client.telephone),
	ROW("client", "mailbox", TEXT, false, client.mailbox),
	ROW("client", "people", PEOPLE, false, client.people),
	ROW("client", "users", COUNT, false, users),
	ROW("provider", "name", TEXT, false, provider.name),
	ROW("provider", "domain", TEXT, false, provider.domain),
	ROW("provider", "address", TEXT, false, provider.address),
	ROW("provider", "telephone", TEXT, false, provider.telephone),
	ROW("provider", "mailbox", TEXT, false, provider.mailbox),
	ROW("provider", "people", PEOPLE, false, provider.people),
	ROW("change", "onset", DAY, true, onset),
	ROW("change", "weeks", NUMBER, false, change_weeks),
	ROW("change", "alarm", FLAG, false, alarm),
	ROW("change", "dimensions", WORDS, true, dimensions),
	ROW("change", "expected_stages", WORDS, false, expected_stages),
	ROW("rates", "asks_a_week", DRIFT, false, asks_a_week),
	ROW("rates", "proactive_a_week", DRIFT, false, proactive_a_week),
	ROW("rates", "tickets_a_week", DRIFT, false, tickets_a_week),
	ROW("rates", "committee_weeks", NUMBER, false, committee_weeks),
	ROW("delays", "reply_hours", DRIFT, false, reply_hours),
	ROW("delays", "reply_sigma", NUMBER, false, reply_sigma),
	ROW("delays", "client_reply_hours", DRIFT, false, client_reply_hours),
	ROW("delays", "acknowledge_hours", DRIFT, false, acknowledge_hours),
	ROW("delays", "acknowledge_sigma", NUMBER, false, acknowledge_sigma),
	ROW("delays", "resolve_hours", DRIFT, false, resolve_hours),
	ROW("delays", "resolve_sigma", NUMBER, false, resolve_sigma),
	ROW("shares", "answered", DRIFT_SHARE, false, answered_share),
	ROW("shares", "unprompted_answered", DRIFT_SHARE, false, unprompted_answered),
	ROW("shares", "supportive", DRIFT_SHARE, false, supportive_share),
	ROW("shares", "defensive", DRIFT_SHARE, false, defensive_share),
	ROW("shares", "complaint", DRIFT_SHARE, false, complaint_share),
	ROW("shares", "client_harsh", DRIFT_SHARE, true, client_harsh),
	ROW("shares", "committee_held", DRIFT_SHARE, false, committee_held),
	ROW("shares", "report_sent", DRIFT_SHARE, false, report_sent),
	ROW("shares", "pivot", DRIFT_SHARE, false, pivot_share),
	ROW("season", "august", SHARE, false, august),
	ROW("season", "christmas", SHARE, false, christmas),
	ROW("season", "bridge", SHARE, false, bridge),
	ROW("season", "persistence", SHARE, false, persistence),
	ROW("season", "dispersion", SHARE, false, dispersion),
	ROW("noise", "alerts_a_week", NUMBER, false, alerts_a_week),
	ROW("noise", "newsletters_a_month", NUMBER, false, newsletters_a_month),
	ROW("noise", "out_of_scope_a_week", NUMBER, false, out_of_scope_a_week),
	ROW("noise", "personal_a_month", NUMBER, false, personal_a_month),
	ROW("noise", "notice", SHARE, false, notice_share),
	ROW("noise", "absence", SHARE, false, absence_share),
	ROW("noise", "duplicate", SHARE, false, duplicate_share),
	ROW("noise", "broken_thread", SHARE, false, broken_thread_share),
	ROW("events", "pivot_leaves", DAY, true, pivot_leaves),
	ROW("events", "handover_weeks", NUMBER, true, handover_weeks),
	ROW("events", "channel_opened", DAY, true, channel_opened),
	ROW("events", "channel_weeks", NUMBER, true, channel_weeks),
	ROW("events", "channel_mail_share", SHARE, true, channel_mail_share),
	ROW("events", "tool_changed", DAY, true, tool_changed),
	ROW("events", "tool_project_weeks", NUMBER, true, tool_project_weeks),
	ROW("events", "tool_project_a_week", NUMBER, true, tool_project_a_week),
	ROW("events", "tool_notices_a_day", NUMBER, true, tool_notices_a_day),
};

/* One of a few words of [change], in the order of their enumeration. */
struct choice {
	const char *key, *what;
	bool optional;
	const char *words[4];
};

static const struct choice shape_choice = {
	"shape", "is none, slow or abrupt", false, {"none", "slow", "abrupt"}};
/* The provider's unless said: only its conduct is what most stories are about. */
static const struct choice side_choice = {
	"side", "is provider or client", true, {"provider", "client"}};

static bool parse_number(const char *text, double most, double *number)
{
	char *end;
	double value = g_ascii_strtod(text, &end);

	if (end == text || *end != '\0' || !isfinite(value) || value < 0 || value > most)
		return false;
	*number = value;
	return true;
}

static bool parse_drifting(const char *text, double most, struct drifting *value)
{
	g_auto(GStrv) parts = g_strsplit(text, ";", 2);

	if (parts[0] == NULL || !parse_number(g_strstrip(parts[0]), most, &value->before))
		return false;
	value->after = value->before;
	return parts[1] == NULL || parse_number(g_strstrip(parts[1]), most, &value->after);
}

static bool parse_count(const char *text, guint *count)
{
	double number;

	if (!parse_number(text, 500, &number))
		return false;
	*count = (guint)number;
	return true;
}

static bool parse_flag(const char *text, bool *flag)
{
	*flag = g_str_equal(text, "true");
	return *flag || g_str_equal(text, "false");
}

static bool parse_words(const char *text, char ***words)
{
	*words = g_strsplit(text, ";", -1);
	for (guint i = 0; (*words)[i] != NULL; i++)
		g_strstrip((*words)[i]);
	return (*words)[0] != NULL;
}

/* ROLE, ROLE:WEIGHT or ROLE:WEIGHT:LANGUAGE. */
static bool is_person(const char *text)
{
	g_auto(GStrv) parts = g_strsplit(text, ":", -1);
	guint count = g_strv_length(parts);
	double weight;

	return count >= 1 && count <= 3 && *parts[0] != '\0' &&
	       (count < 2 || parse_number(parts[1], 10000, &weight)) &&
	       (count < 3 || g_str_equal(parts[2], "fr") || g_str_equal(parts[2], "en"));
}

static bool parse_people(const char *text, char ***people)
{
	bool good = parse_words(text, people);

	for (guint i = 0; good && (*people)[i] != NULL; i++)
		good = is_person((*people)[i]);
	return good;
}

static bool parse_row(const struct row *row, const char *text, void *place)
{
	switch (row->kind) {
	case TEXT:
		*(char **)place = g_strdup(text);
		return *text != '\0';
	case WORDS:
		return parse_words(text, place);
	case PEOPLE:
		return parse_people(text, place);
	case DAY:
		return calendar_parse_day(text, place);
	case NUMBER:
		return parse_number(text, 10000, place);
	case SHARE:
		return parse_number(text, 1, place);
	case COUNT:
		return parse_count(text, place);
	case DRIFT:
		return parse_drifting(text, 10000, place);
	case DRIFT_SHARE:
		return parse_drifting(text, 1, place);
	case FLAG:
		return parse_flag(text, place);
	}
	return false;
}

static bool bad_value(GError **error, const char *file, const char *group, const char *key,
		      const char *what)
{
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "%s: [%s] %s: %s", file, group,
		    key, what);
	return false;
}

static bool read_row(GKeyFile *keys, const char *file, const struct row *row,
		     struct parameters *parameters, GError **error)
{
	g_autofree char *text = g_key_file_get_string(keys, row->group, row->key, NULL);

	if (text == NULL)
		return row->optional ||
		       bad_value(error, file, row->group, row->key, "is missing");
	g_strstrip(text);
	if (parse_row(row, text, (char *)parameters + row->offset))
		return true;
	return bad_value(error, file, row->group, row->key, "has a value out of range");
}

static bool read_word(GKeyFile *keys, const char *file, const struct choice *choice,
		      guint *place, GError **error)
{
	g_autofree char *text = g_key_file_get_string(keys, "change", choice->key, NULL);

	if (text == NULL && choice->optional)
		return true;
	for (guint i = 0; text != NULL && choice->words[i] != NULL; i++) {
		if (g_str_equal(text, choice->words[i])) {
			*place = i;
			return true;
		}
	}
	return bad_value(error, file, "change", choice->key, choice->what);
}

static bool read_choices(GKeyFile *keys, const char *file, struct parameters *parameters,
			 GError **error)
{
	guint shape = CHANGE_NONE, side = CHANGE_OF_PROVIDER;

	if (!read_word(keys, file, &shape_choice, &shape, error) ||
	    !read_word(keys, file, &side_choice, &side, error))
		return false;
	parameters->shape = (enum change_shape)shape;
	parameters->side = (enum change_side)side;
	return true;
}

static int compare_facts(gconstpointer first, gconstpointer second)
{
	const struct story_fact *one = first, *other = second;

	return (one->day > other->day) - (one->day < other->day);
}

/* [facts] holds "fact@day = value". */
static bool read_facts(GKeyFile *keys, const char *file, GArray *facts, GError **error)
{
	g_auto(GStrv) names = g_key_file_get_keys(keys, "facts", NULL, NULL);

	for (guint i = 0; names != NULL && names[i] != NULL; i++) {
		const char *at = g_strrstr(names[i], "@");
		struct story_fact fact;

		if (at == NULL || !calendar_parse_day(at + 1, &fact.day))
			return bad_value(error, file, "facts", names[i],
					 "is not fact@YYYY-MM-DD");
		fact.fact = g_strndup(names[i], (gsize)(at - names[i]));
		fact.value = g_key_file_get_string(keys, "facts", names[i], NULL);
		g_array_append_val(facts, fact);
	}
	g_array_sort(facts, compare_facts);
	return true;
}

static bool coherent(const struct parameters *parameters, const char *file, GError **error)
{
	if (parameters->end <= parameters->start + 7 ||
	    parameters->end - parameters->start > 7 * STORY_WEEKS)
		return bad_value(error, file, "story", "end",
				 "must be a week to twenty years after start");
	if (parameters->shape != CHANGE_NONE &&
	    (parameters->onset <= parameters->start || parameters->onset > parameters->end))
		return bad_value(error, file, "change", "onset", "must lie inside the story");
	if (parameters->committee_weeks < 1)
		return bad_value(error, file, "rates", "committee_weeks", "must be at least 1");
	if (parameters->persistence > 0.95)
		return bad_value(error, file, "season", "persistence", "must be at most 0.95");
	return true;
}

static void fact_clear(gpointer data)
{
	struct story_fact *fact = data;

	g_free(fact->fact);
	g_free(fact->value);
}

static struct parameters *parameters_new(const char *name)
{
	struct parameters *parameters = g_new0(struct parameters, 1);

	parameters->name = g_strdup(name);
	parameters->onset = STORY_DAY_NONE;
	parameters->pivot_leaves = STORY_DAY_NONE;
	parameters->channel_opened = STORY_DAY_NONE;
	parameters->tool_changed = STORY_DAY_NONE;
	parameters->channel_mail_share = 1;
	parameters->facts = g_array_new(FALSE, TRUE, sizeof(struct story_fact));
	g_array_set_clear_func(parameters->facts, fact_clear);
	return parameters;
}

struct parameters *parameters_read(const char *name, const char *file, const char *text,
				   gsize length, GError **error)
{
	g_autoptr(GKeyFile) keys = g_key_file_new();
	g_autoptr(parameters_auto) parameters = parameters_new(name);
	g_autoptr(GError) cause = NULL;

	if (!g_key_file_load_from_data(keys, text, length, G_KEY_FILE_NONE, &cause)) {
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "%s: %s", file,
			    cause->message);
		return NULL;
	}
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
		if (!read_row(keys, file, &rows[i], parameters, error))
			return NULL;
	if (!read_choices(keys, file, parameters, error) ||
	    !read_facts(keys, file, parameters->facts, error) ||
	    !coherent(parameters, file, error))
		return NULL;
	return g_steal_pointer(&parameters);
}

static void side_clear(struct side_parameters *side)
{
	g_free(side->name);
	g_free(side->domain);
	g_free(side->address);
	g_free(side->telephone);
	g_free(side->mailbox);
	g_strfreev(side->people);
}

void parameters_free(struct parameters *parameters)
{
	if (parameters == NULL)
		return;
	g_free(parameters->name);
	side_clear(&parameters->client);
	side_clear(&parameters->provider);
	g_free(parameters->voice);
	g_strfreev(parameters->dimensions);
	g_strfreev(parameters->expected_stages);
	g_array_unref(parameters->facts);
	g_free(parameters);
}

double parameters_effect(const struct parameters *parameters, gint32 day)
{
	double weeks;

	if (parameters->shape == CHANGE_NONE || day < parameters->onset)
		return 0;
	if (parameters->shape == CHANGE_ABRUPT || parameters->change_weeks <= 0)
		return 1;
	weeks = (day - parameters->onset) / 7.0;
	return MIN(weeks / parameters->change_weeks, 1);
}

double parameters_at(const struct parameters *parameters, struct drifting value, gint32 day)
{
	double effect = parameters_effect(parameters, day);

	if (value.before > 0 && value.after > 0)
		return value.before * pow(value.after / value.before, effect);
	return value.before + (value.after - value.before) * effect;
}

char **parameters_moved(const struct parameters *parameters)
{
	GPtrArray *moved = g_ptr_array_new();

	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		const struct row *row = &rows[i];
		const struct drifting *value =
			(const void *)((const char *)parameters + row->offset);

		if ((row->kind == DRIFT || row->kind == DRIFT_SHARE) &&
		    value->before != value->after)
			g_ptr_array_add(moved, g_strconcat(row->group, ".", row->key, NULL));
	}
	g_ptr_array_add(moved, NULL);
	return (char **)g_ptr_array_free(moved, FALSE);
}

double parameters_mail_share(const struct parameters *parameters, gint32 day)
{
	double weeks;

	if (parameters->channel_opened == STORY_DAY_NONE || day < parameters->channel_opened)
		return 1;
	if (parameters->channel_weeks <= 0)
		return parameters->channel_mail_share;
	weeks = (day - parameters->channel_opened) / 7.0;
	return 1 -
	       (1 - parameters->channel_mail_share) * MIN(weeks / parameters->channel_weeks, 1);
}
