/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A document is a periodic report or it is read as a contract, never both: what a report says
 * of last month binds nobody. */
#include "ingest/derive_documents.h"

#include "ingest/derive_reports.h"

static bool read_contract(struct store *store, gint64 relationship,
			  const struct stored_document *document, const GArray *paragraphs,
			  GError **error)
{
	const struct document_paragraph *all =
		(const struct document_paragraph *)(const void *)paragraphs->data;
	g_autoptr(GPtrArray) terms = contract_terms(all, paragraphs->len, document->language);
	g_autoptr(GPtrArray) obligations =
		contract_obligations(all, paragraphs->len, document->language);

	return derived_put_terms(store, relationship, document->event, terms, error) &&
	       derived_put_obligations(store, relationship, document->event, obligations,
				       error);
}

static bool read_document(struct store *store, gint64 relationship,
			  struct stored_document *document, GError **error)
{
	g_autoptr(GArray) paragraphs =
		store_document_paragraphs(store, relationship, document->event, error);

	if (paragraphs == NULL)
		return false;
	report_kind_clear(&document->report);
	return report_kind_read(document->title, (const void *)paragraphs->data,
				paragraphs->len, &document->report) ||
	       read_contract(store, relationship, document, paragraphs, error);
}

bool derive_documents(struct store *store, const struct relationship *relationship,
		      GError **error)
{
	g_autoptr(GPtrArray) documents = NULL;

	if (!derived_clear_documents(store, relationship->id, error))
		return false;
	documents = store_documents(store, relationship->id, error);
	if (documents == NULL)
		return false;
	for (guint i = 0; i < documents->len; i++)
		if (!read_document(store, relationship->id, g_ptr_array_index(documents, i),
				   error))
			return false;
	return derive_reports(store, relationship, documents, error);
}
