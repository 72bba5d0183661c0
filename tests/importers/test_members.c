/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Members of archives against archives written by Python's own modules: every byte in any order
 * of asking, archives within archives, and those that mean harm refused with a word. */
#include "reading.h"

#include <gio/gio.h>

#include "importers/members.h"

#define LETTERS 300

static char *folder;

static int write_archives(void **state)
{
	g_autofree char *script = g_build_filename(g_getenv("ENTENTE_SOURCE_ROOT"), "tests",
						   "importers", "archives.py", NULL);
	const char *const arguments[] = {"python3", script, NULL, NULL};
	const char **with_folder = (const char **)arguments;
	int status = -1;

	folder = g_dir_make_tmp("entente-archives-XXXXXX", NULL);
	with_folder[2] = folder;
	g_spawn_sync(NULL, (char **)arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
		     NULL, &status, NULL);
	return status;
}

static int remove_archives(void **state)
{
	GDir *names = g_dir_open(folder, 0, NULL);
	const char *name;

	while ((name = g_dir_read_name(names))) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_unlink(path);
	}
	g_dir_close(names);
	g_rmdir(folder);
	g_free(folder);
	return 0;
}

static char *content_at(const char *path, gsize *length, GError **error)
{
	g_autofree char *whole = g_build_filename(folder, path, NULL);

	return (char *)bytes_read_all(whole, false, 64u << 20, length, error);
}

static char *expected_letter(guint number)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; i < 1 + number % 50; i++)
		g_string_append_printf(text, "letter %u\n", number);
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static void check_letter(const char *archive, guint number)
{
	g_autofree char *path = g_strdup_printf("%s/mail/%04u.txt", archive, number);
	g_autofree char *expected = expected_letter(number);
	g_autoptr(GError) error = NULL;
	gsize length = 0;
	g_autofree char *content = content_at(path, &length, &error);

	assert_null(error);
	assert_int_equal(length, strlen(expected));
	assert_string_equal(content, expected);
}

static const char *const letter_archives[] = {
	"letters.zip",
	"letters.tar",
	"letters.tar.gz",
	"letters.tar.xz",
	"nested.zip/in/letters.tar.gz",
	"nested.zip/in/deep.zip/letters.zip",
};

static void test_members_in_order(void **state)
{
	for (gsize a = 0; a < G_N_ELEMENTS(letter_archives); a++)
		for (guint i = 0; i < LETTERS; i++)
			check_letter(letter_archives[a], i);
}

static void test_members_in_any_order(void **state)
{
	GRand *random = g_rand_new_with_seed(7);

	for (guint i = 0; i < 200; i++)
		check_letter(letter_archives[g_rand_int_range(random, 0,
							      G_N_ELEMENTS(letter_archives))],
			     (guint)g_rand_int_range(random, 0, LETTERS));
	g_rand_free(random);
}

/* A look and then the reading, as every import does; the second member is longer than what is
 * kept for it. */
static void test_a_look_does_not_spend_a_member(void **state)
{
	g_autofree char *path = g_build_filename(folder, "big.zip/big.bin", NULL);
	g_autofree char *packed_path = g_strconcat(path, ".gz", NULL);
	bool compressed = true, whole = true;
	gsize length = 0, unpacked_length = 0;
	g_autofree guint8 *head =
		bytes_read_head(path, 1000, &length, &compressed, &whole, NULL);
	g_autofree guint8 *all = bytes_read_all(path, false, 4u << 20, &length, NULL);
	g_autofree guint8 *packed_head =
		bytes_read_head(packed_path, 1000, &unpacked_length, &compressed, &whole, NULL);
	g_autofree guint8 *unpacked =
		bytes_read_all(packed_path, true, 4u << 20, &unpacked_length, NULL);

	assert_true(compressed);
	assert_int_equal(length, 3000000);
	assert_int_equal(unpacked_length, length);
	assert_memory_equal(head, all, 1000);
	assert_memory_equal(packed_head, all, 1000);
	assert_memory_equal(unpacked, all, length);
	for (gsize i = 0; i < length; i += 997)
		assert_int_equal(all[i], (i * 2654435761u >> 24) & 255);
}

/* Two streams of one archive at once, as a chat export and its table of users. */
static void test_two_members_at_once(void **state)
{
	g_autofree char *path = g_build_filename(folder, "letters.tar.gz/mail/0010.txt", NULL);
	g_autoptr(bytes_auto) held = bytes_open(path, false, 0, NULL);
	g_autofree char *expected = expected_letter(10);
	gsize available;

	check_letter("letters.tar.gz", 5);
	assert_memory_equal(bytes_peek(held, 1000, &available, NULL), expected,
			    strlen(expected));
	assert_int_equal(available, strlen(expected));
}

