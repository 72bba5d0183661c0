/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Mapping files are read once per table. Header names are compared folded (Unicode NFKD without
 * marks, case and punctuation), so that "Date d’ouverture" and "DATE D'OUVERTURE" are one. The
 * generic mapping looks for words inside the header instead, and is asked last. */
#include "importers/mapping.h"

#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

#define RESOURCE_FOLDER "/entente/mappings"
#define MAPPING_SUFFIX  ".ini"

static const char *const field_names[TICKET_FIELDS] = {
	[FIELD_KEY] = "key",
	[FIELD_TITLE] = "title",
	[FIELD_DESCRIPTION] = "description",
	[FIELD_STATUS] = "status",
	[FIELD_PRIORITY] = "priority",
	[FIELD_CATEGORY] = "category",
	[FIELD_REQUESTER] = "requester",
	[FIELD_ASSIGNEE] = "assignee",
	[FIELD_GROUP] = "group",
	[FIELD_ORGANISATION] = "organisation",
	[FIELD_ACTIVITY] = "activity",
	[FIELD_ACTIVITY_AT] = "activity_at",
	[FIELD_ACTIVITY_ACTOR] = "activity_actor",
	[FIELD_OPENED] = "opened",
	[FIELD_FIRST_RESPONSE] = "first_response",
	[FIELD_RESOLVED] = "resolved",
	[FIELD_CLOSED] = "closed",
	[FIELD_DUE] = "due",
	[FIELD_REOPENED] = "reopened",
	[FIELD_REASSIGNED] = "reassigned",
	[FIELD_SLA_MET] = "sla_met",
	[FIELD_SLA_MISSED] = "sla_missed",
	[FIELD_COMMENTS] = "comments",
};

struct word_state {
	const char *word;
	int value;
};

static const struct word_state state_words[] = {
	{"new", TICKET_NEW},          {"in_progress", TICKET_IN_PROGRESS},
	{"waiting", TICKET_WAITING},  {"resolved", TICKET_RESOLVED},
	{"closed", TICKET_CLOSED},    {"cancelled", TICKET_CANCELLED},
	{NULL, TICKET_STATE_UNKNOWN},
};

/* An assignment shows that somebody took the ticket up; an update says nothing of its state. */
static const struct word_state activity_words[] = {
	{"opened", TICKET_NEW},
	{"assigned", TICKET_IN_PROGRESS},
	{"updated", TICKET_STATE_UNKNOWN},
	{"waiting", TICKET_WAITING},
	{"reopened", TICKET_IN_PROGRESS},
	{"resolved", TICKET_RESOLVED},
	{"closed", TICKET_CLOSED},
	{"cancelled", TICKET_CANCELLED},
	{NULL, TICKET_STATE_UNKNOWN},
};

static const struct word_state truth_words[] = {{"yes", 1}, {"no", 0}, {NULL, 0}};

static const struct word_state rows_words[] = {
	{"auto", MAPPING_ROWS_AUTO},
	{"snapshot", MAPPING_ROWS_SNAPSHOT},
	{"log", MAPPING_ROWS_LOG},
	{NULL, MAPPING_ROWS_AUTO},
};

struct header_name {
	char *folded;
	char language[8];
	enum ticket_field field;
	guint rank;
	bool exact_only; /* written "=name": not looked for inside longer headers */
};

struct mapping_set {
	GPtrArray *mappings; /* struct mapping *, the user's first, guesses last */
};

const char *ticket_field_name(enum ticket_field field)
{
	return field_names[field];
}

bool ticket_field_is_instant(enum ticket_field field)
{
	return field == FIELD_ACTIVITY_AT || (field >= FIELD_OPENED && field <= FIELD_DUE);
}

char *mapping_fold(const char *text)
{
	g_autofree char *parts = g_utf8_normalize(text, -1, G_NORMALIZE_ALL);
	g_autofree char *folded = g_utf8_casefold(parts ? parts : "", -1);
	GString *out = g_string_new(NULL);

	for (const char *p = folded; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (g_unichar_ismark(c))
			continue;
		if (g_unichar_isalnum(c))
			g_string_append_unichar(out, c);
		else if (out->len && out->str[out->len - 1] != ' ')
			g_string_append_c(out, ' ');
	}
	if (out->len && out->str[out->len - 1] == ' ')
		g_string_truncate(out, out->len - 1);
	return g_string_free(out, FALSE);
}

