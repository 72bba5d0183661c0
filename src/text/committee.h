/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the title of a meeting says: which kind of committee it is, in French and English, and
 * whether a calendar program wrote "Cancelled:" in front of it. Pure functions on UTF-8. */
#pragma once

#include <glib.h>
#include <stdbool.h>

enum committee_kind {
	COMMITTEE_NONE,
	COMMITTEE_STEERING,    /* comité de pilotage, COPIL, steering committee */
	COMMITTEE_OPERATIONAL, /* COMOP, comité de suivi, comité technique */
	COMMITTEE_STRATEGIC,   /* comité stratégique, COSTRAT */
	COMMITTEE_REVIEW,      /* revue de service, service review, QBR */
	COMMITTEE_POINT,       /* point mensuel, weekly sync */
	COMMITTEE_KINDS
};

/* Kind that the title names; the most solemn where it names several ("COPIL stratégique").
 * NULL is COMMITTEE_NONE. */
enum committee_kind committee_of_title(const char *title);

/* "none", "steering"...; static. */
const char *committee_token(enum committee_kind kind);

/* "Annulé : COPIL", "Canceled event: Weekly sync": what Outlook and Google leave in the
 * calendars of those who were invited. */
bool committee_title_cancelled(const char *title);

/* The same title for every meeting of a series: without "Cancelled:" and such, dates and
 * numbers masked, as a hash. 0 for no title. */
guint32 committee_title_key(const char *title);
