/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Tickets from their rows, and what each tool covers. Part of derive_relationship(). */
#pragma once

#include "ingest/sides.h"
#include "store/store.h"

bool derive_tickets(struct store *store, const struct relationship *relationship,
		    const struct sides *sides, GTimeZone *zone, GError **error);
