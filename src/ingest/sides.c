/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Rules that put an address on a side. A lookup walks from the address to its domain and up the
 * parent domains, so that the most precise rule wins; and up the name
 * "/o=acme/ou=paris/cn=anne" by which Exchange calls a user inside its own house, where no
 * domain is written. */
#include "ingest/sides.h"

#include <string.h>

#include "base/error.h"
#include "text/committee.h"

#define TELEPHONE    "tel:"
#define EXCHANGE     "/o="
#define NUMBER_LEAST 2 /* digits */

struct sides {
	GHashTable *rules;       /* address or domain -> side */
	GHashTable *corrections; /* idem -> side + 1, for no side is an answer too */
	enum side everyone;      /* side that is '*', or SIDE_NONE */
	bool known[SIDE_COUNT];
};

void sides_free(struct sides *sides)
{
	if (sides == NULL)
		return;
	g_hash_table_destroy(sides->rules);
	g_hash_table_destroy(sides->corrections);
	g_free(sides);
}

static bool looks_like_host(const char *text)
{
	const char *dot = strchr(text, '.');

	if (dot == NULL || dot == text || dot[1] == '\0' || strlen(text) > 253)
		return false;
	for (const char *byte = text; *byte != '\0'; byte++)
		if (!g_ascii_isalnum(*byte) && *byte != '.' && *byte != '-' && *byte != '_' &&
		    (guchar)*byte < 0x80)
			return false;
	return true;
}

/* "+33123456789", or the beginning of numbers "+3312345*". */
static bool looks_like_number(const char *text)
{
	const char *digits = text + (*text == '+');
	gsize length = strspn(digits, "0123456789");

	return length >= NUMBER_LEAST &&
	       (digits[length] == '\0' || !strcmp(digits + length, "*"));
}

static bool looks_like_rule(const char *word)
{
	const char *at = strchr(word, '@');

	if (g_str_has_prefix(word, EXCHANGE))
		return word[strlen(EXCHANGE)] != '\0';
	if (g_str_has_prefix(word, TELEPHONE))
		return looks_like_number(word + strlen(TELEPHONE));
	if (at == NULL)
		return looks_like_host(word);
	return at != word && looks_like_host(at + 1);
}

static bool add_everyone(struct sides *sides, enum side side, GError **error)
{
	if (sides->everyone != SIDE_NONE && sides->everyone != side) {
		g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
				    "'*' can be one side only: name the other by its domains");
		return false;
	}
	sides->everyone = side;
	return true;
}

static bool add_rule(struct sides *sides, enum side side, const char *word, GError **error)
{
	g_autofree char *rule = g_ascii_strdown(word[0] == '@' ? word + 1 : word, -1);
	gpointer other;

	sides->known[side] = true;
	if (strcmp(rule, "*") == 0)
		return add_everyone(sides, side, error);
	if (!looks_like_rule(rule)) {
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
			    "--%s %s: give domains (acme.fr), addresses (jean@free.fr), "
			    "numbers (tel:+33123456789, tel:+3312345*), names of Exchange "
			    "(/o=acme) or '*'",
			    side_token(side), word);
		return false;
	}
	other = g_hash_table_lookup(sides->rules, rule);
	if (other != NULL && GPOINTER_TO_INT(other) != (gint)side) {
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
			    "%s is named on both sides: leave it on one", rule);
		return false;
	}
	g_hash_table_insert(sides->rules, g_steal_pointer(&rule), GINT_TO_POINTER(side));
	return true;
}

/* Blanks divide rules, but a name of Exchange may hold some ("/o=first organization"). */
static bool add_words(struct sides *sides, enum side side, const char *text, GError **error)
{
	bool whole = g_ascii_strncasecmp(text, EXCHANGE, strlen(EXCHANGE)) == 0;
	g_auto(GStrv) words = g_strsplit(text, whole ? "\n" : " ", -1);

	for (guint i = 0; words[i] != NULL; i++)
		if (*words[i] != '\0' && !add_rule(sides, side, words[i], error))
			return false;
	return true;
}

static bool add_rules(struct sides *sides, enum side side, const char *text, GError **error)
{
	g_auto(GStrv) words = g_strsplit_set(text != NULL ? text : "", ",;\t\n", -1);

	for (guint i = 0; words[i] != NULL; i++)
		if (!add_words(sides, side, g_strstrip(words[i]), error))
			return false;
	return true;
}

struct sides *sides_new(const char *client, const char *provider, GError **error)
{
	g_autoptr(sides_auto) sides = g_new0(struct sides, 1);

	sides->rules = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	sides->corrections = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	if (!add_rules(sides, SIDE_CLIENT, client, error) ||
	    !add_rules(sides, SIDE_PROVIDER, provider, error))
		return NULL;
	return g_steal_pointer(&sides);
}

void sides_correct(struct sides *sides, const char *word, enum side side)
{
	g_hash_table_replace(sides->corrections, g_strdup(word), GINT_TO_POINTER(side + 1));
}

