/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The French numbering plan (Arcep): ten digits behind the trunk prefix 0, short numbers of two
 * to six digits; "00" leads abroad. */
#include "importers/telephone.h"

#include <stdbool.h>
#include <string.h>

#define COUNTRY           "33"
#define NATIONAL_DIGITS   10 /* with the trunk prefix */
#define SHORT_DIGITS      6  /* of an extension, at most */
#define E164_DIGITS       15
#define E164_DIGITS_LEAST 7

/* What stands between the digits of a number. */
static bool is_filler(gunichar c)
{
	if (c < 0x80)
		return strchr(" .-/()\t", (int)c) != NULL;
	return g_unichar_isspace(c) || c == 0x200B || c == 0x2011;
}

/* The digits of the text, a leading '+' kept; "(0)" behind a country is left out. NULL when
 * something else stands in it. */
static char *digits_of(const char *text)
{
	g_autoptr(GString) digits = g_string_new(NULL);

	for (const char *at = text; *at; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);

		if (digits->len > 1 && *digits->str == '+' && g_str_has_prefix(at, "(0)"))
			at += 2;
		else if (c < 0x80 && g_ascii_isdigit((char)c))
			g_string_append_c(digits, (char)c);
		else if (c == '+' && digits->len == 0)
			g_string_append_c(digits, '+');
		else if (!is_filler(c))
			return NULL;
		if (digits->len > 2 + E164_DIGITS)
			return NULL;
	}
	return g_strdup(digits->str);
}

/* Number and country without a sign, NULL for a short number or none. */
static char *international(const char *digits)
{
	gsize length = strlen(digits);

	if (*digits == '+')
		return g_strdup(digits + 1);
	if (g_str_has_prefix(digits, "00"))
		return g_strdup(digits + 2);
	if (length == NATIONAL_DIGITS && *digits == '0')
		return g_strconcat(COUNTRY, digits + 1, NULL);
	if (length == NATIONAL_DIGITS - 1)
		return g_strconcat(COUNTRY, digits, NULL);
	return length > SHORT_DIGITS ? g_strdup(digits) : NULL;
}

/* "sip:201@pbx", "tel:+33...", "<0123456789>" */
static char *bare_number(const char *text)
{
	g_autofree char *copy = g_strdup(text);
	char *open = strchr(copy, '<'), *end;
	char *start = open ? open + 1 : copy;

	end = strpbrk(start, ">@;,");
	if (end)
		*end = '\0';
	g_strstrip(start);
	if (!g_ascii_strncasecmp(start, "sip:", 4) || !g_ascii_strncasecmp(start, "tel:", 4))
		start += 4;
	return g_strdup(start);
}

char *telephone_normalise(const char *text)
{
	g_autofree char *bare = bare_number(text);
	g_autofree char *digits = digits_of(bare);
	g_autofree char *number = digits ? international(digits) : NULL;
	gsize length = number ? strlen(number) : 0;

	if (number)
		return length >= E164_DIGITS_LEAST && length <= E164_DIGITS && *number != '0'
			       ? g_strconcat("tel:+", number, NULL)
			       : NULL;
	length = digits ? strlen(digits) : 0;
	return length >= 2 ? g_strconcat("tel:", digits, NULL) : NULL;
}
