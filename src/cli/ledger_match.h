/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which commitments may answer to which expectations. */
#pragma once

#include "report/ledger.h"

/* Alike enough to be asked about: see docs/ledger.md for how well it tells. */
#define LEDGER_MATCH_LEAST 0.18
#define LEDGER_MATCH_MOST  3u /* commitments proposed an expectation */

/* Pairs of opposite sides that the user was not asked about yet, the likeliest first: struct
 * shown_pair. Caller owns; items are borrowed. */
GArray *ledger_match(const GPtrArray *items, const GArray *pairs);
