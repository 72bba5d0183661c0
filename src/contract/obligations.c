/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A duty is a party followed by a verb that binds ("shall", "s'engage à", the French future),
 * or such a verb with "by the Supplier" behind it. What has no such verb is left out rather
 * than guessed. A service level needs no party: a measure with its target is the provider's. */
#include "contract/obligations.h"

#include <string.h>

#include "contract/sentence-internal.h"

#define SUBJECT_WORDS 25u /* between a party and its verb */
#define AGENT_WORDS   18u /* between a verb and "by the Supplier" */
#define LEAD_WORDS    5u  /* between a verb and the colon of its list */
#define DEFINED_WORDS 8u  /* before "means" */
#define DELAY_WORDS   6u  /* between "within" and the duration */

/* A verb that binds; `rights` behind it make it a permission or a statement of law. */
struct binding {
	const char *words;
	enum contract_sure sure;
	bool negative;
};

static const struct binding bindings[] = {
	{"ne saurait|sauraient", SURE_HIGH, true},
	{"ne doit|doivent|devra|devront|peut|peuvent|pourra|pourront ~2 pas|en|etre", SURE_HIGH,
	 true},
	{"shall|will|must|may ~1 not", SURE_HIGH, true},
	{"s|se ~1 engage|engagent|engagera|oblige|obligent", SURE_HIGH, false},
	{"doit|doivent|devra|devront", SURE_HIGH, false},
	{"est|sont|sera|seront|reste ~1 tenu|tenue|tenus|tenues", SURE_HIGH, false},
	{"a|ont pour obligation", SURE_HIGH, false},
	{"garantit|garantissent|garantira", SURE_HIGH, false},
	{"shall|must", SURE_HIGH, false},
	{"undertakes|undertake|covenants|agrees|agree ~1 to", SURE_HIGH, false},
	{"is|are ~1 obliged|obligated|required to", SURE_HIGH, false},
	{"is|are ~2 responsible for|to", SURE_MEDIUM, false},
	{"guarantees|guarantee", SURE_MEDIUM, false},
	{"will", SURE_MEDIUM, false},
	{"assure|assurent|assurera|prend|fournit|mettra|fournira|communiquera|informera|"
	 "remettra|"
	 "realisera|procedera|notifiera|transmettra|maintiendra|effectuera|respectera|veillera",
	 SURE_MEDIUM, false},
};

#define NO_DUTY                                                                                \
	"entitled|deemed|mean|means|construed|prevail|govern|governed|survive|constitute|"     \
	"constitutes|commence|inure|entendu|repute|liable|responsable|held"

static const struct {
	const char *words, *token;
} measures[] = {
	{"disponibilite|availability|uptime|indisponibilite", "availability"},
	{"prise ~2 compte / gti|intervention|acknowledg*|response|respond|reponse",
	 "response_time"},
	{"gtr|retabl*|resolution|resol*|restor*|repar*|correct*", "resolution_time"},
	{"rto|reprise", "recovery_time"},
	{"rpo", "data_loss"},
	{"sauvegarde*|backup*|restaur*", "backup"},
	{"compte rendu / rapport*|report|reports|reporting|bilan*", "report"},
	{"comite*|copil|committee*|meeting*|reunion*", "meeting"},
	{"inform|informs|informer|informera|notif*|avert*|alert*|prevenir|advise",
	 "notification"},
	{"pay|paid|payment*|payer|paiement*|invoice*|factur*|regler|reglement", "payment"},
	{"confidential*|confidentiel*|secret", "confidentiality"},
	{"donnees ~3 personnel* / personal data / rgpd|gdpr", "personal_data"},
	{"securite|security", "security"},
	{"support|assist*", "assistance"},
	{"documentation|document*", "documentation"},
	{"personnel|staff|employees", "staff"},
};

/* The list that a sentence opened with its colon. */
struct lead {
	bool open;
	guint paragraph; /* last one that belonged to it */
	enum contract_party party;
	bool negative;
	char *who;
};

struct gathering {
	GPtrArray *obligations;
	GArray *names; /* struct party_name */
	struct lead lead;
};

