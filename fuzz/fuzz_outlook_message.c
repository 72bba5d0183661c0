/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Outlook messages: any bytes give one message or one reason, in UTF-8. */
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

static void check(const struct import_record *record)
{
	const struct message_record *message = &record->message;

	if (record->type == RECORD_REJECTED) {
		require(g_utf8_validate(record->rejected.reason, -1, NULL));
		return;
	}
	require(record->type == RECORD_MESSAGE);
	require(!message->subject || g_utf8_validate(message->subject, -1, NULL));
	require(!message->own_text || g_utf8_validate(message->own_text, -1, NULL));
	require(!message->from.address || g_utf8_validate(message->from.address, -1, NULL));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	int fd = memfd_create("message", MFD_CLOEXEC);
	g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", fd);
	struct import_task task = {
		.path = path,
		.importer = importer_by_name("outlook-message"),
		.to = G_MAXUINT64,
	};
	struct import_stream *stream;
	struct import_record record = {0};

	require(fd >= 0 && write(fd, bytes, length) == (ssize_t)length);
	stream = task.importer->open(&task, NULL);
	require(task.importer->next(stream, &record, NULL));
	check(&record);
	import_record_clear(&record);
	require(task.importer->next(stream, &record, NULL) && record.type == RECORD_END);
	task.importer->close(stream);
	close(fd);
	return 0;
}
