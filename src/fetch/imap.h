/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading the mail of an IMAP server (RFC 3501, RFC 9051) and changing nothing there: folders
 * are opened by EXAMINE and messages asked for by BODY.PEEK[]. New messages of a folder are
 * those above the highest unique identifier seen, as long as its UIDVALIDITY is the same. */
#pragma once

#include "fetch/fetch.h"
#include "fetch/wire.h"

/* One visit over an open connection, from the greeting to the logout. The error says what, when
 * it ends otherwise than FETCH_DONE. */
enum fetch_end imap_visit(struct wire *wire, const struct fetch_request *request,
			  const struct fetch_sink *sink, GError **error);
