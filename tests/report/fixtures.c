/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Included as a whole by the tests that use it: each test is built from one file. */
#include "report/fixtures.h"

#include <math.h>
#include <string.h>

#include "base/calendar.h"

#define DAY(year, month, day) calendar_day_from_ymd(year, month, day)

/* What varies from one finding to the next. */
struct finding_sketch {
	const char *id, *indicator;
	enum side side;
	enum dimension dimension;
	enum indicator_kind kind;
	const char *unit;
	int worse;
	enum finding_status status;
	double probability, contribution, before, after, n_before, n_after;
};

static guint next_number(guint *state)
{
	*state = *state * 1103515245u + 12345u;
	return (*state >> 16) & 0x7fff;
}

static void fill_series(struct finding *finding, gint32 from, guint weeks, guint bend)
{
	struct finding_series *series = &finding->series;
	guint state = (guint)g_str_hash(finding->indicator) + (guint)finding->side;

	series->first_week = calendar_week_of_day(from);
	series->n_weeks = weeks;
	series->value = g_new(double, weeks);
	series->state = g_new(guint8, weeks);
	for (guint week = 0; week < weeks; week++) {
		double part = week < bend ? 0 : MIN((week - bend) / 39.0, 1);
		double level = finding->before + part * (finding->after - finding->before);
		double noise = (next_number(&state) + next_number(&state)) / 32768.0;
		gboolean hole = week >= weeks / 3 && week < weeks / 3 + 5;
		series->state[week] = hole ? WEEK_NOT_COVERED : WEEK_OBSERVED;
		series->value[week] = hole ? NAN : level * noise;
		if (finding->kind == KIND_COUNT && !hole)
			series->value[week] = round(level * noise * 1.2);
	}
}

static struct finding *add_finding(struct assessment *assessment,
				   const struct finding_sketch *sketch)
{
	struct finding *finding = finding_new();
	gboolean worse = sketch->status == FINDING_WORSE;
	gint32 from = assessment->coverage_from;

	finding->id = g_strdup(sketch->id);
	finding->indicator = sketch->indicator;
	finding->side = sketch->side;
	finding->dimension = sketch->dimension;
	finding->kind = sketch->kind;
	finding->unit = sketch->unit;
	finding->worse = sketch->worse;
	finding->status = sketch->status;
	finding->probability = sketch->probability;
	finding->contribution = sketch->contribution;
	finding->before = sketch->before;
	finding->after = sketch->after;
	finding->n_before = sketch->n_before;
	finding->n_after = sketch->n_after;
	finding->weeks_before = 52;
	finding->weeks_after = 13;
	finding->shape = SHAPE_UNDECIDED;
	if (worse && assessment->onset != DAY_NONE) {
		finding->onset = assessment->onset + 14;
		finding->onset_low = assessment->onset_low;
		finding->onset_high = assessment->onset_high + 21;
		finding->shape = assessment->shape;
	}
	guint weeks = (guint)(assessment->coverage_to - from) / 7;
	guint bend = worse && assessment->onset != DAY_NONE
			     ? (guint)(assessment->onset - from) / 7
			     : weeks;
	if (!isnan(sketch->before))
		fill_series(finding, from, weeks, bend);
	g_ptr_array_add(assessment->findings, finding);
	assessment->dimension[sketch->dimension] += sketch->contribution;
	return finding;
}

static void add_evidence(GPtrArray *to, const char *event, gint32 day, enum side side,
			 const char *role, guint32 pseudonym, const char *reason, double value,
			 const char *excerpt)
{
	struct evidence *evidence = g_new0(struct evidence, 1);

	evidence->event = g_strdup(event);
	evidence->day = day;
	evidence->side = side;
	evidence->role = role;
	evidence->pseudonym = pseudonym;
	evidence->reason = reason;
	evidence->value = value;
	evidence->excerpt = g_strdup(excerpt);
	g_ptr_array_add(to, evidence);
}

