/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The ticket and fact importers over a file of the input's bytes, as a worker runs them: probe,
 * describe, open, every record. Records are valid text and their places lie in the file. */
#include <glib.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "importers/importer.h"
#include "importers/tables.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(const char *text)
{
	g_assert(!text || (*text && g_utf8_validate(text, -1, NULL)));
}

static void check_ticket(const struct ticket_record *ticket)
{
	g_assert(ticket->key && ticket->tool);
	check_text(ticket->key);
	check_text(ticket->title);
	check_text(ticket->description);
	check_text(ticket->status);
	check_text(ticket->requester);
	check_text(ticket->comments);
}

static void check_record(const struct import_record *record, size_t size)
{
	const struct place *place = record->type == RECORD_TICKET ? &record->ticket.place
				    : record->type == RECORD_FACT ? &record->fact.place
								  : &record->rejected.place;

	g_assert(place->length > 0 && place->offset + place->length <= size);
	if (record->type == RECORD_TICKET)
		check_ticket(&record->ticket);
	if (record->type == RECORD_FACT)
		check_text(record->fact.fact);
	if (record->type == RECORD_REJECTED)
		check_text(record->rejected.reason);
}

static void read_all(const struct importer *importer, const char *path, size_t size)
{
	struct import_task task = {
		.path = (char *)path, .importer = importer, .to = G_MAXUINT64};
	struct import_stream *stream = importer->open(&task, NULL);
	struct import_record record = {0};

	if (!stream)
		return;
	while (importer->next(stream, &record, NULL) && record.type != RECORD_END) {
		check_record(&record, size);
		import_record_clear(&record);
	}
	importer->close(stream);
}

static void run(const struct importer *importer, const struct import_probe *probe)
{
	struct import_task task = {.path = (char *)probe->path, .to = G_MAXUINT64};
	g_autoptr(GError) error = NULL;
	g_autofree char *words = importer->describe(probe, &task, &error);

	g_assert((words == NULL) == (error != NULL));
	importer->probe(probe);
	read_all(importer, probe->path, probe->head_length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int fd = memfd_create("table", MFD_CLOEXEC);
	g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", fd);
	struct import_probe probe = {
		.path = path, .head = data, .head_length = size, .whole = true};
	g_autofree char *unknown = NULL;

	/* What begins like a compressed file is another importer's business. */
	if (fd >= 0 && size > 0 && size < IMPORT_PROBE_BYTES && data[0] != 0x1f &&
	    write(fd, data, size) == (ssize_t)size) {
		run(&importer_csv_tickets, &probe);
		run(&importer_facts_csv, &probe);
		importer_mail_table.probe(&probe);
		unknown = tables_explain_unknown(&probe);
	}
	if (fd >= 0)
		close(fd);
	return 0;
}
