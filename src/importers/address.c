/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A forgiving reader of RFC 5322 3.4: one pass that knows quotes, comments and angle brackets.
 * Whatever is opened and never closed is taken literally up to the next comma, so that one
 * broken recipient does not swallow the others. */
#include "importers/address.h"

#include <string.h>

#define NAME_MAX_BYTES    512u
#define ADDRESS_MAX_BYTES 1000u

struct splitter {
	const char *p;
	const char *last_quote, *last_angle, *last_paren; /* last closing mark of the field */
	GString *phrase, *angle, *comment;
	bool has_angle;
	GString *pending; /* "Name," whose first name and address follow the comma */
	GArray *entries;
};

static void entry_clear(gpointer data)
{
	struct address_entry *entry = data;

	g_free(entry->address);
	g_free(entry->name);
}

static void strip(GString *text)
{
	g_strstrip(text->str);
	text->len = strlen(text->str);
}

static char *name_or_null(const GString *text)
{
	return text->len > 0 && text->len <= NAME_MAX_BYTES ? g_strdup(text->str) : NULL;
}

/* Puts the held "Name," before the present phrase. */
static void join_pending(struct splitter *splitter)
{
	if (splitter->pending->len == 0)
		return;
	g_string_prepend(splitter->phrase, splitter->phrase->len ? ", " : "");
	g_string_prepend(splitter->phrase, splitter->pending->str);
	g_string_truncate(splitter->pending, 0);
}

static void add_entry(struct splitter *splitter, char *address, char *name)
{
	struct address_entry entry = {address, name};

	g_array_append_val(splitter->entries, entry);
}

static void finish_angle(struct splitter *splitter)
{
	char *address = address_normalise(splitter->angle->str);

	join_pending(splitter);
	if (splitter->phrase->len == 0 && splitter->comment->len > 0)
		g_string_assign(splitter->phrase, splitter->comment->str);
	if (address || splitter->phrase->len > 0)
		add_entry(splitter, address, name_or_null(splitter->phrase));
}

/* "Big Bug bb@bug.com": the last word of an entry without brackets. Leaves the words before it
 * as the name. */
static char *address_behind_name(struct splitter *splitter)
{
	char *last = strrchr(splitter->phrase->str, ' ');
	char *address = last && strchr(last, '@') ? address_normalise(last + 1) : NULL;

	if (address && splitter->comment->len == 0)
		g_string_append_len(splitter->comment, splitter->phrase->str,
				    last - splitter->phrase->str);
	return address;
}

static void finish_bare(struct splitter *splitter)
{
	char *address = address_normalise(splitter->phrase->str);

	if (!address)
		address = address_behind_name(splitter);
	if (address) {
		add_entry(splitter, address, name_or_null(splitter->comment));
		g_string_truncate(splitter->pending, 0);
	} else if (splitter->phrase->len > 0) {
		join_pending(splitter);
		g_string_assign(splitter->pending, splitter->phrase->str);
		g_string_truncate(splitter->pending,
				  MIN(splitter->pending->len, NAME_MAX_BYTES));
	}
}

static void finish_entry(struct splitter *splitter)
{
	strip(splitter->phrase);
	strip(splitter->angle);
	strip(splitter->comment);
	if (splitter->has_angle)
		finish_angle(splitter);
	else
		finish_bare(splitter);
	g_string_truncate(splitter->phrase, 0);
	g_string_truncate(splitter->angle, 0);
	g_string_truncate(splitter->comment, 0);
	splitter->has_angle = false;
}

/* Quotes go, but for those of a local part: "a b"@host. */
static void read_quoted(struct splitter *splitter)
{
	const char *p = splitter->p + 1;
	gsize start = splitter->phrase->len;

	for (; *p && *p != '"'; p++) {
		if (*p == '\\' && p[1])
			p++;
		g_string_append_c(splitter->phrase, *p);
	}
	splitter->p = *p ? p + 1 : p;
	if (*splitter->p == '@') {
		g_string_insert_c(splitter->phrase, (gssize)start, '"');
		g_string_append_c(splitter->phrase, '"');
	}
}

