/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading the tickets of a help desk through its REST interface, as its description says
 * (fetch/rest_plan.h), and changing nothing there. A message of the sink is a page: a JSON list
 * of tickets as the tool gave them, each with what was asked apart for it as further members.
 */
#pragma once

#include "fetch/fetch.h"
#include "fetch/http.h"

#define REST_TICKET_SIZE (4u << 20) /* bytes of a ticket with all that belongs to it */

/* One visit. The error says what, when it ends otherwise than FETCH_DONE. */
enum fetch_end rest_visit(struct http *http, const struct fetch_request *request,
			  const struct fetch_sink *sink, GError **error);
