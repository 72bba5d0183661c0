/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What users said of single texts, shown: one as it is kept, and all of them with how often the
 * shipped model had been wrong. */
#include <string.h>

#include "base/calendar.h"
#include "report/classify.h"
#include "report/json_parts.h"
#include "report/phrase.h"

#define INDENT "    "

static const char *stance_or_null(enum stance stance)
{
	return stance < STANCE_COUNT ? stance_names[stance] : NULL;
}

static const char *language_or_null(const char *language)
{
	return *language != '\0' ? language : NULL;
}

/* ---- one ---- */

void report_kept_label_json(const struct kept_label *kept, GString *out)
{
	struct json_writer *json = json_writer_new_line(out);

	json_begin_object(json);
	json_member_string(json, "id", kept->id);
	json_member_int(json, "line", kept->line);
	json_member_string(json, "lang", language_or_null(kept->passage->language));
	json_member_string(json, "label", stance_names[kept->label]);
	json_member_string(json, "before", stance_or_null(kept->before));
	json_member_string(json, "said", stance_names[kept->passage->stance]);
	classify_put_probabilities(json, kept->passage->probability);
	json_member_bool(json, "confirmed", kept->label == kept->passage->stance);
	json_end_object(json);
	json_writer_free(json);
	g_string_append_c(out, '\n');
}

static const char *kept_text(const struct kept_label *kept, const struct catalogue *catalogue)
{
	if (kept->before < STANCE_COUNT && kept->before != kept->label)
		return catalogue_text(catalogue, "kept as {label} instead of {before}; the "
						 "model had said {said}, {sure}");
	if (kept->label == kept->passage->stance)
		return catalogue_text(catalogue,
				      "confirmed as {label}; the model had said so, {sure}");
	return catalogue_text(catalogue, "kept as {label}; the model had said {said}, {sure}");
}

static void put_text(const struct screen *screen, const char *text)
{
	g_autofree char *clean = phrase_clean(text);

	screen_wrap_most(screen, SCREEN_PLAIN, INDENT, strlen(INDENT), g_strstrip(clean),
			 CLASSIFY_LINES);
}

void report_kept_label_text(const struct kept_label *kept, const struct catalogue *catalogue,
			    guint columns, bool colour, GString *out)
{
	const struct screen screen = {out, MIN(columns, CLASSIFY_WIDTH), colour};
	enum stance said = kept->passage->stance;
	enum stance before = kept->before < STANCE_COUNT ? kept->before : kept->label;
	g_autofree char *sure = phrase_probability(catalogue, kept->passage->probability[said]);
	g_autofree char *words = phrase_fill(
		kept_text(kept, catalogue),
		(const struct phrase_value[]){{"label", classify_label(catalogue, kept->label)},
					      {"before", classify_label(catalogue, before)},
					      {"said", classify_label(catalogue, said)},
					      {"sure", sure},
					      {NULL, NULL}});
	g_autofree char *head = g_strdup_printf("%" G_GINT64_FORMAT "  %s", kept->line, words);

	screen_wrap(&screen, classify_style(kept->label), "", 0, head);
	put_text(&screen, kept->text);
	screen_wrap(&screen, SCREEN_DIM, INDENT, strlen(INDENT), kept->id);
}

/* ---- all ---- */

struct checked {
	guint all, wrong;
};

/* Of a language; NULL: of all. */
static struct checked count(const GPtrArray *corrections, const char *language)
{
	struct checked checked = {0, 0};

	for (guint i = 0; i < corrections->len; i++) {
		const struct correction *correction = g_ptr_array_index(corrections, i);

		if (language != NULL && strcmp(correction->language, language) != 0)
			continue;
		checked.all++;
		checked.wrong += correction->label != correction->said;
	}
	return checked;
}

static void put_checked(struct json_writer *json, struct checked checked)
{
	json_member_int(json, "checked", checked.all);
	json_member_int(json, "wrong", checked.wrong);
}

static void put_languages(struct json_writer *json, const GPtrArray *corrections)
{
	static const char *const languages[] = {"fr", "en", ""};

	json_key(json, "languages");
	json_begin_array(json);
	for (guint i = 0; i < G_N_ELEMENTS(languages); i++) {
		json_begin_object(json);
		json_member_string(json, "lang", language_or_null(languages[i]));
		put_checked(json, count(corrections, languages[i]));
		json_end_object(json);
	}
	json_end_array(json);
}

static gint32 day_of(const struct correction *correction)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(CALENDAR_ZONE_DEFAULT);

	return calendar_day_of_ms(correction->at_ms, zone);
}

static void put_correction(struct json_writer *json, const struct correction *correction)
{
	json_begin_object(json);
	json_member_string(json, "id", correction->id);
	json_member_string(json, "lang", language_or_null(correction->language));
	json_member_string(json, "label", stance_names[correction->label]);
	json_member_string(json, "said", stance_names[correction->said]);
	json_put_day(json, "day", day_of(correction));
	json_member_string(json, "text", correction->original);
	json_end_object(json);
}

void report_corrections_json(const GPtrArray *corrections, GString *out)
{
	struct json_writer *json = json_writer_new(out);

	json_begin_object(json);
	json_member_string(json, "schema", "entente/corrections/1");
	put_checked(json, count(corrections, NULL));
	put_languages(json, corrections);
	json_key(json, "corrections");
	json_begin_array(json);
	for (guint i = 0; i < corrections->len; i++)
		put_correction(json, g_ptr_array_index(corrections, i));
	json_end_array(json);
	json_end_object(json);
	json_writer_free(json);
	g_string_append_c(out, '\n');
}

static void put_summary(const struct screen *screen, const struct catalogue *catalogue,
			struct checked checked)
{
	g_autofree char *texts = phrase_count(catalogue, "{n} text checked here",
					      "{n} texts checked here", checked.all);
	g_autofree char *wrong = phrase_integer(catalogue, checked.wrong);
	g_autofree char *line =
		phrase(catalogue_text(catalogue, "{texts}; the model was wrong on: {wrong}"),
		       {"texts", texts}, {"wrong", wrong});

	screen_wrap(screen, SCREEN_BOLD, "", 0, line);
}

static void put_row(const struct screen *screen, const struct catalogue *catalogue,
		    const struct correction *correction)
{
	g_autofree char *day = phrase_short_day(catalogue, day_of(correction));
	g_autofree char *line = phrase(
		catalogue_text(catalogue, "{id}  {label} (the model: {said}), {day}"),
		{"id", correction->id}, {"label", classify_label(catalogue, correction->label)},
		{"said", classify_label(catalogue, correction->said)}, {"day", day});

	screen_wrap(screen, classify_style(correction->label), "", 0, line);
	put_text(screen, correction->original);
}

void report_corrections_text(const GPtrArray *corrections, const struct catalogue *catalogue,
			     guint columns, bool colour, GString *out)
{
	const struct screen screen = {out, MIN(columns, CLASSIFY_WIDTH), colour};

	put_summary(&screen, catalogue, count(corrections, NULL));
	for (guint i = 0; i < corrections->len; i++)
		put_row(&screen, catalogue, g_ptr_array_index(corrections, i));
}
