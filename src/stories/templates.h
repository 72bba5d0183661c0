/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where parameters and wording come from: a folder given by the user, or the one compiled in.
 * Both hold NAME.ini and text/LANGUAGE-*.txt; a folder replaces the built-in ones entirely. */
#pragma once

#include "stories/parameters.h"
#include "stories/wording.h"

/* NULL-terminated names, sorted. Caller owns. */
char **templates_stories(const char *folder, GError **error);
/* Caller owns both. */
struct parameters *templates_parameters(const char *folder, const char *story, GError **error);
struct wording *templates_wording(const char *folder, GError **error);
