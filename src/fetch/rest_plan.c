/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Keys of a description are rows of a table. A {word} that is none of ours is refused when the
 * file is read, so that a spelling mistake is told before a server is asked; the secret has no
 * word in an address, so that it stands in headers only. */
#include "fetch/rest_plan.h"

#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

#define RESOURCE_FOLDER "/entente/rest"
#define SUFFIX          ".rest"
#define SIZE_MOST       1000u
#define PAGES_MOST      100000u
#define OVERLAP_MOST    (7u * 86400u)

static const char *const paging_words[REST_PAGINGS] = {
	[REST_ONE] = "one",     [REST_PAGE] = "page",     [REST_OFFSET] = "offset",
	[REST_TOKEN] = "token", [REST_WINDOW] = "window",
};

/* ---- words in braces ---- */

enum word {
	WORD_LIST,
	WORD_SINCE,
	WORD_TOKEN,
	WORD_ID,
	WORD_PAGE,
	WORD_OFFSET,
	WORD_LAST,
	WORD_SIZE,
	WORDS
};

static const char *const words_known[WORDS] = {
	[WORD_LIST] = "list", [WORD_SINCE] = "since", [WORD_TOKEN] = "token",
	[WORD_ID] = "id",     [WORD_PAGE] = "page",   [WORD_OFFSET] = "offset",
	[WORD_LAST] = "last", [WORD_SIZE] = "size",
};

/* The length of "{word}" here, 0 when there is none; JSON has braces too. */
static gsize brace_length(const char *at)
{
	gsize length = *at == '{' ? strspn(at + 1, "abcdefghijklmnopqrstuvwxyz") : 0;

	return length > 0 && at[length + 1] == '}' ? length + 2 : 0;
}

static enum word word_at(const char *at, gsize length)
{
	for (enum word word = 0; word < WORDS; word++)
		if (strlen(words_known[word]) == length - 2 &&
		    strncmp(at + 1, words_known[word], length - 2) == 0)
			return word;
	return WORDS;
}

static char *word_text(enum word word, const struct rest_words *words)
{
	const guint64 numbers[WORDS] = {
		[WORD_PAGE] = words->page,
		[WORD_OFFSET] = words->offset,
		[WORD_LAST] = words->offset + words->size - 1,
		[WORD_SIZE] = words->size,
	};
	const char *const texts[WORDS] = {
		[WORD_LIST] = words->list,
		[WORD_SINCE] = words->since,
		[WORD_TOKEN] = words->token,
		[WORD_ID] = words->id,
	};

	if (word < WORD_PAGE)
		return g_strdup(texts[word] != NULL ? texts[word] : "");
	return g_strdup_printf("%" G_GUINT64_FORMAT, numbers[word]);
}

char *rest_plan_fill(const char *text, const struct rest_words *words, bool escape)
{
	GString *filled = g_string_new(NULL);

	while (*text != '\0') {
		gsize length = brace_length(text);
		g_autofree char *value = NULL;
		if (length == 0) {
			g_string_append_c(filled, *text++);
			continue;
		}
		value = word_text(word_at(text, length), words);
		if (escape)
			g_string_append_uri_escaped(filled, value, NULL, FALSE);
		else
			g_string_append(filled, value);
		text += length;
	}
	return g_string_free(filled, FALSE);
}

static bool words_are_known(const char *text)
{
	for (; *text != '\0'; text++) {
		gsize length = brace_length(text);
		if (length > 0 && word_at(text, length) == WORDS)
			return false;
	}
	return true;
}

/* ---- reading ---- */

static bool fail(GError **error, const char *name, const char *key, const char *what)
{
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "%s" SUFFIX ": %s: %s", name,
		    key, what);
	return false;
}

static bool is_clean(const char *text)
{
	for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at))
		if (g_unichar_iscntrl(g_utf8_get_char(at)))
			return false;
	return true;
}

/* An absent or empty key leaves NULL. */
static bool read_text(GKeyFile *file, const char *group, const char *key, char **text)
{
	*text = g_key_file_get_string(file, group, key, NULL);
	if (*text != NULL && **text == '\0')
		g_clear_pointer(text, g_free);
	return *text == NULL || is_clean(*text);
}

