/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Rounds and their links. A link is told by its id; its token was shown once and is not kept.
 */
#include "base/calendar.h"
#include "report/json_parts.h"
#include "report/phrase.h"
#include "report/survey.h"

static const char *state_of(const struct survey_link *link, gint32 day)
{
	if (link->state == SURVEY_LINK_USED)
		return N_("used");
	if (link->state == SURVEY_LINK_REVOKED)
		return N_("revoked");
	return day > link->expires ? N_("expired") : N_("open");
}

static void put_link(const struct survey_link *link, gint32 day,
		     const struct catalogue *catalogue, const struct screen *screen)
{
	g_autofree char *expires = phrase_day(catalogue, link->expires);
	g_autofree char *until =
		phrase(catalogue_text(catalogue, N_("until {day}")), {"day", expires});
	g_autofree char *line =
		g_strdup_printf("%016" G_GINT64_MODIFIER "x · %s (%s) · %s · %s", link->id,
				survey_side_words(catalogue, link->side),
				survey_role_words(catalogue, link->role), until,
				catalogue_text(catalogue, state_of(link, day)));

	screen_wrap(screen, SCREEN_PLAIN, "  ", 4, line);
}

static char *standing(const struct survey_round *round, gint32 day,
		      const struct catalogue *catalogue)
{
	g_autofree char *last = phrase_day(catalogue, survey_round_end(round));
	g_autofree char *first = phrase_day(catalogue, round->opens);

	if (round->closed != SURVEY_NO_DAY && day >= round->closed)
		return phrase(catalogue_text(catalogue, N_("closed on {day}")), {"day", last});
	if (survey_round_is_over(round, day))
		return phrase(catalogue_text(catalogue, N_("over since {day}")), {"day", last});
	return phrase(catalogue_text(catalogue, N_("open from {from} to {day}")),
		      {"from", first}, {"day", last});
}

static void put_round(const struct shown_round *shown, gint32 day,
		      const struct catalogue *catalogue, const struct screen *screen)
{
	g_autofree char *id = event_name(EVENT_ANSWER, shown->round->event);
	g_autofree char *state = standing(shown->round, day, catalogue);
	g_autofree char *client = phrase_integer(catalogue, shown->n[SIDE_CLIENT]);
	g_autofree char *provider = phrase_integer(catalogue, shown->n[SIDE_PROVIDER]);
	g_autofree char *answered = phrase(
		catalogue_text(catalogue, N_("answered: client {client}, provider {provider}")),
		{"client", client}, {"provider", provider});
	g_autofree char *line =
		g_strdup_printf("%s · %s · %s · %s", id, shown->round->name, state, answered);
	g_autofree char *safe = phrase_clean(line);

	screen_wrap(screen, SCREEN_BOLD, "", 2, safe);
	for (guint i = 0; i < shown->links->len; i++)
		put_link(&g_array_index(shown->links, struct survey_link, i), day, catalogue,
			 screen);
}

void report_rounds_text(const struct shown_rounds *rounds, const struct catalogue *catalogue,
			const struct screen *screen)
{
	for (guint i = 0; i < rounds->rounds->len; i++)
		put_round(&g_array_index(rounds->rounds, struct shown_round, i), rounds->day,
			  catalogue, screen);
	if (rounds->rounds->len == 0)
		screen_wrap(screen, SCREEN_PLAIN, "", 0,
			    catalogue_text(catalogue, N_("Nothing to show.")));
}

static void link_json(struct json_writer *json, const struct survey_link *link, gint32 day)
{
	g_autofree char *id = g_strdup_printf("%016" G_GINT64_MODIFIER "x", link->id);

	json_begin_object(json);
	json_member_string(json, "link", id);
	json_member_string(json, "side", side_token(link->side));
	json_member_string(json, "role", survey_role_token(link->role));
	json_put_day(json, "expires", link->expires);
	json_member_string(json, "state", state_of(link, day));
	json_end_object(json);
}

static void round_json(struct json_writer *json, const struct shown_round *shown, gint32 day)
{
	g_autofree char *id = event_name(EVENT_ANSWER, shown->round->event);

	json_begin_object(json);
	json_member_string(json, "id", id);
	json_member_string(json, "name", shown->round->name);
	json_put_day(json, "opens", shown->round->opens);
	json_put_day(json, "ends", shown->round->ends);
	json_put_day(json, "closed", shown->round->closed);
	json_member_bool(json, "over", survey_round_is_over(shown->round, day));
	json_key(json, "answered");
	json_begin_object(json);
	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++)
		json_member_int(json, side_token(side), shown->n[side]);
	json_end_object(json);
	json_key(json, "links");
	json_begin_array(json);
	for (guint i = 0; i < shown->links->len; i++)
		link_json(json, &g_array_index(shown->links, struct survey_link, i), day);
	json_end_array(json);
	json_end_object(json);
}

void report_rounds_json(const struct shown_rounds *rounds, GString *out)
{
	struct json_writer *json = json_writer_new(out);

	json_begin_object(json);
	json_member_string(json, "schema", "entente/survey_rounds/1");
	json_member_string(json, "relationship", rounds->relationship);
	json_put_day(json, "as_of", rounds->day);
	json_key(json, "rounds");
	json_begin_array(json);
	for (guint i = 0; i < rounds->rounds->len; i++)
		round_json(json, &g_array_index(rounds->rounds, struct shown_round, i),
			   rounds->day);
	json_end_array(json);
	json_end_object(json);
	json_writer_free(json);
	g_string_append_c(out, '\n');
}
