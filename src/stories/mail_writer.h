/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The mbox of a story: composed mails as MIME messages with the habits of their senders'
 * programs, in order of time. */
#pragma once

#include "stories/mail_text.h"

/* Appends every mail of the plan. */
bool mail_writer_mbox(const struct parameters *parameters, const struct cast *cast,
		      const struct plan *plan, struct composer *composer, guint64 seed,
		      GTimeZone *zone, GString *mbox, GError **error);
