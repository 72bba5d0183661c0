/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A reading is a way to the end of a term (enum end_rule) followed by a way back from it (enum
 * count_rule). All are walked, the usual first; those that land on one day are one reading. The
 * ends of later terms are counted from the first, not from the one before, so that 31 January
 * stays the 31st where it can. */
#include "contract/notice_clock.h"

#include <string.h>

#include "base/calendar.h"

#define ANNIVERSARY_MONTHS 12

/* ---- what is possible ---- */

void contract_life_init(struct contract_life *life)
{
	*life = (struct contract_life){
		.start = CONTRACT_NO_DAY,
		.end = CONTRACT_NO_DAY,
		.suspended_from = CONTRACT_NO_DAY,
		.suspended_to = CONTRACT_NO_DAY,
		.terminated = CONTRACT_NO_DAY,
	};
}

void contract_amendment_init(struct contract_amendment *amendment)
{
	*amendment = (struct contract_amendment){
		.day = CONTRACT_NO_DAY,
		.end = CONTRACT_NO_DAY,
		.review = CONTRACT_NO_DAY,
		.suspended_from = CONTRACT_NO_DAY,
		.suspended_to = CONTRACT_NO_DAY,
		.terminated = CONTRACT_NO_DAY,
	};
}

static bool given_day(gint32 day)
{
	return day != CONTRACT_NO_DAY;
}

static bool given_span(const struct contract_span *span)
{
	return span->unit != UNIT_NONE;
}

static bool day_fits(gint32 day)
{
	return !given_day(day) || contract_day_possible(day);
}

/* A term has a length, in civil time. */
static bool term_fits(const struct contract_span *span)
{
	return !given_span(span) || (contract_span_possible(span) && span->count > 0 &&
				     span->unit != UNIT_BUSINESS_DAY);
}

static const char *suspension_trouble(gint32 from, gint32 to)
{
	if (given_day(from) == given_day(to) && from <= to)
		return NULL;
	return "a suspension needs its first and its last day, in order";
}

const char *contract_life_trouble(const struct contract_life *life)
{
	if (!day_fits(life->start) || !day_fits(life->end) || !day_fits(life->terminated) ||
	    !day_fits(life->suspended_from) || !day_fits(life->suspended_to))
		return "a day is before 1950 or after 2150; write it with its four-figure year";
	if (!term_fits(&life->duration) || !term_fits(&life->renewal_duration))
		return "a duration must be from one day to a hundred years, in days, weeks,"
		       " months or years";
	if (!contract_span_possible(&life->notice))
		return "the notice must be below a hundred years; write it as 3m or 90d";
	if (given_day(life->start) && given_day(life->end) && life->end < life->start)
		return "the end is before the start; exchange them";
	if (life->warning_days < 0 || life->warning_days > CONTRACT_WARNING_MOST)
		return "the warning must be from 0 to 3650 days";
	return suspension_trouble(life->suspended_from, life->suspended_to);
}

const char *contract_amendment_trouble(const struct contract_amendment *amendment)
{
	if (!given_day(amendment->day))
		return "an amendment needs the day from which it holds";
	if (!day_fits(amendment->day) || !day_fits(amendment->end) ||
	    !day_fits(amendment->review) || !day_fits(amendment->terminated) ||
	    !day_fits(amendment->suspended_from) || !day_fits(amendment->suspended_to))
		return "a day is before 1950 or after 2150; write it with its four-figure year";
	if (!term_fits(&amendment->duration) || !term_fits(&amendment->renewal_duration) ||
	    !contract_span_possible(&amendment->notice))
		return "a duration must be from one day to a hundred years; write it as 36m";
	return suspension_trouble(amendment->suspended_from, amendment->suspended_to);
}

/* ---- the life as amended ---- */

struct clock {
	struct contract_life life; /* as amended on the day asked */
	struct contract_span renewal;
	gint32 amended; /* what gave the end, or CONTRACT_NO_DAY */
	gint32 as_of;
	struct contract_outlook *outlook;
};

static void amend_span(struct contract_span *span, const struct contract_span *with)
{
	if (given_span(with))
		*span = *with;
}

