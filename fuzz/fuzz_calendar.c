/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The calendar importer over a file of the input's bytes, as a worker runs it: probe, describe,
 * open, every record. Texts are UTF-8, places lie in the file, what is hidden has no words, and
 * a second reading gives the same. */
#include <glib.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/limits.h"
#include "importers/calendar.h"
#include "importers/calendar_event.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(const char *text)
{
	g_assert(!text || (*text && g_utf8_validate(text, -1, NULL)));
}

static void check_people(const struct meeting_record *meeting)
{
	g_assert(meeting->n_people <= LIMIT_ADDRESSES);
	check_text(meeting->organiser.address);
	check_text(meeting->organiser.name);
	for (guint i = 0; i < meeting->n_people; i++) {
		g_assert(meeting->people[i].who.address);
		g_assert(meeting->people[i].participation < PARTICIPATION_COUNT);
		check_text(meeting->people[i].who.address);
		check_text(meeting->people[i].who.name);
	}
}

static void check_meeting(const struct meeting_record *meeting)
{
	bool told = meeting->start_ms != INSTANT_NONE && meeting->end_ms != INSTANT_NONE;

	g_assert(meeting->uid);
	check_text(meeting->uid);
	check_text(meeting->title);
	check_text(meeting->text);
	check_people(meeting);
	g_assert(told || meeting->answer || meeting->cancelled || meeting->proposal);
	g_assert(!told || meeting->start_ms <= meeting->end_ms);
	g_assert(!meeting->exception || meeting->instance_ms != INSTANT_NONE);
	g_assert(!meeting->private ||
		 (!meeting->title && !meeting->text && !meeting->n_people));
}

static guint8 check_record(const struct import_record *record, size_t size)
{
	const struct place *place = record->type == RECORD_MEETING ? &record->meeting.place
								   : &record->rejected.place;

	g_assert(place->length > 0 && place->offset + place->length <= size && place->line > 0);
	if (record->type == RECORD_REJECTED)
		check_text(record->rejected.reason);
	else
		check_meeting(&record->meeting);
	return record->type == RECORD_MEETING ? record->meeting.digest[0] : 0;
}

/* A sum over all records. */
static guint read_all(const char *path, size_t size)
{
	struct import_task task = {
		.path = (char *)path, .importer = &importer_calendar, .to = G_MAXUINT64};
	struct import_stream *stream = importer_calendar.open(&task, NULL);
	struct import_record record = {0};
	guint sum = 0;

	g_assert(stream);
	while (importer_calendar.next(stream, &record, NULL) && record.type != RECORD_END) {
		sum = sum * 31 + check_record(&record, size);
		import_record_clear(&record);
	}
	importer_calendar.close(stream);
	return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int fd = memfd_create("calendar", MFD_CLOEXEC);
	g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", fd);
	struct import_probe probe = {
		.path = path, .head = data, .head_length = size, .whole = true};

	if (fd >= 0 && size < IMPORT_PROBE_BYTES && write(fd, data, size) == (ssize_t)size) {
		g_autofree char *words = importer_calendar.describe(&probe, NULL, NULL);

		importer_calendar.probe(&probe);
		check_text(words);
		g_assert(read_all(path, size) == read_all(path, size));
	}
	if (fd >= 0)
		close(fd);
	return 0;
}
