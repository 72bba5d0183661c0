/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the files behind cues.h share: the table of patterns, the Vectorscan database that says
 * which of them occur (one pass over the text for all), and PCRE2, asked only about those, that
 * says where. Patterns are read byte by byte: '\w' and '\b' mean ASCII, which folded text is
 * but for other scripts. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "language/cues.h"

enum cue_category_id {
	CUE_JUSTIFICATION,
	CUE_BLAME_SHIFT,
	CUE_THIRD_PARTY,
	CUE_CONTRACT_SHIELD,
	CUE_PRIOR_WARNING,
	CUE_MINIMISATION,
	CUE_DENIAL,
	CUE_AGENTLESS,
	CUE_ESCALATION_TRACE,
	CUE_STONEWALLING,
	CUE_HOLLOW_APOLOGY,
	CUE_RESPONSIBILITY_GAP,
	CUE_CONTEMPT_CRITICISM,
	CUE_OWNERSHIP,
	CUE_ACTION_DATE,
	CUE_EXPLANATION,
	CUE_QUESTION,
	CUE_GRATITUDE,
	CUE_JOINT_OPTIONS,
	CUE_PROACTIVE,
	CUE_APOLOGY,
	CUE_CONTEXT,
	CUE_CATEGORY_COUNT,
};

struct cue_pattern {
	guint category;
	double weight;
	char *expression;
};

struct cue_table {
	struct cue_pattern *patterns;
	guint count;
};

#define CUE_PATTERN_LONGEST 2000 /* bytes of one pattern in the table */

#define CUE_CATEGORY_NONE G_MAXUINT

/* Rows of one language of data/language/cues.tsv, or of another table of its form; `find` gives
 * the number of a category, CUE_CATEGORY_NONE when there is none of that name. Caller owns. */
struct cue_table *cue_table_parse(const char *tsv, gsize length, const char *language,
				  guint (*find)(const char *name), GError **error);
void cue_table_free(struct cue_table *table);
guint cue_category_find(const char *name);

struct hs_database; /* Vectorscan's own types, one file knows what they are */
struct hs_scratch;

/* A database that tools/compile_cues serialised. */
struct hs_database *cue_database_open(const void *bytes, gsize length, GError **error);
void cue_database_close(struct hs_database *database);
/* Makes or widens the working space of one thread, so that it serves this database too. */
void cue_database_prepare(const struct hs_database *database, struct hs_scratch **scratch);
void cue_scratch_free(struct hs_scratch *scratch);
/* Appends the index of each pattern that occurs in the text, once, in no order (guint). */
void cue_database_hits(const struct hs_database *database, struct hs_scratch *scratch,
		       const char *text, gsize length, GArray *hits);

struct cue_expressions; /* the patterns of a table, compiled each at its first use; shared */
struct cue_matcher;     /* the working space of one thread */

/* Borrows the table. */
struct cue_expressions *cue_expressions_new(const struct cue_table *table);
void cue_expressions_free(struct cue_expressions *expressions);
struct cue_matcher *cue_matcher_new(void);
void cue_matcher_free(struct cue_matcher *matcher);
/* The leftmost match of a pattern that begins at byte `start` or later; false when there is
 * none within the limits on a match's work. A match is never empty. */
bool cue_matcher_next(struct cue_matcher *matcher, struct cue_expressions *expressions,
		      guint pattern, const char *text, gsize length, gsize start, gsize *from,
		      gsize *to);

/* What is known of one language: shared by all threads, never freed. */
struct cue_lexicon {
	struct cue_table *table;
	struct hs_database *database; /* NULL: every pattern is asked */
	struct cue_expressions *expressions;
};

/* From the program's resources: `table` is "cues" or "facts", `language` "fr" or "en". */
struct cue_lexicon *cue_lexicon_load(const char *table, const char *language,
				     guint (*find)(const char *name));
/* That of the cues. */
const struct cue_lexicon *cue_lexicon_get(const char *language);
/* Appends the patterns that occur in the text, or without a database all that there are. */
void cue_lexicon_hits(const struct cue_lexicon *lexicon, struct hs_scratch *scratch,
		      const char *text, gsize length, GArray *hits);
