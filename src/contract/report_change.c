/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Every passage of a report looks for the one before it that resembles it most, by sketch
 * (text/minhash.h). A passage knows in how many reports running it stands; when that is all of
 * them it is shared. */
#include "contract/report_change.h"

#include "contract/report_figures.h"
#include "text/minhash.h"
#include "text/shingles.h"

#define NEARLY_ALL    0.9
#define SHARED_SINCE  3u /* reports; with two, what came back once would be shared */
#define NONE_RESEMBLE G_MAXUINT

struct passage {
	guint paragraph, words;
	guint reports; /* of the series, running, in which it stands */
	struct minhash sketch;
};

struct report_passages {
	const struct document_paragraph *paragraphs;
	GArray *passages; /* struct passage */
	guint number;     /* in its series, from 1; 0 before it was compared */
};

static struct passage *passage_at(const struct report_passages *report, guint i)
{
	return &g_array_index(report->passages, struct passage, i);
}

struct report_passages *report_passages_new(const struct document_paragraph *paragraphs,
					    guint count)
{
	struct report_passages *report = g_new0(struct report_passages, 1);

	report->paragraphs = paragraphs;
	report->passages = g_array_new(FALSE, FALSE, sizeof(struct passage));
	for (guint i = 0; i < count && report->passages->len < REPORT_PASSAGES_MOST; i++) {
		struct passage passage = {.paragraph = i, .reports = 1};
		g_autoptr(GArray) shingles = NULL;

		if (paragraphs[i].level > 0)
			continue;
		shingles = shingles_of(paragraphs[i].text, &passage.words);
		if (passage.words == 0)
			continue;
		minhash_make((const guint64 *)(const void *)shingles->data, shingles->len,
			     &passage.sketch);
		g_array_append_val(report->passages, passage);
	}
	return report;
}

void report_passages_free(struct report_passages *report)
{
	if (report == NULL)
		return;
	g_array_unref(report->passages);
	g_free(report);
}

guint report_passages_words(const struct report_passages *report)
{
	guint words = 0;

	for (guint i = 0; i < report->passages->len; i++)
		words += passage_at(report, i)->words;
	return words;
}

/* NONE_RESEMBLE when no passage resembles it enough. */
static guint find_before(const struct report_passages *before, const struct passage *passage,
			 double *alike)
{
	guint best = NONE_RESEMBLE;

	*alike = 0;
	for (guint i = 0; i < before->passages->len; i++) {
		double one =
			minhash_resemblance(&passage_at(before, i)->sketch, &passage->sketch);

		if (one < REPORT_PASSAGE_ALIKE || one <= *alike)
			continue;
		*alike = one;
		best = i;
	}
	return best;
}

static void compare_figures(const char *before, const char *after, struct report_change *change)
{
	g_autoptr(GPtrArray) old = report_figures(before);
	g_autoptr(GPtrArray) new = report_figures(after);

	change->figures += new->len;
	for (guint i = 0; i < MIN(old->len, new->len); i++)
		change->unmoved += g_str_equal(old->pdata[i], new->pdata[i]);
}

struct sums {
	double weight, same, heaviest_new, heaviest_kept;
	guint words, shared;
};

/* Whether it stands in every report so far. */
static bool is_shared(const struct report_passages *report, const struct passage *passage)
{
	return passage->reports == report->number && report->number >= SHARED_SINCE;
}

static void note_kept(const struct report_passages *before,
		      const struct report_passages *report, struct passage *passage,
		      guint found, struct report_change *change)
{
	const struct passage *old = passage_at(before, found);

	passage->reports = old->reports + 1;
	compare_figures(before->paragraphs[old->paragraph].text,
			report->paragraphs[passage->paragraph].text, change);
}

static void keep_heaviest(double weight, const struct passage *passage, double *heaviest,
			  guint *paragraph)
{
	if (weight <= *heaviest)
		return;
	*heaviest = weight;
	*paragraph = passage->paragraph;
}

static void add_passage(const struct report_passages *before, struct report_passages *report,
			struct passage *passage, struct sums *sums,
			struct report_change *change)
{
	double alike = 0, weight = passage->words;
	guint found = before != NULL ? find_before(before, passage, &alike) : NONE_RESEMBLE;

	if (found != NONE_RESEMBLE)
		note_kept(before, report, passage, found, change);
	if (is_shared(report, passage)) {
		sums->shared += passage->words;
		weight *= REPORT_SHARED_WEIGHT;
	}
	if (found != NONE_RESEMBLE)
		keep_heaviest(weight, passage, &sums->heaviest_kept, &change->kept);
	else
		keep_heaviest(weight, passage, &sums->heaviest_new, &change->changed);
	change->passages++;
	change->again += alike >= NEARLY_ALL;
	sums->words += passage->words;
	sums->weight += weight;
	sums->same += weight * alike;
}

bool report_compare(const struct report_passages *before, struct report_passages *report,
		    struct report_change *change)
{
	struct report_change found = {.kept = G_MAXUINT, .changed = G_MAXUINT};
	struct sums sums = {0};

	report->number = before != NULL ? before->number + 1 : 1;
	for (guint i = 0; i < report->passages->len; i++)
		add_passage(before, report, passage_at(report, i), &sums, &found);
	if (before == NULL || before->passages->len == 0 || sums.words == 0)
		return false;
	found.same = sums.same / sums.weight;
	found.shared = (double)sums.shared / sums.words;
	*change = found;
	return true;
}
