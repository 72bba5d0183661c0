/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Help for the tests of importers: files made of given bytes, and all records of a task as
 * comparable lines of text. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <glib/gstdio.h>

#include "importers/bytes.h"
#include "importers/importer.h"

/* Caller owns the path and removes the file. */
static inline char *file_with(const char *bytes, gsize length)
{
	char *path = NULL;
	int fd = g_file_open_tmp("entente-XXXXXX", &path, NULL);

	assert_true(fd >= 0);
	g_close(fd, NULL);
	assert_true(g_file_set_contents(path, bytes, (gssize)length, NULL));
	return path;
}

static inline char *hexadecimal(const guint8 *bytes, gsize length)
{
	GString *text = g_string_new(NULL);

	for (gsize i = 0; i < length; i++)
		g_string_append_printf(text, "%02x", bytes[i]);
	return g_string_free(text, FALSE);
}

/* "offset+length digest subject" or "offset+length rejected: reason". Caller owns. */
static inline char *line_of(const struct import_record *record)
{
	const struct place *place = record->type == RECORD_MESSAGE ? &record->message.place
								   : &record->rejected.place;
	g_autofree char *digest = hexadecimal(record->message.digest, DIGEST_SIZE);

	if (record->type == RECORD_REJECTED)
		return g_strdup_printf("%" G_GUINT64_FORMAT "+%" G_GUINT64_FORMAT
				       " rejected: %s",
				       place->offset, place->length, record->rejected.reason);
	return g_strdup_printf("%" G_GUINT64_FORMAT "+%" G_GUINT64_FORMAT " %s %s",
			       place->offset, place->length, digest,
			       record->message.subject ? record->message.subject : "-");
}

/* Calls back for each record of a task; fails the test on an error. */
static inline void each_record(const struct import_task *task,
			       void (*seen)(const struct import_record *record, void *data),
			       void *data)
{
	g_autoptr(GError) error = NULL;
	struct import_stream *stream = task->importer->open(task, &error);
	struct import_record record = {0};

	assert_non_null(stream);
	while (task->importer->next(stream, &record, &error) && record.type != RECORD_END) {
		seen(&record, data);
		import_record_clear(&record);
	}
	assert_null(error);
	task->importer->close(stream);
}

static inline void add_line(const struct import_record *record, void *data)
{
	GPtrArray *lines = data;

	g_ptr_array_add(lines, line_of(record));
}

static inline GPtrArray *lines_of_range(const struct import_task *whole, guint64 from,
					guint64 to)
{
	struct import_task task = *whole;
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);

	task.from = from;
	task.to = to;
	each_record(&task, add_line, lines);
	return lines;
}

/* A task over a whole file as ingest makes it: recognised and described from its head. */
struct whole_file {
	struct import_task task;
	guint8 *head;
};

static inline void whole_file_open(struct whole_file *file, const char *path)
{
	struct import_probe probe = {.path = path};

	*file = (struct whole_file){.task = {.path = g_strdup(path), .to = G_MAXUINT64}};
	file->head = bytes_read_head(path, IMPORT_PROBE_BYTES, &probe.head_length,
				     &probe.compressed, &probe.whole, NULL);
	assert_non_null(file->head);
	probe.head = file->head;
	file->task.importer = importer_recognise(&probe);
	assert_non_null(file->task.importer);
	file->task.compressed = probe.compressed;
	file->task.dialect = file->task.importer->describe(&probe, &file->task, NULL);
}

static inline void whole_file_close(struct whole_file *file)
{
	g_free(file->task.path);
	g_free(file->task.dialect);
	g_free(file->head);
}