/* Keys of [rest] that are texts; a path begins with '/', and has no scheme or host. */
static const struct text_key {
	const char *key;
	gsize at;
	bool needed, path, braces;
} text_keys[] = {
	{"title", G_STRUCT_OFFSET(struct rest_plan, title), true, false, false},
	{"path", G_STRUCT_OFFSET(struct rest_plan, path), true, true, true},
	{"form", G_STRUCT_OFFSET(struct rest_plan, form), false, false, false},
	{"json", G_STRUCT_OFFSET(struct rest_plan, json), false, false, true},
	{"items", G_STRUCT_OFFSET(struct rest_plan, items), false, false, false},
	{"total", G_STRUCT_OFFSET(struct rest_plan, total), false, false, false},
	{"total_header", G_STRUCT_OFFSET(struct rest_plan, total_header), false, false, false},
	{"token", G_STRUCT_OFFSET(struct rest_plan, token), false, false, false},
	{"is_last", G_STRUCT_OFFSET(struct rest_plan, is_last), false, false, false},
	{"id", G_STRUCT_OFFSET(struct rest_plan, id), true, false, false},
	{"updated", G_STRUCT_OFFSET(struct rest_plan, updated), true, false, false},
	{"opened", G_STRUCT_OFFSET(struct rest_plan, opened), true, false, false},
	{"failure", G_STRUCT_OFFSET(struct rest_plan, failure), false, false, false},
	{"empty", G_STRUCT_OFFSET(struct rest_plan, empty), false, false, false},
	{"stamp", G_STRUCT_OFFSET(struct rest_plan, stamp), true, false, false},
	{"auth", G_STRUCT_OFFSET(struct rest_plan, auth), true, false, false},
	{"auth_user", G_STRUCT_OFFSET(struct rest_plan, auth_user), false, false, false},
	{"session_open", G_STRUCT_OFFSET(struct rest_plan, open), false, true, false},
	{"session_close", G_STRUCT_OFFSET(struct rest_plan, close), false, true, false},
	{"session_ticket", G_STRUCT_OFFSET(struct rest_plan, ticket), false, false, false},
	{"session_header", G_STRUCT_OFFSET(struct rest_plan, session), false, false, false},
	{"session_over", G_STRUCT_OFFSET(struct rest_plan, over), false, false, false},
	{"right", G_STRUCT_OFFSET(struct rest_plan, right), true, false, false},
	{"where", G_STRUCT_OFFSET(struct rest_plan, where), true, false, false},
};

static bool read_texts(struct rest_plan *plan, GKeyFile *file, GError **error)
{
	for (gsize i = 0; i < G_N_ELEMENTS(text_keys); i++) {
		const struct text_key *key = &text_keys[i];
		char **text = G_STRUCT_MEMBER_P(plan, key->at);
		if (!read_text(file, "rest", key->key, text))
			return fail(error, plan->name, key->key, "control characters");
		if (key->needed && *text == NULL)
			return fail(error, plan->name, key->key, "missing in [rest]");
		if (key->path && *text != NULL && **text != '/')
			return fail(error, plan->name, key->key, "begins with no '/'");
		if (key->braces && *text != NULL && !words_are_known(*text))
			return fail(error, plan->name, key->key, "unknown {word}");
	}
	return true;
}

static bool read_number(GKeyFile *file, const char *group, const char *key, guint usual,
			guint most, guint *number)
{
	g_autofree char *text = g_key_file_get_string(file, group, key, NULL);
	guint64 value = usual;

	if (text != NULL && !g_ascii_string_to_unsigned(text, 10, 1, most, &value, NULL))
		return false;
	*number = (guint)value;
	return true;
}

static bool read_paging(GKeyFile *file, const char *group, enum rest_paging *paging)
{
	g_autofree char *word = g_key_file_get_string(file, group, "paging", NULL);

	for (*paging = 0; *paging < REST_PAGINGS; ++*paging)
		if (g_strcmp0(word, paging_words[*paging]) == 0)
			return true;
	*paging = REST_ONE;
	return word == NULL;
}

