/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Rows of the tables of weights for one sentence. What a sentence does is told less by its
 * words than by how they stand together: who, denied or not, a fault or a duty or a repair, on
 * which side of a "but". Stems and characters take what no class knows. */
#include <string.h>

#include "base/error.h"
#include "language/features-internal.h"

const char *const feature_block_names[BLOCK_COUNT] = {
	"class", "place", "pair", "subject", "direction", "shape", "stem", "character",
};

/* ---- the space ---- */

enum party { PARTY_NONE, PARTY_SELF, PARTY_OTHER, PARTY_THIRD, PARTY_COUNT };

static const char *const party_classes[PARTY_COUNT] = {NULL, "self", "other", "third"};

/* Classes that are laid on somebody. */
static const char *const charges[] = {
	"fault",     "blame",  "liable",   "cause",   "duty",        "warned",     "chosen",
	"fix",       "commit", "contract", "exclude", "not_told",    "must_other", "refuse",
	"procedure", "record", "effort",   "ball",    "see_problem", "passive",
};

#define PLACES 4u /* first clause, last clause, before a concession, behind one */

struct feature_space {
	struct class_table *classes;
	guint count;                 /* of classes */
	guint8 party[CLASSES_MOST];  /* enum party */
	guint8 charge[CLASSES_MOST]; /* 1-based; 0: none */
	guint negation, concession, opener;
	const struct vectors *vectors;
};

static bool find_role(struct feature_space *space, const char *name, guint *class,
		      GError **error)
{
	*class = class_table_find(space->classes, name);
	if (*class < CLASSES_MOST)
		return true;
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
		    "the table of word classes has no class %s", name);
	return false;
}

static bool find_roles(struct feature_space *space, GError **error)
{
	guint class;

	for (guint i = PARTY_SELF; i < PARTY_COUNT; i++) {
		if (!find_role(space, party_classes[i], &class, error))
			return false;
		space->party[class] = (guint8)i;
	}
	for (guint i = 0; i < G_N_ELEMENTS(charges); i++) {
		if (!find_role(space, charges[i], &class, error))
			return false;
		space->charge[class] = (guint8)(i + 1);
	}
	return find_role(space, "negation", &space->negation, error) &&
	       find_role(space, "concession", &space->concession, error) &&
	       find_role(space, "opener", &space->opener, error);
}

struct feature_space *feature_space_new(const char *classes, gsize length, GError **error)
{
	struct feature_space *space = g_new0(struct feature_space, 1);

	space->classes = class_table_parse(classes, length, error);
	if (space->classes == NULL || !find_roles(space, error)) {
		feature_space_free(space);
		return NULL;
	}
	space->count = class_table_count(space->classes);
	return space;
}

void feature_space_set_vectors(struct feature_space *space, const struct vectors *vectors)
{
	space->vectors = vectors;
}

void feature_space_free(struct feature_space *space)
{
	if (space == NULL)
		return;
	class_table_free(space->classes);
	g_free(space);
}

const struct class_table *feature_space_classes(const struct feature_space *space)
{
	return space->classes;
}

enum shape {
	SHAPE_PARTIES, /* five: which of the two is named more */
	SHAPE_QUESTION = 5,
	SHAPE_QUESTION_END,
	SHAPE_EXCLAMATION,
	SHAPE_QUOTED,
	SHAPE_FIGURE,
	SHAPE_CLOCK,
	SHAPE_COLON,
	SHAPE_SEMICOLON,
	SHAPE_ELLIPSIS,
	SHAPE_ADDRESS,
	SHAPE_MONEY,
	SHAPE_STOP_WITHIN,
	SHAPE_BRACKET,
	SHAPE_DASH,
	SHAPE_COUNT,
};

#define DIRECTIONS ((G_N_ELEMENTS(charges) + 1) * PARTY_COUNT * PARTY_COUNT * 2 * 3)

guint feature_space_rows(const struct feature_space *space, enum feature_block block)
{
	switch (block) {
	case BLOCK_CLASS:
		return space->count;
	case BLOCK_PLACE:
		return PLACES * space->count;
	case BLOCK_PAIR:
		return space->count * space->count;
	case BLOCK_SUBJECT:
		return PARTY_COUNT * 2 * space->count;
	case BLOCK_DIRECTION:
		return DIRECTIONS;
	case BLOCK_SHAPE:
		return SHAPE_COUNT;
	case BLOCK_STEM:
		return STEM_ROWS;
	default:
		return CHARACTER_ROWS;
	}
}

/* ---- the reader ---- */

