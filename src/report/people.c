/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A doubt is three things: whom it is about, one sentence of evidence, and the commands that
 * end it, ready to be copied. The commands are the same in text and in JSON. */
#include "report/people.h"

#include "base/calendar.h"
#include "base/json.h"
#include "model/assessment.h"
#include "report/phrase.h"
#include "report/screen.h"

#define INDENT 4

/* The places that a sentence may use: {n}, {of}, {from}, {to}, {second}, {side}. */
static const char *const sentences[DOUBT_COUNT] = {
	[DOUBT_LONGER_NAME] = N_("one name is part of the other (messages: {n} and {of})"),
	[DOUBT_NEAR_NAME] =
		N_("the names differ by what may be a typing error (messages: {n} and {of})"),
	[DOUBT_NAME_CHANGED] = N_("same first name, the only two in this house: one stops on "
				  "{from}, the other begins on {to} (messages: {n} and {of})"),
	[DOUBT_EXCHANGE_NAME] =
		N_("the Exchange name ends as the address begins (messages: {n} and {of})"),
	[DOUBT_LOCAL_FITS_NAME] = N_("an address without a name, made as one would make it of "
				     "the other's name (messages: {n} and {of})"),
	[DOUBT_SAME_LOCAL_PART] =
		N_("same name before the @, elsewhere (messages: {n} and {of})"),
	[DOUBT_CONFLICTING_NAMES] =
		N_("same address in one house under two names (messages: {n} and {of})"),
	[DOUBT_NAME_ON_BOTH_SIDES] =
		N_("same name, on both sides or on none (messages: {n} and {of})"),
	[DOUBT_DOMAIN_MOVED] = N_("{n} of {of} people of {second} came here between {from} and "
				  "{to}: the same organisation under another name?"),
	[DOUBT_SISTER_DOMAIN] =
		N_("bears the name of an organisation of the {side} ({n} of its "
		   "{of} people are known there)"),
	[DOUBT_EXCHANGE_HOUSE] =
		N_("{n} of {of} users of this Exchange house are people of the {side}"),
	[DOUBT_EXTERNAL_STAFF] =
		N_("marked as staff from outside, with an address of the other "
		   "side: of the {side}? (messages: {n})"),
	[DOUBT_FREE_MAIL_OF_PERSON] =
		N_("free-mail address of a person whose other addresses are of the {side}"),
	[DOUBT_FREE_MAIL] = N_("free-mail address: {n} times with the client, {of} times with "
			       "the provider"),
};

/* A place is filled only where the sentence has it. */
static char *sentence_of(const struct shown_doubt *shown, const struct catalogue *catalogue)
{
	const struct doubt *doubt = shown->doubt;
	g_autofree char *n = phrase_integer(catalogue, doubt->n);
	g_autofree char *of = phrase_integer(catalogue, doubt->of);
	g_autofree char *from = phrase_day(catalogue, shown->from_day);
	g_autofree char *to = phrase_day(catalogue, shown->to_day);
	const char *side = catalogue_text(
		catalogue, doubt->side == SIDE_CLIENT ? N_("client") : N_("provider"));

	return phrase(catalogue_text(catalogue, sentences[doubt->kind]), {"n", n}, {"of", of},
		      {"from", from}, {"to", to},
		      {"second", doubt->second != NULL ? doubt->second : ""}, {"side", side});
}

/* ---- commands ---- */

static void add_command(GPtrArray *commands, const struct shown_doubts *doubts,
			const char *action, const char *first, const char *last)
{
	g_autofree char *name = doubts->named ? g_shell_quote(doubts->relationship) : NULL;
	g_autofree char *quoted = *first == '/' ? g_shell_quote(first) : g_strdup(first);
	g_autofree char *other = *last == '/' ? g_shell_quote(last) : g_strdup(last);

	g_ptr_array_add(commands, g_strdup_printf("entente people %s%s%s %s %s", action,
						  name != NULL ? " -r " : "",
						  name != NULL ? name : "", quoted, other));
}

/* The likelier answer first; where the evidence says nothing, all. */
static GPtrArray *commands_of(const struct shown_doubts *doubts, const struct doubt *doubt)
{
	GPtrArray *commands = g_ptr_array_new_with_free_func(g_free);

	if (doubt_is_of_pair(doubt)) {
		add_command(commands, doubts, "same", doubt->first, doubt->second);
		add_command(commands, doubts, "different", doubt->first, doubt->second);
		return commands;
	}
	if (doubt->side != SIDE_NONE)
		add_command(commands, doubts, "side", doubt->first, side_token(doubt->side));
	if (doubt->side == SIDE_NONE || doubt->kind == DOUBT_EXTERNAL_STAFF)
		add_command(commands, doubts, "side", doubt->first,
			    side_token(doubt->side == SIDE_NONE ? SIDE_CLIENT
								: side_other(doubt->side)));
	if (doubt->side == SIDE_NONE)
		add_command(commands, doubts, "side", doubt->first, side_token(SIDE_PROVIDER));
	if (doubt->kind != DOUBT_EXTERNAL_STAFF)
		add_command(commands, doubts, "side", doubt->first, "neither");
	return commands;
}

