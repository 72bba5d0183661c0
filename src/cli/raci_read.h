/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The responsibility matrices that stand in the documents of a relationship. */
#pragma once

#include "cli/ledger_actions.h"

/* As a grid that can be looked at, corrected and imported, in CSV; documents whose title or
 * path has `document` in it, all when it is NULL. *n: rows found. False with the error. */
bool raci_read_documents(const struct ledger_desk *desk, const char *document, GString *out,
			 guint *n, GError **error);
