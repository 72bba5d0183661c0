/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A local part is a function when one of its words is: "support", "n1-support",
 * "facturation.idf". */
#include "ingest/function_mailbox.h"

#include <glib.h>
#include <string.h>

bool function_word(const char *word)
{
	static const char *const words[] = {
		"support",      "helpdesk",    "help",        "servicedesk",   "hotline",
		"assistance",   "sav",         "info",        "infos",         "contact",
		"contacts",     "accueil",     "admin",       "administrator", "administrateur",
		"postmaster",   "webmaster",   "root",        "noc",           "soc",
		"exploitation", "supervision", "monitoring",  "alertes",       "alerts",
		"facturation",  "billing",     "invoice",     "compta",        "comptabilite",
		"commercial",   "sales",       "ventes",      "direction",     "rh",
		"informatique", "dsi",         "it",          "technique",     "tech",
		"service",      "services",    "client",      "clients",       "team",
		"equipe",       "office",      "secretariat", "bureau",        "noreply",
		"no-reply",     "donotreply",  "ticket",      "tickets",       "incident",
		"incidents",    "backup",      "sauvegarde",  "achats",        "reception",
		"security",     "securite",    "abuse",       "list",          "liste",
	};

	for (guint i = 0; i < G_N_ELEMENTS(words); i++)
		if (strcmp(word, words[i]) == 0)
			return true;
	return false;
}

bool function_mailbox(const char *address)
{
	const char *at = address != NULL ? strrchr(address, '@') : NULL;
	g_autofree char *local = NULL;
	g_auto(GStrv) words = NULL;

	if (at == NULL)
		return false;
	local = g_strndup(address, (gsize)(at - address));
	if (function_word(local))
		return true;
	words = g_strsplit_set(local, ".-_+0123456789", -1);
	for (guint i = 0; words[i] != NULL; i++)
		if (strlen(words[i]) > 3 && function_word(words[i]))
			return true;
	return false;
}
