/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The present instant, or the one that ENTENTE_NOW freezes. */
#include "base/clock.h"

#include <string.h>

gint64 clock_now_ms(void)
{
	const char *frozen = g_getenv("ENTENTE_NOW");

	if (frozen != NULL && *frozen != '\0') {
		g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
		g_autofree char *day = strlen(frozen) == 10
					       ? g_strconcat(frozen, "T12:00:00Z", NULL)
					       : g_strdup(frozen);
		g_autoptr(GDateTime) at = g_date_time_new_from_iso8601(day, utc);
		if (at != NULL)
			return g_date_time_to_unix(at) * 1000 +
			       g_date_time_get_microsecond(at) / 1000;
	}
	return g_get_real_time() / 1000;
}
