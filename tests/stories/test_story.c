/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Stories end to end: same seed same bytes, files well formed, sentences varied, templates
 * replaceable, nothing written when something fails. */
#include "stories/story.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "base/calendar.h"
#include "base/error.h"
#include "stories/mail_text.h"
#include "stories/templates.h"

#define SENTENCE_SHARE_MOST 0.03
#define SENTENCE_BYTES                                                                         \
	18u /* shorter: "Merci", "Cdt"; greetings and closings end with a comma */

static char *new_folder(void)
{
	char *folder = g_dir_make_tmp("entente-story-XXXXXX", NULL);

	assert_non_null(folder);
	return folder;
}

static void remove_folder(const char *folder)
{
	g_autoptr(GDir) list = g_dir_open(folder, 0, NULL);
	const char *name;

	while (list != NULL && (name = g_dir_read_name(list)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, NULL);

		if (g_file_test(path, G_FILE_TEST_IS_DIR))
			remove_folder(path);
		else
			g_unlink(path);
	}
	g_rmdir(folder);
}

static char *read_in(const char *folder, const char *name)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, NULL);

	if (file == NULL)
		return NULL;
	return g_strndup(g_mapped_file_get_contents(file), g_mapped_file_get_length(file));
}

static void tell(const char *story, guint64 seed, const char *folder)
{
	g_autoptr(GError) error = NULL;

	if (!story_write(story, seed, NULL, folder, &error))
		fail_msg("%s: %s", story, error->message);
}

static void assert_same(const char *one, const char *other, const char *name, bool same)
{
	g_autofree char *first = read_in(one, name);
	g_autofree char *second = read_in(other, name);

	assert_non_null(first);
	assert_int_equal(strcmp(first, second) == 0, same);
}

static void test_same_seed_same_bytes(void **state)
{
	static const char *const files[] = {"mail.mbox", "tickets.csv", "meetings.ics",
					    "truth.json", "facts.csv"};
	g_autofree char *one = new_folder();
	g_autofree char *two = new_folder();
	g_autofree char *three = new_folder();

	tell("pme-40", 5, one);
	g_setenv("TZ", "America/Lima", TRUE);
	tell("pme-40", 5, two);
	g_setenv("TZ", "UTC", TRUE);
	tell("pme-40", 6, three);
	for (guint i = 0; i < G_N_ELEMENTS(files); i++)
		assert_same(one, two, files[i], true);
	assert_same(one, three, "mail.mbox", false);
	assert_same(one, three, "tickets.csv", false);
	remove_folder(one);
	remove_folder(two);
	remove_folder(three);
}

/* One message of an mbox: its headers, up to the empty line. */
static void check_message(const char *message, const char *mark)
{
	static const char *const needed[] = {
		"\nFrom: ",        "\nTo: ",           "\nDate: ",        "\nSubject: ",
		"\nMessage-ID: <", "\nMIME-Version: ", "\nContent-Type: "};
	const char *end = strstr(message, "\n\n");
	g_autofree char *headers = NULL;

	assert_non_null(end);
	headers = g_strndup(message, (gsize)(end - message));
	assert_true(g_str_is_ascii(headers));
	assert_non_null(strstr(headers, mark));
	for (guint i = 0; i < G_N_ELEMENTS(needed); i++)
		if (strstr(headers, needed[i]) == NULL)
			fail_msg("no %s in %s", needed[i] + 1, headers);
}

static guint check_mbox(const char *mbox, const char *story)
{
	g_autofree char *mark =
		g_strdup_printf("\nX-Entente-Simulated: story=%s; seed=1", story);
	guint count = 0;

	assert_true(g_str_has_prefix(mbox, "From "));
	for (const char *at = mbox; at != NULL; count++) {
		check_message(at, mark);
		at = strstr(at + 1, "\n\nFrom ");
		at = at != NULL ? at + 2 : NULL;
	}
	return count;
}

/* Cells of each row, quotes respected; every row must have as many as the first. */
static guint check_csv(const char *csv, char separator)
{
	guint columns = 0, cells = 1, rows = 0;
	bool quoted = false;

	for (const char *at = csv; *at != '\0'; at++) {
		if (*at == '"')
			quoted = !quoted;
		else if (*at == separator && !quoted)
			cells++;
		if (*at != '\n' || quoted)
			continue;
		columns = rows == 0 ? cells : columns;
		assert_int_equal(cells, columns);
		cells = 1;
		rows++;
	}
	assert_false(quoted);
	assert_true(columns > 10);
	return rows - 1;
}

