/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Terms by rules on words: a row of `rules` says which words make a term, which take it away,
 * and which quantity of the sentence measures it. A quantity has one part in a sentence: what
 * is a notice ("at least sixty (60) days prior") is never taken for a duration. Measured on the
 * labelled contracts of CUAD (Hendrycks et al. 2021, arXiv:2103.06268); tests/contract has the
 * figures. */
#include "contract/terms.h"

#include <string.h>

#include "contract/sentence-internal.h"

#define SIGNED_PARAGRAPHS 40u /* the day of signature stands at the beginning */
#define RENEWAL_WORDS     24u /* between "renewed" and for how long */
#define NOTICE_WORDS      6u  /* between a quantity and what makes it a notice */

/* Which quantity measures the term. */
enum wanted {
	WANT_NOTHING,
	WANT_BEHIND,   /* the first of the kind behind the words, `reach` words at most */
	WANT_AROUND,   /* the nearest of the kind in the sentence */
	WANT_OPTIONAL, /* the same; the term stands without it */
	WANT_FREQUENCY,
};

struct term_rule {
	enum term_kind kind;
	enum term_value value;
	enum contract_sure sure;
	const char *words;
	const char *also;   /* needed too, anywhere in the sentence or its heading; or NULL */
	const char *unless; /* takes it away; or NULL */
	enum wanted wanted;
	guint32 kinds; /* bits of enum quantity_kind */
	guint reach;
};

#define DURATION (1u << QUANTITY_DURATION)
#define PERCENT  (1u << QUANTITY_PERCENT)
#define AMOUNT   (1u << QUANTITY_AMOUNT)
#define DAY      (1u << QUANTITY_DAY)

/* What is renewed is the contract. */
#define OF_CONTRACT                                                                            \
	"agreement*|contract*|term|terms|contrat*|convention*|marche|duree|periode*|period*|"  \
	"renouvellement|reconduction|license|licence|service*|prestation*|duration"
#define OTHER_NOTICES                                                                          \
	AFTERLIFE "|price*|fee|fees|rate|rates|tarif*|prix|access|inspect*|record|records|"    \
		  "proposal|offer|offre|insolv*|bankrupt*|default|defaults|fails|failure|"     \
		  "acquisition|control|change|changes|modif*"
#define OTHER_LIVES                                                                            \
	"insurance|policy|policies|assurance*|police|domain|certificat*|visa|trademark*|"      \
	"patent*|copyright*|lease|bail|brevet*|marques"
#define AFTERLIFE                                                                              \
	"confiden*|survive*|warranty|warranties|competit*|concurrence|solicit*|debauch*|"      \
	"retention|conserv*|archiv*|invoice*|facture*|pay|payment|paiement|interest|breach*|"  \
	"cure|cured|remed*|manquement*|majeure|audit*|suspend*|suspension|consecutive"

#define LONGER                                                                                 \
	AFTERLIFE "|maximum|preceding|average|remaining|anniversary|following|notify|notifies"
#define ENDING                                                                                 \
	"terminat*|cancel*|resili*|denonc*|denoncer|non|not|unless|cesser|sauf|convenance|"    \
	"oppos*|rupture"

