/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The decoder is our own because every byte of it comes from a server, and the C library's
 * depends on its version. Names of the usual folders are those that Exchange, Gmail, Zimbra,
 * Orange, Free, Apple Mail and Thunderbird give them in English and French; traits come first.
 */
#include "fetch/folders.h"

#include <string.h>

#include "fetch/fetch.h"

static const struct trait_name {
	const char *attribute;
	guint trait;
} trait_names[] = {
	{"Noselect", FOLDER_CLOSED}, {"NonExistent", FOLDER_CLOSED}, {"All", FOLDER_ALL},
	{"AllMail", FOLDER_ALL},     {"Drafts", FOLDER_DRAFTS},      {"Junk", FOLDER_JUNK},
	{"Spam", FOLDER_JUNK},       {"Trash", FOLDER_TRASH},        {"Flagged", FOLDER_VIEW},
	{"Important", FOLDER_VIEW},  {"Starred", FOLDER_VIEW},
};

/* Casefolded. */
static const char *const left_out[] = {
	"trash",
	"bin",
	"deleted",
	"deleted items",
	"deleted messages",
	"corbeille",
	"éléments supprimés",
	"messages supprimés",
	"supprimés",
	"junk",
	"junk e-mail",
	"junk email",
	"junk mail",
	"spam",
	"bulk mail",
	"courrier indésirable",
	"courriers indésirables",
	"indésirables",
	"pourriel",
	"pourriels",
	"quarantaine",
	"drafts",
	"draft",
	"brouillons",
	"brouillon",
	"outbox",
	"boîte d'envoi",
	"boîte d’envoi",
};

void folder_free(struct folder *folder)
{
	g_free(folder->raw);
	g_free(folder->name);
	g_free(folder);
}

guint folder_trait_of(const char *attribute)
{
	attribute += *attribute == '\\';
	for (gsize i = 0; i < G_N_ELEMENTS(trait_names); i++)
		if (g_ascii_strcasecmp(attribute, trait_names[i].attribute) == 0)
			return trait_names[i].trait;
	return 0;
}

/* ---- names ---- */

