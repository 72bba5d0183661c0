/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A string that a pattern of the cues should match: a random walk through the pattern. It knows
 * what the table uses (groups, alternatives, sets, '.', '\b', '\d', '\w', '^', quantifiers);
 * where a walk runs into a '\b' that does not hold the string does not match, and the next
 * walk may. */
#pragma once

#include "harness.h"

#include <string.h>

struct walk {
	const char *at;
	GRand *random;
	GString *out; /* NULL: only step over the pattern */
};

static inline void walk_alternatives(struct walk *walk);

static inline void walk_put(struct walk *walk, const char *choices, gsize count)
{
	if (walk->out != NULL)
		g_string_append_c(walk->out,
				  choices[g_rand_int_range(walk->random, 0, (gint)count)]);
}

/* "[...]": single characters only. */
static inline void walk_set(struct walk *walk)
{
	const char *first = ++walk->at;

	while (*walk->at != ']')
		walk->at++;
	walk_put(walk, first, (gsize)(walk->at - first));
	walk->at++;
}

static inline void walk_escape(struct walk *walk)
{
	static const char word[] = "aeiortz", digit[] = "0123456789";
	char kind = walk->at[1];

	walk->at += 2;
	if (kind == 'w')
		walk_put(walk, word, sizeof word - 1);
	else if (kind == 'd')
		walk_put(walk, digit, sizeof digit - 1);
	else if (kind != 'b')
		walk_put(walk, &kind, 1);
}

static inline void walk_atom(struct walk *walk)
{
	static const char any[] = "  a  ";

	if (*walk->at == '(') {
		walk->at += walk->at[1] == '?' ? 3 : 1;
		walk_alternatives(walk);
		walk->at++;
	} else if (*walk->at == '[') {
		walk_set(walk);
	} else if (*walk->at == '\\') {
		walk_escape(walk);
	} else if (*walk->at == '^') {
		walk->at++;
	} else if (*walk->at == '.') {
		walk->at++;
		walk_put(walk, any, sizeof any - 1);
	} else {
		walk_put(walk, walk->at++, 1);
	}
}

/* Bounds of the quantifier at `at`; what has no bound repeats a few times. */
static inline const char *walk_bounds(const char *at, guint *least, guint *most)
{
	char *end;

	*least = *most = 1;
	if (*at == '?' || *at == '*' || *at == '+') {
		*least = *at == '+';
		*most = *at == '?' ? 1 : 4;
		return at + 1;
	}
	if (*at != '{')
		return at;
	*least = *most = (guint)g_ascii_strtoull(at + 1, &end, 10);
	if (*end == ',')
		*most = (guint)g_ascii_strtoull(end + 1, &end, 10);
	return end + 1;
}

static inline void walk_piece(struct walk *walk)
{
	struct walk dry = {.at = walk->at, .random = walk->random};
	guint least, most, times;
	const char *behind;

	walk_atom(&dry);
	behind = walk_bounds(dry.at, &least, &most);
	times = (guint)g_rand_int_range(walk->random, (gint)least, (gint)most + 1);
	while (walk->out != NULL && times-- > 0) {
		struct walk again = *walk;

		walk_atom(&again);
	}
	walk->at = behind;
}

static inline void walk_sequence(struct walk *walk)
{
	while (*walk->at != '\0' && *walk->at != '|' && *walk->at != ')')
		walk_piece(walk);
}

static inline void walk_alternatives(struct walk *walk)
{
	struct walk dry = {.at = walk->at, .random = walk->random};
	guint count = 1, chosen;

	for (walk_sequence(&dry); *dry.at == '|'; count++) {
		dry.at++;
		walk_sequence(&dry);
	}
	chosen = (guint)g_rand_int_range(walk->random, 0, (gint)count);
	for (guint i = 0; i < count; i++) {
		struct walk one = {walk->at, walk->random, i == chosen ? walk->out : NULL};

		walk_sequence(&one);
		walk->at = one.at + (*one.at == '|');
	}
}

/* Caller owns. */
static inline char *pattern_example(const char *pattern, GRand *random)
{
	struct walk walk = {pattern, random, g_string_new(NULL)};

	walk_alternatives(&walk);
	return g_string_free(walk.out, FALSE);
}