void contract_obligation_free(struct contract_obligation *obligation)
{
	contract_quote_clear(&obligation->quote);
	g_free(obligation->who);
	g_free(obligation->what);
	g_free(obligation);
}

const char *obligation_kind_token(enum obligation_kind kind)
{
	static const char *const tokens[OBLIGATION_KIND_COUNT] = {"duty", "level", "penalty"};

	g_assert(kind < OBLIGATION_KIND_COUNT);
	return tokens[kind];
}

const char *obligation_measure(const char *token)
{
	for (gsize i = 0; i < G_N_ELEMENTS(measures); i++)
		if (g_strcmp0(measures[i].token, token) == 0)
			return measures[i].token;
	return NULL;
}

/* ---- who ---- */

struct subject {
	const struct party_name *name; /* NULL: both parties */
	struct word_span span;
};

static bool is_article(const struct sentence *sentence, guint word)
{
	return sentence_word_is(sentence, word, "the|le|la|les|l|its|said|ledit|ladite|each");
}

/* "by the Supplier", "du Client", "que le Prestataire": not who the sentence is about. */
static bool is_governed(const struct sentence *sentence, guint from)
{
	while (from > 0 && is_article(sentence, from - 1))
		from--;
	return from > 0 &&
	       sentence_word_is(
		       sentence, from - 1,
		       "by|to|of|from|with|for|par|de|du|au|aux|a|avec|pour|des|d|which|"
		       "que|qu|dont|whom|lesquel*|laquelle|lequel|auxquel*|between|entre|upon|"
		       "against|or|ou|if|when|si|"
		       "unless|lorsque|lorsqu|until|where|once|whether|des");
}

static bool crosses(const struct sentence *sentence, guint from, guint to, const char *words)
{
	for (guint i = from; i < to; i++)
		if (sentence_word_is(sentence, i, words))
			return true;
	return false;
}

/* "..., ce tiers doit", "... and it shall": another subject stands before the verb. */
static bool has_own_subject(const struct sentence *sentence, guint from, guint verb)
{
	guint at = verb;

	while (at > from && !sentence_word_is(sentence, at - 1, ",|)"))
		at--;
	return at > from && crosses(sentence, at, verb,
				    "ce|cet|cette|ces|aucun|aucune|il|elle|ils|elles|it|they|"
				    "he|such|this|these|"
				    "the|le|la|les|no|any|un|une|tout|toute");
}

/* "X et Y s'engagent": the verb binds both. "X dégage Y et s'engage": it binds X. */
static void join_subjects(const struct sentence *sentence, const struct subject *first,
			  guint verb, struct subject *subject)
{
	guint between = subject->span.from;

	if (first->span.from >= subject->span.from ||
	    first->name->party == subject->name->party)
		return;
	while (between > 0 && is_article(sentence, between - 1))
		between--;
	if (between > 0 && between - 1 == first->span.to &&
	    sentence_word_is(sentence, between - 1, "et|and"))
		subject->name = NULL;
	else if (verb > 0 && sentence_word_is(sentence, verb - 1, "et|and"))
		*subject = *first;
}

/* The last party before the verb that is not governed by another word. */
static bool find_subject(const struct sentence *sentence, const GArray *names, guint verb,
			 struct subject *subject)
{
	guint from = verb - MIN(verb, SUBJECT_WORDS);
	struct subject first;
	bool found = false;

	for (guint i = 0; i < names->len; i++) {
		const struct party_name *name = &g_array_index(names, struct party_name, i);
		struct word_span span;
		for (guint at = from;
		     sentence_match(sentence, name->pattern, at, &span) && span.to <= verb;
		     at = span.from + 1) {
			struct subject one = {name, span};
			if (is_governed(sentence, span.from) ||
			    crosses(sentence, span.to, verb,
				    ";|shall|will|doit|must|which|qui") ||
			    has_own_subject(sentence, span.to, verb))
				continue;
			if (!found || span.from < first.span.from)
				first = one;
			if (!found || span.to >= subject->span.to)
				*subject = one;
			found = true;
		}
	}
	if (found)
		join_subjects(sentence, &first, verb, subject);
	return found;
}

