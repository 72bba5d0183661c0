/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which ticket each ticket repeats, once all of them are written. */
#pragma once

#include "store/store.h"

bool derive_recurrences(struct store *store, gint64 relationship, GError **error);