static const struct term_rule rules[] = {
	/* ---- renewal: the first row that fits a sentence says how ---- */
	{TERM_RENEWAL, TERM_NEVER, SURE_HIGH,
	 "sans|exclu*|exclut|pas|aucun*|non ~5 tacite* ~2 reconduc*|renouvel*|reconduit*", NULL,
	 OTHER_LIVES "|si|sauf", WANT_NOTHING, 0, 0},
	{TERM_RENEWAL, TERM_NEVER, SURE_HIGH, "tacite reconduction ~4 exclu*", NULL,
	 OTHER_LIVES, WANT_NOTHING, 0, 0},
	{TERM_RENEWAL, TERM_NEVER, SURE_HIGH, "non renouvelable*|renewable", OF_CONTRACT,
	 OTHER_LIVES, WANT_NOTHING, 0, 0},
	{TERM_RENEWAL, TERM_NEVER, SURE_HIGH,
	 "not|no ~3 automatic* ~3 renew*|extend*|extension", OF_CONTRACT, OTHER_LIVES "|if",
	 WANT_NOTHING, 0, 0},
	{TERM_RENEWAL, TERM_TACIT, SURE_HIGH, "automatic*|tacit|tacitly ~10 renew*|exten*",
	 OF_CONTRACT, OTHER_LIVES, WANT_NOTHING, 0, 0},
	{TERM_RENEWAL, TERM_TACIT, SURE_HIGH, "renew*|exten* ~6 automatic*|tacit|tacitly",
	 OF_CONTRACT, OTHER_LIVES, WANT_NOTHING, 0, 0},
	{TERM_RENEWAL, TERM_TACIT, SURE_HIGH,
	 "tacite* ~3 reconduc*|reconduit*|renouvel*|prorog*", NULL, OTHER_LIVES, WANT_NOTHING,
	 0, 0},
	{TERM_RENEWAL, TERM_TACIT, SURE_HIGH,
	 "reconduc*|reconduit*|renouvel*|prorog* ~6 tacite*|automatique*", NULL, OTHER_LIVES,
	 WANT_NOTHING, 0, 0},
	{TERM_RENEWAL, TERM_TACIT, SURE_HIGH, "reconduit*|renouvele*|proroge* ~4 plein droit",
	 NULL, OTHER_LIVES, WANT_NOTHING, 0, 0},
	{TERM_RENEWAL, TERM_TACIT, SURE_HIGH, "continu*|renew* ~12 year|month to year|month",
	 OF_CONTRACT, OTHER_LIVES, WANT_NOTHING, 0, 0},
	{TERM_RENEWAL, TERM_EXPRESS, SURE_HIGH,
	 "reconduction|renouvellement|reconduit*|renouvele* ~3 expres*", NULL, OTHER_LIVES,
	 WANT_NOTHING, 0, 0},
	{TERM_RENEWAL, TERM_EXPRESS, SURE_MEDIUM, "may|can ~8 renew|renewed|extend|extended",
	 OF_CONTRACT, OTHER_LIVES "|deadline|time", WANT_NOTHING, 0, 0},
	{TERM_RENEWAL, TERM_EXPRESS, SURE_MEDIUM,
	 "option|options|right|elect* ~6 renew|extend|renewal|extension", OF_CONTRACT,
	 OTHER_LIVES, WANT_NOTHING, 0, 0},
	{TERM_RENEWAL, TERM_TACIT, SURE_MEDIUM,
	 "shall|will ~2 renew|renewed|extend|extended ~3 for", OF_CONTRACT,
	 OTHER_LIVES "|deadline|time", WANT_NOTHING, 0, 0},
	{TERM_RENEWAL, TERM_TACIT, SURE_MEDIUM,
	 "renew*|exten* ~8 successive|consecutive ~20 unless", OF_CONTRACT, OTHER_LIVES,
	 WANT_NOTHING, 0, 0},
	{TERM_RENEWAL, TERM_EXPRESS, SURE_MEDIUM,
	 "pourra|pourront|peut|peuvent ~6 renouvel*|reconduit*|proroge*", OF_CONTRACT,
	 OTHER_LIVES "|delai", WANT_NOTHING, 0, 0},
	{TERM_RENEWAL, TERM_EXPRESS, SURE_MEDIUM,
	 "renouvel*|reconduc*|reconduit*|prorog* ~10 accord|avenant|ecrit", OF_CONTRACT,
	 OTHER_LIVES "|delai", WANT_NOTHING, 0, 0},
	{TERM_RENEWAL, TERM_EXPRESS, SURE_MEDIUM,
	 "renew*|extend|extended|extension ~12 mutual*|agree|agreed", OF_CONTRACT,
	 OTHER_LIVES "|deadline|time", WANT_NOTHING, 0, 0},

	/* ---- notice: the first row that fits a sentence says from when ---- */
	{TERM_NOTICE, TERM_BEFORE_ANNIVERSARY, SURE_MEDIUM, "anniversar*|anniversaire*", ENDING,
	 OTHER_NOTICES, WANT_NOTHING, 0, 0},
	{TERM_NOTICE, TERM_BEFORE_END, SURE_HIGH,
	 "before|prior|avant ~8 end|expir*|terme|echeance|fin|renewal|renouvellement|date",
	 "renew*|renouvel*|reconduc*|reconduit*|prorog*|extend*|extension*|successive|expiry",
	 OTHER_LIVES "|access|inspect*|proposal|offer|offre|increase*", WANT_NOTHING, 0, 0},
	{TERM_NOTICE, TERM_ANY_TIME, SURE_HIGH, "any|tout time|moment", ENDING, OTHER_NOTICES,
	 WANT_NOTHING, 0, 0},
	{TERM_NOTICE, TERM_BEFORE_END, SURE_HIGH,
	 "renew*|renouvel*|reconduc*|reconduit*|prorog*|extend*|extension*", ENDING,
	 OTHER_LIVES "|access|inspect*|proposal|offer|offre|increase*", WANT_NOTHING, 0, 0},
	{TERM_NOTICE, TERM_BEFORE_END, SURE_MEDIUM,
	 "end|expir*|terme|echeance|fin ~4 "
	 "term|date|initial|contrat|contract|agreement|periode|"
	 "period|marche|convention",
	 ENDING, OTHER_NOTICES, WANT_NOTHING, 0, 0},
	{TERM_NOTICE, TERM_ANY_TIME, SURE_MEDIUM,
	 "terminate|terminated|terminating|termination|cancel|canceled|cancelled|cancellable|"
	 "resili*|denonc*|rompre",
	 NULL, OTHER_NOTICES, WANT_NOTHING, 0, 0},
	{TERM_NOTICE, TERM_ANY_TIME, SURE_LOW, "preavis", ENDING, OTHER_NOTICES, WANT_NOTHING,
	 0, 0},

	/* ---- the initial duration ---- */
	{TERM_DURATION, TERM_INDEFINITE, SURE_HIGH, "duree indeterminee",
	 "contrat*|convention|conclu*|engagement|presentes|conditions", "travail", WANT_NOTHING,
	 0, 0},
	{TERM_DURATION, TERM_NONE, SURE_HIGH,
	 "initial|initiale|ferme|minimum|minimale ~1 term|period|periode|duree", NULL, LONGER,
	 WANT_AROUND, DURATION, 25},
	{TERM_DURATION, TERM_NONE, SURE_HIGH,
	 "duree ~3 initiale|ferme|minimum|minimale|determinee", NULL, LONGER, WANT_AROUND,
	 DURATION, 25},
	{TERM_DURATION, TERM_NONE, SURE_HIGH,
	 "agreement|contract|contrat|convention|marche ~12 duree|period|term ~6 de|of", NULL,
	 LONGER, WANT_BEHIND, DURATION, 6},
	{TERM_DURATION, TERM_NONE, SURE_HIGH,
	 "term|duration|duree ~2 this|the|du|de|hereof ~3 "
	 "agreement|contract|contrat|convention|"
	 "marche|present|license|shall|is",
	 NULL, LONGER, WANT_BEHIND, DURATION, 25},
	{TERM_DURATION, TERM_NONE, SURE_HIGH,
	 "agreement|contract|term|hereunder ~30 remain|continue|force|effective ~6 for", NULL,
	 LONGER, WANT_BEHIND, DURATION, 6},
	{TERM_DURATION, TERM_NONE, SURE_MEDIUM, "conclu*|souscrit*|consenti* ~8 pour|duree",
	 NULL, LONGER, WANT_BEHIND, DURATION, 8},
	{TERM_DURATION, TERM_NONE, SURE_LOW, "duree d|de", "contrat*|convention|engagement",
	 LONGER, WANT_BEHIND, DURATION, 3},
	{TERM_DURATION, TERM_INDEFINITE, SURE_MEDIUM,
	 "agreement|contract|term ~25 perpetual*|perpetuity|indefinite|indefinitely", NULL,
	 LONGER "|renew*|exten*|grant*", WANT_NOTHING, 0, 0},
	{TERM_DURATION, TERM_INDEFINITE, SURE_LOW,
	 "agreement|contract|term|employment ~25 continue|force|effect ~6 until|unless ~6 "
	 "terminat*|cancel*|notice",
	 NULL, LONGER "|renew*|exten*|initial|date|period|end", WANT_NOTHING, 0, 0},
	{TERM_DURATION, TERM_INDEFINITE, SURE_LOW,
	 "agreement|contract ~20 continue|force|effect ~6 so long as", NULL, LONGER,
	 WANT_NOTHING, 0, 0},

	/* ---- days ---- */
	{TERM_START, TERM_NONE, SURE_HIGH, "effective date", NULL, NULL, WANT_AROUND, DAY, 14},
	{TERM_START, TERM_NONE, SURE_HIGH,
	 "effective|commencing|commence|commences|begin|begins|beginning|starts", NULL, NULL,
	 WANT_BEHIND, DAY, 8},
	{TERM_START, TERM_NONE, SURE_HIGH,
	 "vigueur|effet|demarr*|debut|debute|commence|compter", NULL, NULL, WANT_BEHIND, DAY,
	 8},
	{TERM_END, TERM_NONE, SURE_HIGH,
	 "until|through|ending|end|ends|expire|expires|expiring|terminate|terminates|"
	 "termination",
	 NULL, "invoice*|payment*", WANT_BEHIND, DAY, 6},
	{TERM_END, TERM_NONE, SURE_HIGH,
	 "jusqu|fin|echeance|expire|expirera|prendra|terme|termine*", NULL, "facture*",
	 WANT_BEHIND, DAY, 6},
	{TERM_SIGNED, TERM_NONE, SURE_MEDIUM,
	 "made|entered|executed|dated|agreement|signed|conclu|signe|date|fait", NULL,
	 "amended|restated|previous*|prior|original*", WANT_AROUND, DAY, 25},

	/* ---- the other clauses ---- */
	{TERM_REVERSIBILITY, TERM_EXCLUDED, SURE_MEDIUM,
	 "pas|not|aucun*|no ~6 obligation* ~4 reversib*|transition|assistance", NULL, NULL,
	 WANT_NOTHING, 0, 0},
	{TERM_REVERSIBILITY, TERM_NONE, SURE_HIGH,
	 "plan|phase|prestation*|operation*|periode|assur*|mettre|dispositions ~6 reversib*",
	 NULL, NULL, WANT_OPTIONAL, DURATION, 15},
	{TERM_REVERSIBILITY, TERM_NONE, SURE_HIGH,
	 "transition|termination|exit|disengagement|migration|deconversion ~1 "
	 "assistance|services|plan",
	 NULL, NULL, WANT_OPTIONAL, DURATION, 15},
	{TERM_LIABILITY_CAP, TERM_NONE, SURE_HIGH,
	 "liability|liable|responsabilite ~70 exceed|exceeds|limited|capped|plafonn*|limitee|"
	 "exceder|depasser|excedera|depassera",
	 NULL, "insurance", WANT_OPTIONAL, AMOUNT | PERCENT | DURATION, 40},
	{TERM_LIABILITY_CAP, TERM_NONE, SURE_MEDIUM,
	 "exceed|limited|plafon*|limite*|montant ~15 liability|responsabilite", NULL,
	 "insurance", WANT_AROUND, AMOUNT | PERCENT | DURATION, 40},
	{TERM_PENALTY, TERM_NONE, SURE_HIGH,
	 "penalite*|penalty|penalties|malus|liquidated|refaction*", NULL,
	 "retard ~3 paiement / prepayment", WANT_AROUND, AMOUNT | PERCENT, 30},
	{TERM_PENALTY, TERM_NONE, SURE_HIGH,
	 "service|services|level|performance ~2 credit|credits", NULL, "card|union",
	 WANT_AROUND, AMOUNT | PERCENT, 30},
	{TERM_PENALTY, TERM_NONE, SURE_MEDIUM, "avoir|credit|credits ~6 service*", NULL, NULL,
	 WANT_AROUND, AMOUNT | PERCENT, 20},
	{TERM_PRICE_REVISION, TERM_NONE, SURE_HIGH,
	 "revis*|index*|actualis*|syntec ~12 prix|tarif*|redevance*|indice|formule", NULL, NULL,
	 WANT_OPTIONAL, PERCENT, 30},
	{TERM_PRICE_REVISION, TERM_NONE, SURE_HIGH,
	 "prix|tarif*|redevance* ~8 revis*|index*|actualis*", NULL, NULL, WANT_OPTIONAL,
	 PERCENT, 30},
	{TERM_PRICE_REVISION, TERM_NONE, SURE_HIGH,
	 "increase|increased|adjust|adjusted|escalat* ~20 consumer|cpi|index|inflation", NULL,
	 NULL, WANT_OPTIONAL, PERCENT, 30},
	{TERM_PRICE_REVISION, TERM_NONE, SURE_MEDIUM,
	 "fee|fees|price|prices|charges|rates ~8 increase|increased|adjusted|revised", NULL,
	 "late|interest", WANT_AROUND, PERCENT, 30},
	{TERM_GOVERNANCE, TERM_NONE, SURE_HIGH,
	 "comite*|copil|costrat|coproj|cosui|gouvernance|reunion*|revue*", NULL, NULL,
	 WANT_FREQUENCY, DURATION, 0},
	{TERM_GOVERNANCE, TERM_NONE, SURE_HIGH,
	 "committee|committees|governance|meeting|meetings ~20 meet|held|monthly|quarterly|"
	 "annually|weekly|every|once|review",
	 NULL, NULL, WANT_FREQUENCY, DURATION, 0},
};

