/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A text is a set of concepts: those of the trade, else stems. Which language a short text is
 * in is told by its little words; a concept of the trade is known by the stem of either. */
#include "language/likeness.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

#include "language/features-internal.h"
#include "text/folded.h"

#define TRADE      "/entente/language/trade.tsv"
#define WORD_LEAST 2u

struct likeness {
	struct stems *stems;
	GHashTable *trade;   /* concept (guint) by stem of a word or hash of a phrase */
	GPtrArray *phrases;  /* struct phrase_row * */
	GPtrArray *texts;    /* GHashTable *: char * (its word) by concept or stem */
	GHashTable *holding; /* how many texts hold it, by concept or stem */
};

struct phrase_row {
	char *words; /* between blanks */
	guint concept;
};

static void phrase_free(gpointer data)
{
	struct phrase_row *phrase = data;

	g_free(phrase->words);
	g_free(phrase);
}

/* ---- the trade ---- */

static guint stem_of(struct likeness *likeness, const char *word, const char *language)
{
	gsize length = strlen(word);

	return stem_hash(likeness->stems, word, length, word_hash(word, length), language);
}

static void add_trade_word(struct likeness *likeness, const char *word, guint concept)
{
	static const char *const languages[] = {"fr", "en"};

	if (strpbrk(word, " '-/") != NULL) {
		struct phrase_row *phrase = g_new(struct phrase_row, 1);
		g_autofree char *plain = g_strdelimit(g_strdup(word), "'-/", ' ');
		*phrase = (struct phrase_row){g_strdup_printf(" %s ", plain), concept};
		g_ptr_array_add(likeness->phrases, phrase);
		return;
	}
	for (guint i = 0; i < G_N_ELEMENTS(languages); i++)
		g_hash_table_insert(likeness->trade,
				    GUINT_TO_POINTER(stem_of(likeness, word, languages[i])),
				    GUINT_TO_POINTER(concept));
}

static void add_trade_row(struct likeness *likeness, const char *line)
{
	g_auto(GStrv) cells = g_strsplit(line, "\t", 2);
	g_auto(GStrv) words = NULL;

	if (*line == '#' || cells[0] == NULL || cells[1] == NULL)
		return;
	words = g_strsplit(cells[1], ",", -1);
	for (guint i = 0; words[i] != NULL; i++)
		add_trade_word(likeness, words[i], word_hash(cells[0], strlen(cells[0])));
}

static gint by_length(gconstpointer a, gconstpointer b)
{
	const struct phrase_row *left = *(struct phrase_row *const *)a;
	const struct phrase_row *right = *(struct phrase_row *const *)b;
	gsize first = strlen(left->words), second = strlen(right->words);

	if (first != second)
		return first > second ? -1 : 1;
	return strcmp(left->words, right->words);
}

static void load_trade(struct likeness *likeness)
{
	g_autoptr(GBytes) bytes =
		g_resources_lookup_data(TRADE, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;

	g_assert(bytes != NULL);
	text = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
	lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i] != NULL; i++)
		add_trade_row(likeness, lines[i]);
	g_ptr_array_sort(likeness->phrases, by_length);
}

struct likeness *likeness_new(void)
{
	struct likeness *likeness = g_new0(struct likeness, 1);

	likeness->stems = stems_new();
	likeness->trade = g_hash_table_new(NULL, NULL);
	likeness->phrases = g_ptr_array_new_with_free_func(phrase_free);
	likeness->texts = g_ptr_array_new_with_free_func((GDestroyNotify)g_hash_table_unref);
	likeness->holding = g_hash_table_new(NULL, NULL);
	load_trade(likeness);
	return likeness;
}

void likeness_free(struct likeness *likeness)
{
	if (likeness == NULL)
		return;
	stems_free(likeness->stems);
	g_hash_table_unref(likeness->trade);
	g_ptr_array_unref(likeness->phrases);
	g_ptr_array_unref(likeness->texts);
	g_hash_table_unref(likeness->holding);
	g_free(likeness);
}