static void read_comment(struct splitter *splitter)
{
	const char *p = splitter->p + 1;
	guint depth = 1;

	for (; *p; p++) {
		if (*p == '\\' && p[1])
			p++;
		else if (*p == '(')
			depth++;
		else if (*p == ')' && --depth == 0)
			break;
		g_string_append_c(splitter->comment, *p);
	}
	splitter->p = *p ? p + 1 : p;
}

static void read_angle(struct splitter *splitter)
{
	const char *p = splitter->p + 1;
	bool closed = splitter->last_angle && p <= splitter->last_angle;

	while (*p && (closed ? *p != '>' : *p != ','))
		g_string_append_c(splitter->angle, *p++);
	splitter->has_angle = true;
	splitter->p = closed ? p + 1 : p;
}

/* "Team:" opens a group; "mailto:" and the colon inside an address do not. */
static void read_colon(struct splitter *splitter)
{
	bool group = splitter->phrase->len > 0 && !strchr(splitter->phrase->str, '@') &&
		     !strchr(splitter->phrase->str, '/') &&
		     g_ascii_strcasecmp(splitter->phrase->str, "mailto") != 0;

	if (group)
		g_string_truncate(splitter->phrase, 0);
	else
		g_string_append_c(splitter->phrase, ':');
	splitter->p++;
}

/* "(at)" and the like are no comments. */
static bool is_scramble(const char *p)
{
	return !g_ascii_strncasecmp(p, "(at)", 4) || !g_ascii_strncasecmp(p, "(dot)", 5) ||
	       !g_ascii_strncasecmp(p, "( at )", 6);
}

static void read_next(struct splitter *splitter)
{
	const char *p = splitter->p;

	if (*p == '"' && p < splitter->last_quote)
		read_quoted(splitter);
	else if (*p == '(' && p < splitter->last_paren && !is_scramble(p))
		read_comment(splitter);
	else if (*p == '<' && !splitter->has_angle)
		read_angle(splitter);
	else if (*p == ':')
		read_colon(splitter);
	else if (*p == ',' || *p == ';') {
		finish_entry(splitter);
		splitter->p++;
	} else {
		g_string_append_c(splitter->phrase, *p);
		splitter->p++;
	}
}

GArray *address_split(const char *field, guint limit)
{
	struct splitter splitter = {
		.p = field,
		.last_quote = strrchr(field, '"'),
		.last_angle = strrchr(field, '>'),
		.last_paren = strrchr(field, ')'),
		.phrase = g_string_new(NULL),
		.angle = g_string_new(NULL),
		.comment = g_string_new(NULL),
		.pending = g_string_new(NULL),
		.entries = g_array_new(FALSE, FALSE, sizeof(struct address_entry)),
	};

	g_array_set_clear_func(splitter.entries, entry_clear);
	while (*splitter.p && splitter.entries->len < limit)
		read_next(&splitter);
	if (splitter.entries->len < limit)
		finish_entry(&splitter);
	if (splitter.entries->len == 0 && splitter.pending->len > 0)
		add_entry(&splitter, NULL, g_strdup(splitter.pending->str));
	g_string_free(splitter.phrase, TRUE);
	g_string_free(splitter.angle, TRUE);
	g_string_free(splitter.comment, TRUE);
	g_string_free(splitter.pending, TRUE);
	return splitter.entries;
}

struct replacement {
	const char *written;
	char meant;
};

static const struct replacement scrambles[] = {
	{" at ", '@'}, {"[at]", '@'},   {"(at)", '@'},   {"{at}", '@'},  {"<at>", '@'},
	{"_at_", '@'}, {" dot ", '.'},  {"[dot]", '.'},  {"(dot)", '.'}, {"{dot}", '.'},
	{"[.]", '.'},  {"( at )", '@'}, {"[ at ]", '@'},
};

static const struct replacement *scramble_at(const char *p)
{
	for (gsize i = 0; i < G_N_ELEMENTS(scrambles); i++)
		if (!g_ascii_strncasecmp(p, scrambles[i].written, strlen(scrambles[i].written)))
			return &scrambles[i];
	return NULL;
}