static void test_names(void **state)
{
	static const char *const members[][2] = {
		{"names.zip/été/réunion d’août.txt", "accents"},
		{"names.zip/c.txt", "dot"},
		{"outside.zip/inside.txt", "inside"},
		{"links.tar/good.txt", "good"},
		{"nested.zip/plain.txt", "plain"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(members); i++) {
		gsize length;
		g_autofree char *content = content_at(members[i][0], &length, NULL);
		assert_string_equal(content, members[i][1]);
	}
}

static void check_refused(const char *path, const char *word)
{
	g_autoptr(GError) error = NULL;
	gsize length;
	g_autofree char *content = content_at(path, &length, &error);

	assert_null(content);
	assert_non_null(error);
	if (!strstr(error->message, word))
		fail_msg("%s: \"%s\" has no \"%s\"", path, error->message, word);
}

static void test_refusals(void **state)
{
	check_refused("outside.zip/../../outside.txt", "out of the archive");
	check_refused("links.tar/soft", "link");
	check_refused("links.tar/hard", "link");
	check_refused("links.tar/pipe", "neither");
	check_refused("encrypted.zip/secret.txt", "encrypted");
	check_refused("letters.zip/mail/9999.txt", "no such member");
	check_refused("nested.zip/in", "no such member");
	check_refused("nested.zip/plain.txt/deeper", "plain.txt");
	check_refused("absent.zip/mail/0001.txt", "absent.zip");
}

/* Nothing but the ratio stops them: each is far below the size of an honest mailbox. */
static void test_bombs(void **state)
{
	static const char *const bombs[] = {"bomb.gz", "bomb.zip/zeros.bin"};

	for (gsize i = 0; i < G_N_ELEMENTS(bombs); i++) {
		g_autofree char *path = g_build_filename(folder, bombs[i], NULL);
		g_autoptr(bytes_auto) stream = bytes_open(path, i == 0, 0, NULL);
		g_autoptr(GError) error = NULL;
		gsize available;

		while (bytes_peek(stream, 1 << 20, &available, &error) && available)
			bytes_skip(stream, available);
		assert_non_null(error);
		assert_non_null(strstr(error->message, "bomb"));
		assert_true(bytes_offset(stream) <= 300u << 20);
	}
}

struct walked {
	guint members, folders, troubles;
	char *error;
};

static struct walked walk(const char *name)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autoptr(GError) error = NULL;
	struct archive_walk *walk = archive_walk_open(path, &error);
	struct packed_member member;
	struct walked seen = {0};

	while (walk && archive_walk_next(walk, &member, &error) == PACKED_MEMBER) {
		seen.members++;
		seen.folders += member.folder;
		seen.troubles += member.trouble != NULL;
		assert_true(g_utf8_validate(member.name, -1, NULL));
		g_free(member.name);
	}
	g_clear_pointer(&walk, archive_walk_close);
	seen.error = error ? g_strdup(error->message) : NULL;
	return seen;
}

static void test_walks(void **state)
{
	static const struct {
		const char *name;
		guint members, troubles;
		bool breaks;
	} cases[] = {
		{"letters.zip", LETTERS, 0, false}, {"nested.zip/in/deep.zip", 1, 0, false},
		{"outside.zip", 4, 3, false},       {"links.tar", 4, 3, false},
		{"encrypted.zip", 1, 1, false},     {"empty.zip", 0, 0, false},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct walked seen = walk(cases[i].name);

		assert_int_equal(seen.members, cases[i].members);
		assert_int_equal(seen.troubles, cases[i].troubles);
		assert_int_equal(seen.error != NULL, cases[i].breaks);
		g_free(seen.error);
	}
}

/* What stands before the cut is still there. */
static void test_cut_archives(void **state)
{
	static const char *const names[] = {"cut.zip", "cut.tar.gz"};

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		struct walked seen = walk(names[i]);

		assert_true(seen.members > 20);
		assert_non_null(seen.error);
		check_letter(names[i], 3);
		g_free(seen.error);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_members_in_order),
		cmocka_unit_test(test_members_in_any_order),
		cmocka_unit_test(test_a_look_does_not_spend_a_member),
		cmocka_unit_test(test_two_members_at_once),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_bombs),
		cmocka_unit_test(test_walks),
		cmocka_unit_test(test_cut_archives),
	};

	return cmocka_run_group_tests(tests, write_archives, remove_archives);
}
