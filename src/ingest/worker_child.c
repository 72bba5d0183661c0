/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The worker process: gives up its rights, then reads task after task until the parent closes
 * the socket. It tells in the shared slot where it stands before each record, so that its
 * death can be laid to the right one. */
#include "ingest/worker-internal.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "ingest/codec.h"
#include "ingest/sandbox.h"

struct child {
	const struct import_task *tasks;
	struct worker_slot *slot;
	GByteArray *frame;
};

/* ---- the stream to the parent ---- */

static void write_all(const guint8 *bytes, gsize length)
{
	while (length > 0) {
		gssize written = TEMP_FAILURE_RETRY(write(SANDBOX_DESCRIPTOR, bytes, length));
		if (written < 0)
			_exit(0); /* the parent is gone */
		bytes += written;
		length -= (gsize)written;
	}
}

/* The parent tells by `sent` and by what it received whether the pending bytes are known to it,
 * at whatever step of this we are killed. */
static void flush_frames(struct worker_slot *slot)
{
	guint32 pending = slot->pending;

	write_all(slot->frames, pending);
	slot->pending = 0;
	slot->sent += pending;
}

static void send_frame(struct worker_slot *slot, const GByteArray *frame)
{
	if (frame->len > WORKER_PENDING_BYTES - slot->pending)
		flush_frames(slot);
	if (frame->len > WORKER_PENDING_BYTES) {
		write_all(frame->data, frame->len);
		slot->sent += frame->len;
		return;
	}
	memcpy(slot->frames + slot->pending, frame->data, frame->len);
	slot->pending += frame->len;
	if (slot->pending >= WORKER_FLUSH_BYTES)
		flush_frames(slot);
}

static void make_frame(GByteArray *frame, const struct import_record *record)
{
	guint32 length = 0;

	g_byte_array_set_size(frame, 0);
	g_byte_array_append(frame, (const guint8 *)&length, sizeof length);
	codec_put(frame, record);
	length = frame->len - (guint32)sizeof length;
	memcpy(frame->data, &length, sizeof length);
}

static void send_rejected(struct child *child, const struct place *place, const char *reason)
{
	struct import_record record = {
		.type = RECORD_REJECTED,
		.rejected = {.place = *place, .reason = (char *)reason},
	};

	make_frame(child->frame, &record);
	send_frame(child->slot, child->frame);
}

static void send_record(struct child *child, const struct import_record *record)
{
	make_frame(child->frame, record);
	if (child->frame->len <= LIMIT_RECORD)
		send_frame(child->slot, child->frame);
	else
		send_rejected(child, codec_place(record),
			      "its texts are longer than a record may be");
	if (child->frame->len > WORKER_PENDING_BYTES) {
		g_byte_array_unref(child->frame);
		child->frame = g_byte_array_new();
	}
}

/* The source cannot be opened, or cannot go on. */
static void send_trouble(struct child *child, const GError *trouble)
{
	const struct place place = {.offset = child->slot->position};

	send_rejected(child, &place,
		      trouble != NULL ? trouble->message : "the file cannot be read further");
}

/* ---- tasks ---- */

/* A resumed task may come to an importer that always begins at the top. */
static void pass_on(struct child *child, guint64 from, const struct import_record *record)
{
	const struct place *place = codec_place(record);
	guint64 end = place->offset + MIN(place->length, G_MAXUINT64 - place->offset);

	if (place->offset >= from)
		send_record(child, record);
	child->slot->position = MAX(child->slot->position, end);
}

static bool read_record(struct child *child, const struct import_task *task,
			struct import_stream *stream, struct import_record *record)
{
	g_autoptr(GError) trouble = NULL;
	bool read;

	child->slot->beats++;
	read = task->importer->next(stream, record, &trouble);
	child->slot->beats++;
	if (!read)
		send_trouble(child, trouble);
	return read && record->type != RECORD_END;
}

static struct import_stream *open_stream(struct child *child, const struct import_task *task)
{
	g_autoptr(GError) trouble = NULL;
	struct import_stream *stream;

	child->slot->beats++;
	stream = task->importer->open(task, &trouble);
	child->slot->beats++;
	if (stream == NULL)
		send_trouble(child, trouble);
	return stream;
}

static void read_task(struct child *child, const struct import_task *task)
{
	struct import_stream *stream = open_stream(child, task);
	struct import_record record = {.type = RECORD_END};

	if (stream == NULL)
		return;
	while (read_record(child, task, stream, &record)) {
		pass_on(child, task->from, &record);
		import_record_clear(&record);
	}
	child->slot->beats++;
	task->importer->close(stream);
	child->slot->beats++;
}

static void run_assignment(struct child *child, const struct assignment *assignment)
{
	static const struct import_record done = {.type = RECORD_END};
	struct import_task task = child->tasks[assignment->task];

	task.from = assignment->from;
	task.to = assignment->to;
	task.position = &child->slot->position;
	child->slot->position = task.from;
	child->slot->task = assignment->task + 1;
	read_task(child, &task);
	send_record(child, &done);
}

/* At least one; the parent hands out whole ones. Exits when there will be no more. */
static guint receive_assignments(struct assignment *into)
{
	gsize got = 0;

	do {
		gssize more = TEMP_FAILURE_RETRY(read(SANDBOX_DESCRIPTOR, (guint8 *)into + got,
						      WORKER_BATCH * sizeof *into - got));
		if (more <= 0)
			_exit(0);
		got += (gsize)more;
	} while (got % sizeof *into != 0);
	return (guint)(got / sizeof *into);
}

/* The keyboard's messages go to the parent, which decides; a fault must end this process
 * whatever handlers it inherited. */
static void reset_handlers(void)
{
	static const int ignored[] = {SIGINT, SIGQUIT, SIGHUP, SIGTSTP, SIGPIPE};
	sigset_t none;

	for (int number = 1; number < SIGRTMIN; number++)
		signal(number, SIG_DFL);
	for (gsize i = 0; i < G_N_ELEMENTS(ignored); i++)
		signal(ignored[i], SIG_IGN);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

void worker_child(const struct import_task *tasks, struct worker_slot *slot, int descriptor,
		  guint64 memory_limit)
{
	struct child child = {.tasks = tasks, .slot = slot, .frame = g_byte_array_new()};
	struct assignment assignments[WORKER_BATCH];

	reset_handlers();
	sandbox_keep_only(descriptor);
	sandbox_enter(memory_limit);
	for (;;) {
		guint count = receive_assignments(assignments);
		for (guint i = 0; i < count; i++)
			run_assignment(&child, &assignments[i]);
		flush_frames(slot);
	}
}
