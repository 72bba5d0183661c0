/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What was written comes with its words, what was not with an empty box and no reproach: it may
 * have been said by telephone. */
#include "report/closure.h"

#include "report/phrase.h"
#include "report/screen.h"

#define SENTENCE_LINES 3
#define INDENT         6 /* behind the box */

void shown_closure_free(struct shown_closure *closure)
{
	if (closure == NULL)
		return;
	for (guint i = 0; i < CLOSURE_TICKS; i++) {
		g_free(closure->ticks[i].sentence);
		g_free(closure->ticks[i].event);
	}
	g_free(closure);
}

void report_closure_json(struct json_writer *json, const struct shown_closure *closure)
{
	json_key(json, "closure");
	if (closure == NULL) {
		json_null(json);
		return;
	}
	json_begin_object(json);
	json_member_int(json, "score", closure->score);
	json_member_int(json, "of", CLOSURE_TICKS);
	json_key(json, "ticks");
	json_begin_array(json);
	for (guint i = 0; i < CLOSURE_TICKS; i++) {
		json_begin_object(json);
		json_member_string(json, "tick", closure_tick_names[i]);
		json_member_string(json, "sentence", closure->ticks[i].sentence);
		json_member_string(json, "event", closure->ticks[i].event);
		json_end_object(json);
	}
	json_end_array(json);
	json_end_object(json);
}

static void write_tick(const struct screen *screen, guint tick, const struct shown_tick *shown,
		       const struct catalogue *catalogue)
{
	const char *meaning = catalogue_text(catalogue, closure_tick_meanings[tick]);
	g_autofree char *quote = NULL;

	if (shown->sentence == NULL) {
		screen_wrap(screen, SCREEN_DIM, "  [ ] ", INDENT, meaning);
		return;
	}
	quote = phrase_quote(catalogue, shown->sentence);
	screen_wrap(screen, SCREEN_PLAIN, "  [x] ", INDENT, meaning);
	screen_wrap_most(screen, SCREEN_DIM, "      ", INDENT, quote, SENTENCE_LINES);
	screen_wrap(screen, SCREEN_DIM, "      ", INDENT, shown->event);
}

void report_closure_text(const struct shown_closure *closure, const struct catalogue *catalogue,
			 guint columns, gboolean colour, GString *out)
{
	const struct screen screen = {out, columns, colour};
	g_autofree char *score = NULL, *of = NULL, *title = NULL;

	if (closure == NULL) {
		screen_wrap(&screen, SCREEN_PLAIN, "", 0,
			    catalogue_text(catalogue,
					   "Nothing is known of its closing: no text of those "
					   "who handle this ticket is tied to it."));
		return;
	}
	score = phrase_integer(catalogue, closure->score);
	of = phrase_integer(catalogue, CLOSURE_TICKS);
	title = phrase(
		catalogue_text(catalogue,
			       "In the last texts of those who handle it: {score} of {of}"),
		{"score", score}, {"of", of});
	screen_wrap(&screen, SCREEN_BOLD, "", 0, title);
	for (guint i = 0; i < CLOSURE_TICKS; i++)
		write_tick(&screen, i, &closure->ticks[i], catalogue);
	screen_wrap(&screen, SCREEN_DIM, "", 0,
		    catalogue_text(catalogue,
				   "A missing tick says only that it was not written here."));
}