/* ---- what a quantity is for ---- */

static bool word_near(const struct sentence *sentence, guint from, guint to,
		      const char *alternatives)
{
	for (guint i = from; i < to && i < sentence->words->len; i++)
		if (sentence_word_is(sentence, i, alternatives))
			return true;
	return false;
}

/* "upon three (3) months prior written notice", "at least 60 days before", "préavis de 2 mois"
 */
static bool is_notice(const struct sentence *sentence, const struct quantity *quantity)
{
	guint first = sentence_word_at(sentence, quantity->from);
	guint behind = sentence_word_at(sentence, quantity->to);

	if (quantity->kind != QUANTITY_DURATION)
		return false;
	if (word_near(sentence, behind, behind + 2,
		      "following|after|apres|suivant|of|from|beyond"))
		return false;
	return word_near(sentence, behind, behind + NOTICE_WORDS,
			 "notice|prior|before|advance|preavis|avant") ||
	       word_near(sentence, first - MIN(first, 4u), first, "preavis|notice|moyennant") ||
	       (word_near(sentence, first - MIN(first, 3u), first,
			  "least|less|moins|than|of|de") &&
		word_near(sentence, first - MIN(first, 14u), first, "notice|preavis"));
}

/* ---- terms ---- */

struct harvest {
	GPtrArray *terms;
};

