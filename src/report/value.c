/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Plain units: a rate becomes "every 9 days", business hours become days when there are
 * many, a surprise in nats becomes "1 chance in 400". A business day has nine hours, as in
 * base/calendar.h. */
#include "report/sentence.h"

#include <math.h>
#include <string.h>

#include "report/phrase.h"

#define DAYS_OF_WEEK          7.0
#define DAYS_OF_MONTH         (365.25 / 12)
#define HOURS_OF_BUSINESS_DAY 9.0
#define RATE_IN_MONTHS_FROM   180.0 /* days */
#define HOURS_IN_DAYS_FROM    18.0
#define CHANCE_MOST           1e6
#define CHANCE_USUAL          2.0

/* English says "1.5 days", French "1,5 jour". */
static gulong plural_number(const struct catalogue *catalogue, double value, const char *shown)
{
	if (strcmp(catalogue_language(catalogue), "fr") == 0)
		return (gulong)CLAMP(value, 0, 1e9);
	return strcmp(shown, "1") == 0 ? 1 : 2;
}

G_GNUC_FORMAT(2)
static char *measured(const struct catalogue *catalogue, const char *one, const char *many,
		      double value)
{
	g_autofree char *number = phrase_number(catalogue, value);
	gulong n = plural_number(catalogue, value, number);

	return phrase(catalogue_plural(catalogue, one, many, n), {"n", number});
}

static char *rate(const struct catalogue *catalogue, double value, guint weeks)
{
	double days = DAYS_OF_WEEK / value;

	if (value <= 0)
		return phrase_count(catalogue, "none in {n} week", "none in {n} weeks", weeks);
	if (value >= 1)
		return measured(catalogue, "{n} a week", "{n} a week", value);
	if (days < RATE_IN_MONTHS_FROM)
		return measured(catalogue, "every {n} day", "every {n} days", round(days));
	return measured(catalogue, "every {n} month", "every {n} months",
			round(days / DAYS_OF_MONTH));
}

static char *business_time(const struct catalogue *catalogue, double hours, guint weeks)
{
	if (hours < 1)
		return measured(catalogue, "{n} minute", "{n} minutes", round(hours * 60));
	if (hours < HOURS_IN_DAYS_FROM)
		return measured(catalogue, "{n} business hour", "{n} business hours", hours);
	return measured(catalogue, "{n} business day", "{n} business days",
			hours / HOURS_OF_BUSINESS_DAY);
}

static char *days(const struct catalogue *catalogue, double value, guint weeks)
{
	if (value < 1)
		return g_strdup(catalogue_text(catalogue, "less than a day"));
	return measured(catalogue, "{n} day", "{n} days", value);
}

/* Two figures are enough for a chance. */
static double rounded_chance(double chance)
{
	double step = pow(10, floor(log10(chance)) - 1);

	return round(chance / step) * step;
}

static char *surprise(const struct catalogue *catalogue, double nats, guint weeks)
{
	double chance = exp(nats);
	g_autofree char *number = NULL;

	if (chance < CHANCE_USUAL)
		return g_strdup(catalogue_text(catalogue, "usual"));
	number = phrase_integer(catalogue, (gint64)rounded_chance(MIN(chance, CHANCE_MOST)));
	return phrase(chance > CHANCE_MOST
			      ? catalogue_text(catalogue, "less than 1 chance in {n}")
			      : catalogue_text(catalogue, "1 chance in {n}"),
		      {"n", number});
}

static char *share(const struct catalogue *catalogue, double value, guint weeks)
{
	return phrase_percent(catalogue, value);
}

static char *points(const struct catalogue *catalogue, double value, guint weeks)
{
	return measured(catalogue, "{n} point", "{n} points", round(value));
}

static char *decisions(const struct catalogue *catalogue, double value, guint weeks)
{
	return measured(catalogue, "{n} decision", "{n} decisions", value);
}

static char *points_of_seven(const struct catalogue *catalogue, double value, guint weeks)
{
	g_autofree char *number = phrase_number(catalogue, value);

	return phrase(catalogue_text(catalogue, "{n} of 7 points"), {"n", number});
}

static char *renewals(const struct catalogue *catalogue, double value, guint weeks)
{
	return measured(catalogue, "{n} renewal", "{n} renewals", value);
}

static char *per_hundred_tickets(const struct catalogue *catalogue, double value, guint weeks)
{
	g_autofree char *number = phrase_number(catalogue, value);

	return phrase(catalogue_text(catalogue, "{n} per 100 tickets"), {"n", number});
}