/* A new duration replaces a written end, and the other way round. */
static void amend(struct clock *clock, const struct contract_amendment *with)
{
	struct contract_life *life = &clock->life;

	if (given_day(with->end) && (!given_day(life->start) || with->end >= life->start)) {
		life->end = with->end;
		clock->amended = with->day;
	} else if (given_span(&with->duration) && given_day(life->start)) {
		life->end = CONTRACT_NO_DAY;
		clock->amended = with->day;
	}
	amend_span(&life->duration, &with->duration);
	amend_span(&life->renewal_duration, &with->renewal_duration);
	amend_span(&life->notice, &with->notice);
	if (with->renewal != RENEWAL_UNKNOWN)
		life->renewal = with->renewal;
	if (given_day(with->terminated))
		life->terminated = with->terminated;
	if (given_day(with->suspended_from)) {
		life->suspended_from = with->suspended_from;
		life->suspended_to = with->suspended_to;
	}
}

static gint by_amendment_day(gconstpointer a, gconstpointer b)
{
	const struct contract_amendment *left = a, *right = b;

	return left->day < right->day ? -1 : left->day > right->day;
}

/* One renewed without a word on how long is renewed for as long as it was made. */
static void set_life(struct clock *clock, const struct contract_life *life,
		     const GArray *amendments)
{
	clock->life = *life;
	clock->amended = CONTRACT_NO_DAY;
	for (guint i = 0; i < amendments->len; i++) {
		const struct contract_amendment *one =
			&g_array_index(amendments, struct contract_amendment, i);
		if (one->day <= clock->as_of)
			amend(clock, one);
	}
	clock->renewal = given_span(&clock->life.renewal_duration)
				 ? clock->life.renewal_duration
				 : clock->life.duration;
}

static bool end_known(const struct clock *clock)
{
	const struct contract_life *life = &clock->life;

	return given_day(life->end) || (given_day(life->start) && given_span(&life->duration));
}

static bool renews(const struct clock *clock)
{
	return clock->life.renewal == RENEWAL_TACIT && given_span(&clock->renewal);
}

/* ---- readings ---- */

static void add_step(struct deadline_reading *reading, enum step_kind kind, gint32 day,
		     gint32 number, const struct contract_span *span)
{
	struct deadline_step *step = &reading->steps[reading->n_steps];

	g_assert(reading->n_steps < DEADLINE_STEPS);
	*step = (struct deadline_step){.kind = kind, .day = day, .number = number};
	if (span != NULL)
		step->span = *span;
	reading->n_steps++;
	reading->day = day;
}

/* Readings stay in order of their days; of two on one day the first told is kept, and so is
 * the first of all as the usual one. */
static void add_reading(struct contract_deadline *deadline,
			const struct deadline_reading *reading)
{
	guint at = 0;

	while (at < deadline->n && deadline->readings[at].day < reading->day)
		at++;
	if ((at < deadline->n && deadline->readings[at].day == reading->day) ||
	    deadline->n == DEADLINE_READINGS)
		return;
	memmove(&deadline->readings[at + 1], &deadline->readings[at],
		(deadline->n - at) * sizeof deadline->readings[0]);
	deadline->readings[at] = *reading;
	if (deadline->n > 0 && at <= deadline->usual)
		deadline->usual++;
	deadline->n++;
}

/* The first end by duration, or as written. */
static void begin_end(const struct clock *clock, struct deadline_reading *reading,
		      bool *clipped)
{
	const struct contract_life *life = &clock->life;

	if (given_day(clock->amended))
		add_step(reading, STEP_AMENDED, clock->amended, 0, NULL);
	if (given_day(life->end)) {
		add_step(reading, STEP_END, life->end, 0, NULL);
		return;
	}
	add_step(reading, STEP_START, life->start, 0, NULL);
	add_step(reading, STEP_PLUS, contract_day_add(life->start, &life->duration, 1, clipped),
		 0, &life->duration);
}

