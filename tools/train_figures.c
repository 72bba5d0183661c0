/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Figures of sentences that were held out: macro-F1, precision and recall of the defensive
 * stance by language, hand and kind, the area under the curve (Hanley and McNeil 1982),
 * precision where six in ten are found, and whether probabilities mean what they say. */
#include <math.h>
#include <string.h>

#include "tools/train_language.h"

#define RECALL_ASKED 0.6
#define BINS         10u
#define KINDS_MOST   64u
#define KIND_FEWEST  10u

#define SPREAD_SENTENCES 20 /* of a hand, fewest for its mean to count */

struct counts {
	guint total, right;
	guint said[STANCE_COUNT], is[STANCE_COUNT], both[STANCE_COUNT];
};

static void count_example(struct counts *counts, const struct example *example,
			  const double p[STANCE_COUNT])
{
	enum stance said = stance_label(p);

	counts->total++;
	counts->right += said == example->stance;
	counts->said[said]++;
	counts->is[example->stance]++;
	counts->both[said] += said == example->stance;
}

static double share(double part, double whole)
{
	return whole > 0 ? part / whole : 0;
}

static double macro_f1(const struct counts *counts)
{
	double sum = 0;

	for (guint k = 0; k < STANCE_COUNT; k++)
		sum += share(2.0 * counts->both[k], counts->said[k] + counts->is[k]);
	return sum / STANCE_COUNT;
}

static struct counts count_wanted(const struct examples *examples, const bool *wanted,
				  const double (*probabilities)[STANCE_COUNT])
{
	struct counts counts = {0};

	for (guint i = 0; i < examples->count; i++)
		if (wanted[i])
			count_example(&counts, &examples->at[i], probabilities[i]);
	return counts;
}

double figures_macro_f1(const struct examples *examples, const bool *wanted,
			const double (*probabilities)[STANCE_COUNT])
{
	struct counts counts = count_wanted(examples, wanted, probabilities);

	return macro_f1(&counts);
}

static void add_score(double *mean, guint *count, double score)
{
	++*count;
	*mean += (score - *mean) / *count;
}

/* Of one hand, or of all (HANDS_MOST). */
static struct stance_error error_of(const struct examples *examples, guint hand,
				    enum text_language language, enum stance stance,
				    const double (*probabilities)[STANCE_COUNT])
{
	struct stance_error error = {0};

	for (guint i = 0; i < examples->count; i++) {
		const struct example *example = &examples->at[i];

		if (example->background || example->language != language ||
		    (hand != HANDS_MOST && example->hand != hand))
			continue;
		if (example->stance == stance)
			add_score(&error.right, &error.n_right, probabilities[i][stance]);
		else
			add_score(&error.wrong, &error.n_wrong, probabilities[i][stance]);
	}
	return error;
}

struct spread {
	double sum, squares;
	guint hands;
};

static void add_hand(struct spread *spread, double mean, guint sentences)
{
	if (sentences < SPREAD_SENTENCES)
		return;
	spread->sum += mean;
	spread->squares += mean * mean;
	spread->hands++;
}

static double deviation(const struct spread *spread)
{
	double mean = spread->sum / spread->hands;

	if (spread->hands < 2)
		return 0;
	return sqrt(MAX(spread->squares - spread->hands * mean * mean, 0) /
		    (spread->hands - 1));
}

void figures_errors(const struct examples *examples,
		    const double (*probabilities)[STANCE_COUNT],
		    struct stance_error errors[LANGUAGES][STANCE_COUNT])
{
	for (guint language = 0; language < LANGUAGES; language++)
		for (guint k = 0; k < STANCE_COUNT; k++) {
			struct spread right = {0}, wrong = {0};
			struct stance_error *all = &errors[language][k];

			*all = error_of(examples, HANDS_MOST, language, k, probabilities);
			for (guint hand = 0; hand < examples->hands; hand++) {
				struct stance_error one =
					error_of(examples, hand, language, k, probabilities);
				add_hand(&right, one.right, one.n_right);
				add_hand(&wrong, one.wrong, one.n_wrong);
			}
			all->right_spread = deviation(&right);
			all->wrong_spread = deviation(&wrong);
		}
}

/* ---- ranks ---- */

struct ranked {
	double score;
	bool defensive;
};

static int compare_ranked(gconstpointer a, gconstpointer b)
{
	double left = ((const struct ranked *)a)->score,
	       right = ((const struct ranked *)b)->score;

	return (left < right) - (left > right);
}

static GArray *rank(const struct examples *examples, const bool *wanted,
		    const double (*probabilities)[STANCE_COUNT])
{
	GArray *ranked = g_array_new(FALSE, FALSE, sizeof(struct ranked));

	for (guint i = 0; i < examples->count; i++) {
		struct ranked row = {probabilities[i][STANCE_DEFENSIVE],
				     examples->at[i].stance == STANCE_DEFENSIVE};

		if (wanted[i])
			g_array_append_val(ranked, row);
	}
	g_array_sort(ranked, compare_ranked);
	return ranked;
}

static void write_ranks(FILE *out, const GArray *ranked)
{
	guint defensive = 0, found = 0, asked;
	double area = 0, precision = 0;

	for (guint i = 0; i < ranked->len; i++)
		defensive += g_array_index(ranked, struct ranked, i).defensive;
	asked = (guint)(RECALL_ASKED * defensive + 0.999);
	for (guint i = 0; i < ranked->len; i++) {
		if (!g_array_index(ranked, struct ranked, i).defensive) {
			area += found;
			continue;
		}
		found++;
		if (found == asked)
			precision = share(found, i + 1);
	}
	fprintf(out, " %.3f | %.3f |\n",
		share(area, (double)defensive * (ranked->len - defensive)), precision);
}

