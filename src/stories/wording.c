/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A context-free grammar with memory: lists are productions, {slot} is a non-terminal, {Slot}
 * keeps its first expansion for the conversation, {a|b} is an inline choice, {#3-9} a number,
 * {^slot} begins with a capital, {topic.part} goes through a value bound by the program. */
#include "stories/wording.h"

#include <string.h>

#include "base/error.h"

struct line {
	char *text;
	char *file;
	guint number;
};

struct wording {
	GHashTable *lists; /* "fr/greeting" -> GPtrArray of struct line * (a line a weight) */
};

struct expansion {
	const struct wording *wording;
	const struct wording_context *context;
	GString *out;
	GError **error;
};

static void line_free(struct line *line)
{
	g_free(line->text);
	g_free(line->file);
	g_free(line);
}

struct wording *wording_new(void)
{
	struct wording *wording = g_new0(struct wording, 1);

	wording->lists = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					       (GDestroyNotify)g_ptr_array_unref);
	return wording;
}

void wording_free(struct wording *wording)
{
	if (wording == NULL)
		return;
	g_hash_table_unref(wording->lists);
	g_free(wording);
}

static GPtrArray *exact_list(const struct wording *wording, const char *language,
			     const char *name)
{
	g_autofree char *key = g_strconcat(language, "/", name, NULL);

	return g_hash_table_lookup(wording->lists, key);
}

static GPtrArray *find_list(const struct wording *wording, const char *language,
			    const char *name)
{
	GPtrArray *list = exact_list(wording, language, name);

	return list != NULL ? list : exact_list(wording, WORDING_LANGUAGE, name);
}

/* --- Reading ------------------------------------------------------------------------------ */

static bool fail_at(GError **error, const char *file, guint number, const char *what,
		    const char *detail)
{
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "%s:%u: %s%s%s", file, number,
		    what, detail != NULL ? ": " : "", detail != NULL ? detail : "");
	return false;
}

static GPtrArray *open_list(struct wording *wording, const char *language, const char *name)
{
	GPtrArray *list = exact_list(wording, language, name);

	if (list == NULL) {
		list = g_ptr_array_new_with_free_func((GDestroyNotify)line_free);
		g_hash_table_insert(wording->lists, g_strconcat(language, "/", name, NULL),
				    list);
	}
	return list;
}

/* "*3 text" counts three times. */
static guint take_weight(char **text)
{
	char *end;
	guint64 weight;

	if (**text != '*' || !g_ascii_isdigit((*text)[1]))
		return 1;
	weight = g_ascii_strtoull(*text + 1, &end, 10);
	if (*end != ' ' || weight == 0 || weight > 99)
		return 1;
	*text = end + 1;
	return (guint)weight;
}

static void add_alternative(GPtrArray *list, const char *file, guint number, char *text)
{
	guint weight = take_weight(&text);

	for (guint copy = 0; copy < weight; copy++) {
		struct line *line = g_new0(struct line, 1);

		line->text = g_strdup(text);
		line->file = g_strdup(file);
		line->number = number;
		g_ptr_array_add(list, line);
	}
}

static bool valid_name(const char *name)
{
	if (*name == '\0')
		return false;
	return strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789._-") == strlen(name);
}

static bool add_line(struct wording *wording, const char *language, const char *file,
		     guint number, char *text, GPtrArray **list, GError **error)
{
	gsize length;

	g_strstrip(text);
	length = strlen(text);
	if (length == 0 || text[0] == '#')
		return true;
	if (text[0] == '[' && text[length - 1] == ']') {
		text[length - 1] = '\0';
		if (!valid_name(text + 1))
			return fail_at(error, file, number, "bad list name", text + 1);
		*list = open_list(wording, language, text + 1);
		return true;
	}
	if (*list == NULL)
		return fail_at(error, file, number, "text before the first [list]", NULL);
	add_alternative(*list, file, number, text);
	return true;
}

static char *language_of(const char *file)
{
	g_autofree char *base = g_path_get_basename(file);

	return g_strndup(base, strcspn(base, "-."));
}

bool wording_add(struct wording *wording, const char *file, const char *text, gsize length,
		 GError **error)
{
	g_autofree char *language = language_of(file);
	g_autofree char *copy = NULL;
	g_auto(GStrv) lines = NULL;
	GPtrArray *list = NULL;

	if (length > WORDING_FILE_BYTES || !g_utf8_validate(text, (gssize)length, NULL))
		return fail_at(error, file, 1, "not a UTF-8 text of at most 4 MiB", NULL);
	copy = g_strndup(text, length);
	lines = g_strsplit(copy, "\n", -1);
	for (guint i = 0; lines[i] != NULL; i++)
		if (!add_line(wording, language, file, i + 1, lines[i], &list, error))
			return false;
	return true;
}

