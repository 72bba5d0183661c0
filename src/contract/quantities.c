/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One walk over the folded text: at each word a day is tried, then a number, which becomes a
 * quantity by what stands behind it, its own repetition in brackets left out ("trois (3)
 * mois"). Contracts say their numbers twice; where both differ the figures count. */
#include "contract/quantities.h"

#include <string.h>

#include "contract/day-internal.h"
#include "contract/number-internal.h"

struct unit_word {
	const char *word;
	enum quantity_unit unit;
	gint32 times;
};

static const struct unit_word unit_words[] = {
	{"minutes", UNIT_MINUTE, 1},   {"minute", UNIT_MINUTE, 1},
	{"mn", UNIT_MINUTE, 1},        {"min", UNIT_MINUTE, 1},
	{"heures", UNIT_HOUR, 1},      {"heure", UNIT_HOUR, 1},
	{"hours", UNIT_HOUR, 1},       {"hour", UNIT_HOUR, 1},
	{"hrs", UNIT_HOUR, 1},         {"h", UNIT_HOUR, 1},
	{"ho", UNIT_BUSINESS_HOUR, 1}, {"jours", UNIT_DAY, 1},
	{"jour", UNIT_DAY, 1},         {"days", UNIT_DAY, 1},
	{"day", UNIT_DAY, 1},          {"j", UNIT_DAY, 1},
	{"jo", UNIT_BUSINESS_DAY, 1},  {"semaines", UNIT_WEEK, 1},
	{"semaine", UNIT_WEEK, 1},     {"weeks", UNIT_WEEK, 1},
	{"week", UNIT_WEEK, 1},        {"mois", UNIT_MONTH, 1},
	{"months", UNIT_MONTH, 1},     {"month", UNIT_MONTH, 1},
	{"trimestres", UNIT_MONTH, 3}, {"trimestre", UNIT_MONTH, 3},
	{"quarters", UNIT_MONTH, 3},   {"semestres", UNIT_MONTH, 6},
	{"semestre", UNIT_MONTH, 6},   {"ans", UNIT_YEAR, 1},
	{"an", UNIT_YEAR, 1},          {"annees", UNIT_YEAR, 1},
	{"annee", UNIT_YEAR, 1},       {"years", UNIT_YEAR, 1},
	{"year", UNIT_YEAR, 1},
};

static const struct {
	const char *word, *currency;
} currency_words[] = {
	{"\u20ac", "EUR"}, {"euros", "EUR"}, {"euro", "EUR"},    {"eur", "EUR"},
	{"$", "USD"},      {"usd", "USD"},   {"dollars", "USD"}, {"\u00a3", "GBP"},
	{"gbp", "GBP"},    {"chf", "CHF"},
};

/* Words that stand between a number and its unit; those that change the unit say so. */
static const struct {
	const char *word;
	bool business;
} qualifiers[] = {
	{"business", true},     {"working", true},     {"ouvres", true},
	{"ouvrables", true},    {"ouvre", true},       {"ouvrable", true},
	{"ouvrees", true},      {"ouvree", true},      {"calendar", false},
	{"consecutive", false}, {"successive", false}, {"full", false},
	{"clear", false},       {"additional", false}, {"further", false},
	{"subsequent", false},  {"whole", false},      {"contract", false},
};

struct walk {
	const char *text;
	gsize length;
	bool month_first;
	GArray *found;
};

static bool word_at(const struct walk *walk, gsize at, const char *word)
{
	gsize size = strlen(word);

	return at <= walk->length && walk->length - at >= size &&
	       memcmp(walk->text + at, word, size) == 0 &&
	       !(g_ascii_isalnum(word[size - 1]) &&
		 number_within_word(walk->text, walk->length, at + size));
}

static gsize skip_joint(const struct walk *walk, gsize at)
{
	while (at < walk->length && (walk->text[at] == ' ' || walk->text[at] == '-'))
		at++;
	return at;
}

/* Behind "(3)" or "(trois)", which says the number again; *number becomes that of the figures.
 */
static gsize skip_repetition(const struct walk *walk, gsize at, struct number *number)
{
	gsize begin = skip_joint(walk, at), taken;
	struct number again;

	if (begin >= walk->length || (walk->text[begin] != '(' && walk->text[begin] != '['))
		return at;
	begin = skip_joint(walk, begin + 1);
	taken = number_read(walk->text, walk->length, begin, &again);
	if (taken == 0)
		return at;
	if (g_ascii_isdigit(walk->text[begin]))
		*number = again;
	begin = skip_joint(walk, begin + taken);
	if (begin >= walk->length || (walk->text[begin] != ')' && walk->text[begin] != ']'))
		return at;
	return begin + 1;
}

static gsize skip_qualifier(const struct walk *walk, gsize at, bool *business)
{
	for (gsize i = 0; i < G_N_ELEMENTS(qualifiers); i++)
		if (word_at(walk, at, qualifiers[i].word)) {
			*business = *business || qualifiers[i].business;
			return at + strlen(qualifiers[i].word);
		}
	return at;
}

static const struct unit_word *unit_at(const struct walk *walk, gsize at)
{
	for (gsize i = 0; i < G_N_ELEMENTS(unit_words); i++)
		if (word_at(walk, at, unit_words[i].word))
			return &unit_words[i];
	return NULL;
}

static enum quantity_unit business_unit(enum quantity_unit unit)
{
	if (unit == UNIT_HOUR)
		return UNIT_BUSINESS_HOUR;
	return unit == UNIT_DAY ? UNIT_BUSINESS_DAY : unit;
}

/* "4h30": the minutes behind an hour. */
static gsize read_minutes(const struct walk *walk, gsize at, struct quantity *quantity)
{
	struct number minutes;
	gsize taken = 0;

	if (quantity->unit == UNIT_HOUR && walk->text[at - 1] == 'h')
		taken = number_read_figures(walk->text, walk->length, at, &minutes);
	if (taken != 2 || minutes.value >= 60 * QUANTITY_ONE)
		return at;
	quantity->value += minutes.value / 60;
	return at + taken;
}

static bool read_duration(const struct walk *walk, gsize at, const struct number *number,
			  struct quantity *quantity)
{
	const struct unit_word *unit;
	bool business = false;

	at = skip_joint(walk, at);
	for (guint i = 0; i < 2; i++)
		at = skip_joint(walk, skip_qualifier(walk, at, &business));
	unit = unit_at(walk, at);
	if (!unit && !(walk->length - at >= 2 && walk->text[at] == 'h' &&
		       g_ascii_isdigit(walk->text[at + 1])))
		return false;
	quantity->kind = QUANTITY_DURATION;
	quantity->unit = unit ? unit->unit : UNIT_HOUR;
	quantity->value = number->value * (unit ? unit->times : 1);
	at = read_minutes(walk, at + (unit ? strlen(unit->word) : 1), quantity);
	quantity->to = at;
	at = skip_qualifier(walk, skip_joint(walk, at), &business);
	if (business) {
		quantity->unit = business_unit(quantity->unit);
		quantity->to = MAX(quantity->to, at);
	}
	return true;
}

static bool read_percent(const struct walk *walk, gsize at, const struct number *number,
			 struct quantity *quantity)
{
	static const char *const signs[] = {"%", "percent", "per cent", "pour cent",
					    "pourcent"};

	at = skip_joint(walk, at);
	for (gsize i = 0; i < G_N_ELEMENTS(signs); i++)
		if (word_at(walk, at, signs[i])) {
			quantity->kind = QUANTITY_PERCENT;
			/* 99,999 % */
			quantity->value = number->decimals && number->value > 100 * QUANTITY_ONE
						  ? number->value / 1000
						  : number->value;
			quantity->to = at + strlen(signs[i]);
			return true;
		}
	return false;
}

static gsize currency_at(const struct walk *walk, gsize at, char currency[4])
{
	for (gsize i = 0; i < G_N_ELEMENTS(currency_words); i++)
		if (word_at(walk, at, currency_words[i].word)) {
			g_strlcpy(currency, currency_words[i].currency, 4);
			return strlen(currency_words[i].word);
		}
	return 0;
}

static bool read_amount(const struct walk *walk, gsize at, const struct number *number,
			struct quantity *quantity)
{
	gsize sign;

	at = skip_joint(walk, at);
	sign = at < walk->length ? currency_at(walk, at, quantity->currency) : 0;
	if (sign == 0)
		return false;
	quantity->kind = QUANTITY_AMOUNT;
	quantity->value = number->value;
	quantity->to = at + sign;
	return true;
}

/* "$5,000": the sign stands first. */
static bool read_amount_behind(const struct walk *walk, gsize at, struct quantity *quantity)
{
	struct number number;
	gsize sign = currency_at(walk, at, quantity->currency), begin, taken;

	if (sign == 0 || g_ascii_isalpha(walk->text[at]))
		return false;
	begin = skip_joint(walk, at + sign);
	taken = number_read_figures(walk->text, walk->length, begin, &number);
	if (taken == 0)
		return false;
	quantity->kind = QUANTITY_AMOUNT;
	quantity->value = number.value;
	quantity->to = begin + taken;
	return true;
}

/* "j+1", "h + 4": so long behind the event. */
static bool read_offset(const struct walk *walk, gsize at, struct quantity *quantity)
{
	char letter = walk->text[at];
	struct number number;
	gsize begin = at + 1, taken;

	if ((letter != 'j' && letter != 'h') ||
	    number_within_word(walk->text, walk->length, at))
		return false;
	begin = skip_joint(walk, begin);
	if (begin >= walk->length || walk->text[begin] != '+')
		return false;
	begin = skip_joint(walk, begin + 1);
	taken = number_read_figures(walk->text, walk->length, begin, &number);
	if (taken == 0)
		return false;
	quantity->kind = QUANTITY_DURATION;
	quantity->unit = letter == 'j' ? UNIT_DAY : UNIT_HOUR;
	quantity->value = number.value;
	quantity->to = begin + taken;
	return true;
}

static bool read_counted(const struct walk *walk, gsize at, struct quantity *quantity)
{
	struct number number;
	gsize taken = number_read(walk->text, walk->length, at, &number);

	if (taken == 0)
		return false;
	at = skip_repetition(walk, at + taken, &number);
	if (number.value > QUANTITY_MOST)
		return false;
	return read_percent(walk, at, &number, quantity) ||
	       read_duration(walk, at, &number, quantity) ||
	       read_amount(walk, at, &number, quantity);
}

static bool read_day(const struct walk *walk, gsize at, struct quantity *quantity)
{
	gint32 day;
	gsize taken = day_read(walk->text, walk->length, at, walk->month_first, &day);

	if (taken == 0)
		return false;
	quantity->kind = QUANTITY_DAY;
	quantity->value = day;
	quantity->to = at + taken;
	return true;
}

/* The end of the word or number that begins at `at`. */
static gsize next_start(const struct walk *walk, gsize at)
{
	do
		at++;
	while (at < walk->length && number_within_word(walk->text, walk->length, at));
	return at;
}

void quantities_find(const char *folded, gsize length, const char *language, GArray *found)
{
	const struct walk walk = {folded, length, strcmp(language, "en") == 0, found};

	for (gsize at = 0; at < length;) {
		struct quantity quantity = {.from = at};
		if (read_day(&walk, at, &quantity) || read_counted(&walk, at, &quantity) ||
		    read_offset(&walk, at, &quantity) ||
		    read_amount_behind(&walk, at, &quantity)) {
			g_array_append_val(found, quantity);
			at = quantity.to;
		} else {
			at = next_start(&walk, at);
		}
	}
}

static const char *const unit_tokens[UNIT_COUNT] = {
	[UNIT_NONE] = "",     [UNIT_MINUTE] = "minute",
	[UNIT_HOUR] = "hour", [UNIT_BUSINESS_HOUR] = "business_hour",
	[UNIT_DAY] = "day",   [UNIT_BUSINESS_DAY] = "business_day",
	[UNIT_WEEK] = "week", [UNIT_MONTH] = "month",
	[UNIT_YEAR] = "year",
};

const char *quantity_unit_token(enum quantity_unit unit)
{
	g_assert(unit < UNIT_COUNT);
	return unit_tokens[unit];
}

enum quantity_unit quantity_unit_of_token(const char *token)
{
	enum quantity_unit unit = 0;

	while (unit < UNIT_COUNT && strcmp(unit_tokens[unit], token) != 0)
		unit++;
	return unit;
}
