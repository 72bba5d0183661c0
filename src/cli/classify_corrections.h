/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What users say of single texts, of `entente classify`: given, listed, forgotten. Each returns
 * an exit status. */
#pragma once

#include "cli/cli.h"
#include "store/corrections.h"

/* Lines of LABEL<TAB>text, or of JSON with text and label, on standard input; the store is made
 * when there is none. */
int classify_correct(const struct cli *cli, const char *language);
int classify_list_corrections(const struct cli *cli);
int classify_forget(const struct cli *cli, const char *id);
