/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Word classes: phrases of the class table in a tree of letters that is walked from the
 * beginning of each word. "*" ends a word early, "~" passes over at most two words. Matching
 * takes time by the length of the text, since phrases are short and few share a beginning. */
#include <string.h>

#include "base/error.h"
#include "language/features-internal.h"

#define LETTERS      31 /* a..z, digit, any other byte, space, '*', '~' */
#define LETTER_DIGIT 26
#define LETTER_OTHER 27
#define LETTER_SPACE 28
#define LETTER_REST  29
#define LETTER_GAP   30
#define NODES_MOST   G_MAXUINT16
#define GAP_MOST     2 /* words that "~" passes over */
#define PHRASE_WORDS 10
#define LOOK_ALIKE   "look_alike" /* hides the other classes within its phrases */

/* While the tree is built. */
struct draft {
	guint16 child[LETTERS]; /* 0: none */
	guint16 end;            /* first of the endings, 1-based; 0: none */
};

/* While it is read: an eighth of the size, for the processor's caches. */
struct node {
	guint32 letters; /* a bit for each that a child goes on with */
	guint16 first;   /* child; the others follow in the order of their letters */
	guint16 end;
};

struct ending {
	guint16 next; /* 1-based */
	guint8 class;
	bool french, english;
};

struct class_table {
	GArray *drafts; /* struct draft; the root is 0; NULL once the tree is built */
	struct node *nodes;
	GArray *endings;  /* struct ending */
	GPtrArray *names; /* char * */
	guint look_alike;
};

/* ---- building ---- */

static guint letter_of(char byte)
{
	if (g_ascii_islower(byte))
		return (guint)(byte - 'a');
	if (byte == '0')
		return LETTER_DIGIT;
	if (byte == ' ')
		return LETTER_SPACE;
	return LETTER_OTHER;
}

static bool step(struct class_table *table, guint16 *at, guint letter)
{
	guint16 next = g_array_index(table->drafts, struct draft, *at).child[letter];
	const struct draft empty = {0};

	if (next == 0) {
		if (table->drafts->len > NODES_MOST)
			return false;
		next = (guint16)table->drafts->len;
		g_array_append_val(table->drafts, empty);
		g_array_index(table->drafts, struct draft, *at).child[letter] = next;
	}
	*at = next;
	return true;
}

/* One word of a pattern, already as words_read() writes it. */
static bool step_word(struct class_table *table, guint16 *at, const char *word, gsize length)
{
	for (gsize i = 0; i < length; i++)
		if (!step(table, at, letter_of(word[i])))
			return false;
	return true;
}

/* Pattern to words by the same hand that reads sentences; signs of its own stay. */
static bool add_part(struct class_table *table, guint16 *at, const char *part, bool first)
{
	bool rest = g_str_has_suffix(part, "*");
	struct folded folded = {0};
	g_autofree struct words *words = g_new(struct words, 1);
	bool fits = true;

	folded_make(part, strlen(part), &folded);
	words_read(words, &folded);
	for (guint i = 0; i < words->count && fits; i++) {
		if (i > 0 || !first)
			fits = step(table, at, LETTER_SPACE);
		fits = fits && step_word(table, at, words->text + words->at[i].from,
					 words->at[i].to - words->at[i].from);
	}
	if (fits && rest && words->count > 0)
		fits = step(table, at, LETTER_REST);
	folded_clear(&folded);
	return fits;
}

static bool end_here(struct class_table *table, guint16 at, guint class, const char *language)
{
	struct draft *node = &g_array_index(table->drafts, struct draft, at);
	struct ending ending = {node->end, (guint8) class, strcmp(language, "en") != 0,
				strcmp(language, "fr") != 0};

	if (at == 0 || table->endings->len >= NODES_MOST)
		return at == 0;
	g_array_append_val(table->endings, ending);
	node->end = (guint16)table->endings->len;
	return true;
}

static bool add_pattern(struct class_table *table, guint class, const char *language,
			const char *pattern)
{
	g_auto(GStrv) parts = g_strsplit_set(pattern, " ", PHRASE_WORDS);
	guint16 at = 0;

	for (guint i = 0; parts[i] != NULL; i++) {
		bool fits = strcmp(parts[i], "~") == 0 ? step(table, &at, LETTER_GAP)
						       : add_part(table, &at, parts[i], i == 0);

		if (!fits)
			return false;
	}
	return end_here(table, at, class, language);
}

