/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who plays in a story: invented people of both sides with their habits (mail program,
 * register, language), function mailboxes and robots. Drawn once per seed. */
#pragma once

#include <stdbool.h>

#include "stories/parameters.h"
#include "stories/wording.h"

enum party { PARTY_CLIENT, PARTY_PROVIDER, PARTY_COUNT };

enum mailer { MAILER_OUTLOOK, MAILER_GMAIL, MAILER_THUNDERBIRD, MAILER_APPLE, MAILER_COUNT };

enum member_kind {
	MEMBER_PERSON,
	MEMBER_USER,       /* of the client, opens tickets, seldom writes */
	MEMBER_MAILBOX,    /* support@..., informatique@... */
	MEMBER_MONITORING, /* robots of the provider */
	MEMBER_TICKET_TOOL,
	MEMBER_NEWSLETTER,
};

struct member {
	enum party party;
	enum member_kind kind;
	char *first, *last, *name, *address, *role, *telephone;
	const char *manners;  /* "formal", "plain", "curt": lists manners.* of the wording */
	const char *language; /* "fr", "en" */
	bool female;
	enum mailer mailer;
	double weight;
	gint32 from, to; /* days at work, inclusive */
};

struct cast {
	GPtrArray *members;     /* struct member * */
	guint pivot, successor; /* index; successor == pivot when nobody leaves */
	guint mailbox[PARTY_COUNT];
	guint monitoring, ticket_tool, newsletter;
};

/* Caller owns. */
struct cast *cast_draw(const struct parameters *parameters, const struct wording *wording,
		       guint64 seed, GError **error);
void cast_free(struct cast *cast);
typedef struct cast cast_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(cast_auto, cast_free)

const struct member *cast_member(const struct cast *cast, guint index);
/* A person of the side at work on the day, by weight; for the provider the pivot has the given
 * share. */
guint cast_pick(const struct cast *cast, enum party party, gint32 day, double pivot_share,
		GRand *random);
/* Another person of the same side; the same when there is no other. */
guint cast_colleague(const struct cast *cast, guint of, gint32 day, GRand *random);
/* Anyone of the client, people who only open tickets included. */
guint cast_requester(const struct cast *cast, GRand *random);
