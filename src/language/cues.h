/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Turns of phrase that show a stance, as evidence for a reader: categories from account theory
 * (Scott and Lyman 1968; Sykes and Matza 1957) and Gottman's four behaviours, found on folded
 * text, shown on the original. Some spans are masked first: legal text, signatures, look-alikes
 * ("faute de frappe"). A cue proves nothing alone. */
#pragma once

#include <glib.h>

#include "language/model.h"
#include "text/folded.h"

struct cue_category {
	const char *name;    /* token: "justification", "blame_shift"... */
	int polarity;        /* -1 defensive, 0 context or undecided, +1 supportive */
	const char *meaning; /* one line, a catalogue key */
};

extern const struct cue_category cue_categories[];
extern const guint n_cue_categories;

struct cue {
	guint category; /* index into cue_categories */
	gsize from, to; /* bytes of the original text, half open */
	double weight;  /* of the pattern, > 0 */
};

struct cue_scanner; /* one a thread; the pattern database behind it is shared */

struct cue_scanner *cue_scanner_new(void);
void cue_scanner_free(struct cue_scanner *scanner);
/* Cues of a folded text in rising order of `from`, appended to `cues` (struct cue). Of
 * overlapping cues of one category the longest stays; cues within masked spans are left out
 * (the masks themselves come as category "context"). `language`
 * is "fr", "en", or "" (read as both). */
void cue_scan(struct cue_scanner *scanner, const struct folded *folded, const char *language,
	      GArray *cues);

/* What the cues of one sentence say together: the heaviest of each category, summed by side; 0
 * where a side has too little. Fixed weights, for a small and constant share in a decision. */
struct cue_vote {
	double defensive, supportive;
};

struct cue_vote cue_vote(const struct cue *cues, guint count);
/* That share: half a unit of log-odds to the side that has more of the vote. Without a vote, or
 * where the stance is certain, nothing changes. */
void cue_vote_cast(struct cue_vote vote, double probability[STANCE_COUNT]);
