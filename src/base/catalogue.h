/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Wording in the reader's language. The key is the English text; po/fr.po holds the French,
 * compiled into the program, so that neither the machine's locale nor files on disk are needed.
 * Texts with values have named places, "{date}", so that a language may order them its own way.
 */
#pragma once

#include <glib.h>

/* Marks a key that stands in a table, for xgettext. */
#define N_(key) (key)

struct catalogue; /* borrowed, static for the life of the program */

/* "fr" or "en"; anything else gives English. */
const struct catalogue *catalogue_get(const char *language);
/* From LC_ALL, LC_MESSAGES, LANG, else LANGUAGE: "fr" or "en". Static. */
const char *catalogue_language_from_environment(void);
const char *catalogue_language(const struct catalogue *catalogue); /* "fr", "en" */

/* Text of a key; the key itself when there is none. Borrowed. */
const char *catalogue_text(const struct catalogue *catalogue, const char *key) G_GNUC_FORMAT(2);
const char *catalogue_plural(const struct catalogue *catalogue, const char *one,
			     const char *many, gulong n) G_GNUC_FORMAT(2) G_GNUC_FORMAT(3);
