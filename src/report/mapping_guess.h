/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `entente mapping guess`: the columns of a table with samples and what they may mean. */
#pragma once

#include "base/catalogue.h"
#include "importers/table_guess.h"
#include "report/screen.h"

void report_guess_text(const struct table_guess *guess, const char *path,
		       const struct catalogue *catalogue, const struct screen *screen);
/* Schema "entente/mapping-guess/1"; line feed at the end. */
void report_guess_json(const struct table_guess *guess, const char *path, GString *out);
