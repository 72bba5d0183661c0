/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* An obligation becomes a proposed commitment of its party; what is nobody's, forbidden or only
 * a penalty is none. The identity of a proposal is that of the item it would become, so that
 * the answer to it is known again. */
#include "cli/ledger_propose.h"

#include "cli/ledger_mine.h"
#include "importers/ledger_rows.h"
#include "store/documents.h"
#include "store/ledger.h"
#include "store/survey.h"

#define QUOTE_CHARACTERS 400u

static enum side side_of(enum contract_party party)
{
	return party == PARTY_CLIENT     ? SIDE_CLIENT
	       : party == PARTY_PROVIDER ? SIDE_PROVIDER
					 : SIDE_NONE;
}

static char *measure_words(const struct contract_measure *measure)
{
	g_autofree char *figure = NULL;

	if (!measure->given || measure->kind == QUANTITY_DAY)
		return NULL;
	figure = g_strdup_printf("%.10g", (double)measure->value / QUANTITY_ONE);
	if (measure->kind == QUANTITY_PERCENT)
		return g_strdup_printf("%s %%", figure);
	if (measure->kind == QUANTITY_AMOUNT)
		return g_strdup_printf("%s %s", figure, measure->currency);
	return g_strdelimit(g_strdup_printf("%s %s%s", figure,
					    quantity_unit_token(measure->unit),
					    measure->value == QUANTITY_ONE ? "" : "s"),
			    "_", ' ');
}

static struct ledger_item *item_of(const struct contract_obligation *obligation,
				   const struct mask *mask, const char *source)
{
	struct ledger_item *item = g_new0(struct ledger_item, 1);

	ledger_item_init(item);
	item->kind = LEDGER_COMMITMENT;
	item->side = side_of(obligation->party);
	item->stated = LEDGER_WRITTEN;
	item->texts[LEDGER_TEXT] = mask_excerpt(mask, obligation->what, LEDGER_TEXT_MOST);
	item->texts[LEDGER_SOURCE] = g_strdup(source);
	item->texts[LEDGER_CLAUSE] = g_strdup(obligation->quote.clause);
	item->texts[LEDGER_MEASURE] = g_strdup(obligation->measure);
	item->texts[LEDGER_TARGET] = measure_words(
		obligation->target.given ? &obligation->target : &obligation->delay);
	item->texts[LEDGER_PERIOD] = measure_words(&obligation->period);
	if (obligation->quote.page > 0)
		item->texts[LEDGER_PAGE] = g_strdup_printf("%u", obligation->quote.page);
	item->event = ledger_item_identity(item);
	return item;
}

static bool is_promise(const struct contract_obligation *obligation)
{
	return side_of(obligation->party) != SIDE_NONE && !obligation->negative &&
	       obligation->kind != OBLIGATION_PENALTY && obligation->what != NULL;
}

struct proposing {
	struct store *store;
	const struct relationship *relationship;
	const struct mask *mask;
	GHashTable *known; /* events that are answered or proposed */
	GPtrArray *out;
};

/* Takes the item. */
static void propose(struct ledger_item *item, void *data)
{
	struct proposing *proposing = data;

	if (*item->texts[LEDGER_TEXT] != '\0' &&
	    g_hash_table_add(proposing->known, g_memdup2(&item->event, sizeof item->event)))
		g_ptr_array_add(proposing->out, item);
	else
		ledger_item_free(item);
}

static void propose_promise(struct proposing *proposing,
			    const struct contract_obligation *obligation, guint64 document)
{
	g_autofree char *source = event_name(EVENT_DOCUMENT, document);

	if (is_promise(obligation))
		propose(item_of(obligation, proposing->mask, source), proposing);
}

static bool propose_promises(struct proposing *proposing, GError **error)
{
	g_autoptr(GPtrArray) documents =
		store_documents(proposing->store, proposing->relationship->id, error);

	if (documents == NULL)
		return false;
	for (guint i = 0; i < documents->len; i++) {
		const struct stored_document *document = g_ptr_array_index(documents, i);
		g_autoptr(GPtrArray) obligations = store_obligations(
			proposing->store, proposing->relationship->id, document->event, error);
		if (obligations == NULL)
			return false;
		for (guint k = 0; document->report.series == NULL && k < obligations->len; k++)
			propose_promise(proposing, g_ptr_array_index(obligations, k),
					document->event);
	}
	return true;
}

/* Answered to, or in the ledger. Caller owns. */
static GHashTable *known_events(struct store *store, gint64 relationship, GError **error)
{
	g_autoptr(GHashTable) known = store_ledger_answers(store, relationship, error);
	g_autoptr(GPtrArray) items =
		known != NULL ? store_ledger(store, relationship, error) : NULL;

	for (guint i = 0; items != NULL && i < items->len; i++) {
		const struct ledger_item *item = g_ptr_array_index(items, i);
		g_hash_table_add(known, g_memdup2(&item->event, sizeof item->event));
	}
	return items != NULL ? g_steal_pointer(&known) : NULL;
}

/* What was written into the open lines of a round that is over. */
static void propose_words(struct proposing *proposing, const struct survey_round *round,
			  const struct survey_said *said)
{
	struct ledger_item *item = g_new0(struct ledger_item, 1);

	ledger_item_init(item);
	item->kind = LEDGER_EXPECTATION;
	item->side = said->side;
	item->stated = LEDGER_IMPLICIT;
	item->since = survey_round_end(round);
	item->texts[LEDGER_TEXT] = mask_excerpt(proposing->mask, said->words, LEDGER_TEXT_MOST);
	item->texts[LEDGER_SOURCE] = event_name(EVENT_ANSWER, round->event);
	item->event = ledger_item_identity(item);
	propose(item, proposing);
}

static bool propose_survey(struct proposing *proposing, gint32 day, GError **error)
{
	gint64 relationship = proposing->relationship->id;
	g_autoptr(GPtrArray) rounds =
		store_survey_rounds(proposing->store, relationship, error);

	for (guint i = 0; rounds != NULL && i < rounds->len; i++) {
		const struct survey_round *round = g_ptr_array_index(rounds, i);
		g_autoptr(GPtrArray) all = NULL;
		if (!survey_round_is_over(round, day))
			continue;
		all = store_survey_words(proposing->store, relationship, round->event, error);
		if (all == NULL)
			return false;
		for (guint k = 0; k < all->len; k++)
			propose_words(proposing, round, g_ptr_array_index(all, k));
	}
	return rounds != NULL;
}

static bool propose_all(struct proposing *proposing, enum ledger_kind kind, gint32 day,
			GError **error)
{
	if (kind != LEDGER_EXPECTATION && !propose_promises(proposing, error))
		return false;
	return kind == LEDGER_COMMITMENT ||
	       (propose_survey(proposing, day, error) &&
		ledger_mine(proposing->store, proposing->relationship, proposing->mask, propose,
			    proposing, error));
}

GPtrArray *ledger_proposals(const struct cli *cli, struct store *store,
			    const struct relationship *relationship, enum ledger_kind kind,
			    GError **error)
{
	g_autoptr(GHashTable) known = known_events(store, relationship->id, error);
	struct mask *mask = known != NULL ? cli_mask(store, relationship, error) : NULL;
	g_autoptr(GPtrArray) out =
		g_ptr_array_new_with_free_func((GDestroyNotify)ledger_item_free);
	struct proposing proposing = {store, relationship, mask, known, out};
	bool done;

	if (mask == NULL)
		return NULL;
	done = propose_all(&proposing, kind, cli_day(cli), error);
	mask_free(mask);
	return done ? g_steal_pointer(&out) : NULL;
}
