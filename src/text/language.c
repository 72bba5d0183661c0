/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* French or English by function words (Ingle 1976; Grefenstette 1995): the share of the words
 * of a short list decides, and the lists of four neighbours stand against it so that Spanish
 * is not called French nor Dutch English. Words that two lists share count for neither. */
#include "text/own_text.h"

#include <stdlib.h>
#include <string.h>

#include "text/own_text-internal.h"

#define READ_BYTES   4096u /* decided well before */
#define WORD_LONGEST 12u
#define HITS_LEAST   2u
#define SHARE_LEAST  0.12 /* of all words */
#define LEAD_LEAST   1.5  /* over the next best */

enum tongue { FRENCH, ENGLISH, OTHER, TONGUE_COUNT };

struct function_word {
	const char *word;
	enum tongue tongue;
};

/* Sorted; folded. */
static const struct function_word function_words[] = {
	{"about", ENGLISH},   {"afin", FRENCH},
	{"after", ENGLISH},   {"again", ENGLISH},
	{"ainsi", FRENCH},    {"al", OTHER},
	{"all", ENGLISH},     {"alors", FRENCH},
	{"also", ENGLISH},    {"am", ENGLISH},
	{"anche", OTHER},     {"and", ENGLISH},
	{"any", ENGLISH},     {"ao", OTHER},
	{"apres", FRENCH},    {"ar", OTHER},
	{"are", ENGLISH},     {"as", ENGLISH},
	{"at", ENGLISH},      {"au", FRENCH},
	{"auch", OTHER},      {"auf", OTHER},
	{"aussi", FRENCH},    {"aux", FRENCH},
	{"av", OTHER},        {"avant", FRENCH},
	{"avec", FRENCH},     {"avez", FRENCH},
	{"avoir", FRENCH},    {"avons", FRENCH},
	{"be", ENGLISH},      {"because", ENGLISH},
	{"bedankt", OTHER},   {"been", ENGLISH},
	{"before", ENGLISH},  {"between", ENGLISH},
	{"bien", FRENCH},     {"bitte", OTHER},
	{"bonjour", FRENCH},  {"bonne", FRENCH},
	{"bonsoir", FRENCH},  {"both", ENGLISH},
	{"but", ENGLISH},     {"by", ENGLISH},
	{"c", FRENCH},        {"ca", FRENCH},
	{"can", ENGLISH},     {"car", FRENCH},
	{"ce", FRENCH},       {"ceci", FRENCH},
	{"cela", FRENCH},     {"celui", FRENCH},
	{"ces", FRENCH},      {"cette", FRENCH},
	{"che", OTHER},       {"chez", FRENCH},
	{"com", OTHER},       {"come", OTHER},
	{"comme", FRENCH},    {"como", OTHER},
	{"con", OTHER},       {"cordialement", FRENCH},
	{"could", ENGLISH},   {"d", FRENCH},
	{"da", OTHER},        {"danke", OTHER},
	{"dans", FRENCH},     {"das", OTHER},
	{"dat", OTHER},       {"dear", ENGLISH},
	{"deja", FRENCH},     {"del", OTHER},
	{"della", OTHER},     {"dem", OTHER},
	{"den", OTHER},       {"depuis", FRENCH},
	{"der", OTHER},       {"des", FRENCH},
	{"det", OTHER},       {"deze", OTHER},
	{"di", OTHER},        {"did", ENGLISH},
	{"die", OTHER},       {"do", ENGLISH},
	{"does", ENGLISH},    {"doit", FRENCH},
	{"donc", FRENCH},     {"dont", FRENCH},
	{"du", FRENCH},       {"each", ENGLISH},
	{"een", OTHER},       {"ein", OTHER},
	{"eine", OTHER},      {"el", OTHER},
	{"elle", FRENCH},     {"em", OTHER},
	{"en", OTHER},        {"encore", FRENCH},
	{"entre", FRENCH},    {"es", OTHER},
	{"est", FRENCH},      {"esta", OTHER},
	{"este", OTHER},      {"et", FRENCH},
	{"etait", FRENCH},    {"ete", FRENCH},
	{"etes", FRENCH},     {"etre", FRENCH},
	{"faire", FRENCH},    {"fait", FRENCH},
	{"faut", FRENCH},     {"few", ENGLISH},
	{"foi", OTHER},       {"for", ENGLISH},
	{"from", ENGLISH},    {"fur", OTHER},
	{"get", ENGLISH},     {"gli", OTHER},
	{"gracias", OTHER},   {"grazie", OTHER},
	{"haben", OTHER},     {"had", ENGLISH},
	{"har", OTHER},       {"has", ENGLISH},
	{"have", ENGLISH},    {"he", ENGLISH},
	{"hello", ENGLISH},   {"here", ENGLISH},
	{"het", OTHER},       {"heures", FRENCH},
	{"hi", ENGLISH},      {"how", ENGLISH},
	{"i", ENGLISH},       {"ich", OTHER},
	{"if", ENGLISH},      {"ik", OTHER},
	{"ils", FRENCH},      {"im", OTHER},
	{"inte", OTHER},      {"into", ENGLISH},
	{"is", ENGLISH},      {"ist", OTHER},
	{"it", ENGLISH},      {"its", ENGLISH},
	{"j", FRENCH},        {"jag", OTHER},
	{"jamais", FRENCH},   {"je", FRENCH},
	{"jeudi", FRENCH},    {"jour", FRENCH},
	{"just", ENGLISH},    {"know", ENGLISH},
	{"l", FRENCH},        {"la", FRENCH},
	{"le", FRENCH},       {"les", FRENCH},
	{"let", ENGLISH},     {"leur", FRENCH},
	{"leurs", FRENCH},    {"lo", OTHER},
	{"lors", FRENCH},     {"los", OTHER},
	{"lui", FRENCH},      {"lundi", FRENCH},
	{"m", FRENCH},        {"ma", FRENCH},
	{"mardi", FRENCH},    {"mas", OTHER},
	{"me", ENGLISH},      {"merci", FRENCH},
	{"mercredi", FRENCH}, {"mes", FRENCH},
	{"met", OTHER},       {"mit", OTHER},
	{"moi", FRENCH},      {"mon", FRENCH},
	{"more", ENGLISH},    {"muy", OTHER},
	{"my", ENGLISH},      {"n", FRENCH},
	{"naar", OTHER},      {"nao", OTHER},
	{"ne", FRENCH},       {"ni", FRENCH},
	{"nicht", OTHER},     {"niet", OTHER},
	{"non", FRENCH},      {"nos", FRENCH},
	{"not", ENGLISH},     {"notre", FRENCH},
	{"nous", FRENCH},     {"o", OTHER},
	{"obrigado", OTHER},  {"of", ENGLISH},
	{"og", OTHER},        {"only", ENGLISH},
	{"ont", FRENCH},      {"ook", OTHER},
	{"op", OTHER},        {"or", ENGLISH},
	{"os", OTHER},        {"ou", FRENCH},
	{"oui", FRENCH},      {"our", ENGLISH},
	{"out", ENGLISH},     {"over", ENGLISH},
	{"pa", OTHER},        {"par", FRENCH},
	{"para", OTHER},      {"parce", FRENCH},
	{"pas", FRENCH},      {"pelo", OTHER},
	{"per", OTHER},       {"pero", OTHER},
	{"personne", FRENCH}, {"peut", FRENCH},
	{"please", ENGLISH},  {"plus", FRENCH},
	{"por", OTHER},       {"pour", FRENCH},
	{"pouvez", FRENCH},   {"pouvons", FRENCH},
	{"qu", FRENCH},       {"quand", FRENCH},
	{"que", FRENCH},      {"quel", FRENCH},
	{"quelle", FRENCH},   {"questa", OTHER},
	{"questo", OTHER},    {"qui", FRENCH},
	{"rappel", FRENCH},   {"regards", ENGLISH},
	{"rien", FRENCH},     {"s", FRENCH},
	{"sa", FRENCH},       {"sans", FRENCH},
	{"se", OTHER},        {"sera", FRENCH},
	{"serait", FRENCH},   {"ses", FRENCH},
	{"she", ENGLISH},     {"should", ENGLISH},
	{"si", FRENCH},       {"sie", OTHER},
	{"since", ENGLISH},   {"sind", OTHER},
	{"so", ENGLISH},      {"som", OTHER},
	{"some", ENGLISH},    {"sommes", FRENCH},
	{"son", FRENCH},      {"sono", OTHER},
	{"sont", FRENCH},     {"sous", FRENCH},
	{"still", ENGLISH},   {"su", OTHER},
	{"suite", FRENCH},    {"sur", FRENCH},
	{"t", FRENCH},        {"than", ENGLISH},
	{"thank", ENGLISH},   {"thanks", ENGLISH},
	{"that", ENGLISH},    {"the", ENGLISH},
	{"their", ENGLISH},   {"them", ENGLISH},
	{"then", ENGLISH},    {"there", ENGLISH},
	{"these", ENGLISH},   {"they", ENGLISH},
	{"this", ENGLISH},    {"those", ENGLISH},
	{"til", OTHER},       {"to", ENGLISH},
	{"toujours", FRENCH}, {"tous", FRENCH},
	{"tout", FRENCH},     {"toute", FRENCH},
	{"tres", FRENCH},     {"um", OTHER},
	{"uma", OTHER},       {"una", OTHER},
	{"und", OTHER},       {"under", ENGLISH},
	{"une", FRENCH},      {"up", ENGLISH},
	{"us", ENGLISH},      {"van", OTHER},
	{"vendredi", FRENCH}, {"vers", FRENCH},
	{"very", ENGLISH},    {"voce", OTHER},
	{"von", OTHER},       {"voor", OTHER},
	{"vos", FRENCH},      {"votre", FRENCH},
	{"vous", FRENCH},     {"we", ENGLISH},
	{"werden", OTHER},    {"were", ENGLISH},
	{"what", ENGLISH},    {"when", ENGLISH},
	{"where", ENGLISH},   {"which", ENGLISH},
	{"who", ENGLISH},     {"wie", OTHER},
	{"wij", OTHER},       {"will", ENGLISH},
	{"wir", OTHER},       {"with", ENGLISH},
	{"would", ENGLISH},   {"yes", ENGLISH},
	{"you", ENGLISH},     {"your", ENGLISH},
	{"zijn", OTHER},      {"zu", OTHER},
};

