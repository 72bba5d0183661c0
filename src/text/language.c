/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* French or English by function words (Ingle 1976; Grefenstette 1995): the share of the words
 * of a closed list decides, with the accents of French, its elisions and the contractions of
 * English. The lists of the neighbours stand against both, so that Spanish is not called French
 * nor Dutch English; words that two lists share count for neither. */
#include "text/own_text.h"

#include <string.h>

#include "text/folded.h"
#include "text/word_index.h"

#define READ_BYTES   2048u /* decided well before */
#define WORD_LONGEST 12u
#define HITS_LEAST   2u
#define SHARE_LEAST  0.12 /* of all words */
#define LEAD_LEAST   1.5  /* over the next best */

enum tongue { FRENCH, ENGLISH, OTHER, TONGUE_COUNT };

struct function_word {
	char word[WORD_LONGEST + 1];
	enum tongue tongue;
	guint weight; /* 2: hardly a word of the neighbours by chance */
};

/* Folded. */
static const struct function_word function_words[] = {
	{"aan", OTHER, 1},         {"abbiamo", OTHER, 1},
	{"aber", OTHER, 1},        {"about", ENGLISH, 1},
	{"afin", FRENCH, 1},       {"after", ENGLISH, 1},
	{"again", ENGLISH, 1},     {"agli", OTHER, 1},
	{"ainda", OTHER, 1},       {"ainsi", FRENCH, 1},
	{"al", OTHER, 1},          {"algo", OTHER, 1},
	{"all", ENGLISH, 1},       {"alla", OTHER, 1},
	{"alle", OTHER, 1},        {"allo", OTHER, 1},
	{"alors", FRENCH, 1},      {"already", ENGLISH, 1},
	{"als", OTHER, 1},         {"also", ENGLISH, 1},
	{"always", ENGLISH, 1},    {"am", ENGLISH, 1},
	{"an", ENGLISH, 1},        {"anche", OTHER, 1},
	{"and", ENGLISH, 2},       {"another", ENGLISH, 1},
	{"ante", OTHER, 1},        {"antes", OTHER, 1},
	{"any", ENGLISH, 1},       {"ao", OTHER, 1},
	{"aout", FRENCH, 1},       {"apres", FRENCH, 1},
	{"aquel", OTHER, 1},       {"ar", OTHER, 1},
	{"are", ENGLISH, 1},       {"as", ENGLISH, 1},
	{"assez", FRENCH, 1},      {"at", ENGLISH, 1},
	{"ate", OTHER, 1},         {"att", OTHER, 1},
	{"au", FRENCH, 1},         {"auch", OTHER, 1},
	{"aucun", FRENCH, 2},      {"aucune", FRENCH, 2},
	{"auf", OTHER, 1},         {"aujourd", FRENCH, 1},
	{"aupres", FRENCH, 1},     {"aura", FRENCH, 1},
	{"aurait", FRENCH, 1},     {"aurions", FRENCH, 1},
	{"aussi", FRENCH, 1},      {"autre", FRENCH, 1},
	{"autres", FRENCH, 1},     {"aux", FRENCH, 2},
	{"av", OTHER, 1},          {"avaient", FRENCH, 1},
	{"avait", FRENCH, 1},      {"avant", FRENCH, 1},
	{"avec", FRENCH, 2},       {"avete", OTHER, 1},
	{"avez", FRENCH, 2},       {"avions", FRENCH, 1},
	{"avoir", FRENCH, 1},      {"avons", FRENCH, 2},
	{"avril", FRENCH, 1},      {"ayant", FRENCH, 1},
	{"be", ENGLISH, 1},        {"beaucoup", FRENCH, 1},
	{"because", ENGLISH, 1},   {"bedankt", OTHER, 1},
	{"been", ENGLISH, 2},      {"before", ENGLISH, 1},
	{"bei", OTHER, 1},         {"being", ENGLISH, 1},
	{"below", ENGLISH, 1},     {"bem", OTHER, 1},
	{"between", ENGLISH, 1},   {"bien", FRENCH, 1},
	{"bij", OTHER, 1},         {"bis", OTHER, 1},
	{"bitte", OTHER, 1},       {"bonjour", FRENCH, 1},
	{"bonne", FRENCH, 1},      {"bonsoir", FRENCH, 1},
	{"both", ENGLISH, 1},      {"but", ENGLISH, 1},
	{"by", ENGLISH, 1},        {"ca", FRENCH, 1},
	{"cada", OTHER, 1},        {"can", ENGLISH, 1},
	{"cannot", ENGLISH, 1},    {"car", FRENCH, 1},
	{"ce", FRENCH, 1},         {"ceci", FRENCH, 1},
	{"cela", FRENCH, 1},       {"celle", FRENCH, 1},
	{"celles", FRENCH, 1},     {"celui", FRENCH, 1},
	{"ces", FRENCH, 1},        {"cet", FRENCH, 1},
	{"cette", FRENCH, 2},      {"ceux", FRENCH, 1},
	{"chaque", FRENCH, 1},     {"che", OTHER, 1},
	{"chez", FRENCH, 2},       {"ci", FRENCH, 1},
	{"cinq", FRENCH, 1},       {"comme", FRENCH, 1},
	{"como", OTHER, 1},        {"con", OTHER, 1},
	{"contre", FRENCH, 1},     {"cordialement", FRENCH, 1},
	{"could", ENGLISH, 2},     {"cual", OTHER, 1},
	{"cuando", OTHER, 1},      {"cui", OTHER, 1},
	{"da", OTHER, 1},          {"dai", OTHER, 1},
	{"dal", OTHER, 1},         {"dalla", OTHER, 1},
	{"dan", OTHER, 1},         {"danke", OTHER, 1},
	{"dann", OTHER, 1},        {"dans", FRENCH, 2},
	{"das", OTHER, 1},         {"dass", OTHER, 1},
	{"dear", ENGLISH, 1},      {"decembre", FRENCH, 1},
	{"degli", OTHER, 1},       {"dei", OTHER, 1},
	{"dein", OTHER, 1},        {"deja", FRENCH, 1},
	{"del", OTHER, 1},         {"dela", OTHER, 1},
	{"dele", OTHER, 1},        {"della", OTHER, 1},
	{"delle", OTHER, 1},       {"dello", OTHER, 1},
	{"dem", OTHER, 1},         {"demain", FRENCH, 1},
	{"den", OTHER, 1},         {"denna", OTHER, 1},
	{"depois", OTHER, 1},      {"depuis", FRENCH, 1},
	{"der", OTHER, 1},         {"des", FRENCH, 1},
	{"desde", OTHER, 1},       {"det", OTHER, 1},
	{"detta", OTHER, 1},       {"deux", FRENCH, 1},
	{"devez", FRENCH, 1},      {"deze", OTHER, 1},
	{"di", OTHER, 1},          {"did", ENGLISH, 1},
	{"die", OTHER, 1},         {"diese", OTHER, 1},
	{"dieser", OTHER, 1},      {"dimanche", FRENCH, 1},
	{"dix", FRENCH, 1},        {"do", ENGLISH, 1},
	{"doch", OTHER, 1},        {"does", ENGLISH, 1},
	{"dois", FRENCH, 1},       {"doit", FRENCH, 1},
	{"doivent", FRENCH, 1},    {"donc", FRENCH, 1},
	{"donde", OTHER, 1},       {"done", ENGLISH, 1},
	{"dont", FRENCH, 1},       {"douze", FRENCH, 1},
	{"dove", OTHER, 1},        {"down", ENGLISH, 1},
	{"du", FRENCH, 1},         {"durante", OTHER, 1},
	{"durch", OTHER, 1},       {"during", ENGLISH, 1},
	{"e", OTHER, 1},           {"each", ENGLISH, 1},
	{"een", OTHER, 1},         {"efter", OTHER, 1},
	{"eight", ENGLISH, 1},     {"ein", OTHER, 1},
	{"eine", OTHER, 1},        {"einen", OTHER, 1},
	{"einer", OTHER, 1},       {"eines", OTHER, 1},
	{"either", ENGLISH, 1},    {"el", OTHER, 1},
	{"ela", OTHER, 1},         {"ele", OTHER, 1},
	{"eles", OTHER, 1},        {"ella", OTHER, 1},
	{"elle", FRENCH, 1},       {"eller", OTHER, 1},
	{"ellos", OTHER, 1},       {"encore", FRENCH, 1},
	{"ensuite", FRENCH, 1},    {"entre", FRENCH, 1},
	{"er", OTHER, 1},          {"era", OTHER, 1},
	{"eran", OTHER, 1},        {"es", OTHER, 1},
	{"esa", OTHER, 1},         {"ese", OTHER, 1},
	{"eso", OTHER, 1},         {"esos", OTHER, 1},
	{"essa", OTHER, 1},        {"esse", OTHER, 1},
	{"est", FRENCH, 1},        {"esta", OTHER, 1},
	{"estaba", OTHER, 1},      {"estan", OTHER, 1},
	{"estao", OTHER, 1},       {"estas", OTHER, 1},
	{"este", OTHER, 1},        {"estos", OTHER, 1},
	{"et", FRENCH, 1},         {"etaient", FRENCH, 1},
	{"etait", FRENCH, 1},      {"etant", FRENCH, 1},
	{"ete", FRENCH, 1},        {"etes", FRENCH, 2},
	{"etre", FRENCH, 2},       {"euch", OTHER, 1},
	{"eux", FRENCH, 1},        {"every", ENGLISH, 1},
	{"faire", FRENCH, 1},      {"fait", FRENCH, 1},
	{"faites", FRENCH, 1},     {"faut", FRENCH, 1},
	{"february", ENGLISH, 1},  {"fevrier", FRENCH, 1},
	{"few", ENGLISH, 1},       {"first", ENGLISH, 1},
	{"five", ENGLISH, 1},      {"foi", OTHER, 1},
	{"for", ENGLISH, 1},       {"four", ENGLISH, 1},
	{"fran", OTHER, 1},        {"friday", ENGLISH, 1},
	{"from", ENGLISH, 1},      {"fue", OTHER, 1},
	{"fur", OTHER, 1},         {"further", ENGLISH, 1},
	{"geen", OTHER, 1},        {"get", ENGLISH, 1},
	{"gia", OTHER, 1},         {"gli", OTHER, 1},
	{"goes", ENGLISH, 1},      {"going", ENGLISH, 1},
	{"gracias", OTHER, 1},     {"grazie", OTHER, 1},
	{"habe", OTHER, 1},        {"haben", OTHER, 1},
	{"had", ENGLISH, 1},       {"han", OTHER, 1},
	{"hanno", OTHER, 1},       {"har", OTHER, 1},
	{"has", ENGLISH, 1},       {"hasta", OTHER, 1},
	{"have", ENGLISH, 2},      {"having", ENGLISH, 1},
	{"hay", OTHER, 1},         {"he", ENGLISH, 1},
	{"heb", OTHER, 1},         {"hebben", OTHER, 1},
	{"heeft", OTHER, 1},       {"hello", ENGLISH, 1},
	{"her", ENGLISH, 1},       {"here", ENGLISH, 1},
	{"het", OTHER, 1},         {"heures", FRENCH, 1},
	{"hi", ENGLISH, 1},        {"hier", FRENCH, 1},
	{"hij", OTHER, 1},         {"him", ENGLISH, 1},
	{"his", ENGLISH, 1},       {"ho", OTHER, 1},
	{"hoe", OTHER, 1},         {"hors", FRENCH, 1},
	{"how", ENGLISH, 1},       {"hui", FRENCH, 1},
	{"huit", FRENCH, 1},       {"hur", OTHER, 1},
	{"i", ENGLISH, 1},         {"ich", OTHER, 1},
	{"ici", FRENCH, 1},        {"if", ENGLISH, 1},
	{"ihr", OTHER, 1},         {"ihre", OTHER, 1},
	{"ik", OTHER, 1},          {"ikke", OTHER, 1},
	{"ils", FRENCH, 1},        {"im", OTHER, 1},
	{"inte", OTHER, 1},        {"into", ENGLISH, 1},
	{"is", ENGLISH, 1},        {"isso", OTHER, 1},
	{"ist", OTHER, 1},         {"isto", OTHER, 1},
	{"it", ENGLISH, 1},        {"its", ENGLISH, 1},
	{"ja", OTHER, 1},          {"jag", OTHER, 1},
	{"jamais", FRENCH, 1},     {"january", ENGLISH, 1},
	{"janvier", FRENCH, 1},    {"je", FRENCH, 1},
	{"jeg", OTHER, 1},         {"jetzt", OTHER, 1},
	{"jeudi", FRENCH, 1},      {"jour", FRENCH, 1},
	{"juillet", FRENCH, 1},    {"juin", FRENCH, 1},
	{"jullie", OTHER, 1},      {"july", ENGLISH, 1},
	{"june", ENGLISH, 1},      {"jusqu", FRENCH, 1},
	{"just", ENGLISH, 1},      {"kan", OTHER, 1},
	{"kann", OTHER, 1},        {"kein", OTHER, 1},
	{"keine", OTHER, 1},       {"know", ENGLISH, 1},
	{"konnen", OTHER, 1},      {"la", FRENCH, 1},
	{"las", OTHER, 1},         {"last", ENGLISH, 1},
	{"le", FRENCH, 1},         {"les", FRENCH, 1},
	{"let", ENGLISH, 1},       {"leur", FRENCH, 1},
	{"leurs", FRENCH, 1},      {"lo", OTHER, 1},
	{"longer", ENGLISH, 1},    {"loro", OTHER, 1},
	{"lors", FRENCH, 1},       {"lorsqu", FRENCH, 1},
	{"lorsque", FRENCH, 1},    {"los", OTHER, 1},
	{"lui", FRENCH, 1},        {"lundi", FRENCH, 1},
	{"ma", FRENCH, 1},         {"maar", OTHER, 1},
	{"maintenant", FRENCH, 1}, {"mais", OTHER, 1},
	{"malgre", FRENCH, 1},     {"march", ENGLISH, 1},
	{"mardi", FRENCH, 1},      {"mas", OTHER, 1},
	{"may", ENGLISH, 1},       {"med", OTHER, 1},
	{"meer", OTHER, 1},        {"mein", OTHER, 1},
	{"meme", FRENCH, 1},       {"memes", FRENCH, 1},
	{"merci", FRENCH, 1},      {"mercredi", FRENCH, 1},
	{"mes", FRENCH, 1},        {"mesmo", OTHER, 1},
	{"met", OTHER, 1},         {"meu", OTHER, 1},
	{"mi", OTHER, 1},          {"mich", OTHER, 1},
	{"mig", OTHER, 1},         {"might", ENGLISH, 1},
	{"mijn", OTHER, 1},        {"minha", OTHER, 1},
	{"mir", OTHER, 1},         {"mis", OTHER, 1},
	{"mit", OTHER, 1},         {"moi", FRENCH, 1},
	{"moins", FRENCH, 1},      {"mon", FRENCH, 1},
	{"monday", ENGLISH, 1},    {"more", ENGLISH, 1},
	{"most", ENGLISH, 1},      {"mucho", OTHER, 1},
	{"muchos", OTHER, 1},      {"muito", OTHER, 1},
	{"must", ENGLISH, 1},      {"muy", OTHER, 1},
	{"my", ENGLISH, 1},        {"naar", OTHER, 1},
	{"nach", OTHER, 1},        {"nada", OTHER, 1},
	{"nao", OTHER, 1},         {"nar", OTHER, 1},
	{"nas", OTHER, 1},         {"ne", FRENCH, 1},
	{"nei", OTHER, 1},         {"neither", ENGLISH, 1},
	{"nel", OTHER, 1},         {"nella", OTHER, 1},
	{"nem", OTHER, 1},         {"neuf", FRENCH, 1},
	{"never", ENGLISH, 1},     {"next", ENGLISH, 1},
	{"ni", FRENCH, 1},         {"nicht", OTHER, 1},
	{"niet", OTHER, 1},        {"nine", ENGLISH, 1},
	{"noch", OTHER, 1},        {"nog", OTHER, 1},
	{"noi", OTHER, 1},         {"non", FRENCH, 1},
	{"nor", ENGLISH, 1},       {"nos", FRENCH, 1},
	{"nosotros", OTHER, 1},    {"nossa", OTHER, 1},
	{"nosso", OTHER, 1},       {"nostra", OTHER, 1},
	{"nostro", OTHER, 1},      {"not", ENGLISH, 1},
	{"notre", FRENCH, 2},      {"nous", FRENCH, 2},
	{"now", ENGLISH, 1},       {"nuestra", OTHER, 1},
	{"nuestro", OTHER, 1},     {"numa", OTHER, 1},
	{"nur", OTHER, 1},         {"obrigado", OTHER, 1},
	{"och", OTHER, 1},         {"october", ENGLISH, 1},
	{"octobre", FRENCH, 1},    {"oder", OTHER, 1},
	{"of", ENGLISH, 1},        {"off", ENGLISH, 1},
	{"og", OTHER, 1},          {"ogni", OTHER, 1},
	{"once", ENGLISH, 1},      {"one", ENGLISH, 1},
	{"only", ENGLISH, 1},      {"ont", FRENCH, 1},
	{"onze", FRENCH, 1},       {"ook", OTHER, 1},
	{"op", OTHER, 1},          {"or", ENGLISH, 1},
	{"other", ENGLISH, 1},     {"otra", OTHER, 1},
	{"otros", OTHER, 1},       {"ou", FRENCH, 1},
	{"oui", FRENCH, 1},        {"our", ENGLISH, 2},
	{"ours", ENGLISH, 1},      {"out", ENGLISH, 1},
	{"over", ENGLISH, 1},      {"own", ENGLISH, 1},
	{"pa", OTHER, 1},          {"par", FRENCH, 1},
	{"para", OTHER, 1},        {"parce", FRENCH, 2},
	{"pas", FRENCH, 1},        {"pela", OTHER, 1},
	{"pelo", OTHER, 1},        {"pelos", OTHER, 1},
	{"perche", OTHER, 1},      {"pero", OTHER, 1},
	{"personne", FRENCH, 1},   {"peu", FRENCH, 1},
	{"peut", FRENCH, 1},       {"peuvent", FRENCH, 1},
	{"peux", FRENCH, 1},       {"piu", OTHER, 1},
	{"please", ENGLISH, 2},    {"plus", FRENCH, 1},
	{"plusieurs", FRENCH, 1},  {"poi", OTHER, 1},
	{"por", OTHER, 1},         {"porque", OTHER, 1},
	{"pour", FRENCH, 2},       {"pouvez", FRENCH, 1},
	{"pouvons", FRENCH, 1},    {"premier", FRENCH, 1},
	{"premiere", FRENCH, 1},   {"puis", FRENCH, 1},
	{"puisqu", FRENCH, 1},     {"puisque", FRENCH, 1},
	{"qual", OTHER, 1},        {"quale", OTHER, 1},
	{"quand", FRENCH, 1},      {"quando", OTHER, 1},
	{"quatre", FRENCH, 1},     {"que", FRENCH, 2},
	{"quel", FRENCH, 1},       {"quelle", FRENCH, 1},
	{"quello", OTHER, 1},      {"quelque", FRENCH, 1},
	{"quelques", FRENCH, 1},   {"quem", OTHER, 1},
	{"questa", OTHER, 1},      {"questi", OTHER, 1},
	{"questo", OTHER, 1},      {"qui", FRENCH, 2},
	{"quien", OTHER, 1},       {"quinze", FRENCH, 1},
	{"rappel", FRENCH, 1},     {"regards", ENGLISH, 1},
	{"rien", FRENCH, 1},       {"sa", FRENCH, 1},
	{"samedi", FRENCH, 1},     {"sans", FRENCH, 1},
	{"saturday", ENGLISH, 1},  {"sehr", OTHER, 1},
	{"sein", OTHER, 1},        {"seine", OTHER, 1},
	{"seit", OTHER, 1},        {"selon", FRENCH, 1},
	{"sem", OTHER, 1},         {"sept", FRENCH, 1},
	{"ser", OTHER, 1},         {"sera", FRENCH, 1},
	{"serait", FRENCH, 1},     {"seront", FRENCH, 1},
	{"ses", FRENCH, 1},        {"seu", OTHER, 1},
	{"seven", ENGLISH, 1},     {"shall", ENGLISH, 1},
	{"she", ENGLISH, 1},       {"should", ENGLISH, 2},
	{"si", FRENCH, 1},         {"sia", OTHER, 1},
	{"siamo", OTHER, 1},       {"sie", OTHER, 1},
	{"siete", OTHER, 1},       {"sin", OTHER, 1},
	{"since", ENGLISH, 1},     {"sind", OTHER, 1},
	{"ska", OTHER, 1},         {"so", ENGLISH, 1},
	{"sobre", OTHER, 1},       {"soient", FRENCH, 1},
	{"soit", FRENCH, 1},       {"som", OTHER, 1},
	{"some", ENGLISH, 1},      {"sommes", FRENCH, 1},
	{"son", FRENCH, 1},        {"sono", OTHER, 1},
	{"sont", FRENCH, 2},       {"sous", FRENCH, 1},
	{"sta", OTHER, 1},         {"still", ENGLISH, 1},
	{"sua", OTHER, 1},         {"such", ENGLISH, 1},
	{"sugli", OTHER, 1},       {"suite", FRENCH, 1},
	{"sul", OTHER, 1},         {"sulla", OTHER, 1},
	{"sunday", ENGLISH, 1},    {"suo", OTHER, 1},
	{"sur", FRENCH, 2},        {"sus", OTHER, 1},
	{"ta", FRENCH, 1},         {"tambem", OTHER, 1},
	{"tambien", OTHER, 1},     {"tant", FRENCH, 1},
	{"tem", OTHER, 1},         {"ten", ENGLISH, 1},
	{"tenth", ENGLISH, 1},     {"tes", FRENCH, 1},
	{"than", ENGLISH, 1},      {"thank", ENGLISH, 1},
	{"thanks", ENGLISH, 1},    {"that", ENGLISH, 2},
	{"the", ENGLISH, 2},       {"their", ENGLISH, 2},
	{"theirs", ENGLISH, 1},    {"them", ENGLISH, 1},
	{"then", ENGLISH, 1},      {"there", ENGLISH, 2},
	{"these", ENGLISH, 1},     {"they", ENGLISH, 2},
	{"thirty", ENGLISH, 1},    {"this", ENGLISH, 2},
	{"those", ENGLISH, 1},     {"three", ENGLISH, 1},
	{"through", ENGLISH, 1},   {"thursday", ENGLISH, 1},
	{"tiene", OTHER, 1},       {"til", OTHER, 1},
	{"till", OTHER, 1},        {"to", ENGLISH, 1},
	{"today", ENGLISH, 1},     {"todo", OTHER, 1},
	{"todos", OTHER, 1},       {"toi", FRENCH, 1},
	{"tomorrow", ENGLISH, 1},  {"ton", FRENCH, 1},
	{"too", ENGLISH, 1},       {"tot", OTHER, 1},
	{"toujours", FRENCH, 1},   {"tous", FRENCH, 1},
	{"tout", FRENCH, 1},       {"toute", FRENCH, 1},
	{"tra", OTHER, 1},         {"trente", FRENCH, 1},
	{"tres", FRENCH, 1},       {"trois", FRENCH, 1},
	{"trop", FRENCH, 1},       {"tu", FRENCH, 1},
	{"tuesday", ENGLISH, 1},   {"tutti", OTHER, 1},
	{"tutto", OTHER, 1},       {"twelve", ENGLISH, 1},
	{"two", ENGLISH, 1},       {"uber", OTHER, 1},
	{"uit", OTHER, 1},         {"um", OTHER, 1},
	{"uma", OTHER, 1},         {"una", OTHER, 1},
	{"und", OTHER, 1},         {"under", ENGLISH, 1},
	{"une", FRENCH, 2},        {"unless", ENGLISH, 1},
	{"uno", OTHER, 1},         {"unos", OTHER, 1},
	{"uns", OTHER, 1},         {"unser", OTHER, 1},
	{"unsere", OTHER, 1},      {"until", ENGLISH, 1},
	{"up", ENGLISH, 1},        {"upon", ENGLISH, 1},
	{"upp", OTHER, 1},         {"us", ENGLISH, 1},
	{"usted", OTHER, 1},       {"utan", OTHER, 1},
	{"van", OTHER, 1},         {"var", OTHER, 1},
	{"vendredi", FRENCH, 1},   {"vers", FRENCH, 1},
	{"very", ENGLISH, 1},      {"veuillez", FRENCH, 1},
	{"vid", OTHER, 1},         {"viel", OTHER, 1},
	{"vingt", FRENCH, 1},      {"voce", OTHER, 1},
	{"voces", OTHER, 1},       {"voi", OTHER, 1},
	{"voici", FRENCH, 1},      {"voila", FRENCH, 1},
	{"von", OTHER, 1},         {"voor", OTHER, 1},
	{"vor", OTHER, 1},         {"vos", FRENCH, 2},
	{"vostro", OTHER, 1},      {"votre", FRENCH, 2},
	{"vous", FRENCH, 2},       {"wat", OTHER, 1},
	{"we", ENGLISH, 1},        {"wednesday", ENGLISH, 1},
	{"wel", OTHER, 1},         {"wenn", OTHER, 1},
	{"werden", OTHER, 1},      {"were", ENGLISH, 1},
	{"what", ENGLISH, 2},      {"when", ENGLISH, 1},
	{"where", ENGLISH, 1},     {"which", ENGLISH, 2},
	{"while", ENGLISH, 1},     {"who", ENGLISH, 1},
	{"why", ENGLISH, 1},       {"wie", OTHER, 1},
	{"wij", OTHER, 1},         {"will", ENGLISH, 1},
	{"wir", OTHER, 1},         {"wird", OTHER, 1},
	{"with", ENGLISH, 2},      {"within", ENGLISH, 1},
	{"without", ENGLISH, 1},   {"wordt", OTHER, 1},
	{"would", ENGLISH, 2},     {"wurde", OTHER, 1},
	{"ya", OTHER, 1},          {"yes", ENGLISH, 1},
	{"yesterday", ENGLISH, 1}, {"yo", OTHER, 1},
	{"you", ENGLISH, 1},       {"your", ENGLISH, 2},
	{"zal", OTHER, 1},         {"ze", OTHER, 1},
	{"zich", OTHER, 1},        {"zijn", OTHER, 1},
	{"zo", OTHER, 1},          {"zu", OTHER, 1},
	{"zum", OTHER, 1},         {"zur", OTHER, 1},
};