/* ---- reading a mapping file ---- */

static void header_name_clear(gpointer item)
{
	struct header_name *name = item;

	g_free(name->folded);
}

static void mapping_free(gpointer item)
{
	struct mapping *mapping = item;

	g_free(mapping->name);
	g_free(mapping->zone);
	g_strfreev(mapping->lists);
	g_strfreev(mapping->empty);
	g_array_unref(mapping->names);
	g_ptr_array_unref(mapping->ignored);
	g_ptr_array_unref(mapping->signature);
	g_hash_table_unref(mapping->states);
	g_hash_table_unref(mapping->activities);
	g_hash_table_unref(mapping->truths);
	g_clear_pointer(&mapping->file, g_key_file_unref);
	g_free(mapping->json_zone);
	g_free(mapping);
}

static struct mapping *mapping_new(void)
{
	struct mapping *mapping = g_new0(struct mapping, 1);

	mapping->names = g_array_new(FALSE, TRUE, sizeof(struct header_name));
	g_array_set_clear_func(mapping->names, header_name_clear);
	mapping->ignored = g_ptr_array_new_with_free_func(g_free);
	mapping->signature = g_ptr_array_new_with_free_func(g_free);
	mapping->states = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	mapping->activities = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	mapping->truths = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return mapping;
}

static int field_of_name(const char *name)
{
	for (int i = 0; i < TICKET_FIELDS; i++)
		if (!strcmp(field_names[i], name))
			return i;
	return -1;
}

/* The row of a table of words whose word is `name`; its end (word NULL) when there is none. */
static const struct word_state *find_word(const struct word_state *words, const char *name)
{
	while (words->word && strcmp(words->word, name) != 0)
		words++;
	return words;
}

static bool set_unknown(GError **error, const char *what, const char *group, const char *key)
{
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "%s '%s' in [%s] is not known",
		    what, key, group);
	return false;
}

/* "title[fr]" is cut into "title" and "fr". */
static void split_language(char *key, char language[8])
{
	char *bracket = strchr(key, '[');

	language[0] = 0;
	if (!bracket)
		return;
	*bracket = 0;
	g_strlcpy(language, bracket + 1, 8);
	if (strchr(language, ']'))
		*strchr(language, ']') = 0;
}

static bool read_columns(struct mapping *mapping, GKeyFile *file, GError **error)
{
	g_auto(GStrv) keys = g_key_file_get_keys(file, "columns", NULL, error);

	for (guint i = 0; keys && keys[i]; i++) {
		g_auto(GStrv) values =
			g_key_file_get_string_list(file, "columns", keys[i], NULL, NULL);
		struct header_name name = {0};
		int field;

		split_language(keys[i], name.language);
		field = field_of_name(keys[i]);
		if (field < 0)
			return set_unknown(error, "the field", "columns", keys[i]);
		name.field = (enum ticket_field)field;
		for (guint j = 0; values && values[j]; j++) {
			name.exact_only = values[j][0] == '=';
			name.folded = mapping_fold(values[j]);
			name.rank = j;
			g_array_append_val(mapping->names, name);
		}
	}
	return keys != NULL;
}

static bool read_words(GKeyFile *file, const char *group, const struct word_state *known,
		       GHashTable *into, GError **error)
{
	g_auto(GStrv) keys = g_key_file_get_keys(file, group, NULL, NULL);

	for (guint i = 0; keys && keys[i]; i++) {
		g_auto(GStrv) values =
			g_key_file_get_string_list(file, group, keys[i], NULL, NULL);
		char language[8];
		const struct word_state *word;

		split_language(keys[i], language);
		word = find_word(known, keys[i]);
		if (!word->word)
			return set_unknown(error, "the word", group, keys[i]);
		for (guint j = 0; values && values[j]; j++)
			g_hash_table_insert(into, mapping_fold(values[j]), (gpointer)word);
	}
	return true;
}

static bool read_field_list(GKeyFile *file, const char *key, guint32 *fields, GError **error)
{
	g_auto(GStrv) values = g_key_file_get_string_list(file, "recognition", key, NULL, NULL);

	*fields = 0;
	for (guint i = 0; values && values[i]; i++) {
		int field = field_of_name(values[i]);

		if (field < 0)
			return set_unknown(error, "the field", "recognition", values[i]);
		*fields |= 1u << field;
	}
	return true;
}

