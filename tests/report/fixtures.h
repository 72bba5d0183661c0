/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Four assessments as analysis/ would fill them: eroding slowly, healthy, too short to judge,
 * ended abruptly. Invented; the series come from a fixed linear congruence. */
#pragma once

#include <glib.h>

#include "model/assessment.h"

struct fixture {
	const char *name;
	struct assessment *(*make)(void);
};

struct assessment *fixture_eroding(void);
struct assessment *fixture_healthy(void);
struct assessment *fixture_too_short(void);
struct assessment *fixture_ended(void);

extern const struct fixture fixtures[4];
