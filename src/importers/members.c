/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A cursor stands at one member of an archive. The first bytes of that member are kept, so that
 * a look at a file and the reading of it cost one pass; the cursor that was used last is kept
 * too, so that a thousand members of a tar.gz cost one pass and not a thousand. */
#include "importers/members.h"

#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/limits.h"

#define READ_BYTES   ((gsize)256 << 10)
#define REPLAY_BYTES ((gsize)1 << 20)

struct cursor {
	char *archive; /* its path, virtual when it is a member itself */
	struct packed *packed;
	struct cursor *around; /* stands at this archive, or NULL */
	guint8 *block;         /* what it gave */
	char *name;            /* of the present member, NULL before the first */
	GByteArray *head;      /* its first bytes */
	bool spent;            /* it was read beyond them */
};

struct member {
	struct cursor *cursor;
	guint64 position;
};

/* ---- cursors ---- */

static void cursor_free(gpointer data)
{
	struct cursor *cursor = data;

	g_clear_pointer(&cursor->packed, packed_free);
	if (cursor->around)
		cursor_free(cursor->around);
	g_byte_array_unref(cursor->head);
	g_free(cursor->block);
	g_free(cursor->name);
	g_free(cursor->archive);
	g_free(cursor);
}

/* The cursor that the last member left behind. A worker reads one task at a time. */
static GPrivate idle = G_PRIVATE_INIT(cursor_free);

static struct cursor *cursor_new(const char *archive)
{
	struct cursor *cursor = g_new0(struct cursor, 1);

	cursor->archive = g_strdup(archive);
	cursor->head = g_byte_array_new();
	return cursor;
}

static struct cursor *cursor_on_file(const char *archive, GError **error)
{
	struct cursor *cursor = cursor_new(archive);

	cursor->packed = packed_open(archive, PACKED_ARCHIVE, error);
	if (cursor->packed)
		return cursor;
	cursor_free(cursor);
	return NULL;
}

static gssize read_around(void *data, const void **block)
{
	struct cursor *cursor = data;

	*block = cursor->block;
	return packed_read(cursor->around->packed, cursor->block, READ_BYTES, NULL);
}

/* Over the member that `around` stands at; takes it. */
static struct cursor *cursor_within(struct cursor *around, GError **error)
{
	g_autofree char *path = g_build_filename(around->archive, around->name, NULL);
	struct cursor *cursor = cursor_new(path);

	around->spent = true;
	cursor->around = around;
	cursor->block = g_malloc(READ_BYTES);
	cursor->packed = packed_open_feed(read_around, cursor, path, PACKED_ARCHIVE, error);
	if (cursor->packed)
		return cursor;
	cursor_free(cursor);
	return NULL;
}

static void stand_at(struct cursor *cursor, char *name)
{
	g_free(cursor->name);
	cursor->name = name;
	g_byte_array_set_size(cursor->head, 0);
	cursor->spent = false;
}

static bool is_within(const char *path, const char *folder)
{
	gsize length = strlen(folder);

	return !strncmp(path, folder, length) && path[length] == '/';
}

enum search { SEARCH_FOUND, SEARCH_WITHIN, SEARCH_ABSENT, SEARCH_BROKEN };

static enum search judge(const struct cursor *cursor, const struct packed_member *member,
			 const char *name, GError **error)
{
	enum search found = SEARCH_ABSENT;

	if (member->folder)
		return SEARCH_ABSENT;
	if (!strcmp(member->name, name))
		found = SEARCH_FOUND;
	else if (is_within(name, member->name))
		found = SEARCH_WITHIN;
	if (found == SEARCH_ABSENT || !member->trouble)
		return found;
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "%s/%s: %s", cursor->archive,
		    member->name, member->trouble);
	return SEARCH_BROKEN;
}

/* From the present member on. */
static enum search search(struct cursor *cursor, const char *name, GError **error)
{
	struct packed_member member;
	enum packed_step step;

	while ((step = packed_next(cursor->packed, &member, error)) == PACKED_MEMBER) {
		enum search found = judge(cursor, &member, name, error);

		stand_at(cursor, member.name);
		if (found != SEARCH_ABSENT)
			return found;
	}
	return step == PACKED_END ? SEARCH_ABSENT : SEARCH_BROKEN;
}

