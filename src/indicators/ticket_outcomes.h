/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Shares of the tickets that a side ended in a week, by what became of them. */
#pragma once

#include "indicators/indicator.h"

/* 1 it turned out so, 0 it did not, -1 its tool does not say. */
typedef gint32 (*ticket_outcome)(const struct timeline_ticket *ticket);

/* Every observed week gets the share of the tickets that the side worked on, that ended in it
 * and whose outcome is told; support: those tickets, a dozen a month. A ticket that ended less
 * than two weeks before its coverage does may still turn out otherwise. */
void ticket_outcomes_compute(const struct timeline *timeline, enum side side,
			     ticket_outcome outcome, struct series *series);
