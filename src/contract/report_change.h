/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a periodic report says that the one before it in its series did not. Reports are
 * compared passage by passage (a paragraph that is no heading), figures and dates masked, by
 * the resemblance of their shingles (Broder 1997); the figures of passages that came back are
 * then compared on their own. What stands in every report of the series (cover, legal notes)
 * weighs little, so that a fresh report with much of it does not look stale; a report that is
 * nothing else still does. */
#pragma once

#include <stdbool.h>

#include "contract/paragraph.h"

#define REPORT_PASSAGES_MOST 1000u /* of one report that are compared */
/* Below this a passage is a new one; from it on its share that came back counts. */
#define REPORT_PASSAGE_ALIKE 0.5
/* Weight of a passage that stands in every report so far, from the third report on: our
 * judgement. With a quarter, a report of which four fifths are such passages and the rest is
 * new is one half new. */
#define REPORT_SHARED_WEIGHT 0.25

struct report_passages; /* one report, cut and sketched; borrows its paragraphs */

struct report_change {
	double same;            /* 0..1: weighted share of the words that came back */
	double shared;          /* 0..1: unweighted share of the words in passages of every
				   report so far */
	guint passages, again;  /* passages compared; those of which nearly all came back */
	guint figures, unmoved; /* figures of passages that came back, dates left out; those
				   that did not change */
	guint kept;             /* heaviest paragraph that came back; G_MAXUINT when none did */
	guint changed;          /* heaviest new paragraph; G_MAXUINT when nothing is new */
};

struct report_passages *report_passages_new(const struct document_paragraph *paragraphs,
					    guint count);
void report_passages_free(struct report_passages *report);

/* Words that are compared: those of passages, figures and dates left out. */
guint report_passages_words(const struct report_passages *report);

/* Compares a report with the one before it in its series, which was itself compared with the
 * one before it; `before` NULL: the first. False when there is nothing to compare, `change`
 * untouched. */
bool report_compare(const struct report_passages *before, struct report_passages *report,
		    struct report_change *change);