/* ---- a text ---- */

static const char *const french_words[] = {
	"le",     "la",    "les",  "un",   "une",  "des",   "du",    "de",     "et",
	"est",    "nous",  "vous", "que",  "qui",  "dans",  "pour",  "par",    "avec",
	"sur",    "au",    "aux",  "ce",   "ces",  "son",   "ses",   "nos",    "notre",
	"votre",  "vos",   "doit", "sera", "sont", "tous",  "toute", "toutes", "tout",
	"chaque", "ne",    "pas",  "se",   "en",   "soit",  "etre",  "on",     "il",
	"sans",   "faire", "fait", "plus", "leur", "leurs", "a",     "sous",   "dont"};
static const char *const english_words[] = {
	"the",   "an",   "of",   "and",   "is",     "we",   "you",  "that",   "which",
	"in",    "for",  "by",   "with",  "on",     "to",   "this", "its",    "our",
	"your",  "must", "will", "shall", "are",    "be",   "all",  "each",   "every",
	"not",   "or",   "at",   "from",  "any",    "has",  "have", "should", "would",
	"their", "they", "it",   "us",    "within", "when", "as"};

static bool is_among(const char *word, const char *const *list, gsize n)
{
	for (gsize i = 0; i < n; i++)
		if (strcmp(list[i], word) == 0)
			return true;
	return false;
}

static bool is_little(const char *word)
{
	return strlen(word) < WORD_LEAST ||
	       is_among(word, french_words, G_N_ELEMENTS(french_words)) ||
	       is_among(word, english_words, G_N_ELEMENTS(english_words));
}

static const char *language_of(char *const *words)
{
	int english = 0;

	for (guint i = 0; words[i] != NULL; i++)
		english += is_among(words[i], english_words, G_N_ELEMENTS(english_words)) -
			   is_among(words[i], french_words, G_N_ELEMENTS(french_words));
	return english > 0 ? "en" : "fr";
}

/* Words parted by single blanks, one before and one behind. Caller owns. */
static GString *plain_words(const char *text)
{
	GString *plain = g_string_new(" ");
	struct folded folded = {0};

	folded_make(text, strlen(text), &folded);
	for (gsize i = 0; i < folded.length; i++) {
		guchar byte = (guchar)folded.text[i];
		if (g_ascii_isalnum(byte) || byte >= 0x80)
			g_string_append_c(plain, (char)byte);
		else if (plain->str[plain->len - 1] != ' ')
			g_string_append_c(plain, ' ');
	}
	if (plain->str[plain->len - 1] != ' ')
		g_string_append_c(plain, ' ');
	folded_clear(&folded);
	return plain;
}

static void hold(GHashTable *text, guint concept, const char *word)
{
	if (!g_hash_table_contains(text, GUINT_TO_POINTER(concept)))
		g_hash_table_insert(text, GUINT_TO_POINTER(concept), g_strdup(word));
}

/* Takes the phrases of the trade out of the words. */
static void take_phrases(const struct likeness *likeness, GString *plain, GHashTable *text)
{
	for (guint i = 0; i < likeness->phrases->len; i++) {
		const struct phrase_row *phrase = g_ptr_array_index(likeness->phrases, i);
		char *at;
		while ((at = strstr(plain->str, phrase->words)) != NULL) {
			g_autofree char *word = g_strstrip(g_strdup(phrase->words));
			hold(text, phrase->concept, word);
			g_string_erase(plain, at - plain->str,
				       (gssize)strlen(phrase->words) - 1);
		}
	}
}

static void take_word(struct likeness *likeness, const char *word, const char *language,
		      GHashTable *text)
{
	guint stem = stem_of(likeness, word, language);
	gpointer concept = g_hash_table_lookup(likeness->trade, GUINT_TO_POINTER(stem));

	if (!is_little(word))
		hold(text, concept != NULL ? GPOINTER_TO_UINT(concept) : stem, word);
}

