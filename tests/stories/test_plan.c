/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The drawn events against the parameters: rates before and after the change, delays, seasons,
 * order. Averaged over seeds, so that noise does not decide; tolerances are some four standard
 * errors of over-dispersed counts. */
#include "stories/plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "base/calendar.h"
#include "stories/rhythm.h"
#include "stories/templates.h"

#define SEEDS 6

struct drawn {
	struct parameters *parameters;
	struct cast *cast;
	struct plan *plan;
	GTimeZone *zone;
};

static void draw(struct drawn *drawn, const char *story, guint64 seed)
{
	struct wording *wording = templates_wording(NULL, NULL);

	drawn->zone = g_time_zone_new_identifier(CALENDAR_ZONE_DEFAULT);
	drawn->parameters = templates_parameters(NULL, story, NULL);
	drawn->cast = cast_draw(drawn->parameters, wording, seed, NULL);
	assert_non_null(drawn->cast);
	drawn->plan = plan_draw(drawn->parameters, drawn->cast, seed, drawn->zone);
	wording_free(wording);
}

static void drop(struct drawn *drawn)
{
	plan_free(drawn->plan);
	cast_free(drawn->cast);
	parameters_free(drawn->parameters);
	g_time_zone_unref(drawn->zone);
}

static guint mails_between(const struct drawn *drawn, enum mail_kind kind, gint32 from,
			   gint32 to)
{
	guint count = 0;

	for (guint i = 0; i < drawn->plan->mails->len; i++) {
		const struct planned_mail *mail = plan_mail(drawn->plan, i);
		gint32 day = calendar_day_of_ms(mail->at_ms, drawn->zone);

		count += mail->kind == kind && day >= from && day < to;
	}
	return count;
}

/* Weeks of full activity in a period: what a weekly rate is multiplied by. */
static double active_weeks(const struct drawn *drawn, gint32 from, gint32 to)
{
	double weeks = 0;

	for (gint32 day = from; day < to; day++)
		weeks += rhythm_activity(drawn->parameters, day) / 5;
	return weeks;
}

static double rate_over_seeds(const char *story, enum mail_kind kind, int from_weeks,
			      int to_weeks)
{
	double count = 0, weeks = 0;

	for (guint64 seed = 1; seed <= SEEDS; seed++) {
		struct drawn drawn;
		gint32 origin;

		draw(&drawn, story, seed);
		origin = drawn.parameters->onset != STORY_DAY_NONE ? drawn.parameters->onset
								   : drawn.parameters->start;
		count += mails_between(&drawn, kind, origin + 7 * from_weeks,
				       origin + 7 * to_weeks);
		weeks += active_weeks(&drawn, origin + 7 * from_weeks, origin + 7 * to_weeks);
		drop(&drawn);
	}
	return count / weeks;
}

static void assert_near(double value, double expected, double relative)
{
	print_message("# %.3f a week, parameter %.3f\n", value, expected);
	assert_true(fabs(value - expected) <= relative * expected);
}

static void test_unprompted_contact_follows_the_parameters(void **state)
{
	assert_near(rate_over_seeds("pme-40", MAIL_PROACTIVE, -90, 0), 4.2, 0.10);
	assert_near(rate_over_seeds("pme-40", MAIL_PROACTIVE, 60, 72), 0.7, 0.40);
	assert_near(rate_over_seeds("pivot-leaves", MAIL_PROACTIVE, 0, 46), 1.2, 0.20);
	assert_near(rate_over_seeds("healthy", MAIL_PROACTIVE, 0, 156), 4.0, 0.10);
}

/* Questions, follow-ups and reminders together: what the client asks. */
static void test_the_client_asks_a_dozen_times_a_week(void **state)
{
	static const enum mail_kind kinds[] = {MAIL_ASK, MAIL_FORWARDED_ASK, MAIL_FOLLOW_UP,
					       MAIL_REMINDER, MAIL_COMPLAINT};
	double total = 0;

	for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
		total += rate_over_seeds("pme-40", kinds[i], -90, 0);
	print_message("# the client asks %.1f times a full week\n", total);
	assert_true(total > 10 && total < 20);
}

