/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Relationships with a known truth, written as the files that real tools leave: mbox, ticket
 * CSV, ICS, facts CSV. Wording and parameters come from template files; the same name and seed
 * give the same bytes. Serves demos, tests and calibration; every file says that it is
 * simulated. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* NULL-terminated names of the stories in a template folder (NULL = those built in). Caller
 * owns. */
char **story_list(const char *templates, GError **error);

/* Writes the story into the folder (created when missing): mail.mbox, tickets*.csv,
 * meetings.ics, facts.csv when the story has facts, and truth.json (story, seed, sides, onset,
 * interval of the true change, expected stage, expected alarm). */
bool story_write(const char *name, guint64 seed, const char *templates, const char *folder,
		 GError **error);
