/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What every unit test includes: cmocka with the headers it wants before it. */
#pragma once

#include <glib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka last: it needs the four above. */
#include <cmocka.h>
