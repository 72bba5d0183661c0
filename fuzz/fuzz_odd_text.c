/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Any bytes as a text on an engine that keeps UTF-8 only: what is encoded is UTF-8 and comes
 * back; and whatever a server may answer is decoded without harm. */
#include <glib.h>
#include <string.h>

#include "db/odd_text.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	g_autofree char *text = g_strndup((const char *)data, size);
	g_autofree char *encoded = odd_text_encode(text);
	g_autofree char *decoded = odd_text_decode(encoded != NULL ? encoded : text);
	g_autofree char *any = odd_text_decode(text);

	g_assert(encoded == NULL || g_utf8_validate(encoded, -1, NULL));
	g_assert(encoded == NULL || (decoded != NULL && strcmp(decoded, text) == 0));
	g_assert(encoded != NULL || decoded == NULL);
	g_assert(any == NULL || strlen(any) <= strlen(text));
	return 0;
}
