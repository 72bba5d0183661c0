/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Given names stand in quotation marks at the beginning of a contract, in the brackets behind
 * the full name of a company. Roles need no finding. A name without a role gets its side from a
 * count over the text: who "shall pay" is the client, who "shall provide" is not. */
#include "contract/parties.h"

#include <string.h>

#include "contract/sentence-internal.h"

#define NAMED_PARAGRAPHS 40u /* where the parties are named */
#define NAME_LONGEST     40u /* bytes of a given name */
#define NAME_WORDS       4u
#define BRACKET_REACH    60u /* bytes from the bracket to the name in it */
#define VOTES_SURE       3   /* that count more than the role beside the name */
#define ROLE_REACH       90u /* bytes before a given name that may tell its role */

static const struct {
	const char *word, *shown;
	enum contract_party party;
} roles[] = {
	{"prestataire*", "Prestataire", PARTY_PROVIDER},
	{"fournisseur", "Fournisseur", PARTY_PROVIDER},
	{"titulaire", "Titulaire", PARTY_PROVIDER},
	{"infogerant", "Infogérant", PARTY_PROVIDER},
	{"hebergeur", "Hébergeur", PARTY_PROVIDER},
	{"mainteneur", "Mainteneur", PARTY_PROVIDER},
	{"editeur", "Éditeur", PARTY_PROVIDER},
	{"integrateur", "Intégrateur", PARTY_PROVIDER},
	{"service provider", "Service Provider", PARTY_PROVIDER},
	{"provider", "Provider", PARTY_PROVIDER},
	{"supplier|suppliers", "Supplier", PARTY_PROVIDER},
	{"vendor", "Vendor", PARTY_PROVIDER},
	{"contractor", "Contractor", PARTY_PROVIDER},
	{"consultant", "Consultant", PARTY_PROVIDER},
	{"licensor", "Licensor", PARTY_PROVIDER},
	{"client|clients", "Client", PARTY_CLIENT},
	{"commanditaire*", "Commanditaire", PARTY_CLIENT},
	{"beneficiaire", "Bénéficiaire", PARTY_CLIENT},
	{"acheteur", "Acheteur", PARTY_CLIENT},
	{"abonne", "Abonné", PARTY_CLIENT},
	{"customer", "Customer", PARTY_CLIENT},
	{"licensee", "Licensee", PARTY_CLIENT},
	{"recipient", "Recipient", PARTY_CLIENT},
	{"buyer", "Buyer", PARTY_CLIENT},
	{"purchaser", "Purchaser", PARTY_CLIENT},
	{"responsable de traitement", "Responsable de traitement", PARTY_CLIENT},
	{"controller", "Controller", PARTY_CLIENT},
	{"processor", "Processor", PARTY_PROVIDER},
	{"parties", "Parties", PARTY_BOTH},
	{"each|either|both party", "Party", PARTY_BOTH},
	{"chaque|chacune ~2 partie|parties", "Parties", PARTY_BOTH},
};

static void add_name(GArray *names, const char *pattern, const char *shown,
		     enum contract_party party)
{
	struct party_name name = {g_strdup(pattern), g_strdup(shown), party};

	g_array_append_val(names, name);
}

static void name_clear(gpointer data)
{
	struct party_name *name = data;

	g_free(name->pattern);
	g_free(name->shown);
}

/* ---- given names ---- */

static bool is_quote(gunichar character)
{
	return character == '"' || character == 0x201c || character == 0x201d ||
	       character == 0xab || character == 0xbb;
}

/* The words of a name as a pattern; NULL when it is no name of a party. Caller owns. */
static char *name_pattern(const char *name)
{
	struct folded folded = {0};
	g_autoptr(GString) pattern = g_string_new(NULL);
	guint words = 1;

	folded_make(name, strlen(name), &folded);
	for (gsize i = 0; i < folded.length; i++) {
		char byte = folded.text[i];
		if (g_ascii_isalnum(byte) || (byte & 0x80)) {
			g_string_append_c(pattern, byte);
		} else if (pattern->len > 0 && pattern->str[pattern->len - 1] != ' ') {
			g_string_append_c(pattern, ' ');
			words++;
		}
	}
	folded_clear(&folded);
	g_strchomp(pattern->str);
	if (words > NAME_WORDS || strlen(pattern->str) < 2)
		return NULL;
	return g_strdup(pattern->str);
}

/* Defined terms that are things, not parties. */
static bool is_thing(const char *pattern)
{
	static const char *const things = "agreement*|contract*|contrat*|service*|date|term|"
					  "terms|party|parties|partie|software|"
					  "licen*|system*|fee|fees|site|web|period*|product*|"
					  "technology|premises|facility|"
					  "equipment|prestation*|convention|cgvu|annexe*|duree|"
					  "confidential|information|data|"
					  "appointment|group|company|law|act|code|commission|"
					  "effective|work|project|plan|board|"
					  "order|schedule|exhibit|deliverable*|document*|"
					  "business|initial|solution|platform|marche";

	return text_has(pattern, things);
}

static bool has_pattern(const GArray *names, const char *pattern)
{
	for (guint i = 0; i < names->len; i++)
		if (strcmp(g_array_index(names, struct party_name, i).pattern, pattern) == 0)
			return true;
	return false;
}

