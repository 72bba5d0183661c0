/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The questionnaire on a terminal: a question, its scale, and a line to type. What is typed
 * wrong is asked again; nothing has to be answered. */
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "cli/survey_actions.h"
#include "cli/text_lines.h"
#include "report/phrase.h"

enum move { MOVE_ON, MOVE_BACK, MOVE_END, MOVE_AGAIN };

struct asking {
	const struct cli *cli;
	enum side side;
	const struct survey_item *items;
	guint n;
	gint32 values[SURVEY_ITEMS_MOST][SURVEY_PARTS_MOST];
	char *words[SURVEY_ITEMS_MOST];
};

static void say(const struct cli *cli, enum screen_style style, const char *text)
{
	g_autoptr(GString) out = g_string_new(NULL);
	const struct screen screen = {out, cli->columns, cli->colour};

	screen_wrap(&screen, style, "", 0, text);
	cli_write(out);
}

static void say_text(const struct cli *cli, const char *key)
{
	say(cli, SCREEN_PLAIN, catalogue_text(cli->catalogue, key));
}

/* ---- what is typed ---- */

static bool take_value(struct asking *asking, guint item, guint at, const char *word)
{
	gint32 most = survey_part_most(survey_part_at(&asking->items[item], at));
	guint64 value;

	if (strcmp(word, "-") == 0) {
		asking->values[item][at] = 0;
		return true;
	}
	if (!g_ascii_string_to_unsigned(word, 10, 1, (guint64)most, &value, NULL))
		return false;
	asking->values[item][at] = (gint32)value;
	return true;
}

static enum move take_values(struct asking *asking, guint item, const char *line)
{
	g_auto(GStrv) words = g_strsplit_set(line, " \t,;/", -1);
	gint32 kept[SURVEY_PARTS_MOST];
	guint at = 0;

	memcpy(kept, asking->values[item], sizeof kept);
	for (guint i = 0; words[i] != NULL; i++) {
		if (*words[i] == '\0')
			continue;
		if (at < asking->items[item].n_parts &&
		    take_value(asking, item, at, words[i])) {
			at++;
			continue;
		}
		memcpy(asking->values[item], kept, sizeof kept);
		say_text(asking->cli, N_("That is not on the scale. One number for each, apart "
					 "by spaces; - for no answer."));
		return MOVE_AGAIN;
	}
	return MOVE_ON;
}

static enum move take_line(struct asking *asking, guint item, const char *line)
{
	if (strcmp(line, "<") == 0)
		return MOVE_BACK;
	if (strcmp(line, ".") == 0)
		return MOVE_END;
	if (*line == '\0')
		return MOVE_ON;
	if (asking->items[item].n_parts > 0)
		return take_values(asking, item, line);
	g_free(asking->words[item]);
	asking->words[item] = g_utf8_substring(
		line, 0, MIN(g_utf8_strlen(line, -1), (glong)ANSWER_TEXT_MOST));
	return MOVE_ON;
}

/* ---- what is asked ---- */

static void ask_item(const struct asking *asking, guint item)
{
	const struct survey_item *one = &asking->items[item];
	const struct catalogue *catalogue = asking->cli->catalogue;
	g_autoptr(GString) scale = g_string_new(NULL);
	g_autofree char *question =
		g_strdup_printf("%u/%u  %s", item + 1, asking->n,
				one->words[survey_language_of(catalogue)][asking->side]);

	if (item == 0 || asking->items[item - 1].block != one->block ||
	    asking->items[item - 1].owes != one->owes) {
		g_print("\n");
		say(asking->cli, SCREEN_BOLD,
		    survey_block_words(catalogue, one->block, one->owes, asking->side));
	}
	say(asking->cli, SCREEN_PLAIN, question);
	for (guint at = 0; at < one->n_parts; at++)
		g_string_append_printf(scale, "%s%s", at > 0 ? " · " : "",
				       survey_part_ends(catalogue, survey_part_at(one, at)));
	if (scale->len > 0)
		say(asking->cli, SCREEN_DIM, scale->str);
	g_print("> ");
	fflush(stdout);
}

static enum survey_asked ask_all(struct asking *asking, struct text_lines *lines)
{
	struct text_line line = {0};
	guint item = 0;

	while (item < asking->n) {
		enum move move;
		ask_item(asking, item);
		if (!text_lines_next(lines, &line)) {
			g_print("\n");
			return SURVEY_ABANDONED;
		}
		move = take_line(asking, item, g_strstrip(line.text));
		if (move == MOVE_END)
			break;
		if (move == MOVE_ON)
			item++;
		else if (move == MOVE_BACK && item > 0)
			item--;
	}
	text_line_clear(&line);
	return SURVEY_ASKED;
}

/* ---- what was answered ---- */

static void give_out(struct asking *asking, GArray *answers)
{
	for (guint i = 0; i < asking->n; i++) {
		struct survey_answer answer = {.item = i, .part = SURVEY_AGREEMENT};
		answer.words = g_steal_pointer(&asking->words[i]);
		if (answer.words != NULL)
			g_array_append_val(answers, answer);
		for (guint at = 0; at < asking->items[i].n_parts; at++) {
			struct survey_answer one = {
				.item = i,
				.part = survey_part_at(&asking->items[i], at),
				.value = asking->values[i][at]};
			if (one.value > 0)
				g_array_append_val(answers, one);
		}
	}
}

enum survey_asked survey_ask(const struct cli *cli, enum side side, GArray *answers)
{
	struct asking asking = {.cli = cli, .side = side};
	struct text_lines *lines = text_lines_new(stdin);
	enum survey_asked asked;

	asking.items = survey_items(&asking.n);
	asked = ask_all(&asking, lines);
	if (asked == SURVEY_ASKED)
		give_out(&asking, answers);
	for (guint i = 0; i < asking.n; i++)
		g_free(asking.words[i]);
	text_lines_free(lines);
	return asked;
}