struct feature_reader {
	struct folded own;           /* of sentences that come unfolded */
	const struct folded *folded; /* the sentence that is read */
	struct words words;
	struct occurrence found[OCCURRENCES_MOST];
	guint n_found;
	guint8 seen[CLASSES_MOST * CLASSES_MOST]; /* rows of the block at work */
	const struct feature_space *space;
	struct stems *stems;
	struct features features;
};

struct feature_reader *feature_reader_new(void)
{
	struct feature_reader *reader = g_new0(struct feature_reader, 1);

	reader->stems = stems_new();
	return reader;
}

void feature_reader_free(struct feature_reader *reader)
{
	if (reader == NULL)
		return;
	folded_clear(&reader->own);
	stems_free(reader->stems);
	g_free(reader);
}

static void put_row(struct features *features, enum feature_block block, guint row)
{
	guint *end = &features->start[block + 1];

	if (*end < ROWS_MOST)
		features->rows[(*end)++] = row;
}

/* Rows that count once a sentence. */
static void put_once(struct feature_reader *reader, enum feature_block block, guint row)
{
	if (reader->seen[row])
		return;
	reader->seen[row] = 1;
	put_row(&reader->features, block, row);
}

static void begin_block(struct feature_reader *reader, enum feature_block block)
{
	reader->features.start[block + 1] = reader->features.start[block];
}

static void end_block(struct feature_reader *reader, enum feature_block block)
{
	const struct features *features = &reader->features;

	for (guint i = features->start[block]; i < features->start[block + 1]; i++)
		reader->seen[features->rows[i]] = 0;
}

static guint clause_of(const struct feature_reader *reader, guint i)
{
	return reader->words.at[reader->found[i].first].clause;
}

/* A word that opens a clause begins one, unless it begins the segment. */
static void part_clauses(struct feature_reader *reader)
{
	struct words *words = &reader->words;
	guint clause = 0, next = 0;

	for (guint w = 0; w < words->count; w++) {
		bool opens = false;

		while (next < reader->n_found && reader->found[next].first <= w) {
			opens = opens || (reader->found[next].first == w &&
					  reader->found[next].class == reader->space->opener);
			next++;
		}
		if (w > 0 && (opens || words->at[w].segment != words->at[w - 1].segment))
			clause++;
		words->at[w].clause = (guint16)clause;
	}
	words->clauses = words->count > 0 ? clause + 1 : 0;
}

/* ---- blocks of classes ---- */

static void read_classes(struct feature_reader *reader)
{
	for (guint i = 0; i < reader->n_found; i++)
		put_once(reader, BLOCK_CLASS, reader->found[i].class);
}

static void read_places(struct feature_reader *reader)
{
	guint count = reader->space->count, last = reader->words.clauses - 1;
	guint pivot = G_MAXUINT;

	for (guint i = 0; i < reader->n_found; i++)
		if (reader->found[i].class == reader->space->concession)
			pivot = reader->found[i].first;
	for (guint i = 0; i < reader->n_found; i++) {
		guint class = reader->found[i].class, clause = clause_of(reader, i);

		if (clause == 0)
			put_once(reader, BLOCK_PLACE, class);
		if (clause == last)
			put_once(reader, BLOCK_PLACE, count + class);
		if (pivot != G_MAXUINT)
			put_once(reader, BLOCK_PLACE,
				 (reader->found[i].first < pivot ? 2 : 3) * count + class);
	}
}

static void read_pairs(struct feature_reader *reader)
{
	for (guint i = 0; i < reader->n_found; i++)
		for (guint k = i + 1; k < reader->n_found; k++) {
			if (clause_of(reader, k) != clause_of(reader, i))
				break;
			if (reader->found[k].first > reader->found[i].last)
				put_once(reader, BLOCK_PAIR,
					 reader->found[i].class * reader->space->count +
						 reader->found[k].class);
		}
}

/* The first party of each clause, the one before it where it names none, and whether something
 * is denied in it. */
static void read_subjects(struct feature_reader *reader)
{
	const struct feature_space *space = reader->space;
	enum party party = PARTY_NONE;

	for (guint from = 0, to; from < reader->n_found; from = to) {
		guint clause = clause_of(reader, from);
		bool denied = false, named = false;

		for (to = from; to < reader->n_found && clause_of(reader, to) == clause; to++) {
			guint class = reader->found[to].class;

			denied = denied || class == space->negation;
			if (!named && space->party[class] != PARTY_NONE) {
				party = (enum party)space->party[class];
				named = true;
			}
		}
		for (guint i = from; i < to; i++)
			put_once(reader, BLOCK_SUBJECT,
				 (party * 2u + denied) * space->count + reader->found[i].class);
	}
}

/* Party nearest to occurrence `i` within its clause, going by `direction`. */
static enum party nearest_party(const struct feature_reader *reader, guint i, int direction)
{
	guint clause = clause_of(reader, i);

