/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Archives: the walk over members ends, and the names it gives are UTF-8 within bounds. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "importers/importer.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void require(bool holds)
{
	if (!holds)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	int fd = memfd_create("archive", MFD_CLOEXEC);
	g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", fd);
	struct import_task task = {
		.path = path,
		.importer = importer_by_name("archive"),
		.to = G_MAXUINT64,
	};
	struct import_record record = {0};
	struct import_stream *stream;

	require(fd >= 0 && write(fd, bytes, length) == (ssize_t)length);
	stream = task.importer->open(&task, NULL);
	for (guint n = 0; stream && n < 1000 && task.importer->next(stream, &record, NULL) &&
			  record.type == RECORD_MEMBER;
	     n++) {
		require(*record.member.name || record.member.trouble);
		require(g_utf8_validate(record.member.name, -1, NULL));
		import_record_clear(&record);
	}
	if (stream)
		task.importer->close(stream);
	close(fd);
	return 0;
}
