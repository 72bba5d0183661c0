/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* [MS-CFB] as far as reading needs it: sector chains through the allocation tables, small
 * streams in the stream of the root, the directory as a tree. Every chain is bounded by the
 * number of sectors and every walk by the number of entries, so that a circle ends. Our own,
 * because the library at hand (libgsf) writes warnings for every damaged sector and dies of
 * some. */
#include "importers/compound.h"

#include <stdbool.h>
#include <string.h>

#include "base/error.h"

#define HEADER_BYTES 512
#define ENTRY_BYTES  128
#define MINI_SHIFT   6
#define MINI_CUTOFF  4096
#define IN_HEADER    109 /* table sectors that the header names itself */
#define LAST_SECTOR  0xfffffffau
#define NO_ENTRY     0xffffffffu
#define ENTRIES_MOST 100000u
#define NAME_UNITS   31

enum entry_type { ENTRY_STORAGE = 1, ENTRY_STREAM = 2, ENTRY_ROOT = 5 };

struct entry {
	char *name;
	enum entry_type type;
	guint32 left, right, child, start;
	guint64 size;
};

struct file {
	const guint8 *bytes;
	gsize length;
	guint shift;
	GArray *table, *mini_table; /* guint32: the next sector of each */
	GArray *entries;            /* struct entry */
	guint8 *mini;               /* stream of the root */
	gsize mini_length;
	guint references;
};

struct compound {
	struct file *file;
	guint32 entry;
};

static guint32 u32(const guint8 *at)
{
	guint32 value;

	memcpy(&value, at, sizeof value);
	return GUINT32_FROM_LE(value);
}

static guint16 u16(const guint8 *at)
{
	return (guint16)(at[0] | at[1] << 8);
}

/* ---- sectors ---- */

/* How many bytes of the sector the file has. */
static gsize sector(const struct file *file, guint32 number, const guint8 **at)
{
	guint64 from = ((guint64)number + 1) << file->shift;

	if (from >= file->length)
		return 0;
	*at = file->bytes + from;
	return MIN((gsize)1 << file->shift, file->length - (gsize)from);
}

static guint32 next_of(const GArray *table, guint32 number)
{
	return number < table->len ? g_array_index(table, guint32, number) : NO_ENTRY;
}

/* The bytes of a chain, `most` at most; a chain that breaks gives what it had. Caller owns. */
static guint8 *read_chain(const struct file *file, guint32 start, gsize most, gsize *length)
{
	GByteArray *bytes = g_byte_array_new();
	const guint8 *at = NULL;
	gsize n;

	for (guint i = 0; i < file->table->len && start < LAST_SECTOR && bytes->len < most;
	     i++) {
		n = sector(file, start, &at);
		if (n == 0)
			break;
		g_byte_array_append(bytes, at, (guint)MIN(n, most - bytes->len));
		start = next_of(file->table, start);
	}
	*length = bytes->len;
	return g_byte_array_free(bytes, FALSE);
}

static guint8 *read_mini_chain(const struct file *file, guint32 start, gsize most,
			       gsize *length)
{
	GByteArray *bytes = g_byte_array_new();

	for (guint i = 0; i < file->mini_table->len && start < LAST_SECTOR && bytes->len < most;
	     i++) {
		gsize from = (gsize)start << MINI_SHIFT;

		if (from >= file->mini_length)
			break;
		g_byte_array_append(
			bytes, file->mini + from,
			(guint)MIN(MIN((gsize)1 << MINI_SHIFT, file->mini_length - from),
				   most - bytes->len));
		start = next_of(file->mini_table, start);
	}
	*length = bytes->len;
	return g_byte_array_free(bytes, FALSE);
}

/* ---- tables ---- */

static void append_numbers(GArray *table, const guint8 *bytes, gsize length)
{
	for (gsize i = 0; i + 4 <= length; i += 4) {
		guint32 number = u32(bytes + i);
		g_array_append_val(table, number);
	}
}

