/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The present instant. Frozen by ENTENTE_NOW (RFC 3339, or a plain day), so that the same
 * inputs give the same bytes. Instants are milliseconds since 1970-01-01 UTC everywhere in the
 * tree. */
#pragma once

#include <glib.h>

gint64 clock_now_ms(void);
