/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `entente classify`: the reader of language alone, as a Unix filter: a text a line, or JSON
 * lines with `text`, in; an answer a line out, in order, each as soon as it is known. Memory is
 * that of one line. With a store that is named, as its corrections have it; they are given,
 * listed and forgotten here too. */
#include <string.h>

#include "base/json_line.h"
#include "base/limits.h"
#include "cli/classify_corrections.h"
#include "cli/text_lines.h"
#include "report/classify.h"

struct classify_run {
	const struct cli *cli;
	struct passage_reader *reader;
	const char *language; /* of lines that do not give one; "": to be found */
	guint64 rejected;
	GString *out;
};

/* `text` is the one of `classified` with its line ends. */
static void answer(struct classify_run *run, struct classified *classified, const char *text,
		   const char *language)
{
	struct passage passage;

	passage_read(run->reader, text, language, &passage);
	classified->passage = &passage;
	if (cli_wants_json(run->cli))
		report_classify_json(classified, run->out);
	else
		report_classify_text(classified, run->cli->catalogue, run->cli->columns,
				     run->cli->colour, run->out);
}

static void reject(struct classify_run *run, gint64 line, const char *reason)
{
	run->rejected++;
	text_line_reject(run->cli, line, reason, run->out);
}

static void answer_text(struct classify_run *run, const struct text_line *line)
{
	g_autofree char *text = passage_with_line_ends(line->text);
	struct classified classified = {
		.line = line->number, .text = line->text, .replaced = line->replaced};

	answer(run, &classified, text, run->language);
}

enum { MEMBER_TEXT, MEMBER_ID, MEMBER_LANGUAGE, MEMBERS };

/* NULL: nothing is wrong. */
static const char *wrong_member(const struct json_line_member *members)
{
	enum json_line_kind id = members[MEMBER_ID].kind;
	enum json_line_kind language = members[MEMBER_LANGUAGE].kind;

	if (members[MEMBER_TEXT].kind != JSON_LINE_STRING)
		return "no string \"text\"";
	if (id == JSON_LINE_OTHER)
		return "\"id\" is neither a string nor a whole number of 64 bits";
	if (language != JSON_LINE_STRING && language != JSON_LINE_ABSENT)
		return "\"lang\" is not a string";
	return NULL;
}

static void answer_members(struct classify_run *run, const struct text_line *line,
			   const struct json_line_member *members)
{
	const char *text = members[MEMBER_TEXT].string;
	const char *wrong = wrong_member(members);
	struct classified classified = {
		.line = line->number,
		.text = text,
		.replaced = line->replaced,
		.id = members[MEMBER_ID].string,
		.number_id = members[MEMBER_ID].integer,
		.has_number = members[MEMBER_ID].kind == JSON_LINE_INTEGER,
	};

	if (wrong != NULL) {
		reject(run, line->number, wrong);
		return;
	}
	answer(run, &classified, text,
	       members[MEMBER_LANGUAGE].kind == JSON_LINE_STRING
		       ? members[MEMBER_LANGUAGE].string
		       : run->language);
}

static void answer_json(struct classify_run *run, const struct text_line *line)
{
	struct json_line_member members[MEMBERS + 1] = {
		[MEMBER_TEXT] = {.key = "text"},
		[MEMBER_ID] = {.key = "id"},
		[MEMBER_LANGUAGE] = {.key = "lang"},
	};

	if (line->cut)
		reject(run, line->number, "longer than a line may be");
	else if (!json_line_read(line->text, strlen(line->text), members, NULL))
		reject(run, line->number, "no JSON object");
	else
		answer_members(run, line, members);
	json_line_clear(members);
}

static int filter(struct classify_run *run)
{
	struct text_lines *lines = text_lines_new(stdin);
	struct text_line line = {0};

	while (text_lines_next(lines, &line)) {
		if (line.json)
			answer_json(run, &line);
		else
			answer_text(run, &line);
		cli_write(run->out);
		g_string_truncate(run->out, 0);
	}
	text_lines_report(lines);
	text_lines_free(lines);
	return run->rejected > 0 ? EXIT_REJECTED : EXIT_DONE;
}

/* The shipped model, so that the same lines give the same answers everywhere; of a store only
 * when it is named. */
static int classify(const struct cli *cli, const char *language)
{
	struct classify_run run = {.cli = cli, .language = language};
	const struct language_model *model = language_model_shipped();
	g_autoptr(store_auto) store = NULL;
	GError *error = NULL;
	int status;

	if (cli->store_named) {
		store = cli_open_store(cli, &error);
		model = store != NULL ? store_language_model(store, &error) : NULL;
		if (model == NULL)
			return cli_fail(error);
	}
	run.out = g_string_new(NULL);
	run.reader = passage_reader_new(model);
	status = filter(&run);
	passage_reader_free(run.reader);
	g_string_free(run.out, TRUE);
	return status;
}

struct classify_options {
	char *language, *forget;
	gboolean correct, list;
};

static bool are_sound(const struct classify_options *options, int argc, char **argv)
{
	if (argc > 1) {
		g_printerr("entente: classify reads standard input: entente classify < %s\n",
			   argv[1]);
		return false;
	}
	if (options->correct + options->list + (options->forget != NULL) > 1) {
		g_printerr("entente: classify: one of --correct, --corrections, --forget\n");
		return false;
	}
	if (options->language != NULL && strcmp(options->language, "fr") != 0 &&
	    strcmp(options->language, "en") != 0) {
		g_printerr("entente: classify --read-as %s: give fr or en\n",
			   options->language);
		return false;
	}
	return true;
}

static int run_options(const struct cli *cli, const struct classify_options *options)
{
	const char *language = options->language != NULL ? options->language : "";

	if (options->correct)
		return classify_correct(cli, language);
	if (options->list)
		return classify_list_corrections(cli);
	if (options->forget != NULL)
		return classify_forget(cli, options->forget);
	return classify(cli, language);
}

static int classify_run(struct cli *cli, int argc, char **argv)
{
	struct classify_options options = {0};
	const GOptionEntry entries[] = {
		{"read-as", 0, 0, G_OPTION_ARG_STRING, &options.language,
		 "language of the texts: fr or en (found for each)", "LANG"},
		{"correct", 0, 0, G_OPTION_ARG_NONE, &options.correct,
		 "keeps what lines of LABEL<TAB>text, or of JSON with text and label, say of "
		 "their texts",
		 NULL},
		{"corrections", 0, 0, G_OPTION_ARG_NONE, &options.list, "lists what was kept",
		 NULL},
		{"forget", 0, 0, G_OPTION_ARG_STRING, &options.forget, "removes one of them",
		 "ID"},
		{NULL, 0, 0, 0, NULL, NULL, NULL},
	};
	int status = EXIT_USAGE;

	if (cli_parse(&verb_classify, entries, &argc, &argv) && are_sound(&options, argc, argv))
		status = run_options(cli, &options);
	g_free(options.language);
	g_free(options.forget);
	return status;
}

const struct verb verb_classify = {
	.name = "classify",
	.arguments = "< TEXTS",
	.summary = N_("what each text does: defensive, supportive or neutral"),
	.run = classify_run,
};
