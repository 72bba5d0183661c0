/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a planned mail says: subject, own text, signature, quotation. Mails are composed in the
 * order of time, because a reply quotes what was written before and a conversation keeps its
 * words (the same printer from question to answer). */
#pragma once

#include "stories/plan.h"
#include "stories/wording.h"

struct mail_text {
	char *subject;
	char *own;         /* greeting to closing, a paragraph a line */
	char *plain;       /* the same as its sender's program breaks the lines */
	char *signature;   /* "" when there is none */
	char *attribution; /* "" without quotation */
	char *quoted;
	bool bare;        /* the quotation carries no '>' */
	bool interleaved; /* the quotation is inside `own` already */
	const char *language;
	/* The third party of MAIL_OUT_OF_SCOPE, else NULL: who stands in for one of the sides.
	 */
	char *other_name, *other_address;
	bool other_sends;
};

struct composer;

/* Every argument is borrowed until composer_free. */
struct composer *composer_new(const struct parameters *parameters, const struct cast *cast,
			      const struct plan *plan, const struct wording *wording,
			      guint64 seed, GTimeZone *zone);
void composer_free(struct composer *composer);
typedef struct composer composer_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(composer_auto, composer_free)

/* Names that the composer binds, and those that stand before a dot; for wording_check. */
const char *const *composer_bound_names(void);
const char *const *composer_prefixes(void);
/* The wording holds every list that the composer asks for, in this language. */
bool composer_check_lists(const struct wording *wording, const struct parameters *parameters,
			  const char *language, GError **error);

/* Call once a mail, in the order of plan->by_time. */
bool composer_mail(struct composer *composer, guint mail, struct mail_text *text,
		   GError **error);
void mail_text_clear(struct mail_text *text);

/* What a ticket says; a ticket moved to another tool says the same there. */
struct ticket_text {
	char *title, *description, *category, *first_answer, *solution;
};

/* Words every ticket; to be called once, before the first mail, because mails name tickets. */
bool composer_tickets(struct composer *composer, GError **error);
const struct ticket_text *composer_ticket(const struct composer *composer, guint ticket);
