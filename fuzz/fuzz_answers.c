/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Filled-in forms of the questionnaire, as tables. */
#include "said.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return said_run("answers-table", data, size);
}