static gint compare_doubles(gconstpointer first, gconstpointer second)
{
	double one = *(const double *)first, other = *(const double *)second;

	return (one > other) - (one < other);
}

/* Median business hours from a question to its answer, in a period. */
static double median_reply(const struct drawn *drawn, gint32 from, gint32 to)
{
	g_autoptr(GArray) hours = g_array_new(FALSE, FALSE, sizeof(double));

	for (guint i = 0; i < drawn->plan->mails->len; i++) {
		const struct planned_mail *mail = plan_mail(drawn->plan, i);
		const struct planned_mail *asked;
		gint32 day = calendar_day_of_ms(mail->at_ms, drawn->zone);
		double delay;

		if (mail->kind != MAIL_REPLY || day < from || day >= to)
			continue;
		asked = plan_mail(drawn->plan, mail->parent);
		delay = calendar_business_hours(asked->at_ms, mail->at_ms, drawn->zone);
		g_array_append_val(hours, delay);
	}
	g_array_sort(hours, compare_doubles);
	return g_array_index(hours, double, hours->len / 2);
}

/* The slowest answers are reminded of, and then measured from the reminder: the median that is
 * seen lies below the parameter, but must rise with it. */
static void test_replies_slow_down(void **state)
{
	struct drawn drawn;
	double before, after;

	draw(&drawn, "pme-40", 1);
	before = median_reply(&drawn, drawn.parameters->start, drawn.parameters->onset);
	after = median_reply(&drawn, drawn.parameters->onset + 7 * 56, drawn.parameters->end);
	print_message("# median reply %.2f then %.2f business hours\n", before, after);
	assert_true(before > 1.6 && before < 3.2);
	assert_true(after > 1.8 * before);
	drop(&drawn);
}

static void test_committees_are_held_less(void **state)
{
	guint held[2] = {0}, planned[2] = {0};

	for (guint64 seed = 1; seed <= SEEDS; seed++) {
		struct drawn drawn;

		draw(&drawn, "pme-40", seed);
		for (guint i = 0; i < drawn.plan->meetings->len; i++) {
			const struct planned_meeting *meeting = plan_meeting(drawn.plan, i);
			bool late = meeting->day > drawn.parameters->onset + 7 * 40;

			if (!late && meeting->day > drawn.parameters->onset)
				continue;
			planned[late]++;
			held[late] += meeting->held;
		}
		drop(&drawn);
	}
	print_message("# held %u of %u, then %u of %u\n", held[0], planned[0], held[1],
		      planned[1]);
	assert_true(held[0] > 0.85 * planned[0]);
	assert_true(held[1] < 0.65 * planned[1]);
}

static void test_tickets_are_acknowledged_later(void **state)
{
	struct drawn drawn;
	double sum[2] = {0}, count[2] = {0};

	draw(&drawn, "pme-40", 2);
	for (guint i = 0; i < drawn.plan->tickets->len; i++) {
		const struct planned_ticket *ticket = plan_ticket(drawn.plan, i);
		gint32 day = calendar_day_of_ms(ticket->opened_ms, drawn.zone);
		bool late = day > drawn.parameters->onset + 7 * 50;

		if ((!late && day > drawn.parameters->onset) ||
		    ticket->acknowledged_ms == PLAN_NEVER)
			continue;
		sum[late] += log(0.05 + calendar_business_hours(ticket->opened_ms,
								ticket->acknowledged_ms,
								drawn.zone));
		count[late]++;
	}
	print_message("# acknowledged after %.2f then %.2f business hours (geometric)\n",
		      exp(sum[0] / count[0]), exp(sum[1] / count[1]));
	assert_true(exp(sum[0] / count[0]) < 1.6);
	assert_true(exp(sum[1] / count[1]) > 2.2);
	drop(&drawn);
}

/* --- Tone ----------------------------------------------------------------------------------
 */

#define SHARE_ERRORS 4.0 /* standard errors of a share of independent draws */

struct tones {
	double count[TONE_HARSH + 1], total;
};

static bool is_of_client(enum mail_kind kind)
{
	return kind == MAIL_ASK || kind == MAIL_FOLLOW_UP || kind == MAIL_REMINDER ||
	       kind == MAIL_COMPLAINT || kind == MAIL_THANKS || kind == MAIL_PROACTIVE_REPLY;
}