static void add_unknown(struct assessment *assessment, const char *what, const char *import,
			gint32 from, gint32 to, double number)
{
	struct unknown *unknown = g_new(struct unknown, 1);

	*unknown = (struct unknown){what, import, from, to, number};
	g_ptr_array_add(assessment->unknowns, unknown);
}

static void add_fact(struct assessment *assessment, gint32 day, const char *fact,
		     const char *value)
{
	struct assessment_fact *one = g_new(struct assessment_fact, 1);

	*one = (struct assessment_fact){day, g_strdup(fact), g_strdup(value)};
	g_ptr_array_add(assessment->facts, one);
}

/* A bell around the onset, as wide as its interval. */
static void add_posterior(struct assessment *assessment)
{
	guint weeks = (guint)(assessment->coverage_to - assessment->coverage_from) / 7;
	double middle = (assessment->onset - assessment->coverage_from) / 7.0;
	double width = (assessment->onset_high - assessment->onset_low) / 7.0 / 3.3;

	assessment->posterior_first_week = calendar_week_of_day(assessment->coverage_from);
	assessment->posterior_weeks = weeks;
	assessment->posterior = g_new(double, weeks);
	for (guint week = 0; week < weeks; week++)
		assessment->posterior[week] =
			exp(-.5 * pow((week - middle) / width, 2)) / (width * sqrt(2 * G_PI));
}

static struct assessment *new_assessment(const char *name, gint32 from, gint32 to)
{
	struct assessment *assessment = assessment_new();

	assessment->relationship = g_strdup(name);
	assessment->as_of = to;
	assessment->coverage_from = assessment->mail_from = from;
	assessment->coverage_to = assessment->mail_to = to;
	assessment->last_from = to - 91;
	assessment->last_to = to;
	assessment->seed = 20260103;
	return assessment;
}

static const struct finding_sketch proactive = {"f1c0a9e83b2d4",
						"proactive_contact",
						SIDE_PROVIDER,
						DIMENSION_COMMUNICATION,
						KIND_COUNT,
						"messages_a_week",
						-1,
						FINDING_WORSE,
						.97,
						.4,
						.78,
						.0986,
						41,
						2};
static const struct finding_sketch reply = {"f77b02c51e9aa",
					    "reply_time",
					    SIDE_PROVIDER,
					    DIMENSION_COMMUNICATION,
					    KIND_DURATION,
					    "business_hours",
					    1,
					    FINDING_WORSE,
					    .91,
					    .16,
					    3.4,
					    22.5,
					    210,
					    38};
static const struct finding_sketch pivot = {"f0d3355e21c6b",
					    "pivot_presence",
					    SIDE_PROVIDER,
					    DIMENSION_PEOPLE,
					    KIND_COUNT,
					    "messages_a_week",
					    -1,
					    FINDING_WORSE,
					    .88,
					    .3,
					    6.2,
					    0,
					    322,
					    0};
static const struct finding_sketch justification = {"f2b6c90d417ae",
						    "defensive_share",
						    SIDE_PROVIDER,
						    DIMENSION_COMMUNICATION,
						    KIND_PROPORTION,
						    "share",
						    1,
						    FINDING_WORSE,
						    .86,
						    .14,
						    .042,
						    .311,
						    512,
						    140};
static const struct finding_sketch silence = {"f55aa0914be02",
					      "silence",
					      SIDE_PROVIDER,
					      DIMENSION_COMMUNICATION,
					      KIND_LEVEL,
					      "nats",
					      1,
					      FINDING_WORSE,
					      .8,
					      0,
					      .5,
					      5.9,
					      2100,
					      700};
static const struct finding_sketch client_reply = {"f9e1d6c0b7a53",
						   "reply_time",
						   SIDE_CLIENT,
						   DIMENSION_COMMUNICATION,
						   KIND_DURATION,
						   "business_hours",
						   1,
						   FINDING_STABLE,
						   .08,
						   0,
						   5.1,
						   4.8,
						   188,
						   44};
