/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Expectations that messages let on: sentences that recall one, and what a side asked for in
 * three threads or more over four weeks or more. */
#pragma once

#include "cli/cli.h"
#include "model/ledger.h"

/* Calls `take` with each, owned by it, in the order of time. */
bool ledger_mine(struct store *store, const struct relationship *relationship,
		 const struct mask *mask, void (*take)(struct ledger_item *item, void *data),
		 void *data, GError **error);