static void read_folded_list(GKeyFile *file, const char *group, const char *key,
			     GPtrArray *into)
{
	g_auto(GStrv) values = g_key_file_get_string_list(file, group, key, NULL, NULL);

	for (guint i = 0; values && values[i]; i++)
		g_ptr_array_add(into, mapping_fold(values[i]));
}

static guint read_count(GKeyFile *file, const char *group, const char *key)
{
	int value = g_key_file_get_integer(file, group, key, NULL);

	return value > 0 ? (guint)value : 0;
}

static bool read_recognition(struct mapping *mapping, GKeyFile *file, GError **error)
{
	read_folded_list(file, "recognition", "signature", mapping->signature);
	read_folded_list(file, "recognition", "ignored", mapping->ignored);
	mapping->signature_needed = read_count(file, "recognition", "signature_needed");
	mapping->others_needed = read_count(file, "recognition", "others_needed");
	return read_field_list(file, "required", &mapping->required, error) &&
	       read_field_list(file, "others", &mapping->others, error);
}

static bool read_head(struct mapping *mapping, GKeyFile *file, GError **error)
{
	g_autofree char *rows = g_key_file_get_string(file, "mapping", "rows", NULL);
	const struct word_state *known = find_word(rows_words, rows ? rows : "auto");

	mapping->name = g_key_file_get_string(file, "mapping", "name", error);
	if (!mapping->name)
		return false;
	if (!known->word)
		return set_unknown(error, "rows", "mapping", rows);
	mapping->rows = (enum mapping_rows)known->value;
	mapping->guess = g_key_file_get_boolean(file, "mapping", "guess", NULL);
	mapping->zone = g_key_file_get_string(file, "cells", "zone", NULL);
	mapping->lists = g_key_file_get_string_list(file, "cells", "lists", NULL, NULL);
	mapping->empty = g_key_file_get_string_list(file, "cells", "empty", NULL, NULL);
	mapping->comment_lead = read_count(file, "cells", "comment_lead");
	return true;
}

static struct mapping *mapping_parse(const char *text, gsize length, GError **error)
{
	g_autoptr(GKeyFile) file = g_key_file_new();
	struct mapping *mapping = mapping_new();

	if (g_key_file_load_from_data(file, text, length, G_KEY_FILE_KEEP_TRANSLATIONS,
				      error) &&
	    read_head(mapping, file, error) && read_columns(mapping, file, error) &&
	    read_words(file, "states", state_words, mapping->states, error) &&
	    read_words(file, "activities", activity_words, mapping->activities, error) &&
	    read_words(file, "truth", truth_words, mapping->truths, error) &&
	    read_recognition(mapping, file, error)) {
		mapping->file = g_key_file_ref(file);
		mapping->json_zone = g_key_file_get_string(file, "cells", "json_zone", NULL);
		return mapping;
	}
	mapping_free(mapping);
	return NULL;
}

/* ---- the set ---- */

static void add_built_in(struct mapping_set *set, const char *name)
{
	g_autofree char *path = g_strconcat(RESOURCE_FOLDER "/", name, NULL);
	g_autoptr(GBytes) bytes = g_resources_lookup_data(path, 0, NULL);
	g_autoptr(GError) error = NULL;
	struct mapping *mapping;
	gsize length;
	const char *text = g_bytes_get_data(bytes, &length);

	mapping = mapping_parse(text, length, &error);
	if (!mapping)
		g_error("%s: %s", path, error->message);
	g_ptr_array_add(set->mappings, mapping);
}

static int compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void add_all_built_in(struct mapping_set *set)
{
	g_auto(GStrv) names = g_resources_enumerate_children(RESOURCE_FOLDER, 0, NULL);

	if (!names)
		g_error("the mappings were not compiled in");
	qsort(names, g_strv_length(names), sizeof *names, compare_names);
	for (guint i = 0; names[i]; i++)
		add_built_in(set, names[i]);
}

