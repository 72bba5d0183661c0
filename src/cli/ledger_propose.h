/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Commitments that imported contracts state and nobody answered to yet. */
#pragma once

#include "model/ledger.h"
#include "store/store.h"

/* struct ledger_item *, by document and paragraph, people masked. Caller owns. */
GPtrArray *ledger_proposals(const struct cli *cli, struct store *store,
			    const struct relationship *relationship, GError **error);
