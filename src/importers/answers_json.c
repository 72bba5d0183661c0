/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Answers to the questionnaire as JSON: an object that names its schema and holds `answers`, or
 * the array alone. */
#include "importers/tables.h"

#include <string.h>

#include "importers/answer_rows.h"
#include "importers/json_items.h"

#define SCORE  97
#define SCHEMA "entente/survey_answers/1"

struct import_stream {
	struct json_items *items;
	volatile guint64 *position;
};

static const char *const members[] = {"answers", NULL};
static const struct json_items_shape shape = {{members}};

static int answers_probe(const struct import_probe *probe)
{
	gsize at = 0;

	while (at < probe->head_length && g_ascii_isspace(probe->head[at]))
		at++;
	if (at == probe->head_length || probe->head[at] != '{')
		return 0;
	return g_strstr_len((const char *)probe->head, (gssize)MIN(probe->head_length, 200),
			    "\"" SCHEMA "\"") != NULL
		       ? SCORE
		       : 0;
}

static char *answers_describe(const struct import_probe *probe, const struct import_task *task,
			      GError **error)
{
	return g_strdup("answers to the questionnaire; JSON");
}

static struct import_stream *answers_open(const struct import_task *task, GError **error)
{
	struct json_items *items = json_items_open(task->path, task->compressed, &shape, error);
	struct import_stream *stream;

	if (items == NULL)
		return NULL;
	stream = g_new0(struct import_stream, 1);
	stream->items = items;
	stream->position = task->position;
	return stream;
}

static void answers_close(struct import_stream *stream)
{
	json_items_free(stream->items);
	g_free(stream);
}

static void reject(struct import_record *record, const struct place *place, char *reason)
{
	record->type = RECORD_REJECTED;
	record->rejected = (struct rejected_record){.place = *place, .reason = reason};
}

static void take_item(const struct json_item *item, struct import_record *record)
{
	static const char *const keys[] = {"item", "part",  "value",     "side",
					   "role", "round", "respondent"};
	char *values[G_N_ELEMENTS(keys)], *trouble;
	struct answer_words words;
	struct answer_record answer;

	for (guint i = 0; i < G_N_ELEMENTS(keys); i++)
		values[i] = json_value_text(json_value_member(item->value, keys[i]));
	words = (struct answer_words){values[0], values[1], values[2], values[3],
				      values[4], values[5], values[6]};
	trouble = answer_record_fill(&words, &answer);
	for (guint i = 0; i < G_N_ELEMENTS(keys); i++)
		g_free(values[i]);
	if (trouble != NULL) {
		reject(record, &item->place, trouble);
		return;
	}
	record->type = RECORD_ANSWER;
	record->answer = answer;
	record->answer.place = item->place;
}

static bool answers_next(struct import_stream *stream, struct import_record *record,
			 GError **error)
{
	struct json_item item;
	enum json_items_result result;

	if (stream->position != NULL)
		*stream->position = json_items_offset(stream->items);
	result = json_items_next(stream->items, &item, error);
	if (result == JSON_ITEMS_ITEM)
		take_item(&item, record);
	else if (result == JSON_ITEMS_BROKEN)
		reject(record, &item.place, g_strdup(item.trouble));
	else
		record->type = RECORD_END;
	return result != JSON_ITEMS_FAILED;
}

const struct importer importer_answers_json = {
	.name = "answers-json",
	.kind = IMPORT_KIND_ANSWERS,
	.readable = true,
	.probe = answers_probe,
	.describe = answers_describe,
	.open = answers_open,
	.next = answers_next,
	.close = answers_close,
};
