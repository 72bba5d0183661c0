/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Damaged files of a model. The input is a whole file; or, behind a byte 'P', changes to the
 * shipped one, four bytes each: a place among the first 64 KiB (little-endian), what to write
 * there, how far before the end to cut. Refused, or a model that scores any sentence. */
#include <gio/gio.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "language/model.h"

#define CHANGE 4u

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void demand(bool held)
{
	if (!held)
		abort();
}

static void score(const struct language_model *model, const char *text, const char *language)
{
	struct text_span whole = {0, strlen(text)};
	g_auto(GStrv) reasons =
		language_model_reasons(model, text, whole, language, STANCE_DEFENSIVE, 3);
	double p[STANCE_COUNT];

	language_model_score(model, text, whole, language, p);
	demand(p[0] >= 0 && p[1] >= 0 && p[2] >= 0);
	demand(p[0] + p[1] + p[2] > 1 - 1e-9 && p[0] + p[1] + p[2] < 1 + 1e-9);
	demand(g_strv_length(reasons) <= 3);
}

static void check(const guint8 *bytes, gsize length)
{
	g_autoptr(GError) error = NULL;
	struct language_model *model = language_model_parse(bytes, length, &error);

	demand((model == NULL) == (error != NULL));
	if (model == NULL)
		return;
	score(model, "Vous n'avez pas répondu, c'est hors périmètre.", "fr");
	score(model, "We fixed it at 9 am, and here is why.", "");
	language_model_free(model);
}

static void check_changes(const guint8 *changes, gsize length)
{
	g_autoptr(GBytes) shipped =
		g_resources_lookup_data("/entente/models/stance.bin", 0, NULL);
	gsize whole, cut = 0;
	const guint8 *data = g_bytes_get_data(shipped, &whole);
	g_autofree guint8 *copy = g_memdup2(data, whole);

	for (gsize i = 0; i + CHANGE <= length; i += CHANGE) {
		copy[(changes[i] | changes[i + 1] << 8) % whole] = changes[i + 2];
		cut += changes[i + 3];
	}
	check(copy, whole - MIN(cut, whole));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	if (length > 0 && bytes[0] == 'P')
		check_changes(bytes + 1, length - 1);
	else
		check(bytes, length);
	return 0;
}
