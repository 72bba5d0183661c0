/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Call logs of exchanges and operators as tables: who called whom and when, under French and
 * English headers. Numbers are the identities (importers/telephone.h); sides are told by
 * numbers or the beginnings of numbers. What was said is not known, so that a call is contact
 * and nothing else; one that was not taken is contact that was sought. */
#include "importers/chats.h"

#include <string.h>

#include "base/calendar.h"
#include "base/error.h"
#include "importers/chat.h"
#include "importers/columns.h"
#include "importers/telephone.h"
#include "importers/ticket_plan.h"

#define SCORE 92

enum {
	CALL_AT,
	CALL_TIME,
	CALL_FROM,
	CALL_TO,
	CALL_DURATION,
	CALL_DIRECTION,
	CALL_STATUS,
	CALL_COLUMNS
};

static bool are_calls(const struct columns *columns)
{
	return (columns_have(columns, CALL_AT) || columns_have(columns, CALL_TIME)) &&
	       columns_have(columns, CALL_FROM) && columns_have(columns, CALL_TO) &&
	       (columns_have(columns, CALL_DURATION) || columns_have(columns, CALL_DIRECTION) ||
		columns_have(columns, CALL_STATUS));
}

/* ---- rows ---- */

/* "Jean Dupont <0123456789>" has a name. Caller owns; NULL when it is a number only. */
static char *name_of(const char *cell)
{
	const char *open = strchr(cell, '<');
	char *name = open && open > cell ? g_strndup(cell, (gsize)(open - cell)) : NULL;

	if (name)
		g_strdelimit(name, "\"'", ' ');
	return name ? g_strstrip(name) : NULL;
}

static struct chat_person party_of(const char *cell)
{
	return (struct chat_person){.address = telephone_normalise(cell),
				    .name = name_of(cell)};
}

static void party_clear(struct chat_person *party)
{
	g_free(party->address);
	g_free(party->name);
}

/* What the log says of the call, as written: "00:03:12, manqué". NULL when nothing. */
static char *words_of(const struct columns *columns, const struct table_row *row)
{
	const char *duration = columns_cell(columns, row, CALL_DURATION);
	const char *status = columns_cell(columns, row, CALL_STATUS);

	if (!*duration && !*status)
		return NULL;
	return g_strdup_printf("%s%s%s", duration, *duration && *status ? ", " : "", status);
}

/* Both ways between two numbers are one conversation. */
static char *conversation_of(const char *a, const char *b)
{
	return strcmp(a, b) < 0 ? g_strdup_printf("%s %s", a, b)
				: g_strdup_printf("%s %s", b, a);
}

static void fill_call(const struct chat_person *from, const struct chat_person *to,
		      struct message_record *record)
{
	chat_record_begin(record, CHANNEL_CALL, from->address ? from : NULL);
	if (to->address) {
		record->to = g_new0(struct mail_address, 1);
		record->to->address = g_strdup(to->address);
		record->to->name = g_strdup(to->name);
		record->n_to = 1;
	}
	record->conversation = conversation_of(from->address ? from->address : "tel:",
					       to->address ? to->address : "tel:");
}

static void take_call(const struct columns *columns, const struct table_row *row,
		      const struct chat_person *from, const struct chat_person *to,
		      struct import_record *record)
{
	g_autofree char *at = g_strdup_printf("%s %s", columns_cell(columns, row, CALL_AT),
					      columns_cell(columns, row, CALL_TIME));
	gint64 ms;

	if (!columns_instant(columns, row, g_strstrip(at), &ms, record))
		return;
	record->type = RECORD_MESSAGE;
	fill_call(from, to, &record->message);
	record->message.date_ms = ms;
	record->message.subject = words_of(columns, row);
	record->message.place = row->place;
	chat_record_finish(&record->message);
}

static void take_row(const struct columns *columns, const struct table_row *row,
		     struct import_record *record)
{
	struct chat_person from = party_of(columns_cell(columns, row, CALL_FROM));
	struct chat_person to = party_of(columns_cell(columns, row, CALL_TO));

	if (from.address || to.address)
		take_call(columns, row, &from, &to, record);
	else
		columns_reject(record, row,
			       g_strdup("neither caller nor callee is a telephone number; fill "
					"one in or delete the row"));
	party_clear(&from);
	party_clear(&to);
}

/* ---- the importer ---- */

static const struct columns_spec spec = {
	.what = "calls",
	.lacking = "no columns of a call log (date, caller, callee, and duration, direction or "
		   "status); name them so in the first row",
	.zone = CALENDAR_ZONE_DEFAULT,
	.n = CALL_COLUMNS,
	.names =
		{
			[CALL_AT] = COLUMN_NAMES(
				"date", "date heure", "date et heure", "date appel",
				"date de l appel", "date de debut", "horodatage", "debut",
				"debut de l appel", "date time", "datetime", "date and time",
				"call date", "calldate", "start", "start time", "starttime",
				"start date", "timestamp", "call start", "call start time"),
			[CALL_TIME] = COLUMN_NAMES("heure", "heure appel", "heure de l appel",
						   "heure de debut", "heure debut", "time",
						   "call time", "hour"),
			[CALL_FROM] = COLUMN_NAMES(
				"appelant", "numero appelant", "no appelant", "n appelant",
				"numero de l appelant", "emetteur", "origine", "de", "caller",
				"caller number", "caller id", "callerid", "calling number",
				"calling party", "calling party number", "from", "from number",
				"call from", "source", "src"),
			[CALL_TO] = COLUMN_NAMES(
				"appele", "numero appele", "no appele", "n appele",
				"numero de l appele", "numero compose", "destinataire", "vers",
				"destination", "callee", "callee number", "called",
				"called number", "called party", "called party number", "to",
				"to number", "call to", "dialed number", "dst"),
			[CALL_DURATION] = COLUMN_NAMES(
				"duree", "duree appel", "duree de l appel",
				"duree de communication", "duree s", "duree en secondes",
				"duree secondes", "duration", "duration s", "duration seconds",
				"call duration", "talk time", "billsec", "length"),
			[CALL_DIRECTION] = COLUMN_NAMES("sens", "direction", "type d appel",
							"call type", "call direction", "type"),
			[CALL_STATUS] = COLUMN_NAMES("etat", "statut", "resultat", "reponse",
						     "status", "call status", "disposition",
						     "result", "answered"),
		},
	.fits = are_calls,
	.take = take_row,
	.dates = 1u << CALL_AT | 1u << CALL_TIME,
};

static int calls_probe(const struct import_probe *probe)
{
	return columns_fit(&spec, probe) ? SCORE : 0;
}

static char *calls_describe(const struct import_probe *probe, const struct import_task *task,
			    GError **error)
{
	return columns_describe(&spec, probe, error);
}

static struct import_stream *calls_open(const struct import_task *task, GError **error)
{
	return columns_open(&spec, task, error);
}

const struct importer importer_calls = {
	.name = "call-log",
	.kind = IMPORT_KIND_CALLS,
	.readable = true,
	.probe = calls_probe,
	.describe = calls_describe,
	.open = calls_open,
	.next = columns_next,
	.close = columns_close,
};
