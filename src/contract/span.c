/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Short forms of spreadsheets are read here, word by word; what they are not is left to the
 * reader of contracts, which knows numbers in words ("trente-six (36) mois"). */
#include "contract/span.h"

#include <string.h>

#include "base/calendar.h"
#include "text/folded.h"

#define MONTHS_A_YEAR 12
#define DAYS_A_WEEK   7

static const struct {
	const char *word;
	enum quantity_unit unit;
} short_units[] = {
	{"m", UNIT_MONTH},         {"mo", UNIT_MONTH},        {"mth", UNIT_MONTH},
	{"mths", UNIT_MONTH},      {"y", UNIT_YEAR},          {"yr", UNIT_YEAR},
	{"yrs", UNIT_YEAR},        {"a", UNIT_YEAR},          {"d", UNIT_DAY},
	{"j", UNIT_DAY},           {"w", UNIT_WEEK},          {"wk", UNIT_WEEK},
	{"wks", UNIT_WEEK},        {"sem", UNIT_WEEK},        {"s", UNIT_WEEK},
	{"bd", UNIT_BUSINESS_DAY}, {"jo", UNIT_BUSINESS_DAY},
};

/* ---- what is possible ---- */

bool contract_day_possible(gint32 day)
{
	return day >= calendar_day_from_ymd(CONTRACT_FIRST_YEAR, 1, 1) &&
	       day <= calendar_day_from_ymd(CONTRACT_LAST_YEAR, 12, 31);
}

static gint32 most_of(enum quantity_unit unit)
{
	switch (unit) {
	case UNIT_YEAR:
		return SPAN_MONTHS_MOST / MONTHS_A_YEAR;
	case UNIT_MONTH:
		return SPAN_MONTHS_MOST;
	case UNIT_WEEK:
		return SPAN_DAYS_MOST / DAYS_A_WEEK;
	case UNIT_DAY:
	case UNIT_BUSINESS_DAY:
		return SPAN_DAYS_MOST;
	default:
		return -1;
	}
}

bool contract_span_possible(const struct contract_span *span)
{
	if (span->unit == UNIT_NONE)
		return span->count == 0;
	return span->count >= 0 && span->count <= most_of(span->unit);
}

/* ---- reading ---- */

/* "36", "3m", "90 j": a number of five figures at most and a unit, or none. */
static bool read_short(const char *folded, enum quantity_unit bare, struct contract_span *span)
{
	gsize figures = strspn(folded, "0123456789");
	const char *unit = folded + figures;

	if (figures == 0 || figures > 5)
		return false;
	unit += *unit == ' ';
	span->count = (gint32)g_ascii_strtoll(folded, NULL, 10);
	span->unit = bare;
	if (*unit == '\0')
		return bare != UNIT_NONE;
	for (gsize i = 0; i < G_N_ELEMENTS(short_units); i++)
		if (strcmp(unit, short_units[i].word) == 0) {
			span->unit = short_units[i].unit;
			return true;
		}
	return false;
}

static bool span_of_quantity(const struct quantity *quantity, struct contract_span *span)
{
	if (quantity->kind != QUANTITY_DURATION || most_of(quantity->unit) < 0 ||
	    quantity->value % QUANTITY_ONE != 0 ||
	    quantity->value / QUANTITY_ONE > SPAN_DAYS_MOST)
		return false;
	span->count = (gint32)(quantity->value / QUANTITY_ONE);
	span->unit = quantity->unit;
	return true;
}

/* Nothing but blanks, or a small word that joins two quantities or changes none. */
static bool only_joins(const char *text, gsize length)
{
	static const char *const words[] = {"",   "et",          "and",        ",",
					    "de", "calendaires", "calendaire", "francs"};
	g_autofree char *rest = g_strndup(text, length);

	g_strstrip(rest);
	for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
		if (strcmp(rest, words[i]) == 0)
			return true;
	return false;
}

