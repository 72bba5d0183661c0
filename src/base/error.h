/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The few kinds of error that callers tell apart. Each maps to one exit status of the program
 * (DESIGN section 12); the message is written for the user: what, where, and the mend. */
#pragma once

#include <glib.h>

#define ENTENTE_ERROR (entente_error_quark())

enum entente_error {
	ENTENTE_ERROR_USAGE = 2,     /* the command or an option is wrong */
	ENTENTE_ERROR_INPUT = 3,     /* outside bytes could not be read */
	ENTENTE_ERROR_STORE = 4,     /* the store could not be opened, read or written */
	ENTENTE_ERROR_INTERNAL = 70, /* a child died, a resource is missing */
};

GQuark entente_error_quark(void);
