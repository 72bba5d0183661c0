/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Guesses at tables: counts agree with each other, a field has one column, and the mapping that
 * is proposed is a text that a mapping file may be. */
#include <stdint.h>
#include <string.h>

#include "importers/table_guess.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_columns(const struct table_guess *guess)
{
	guint32 seen = 0;

	for (guint i = 0; i < guess->columns->len; i++) {
		const struct guessed_column *one =
			&g_array_index(guess->columns, struct guessed_column, i);
		g_assert(one->filled <= guess->rows && one->distinct <= one->filled &&
			 one->dates <= one->filled && one->spaced <= one->filled);
		g_assert(g_utf8_validate(one->name, -1, NULL));
		if (one->ground == GUESS_NONE)
			continue;
		g_assert(!(seen >> one->field & 1));
		seen |= 1u << one->field;
	}
}

static void check_mapping(const struct table_guess *guess)
{
	g_autofree char *text = table_guess_mapping(guess, "fuzz");
	g_autoptr(GKeyFile) file = g_key_file_new();

	g_assert(g_key_file_load_from_data(file, text, strlen(text), G_KEY_FILE_NONE, NULL));
	g_assert(g_key_file_has_group(file, "columns"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct mapping_set *mappings;
	struct table_guess *guess;

	if (!mappings)
		mappings = mapping_set_new(NULL, NULL);
	guess = table_guess_bytes(data, size, true, mappings, NULL);
	if (!guess)
		return 0;
	check_columns(guess);
	check_mapping(guess);
	table_guess_free(guess);
	return 0;
}
