/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The table of contracts that a user keeps by hand, one row a contract and often one provider a
 * row, under French or English headers. Cells are as people write them ("3 mois", "90 j",
 * "tacite", "36"): what cannot be read rejects its row, because a date that is guessed here is
 * a notice that is missed later. */
#include "importers/tables.h"

#include <string.h>

#include "base/calendar.h"
#include "importers/columns.h"
#include "importers/contract_digest.h"
#include "importers/mapping.h"
#include "importers/ticket_plan.h"
#include "text/folded.h"

#define SCORE          94
#define SHOWN          40  /* characters of a bad cell in a reason */
#define TEXT_MOST      500 /* characters of a cell that are kept */
#define BARE_MONTHS    24  /* a larger notice without a unit may be days */
#define BARE_DURATION  120
#define SHORT_WORD     3 /* letters */
#define AMOUNT_WRITTEN 60u

enum {
	COLUMN_PROVIDER,
	COLUMN_OBJECT,
	COLUMN_REFERENCE,
	COLUMN_START,
	COLUMN_END,
	COLUMN_DURATION,
	COLUMN_RENEWAL,
	COLUMN_RENEWAL_SPAN,
	COLUMN_NOTICE_DAYS,
	COLUMN_NOTICE,
	COLUMN_WARNING,
	COLUMN_OWNER,
	COLUMN_AMOUNT,
	COLUMN_CURRENCY,
	COLUMN_ANCHOR,
	COLUMN_FORM,
	COLUMN_CLAUSE,
	COLUMN_AMENDMENT,
	COLUMN_TERMINATED,
	COLUMN_REMARK,
	CONTRACT_COLUMNS
};

/* A row on its way: cells of one row, and what is wrong with it. */
struct filling {
	const struct columns *columns;
	const struct table_row *row;
	struct contract_record *contract;
	char *trouble;
};

static bool are_contracts(const struct columns *columns)
{
	bool named = columns_have(columns, COLUMN_PROVIDER) ||
		     columns_have(columns, COLUMN_OBJECT) ||
		     columns_have(columns, COLUMN_REFERENCE);
	bool dated = columns_have(columns, COLUMN_START) || columns_have(columns, COLUMN_END) ||
		     columns_have(columns, COLUMN_DURATION);
	bool tells_life = columns_have(columns, COLUMN_NOTICE) ||
			  columns_have(columns, COLUMN_NOTICE_DAYS) ||
			  columns_have(columns, COLUMN_RENEWAL);

	return (named && dated && tells_life) ||
	       (columns_have(columns, COLUMN_PROVIDER) && columns_have(columns, COLUMN_START) &&
		columns_have(columns, COLUMN_END));
}

/* ---- cells ---- */

/* NULL where the cell says nothing. */
static const char *cell_of(const struct filling *filling, guint column)
{
	static const char *const nothing[] = {
		"",          "-",          "--",    "?",       "n/a",         "na",
		"nc",        "none",       "neant", "unknown", "cdi",         "inconnu",
		"indefinie", "indefinite", "sans",  "aucun",   "indetermine", "indeterminee"};
	const char *cell = columns_cell(filling->columns, filling->row, column);
	struct folded folded = {0};
	bool empty = false;

	folded_make(cell, strlen(cell), &folded);
	for (gsize i = 0; i < G_N_ELEMENTS(nothing); i++)
		empty = empty || strcmp(folded.text, nothing[i]) == 0;
	folded_clear(&folded);
	return empty ? NULL : cell;
}

/* The first trouble of a row is the one that is told. */
static void set_trouble(struct filling *filling, const char *what, const char *cell,
			const char *mend)
{
	g_autofree char *shown = ticket_cell_shown(cell, SHOWN);

	if (filling->trouble == NULL)
		filling->trouble =
			g_strdup_printf("%s \"%s\" cannot be read; %s", what, shown, mend);
}

static void fill_text(struct filling *filling, guint column, char **text)
{
	const char *cell = cell_of(filling, column);

	if (cell != NULL)
		*text = ticket_cell_shown(cell, TEXT_MOST);
}

static bool day_of_cell(const struct filling *filling, const char *cell, gint32 *day)
{
	gint64 ms;

	if (!date_parse_cell(cell, &filling->columns->dates, filling->columns->zone, &ms))
		return false;
	*day = calendar_day_of_ms(ms, filling->columns->zone);
	return true;
}

