/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Tables of expectations and commitments. */
#include "said.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return said_run("ledger-table", data, size);
}