/* Blanks around a replaced mark go, others stay (and then it is no address). */
static char *unscramble(const char *text)
{
	GString *out = g_string_new(NULL);

	while (*text) {
		const struct replacement *found = scramble_at(text);

		if (!found) {
			g_string_append_c(out, *text++);
			continue;
		}
		while (out->len && out->str[out->len - 1] == ' ')
			g_string_truncate(out, out->len - 1);
		g_string_append_c(out, found->meant);
		text += strlen(found->written);
		while (*text == ' ')
			text++;
	}
	return g_string_free(out, FALSE);
}

static bool is_host(const char *host, bool wants_dot)
{
	const char *p = host;

	if (*p == '[')
		return p[1] && p[strlen(p) - 1] == ']';
	for (; *p; p++)
		if (!g_ascii_isalnum(*p) && !strchr(".-_", *p) && !(*p & 0x80))
			return false;
	return g_ascii_isalnum(*host) | (*host & 0x80) && (!wants_dot || strchr(host, '.'));
}

static bool is_local(const char *text, gsize length)
{
	if (length == 0)
		return false;
	if (text[0] == '"')
		return length > 2 && text[length - 1] == '"';
	for (gsize i = 0; i < length; i++)
		if (g_ascii_isspace(text[i]) || strchr("<>(),;\"", text[i]))
			return false;
	return true;
}

/* Cuts what surrounds an address: blanks, brackets, quotes, "mailto:", a source route. */
static char *bare(const char *text)
{
	g_autofree char *copy = g_strstrip(g_strdup(text));
	char *start = copy;
	gsize length;

	start += strspn(start, "<' ");
	if (!g_ascii_strncasecmp(start, "mailto:", 7))
		start += 7;
	if (*start == '@' && strchr(start, ':'))
		start = strchr(start, ':') + 1;
	length = strlen(start);
	while (length && strchr("> '.", start[length - 1]))
		length--;
	return g_strndup(start, length);
}

static bool is_x500(const char *text)
{
	return !g_ascii_strncasecmp(text, "/o=", 3) || !g_ascii_strncasecmp(text, "/c=", 3);
}

/* "jean=40acme.fr@dmarc.ietf.org": a list that may not write as jean@acme.fr says so. Changes
 * the address in place. */
static void undo_dmarc(char *address)
{
	char *at = strrchr(address, '@');
	char *mark = strstr(address, "=40");
	g_autofree char *host = NULL;

	if (mark == NULL || mark == address || mark >= at || !g_str_has_prefix(at, "@dmarc."))
		return;
	host = g_strndup(mark + 3, (gsize)(at - mark - 3));
	if (!is_host(host, true))
		return;
	*mark = '@';
	memcpy(mark + 1, host, strlen(host) + 1);
}

char *address_normalise(const char *text)
{
	g_autofree char *trimmed = NULL;
	g_autofree char *plain = NULL;
	bool scrambled;
	const char *at;

	if (strlen(text) > ADDRESS_MAX_BYTES)
		return NULL;
	trimmed = bare(text);
	if (is_x500(trimmed))
		return g_ascii_strdown(trimmed, -1);
	scrambled = !strchr(trimmed, '@');
	plain = scrambled ? unscramble(trimmed) : g_strdup(trimmed);
	at = strrchr(plain, '@');
	if (!at || !is_local(plain, (gsize)(at - plain)) || !is_host(at + 1, scrambled))
		return NULL;
	undo_dmarc(plain);
	return g_ascii_strdown(plain, -1);
}

static void strip_apostrophes(char *name)
{
	gsize length = strlen(name);

	if (length < 2 || name[0] != '\'' || name[length - 1] != '\'')
		return;
	memmove(name, name + 1, length - 2);
	name[length - 2] = '\0';
}

char *address_plain_name(char *name, bool *listed)
{
	char *via = strstr(name, " via ");

	*listed = via && via > name && via[5];
	if (*listed)
		*via = '\0';
	g_strstrip(name);
	strip_apostrophes(name);
	g_strstrip(name);
	if (*name)
		return name;
	g_free(name);
	return NULL;
}
