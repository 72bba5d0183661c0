/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The first number of a cell, in the figures of both languages. Of a count, a mark before three
 * figures parts thousands ("1,200", "1.200"); of a share it begins the decimals. */
#include "model/company_fact.h"

#include <string.h>

#define CONTRACT_PREFIX "contract_"
#define FIGURES_MOST    15u

static const struct measured_fact facts[] = {
	{"headcount", 1, 1e6, FALSE, "write the number of people, from 1 to 1000000"},
	{"sites", 1, 1e5, FALSE, "write the number of sites, from 1 to 100000"},
	{"remote_share", 0, 1, TRUE, "write a share from 0 % to 100 %"},
	{"systems", 1, 1e6, FALSE, "write the number of systems, from 1 to 1000000"},
	{NULL, 0, 0, FALSE, NULL},
};

const struct measured_fact *measured_facts(void)
{
	return facts;
}

static const struct measured_fact *find_fact(const char *fact)
{
	gsize prefix = strlen(CONTRACT_PREFIX);

	if (g_str_has_prefix(fact, CONTRACT_PREFIX))
		fact += prefix;
	for (const struct measured_fact *row = facts; row->fact != NULL; row++)
		if (strcmp(row->fact, fact) == 0)
			return row;
	return NULL;
}

const char *company_fact_mend(const char *fact)
{
	const struct measured_fact *row = find_fact(fact);

	return row != NULL ? row->mend : NULL;
}

static gboolean is_space(gunichar c)
{
	return g_unichar_isspace(c) || c == 0x00A0 || c == 0x202F || c == '\'' || c == 0x2019;
}

/* Whether three figures and no fourth stand there: what comes before them parts thousands. */
static gboolean three_figures(const char *text)
{
	return strspn(text, "0123456789") == 3;
}

/* Copies the figures of the number that begins at `text`; returns what stands behind it. */
static const char *take_figures(const char *text, gboolean share, GString *figures)
{
	gboolean decimals = FALSE;

	while (figures->len <= FIGURES_MOST) {
		gunichar c = g_utf8_get_char(text);
		const char *next = *text != '\0' ? g_utf8_next_char(text) : text;
		if (g_ascii_isdigit(*text)) {
			g_string_append_c(figures, *text);
		} else if (!decimals && three_figures(next) &&
			   (is_space(c) || (!share && (c == ',' || c == '.')))) {
			text = next;
			continue;
		} else if (!decimals && (c == ',' || c == '.') && g_ascii_isdigit(*next)) {
			g_string_append_c(figures, '.');
			decimals = TRUE;
		} else {
			break;
		}
		text = next;
	}
	return text;
}

/* The only number of a cell, what is written around it left out; FALSE for none or several. */
static gboolean only_number(const char *value, gboolean share, double *number,
			    gboolean *percent)
{
	g_autoptr(GString) figures = g_string_new(NULL);
	const char *first = strpbrk(value, "0123456789");
	const char *rest;

	if (first == NULL || (first > value && first[-1] == '-'))
		return FALSE;
	rest = take_figures(first, share, figures);
	if (strpbrk(rest, "0123456789") != NULL)
		return FALSE;
	*percent = strchr(rest, '%') != NULL;
	*number = g_ascii_strtod(figures->str, NULL);
	return TRUE;
}

enum fact_reading company_fact_read(const char *fact, const char *value, double *number)
{
	const struct measured_fact *row = find_fact(fact);
	gboolean percent = FALSE;
	double read = 0;

	if (row == NULL)
		return FACT_IN_WORDS;
	if (value == NULL || !only_number(value, row->share, &read, &percent))
		return FACT_ABSURD;
	if (row->share && (percent || read > 1))
		read /= 100;
	if (read < row->least || read > row->most)
		return FACT_ABSURD;
	*number = read;
	return FACT_NUMBER;
}
