/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A bounded reader of GNU message catalogues (.mo, gettext manual section 10.3), compiled into
 * the program as a resource. Lookup is a binary search over the sorted originals; the plural
 * rule is French (one for 0 and 1) or English (one for 1). libintl is not used: it needs files
 * on disk and an installed locale, and its state is global. */
#include "base/catalogue.h"

#include <gio/gio.h>
#include <string.h>

#define MO_MAGIC  0x950412deu
#define MO_HEADER 20 /* bytes up to and including the offset of the translations */

struct catalogue {
	const char *language;
	const guint8 *bytes; /* NULL for the language of the keys */
	gsize length;
	guint32 count, originals, translations;
};

static guint32 read_u32(const struct catalogue *catalogue, gsize offset)
{
	guint32 value = 0;

	if (offset + sizeof value <= catalogue->length)
		memcpy(&value, catalogue->bytes + offset, sizeof value);
	return GUINT32_FROM_LE(value);
}

/* The string of a table's row; NULL when it would lie outside the file or has no end. */
static const char *string_at(const struct catalogue *catalogue, guint32 table, guint32 row)
{
	gsize entry = (gsize)table + (gsize)row * 8;
	gsize length = read_u32(catalogue, entry);
	gsize offset = read_u32(catalogue, entry + 4);

	if (offset + length >= catalogue->length || catalogue->bytes[offset + length] != '\0')
		return NULL;
	return (const char *)catalogue->bytes + offset;
}

static void load(struct catalogue *catalogue, const char *resource)
{
	g_autoptr(GBytes) bytes =
		g_resources_lookup_data(resource, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

	if (bytes == NULL)
		return;
	/* Resources live as long as the program. */
	catalogue->bytes = g_bytes_get_data(bytes, &catalogue->length);
	if (catalogue->length < MO_HEADER || read_u32(catalogue, 0) != MO_MAGIC) {
		catalogue->bytes = NULL;
		return;
	}
	catalogue->count = read_u32(catalogue, 8);
	catalogue->originals = read_u32(catalogue, 12);
	catalogue->translations = read_u32(catalogue, 16);
}

const struct catalogue *catalogue_get(const char *language)
{
	static const struct catalogue english = {.language = "en"};
	static struct catalogue french = {.language = "fr"};
	static gsize loaded;

	if (language == NULL || strncmp(language, "fr", 2) != 0)
		return &english;
	if (g_once_init_enter(&loaded)) {
		load(&french, "/entente/po/fr.mo");
		g_once_init_leave(&loaded, 1);
	}
	return &french;
}

const char *catalogue_language_from_environment(void)
{
	static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"};

	for (guint i = 0; i < G_N_ELEMENTS(variables); i++) {
		const char *value = g_getenv(variables[i]);
		if (value != NULL && *value != '\0')
			return strncmp(value, "fr", 2) == 0 ? "fr" : "en";
	}
	return "en";
}

const char *catalogue_language(const struct catalogue *catalogue)
{
	return catalogue->language;
}

static const char *find(const struct catalogue *catalogue, const char *key)
{
	/* The empty key holds the file's own header. */
	gboolean any = catalogue->bytes != NULL && *key != '\0';
	guint32 low = 0, high = any ? catalogue->count : 0;

	while (low < high) {
		guint32 middle = low + (high - low) / 2;
		const char *original = string_at(catalogue, catalogue->originals, middle);
		int order = original != NULL ? strcmp(key, original) : -1;
		if (order == 0)
			return string_at(catalogue, catalogue->translations, middle);
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

const char *catalogue_text(const struct catalogue *catalogue, const char *key)
{
	const char *text = find(catalogue, key);

	return text != NULL && *text != '\0' ? text : key;
}

/* In the file the plural forms follow each other, each ended by NUL. */
const char *catalogue_plural(const struct catalogue *catalogue, const char *one,
			     const char *many, gulong n)
{
	const char *text = find(catalogue, one);

	if (text == NULL || *text == '\0')
		return n == 1 ? one : many;
	return n <= 1 ? text : text + strlen(text) + 1;
}
