/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The meaning of a cell as a number. Digits are gathered in an integer; where it and the power
 * of ten are exact as doubles, one multiplication or division gives the nearest double
 * (Clinger, "How to read floating point numbers accurately", 1990); all else goes to
 * g_ascii_strtod, after the grammar was checked, so that no "inf", "0x1p3" or local habit gets
 * in. */
#include "detect/points-internal.h"

#include <math.h>
#include <string.h>

#define DIGITS_EXACT 19 /* of a mantissa that cannot overflow 64 bits */
#define POWER_EXACT  22
#define MISSING_MOST 5 /* bytes of the longest of the words below */

/* The parts of a number's writing. */
struct decimal {
	bool negative;
	guint64 mantissa;
	guint digits; /* those that count, leading noughts left out */
	int exponent;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static struct points_cell strip_blanks(struct points_cell cell)
{
	while (cell.length > 0 && is_blank(cell.text[0])) {
		cell.text++;
		cell.length--;
	}
	while (cell.length > 0 && is_blank(cell.text[cell.length - 1]))
		cell.length--;
	return cell;
}

struct points_cell points_cell_strip(struct points_cell cell)
{
	cell = strip_blanks(cell);
	if (cell.length < 2 || cell.text[0] != '"' || cell.text[cell.length - 1] != '"')
		return cell;
	return strip_blanks((struct points_cell){cell.text + 1, cell.length - 2});
}

guint points_line_cut(struct points_cell line, char separator, struct points_cell *cells,
		      guint most)
{
	const char *at = line.text, *end = line.text + line.length;
	bool quoted = false;
	guint n = 0;

	for (const char *from = at; n < most; at++) {
		if (at == end || (separator != 0 && *at == separator && !quoted)) {
			cells[n++] = points_cell_strip(
				(struct points_cell){from, (gsize)(at - from)});
			from = at + 1;
		}
		if (at == end)
			break;
		quoted ^= *at == '"';
	}
	return n;
}

static bool is_missing(struct points_cell cell)
{
	static const char *const words[] = {"",     "-",   "na",   "n/a",
					    "#n/a", "nan", "null", "none"};

	if (cell.length > MISSING_MOST)
		return false;
	for (guint i = 0; i < G_N_ELEMENTS(words); i++)
		if (strlen(words[i]) == cell.length &&
		    g_ascii_strncasecmp(words[i], cell.text, cell.length) == 0)
			return true;
	return false;
}

/* ---- the grammar ---- */

static void add_digit(struct decimal *decimal, char c, int scale)
{
	if (decimal->digits == 0 && c == '0') {
		decimal->exponent -= scale;
		return;
	}
	decimal->digits++;
	if (decimal->digits <= DIGITS_EXACT) {
		decimal->mantissa = decimal->mantissa * 10 + (guint64)(c - '0');
		decimal->exponent -= scale;
	}
}

/* Returns what follows the digits and the point, NULL when there is no digit. */
static const char *read_mantissa(const char *at, const char *end, bool comma,
				 struct decimal *decimal)
{
	bool any = false, behind = false;

	for (; at < end; at++) {
		if (g_ascii_isdigit(*at)) {
			add_digit(decimal, *at, behind);
			any = true;
		} else if (!behind && (*at == '.' || (comma && *at == ','))) {
			behind = true;
		} else {
			break;
		}
	}
	return any ? at : NULL;
}

static const char *read_exponent(const char *at, const char *end, struct decimal *decimal)
{
	bool negative;
	int value = 0;

	if (at == end || (*at != 'e' && *at != 'E'))
		return at;
	at++;
	negative = at < end && *at == '-';
	at += at < end && (*at == '-' || *at == '+');
	if (at == end || !g_ascii_isdigit(*at))
		return NULL;
	for (; at < end && g_ascii_isdigit(*at); at++)
		value = MIN(value * 10 + (*at - '0'), 100000);
	decimal->exponent += negative ? -value : value;
	return at;
}

/* Whether the whole cell is one number. */
static bool read_decimal(struct points_cell cell, bool comma, struct decimal *decimal)
{
	const char *at = cell.text, *end = cell.text + cell.length;

	*decimal = (struct decimal){.negative = cell.length > 0 && *at == '-'};
	at += cell.length > 0 && (*at == '-' || *at == '+');
	at = read_mantissa(at, end, comma, decimal);
	if (at != NULL)
		at = read_exponent(at, end, decimal);
	return at == end;
}

/* ---- the value ---- */

static bool exact_value(const struct decimal *decimal, double *value)
{
	static const double powers[POWER_EXACT + 1] = {
		1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
		1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
	};
	double size = (double)decimal->mantissa;

	if (decimal->digits > DIGITS_EXACT || decimal->mantissa > G_GUINT64_CONSTANT(1) << 53 ||
	    ABS(decimal->exponent) > POWER_EXACT)
		return false;
	size = decimal->exponent < 0 ? size / powers[-decimal->exponent]
				     : size * powers[decimal->exponent];
	*value = decimal->negative ? -size : size;
	return true;
}

static double converted_value(struct points_cell cell)
{
	g_autofree char *text = g_strndup(cell.text, cell.length);
	char *comma = strchr(text, ',');

	if (comma != NULL)
		*comma = '.';
	return g_ascii_strtod(text, NULL);
}

/* No-break spaces group the thousands in French tables. Caller owns; NULL when there can be
 * none. */
static char *without_no_break_spaces(struct points_cell cell)
{
	GString *text;

	if (memchr(cell.text, '\xc2', cell.length) == NULL &&
	    memchr(cell.text, '\xe2', cell.length) == NULL)
		return NULL;
	text = g_string_new_len(cell.text, (gssize)cell.length);
	g_string_replace(text, "\u00a0", "", 0);
	g_string_replace(text, "\u202f", "", 0);
	return g_string_free(text, FALSE);
}

enum points_number points_cell_number(struct points_cell cell, bool decimal_comma,
				      double *value)
{
	g_autofree char *grouped = NULL;
	struct decimal decimal;
	double number;

	if (is_missing(cell))
		return POINTS_MISSING;
	if (!read_decimal(cell, decimal_comma, &decimal)) {
		grouped = without_no_break_spaces(cell);
		if (grouped == NULL)
			return POINTS_NO_NUMBER;
		cell = (struct points_cell){grouped, strlen(grouped)};
		if (!read_decimal(cell, decimal_comma, &decimal))
			return POINTS_NO_NUMBER;
	}
	if (!exact_value(&decimal, &number))
		number = converted_value(cell);
	if (!(fabs(number) <= POINTS_VALUE_MOST))
		return POINTS_TOO_LARGE;
	*value = number + 0.0; /* no negative nought */
	return POINTS_NUMBER;
}