static guint add_class(struct class_table *table, const char *name)
{
	guint class = class_table_find(table, name);

	if (class < CLASSES_MOST || table->names->len == CLASSES_MOST)
		return class;
	g_ptr_array_add(table->names, g_strdup(name));
	return table->names->len - 1;
}

static bool add_line(struct class_table *table, const char *line)
{
	g_auto(GStrv) cells = g_strsplit(line, "\t", 3);
	g_auto(GStrv) patterns = NULL;
	guint class;

	if (*line == '#' || *line == '\0')
		return true;
	if (g_strv_length(cells) != 3 || *cells[0] == '\0')
		return false;
	if (strcmp(cells[1], "fr") != 0 && strcmp(cells[1], "en") != 0 &&
	    strcmp(cells[1], "any") != 0)
		return false;
	class = add_class(table, cells[0]);
	patterns = g_strsplit(cells[2], ",", -1);
	for (guint i = 0; class < CLASSES_MOST && patterns[i] != NULL; i++)
		if (!add_pattern(table, class, cells[1], g_strstrip(patterns[i])))
			return false;
	return class < CLASSES_MOST;
}

static struct class_table *table_new(void)
{
	struct class_table *table = g_new0(struct class_table, 1);
	const struct draft root = {0};

	table->drafts = g_array_new(FALSE, FALSE, sizeof(struct draft));
	table->endings = g_array_new(FALSE, FALSE, sizeof(struct ending));
	table->names = g_ptr_array_new_with_free_func(g_free);
	g_array_append_val(table->drafts, root);
	return table;
}

/* Drafts from the root on, brothers side by side. */
static void pack(struct class_table *table)
{
	guint count = table->drafts->len, queued = 1;
	g_autofree guint16 *queue = g_new0(guint16, count);

	table->nodes = g_new0(struct node, count);
	for (guint i = 0; i < count; i++) {
		const struct draft *draft =
			&g_array_index(table->drafts, struct draft, queue[i]);
		struct node *node = &table->nodes[i];

		node->first = (guint16)queued;
		node->end = draft->end;
		for (guint letter = 0; letter < LETTERS; letter++)
			if (draft->child[letter] != 0) {
				node->letters |= 1u << letter;
				queue[queued++] = draft->child[letter];
			}
	}
	g_clear_pointer(&table->drafts, g_array_unref);
}

struct class_table *class_table_parse(const char *text, gsize length, GError **error)
{
	struct class_table *table;
	g_autofree char *copy = NULL;
	g_auto(GStrv) lines = NULL;

	if (length > CLASS_TEXT_MOST || !g_utf8_validate(text, (gssize)length, NULL)) {
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
			    "the table of word classes is too long or not UTF-8");
		return NULL;
	}
	table = table_new();
	copy = g_strndup(text, length);
	lines = g_strsplit(copy, "\n", -1);
	for (guint i = 0; lines[i] != NULL; i++)
		if (!add_line(table, lines[i])) {
			g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
				    "line %u of the table of word classes cannot be read",
				    i + 1);
			class_table_free(table);
			return NULL;
		}
	table->look_alike = class_table_find(table, LOOK_ALIKE);
	pack(table);
	return table;
}

void class_table_free(struct class_table *table)
{
	if (table == NULL)
		return;
	g_clear_pointer(&table->drafts, g_array_unref);
	g_free(table->nodes);
	g_array_unref(table->endings);
	g_ptr_array_unref(table->names);
	g_free(table);
}

guint class_table_count(const struct class_table *table)
{
	return table->names->len;
}

const char *class_table_name(const struct class_table *table, guint class)
{
	return g_ptr_array_index(table->names, class);
}

guint class_table_find(const struct class_table *table, const char *name)
{
	for (guint i = 0; i < table->names->len; i++)
		if (strcmp(g_ptr_array_index(table->names, i), name) == 0)
			return i;
	return CLASSES_MOST;
}

/* ---- matching ---- */

/* Bits that are set; not every processor that we run on has an instruction for it. */
static inline guint count_bits(guint32 bits)
{
	bits -= bits >> 1 & 0x55555555u;
	bits = (bits & 0x33333333u) + (bits >> 2 & 0x33333333u);
	return ((bits + (bits >> 4)) & 0x0F0F0F0Fu) * 0x01010101u >> 24;
}

