/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Life and death of the records that importers yield. */
#include "model/record.h"

#include <string.h>

void message_record_init(struct message_record *record)
{
	memset(record, 0, sizeof *record);
	record->date_ms = INSTANT_NONE;
}

void message_record_clear(struct message_record *record)
{
	g_free(record->message_id);
	g_free(record->in_reply_to);
	g_clear_pointer(&record->references, g_ptr_array_unref);
	g_free(record->subject);
	g_free(record->from.address);
	g_free(record->from.name);
	for (guint i = 0; i < record->n_to; i++) {
		g_free(record->to[i].address);
		g_free(record->to[i].name);
	}
	g_free(record->to);
	g_free(record->list_id);
	g_free(record->own_text);
	g_free(record->conversation);
	message_record_init(record);
}

void ticket_record_init(struct ticket_record *record)
{
	memset(record, 0, sizeof *record);
	record->activity_ms = INSTANT_NONE;
	record->opened_ms = INSTANT_NONE;
	record->first_response_ms = INSTANT_NONE;
	record->resolved_ms = INSTANT_NONE;
	record->closed_ms = INSTANT_NONE;
	record->due_ms = INSTANT_NONE;
	record->reopened = -1;
	record->reassigned = -1;
	record->sla_met = -1;
}

void ticket_record_clear(struct ticket_record *record)
{
	g_free(record->tool);
	g_free(record->key);
	g_free(record->title);
	g_free(record->description);
	g_free(record->status);
	g_free(record->priority);
	g_free(record->category);
	g_free(record->requester);
	g_free(record->assignee);
	g_free(record->group);
	g_free(record->organisation);
	g_free(record->activity);
	g_free(record->activity_actor);
	g_free(record->comments);
	ticket_record_init(record);
}

void fact_record_clear(struct fact_record *record)
{
	g_free(record->fact);
	g_free(record->value);
	memset(record, 0, sizeof *record);
}

void rejected_record_clear(struct rejected_record *record)
{
	g_free(record->reason);
	memset(record, 0, sizeof *record);
}

void document_record_clear(struct document_record *record)
{
	for (guint i = 0; i < record->n_paragraphs; i++)
		g_free(record->paragraphs[i].text);
	g_free(record->paragraphs);
	g_free(record->title);
	g_free(record->format);
	g_free(record->scans);
	memset(record, 0, sizeof *record);
}

void document_scan_add(GString *scans, const struct document_scan *scan)
{
	g_string_append_printf(scans, "%u %u %u\n", scan->page, scan->confidence, scan->words);
}

bool document_scan_next(const char **scans, struct document_scan *scan)
{
	guint *const numbers[] = {&scan->page, &scan->confidence, &scan->words};
	const char *at = *scans;

	if (!at || *at == '\0')
		return false;
	for (guint i = 0; i < G_N_ELEMENTS(numbers); i++) {
		char *end;
		*numbers[i] = (guint)MIN(g_ascii_strtoull(at, &end, 10), G_MAXINT);
		at = end;
	}
	at += strcspn(at, "\n");
	*scans = at + (*at == '\n');
	return true;
}

void member_record_clear(struct member_record *record)
{
	g_free(record->name);
	g_free(record->trouble);
	memset(record, 0, sizeof *record);
}

void meeting_record_init(struct meeting_record *record)
{
	memset(record, 0, sizeof *record);
	record->instance_ms = INSTANT_NONE;
	record->start_ms = INSTANT_NONE;
	record->end_ms = INSTANT_NONE;
	record->revised_ms = INSTANT_NONE;
}

void meeting_record_clear(struct meeting_record *record)
{
	g_free(record->uid);
	g_free(record->title);
	g_free(record->organiser.address);
	g_free(record->organiser.name);
	for (guint i = 0; i < record->n_people; i++) {
		g_free(record->people[i].who.address);
		g_free(record->people[i].who.name);
	}
	g_free(record->people);
	g_free(record->text);
	meeting_record_init(record);
}

void contract_record_init(struct contract_record *record)
{
	memset(record, 0, sizeof *record);
	record->amount = CONTRACT_NO_AMOUNT;
	record->amended = CONTRACT_NO_DAY;
	contract_life_init(&record->life);
}

void answer_record_clear(struct answer_record *record)
{
	survey_answer_clear(&record->answer);
	g_clear_pointer(&record->round, g_free);
	g_clear_pointer(&record->respondent, g_free);
}

bool answer_record_is_empty(const struct answer_record *record)
{
	return record->answer.value == 0 && record->answer.words == NULL;
}

bool answer_record_is_sound(const struct answer_record *record)
{
	guint n;

	survey_items(&n);
	if (answer_record_is_empty(record))
		return record->answer.item < n;
	return survey_answer_is_sound(&record->answer);
}

void contract_record_clear(struct contract_record *record)
{
	g_free(record->provider);
	g_free(record->object);
	g_free(record->reference);
	g_free(record->owner);
	g_free(record->clause);
	g_free(record->remark);
	g_free(record->currency);
	g_free(record->amendment);
	contract_record_init(record);
}