static bool add_user_file(struct mapping_set *set, const char *path, GError **error)
{
	g_autofree char *text = NULL;
	struct mapping *mapping = NULL;
	gsize length;

	if (g_file_get_contents(path, &text, &length, error))
		mapping = mapping_parse(text, length, error);
	if (!mapping) {
		g_prefix_error(error, "mapping file %s: ", path);
		return false;
	}
	mapping->user = true;
	g_ptr_array_add(set->mappings, mapping);
	return true;
}

static bool add_user_folder(struct mapping_set *set, const char *folder, GError **error)
{
	g_autoptr(GDir) dir = NULL;
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	const char *name;

	if (g_file_test(folder, G_FILE_TEST_IS_REGULAR))
		return add_user_file(set, folder, error);
	dir = g_dir_open(folder, 0, error);
	if (!dir)
		return false;
	while ((name = g_dir_read_name(dir)))
		if (g_str_has_suffix(name, MAPPING_SUFFIX))
			g_ptr_array_add(names, g_build_filename(folder, name, NULL));
	g_ptr_array_sort(names, compare_names);
	for (guint i = 0; i < names->len; i++)
		if (!add_user_file(set, g_ptr_array_index(names, i), error))
			return false;
	return true;
}

struct mapping_set *mapping_set_new(const char *folder, GError **error)
{
	struct mapping_set *set = g_new0(struct mapping_set, 1);
	GError *why = NULL;

	set->mappings = g_ptr_array_new_with_free_func(mapping_free);
	if (folder && !add_user_folder(set, folder, &why)) {
		g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, why->message);
		g_error_free(why);
		mapping_set_free(set);
		return NULL;
	}
	add_all_built_in(set);
	return set;
}

void mapping_set_free(struct mapping_set *set)
{
	g_ptr_array_unref(set->mappings);
	g_free(set);
}

/* ---- which column is what ---- */

/* How a header name was found in a header, better first when compared as numbers. */
struct found {
	const struct header_name *name;
	guint quality; /* 0 none, 1 inside, 2 the same */
};

/* `phrase` stands in `text` between spaces or ends. */
static bool contains_words(const char *text, const char *phrase)
{
	gsize length = strlen(phrase);

	for (const char *at = strstr(text, phrase); at && length; at = strstr(at + 1, phrase))
		if ((at == text || at[-1] == ' ') && (at[length] == 0 || at[length] == ' '))
			return true;
	return false;
}

static bool is_better(const struct found *a, const struct found *b)
{
	if (a->quality != b->quality)
		return a->quality > b->quality;
	return a->quality == 1 && strlen(a->name->folded) > strlen(b->name->folded);
}

static bool is_ignored(const struct mapping *mapping, const char *header)
{
	for (guint i = 0; i < mapping->ignored->len; i++)
		if (contains_words(header, g_ptr_array_index(mapping->ignored, i)))
			return true;
	return false;
}

static struct found find_name(const struct mapping *mapping, const char *header)
{
	struct found best = {0};
	bool inside = mapping->guess && !is_ignored(mapping, header);

	for (guint i = 0; i < mapping->names->len; i++) {
		struct found found = {&g_array_index(mapping->names, struct header_name, i), 0};

		if (!strcmp(found.name->folded, header))
			found.quality = 2;
		else if (inside && !found.name->exact_only &&
			 contains_words(header, found.name->folded))
			found.quality = 1;
		if (is_better(&found, &best))
			best = found;
	}
	return best;
}

static int compare_columns(gconstpointer a, gconstpointer b)
{
	const struct mapping_column *x = a, *y = b;

	if (x->field != y->field)
		return x->field < y->field ? -1 : 1;
	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return x->column < y->column ? -1 : x->column > y->column;
}

/* A guess takes one column for a field, the best one. */
static void keep_first_of_each(GArray *columns)
{
	guint kept = 0;

	for (guint i = 0; i < columns->len; i++) {
		struct mapping_column *column =
			&g_array_index(columns, struct mapping_column, i);
		struct mapping_column *last =
			kept ? &g_array_index(columns, struct mapping_column, kept - 1) : NULL;

		if (last && last->field == column->field && column->field != FIELD_COMMENTS)
			continue;
		g_array_index(columns, struct mapping_column, kept++) = *column;
	}
	g_array_set_size(columns, kept);
}

struct language_votes {
	char language[8];
	guint votes;
};

