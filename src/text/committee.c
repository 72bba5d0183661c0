/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Names of the meetings by which a service contract is governed, as French and British
 * contracts write them (CIGREF and ITIL 4 vocabularies: strategic, steering, operational level,
 * service review), with the short forms of calendars. Phrases that only look alike (comité
 * d'entreprise, revue de presse, point de vente) are simply not in the table. */
#include "text/committee.h"

#include <string.h>

#include "text/own_text-internal.h"
#include "text/own_text.h"

#define FOLDED 2048u

/* A kind above another wins. */
static const struct phrase strategic[] = {
	PHRASE("comite strategique", 0),
	PHRASE("comite de strategie", 0),
	PHRASE("comite de direction strategique", 0),
	PHRASE("copil strategique", 0),
	PHRASE("pilotage strategique", 0),
	PHRASE("revue strategique", 0),
	PHRASE("comstrat", 0),
	PHRASE("costrat", 0),
	PHRASE("strategic committee", 0),
	PHRASE("strategic review", 0),
	PHRASE("strategy committee", 0),
	PHRASE("executive committee", 0),
	PHRASE("executive review", 0),
	PHRASE("executive sponsor meeting", 0),
};

static const struct phrase steering[] = {
	PHRASE("comite de pilotage", 0),
	PHRASE("comite pilotage", 0),
	PHRASE("comite de gouvernance", 0),
	PHRASE("instance de pilotage", 0),
	PHRASE("reunion de pilotage", 0),
	PHRASE("point de pilotage", 0),
	PHRASE("copil", 0),
	PHRASE("copils", 0),
	PHRASE("comite projet", 0),
	PHRASE("comite de projet", 0),
	PHRASE("steering committee", 0),
	PHRASE("steering group", 0),
	PHRASE("steering meeting", 0),
	PHRASE("steering board", 0),
	PHRASE("project steering", 0),
	PHRASE("steerco", 0),
	PHRASE("stecom", 0),
	PHRASE("governance committee", 0),
	PHRASE("governance meeting", 0),
	PHRASE("governance board", 0),
};

static const struct phrase operational[] = {
	PHRASE("comite operationnel", 0),
	PHRASE("comite de suivi", 0),
	PHRASE("comite technique", 0),
	PHRASE("comite d'exploitation", 0),
	PHRASE("comite de production", 0),
	PHRASE("comite de changement", 0),
	PHRASE("comite des changements", 0),
	PHRASE("reunion d'exploitation", 0),
	PHRASE("reunion de production", 0),
	PHRASE("reunion operationnelle", 0),
	PHRASE("suivi operationnel", 0),
	PHRASE("pilotage operationnel", 0),
	PHRASE("comop", 0),
	PHRASE("cosui", 0),
	PHRASE("cosuivi", 0),
	PHRASE("cotech", 0),
	PHRASE("cotec", 0),
	PHRASE("operational committee", 0),
	PHRASE("operations committee", 0),
	PHRASE("operational review", 0),
	PHRASE("operations review", 0),
	PHRASE("operations meeting", 0),
	PHRASE("operational meeting", 0),
	PHRASE("follow-up committee", 0),
	PHRASE("technical committee", 0),
	PHRASE("change advisory board", 0),
};

static const struct phrase review[] = {
	PHRASE("revue de service", 0),
	PHRASE("revue de services", 0),
	PHRASE("revue des services", 0),
	PHRASE("revue de contrat", 0),
	PHRASE("revue du contrat", 0),
	PHRASE("revue contractuelle", 0),
	PHRASE("revue de performance", 0),
	PHRASE("revue de prestation", 0),
	PHRASE("revue de compte", 0),
	PHRASE("revue mensuelle", 0),
	PHRASE("revue trimestrielle", 0),
	PHRASE("revue semestrielle", 0),
	PHRASE("revue annuelle", 0),
	PHRASE("revue d'activite", 0),
	PHRASE("revue des incidents", 0),
	PHRASE("comite contractuel", 0),
	PHRASE("comite de service", 0),
	PHRASE("bilan de service", 0),
	PHRASE("bilan contractuel", 0),
	PHRASE("service review", 0),
	PHRASE("service level review", 0),
	PHRASE("service management review", 0),
	PHRASE("contract review", 0),
	PHRASE("account review", 0),
	PHRASE("business review", 0),
	PHRASE("performance review meeting", 0),
	PHRASE("sla review", 0),
	PHRASE("monthly review", 0),
	PHRASE("quarterly review", 0),
	PHRASE("annual review meeting", 0),
	PHRASE("qbr", 0),
};

static const struct phrase point[] = {
	PHRASE("point mensuel", 0),       PHRASE("point bimensuel", 0),
	PHRASE("point trimestriel", 0),   PHRASE("point hebdo", 0),
	PHRASE("point hebdomadaire", 0),  PHRASE("point quotidien", 0),
	PHRASE("point d'avancement", 0),  PHRASE("point de suivi", 0),
	PHRASE("point regulier", 0),      PHRASE("point projet", 0),
	PHRASE("point client", 0),        PHRASE("point contrat", 0),
	PHRASE("point d'etape", 0),       PHRASE("point de situation", 0),
	PHRASE("reunion hebdo", 0),       PHRASE("reunion hebdomadaire", 0),
	PHRASE("reunion mensuelle", 0),   PHRASE("reunion trimestrielle", 0),
	PHRASE("reunion de suivi", 0),    PHRASE("reunion d'avancement", 0),
	PHRASE("rdv mensuel", 0),         PHRASE("rdv hebdo", 0),
	PHRASE("rendez-vous mensuel", 0), PHRASE("suivi mensuel", 0),
	PHRASE("suivi hebdo", 0),         PHRASE("suivi hebdomadaire", 0),
	PHRASE("weekly sync", 0),         PHRASE("weekly call", 0),
	PHRASE("weekly meeting", 0),      PHRASE("weekly catch-up", 0),
	PHRASE("weekly catch up", 0),     PHRASE("weekly touchpoint", 0),
	PHRASE("weekly status", 0),       PHRASE("weekly point", 0),
	PHRASE("biweekly sync", 0),       PHRASE("biweekly meeting", 0),
	PHRASE("bi-weekly sync", 0),      PHRASE("monthly sync", 0),
	PHRASE("monthly call", 0),        PHRASE("monthly meeting", 0),
	PHRASE("monthly catch-up", 0),    PHRASE("monthly catch up", 0),
	PHRASE("monthly touchpoint", 0),  PHRASE("monthly status", 0),
	PHRASE("progress meeting", 0),    PHRASE("status meeting", 0),
	PHRASE("sync meeting", 0),        PHRASE("regular touchpoint", 0),
};

static const struct {
	enum committee_kind kind;
	const struct phrase *phrases;
	gsize count;
} tables[] = {
	{COMMITTEE_STRATEGIC, strategic, G_N_ELEMENTS(strategic)},
	{COMMITTEE_STEERING, steering, G_N_ELEMENTS(steering)},
	{COMMITTEE_OPERATIONAL, operational, G_N_ELEMENTS(operational)},
	{COMMITTEE_REVIEW, review, G_N_ELEMENTS(review)},
	{COMMITTEE_POINT, point, G_N_ELEMENTS(point)},
};

/* What calendar programs write in front of a title, with its colon. */
static const struct phrase cancelled_marks[] = {
	PHRASE("annule", 0),          PHRASE("annulee", 0),
	PHRASE("annulation", 0),      PHRASE("evenement annule", 0),
	PHRASE("reunion annulee", 0), PHRASE("canceled", 0),
	PHRASE("cancelled", 0),       PHRASE("cancellation", 0),
	PHRASE("canceled event", 0),  PHRASE("cancelled event", 0),
};

static const struct phrase other_marks[] = {
	PHRASE("invitation", 0),
	PHRASE("updated invitation", 0),
	PHRASE("invitation mise a jour", 0),
	PHRASE("mise a jour", 0),
	PHRASE("updated", 0),
	PHRASE("accepted", 0),
	PHRASE("accepte", 0),
	PHRASE("tentative", 0),
	PHRASE("provisoire", 0),
	PHRASE("reporte", 0),
	PHRASE("postponed", 0),
	PHRASE("deplace", 0),
	PHRASE("tr", 0),
	PHRASE("fw", 0),
	PHRASE("fwd", 0),
	PHRASE("re", 0),
};

static void fold(const char *title, char folded[static FOLDED])
{
	fold_text(title, strlen(title), folded, FOLDED);
}

enum committee_kind committee_of_title(const char *title)
{
	char folded[FOLDED];

	if (title == NULL)
		return COMMITTEE_NONE;
	fold(title, folded);
	for (gsize i = 0; i < G_N_ELEMENTS(tables); i++)
		if (phrase_within(folded, tables[i].phrases, tables[i].count) != NULL)
			return tables[i].kind;
	return COMMITTEE_NONE;
}

const char *committee_token(enum committee_kind kind)
{
	static const char *const tokens[COMMITTEE_KINDS] = {
		"none", "steering", "operational", "strategic", "review", "point",
	};

	g_assert(kind < COMMITTEE_KINDS);
	return tokens[kind];
}

/* Behind "mark :" or "[mark]" at the beginning; NULL for none. */
static const char *skip_mark(const char *folded, const struct phrase *marks, gsize count)
{
	bool bracket = *folded == '[' || *folded == '(';
	const char *word = folded + bracket;

	for (gsize i = 0; i < count; i++) {
		const char *rest = word + marks[i].length;

		if (strncmp(word, marks[i].text, marks[i].length) != 0)
			continue;
		rest += strspn(rest, " ");
		if (bracket ? *rest == ']' || *rest == ')' : *rest == ':')
			return rest + 1 + strspn(rest + 1, " ");
	}
	return NULL;
}

bool committee_title_cancelled(const char *title)
{
	char folded[FOLDED];

	if (title == NULL)
		return false;
	fold(title, folded);
	return skip_mark(folded, cancelled_marks, G_N_ELEMENTS(cancelled_marks)) != NULL;
}

static const char *skip_any_mark(const char *folded)
{
	const char *rest = skip_mark(folded, cancelled_marks, G_N_ELEMENTS(cancelled_marks));

	return rest != NULL ? rest : skip_mark(folded, other_marks, G_N_ELEMENTS(other_marks));
}

guint32 committee_title_key(const char *title)
{
	char folded[FOLDED];
	const char *at = folded, *next;

	if (title == NULL)
		return 0;
	fold(title, folded);
	while ((next = skip_any_mark(at)) != NULL)
		at = next;
	return own_text_novelty(at);
}
