/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Folding names and local parts to comparable words, after Bird et al. (2006, "Mining email
 * social networks"): accents, case, order and decorations go, initials and joined forms are
 * derived from the name and looked up, never guessed from the address. Resemblance is that of
 * Jaro (1989) and Winkler (1990), on names only. */
#include "ingest/person_name.h"

#include <string.h>

#include "ingest/function_mailbox.h"

#define RESEMBLANCE_LETTERS 64 /* longer names are compared by their beginning */
#define COMMON_BEGINNING    4
#define LAST_NAME_LEAST     3 /* letters of a name behind an initial */

/* Cuts what is not the name: "Valentino Volonghi aka Dialtone", "Jean Dupont (Infonet)",
 * "jean.dupont at acme.fr". */
static char *bare_name(const char *name)
{
	static const char *const tails[] = {" aka ", " via ", " at ", " - ",
					    " (",    " [",    " | ",  " /"};
	char *bare = g_strdup(name);

	for (guint i = 0; i < G_N_ELEMENTS(tails); i++) {
		char *tail = strstr(bare, tails[i]);
		if (tail != NULL && tail != bare)
			*tail = '\0';
	}
	return bare;
}

/* Lower case without accents; what is neither letter nor digit becomes `between`, 0 for none.
 */
static char *fold_letters(const char *text, char between)
{
	g_autofree char *decomposed = g_utf8_normalize(text, -1, G_NORMALIZE_ALL);
	GString *letters = g_string_new(NULL);

	for (const char *at = decomposed != NULL ? decomposed : ""; *at != '\0';
	     at = g_utf8_next_char(at)) {
		gunichar letter = g_utf8_get_char(at);
		if (g_unichar_ismark(letter))
			continue;
		if (g_unichar_isalnum(letter))
			g_string_append_unichar(letters, g_unichar_tolower(letter));
		else if (between != '\0')
			g_string_append_c(letters, between);
	}
	return g_string_free(letters, FALSE);
}

static gint compare_words(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Words of two letters at least, sorted; NULL unless there are two of them. */
static char *sorted_words(const char *letters)
{
	g_auto(GStrv) parts = g_strsplit(letters, " ", -1);
	g_autoptr(GPtrArray) words = g_ptr_array_new();

	for (guint i = 0; parts[i] != NULL; i++)
		if (g_utf8_strlen(parts[i], -1) >= 2)
			g_ptr_array_add(words, parts[i]);
	if (words->len < 2)
		return NULL;
	g_ptr_array_sort(words, compare_words);
	g_ptr_array_add(words, NULL);
	return g_strjoinv(" ", (char **)words->pdata);
}

static bool names_a_function(const char *words)
{
	g_auto(GStrv) parts = g_strsplit(words, " ", -1);

	for (guint i = 0; parts[i] != NULL; i++)
		if (strlen(parts[i]) > 3 && function_word(parts[i]))
			return true;
	return false;
}

char *person_name_fold(const char *name)
{
	g_autofree char *bare = bare_name(name);
	g_autofree char *letters = fold_letters(bare, ' ');
	g_autofree char *words = strchr(bare, '@') == NULL ? sorted_words(letters) : NULL;

	return words == NULL || names_a_function(words) ? NULL : g_steal_pointer(&words);
}

char *person_name_given(const char *name)
{
	g_autofree char *whole = person_name_fold(name);
	g_autofree char *bare = bare_name(name);
	const char *comma = strchr(bare, ',');
	g_autofree char *letters = fold_letters(comma != NULL ? comma + 1 : bare, ' ');

	if (whole == NULL)
		return NULL;
	g_strstrip(letters);
	letters[strcspn(letters, " ")] = '\0';
	return g_steal_pointer(&letters);
}

/* ---- local parts ---- */

/* "0123456789abcdef0123456789abcdef-jdupont": newer servers put a number before the user. */
static const char *behind_number(const char *user)
{
	gsize digits = strspn(user, "0123456789abcdef");

	return digits >= 8 && user[digits] == '-' && user[digits + 1] != '\0'
		       ? user + digits + 1
		       : user;
}

char *person_local_part(const char *address)
{
	const char *at = strrchr(address, '@'), *user;

	if (!g_str_has_prefix(address, "/"))
		return at != NULL ? g_strndup(address, (gsize)(at - address)) : NULL;
	user = strrchr(address, '/') + 1;
	if (!g_str_has_prefix(user, "cn="))
		return NULL;
	return g_strdup(behind_number(user + strlen("cn=")));
}

char *person_local_name(const char *local)
{
	g_autofree char *letters = fold_letters(local, ' ');

	return strpbrk(local, "0123456789") == NULL ? sorted_words(letters) : NULL;
}

char *person_local_letters(const char *local)
{
	return fold_letters(local, '\0');
}

static void add_form(GPtrArray *forms, const char *first, guint letters, const char *second)
{
	g_autofree char *start = g_utf8_substring(first, 0, letters);

	g_ptr_array_add(forms, g_strconcat(start, second, NULL));
	g_ptr_array_add(forms, g_strconcat(second, start, NULL));
}

GPtrArray *person_name_forms(const char *folded, enum person_form form)
{
	GPtrArray *forms = g_ptr_array_new_with_free_func(g_free);
	g_auto(GStrv) words = g_strsplit(folded, " ", -1);
	guint count = g_strv_length(words);

	for (guint i = 0; i < count; i++)
		for (guint j = 0; count <= 4 && j < count; j++) {
			glong last = g_utf8_strlen(words[j], -1);
			if (i == j || (form == PERSON_FORM_WHOLE && (i > j || count > 2)))
				continue;
			if (form == PERSON_FORM_WHOLE)
				add_form(forms, words[i], (guint)g_utf8_strlen(words[i], -1),
					 words[j]);
			else if (last >= LAST_NAME_LEAST)
				add_form(forms, words[i], 1, words[j]);
		}
	return forms;
}

/* ---- comparing ---- */

bool person_names_touch(const char *a, const char *b)
{
	g_auto(GStrv) first = g_strsplit(a, " ", -1);
	g_auto(GStrv) second = g_strsplit(b, " ", -1);

	for (guint i = 0; first[i] != NULL; i++)
		if (strlen(first[i]) >= 3 &&
		    g_strv_contains((const char *const *)second, first[i]))
			return true;
	return false;
}

/* Marks equal bytes of both within the window; returns how many. */
static guint match_letters(const char *a, guint n, const char *b, guint m, bool *in_a,
			   bool *in_b)
{
	guint window = MAX(n, m) / 2 > 0 ? MAX(n, m) / 2 - 1 : 0;
	guint matches = 0;

	for (guint i = 0; i < n; i++)
		for (guint j = i > window ? i - window : 0; j < MIN(m, i + window + 1); j++)
			if (!in_b[j] && a[i] == b[j]) {
				in_a[i] = in_b[j] = true;
				matches++;
				break;
			}
	return matches;
}

static guint transpositions(const char *a, guint n, const char *b, const bool *in_a,
			    const bool *in_b)
{
	guint out_of_order = 0, j = 0;

	for (guint i = 0; i < n; i++) {
		if (!in_a[i])
			continue;
		while (!in_b[j])
			j++;
		out_of_order += a[i] != b[j++];
	}
	return out_of_order / 2;
}

double person_resemblance(const char *a, const char *b)
{
	bool in_a[RESEMBLANCE_LETTERS] = {false}, in_b[RESEMBLANCE_LETTERS] = {false};
	guint n = (guint)MIN(strlen(a), RESEMBLANCE_LETTERS);
	guint m = (guint)MIN(strlen(b), RESEMBLANCE_LETTERS);
	guint matches = match_letters(a, n, b, m, in_a, in_b);
	guint common = 0;
	double jaro;

	if (matches == 0)
		return n == m && n == 0 ? 1 : 0;
	jaro = ((double)matches / n + (double)matches / m +
		(double)(matches - transpositions(a, n, b, in_a, in_b)) / matches) /
	       3;
	while (common < MIN(COMMON_BEGINNING, MIN(n, m)) && a[common] == b[common])
		common++;
	return jaro + common * 0.1 * (1 - jaro);
}

/* ---- staff of somebody else ---- */

static bool external_word(const char *word)
{
	static const char *const words[] = {
		"ext",          "externe",       "external",   "exterieur",   "prestataire",
		"prestataires", "presta",        "consultant", "consultante", "contractor",
		"freelance",    "sous-traitant", "interim",
	};

	for (guint i = 0; i < G_N_ELEMENTS(words); i++)
		if (strcmp(word, words[i]) == 0)
			return true;
	return false;
}

static bool any_external(const char *text, const char *separators)
{
	g_auto(GStrv) words = g_strsplit_set(text, separators, -1);

	for (guint i = 0; words[i] != NULL; i++)
		if (external_word(words[i]))
			return true;
	return false;
}

bool person_name_is_external(const char *name)
{
	g_autofree char *letters = fold_letters(name, ' ');

	return any_external(letters, " ");
}

bool person_address_is_external(const char *address)
{
	const char *at = strrchr(address, '@');
	g_autofree char *local = person_local_part(address);

	return (local != NULL && any_external(local, ".-_+")) ||
	       (at != NULL && any_external(at + 1, "."));
}
