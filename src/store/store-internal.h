/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Instants in the store: INSTANT_NONE is NULL there. Probabilities are in millionths, so that
 * both engines give back what was put. */
#pragma once

#include "db/db.h"
#include "model/record.h"
#include "model/timeline.h"

#define MILLION 1e6

/* How the languages of enum reading_language are stored. */
extern const char *const store_reading_languages[READING_LANGUAGES];

static inline void store_bind_instant(struct db_statement *statement, int index, gint64 ms)
{
	if (ms != INSTANT_NONE)
		db_bind_int(statement, index, ms);
}

static inline gint64 store_column_instant(struct db_statement *statement, int column)
{
	return db_column_is_null(statement, column) ? INSTANT_NONE
						    : db_column_int(statement, column);
}
