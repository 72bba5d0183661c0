/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The ledger as it is exported. */
#include "said.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return said_run("ledger-json", data, size);
}
