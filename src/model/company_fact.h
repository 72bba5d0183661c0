/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Facts of a company whose value is a number: how people write them, and what cannot be. Pure
 * functions on UTF-8. */
#pragma once

#include <glib.h>

enum fact_reading {
	FACT_IN_WORDS, /* not a fact that is measured: any value is right */
	FACT_NUMBER,
	FACT_ABSURD, /* no number, or one that no company has */
};

/* What is measured of a company: "headcount", "sites", "remote_share", "systems". */
struct measured_fact {
	const char *fact;
	double least, most;
	gboolean share; /* "40 %" is 0.4, and so is "0.4" */
	const char *mend;
};

/* NULL-terminated by its name; the same facts as the contract counts on them are called
 * "contract_headcount" and so on. */
const struct measured_fact *measured_facts(void);

/* "120", "env. 1 200 personnes", "1,200", "37,5", "40 %". *number is touched for FACT_NUMBER
 * alone. */
enum fact_reading company_fact_read(const char *fact, const char *value, double *number);
/* How its value is to be written, one sentence, English; NULL for one that is not measured. */
const char *company_fact_mend(const char *fact);