/* "shall be delivered by the Supplier", "est réalisé par le Prestataire" */
static bool find_agent(const struct sentence *sentence, const GArray *names, guint verb,
		       struct subject *subject)
{
	struct word_span by;

	if (!sentence_match(sentence, "by|par", verb, &by) || by.from - verb > AGENT_WORDS)
		return false;
	for (guint i = 0; i < names->len; i++) {
		const struct party_name *name = &g_array_index(names, struct party_name, i);
		guint at = by.to;
		while (is_article(sentence, at))
			at++;
		if (sentence_match(sentence, name->pattern, at, &subject->span) &&
		    subject->span.from == at) {
			subject->name = name;
			return true;
		}
	}
	return false;
}

/* Whether the word stands in a clause that a condition opens: no comma between both. */
static bool is_conditional(const struct sentence *sentence, guint word)
{
	static const char *const openings = "if|si|lorsque|lorsqu|when|where|unless|should|"
					    "whether|event|hypothese|cas|quand|"
					    "defaut|whenever|until|once|des";
	guint at = word;

	while (at > 0 && !sentence_word_is(sentence, at - 1, ",|;|:|)")) {
		if (sentence_word_is(sentence, at - 1, openings))
			return true;
		at--;
	}
	return false;
}

/* ---- what ---- */

static void copy_measure(const struct quantity *quantity, struct contract_measure *measure)
{
	measure->given = true;
	measure->kind = quantity->kind;
	measure->unit = quantity->unit;
	measure->value = quantity->value;
	memcpy(measure->currency, quantity->currency, sizeof measure->currency);
}

static bool is_delay(const struct sentence *sentence, const struct quantity *quantity)
{
	guint first = sentence_word_at(sentence, quantity->from);

	for (guint i = first - MIN(first, DELAY_WORDS); i < first; i++)
		if (sentence_word_is(
			    sentence, i,
			    "within|delai|delais|sous|maximum|maximal|maximale|tard|than|"
			    "inferieur|gti|gtr|rto|rpo|delay"))
			return true;
	return sentence->folded.text[quantity->from] == 'j' ||
	       sentence->folded.text[quantity->from] == 'h';
}

static void take_quantities(const struct sentence *sentence,
			    struct contract_obligation *obligation)
{
	for (guint i = 0; i < sentence->quantities->len; i++) {
		const struct quantity *one =
			&g_array_index(sentence->quantities, struct quantity, i);
		if ((one->kind == QUANTITY_PERCENT || one->kind == QUANTITY_AMOUNT) &&
		    !obligation->target.given)
			copy_measure(one, &obligation->target);
		else if (one->kind == QUANTITY_DURATION && !obligation->delay.given &&
			 is_delay(sentence, one))
			copy_measure(one, &obligation->delay);
	}
}

static const char *measure_token(const struct sentence *sentence, guint from)
{
	const char *token = NULL;
	guint first = G_MAXUINT;

	for (gsize i = 0; i < G_N_ELEMENTS(measures); i++) {
		struct word_span span;
		if (sentence_match(sentence, measures[i].words, from, &span) &&
		    span.from < first) {
			first = span.from;
			token = measures[i].token;
		}
	}
	return token;
}

/* The original text from a word on. Caller owns. */
static char *text_from(const struct sentence *sentence, guint word)
{
	const char *text = sentence->source->text + sentence->span.from;
	gsize from = 0, to = sentence->span.to - sentence->span.from;
	g_autofree char *rest = NULL;

	if (word < sentence->words->len) {
		const struct word *one = &g_array_index(sentence->words, struct word, word);
		gsize ignored;
		folded_span(&sentence->folded, one->from, one->to, &from, &ignored);
	}
	rest = g_strndup(text + from, to - from);
	return g_utf8_substring(rest, 0, MIN(g_utf8_strlen(rest, -1), OBLIGATION_WHAT));
}

