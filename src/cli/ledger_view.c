/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `entente ledger list|export|gaps|match|commitments|mine`. */
#include <string.h>

#include "base/error.h"
#include "cli/ledger_actions.h"
#include "cli/ledger_match.h"
#include "cli/ledger_propose.h"
#include "store/ledger.h"

static void write_out(const struct cli *cli, const struct shown_ledger *shown)
{
	g_autoptr(GString) out = g_string_new(NULL);
	const struct screen screen = {out, cli->columns, cli->colour};

	if (cli_wants_json(cli))
		report_ledger_json(shown, cli->catalogue, out);
	else
		report_ledger_text(shown, cli->catalogue, &screen);
	cli_write(out);
}

struct filter {
	char *kind, *side, *area;
};

static bool fits(const struct filter *filter, const struct ledger_item *item)
{
	return (filter->kind == NULL || ledger_kind_of(filter->kind) == item->kind) &&
	       (filter->side == NULL || ledger_side_of(filter->side) == item->side) &&
	       (filter->area == NULL || g_strcmp0(filter->area, item->texts[LEDGER_AREA]) == 0);
}

static int list(const struct cli *cli, const char *name, const struct filter *filter)
{
	struct ledger_desk desk;
	g_autoptr(GPtrArray) items = NULL, fitting = g_ptr_array_new();
	struct shown_ledger shown = {.items = fitting};
	GError *error = NULL;

	if (ledger_desk_open(cli, name, &desk, &error))
		items = store_ledger(desk.store, desk.relationship->id, &error);
	for (guint i = 0; items != NULL && i < items->len; i++)
		if (fits(filter, g_ptr_array_index(items, i)))
			g_ptr_array_add(fitting, g_ptr_array_index(items, i));
	if (items != NULL) {
		shown.relationship = desk.relationship->name;
		write_out(cli, &shown);
	}
	ledger_desk_close(&desk);
	return items != NULL ? EXIT_DONE : cli_fail(error);
}

static bool is_filter(const struct filter *filter)
{
	if (filter->kind != NULL && ledger_kind_of(filter->kind) == LEDGER_KINDS)
		g_printerr("entente: ledger: --kind is expectation or commitment\n");
	else if (filter->side != NULL && ledger_side_of(filter->side) == SIDE_NONE)
		g_printerr("entente: ledger: --side is client or provider\n");
	else
		return true;
	return false;
}

int ledger_list(struct cli *cli, int argc, char **argv)
{
	struct filter filter = {NULL, NULL, NULL};
	const GOptionEntry entries[] = {
		{"kind", 0, 0, G_OPTION_ARG_STRING, &filter.kind, "expectation or commitment",
		 "KIND"},
		{"side", 0, 0, G_OPTION_ARG_STRING, &filter.side, "client or provider", "SIDE"},
		{"area", 0, 0, G_OPTION_ARG_STRING, &filter.area, "of this area only", "AREA"},
		{NULL, 0, 0, 0, NULL, NULL, NULL},
	};
	int status = EXIT_USAGE;

	if (cli_parse(&verb_ledger, entries, &argc, &argv) && is_filter(&filter))
		status = list(cli, argc > 1 ? argv[1] : NULL, &filter);
	g_free(filter.kind);
	g_free(filter.side);
	g_free(filter.area);
	return status;
}

int ledger_export(struct cli *cli, int argc, char **argv)
{
	struct ledger_desk desk;
	g_autoptr(GPtrArray) items = NULL;
	g_autoptr(GString) out = g_string_new(NULL);
	struct shown_ledger shown = {0};
	GError *error = NULL;

	if (!cli_parse(&verb_ledger, NULL, &argc, &argv))
		return EXIT_USAGE;
	if (ledger_desk_open(cli, argc > 1 ? argv[1] : NULL, &desk, &error))
		items = store_ledger(desk.store, desk.relationship->id, &error);
	if (items != NULL) {
		shown.items = items;
		shown.relationship = desk.relationship->name;
		if (cli_wants_json(cli))
			report_ledger_json(&shown, cli->catalogue, out);
		else
			report_ledger_csv(items, out);
		cli_write(out);
	}
	ledger_desk_close(&desk);
	return items != NULL ? EXIT_DONE : cli_fail(error);
}

/* Gaps, or pairs to be asked about. */
static int show_between(const struct cli *cli, const char *name, bool gaps)
{
	struct ledger_desk desk;
	g_autoptr(GPtrArray) items = NULL;
	g_autoptr(GArray) pairs = NULL, open = NULL, proposed = NULL;
	struct shown_ledger shown = {.day = cli_day(cli)};
	GError *error = NULL;

	if (ledger_desk_open(cli, name, &desk, &error))
		items = store_ledger(desk.store, desk.relationship->id, &error);
	if (items != NULL)
		pairs = store_ledger_pairs(desk.store, desk.relationship->id, &error);
	if (pairs != NULL) {
		shown.gaps = open = gaps ? ledger_gaps(items, pairs, shown.day) : NULL;
		shown.pairs = proposed = gaps ? NULL : ledger_match(items, pairs);
		shown.relationship = desk.relationship->name;
		write_out(cli, &shown);
	}
	ledger_desk_close(&desk);
	return pairs != NULL ? EXIT_DONE : cli_fail(error);
}

int ledger_show_gaps(struct cli *cli, int argc, char **argv)
{
	if (!cli_parse(&verb_ledger, NULL, &argc, &argv))
		return EXIT_USAGE;
	return show_between(cli, argc > 1 ? argv[1] : NULL, true);
}

int ledger_show_pairs(struct cli *cli, int argc, char **argv)
{
	if (!cli_parse(&verb_ledger, NULL, &argc, &argv))
		return EXIT_USAGE;
	return show_between(cli, argc > 1 ? argv[1] : NULL, false);
}

static int show_proposals(struct cli *cli, int argc, char **argv, enum ledger_kind kind)
{
	struct ledger_desk desk;
	g_autoptr(GPtrArray) proposals = NULL;
	struct shown_ledger shown = {0};
	GError *error = NULL;

	if (!cli_parse(&verb_ledger, NULL, &argc, &argv))
		return EXIT_USAGE;
	if (ledger_desk_open(cli, argc > 1 ? argv[1] : NULL, &desk, &error))
		proposals = ledger_proposals(cli, desk.store, desk.relationship, kind, &error);
	if (proposals != NULL) {
		shown.items = proposals;
		shown.relationship = desk.relationship->name;
		write_out(cli, &shown);
	}
	ledger_desk_close(&desk);
	return proposals != NULL ? EXIT_DONE : cli_fail(error);
}

int ledger_show_commitments(struct cli *cli, int argc, char **argv)
{
	return show_proposals(cli, argc, argv, LEDGER_COMMITMENT);
}

int ledger_show_mined(struct cli *cli, int argc, char **argv)
{
	return show_proposals(cli, argc, argv, LEDGER_EXPECTATION);
}
