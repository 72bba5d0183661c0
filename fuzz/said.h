/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A file of the input's bytes through one importer, as a worker runs it: probe, describe, open,
 * every record. Records are valid text, and their places lie in the file. */
#pragma once

#include <glib.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "importers/importer.h"

static inline void said_text(const char *text)
{
	g_assert(!text || (*text && g_utf8_validate(text, -1, NULL)));
}

static inline void said_message(const struct message_record *message)
{
	said_text(message->message_id);
	said_text(message->in_reply_to);
	said_text(message->conversation);
	said_text(message->subject);
	said_text(message->own_text);
	said_text(message->from.address);
	said_text(message->from.name);
	for (guint i = 0; i < message->n_to; i++) {
		g_assert(message->to[i].address);
		said_text(message->to[i].address);
		said_text(message->to[i].name);
	}
}

static inline void said_contract(const struct contract_record *contract)
{
	const char *const texts[] = {
		contract->provider, contract->object, contract->reference, contract->owner,
		contract->clause,   contract->remark, contract->currency,  contract->amendment};

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		said_text(texts[i]);
	g_assert(!contract_life_trouble(&contract->life));
}

static inline void said_ledger(const struct ledger_item *item)
{
	for (guint i = 0; i < LEDGER_TEXTS; i++)
		said_text(item->texts[i]);
	g_assert(ledger_item_is_sound(item) && item->texts[LEDGER_TEXT]);
}

static inline void said_action(const struct action_item *item)
{
	for (guint i = 0; i < ACTION_TEXTS; i++)
		said_text(item->texts[i]);
	g_assert(action_item_is_sound(item) && item->texts[ACTION_TEXT]);
}

static inline void said_raci(const struct raci_row *row)
{
	said_text(row->clause);
	said_text(row->cells);
	g_assert(raci_row_is_sound(row));
}

static inline void said_answer(const struct answer_record *answer)
{
	said_text(answer->round);
	said_text(answer->respondent);
	said_text(answer->answer.words);
	g_assert(answer_record_is_sound(answer));
}

static inline void said_record(const struct import_record *record, size_t size)
{
	const struct place *place = record->type == RECORD_MESSAGE    ? &record->message.place
				    : record->type == RECORD_TICKET   ? &record->ticket.place
				    : record->type == RECORD_CONTRACT ? &record->contract.place
				    : record->type == RECORD_LEDGER   ? &record->ledger.place
				    : record->type == RECORD_ACTION   ? &record->action.place
				    : record->type == RECORD_RACI     ? &record->raci.place
				    : record->type == RECORD_ANSWER   ? &record->answer.place
								      : &record->rejected.place;

	g_assert(place->offset + place->length <= size);
	if (record->type == RECORD_MESSAGE)
		said_message(&record->message);
	else if (record->type == RECORD_TICKET)
		g_assert(record->ticket.key && record->ticket.tool);
	else if (record->type == RECORD_CONTRACT)
		said_contract(&record->contract);
	else if (record->type == RECORD_LEDGER)
		said_ledger(&record->ledger.item);
	else if (record->type == RECORD_ACTION)
		said_action(&record->action.item);
	else if (record->type == RECORD_RACI)
		said_raci(&record->raci.row);
	else if (record->type == RECORD_ANSWER)
		said_answer(&record->answer);
	else
		said_text(record->rejected.reason);
}

static inline void said_read(const struct importer *importer, const char *path, size_t size)
{
	struct import_task task = {
		.path = (char *)path, .importer = importer, .to = G_MAXUINT64};
	struct import_stream *stream = importer->open(&task, NULL);
	struct import_record record = {0};

	if (!stream)
		return;
	while (importer->next(stream, &record, NULL) && record.type != RECORD_END) {
		said_record(&record, size);
		import_record_clear(&record);
	}
	importer->close(stream);
}

static inline int said_run(const char *name, const uint8_t *data, size_t size)
{
	const struct importer *importer = importer_by_name(name);
	int fd = memfd_create("said", MFD_CLOEXEC);
	g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", fd);
	struct import_probe probe = {
		.path = path, .head = data, .head_length = size, .whole = true};
	struct import_task task = {.path = path, .to = G_MAXUINT64};
	g_autofree char *words = NULL;

	g_assert(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	importer->probe(&probe);
	words = importer->describe(&probe, &task, NULL);
	said_text(words);
	said_read(importer, path, size);
	close(fd);
	return 0;
}
