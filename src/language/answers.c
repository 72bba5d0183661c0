/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Content words are those of four letters or more that are no function words nor courtesies of
 * correspondence, acronyms, and what holds a digit; cut to their first five letters, which
 * serves French and English about as well as a stemmer (truncation: McNamee, Nicholas and
 * Mayfield 2009). */
#include "language/answers.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "language/facts-internal.h"
#include "text/folded.h"
#include "text/own_text.h"

#define WORD_LEAST    4 /* letters of a content word */
#define STEM_LETTERS  5
#define STEM_MOST     32 /* bytes of a word with digits that are compared */
#define QUESTION_LONG 5  /* content words from which one shared word is too few */

/* Sorted; folded. Function words, and what mail says whatever it is about. */
static const char *const empty_words[] = {
	"about",        "actuellement", "afin",     "after",      "again",        "ainsi",
	"alors",        "already",      "also",     "apres",      "arrive",       "asked",
	"assez",        "attends",      "attente",  "aucun",      "aucune",       "aupres",
	"aurait",       "auriez",       "aussi",    "autre",      "autres",       "avaient",
	"avais",        "avait",        "avant",    "avec",       "avez",         "avoir",
	"avons",        "back",         "beaucoup", "because",    "been",         "before",
	"being",        "besoin",       "between",  "bien",       "bonjour",      "both",
	"cela",         "celle",        "celui",    "ceux",       "chaque",       "chez",
	"combien",      "comme",        "comment",  "concernant", "cordialement", "could",
	"dans",         "date",         "dear",     "delai",      "depuis",       "dernier",
	"derniere",     "devrait",      "dire",     "dites",      "doit",         "donc",
	"done",         "dont",         "during",   "each",       "elle",         "elles",
	"encore",       "enfin",        "entre",    "etaient",    "etait",        "etes",
	"etre",         "even",         "every",    "faire",      "fait",         "faites",
	"faut",         "from",         "give",     "going",      "have",         "having",
	"hello",        "here",         "heure",    "heures",     "info",         "information",
	"informations", "infos",        "into",     "jour",       "jours",        "jusqu",
	"just",         "kind",         "know",     "like",       "long",         "lors",
	"lorsque",      "madame",       "made",     "mail",       "mais",         "make",
	"many",         "meme",         "merci",    "message",    "mettre",       "mieux",
	"moins",        "monsieur",     "more",     "most",       "much",         "need",
	"news",         "notre",        "nous",     "nouvelle",   "nouvelles",    "okay",
	"only",         "other",        "over",     "parce",      "pendant",      "peut",
	"peuvent",      "please",       "plus",     "point",      "possible",     "pour",
	"pourquoi",     "pourrait",     "pourriez", "pouvez",     "pouvoir",      "pouvons",
	"prevu",        "puis",         "quand",    "quel",       "quelle",       "quelles",
	"quelque",      "quelques",     "quels",    "question",   "regards",      "reply",
	"reponse",      "retour",       "rien",     "sais",       "same",         "sans",
	"savez",        "savoir",       "sera",     "serait",     "seront",       "should",
	"since",        "soit",         "some",     "sommes",     "sont",         "soon",
	"sous",         "still",        "such",     "suis",       "suite",        "take",
	"tell",         "temps",        "than",     "thank",      "thanks",       "that",
	"their",        "them",         "then",     "there",      "these",        "they",
	"this",         "those",        "time",     "toujours",   "tous",         "tout",
	"toute",        "toutes",       "tres",     "trop",       "under",        "until",
	"update",       "updates",      "vers",     "very",       "veuillez",     "voici",
	"votre",        "voulez",       "vous",     "want",       "well",         "were",
	"what",         "when",         "where",    "which",      "while",        "will",
	"with",         "would",        "your",
};

struct words {
	const struct folded *folded;
	const char *original; /* the sentence before folding */
	GHashTable *stems;
};

static gint by_word(gconstpointer word, gconstpointer row)
{
	return strcmp(word, *(const char *const *)row);
}

static bool is_empty(const char *word)
{
	return bsearch(word, empty_words, G_N_ELEMENTS(empty_words), sizeof empty_words[0],
		       by_word) != NULL;
}

/* "VPN" is a content word, "vpn" is too short to be told from others. */
static bool is_acronym(const struct words *words, gsize from, gsize to)
{
	for (gsize i = from; i < to; i++)
		if (!g_ascii_isupper(words->original[words->folded->origin[i]]))
			return false;
	return to - from >= 2;
}

static bool has_digit(const char *word)
{
	return word[strcspn(word, "0123456789")] != '\0';
}

/* The stem of the folded bytes from..to; NULL when they are no content word. Caller owns. */
static char *stem_of(const struct words *words, gsize from, gsize to)
{
	g_autofree char *word =
		g_strndup(words->folded->text + from, MIN(to - from, STEM_MOST));
	gsize length = strlen(word);

	if (is_acronym(words, from, to) || (has_digit(word) && length > 1))
		return g_steal_pointer(&word);
	if (length < WORD_LEAST || is_empty(word))
		return NULL;
	if (word[length - 1] == 's' || word[length - 1] == 'x')
		word[--length] = '\0';
	return g_strndup(word, STEM_LETTERS);
}

