/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Ticket exports as the tools write them: the French list export of GLPI, the issue CSV of
 * Jira. */
#pragma once

#include "stories/mail_text.h"

bool ticket_writer_uses(const struct plan *plan, enum ticket_tool tool);
void ticket_writer_glpi(const struct plan *plan, const struct cast *cast,
			const struct parameters *parameters, const struct composer *composer,
			GTimeZone *zone, GString *csv);
void ticket_writer_jira(const struct plan *plan, const struct cast *cast,
			const struct parameters *parameters, const struct composer *composer,
			GTimeZone *zone, GString *csv);
