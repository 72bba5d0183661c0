/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Mail that its author marked personal may not be read by an employer (Cass. soc. 2 October
 * 2001, no 99-42.942, Nikon; CNIL guidance on mail at work). A mark is a word of the list set
 * off from the rest of the subject, or the whole name of a folder; "confidentiel" is none, nor
 * is "personnel" that means the staff. */
#include "text/own_text.h"

#include <string.h>

#include "text/own_text-internal.h"

#define FOLDED 2048u

static const struct phrase marks[] = {
	PHRASE("personnel et confidentiel", 0),
	PHRASE("personnelle et confidentielle", 0),
	PHRASE("confidentiel et personnel", 0),
	PHRASE("confidentiel personnel", 0),
	PHRASE("confidentiel - personnel", 0),
	PHRASE("confidentiel/personnel", 0),
	PHRASE("personnel/confidentiel", 0),
	PHRASE("personnel - confidentiel", 0),
	PHRASE("strictement personnel", 0),
	PHRASE("message personnel", 0),
	PHRASE("personal and confidential", 0),
	PHRASE("personal & confidential", 0),
	PHRASE("private and confidential", 0),
	PHRASE("private & confidential", 0),
	PHRASE("strictly personal", 0),
	PHRASE("personnel", 0),
	PHRASE("personnelle", 0),
	PHRASE("perso", 0),
	PHRASE("privee", 0),
	PHRASE("prive", 0),
	PHRASE("private", 0),
	PHRASE("personal", 0),
};

/* Folders above which "personnel" is the staff. */
static const char *const staff_folders[] = {"rh", "drh", "hr", "ressources humaines",
					    "human resources"};

static const char *skip_spaces(const char *text)
{
	while (*text == ' ')
		text++;
	return text;
}

/* Behind the longest mark at the beginning, NULL when there is none. */
static const char *skip_mark(const char *folded)
{
	const struct phrase *mark = phrase_at(folded, marks, G_N_ELEMENTS(marks));

	return mark != NULL ? folded + mark->length : NULL;
}

/* ":" with or without a space before, a dash between spaces, or the end. */
static bool is_set_off(const char *rest)
{
	const char *sign = skip_spaces(rest);

	if (*sign == '\0' || *sign == ':' || *sign == '*' || *sign == '!')
		return true;
	return sign > rest && (*sign == '-' || *sign == '|' || *sign == '/') && sign[1] == ' ';
}

/* "[perso]" anywhere. */
static bool has_bracket(const char *folded)
{
	for (const char *at = strchr(folded, '['); at != NULL; at = strchr(at + 1, '[')) {
		const char *rest = skip_mark(skip_spaces(at + 1));

		if (rest != NULL && *skip_spaces(rest) == ']')
			return true;
	}
	return false;
}

/* "(perso)" where the subject begins or ends. */
static bool has_parenthesis(const char *folded)
{
	const char *last = strrchr(folded, '(');
	const char *rest;

	for (const char *at = folded; at != NULL; at = at == last ? NULL : last) {
		rest = *at == '(' ? skip_mark(skip_spaces(at + 1)) : NULL;
		if (rest == NULL || *skip_spaces(rest) != ')')
			continue;
		if (at == folded || *skip_spaces(skip_spaces(rest) + 1) == '\0')
			return true;
	}
	return false;
}

static bool is_personal_subject(const char *subject)
{
	g_autofree char *base = own_text_base_subject(subject);
	char whole[FOLDED], folded[FOLDED];
	const char *start = folded, *rest;

	fold_text(subject, strlen(subject), whole, sizeof(whole));
	fold_text(base, strlen(base), folded, sizeof(folded));
	if (has_bracket(whole) || has_parenthesis(folded))
		return true;
	while (*start == '*' || *start == '#' || *start == '!' || *start == ' ')
		start++;
	rest = skip_mark(start);
	return rest != NULL && is_set_off(rest);
}

static bool is_staff_folder(const char *folded)
{
	for (gsize i = 0; i < G_N_ELEMENTS(staff_folders); i++)
		if (g_str_equal(folded, staff_folders[i]))
			return true;
	return false;
}

static bool is_personal_folder(const char *folder)
{
	char folded[FOLDED];
	g_auto(GStrv) names = NULL;

	fold_text(folder, strlen(folder), folded, sizeof(folded));
	names = g_strsplit_set(folded, "/\\.|", -1);
	for (guint i = 0; names[i] != NULL; i++) {
		const char *rest = skip_mark(g_strstrip(names[i]));

		if (rest != NULL && *rest == '\0' && (i == 0 || !is_staff_folder(names[i - 1])))
			return true;
	}
	return false;
}

bool own_text_marked_personal(const char *subject, const char *folder)
{
	return (subject != NULL && is_personal_subject(subject)) ||
	       (folder != NULL && is_personal_folder(folder));
}