static char *plain(const struct catalogue *catalogue, double value, guint weeks)
{
	return phrase_number(catalogue, value);
}

static const struct {
	const char *unit;
	char *(*write)(const struct catalogue *catalogue, double value, guint weeks);
} units[] = {
	{"messages_a_week", rate},
	{"tickets_a_week", rate},
	{"business_hours", business_time},
	{"days", days},
	{"nats", surprise},
	{"share", share},
	{"reading_ease", points},
	{"difference_months", plain},
	{"per_100_tickets", per_hundred_tickets},
	{"decisions", decisions},
	{"renewals", renewals},
	{"points_of_seven", points_of_seven},
};

static char *value_in(const struct catalogue *catalogue, const char *unit, double value,
		      guint weeks)
{
	g_autofree char *number = NULL;

	for (guint i = 0; i < G_N_ELEMENTS(units); i++)
		if (g_strcmp0(units[i].unit, unit) == 0)
			return units[i].write(catalogue, value, weeks);
	number = phrase_number(catalogue, value);
	return g_strdup_printf("%s %s", number, unit != NULL ? unit : "");
}

char *sentence_value(const struct finding *finding, double value, guint weeks,
		     const struct catalogue *catalogue)
{
	if (isnan(value))
		return g_strdup(catalogue_text(catalogue, "not known"));
	/* A median that is never reached: most are waiting still. */
	if (isinf(value))
		return g_strdup(catalogue_text(catalogue, "more than half still waiting"));
	return value_in(catalogue, finding->unit, value, weeks);
}

/* NULL without an interval. Caller owns. */
static char *interval_text(const struct catalogue *catalogue, double low, double high)
{
	g_autofree char *from = NULL, *to = NULL;

	if (isnan(low) || isnan(high))
		return NULL;
	from = phrase_integer(catalogue, llround(low * 100));
	to = phrase_percent(catalogue, high);
	return phrase(catalogue_text(catalogue, "{from} to {to}"), {"from", from}, {"to", to});
}

char *sentence_interval(const struct finding *finding, enum finding_moment moment,
			const struct catalogue *catalogue)
{
	return moment == FINDING_BEFORE
		       ? interval_text(catalogue, finding->before_low, finding->before_high)
		       : interval_text(catalogue, finding->after_low, finding->after_high);
}

char *sentence_support(const struct finding *finding, enum finding_moment moment,
		       const struct catalogue *catalogue)
{
	gboolean before = moment == FINDING_BEFORE;
	double n = before ? finding->n_before : finding->n_after;
	g_autofree char *number = NULL, *interval = NULL;

	/* The support of a level is the habit behind it, counted again every week; that of a
	 * fact is what it was counted from. */
	if (finding->kind == KIND_LEVEL && isnan(finding->limit))
		return phrase_count(catalogue, "{n} week", "{n} weeks",
				    before ? finding->weeks_before : finding->weeks_after);
	number = phrase_integer(catalogue, (gint64)llround(isfinite(n) ? n : 0));
	interval = sentence_interval(finding, moment, catalogue);
	return g_strdup_printf("%s%sn" NO_BREAK_SPACE "=" NO_BREAK_SPACE "%s",
			       interval != NULL ? interval : "", interval != NULL ? ", " : "",
			       number);
}

/* ---- evidence ---- */

