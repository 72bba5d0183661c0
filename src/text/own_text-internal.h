/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the files of this room share: lines with a verdict, folded text, tables of phrases.
 * A body is split once into lines; each reader (quotation, footer, signature) only changes
 * the verdict of lines, and what is still LINE_OWN at the end is the author's. */
#pragma once

#include <glib.h>
#include <stdbool.h>

enum line_kind {
	LINE_BLANK,
	LINE_OWN,
	LINE_QUOTED, /* words of another mail, with their attribution */
	LINE_CUT,    /* headers of another mail, signature, footer */
};

struct line {
	const char *start; /* borrowed from the body */
	guint32 length;    /* without the line end and the spaces before it */
	enum line_kind kind;
};

struct lines {
	struct line *at;
	guint count;
};

/* Half-open range of lines between two quotations. */
struct region {
	guint from, to;
};

struct phrase {
	const char *text; /* folded */
	guint length;
	int kind; /* what the table's reader makes of it */
};

#define PHRASE(text, kind)                                                                     \
	{                                                                                      \
		text, sizeof(text) - 1, kind                                                   \
	}

/* lines.c */
void lines_split(struct lines *lines, const char *body, gsize length);
void lines_clear(struct lines *lines);
void lines_mark(struct lines *lines, guint from, guint to, enum line_kind kind);
/* First line at or behind `from` that is not blank; lines->count when there is none. */
guint lines_next_filled(const struct lines *lines, guint from);
/* Number of words of a line, no more than `most`. */
guint line_words(const struct line *line, guint most);
/* A whole sentence of prose: what a signature or an address does not hold. */
bool line_is_sentence(const struct line *line);
/* Nothing but three or more signs such as - _ * = ~ #. */
bool line_is_rule(const struct line *line);
/* The word behind `skipped` others, NULL when the line is shorter. */
const char *line_word(const struct line *line, guint skipped);
/* Few words, the first without a small letter. */
bool line_is_name(const struct line *line);
/* A telephone number, an address of mail or of the web, in a line of few words. */
bool line_is_contact(const struct line *line);
/* Filled own lines of [from, to) up to `most`. */
guint lines_filled(const struct lines *lines, guint from, guint to, guint most);
/* Few short lines without sentence or question: what a signature may be. */
bool lines_are_signature(const struct lines *lines, guint from, guint to);

/* folded.c: what folded_make() writes, without the way back and cut between two characters at
 * size - 1 bytes; a NUL behind. Returns the length written. */
gsize fold_text(const char *text, gsize length, char *out, gsize size);

/* novelty.c: a folded name of a day or a month, whole or short. */
bool text_is_calendar_word(const char *word, gsize length);

/* phrase.c */
/* The same of a line, without the spaces, stars, dashes and other signs that a line may begin
 * with. */
gsize fold_line(const struct line *line, char *out, gsize size);
/* The phrase that the folded text begins with, up to the end of a word; NULL when none. */
const struct phrase *phrase_at(const char *folded, const struct phrase *table, gsize count);
/* The first phrase anywhere in the folded text, at the beginning of a word; NULL when none. */
const struct phrase *phrase_within(const char *folded, const struct phrase *table, gsize count);

/* quotation.c and headers.c */
void quotation_mark(struct lines *lines);
bool quotation_is_quoted(const struct line *line);
/* Number of lines of the block of mail headers ("From:", "Sent:", "To:") that begins at line
 * `at`; 0 when none does. */
guint headers_length(const struct lines *lines, guint at);

/* attribution.c: "On ... wrote:". */
enum attribution {
	ATTRIBUTION_NONE,
	ATTRIBUTION_WEAK,   /* "Jean wrote:", meant only when a quotation follows */
	ATTRIBUTION_STRONG, /* names a date or an address */
};

/* Whether an attribution ends at line `at`; *first receives the line that it begins at. */
enum attribution attribution_ending_at(const struct lines *lines, guint at, guint *first);
/* A line that only looks quoted: the '>' of an address that was wrapped, with the verb. */
bool attribution_closes_address(const struct lines *lines, guint at);

/* closing.c: line that a closing formula at line `at` cuts from, region.to when it closes
 * nothing. Thanks that are all the mail stay. */
guint closing_start(const struct lines *lines, struct region region, guint at);

/* footer.c, signature.c: both look at one region and cut at its tail. */
void footer_mark(struct lines *lines, struct region region);
void signature_mark(struct lines *lines, struct region region);

/* entity.c: the character of "&name;" or "&#number;" that begins at text[0] == '&'. Returns
 * its length in bytes, 0 when it is no entity. */
gsize entity_read(const char *text, gsize length, gunichar *character);
