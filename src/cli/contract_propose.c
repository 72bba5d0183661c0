/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `entente contract add --from-document`: the terms that were read in an imported contract,
 * taken over by the user who says so. */
#include <string.h>

#include "base/error.h"
#include "cli/contract_actions.h"
#include "contract/proposal.h"
#include "store/documents.h"

#define CLAUSE_CHARACTERS 600u

static bool is_meant(const struct stored_document *document, const char *word)
{
	return document->report.series == NULL && document->path != NULL &&
	       ((document->title != NULL && strstr(document->title, word) != NULL) ||
		strstr(document->path, word) != NULL);
}

/* Terms of the one document that is meant and proposes a life. Caller owns. */
static GPtrArray *find_terms(struct store *store, const struct relationship *relationship,
			     const char *word, GError **error)
{
	g_autoptr(GPtrArray) documents = store_documents(store, relationship->id, error);
	g_autoptr(GPtrArray) found = NULL;
	struct contract_proposal proposal;

	for (guint i = 0; documents != NULL && i < documents->len; i++) {
		const struct stored_document *one = g_ptr_array_index(documents, i);
		g_autoptr(GPtrArray) terms = NULL;
		if (!is_meant(one, word))
			continue;
		terms = store_terms(store, relationship->id, one->event, error);
		if (terms == NULL)
			return NULL;
		if (!contract_proposal_make(terms, &proposal))
			continue;
		if (found != NULL) {
			g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
				    "several documents propose terms: say which with a part of "
				    "its name, as --from-document=%s",
				    one->path);
			return NULL;
		}
		found = g_steal_pointer(&terms);
	}
	if (found == NULL && documents != NULL)
		g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
				    "no document proposes the terms of a contract: import it "
				    "first, or give them");
	return g_steal_pointer(&found);
}

bool contract_propose(struct store *store, const struct relationship *relationship,
		      const char *document, struct contract_record *record, GError **error)
{
	g_autoptr(GPtrArray) terms = find_terms(store, relationship, document, error);
	struct mask *mask = terms != NULL ? cli_mask(store, relationship, error) : NULL;
	struct contract_proposal proposal;

	if (mask == NULL)
		return false;
	contract_proposal_make(terms, &proposal);
	record->life = proposal.life;
	if (proposal.clause != NULL)
		record->clause = mask_excerpt(mask, proposal.clause, CLAUSE_CHARACTERS);
	mask_free(mask);
	if (proposal.others > 0)
		g_printerr("entente: the document can be read otherwise in %u places: see "
			   "entente contract read %s\n",
			   proposal.others, relationship->name);
	return true;
}
