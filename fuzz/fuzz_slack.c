/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A day of a Slack room. */
#include "said.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return said_run("slack", data, size);
}
