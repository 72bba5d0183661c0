/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The derived pass over documents: terms and obligations of contracts, series of reports. */
#pragma once

#include "store/documents.h"

/* Deletes and makes what is derived from the relationship's documents, within the caller's
 * transaction. */
bool derive_documents(struct store *store, const struct relationship *relationship,
		      GError **error);