guint likeness_add(struct likeness *likeness, const char *text)
{
	GHashTable *held = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	GString *plain = plain_words(text);
	g_auto(GStrv) all = g_strsplit(plain->str, " ", -1);
	const char *language = language_of(all);
	g_auto(GStrv) words = NULL;
	GHashTableIter iter;
	gpointer key;

	take_phrases(likeness, plain, held);
	words = g_strsplit(plain->str, " ", -1);
	g_string_free(plain, TRUE);
	for (guint i = 0; words[i] != NULL; i++)
		take_word(likeness, words[i], language, held);
	g_hash_table_iter_init(&iter, held);
	while (g_hash_table_iter_next(&iter, &key, NULL)) {
		guint n = GPOINTER_TO_UINT(g_hash_table_lookup(likeness->holding, key));
		g_hash_table_insert(likeness->holding, key, GUINT_TO_POINTER(n + 1));
	}
	g_ptr_array_add(likeness->texts, held);
	return likeness->texts->len - 1;
}

/* ---- two texts ---- */

struct shared {
	double weight;
	const char *first, *second;
};

static double weight_of(const struct likeness *likeness, gpointer key)
{
	guint n = GPOINTER_TO_UINT(g_hash_table_lookup(likeness->holding, key));

	return log((1.0 + likeness->texts->len) / (1.0 + n)) + 1;
}

static gint by_key(gconstpointer a, gconstpointer b)
{
	guint left = GPOINTER_TO_UINT(*(const gpointer *)a);
	guint right = GPOINTER_TO_UINT(*(const gpointer *)b);

	return (left > right) - (left < right);
}

/* In an order that does not depend on addresses, so that sums come out the same. */
static gpointer *keys_of(GHashTable *text, guint *n)
{
	gpointer *keys = g_hash_table_get_keys_as_array(text, n);

	qsort(keys, *n, sizeof *keys, by_key);
	return keys;
}

static double length_of(const struct likeness *likeness, GHashTable *text)
{
	guint n;
	g_autofree gpointer *keys = keys_of(text, &n);
	double sum = 0;

	for (guint i = 0; i < n; i++)
		sum += pow(weight_of(likeness, keys[i]), 2);
	return sqrt(sum);
}

static gint by_weight(gconstpointer a, gconstpointer b)
{
	const struct shared *left = a, *right = b;

	if (left->weight != right->weight)
		return left->weight > right->weight ? -1 : 1;
	return strcmp(left->first, right->first);
}

static void tell_shared(GArray *shared, GString *why)
{
	g_array_sort(shared, by_weight);
	for (guint i = 0; i < shared->len; i++) {
		const struct shared *one = &g_array_index(shared, struct shared, i);
		g_string_append_printf(why, "%s%s", i > 0 ? ", " : "", one->first);
		if (strcmp(one->first, one->second) != 0)
			g_string_append_printf(why, " = %s", one->second);
	}
}

double likeness_of(const struct likeness *likeness, guint first, guint second, GString *why)
{
	GHashTable *left = g_ptr_array_index(likeness->texts, first);
	GHashTable *right = g_ptr_array_index(likeness->texts, second);
	g_autoptr(GArray) shared = g_array_new(FALSE, FALSE, sizeof(struct shared));
	double sum = 0, lengths = length_of(likeness, left) * length_of(likeness, right);
	guint n;
	g_autofree gpointer *keys = keys_of(left, &n);

	for (guint i = 0; i < n; i++) {
		const char *other = g_hash_table_lookup(right, keys[i]);
		struct shared one = {weight_of(likeness, keys[i]),
				     g_hash_table_lookup(left, keys[i]), other};
		if (other == NULL)
			continue;
		sum += one.weight * one.weight;
		g_array_append_val(shared, one);
	}
	if (why != NULL)
		tell_shared(shared, why);
	return lengths > 0 ? sum / lengths : 0;
}
