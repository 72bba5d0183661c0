/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Series of periodic reports: those among the documents, and those that a side sends as mail
 * under one title. */
#pragma once

#include "store/documents.h"

#define REPORT_MAIL_WORDS 60u /* of its own text; fewer only announce what is attached */

/* `documents`: struct stored_document *, those with a series are reports. Within the caller's
 * transaction; messages must have been derived. */
bool derive_reports(struct store *store, const struct relationship *relationship,
		    const GPtrArray *documents, GError **error);
