/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Signing in on another device (RFC 8628), as Microsoft's identity platform does it: the user
 * opens a page and types a code there; meanwhile we ask for the token. */
#pragma once

#include "fetch/http.h"

#define DEVICE_CODE_SECONDS 900u /* that a user may take, whatever the server allows */

struct tokens {
	char *access, *refresh; /* refresh: NULL when none was given */
};
void tokens_clear(struct tokens *tokens);

struct device_code {
	const char *login_url, *tenant, *client_id, *scope;
	/* Shows the user what to do. */
	bool (*say)(const char *line, void *data);
	void *data;
};

/* False with the error; *refused: the user or the server said no. */
bool device_code_sign_in(struct http *http, const struct device_code *code,
			 struct tokens *tokens, bool *refused, GError **error);
/* New tokens in the place of those that have run out. */
bool device_code_refresh(struct http *http, const struct device_code *code,
			 struct tokens *tokens, GError **error);