/* Letters and digits; bytes of other scripts count as letters. */
static bool in_word(char byte)
{
	return g_ascii_isalnum(byte) || (guchar)byte >= 0x80;
}

static void find_stems(const struct words *words)
{
	const struct folded *folded = words->folded;
	gsize from = 0;

	while (from < folded->length) {
		gsize to = from;
		char *stem;

		while (to < folded->length && in_word(folded->text[to]))
			to++;
		stem = to > from ? stem_of(words, from, to) : NULL;
		if (stem != NULL)
			g_hash_table_add(words->stems, stem);
		from = to + 1;
	}
}

/* Content stems of a sentence. Caller owns. */
static GHashTable *stems_of(const char *text, struct text_span sentence)
{
	struct folded folded = {0};
	struct words words = {&folded, text + sentence.from,
			      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};

	folded_make(words.original, sentence.to - sentence.from, &folded);
	find_stems(&words);
	folded_clear(&folded);
	return words.stems;
}

struct sentence {
	struct text_span span;
	guint32 facts;
	GHashTable *stems;
};

static void clear_sentence(gpointer sentence)
{
	g_hash_table_unref(((struct sentence *)sentence)->stems);
}

static bool asks(const char *text, struct text_span span, const char *language)
{
	g_autofree char *sentence = g_strndup(text + span.from, span.to - span.from);

	return own_text_asks(sentence, language);
}

/* Sentences of a text, or of them those that ask and name something, with what they hold. */
static GArray *read_sentences(struct fact_reader *reader, const char *text,
			      const char *language, bool questions)
{
	g_autoptr(GArray) spans = g_array_new(FALSE, FALSE, sizeof(struct text_span));
	GArray *sentences = g_array_new(FALSE, FALSE, sizeof(struct sentence));

	g_array_set_clear_func(sentences, clear_sentence);
	sentences_find(text, strlen(text), spans);
	for (guint i = 0; i < spans->len; i++) {
		struct sentence sentence = {.span = g_array_index(spans, struct text_span, i)};

		if (questions && (sentences->len == ANSWERS_QUESTIONS ||
				  !asks(text, sentence.span, language)))
			continue;
		sentence.facts = fact_reader_read(reader, text, sentence.span, language);
		sentence.stems = stems_of(text, sentence.span);
		if (questions && g_hash_table_size(sentence.stems) == 0)
			g_hash_table_unref(sentence.stems);
		else
			g_array_append_val(sentences, sentence);
	}
	return sentences;
}

static bool shares_content(const struct sentence *question, const struct sentence *reply)
{
	guint wanted = g_hash_table_size(question->stems) < QUESTION_LONG ? 1 : 2, shared = 0;
	GHashTableIter iter;
	gpointer stem;

	g_hash_table_iter_init(&iter, question->stems);
	while (g_hash_table_iter_next(&iter, &stem, NULL))
		shared += g_hash_table_contains(reply->stems, stem);
	return shared >= wanted;
}

static enum answer answer_by(const struct sentence *question, const struct sentence *reply)
{
	bool when = question->facts & FACT_BIT(FACT_ASKS_WHEN);
	bool open = question->facts & (FACT_BIT(FACT_ASKS_OPEN) | FACT_BIT(FACT_ASKS_WHEN));

	if (shares_content(question, reply))
		return ANSWER_CONTENT;
	if ((reply->facts & FACT_BIT(FACT_DATE)) &&
	    (when || (reply->facts & FACT_BIT(FACT_DEFERRAL))))
		return ANSWER_DATE;
	if (!open && (reply->facts & FACT_BIT(FACT_PLAIN)))
		return ANSWER_PLAIN;
	return ANSWER_NONE;
}

static struct answer_match match(const struct sentence *question, const GArray *replies)
{
	struct answer_match match = {.question = question->span};

	for (guint i = 0; i < replies->len && match.answer == ANSWER_NONE; i++) {
		const struct sentence *reply = &g_array_index(replies, struct sentence, i);

		match.answer = answer_by(question, reply);
		if (match.answer != ANSWER_NONE)
			match.reply = reply->span;
	}
	return match;
}

void answers_match(const char *asked, const char *reply, const char *language, GArray *matches)
{
	struct fact_reader *reader = fact_reader_new();
	g_autoptr(GArray) questions = read_sentences(reader, asked, language, true);
	g_autoptr(GArray) replies = read_sentences(reader, reply, language, false);

	for (guint i = 0; i < questions->len; i++) {
		struct answer_match found =
			match(&g_array_index(questions, struct sentence, i), replies);

		g_array_append_val(matches, found);
	}
	fact_reader_free(reader);
}
