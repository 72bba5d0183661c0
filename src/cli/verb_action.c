/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `entente action ACTION`: actions and decisions of the committees. */
#include <string.h>

#include "base/calendar.h"
#include "base/error.h"
#include "cli/cli.h"
#include "cli/ledger_actions.h"
#include "importers/action_rows.h"
#include "report/actions.h"
#include "store/actions.h"

/* ---- what is given ---- */

struct given {
	char *relationship, *kind, *side, *state, *asked, *due, *ended;
	char *texts[ACTION_TEXTS];
	gboolean open, overdue;
};

static void given_clear(struct given *given)
{
	char **const all[] = {&given->relationship, &given->kind, &given->side, &given->state,
			      &given->asked,        &given->due,  &given->ended};

	for (guint i = 0; i < G_N_ELEMENTS(all); i++)
		g_clear_pointer(all[i], g_free);
	for (guint i = 0; i < ACTION_TEXTS; i++)
		g_clear_pointer(&given->texts[i], g_free);
}

#define WORD(name, member, help)                                                               \
	{                                                                                      \
		name, 0, 0, G_OPTION_ARG_STRING, &given->member, help, NULL                    \
	}

static bool parse(struct given *given, int *argc, char ***argv)
{
	const GOptionEntry entries[] = {
		{"relationship", 'r', 0, G_OPTION_ARG_STRING, &given->relationship,
		 "of which relationship", "NAME"},
		WORD("kind", kind, "action or decision"),
		WORD("side", side, "client or provider: who is to do or to decide"),
		WORD("state", state, "open, done or dropped"),
		WORD("asked", asked, "day it was asked"),
		WORD("due", due, "day it is due"),
		WORD("on", ended, "day it was done, decided or dropped"),
		WORD("text", texts[ACTION_TEXT], "its words"),
		WORD("owner", texts[ACTION_OWNER], "the role that owns it"),
		WORD("source", texts[ACTION_SOURCE], "where it was settled"),
		{"open", 0, 0, G_OPTION_ARG_NONE, &given->open, "list: open ones only", NULL},
		{"overdue", 0, 0, G_OPTION_ARG_NONE, &given->overdue, "list: late ones only",
		 NULL},
		{NULL, 0, 0, 0, NULL, NULL, NULL},
	};

	return cli_parse(&verb_action, entries, argc, argv);
}

/* ---- list, export ---- */

static bool fits(const struct given *given, const struct action_item *item, gint32 day)
{
	return (given->kind == NULL || action_kind_of(given->kind) == item->kind) &&
	       (given->side == NULL || ledger_side_of(given->side) == item->side) &&
	       (!given->open || item->state == ACTION_OPEN) &&
	       (!given->overdue || action_is_late(item, day));
}

static bool is_filter(const struct given *given)
{
	if (given->kind != NULL && action_kind_of(given->kind) == ACTION_KINDS)
		g_printerr("entente: action: --kind is action or decision\n");
	else if (given->side != NULL && ledger_side_of(given->side) == SIDE_NONE)
		g_printerr("entente: action: --side is client or provider\n");
	else
		return true;
	return false;
}

static void write_out(const struct cli *cli, const struct shown_actions *shown, bool table)
{
	g_autoptr(GString) out = g_string_new(NULL);
	const struct screen screen = {out, cli->columns, cli->colour};

	if (cli_wants_json(cli))
		report_actions_json(shown, out);
	else if (table)
		report_actions_csv(shown->items, out);
	else
		report_actions_text(shown, cli->catalogue, &screen);
	cli_write(out);
}

static bool show(const struct cli *cli, const struct given *given, const char *name, bool table,
		 GError **error)
{
	struct ledger_desk desk;
	g_autoptr(GPtrArray) items = NULL, fitting = g_ptr_array_new();
	struct shown_actions shown = {NULL, fitting, cli_day(cli)};

	if (ledger_desk_open(cli, name, &desk, error))
		items = store_actions(desk.store, desk.relationship->id, error);
	for (guint i = 0; items != NULL && i < items->len; i++)
		if (fits(given, g_ptr_array_index(items, i), shown.day))
			g_ptr_array_add(fitting, g_ptr_array_index(items, i));
	if (items != NULL) {
		shown.relationship = desk.relationship->name;
		write_out(cli, &shown, table);
	}
	ledger_desk_close(&desk);
	return items != NULL;
}

static bool list(const struct cli *cli, struct given *given, const char *word, GError **error)
{
	return show(cli, given, word != NULL ? word : given->relationship, false, error);
}

static bool export(const struct cli *cli, struct given *given, const char *word, GError **error)
{
	return show(cli, given, word != NULL ? word : given->relationship, true, error);
}

/* ---- add, edit, done, drop, remove ---- */

static bool put(const struct ledger_desk *desk, const struct given *given, const char *id,
		GError **error)
{
	struct action_words words = {
		given->kind,  given->side, given->state, given->asked, given->due,
		given->ended, id};
	struct action_item item;
	g_autofree char *trouble = NULL, *name = NULL;
	bool done;

	memcpy(words.texts, given->texts, sizeof given->texts);
	trouble = action_item_fill(&words, &item);
	if (trouble != NULL) {
		g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE, trouble);
		return false;
	}
	done = store_action_put(desk->store, desk->relationship->id, &item, error) !=
	       STORE_PUT_FAILED;
	name = event_name(EVENT_ACTION, item.event);
	if (done)
		g_print("%s\n", name);
	action_item_clear(&item);
	return done;
}

