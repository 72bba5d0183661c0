/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What nobody answered to yet: commitments that imported contracts state, expectations that
 * messages let on. */
#pragma once

#include "cli/cli.h"
#include "model/ledger.h"

/* struct ledger_item *: commitments by document and paragraph, expectations by time, people
 * masked. `kind` LEDGER_KINDS: both. Caller owns. */
GPtrArray *ledger_proposals(const struct cli *cli, struct store *store,
			    const struct relationship *relationship, enum ledger_kind kind,
			    GError **error);
