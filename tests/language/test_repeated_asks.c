/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Requests that come back: found in several threads over weeks, whatever their little words;
 * and the few that are compared are those that comparing all would find. */
#include "language/repeated_asks.h"

#include <string.h>

#include "harness.h"

#define DAY_MS G_GINT64_CONSTANT(86400000)

static void test_what_comes_back(void **state)
{
	struct repeated_asks *asks = repeated_asks_new();
	g_autoptr(GArray) found = NULL;
	const struct repeated_ask *one;

	repeated_asks_add(asks, "Pouvez-vous changer le badge du portail parking nord ?", "fr",
			  0, 0);
	repeated_asks_add(asks, "Could you renew the wildcard certificate before Friday?", "en",
			  1, DAY_MS);
	repeated_asks_add(asks, "Pourriez-vous changer les badges du portail, parking nord ?",
			  "fr", 2, 20 * DAY_MS);
	repeated_asks_add(asks, "Pouvez-vous changer le badge du portail parking nord ?", "fr",
			  2, 25 * DAY_MS);
	repeated_asks_add(asks, "Pouvez-vous changer encore le badge du portail parking nord ?",
			  "fr", 3, 40 * DAY_MS);
	found = repeated_asks_find(asks, 3, 28 * DAY_MS);
	assert_int_equal(found->len, 1);
	one = &g_array_index(found, struct repeated_ask, 0);
	assert_int_equal(one->first, 0);
	assert_int_equal(one->last, 4);
	assert_int_equal(one->threads, 3);
	repeated_asks_free(asks);
}

static void test_too_few_or_too_close(void **state)
{
	static const char *const same = "Please restart the invoice printing service tonight";
	struct repeated_asks *asks = repeated_asks_new();
	struct repeated_asks *close = repeated_asks_new();
	g_autoptr(GArray) found = NULL, none = NULL;

	for (guint i = 0; i < 3; i++) {
		repeated_asks_add(asks, same, "en", i / 2, (gint64)i * 30 * DAY_MS);
		repeated_asks_add(close, same, "en", i, (gint64)i * DAY_MS);
		repeated_asks_add(asks, "Please call me", "en", 10 + i,
				  (gint64)i * 30 * DAY_MS);
	}
	found = repeated_asks_find(asks, 3, 28 * DAY_MS);
	none = repeated_asks_find(close, 3, 28 * DAY_MS);
	assert_int_equal(found->len, 0);
	assert_int_equal(none->len, 0);
	repeated_asks_free(asks);
	repeated_asks_free(close);
}

/* Words of a small world, drawn; the groups as comparing everything with every founder gives
 * them, over the words themselves. */
static const char *const words[] = {"router",  "badge",    "portal", "invoice", "printer",
				    "payroll", "laptop",   "tablet", "carrier", "firewall",
				    "cluster", "password", "folder", "scanner", "mailbox"};

struct drawn {
	guint32 set; /* a bit a word */
	guint size;
};

static struct drawn draw(GRand *random, char **text)
{
	g_autoptr(GString) out = g_string_new(NULL);
	struct drawn drawn = {0, 0};

	for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
		if (g_rand_int_range(random, 0, 100) < 55)
			continue;
		drawn.set |= 1u << i;
		drawn.size++;
		g_string_append_printf(out, "%s ", words[i]);
	}
	*text = g_string_free(g_steal_pointer(&out), FALSE);
	return drawn;
}

static gboolean alike(struct drawn one, struct drawn other)
{
	guint both = (guint)__builtin_popcount(one.set & other.set);

	return both >= .6 * (one.size + other.size - both);
}

static void test_finds_what_comparing_all_finds(void **state)
{
	for (guint32 seed = 1; seed <= 20; seed++) {
		GRand *random = g_rand_new_with_seed(seed);
		struct repeated_asks *asks = repeated_asks_new();
		g_autoptr(GArray) found = NULL;
		struct drawn founders[120];
		guint sizes[120] = {0}, n = 0, expected = 0;

		for (guint i = 0; i < 120; i++) {
			g_autofree char *text = NULL;
			struct drawn one = draw(random, &text);
			guint at = 0;
			repeated_asks_add(asks, text, "en", i, (gint64)i * DAY_MS);
			if (one.size < 5)
				continue;
			while (at < n && !alike(one, founders[at]))
				at++;
			if (at == n)
				founders[n++] = one;
			sizes[at]++;
		}
		for (guint i = 0; i < n; i++)
			expected += sizes[i] >= 3;
		found = repeated_asks_find(asks, 3, 0);
		assert_int_equal(found->len, expected);
		for (guint i = 0; i < found->len; i++)
			assert_true(g_array_index(found, struct repeated_ask, i).threads >= 3);
		repeated_asks_free(asks);
		g_rand_free(random);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_comes_back),
		cmocka_unit_test(test_too_few_or_too_close),
		cmocka_unit_test(test_finds_what_comparing_all_finds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