static void append_table_sector(struct file *file, guint32 number)
{
	const guint8 *at = NULL;
	gsize n = number < LAST_SECTOR ? sector(file, number, &at) : 0;

	if (n > 0)
		append_numbers(file->table, at, n);
}

/* The table says of each sector which is next; its own sectors are named in the header, and
 * beyond the first 109 in a chain of sectors whose last number leads on. */
static void read_table(struct file *file)
{
	guint32 more = u32(file->bytes + 68);
	guint sectors = (guint)(file->length >> file->shift) + 1;
	const guint8 *at = NULL;
	gsize n;

	for (guint i = 0; i < IN_HEADER && file->table->len <= sectors; i++)
		append_table_sector(file, u32(file->bytes + 76 + 4 * i));
	for (guint turn = 0; more < LAST_SECTOR && turn < sectors; turn++) {
		n = sector(file, more, &at);
		if (n < 8 || file->table->len > sectors)
			return;
		for (gsize i = 0; i + 8 <= n; i += 4)
			append_table_sector(file, u32(at + i));
		more = u32(at + (n & ~(gsize)3) - 4);
	}
}

static void read_mini_table(struct file *file)
{
	gsize length;
	g_autofree guint8 *bytes =
		read_chain(file, u32(file->bytes + 60), file->length, &length);

	append_numbers(file->mini_table, bytes, length);
}

/* ---- the directory ---- */

static void append_entry(struct file *file, const guint8 *at)
{
	gunichar2 units[NAME_UNITS];
	guint n = MIN(u16(at + 64) / 2u, (guint)NAME_UNITS + 1);
	struct entry entry = {
		.type = at[66],
		.left = u32(at + 68),
		.right = u32(at + 72),
		.child = u32(at + 76),
		.start = u32(at + 116),
		.size = u32(at + 120),
	};

	n = n > 0 ? n - 1 : 0;
	for (guint i = 0; i < n; i++)
		units[i] = u16(at + 2 * i);
	entry.name = g_utf16_to_utf8(units, n, NULL, NULL, NULL);
	if (!entry.name)
		entry.name = g_strdup("");
	g_array_append_val(file->entries, entry);
}

static bool read_directory(struct file *file)
{
	gsize length;
	g_autofree guint8 *bytes = read_chain(file, u32(file->bytes + 48),
					      (gsize)ENTRIES_MOST * ENTRY_BYTES, &length);

	for (gsize i = 0; i + ENTRY_BYTES <= length; i += ENTRY_BYTES)
		append_entry(file, bytes + i);
	return file->entries->len > 0;
}

static struct entry *entry_at(const struct file *file, guint32 number)
{
	return number < file->entries->len ? &g_array_index(file->entries, struct entry, number)
					   : NULL;
}

/* Calls back for each entry directly inside; the tree may have circles. */
static void each_inside(const struct file *file, guint32 storage,
			bool (*seen)(guint32 number, const struct entry *entry, void *data),
			void *data)
{
	g_autoptr(GArray) waiting = g_array_new(FALSE, FALSE, sizeof(guint32));
	g_autofree guint8 *met = g_malloc0(file->entries->len);
	guint32 number = entry_at(file, storage)->child;

	g_array_append_val(waiting, number);
	while (waiting->len > 0) {
		const struct entry *entry;

		number = g_array_index(waiting, guint32, waiting->len - 1);
		g_array_set_size(waiting, waiting->len - 1);
		entry = entry_at(file, number);
		if (!entry || met[number])
			continue;
		met[number] = 1;
		if (!seen(number, entry, data))
			return;
		g_array_append_val(waiting, entry->left);
		g_array_append_val(waiting, entry->right);
	}
}

/* ---- opening ---- */

static void clear_entry(gpointer data)
{
	g_free(((struct entry *)data)->name);
}

static void file_unref(struct file *file)
{
	if (--file->references > 0)
		return;
	g_array_unref(file->table);
	g_array_unref(file->mini_table);
	g_array_unref(file->entries);
	g_free(file->mini);
	g_free(file);
}

