/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Rows of the importer table for what is said elsewhere than by mail. */
#pragma once

#include "importers/importer.h"

extern const struct importer importer_slack;      /* a room's day of a Slack export */
extern const struct importer importer_chat_index; /* users.json... beside messages */
extern const struct importer importer_teams;      /* messages of Microsoft Teams */
extern const struct importer importer_calls;      /* call logs */