static const struct finding_sketch take_up = {"f30b7714ac8d9",
					      "acknowledgement_time",
					      SIDE_PROVIDER,
					      DIMENSION_INCIDENTS,
					      KIND_DURATION,
					      "business_hours",
					      1,
					      FINDING_BETTER,
					      .02,
					      0,
					      1.5,
					      .4,
					      96,
					      31};
static const struct finding_sketch backlog = {"f8842fe0d1137",
					      "backlog_age",
					      SIDE_PROVIDER,
					      DIMENSION_INCIDENTS,
					      KIND_DURATION,
					      "days",
					      1,
					      FINDING_UNKNOWN,
					      NAN,
					      0,
					      NAN,
					      NAN,
					      3,
					      0};

static const struct finding_sketch dependence = {"f6d1e08a7b3c4",
						 "pivot_share",
						 SIDE_PROVIDER,
						 DIMENSION_PEOPLE,
						 KIND_LEVEL,
						 "share",
						 1,
						 FINDING_DESCRIBED,
						 NAN,
						 0,
						 .46,
						 .33,
						 52,
						 13};

static void describe_erosion(struct finding *proactive_finding, struct finding *reply_finding,
			     struct finding *pivot_finding)
{
	add_evidence(proactive_finding->evidence, "m0f3c5a7788e1d202", DAY(2025, 2, 21),
		     SIDE_PROVIDER, "pivot", 3, "unprompted", NAN,
		     "Bonjour, en préparant le comité de mars j'ai relu vos sauvegardes : deux "
		     "postes ne remontent plus depuis lundi, je vous propose...");
	add_evidence(proactive_finding->evidence, "m9b1d2e3f4a5b6c7d", DAY(2025, 9, 8),
		     SIDE_PROVIDER, "contact", 7, "long_silence", 64,
		     "Bonjour, veuillez trouver ci-joint le rapport mensuel. Cordialement");
	add_evidence(proactive_finding->counter_evidence, "m77aa0011ccdd2233",
		     DAY(2025, 11, 17), SIDE_PROVIDER, "contact", 7, "unprompted", NAN,
		     "Bonjour, une mise à jour du pare-feu est disponible, souhaitez-vous que "
		     "nous la planifiions ?");
	add_evidence(reply_finding->evidence, "m4de0c0ffee15f00d", DAY(2025, 10, 2),
		     SIDE_PROVIDER, "function_mailbox", 0, "slow_reply", 61.5,
		     "Votre demande a bien été transmise au service concerné.");
	add_evidence(reply_finding->evidence, "m1234567890abcdef", DAY(2025, 11, 5),
		     SIDE_CLIENT, "contact", 1, "unanswered", NAN,
		     "Avez-vous pu regarder ma question de la semaine dernière <script> ?");
	add_evidence(reply_finding->counter_evidence, "m00aa11bb22cc33dd", DAY(2025, 12, 1),
		     SIDE_PROVIDER, "contact", 7, "fast_reply", .7,
		     "C'est fait, le compte est ouvert.");
	add_evidence(pivot_finding->evidence, "mfedcba0987654321", DAY(2025, 4, 11),
		     SIDE_PROVIDER, "pivot", 3, "last_message", NAN,
		     "Je vous remercie pour ces années, mon collègue prend la suite.");
}

/* A share that was read, with the interval of its correction. */
static void describe_justification(struct finding *finding)
{
	finding->before_low = .011;
	finding->before_high = .078;
	finding->after_low = .24;
	finding->after_high = .382;
	add_evidence(finding->evidence, "m2d4e6f8091a3b5c7", DAY(2025, 10, 21), SIDE_PROVIDER,
		     "contact", 7, "justified", NAN,
		     "Ce point n'entre pas dans notre périmètre, nous l'avions d'ailleurs "
		     "signalé.");
	add_evidence(finding->counter_evidence, "m5a6b7c8d9e0f1a2b", DAY(2025, 11, 27),
		     SIDE_PROVIDER, "contact", 7, "moved_forward", NAN,
		     "La règle de filtrage était fausse, je la corrige ce soir.");
}