static struct contract_obligation *add(struct gathering *gathering,
				       const struct sentence *sentence,
				       enum obligation_kind kind, guint verb)
{
	struct contract_obligation *obligation = g_new0(struct contract_obligation, 1);

	obligation->kind = kind;
	obligation->what = text_from(sentence, verb);
	obligation->measure = measure_token(sentence, verb);
	take_quantities(sentence, obligation);
	sentence_frequency(sentence, &obligation->period.unit, &obligation->period.value);
	obligation->period.given = obligation->period.unit != UNIT_NONE;
	sentence_quote(sentence, &obligation->quote);
	g_ptr_array_add(gathering->obligations, obligation);
	return obligation;
}

/* ---- duties ---- */

static bool ends_with_colon(const struct sentence *sentence)
{
	const char *text = sentence->source->text;
	gsize length = strlen(text);

	return length > 0 && text[length - 1] == ':' && sentence->span.to + 2 >= length;
}

/* "Les Parties s'engagent à :" says nothing but who does what follows. */
static void open_lead(struct gathering *gathering, const struct sentence *sentence,
		      const struct subject *subject, bool negative)
{
	struct lead *lead = &gathering->lead;

	lead->open = true;
	lead->paragraph = sentence->paragraph;
	lead->party = subject->name ? subject->name->party : PARTY_BOTH;
	lead->negative = negative;
	g_free(lead->who);
	lead->who = subject->name ? g_strdup(subject->name->shown) : NULL;
}

static bool take_binding(struct gathering *gathering, const struct sentence *sentence,
			 const struct binding *binding, const struct word_span *verb)
{
	struct contract_obligation *obligation;
	struct subject subject;
	bool active = find_subject(sentence, gathering->names, verb->from, &subject);

	if (!active && !find_agent(sentence, gathering->names, verb->to, &subject))
		return false;
	if (is_conditional(sentence, active ? subject.span.from : verb->from) ||
	    crosses(sentence, verb->to, MIN(verb->to + 3, sentence->words->len), NO_DUTY) ||
	    (sentence_word_is(sentence, verb->to, "have|has") &&
	     crosses(sentence, verb->to, verb->to + 4, "right|option|no")))
		return false;
	if (ends_with_colon(sentence) && sentence->words->len - verb->to <= LEAD_WORDS) {
		open_lead(gathering, sentence, &subject, binding->negative);
		return true;
	}
	obligation = add(gathering, sentence, OBLIGATION_DUTY, verb->from);
	obligation->party = subject.name ? subject.name->party : PARTY_BOTH;
	obligation->who = subject.name ? g_strdup(subject.name->shown) : NULL;
	obligation->negative = binding->negative ||
			       crosses(sentence, verb->to, verb->to + 3, "ne|not|neither");
	obligation->sure = active ? binding->sure : SURE_MEDIUM;
	return true;
}

static bool take_duty(struct gathering *gathering, const struct sentence *sentence)
{
	for (gsize i = 0; i < G_N_ELEMENTS(bindings); i++) {
		struct word_span verb;
		for (guint at = 0; sentence_match(sentence, bindings[i].words, at, &verb);
		     at = verb.from + 1)
			if (take_binding(gathering, sentence, &bindings[i], &verb))
				return true;
	}
	return false;
}

/* ---- items of a list ---- */

static bool continues_list(const struct gathering *gathering, const struct sentence *sentence)
{
	const struct lead *lead = &gathering->lead;

	return lead->open && sentence->paragraph > lead->paragraph &&
	       sentence->paragraph - lead->paragraph <= 1 && !sentence->place->is_heading &&
	       (sentence->place->is_item ||
		g_unichar_islower(g_utf8_get_char(sentence->source->text)));
}

static void take_item(struct gathering *gathering, const struct sentence *sentence)
{
	struct contract_obligation *obligation = add(gathering, sentence, OBLIGATION_DUTY, 0);

	obligation->party = gathering->lead.party;
	obligation->who = g_strdup(gathering->lead.who);
	obligation->negative = gathering->lead.negative;
	obligation->sure = SURE_MEDIUM;
}

