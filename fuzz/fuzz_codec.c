/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The decoder of records against any bytes: what it accepts, it must give back unchanged. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/codec.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct import_record record;
	g_autoptr(GByteArray) again = g_byte_array_new();

	if (!codec_get(bytes, length, &record))
		return 0;
	codec_put(again, &record);
	import_record_clear(&record);
	if (again->len != length || memcmp(again->data, bytes, length) != 0)
		abort();
	return 0;
}
