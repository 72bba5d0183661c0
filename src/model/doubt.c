/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The kinds of doubt by name, in the order in which they are worth a user's time: by how much
 * likelier the agreement is among addresses of one person than among those of two (the weights
 * of Fellegi and Sunter 1969, here an order). */
#include "model/doubt.h"

static const char *const tokens[DOUBT_COUNT] = {
	[DOUBT_LONGER_NAME] = "longer_name",
	[DOUBT_NEAR_NAME] = "near_name",
	[DOUBT_NAME_CHANGED] = "name_changed",
	[DOUBT_EXCHANGE_NAME] = "exchange_name",
	[DOUBT_LOCAL_FITS_NAME] = "local_fits_name",
	[DOUBT_SAME_LOCAL_PART] = "same_local_part",
	[DOUBT_CONFLICTING_NAMES] = "conflicting_names",
	[DOUBT_NAME_ON_BOTH_SIDES] = "name_on_both_sides",
	[DOUBT_DOMAIN_MOVED] = "domain_moved",
	[DOUBT_SISTER_DOMAIN] = "sister_domain",
	[DOUBT_EXCHANGE_HOUSE] = "exchange_house",
	[DOUBT_EXTERNAL_STAFF] = "external_staff",
	[DOUBT_FREE_MAIL_OF_PERSON] = "free_mail_of_person",
	[DOUBT_FREE_MAIL] = "free_mail",
};

void doubt_free(struct doubt *doubt)
{
	if (doubt == NULL)
		return;
	g_free(doubt->first);
	g_free(doubt->second);
	g_free(doubt);
}

gboolean doubt_is_of_pair(const struct doubt *doubt)
{
	return doubt->kind < DOUBT_DOMAIN_MOVED;
}

const char *doubt_token(enum doubt_kind kind)
{
	return tokens[kind];
}