struct assessment *fixture_eroding(void)
{
	struct assessment *assessment =
		new_assessment("menuiserie-lambert", DAY(2023, 5, 1), DAY(2025, 12, 31));

	assessment->tickets_from = DAY(2024, 1, 8);
	assessment->tickets_to = DAY(2025, 12, 19);
	assessment->n_messages = 4120;
	assessment->n_tickets = 318;
	assessment->stage = STAGE_ERODING;
	assessment->probability = .962;
	assessment->onset = DAY(2025, 3, 10);
	assessment->onset_low = DAY(2025, 1, 13);
	assessment->onset_high = DAY(2025, 5, 5);
	assessment->shape = SHAPE_SLOW;
	assessment->shape_probability = .91;
	assessment->baseline_from = DAY(2024, 1, 15);
	assessment->baseline_to = DAY(2025, 1, 12);
	assessment->simulated = TRUE;
	assessment->recommendation = "dialogue";
	assessment->recommendation_why = "slow_erosion";
	struct finding *first = add_finding(assessment, &proactive);
	struct finding *second = add_finding(assessment, &pivot);
	struct finding *third = add_finding(assessment, &reply);
	second->subject = 3;
	second->onset = second->onset_low = DAY(2025, 4, 7);
	second->onset_high = DAY(2025, 5, 5);
	second->shape = SHAPE_ABRUPT;
	describe_erosion(first, third, second);
	struct finding *fourth = add_finding(assessment, &silence);
	add_evidence(fourth->evidence, "m9b1d2e3f4a5b6c7d", DAY(2025, 9, 8), SIDE_PROVIDER,
		     "contact", 7, "long_silence", 1, NULL);
	describe_justification(add_finding(assessment, &justification));
	add_finding(assessment, &client_reply);
	struct finding *sixth = add_finding(assessment, &take_up);
	add_evidence(sixth->evidence, "t0011223344556677", DAY(2025, 12, 2), SIDE_PROVIDER,
		     "worker", 0, "recent", .4, "Imprimante du 2e étage");
	add_finding(assessment, &backlog);
	add_finding(assessment, &dependence);
	add_unknown(assessment, "coverage_ended", "recent_export", DAY(2025, 12, 22),
		    DAY(2025, 12, 31), 1);
	add_unknown(assessment, "undated_messages", "none", DAY_NONE, DAY_NONE, 12);
	add_fact(assessment, DAY(2024, 6, 3), "headcount", "40");
	add_fact(assessment, DAY(2025, 4, 14), "channel_opened", "Teams & <b>chat</b>");
	add_posterior(assessment);
	assessment->watch = (struct assessment_watch){
		412.7, 20, DAY(2025, 7, 7), DAY(2025, 3, 3), 134, 6, TRUE};
	assessment->pivot[SIDE_CLIENT] = (struct assessment_pivot){
		2, .38, .97, 380, 41, DAY(2025, 12, 19), DAY(2026, 1, 5), FALSE};
	assessment->pivot[SIDE_PROVIDER] = (struct assessment_pivot){
		3, .41, .034, 412, 31, DAY(2025, 4, 11), DAY(2025, 5, 5), TRUE};
	return assessment;
}

struct assessment *fixture_healthy(void)
{
	static const struct finding_sketch steady = {"f1c0a9e83b2d4",
						     "proactive_contact",
						     SIDE_PROVIDER,
						     DIMENSION_COMMUNICATION,
						     KIND_COUNT,
						     "messages_a_week",
						     -1,
						     FINDING_STABLE,
						     .06,
						     0,
						     1.4,
						     1.2,
						     73,
						     16};
	struct assessment *assessment =
		new_assessment("cabinet-roche", DAY(2023, 11, 6), DAY(2025, 12, 31));