static void check_tickets(const char *folder, const char *name, char separator)
{
	g_autofree char *csv = read_in(folder, name);

	assert_non_null(csv);
	if (separator == ';')
		assert_true(g_str_has_prefix(csv, "\xEF\xBB\xBF\"ID\";\"Titre\";"));
	print_message("# %s: %u tickets\n", name, check_csv(csv, separator));
}

/* Balanced outside strings, and what the reader of a truth file needs. */
static void check_truth(const char *folder, const char *story)
{
	g_autofree char *json = read_in(folder, "truth.json");
	g_autofree char *name = g_strdup_printf("\"story\": \"%s\"", story);
	int depth = 0;
	bool quoted = false;

	for (const char *at = json; *at != '\0'; at++) {
		if (*at == '"')
			quoted = !quoted;
		if (!quoted)
			depth += (*at == '{' || *at == '[') - (*at == '}' || *at == ']');
		assert_true(depth >= 0);
	}
	assert_int_equal(depth, 0);
	assert_non_null(strstr(json, name));
	assert_non_null(strstr(json, "\"onset\":"));
	assert_non_null(strstr(json, ".example\""));
}

static void check_calendar(const char *folder)
{
	g_autofree char *ics = read_in(folder, "meetings.ics");
	g_auto(GStrv) lines = g_strsplit(ics, "\r\n", -1);
	int open = 0;

	assert_non_null(strstr(ics, "X-WR-CALDESC:Simulated"));
	for (guint i = 0; lines[i] != NULL; i++) {
		assert_true(strlen(lines[i]) <= 75);
		assert_null(strchr(lines[i], '\n'));
		open += g_str_has_prefix(lines[i], "BEGIN:");
		open -= g_str_has_prefix(lines[i], "END:");
	}
	assert_int_equal(open, 0);
}

static void test_every_story_is_well_formed(void **state)
{
	g_auto(GStrv) names = story_list(NULL, NULL);

	for (guint i = 0; names[i] != NULL; i++) {
		g_autofree char *folder = new_folder();
		g_autofree char *mbox = NULL;
		bool two_tools = g_str_equal(names[i], "tool-migration");
		guint messages;

		tell(names[i], 1, folder);
		mbox = read_in(folder, "mail.mbox");
		messages = check_mbox(mbox, names[i]);
		print_message("# %s: %u messages\n", names[i], messages);
		assert_in_range(messages, 4000, 9000);
		check_tickets(folder, two_tools ? "tickets-glpi.csv" : "tickets.csv", ';');
		if (two_tools)
			check_tickets(folder, "tickets-jira.csv", ',');
		check_calendar(folder);
		check_truth(folder, names[i]);
		remove_folder(folder);
	}
}

static void test_the_channel_is_a_fact_of_its_own_file(void **state)
{
	g_autofree char *folder = new_folder();
	g_autofree char *facts = NULL;

	tell("moves-to-teams", 1, folder);
	facts = read_in(folder, "facts.csv");
	assert_true(g_str_has_prefix(facts, "date,fact,value\n"));
	assert_non_null(strstr(facts, "2024-10-07,channel_opened,Teams\n"));
	remove_folder(folder);
}

static char *truth_of(const char *story)
{
	g_autofree char *folder = new_folder();
	g_autoptr(GRegex) space = g_regex_new("\\s+", 0, 0, NULL);
	g_autofree char *json = NULL;
	char *flat;

	tell(story, 1, folder);
	json = read_in(folder, "truth.json");
	remove_folder(folder);
	flat = g_regex_replace_literal(space, json, -1, 0, "", 0, NULL);
	return flat;
}

static void assert_truth(const char *json, const char *const *parts)
{
	for (guint i = 0; parts[i] != NULL; i++)
		if (strstr(json, parts[i]) == NULL)
			fail_msg("no %s in %s", parts[i], json);
}