/* "jean@free.fr=client", as struct relationship has them. */
static void correct_by_line(struct sides *sides, char *line)
{
	char *mark = strrchr(line, '=');
	enum side side = SIDE_PROVIDER;

	if (mark == NULL)
		return;
	*mark = '\0';
	while (side != SIDE_NONE && strcmp(side_token(side), mark + 1) != 0)
		side--;
	sides_correct(sides, line, side);
}

struct sides *sides_of_relationship(const struct relationship *relationship, GError **error)
{
	struct sides *sides = sides_new(relationship->client, relationship->provider, error);
	g_auto(GStrv) lines = g_strsplit(relationship->corrections, "\n", -1);

	for (guint i = 0; sides != NULL && lines[i] != NULL; i++)
		correct_by_line(sides, lines[i]);
	return sides;
}

bool sides_is_corrected(const struct sides *sides, const char *word)
{
	return g_hash_table_contains(sides->corrections, word);
}

char *sides_rule_of_word(const char *word)
{
	g_autofree char *rule = g_ascii_strdown(word[0] == '@' ? word + 1 : word, -1);

	return looks_like_rule(rule) ? g_steal_pointer(&rule) : NULL;
}

/* Side + 1 of what was said of exactly this word, a correction before a rule; NULL: nothing. */
static gpointer said_of(const struct sides *sides, const char *word)
{
	gpointer corrected = g_hash_table_lookup(sides->corrections, word);
	gpointer rule = g_hash_table_lookup(sides->rules, word);

	if (corrected != NULL || rule == NULL)
		return corrected;
	return GINT_TO_POINTER(GPOINTER_TO_INT(rule) + 1);
}

/* The longest beginning of the number that a rule names. */
static gpointer side_of_number(const struct sides *sides, const char *number)
{
	g_autoptr(GString) rule = g_string_new(number);
	gpointer side = NULL;

	for (gsize length = rule->len; side == NULL && length > strlen(TELEPHONE); length--) {
		g_string_truncate(rule, length);
		g_string_append_c(rule, '*');
		side = said_of(sides, rule->str);
	}
	return side;
}

/* Up from the user to the organisation. */
static gpointer side_of_exchange_name(const struct sides *sides, const char *name)
{
	g_autofree char *part = g_strdup(name);
	gpointer side = NULL;
	char *slash;

	while (side == NULL && (slash = strrchr(part, '/')) != NULL && slash != part) {
		*slash = '\0';
		side = said_of(sides, part);
	}
	return side;
}

enum side sides_of_address(const struct sides *sides, const char *address)
{
	const char *domain;
	gpointer side;

	if (address == NULL)
		return SIDE_NONE;
	side = said_of(sides, address);
	if (side == NULL && g_str_has_prefix(address, TELEPHONE))
		side = side_of_number(sides, address);
	if (side == NULL && g_str_has_prefix(address, EXCHANGE))
		side = side_of_exchange_name(sides, address);
	domain = strrchr(address, '@');
	while (side == NULL && domain != NULL) {
		side = said_of(sides, domain + 1);
		domain = strchr(domain + 1, '.');
	}
	return side != NULL ? (enum side)(GPOINTER_TO_INT(side) - 1) : sides->everyone;
}

char *sides_exchange_house(const char *address)
{
	if (address == NULL || !g_str_has_prefix(address, EXCHANGE))
		return NULL;
	return g_strndup(address, strlen(EXCHANGE) + strcspn(address + strlen(EXCHANGE), "/"));
}

bool sides_known(const struct sides *sides)
{
	return sides->known[SIDE_CLIENT] && sides->known[SIDE_PROVIDER];
}

bool sides_has_everyone(const struct sides *sides)
{
	return sides->everyone != SIDE_NONE;
}

bool sides_in_scope(const struct sides *sides, const struct message_record *message)
{
	enum side writer = sides_of_address(sides, message->from.address);
	bool present[SIDE_COUNT] = {false};

	present[writer] = true;
	for (guint i = 0; i < message->n_to; i++)
		present[sides_of_address(sides, message->to[i].address)] = true;
	if (present[SIDE_CLIENT] && present[SIDE_PROVIDER])
		return true;
	/* Everyone else's mail is in a mailbox of the named side: that side reads it. */
	if (sides->everyone != SIDE_NONE && writer == sides->everyone)
		return true;
	/* Whom a chat or a call reaches is told, or it is nobody's business. */
	return writer != SIDE_NONE && message->channel == CHANNEL_MAIL &&
	       (message->n_to == 0 || message->list_id != NULL);
}

bool sides_meet(const struct sides *sides, const struct meeting_record *meeting)
{
	bool present[SIDE_COUNT] = {false};

	if (meeting->n_people == 0)
		return committee_of_title(meeting->title) != COMMITTEE_NONE;
	present[sides_of_address(sides, meeting->organiser.address)] = true;
	for (guint i = 0; i < meeting->n_people; i++)
		present[sides_of_address(sides, meeting->people[i].who.address)] = true;
	return present[SIDE_CLIENT] && present[SIDE_PROVIDER];
}