static const struct {
	const char *reason;
	const char *alone; /* without a number */
	const char *with;  /* with {value}; NULL when the number adds nothing */
	const char *unit;
} reasons[] = {
	{"unanswered", N_("no answer"), NULL, NULL},
	{"slow_reply", N_("slow answer"), N_("answered after {value}"), "business_hours"},
	{"fast_reply", N_("quick answer"), N_("answered after {value}"), "business_hours"},
	{"beside_the_point", N_("answered beside the point"), NULL, NULL},
	{"answered", N_("answered"), NULL, NULL},
	{"justified", N_("reads as a justification"), NULL, NULL},
	{"moved_forward", N_("moves the matter forward"), NULL, NULL},
	{"no_cause", N_("gives no cause"), NULL, NULL},
	{"gives_cause", N_("gives a cause"), NULL, NULL},
	{"last_message", N_("message before the fall"), NULL, NULL},
	{"message", N_("message since"), NULL, NULL},
	{"long_silence", N_("before a long silence"), N_("then {value} of silence"), "days"},
	{"short_silence", N_("after a short silence"), NULL, NULL},
	{"slow_acknowledgement", N_("taken up late"), N_("taken up after {value}"),
	 "business_hours"},
	{"fast_acknowledgement", N_("taken up soon"), N_("taken up after {value}"),
	 "business_hours"},
	{"not_explained", N_("closed without an explanation"), NULL, NULL},
	{"explained", N_("closed with an explanation"), NULL, NULL},
	{"late_explanation", N_("explained late, or not yet"), N_("no cause given for {value}"),
	 "business_hours"},
	{"early_explanation", N_("explained soon"), N_("cause given after {value}"),
	 "business_hours"},
	{"still_open", N_("long open"), N_("open for {value}"), "days"},
	{"closed_soon", N_("young"), N_("open for only {value}"), "days"},
	{"expected_unmet", N_("expected, and not met"), NULL, NULL},
	{"expected_met", N_("expected, and met"), NULL, NULL},
	{"audience_widened", N_("brings two persons or more into the thread"), NULL, NULL},
	{"hierarchy_added", N_("brings the management into the thread"), NULL, NULL},
	{"formal_notice",
	 N_("gives notice, or calls on the contract, the law or the hierarchy"), NULL, NULL},
	{"not_escalated", N_("stays between those it began between"), NULL, NULL},
	{"complains", N_("complains"), NULL, NULL},
	{"complained", N_("complained, before"), NULL, NULL},
	{"still_opened", N_("opened since"), NULL, NULL},
	{"alone_in_thread", N_("no colleague in this thread"), NULL, NULL},
	{"colleague_in_thread", N_("a colleague wrote in this thread too"), NULL, NULL},
	{"new_contact", N_("a contact of less than a year"), NULL, NULL},
	{"known_contact", N_("a contact of a year ago"), NULL, NULL},
	{"renewed_unseen", N_("renewed, and nobody looked at it"), NULL, NULL},
	{"reviewed", N_("renewed after a review"), NULL, NULL},
	{"came_back", N_("repeats a ticket that had ended"), NULL, NULL},
	{"new_matter", N_("repeats none"), NULL, NULL},
	{"long_gap", N_("stood long without a step"), NULL, NULL},
	{"short_gap", N_("never stood long"), NULL, NULL},
	{"not_confirmed", N_("closed, and its requester confirmed nothing"), NULL, NULL},
	{"confirmed", N_("its requester confirmed that it works"), NULL, NULL},
	{"in_a_hole", N_("not exactly one role answered for it"), NULL, NULL},
	{"owned", N_("one role answered for it"), NULL, NULL},
	{"disputes", N_("says or asks whose it is to do"), NULL, NULL},
	{"unprompted", N_("unprompted contact"), NULL, NULL},
	{"said_again", N_("says again what the report before said"),
	 N_("{value} of it stood in the report before"), "share"},
	{"said_again_with_figures",
	 N_("says again what the report before said, figures included"),
	 N_("{value} of it stood in the report before, figures included"), "share"},
	{"says_anew", N_("says something new"), N_("{value} of it stood in the report before"),
	 "share"},
	{"recommended", N_("recommends something unasked"), NULL, NULL},
	{"not_held", N_("cancelled, or the last one before a gap"), NULL, NULL},
	{"held", N_("committee held"), NULL, NULL},
	{"reopened", N_("opened again after its end"), NULL, NULL},
	{"not_reopened", N_("ended once"), NULL, NULL},
	{"went_round", N_("changed hands twice or more"), NULL, NULL},
	{"few_hands", N_("changed hands once at most"), NULL, NULL},
	{"outgrown", N_("against what the contract counts on"), NULL, NULL},
	{"absent", N_("committee without this side"), NULL, NULL},
	{"present", N_("committee with this side"), NULL, NULL},
	{"late", N_("open after its day"), NULL, NULL},
	{"in_time", N_("settled, or not late"), NULL, NULL},
	{"seen_lower", N_("the other side sees it kept less than its owner does"), NULL, NULL},
	{"seen_alike", N_("the other side sees it kept as much or more"), NULL, NULL},
	{"strongest", N_("among the clearest"), NULL, NULL},
	{"against", N_("says the opposite"), NULL, NULL},
	{"recent", N_("recent"), NULL, NULL},
};

