/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How many messages a second one core reads: bench_mail FILE... reads each mailbox through its
 * importer as a worker does, and prints messages, rejected records, seconds of processor
 * time and the rate. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "importers/bytes.h"
#include "importers/importer.h"

struct tally {
	guint messages, rejected;
	gsize own_text;
};

static bool read_all(const struct import_task *task, struct tally *tally, GError **error)
{
	struct import_stream *stream = task->importer->open(task, error);
	struct import_record record = {0};
	bool going = stream != NULL;

	while (going && (going = task->importer->next(stream, &record, error)) &&
	       record.type != RECORD_END) {
		tally->messages += record.type == RECORD_MESSAGE;
		tally->rejected += record.type == RECORD_REJECTED;
		if (record.type == RECORD_MESSAGE && record.message.own_text)
			tally->own_text += strlen(record.message.own_text);
		import_record_clear(&record);
	}
	if (stream)
		task->importer->close(stream);
	return going;
}

static bool bench_file(char *path, GError **error)
{
	struct import_probe probe = {.path = path};
	struct import_task task = {.path = path, .to = G_MAXUINT64};
	struct tally tally = {0};
	g_autofree guint8 *head = bytes_read_head(path, IMPORT_PROBE_BYTES, &probe.head_length,
						  &probe.compressed, &probe.whole, error);
	g_autofree char *dialect = NULL;
	clock_t began = clock();
	double seconds;

	if (!head)
		return false;
	probe.head = head;
	task.importer = importer_recognise(&probe);
	if (!task.importer || task.importer->kind != IMPORT_KIND_MAIL) {
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: no mail", path);
		return false;
	}
	task.compressed = probe.compressed;
	task.dialect = dialect = task.importer->describe(&probe, &task, error);
	if (!dialect || !read_all(&task, &tally, error))
		return false;
	seconds = (double)(clock() - began) / CLOCKS_PER_SEC;
	printf("%s: %s, %u messages, %u rejected, %" G_GSIZE_FORMAT
	       " bytes of own text, %.3f s, %.0f messages/s\n",
	       path, dialect, tally.messages, tally.rejected, tally.own_text, seconds,
	       tally.messages / seconds);
	return true;
}

int main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;

	for (int i = 1; i < argc; i++)
		if (!bench_file(argv[i], &error)) {
			fprintf(stderr, "%s\n", error->message);
			return 1;
		}
	return 0;
}
