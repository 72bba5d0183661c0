/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Folding against any bytes, and against what is left of them as clean UTF-8: the map keeps the
 * order, a span holds whole characters, and folding again changes nothing. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "text/folded.h"
#include "text/own_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void demand(bool held)
{
	if (!held)
		abort();
}

static void demand_order(const struct folded *folded, gsize length)
{
	demand(folded->length <= length && folded->text[folded->length] == '\0');
	demand(folded->origin[folded->length] == length);
	for (gsize i = 0; i < folded->length; i++)
		demand(folded->origin[i] <= folded->origin[i + 1]);
}

static void demand_whole_characters(const char *text, const struct folded *folded)
{
	gsize from, to, last = 0;

	for (gsize i = 0; i < folded->length; i++) {
		folded_span(folded, i, i + 1, &from, &to);
		demand(from < to && from >= last);
		demand(g_utf8_validate(text + from, (gssize)(to - from), NULL));
		last = from;
	}
}

static void demand_the_same_again(const struct folded *folded)
{
	struct folded again = {0};

	folded_make(folded->text, folded->length, &again);
	demand(again.length == folded->length);
	demand(memcmp(again.text, folded->text, folded->length) == 0);
	folded_clear(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	g_autofree char *clean = own_text_clean_utf8((const char *)bytes, length);
	struct folded folded = {0};

	folded_make((const char *)bytes, length, &folded);
	demand_order(&folded, length);
	folded_make(clean, strlen(clean), &folded);
	demand_order(&folded, strlen(clean));
	demand_whole_characters(clean, &folded);
	demand_the_same_again(&folded);
	folded_clear(&folded);
	return 0;
}
