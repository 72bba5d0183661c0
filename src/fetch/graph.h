/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading the mail of Microsoft 365 through Microsoft Graph 1.0, with the delegated permission
 * Mail.Read and nothing more (learn.microsoft.com: "message: delta", "Get message",
 * "mailFolder: list"). The user signs in by device code (RFC 8628) unless a token is given. The
 * delta link of each folder is its cursor. */
#pragma once

#include "fetch/fetch.h"
#include "fetch/http.h"

#define GRAPH_URL       "https://graph.microsoft.com/v1.0"
#define GRAPH_LOGIN_URL "https://login.microsoftonline.com"
#define GRAPH_TENANT    "organizations"

/* One visit. The error says what, when it ends otherwise than FETCH_DONE. */
enum fetch_end graph_visit(struct http *http, const struct fetch_request *request,
			   const struct fetch_sink *sink, GError **error);
