/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The catalogue is whole, its names lead back to it, and titles are tied to the activity that
 * they are about: precision and recall over tests/language/activities.tsv, as docs tell them.
 */
#include "language/activities.h"

#include <string.h>

#include "harness.h"

static void test_catalogue(void **state)
{
	guint client_answers = 0;

	assert_in_range(activities_count(), 60, 80);
	for (guint i = 1; i <= activities_count(); i++) {
		const struct activity *activity = activity_at(i);
		assert_int_equal(activity_find(activity->id), i);
		for (guint l = 0; l < ACTIVITY_LANGUAGES; l++) {
			assert_int_equal(activity_find(activity->name[l]), i);
			assert_int_not_equal(*activity->cues[l], '\0');
		}
		client_answers += activity->client_answers;
		assert_true(!activity->client_answers ||
			    *activity->keeps[ACTIVITY_FRENCH] != '\0');
		assert_int_equal(*activity->keeps[ACTIVITY_ENGLISH] == '\0',
				 *activity->keeps[ACTIVITY_FRENCH] == '\0');
	}
	assert_in_range(client_answers, 10, 30);
	assert_int_equal(activity_find(""), ACTIVITY_NONE);
	assert_int_equal(activity_find("juggling"), ACTIVITY_NONE);
	assert_string_equal(activity_nearest("test de restoration")->id, "restore_test");
	assert_null(activity_nearest("jonglage avec des quilles"));
	assert_string_equal(activity_nearest("nom de domaines")->id, "domain_names");
}

static guint tie(struct activity_reader *reader, const char *text)
{
	return activity_reader_read(reader, text, strlen(text));
}

/* More words tell more; the order and the ending of words do not matter. */
static void test_most_words(void **state)
{
	struct activity_reader *reader = activity_reader_new();

	assert_int_equal(tie(reader, "Sauvegardes"), activity_find("backup"));
	assert_int_equal(tie(reader, "Sauvegarde : restauration à tester"),
			 activity_find("restore_test"));
	assert_int_equal(tie(reader, "À TESTER, restauration"), activity_find("restore_test"));
	assert_int_equal(tie(reader, ""), ACTIVITY_NONE);
	assert_int_equal(tie(reader, "???"), ACTIVITY_NONE);
	activity_reader_free(reader);
}

/* Bytes of a title that is longer than is read, and of other scripts. */
static void test_odd_titles(void **state)
{
	struct activity_reader *reader = activity_reader_new();
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < 100; i++)
		g_string_append(text, "mot ");
	g_string_append(text, "vpn");
	assert_int_equal(tie(reader, text->str), ACTIVITY_NONE);
	assert_int_equal(tie(reader, "プリンター vpn"), activity_find("remote_access"));
	g_string_free(text, TRUE);
	activity_reader_free(reader);
}

static void test_titles(void **state)
{
	struct activity_reader *reader = activity_reader_new();
	const char *root = g_getenv("ENTENTE_SOURCE_ROOT");
	g_autofree char *path = g_build_filename(root, "tests/language/activities.tsv", NULL);
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;
	guint right = 0, told = 0, is = 0;

	assert_true(g_file_get_contents(path, &text, NULL, NULL));
	lines = g_strsplit(text, "\n", -1);
	for (guint i = 3; lines[i] != NULL && *lines[i] != '\0'; i++) {
		g_auto(GStrv) cells = g_strsplit(lines[i], "\t", 2);
		guint wanted = activity_find(cells[1]), found = tie(reader, cells[0]);
		assert_true(wanted != ACTIVITY_NONE || strcmp(cells[1], "none") == 0);
		is += wanted != ACTIVITY_NONE;
		told += found != ACTIVITY_NONE;
		right += found == wanted && found != ACTIVITY_NONE;
		if (found != wanted)
			print_message("%s: %s, not %s\n", cells[0],
				      found ? activity_at(found)->id : "none", cells[1]);
	}
	print_message("%u titles about an activity, %u told, %u right\n", is, told, right);
	assert_true(right >= .85 * told && right >= .8 * is);
	activity_reader_free(reader);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_catalogue),
		cmocka_unit_test(test_most_words),
		cmocka_unit_test(test_odd_titles),
		cmocka_unit_test(test_titles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
