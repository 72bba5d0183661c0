/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `entente contract read`: what the documents of a relationship propose, each reading with its
 * quote, page and clause. */
#pragma once

#include "base/catalogue.h"
#include "store/documents.h"

struct contract_view {
	const struct stored_document *document;
	GPtrArray *terms, *obligations; /* as store/documents.h gives them */
};

/* `views`: struct contract_view. Schema "entente/contract-read/1"; line feed at the end. */
void report_contract_json(const char *relationship, const GArray *views, GString *out);
void report_contract_text(const GArray *views, const struct catalogue *catalogue, guint columns,
			  gboolean colour, GString *out);