static int sextet(char letter)
{
	static const char alphabet[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";
	const char *at = letter != '\0' ? strchr(alphabet, letter) : NULL;

	return at != NULL ? (int)(at - alphabet) : -1;
}

/* One unit of UTF-16; *high keeps the first half of a pair. */
static bool put_unit(GString *name, guint16 unit, guint16 *high)
{
	bool second = unit >= 0xDC00 && unit < 0xE000;

	if (second != (*high != 0))
		return false;
	if (second) {
		g_string_append_unichar(name, 0x10000 + ((gunichar)(*high - 0xD800) << 10) +
						      (unit - 0xDC00u));
		*high = 0;
	} else if (unit >= 0xD800 && unit < 0xDC00) {
		*high = unit;
	} else if (unit != 0) {
		g_string_append_unichar(name, unit);
	} else {
		return false;
	}
	return true;
}

/* What stands between '&' and '-'. False on a stray letter, a broken pair, or leftover bits. */
static bool put_shifted(GString *name, const char *text, gsize length)
{
	guint32 bits = 0;
	guint n_bits = 0;
	guint16 high = 0;

	for (gsize i = 0; i < length; i++) {
		int six = sextet(text[i]);
		if (six < 0)
			return false;
		bits = bits << 6 | (guint)six;
		n_bits += 6;
		if (n_bits < 16)
			continue;
		n_bits -= 16;
		if (!put_unit(name, (guint16)(bits >> n_bits), &high))
			return false;
		bits &= (1u << n_bits) - 1;
	}
	return high == 0 && n_bits < 6 && bits == 0;
}

char *folder_decode(const char *raw)
{
	g_autoptr(GString) name = g_string_new(NULL);

	while (*raw != '\0') {
		const char *end = *raw == '&' ? strchr(raw, '-') : NULL;
		if (*raw != '&') {
			if (!g_ascii_isprint(*raw))
				return NULL;
			g_string_append_c(name, *raw++);
			continue;
		}
		if (end == NULL)
			return NULL;
		if (end == raw + 1)
			g_string_append_c(name, '&');
		else if (!put_shifted(name, raw + 1, (gsize)(end - raw) - 1))
			return NULL;
		raw = end + 1;
	}
	return g_string_free(g_steal_pointer(&name), FALSE);
}

static bool holds_controls(const char *text)
{
	for (; *text != '\0'; text = g_utf8_next_char(text))
		if (g_unichar_iscntrl(g_utf8_get_char(text)))
			return true;
	return false;
}

/* Some servers speak UTF-8 at once (RFC 6855), some a local set: shown as it can be. */
static char *shown_name(const char *raw)
{
	char *name = folder_decode(raw);

	return name != NULL ? name : g_utf8_make_valid(raw, -1);
}

struct folder *folder_named(const char *raw, const char *name, char delimiter, guint traits)
{
	struct folder *folder;

	if (*name == '\0' || strlen(name) > FETCH_NAME_LENGTH || holds_controls(name))
		return NULL;
	folder = g_new0(struct folder, 1);
	folder->raw = g_strdup(raw);
	folder->name = g_strdup(name);
	folder->delimiter = delimiter;
	folder->traits = traits;
	return folder;
}

struct folder *folder_new(const char *raw, char delimiter, guint traits)
{
	gsize length = strlen(raw);
	g_autofree char *name = NULL;

	if (length == 0 || length > FETCH_NAME_LENGTH)
		return NULL;
	for (gsize i = 0; i < length; i++)
		if (g_ascii_iscntrl(raw[i]))
			return NULL;
	name = shown_name(raw);
	return folder_named(raw, name, delimiter, traits);
}

/* ---- the choice ---- */

static char *folded(const char *text)
{
	g_autofree char *normal = g_utf8_normalize(text, -1, G_NORMALIZE_NFC);

	return g_utf8_casefold(normal != NULL ? normal : text, -1);
}

static bool matches(const struct folder *folder, char *const *patterns)
{
	g_autofree char *name = folded(folder->name);

	for (guint i = 0; patterns[i] != NULL; i++) {
		g_autofree char *pattern = folded(patterns[i]);
		if (g_pattern_match_simple(pattern, name))
			return true;
	}
	return false;
}

/* Any part of the name: what is below the trash is trash. */
static bool named_as_left_out(const struct folder *folder)
{
	const char delimiter[] = {folder->delimiter, '\0'};
	g_autofree char *name = folded(folder->name);
	g_auto(GStrv) parts = g_strsplit(name, *delimiter != '\0' ? delimiter : "/", -1);

	for (guint part = 0; parts[part] != NULL; part++)
		for (gsize i = 0; i < G_N_ELEMENTS(left_out); i++)
			if (strcmp(parts[part], left_out[i]) == 0)
				return true;
	return false;
}

static bool below_trash(const struct folder *folder, const GPtrArray *folders)
{
	for (guint i = 0; i < folders->len; i++) {
		const struct folder *other = g_ptr_array_index(folders, i);
		gsize length = strlen(other->raw);
		if ((other->traits & (FOLDER_TRASH | FOLDER_JUNK)) != 0 && other != folder &&
		    strncmp(folder->raw, other->raw, length) == 0 &&
		    folder->raw[length] == other->delimiter)
			return true;
	}
	return false;
}

static bool usual(const struct folder *folder, const GPtrArray *folders)
{
	const guint never = FOLDER_DRAFTS | FOLDER_JUNK | FOLDER_TRASH | FOLDER_VIEW;

	return (folder->traits & never) == 0 && !named_as_left_out(folder) &&
	       !below_trash(folder, folders);
}

static bool has_all(const GPtrArray *folders)
{
	for (guint i = 0; i < folders->len; i++) {
		const struct folder *folder = g_ptr_array_index(folders, i);
		if ((folder->traits & FOLDER_ALL) != 0 && (folder->traits & FOLDER_CLOSED) == 0)
			return true;
	}
	return false;
}

static bool wanted(const struct folder *folder, const GPtrArray *folders, char *const *patterns,
		   bool all)
{
	if ((folder->traits & FOLDER_CLOSED) != 0)
		return false;
	if (patterns != NULL)
		return matches(folder, patterns);
	if (all)
		return (folder->traits & FOLDER_ALL) != 0;
	return usual(folder, folders);
}

static gint by_name(gconstpointer a, gconstpointer b)
{
	const struct folder *left = *(struct folder *const *)a;
	const struct folder *right = *(struct folder *const *)b;
	int order = strcmp(left->name, right->name);

	return order != 0 ? order : strcmp(left->raw, right->raw);
}

void folders_choose(GPtrArray *folders, char *const *patterns)
{
	g_autoptr(GHashTable) chosen = g_hash_table_new(g_str_hash, g_str_equal);
	bool all = has_all(folders);

	g_ptr_array_sort(folders, by_name);
	for (guint i = 0; i < folders->len; i++) {
		struct folder *folder = g_ptr_array_index(folders, i);
		if (wanted(folder, folders, patterns, all) &&
		    !g_hash_table_contains(chosen, folder->name))
			g_hash_table_insert(chosen, folder->name, folder);
	}
	for (guint i = folders->len; i > 0; i--) {
		const struct folder *folder = g_ptr_array_index(folders, i - 1);
		if (g_hash_table_lookup(chosen, folder->name) != folder)
			g_ptr_array_remove_index(folders, i - 1);
	}
}
