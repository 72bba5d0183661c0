/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Sketches against exact sets: every passage of a report compared with every passage of the one
 * before it. bench_minhash [PASSAGES [WORDS]] draws two reports of seeded words and prints, for
 * both ways, the time to prepare and to compare all pairs, their ratio, and the largest error
 * of a sketch. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "text/minhash.h"
#include "text/shingles.h"

#define SEED 20240601u

struct report {
	GPtrArray *texts, *sets;
	GArray *sketches; /* struct minhash */
};

static double seconds(gint64 since)
{
	return (double)(g_get_monotonic_time() - since) / G_USEC_PER_SEC;
}

/* Passage i of either report: the same words but for every `step`-th one. */
static char *draw(guint32 i, guint words, guint step, guint32 salt)
{
	GString *text = g_string_new(NULL);

	for (guint32 w = 0; w < words; w++) {
		guint32 seed = SEED ^ (i * 7919 + w);
		if (step > 0 && w % step == 0)
			seed ^= salt;
		for (guint32 n = 0, x = seed * 2654435761u; n < 6; n++, x /= 26)
			g_string_append_c(text, (char)('a' + x % 26));
		g_string_append_c(text, ' ');
	}
	return g_string_free(text, FALSE);
}

static struct report draw_report(guint passages, guint words, guint32 salt)
{
	struct report report = {g_ptr_array_new_with_free_func(g_free),
				g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref),
				g_array_new(FALSE, FALSE, sizeof(struct minhash))};

	for (guint i = 0; i < passages; i++)
		g_ptr_array_add(report.texts, draw(i, words, i % 20, salt));
	return report;
}

static void prepare_sets(struct report *report)
{
	for (guint i = 0; i < report->texts->len; i++)
		g_ptr_array_add(report->sets, shingles_of(report->texts->pdata[i], NULL));
}

static void prepare_sketches(struct report *report)
{
	for (guint i = 0; i < report->sets->len; i++) {
		const GArray *set = report->sets->pdata[i];
		struct minhash sketch;

		minhash_make((const guint64 *)(const void *)set->data, set->len, &sketch);
		g_array_append_val(report->sketches, sketch);
	}
}

static double compare_sets(const struct report *first, const struct report *second)
{
	double sum = 0;

	for (guint i = 0; i < first->sets->len; i++)
		for (guint j = 0; j < second->sets->len; j++)
			sum += shingles_resemblance(first->sets->pdata[i],
						    second->sets->pdata[j]);
	return sum;
}

static double sketched(const struct report *first, guint i, const struct report *second,
		       guint j)
{
	return minhash_resemblance(&g_array_index(first->sketches, struct minhash, i),
				   &g_array_index(second->sketches, struct minhash, j));
}

static double compare_sketches(const struct report *first, const struct report *second)
{
	double sum = 0;

	for (guint i = 0; i < first->sketches->len; i++)
		for (guint j = 0; j < second->sketches->len; j++)
			sum += sketched(first, i, second, j);
	return sum;
}

static double worst_error(const struct report *first, const struct report *second)
{
	double worst = 0;

	for (guint i = 0; i < first->sets->len; i++)
		worst = fmax(worst, fabs(sketched(first, i, second, i) -
					 shingles_resemblance(first->sets->pdata[i],
							      second->sets->pdata[i])));
	return worst;
}

static void report_clear(struct report *report)
{
	g_ptr_array_unref(report->texts);
	g_ptr_array_unref(report->sets);
	g_array_unref(report->sketches);
}

int main(int argc, char **argv)
{
	guint passages = argc > 1 ? (guint)atoi(argv[1]) : 1000;
	guint words = argc > 2 ? (guint)atoi(argv[2]) : 80;
	struct report first = draw_report(passages, words, 0);
	struct report second = draw_report(passages, words, 77);
	gint64 begin = g_get_monotonic_time();
	double shingled, made, exact, fast;

	prepare_sets(&first);
	prepare_sets(&second);
	shingled = seconds(begin);
	begin = g_get_monotonic_time();
	prepare_sketches(&first);
	prepare_sketches(&second);
	made = seconds(begin);
	begin = g_get_monotonic_time();
	double one = compare_sets(&first, &second);
	exact = seconds(begin);
	begin = g_get_monotonic_time();
	double other = compare_sketches(&first, &second);
	fast = seconds(begin);
	printf("%u passages of %u words twice: shingles %.1f ms, sketches %.1f ms more\n",
	       passages, words, shingled * 1e3, made * 1e3);
	printf("all pairs: exact sets %.1f ms, sketches %.1f ms: %.1f times faster, with their "
	       "making %.1f times\n",
	       exact * 1e3, fast * 1e3, exact / fast, exact / (fast + made));
	printf("sum of resemblances: exact %.1f, sketches %.1f; worst error of a passage "
	       "%.3f\n",
	       one, other, worst_error(&first, &second));
	report_clear(&first);
	report_clear(&second);
	return 0;
}
