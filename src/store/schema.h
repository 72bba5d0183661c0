/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The schema: one text, and the steps that lead from each older version to it. */
#pragma once

#include "db/db.h"

#define SCHEMA_VERSION 18

/* Creates or migrates; refuses a store that a newer program wrote. */
bool schema_prepare(struct db *db, GError **error);
