/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The table of importers, most specific first: a new format is one file and one row here. */
#include "importers/importer.h"

#include "importers/calendar.h"
#include "importers/chats.h"
#include "importers/documents.h"
#include "importers/mailboxes.h"
#include "importers/tables.h"

static const struct importer *const importers[] = {
	&importer_mbox,          &importer_eml,           &importer_outlook_message,
	&importer_slack,         &importer_teams,         &importer_chat_index,
	&importer_calendar,      &importer_outlook_csv,   &importer_message_trace,
	&importer_mail_table,    &importer_facts_csv,     &importer_contracts,
	&importer_ledger,        &importer_actions,       &importer_raci,
	&importer_answers,       &importer_answers_json,  &importer_ledger_json,
	&importer_calls,         &importer_csv_tickets,   &importer_json_tickets,
	&importer_xes_tickets,   &importer_outlook_store, &importer_spreadsheet,
	&importer_text_document, &importer_docx,          &importer_odt,
	&importer_pdf,           &importer_html_document, &importer_document,
	&importer_archive,       &importer_other_archive, NULL,
};

const struct importer *const *importer_list(void)
{
	return importers;
}

const struct importer *importer_by_name(const char *name)
{
	for (guint i = 0; importers[i]; i++)
		if (g_str_equal(importers[i]->name, name))
			return importers[i];
	return NULL;
}

const struct importer *importer_recognise(const struct import_probe *probe)
{
	const struct importer *best = NULL;
	int best_score = 0;

	for (guint i = 0; importers[i]; i++) {
		int score = importers[i]->probe(probe);

		if (score > best_score) {
			best = importers[i];
			best_score = score;
		}
	}
	return best;
}

void import_record_clear(struct import_record *record)
{
	switch (record->type) {
	case RECORD_MESSAGE:
		message_record_clear(&record->message);
		break;
	case RECORD_TICKET:
		ticket_record_clear(&record->ticket);
		break;
	case RECORD_FACT:
		fact_record_clear(&record->fact);
		break;
	case RECORD_REJECTED:
		rejected_record_clear(&record->rejected);
		break;
	case RECORD_DOCUMENT:
		document_record_clear(&record->document);
		break;
	case RECORD_MEMBER:
		member_record_clear(&record->member);
		break;
	case RECORD_MEETING:
		meeting_record_clear(&record->meeting);
		break;
	case RECORD_CONTRACT:
		contract_record_clear(&record->contract);
		break;
	case RECORD_LEDGER:
		ledger_item_clear(&record->ledger.item);
		break;
	case RECORD_ACTION:
		action_item_clear(&record->action.item);
		break;
	case RECORD_RACI:
		raci_row_clear(&record->raci.row);
		break;
	case RECORD_ANSWER:
		answer_record_clear(&record->answer);
		break;
	case RECORD_END:
		break;
	}
	record->type = RECORD_END;
}

const char *import_kind_token(enum import_kind kind)
{
	static const char *const tokens[IMPORT_KIND_COUNT] = {
		"none",    "mail",  "tickets",   "facts",  "meetings", "documents",
		"chat",    "calls", "contracts", "ledger", "actions",  "responsibilities",
		"answers",
	};

	g_assert(kind < IMPORT_KIND_COUNT);
	return tokens[kind];
}