/* The end of a later term, from the start where all is in months. */
static gint32 later_end(const struct clock *clock, gint32 first, gint32 renewals, bool *clipped)
{
	const struct contract_life *life = &clock->life;
	struct contract_span whole = {0, UNIT_MONTH};
	gint32 initial, more;

	if (given_day(life->end) || !contract_span_months(&life->duration, &initial) ||
	    !contract_span_months(&clock->renewal, &more))
		return contract_day_add(first, &clock->renewal, renewals, clipped);
	whole.count = initial + more * renewals;
	*clipped = false;
	return contract_day_add(life->start, &whole, 1, clipped);
}

static gint32 first_of_next_month(gint32 day)
{
	int year, month, day_of_month;

	calendar_ymd_from_day(day, &year, &month, &day_of_month);
	return month == 12 ? calendar_day_from_ymd(year + 1, 1, 1)
			   : calendar_day_from_ymd(year, month + 1, 1);
}

/* The last day of term `renewals` + 1 by one rule; false when the rule says nothing new. */
static bool read_end(const struct clock *clock, gint32 renewals, enum end_rule rule,
		     struct deadline_reading *reading)
{
	bool written = given_day(clock->life.end), clipped = false, beyond = false;
	gint32 base, end;

	*reading = (struct deadline_reading){.end = rule};
	begin_end(clock, reading, &clipped);
	base = end = reading->day;
	if (renewals > 0)
		end = later_end(clock, base, renewals, &clipped);
	if (rule == END_OF_MONTH) {
		if (!written || renewals == 0)
			return false;
		end = contract_day_add(base + 1, &clock->renewal, renewals, &beyond) - 1;
	}
	if (renewals > 0)
		add_step(reading, STEP_TERM, end, renewals + 1, &clock->renewal);
	if (rule == END_NEXT_MONTH) {
		if (!clipped)
			return false;
		add_step(reading, STEP_NEXT, first_of_next_month(end), 0, NULL);
	}
	if (rule == END_DAY_BEFORE)
		add_step(reading, STEP_BEFORE, end - 1, 0, NULL);
	return true;
}

/* What the parties settled leaves one rule. */
static bool rule_holds(const struct contract_life *life, enum end_rule rule)
{
	if (life->end_day == END_DAY_INCLUDED)
		return rule != END_DAY_BEFORE;
	if (life->end_day == END_DAY_EXCLUDED)
		return rule == END_DAY_BEFORE;
	return true;
}

/* The days of a suspension may or may not be added to the term in which they fall. */
static bool add_suspension(const struct contract_life *life, struct deadline_reading *reading)
{
	gint32 days = life->suspended_to - life->suspended_from + 1;

	if (!given_day(life->suspended_from) || life->suspended_from > reading->day)
		return false;
	add_step(reading, STEP_SUSPENDED, reading->day + days, days, NULL);
	reading->suspended = true;
	return true;
}

typedef void (*end_taker)(const struct clock *clock, const struct deadline_reading *end,
			  struct contract_deadline *deadline);

/* Every reading of the end of a term, handed to `take`. */
static void each_end(const struct clock *clock, gint32 renewals, end_taker take,
		     struct contract_deadline *deadline)
{
	for (enum end_rule rule = END_AS_WRITTEN; rule < END_RULE_COUNT; rule++) {
		struct deadline_reading end;
		if (!rule_holds(&clock->life, rule) || !read_end(clock, renewals, rule, &end))
			continue;
		take(clock, &end, deadline);
		if (add_suspension(&clock->life, &end))
			take(clock, &end, deadline);
	}
}

static void take_end(const struct clock *clock, const struct deadline_reading *end,
		     struct contract_deadline *deadline)
{
	add_reading(deadline, end);
}

/* ---- counting the notice ---- */

static bool is_six_day_business_day(gint32 day)
{
	int weekday = ((day + 3) % 7 + 7) % 7; /* 0 is Monday */

	return weekday != 6 && !calendar_is_french_holiday(day);
}

/* The last day from which the notice has run out by the end. */
static gint32 count_forward(gint32 end, const struct contract_span *notice)
{
	gint32 day = contract_day_add(end, notice, -1, NULL);

	while (contract_day_add(day, notice, 1, NULL) > end)
		day--;
	while (contract_day_add(day + 1, notice, 1, NULL) <= end)
		day++;
	return day;
}