static struct compound *compound_at(struct file *file, guint32 entry)
{
	struct compound *compound = g_new0(struct compound, 1);

	compound->file = file;
	compound->entry = entry;
	file->references++;
	return compound;
}

static struct file *file_new(const guint8 *bytes, gsize length)
{
	struct file *file = g_new0(struct file, 1);

	file->bytes = bytes;
	file->length = length;
	file->shift = u16(bytes + 30);
	file->table = g_array_new(FALSE, FALSE, sizeof(guint32));
	file->mini_table = g_array_new(FALSE, FALSE, sizeof(guint32));
	file->entries = g_array_new(FALSE, FALSE, sizeof(struct entry));
	g_array_set_clear_func(file->entries, clear_entry);
	file->references = 1;
	return file;
}

static bool file_load(struct file *file)
{
	const struct entry *root;

	if (file->shift != 9 && file->shift != 12)
		return false;
	read_table(file);
	if (!read_directory(file))
		return false;
	read_mini_table(file);
	root = entry_at(file, 0);
	file->mini = read_chain(file, root->start, (gsize)MIN(root->size, file->length),
				&file->mini_length);
	return root->type == ENTRY_ROOT;
}

struct compound *compound_open(const guint8 *bytes, gsize length, GError **error)
{
	static const guint8 magic[] = {0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1};
	struct compound *compound = NULL;
	struct file *file;

	if (length > HEADER_BYTES && !memcmp(bytes, magic, sizeof magic)) {
		file = file_new(bytes, length);
		if (file_load(file))
			compound = compound_at(file, 0);
		file_unref(file);
	}
	if (!compound)
		g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
				    "the compound file is damaged: save it again");
	return compound;
}

void compound_free(struct compound *compound)
{
	file_unref(compound->file);
	g_free(compound);
}

/* ---- what is inside ---- */

struct wanted {
	const char *name;
	enum entry_type type;
	guint32 found;
};

static bool is_wanted(guint32 number, const struct entry *entry, void *data)
{
	struct wanted *wanted = data;

	if (entry->type != wanted->type || g_ascii_strcasecmp(entry->name, wanted->name) != 0)
		return true;
	wanted->found = number;
	return false;
}

static guint32 find(struct compound *compound, const char *name, enum entry_type type)
{
	struct wanted wanted = {name, type, NO_ENTRY};

	if (compound)
		each_inside(compound->file, compound->entry, is_wanted, &wanted);
	return wanted.found;
}

struct compound *compound_storage(struct compound *compound, const char *name)
{
	guint32 found = find(compound, name, ENTRY_STORAGE);

	return found != NO_ENTRY ? compound_at(compound->file, found) : NULL;
}

struct naming {
	GPtrArray *names;
	const char *prefix;
};

static bool add_name(guint32 number, const struct entry *entry, void *data)
{
	struct naming *naming = data;

	if (g_str_has_prefix(entry->name, naming->prefix))
		g_ptr_array_add(naming->names, g_strdup(entry->name));
	return true;
}

static gint by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *compound_names(struct compound *compound, const char *prefix)
{
	struct naming naming = {g_ptr_array_new_with_free_func(g_free), prefix};

	if (compound)
		each_inside(compound->file, compound->entry, add_name, &naming);
	g_ptr_array_sort(naming.names, by_name);
	return naming.names;
}

guint8 *compound_stream(struct compound *compound, const char *name, gsize limit, gsize *length)
{
	guint32 found = find(compound, name, ENTRY_STREAM);
	const struct entry *entry;
	guint8 *bytes;
	gsize most;

	if (found == NO_ENTRY)
		return NULL;
	entry = entry_at(compound->file, found);
	most = (gsize)MIN(entry->size, limit);
	bytes = entry->size < MINI_CUTOFF
			? read_mini_chain(compound->file, entry->start, most, length)
			: read_chain(compound->file, entry->start, most, length);
	bytes = g_realloc(bytes, *length + 1);
	bytes[*length] = 0;
	return bytes;
}
