/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The mail importers against any bytes: as one mail, and as a mailbox of each dialect cut in
 * two tasks. Texts must be UTF-8, messages must lie behind each other inside the bytes, and the
 * two tasks together must give what one gives. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "importers/importer.h"
#include "importers/mail.h"
#include "importers/mbox_scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_text(const char *text)
{
	require(!text || g_utf8_validate(text, -1, NULL));
}

static void check_message(const struct message_record *message)
{
	check_text(message->subject);
	check_text(message->message_id);
	check_text(message->in_reply_to);
	check_text(message->from.address);
	check_text(message->from.name);
	check_text(message->list_id);
	check_text(message->own_text);
	for (guint i = 0; i < message->n_to; i++) {
		require(message->to[i].address != NULL);
		check_text(message->to[i].address);
		check_text(message->to[i].name);
	}
}

static void read_one(const uint8_t *bytes, size_t length)
{
	struct message_record message;

	mail_read(bytes, length, NULL, NULL, &message);
	check_message(&message);
	message_record_clear(&message);
}

static const struct place *place_of(const struct import_record *record)
{
	return record->type == RECORD_MESSAGE ? &record->message.place
					      : &record->rejected.place;
}

/* Returns the number of records of a task. */
static guint read_task(const struct import_task *task, guint64 length)
{
	struct import_stream *stream = task->importer->open(task, NULL);
	struct import_record record = {0};
	guint64 behind = 0;
	guint n = 0;

	require(stream != NULL);
	while (task->importer->next(stream, &record, NULL) && record.type != RECORD_END) {
		const struct place *place = place_of(&record);

		require(place->offset >= behind && place->length > 0);
		behind = place->offset + place->length;
		require(behind <= length);
		if (record.type == RECORD_MESSAGE)
			check_message(&record.message);
		import_record_clear(&record);
		n++;
	}
	task->importer->close(stream);
	return n;
}

static void read_mailbox(char *path, enum mbox_dialect dialect, guint64 length)
{
	struct import_task task = {
		.path = path,
		.importer = importer_by_name("mbox"),
		.to = G_MAXUINT64,
		.dialect = g_strdup(mbox_dialect_name(dialect)),
	};
	guint whole = read_task(&task, length);
	guint first, second;

	task.to = length / 2 + 1;
	first = read_task(&task, length);
	task.from = task.to;
	task.to = G_MAXUINT64;
	second = read_task(&task, length);
	require(dialect > MBOX_RD || first + second == whole);
	g_free(task.dialect);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	int fd = memfd_create("mailbox", MFD_CLOEXEC);
	g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", fd);

	read_one(bytes, length);
	require(fd >= 0 && write(fd, bytes, length) == (ssize_t)length);
	for (guint dialect = 0; dialect < MBOX_DIALECT_COUNT; dialect++)
		read_mailbox(path, dialect, length);
	mbox_detect(bytes, length, true);
	close(fd);
	return 0;
}
