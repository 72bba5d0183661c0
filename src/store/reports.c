/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reports out, and the titles of mail by which some are known. */
#include "store/reports.h"

#include <math.h>

#include "store/store-internal.h"

static void bind_change(struct db_statement *statement, int at,
			const struct stored_report *report)
{
	db_bind_int(statement, at, (gint64)report->previous);
	db_bind_int(statement, at + 1, (gint64)llround(report->change.same * MILLION));
	db_bind_int(statement, at + 2, (gint64)llround(report->change.shared * MILLION));
	db_bind_int(statement, at + 3, report->change.figures);
	db_bind_int(statement, at + 4, report->change.unmoved);
	db_bind_text(statement, at + 5, report->shows);
}

bool derived_put_report(struct store *store, gint64 relationship,
			const struct stored_report *report, GError **error)
{
	static const char sql[] =
		"INSERT INTO periodic_report (relationship_id, event_id, kind, side, at_ms,"
		" series, every, first_day, last_day, previous_event, resemblance, shared,"
		" figures, unmoved, shows)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)report->event);
	db_bind_int(statement, 3, report->kind);
	db_bind_int(statement, 4, report->side);
	db_bind_int(statement, 5, report->at_ms);
	db_bind_text(statement, 6, report->report.series);
	db_bind_int(statement, 7, report->report.every);
	db_bind_int(statement, 8, report->report.first_day);
	db_bind_int(statement, 9, report->report.last_day);
	bind_change(statement, 10, report);
	return db_run(statement, error);
}

bool store_each_title(struct store *store, gint64 relationship,
		      void (*each)(const struct stored_title *title, void *data), void *data,
		      GError **error)
{
	static const char sql[] =
		"SELECT t.event_id, t.side, t.sent_ms, m.subject FROM timeline_message t"
		" JOIN message m ON m.relationship_id = t.relationship_id"
		" AND m.event_id = t.event_id"
		" WHERE t.relationship_id = $1 AND t.starts <> 0 AND t.automatic = 0"
		" AND t.side <> 0 AND m.subject IS NOT NULL ORDER BY t.position";
	struct db_statement *statement = db_prepare(store->db, sql);
	enum db_step step;

	db_bind_int(statement, 1, relationship);
	while ((step = db_step(statement, error)) == DB_ROW) {
		struct stored_title title = {
			.event = (guint64)db_column_int(statement, 0),
			.side = (enum side)db_column_int(statement, 1),
			.at_ms = db_column_int(statement, 2),
			.subject = db_column_text(statement, 3),
		};
		each(&title, data);
	}
	return step == DB_DONE;
}