static int by_word(const void *key, const void *row)
{
	return strcmp(key, ((const struct function_word *)row)->word);
}

static void count_word(const char *word, gsize length, guint hits[TONGUE_COUNT])
{
	char key[WORD_LONGEST + 1];
	const struct function_word *found;

	if (length > WORD_LONGEST)
		return;
	memcpy(key, word, length);
	key[length] = '\0';
	found = bsearch(key, function_words, G_N_ELEMENTS(function_words),
			sizeof(*function_words), by_word);
	if (found != NULL)
		hits[found->tongue]++;
}

static bool is_letter(char byte)
{
	return g_ascii_isalpha(byte) || (guchar)byte >= 0x80;
}

/* Counts the words of each list; returns the number of all words. Addresses of the web and of
 * mail are not words. */
static guint count_words(const char *folded, guint hits[TONGUE_COUNT])
{
	guint words = 0;

	while (*folded != '\0') {
		gsize span = strcspn(folded, " "), at = 0;
		bool address = memchr(folded, '@', span) != NULL ||
			       memmem(folded, span, "://", 3) != NULL;

		while (!address && at < span) {
			gsize length = 0;

			while (at + length < span && is_letter(folded[at + length]))
				length++;
			if (length > 0) {
				count_word(folded + at, length, hits);
				words++;
			}
			at += length + 1;
		}
		folded += span + (folded[span] == ' ');
	}
	return words;
}

static bool leads(const guint hits[TONGUE_COUNT], enum tongue tongue, guint words)
{
	guint next = 0;

	for (int other = 0; other < TONGUE_COUNT; other++)
		if (other != (int)tongue)
			next = MAX(next, hits[other]);
	return hits[tongue] >= HITS_LEAST && hits[tongue] >= SHARE_LEAST * words &&
	       hits[tongue] >= LEAD_LEAST * next;
}

const char *own_text_language(const char *text)
{
	char folded[READ_BYTES];
	guint hits[TONGUE_COUNT] = {0}, words;

	fold_text(text, strnlen(text, READ_BYTES), folded, sizeof(folded));
	words = count_words(folded, hits);
	if (leads(hits, FRENCH, words))
		return "fr";
	return leads(hits, ENGLISH, words) ? "en" : "";
}