char *sentence_reason(const struct finding *finding, const struct evidence *evidence,
		      const struct catalogue *catalogue)
{
	/* A level's own number is no duration. */
	gboolean number = isfinite(evidence->value) && finding->kind != KIND_LEVEL;
	guint row = 0;
	g_autofree char *value = NULL;

	while (row < G_N_ELEMENTS(reasons) &&
	       g_strcmp0(reasons[row].reason, evidence->reason) != 0)
		row++;
	if (row == G_N_ELEMENTS(reasons))
		return g_strdup(evidence->reason != NULL ? evidence->reason : "");
	if (!number || reasons[row].with == NULL)
		return g_strdup(catalogue_text(catalogue, reasons[row].alone));
	value = value_in(catalogue, reasons[row].unit, evidence->value, 0);
	return phrase(catalogue_text(catalogue, reasons[row].with), {"value", value});
}

static const struct {
	const char *role;
	const char *of_side[SIDE_COUNT];
	const char *numbered[SIDE_COUNT];
} roles[] = {
	{"pivot",
	 {N_("key contact"), N_("client's key contact"), N_("provider's key contact")},
	 {N_("key contact no. {n}"), N_("client's key contact (no. {n})"),
	  N_("provider's key contact (no. {n})")}},
	{"contact",
	 {N_("contact"), N_("client's contact"), N_("provider's contact")},
	 {N_("contact no. {n}"), N_("client's contact no. {n}"),
	  N_("provider's contact no. {n}")}},
	{"function_mailbox",
	 {N_("shared mailbox"), N_("client's shared mailbox"), N_("provider's shared mailbox")},
	 {N_("shared mailbox no. {n}"), N_("client's shared mailbox no. {n}"),
	  N_("provider's shared mailbox no. {n}")}},
	{"company_fact",
	 {N_("fact of the company"), N_("fact of the company"), N_("fact of the company")},
	 {N_("fact of the company"), N_("fact of the company"), N_("fact of the company")}},
	{"report",
	 {N_("report"), N_("client's report"), N_("provider's report")},
	 {N_("report"), N_("client's report"), N_("provider's report")}},
	{"both_sides",
	 {N_("both sides"), N_("both sides"), N_("both sides")},
	 {N_("both sides"), N_("both sides"), N_("both sides")}},
	{"ledger",
	 {N_("ledger"), N_("the client's ledger"), N_("the provider's ledger")},
	 {N_("ledger"), N_("the client's ledger"), N_("the provider's ledger")}},
	{"action",
	 {N_("action"), N_("action of the client"), N_("action of the provider")},
	 {N_("action"), N_("action of the client"), N_("action of the provider")}},
	{"decision",
	 {N_("decision"), N_("decision of the client"), N_("decision of the provider")},
	 {N_("decision"), N_("decision of the client"), N_("decision of the provider")}},
	{"survey_duty",
	 {N_("questionnaire"), N_("questionnaire, duty of the client"),
	  N_("questionnaire, duty of the provider")},
	 {N_("questionnaire"), N_("questionnaire, duty of the client"),
	  N_("questionnaire, duty of the provider")}},
	{"requester",
	 {N_("ticket"), N_("ticket of the client"), N_("ticket of the provider")},
	 {N_("ticket"), N_("ticket of the client"), N_("ticket of the provider")}},
	{"worker",
	 {N_("ticket"), N_("ticket handled by the client"),
	  N_("ticket handled by the provider")},
	 {N_("ticket"), N_("ticket handled by the client"),
	  N_("ticket handled by the provider")}},
};

char *sentence_who(const struct evidence *evidence, const struct catalogue *catalogue)
{
	guint row = 0;
	g_autofree char *number = NULL;

	g_assert(evidence->side < SIDE_COUNT);
	while (row < G_N_ELEMENTS(roles) && g_strcmp0(roles[row].role, evidence->role) != 0)
		row++;
	if (row == G_N_ELEMENTS(roles))
		return g_strdup(evidence->role != NULL ? evidence->role : "");
	if (evidence->pseudonym == 0)
		return g_strdup(catalogue_text(catalogue, roles[row].of_side[evidence->side]));
	number = phrase_integer(catalogue, evidence->pseudonym);
	return phrase(catalogue_text(catalogue, roles[row].numbered[evidence->side]),
		      {"n", number});
}

char *sentence_event(const struct finding *finding, const struct evidence *evidence,
		     const struct catalogue *catalogue)
{
	g_autofree char *day = phrase_short_day(catalogue, evidence->day);
	g_autofree char *who = sentence_who(evidence, catalogue);
	g_autofree char *reason = sentence_reason(finding, evidence, catalogue);

	return phrase(catalogue_text(catalogue, "{day}, {who}: {reason}"), {"day", day},
		      {"who", who}, {"reason", reason});
}