static bool count_back(struct deadline_reading *reading, const struct contract_span *notice,
		       enum count_rule rule)
{
	gint32 end = reading->day, months;
	bool by_months = contract_span_months(notice, &months);
	bool by_business = notice->unit == UNIT_BUSINESS_DAY;

	reading->count = rule;
	switch (rule) {
	case COUNT_FROM_LAST_DAY:
		add_step(reading, STEP_MINUS, contract_day_add(end, notice, -1, NULL), 0,
			 notice);
		return true;
	case COUNT_FROM_DAY_AFTER:
		if (notice->count == 0 || by_business)
			return false;
		add_step(reading, STEP_AFTER, end + 1, 0, NULL);
		add_step(reading, STEP_MINUS, contract_day_add(end + 1, notice, -1, NULL), 0,
			 notice);
		return true;
	case COUNT_FORWARD:
		if (!by_months)
			return false;
		add_step(reading, STEP_FORWARD, count_forward(end, notice), 0, notice);
		return true;
	case COUNT_SIX_DAYS:
		if (!by_business)
			return false;
		add_step(reading, STEP_SIX_DAYS,
			 contract_day_back(end, notice->count, is_six_day_business_day), 0,
			 notice);
		return true;
	case COUNT_RULE_COUNT:
		break;
	}
	return false;
}

static void take_notice(const struct clock *clock, const struct deadline_reading *end,
			struct contract_deadline *deadline)
{
	for (enum count_rule rule = COUNT_FROM_LAST_DAY; rule < COUNT_RULE_COUNT; rule++) {
		struct deadline_reading notice = *end;
		if (count_back(&notice, &clock->life.notice, rule))
			add_reading(deadline, &notice);
	}
}

/* Without a notice the end itself is the last day. */
static end_taker notice_taker(const struct clock *clock)
{
	return given_span(&clock->life.notice) ? take_notice : take_end;
}

/* ---- deadlines ---- */

static const struct deadline_reading *last_reading(const struct contract_deadline *deadline)
{
	return &deadline->readings[deadline->n - 1];
}

static void put_deadline(const struct clock *clock, struct contract_deadline *deadline)
{
	if (deadline->n == 0)
		return;
	deadline->status = deadline->readings[0].day >= clock->as_of     ? DEADLINE_COMING
			   : last_reading(deadline)->day >= clock->as_of ? DEADLINE_DOUBTFUL
									 : DEADLINE_PASSED;
	g_array_append_vals(clock->outlook->deadlines, deadline, 1);
}

static void put_with_step(const struct contract_deadline *from, enum deadline_kind kind,
			  guint reading, enum step_kind step, gint32 day, gint32 number,
			  struct contract_deadline *into)
{
	struct deadline_reading one = from->readings[reading];

	into->kind = kind;
	into->term = from->term;
	add_step(&one, step, day, number, NULL);
	add_reading(into, &one);
}

/* The usual reading first, so that it stays the usual one. */
static guint nth_reading(const struct contract_deadline *deadline, guint i)
{
	if (i == 0)
		return deadline->usual;
	return i <= deadline->usual ? i - 1 : i;
}

static void put_warning(const struct clock *clock, const struct contract_deadline *notice)
{
	struct contract_deadline warning = {0};
	gint32 days = clock->life.warning_days;

	if (days == 0)
		return;
	for (guint i = 0; i < notice->n; i++) {
		guint at = nth_reading(notice, i);
		put_with_step(notice, DEADLINE_WARNING, at, STEP_WARNING,
			      notice->readings[at].day - days, days, &warning);
	}
	put_deadline(clock, &warning);
}

