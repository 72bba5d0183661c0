/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A visit to a server in a process of its own: it connects, then gives up everything but the
 * connection and the way to its parent (ingest/sandbox.h), and only then hears the first byte.
 * A server that takes it over can neither open a file nor speak to anyone else. */
#pragma once

#include "fetch/fetch.h"

/* The sink is called in this process. The error is filled unless the end is FETCH_DONE or
 * FETCH_STOPPED. */
enum fetch_end fetch_process_visit(const struct fetch_request *request,
				   const struct fetch_sink *sink, GError **error);
