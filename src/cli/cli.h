/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What every verb gets, and the table that finds it. A verb is one file and one row of main.c.
 * It writes data on standard output, talk on standard error, and returns an exit status. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/catalogue.h"
#include "model/assessment.h"
#include "store/store.h"
#include "text/mask.h"

enum exit_status {
	EXIT_DONE = 0,
	EXIT_CONDITION = 1,
	EXIT_USAGE = 2,
	EXIT_INPUT = 3,
	EXIT_STORE = 4,
	EXIT_REJECTED = 5,
	EXIT_INTERNAL = 70,
};

struct cli {
	const struct catalogue *catalogue;
	char *store_url;
	bool store_named;    /* on the command line */
	char *format;        /* "text", "json" or what the verb adds; NULL = the verb's first */
	gint32 as_of;        /* day, DAY_NONE when not asked */
	double false_alarms; /* of the weekly watch, a year; 0 when not asked */
	bool colour;
	guint columns;
};

struct verb {
	const char *name;
	const char *arguments; /* "[NAME]" */
	const char *summary;   /* one line, a catalogue key */
	int (*run)(struct cli *cli, int argc, char **argv);
};

extern const struct verb verb_import, verb_assess, verb_explain, verb_list, verb_show,
	verb_report, verb_detect, verb_simulate, verb_calibrate, verb_classify, verb_rebuild,
	verb_source, verb_contract, verb_mapping, verb_people, verb_ledger, verb_action,
	verb_raci, verb_survey;

/* Parses the verb's own options; false after saying what is wrong. */
bool cli_parse(const struct verb *verb, const GOptionEntry *entries, int *argc, char ***argv);
/* The same for a verb that assesses: with the knob of the weekly watch. */
bool cli_parse_assessing(struct cli *cli, const struct verb *verb, const GOptionEntry *entries,
			 int *argc, char ***argv);
bool cli_wants_json(const struct cli *cli);
/* Says the error on standard error and gives its exit status. Frees the error. */
int cli_fail(GError *error);
void cli_write(const GString *text);

/* ---- what the reading verbs share (cli/load.c) ---- */

/* Opens the store for reading, derived tables made when another version wrote them. */
struct store *cli_open_store(const struct cli *cli, GError **error);
/* The relationship of that name; without a name the only one. Error when there is none. */
struct relationship *cli_relationship(struct store *store, const char *name, GError **error);
/* The timeline up to the day asked, what is derived brought up to date. Caller owns. */
struct timeline *cli_timeline(const struct cli *cli, struct store *store,
			      const struct relationship *relationship, GError **error);
/* Timeline and indicators up to the day asked, assessed. Caller owns. */
struct assessment *cli_assess(const struct cli *cli, struct store *store,
			      const struct relationship *relationship, GError **error);
/* All relationships, worst first: struct assessment *. Caller owns. */
GPtrArray *cli_assess_all(const struct cli *cli, struct store *store, GError **error);
/* The day asked, else today. */
gint32 cli_day(const struct cli *cli);
/* What hides the people of a relationship in quoted words. Caller owns. */
struct mask *cli_mask(struct store *store, const struct relationship *relationship,
		      GError **error);
/* Words of a message or title of another event, people hidden; NULL when there are none. Caller
 * owns. */
char *cli_masked_text(struct store *store, const struct relationship *relationship,
		      enum event_kind kind, guint64 event);