/* A letter whose reception counts must leave before. */
static void put_posting(const struct clock *clock, const struct contract_deadline *notice)
{
	struct contract_deadline posting = {0};
	enum term_form form = clock->life.form;

	if (notice->kind != DEADLINE_NOTICE || clock->life.counts == COUNTS_SENT ||
	    form == FORM_ELECTRONIC)
		return;
	for (guint i = 0; i < notice->n; i++) {
		guint at = nth_reading(notice, i);
		gint32 day = contract_day_back(notice->readings[at].day, NOTICE_POST_DAYS,
					       calendar_is_business_day);
		put_with_step(notice, DEADLINE_POSTING, at, STEP_POST, day, NOTICE_POST_DAYS,
			      &posting);
	}
	put_deadline(clock, &posting);
}

/* True when the notice of this term can still be given by some reading. */
static bool put_notice(const struct clock *clock, gint32 renewals, enum deadline_kind kind)
{
	struct contract_deadline notice = {.kind = kind, .term = (guint)renewals + 1};

	each_end(clock, renewals, notice_taker(clock), &notice);
	put_deadline(clock, &notice);
	if (last_reading(&notice)->day < clock->as_of)
		return false;
	put_warning(clock, &notice);
	put_posting(clock, &notice);
	return true;
}

static struct contract_deadline ends_of(const struct clock *clock, gint32 renewals)
{
	struct contract_deadline end = {.kind = DEADLINE_TERM_END, .term = (guint)renewals + 1};

	each_end(clock, renewals, take_end, &end);
	return end;
}

/* The term that some reading still has in course on the day. */
static gint32 term_in_course(const struct clock *clock, gint32 day)
{
	gint32 term = 0;

	if (!renews(clock) || !contract_day_possible(day))
		return 0;
	for (;; term++) {
		struct contract_deadline end = ends_of(clock, term);
		if (last_reading(&end)->day >= day)
			return term;
	}
}

/* The next term begins on the end itself where that is counted by day number, else behind. */
static void put_renewal(const struct clock *clock, gint32 renewals)
{
	struct contract_deadline end = ends_of(clock, renewals), renewal = {0};
	bool shared = !given_day(clock->life.end) && clock->life.end_day == END_DAY_UNKNOWN;

	for (guint i = 0; i < end.n; i++) {
		guint at = nth_reading(&end, i);
		bool same = shared && end.readings[at].end == END_AS_WRITTEN;
		put_with_step(&end, DEADLINE_RENEWAL, at, same ? STEP_SAME : STEP_AFTER,
			      end.readings[at].day + !same, 0, &renewal);
	}
	put_deadline(clock, &renewal);
}

/* ---- the duties of each kind of contract ---- */

/* Whether nothing is left to be ended on that anniversary. */
static bool ends_by_itself(const struct clock *clock, const struct clock *yearly, gint32 term)
{
	struct contract_deadline last, anniversary;

	if (renews(clock) || !end_known(clock))
		return false;
	last = ends_of(clock, 0);
	anniversary = ends_of(yearly, term);
	return last_reading(&anniversary)->day >= last.readings[0].day;
}

/* Every year on the day it began counts as the end of a term. */
static void put_anniversary_notice(const struct clock *clock)
{
	struct clock yearly = *clock;
	gint32 term;

	yearly.life.end = given_day(clock->life.start) ? CONTRACT_NO_DAY : clock->life.end;
	yearly.life.duration = (struct contract_span){ANNIVERSARY_MONTHS, UNIT_MONTH};
	yearly.life.renewal = RENEWAL_TACIT;
	yearly.renewal = yearly.life.duration;
	yearly.amended = CONTRACT_NO_DAY;
	term = term_in_course(&yearly, clock->as_of);
	if (ends_by_itself(clock, &yearly, term) || put_notice(&yearly, term, DEADLINE_NOTICE))
		return;
	if (!ends_by_itself(clock, &yearly, term + 1))
		put_notice(&yearly, term + 1, DEADLINE_NOTICE);
}

static void put_exit(const struct clock *clock)
{
	struct contract_deadline exit = {.kind = DEADLINE_EXIT};
	struct deadline_reading reading = {0};

	add_step(&reading, STEP_NOTICE_GIVEN, clock->as_of, 0, NULL);
	add_step(&reading, STEP_PLUS,
		 contract_day_add(clock->as_of, &clock->life.notice, 1, NULL), 0,
		 &clock->life.notice);
	add_reading(&exit, &reading);
	put_deadline(clock, &exit);
}

