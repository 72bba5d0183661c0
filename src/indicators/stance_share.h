/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the shares of language have in common: the messages of a side that were read, looked at
 * where conduct was questioned; sums of probabilities over sentences, never labels; silence
 * where a month holds too few of them. */
#pragma once

#include "indicators/indicator.h"

/* Messages of a month below which a share is unknown: 40 in 30.4 days, for four weeks (power of
 * 0.79 to see a share rise from 0.1 to 0.3, three months against twelve). */
#define STANCE_MONTH_LEAST 37

/* A message of the side that has sentences of its own and answers a question, a complaint, a
 * reminder or an incident of the other side: conduct was questioned there, and an account can
 * be looked for (Scott and Lyman, American Sociological Review 33, 1968). */
gboolean stance_is_counted(const struct timeline_message *message, enum side side);

/* Every week gets the sum of `score` over its counted messages, by their sentences; support:
 * messages. Events: the counted messages, each with its own share. */
void stance_share_fill(const struct timeline *timeline, enum side side,
		       double (*score)(const struct timeline_message *message),
		       struct series *series);
