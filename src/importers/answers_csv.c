/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Answers to the questionnaire as a table: one row an answer, under French or English headers,
 * as `entente survey form` writes it. */
#include "importers/tables.h"

#include "importers/answer_rows.h"
#include "importers/columns.h"

#define SCORE 96 /* item, part and value together are of nothing else */

enum {
	COLUMN_ITEM,
	COLUMN_PART,
	COLUMN_VALUE,
	COLUMN_SIDE,
	COLUMN_ROLE,
	COLUMN_ROUND,
	COLUMN_RESPONDENT,
	ANSWER_COLUMNS
};

static bool is_answers(const struct columns *columns)
{
	return columns_have(columns, COLUMN_ITEM) && columns_have(columns, COLUMN_PART) &&
	       columns_have(columns, COLUMN_VALUE);
}

static void take_row(const struct columns *columns, const struct table_row *row,
		     struct import_record *record)
{
	const struct answer_words words = {
		.item = columns_cell(columns, row, COLUMN_ITEM),
		.part = columns_cell(columns, row, COLUMN_PART),
		.value = columns_cell(columns, row, COLUMN_VALUE),
		.side = columns_cell(columns, row, COLUMN_SIDE),
		.role = columns_cell(columns, row, COLUMN_ROLE),
		.round = columns_cell(columns, row, COLUMN_ROUND),
		.respondent = columns_cell(columns, row, COLUMN_RESPONDENT),
	};
	struct answer_record answer;
	char *trouble = answer_record_fill(&words, &answer);

	if (trouble != NULL) {
		columns_reject(record, row, trouble);
		return;
	}
	record->type = RECORD_ANSWER;
	record->answer = answer;
	record->answer.place = row->place;
}

static const struct columns_spec spec = {
	.what = "answers to the questionnaire",
	.lacking = "no columns of answers (item, part, value); name them so in the first row, "
		   "or fill in what entente survey form writes",
	.zone = "UTC",
	.n = ANSWER_COLUMNS,
	.names =
		{
			[COLUMN_ITEM] = COLUMN_NAMES("item", "rubrique", "question id"),
			[COLUMN_PART] = COLUMN_NAMES("part", "volet"),
			[COLUMN_VALUE] = COLUMN_NAMES("value", "valeur", "answer", "reponse"),
			[COLUMN_SIDE] = COLUMN_NAMES("side", "partie", "cote", "party"),
			[COLUMN_ROLE] = COLUMN_NAMES("role", "fonction", "function"),
			[COLUMN_ROUND] = COLUMN_NAMES("round", "vague", "campagne", "enquete"),
			[COLUMN_RESPONDENT] = COLUMN_NAMES("respondent", "repondant", "sheet",
							   "feuille", "no", "numero"),
		},
	.fits = is_answers,
	.take = take_row,
};

static int answers_probe(const struct import_probe *probe)
{
	return columns_fit(&spec, probe) ? SCORE : 0;
}

static char *answers_describe(const struct import_probe *probe, const struct import_task *task,
			      GError **error)
{
	return columns_describe(&spec, probe, error);
}

static struct import_stream *answers_open(const struct import_task *task, GError **error)
{
	return columns_open(&spec, task, error);
}

const struct importer importer_answers = {
	.name = "answers-table",
	.kind = IMPORT_KIND_ANSWERS,
	.readable = true,
	.probe = answers_probe,
	.describe = answers_describe,
	.open = answers_open,
	.next = columns_next,
	.close = columns_close,
};
