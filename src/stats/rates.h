/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Two rates of rare events, compared exactly: given how many there were in all, how many fell
 * into the second time is binomial when nothing changed (Przyborowski and Wilenski, Biometrika
 * 31, 1940). */
#pragma once

#include <glib.h>

/* Chance of so few events after, or fewer, when the rate stayed: small where it fell. Exposures
 * (weeks, tickets) are above 0. */
double rates_fell(guint before, double exposure_before, guint after, double exposure_after);