static void fill_day(struct filling *filling, guint column, const char *what, gint32 *day)
{
	const char *cell = cell_of(filling, column);

	if (cell != NULL && !day_of_cell(filling, cell, day))
		set_trouble(filling, what, cell, "write it as the others, or as 2026-12-31");
}

/* A bare number beyond `most` months says nothing: it may be days. */
static void fill_span(struct filling *filling, guint column, enum quantity_unit bare,
		      gint32 most, const char *what, const char *mend,
		      struct contract_span *span)
{
	const char *cell = cell_of(filling, column);
	gsize figures = cell != NULL ? strspn(cell, "0123456789 ") : 0;
	struct contract_span read;

	if (cell == NULL)
		return;
	if (!contract_span_read(cell, bare, &read) ||
	    (cell[figures] == '\0' && read.count > most))
		set_trouble(filling, what, cell, mend);
	else
		*span = read;
}

/* ---- words ---- */

struct word {
	const char *word; /* of the folded cell, or its beginning */
	int value;
};

/* A short word is the whole cell, a longer one a part of it. */
static bool has_word(const char *folded, const char *word)
{
	return strlen(word) <= SHORT_WORD ? strcmp(folded, word) == 0
					  : strstr(folded, word) != NULL;
}

/* The first word that fits counts; -1 when none does. */
static int value_of_words(const char *cell, const struct word *words, gsize n)
{
	struct folded folded = {0};
	int value = -1;

	folded_make(cell, strlen(cell), &folded);
	for (gsize i = 0; i < n && value < 0; i++)
		if (has_word(folded.text, words[i].word))
			value = words[i].value;
	folded_clear(&folded);
	return value;
}

static const struct word renewal_words[] = {
	{"non tacite", RENEWAL_EXPRESS}, {"not tacit", RENEWAL_EXPRESS},
	{"sans ", RENEWAL_NEVER},        {"pas de", RENEWAL_NEVER},
	{"without", RENEWAL_NEVER},      {"not renew", RENEWAL_NEVER},
	{"non re", RENEWAL_NEVER},       {"aucune", RENEWAL_NEVER},
	{"never", RENEWAL_NEVER},        {"jamais", RENEWAL_NEVER},
	{"ferme", RENEWAL_NEVER},        {"tacit", RENEWAL_TACIT},
	{"auto", RENEWAL_TACIT},         {"expres", RENEWAL_EXPRESS},
	{"manu", RENEWAL_EXPRESS},       {"tr", RENEWAL_TACIT},
	{"oui", RENEWAL_TACIT},          {"yes", RENEWAL_TACIT},
	{"non", RENEWAL_NEVER},          {"no", RENEWAL_NEVER},
	{"sans", RENEWAL_NEVER},         {"none", RENEWAL_NEVER},
};

static const struct word anchor_words[] = {
	{"anniv", ANCHOR_ANNIVERSARY}, {"any time", ANCHOR_ANY_TIME}, {"any", ANCHOR_ANY_TIME},
	{"moment", ANCHOR_ANY_TIME},   {"echeance", ANCHOR_END},      {"terme", ANCHOR_END},
	{"end", ANCHOR_END},           {"end of", ANCHOR_END},        {"fin", ANCHOR_END},
	{"fin d", ANCHOR_END},
};

static const struct word form_words[] = {
	{"lrar", FORM_REGISTERED},     {"recommand", FORM_REGISTERED},
	{"ar", FORM_REGISTERED},       {"regist", FORM_REGISTERED},
	{"mail", FORM_ELECTRONIC},     {"electron", FORM_ELECTRONIC},
	{"courriel", FORM_ELECTRONIC}, {"ecrit", FORM_WRITTEN},
	{"writ", FORM_WRITTEN},        {"lettre", FORM_WRITTEN},
	{"letter", FORM_WRITTEN},      {"courrier", FORM_WRITTEN},
};

/* The value of the cell's words, `absent` where it is empty. */
static int fill_word(struct filling *filling, guint column, const struct word *words, gsize n,
		     const char *what, const char *mend, int absent)
{
	const char *cell = columns_cell(filling->columns, filling->row, column);
	int value = value_of_words(cell, words, n);

	if (value >= 0)
		return value;
	if (cell_of(filling, column) == NULL)
		return absent;
	set_trouble(filling, what, cell, mend);
	return absent;
}

