/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Rows of the importer table that hold mail. */
#pragma once

#include "importers/importer.h"

extern const struct importer importer_mbox, importer_eml, importer_outlook_message;
