/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The figures of a passage: what it counts, apart from dates and hours. */
#pragma once

#include <glib.h>

/* char *, as written but without spaces between thousands, in order. Caller owns. */
GPtrArray *report_figures(const char *text);