static bool read_id(const char *word, guint64 *event, GError **error)
{
	enum event_kind kind;

	if (word != NULL && event_parse(word, &kind, event) && kind == EVENT_ACTION)
		return true;
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
		    "%s: give an id of entente action list (a and 16 digits)",
		    word != NULL ? word : "nothing");
	return false;
}

/* What was not given stays as it was. */
static void give(char **place, const char *before)
{
	if (*place == NULL)
		*place = g_strdup(before);
}

static void give_day(char **place, gint32 day)
{
	if (*place == NULL && day != ACTION_NO_DAY)
		*place = calendar_format_day(day);
}

static void give_rest(struct given *given, const struct action_item *item)
{
	give(&given->kind, action_kind_token(item->kind));
	give(&given->side, side_token(item->side));
	give(&given->state, action_state_token(item->state));
	give_day(&given->asked, item->asked);
	give_day(&given->due, item->due);
	if (strcmp(given->state, action_state_token(ACTION_OPEN)) != 0)
		give_day(&given->ended, item->ended);
	for (guint i = 0; i < ACTION_TEXTS; i++)
		give(&given->texts[i], item->texts[i]);
}

static bool change(const struct ledger_desk *desk, struct given *given, const char *word,
		   GError **error)
{
	g_autoptr(GPtrArray) items = store_actions(desk->store, desk->relationship->id, error);
	guint64 event;

	if (items == NULL || !read_id(word, &event, error))
		return false;
	for (guint i = 0; i < items->len; i++) {
		const struct action_item *item = g_ptr_array_index(items, i);
		if (item->event != event)
			continue;
		give_rest(given, item);
		return put(desk, given, word, error);
	}
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE, "no %s here", word);
	return false;
}

typedef bool (*at_desk)(const struct ledger_desk *desk, struct given *given, const char *word,
			GError **error);

static bool with_desk(const struct cli *cli, struct given *given, const char *word, at_desk run,
		      GError **error)
{
	struct ledger_desk desk;
	bool done = ledger_desk_open(cli, given->relationship, &desk, error) &&
		    run(&desk, given, word, error);

	ledger_desk_close(&desk);
	return done;
}

static bool put_new(const struct ledger_desk *desk, struct given *given, const char *word,
		    GError **error)
{
	return put(desk, given, NULL, error);
}

static bool add(const struct cli *cli, struct given *given, const char *word, GError **error)
{
	return with_desk(cli, given, word, put_new, error);
}

static bool edit(const struct cli *cli, struct given *given, const char *word, GError **error)
{
	return with_desk(cli, given, word, change, error);
}

/* Today, unless a day is given. */
static bool settle(const struct cli *cli, struct given *given, const char *word,
		   enum action_state state, GError **error)
{
	give_day(&given->ended, cli_day(cli));
	give(&given->state, action_state_token(state));
	return with_desk(cli, given, word, change, error);
}

static bool done(const struct cli *cli, struct given *given, const char *word, GError **error)
{
	return settle(cli, given, word, ACTION_DONE, error);
}

static bool drop(const struct cli *cli, struct given *given, const char *word, GError **error)
{
	return settle(cli, given, word, ACTION_DROPPED, error);
}

static bool take_away(const struct ledger_desk *desk, struct given *given, const char *word,
		      GError **error)
{
	guint64 event;
	bool known;

	if (!read_id(word, &event, error) ||
	    !store_action_remove(desk->store, desk->relationship->id, event, &known, error))
		return false;
	if (!known)
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE, "no %s here", word);
	return known;
}

static bool away(const struct cli *cli, struct given *given, const char *word, GError **error)
{
	return with_desk(cli, given, word, take_away, error);
}

/* ---- the verb ---- */

static const struct row {
	const char *name;
	bool (*run)(const struct cli *cli, struct given *given, const char *word,
		    GError **error);
} rows[] = {
	{"list", list}, {"add", add},     {"edit", edit},     {"done", done},
	{"drop", drop}, {"remove", away}, {"export", export},
};

static int run_row(const struct row *row, struct cli *cli, int argc, char **argv)
{
	struct given given = {0};
	GError *error = NULL;
	int status = EXIT_USAGE;

	if (parse(&given, &argc, &argv) && is_filter(&given))
		status = row->run(cli, &given, argc > 1 ? argv[1] : NULL, &error)
				 ? EXIT_DONE
				 : cli_fail(error);
	given_clear(&given);
	return status;
}

static int action_run(struct cli *cli, int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "import") == 0)
		return verb_import.run(cli, argc - 1, argv + 1);
	for (gsize i = 0; argc > 1 && i < G_N_ELEMENTS(rows); i++)
		if (strcmp(argv[1], rows[i].name) == 0)
			return run_row(&rows[i], cli, argc - 1, argv + 1);
	if (!cli_parse(&verb_action, NULL, &argc, &argv))
		return EXIT_USAGE;
	g_printerr("entente: action: say what to do: import");
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
		g_printerr(" %s", rows[i].name);
	g_printerr("\n");
	return EXIT_USAGE;
}

const struct verb verb_action = {
	.name = "action",
	.arguments = "list|add|edit|done|drop|remove|import|export [NAME|ID]",
	.summary = N_("actions and decisions of the committees, and which are late"),
	.run = action_run,
};