	for (guint k = i + (guint)direction; k < reader->n_found; k += (guint)direction) {
		enum party party = (enum party)reader->space->party[reader->found[k].class];

		if (clause_of(reader, k) != clause)
			break;
		if (party != PARTY_NONE)
			return party;
	}
	return PARTY_NONE;
}

static bool is_denied(const struct feature_reader *reader, guint i)
{
	guint clause = clause_of(reader, i);

	for (guint k = i; k-- > 0 && clause_of(reader, k) == clause;)
		if (reader->found[k].class == reader->space->negation)
			return true;
	return false;
}

/* Row of a charge between two parties; of three kinds: both, only the one before, only the one
 * behind. */
static void put_direction(struct feature_reader *reader, guint kind, guint charge,
			  enum party before, enum party behind, bool denied)
{
	guint row = kind;

	row = row * (guint)(G_N_ELEMENTS(charges) + 1) + charge;
	row = row * PARTY_COUNT + before;
	row = row * PARTY_COUNT + behind;
	put_once(reader, BLOCK_DIRECTION, row * 2 + denied);
}

static void read_directions(struct feature_reader *reader)
{
	for (guint i = 0; i < reader->n_found; i++) {
		guint charge = reader->space->charge[reader->found[i].class];
		enum party before, behind;
		bool denied;

		if (charge == 0)
			continue;
		before = nearest_party(reader, i, -1);
		behind = nearest_party(reader, i, 1);
		denied = is_denied(reader, i);
		put_direction(reader, 0, charge, before, behind, denied);
		put_direction(reader, 1, charge, before, PARTY_NONE, denied);
		put_direction(reader, 2, charge, PARTY_NONE, behind, denied);
	}
}

/* ---- shape ---- */

static void read_parties(struct feature_reader *reader)
{
	guint self = 0, other = 0;

	for (guint i = 0; i < reader->n_found; i++) {
		enum party party = (enum party)reader->space->party[reader->found[i].class];

		self += party == PARTY_SELF;
		other += party == PARTY_OTHER;
	}
	put_once(reader, BLOCK_SHAPE,
		 SHAPE_PARTIES + (self + other == 0 ? 0u
				  : other == 0      ? 1u
				  : self == 0       ? 2u
				  : self >= other   ? 3u
						    : 4u));
}

struct mark_shape {
	const char *mark;
	char rare; /* of its bytes; the mark is looked for only where the text has it */
	enum shape shape;
};

static const struct mark_shape marks[] = {
	{"?", '?', SHAPE_QUESTION},
	{"!", '!', SHAPE_EXCLAMATION},
	{"\"", '"', SHAPE_QUOTED},
	{": ", ':', SHAPE_COLON},
	{";", ';', SHAPE_SEMICOLON},
	{"...", '.', SHAPE_ELLIPSIS},
	{"@", '@', SHAPE_ADDRESS},
	{"http", 'h', SHAPE_ADDRESS},
	{"www.", 'w', SHAPE_ADDRESS},
	{"eur", 'e', SHAPE_MONEY},
	{"\xE2\x82\xAC", '\xE2', SHAPE_MONEY},
	{". ", '.', SHAPE_STOP_WITHIN},
	{"(", '(', SHAPE_BRACKET},
	{" - ", '-', SHAPE_DASH},
};

static bool has_clock(const char *text)
{
	for (const char *at = text; *at != '\0'; at++)
		if (g_ascii_isdigit(*at) &&
		    ((at[1] == 'h') ||
		     (at[1] == ' ' && at[2] == 'h' && !g_ascii_isalpha(at[3])) ||
		     (at[1] == ':' && g_ascii_isdigit(at[2])) ||
		     g_str_has_prefix(at + 1, "am ") || g_str_has_prefix(at + 1, " am") ||
		     g_str_has_prefix(at + 1, "pm") || g_str_has_prefix(at + 1, " pm")))
			return true;
	return false;
}

static bool has_figure(const bool bytes[256])
{
	for (guchar digit = '0'; digit <= '9'; digit++)
		if (bytes[digit])
			return true;
	return false;
}

static void read_marks(struct feature_reader *reader)
{
	const char *text = reader->folded->text;
	gsize length = reader->folded->length;
	bool bytes[256] = {false}; /* that the text has */

	for (gsize i = 0; i < length; i++)
		bytes[(guchar)text[i]] = true;
	for (guint i = 0; i < G_N_ELEMENTS(marks); i++)
		if (bytes[(guchar)marks[i].rare] && strstr(text, marks[i].mark) != NULL)
			put_once(reader, BLOCK_SHAPE, marks[i].shape);
	if (length > 0 && text[length - 1] == '?')
		put_once(reader, BLOCK_SHAPE, SHAPE_QUESTION_END);
	if (!has_figure(bytes))
		return;
	put_once(reader, BLOCK_SHAPE, SHAPE_FIGURE);
	if (has_clock(text))
		put_once(reader, BLOCK_SHAPE, SHAPE_CLOCK);
}

