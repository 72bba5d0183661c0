/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who is on which side: the rules a user gives ("acme.fr,jean@free.fr", "*") against addresses;
 * and a proposal of the two sides from the addresses that write to each other. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "model/record.h"
#include "model/words.h"
#include "store/store.h"

struct sides; /* owned by the caller */

/* Rules are lists separated by commas or spaces: a domain (its subdomains too), an address,
 * a telephone number or the beginning of some ("tel:+3312345*"), the house of an Exchange
 * server
 * ("/o=acme", all below it), or '*' for everyone else.
 * Fails with ENTENTE_ERROR_USAGE on a word that is neither, on the same rule for both sides,
 * and when both sides are '*'. An empty text means "not known". */
struct sides *sides_new(const char *client, const char *provider, GError **error);
void sides_free(struct sides *sides);
typedef struct sides sides_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(sides_auto, sides_free)

/* What a user said of one address, domain or Exchange house afterwards, SIDE_NONE included: it
 * wins over a rule of the same precision. */
void sides_correct(struct sides *sides, const char *word, enum side side);
/* The rules of the relationship with what was said afterwards. */
struct sides *sides_of_relationship(const struct relationship *relationship, GError **error);
bool sides_is_corrected(const struct sides *sides, const char *word);
/* The form in which a rule or correction is kept, or NULL when the word is none: lower case,
 * "@acme.fr" as "acme.fr". Caller owns. */
char *sides_rule_of_word(const char *word);

/* The address rule wins over the domain rule, the longer domain over the shorter, any over '*'.
 */
enum side sides_of_address(const struct sides *sides, const char *address);
/* "/o=acme" of "/o=acme/ou=paris/cn=anne", NULL for any other address. Caller owns. */
char *sides_exchange_house(const char *address);
bool sides_known(const struct sides *sides); /* both sides have rules */
bool sides_has_everyone(const struct sides *sides);

/* A message belongs to the relationship when both sides take part in it. Through a list (no
 * readable recipient, or a list field) the writer's side is enough: both sides read the list.
 */
bool sides_in_scope(const struct sides *sides, const struct message_record *message);

/* A meeting belongs to the relationship when both sides were asked to it or, where the calendar
 * keeps no people, when its title names a committee. */
bool sides_meet(const struct sides *sides, const struct meeting_record *meeting);

/* ---- the proposal ---- */
struct side_proposal; /* counts of domains that write to each other */

struct side_proposal *side_proposal_new(void);
void side_proposal_free(struct side_proposal *proposal);
void side_proposal_observe(struct side_proposal *proposal,
			   const struct message_record *message);
/* The organiser counts as the writer to the others. */
void side_proposal_observe_meeting(struct side_proposal *proposal,
				   const struct meeting_record *meeting);
/* The most likely pair, as rules for --client and --provider. False when the mail shows no two
 * organisations that write to each other. Caller owns both. */
bool side_proposal_best(const struct side_proposal *proposal, char **client, char **provider);
/* The first organisations by messages, for the user to choose from: "infonet.fr (1 204
 * messages)". NULL-terminated, caller owns. */
char **side_proposal_ranking(const struct side_proposal *proposal, guint most);