/* Half of all comparisons end at the first letter, without a call. */
struct tally {
	guint hits[TONGUE_COUNT];
	guint words;
};

static const char *function_word_at(guint i)
{
	return function_words[i].word;
}

static const struct function_word *find_word(const char *word, gsize length)
{
	static struct word_index *index;
	int found;

	if (g_once_init_enter(&index))
		g_once_init_leave(
			&index, word_index_new(function_word_at, G_N_ELEMENTS(function_words)));
	found = word_index_find(index, word, length);
	return found >= 0 ? &function_words[found] : NULL;
}

static bool is_among(const char *word, gsize length, const char *const *words, gsize count)
{
	for (gsize i = 0; i < count; i++)
		if (strlen(words[i]) == length && memcmp(words[i], word, length) == 0)
			return true;
	return false;
}

/* Letters around an apostrophe: French elides before it, English contracts behind it. */
static bool count_apostrophe(const char *folded, gsize from, gsize to, struct tally *tally)
{
	static const char *const elided[] = {"c",      "d",      "j",      "l",      "m",
					     "n",      "s",      "t",      "qu",     "jusqu",
					     "lorsqu", "puisqu", "quelqu", "aujourd"};
	static const char *const contracted[] = {"s", "t", "m", "d", "re", "ve", "ll"};
	const char *word = folded + from;

	if (folded[to] == '\'' && is_among(word, to - from, elided, G_N_ELEMENTS(elided)))
		tally->hits[FRENCH]++;
	else if (from > 1 && word[-1] == '\'' &&
		 is_among(word, to - from, contracted, G_N_ELEMENTS(contracted)))
		tally->hits[ENGLISH]++;
	else
		return false;
	return true;
}

