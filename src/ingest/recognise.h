/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a file is. Looking at a file is a small import of its own, so that it runs in worker
 * processes like any other reading of outside bytes: the importer here yields one fact a file,
 * named like the importer that reads it, with the description as its value and `day` 1 when
 * the file is compressed; and a rejected record with the reason when it cannot be read. The
 * dialect of its task is the importer or kind that the user imposes, or NULL. */
#pragma once

#include "importers/importer.h"

extern const struct importer recognise_importer;

/* Whether this names an importer that can read, or a kind of which there is one. */
bool recognise_knows(const char *imposed);
/* "mbox, eml, ..., mail, tickets": what may be imposed. Caller owns. */
char *recognise_choices(void);