/* ---- stems and characters ---- */

static guint row_of(guint32 hash, guint rows)
{
	return (guint)(((guint64)(hash * 2654435769u) * rows) >> 32);
}

static void read_stems(struct feature_reader *reader, const char *language)
{
	const struct words *words = &reader->words;
	guint32 last = 0;

	for (guint i = 0; i < words->count; i++) {
		const struct word *word = &words->at[i];
		guint32 stem = stem_hash(reader->stems, words->text + word->from,
					 (gsize)(word->to - word->from), word->hash, language);

		put_row(&reader->features, BLOCK_STEM, row_of(stem, STEM_ROWS));
		if (i > 0 && words->at[i - 1].segment == word->segment)
			put_row(&reader->features, BLOCK_STEM,
				row_of(last * 31 + stem, STEM_ROWS));
		last = stem;
	}
}

#define RUN_LEAST 3u /* characters */
#define RUN_MOST  5u

static void read_characters(struct feature_reader *reader)
{
	const char *text = reader->words.text;
	guint length = reader->words.length;
	struct features *features = &reader->features;
	guint end = features->start[BLOCK_CHARACTER + 1];

	for (guint from = 0; from + RUN_LEAST <= length; from++) {
		guint most = MIN(RUN_MOST, length - from);
		guint32 hash = 2166136261u;

		if (end + RUN_MOST > ROWS_MOST)
			break;
		for (guint n = 0; n < most; n++) {
			hash = (hash ^ (guchar)text[from + n]) * 16777619u;
			if (n + 1 >= RUN_LEAST)
				features->rows[end++] =
					row_of(hash ^ hash >> 15, CHARACTER_ROWS);
		}
	}
	features->start[BLOCK_CHARACTER + 1] = end;
}

static void add_vector(gint32 sum[VECTOR_WIDTH], const gint8 vector[VECTOR_WIDTH])
{
	for (guint d = 0; d < VECTOR_WIDTH; d++)
		sum[d] += vector[d];
}

static void read_vector(struct feature_reader *reader)
{
	const struct words *words = &reader->words;
	gint32 *sum = reader->features.vector;

	memset(sum, 0, sizeof reader->features.vector);
	if (reader->space->vectors == NULL)
		return;
	for (guint i = 0; i < words->count; i++) {
		const gint8 *vector = vectors_find(reader->space->vectors, words->at[i].hash);

		if (vector != NULL)
			add_vector(sum, vector);
	}
}

static enum text_language language_named(const char *name)
{
	if (strcmp(name, "fr") == 0)
		return LANGUAGE_FRENCH;
	return strcmp(name, "en") == 0 ? LANGUAGE_ENGLISH : LANGUAGE_UNSURE;
}

const struct features *features_read_folded(const struct feature_space *space,
					    struct feature_reader *reader,
					    const struct folded *sentence, const char *language)
{
	reader->folded = sentence;
	reader->space = space;
	reader->features.language = language_named(language);
	words_read(&reader->words, sentence);
	reader->n_found =
		class_table_match(space->classes, &reader->words, language, reader->found);
	part_clauses(reader);
	reader->features.start[0] = 0;
	for (enum feature_block block = 0; block < BLOCK_COUNT; block++) {
		begin_block(reader, block);
		switch (block) {
		case BLOCK_CLASS:
			read_classes(reader);
			break;
		case BLOCK_PLACE:
			read_places(reader);
			break;
		case BLOCK_PAIR:
			read_pairs(reader);
			break;
		case BLOCK_SUBJECT:
			read_subjects(reader);
			break;
		case BLOCK_DIRECTION:
			read_directions(reader);
			break;
		case BLOCK_SHAPE:
			read_parties(reader);
			read_marks(reader);
			break;
		case BLOCK_STEM:
			read_stems(reader, language);
			continue;
		default:
			read_characters(reader);
			continue;
		}
		end_block(reader, block);
	}
	read_vector(reader);
	return &reader->features;
}

const struct features *features_read(const struct feature_space *space,
				     struct feature_reader *reader, const char *text,
				     struct text_span sentence, const char *language)
{
	gsize length = MIN(sentence.to - sentence.from, SENTENCE_LONGEST);

	folded_make(text + sentence.from, length, &reader->own);
	return features_read_folded(space, reader, &reader->own, language);
}