static enum tongue letter_tongue(gunichar letter)
{
	static const gunichar french[] = {0xE0, 0xE2, 0xE7, 0xE8, 0xE9, 0xEA, 0xEB,
					  0xEE, 0xEF, 0xF4, 0xF9, 0xFB, 0x153};

	for (gsize i = 0; i < G_N_ELEMENTS(french); i++)
		if (letter == french[i])
			return FRENCH;
	return g_unichar_isalpha(letter) ? OTHER : TONGUE_COUNT;
}

/* The language whose spelling has the accents of a word; TONGUE_COUNT when it has none. */
static enum tongue accent_of(const char *text, gsize length)
{
	enum tongue accent = TONGUE_COUNT;

	for (gsize at = 0; at < length && accent != OTHER;) {
		gunichar letter;
		enum tongue tongue;

		if ((guchar)text[at] < 0x80) {
			at++;
			continue;
		}
		letter = g_utf8_get_char_validated(text + at, (gssize)(length - at));
		if (letter >= (gunichar)-2)
			return OTHER;
		tongue = letter_tongue(g_unichar_tolower(letter));
		if (tongue != TONGUE_COUNT)
			accent = tongue;
		at += (gsize)(g_utf8_next_char(text + at) - (text + at));
	}
	return accent;
}