/* --- Slots -------------------------------------------------------------------------------- */

/* Length of the {...} that begins at text, braces included; 0 when it never closes. */
static gsize slot_length(const char *text)
{
	guint depth = 0;

	for (gsize i = 0; text[i] != '\0'; i++) {
		if (text[i] == '\\' && text[i + 1] != '\0')
			i++;
		else if (text[i] == '{')
			depth++;
		else if (text[i] == '}' && --depth == 0)
			return i + 1;
	}
	return 0;
}

/* Alternatives of "a|b|c" at the outer level. */
static GPtrArray *split_choice(const char *inner)
{
	GPtrArray *parts = g_ptr_array_new_with_free_func(g_free);
	const char *start = inner;
	guint depth = 0;
	const char *at;

	for (at = inner; *at != '\0'; at++) {
		if (*at == '\\' && at[1] != '\0')
			at++;
		else if (*at == '{')
			depth++;
		else if (*at == '}')
			depth--;
		else if (*at == '|' && depth == 0) {
			g_ptr_array_add(parts, g_strndup(start, (gsize)(at - start)));
			start = at + 1;
		}
	}
	g_ptr_array_add(parts, g_strdup(start));
	return parts;
}

static bool parse_range(const char *inner, gint32 *from, gint32 *to)
{
	char *end;
	guint64 low, high;

	low = g_ascii_strtoull(inner + 1, &end, 10);
	if (*end != '-')
		return false;
	high = g_ascii_strtoull(end + 1, &end, 10);
	if (*end != '\0' || high < low || high >= G_MAXINT32)
		return false;
	*from = (gint32)low;
	*to = (gint32)high;
	return true;
}

/* --- Checking ----------------------------------------------------------------------------- */

struct check {
	const struct wording *wording;
	const char *const *bound;
	const char *const *prefixes;
	const char *language;
	const struct line *line;
};

static bool starts_with_prefix(const struct check *check, const char *name)
{
	for (guint i = 0; check->prefixes[i] != NULL; i++) {
		gsize length = strlen(check->prefixes[i]);

		if (strncmp(name, check->prefixes[i], length) == 0 && name[length] == '.')
			return true;
	}
	return false;
}

static bool known_name(const struct check *check, const char *name)
{
	g_autofree char *lower = g_ascii_strdown(name, -1);

	return g_strv_contains(check->bound, lower) || starts_with_prefix(check, lower) ||
	       find_list(check->wording, check->language, lower) != NULL;
}

static bool check_text(const struct check *check, const char *text, guint depth,
		       GError **error);

static bool check_choice(const struct check *check, const char *inner, guint depth,
			 GError **error)
{
	g_autoptr(GPtrArray) parts = split_choice(inner);

	for (guint i = 0; i < parts->len; i++)
		if (!check_text(check, g_ptr_array_index(parts, i), depth + 1, error))
			return false;
	return true;
}

static bool check_slot(const struct check *check, const char *inner, guint depth,
		       GError **error)
{
	gint32 from, to;

	if (inner[0] == '#')
		return parse_range(inner, &from, &to) ||
		       fail_at(error, check->line->file, check->line->number,
			       "a number slot is {#from-to}", inner);
	if (strpbrk(inner, "|{") != NULL)
		return check_choice(check, inner, depth, error);
	if (known_name(check, inner + (inner[0] == '^')))
		return true;
	return fail_at(error, check->line->file, check->line->number, "unknown slot", inner);
}

static bool check_text(const struct check *check, const char *text, guint depth, GError **error)
{
	if (depth > WORDING_DEPTH)
		return fail_at(error, check->line->file, check->line->number,
			       "choices nested too deeply", NULL);
	for (const char *at = text; *at != '\0'; at++) {
		g_autofree char *inner = NULL;
		gsize length;

		if (*at == '\\' && at[1] != '\0') {
			at++;
			continue;
		}
		if (*at != '{')
			continue;
		length = slot_length(at);
		if (length == 0)
			return fail_at(error, check->line->file, check->line->number,
				       "a { without its }", at);
		inner = g_strndup(at + 1, length - 2);
		if (!check_slot(check, inner, depth, error))
			return false;
		at += length - 1;
	}
	return true;
}

static int compare_keys(gconstpointer first, gconstpointer second)
{
	return strcmp(first, second);
}

