/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which organisation an address belongs to: the domain that somebody registered, by the public
 * suffix list ("mail.acme.co.uk" is of "acme.co.uk"), or the house of an Exchange server. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* The registrable part, inside `domain`; the domain itself where no suffix is known. */
const char *organisation_of_domain(const char *domain);
/* "acme.fr" of "jean@mail.acme.fr", "/o=acme" of "/o=acme/ou=paris/cn=anne"; NULL for what is
 * neither. Caller owns. */
char *organisation_of_address(const char *address);
/* "acme" of "acme.co.uk" and of "/o=acme": what the domains of one organisation share. Caller
 * owns. */
char *organisation_label(const char *organisation);
/* Whether anybody may have an address there; `organisation` as above. */
bool organisation_is_free_mail(const char *organisation);