	assessment->tickets_from = DAY(2023, 11, 6);
	assessment->tickets_to = DAY(2025, 12, 31);
	assessment->n_messages = 1874;
	assessment->n_tickets = 206;
	assessment->stage = STAGE_HEALTHY;
	assessment->probability = .04;
	assessment->shape = SHAPE_UNDECIDED;
	assessment->baseline_from = DAY(2024, 10, 7);
	assessment->baseline_to = DAY(2025, 10, 5);
	assessment->recommendation = "continue";
	assessment->recommendation_why = "no_erosion";
	add_finding(assessment, &steady);
	add_finding(assessment, &client_reply);
	add_finding(assessment, &take_up);
	assessment->watch =
		(struct assessment_watch){.4172, 20, DAY_NONE, DAY(2025, 3, 3), 112, 5, FALSE};
	return assessment;
}

struct assessment *fixture_too_short(void)
{
	struct assessment *assessment =
		new_assessment("atelier-neuf", DAY(2025, 9, 8), DAY(2025, 12, 31));

	assessment->n_messages = 96;
	assessment->stage = STAGE_UNKNOWN;
	assessment->shape = SHAPE_TOO_SHORT;
	assessment->recommendation_why = "too_little_evidence";
	add_unknown(assessment, "too_short", "older_mail", DAY_NONE, DAY_NONE, 16);
	add_unknown(assessment, "tickets", "ticket_export", DAY_NONE, DAY_NONE, NAN);
	assessment->watch =
		(struct assessment_watch){NAN, 20, DAY_NONE, DAY_NONE, 16, 0, FALSE};
	return assessment;
}

struct assessment *fixture_ended(void)
{
	static const struct finding_sketch gone = {"fabc0123def45",
						   "organisation_presence",
						   SIDE_PROVIDER,
						   DIMENSION_PEOPLE,
						   KIND_COUNT,
						   "messages_a_week",
						   -1,
						   FINDING_WORSE,
						   .999,
						   1,
						   18.3,
						   0,
						   951,
						   0};
	struct assessment *assessment =
		new_assessment("divmod", DAY(2005, 3, 7), DAY(2009, 12, 31));
	struct finding *finding;

	assessment->n_messages = 12406;
	assessment->stage = STAGE_ENDED;
	assessment->probability = .9996;
	assessment->onset = DAY(2009, 7, 27);
	assessment->onset_low = DAY(2009, 7, 20);
	assessment->onset_high = DAY(2009, 7, 27);
	assessment->shape = SHAPE_ABRUPT;
	assessment->shape_probability = .99;
	assessment->baseline_from = DAY(2008, 7, 21);
	assessment->baseline_to = DAY(2009, 7, 19);
	assessment->ended = DAY(2009, 8, 1);
	assessment->ended_side = SIDE_PROVIDER;
	assessment->ended_people_elsewhere = 3;
	assessment->recommendation = "exit";
	assessment->recommendation_why = "exchange_ended";
	finding = add_finding(assessment, &gone);
	add_evidence(finding->evidence, "m0badcafe0badcafe", DAY(2009, 8, 1), SIDE_PROVIDER,
		     "contact", 12, "last_message", NAN, "The patch looks fine to me.");
	add_unknown(assessment, "tickets", "ticket_export", DAY_NONE, DAY_NONE, NAN);
	add_posterior(assessment);
	assessment->watch = (struct assessment_watch){
		5.1e9, 20, DAY(2009, 8, 31), DAY(2009, 8, 3), 246, 1, TRUE};
	return assessment;
}

const struct fixture fixtures[4] = {
	{"eroding", fixture_eroding},
	{"healthy", fixture_healthy},
	{"too_short", fixture_too_short},
	{"ended", fixture_ended},
};
