/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Outlook's CSV of messages, when somebody added the date that Outlook leaves out: a column
 * Date, Sent or Received. Without one the file is refused with the way out
 * (importers/other_formats.c). There is no Message-ID, and senders of one's own Exchange are
 * "/O=.../CN=..." names. */
#include "importers/tables.h"

#include <string.h>

#include "base/calendar.h"
#include "base/error.h"
#include "base/limits.h"
#include "importers/automatic.h"
#include "importers/chat.h"
#include "importers/columns.h"
#include "importers/mail.h"
#include "importers/ticket_plan.h"
#include "text/own_text.h"

#define SCORE 97

enum {
	MAIL_AT,
	MAIL_SUBJECT,
	MAIL_BODY,
	MAIL_FROM,
	MAIL_FROM_NAME,
	MAIL_TO,
	MAIL_TO_NAME,
	MAIL_CC,
	MAIL_CC_NAME,
	MAIL_SENSITIVITY,
	MAIL_COLUMNS
};

static bool is_dated_mail(const struct columns *columns)
{
	return columns_have(columns, MAIL_AT) && columns_have(columns, MAIL_SUBJECT) &&
	       columns_have(columns, MAIL_BODY) &&
	       (columns_have(columns, MAIL_FROM) || columns_have(columns, MAIL_FROM_NAME));
}

/* ---- rows ---- */

/* "CN=JDUPONT" of an X.500 name is somebody of one's own house, without a domain. */
static char *read_address(const char *cell)
{
	return *cell == '/' ? NULL : mail_normalise_address(cell);
}

/* Addresses and names stand in two cells, in the same order. */
static void add_recipients(const char *addresses, const char *names, GArray *to)
{
	g_auto(GStrv) address = g_strsplit(addresses, ";", LIMIT_ADDRESSES);
	g_auto(GStrv) name = g_strsplit(names, ";", LIMIT_ADDRESSES);
	guint n_names = g_strv_length(name);

	for (guint i = 0; address[i] && to->len < LIMIT_ADDRESSES; i++) {
		struct mail_address one = {read_address(g_strstrip(address[i])), NULL};

		if (!one.address)
			continue;
		if (i < n_names && *g_strstrip(name[i]))
			one.name = g_strdup(name[i]);
		g_array_append_val(to, one);
	}
}

static void read_recipients(const struct columns *columns, const struct table_row *row,
			    struct message_record *record)
{
	GArray *to = g_array_new(FALSE, FALSE, sizeof(struct mail_address));
	guint direct;

	add_recipients(columns_cell(columns, row, MAIL_TO),
		       columns_cell(columns, row, MAIL_TO_NAME), to);
	direct = to->len;
	add_recipients(columns_cell(columns, row, MAIL_CC),
		       columns_cell(columns, row, MAIL_CC_NAME), to);
	record->n_to = to->len;
	record->n_cc = to->len - direct;
	record->to = (struct mail_address *)g_array_free(to, to->len == 0);
}

static bool is_private(const char *sensitivity)
{
	static const char *const marks[] = {"private", "personal", "prive", "privé",
					    "personnel"};

	for (gsize i = 0; i < G_N_ELEMENTS(marks); i++)
		if (!g_ascii_strcasecmp(sensitivity, marks[i]))
			return true;
	return false;
}

static void read_marks(const char *sensitivity, struct message_record *record)
{
	static const struct header_block none;
	struct automatic_evidence evidence = {
		.headers = &none,
		.sender = record->from.address,
		.name = record->from.name,
		.subject = record->subject,
	};

	record->automatic = automatic_classify(&evidence);
	record->personal =
		is_private(sensitivity) || own_text_marked_personal(record->subject, NULL);
}

static void fill_message(const struct columns *columns, const struct table_row *row,
			 struct message_record *record)
{
	const char *subject = columns_cell(columns, row, MAIL_SUBJECT);
	const char *name = columns_cell(columns, row, MAIL_FROM_NAME);
	struct chat_person from = {
		.address = read_address(columns_cell(columns, row, MAIL_FROM)),
		.name = *name ? g_strdup(name) : NULL,
	};

	chat_record_begin(record, CHANNEL_MAIL, &from);
	if (!from.address)
		record->quality |= QUALITY_SENDER_MISSING;
	record->quality |= QUALITY_NO_MESSAGE_ID;
	record->subject = *subject ? ticket_cell_shown(subject, LIMIT_SUBJECT / 6) : NULL;
	read_recipients(columns, row, record);
	chat_record_say(record, g_strdup(columns_cell(columns, row, MAIL_BODY)));
	read_marks(columns_cell(columns, row, MAIL_SENSITIVITY), record);
	g_free(from.address);
	g_free(from.name);
}

static void take_row(const struct columns *columns, const struct table_row *row,
		     struct import_record *record)
{
	gint64 ms;

	if (!columns_instant(columns, row, columns_cell(columns, row, MAIL_AT), &ms, record))
		return;
	record->type = RECORD_MESSAGE;
	fill_message(columns, row, &record->message);
	record->message.date_ms = ms;
	record->message.place = row->place;
	chat_record_finish(&record->message);
}

/* ---- the importer ---- */

static const struct columns_spec spec = {
	.what = "Outlook messages with dates",
	.lacking = "no columns of Outlook messages with a date (Subject, Body, From, Sent)",
	.zone = CALENDAR_ZONE_DEFAULT,
	.n = MAIL_COLUMNS,
	.names =
		{
			[MAIL_AT] = COLUMN_NAMES("sent", "sent on", "date sent", "date",
						 "received", "received on", "date received",
						 "envoye", "envoye le", "date d envoi", "recu",
						 "recu le", "date de reception"),
			[MAIL_SUBJECT] = COLUMN_NAMES("subject", "objet"),
			[MAIL_BODY] = COLUMN_NAMES("body", "corps"),
			[MAIL_FROM] = COLUMN_NAMES("from address", "de adresse"),
			[MAIL_FROM_NAME] = COLUMN_NAMES("from name", "de nom"),
			[MAIL_TO] = COLUMN_NAMES("to address", "a adresse"),
			[MAIL_TO_NAME] = COLUMN_NAMES("to name", "a nom"),
			[MAIL_CC] = COLUMN_NAMES("cc address", "cc adresse"),
			[MAIL_CC_NAME] = COLUMN_NAMES("cc name", "cc nom"),
			[MAIL_SENSITIVITY] = COLUMN_NAMES("sensitivity", "critere de diffusion",
							  "sensibilite"),
		},
	.fits = is_dated_mail,
	.take = take_row,
	.dates = 1u << MAIL_AT,
};

static int outlook_probe(const struct import_probe *probe)
{
	return columns_fit(&spec, probe) ? SCORE : 0;
}

static char *outlook_describe(const struct import_probe *probe, const struct import_task *task,
			      GError **error)
{
	return columns_describe(&spec, probe, error);
}

static struct import_stream *outlook_open(const struct import_task *task, GError **error)
{
	return columns_open(&spec, task, error);
}

const struct importer importer_outlook_csv = {
	.name = "outlook-csv",
	.kind = IMPORT_KIND_MAIL,
	.readable = true,
	.probe = outlook_probe,
	.describe = outlook_describe,
	.open = outlook_open,
	.next = columns_next,
	.close = columns_close,
};