/* A word with an accent is none of English: "thé" is not "the". */
static void count_word(const char *text, const struct folded *folded, gsize from, gsize to,
		       struct tally *tally)
{
	const struct function_word *found = find_word(folded->text + from, to - from);
	gsize start, end;
	enum tongue accent;

	folded_span(folded, from, to, &start, &end);
	accent = accent_of(text + start, end - start);
	tally->words++;
	if (accent != TONGUE_COUNT)
		tally->hits[accent]++;
	if (found != NULL && (accent == TONGUE_COUNT || found->tongue == accent))
		tally->hits[found->tongue] += found->weight;
}

static bool is_letter(char byte)
{
	return g_ascii_isalpha(byte) || (guchar)byte >= 0x80;
}

static gsize word_end(const struct folded *folded, gsize at)
{
	while (at < folded->length && is_letter(folded->text[at]))
		at++;
	return at;
}

/* Letters without a figure that touches them: "I1" is no word. */
static bool is_word(const struct folded *folded, gsize from, gsize to)
{
	return to > from && !g_ascii_isdigit(folded->text[to]) &&
	       (from == 0 || !g_ascii_isdigit(folded->text[from - 1]));
}

/* Addresses of the web and of mail are not words. */
static bool is_address(const char *piece, gsize length)
{
	const char *colon = memchr(piece, ':', length);

	return memchr(piece, '@', length) != NULL ||
	       (colon != NULL && strncmp(colon, "://", 3) == 0);
}