/* [0] before the change, [1] once it is complete. A reply has the tone of the day of its
 * question. */
static void count_tones(const struct drawn *drawn, bool client, struct tones tones[2])
{
	const struct parameters *parameters = drawn->parameters;

	for (guint i = 0; i < drawn->plan->mails->len; i++) {
		const struct planned_mail *mail = plan_mail(drawn->plan, i);
		guint decides = client ? i : mail->parent;
		double effect;

		if (client ? !is_of_client(mail->kind) : mail->kind != MAIL_REPLY)
			continue;
		effect = parameters_effect(
			parameters, calendar_day_of_ms(plan_mail(drawn->plan, decides)->at_ms,
						       drawn->zone));
		if (effect > 0 && effect < 1)
			continue;
		tones[effect > 0].count[mail->tone]++;
		tones[effect > 0].total++;
	}
}

static void assert_share(const struct tones *tones, enum tone tone, double expected)
{
	double share = tones->count[tone] / tones->total;
	double error = sqrt(expected * (1 - expected) / tones->total);

	print_message("# tone %d: %.3f of %.0f, parameter %.3f\n", tone, share, tones->total,
		      expected);
	assert_true(fabs(share - expected) <= SHARE_ERRORS * error);
}

static void check_tones(const char *story)
{
	struct tones replies[2] = {0}, client[2] = {0};
	struct drawn drawn;

	for (guint64 seed = 1; seed <= SEEDS; seed++) {
		draw(&drawn, story, seed);
		count_tones(&drawn, false, replies);
		count_tones(&drawn, true, client);
		if (seed < SEEDS)
			drop(&drawn);
	}
	for (guint after = 0; after < 2; after++) {
		gint32 day = after ? drawn.parameters->end : drawn.parameters->start;
		const struct parameters *parameters = drawn.parameters;

		assert_share(&replies[after], TONE_DEFENSIVE,
			     parameters_at(parameters, parameters->defensive_share, day));
		assert_share(&replies[after], TONE_SUPPORTIVE,
			     parameters_at(parameters, parameters->supportive_share, day));
		assert_share(&client[after], TONE_HARSH,
			     parameters_at(parameters, parameters->client_harsh, day));
		assert_true(replies[after].count[TONE_HARSH] == 0);
		assert_true(client[after].count[TONE_DEFENSIVE] == 0);
	}
	drop(&drawn);
}

static void test_tones_follow_the_parameters(void **state)
{
	check_tones("defensive-turn");
	check_tones("angry-client-calm-provider");
}

/* Enough answers to judge a month by: over forty, with room for what cannot be read. */
static void test_every_month_holds_enough_answers(void **state)
{
	static const char *const stories[] = {"defensive-turn", "angry-client-calm-provider"};

	for (guint i = 0; i < SEEDS * G_N_ELEMENTS(stories); i++) {
		struct drawn drawn;
		gint32 day;

		draw(&drawn, stories[i / SEEDS], 1 + i % SEEDS);
		for (day = drawn.parameters->start; day + 30 <= drawn.parameters->end;
		     day += 30)
			assert_true(mails_between(&drawn, MAIL_REPLY, day, day + 30) > 60);
		drop(&drawn);
	}
}

/* --- Only the words change -----------------------------------------------------------------
 */

/* A reminder that complains is still a reminder. */
static enum mail_kind kind_of(const struct planned_mail *mail)
{
	return mail->kind == MAIL_COMPLAINT ? MAIL_REMINDER : mail->kind;
}

static bool same_mail(const struct planned_mail *one, const struct planned_mail *other)
{
	return one->at_ms == other->at_ms && kind_of(one) == kind_of(other) &&
	       one->from == other->from && one->to == other->to && one->copy == other->copy &&
	       one->thread == other->thread && one->parent == other->parent;
}

static bool same_ticket(const struct planned_ticket *one, const struct planned_ticket *other)
{
	return one->opened_ms == other->opened_ms &&
	       one->acknowledged_ms == other->acknowledged_ms &&
	       one->resolved_ms == other->resolved_ms && one->closed_ms == other->closed_ms &&
	       one->requester == other->requester && one->technician == other->technician &&
	       one->priority == other->priority;
}

