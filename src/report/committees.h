/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The committees of a relationship, from its timeline: how often each is due, how many were
 * held and cancelled, and the last one. */
#pragma once

#include "base/catalogue.h"
#include "base/json.h"
#include "model/timeline.h"
#include "text/committee.h"

struct committee {
	enum committee_kind kind;
	guint held, cancelled;
	guint unknown;      /* planned when the calendar was written, and due since */
	guint64 last_event; /* of the last of all, for its title */
	gint32 every_days;  /* median from one to the next, 0 with less than two */
	gint32 first_day, last_day;
	gint32 last_held_day;             /* DAY_NONE when none was held */
	guint last_client, last_provider; /* who had accepted the last one held */
};

/* By series: struct committee. Caller owns. */
GArray *committees_of(const struct timeline *timeline);

/* "steering committee, every 42 days: 20 held, 9 cancelled; the last one on 3 July 2025".
 * Caller owns. */
char *committee_sentence(const struct committee *committee, const struct catalogue *catalogue);
/* `title` has its people hidden, or is NULL. */
void committee_json(struct json_writer *json, const struct committee *committee,
		    const char *title);
