/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The identity of a contract: the same words and days are the same evidence, whether they were
 * typed in or stand in a table. */
#pragma once

#include "model/record.h"

/* Fills record->digest from all but its place. */
void contract_digest_take(struct contract_record *record);
