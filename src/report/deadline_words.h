/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A contract's deadlines in words: what is due, and the sum that gives its day. Days within a
 * sum are written 2026-06-28 in every language, so that they can be checked by eye. Returned
 * texts are borrowed when const, else owned by the caller. */
#pragma once

#include "base/catalogue.h"
#include "contract/notice_clock.h"

/* "Last day to give notice" */
const char *deadline_label(const struct catalogue *catalogue, enum deadline_kind kind);
/* "running" */
const char *deadline_state(const struct catalogue *catalogue, enum contract_state state);
/* "tacit" */
const char *deadline_renewal(const struct catalogue *catalogue, enum contract_renewal renewal);
/* "3 months"; "" for none. */
char *deadline_span(const struct catalogue *catalogue, const struct contract_span *span);
/* "renewed by 1 year, term 2 ends 2026-08-28; minus 2 months = 2026-06-28" */
char *deadline_working(const struct catalogue *catalogue,
		       const struct deadline_reading *reading);
/* "27 June 2026: last day to give notice (usually read as 28 June 2026)" */
char *deadline_sentence(const struct catalogue *catalogue,
			const struct contract_deadline *deadline);
