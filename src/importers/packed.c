/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The only file that includes libarchive. Every byte that goes in and out is counted: an honest
 * export shrinks tenfold, a bomb a thousandfold, and neither the stream nor the members (which
 * may overlap in a zip, see Fifield, "A better zip bomb", WOOT 2019) get past the ratio. */
#include "importers/packed.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"

#define BLOCK_BYTES   ((gsize)256 << 10)
#define NS_PER_SECOND G_GINT64_CONSTANT(1000000000)

struct packed {
	char *name;
	struct archive *archive;
	locale_t utf8; /* libarchive turns names into the locale's bytes, or drops them */
	packed_feed feed;
	void *data;
	guint64 given; /* bytes of members read out */
	guint members;
	bool single; /* a stream */
};

/* ---- trouble ---- */

static void set_trouble(const struct packed *packed, const char *why, GError **error)
{
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "%s: %s", packed->name, why);
}

/* libarchive's own words; a passphrase is asked for in many. */
static void set_archive_error(const struct packed *packed, GError **error)
{
	const char *why = archive_error_string(packed->archive);

	if (archive_read_has_encrypted_entries(packed->archive) > 0)
		why = "the archive is encrypted: unpack it with its password and give the "
		      "folder";
	else if (!why)
		why = "the compressed data is damaged";
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "%s: cannot be read further: %s",
		    packed->name, why);
}

/* Counts what all filters gave out (a tar is read through them) and what members gave out. */
static bool is_bomb(const struct packed *packed)
{
	gint64 in = archive_filter_bytes(packed->archive, -1);
	gint64 unfiltered = archive_filter_bytes(packed->archive, 0);
	guint64 out = MAX(packed->given, (guint64)MAX(unfiltered, 0));

	return out > LIMIT_UNPACKED_FREE &&
	       out / LIMIT_UNPACKED_RATIO > (guint64)MAX(in, (gint64)1);
}

static const char bomb_words[] = "expands far more than mail and tickets do: it looks like an "
				 "archive bomb and is not read "
				 "further; unpack it yourself if you trust it";

/* ---- opening ---- */

static la_ssize_t read_feed(struct archive *archive, void *data, const void **block)
{
	struct packed *packed = data;
	gssize length = packed->feed(packed->data, block);

	if (length < 0)
		archive_set_error(archive, EIO, "the data around it is damaged");
	return length < 0 ? ARCHIVE_FATAL : length;
}

static struct archive *new_archive(enum packed_form form)
{
	struct archive *archive = archive_read_new();

	archive_read_support_filter_gzip(archive);
	archive_read_support_filter_xz(archive);
	archive_read_support_filter_bzip2(archive);
	archive_read_support_filter_zstd(archive);
	archive_read_support_format_empty(archive);
	if (form == PACKED_STREAM) {
		archive_read_support_format_raw(archive);
		return archive;
	}
	archive_read_support_format_zip(archive);
	archive_read_support_format_tar(archive);
	archive_read_support_format_cpio(archive);
	archive_read_support_format_7zip(archive);
	return archive;
}

static struct packed *finish_open(struct packed *packed, int result, GError **error)
{
	g_autoptr(packed_auto) opened = packed;
	struct archive_entry *entry;

	if (result == ARCHIVE_OK && opened->single)
		result = archive_read_next_header(opened->archive, &entry);
	if (result == ARCHIVE_EOF || result >= ARCHIVE_WARN)
		return g_steal_pointer(&opened);
	set_trouble(opened, "the compressed data is damaged", error);
	return NULL;
}

static struct packed *packed_new(const char *name, enum packed_form form)
{
	struct packed *packed = g_new0(struct packed, 1);

	packed->name = g_strdup(name);
	packed->archive = new_archive(form);
	packed->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	packed->single = form == PACKED_STREAM;
	return packed;
}

struct packed *packed_open(const char *path, enum packed_form form, GError **error)
{
	struct packed *packed = packed_new(path, form);

	return finish_open(
		packed, archive_read_open_filename(packed->archive, path, BLOCK_BYTES), error);
}

struct packed *packed_open_feed(packed_feed feed, void *data, const char *name,
				enum packed_form form, GError **error)
{
	struct packed *packed = packed_new(name, form);

	packed->feed = feed;
	packed->data = data;
	return finish_open(packed,
			   archive_read_open(packed->archive, packed, NULL, read_feed, NULL),
			   error);
}

