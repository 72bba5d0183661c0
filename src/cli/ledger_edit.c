/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `entente ledger add|edit|remove|confirm|reject|accept`. */
#include <string.h>

#include "base/calendar.h"
#include "base/error.h"
#include "cli/ledger_actions.h"
#include "cli/ledger_propose.h"
#include "importers/ledger_rows.h"
#include "store/ledger.h"

bool ledger_desk_open(const struct cli *cli, const char *name, struct ledger_desk *desk,
		      GError **error)
{
	*desk = (struct ledger_desk){cli_open_store(cli, error), NULL};
	if (desk->store != NULL)
		desk->relationship = cli_relationship(desk->store, name, error);
	return desk->relationship != NULL;
}

void ledger_desk_close(struct ledger_desk *desk)
{
	g_clear_pointer(&desk->relationship, relationship_free);
	g_clear_pointer(&desk->store, store_close);
}

/* ---- what is given ---- */

struct given {
	char *relationship, *kind, *side, *importance, *stated, *since, *broken;
	char *texts[LEDGER_TEXTS];
};

static void given_clear(struct given *given)
{
	char **const all[] = {&given->relationship, &given->kind,   &given->side,
			      &given->importance,   &given->stated, &given->since,
			      &given->broken};

	for (guint i = 0; i < G_N_ELEMENTS(all); i++)
		g_clear_pointer(all[i], g_free);
	for (guint i = 0; i < LEDGER_TEXTS; i++)
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
		WORD("kind", kind, "expectation or commitment"),
		WORD("side", side, "client or provider: who expects, who owes"),
		WORD("importance", importance, "1 (little) to 5 (most)"),
		WORD("stated", stated, "explicit, implicit or written"),
		WORD("since", since, "day from which it holds"),
		WORD("broken", broken, "day from which a commitment is not kept"),
		WORD("area", texts[LEDGER_AREA], "what it is about, in a word"),
		WORD("text", texts[LEDGER_TEXT], "its words"),
		WORD("source", texts[LEDGER_SOURCE], "where it comes from"),
		WORD("clause", texts[LEDGER_CLAUSE], "of the contract"),
		WORD("measure", texts[LEDGER_MEASURE], "what is measured"),
		WORD("target", texts[LEDGER_TARGET], "how much: 4 h, 99.5 %"),
		WORD("period", texts[LEDGER_PERIOD], "how often: 1 month"),
		WORD("page", texts[LEDGER_PAGE], "of the contract"),
		WORD("evidence", texts[LEDGER_EVIDENCE], "that it is not kept"),
		{NULL, 0, 0, 0, NULL, NULL, NULL},
	};

	return cli_parse(&verb_ledger, entries, argc, argv);
}

static bool fill(const struct given *given, const char *id, struct ledger_item *item,
		 GError **error)
{
	struct ledger_words words = {.kind = given->kind,
				     .side = given->side,
				     .importance = given->importance,
				     .stated = given->stated,
				     .since = given->since,
				     .broken = given->broken,
				     .id = id};
	g_autofree char *trouble = NULL;

	memcpy(words.texts, given->texts, sizeof given->texts);
	trouble = ledger_item_fill(&words, item);
	if (trouble != NULL)
		g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE, trouble);
	return trouble == NULL;
}

/* What was not given stays as it was. */
static void give(char **place, const char *before)
{
	if (*place == NULL)
		*place = g_strdup(before);
}

static void give_day(char **place, gint32 day)
{
	if (*place == NULL && day != CONTRACT_NO_DAY)
		*place = calendar_format_day(day);
}

static void give_rest(struct given *given, const struct ledger_item *item)
{
	give(&given->kind, ledger_kind_token(item->kind));
	give(&given->side, side_token(item->side));
	give(&given->stated, ledger_stated_token(item->stated));
	if (given->importance == NULL && item->importance > 0)
		given->importance = g_strdup_printf("%u", item->importance);
	give_day(&given->since, item->since);
	give_day(&given->broken, item->broken);
	for (guint i = 0; i < LEDGER_TEXTS; i++)
		give(&given->texts[i], item->texts[i]);
}

/* ---- finding ---- */

static bool read_id(const char *word, guint64 *event, GError **error)
{
	enum event_kind kind;

	if (word != NULL && event_parse(word, &kind, event) && kind == EVENT_LEDGER)
		return true;
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
		    "%s: give an id of entente ledger (x and 16 digits)",
		    word != NULL ? word : "nothing");
	return false;
}

static const struct ledger_item *find(const GPtrArray *items, const char *word, GError **error)
{
	guint64 event;

	if (!read_id(word, &event, error))
		return NULL;
	for (guint i = 0; i < items->len; i++) {
		const struct ledger_item *item = g_ptr_array_index(items, i);
		if (item->event == event)
			return item;
	}
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE, "no %s here", word);
	return NULL;
}

/* ---- add, edit ---- */

static bool put(const struct ledger_desk *desk, const struct ledger_item *item, GError **error)
{
	enum store_put put = store_ledger_put(desk->store, desk->relationship->id, item, error);
	g_autofree char *id = event_name(EVENT_LEDGER, item->event);

	if (put != STORE_PUT_FAILED)
		g_print("%s\n", id);
	return put != STORE_PUT_FAILED;
}

static bool add(const struct ledger_desk *desk, struct given *given, const char *word,
		GError **error)
{
	struct ledger_item item;
	bool done;

	if (!fill(given, NULL, &item, error))
		return false;
	done = put(desk, &item, error);
	ledger_item_clear(&item);
	return done;
}