/* "tacite 12 mois" says how long, too. */
static void fill_renewal(struct filling *filling)
{
	struct contract_life *life = &filling->contract->life;
	const char *cell = columns_cell(filling->columns, filling->row, COLUMN_RENEWAL);
	const char *figure = cell + strcspn(cell, "0123456789");

	life->renewal = (enum contract_renewal)fill_word(
		filling, COLUMN_RENEWAL, renewal_words, G_N_ELEMENTS(renewal_words),
		"the renewal", "write tacit, express or no", RENEWAL_UNKNOWN);
	if (*figure != '\0') {
		g_autofree char *span = g_strdelimit(g_strdup(figure), "()", ' ');
		if (!contract_span_read(span, UNIT_MONTH, &life->renewal_duration))
			set_trouble(filling, "the renewal", cell,
				    "write it as tacit 12 months");
	}
	fill_span(filling, COLUMN_RENEWAL_SPAN, UNIT_MONTH, BARE_DURATION,
		  "the duration of a renewal", "write it as 12 months",
		  &life->renewal_duration);
}

/* ---- amounts ---- */

static bool amount_of(const char *text, struct quantity *amount)
{
	g_autoptr(GArray) found = g_array_new(FALSE, TRUE, sizeof(struct quantity));
	struct folded folded = {0};
	bool done;

	folded_make(text, strlen(text), &folded);
	quantities_find(folded.text, folded.length, "", found);
	folded_clear(&folded);
	done = found->len == 1 &&
	       g_array_index(found, struct quantity, 0).kind == QUANTITY_AMOUNT;
	if (done)
		*amount = g_array_index(found, struct quantity, 0);
	return done;
}

/* A bare number is read as money; its currency is then the column's. */
static void fill_amount(struct filling *filling)
{
	struct contract_record *contract = filling->contract;
	const char *cell = cell_of(filling, COLUMN_AMOUNT);
	g_autofree char *bare = NULL;
	struct quantity amount;

	fill_text(filling, COLUMN_CURRENCY, &contract->currency);
	if (cell == NULL)
		return;
	bare = g_strconcat(cell, " EUR", NULL);
	if (strlen(cell) <= AMOUNT_WRITTEN && amount_of(cell, &amount)) {
		g_free(contract->currency);
		contract->currency = g_strdup(amount.currency);
	} else if (strlen(cell) > AMOUNT_WRITTEN || !amount_of(bare, &amount)) {
		set_trouble(filling, "the amount", cell, "write it as 12500.00");
		return;
	}
	contract->amount = amount.value;
}

/* ---- rows ---- */

/* "01/03/2025" or "01/03/2025: more sites"; without a day it is a remark. */
static void fill_amendment(struct filling *filling)
{
	struct contract_record *contract = filling->contract;
	const char *cell = cell_of(filling, COLUMN_AMENDMENT);
	gsize length = cell != NULL ? strcspn(cell, ":;, ") : 0;
	g_autofree char *first = cell != NULL ? g_strndup(cell, length) : NULL;

	if (cell == NULL)
		return;
	if (!day_of_cell(filling, first, &contract->amended)) {
		contract->amendment = ticket_cell_shown(cell, TEXT_MOST);
		return;
	}
	cell += length;
	cell += strspn(cell, ":;, ");
	if (*cell != '\0')
		contract->amendment = ticket_cell_shown(cell, TEXT_MOST);
}

static void fill_warning(struct filling *filling)
{
	struct contract_span span = {0};

	fill_span(filling, COLUMN_WARNING, UNIT_DAY, CONTRACT_WARNING_MOST, "the warning",
		  "write it as 30 days", &span);
	if (span.unit == UNIT_DAY)
		filling->contract->life.warning_days = span.count;
	else if (span.unit != UNIT_NONE)
		set_trouble(filling, "the warning", cell_of(filling, COLUMN_WARNING),
			    "write it in days");
}

static void fill_notice(struct filling *filling)
{
	struct contract_life *life = &filling->contract->life;

	fill_span(filling, COLUMN_NOTICE, UNIT_MONTH, BARE_MONTHS, "the notice",
		  "write its unit, as 3 months or 90 days", &life->notice);
	fill_span(filling, COLUMN_NOTICE_DAYS, UNIT_DAY, SPAN_DAYS_MOST, "the notice",
		  "write it as 90 days", &life->notice);
	life->anchor = (enum notice_anchor)fill_word(
		filling, COLUMN_ANCHOR, anchor_words, G_N_ELEMENTS(anchor_words),
		"when notice may be given", "write end, anniversary or any time", ANCHOR_END);
	life->form = (enum term_form)fill_word(
		filling, COLUMN_FORM, form_words, G_N_ELEMENTS(form_words),
		"the form of the notice", "write registered letter, letter or mail",
		FORM_UNKNOWN);
}