static bool may_need_notice(const struct clock *clock)
{
	return given_span(&clock->life.notice) &&
	       (clock->life.renewal == RENEWAL_TACIT || clock->life.renewal == RENEWAL_UNKNOWN);
}

static void put_term_notice(const struct clock *clock, gint32 term)
{
	if (clock->life.renewal == RENEWAL_EXPRESS)
		put_notice(clock, term, DEADLINE_DECISION);
	else if (may_need_notice(clock) && !put_notice(clock, term, DEADLINE_NOTICE) &&
		 renews(clock))
		put_notice(clock, term + 1, DEADLINE_NOTICE);
}

static void put_duties(const struct clock *clock, gint32 term)
{
	struct contract_deadline end = ends_of(clock, term);
	bool noticed = given_span(&clock->life.notice);

	if (clock->life.anchor == ANCHOR_ANY_TIME && noticed)
		put_exit(clock);
	else if (clock->life.anchor == ANCHOR_ANNIVERSARY && noticed)
		put_anniversary_notice(clock);
	else
		put_term_notice(clock, term);
	put_deadline(clock, &end);
	if (renews(clock))
		put_renewal(clock, term);
}

/* ---- a notice that was given ---- */

static void take_given_notice(const struct clock *clock, const struct contract_deadline *notice,
			      gint32 renewals, guint reading, struct contract_deadline *end)
{
	gint32 last = notice->readings[reading].day;
	bool in_time = clock->life.terminated <= last;
	struct deadline_reading one;
	gint32 day;

	if (!read_end(clock, in_time || !renews(clock) ? renewals : renewals + 1,
		      notice->readings[reading].end, &one))
		return;
	day = one.day;
	add_step(&one, STEP_NOTICE_GIVEN, clock->life.terminated, 0, NULL);
	add_step(&one, in_time ? STEP_IN_TIME : STEP_LATE, last, 0, NULL);
	one.day = day;
	add_reading(end, &one);
}

static void end_by_notice(const struct clock *clock, struct contract_deadline *end)
{
	gint32 term = term_in_course(clock, clock->life.terminated);
	struct contract_deadline notice = {.kind = DEADLINE_NOTICE};

	each_end(clock, term, notice_taker(clock), &notice);
	end->term = (guint)term + 1;
	for (guint i = 0; i < notice.n; i++)
		take_given_notice(clock, &notice, term, nth_reading(&notice, i), end);
}

static void end_at_any_time(const struct clock *clock, struct contract_deadline *end)
{
	struct deadline_reading reading = {0};

	add_step(&reading, STEP_NOTICE_GIVEN, clock->life.terminated, 0, NULL);
	if (given_span(&clock->life.notice))
		add_step(&reading, STEP_PLUS,
			 contract_day_add(clock->life.terminated, &clock->life.notice, 1, NULL),
			 0, &clock->life.notice);
	add_reading(end, &reading);
}

static void read_terminated(const struct clock *clock)
{
	struct contract_deadline end = {.kind = DEADLINE_TERM_END};

	if (clock->life.anchor == ANCHOR_ANY_TIME || !end_known(clock))
		end_at_any_time(clock, &end);
	else
		end_by_notice(clock, &end);
	clock->outlook->term = end.term;
	clock->outlook->state =
		last_reading(&end)->day < clock->as_of ? CONTRACT_ENDED : CONTRACT_TERMINATED;
	put_deadline(clock, &end);
}

/* ---- the whole ---- */

static void put_single(const struct clock *clock, enum deadline_kind kind, gint32 day)
{
	struct contract_deadline deadline = {.kind = kind};
	struct deadline_reading reading = {0};

	add_step(&reading, STEP_AMENDED, day, 0, NULL);
	add_reading(&deadline, &reading);
	put_deadline(clock, &deadline);
}

