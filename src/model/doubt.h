/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What nobody but the user can settle about people: whether two addresses are one person, and
 * on which side an address, a domain or an Exchange house stands. Each kind is one reason. */
#pragma once

#include <glib.h>

#include "model/words.h"

enum doubt_kind {
	/* two addresses may be one person; both names are given */
	DOUBT_LONGER_NAME,
	DOUBT_NEAR_NAME,
	DOUBT_NAME_CHANGED,
	DOUBT_EXCHANGE_NAME,
	DOUBT_LOCAL_FITS_NAME,
	DOUBT_SAME_LOCAL_PART,
	DOUBT_CONFLICTING_NAMES,
	DOUBT_NAME_ON_BOTH_SIDES,
	/* what `first` names may stand on `side` */
	DOUBT_DOMAIN_MOVED,
	DOUBT_SISTER_DOMAIN,
	DOUBT_EXCHANGE_HOUSE,
	DOUBT_EXTERNAL_STAFF,
	DOUBT_FREE_MAIL_OF_PERSON,
	DOUBT_FREE_MAIL,
	DOUBT_COUNT
};

struct doubt {
	enum doubt_kind kind;
	char *first;
	char *second;   /* the other address; the domain left; the person's own; or NULL */
	enum side side; /* proposed; SIDE_NONE: the evidence does not say */
	guint n, of;    /* people or messages, as the kind's sentence says */
	gint64 from_ms, to_ms; /* INSTANT_NONE where the kind has no days */
};

void doubt_free(struct doubt *doubt);
/* Whether it is settled by saying "same" or "different". */
gboolean doubt_is_of_pair(const struct doubt *doubt);
/* "longer_name": for machines. */
const char *doubt_token(enum doubt_kind kind);
