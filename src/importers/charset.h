/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Text of any declared, missing or wrong character set to UTF-8. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* UTF-8 of the bytes, line ends as LF, NUL as U+FFFD. `charset` is the declared name as iconv
 * knows it, or NULL. What is not valid in it is tried as UTF-8, then as windows-1252, and
 * *guessed is set (else left). Caller owns. */
char *charset_to_utf8(const char *bytes, gsize length, const char *charset, bool *guessed);
