/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From the paths that a user gives to the files in them and the tasks that workers read. */
#pragma once

#include "importers/importer.h"
#include "ingest/spool.h"

struct discovered_file {
	char *path;      /* absolute; a member of an archive as if the archive were a folder */
	char *read_path; /* where its bytes are when it was converted, or NULL */
	char *container; /* path of the archive or store it is in, or NULL */
	guint32 ordinal; /* its place there */
	char *folder;    /* mail folder name, or NULL */
	const struct importer *importer; /* NULL when nothing knows the file */
	char *description;               /* what describe() said: dialect, or table reading */
	char *trouble; /* why it cannot be read and the mend; NULL when it can */
	guint64 size;
	gint64 changed_ns; /* modification time */
	bool compressed;
	bool converted; /* its importer's program has had its turn */
	bool expanded;  /* a container that gave way to what is in it */
	bool unchanged; /* a container that is as it was, and was not looked into */
};

void discovered_file_free(struct discovered_file *file);

struct discover_options {
	const char *mapping_dir; /* the user's ticket mappings, or NULL */
	struct spool *spool;     /* where programs write what they turn files into */
	/* Whether a container is as it was when it was read last; NULL: none is known. */
	bool (*unchanged)(const struct discovered_file *container, void *data);
	void *data;
};

/* struct discovered_file *, sorted by path; folders are walked, each file once, and archives
 * are folders. Files that cannot be read, are empty, unknown or recognised without being
 * readable are in it with their trouble. `as` names an importer or a kind that the user imposes
 * ("tickets", "mbox"), or NULL. Caller owns. NULL only when the machine fails (no fork...). */
GPtrArray *discover_files(const char *const *paths, const char *as,
			  const struct discover_options *options, GError **error);

/* The tasks of one readable file, appended to an array of struct import_task; strings in the
 * tasks are borrowed from the file. */
void discover_tasks(const struct discovered_file *file, const char *mapping_dir, GArray *tasks);
