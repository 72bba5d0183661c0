/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Message traces of Exchange Online (learn.microsoft.com, "Message trace in the modern Exchange
 * admin center"): the summary has a row a recipient, the extended report a row a message with
 * `recipient_status` cells "address##states;...". Headers alone, no text. Each row is evidence
 * of its own, so that nothing depends on how far the rows of a message stand apart; the derived
 * pass folds them by Message-ID. Times are UTC. */
#include "importers/tables.h"

#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "importers/automatic.h"
#include "importers/chat.h"
#include "importers/columns.h"
#include "importers/mail.h"
#include "importers/ticket_plan.h"
#include "text/own_text.h"

#define SCORE 96

enum {
	TRACE_AT,
	TRACE_FROM,
	TRACE_TO,
	TRACE_STATES,
	TRACE_SUBJECT,
	TRACE_ID,
	TRACE_NUMBER,
	TRACE_COLUMNS
};

static bool is_trace(const struct columns *columns)
{
	return columns_have(columns, TRACE_AT) && columns_have(columns, TRACE_FROM) &&
	       (columns_have(columns, TRACE_TO) || columns_have(columns, TRACE_STATES));
}

/* ---- rows ---- */

/* "a@b.fr##Receive, Deliver;c@d.fr##Receive, Fail", or one address alone. */
static void read_recipients(const char *cell, struct message_record *record)
{
	g_auto(GStrv) parts = g_strsplit(cell, ";", LIMIT_ADDRESSES + 1);
	guint most = MIN(g_strv_length(parts), LIMIT_ADDRESSES);

	record->to = g_new0(struct mail_address, most + 1);
	for (guint i = 0; i < most; i++) {
		char *states = strstr(parts[i], "##");
		char *address;

		if (states)
			*states = '\0';
		address = mail_normalise_address(g_strstrip(parts[i]));
		if (address)
			record->to[record->n_to++].address = address;
	}
}

/* "<id@host>" without its brackets; the number of the trace when the mail had none. */
static char *read_identifier(const struct columns *columns, const struct table_row *row)
{
	const char *id = columns_cell(columns, row, TRACE_ID);
	const char *number = columns_cell(columns, row, TRACE_NUMBER);
	gsize length;

	if (!*id)
		return *number ? g_strdup_printf("%s@message-trace", number) : NULL;
	id += *id == '<';
	length = strcspn(id, ">");
	return length ? g_strndup(id, length) : NULL;
}

static void classify(struct message_record *record)
{
	static const struct header_block none;
	struct automatic_evidence evidence = {
		.headers = &none,
		.sender = record->from.address,
		.subject = record->subject,
	};

	record->automatic = automatic_classify(&evidence);
	record->personal = own_text_marked_personal(record->subject, NULL);
}

static void fill_message(const struct columns *columns, const struct table_row *row,
			 struct message_record *record)
{
	const char *to = columns_cell(columns, row, TRACE_TO);
	const char *subject = columns_cell(columns, row, TRACE_SUBJECT);
	struct chat_person from = {
		.address = mail_normalise_address(columns_cell(columns, row, TRACE_FROM))};

	chat_record_begin(record, CHANNEL_MAIL, from.address ? &from : NULL);
	g_free(from.address);
	record->quality |= QUALITY_HEADERS_ONLY;
	record->message_id = read_identifier(columns, row);
	if (!record->message_id)
		record->quality |= QUALITY_NO_MESSAGE_ID;
	record->subject = *subject ? ticket_cell_shown(subject, LIMIT_SUBJECT / 6) : NULL;
	read_recipients(*to ? to : columns_cell(columns, row, TRACE_STATES), record);
	classify(record);
}

static void take_row(const struct columns *columns, const struct table_row *row,
		     struct import_record *record)
{
	gint64 ms;

	if (!columns_instant(columns, row, columns_cell(columns, row, TRACE_AT), &ms, record))
		return;
	record->type = RECORD_MESSAGE;
	fill_message(columns, row, &record->message);
	record->message.date_ms = ms;
	record->message.place = row->place;
	chat_record_finish(&record->message);
}

/* ---- the importer ---- */

static const struct columns_spec spec = {
	.what = "Exchange message trace, headers only",
	.lacking = "no columns of a message trace (Received, SenderAddress, RecipientAddress)",
	.zone = "UTC",
	.n = TRACE_COLUMNS,
	.names =
		{
			[TRACE_AT] = COLUMN_NAMES("received", "origin timestamp utc",
						  "date time utc", "receivedtime", "recu"),
			[TRACE_FROM] = COLUMN_NAMES("senderaddress", "sender address"),
			[TRACE_TO] = COLUMN_NAMES("recipientaddress", "recipient address"),
			[TRACE_STATES] = COLUMN_NAMES("recipient status"),
			[TRACE_SUBJECT] = COLUMN_NAMES("subject", "message subject"),
			[TRACE_ID] = COLUMN_NAMES("messageid", "message id"),
			[TRACE_NUMBER] = COLUMN_NAMES("messagetraceid", "message trace id",
						      "network message id"),
		},
	.fits = is_trace,
	.take = take_row,
	.dates = 1u << TRACE_AT,
};

static int trace_probe(const struct import_probe *probe)
{
	return columns_fit(&spec, probe) ? SCORE : 0;
}

static char *trace_describe(const struct import_probe *probe, const struct import_task *task,
			    GError **error)
{
	return columns_describe(&spec, probe, error);
}

static struct import_stream *trace_open(const struct import_task *task, GError **error)
{
	return columns_open(&spec, task, error);
}

const struct importer importer_message_trace = {
	.name = "message-trace",
	.kind = IMPORT_KIND_MAIL,
	.readable = true,
	.probe = trace_probe,
	.describe = trace_describe,
	.open = trace_open,
	.next = columns_next,
	.close = columns_close,
};