static void test_the_truth_names_who_changed(void **state)
{
	static const char *const turn[] = {
		"\"onset\":\"2025-02-03\",\"onset_interval\":[\"2025-02-03\",\"2025-03-03\"],"
		"\"shape\":\"slow\",\"change\":{\"side\":\"provider\"",
		"\"dimensions\":[\"communication\"]",
		"\"moved\":[\"shares.supportive\",\"shares.defensive\"]", "\"alarm\":true",
		NULL};
	static const char *const angry[] = {
		"\"onset\":null,\"onset_interval\":null,\"shape\":null,"
		"\"change\":{\"side\":\"client\"",
		"\"moved\":[\"shares.complaint\",\"shares.client_harsh\"],"
		"\"onset\":\"2025-01-06\"",
		"\"alarm\":false,\"expected_stages\":[\"healthy\"]", NULL};
	g_autofree char *of_turn = truth_of("defensive-turn");
	g_autofree char *of_angry = truth_of("angry-client-calm-provider");
	g_autofree char *of_slow = truth_of("pme-40");

	assert_truth(of_turn, turn);
	assert_truth(of_angry, angry);
	assert_null(strstr(of_slow, "\"change\""));
}

/* --- Variety -------------------------------------------------------------------------------
 */

struct variety {
	GHashTable *sentences, *words;
	guint messages, english, sentence_count, word_count;
};

static void count(GHashTable *table, const char *key)
{
	guint known = GPOINTER_TO_UINT(g_hash_table_lookup(table, key));

	g_hash_table_replace(table, g_strdup(key), GUINT_TO_POINTER(known + 1));
}

static void count_sentence(struct variety *variety, GHashTable *seen, const char *sentence)
{
	g_auto(GStrv) words = NULL;

	if (strlen(sentence) < SENTENCE_BYTES || *sentence == '>' ||
	    g_str_has_suffix(sentence, ","))
		return;
	if (g_hash_table_add(seen, g_strdup(sentence)))
		count(variety->sentences, sentence);
	variety->sentence_count++;
	words = g_strsplit_set(sentence, " ,.;:?!'()", -1);
	for (guint i = 0; words[i] != NULL; i++) {
		if (*words[i] == '\0')
			continue;
		count(variety->words, words[i]);
		variety->word_count++;
	}
}

/* A sentence ends with a line or with a sign and a space. */
static void count_text(struct variety *variety, const char *own)
{
	g_autoptr(GHashTable) seen =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GRegex) cut = g_regex_new("\\n+|(?<=[.?!]) ", 0, 0, NULL);
	g_auto(GStrv) sentences = g_regex_split(cut, own, 0);

	for (guint i = 0; sentences[i] != NULL; i++)
		count_sentence(variety, seen, sentences[i]);
	variety->messages++;
}

static void compose_all(const char *story, struct variety *variety)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(CALENDAR_ZONE_DEFAULT);
	g_autoptr(parameters_auto) parameters = templates_parameters(NULL, story, NULL);
	g_autoptr(wording_auto) wording = templates_wording(NULL, NULL);
	g_autoptr(cast_auto) cast = cast_draw(parameters, wording, 1, NULL);
	g_autoptr(plan_auto) plan = plan_draw(parameters, cast, 1, zone);
	g_autoptr(composer_auto) composer =
		composer_new(parameters, cast, plan, wording, 1, zone);

	assert_true(composer_tickets(composer, NULL));
	for (guint i = 0; i < plan->by_time->len; i++) {
		struct mail_text text;

		assert_true(composer_mail(composer, g_array_index(plan->by_time, guint, i),
					  &text, NULL));
		assert_null(strpbrk(text.own, "{}|"));
		assert_null(strpbrk(text.subject, "{}\n"));
		count_text(variety, text.own);
		variety->english += g_str_equal(text.language, "en");
		mail_text_clear(&text);
	}
}

static void check_variety(const char *story, double english_least, double english_most)
{
	struct variety variety = {g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
				  g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
				  0,
				  0,
				  0,
				  0};
	GHashTableIter iter;
	gpointer sentence, times;
	guint most = 0;
	const char *commonest = "";

	compose_all(story, &variety);
	g_hash_table_iter_init(&iter, variety.sentences);
	while (g_hash_table_iter_next(&iter, &sentence, &times)) {
		if (GPOINTER_TO_UINT(times) <= most)
			continue;
		most = GPOINTER_TO_UINT(times);
		commonest = sentence;
	}
	print_message("# %s: %u sentences, %u distinct; %u words, %u distinct; commonest in "
		      "%.2f %% of %u messages: %s\n",
		      story, variety.sentence_count, g_hash_table_size(variety.sentences),
		      variety.word_count, g_hash_table_size(variety.words),
		      100.0 * most / variety.messages, variety.messages, commonest);
	assert_true(variety.english >= english_least * variety.messages);
	assert_true(variety.english <= english_most * variety.messages);
	assert_true(most <= SENTENCE_SHARE_MOST * variety.messages);
	assert_true(g_hash_table_size(variety.sentences) > 0.4 * variety.sentence_count);
	g_hash_table_unref(variety.sentences);
	g_hash_table_unref(variety.words);
}

