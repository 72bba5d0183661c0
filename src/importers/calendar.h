/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Row of the importer table that holds meetings. */
#pragma once

#include "importers/importer.h"

#define CALENDAR_FILE_INSTANCES_MOST 2000000u /* meetings read from one file */

extern const struct importer importer_calendar; /* iCalendar files (ICS) */