void contract_term_free(struct contract_term *term)
{
	contract_quote_clear(&term->quote);
	g_free(term);
}

static void set_measure(struct contract_measure *measure, const struct quantity *quantity)
{
	*measure = (struct contract_measure){.given = true,
					     .kind = quantity->kind,
					     .unit = quantity->unit,
					     .value = quantity->value};
	memcpy(measure->currency, quantity->currency, sizeof measure->currency);
}

static struct contract_term *add_term(struct harvest *harvest, const struct sentence *sentence,
				      enum term_kind kind, enum term_value value,
				      enum contract_sure sure)
{
	struct contract_term *term = g_new0(struct contract_term, 1);

	term->kind = kind;
	term->value = value;
	term->sure = sure;
	sentence_quote(sentence, &term->quote);
	g_ptr_array_add(harvest->terms, term);
	return term;
}

static bool fits(const struct sentence *sentence, const struct term_rule *rule,
		 struct word_span *span)
{
	const char *heading = sentence->place->heading;

	return sentence_match(sentence, rule->words, 0, span) &&
	       (!rule->also || sentence_has(sentence, rule->also) ||
		(heading && text_has(heading, rule->also))) &&
	       (!rule->unless || !sentence_has(sentence, rule->unless));
}

static const struct term_rule *first_fitting(const struct sentence *sentence,
					     enum term_kind kind, struct word_span *span)
{
	for (gsize i = 0; i < G_N_ELEMENTS(rules); i++)
		if (rules[i].kind == kind && fits(sentence, &rules[i], span))
			return &rules[i];
	return NULL;
}

