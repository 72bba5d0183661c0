/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `entente survey answer --token TOKEN [--file FILE]`: one person answers, once. The link is
 * used up in the transaction that stores the answers; the sheet gets a number of chance, so
 * that nothing in the store leads from the link to it. */
#include <string.h>
#include <unistd.h>

#include "base/calendar.h"
#include "base/error.h"
#include "cli/secret.h"
#include "cli/survey_actions.h"
#include "importers/digest.h"
#include "importers/importer.h"
#include "ingest/worker.h"
#include "report/phrase.h"

/* ---- the link ---- */

struct desk {
	struct store *store;
	gint64 relationship;
	struct survey_link link;
	GPtrArray *rounds;
	const struct survey_round *round;
};

static void desk_close(struct desk *desk)
{
	g_clear_pointer(&desk->rounds, g_ptr_array_unref);
	g_clear_pointer(&desk->store, store_close);
}

static bool refuse(GError **error, const char *format, const char *word)
{
	g_autofree char *text =
		word != NULL ? phrase(format, {"word", word}) : g_strdup(format);

	g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE, text);
	return false;
}

static bool is_usable(const struct survey_link *link, const struct survey_round *round,
		      GError **error)
{
	gint32 today = survey_today(), last = MIN(link->expires, round->ends);
	g_autofree char *day = calendar_format_day(last);
	g_autofree char *first = calendar_format_day(round->opens);

	if (link->state == SURVEY_LINK_USED)
		return refuse(error,
			      "this link was used: it takes one answer; ask for another one",
			      NULL);
	if (link->state == SURVEY_LINK_REVOKED)
		return refuse(error, "this link was revoked; ask for another one", NULL);
	if (round->closed != SURVEY_NO_DAY)
		return refuse(error, "the round \"{word}\" is closed: it takes no more answers",
			      round->name);
	if (today > last)
		return refuse(error, "this link expired on {word}; ask for another one", day);
	if (today < round->opens)
		return refuse(error, "this link opens on {word}", first);
	return true;
}

static bool find_link(struct desk *desk, const char *token, GError **error)
{
	guint8 digest[DIGEST_SIZE];
	bool known;

	survey_token_digest(token, digest);
	if (!store_survey_link_of(desk->store, digest, &desk->relationship, &desk->link, &known,
				  error))
		return false;
	if (!known)
		return refuse(error,
			      "no link has this token; copy it whole, as it was handed to you",
			      NULL);
	desk->rounds = store_survey_rounds(desk->store, desk->relationship, error);
	for (guint i = 0; desk->rounds != NULL && i < desk->rounds->len; i++) {
		const struct survey_round *round = g_ptr_array_index(desk->rounds, i);
		if (round->event == desk->link.round)
			desk->round = round;
	}
	return desk->round != NULL ? is_usable(&desk->link, desk->round, error) : false;
}

/* ---- from a file ---- */

struct collecting {
	const char *path;
	const struct survey_link *link;
	GArray *answers; /* struct survey_answer */
	bool given[SURVEY_ITEMS_MOST][SURVEY_PART_COUNT];
	guint rejected;
};

static void tell(struct collecting *collecting, const struct place *place, const char *reason)
{
	collecting->rejected++;
	if (place->line > 0)
		g_printerr("%s, line %u: %s\n", collecting->path, place->line, reason);
	else
		g_printerr("%s, byte %" G_GUINT64_FORMAT ": %s\n", collecting->path,
			   place->offset, reason);
}

static const char *trouble_of(struct collecting *collecting, const struct answer_record *record)
{
	const struct survey_answer *answer = &record->answer;

	if (record->side != SIDE_NONE && record->side != collecting->link->side)
		return "this is of the other side; the link is not";
	if (record->role != SURVEY_ROLES && record->role != collecting->link->role)
		return "this is of another role than the link's";
	if (answer->words == NULL && collecting->given[answer->item][answer->part])
		return "this was answered above; keep one of the two";
	collecting->given[answer->item][answer->part] = true;
	return NULL;
}

static bool collect(const struct import_task *task, struct import_record *record, void *data,
		    GError **error)
{
	struct collecting *collecting = data;
	const char *trouble;

	if (record->type == RECORD_REJECTED)
		tell(collecting, &record->rejected.place, record->rejected.reason);
	if (record->type != RECORD_ANSWER || answer_record_is_empty(&record->answer))
		return true;
	trouble = trouble_of(collecting, &record->answer);
	if (trouble != NULL) {
		tell(collecting, &record->answer.place, trouble);
		return true;
	}
	g_array_append_val(collecting->answers, record->answer.answer);
	record->answer.answer.words = NULL;
	return true;
}

static bool finished(const struct import_task *task, void *data, GError **error)
{
	return true;
}

static bool is_json(const char *path)
{
	return g_str_has_suffix(path, ".json");
}

/* Nothing is kept of a file that has a line which cannot be read: the link is used once. */
static bool read_file(const char *path, const struct survey_link *link, GArray *answers,
		      GError **error)
{
	const struct worker_callbacks callbacks = {collect, finished, NULL};
	const struct worker_options options = {.workers = 1};
	g_autofree char *own = g_strdup(path);
	const struct import_task task = {
		.path = own,
		.name = own,
		.importer = importer_by_name(is_json(path) ? "answers-json" : "answers-table"),
		.to = G_MAXUINT64};
	g_autofree struct collecting *collecting = g_new0(struct collecting, 1);

	collecting->path = path;
	collecting->link = link;
	collecting->answers = answers;
	if (!g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "%s: no such file",
			    path);
		return false;
	}
	if (!worker_run(&task, 1, &options, &callbacks, collecting, error))
		return false;
	if (collecting->rejected == 0)
		return true;
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
		    "%s: nothing was kept, and the link can still be used; mend these lines "
		    "first",
		    path);
	return false;
}

