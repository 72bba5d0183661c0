/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Event logs in XES (IEEE 1849-2016) as a stream of events, each with the attributes of its
 * trace. What a log says of itself (extensions, globals, classifiers) and attributes within
 * attributes are passed over. */
#pragma once

#include "importers/xml.h"

struct xes_attribute {
	const char *key;
	char *value;
};

struct xes_event {
	const struct xes_attribute *trace, *own; /* borrowed until the next event */
	guint n_trace, n_own;
	guint64 number;      /* in the log, from 1 */
	guint in_trace;      /* its number there, from 1; 0: it stands in none */
	guint32 line;        /* near which it begins */
	const char *trouble; /* why it cannot be used and the mend; static, NULL when it can */
};

enum xes_result { XES_EVENT, XES_END, XES_FAILED };

/* Takes the XML. Caller owns. */
struct xes *xes_new(struct xml *xml);
void xes_free(struct xes *xes);
typedef struct xes xes_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(xes_auto, xes_free)

/* The next event; after XES_FAILED, which fills the error, there is no other. */
enum xes_result xes_next(struct xes *xes, struct xes_event *event, GError **error);
