/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* An item is a line of whose it is and how it stands, and a line of its words. */
#include "report/actions.h"

#include <string.h>

#include "base/calendar.h"
#include "report/csv_cells.h"
#include "report/json_parts.h"
#include "report/phrase.h"

#define INDENT 2

static const char *whose(const struct catalogue *catalogue, const struct action_item *item)
{
	static const char *const words[ACTION_KINDS][SIDE_COUNT] = {
		[ACTION_TO_DO] = {[SIDE_CLIENT] = N_("action of the client"),
				  [SIDE_PROVIDER] = N_("action of the provider")},
		[ACTION_DECISION] = {[SIDE_CLIENT] = N_("decision of the client"),
				     [SIDE_PROVIDER] = N_("decision of the provider")},
	};

	return catalogue_text(catalogue, words[item->kind][item->side]);
}

static char *with_day(const struct catalogue *catalogue, const char *words, gint32 day)
{
	g_autofree char *text = phrase_day(catalogue, day);

	return phrase(catalogue_text(catalogue, words), {"day", text});
}

/* Caller owns. */
static char *standing(const struct catalogue *catalogue, const struct action_item *item,
		      gint32 day)
{
	if (item->state == ACTION_DROPPED)
		return g_strdup(catalogue_text(catalogue, N_("dropped")));
	if (item->state == ACTION_DONE && item->ended == ACTION_NO_DAY)
		return g_strdup(catalogue_text(catalogue, N_("settled")));
	if (item->state == ACTION_DONE)
		return with_day(catalogue, N_("settled on {day}"), item->ended);
	if (action_is_late(item, day)) {
		g_autofree char *days = phrase_count(catalogue, "{n} day", "{n} days",
						     (double)(day - action_deadline(item)));
		return phrase(catalogue_text(catalogue, N_("late by {n}")), {"n", days});
	}
	if (item->due != ACTION_NO_DAY)
		return with_day(catalogue, N_("due on {day}"), item->due);
	return g_strdup(catalogue_text(catalogue, N_("open, without a day")));
}

static void add_part(GString *line, const char *part)
{
	if (part != NULL && *part != '\0')
		g_string_append_printf(line, "%s%s", line->len > 0 ? " · " : "", part);
}

static void put_item(const struct screen *screen, const struct catalogue *catalogue,
		     const struct action_item *item, gint32 day)
{
	g_autoptr(GString) head = g_string_new(NULL), words = g_string_new(NULL);
	g_autofree char *id = event_name(EVENT_ACTION, item->event);
	g_autofree char *state = standing(catalogue, item, day);
	g_autofree char *safe_head = NULL, *safe = NULL;

	add_part(head, id);
	add_part(head, whose(catalogue, item));
	add_part(head, item->texts[ACTION_OWNER]);
	add_part(head, state);
	add_part(words, item->texts[ACTION_TEXT]);
	add_part(words, item->texts[ACTION_SOURCE]);
	safe_head = phrase_clean(head->str);
	safe = phrase_clean(words->str);
	screen_wrap(screen, action_is_late(item, day) ? SCREEN_BOLD : SCREEN_PLAIN, "", INDENT,
		    safe_head);
	screen_wrap(screen, SCREEN_PLAIN, "  ", INDENT, safe);
}

void report_actions_text(const struct shown_actions *actions, const struct catalogue *catalogue,
			 const struct screen *screen)
{
	for (guint i = 0; i < actions->items->len; i++)
		put_item(screen, catalogue, g_ptr_array_index(actions->items, i), actions->day);
	if (actions->items->len == 0)
		screen_wrap(screen, SCREEN_PLAIN, "", 0,
			    catalogue_text(catalogue, N_("Nothing to show.")));
}

static void item_json(struct json_writer *json, const struct action_item *item, gint32 day)
{
	g_autofree char *id = event_name(EVENT_ACTION, item->event);

	json_begin_object(json);
	json_member_string(json, "id", id);
	json_member_string(json, "kind", action_kind_token(item->kind));
	json_member_string(json, "side", side_token(item->side));
	json_member_string(json, "state", action_state_token(item->state));
	json_put_day(json, "asked", item->asked);
	json_put_day(json, "due", item->due);
	json_put_day(json, "done", item->ended);
	json_key(json, "days_late");
	if (action_is_late(item, day))
		json_int(json, day - action_deadline(item));
	else
		json_null(json);
	for (guint i = 0; i < ACTION_TEXTS; i++)
		json_member_string(json, action_text_token(i), item->texts[i]);
	json_end_object(json);
}

void report_actions_json(const struct shown_actions *actions, GString *out)
{
	struct json_writer *json = json_writer_new(out);

	json_begin_object(json);
	json_member_string(json, "schema", "entente/actions/1");
	json_member_string(json, "relationship", actions->relationship);
	json_put_day(json, "as_of", actions->day);
	json_key(json, "items");
	json_begin_array(json);
	for (guint i = 0; i < actions->items->len; i++)
		item_json(json, g_ptr_array_index(actions->items, i), actions->day);
	json_end_array(json);
	json_end_object(json);
	json_writer_free(json);
	g_string_append_c(out, '\n');
}

static void put_row(GString *out, const struct action_item *item)
{
	g_autofree char *id = event_name(EVENT_ACTION, item->event);

	csv_put_cell(out, action_kind_token(item->kind));
	csv_put_cell(out, side_token(item->side));
	csv_put_cell(out, action_state_token(item->state));
	csv_put_day(out, item->asked);
	csv_put_day(out, item->due);
	csv_put_day(out, item->ended);
	for (guint i = 0; i < ACTION_TEXTS; i++)
		csv_put_cell(out, item->texts[i]);
	g_string_append_printf(out, "%s\n", id);
}

void report_actions_csv(const GPtrArray *items, GString *out)
{
	g_string_append(out, "kind,side,state,asked,due,done,");
	for (guint i = 0; i < ACTION_TEXTS; i++)
		g_string_append_printf(out, "%s,", action_text_token(i));
	g_string_append(out, "id\n");
	for (guint i = 0; i < items->len; i++)
		put_row(out, g_ptr_array_index(items, i));
}