static bool edit(const struct ledger_desk *desk, struct given *given, const char *word,
		 GError **error)
{
	g_autoptr(GPtrArray) items = store_ledger(desk->store, desk->relationship->id, error);
	const struct ledger_item *before = items != NULL ? find(items, word, error) : NULL;
	struct ledger_item item;
	bool done;

	if (before == NULL)
		return false;
	give_rest(given, before);
	if (!fill(given, word, &item, error))
		return false;
	done = put(desk, &item, error);
	ledger_item_clear(&item);
	return done;
}

/* ---- proposals ---- */

static bool accept(const struct ledger_desk *desk, const struct cli *cli, struct given *given,
		   const char *word, GError **error)
{
	g_autoptr(GPtrArray) all =
		ledger_proposals(cli, desk->store, desk->relationship, LEDGER_KINDS, error);
	const struct ledger_item *proposal = all != NULL ? find(all, word, error) : NULL;
	struct ledger_item item;
	bool done;

	if (proposal == NULL)
		return false;
	give_rest(given, proposal);
	if (!fill(given, word, &item, error))
		return false;
	done = store_ledger_answer(desk->store, desk->relationship->id, item.event, true,
				   error) &&
	       put(desk, &item, error);
	ledger_item_clear(&item);
	return done;
}

/* ---- pairs ---- */

static bool answer_pair(const struct ledger_desk *desk, char *const *words, bool confirmed,
			GError **error)
{
	g_autoptr(GPtrArray) items = store_ledger(desk->store, desk->relationship->id, error);
	const struct ledger_item *first = items != NULL ? find(items, words[0], error) : NULL;
	const struct ledger_item *second = first != NULL ? find(items, words[1], error) : NULL;
	struct ledger_pair pair;

	if (second == NULL)
		return false;
	if (first->kind == LEDGER_COMMITMENT) {
		const struct ledger_item *swapped = first;
		first = second;
		second = swapped;
	}
	if (first->kind != LEDGER_EXPECTATION || second->kind != LEDGER_COMMITMENT ||
	    first->side == second->side) {
		g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
				    "a pair is an expectation of one side and a commitment of "
				    "the other");
		return false;
	}
	pair = (struct ledger_pair){first->event, second->event, confirmed};
	return store_ledger_pair(desk->store, desk->relationship->id, &pair, error);
}

/* ---- actions ---- */

typedef bool (*change)(const struct ledger_desk *desk, struct given *given, const char *word,
		       GError **error);

static int with_given(struct cli *cli, int argc, char **argv, change run)
{
	struct ledger_desk desk = {NULL, NULL};
	struct given given = {0};
	GError *error = NULL;
	int status = EXIT_USAGE;

	if (parse(&given, &argc, &argv)) {
		bool done = ledger_desk_open(cli, given.relationship, &desk, &error) &&
			    run(&desk, &given, argc > 1 ? argv[1] : NULL, &error);
		status = done ? EXIT_DONE : cli_fail(error);
	}
	ledger_desk_close(&desk);
	given_clear(&given);
	return status;
}

int ledger_add(struct cli *cli, int argc, char **argv)
{
	return with_given(cli, argc, argv, add);
}

int ledger_edit(struct cli *cli, int argc, char **argv)
{
	return with_given(cli, argc, argv, edit);
}

/* An item that was a proposal is not proposed again. */
static bool take_away(const struct ledger_desk *desk, struct given *given, const char *word,
		      GError **error)
{
	guint64 event;
	bool known;

	if (!read_id(word, &event, error) ||
	    !store_ledger_remove(desk->store, desk->relationship->id, event, &known, error))
		return false;
	if (!known)
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE, "no %s here", word);
	return known;
}

int ledger_remove(struct cli *cli, int argc, char **argv)
{
	return with_given(cli, argc, argv, take_away);
}

int ledger_accept(struct cli *cli, int argc, char **argv)
{
	struct ledger_desk desk = {NULL, NULL};
	struct given given = {0};
	GError *error = NULL;
	int status = EXIT_USAGE;

	if (parse(&given, &argc, &argv)) {
		bool done = ledger_desk_open(cli, given.relationship, &desk, &error) &&
			    accept(&desk, cli, &given, argc > 1 ? argv[1] : NULL, &error);
		status = done ? EXIT_DONE : cli_fail(error);
	}
	ledger_desk_close(&desk);
	given_clear(&given);
	return status;
}

static bool refuse_proposal(const struct ledger_desk *desk, const char *word, GError **error)
{
	guint64 event;

	return read_id(word, &event, error) &&
	       store_ledger_answer(desk->store, desk->relationship->id, event, false, error);
}

static int answer(struct cli *cli, int argc, char **argv, bool confirmed)
{
	struct ledger_desk desk = {NULL, NULL};
	struct given given = {0};
	GError *error = NULL;
	int status = EXIT_USAGE;

	if (parse(&given, &argc, &argv)) {
		bool done = ledger_desk_open(cli, given.relationship, &desk, &error);
		if (done && argc == 2 && !confirmed)
			done = refuse_proposal(&desk, argv[1], &error);
		else if (done)
			done = answer_pair(&desk,
					   (char *[]){argc > 1 ? argv[1] : NULL,
						      argc > 2 ? argv[2] : NULL},
					   confirmed, &error);
		status = done ? EXIT_DONE : cli_fail(error);
	}
	ledger_desk_close(&desk);
	given_clear(&given);
	return status;
}

int ledger_confirm(struct cli *cli, int argc, char **argv)
{
	return answer(cli, argc, argv, true);
}

int ledger_reject(struct cli *cli, int argc, char **argv)
{
	return answer(cli, argc, argv, false);
}