static void put_amendments(const struct clock *clock, const GArray *amendments)
{
	for (guint i = 0; i < amendments->len; i++) {
		const struct contract_amendment *one =
			&g_array_index(amendments, struct contract_amendment, i);
		struct contract_deadline review = {.kind = DEADLINE_REVIEW};
		struct deadline_reading reading = {0};
		if (one->day > clock->as_of)
			put_single(clock, DEADLINE_AMENDMENT, one->day);
		if (!given_day(one->review) || one->review < clock->as_of)
			continue;
		add_step(&reading, STEP_AMENDED, one->day, 0, NULL);
		reading.day = one->review;
		add_reading(&review, &reading);
		put_deadline(clock, &review);
	}
}

static enum contract_state state_of(const struct clock *clock, gint32 term)
{
	const struct contract_life *life = &clock->life;
	struct contract_deadline end = ends_of(clock, term);

	if (last_reading(&end)->day < clock->as_of)
		return life->renewal == RENEWAL_UNKNOWN || life->renewal == RENEWAL_TACIT
			       ? CONTRACT_UNKNOWN
			       : CONTRACT_ENDED;
	if (given_day(life->start) && life->start > clock->as_of)
		return CONTRACT_TO_COME;
	if (given_day(life->suspended_from) && clock->as_of >= life->suspended_from &&
	    clock->as_of <= life->suspended_to)
		return CONTRACT_SUSPENDED;
	return CONTRACT_RUNNING;
}

static void read_running(const struct clock *clock)
{
	gint32 term = term_in_course(clock, clock->as_of);

	clock->outlook->state = state_of(clock, term);
	clock->outlook->term = (guint)term + 1;
	if (clock->outlook->state != CONTRACT_ENDED &&
	    clock->outlook->state != CONTRACT_UNKNOWN)
		put_duties(clock, term);
}

/* Without an end: only what can be left at any time is certain. */
static void read_endless(const struct clock *clock)
{
	clock->outlook->state = CONTRACT_UNKNOWN;
	if (!given_span(&clock->life.notice))
		return;
	if (clock->life.anchor == ANCHOR_ANY_TIME) {
		clock->outlook->state = CONTRACT_RUNNING;
		put_exit(clock);
	} else if (clock->life.anchor == ANCHOR_ANNIVERSARY && given_day(clock->life.start)) {
		clock->outlook->state = CONTRACT_RUNNING;
		put_anniversary_notice(clock);
	}
}

static gint by_deadline_day(gconstpointer a, gconstpointer b)
{
	const struct contract_deadline *left = a, *right = b;

	if (left->readings[0].day != right->readings[0].day)
		return left->readings[0].day < right->readings[0].day ? -1 : 1;
	return (int)left->kind - (int)right->kind;
}

void notice_clock_read(const struct contract_life *life,
		       const struct contract_amendment *amendments, guint n_amendments,
		       gint32 as_of, struct contract_outlook *outlook)
{
	g_autoptr(GArray) sorted = g_array_new(FALSE, FALSE, sizeof(struct contract_amendment));
	struct clock clock = {.as_of = as_of, .outlook = outlook};

	if (n_amendments > 0)
		g_array_append_vals(sorted, amendments, n_amendments);
	g_array_sort(sorted, by_amendment_day);
	*outlook = (struct contract_outlook){
		.deadlines = g_array_new(FALSE, FALSE, sizeof(struct contract_deadline))};
	set_life(&clock, life, sorted);
	if (given_day(clock.life.terminated) && clock.life.terminated <= as_of)
		read_terminated(&clock);
	else if (end_known(&clock))
		read_running(&clock);
	else
		read_endless(&clock);
	if (outlook->state != CONTRACT_ENDED)
		put_amendments(&clock, sorted);
	g_array_sort(outlook->deadlines, by_deadline_day);
}

void contract_outlook_clear(struct contract_outlook *outlook)
{
	g_clear_pointer(&outlook->deadlines, g_array_unref);
}

const struct contract_deadline *contract_outlook_next(const struct contract_outlook *outlook)
{
	for (guint i = 0; i < outlook->deadlines->len; i++) {
		const struct contract_deadline *one =
			&g_array_index(outlook->deadlines, struct contract_deadline, i);
		if (one->kind != DEADLINE_EXIT && one->status != DEADLINE_PASSED)
			return one;
	}
	return NULL;
}