static bool same_meeting(const struct planned_meeting *one, const struct planned_meeting *other)
{
	return one->day == other->day && one->moved_to == other->moved_to &&
	       one->held == other->held;
}

static void hold_words(struct parameters *parameters)
{
	struct drifting *const words[] = {
		&parameters->supportive_share, &parameters->defensive_share,
		&parameters->complaint_share, &parameters->client_harsh};

	for (guint i = 0; i < G_N_ELEMENTS(words); i++)
		words[i]->after = words[i]->before;
}

/* How many mails say it in another tone; none may before the change. */
static guint compare_mails(const struct drawn *drawn, const struct plan *held)
{
	gint64 onset_ms = calendar_ms_of_day(drawn->parameters->onset, drawn->zone);
	guint other_tone = 0;

	assert_int_equal(held->mails->len, drawn->plan->mails->len);
	for (guint i = 0; i < held->mails->len; i++) {
		const struct planned_mail *one = plan_mail(held, i);
		const struct planned_mail *other = plan_mail(drawn->plan, i);

		assert_true(same_mail(one, other));
		assert_true(one->tone == other->tone || other->at_ms >= onset_ms);
		other_tone += one->tone != other->tone;
	}
	return other_tone;
}

static void compare_services(const struct drawn *drawn, const struct plan *held)
{
	assert_int_equal(held->tickets->len, drawn->plan->tickets->len);
	for (guint i = 0; i < held->tickets->len; i++)
		assert_true(same_ticket(plan_ticket(held, i), plan_ticket(drawn->plan, i)));
	assert_int_equal(held->meetings->len, drawn->plan->meetings->len);
	for (guint i = 0; i < held->meetings->len; i++)
		assert_true(same_meeting(plan_meeting(held, i), plan_meeting(drawn->plan, i)));
}

/* The same seed without the change: the same people write and meet at the same instants, the
 * same tickets are opened, taken and closed. */
static void test_only_words_change(void **state)
{
	static const char *const stories[] = {"defensive-turn", "angry-client-calm-provider"};

	for (guint i = 0; i < G_N_ELEMENTS(stories); i++) {
		g_autoptr(plan_auto) held = NULL;
		struct drawn drawn;

		draw(&drawn, stories[i], 2);
		hold_words(drawn.parameters);
		held = plan_draw(drawn.parameters, drawn.cast, 2, drawn.zone);
		assert_true(compare_mails(&drawn, held) > 500);
		compare_services(&drawn, held);
		drop(&drawn);
	}
}

static void test_august_is_quiet(void **state)
{
	struct drawn drawn;
	gint32 august, june;

	draw(&drawn, "quiet-august", 1);
	august = calendar_day_from_ymd(2024, 8, 1);
	june = calendar_day_from_ymd(2024, 6, 3);
	assert_true(5 * mails_between(&drawn, MAIL_ASK, august, august + 21) <
		    mails_between(&drawn, MAIL_ASK, june, june + 21));
	drop(&drawn);
}

static void test_the_channel_takes_mail_not_tickets(void **state)
{
	struct drawn drawn;
	gint32 from, opened;
	double before, after;
	guint tickets[2] = {0};

	draw(&drawn, "moves-to-teams", 1);
	opened = drawn.parameters->channel_opened;
	from = opened + 7 * 8;
	before = mails_between(&drawn, MAIL_ASK, opened - 364, opened) /
		 active_weeks(&drawn, opened - 364, opened);
	after = mails_between(&drawn, MAIL_ASK, from, from + 364) /
		active_weeks(&drawn, from, from + 364);
	assert_true(after < 0.5 * before);
	for (guint i = 0; i < drawn.plan->tickets->len; i++) {
		gint32 day =
			calendar_day_of_ms(plan_ticket(drawn.plan, i)->opened_ms, drawn.zone);

		tickets[0] += day >= opened - 364 && day < opened;
		tickets[1] += day >= from && day < from + 364;
	}
	assert_true(abs((int)tickets[0] - (int)tickets[1]) < 0.25 * tickets[0]);
	drop(&drawn);
}

