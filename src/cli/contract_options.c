/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One table row an option: which word, which kind of value, where it goes. */
#include "cli/contract_options.h"

#include <stddef.h>
#include <string.h>

#include "base/calendar.h"
#include "base/error.h"

#define AMOUNT_MOST 1e12

enum value_kind { VALUE_DAY, VALUE_SPAN, VALUE_TOKEN };

struct value {
	const char *option;
	enum value_kind kind;
	gsize word, at;                     /* offsets in the options and in the target */
	int (*of_token)(const char *token); /* VALUE_TOKEN */
	const char *mend;
};

#define WORD(member) offsetof(struct contract_options, member)
#define DAY(option, member, at)                                                                \
	{                                                                                      \
		option, VALUE_DAY, WORD(member), at, NULL, "give a day as 2026-12-31"          \
	}
#define SPAN(option, member, at)                                                               \
	{                                                                                      \
		option, VALUE_SPAN, WORD(member), at, NULL, "give it as 36m, 90d, 10bd or 2y"  \
	}
#define TOKEN(option, member, at, of, mend)                                                    \
	{                                                                                      \
		option, VALUE_TOKEN, WORD(member), at, of, mend                                \
	}
#define LIFE(member)      offsetof(struct contract_life, member)
#define AMENDMENT(member) offsetof(struct contract_amendment, member)
#define RENEWAL_MEND      "give never, tacit or express"

static const struct value of_life[] = {
	DAY("start", start, LIFE(start)),
	DAY("end", end, LIFE(end)),
	SPAN("duration", duration, LIFE(duration)),
	TOKEN("renewal", renewal, LIFE(renewal), contract_renewal_of_token, RENEWAL_MEND),
	SPAN("renewal-duration", renewal_duration, LIFE(renewal_duration)),
	SPAN("notice", notice, LIFE(notice)),
	TOKEN("anchor", anchor, LIFE(anchor), notice_anchor_of_token,
	      "give end, anniversary or any"),
	TOKEN("form", form, LIFE(form), notice_form_of_token,
	      "give written, registered or electronic"),
	TOKEN("counts", counts, LIFE(counts), notice_counts_of_token, "give sent or received"),
	TOKEN("end-day", end_day, LIFE(end_day), end_day_of_token, "give included or excluded"),
	DAY("suspended-from", suspended_from, LIFE(suspended_from)),
	DAY("suspended-to", suspended_to, LIFE(suspended_to)),
	DAY("terminated", terminated, LIFE(terminated)),
};

static const struct value of_amendment[] = {
	DAY("on", on, AMENDMENT(day)),
	DAY("end", end, AMENDMENT(end)),
	SPAN("duration", duration, AMENDMENT(duration)),
	TOKEN("renewal", renewal, AMENDMENT(renewal), contract_renewal_of_token, RENEWAL_MEND),
	SPAN("renewal-duration", renewal_duration, AMENDMENT(renewal_duration)),
	SPAN("notice", notice, AMENDMENT(notice)),
	DAY("review", review, AMENDMENT(review)),
	DAY("suspended-from", suspended_from, AMENDMENT(suspended_from)),
	DAY("suspended-to", suspended_to, AMENDMENT(suspended_to)),
	DAY("terminated", terminated, AMENDMENT(terminated)),
};

static bool read_value(const struct value *value, const char *word, void *target)
{
	void *at = (char *)target + value->at;
	int token;

	switch (value->kind) {
	case VALUE_DAY:
		return calendar_parse_day(word, at);
	case VALUE_SPAN:
		return contract_span_read(word, UNIT_NONE, at);
	case VALUE_TOKEN:
		token = value->of_token(word);
		if (token >= 0)
			memcpy(at, &token, sizeof token);
		return token >= 0;
	}
	return false;
}

static bool read_values(const struct contract_options *options, const struct value *values,
			gsize n, void *target, GError **error)
{
	for (gsize i = 0; i < n; i++) {
		const char *word = *(char *const *)((const char *)options + values[i].word);
		if (word == NULL || read_value(&values[i], word, target))
			continue;
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE, "--%s %s: %s",
			    values[i].option, word, values[i].mend);
		return false;
	}
	return true;
}

static bool refuse(const char *trouble, GError **error)
{
	if (trouble != NULL)
		g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE, trouble);
	return trouble == NULL;
}

static bool read_warning(const char *word, gint32 *days, GError **error)
{
	struct contract_span span;

	if (word == NULL)
		return true;
	if (!contract_span_read(word, UNIT_DAY, &span) || span.unit != UNIT_DAY)
		return refuse("--warning: give days before the notice, as 30d", error);
	*days = span.count;
	return true;
}

bool contract_options_life(const struct contract_options *options, struct contract_life *life,
			   GError **error)
{
	return read_values(options, of_life, G_N_ELEMENTS(of_life), life, error) &&
	       read_warning(options->warning, &life->warning_days, error) &&
	       refuse(contract_life_trouble(life), error);
}

static bool read_amount(const char *word, gint64 *amount, GError **error)
{
	char *end = NULL;
	double value;

	if (word == NULL)
		return true;
	value = g_ascii_strtod(word, &end);
	if (end == word || *end != '\0' || !(value >= 0 && value <= AMOUNT_MOST))
		return refuse("--amount: give a number, as 12500.00", error);
	*amount = (gint64)(value * QUANTITY_ONE + .5);
	return true;
}

static void take_text(const char *word, char **text)
{
	if (word == NULL || *word == '\0')
		return;
	g_free(*text);
	*text = g_utf8_make_valid(word, -1);
}

bool contract_options_record(const struct contract_options *options,
			     struct contract_record *record, GError **error)
{
	take_text(options->provider, &record->provider);
	take_text(options->object, &record->object);
	take_text(options->reference, &record->reference);
	take_text(options->owner, &record->owner);
	take_text(options->clause, &record->clause);
	take_text(options->remark, &record->remark);
	take_text(options->currency, &record->currency);
	return contract_options_life(options, &record->life, error) &&
	       read_amount(options->amount, &record->amount, error);
}

/* A termination is its own day. */
bool contract_options_amendment(const struct contract_options *options,
				struct stored_amendment *amendment, GError **error)
{
	struct contract_amendment *life = &amendment->life;

	if (!read_values(options, of_amendment, G_N_ELEMENTS(of_amendment), life, error) ||
	    !read_amount(options->amount, &amendment->amount, error))
		return false;
	if (life->day == CONTRACT_NO_DAY)
		life->day = life->terminated;
	if (life->day == CONTRACT_NO_DAY)
		life->day = life->suspended_from;
	take_text(options->scope, &amendment->scope);
	return refuse(contract_amendment_trouble(life), error);
}

void contract_options_clear(struct contract_options *options)
{
	char **words = (char **)options;

	for (gsize i = 0; i < sizeof *options / sizeof *words; i++)
		g_free(words[i]);
}
