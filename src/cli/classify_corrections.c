/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A label a line, kept at once: what is shown as kept is stored. What the shipped model says of
 * the text is kept beside it, never what an adjusted one says: that would count its own
 * corrections as its merit. */
#include "cli/classify_corrections.h"

#include <string.h>

#include "base/clock.h"
#include "base/json_line.h"
#include "cli/text_lines.h"
#include "report/classify.h"

struct correcting {
	const struct cli *cli;
	struct store *store;
	struct passage_reader *reader;
	const char *language;
	guint64 rejected;
	GString *out;
	GError *error; /* of the store: ends it */
};

static bool find_label(const char *word, enum stance *label)
{
	for (enum stance stance = STANCE_NEUTRAL; stance < STANCE_COUNT; stance++)
		if (strcmp(word, stance_names[stance]) == 0) {
			*label = stance;
			return true;
		}
	*label = STANCE_SUPPORTIVE;
	return strcmp(word, "solution") == 0; /* as labelled sentences call it */
}

static void reject(struct correcting *correcting, gint64 line, const char *reason)
{
	correcting->rejected++;
	text_line_reject(correcting->cli, line, reason, correcting->out);
}

static void show(const struct correcting *correcting, const struct kept_label *kept)
{
	const struct cli *cli = correcting->cli;

	if (cli_wants_json(cli))
		report_kept_label_json(kept, correcting->out);
	else
		report_kept_label_text(kept, cli->catalogue, cli->columns, cli->colour,
				       correcting->out);
}

/* `given` is the text as it came, `text` that with its line ends. */
static void keep(struct correcting *correcting, gint64 line, const char *given,
		 const char *text, const char *language, enum stance label)
{
	g_autofree char *key = passage_key(text);
	char id[CORRECTION_ID + 1];
	struct passage passage;
	struct correction correction = {.text = key, .original = (char *)given, .label = label};
	struct kept_label kept = {
		.line = line, .id = id, .text = given, .label = label, .passage = &passage};

	passage_read(correcting->reader, text, language, &passage);
	if (*key == '\0') {
		reject(correcting, line, "no words of its author's own");
		return;
	}
	correction.language = (char *)passage.language;
	correction.said = passage.stance;
	correction.at_ms = clock_now_ms();
	if (store_correction_put(correcting->store, &correction, &kept.before, id,
				 &correcting->error))
		show(correcting, &kept);
}

static void keep_text(struct correcting *correcting, const struct text_line *line)
{
	char *tab = strchr(line->text, '\t');
	g_autofree char *text = NULL;
	enum stance label;

	if (line->blank)
		return;
	if (tab != NULL)
		*tab = '\0';
	if (tab == NULL || !find_label(g_strstrip(line->text), &label)) {
		reject(correcting, line->number,
		       "no label and tab before the text: defensive, supportive or neutral");
		return;
	}
	text = passage_with_line_ends(tab + 1);
	keep(correcting, line->number, tab + 1, text, correcting->language, label);
}

enum { MEMBER_TEXT, MEMBER_LABEL, MEMBER_LANGUAGE, MEMBERS };

static const char *wrong_member(const struct json_line_member *members, enum stance *label)
{
	enum json_line_kind language = members[MEMBER_LANGUAGE].kind;

	if (members[MEMBER_TEXT].kind != JSON_LINE_STRING)
		return "no string \"text\"";
	if (members[MEMBER_LABEL].kind != JSON_LINE_STRING ||
	    !find_label(members[MEMBER_LABEL].string, label))
		return "no \"label\": defensive, supportive or neutral";
	if (language != JSON_LINE_STRING && language != JSON_LINE_ABSENT)
		return "\"lang\" is not a string";
	return NULL;
}

static void keep_members(struct correcting *correcting, gint64 line,
			 const struct json_line_member *members)
{
	const char *text = members[MEMBER_TEXT].string;
	enum stance label;
	const char *wrong = wrong_member(members, &label);

	if (wrong != NULL) {
		reject(correcting, line, wrong);
		return;
	}
	keep(correcting, line, text, text,
	     members[MEMBER_LANGUAGE].kind == JSON_LINE_STRING ? members[MEMBER_LANGUAGE].string
							       : correcting->language,
	     label);
}

static void keep_json(struct correcting *correcting, const struct text_line *line)
{
	struct json_line_member members[MEMBERS + 1] = {
		[MEMBER_TEXT] = {.key = "text"},
		[MEMBER_LABEL] = {.key = "label"},
		[MEMBER_LANGUAGE] = {.key = "lang"},
	};

	if (json_line_read(line->text, strlen(line->text), members, NULL))
		keep_members(correcting, line->number, members);
	else
		reject(correcting, line->number, "no JSON object");
	json_line_clear(members);
}

static void keep_line(struct correcting *correcting, const struct text_line *line)
{
	if (line->cut)
		reject(correcting, line->number, "longer than a line may be");
	else if (line->json)
		keep_json(correcting, line);
	else
		keep_text(correcting, line);
	cli_write(correcting->out);
	g_string_truncate(correcting->out, 0);
}

static int keep_lines(struct correcting *correcting)
{
	struct text_lines *lines = text_lines_new(stdin);
	struct text_line line = {0};

	while (correcting->error == NULL && text_lines_next(lines, &line))
		keep_line(correcting, &line);
	text_line_clear(&line);
	text_lines_report(lines);
	text_lines_free(lines);
	if (correcting->error != NULL)
		return cli_fail(correcting->error);
	return correcting->rejected > 0 ? EXIT_REJECTED : EXIT_DONE;
}

int classify_correct(const struct cli *cli, const char *language)
{
	struct correcting correcting = {.cli = cli, .language = language};
	GError *error = NULL;
	int status;

	correcting.store = store_open(cli->store_url, DB_READ_WRITE, &error);
	if (correcting.store == NULL)
		return cli_fail(error);
	correcting.out = g_string_new(NULL);
	correcting.reader = passage_reader_new(language_model_shipped());
	status = keep_lines(&correcting);
	passage_reader_free(correcting.reader);
	g_string_free(correcting.out, TRUE);
	store_close(correcting.store);
	return status;
}

int classify_list_corrections(const struct cli *cli)
{
	g_autoptr(store_auto) store = NULL;
	g_autoptr(GPtrArray) all = NULL;
	g_autoptr(GString) out = g_string_new(NULL);
	GError *error = NULL;

	store = cli_open_store(cli, &error);
	all = store != NULL ? store_corrections(store, &error) : NULL;
	if (all == NULL)
		return cli_fail(error);
	if (cli_wants_json(cli))
		report_corrections_json(all, out);
	else
		report_corrections_text(all, cli->catalogue, cli->columns, cli->colour, out);
	cli_write(out);
	return EXIT_DONE;
}

int classify_forget(const struct cli *cli, const char *id)
{
	g_autoptr(store_auto) store = NULL;
	GError *error = NULL;
	bool known;

	store = cli_open_store(cli, &error);
	if (store == NULL || !store_correction_forget(store, id, &known, &error))
		return cli_fail(error);
	if (known)
		return EXIT_DONE;
	g_printerr("entente: classify: no correction is called %s; entente classify "
		   "--corrections lists them\n",
		   id);
	return EXIT_USAGE;
}