static const struct quantity *quantity_at(const struct sentence *sentence, guint index)
{
	return &g_array_index(sentence->quantities, struct quantity, index);
}

/* As long as a contract lives, and not for how long it is renewed. */
static bool is_life(const struct sentence *sentence, const struct quantity *quantity)
{
	guint first = sentence_word_at(sentence, quantity->from);
	bool long_enough = quantity->unit == UNIT_MONTH || quantity->unit == UNIT_YEAR ||
			   (quantity->unit == UNIT_DAY && quantity->value >= 28 * QUANTITY_ONE);

	return long_enough &&
	       !word_near(sentence, first - MIN(first, RENEWAL_WORDS), first,
			  "renew|renewed|renews|renewal|extension|additional|renouvel*|"
			  "reconduc*|reconduit*|prorog*");
}

/* Words from the span to the quantity; G_MAXUINT when the rule may not take it. */
static guint distance(const struct sentence *sentence, const struct term_rule *rule,
		      const struct word_span *span, const struct quantity *quantity)
{
	guint first = sentence_word_at(sentence, quantity->from);
	guint behind = sentence_word_at(sentence, quantity->to);
	guint words = G_MAXUINT;

	if (!(rule->kinds & 1u << quantity->kind) || is_notice(sentence, quantity) ||
	    (rule->kind == TERM_DURATION && !is_life(sentence, quantity)))
		return G_MAXUINT;
	if (first >= span->to)
		words = first - span->to;
	else if (rule->wanted != WANT_BEHIND)
		words = behind <= span->from ? span->from - behind : 0;
	return words <= rule->reach ? words : G_MAXUINT;
}