/* ---- tables ---- */

static void write_row(FILE *out, const char *name, const struct examples *examples,
		      const bool *wanted, const double (*probabilities)[STANCE_COUNT])
{
	struct counts counts = count_wanted(examples, wanted, probabilities);
	g_autoptr(GArray) ranked = rank(examples, wanted, probabilities);
	guint said = counts.said[STANCE_DEFENSIVE], is = counts.is[STANCE_DEFENSIVE];

	if (counts.total == 0)
		return;
	fprintf(out, "| %s | %u | %.3f | %.3f | %.3f | %.3f |", name, counts.total,
		share(counts.right, counts.total), macro_f1(&counts),
		share(counts.both[STANCE_DEFENSIVE], said),
		share(counts.both[STANCE_DEFENSIVE], is));
	write_ranks(out, ranked);
}

static void want_hand(const struct examples *examples, int hand, int language, bool *wanted)
{
	for (guint i = 0; i < examples->count; i++)
		wanted[i] = !examples->at[i].background &&
			    (hand < 0 || examples->at[i].hand == (guint)hand) &&
			    (language < 0 ||
			     examples->at[i].language == (enum text_language)language);
}

static void write_hands(FILE *out, const struct examples *examples,
			const double (*probabilities)[STANCE_COUNT])
{
	static const char *const languages[LANGUAGES] = {"fr", "en"};
	g_autofree bool *wanted = g_new(bool, examples->count);

	fputs("| held out | n | accuracy | macro-F1 | defensive precision | recall | AUC | "
	      "precision at recall .60 |\n|---|---|---|---|---|---|---|---|\n",
	      out);
	for (int language = 0; language < LANGUAGES; language++) {
		g_autofree char *all = g_strdup_printf("all, %s", languages[language]);

		want_hand(examples, -1, language, wanted);
		write_row(out, all, examples, wanted, probabilities);
		for (guint hand = 0; hand < examples->hands; hand++) {
			g_autofree char *name = g_strdup_printf("%s, %s", examples->names[hand],
								languages[language]);

			want_hand(examples, (int)hand, language, wanted);
			write_row(out, name, examples, wanted, probabilities);
		}
	}
}

struct kind {
	char name[32];
	guint total[LANGUAGES], right[LANGUAGES];
};

static struct kind *kind_named(GArray *kinds, const char *name)
{
	struct kind kind = {0};

	if (g_str_has_prefix(name, "hard:"))
		name += strlen("hard:");
	for (guint i = 0; i < kinds->len; i++)
		if (strcmp(g_array_index(kinds, struct kind, i).name, name) == 0)
			return &g_array_index(kinds, struct kind, i);
	g_strlcpy(kind.name, name, sizeof kind.name);
	g_array_append_val(kinds, kind);
	return &g_array_index(kinds, struct kind, kinds->len - 1);
}

static int compare_kinds(gconstpointer a, gconstpointer b)
{
	return strcmp(((const struct kind *)a)->name, ((const struct kind *)b)->name);
}

static void write_kinds(FILE *out, const struct examples *examples,
			const double (*probabilities)[STANCE_COUNT])
{
	g_autoptr(GArray) kinds = g_array_new(FALSE, FALSE, sizeof(struct kind));

	for (guint i = 0; i < examples->count; i++) {
		const struct example *example = &examples->at[i];

		if (example->background)
			continue;
		g_auto(GStrv) tags = g_strsplit(example->tags, ",", -1);

		for (guint t = 0; tags[t] != NULL; t++) {
			struct kind *kind = kind_named(kinds, tags[t]);

			kind->total[example->language]++;
			kind->right[example->language] +=
				stance_label(probabilities[i]) == example->stance;
		}
	}
	g_array_sort(kinds, compare_kinds);
	fputs("\n| kind | n fr | right | n en | right |\n|---|---|---|---|---|\n", out);
	for (guint i = 0; i < kinds->len; i++) {
		const struct kind *kind = &g_array_index(kinds, struct kind, i);

		if (kind->total[0] + kind->total[1] >= KIND_FEWEST)
			fprintf(out, "| %s | %u | %.2f | %u | %.2f |\n", kind->name,
				kind->total[0], share(kind->right[0], kind->total[0]),
				kind->total[1], share(kind->right[1], kind->total[1]));
	}
}

static void write_reliability(FILE *out, const struct examples *examples,
			      const double (*probabilities)[STANCE_COUNT])
{
	guint total[BINS] = {0}, defensive[BINS] = {0};
	double said[BINS] = {0};

	for (guint i = 0; i < examples->count; i++) {
		double p = probabilities[i][STANCE_DEFENSIVE];
		if (examples->at[i].background)
			continue;
		guint bin = MIN((guint)(p * BINS), BINS - 1);

		total[bin]++;
		said[bin] += p;
		defensive[bin] += examples->at[i].stance == STANCE_DEFENSIVE;
	}
	fputs("\n| probability of defensive | n | mean said | share that is |\n"
	      "|---|---|---|---|\n",
	      out);
	for (guint bin = 0; bin < BINS; bin++)
		fprintf(out, "| %.1f to %.1f | %u | %.3f | %.3f |\n", bin / (double)BINS,
			(bin + 1) / (double)BINS, total[bin], share(said[bin], total[bin]),
			share(defensive[bin], total[bin]));
}

void figures_write(FILE *out, const struct examples *examples,
		   const double (*probabilities)[STANCE_COUNT])
{
	write_hands(out, examples, probabilities);
	write_kinds(out, examples, probabilities);
	write_reliability(out, examples, probabilities);
}