/* ---- levels and penalties ---- */

static bool has_kind(const struct sentence *sentence, enum quantity_kind kind)
{
	for (guint i = 0; i < sentence->quantities->len; i++)
		if (g_array_index(sentence->quantities, struct quantity, i).kind == kind)
			return true;
	return false;
}

static bool is_penalty(const struct sentence *sentence)
{
	return sentence_has(sentence, "penalite*|penalty|penalties|liquidated|malus / "
				      "avoir|avoirs ~3 service*") ||
	       sentence_has(sentence, "service|services|level ~2 credit|credits");
}

static bool is_level(const struct sentence *sentence)
{
	static const char *const shares =
		"disponibilite|availability|uptime|taux|rate|objectif|target|sla|level|niveau";
	static const char *const times = "response|resolution ~1 time / garantie ~2 temps / "
					 "gti|gtr|rto|rpo|priorite|priority|severite|severity";
	bool row = strstr(sentence->source->text, " | ") != NULL;
	bool bound =
		row || sentence_has(sentence, "garanti*|guarantee*|shall|will|engage*|sla");

	if (!bound)
		return false;
	return (has_kind(sentence, QUANTITY_PERCENT) && sentence_has(sentence, shares)) ||
	       (has_kind(sentence, QUANTITY_DURATION) && sentence_has(sentence, times));
}

static bool take_level(struct gathering *gathering, const struct sentence *sentence)
{
	struct contract_obligation *obligation;
	bool penalty = is_penalty(sentence) && (has_kind(sentence, QUANTITY_PERCENT) ||
						has_kind(sentence, QUANTITY_AMOUNT));

	if (!penalty && !is_level(sentence))
		return false;
	obligation =
		add(gathering, sentence, penalty ? OBLIGATION_PENALTY : OBLIGATION_LEVEL, 0);
	obligation->party = PARTY_PROVIDER;
	obligation->sure = SURE_MEDIUM;
	for (guint i = 0; !penalty && !obligation->delay.given && i < sentence->quantities->len;
	     i++) {
		const struct quantity *one =
			&g_array_index(sentence->quantities, struct quantity, i);
		if (one->kind == QUANTITY_DURATION && !obligation->target.given)
			copy_measure(one, &obligation->delay);
	}
	return true;
}

/* ---- the walk ---- */

/* "Service" means..., « Service » désigne...: near the beginning. */
static bool is_definition(const struct sentence *sentence)
{
	struct word_span verb;

	return sentence_match(sentence, "means|mean|designe|designent|signifie|signifient", 0,
			      &verb) &&
	       verb.from <= DEFINED_WORDS &&
	       (verb.from == 0 || !sentence_word_is(sentence, verb.from - 1, "by|all|the"));
}

static void take_sentence(const struct sentence *sentence, void *data)
{
	struct gathering *gathering = data;
	bool item = continues_list(gathering, sentence);

	if (sentence->place->zone != ZONE_BODY || sentence->words->len < 3 ||
	    gathering->obligations->len >= OBLIGATIONS_MOST)
		return;
	if (!item && sentence->paragraph != gathering->lead.paragraph)
		gathering->lead.open = false;
	if (is_definition(sentence) || sentence->place->is_heading)
		return;
	if (!take_level(gathering, sentence) && !take_duty(gathering, sentence) && item &&
	    sentence->in_paragraph == 0)
		take_item(gathering, sentence);
	if (item)
		gathering->lead.paragraph = sentence->paragraph;
}

GPtrArray *contract_obligations(const struct document_paragraph *paragraphs, guint count,
				const char *language)
{
	g_autoptr(outline_auto) outline = outline_new(paragraphs, count);
	struct gathering gathering = {
		.obligations = g_ptr_array_new_with_free_func(
			(GDestroyNotify)contract_obligation_free),
		.names = parties_find(paragraphs, count),
	};

	sentences_walk(paragraphs, count, language, outline, take_sentence, &gathering);
	g_array_unref(gathering.names);
	g_free(gathering.lead.who);
	return gathering.obligations;
}