bool wording_check(const struct wording *wording, const char *const *bound,
		   const char *const *prefixes, GError **error)
{
	/* Sorted, so that the first error reported is the same everywhere. */
	g_autoptr(GList) keys =
		g_list_sort(g_hash_table_get_keys(wording->lists), compare_keys);

	for (GList *key = keys; key != NULL; key = key->next) {
		GPtrArray *list = g_hash_table_lookup(wording->lists, key->data);
		g_autofree char *language = g_strndup(key->data, strcspn(key->data, "/"));
		struct check check = {wording, bound, prefixes, language, NULL};

		for (guint i = 0; i < list->len; i++) {
			check.line = g_ptr_array_index(list, i);
			if (!check_text(&check, check.line->text, 0, error))
				return false;
		}
	}
	return true;
}

/* --- Expanding ---------------------------------------------------------------------------- */

static bool expand_text(const struct expansion *expansion, const char *text, guint depth);

static bool expand_list(const struct expansion *expansion, const char *name, guint depth)
{
	GPtrArray *list = find_list(expansion->wording, expansion->context->language, name);
	const struct line *line;

	if (list == NULL || list->len == 0) {
		g_set_error(expansion->error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
			    "the wording files have no list [%s] for language \"%s\"", name,
			    expansion->context->language);
		return false;
	}
	line = g_ptr_array_index(list, (guint)g_rand_int_range(expansion->context->random, 0,
							       (gint32)list->len));
	if (depth >= WORDING_DEPTH)
		return fail_at(expansion->error, line->file, line->number,
			       "lists nested too deeply (a list that holds itself?)", name);
	return expand_text(expansion, line->text, depth + 1);
}

/* {topic.question}: the part before the dot is a bound value. */
static char *resolve_prefix(const struct wording_context *context, const char *name)
{
	const char *dot = strchr(name, '.');
	g_autofree char *prefix = NULL;
	const char *value;

	if (dot == NULL)
		return g_strdup(name);
	prefix = g_strndup(name, (gsize)(dot - name));
	value = g_hash_table_lookup(context->bound, prefix);
	return value != NULL ? g_strconcat(value, dot, NULL) : g_strdup(name);
}

static bool expand_plain(const struct expansion *expansion, const char *name, guint depth)
{
	const char *value = g_hash_table_lookup(expansion->context->bound, name);
	g_autofree char *list = NULL;

	if (value != NULL) {
		g_string_append(expansion->out, value);
		return true;
	}
	if (find_list(expansion->wording, expansion->context->language, name) == NULL)
		list = resolve_prefix(expansion->context, name);
	return expand_list(expansion, list != NULL ? list : name, depth);
}

static bool expand_remembered(const struct expansion *expansion, const char *name, guint depth)
{
	GHashTable *memory = expansion->context->memory;
	const char *known = memory != NULL ? g_hash_table_lookup(memory, name) : NULL;
	g_autofree char *lower = g_ascii_strdown(name, -1);
	gsize start = expansion->out->len;

	if (known != NULL) {
		g_string_append(expansion->out, known);
		return true;
	}
	if (!expand_plain(expansion, lower, depth))
		return false;
	if (memory != NULL)
		g_hash_table_insert(memory, g_strdup(name),
				    g_strdup(expansion->out->str + start));
	return true;
}

static bool expand_choice(const struct expansion *expansion, const char *inner, guint depth)
{
	g_autoptr(GPtrArray) parts = split_choice(inner);
	guint pick = (guint)g_rand_int_range(expansion->context->random, 0, (gint32)parts->len);

	return expand_text(expansion, g_ptr_array_index(parts, pick), depth + 1);
}

static void expand_number(const struct expansion *expansion, const char *inner)
{
	gint32 from = 0, to = 0;

	if (parse_range(inner, &from, &to))
		g_string_append_printf(
			expansion->out, "%d",
			g_rand_int_range(expansion->context->random, from, to + 1));
}

static void capitalise_from(GString *out, gsize start)
{
	g_autofree char *head = NULL;
	char *next;

	if (start >= out->len)
		return;
	next = g_utf8_next_char(out->str + start);
	head = g_utf8_strup(out->str + start, next - (out->str + start));
	g_string_erase(out, (gssize)start, next - (out->str + start));
	g_string_insert(out, (gssize)start, head);
}

/* Where a slot's text meets the word before it, French contracts: "de le" is "du", "de avril"
 * is "d'avril". Only at that seam: "de le faire" written in a template stays. */
