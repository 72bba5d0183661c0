/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How often something is done, in words; the first row that a sentence holds is it. */
#include "contract/sentence-internal.h"

static const struct {
	const char *words;
	enum quantity_unit unit;
	guint16 count;
} frequencies[] = {
	{"year to year", UNIT_YEAR, 1},
	{"annee en annee", UNIT_YEAR, 1},
	{"month to month", UNIT_MONTH, 1},
	{"mois en mois", UNIT_MONTH, 1},
	{"chaque|every|each|par|per ~1 jour|day|business", UNIT_DAY, 1},
	{"quotidien*|daily|journalier*", UNIT_DAY, 1},
	{"hebdomadaire*|weekly", UNIT_WEEK, 1},
	{"chaque|every|each|par|per ~1 semaine|week", UNIT_WEEK, 1},
	{"mensuel*|monthly", UNIT_MONTH, 1},
	{"chaque|every|each|par|per ~1 mois|month", UNIT_MONTH, 1},
	{"bimestriel*", UNIT_MONTH, 2},
	{"trimestriel*|quarterly", UNIT_MONTH, 3},
	{"chaque|every|each|par|per ~1 trimestre|quarter", UNIT_MONTH, 3},
	{"semestriel*", UNIT_MONTH, 6},
	{"chaque|par ~1 semestre", UNIT_MONTH, 6},
	{"annuel*|annual|annually|yearly", UNIT_YEAR, 1},
	{"chaque|every|each|par|per|toutes ~1 annee*|an|year", UNIT_YEAR, 1},
};

bool sentence_frequency(const struct sentence *sentence, enum quantity_unit *unit,
			gint64 *value)
{
	for (gsize i = 0; i < G_N_ELEMENTS(frequencies); i++)
		if (sentence_has(sentence, frequencies[i].words)) {
			*unit = frequencies[i].unit;
			*value = frequencies[i].count * (gint64)QUANTITY_ONE;
			return true;
		}
	return false;
}
