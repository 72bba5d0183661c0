/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From what was read in a contract to a life that its reader may confirm: of every kind of term
 * the surest reading. Nothing is made up: what the document does not say stays unknown. */
#pragma once

#include "contract/notice_clock.h"

struct contract_proposal {
	struct contract_life life;
	const char *clause; /* words of the notice, else of the renewal; borrowed or NULL */
	guint others;       /* readings that were passed over and say something else */
};

/* `terms`: struct contract_term *, surest first of each kind. False when they give no day, no
 * duration and no notice. */
bool contract_proposal_make(const GPtrArray *terms, struct contract_proposal *proposal);
