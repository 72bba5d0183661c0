/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The machine form of `entente classify`: an object a line. Probabilities have four decimals;
 * cues are told by bytes of the decoded text, half open. */
#include "report/classify.h"

#include <string.h>

#include "report/json_parts.h"

static void put_id(struct json_writer *json, const struct classified *classified)
{
	if (classified->id != NULL)
		json_member_string(json, "id", classified->id);
	else
		json_member_int(json, "id",
				classified->has_number ? classified->number_id
						       : classified->line);
}

void classify_put_probabilities(struct json_writer *json, const double p[STANCE_COUNT])
{
	static const enum stance order[] = {STANCE_DEFENSIVE, STANCE_SUPPORTIVE,
					    STANCE_NEUTRAL};

	json_key(json, "p");
	json_begin_object(json);
	for (guint i = 0; i < G_N_ELEMENTS(order); i++)
		json_put_share(json, stance_names[order[i]], p[order[i]]);
	json_end_object(json);
}

static void put_cue(struct json_writer *json, const char *text, const struct cue *cue)
{
	g_autofree char *quoted = g_strndup(text + cue->from, cue->to - cue->from);

	json_begin_object(json);
	json_member_string(json, "category", cue_categories[cue->category].name);
	json_member_int(json, "from", (gint64)cue->from);
	json_member_int(json, "to", (gint64)cue->to);
	json_member_string(json, "text", quoted);
	json_end_object(json);
}

static void put_cues(struct json_writer *json, const struct classified *classified)
{
	const GArray *cues = classified->passage->cues;

	json_key(json, "cues");
	json_begin_array(json);
	for (guint i = 0; i < cues->len; i++)
		put_cue(json, classified->text, &g_array_index(cues, struct cue, i));
	json_end_array(json);
}

void report_classify_json(const struct classified *classified, GString *out)
{
	const struct passage *passage = classified->passage;
	struct json_writer *json = json_writer_new_line(out);

	json_begin_object(json);
	put_id(json, classified);
	json_member_string(json, "lang", *passage->language != '\0' ? passage->language : NULL);
	json_member_string(json, "label", stance_names[passage->stance]);
	classify_put_probabilities(json, passage->probability);
	json_put_share(json, "score", passage->probability[passage->stance]);
	put_cues(json, classified);
	if (passage->given)
		json_member_bool(json, "corrected", TRUE);
	if (classified->replaced > 0)
		json_member_int(json, "replaced", classified->replaced);
	json_end_object(json);
	json_writer_free(json);
	g_string_append_c(out, '\n');
}

void report_classify_rejected(gint64 line, const char *reason, GString *out)
{
	struct json_writer *json = json_writer_new_line(out);

	json_begin_object(json);
	json_member_int(json, "id", line);
	json_member_string(json, "lang", NULL);
	json_member_string(json, "label", NULL);
	json_key(json, "p");
	json_null(json);
	json_key(json, "score");
	json_null(json);
	json_key(json, "cues");
	json_begin_array(json);
	json_end_array(json);
	json_member_string(json, "error", reason);
	json_end_object(json);
	json_writer_free(json);
	g_string_append_c(out, '\n');
}