/* ---- into the store ---- */

static guint64 number_of_chance(void)
{
	guint64 number;

	digest_random(&number, sizeof number);
	return number & G_MAXINT64;
}

static bool put_all(struct desk *desk, const GArray *answers, GError **error)
{
	const struct survey_sheet_key key = {desk->round->event, number_of_chance(),
					     desk->link.side, desk->link.role};

	for (guint i = 0; i < answers->len; i++) {
		const struct survey_answer *one =
			&g_array_index(answers, struct survey_answer, i);
		enum store_put put =
			one->words != NULL
				? store_survey_words_put(desk->store, desk->relationship,
							 key.round, number_of_chance(),
							 key.side, one, error)
				: store_survey_answer_put(desk->store, desk->relationship, &key,
							  one, error);
		if (put == STORE_PUT_FAILED)
			return false;
	}
	return true;
}

static bool use_link(struct desk *desk, const GArray *answers, GError **error)
{
	bool moved;

	if (!store_survey_link_move(desk->store, desk->relationship, desk->link.id,
				    SURVEY_LINK_USED, &moved, error))
		return false;
	if (!moved)
		return refuse(error, "this link was used or revoked meanwhile", NULL);
	return put_all(desk, answers, error);
}

static bool keep(struct desk *desk, const GArray *answers, GError **error)
{
	if (answers->len == 0)
		return refuse(error,
			      "nothing was answered: nothing is kept, and the link can still "
			      "be used",
			      NULL);
	if (!db_begin(desk->store->db, error))
		return false;
	if (use_link(desk, answers, error) && db_commit(desk->store->db, error))
		return true;
	db_rollback(desk->store->db);
	return false;
}

/* ---- the action ---- */

static void greet(const struct cli *cli, const struct desk *desk)
{
	g_autofree char *text = phrase(
		catalogue_text(
			cli->catalogue,
			N_("{round}. Your answers are kept as those of the {side}, role: "
			   "{role}, without a name. Type the numbers, apart by spaces. An "
			   "empty "
			   "line goes on, < goes back, a full stop ends and keeps what was "
			   "answered.")),
		{"round", desk->round->name},
		{"side", survey_side_words(cli->catalogue, desk->link.side)},
		{"role", survey_role_words(cli->catalogue, desk->link.role)});
	g_autoptr(GString) out = g_string_new(NULL);
	const struct screen screen = {out, cli->columns, cli->colour};

	screen_wrap(&screen, SCREEN_PLAIN, "", 0, text);
	cli_write(out);
}

static bool collect_answers(const struct cli *cli, const struct desk *desk, const char *file,
			    GArray *answers, GError **error)
{
	if (file != NULL)
		return read_file(file, &desk->link, answers, error);
	greet(cli, desk);
	if (survey_ask(cli, desk->link.side, answers) == SURVEY_ASKED)
		return true;
	return refuse(error,
		      "the input ended before the last question: nothing is kept, and the link "
		      "can still be used",
		      NULL);
}

static void thank(const struct cli *cli, const GArray *answers)
{
	g_autofree char *n = phrase_count(cli->catalogue, "Thank you: {n} answer is kept.",
					  "Thank you: {n} answers are kept.", answers->len);

	g_print("%s\n", n);
}

static void answer_clear(gpointer data)
{
	survey_answer_clear(data);
}

static bool answer(const struct cli *cli, const char *token, const char *file, GError **error)
{
	g_autoptr(GArray) answers = g_array_new(FALSE, TRUE, sizeof(struct survey_answer));
	struct desk desk = {.store = cli_open_store(cli, error)};
	bool done;

	g_array_set_clear_func(answers, answer_clear);
	done = desk.store != NULL && find_link(&desk, token, error) &&
	       collect_answers(cli, &desk, file, answers, error) && keep(&desk, answers, error);
	if (done)
		thank(cli, answers);
	desk_close(&desk);
	return done;
}

int survey_answer(struct cli *cli, int argc, char **argv)
{
	g_autofree char *token = NULL, *file = NULL;
	const GOptionEntry entries[] = {
		{"token", 0, 0, G_OPTION_ARG_STRING, &token, "of a private link", "TOKEN"},
		{"file", 0, 0, G_OPTION_ARG_FILENAME, &file,
		 "a form that was filled in (CSV, TSV, XLSX, ODS, JSON)", "FILE"},
		{NULL, 0, 0, 0, NULL, NULL, NULL},
	};
	GError *error = NULL;

	if (!cli_parse(&verb_survey, entries, &argc, &argv))
		return EXIT_USAGE;
	if (token == NULL && isatty(STDIN_FILENO))
		token = secret_by_prompt("Token:", &error);
	else if (token == NULL)
		refuse(&error, "survey answer: give --token, as it was handed to you", NULL);
	if (token == NULL)
		return cli_fail(error);
	return answer(cli, g_strstrip(token), file, &error) ? EXIT_DONE : cli_fail(error);
}
