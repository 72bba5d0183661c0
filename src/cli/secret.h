/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Passwords and tokens: from a command, a private file or the terminal; never from an argument,
 * and kept nowhere. */
#pragma once

#include <glib.h>

#define SECRET_LENGTH (32u << 10) /* bytes; a token may be long */

/* The first line; caller owns. NULL with ENTENTE_ERROR_USAGE. */
char *secret_by_command(const char *command, GError **error);
char *secret_from_file(const char *path, GError **error);
/* Asks on the terminal, without showing what is typed. */
char *secret_by_prompt(const char *question, GError **error);
