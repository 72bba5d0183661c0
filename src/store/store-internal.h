/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Instants in the store: INSTANT_NONE is NULL there. Probabilities are in millionths, so that
 * both engines give back what was put. */
#pragma once

#include "db/db.h"
#include "model/record.h"
#include "model/timeline.h"
#include "store/store.h"

#define MILLION 1e6

/* How the languages of enum reading_language are stored. */
extern const char *const store_reading_languages[READING_LANGUAGES];

/* Runs an insert that returns a row only when it inserted, then notes the place. `digest_sql`
 * gives the digest that is stored for the event. */
enum store_put store_finish_put(struct store *store, struct db_statement *insert,
				const char *digest_sql, gint64 relationship,
				const struct store_origin *origin, const guint8 *digest,
				const struct place *place, GError **error);

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

/* Fills responsibilities and matters; messages and tickets are there. */
bool timeline_load_matters(struct store *store, gint64 relationship, struct timeline *timeline,
			   GError **error);
