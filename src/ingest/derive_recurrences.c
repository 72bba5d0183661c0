/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Tickets of all tools together, by opening: a failure that comes back in another tool comes
 * back. A ticket without a title says nothing, and is told so. */
#include "ingest/derive_recurrences.h"

#include "language/recurrences.h"
#include "store/derived.h"

struct repeat {
	guint64 event, of; /* 0: none */
};

struct pass {
	struct recurrences *recurrences;
	GArray *repeats; /* struct repeat */
};

static bool take_title(const struct stored_ticket_title *ticket, void *data)
{
	struct pass *pass = data;
	struct repeat repeat = {ticket->event,
				recurrences_add(pass->recurrences, ticket->event, ticket->title,
						ticket->opened_ms, ticket->ended_ms)};

	if (repeat.of != 0)
		g_array_append_val(pass->repeats, repeat);
	return true;
}

bool derive_recurrences(struct store *store, gint64 relationship, GError **error)
{
	g_autoptr(GArray) repeats = g_array_new(FALSE, FALSE, sizeof(struct repeat));
	struct pass pass = {recurrences_new(), repeats};
	bool done = store_each_ticket_title(store, relationship, take_title, &pass, error);

	recurrences_free(pass.recurrences);
	for (guint i = 0; done && i < repeats->len; i++) {
		const struct repeat *one = &g_array_index(repeats, struct repeat, i);
		done = derived_put_repeat(store, relationship, one->event, one->of, error);
	}
	return done;
}