/* NULL when no phrase goes on with the letter. */
static inline const struct node *child_of(const struct class_table *table,
					  const struct node *node, guint letter)
{
	guint32 bit = 1u << letter;

	if (!(node->letters & bit))
		return NULL;
	return &table->nodes[node->first + count_bits(node->letters & (bit - 1))];
}

struct match {
	const struct class_table *table;
	const struct words *words;
	bool french, english;
	guint first; /* word that the phrase began with */
	struct occurrence *found;
	guint count;
};

static bool is_new(const struct match *match, guint last, guint class)
{
	for (guint i = match->count; i-- > 0 && match->found[i].first == match->first;)
		if (match->found[i].class == class && match->found[i].last == last)
			return false;
	return true;
}

static void emit(struct match *match, const struct node *node, guint last)
{
	for (guint16 at = node->end; at != 0;) {
		const struct ending *ending =
			&g_array_index(match->table->endings, struct ending, at - 1u);
		bool wanted = (ending->french && match->french) ||
			      (ending->english && match->english);

		if (wanted && match->count < OCCURRENCES_MOST &&
		    is_new(match, last, ending->class))
			match->found[match->count++] = (struct occurrence){
				(guint16)match->first, (guint16)last, ending->class};
		at = ending->next;
	}
}

static void walk_word(struct match *match, const struct node *node, guint word);

static void walk_next(struct match *match, const struct node *node, guint word)
{
	const struct words *words = match->words;
	const struct node *next = child_of(match->table, node, LETTER_SPACE);

	if (next != NULL && word + 1 < words->count &&
	    words->at[word + 1].segment == words->at[word].segment)
		walk_word(match, next, word + 1);
}

/* A node at the end of a word: phrases that end, go on, or pass over words. A phrase has few
 * words (PHRASE_WORDS), which bounds the depth. */
static void walk_end(struct match *match, const struct node *node, guint word)
{
	const struct node *gap = child_of(match->table, node, LETTER_GAP);

	emit(match, node, word);
	walk_next(match, node, word);
	if (gap == NULL)
		return;
	for (guint passed = 0; passed <= GAP_MOST; passed++) {
		if (word + passed >= match->words->count ||
		    match->words->at[word + passed].segment != match->words->at[word].segment)
			return;
		walk_next(match, gap, word + passed);
	}
}

static void walk_rest(struct match *match, const struct node *node, guint word)
{
	const struct node *rest = child_of(match->table, node, LETTER_REST);

	if (rest != NULL)
		walk_end(match, rest, word);
}

static void walk_word(struct match *match, const struct node *node, guint word)
{
	const struct word *span = &match->words->at[word];

	for (guint i = span->from; i < span->to; i++) {
		walk_rest(match, node, word);
		node = child_of(match->table, node, letter_of(match->words->text[i]));
		if (node == NULL)
			return;
	}
	walk_rest(match, node, word);
	walk_end(match, node, word);
}

/* What stands within a phrase that only looks alike says nothing of the kind. */
static guint hide_look_alikes(const struct class_table *table, struct occurrence *found,
			      guint count)
{
	guint kept = 0;

	for (guint i = 0; i < count; i++) {
		bool hidden = false;

		for (guint k = 0; k < count && !hidden; k++)
			hidden = found[k].class == table->look_alike &&
				 found[i].class != found[k].class &&
				 found[k].first <= found[i].first &&
				 found[i].last <= found[k].last;
		if (!hidden)
			found[kept++] = found[i];
	}
	return kept;
}

guint class_table_match(const struct class_table *table, const struct words *words,
			const char *language, struct occurrence found[OCCURRENCES_MOST])
{
	struct match match = {.table = table,
			      .words = words,
			      .french = strcmp(language, "en") != 0,
			      .english = strcmp(language, "fr") != 0,
			      .found = found};
	bool look_alike = false;

	for (match.first = 0; match.first < words->count; match.first++)
		walk_word(&match, table->nodes, match.first);
	for (guint i = 0; i < match.count; i++)
		look_alike = look_alike || found[i].class == table->look_alike;
	return look_alike ? hide_look_alikes(table, found, match.count) : match.count;
}