static void test_no_sentence_is_said_too_often(void **state)
{
	check_variety("pme-40", 0, 0);
	check_variety("healthy", .1, .9); /* who writes English is drawn */
	check_variety("defensive-turn", .1, .5);
	check_variety("angry-client-calm-provider", .1, .5);
}

/* --- Every line can be said ----------------------------------------------------------------
 */

#define SAYINGS       4000
#define LITERAL_BYTES 6u /* shorter: a line made of slots */

static const char *const voiced_roots[] = {
	"ample.reply.defensive",
	"ample.reply.supportive",
	"ample.reply.neutral",
	"ample.ticket.answer",
	"ample.ticket.answer.defensive",
	"reply.calm",
	"ask.harsh",
	"follow-up.harsh",
	"reminder.harsh",
	"complaint.harsh",
	"thanks.harsh",
	"proactive.reply.harsh",
};

static GHashTable *bind_all(void)
{
	GHashTable *bound = g_hash_table_new(g_str_hash, g_str_equal);
	const char *const *names = composer_bound_names();

	for (guint i = 0; names[i] != NULL; i++)
		g_hash_table_insert(bound, (gpointer)names[i], (gpointer) "Zeta");
	g_hash_table_insert(bound, (gpointer) "topic", (gpointer) "backup");
	g_hash_table_insert(bound, (gpointer) "manners", (gpointer) "plain");
	return bound;
}

static GString *say_everything(const struct wording *wording, const char *language)
{
	g_autoptr(GHashTable) bound = bind_all();
	g_autoptr(GRand) random = g_rand_new_with_seed(11);
	struct wording_context context = {language, bound, NULL, random};
	GString *said = g_string_new(NULL);

	for (guint i = 0; i < SAYINGS * G_N_ELEMENTS(voiced_roots); i++) {
		g_autofree char *text = wording_expand(
			wording, &context, voiced_roots[i % G_N_ELEMENTS(voiced_roots)], NULL);

		assert_non_null(text);
		assert_null(strpbrk(text, "{}|"));
		g_string_append(said, text);
		g_string_append_c(said, '\n');
	}
	return said;
}

/* The longest run of a line outside its slots, without the word before a slot, which may
 * contract with it. */
static char *literal_of(const char *line)
{
	g_autoptr(GRegex) slots =
		g_regex_new("\\S*\\s?(\\{(?:[^{}]|(?1))*\\})|\\\\n|^\\*\\d+ ", 0, 0, NULL);
	g_auto(GStrv) runs = NULL;
	g_autofree char *cut = g_regex_replace_literal(slots, line, -1, 0, "\n", 0, NULL);
	const char *longest = "";

	runs = g_strsplit(cut, "\n", -1);
	for (guint i = 0; runs[i] != NULL; i++)
		if (strlen(g_strstrip(runs[i])) > strlen(longest))
			longest = runs[i];
	return g_strdup(longest);
}

static guint check_lines(const char *name, const GString *said)
{
	g_autofree char *folder = g_build_filename(g_getenv("ENTENTE_SOURCE_ROOT"), "data",
						   "stories", "text", NULL);
	g_autofree char *text = read_in(folder, name);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	guint checked = 0;

	for (guint i = 0; lines[i] != NULL; i++) {
		g_autofree char *literal = literal_of(lines[i]);

		if (*lines[i] == '#' || *lines[i] == '[' || strlen(literal) < LITERAL_BYTES)
			continue;
		if (strstr(said->str, literal) == NULL)
			fail_msg("%s:%u is never said: %s", name, i + 1, lines[i]);
		checked++;
	}
	return checked;
}

static void test_every_line_can_be_said(void **state)
{
	static const char *const languages[] = {"fr", "en"};
	static const char *const banks[] = {"defence", "support", "anger"};
	static const guint least[2][3] = {{220, 340, 150}, {150, 230, 100}};
	g_autoptr(wording_auto) wording = templates_wording(NULL, NULL);

	for (guint l = 0; l < G_N_ELEMENTS(languages); l++) {
		GString *said = say_everything(wording, languages[l]);

		for (guint b = 0; b < G_N_ELEMENTS(banks); b++) {
			g_autofree char *name =
				g_strdup_printf("%s-%s.txt", languages[l], banks[b]);
			guint checked = check_lines(name, said);

			print_message("# %s: %u lines\n", name, checked);
			assert_true(checked >= least[l][b]);
		}
		g_string_free(said, TRUE);
	}
}