static bool add_months_of(struct contract_span *sum, const struct contract_span *more)
{
	gint32 first, second;

	if (!contract_span_months(sum, &first) || !contract_span_months(more, &second))
		return false;
	*sum = (struct contract_span){first + second, UNIT_MONTH};
	return true;
}

/* One quantity, or years and months; nothing else in the text. */
static bool read_quantities(const struct folded *folded, struct contract_span *span)
{
	g_autoptr(GArray) found = g_array_new(FALSE, TRUE, sizeof(struct quantity));
	gsize at = 0;

	quantities_find(folded->text, folded->length, "", found);
	for (guint i = 0; i < found->len; i++) {
		const struct quantity *one = &g_array_index(found, struct quantity, i);
		struct contract_span next;
		if (!only_joins(folded->text + at, one->from - at) ||
		    !span_of_quantity(one, &next) || !contract_span_possible(&next))
			return false;
		if (i == 0)
			*span = next;
		else if (!add_months_of(span, &next))
			return false;
		at = one->to;
	}
	return found->len > 0 && only_joins(folded->text + at, folded->length - at);
}

bool contract_span_read(const char *text, enum quantity_unit bare, struct contract_span *span)
{
	struct folded folded = {0};
	struct contract_span read = {0};
	bool done;

	if (strlen(text) > SPAN_TEXT_MOST || !g_utf8_validate(text, -1, NULL))
		return false;
	folded_make(text, strlen(text), &folded);
	g_strstrip(folded.text);
	folded.length = strlen(folded.text);
	done = (read_short(folded.text, bare, &read) || read_quantities(&folded, &read)) &&
	       contract_span_possible(&read);
	if (done)
		*span = read;
	folded_clear(&folded);
	return done;
}

char *contract_span_write(const struct contract_span *span)
{
	static const char *const words[UNIT_COUNT] = {
		[UNIT_BUSINESS_DAY] = "bd", [UNIT_DAY] = "d",  [UNIT_WEEK] = "w",
		[UNIT_MONTH] = "m",         [UNIT_YEAR] = "y",
	};

	if (words[span->unit] == NULL)
		return NULL;
	return g_strdup_printf("%d%s", span->count, words[span->unit]);
}

/* ---- sums ---- */

bool contract_span_months(const struct contract_span *span, gint32 *months)
{
	if (span->unit != UNIT_MONTH && span->unit != UNIT_YEAR)
		return false;
	*months = span->count * (span->unit == UNIT_YEAR ? MONTHS_A_YEAR : 1);
	return true;
}

static int days_of_month(int year, int month)
{
	return calendar_day_from_ymd(month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1,
				     1) -
	       calendar_day_from_ymd(year, month, 1);
}

static gint32 add_months(gint32 day, gint32 months, bool *clipped)
{
	int year, month, day_of_month, most;
	gint32 total;

	calendar_ymd_from_day(day, &year, &month, &day_of_month);
	total = year * MONTHS_A_YEAR + month - 1 + months;
	year = total / MONTHS_A_YEAR;
	month = total % MONTHS_A_YEAR + 1;
	most = days_of_month(year, month);
	if (clipped != NULL && day_of_month > most)
		*clipped = true;
	return calendar_day_from_ymd(year, month, MIN(day_of_month, most));
}

gint32 contract_day_back(gint32 day, gint32 count, bool (*counts)(gint32 day))
{
	while (count > 0)
		count -= counts(--day);
	return day;
}

static gint32 add_business_days(gint32 day, gint32 count)
{
	if (count < 0)
		return contract_day_back(day, -count, calendar_is_business_day);
	while (count > 0)
		count -= calendar_is_business_day(++day);
	return day;
}

gint32 contract_day_add(gint32 day, const struct contract_span *span, gint32 times,
			bool *clipped)
{
	gint32 months;

	if (contract_span_months(span, &months))
		return add_months(day, months * times, clipped);
	if (span->unit == UNIT_BUSINESS_DAY)
		return add_business_days(day, span->count * times);
	return day + span->count * times * (span->unit == UNIT_WEEK ? DAYS_A_WEEK : 1);
}