static void vote(GArray *votes, const char *language)
{
	struct language_votes first = {.votes = 1};

	for (guint i = 0; i < votes->len; i++) {
		struct language_votes *entry = &g_array_index(votes, struct language_votes, i);

		if (!strcmp(entry->language, language)) {
			entry->votes++;
			return;
		}
	}
	g_strlcpy(first.language, language, sizeof first.language);
	g_array_append_val(votes, first);
}

/* A header that means the same in several languages votes for each of them. */
static void vote_header(const struct mapping *mapping, const char *header, GArray *votes)
{
	for (guint i = 0; i < mapping->names->len; i++) {
		const struct header_name *name =
			&g_array_index(mapping->names, struct header_name, i);

		if (name->language[0] &&
		    (!strcmp(name->folded, header) ||
		     (mapping->guess && contains_words(header, name->folded))))
			vote(votes, name->language);
	}
}

static void elect_language(const GArray *votes, char language[8])
{
	guint best = 0;

	language[0] = 0;
	for (guint i = 0; i < votes->len; i++) {
		const struct language_votes *entry =
			&g_array_index(votes, struct language_votes, i);

		if (entry->votes > best) {
			best = entry->votes;
			g_strlcpy(language, entry->language, 8);
		}
	}
}

static void find_columns(const struct mapping *mapping, char *const *folded, guint n,
			 struct mapping_match *match)
{
	g_autoptr(GArray) votes = g_array_new(FALSE, TRUE, sizeof(struct language_votes));

	match->mapping = mapping;
	match->columns = g_array_new(FALSE, FALSE, sizeof(struct mapping_column));
	for (guint i = 0; i < n; i++) {
		struct found found = find_name(mapping, folded[i]);
		struct mapping_column column = {.column = i};

		if (found.quality == 0)
			continue;
		column.field = found.name->field;
		column.rank = found.name->rank + (found.quality == 2 ? 0 : 1000);
		g_array_append_val(match->columns, column);
		vote_header(mapping, folded[i], votes);
	}
	g_array_sort(match->columns, compare_columns);
	if (mapping->guess)
		keep_first_of_each(match->columns);
	elect_language(votes, match->language);
}

static guint32 fields_found(const struct mapping_match *match)
{
	guint32 fields = 0;

	for (guint i = 0; i < match->columns->len; i++)
		fields |= 1u << g_array_index(match->columns, struct mapping_column, i).field;
	return fields;
}

static guint count_signature(const struct mapping *mapping, char *const *folded, guint n)
{
	guint found = 0;

	for (guint i = 0; i < mapping->signature->len; i++)
		for (guint j = 0; j < n; j++)
			if (!strcmp(folded[j], g_ptr_array_index(mapping->signature, i))) {
				found++;
				break;
			}
	return found;
}

/* How much of the header is understood; 0 when the mapping does not fit. */
static guint match_score(const struct mapping_match *match, char *const *folded, guint n)
{
	const struct mapping *mapping = match->mapping;
	guint32 fields = fields_found(match);
	guint signature = count_signature(mapping, folded, n);

	if ((fields & mapping->required) != mapping->required ||
	    signature < mapping->signature_needed ||
	    (guint)__builtin_popcount(fields & mapping->others) < mapping->others_needed)
		return 0;
	return 1 + 2 * match->columns->len + 3 * signature;
}

/* The user's come before the built-in ones, these before the guesses. */
static guint precedence(const struct mapping *mapping)
{
	return mapping->user ? 2 : mapping->guess ? 0 : 1;
}

static bool beats(const struct mapping *mapping, guint score, const struct mapping *rival,
		  guint rival_score)
{
	if (score == 0 || !rival)
		return score > 0;
	if (precedence(mapping) != precedence(rival))
		return precedence(mapping) > precedence(rival);
	return score > rival_score;
}

bool mapping_set_match(const struct mapping_set *set, char *const *headers, guint n_headers,
		       struct mapping_match *match)
{
	g_autoptr(GPtrArray) folded = g_ptr_array_new_with_free_func(g_free);
	struct mapping_match best = {0};
	guint best_score = 0;