static void fill_life(struct filling *filling)
{
	struct contract_life *life = &filling->contract->life;

	fill_day(filling, COLUMN_START, "the start", &life->start);
	fill_day(filling, COLUMN_END, "the end", &life->end);
	fill_day(filling, COLUMN_TERMINATED, "the day of termination", &life->terminated);
	fill_span(filling, COLUMN_DURATION, UNIT_MONTH, BARE_DURATION, "the duration",
		  "write its unit, as 36 months or 365 days", &life->duration);
	fill_renewal(filling);
	fill_notice(filling);
	fill_warning(filling);
}

static void fill_contract(struct filling *filling)
{
	struct contract_record *contract = filling->contract;
	const char *trouble;

	fill_text(filling, COLUMN_PROVIDER, &contract->provider);
	fill_text(filling, COLUMN_OBJECT, &contract->object);
	fill_text(filling, COLUMN_REFERENCE, &contract->reference);
	fill_text(filling, COLUMN_OWNER, &contract->owner);
	fill_text(filling, COLUMN_CLAUSE, &contract->clause);
	fill_text(filling, COLUMN_REMARK, &contract->remark);
	fill_life(filling);
	fill_amount(filling);
	fill_amendment(filling);
	trouble = contract_life_trouble(&contract->life);
	if (filling->trouble == NULL && trouble != NULL)
		filling->trouble = g_strdup(trouble);
	if (filling->trouble == NULL && contract->provider == NULL &&
	    contract->object == NULL && contract->reference == NULL)
		filling->trouble = g_strdup("neither provider, object nor reference is given; "
					    "fill one in or delete the row");
}

static void take_row(const struct columns *columns, const struct table_row *row,
		     struct import_record *record)
{
	struct contract_record contract;
	struct filling filling = {columns, row, &contract, NULL};

	contract_record_init(&contract);
	fill_contract(&filling);
	if (filling.trouble != NULL) {
		contract_record_clear(&contract);
		columns_reject(record, row, filling.trouble);
		return;
	}
	contract.place = row->place;
	contract_digest_take(&contract);
	record->type = RECORD_CONTRACT;
	record->contract = contract;
}

/* ---- the importer ---- */

