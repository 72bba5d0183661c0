/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Every word of a list is found and nothing else is, against a plain search. */
#include "text/word_index.h"

#include <string.h>

#include "tests/harness.h"

#define COUNT 1000u

static char words[COUNT][WORD_INDEX_LONGEST + 1];

static const char *word_at(guint i)
{
	return words[i];
}

static int find_plainly(const char *word)
{
	for (guint i = 0; i < COUNT; i++)
		if (strcmp(words[i], word) == 0)
			return (int)i;
	return -1;
}

/* Syllables of the number: all different, of two to twelve letters. */
static void write_word(guint number, char word[WORD_INDEX_LONGEST + 1])
{
	static const char consonants[] = "bdfgklmnpr";
	static const char vowels[] = "aeiou";
	gsize at = 0;

	do {
		word[at++] = consonants[number % 10];
		number /= 10;
		word[at++] = vowels[number % 5];
		number /= 5;
	} while (number > 0);
	word[at] = '\0';
}

static void test_against_a_plain_search(void **state)
{
	struct word_index *index;

	for (guint i = 0; i < COUNT; i++)
		write_word(3 * i, words[i]);
	index = word_index_new(word_at, COUNT);
	for (guint i = 0; i < 4 * COUNT; i++) {
		char word[WORD_INDEX_LONGEST + 1];
		write_word(i, word);
		assert_int_equal(word_index_find(index, word, strlen(word)),
				 find_plainly(word));
	}
	word_index_free(index);
}

static void test_lengths(void **state)
{
	struct word_index *index;

	for (guint i = 0; i < COUNT; i++)
		write_word(3 * i, words[i]);
	g_strlcpy(words[7], "abcdefghijklmno", sizeof words[7]);
	index = word_index_new(word_at, COUNT);
	assert_int_equal(word_index_find(index, "abcdefghijklmno", 15), 7);
	assert_int_equal(word_index_find(index, "abcdefghijklmno", 14), -1);
	assert_int_equal(word_index_find(index, "abcdefghijklmnop", 16), -1);
	assert_int_equal(word_index_find(index, "", 0), -1);
	word_index_free(index);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_against_a_plain_search),
		cmocka_unit_test(test_lengths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