	for (guint i = 0; i < n_headers; i++)
		g_ptr_array_add(folded, mapping_fold(headers[i]));
	for (guint i = 0; i < set->mappings->len; i++) {
		const struct mapping *mapping = g_ptr_array_index(set->mappings, i);
		struct mapping_match candidate;
		guint score;

		find_columns(mapping, (char **)folded->pdata, n_headers, &candidate);
		score = match_score(&candidate, (char **)folded->pdata, n_headers);
		if (beats(mapping, score, best.mapping, best_score)) {
			mapping_match_clear(&best);
			best = candidate;
			best_score = score;
		} else {
			mapping_match_clear(&candidate);
		}
	}
	if (!best.mapping)
		return false;
	*match = best;
	return true;
}

void mapping_match_clear(struct mapping_match *match)
{
	g_clear_pointer(&match->columns, g_array_unref);
	match->mapping = NULL;
}

/* ---- what all mappings know ---- */

/* The value with most votes, the first of several; -1 without any. */
static int elected(const guint *votes, int n)
{
	int best = -1;

	for (int i = 0; i < n; i++)
		if (votes[i] > 0 && (best < 0 || votes[i] > votes[best]))
			best = i;
	return best;
}

int mapping_set_field_of(const struct mapping_set *set, const char *header)
{
	g_autofree char *folded = mapping_fold(header);
	guint same[TICKET_FIELDS] = {0}, inside[TICKET_FIELDS] = {0};
	int field;

	for (guint i = 0; i < set->mappings->len && *folded; i++) {
		struct found found = find_name(g_ptr_array_index(set->mappings, i), folded);

		if (found.quality > 0)
			(found.quality == 2 ? same : inside)[found.name->field]++;
	}
	field = elected(same, TICKET_FIELDS);
	return field >= 0 ? field : elected(inside, TICKET_FIELDS);
}

enum ticket_state mapping_set_state(const struct mapping_set *set, const char *status)
{
	guint votes[TICKET_CANCELLED + 1] = {0};

	for (guint i = 0; i < set->mappings->len; i++)
		votes[mapping_state(g_ptr_array_index(set->mappings, i), status)]++;
	votes[TICKET_STATE_UNKNOWN] = 0;
	return (enum ticket_state)MAX(elected(votes, G_N_ELEMENTS(votes)),
				      TICKET_STATE_UNKNOWN);
}

const char *mapping_state_name(enum ticket_state state)
{
	for (const struct word_state *word = state_words; word->word; word++)
		if (word->value == (int)state)
			return word->word;
	return "";
}

void mapping_set_each(const struct mapping_set *set,
		      void (*tell)(const struct mapping *mapping, void *data), void *data)
{
	for (guint i = 0; i < set->mappings->len; i++)
		tell(g_ptr_array_index(set->mappings, i), data);
}

bool mapping_has(const struct mapping_match *match, enum ticket_field field)
{
	return (fields_found(match) >> field) & 1;
}

/* ---- words in cells ---- */

bool mapping_is_empty(const struct mapping *mapping, const char *cell)
{
	if (!*cell)
		return true;
	for (guint i = 0; mapping->empty && mapping->empty[i]; i++)
		if (!g_ascii_strcasecmp(mapping->empty[i], cell))
			return true;
	return false;
}

static const struct word_state *look_up(GHashTable *words, const char *cell)
{
	g_autofree char *folded = mapping_fold(cell);

	return g_hash_table_lookup(words, folded);
}

enum ticket_state mapping_state(const struct mapping *mapping, const char *status)
{
	const struct word_state *word = look_up(mapping->states, status);

	return word ? (enum ticket_state)word->value : TICKET_STATE_UNKNOWN;
}

enum ticket_state mapping_activity(const struct mapping *mapping, const char *activity,
				   bool *opens)
{
	const struct word_state *word = look_up(mapping->activities, activity);

	*opens = word && word->value == TICKET_NEW;
	return word ? (enum ticket_state)word->value : TICKET_STATE_UNKNOWN;
}

gint32 mapping_truth(const struct mapping *mapping, const char *cell)
{
	const struct word_state *word = look_up(mapping->truths, cell);

	return word ? word->value : -1;
}

/* ---- JSON ---- */

char *mapping_code(const struct mapping *mapping, enum ticket_field field, const char *code)
{
	g_autofree char *key = g_strdup_printf("%s.%s", field_names[field], code);

	return g_key_file_get_string(mapping->file, "codes", key, NULL);
}

char *mapping_step(const struct mapping *mapping, const char *name)
{
	return g_key_file_get_string(mapping->file, "steps", name, NULL);
}
