/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How a ticket was closed, from the store. */
#pragma once

#include "cli/cli.h"
#include "report/closure.h"

/* *closure receives what the texts say of the ticket's closing, or NULL when no text of those
 * who handled it is tied to it. Caller owns. */
bool cli_closure(const struct cli *cli, struct store *store,
		 const struct relationship *relationship, guint64 ticket,
		 struct shown_closure **closure, GError **error);