static const struct quantity *measure_of(const struct sentence *sentence,
					 const struct term_rule *rule,
					 const struct word_span *span)
{
	const struct quantity *best = NULL;
	guint nearest = G_MAXUINT;

	for (guint i = 0; i < sentence->quantities->len; i++) {
		const struct quantity *one = quantity_at(sentence, i);
		guint words = distance(sentence, rule, span, one);
		if (words < nearest) {
			nearest = words;
			best = one;
		}
	}
	return best;
}

/* ---- renewal and notice ---- */

static bool read_frequency(const struct sentence *sentence, struct contract_measure *measure)
{
	struct contract_measure read = {.given = true, .kind = QUANTITY_DURATION};

	if (!sentence_frequency(sentence, &read.unit, &read.value))
		return false;
	*measure = read;
	return true;
}

/* Behind the word that renews, else the nearest to it ("for successive terms of one year,
 * tacitly renewed"). */
static bool measure_renewal(const struct sentence *sentence, const struct word_span *span,
			    struct contract_measure *measure)
{
	const struct term_rule behind = {
		.kinds = DURATION, .wanted = WANT_BEHIND, .reach = RENEWAL_WORDS};
	const struct term_rule around = {
		.kinds = DURATION, .wanted = WANT_AROUND, .reach = RENEWAL_WORDS / 2};
	const struct word_span verb = {span->from, span->from + 1};
	const struct quantity *quantity = measure_of(sentence, &behind, &verb);

	if (sentence_match(sentence, "indefinite|indeterminee", span->from, NULL))
		return false;
	if (!quantity)
		quantity = measure_of(sentence, &around, span);
	if (quantity)
		set_measure(measure, quantity);
	return quantity || read_frequency(sentence, measure);
}

static void take_renewal_duration(struct harvest *harvest, const struct sentence *sentence,
				  const struct term_rule *renewal, const struct word_span *span)
{
	struct contract_measure measure;

	if (measure_renewal(sentence, span, &measure))
		add_term(harvest, sentence, TERM_RENEWAL_DURATION, TERM_NONE, renewal->sure)
			->measure = measure;
}

static void take_renewal(struct harvest *harvest, const struct sentence *sentence)
{
	struct word_span span;
	const struct term_rule *rule = first_fitting(sentence, TERM_RENEWAL, &span);

	if (!rule)
		return;
	add_term(harvest, sentence, TERM_RENEWAL, rule->value, rule->sure);
	if (rule->value != TERM_NEVER)
		take_renewal_duration(harvest, sentence, rule, &span);
}

static enum term_form form_of(const struct sentence *sentence)
{
	if (sentence_has(sentence, "recommande*|registered|certified"))
		return FORM_REGISTERED;
	if (sentence_has(sentence, "courriel|electronique|mail|electronic*|email|courriels"))
		return FORM_ELECTRONIC;
	return sentence_has(sentence, "written|writing|ecrit*") ? FORM_WRITTEN : FORM_UNKNOWN;
}

static void take_notices(struct harvest *harvest, const struct sentence *sentence)
{
	struct word_span span;
	const struct term_rule *rule = NULL;

	for (guint i = 0; i < sentence->quantities->len; i++) {
		const struct quantity *quantity = quantity_at(sentence, i);
		struct contract_term *term;
		if (!is_notice(sentence, quantity))
			continue;
		if (!rule)
			rule = first_fitting(sentence, TERM_NOTICE, &span);
		if (!rule)
			return;
		term = add_term(harvest, sentence, TERM_NOTICE, rule->value, rule->sure);
		term->form = form_of(sentence);
		set_measure(&term->measure, quantity);
	}
}

