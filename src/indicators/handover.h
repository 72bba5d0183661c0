/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a side's key contact leaves behind: who goes on with its partners, whether that one knew
 * its threads before, and how long the exchange took to find its rhythm again; and, of a
 * contact that is there, how many of its threads a colleague knows. Of a role and after the
 * fact: nobody's departure is looked for. */
#pragma once

#include "model/timeline.h"

#define HANDOVER_BEFORE_WEEKS 26u /* covered ones, that end with the last message */
#define HANDOVER_AFTER_WEEKS  8u  /* covered ones, in which somebody takes over */

struct handover {
	guint32 successor; /* index of a person, TIMELINE_NO_INDEX: nobody exchanged with any */
	guint partners;    /* persons of the other side with whom it exchanged */
	guint taken_over;  /* of them, those with whom the successor did afterwards */
	guint threads;     /* in which the contact wrote */
	guint known;       /* of them, those in which the successor had written as well */
	gint weeks_back;   /* covered weeks until the side's rhythm is back; -1: not yet */
	gint32 last_week;  /* of the calendar: of the contact's last message */
	gboolean followed; /* all weeks afterwards are covered */
};

/* The one who carried the largest share of the side's mail, as pivot_presence finds it;
 * TIMELINE_NO_INDEX when none did. */
guint32 pivot_of_side(const struct timeline *timeline, enum side side);

/* False when the person never wrote in a covered week; *handover is untouched then. */
gboolean handover_measure(const struct timeline *timeline, enum side side, guint32 person,
			  struct handover *handover);

/* Threads of the last `weeks` covered weeks in which the person and the other side wrote; in
 * *shared those in which somebody else of the side did, too. */
guint handover_threads(const struct timeline *timeline, enum side side, guint32 person,
		       guint weeks, guint *shared);
/* For each thread, whether somebody of the side but the person wrote in it. Caller owns. */
enum handover_thread { HANDOVER_NO_THREAD, HANDOVER_ALONE, HANDOVER_SHARED };
guint8 *handover_shared_threads(const struct timeline *timeline, enum side side,
				guint32 person);
