/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Whether a plain text is a contract or a periodic report. A contract names itself at its top,
 * names a provider and a client, binds them, and is in clauses: all four, so that licences,
 * notes and drafts of mail stay out. A report names itself and its period at its top. */
#include "importers/document.h"

#include <string.h>

#include "text/folded.h"

#define TOP_BYTES     1500u /* where a document says what it is */
#define LEAST_BYTES   600u
#define CLAUSES_LEAST 3u
#define MARKS_LEAST   3u

static const char *const names[] = {
	"agreement",
	"contrat",
	"contract",
	"convention de service",
	"avenant",
	"amendment",
	"conditions generales",
	"general terms",
	"statement of work",
	"marche public",
	"service level",
	"plan d'assurance qualite",
};
static const char *const providers[] = {
	"prestataire", "fournisseur", "titulaire", "provider",   "supplier", "contractor",
	"vendor",      "infogerant",  "hebergeur", "consultant", "licensor", "sous-traitant",
};
static const char *const clients[] = {
	"client",    "commanditaire", "customer", "beneficiaire",
	"acheteur",  "company",       "buyer",    "licensee",
	"recipient", "owner",         "abonne",   "responsable de traitement",
};
static const char *const bonds[] = {
	" shall ",     " s'engage",    "est tenu de", "en cas de manquement", "resiliation",
	"termination", "confidential", "liability",   "responsabilite",       "the parties",
	"les parties", "obligations",  "preavis",     "force majeure",
};
static const char *const reports[] = {
	"rapport mensuel",      "rapport d'activite", "rapport trimestriel",
	"rapport hebdomadaire", "rapport de service", "compte rendu d'activite",
	"monthly report",       "service report",     "quarterly report",
	"weekly report",        "activity report",    "bilan mensuel",
	"tableau de bord",      "service review",
};

static guint count_of(const char *text, const char *const *words, gsize count)
{
	guint found = 0;

	for (gsize i = 0; i < count; i++)
		found += strstr(text, words[i]) != NULL;
	return found;
}

/* Lines that begin with the number of a clause or are headings of Markdown. */
static guint count_clauses(const char *text)
{
	guint clauses = 0;

	for (const char *line = text; line; line = strchr(line, '\n')) {
		gsize figures;
		line += *line == '\n';
		line += strspn(line, " \t");
		figures = strspn(line, "0123456789.");
		clauses += g_str_has_prefix(line, "## ") ||
			   (figures > 1 && figures < 8 && memchr(line, '.', figures) &&
			    line[figures] == ' ') ||
			   g_ascii_strncasecmp(line, "article ", 8) == 0 ||
			   g_ascii_strncasecmp(line, "section ", 8) == 0 ||
			   g_ascii_strncasecmp(line, "clause ", 7) == 0;
	}
	return clauses;
}

bool document_looks_like_one(const char *text)
{
	struct folded folded = {0};
	gsize length = strlen(text);
	char end;
	bool contract, report;

	if (length < LEAST_BYTES)
		return false;
	folded_make(text, length, &folded);
	contract = count_of(folded.text, providers, G_N_ELEMENTS(providers)) > 0 &&
		   count_of(folded.text, clients, G_N_ELEMENTS(clients)) > 0 &&
		   count_of(folded.text, bonds, G_N_ELEMENTS(bonds)) >= MARKS_LEAST &&
		   count_clauses(text) >= CLAUSES_LEAST;
	length = MIN(folded.length, TOP_BYTES);
	end = folded.text[length];
	folded.text[length] = '\0';
	contract = contract && count_of(folded.text, names, G_N_ELEMENTS(names)) > 0;
	report = count_of(folded.text, reports, G_N_ELEMENTS(reports)) > 0;
	folded.text[length] = end;
	folded_clear(&folded);
	return contract || report;
}