static const struct columns_spec spec = {
	.what = "contracts",
	.lacking =
		"no columns of a table of contracts (provider, start, end or duration, notice, "
		"renewal); name them so in the first row",
	.zone = "UTC",
	.n = CONTRACT_COLUMNS,
	.names =
		{
			[COLUMN_PROVIDER] = COLUMN_NAMES(
				"fournisseur", "prestataire", "provider", "supplier", "vendor",
				"titulaire", "societe", "nom du fournisseur", "nom fournisseur",
				"raison sociale", "cocontractant", "provider name",
				"supplier name", "vendor name", "company", "contractor"),
			[COLUMN_OBJECT] = COLUMN_NAMES(
				"objet", "objet du contrat", "intitule", "libelle", "contrat",
				"nom du contrat", "nom", "titre", "designation", "description",
				"object", "subject", "contract", "contract name", "title",
				"name", "service", "prestation"),
			[COLUMN_REFERENCE] = COLUMN_NAMES(
				"reference", "ref", "numero", "no", "n", "numero de contrat",
				"n contrat", "n de contrat", "ref contrat",
				"reference du contrat", "number", "contract number",
				"contract no", "contract id", "contract reference", "id"),
			[COLUMN_START] = COLUMN_NAMES(
				"debut", "date de debut", "date debut", "date d effet",
				"prise d effet", "date de prise d effet", "effet",
				"entree en vigueur", "date d entree en vigueur", "start",
				"start date", "begin", "begin date", "effective date",
				"effective", "commencement date", "from", "du"),
			[COLUMN_END] = COLUMN_NAMES(
				"fin", "date de fin", "date fin", "echeance", "date d echeance",
				"date echeance", "terme", "date de terme", "fin de contrat",
				"date de fin de contrat", "date d expiration", "expiration",
				"end", "end date", "expiry", "expiry date", "expiration date",
				"expires", "to", "au"),
			[COLUMN_DURATION] = COLUMN_NAMES(
				"duree", "duree initiale", "duree mois", "duree en mois",
				"duree initiale mois", "duree du contrat",
				"periode contractuelle initiale", "duration",
				"initial duration", "duration months", "initial term", "term",
				"term months", "initial contract period"),
			[COLUMN_RENEWAL] = COLUMN_NAMES(
				"reconduction", "renouvellement", "tacite reconduction",
				"type de reconduction", "mode de reconduction",
				"type de renouvellement", "mode de renouvellement",
				"reconductible", "renewal", "renewal type", "auto renewal",
				"auto renew", "automatic renewal", "renews"),
			[COLUMN_RENEWAL_SPAN] = COLUMN_NAMES(
				"duree de reconduction", "duree reconduction",
				"duree de renouvellement", "duree renouvellement",
				"duree du renouvellement", "periode de reconduction",
				"periodicite de renouvellement", "duree de reconduction mois",
				"renewal duration", "renewal period", "renewal term",
				"renewal months"),
			[COLUMN_NOTICE_DAYS] =
				COLUMN_NAMES("preavis jours", "preavis en jours", "preavis j",
					     "delai de preavis jours", "notice days",
					     "notice in days", "notice period days"),
			[COLUMN_NOTICE] = COLUMN_NAMES(
				"preavis", "delai de preavis", "duree de preavis",
				"duree du preavis", "preavis mois", "preavis en mois",
				"preavis de resiliation", "notice", "notice period",
				"notice months", "notice in months", "termination notice"),
			[COLUMN_WARNING] =
				COLUMN_NAMES("alerte", "alerte jours", "rappel", "rappel jours",
					     "alarme", "warning", "warning days", "alert",
					     "reminder", "reminder days"),
			[COLUMN_OWNER] =
				COLUMN_NAMES("responsable", "proprietaire", "pilote",
					     "gestionnaire", "responsable interne",
					     "suivi par", "owner", "contract owner", "manager",
					     "contract manager", "responsible"),
			[COLUMN_AMOUNT] =
				COLUMN_NAMES("montant", "montant annuel", "montant ht",
					     "montant annuel ht", "montant ttc",
					     "cout", "cout annuel", "prix", "budget", "amount",
					     "annual amount", "cost", "annual cost", "value",
					     "contract value", "price"),
			[COLUMN_CURRENCY] = COLUMN_NAMES("devise", "monnaie", "currency"),
			[COLUMN_ANCHOR] =
				COLUMN_NAMES("resiliation possible", "resiliable",
					     "echeance du preavis",
					     "point de depart du preavis", "anchor",
					     "notice anchor", "terminable"),
			[COLUMN_FORM] = COLUMN_NAMES("forme",
						     "forme du preavis", "forme de resiliation",
						     "mode de resiliation", "notice form",
						     "form", "form of notice"),
			[COLUMN_CLAUSE] =
				COLUMN_NAMES("clause", "clause de resiliation", "article",
					     "clause text", "termination clause"),
			[COLUMN_AMENDMENT] =
				COLUMN_NAMES("avenant", "avenants", "dernier avenant",
					     "date avenant", "date d avenant",
					     "amendment", "amendments", "last amendment",
					     "amended"),
			[COLUMN_TERMINATED] =
				COLUMN_NAMES("resiliation", "date de resiliation", "resilie le",
					     "denonce le", "date de denonciation", "terminated",
					     "termination date", "terminated on",
					     "notice given"),
			[COLUMN_REMARK] = COLUMN_NAMES("remarque", "remarques", "commentaire",
						       "commentaires", "observations", "notes",
						       "note", "remark", "remarks", "comment",
						       "comments"),
		},
	.fits = are_contracts,
	.take = take_row,
	.dates = 1u << COLUMN_START | 1u << COLUMN_END | 1u << COLUMN_TERMINATED,
};

static int contracts_probe(const struct import_probe *probe)
{
	return columns_fit(&spec, probe) ? SCORE : 0;
}

static char *contracts_describe(const struct import_probe *probe,
				const struct import_task *task, GError **error)
{
	return columns_describe(&spec, probe, error);
}

static struct import_stream *contracts_open(const struct import_task *task, GError **error)
{
	return columns_open(&spec, task, error);
}

const struct importer importer_contracts = {
	.name = "contract-table",
	.kind = IMPORT_KIND_CONTRACTS,
	.readable = true,
	.probe = contracts_probe,
	.describe = contracts_describe,
	.open = contracts_open,
	.next = columns_next,
	.close = columns_close,
};