static void count_words(const char *text, const struct folded *folded, struct tally *tally)
{
	gsize at = 0;

	while (at < folded->length) {
		gsize stop = (gsize)(strchrnul(folded->text + at, ' ') - folded->text), end;

		if (is_address(folded->text + at, stop - at))
			at = stop;
		for (; at < stop; at = end + 1) {
			end = word_end(folded, at);
			if (is_word(folded, at, end) &&
			    !count_apostrophe(folded->text, at, end, tally))
				count_word(text, folded, at, end, tally);
		}
		at = MAX(at, stop + 1);
	}
}

static bool leads(const struct tally *tally, enum tongue tongue)
{
	guint next = 0, hits = tally->hits[tongue];

	for (int other = 0; other < TONGUE_COUNT; other++)
		if (other != (int)tongue)
			next = MAX(next, tally->hits[other]);
	return hits >= HITS_LEAST && hits >= SHARE_LEAST * tally->words &&
	       hits >= LEAD_LEAST * next;
}

/* READ_BYTES at most, whole characters. */
static gsize read_length(const char *text)
{
	gsize length = strnlen(text, READ_BYTES);

	while (length == READ_BYTES && ((guchar)text[length] & 0xC0) == 0x80)
		length--;
	return length;
}

const char *own_text_language(const char *text)
{
	struct folded folded = {0};
	struct tally tally = {0};

	folded_make(text, read_length(text), &folded);
	count_words(text, &folded, &tally);
	folded_clear(&folded);
	if (leads(&tally, FRENCH))
		return "fr";
	return leads(&tally, ENGLISH) ? "en" : "";
}