static const struct seam {
	const char *before, *after, *joined; /* after NULL: any vowel */
} seams[] = {
	{"de ", "le ", "du "},  {"de ", "les ", "des "}, {"à ", "le ", "au "},
	{"à ", "les ", "aux "}, {"De ", "le ", "Du "},   {"À ", "le ", "Au "},
	{"de ", NULL, "d'"},    {"De ", NULL, "D'"},     {"que ", NULL, "qu'"},
	{"Que ", NULL, "Qu'"},
};

static bool begins_with_vowel(const char *text)
{
	gunichar first = g_unichar_tolower(g_utf8_get_char(text));

	return first != 0 && g_utf8_strchr("aehiouâàéèêëîïôœ", -1, first) != NULL;
}

static bool seam_matches(const struct seam *seam, const GString *out, gsize start)
{
	gsize length = strlen(seam->before);

	if (start < length || memcmp(out->str + start - length, seam->before, length) != 0)
		return false;
	if (start > length && g_ascii_isalpha(out->str[start - length - 1]))
		return false;
	return seam->after != NULL ? g_str_has_prefix(out->str + start, seam->after)
				   : begins_with_vowel(out->str + start);
}

static void join_french(GString *out, gsize start)
{
	for (guint i = 0; i < G_N_ELEMENTS(seams); i++) {
		gsize before = strlen(seams[i].before);
		gsize after = seams[i].after != NULL ? strlen(seams[i].after) : 0;

		if (!seam_matches(&seams[i], out, start))
			continue;
		g_string_erase(out, (gssize)(start - before), (gssize)(before + after));
		g_string_insert(out, (gssize)(start - before), seams[i].joined);
		return;
	}
}

static bool expand_slot(const struct expansion *expansion, const char *inner, guint depth)
{
	gsize start = expansion->out->len;

	if (inner[0] == '#') {
		expand_number(expansion, inner);
		return true;
	}
	if (strpbrk(inner, "|{") != NULL)
		return expand_choice(expansion, inner, depth);
	if (inner[0] == '^') {
		bool done = g_ascii_isupper(inner[1])
				    ? expand_remembered(expansion, inner + 1, depth)
				    : expand_plain(expansion, inner + 1, depth);

		capitalise_from(expansion->out, start);
		return done;
	}
	if (g_ascii_isupper(inner[0]))
		return expand_remembered(expansion, inner, depth);
	return expand_plain(expansion, inner, depth);
}

static bool too_long(const struct expansion *expansion)
{
	if (expansion->out->len <= WORDING_TEXT)
		return false;
	g_set_error(expansion->error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
		    "a wording grew beyond %u bytes", WORDING_TEXT);
	return true;
}

static bool expand_text(const struct expansion *expansion, const char *text, guint depth)
{
	bool french = g_str_equal(expansion->context->language, "fr");
	gsize begin = expansion->out->len;

	for (const char *at = text; *at != '\0'; at++) {
		if (too_long(expansion))
			return false;
		if (*at == '\\' && at[1] != '\0') {
			at++;
			g_string_append_c(expansion->out, *at == 'n' ? '\n' : *at);
		} else if (*at == '{') {
			gsize length = slot_length(at);
			g_autofree char *inner = g_strndup(at + 1, length - 2);

			gsize start = expansion->out->len;

			if (!expand_slot(expansion, inner, depth))
				return false;
			/* A slot that begins its text is joined by whoever asked for the text,
			 * when its value has been remembered whole. */
			if (french && start > begin)
				join_french(expansion->out, start);
			at += length - 1;
		} else {
			g_string_append_c(expansion->out, *at);
		}
	}
	return true;
}

bool wording_has(const struct wording *wording, const char *language, const char *list)
{
	return find_list(wording, language, list) != NULL;
}

guint wording_size(const struct wording *wording, const char *language, const char *list)
{
	GPtrArray *found = find_list(wording, language, list);

	return found != NULL ? found->len : 0;
}

const char *wording_item(const struct wording *wording, const char *language, const char *list,
			 guint index)
{
	GPtrArray *found = find_list(wording, language, list);
	const struct line *line = g_ptr_array_index(found, index);

	return line->text;
}

char *wording_expand(const struct wording *wording, const struct wording_context *context,
		     const char *list, GError **error)
{
	g_autoptr(GString) out = g_string_new(NULL);
	struct expansion expansion = {wording, context, out, error};

	if (!expand_plain(&expansion, list, 0))
		return NULL;
	return g_string_free(g_steal_pointer(&out), FALSE);
}