void packed_free(struct packed *packed)
{
	archive_read_free(packed->archive);
	if (packed->utf8)
		freelocale(packed->utf8);
	g_free(packed->name);
	g_free(packed);
}

/* ---- members ---- */

/* Old zips name their members in the code page of DOS. Caller owns. */
static char *name_of(struct archive_entry *entry)
{
	const char *name = archive_entry_pathname_utf8(entry);
	char *converted;

	if (!name || !g_utf8_validate(name, -1, NULL))
		name = archive_entry_pathname(entry);
	if (!name)
		return g_strdup("");
	if (g_utf8_validate(name, -1, NULL))
		return g_strdup(name);
	converted = g_convert(name, -1, "UTF-8", "CP850", NULL, NULL, NULL);
	return converted ? converted : g_utf8_make_valid(name, -1);
}

static bool leaves_its_archive(const char *name)
{
	g_auto(GStrv) parts = g_strsplit_set(name, "/\\", -1);

	for (guint i = 0; parts[i]; i++)
		if (!strcmp(parts[i], ".."))
			return true;
	return g_path_is_absolute(name) || (g_ascii_isalpha(name[0]) && name[1] == ':');
}

static const char *trouble_of(struct archive_entry *entry, const char *name)
{
	if (!*name)
		return "a member without a name: unpack the archive and give the folder";
	if (leaves_its_archive(name))
		return "its name leads out of the archive: not read; if you trust it, unpack "
		       "it "
		       "yourself";
	if (archive_entry_is_encrypted(entry))
		return "encrypted: unpack it with its password and give the folder";
	if (archive_entry_hardlink(entry) || archive_entry_filetype(entry) == AE_IFLNK)
		return "a link inside an archive: not followed; give what it points to";
	if (archive_entry_filetype(entry) != AE_IFREG && archive_entry_filetype(entry) != 0)
		return "neither a file nor a folder";
	return NULL;
}

static void describe(struct archive_entry *entry, struct packed_member *member)
{
	char *name = name_of(entry);
	gsize length = strlen(name);

	member->folder = archive_entry_filetype(entry) == AE_IFDIR;
	while (length > 0 && name[length - 1] == '/') {
		name[--length] = '\0';
		member->folder = true;
	}
	while (g_str_has_prefix(name, "./"))
		memmove(name, name + 2, strlen(name) - 1);
	member->size = archive_entry_size_is_set(entry) ? archive_entry_size(entry) : -1;
	member->changed_ns = archive_entry_mtime_is_set(entry)
				     ? (gint64)archive_entry_mtime(entry) * NS_PER_SECOND
				     : 0;
	member->trouble = member->folder ? NULL : trouble_of(entry, name);
	member->name = name;
}

static int next_header(struct packed *packed, struct packed_member *member)
{
	locale_t before = uselocale(packed->utf8);
	struct archive_entry *entry;
	int result;

	do
		result = archive_read_next_header(packed->archive, &entry);
	while (result == ARCHIVE_RETRY);
	if (result != ARCHIVE_EOF && result >= ARCHIVE_WARN)
		describe(entry, member);
	uselocale(before);
	return result;
}

enum packed_step packed_next(struct packed *packed, struct packed_member *member,
			     GError **error)
{
	int result = next_header(packed, member);

	if (result == ARCHIVE_EOF)
		return PACKED_END;
	if (result < ARCHIVE_WARN) {
		set_archive_error(packed, error);
		return PACKED_BROKEN;
	}
	if (is_bomb(packed) || ++packed->members > LIMIT_ARCHIVE_MEMBERS) {
		g_clear_pointer(&member->name, g_free);
		set_trouble(packed, bomb_words, error);
		return PACKED_BROKEN;
	}
	return PACKED_MEMBER;
}

gssize packed_read(struct packed *packed, void *into, gsize room, GError **error)
{
	gssize n;

	do
		n = archive_read_data(packed->archive, into, room);
	while (n == ARCHIVE_RETRY);
	if (n == ARCHIVE_WARN)
		n = 0;
	if (n < 0) {
		set_archive_error(packed, error);
		return -1;
	}
	packed->given += (guint64)n;
	if (is_bomb(packed)) {
		set_trouble(packed, bomb_words, error);
		return -1;
	}
	return n;
}