static bool read_numbers(struct rest_plan *plan, GKeyFile *file, GError **error)
{
	const struct {
		const char *key;
		guint usual, most, *number;
	} numbers[] = {
		{"size", 100, SIZE_MOST, &plan->size},
		{"pages", PAGES_MOST, PAGES_MOST, &plan->pages_most},
		{"overlap", 7200, OVERLAP_MOST, &plan->overlap},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++)
		if (!read_number(file, "rest", numbers[i].key, numbers[i].usual,
				 numbers[i].most, numbers[i].number))
			return fail(error, plan->name, numbers[i].key, "no number that fits");
	if (!read_paging(file, "rest", &plan->paging))
		return fail(error, plan->name, "paging", "one, page, offset, token or window");
	if (plan->paging == REST_TOKEN && plan->token == NULL)
		return fail(error, plan->name, "token", "missing in [rest]");
	plan->whole_steps = g_key_file_get_boolean(file, "rest", "whole_steps", NULL);
	return true;
}

/* "UserRequest;Incident?": a name is shown as a folder is, and stands in paths. */
static bool read_lists(struct rest_plan *plan, GKeyFile *file, GError **error)
{
	gsize count = 0;

	plan->lists = g_key_file_get_string_list(file, "rest", "lists", &count, NULL);
	if (count == 0 || count > REST_LISTS)
		return fail(error, plan->name, "lists", "give 1 to 16 of them");
	plan->optional = g_new0(bool, count);
	for (gsize i = 0; i < count; i++) {
		char *name = plan->lists[i];
		gsize length = strlen(name);
		plan->optional[i] = g_str_has_suffix(name, "?");
		if (plan->optional[i])
			name[--length] = '\0';
		if (length == 0 || length > 100 ||
		    strspn(name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_-") != length)
			return fail(error, plan->name, "lists", "letters and digits only");
	}
	return true;
}

static bool read_headers(struct rest_plan *plan, GKeyFile *file, GError **error)
{
	plan->headers = g_key_file_get_string_list(file, "rest", "headers", NULL, NULL);
	if (plan->headers == NULL)
		plan->headers = g_new0(char *, 1);
	for (guint i = 0; plan->headers[i] != NULL; i++)
		if (!is_clean(plan->headers[i]) || strchr(plan->headers[i], ':') == NULL)
			return fail(error, plan->name, "headers", "write Name: value");
	return true;
}

static void sub_free(gpointer data)
{
	struct rest_sub *sub = data;

	g_free(sub->member);
	g_free(sub->path);
	g_free(sub->items);
	g_free(sub);
}

static bool read_sub(struct rest_plan *plan, GKeyFile *file, const char *group, GError **error)
{
	struct rest_sub *sub = g_new0(struct rest_sub, 1);

	g_ptr_array_add(plan->subs, sub);
	sub->member = g_strdup(group + strlen("each "));
	sub->optional = g_key_file_get_boolean(file, group, "optional", NULL);
	if (strspn(sub->member, G_CSET_a_2_z "_") != strlen(sub->member) ||
	    *sub->member == '\0')
		return fail(error, plan->name, group, "small letters only");
	if (!read_text(file, group, "path", &sub->path) || sub->path == NULL ||
	    *sub->path != '/' || !words_are_known(sub->path))
		return fail(error, plan->name, group, "a path that begins with '/' is needed");
	if (!read_text(file, group, "items", &sub->items) ||
	    !read_number(file, group, "size", 100, SIZE_MOST, &sub->size) ||
	    !read_paging(file, group, &sub->paging) || sub->paging >= REST_TOKEN)
		return fail(error, plan->name, group, "paging is one, page or offset");
	return plan->subs->len <= REST_SUBS || fail(error, plan->name, group, "too many");
}

static bool read_subs(struct rest_plan *plan, GKeyFile *file, GError **error)
{
	g_auto(GStrv) groups = g_key_file_get_groups(file, NULL);

	for (guint i = 0; groups[i] != NULL; i++)
		if (g_str_has_prefix(groups[i], "each ") &&
		    !read_sub(plan, file, groups[i], error))
			return false;
	return true;
}

struct rest_plan *rest_plan_parse(const char *name, const char *text, gsize length,
				  GError **error)
{
	g_autoptr(rest_plan_auto) plan = g_new0(struct rest_plan, 1);
	g_autoptr(GKeyFile) file = g_key_file_new();
	g_autoptr(GError) trouble = NULL;

	plan->name = g_strdup(name);
	plan->subs = g_ptr_array_new_with_free_func(sub_free);
	if (length > REST_PLAN_LENGTH) {
		fail(error, name, "the file", "too long");
		return NULL;
	}
	if (!g_key_file_load_from_data(file, text, length, G_KEY_FILE_NONE, &trouble)) {
		fail(error, name, "the file", trouble->message);
		return NULL;
	}
	if (read_texts(plan, file, error) && read_numbers(plan, file, error) &&
	    read_lists(plan, file, error) && read_headers(plan, file, error) &&
	    read_subs(plan, file, error))
		return g_steal_pointer(&plan);
	return NULL;
}

void rest_plan_free(struct rest_plan *plan)
{
	if (plan == NULL)
		return;
	for (gsize i = 0; i < G_N_ELEMENTS(text_keys); i++)
		g_free(*(char **)G_STRUCT_MEMBER_P(plan, text_keys[i].at));
	g_strfreev(plan->lists);
	g_free(plan->optional);
	g_strfreev(plan->headers);
	g_ptr_array_unref(plan->subs);
	g_free(plan->name);
	g_free(plan);
}

/* ---- finding ---- */

/* Of the user's folder, else built in; NULL without an error when there is none. */
static GBytes *text_of(const char *name, const char *folder, GError **error)
{
	g_autofree char *file = g_strconcat(name, SUFFIX, NULL);
	g_autofree char *path = folder != NULL ? g_build_filename(folder, file, NULL) : NULL;
	g_autofree char *built_in = g_strconcat(RESOURCE_FOLDER "/", file, NULL);
	char *text;
	gsize length;

	if (path == NULL || !g_file_test(path, G_FILE_TEST_EXISTS))
		return g_resources_lookup_data(built_in, 0, NULL);
	if (g_file_get_contents(path, &text, &length, error))
		return g_bytes_new_take(text, length);
	return NULL;
}

/* A tool that a vendor runs at one place speaks another dialect there. */
static const struct at_vendor {
	const char *tool, *host_end, *name;
} at_vendors[] = {
	{"jira", ".atlassian.net", "jira-cloud"},
};

static const char *dialect_of(const struct remote *remote)
{
	for (gsize i = 0; i < G_N_ELEMENTS(at_vendors); i++)
		if (strcmp(remote->tool, at_vendors[i].tool) == 0 &&
		    g_str_has_suffix(remote->host, at_vendors[i].host_end))
			return at_vendors[i].name;
	return remote->tool;
}

static gint by_text(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void tell_known(const struct remote *remote, GError **error)
{
	g_auto(GStrv) names = g_resources_enumerate_children(RESOURCE_FOLDER, 0, NULL);
	g_autoptr(GString) known = g_string_new(NULL);

	if (names != NULL)
		qsort(names, g_strv_length(names), sizeof *names, by_text);
	for (guint i = 0; names != NULL && names[i] != NULL; i++)
		g_string_append_printf(known, "%s%.*s+https://", i > 0 ? ", " : "",
				       (int)(strlen(names[i]) - strlen(SUFFIX)), names[i]);
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
		    "no ticket tool is called %s; known are %s; another one is a file %s" SUFFIX
		    " in the folder of --mappings",
		    remote->tool, known->str, remote->tool);
}

struct rest_plan *rest_plan_load(const struct remote *remote, const char *folder,
				 GError **error)
{
	const char *name = dialect_of(remote);
	g_autoptr(GError) trouble = NULL;
	g_autoptr(GBytes) text = text_of(name, folder, &trouble);
	gsize length;
	const char *bytes;

	if (trouble != NULL)
		g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
				    trouble->message);
	else if (text == NULL)
		tell_known(remote, error);
	if (text == NULL)
		return NULL;
	bytes = g_bytes_get_data(text, &length);
	return rest_plan_parse(name, bytes, length, error);
}