/* ---- text ---- */

static void put_whom(const struct screen *screen, const char *first, const char *address,
		     const char *name)
{
	g_autofree char *safe = phrase_clean(address);
	g_autofree char *named = name != NULL ? phrase_clean(name) : NULL;
	g_autofree char *line =
		named != NULL ? g_strdup_printf("%s <%s>", named, safe) : g_strdup(safe);

	screen_wrap(screen, SCREEN_BOLD, first, INDENT, line);
}

static void put_doubt(const struct screen *screen, const struct catalogue *catalogue,
		      const struct shown_doubts *doubts, const struct shown_doubt *shown)
{
	const struct doubt *doubt = shown->doubt;
	g_autofree char *sentence = sentence_of(shown, catalogue);
	g_autofree char *safe = phrase_clean(sentence);
	g_autoptr(GPtrArray) commands = commands_of(doubts, doubt);

	g_string_append_c(screen->out, '\n');
	put_whom(screen, "  ", doubt->first, shown->first_name);
	if (doubt->second != NULL && doubt->kind != DOUBT_DOMAIN_MOVED)
		put_whom(screen, "  ", doubt->second, shown->second_name);
	screen_wrap(screen, SCREEN_PLAIN, "    ", INDENT, safe);
	for (guint i = 0; i < commands->len; i++) {
		g_autofree char *command = phrase_clean(g_ptr_array_index(commands, i));
		screen_wrap(screen, SCREEN_DIM, "    ", INDENT + 4, command);
	}
}

static void put_part(const struct screen *screen, const struct catalogue *catalogue,
		     const struct shown_doubts *doubts, bool of_pairs, const char *heading)
{
	bool headed = false;

	for (guint i = 0; i < doubts->count; i++) {
		if (doubt_is_of_pair(doubts->all[i].doubt) != of_pairs)
			continue;
		if (!headed)
			screen_heading(screen, catalogue_text(catalogue, heading));
		headed = true;
		put_doubt(screen, catalogue, doubts, &doubts->all[i]);
	}
}

void report_doubts_text(const struct shown_doubts *doubts, const struct catalogue *catalogue,
			guint columns, gboolean colour, GString *out)
{
	const struct screen screen = {out, columns, colour};

	screen_wrap(&screen, SCREEN_BOLD, "", 2, doubts->relationship);
	if (doubts->count == 0) {
		screen_wrap(&screen, SCREEN_PLAIN, "  ", 2,
			    catalogue_text(catalogue, "Nothing about its people is doubtful."));
		return;
	}
	put_part(&screen, catalogue, doubts, false, N_("On which side?"));
	put_part(&screen, catalogue, doubts, true, N_("One person?"));
}

/* ---- JSON ---- */

static void day_json(struct json_writer *json, const char *key, gint32 day)
{
	g_autofree char *text = day != DAY_NONE ? calendar_format_day(day) : NULL;

	json_member_string(json, key, text);
}

static void doubt_json(struct json_writer *json, const struct shown_doubts *doubts,
		       const struct shown_doubt *shown, const struct catalogue *catalogue)
{
	const struct doubt *doubt = shown->doubt;
	g_autofree char *sentence = sentence_of(shown, catalogue);
	g_autoptr(GPtrArray) commands = commands_of(doubts, doubt);

	json_begin_object(json);
	json_member_string(json, "kind", doubt_token(doubt->kind));
	json_member_string(json, "about", doubt_is_of_pair(doubt) ? "person" : "side");
	json_member_string(json, "first", doubt->first);
	json_member_string(json, "first_name", shown->first_name);
	json_member_string(json, "second", doubt->second);
	json_member_string(json, "second_name", shown->second_name);
	json_member_string(json, "side",
			   doubt->side != SIDE_NONE ? side_token(doubt->side) : NULL);
	json_member_int(json, "n", doubt->n);
	json_member_int(json, "of", doubt->of);
	day_json(json, "from", shown->from_day);
	day_json(json, "to", shown->to_day);
	json_member_string(json, "sentence", sentence);
	json_key(json, "commands");
	json_begin_array(json);
	for (guint i = 0; i < commands->len; i++)
		json_string(json, g_ptr_array_index(commands, i));
	json_end_array(json);
	json_end_object(json);
}

void report_doubts_json(const struct shown_doubts *doubts, const struct catalogue *catalogue,
			GString *out)
{
	struct json_writer *json = json_writer_new(out);

	json_begin_object(json);
	json_member_string(json, "schema", "entente/people/1");
	json_member_string(json, "relationship", doubts->relationship);
	json_key(json, "doubts");
	json_begin_array(json);
	for (guint i = 0; i < doubts->count; i++)
		doubt_json(json, doubts, &doubts->all[i], catalogue);
	json_end_array(json);
	json_end_object(json);
	json_writer_free(json);
	g_string_append_c(out, '\n');
}
