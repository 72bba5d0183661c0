/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A document is a periodic report or it is read as a contract, never both: what a report says
 * of last month binds nobody. Reports of one series are put in the order of their periods, and
 * each is compared with the one before. */
#include "ingest/derive_documents.h"

#include <string.h>

#define MILLIONTHS 1e6

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

/* ---- series of reports ---- */

static gint by_period(gconstpointer a, gconstpointer b)
{
	const struct stored_document *left = *(struct stored_document *const *)a;
	const struct stored_document *right = *(struct stored_document *const *)b;
	int order = g_strcmp0(left->report.series, right->report.series);

	if (order != 0)
		return order;
	if (left->report.first_day != right->report.first_day)
		return left->report.first_day < right->report.first_day ? -1 : 1;
	return left->event < right->event ? -1 : left->event > right->event;
}

static bool compare(struct store *store, gint64 relationship,
		    const struct stored_document *before, struct stored_document *document,
		    GError **error)
{
	g_autoptr(GArray) first =
		store_document_paragraphs(store, relationship, before->event, error);
	g_autoptr(GArray) second =
		first ? store_document_paragraphs(store, relationship, document->event, error)
		      : NULL;

	if (second == NULL)
		return false;
	document->previous = before->event;
	document->resemblance =
		(gint64)(report_resemblance((const void *)first->data, first->len,
					    (const void *)second->data, second->len) *
				 MILLIONTHS +
			 0.5);
	return true;
}

static bool write_reports(struct store *store, gint64 relationship, GPtrArray *documents,
			  GError **error)
{
	const struct stored_document *before = NULL;

	g_ptr_array_sort(documents, by_period);
	for (guint i = 0; i < documents->len; i++) {
		struct stored_document *one = g_ptr_array_index(documents, i);
		if (one->report.series == NULL)
			continue;
		one->previous = 0;
		one->resemblance = 0;
		if (before != NULL && strcmp(before->report.series, one->report.series) == 0 &&
		    !compare(store, relationship, before, one, error))
			return false;
		if (!derived_put_report(store, relationship, one, error))
			return false;
		before = one;
	}
	return true;
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
	return write_reports(store, relationship->id, documents, error);
}