/* --- Templates of others -------------------------------------------------------------------
 */

static void copy_file(const char *from, const char *to, const char *name, const char *more)
{
	g_autofree char *text = read_in(from, name);
	g_autofree char *path = g_build_filename(to, name, NULL);
	g_autofree char *longer = g_strconcat(text, more, NULL);

	assert_true(g_file_set_contents(path, longer, -1, NULL));
}

/* A copy of the built-in templates, with an addition to one wording file. */
static char *copy_templates(const char *changed, const char *addition)
{
	char *folder = new_folder();
	g_autofree char *source =
		g_build_filename(g_getenv("ENTENTE_SOURCE_ROOT"), "data", "stories", NULL);
	g_autofree char *text = g_build_filename(source, "text", NULL);
	g_autofree char *target = g_build_filename(folder, "text", NULL);
	g_autoptr(GDir) list = g_dir_open(text, 0, NULL);
	const char *name;

	g_mkdir(target, 0700);
	copy_file(source, folder, "pme-40.ini", "");
	while ((name = g_dir_read_name(list)) != NULL)
		copy_file(text, target, name, g_str_equal(name, changed) ? addition : "");
	return folder;
}

static void test_other_templates_replace_the_built_in(void **state)
{
	g_autofree char *templates =
		copy_templates("fr-mail.txt", "\n[ask.subject]\n*99 Sujet inimitable\n");
	g_autofree char *folder = new_folder();
	g_autofree char *mbox = NULL;
	g_auto(GStrv) names = story_list(templates, NULL);

	assert_int_equal(g_strv_length(names), 1);
	assert_true(story_write("pme-40", 1, templates, folder, NULL));
	mbox = read_in(folder, "mail.mbox");
	assert_non_null(strstr(mbox, "Sujet inimitable"));
	remove_folder(templates);
	remove_folder(folder);
}

static void test_a_fault_leaves_nothing_behind(void **state)
{
	g_autofree char *templates = copy_templates("fr-mail.txt", "\n[mine]\n{not-there}\n");
	g_autofree char *folder = new_folder();
	g_autofree char *inside = g_build_filename(folder, "story", NULL);
	g_autoptr(GError) error = NULL;

	assert_false(story_write("pme-40", 1, templates, inside, &error));
	assert_non_null(strstr(error->message, "fr-mail.txt:"));
	assert_non_null(strstr(error->message, "not-there"));
	assert_false(g_file_test(inside, G_FILE_TEST_EXISTS));
	remove_folder(templates);
	remove_folder(folder);
}

static void test_an_unknown_voice_is_said(void **state)
{
	g_autofree char *templates = copy_templates("", "");
	g_autofree char *folder = new_folder();
	g_autofree char *path = g_build_filename(templates, "pme-40.ini", NULL);
	g_autofree char *text = read_in(templates, "pme-40.ini");
	g_auto(GStrv) parts = g_strsplit(text, "[story]\n", 2);
	g_autofree char *changed = g_strjoinv("[story]\nvoice=mute\n", parts);
	g_autoptr(GError) error = NULL;

	assert_true(g_file_set_contents(path, changed, -1, NULL));
	assert_false(story_write("pme-40", 1, templates, folder, &error));
	assert_non_null(strstr(error->message, "mute.reply."));
	remove_folder(templates);
	remove_folder(folder);
}

static void test_a_missing_folder_is_said(void **state)
{
	g_autoptr(GError) error = NULL;

	assert_null(story_list("/nowhere/at/all", &error));
	assert_true(g_error_matches(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_seed_same_bytes),
		cmocka_unit_test(test_every_story_is_well_formed),
		cmocka_unit_test(test_the_channel_is_a_fact_of_its_own_file),
		cmocka_unit_test(test_the_truth_names_who_changed),
		cmocka_unit_test(test_no_sentence_is_said_too_often),
		cmocka_unit_test(test_every_line_can_be_said),
		cmocka_unit_test(test_other_templates_replace_the_built_in),
		cmocka_unit_test(test_a_fault_leaves_nothing_behind),
		cmocka_unit_test(test_an_unknown_voice_is_said),
		cmocka_unit_test(test_a_missing_folder_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