static void test_the_pivot_is_gone(void **state)
{
	struct drawn drawn;
	guint before = 0, after = 0;

	draw(&drawn, "pivot-leaves", 1);
	for (guint i = 0; i < drawn.plan->mails->len; i++) {
		const struct planned_mail *mail = plan_mail(drawn.plan, i);
		gint32 day = calendar_day_of_ms(mail->at_ms, drawn.zone);

		if (mail->from != drawn.cast->pivot)
			continue;
		before += day < drawn.parameters->pivot_leaves;
		after += day >= drawn.parameters->pivot_leaves + 14;
	}
	assert_true(before > 300);
	assert_int_equal(after, 0);
	drop(&drawn);
}

static void test_tool_migration_moves_open_tickets(void **state)
{
	struct drawn drawn;
	guint moved = 0;
	gint64 changed;

	draw(&drawn, "tool-migration", 1);
	changed = calendar_ms_of_day(drawn.parameters->tool_changed, drawn.zone);
	for (guint i = 0; i < drawn.plan->tickets->len; i++) {
		const struct planned_ticket *ticket = plan_ticket(drawn.plan, i);

		assert_int_equal(ticket->tool == TOOL_JIRA, ticket->opened_ms >= changed);
		if (ticket->moved_to == PLAN_NONE)
			continue;
		assert_int_equal(plan_ticket(drawn.plan, ticket->moved_to)->moved_from, i);
		moved++;
	}
	assert_true(moved > 0 && moved < 60);
	drop(&drawn);
}

/* Parents before children, nothing outside the story, lives of tickets in order. */
static void test_order(void **state)
{
	struct drawn drawn;

	draw(&drawn, "tool-migration", 3);
	for (guint i = 0; i < drawn.plan->mails->len; i++) {
		const struct planned_mail *mail = plan_mail(drawn.plan, i);

		assert_true(mail->at_ms >= drawn.plan->start_ms);
		assert_true(mail->at_ms < drawn.plan->end_ms);
		if (mail->parent != PLAN_NONE) {
			assert_true(mail->parent < i);
			assert_true(plan_mail(drawn.plan, mail->parent)->at_ms < mail->at_ms);
			assert_int_equal(plan_mail(drawn.plan, mail->parent)->thread,
					 mail->thread);
		}
	}
	for (guint i = 0; i < drawn.plan->tickets->len; i++) {
		const struct planned_ticket *ticket = plan_ticket(drawn.plan, i);

		if (ticket->acknowledged_ms != PLAN_NEVER)
			assert_true(ticket->acknowledged_ms >= ticket->opened_ms);
		if (ticket->closed_ms != PLAN_NEVER)
			assert_true(ticket->closed_ms >= ticket->resolved_ms);
	}
	drop(&drawn);
}

static void test_business_hours_later(void **state)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(CALENDAR_ZONE_DEFAULT);
	gint32 friday = calendar_day_from_ymd(2025, 4, 18); /* before Easter Monday */
	gint64 from = calendar_ms_of_day(friday, zone) + 17 * G_GINT64_CONSTANT(3600000);
	gint64 later = rhythm_later(from, 2, zone);

	assert_int_equal(calendar_day_of_ms(later, zone), friday + 4);
	assert_float_equal(calendar_business_hours(from, later, zone), 2, 1e-6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_unprompted_contact_follows_the_parameters),
		cmocka_unit_test(test_the_client_asks_a_dozen_times_a_week),
		cmocka_unit_test(test_replies_slow_down),
		cmocka_unit_test(test_committees_are_held_less),
		cmocka_unit_test(test_tickets_are_acknowledged_later),
		cmocka_unit_test(test_tones_follow_the_parameters),
		cmocka_unit_test(test_every_month_holds_enough_answers),
		cmocka_unit_test(test_only_words_change),
		cmocka_unit_test(test_august_is_quiet),
		cmocka_unit_test(test_the_channel_takes_mail_not_tickets),
		cmocka_unit_test(test_the_pivot_is_gone),
		cmocka_unit_test(test_tool_migration_moves_open_tickets),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_business_hours_later),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
