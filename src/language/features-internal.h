/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the model sees of a sentence, the same when it is trained and when it reads: rows of a
 * few tables of weights. Word classes and their pairs within a clause, who a fault or a duty is
 * laid on, the shape of the sentence, hashed stems and characters (feature hashing: Weinberger
 * et al. 2009), and the sum of word vectors. Everything is an integer. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "text/folded.h"
#include "text/sentences.h"

/* ---- words ---- */

#define WORDS_MOST 1000u /* of one sentence: each has a byte and a space */

struct word {
	guint16 from, to; /* bytes of words.text, half open */
	guint16 segment;  /* between two punctuation marks */
	guint16 clause;   /* a segment, or a part of it behind a word that opens one */
	guint32 hash;     /* word_hash() of its bytes */
};

/* The words of a sentence: letters and digits of its folded text, one space between them and at
 * both ends; a digit is written '0', so that what is said counts and not when. */
struct words {
	char text[SENTENCE_LONGEST + 3];
	guint length;
	struct word at[WORDS_MOST];
	guint count, segments, clauses;
};

void words_read(struct words *words, const struct folded *folded);
guint32 word_hash(const char *text, gsize length);

/* ---- word classes ---- */

#define CLASSES_MOST     96u          /* word classes of one table */
#define CLASS_TEXT_MOST  (256u << 10) /* bytes of the table's text */
#define OCCURRENCES_MOST 400u         /* of word classes in one sentence */

struct occurrence {
	guint16 first, last; /* words, both within */
	guint8 class;
};

struct class_table;

/* The text of data/language/classes.tsv; caller owns. */
struct class_table *class_table_parse(const char *text, gsize length, GError **error);
void class_table_free(struct class_table *table);
guint class_table_count(const struct class_table *table);
const char *class_table_name(const struct class_table *table, guint class);
/* CLASSES_MOST when there is none of that name. */
guint class_table_find(const struct class_table *table, const char *name);
/* Occurrences in the order of their first word; returns their number. */
guint class_table_match(const struct class_table *table, const struct words *words,
			const char *language, struct occurrence found[OCCURRENCES_MOST]);

/* ---- stems ---- */

struct stems; /* one a thread */

struct stems *stems_new(void);
void stems_free(struct stems *stems);
/* Hash of the stem of a folded word whose own hash is `hash`. */
guint32 stem_hash(struct stems *stems, const char *word, gsize length, guint32 hash,
		  const char *language);

/* ---- vectors ---- */

#define VECTOR_WIDTH  50u
#define VECTOR_RECORD (4u + VECTOR_WIDTH) /* hash of a word, little-endian; int8 each */
#define VECTORS_MOST  60000u

struct vectors; /* shared by threads */

/* `count` records, borrowed. */
struct vectors *vectors_new(const guint8 *records, guint count);
void vectors_free(struct vectors *vectors);
/* VECTOR_WIDTH numbers; NULL for a word that has none. */
const gint8 *vectors_find(const struct vectors *vectors, guint32 hash);

/* ---- features ---- */

#define STEM_ROWS      (1u << 14)
#define CHARACTER_ROWS (1u << 14)
#define ROWS_MOST      12000u /* of one sentence: three a byte for characters, and the rest */

enum feature_block {
	BLOCK_CLASS,     /* a class occurs */
	BLOCK_PLACE,     /* in the first or last clause; before or behind a concession */
	BLOCK_PAIR,      /* a class, then another, in one clause */
	BLOCK_SUBJECT,   /* who a clause is about, denied or not, and a class of it */
	BLOCK_DIRECTION, /* the nearest parties around a fault, a duty, a repair... */
	BLOCK_SHAPE,     /* length, marks, figures */
	BLOCK_STEM,
	BLOCK_CHARACTER,
	BLOCK_COUNT,
};

extern const char *const feature_block_names[BLOCK_COUNT];

enum text_language {
	LANGUAGE_FRENCH,
	LANGUAGE_ENGLISH,
	LANGUAGES,
	LANGUAGE_UNSURE = LANGUAGES
};

struct features {
	guint32 rows[ROWS_MOST]; /* by block, then in the order found */
	guint start[BLOCK_COUNT + 1];
	gint32 vector[VECTOR_WIDTH]; /* sum over the words that have one */
	enum text_language language;
};

struct feature_space; /* class table and vectors; shared by threads */

struct feature_space *feature_space_new(const char *classes, gsize length, GError **error);
/* Borrowed; without them a sentence has the vector zero. */
void feature_space_set_vectors(struct feature_space *space, const struct vectors *vectors);
void feature_space_free(struct feature_space *space);
const struct class_table *feature_space_classes(const struct feature_space *space);
guint feature_space_rows(const struct feature_space *space, enum feature_block block);

struct feature_reader; /* working space of one thread */

struct feature_reader *feature_reader_new(void);
void feature_reader_free(struct feature_reader *reader);
/* Borrowed until the next call. */
const struct features *features_read(const struct feature_space *space,
				     struct feature_reader *reader, const char *text,
				     struct text_span sentence, const char *language);
const struct features *features_read_folded(const struct feature_space *space,
					    struct feature_reader *reader,
					    const struct folded *sentence,
					    const char *language);
