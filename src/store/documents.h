/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Documents of a relationship: the evidence, paragraph by paragraph, and what was read in them
 * (terms, obligations, reports), which can be made anew. */
#pragma once

#include "contract/obligations.h"
#include "contract/report_kind.h"
#include "contract/terms.h"
#include "store/store.h"

enum store_put store_document_put(struct store *store, gint64 relationship,
				  const struct store_origin *origin,
				  const struct document_record *document, GError **error);

struct stored_document {
	guint64 event;
	char *title, *format, *path; /* path: where it stands first; NULL: nowhere any more */
	char *scans;                 /* as in document_record */
	char language[3];
	guint32 pages, deletions, n_paragraphs;
	/* The periodic report that it is; series NULL: none. */
	struct report_kind report;
	guint64 previous;   /* report before it in its series; 0: none */
	gint64 resemblance; /* to that one, in millionths */
};

/* All, by event: struct stored_document *. Caller owns. */
GPtrArray *store_documents(struct store *store, gint64 relationship, GError **error);
/* Paragraphs in order: struct document_paragraph, which the array clears. Caller owns. */
GArray *store_document_paragraphs(struct store *store, gint64 relationship, guint64 event,
				  GError **error);

bool derived_clear_documents(struct store *store, gint64 relationship, GError **error);
bool derived_put_terms(struct store *store, gint64 relationship, guint64 event,
		       const GPtrArray *terms, GError **error);
bool derived_put_obligations(struct store *store, gint64 relationship, guint64 event,
			     const GPtrArray *obligations, GError **error);

/* As contract_terms() and contract_obligations() gave them. Caller owns. */
GPtrArray *store_terms(struct store *store, gint64 relationship, guint64 event, GError **error);
GPtrArray *store_obligations(struct store *store, gint64 relationship, guint64 event,
			     GError **error);