/* ---- the rest ---- */

static bool measure_term(const struct sentence *sentence, const struct term_rule *rule,
			 const struct word_span *span, struct contract_measure *measure)
{
	const struct quantity *quantity;

	*measure = (struct contract_measure){0};
	if (rule->wanted == WANT_NOTHING)
		return true;
	if (rule->wanted == WANT_FREQUENCY)
		return read_frequency(sentence, measure);
	quantity = measure_of(sentence, rule, span);
	if (quantity)
		set_measure(measure, quantity);
	return quantity || rule->wanted == WANT_OPTIONAL;
}

static void take_measured(struct harvest *harvest, const struct sentence *sentence,
			  enum term_kind kind)
{
	for (gsize i = 0; i < G_N_ELEMENTS(rules); i++) {
		struct contract_measure measure;
		struct word_span span;
		if (rules[i].kind != kind || !fits(sentence, &rules[i], &span) ||
		    !measure_term(sentence, &rules[i], &span, &measure))
			continue;
		add_term(harvest, sentence, kind, rules[i].value, rules[i].sure)->measure =
			measure;
		return;
	}
}

static void take_sentence(const struct sentence *sentence, void *data)
{
	static const enum term_kind measured[] = {
		TERM_DURATION,       TERM_START,         TERM_END,
		TERM_REVERSIBILITY,  TERM_LIABILITY_CAP, TERM_PENALTY,
		TERM_PRICE_REVISION, TERM_GOVERNANCE};
	struct harvest *harvest = data;

	if (sentence->words->len == 0)
		return;
	if (sentence->paragraph < SIGNED_PARAGRAPHS ||
	    sentence_has(sentence, "witness|executed|signed|fait"))
		take_measured(harvest, sentence, TERM_SIGNED);
	take_renewal(harvest, sentence);
	take_notices(harvest, sentence);
	for (gsize i = 0; i < G_N_ELEMENTS(measured); i++)
		take_measured(harvest, sentence, measured[i]);
}

/* ---- order ---- */

static gint by_kind_and_sureness(gconstpointer a, gconstpointer b)
{
	const struct contract_term *left = *(struct contract_term *const *)a;
	const struct contract_term *right = *(struct contract_term *const *)b;

	if (left->kind != right->kind)
		return (gint)left->kind - (gint)right->kind;
	return (gint)right->sure - (gint)left->sure;
}

static bool same_reading(const struct contract_term *left, const struct contract_term *right)
{
	return left->kind == right->kind && left->value == right->value &&
	       left->measure.given == right->measure.given &&
	       left->measure.kind == right->measure.kind &&
	       left->measure.unit == right->measure.unit &&
	       left->measure.value == right->measure.value &&
	       strcmp(left->quote.text, right->quote.text) == 0;
}

/* At most TERMS_A_KIND of a kind; what a document says twice in the same words counts once. */
static void keep_surest(GPtrArray *terms)
{
	guint of_kind = 0;

	for (guint i = 0; i < terms->len;) {
		const struct contract_term *one = g_ptr_array_index(terms, i);
		bool again = false;
		if (i == 0 || ((struct contract_term *)g_ptr_array_index(terms, i - 1))->kind !=
				      one->kind)
			of_kind = 0;
		for (guint j = i - of_kind; j < i; j++)
			again = again || same_reading(g_ptr_array_index(terms, j), one);
		if (again || of_kind >= TERMS_A_KIND) {
			g_ptr_array_remove_index(terms, i);
			continue;
		}
		of_kind++;
		i++;
	}
}

GPtrArray *contract_terms(const struct document_paragraph *paragraphs, guint count,
			  const char *language)
{
	g_autoptr(outline_auto) outline = outline_new(paragraphs, count);
	struct harvest harvest = {
		.terms = g_ptr_array_new_with_free_func((GDestroyNotify)contract_term_free)};

	sentences_walk(paragraphs, count, language, outline, take_sentence, &harvest);
	g_ptr_array_sort(harvest.terms, by_kind_and_sureness);
	keep_surest(harvest.terms);
	return harvest.terms;
}