static enum contract_party role_in(const char *text)
{
	for (gsize i = 0; i < G_N_ELEMENTS(roles); i++)
		if (roles[i].party != PARTY_BOTH && text_has(text, roles[i].word))
			return roles[i].party;
	return PARTY_UNKNOWN;
}

/* What stands before the name tells its role where it says one. */
static enum contract_party role_before(const char *text, const char *name)
{
	const char *from = (gsize)(name - text) > ROLE_REACH ? name - ROLE_REACH : text;
	g_autofree char *before = NULL;

	while (from < name && (*from & 0xc0) == 0x80)
		from++;
	before = g_strndup(from, (gsize)(name - from));
	return role_in(before);
}

/* (the "Name"): given names stand in brackets. */
static bool is_bracketed(const char *text, const char *name)
{
	const char *at = name;

	while (at > text && *at != ')' && (gsize)(name - at) < BRACKET_REACH)
		if (*--at == '(')
			return true;
	return false;
}

static void take_name(GArray *names, const char *text, const char *begin, const char *end)
{
	g_autofree char *raw = g_strndup(begin, (gsize)(end - begin));
	g_autofree char *pattern = NULL;

	g_strstrip(raw);
	if (!is_bracketed(text, begin))
		return;
	if (!g_unichar_isupper(g_utf8_get_char(raw)) &&
	    !g_unichar_isdigit(g_utf8_get_char(raw)))
		return;
	pattern = name_pattern(raw);
	if (!pattern || is_thing(pattern) || has_pattern(names, pattern) ||
	    role_in(raw) != PARTY_UNKNOWN)
		return;
	add_name(names, pattern, raw, role_before(text, begin));
}

static void find_names(GArray *names, const char *text)
{
	const char *open = NULL;

	for (const char *at = text; *at && names->len < PARTIES_MOST + G_N_ELEMENTS(roles);
	     at = g_utf8_next_char(at)) {
		if (!is_quote(g_utf8_get_char(at)))
			continue;
		if (open && (gsize)(at - open) <= NAME_LONGEST) {
			take_name(names, text, open, at);
			open = NULL;
		} else {
			open = g_utf8_next_char(at);
		}
	}
}

/* ---- who pays ---- */

struct votes {
	GArray *names;
	gint *balance; /* of each name: deliveries less payments */
};

static void vote(const struct sentence *sentence, void *data)
{
	struct votes *votes = data;

	for (guint i = G_N_ELEMENTS(roles); i < votes->names->len; i++) {
		const struct party_name *name =
			&g_array_index(votes->names, struct party_name, i);
		struct word_span span;
		guint at;
		if (!sentence_match(sentence, name->pattern, 0, &span))
			continue;
		at = span.to;
		if (!sentence_word_is(sentence, at, "shall|will|must|agrees|doit|devra|s"))
			continue;
		for (guint j = at + 1; j < at + 5; j++) {
			votes->balance[i] -= sentence_word_is(
				sentence, j,
				"pay|reimburse|purchase|order|payer|regler|verser");
			votes->balance[i] += sentence_word_is(
				sentence, j,
				"provide|deliver|perform|host|maintain|support|supply|install|"
				"fournir|assurer|livrer|realiser|heberger|maintenir");
		}
	}
}

static void give_sides(GArray *names, const struct document_paragraph *paragraphs, guint count)
{
	g_autoptr(outline_auto) outline = outline_new(paragraphs, count);
	struct votes votes = {names, g_new0(gint, names->len)};

	sentences_walk(paragraphs, count, "", outline, vote, &votes);
	for (guint i = 0; i < names->len; i++) {
		struct party_name *name = &g_array_index(names, struct party_name, i);
		if (votes.balance[i] != 0 &&
		    (name->party == PARTY_UNKNOWN || ABS(votes.balance[i]) >= VOTES_SURE))
			name->party = votes.balance[i] > 0 ? PARTY_PROVIDER : PARTY_CLIENT;
	}
	for (guint i = names->len; i-- > G_N_ELEMENTS(roles);)
		if (g_array_index(names, struct party_name, i).party == PARTY_UNKNOWN)
			g_array_remove_index(names, i);
	g_free(votes.balance);
}

GArray *parties_find(const struct document_paragraph *paragraphs, guint count)
{
	GArray *names = g_array_new(FALSE, FALSE, sizeof(struct party_name));

	g_array_set_clear_func(names, name_clear);
	for (gsize i = 0; i < G_N_ELEMENTS(roles); i++)
		add_name(names, roles[i].word, roles[i].shown, roles[i].party);
	for (guint i = 0; i < MIN(count, NAMED_PARAGRAPHS); i++)
		find_names(names, paragraphs[i].text);
	if (names->len > G_N_ELEMENTS(roles))
		give_sides(names, paragraphs, count);
	return names;
}

const char *contract_party_token(enum contract_party party)
{
	static const char *const tokens[PARTY_COUNT] = {"unknown", "client", "provider",
							"both"};

	g_assert(party < PARTY_COUNT);
	return tokens[party];
}
