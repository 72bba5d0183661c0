/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Telephone numbers as identities: "tel:" (RFC 3966) and the number in the form of E.164, or
 * the short number of an extension as it is. A number without a country is French. */
#pragma once

#include <glib.h>

/* "tel:+33123456789", "tel:201"; NULL when it is no number ("anonyme"). Caller owns. */
char *telephone_normalise(const char *text);