/* Takes the cursor; gives the one that stands at the member, in an archive within the archive
 * perhaps, or NULL; without an error when the member is not there. */
static struct cursor *cursor_seek(struct cursor *cursor, const char *path, GError **error)
{
	for (guint depth = 0; cursor && depth < LIMIT_ARCHIVE_DEPTH; depth++) {
		const char *name = path + strlen(cursor->archive) + 1;
		enum search found = search(cursor, name, error);

		if (found == SEARCH_FOUND)
			return cursor;
		if (found != SEARCH_WITHIN)
			break;
		cursor = cursor_within(cursor, error);
	}
	if (cursor)
		cursor_free(cursor);
	return NULL;
}

/* ---- the way to a member ---- */

/* "/a/b.zip" of "/a/b.zip/c/d.eml": the part of the path that is a file. Caller owns; NULL when
 * no part is. */
static char *file_on_the_way(const char *path)
{
	g_autofree char *part = g_strdup(path);
	char *slash;
	struct stat status;

	while ((slash = strrchr(part, '/')) && slash != part) {
		*slash = '\0';
		if (stat(part, &status) == 0)
			return S_ISREG(status.st_mode) ? g_steal_pointer(&part) : NULL;
	}
	return NULL;
}

/* The kept cursor, when it stands at the member or before it. */
static struct cursor *cursor_kept(const char *path)
{
	struct cursor *cursor = g_private_get(&idle);
	const char *name;

	if (!cursor || !is_within(path, cursor->archive))
		return NULL;
	g_private_set(&idle, NULL);
	name = path + strlen(cursor->archive) + 1;
	if (cursor->name && !strcmp(cursor->name, name) && !cursor->spent)
		return cursor;
	return cursor_seek(cursor, path, NULL);
}

static void set_absent(GError **error, const char *path)
{
	if (error && !*error)
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
			    "%s: the archive holds no such member", path);
}

struct member *member_open(const char *path, GError **error)
{
	struct cursor *cursor = cursor_kept(path);
	struct member *member;

	if (!cursor) {
		g_autofree char *file = file_on_the_way(path);

		if (!file)
			return NULL;
		cursor = cursor_on_file(file, error);
		if (cursor && !(cursor = cursor_seek(cursor, path, error)))
			set_absent(error, path);
	}
	if (!cursor)
		return NULL;
	member = g_new0(struct member, 1);
	member->cursor = cursor;
	return member;
}

void member_close(struct member *member)
{
	g_private_replace(&idle, member->cursor);
	g_free(member);
}

gssize member_read(struct member *member, void *into, gsize room, GError **error)
{
	struct cursor *cursor = member->cursor;
	gssize n;

	if (member->position < cursor->head->len) {
		n = (gssize)MIN(room, cursor->head->len - member->position);
		memcpy(into, cursor->head->data + member->position, (gsize)n);
	} else {
		n = packed_read(cursor->packed, into, MIN(room, READ_BYTES), error);
		if (n > 0 && cursor->head->len + (gsize)n <= REPLAY_BYTES)
			g_byte_array_append(cursor->head, into, (guint)n);
		else if (n != 0)
			cursor->spent = true;
	}
	member->position += (guint64)MAX(n, 0);
	return n;
}

/* ---- walking ---- */

struct archive_walk {
	struct cursor *cursor;
};

static struct cursor *cursor_on(const char *path, GError **error)
{
	struct member *member = member_open(path, error);
	struct cursor *around;

	if (!member)
		return error && *error ? NULL : cursor_on_file(path, error);
	around = member->cursor;
	g_free(member);
	return cursor_within(around, error);
}

struct archive_walk *archive_walk_open(const char *path, GError **error)
{
	struct cursor *cursor = cursor_on(path, error);
	struct archive_walk *walk = cursor ? g_new0(struct archive_walk, 1) : NULL;

	if (walk)
		walk->cursor = cursor;
	return walk;
}

enum packed_step archive_walk_next(struct archive_walk *walk, struct packed_member *member,
				   GError **error)
{
	return packed_next(walk->cursor->packed, member, error);
}

void archive_walk_close(struct archive_walk *walk)
{
	cursor_free(walk->cursor);
	g_free(walk);
}
