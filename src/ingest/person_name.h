/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Names of people as mail writes them, and the local parts that organisations make of them. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* "DUPONT, Jean" and "Jéan Dupont" give "dupont jean"; NULL unless there are two words of two
 * letters that can be a person's. Caller owns. */
char *person_name_fold(const char *name);
/* The given name, folded: the first word, or the one behind a comma. NULL as above. Caller
 * owns. */
char *person_name_given(const char *name);

/* The local part of an address; the user of "/o=acme/.../cn=recipients/cn=jdupont", without the
 * digits that newer servers put before it. Caller owns. */
char *person_local_part(const char *address);
/* "dupont jean" of "jean.dupont" and "dupont_jean"; NULL unless it is two words. Caller owns.
 */
char *person_local_name(const char *local);
/* "jdupont" of "j.dupont": letters and digits alone. Caller owns. */
char *person_local_letters(const char *local);

/* The letters of the local parts that organisations make of a folded name: whole ("jeandupont")
 * or with an initial ("jdupont", "dupontj", "jeand"). char *, caller owns. */
enum person_form { PERSON_FORM_WHOLE, PERSON_FORM_INITIAL };
GPtrArray *person_name_forms(const char *folded, enum person_form form);

/* Whether two folded names share a word of three letters. */
bool person_names_touch(const char *a, const char *b);
/* Resemblance of two short texts, 0..1: Jaro's (1989), with Winkler's (1990) merit for a common
 * beginning. */
double person_resemblance(const char *a, const char *b);

/* Staff of somebody else, by the written name ("Jean Dupont (ext)", "- Prestataire") or by the
 * address ("ext-jean@", "jean@presta.acme.fr"). */
bool person_name_is_external(const char *name);
bool person_address_is_external(const char *address);
