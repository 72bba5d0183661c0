/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Periodic reports, whether documents or mail, and what each says that the one before it in its
 * series did not: derived, cleared with what is derived of documents. */
#pragma once

#include "contract/report_change.h"
#include "contract/report_kind.h"
#include "store/store.h"

struct stored_report {
	enum event_kind kind; /* EVENT_DOCUMENT or EVENT_MESSAGE */
	guint64 event;
	enum side side; /* who reports */
	gint64 at_ms;   /* end of its period; of mail, when it was sent */
	struct report_kind report;
	guint64 previous; /* the one that it was compared with; 0: none */
	struct report_change change;
	const char *shows; /* a passage that is new or, where none is, one that came back; NULL:
			      nothing to compare. Borrowed */
};

bool derived_put_report(struct store *store, gint64 relationship,
			const struct stored_report *report, GError **error);

/* A message of a side that begins a thread and is no machine's. */
struct stored_title {
	guint64 event;
	enum side side;
	gint64 at_ms;
	const char *subject;
};

/* By position in the timeline, those with a subject. */
bool store_each_title(struct store *store, gint64 relationship,
		      void (*each)(const struct stored_title *title, void *data), void *data,
		      GError **error);
