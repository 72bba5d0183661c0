/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The maker of a spool holds a lock on its folder, which ends with the process however it ends:
 * a folder that can be locked is an orphan. */
#include "ingest/spool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/error.h"
#include "base/limits.h"

#define PREFIX "spool-"

struct spool {
	char *path;
	int lock; /* descriptor of the folder */
	guint folders;
};

/* Removes a tree by descriptors, so that a link put there by another leads nowhere. */
static void remove_within(int parent, const char *name, guint depth)
{
	int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;
	const struct dirent *entry;

	while (folder && depth < LIMIT_FOLDER_DEPTH && (entry = readdir(folder)))
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..") &&
		    unlinkat(fd, entry->d_name, 0) != 0)
			remove_within(fd, entry->d_name, depth + 1);
	if (folder)
		closedir(folder);
	unlinkat(parent, name, AT_REMOVEDIR);
}

static void remove_tree(const char *path)
{
	remove_within(AT_FDCWD, path, 0);
}

/* Locked by its maker as long as that one lives. */
static int lock_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

static void remove_orphans(const char *base)
{
	GDir *folder = g_dir_open(base, 0, NULL);
	const char *name;

	while (folder && (name = g_dir_read_name(folder))) {
		g_autofree char *path = g_build_filename(base, name, NULL);
		int lock = g_str_has_prefix(name, PREFIX) ? lock_folder(path) : -1;

		if (lock < 0)
			continue;
		remove_tree(path);
		close(lock);
	}
	if (folder)
		g_dir_close(folder);
}

struct spool *spool_new(void)
{
	struct spool *spool = g_new0(struct spool, 1);

	spool->lock = -1;
	return spool;
}

/* Two processes do this one after the other: what is not locked yet is not yet removed. */
static bool make_path(struct spool *spool, const char *base)
{
	g_autofree char *path = g_build_filename(base, PREFIX "XXXXXX", NULL);
	int turn;

	if (g_mkdir_with_parents(base, 0700) != 0)
		return false;
	turn = open(base, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (turn < 0 || flock(turn, LOCK_EX) != 0 || !g_mkdtemp(path)) {
		if (turn >= 0)
			close(turn);
		return false;
	}
	spool->lock = lock_folder(path);
	spool->path = g_steal_pointer(&path);
	remove_orphans(base);
	close(turn);
	return true;
}

static bool ensure_path(struct spool *spool, GError **error)
{
	g_autofree char *base = g_build_filename(g_get_user_cache_dir(), "entente", NULL);

	if (spool->path || make_path(spool, base))
		return true;
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INTERNAL,
		    "%s: no folder for temporary files can be made: %s", base,
		    g_strerror(errno));
	return false;
}

void spool_free(struct spool *spool)
{
	if (spool->path)
		remove_tree(spool->path);
	if (spool->lock >= 0)
		close(spool->lock);
	g_free(spool->path);
	g_free(spool);
}

char *spool_folder(struct spool *spool, GError **error)
{
	g_autofree char *path = NULL;

	if (!ensure_path(spool, error))
		return NULL;
	path = g_strdup_printf("%s/%u", spool->path, spool->folders++);
	if (mkdir(path, 0700) == 0)
		return g_steal_pointer(&path);
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INTERNAL, "%s: %s", path,
		    g_strerror(errno));
	return NULL;
}

guint64 spool_room(struct spool *spool)
{
	struct statvfs status;

	if (!ensure_path(spool, NULL) || statvfs(spool->path, &status) != 0)
		return 0;
	return (guint64)status.f_bavail * status.f_frsize;
}
