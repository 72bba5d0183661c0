/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the forms of deadlines share. */
#pragma once

#include "base/json.h"
#include "report/deadlines.h"

struct case_deadline {
	const struct contract_case *of;
	const struct contract_deadline *deadline;
};

/* struct case_deadline of all cases within the window, by day; what only tells what would be is
 * left out. Caller owns. */
GArray *deadlines_within(const GPtrArray *cases, const struct deadline_window *window);
/* "Infonet: managed services", cleaned. Caller owns. */
char *deadlines_contract_name(const struct contract_case *one);
/* An object with every reading; null for NULL. */
void deadlines_put(struct json_writer *json, const struct contract_deadline *deadline,
		   const struct catalogue *catalogue);
