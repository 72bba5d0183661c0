/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Plain units, and the headline of every stage, in both languages. */
#include "harness.h"

#include <math.h>
#include <string.h>

#include "report/fixtures.c"
#include "report/report.h"
#include "report/sentence.h"

static const struct catalogue *fr(void)
{
	return catalogue_get("fr");
}

static const struct catalogue *en(void)
{
	return catalogue_get("en");
}

/* Takes the text; no-break spaces count as spaces, so that the expected text can be read. */
static void same(char *text, const char *expected)
{
	g_autoptr(GRegex) spaces = g_regex_new("[\\x{a0}\\x{202f}]", 0, 0, NULL);
	g_autofree char *plain = g_regex_replace_literal(spaces, text, -1, 0, " ", 0, NULL);

	g_free(text);
	assert_string_equal(plain, expected);
}

static void test_values(void **state)
{
	static const struct {
		const char *unit;
		double value;
		const char *english, *french;
	} cases[] = {
		{"messages_a_week", 4, "4 a week", "4 par semaine"},
		{"messages_a_week", .78, "every 9 days", "tous les 9 jours"},
		{"messages_a_week", .0986, "every 71 days", "tous les 71 jours"},
		{"messages_a_week", .02, "every 11 months", "tous les 11 mois"},
		{"messages_a_week", 0, "none in 13 weeks", "aucun en 13 semaines"},
		{"business_hours", .4, "24 minutes", "24 minutes"},
		{"business_hours", 1, "1 business hour", "1 heure ouvrée"},
		{"business_hours", 1.5, "1.5 business hours", "1,5 heure ouvrée"},
		{"business_hours", 22.5, "2.5 business days", "2,5 jours ouvrés"},
		{"business_hours", INFINITY, "more than half still waiting",
		 "plus de la moitié en attente"},
		{"days", .5, "less than a day", "moins d’un jour"},
		{"days", 1.5, "1.5 days", "1,5 jour"},
		{"days", 1250, "1,250 days", "1 250 jours"},
		{"nats", .1, "usual", "habituel"},
		{"nats", 5.9, "1 chance in 370", "1 chance sur 370"},
		{"nats", 40, "less than 1 chance in 1,000,000",
		 "moins d’1 chance sur 1 000 000"},
		{"share", .25, "25%", "25 %"},
		{"days", NAN, "not known", "inconnu"},
		{"furlongs", 3, "3 furlongs", "3 furlongs"},
	};
	struct finding *finding = finding_new();

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		finding->unit = cases[i].unit;
		same(sentence_value(finding, cases[i].value, 13, en()), cases[i].english);
		same(sentence_value(finding, cases[i].value, 13, fr()), cases[i].french);
	}
	finding_free(finding);
}

/* The number of a reason is told in its own unit, and not where it is none. */
static void test_reasons(void **state)
{
	struct finding *finding = finding_new();
	struct evidence evidence = {.reason = "long_silence", .value = 64};

	finding->kind = KIND_COUNT;
	same(sentence_reason(finding, &evidence, en()), "then 64 days of silence");
	same(sentence_reason(finding, &evidence, fr()), "puis 64 jours de silence");
	finding->kind = KIND_LEVEL;
	same(sentence_reason(finding, &evidence, en()), "before a long silence");
	finding->kind = KIND_DURATION;
	evidence = (struct evidence){.reason = "slow_reply", .value = 61.5};
	same(sentence_reason(finding, &evidence, en()), "answered after 6.8 business days");
	evidence.value = NAN;
	same(sentence_reason(finding, &evidence, en()), "slow answer");
	finding_free(finding);
}

static void test_who(void **state)
{
	struct evidence evidence = {.side = SIDE_PROVIDER, .role = "pivot", .pseudonym = 3};

	same(sentence_who(&evidence, en()), "provider's key contact (no. 3)");
	same(sentence_who(&evidence, fr()), "contact clé du prestataire (n° 3)");
	evidence = (struct evidence){.side = SIDE_CLIENT, .role = "function_mailbox"};
	same(sentence_who(&evidence, fr()), "boîte commune du client");
}

static void headline(const struct assessment *assessment, const char *english,
		     const char *french)
{
	same(report_headline(assessment, en()), english);
	same(report_headline(assessment, fr()), french);
}

static void test_dated_headlines(void **state)
{
	g_autoptr(assessment_auto) assessment = fixture_eroding();

	headline(assessment,
		 "The relationship has been wearing since March 2025 (between January and May "
		 "2025): neglect, slow.",
		 "La relation s’use depuis mars 2025 (entre janvier et mai 2025) : négligence, "
		 "lente.");
	assessment->shape = SHAPE_ALREADY_DECLINING;
	headline(assessment,
		 "The relationship was already wearing when the evidence begins, in May 2023.",
		 "La relation s’usait déjà quand les traces commencent, en mai 2023.");
	assessment->shape = SHAPE_ABRUPT;
	assessment->stage = STAGE_DEGRADED;
	headline(assessment,
		 "The relationship has been worn since March 2025 (between January and May "
		 "2025) and stays on that lower level: breach of trust, abrupt.",
		 "La relation est dégradée depuis mars 2025 (entre janvier et mai 2025), sans "
		 "s’être redressée : rupture de confiance, brutale.");
	assessment->stage = STAGE_RECOVERING;
	headline(assessment,
		 "The relationship is recovering, after an erosion that began in March 2025 "
		 "(between January and May 2025).",
		 "La relation se redresse, après une usure commencée en mars 2025 (entre "
		 "janvier "
		 "et mai 2025).");
}

static void test_undated_headlines(void **state)
{
	g_autoptr(assessment_auto) assessment = fixture_healthy();
	struct finding *finding = g_ptr_array_index(assessment->findings, 0);

	headline(assessment, "No erosion in 26 months of mail and tickets.",
		 "Aucune érosion en 26 mois de courriels et de tickets.");
	assessment->n_tickets = 0;
	assessment->shape = SHAPE_TRANSIENT;
	headline(assessment, "No lasting erosion in 26 months of mail: a dip came and went.",
		 "Aucune érosion durable en 26 mois de courriels : un creux est passé.");
	assessment->stage = STAGE_STRAINED;
	headline(assessment, "The evidence hesitates: it may be wearing, but no date holds.",
		 "Les traces hésitent : la relation s’use peut-être, mais aucune date ne "
		 "tient.");
	finding->status = FINDING_WORSE;
	headline(assessment, "First signs of strain: unprompted contact by the provider.",
		 "Premiers signes de tension : contacts spontanés du prestataire.");
}

static void test_doubtful_headlines(void **state)
{
	g_autoptr(assessment_auto) assessment = fixture_healthy();

	add_unknown(assessment, "channel_doubt", "chat_or_fact", DAY(2025, 4, 7), DAY_NONE,
		    NAN);
	assessment->stage = STAGE_STRAINED;
	headline(assessment,
		 "Less mail since April 2025, on both sides alike: the talk may have moved to "
		 "another channel.",
		 "Moins de courriels depuis avril 2025, des deux côtés à la fois : l’échange a "
		 "pu changer de canal.");
	add_unknown(assessment, "coverage_ended", "recent_export", DAY(2026, 1, 5), DAY_NONE,
		    20);
	assessment->stage = STAGE_UNKNOWN;
	assessment->as_of = DAY(2026, 6, 1);
	headline(
		assessment,
		"Not judged as of 1 June 2026: the evidence ends on 31 December 2025, which "
		"says nothing about the relationship. Until then, no erosion.",
		"Pas de jugement au 1er juin 2026 : les traces s’arrêtent le 31 décembre 2025, "
		"ce qui ne dit rien de la relation. Jusque-là, aucune érosion.");
}

static void test_ended_headlines(void **state)
{
	g_autoptr(assessment_auto) assessment = fixture_ended();

	headline(assessment,
		 "The exchange has ended: the provider's last message is dated 1 August 2009. "
		 "It "
		 "had been wearing since July 2009 (from 20 to 27 July 2009). 3 of its people "
		 "still write under other addresses: the organisation is gone, they are not.",
		 "L’échange a pris fin : le dernier message du prestataire date du 1er août "
		 "2009. Il s’usait depuis juillet 2009 (du 20 au 27 juillet 2009). 3 de ses "
		 "membres écrivent encore depuis d’autres adresses : l’organisation n’est plus "
		 "là, eux si.");
	assessment->ended_side = SIDE_NONE;
	assessment->onset = DAY_NONE;
	assessment->ended_people_elsewhere = 0;
	headline(assessment, "The contract ended on 1 August 2009.",
		 "Le contrat a pris fin le 1er août 2009.");
}

/* What did not move is told as steady, what is not known as unknown, and both with their n. */
static void test_findings(void **state)
{
	g_autoptr(assessment_auto) assessment = fixture_eroding();
	struct finding *steady = g_ptr_array_index(assessment->findings, 5);
	struct finding *unknown = g_ptr_array_index(assessment->findings, 7);

	same(report_finding_sentence(assessment, steady, en()),
	     "Time for the client to answer: no lasting change; 5.1 business hours before (n = "
	     "188), 4.8 business hours now (n = 44).");
	same(report_finding_sentence(assessment, unknown, fr()),
	     "Âge des tickets ouverts chez le prestataire : trop peu de traces (n = 3 avant, n "
	     "= 0 maintenant).");
}

/* A share that was read comes with the interval of its correction, and without one where the
 * reader's error is not known. */
static void test_read_share(void **state)
{
	g_autoptr(assessment_auto) assessment = fixture_eroding();
	struct finding *read = g_ptr_array_index(assessment->findings, 4);

	same(report_finding_sentence(assessment, read, fr()),
	     "Part de justification dans les réponses du prestataire : 4 % avant (1 à 8 %, n = "
	     "512), 31 % maintenant (24 à 38 %, n = 140). C’est ainsi depuis mars 2025 (entre "
	     "janvier et mai 2025).");
	read->before_low = read->before_high = NAN;
	same(report_finding_sentence(assessment, read, en()),
	     "Share of justification in the provider's answers: 4% before (n = 512), 31% now "
	     "(24 to 38%, n = 140). It has been so since March 2025 (between January and May "
	     "2025).");
}

/* What follows the loss: who took over, and when the rhythm was back. */
static void test_handover(void **state)
{
	g_autoptr(assessment_auto) assessment = fixture_eroding();
	struct assessment_handover *handover = &assessment->pivot[SIDE_PROVIDER].handover;
	g_autofree char *loss = sentence_pivot_loss(assessment, en()), *all = NULL;

	*handover = (struct assessment_handover){9, 6, 12, 140, 11, 7, TRUE};
	all = g_strconcat(loss,
			  " Hand-over: within eight weeks contact no. 12 exchanged with 6 of "
			  "its 9 partners, and had written before in 11 of its 140 threads of "
			  "the half-year. The side has written as much as before after 7 "
			  "weeks.",
			  NULL);
	same(sentence_pivot_loss(assessment, en()), all);
	*handover = (struct assessment_handover){9, 0, 0, 140, 0, -1, TRUE};
	g_free(all);
	all = g_strconcat(loss,
			  " Hand-over: within eight weeks nobody of the side exchanged with "
			  "any of its 9 partners. The side has not come back to its rhythm "
			  "since.",
			  NULL);
	same(sentence_pivot_loss(assessment, en()), all);
	*handover = (struct assessment_handover){9, 1, 12, 140, 0, -1, FALSE};
	g_free(all);
	all = g_strconcat(loss, " It is too early to say how this was handed over.", NULL);
	same(sentence_pivot_loss(assessment, en()), all);
}

static void test_sole_contact(void **state)
{
	g_autoptr(assessment_auto) assessment = fixture_eroding();

	assert_null(sentence_sole_contact(assessment, en()));
	assessment->sole[SIDE_PROVIDER] = (struct assessment_sole){3, .72, 120, 4};
	same(sentence_sole_contact(assessment, en()),
	     "What hangs on one role: the provider's key contact (no. 3) holds 72% of its "
	     "exchange; in 4 of its 120 threads of the year a colleague wrote too.");
	same(sentence_sole_contact(assessment, fr()),
	     "Ce qui tient à un seul rôle : le contact clé du prestataire (n° 3) porte 72 % de "
	     "ses messages et de ses correspondants ; dans 4 de ses 120 fils de l’année, un "
	     "collègue a aussi écrit.");
	assessment->ended = DAY(2025, 12, 31);
	assessment->ended_side = SIDE_PROVIDER;
	assert_null(sentence_sole_contact(assessment, en()));
}

/* Said once above all, and as the reason of its finding; not of an organisation that ended. */
static void test_lost_contact(void **state)
{
	g_autoptr(assessment_auto) assessment = fixture_eroding();
	struct finding *other = g_ptr_array_index(assessment->findings, 0);
	struct finding *presence = g_ptr_array_index(assessment->findings, 1);

	same(sentence_pivot_loss(assessment, en()),
	     "The provider's key contact (no. 3), who had sent 41% of its messages, has not "
	     "written since 11 April 2025; a message was due by 5 May 2025. Probability still "
	     "present: 3% (412 messages, 31 in the quarter before).");
	same(sentence_pivot_reason(assessment, presence, fr()),
	     "Le contact clé du prestataire (n° 3), auteur de 41 % de ses messages, n’a plus "
	     "écrit depuis le 11 avril 2025 ; un message était attendu avant le 5 mai 2025. "
	     "Probabilité qu’il soit encore là : 3 % (412 messages, dont 31 le trimestre "
	     "d’avant).");
	assert_null(sentence_pivot_reason(assessment, other, en()));
	assessment->ended = DAY(2025, 12, 31);
	assessment->ended_side = SIDE_PROVIDER;
	assert_null(sentence_pivot_loss(assessment, en()));
	assessment->pivot[SIDE_PROVIDER].lost = FALSE;
	presence->onset = DAY_NONE;
	presence->subject_elsewhere = 4;
	same(report_finding_sentence(assessment, presence, en()),
	     "Messages from the provider's key contact: 6.2 a week before (n = 322), none in "
	     "13 weeks now (n = 0). The contact goes on under another address (4 messages "
	     "since).");
}

static void test_shares_add_up(void **state)
{
	g_autoptr(assessment_auto) assessment = fixture_healthy();

	same(sentence_shares(assessment, en()), "");
	assessment->dimension[DIMENSION_COMMUNICATION] = .474;
	assessment->dimension[DIMENSION_INCIDENTS] = .363;
	assessment->dimension[DIMENSION_PEOPLE] = .163;
	same(sentence_shares(assessment, en()),
	     "communication 48%, incidents 36%, contacts 16%");
}

static void watch_line(const struct assessment_watch *watch, const char *english,
		       const char *french)
{
	g_autoptr(assessment_auto) assessment = fixture_healthy();

	assessment->watch = *watch;
	same(sentence_watch(assessment, en()), english);
	same(sentence_watch(assessment, fr()), french);
}

static void test_watch(void **state)
{
	struct assessment_watch watch = {3.14, 20, DAY_NONE, DAY_NONE, 112, 1, FALSE};
	g_autoptr(assessment_auto) nothing = assessment_new();

	assert_null(sentence_watch(nothing, en()));
	watch_line(&watch,
		   "Weekly watch: no alarm (evidence 3.1 of the 20 it takes; 112 weeks, 1 "
		   "series).",
		   "Veille : pas d’alarme (preuve de 3,1 sur 20 ; 112 semaines, 1 série).");
	watch.alarm = DAY(2025, 8, 4);
	watch_line(
		&watch,
		"Weekly watch: alarm in August 2025, evidence back to 3.1 since (20 needed).",
		"Veille : alarme en août 2025, preuve retombée à 3,1 depuis (seuil 20).");
	watch.e = 1e60;
	watch.level = 5;
	watch_line(&watch,
		   "Weekly watch: alarm in August 2025 (evidence over 1,000, 5 needed).",
		   "Veille : alarme en août 2025 (preuve de plus de 1 000, seuil 5).");
	watch.e = NAN;
	watch_line(&watch, "Weekly watch: no series is full enough to be watched.",
		   "Veille : aucune série n’est assez fournie pour être suivie.");
	watch.weeks = 55;
	watch_line(&watch, "Weekly watch: not yet, 55 of the 56 observed weeks it needs.",
		   "Veille : pas encore, 55 des 56 semaines observées requises.");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_reasons),
		cmocka_unit_test(test_who),
		cmocka_unit_test(test_dated_headlines),
		cmocka_unit_test(test_undated_headlines),
		cmocka_unit_test(test_doubtful_headlines),
		cmocka_unit_test(test_ended_headlines),
		cmocka_unit_test(test_findings),
		cmocka_unit_test(test_read_share),
		cmocka_unit_test(test_handover),
		cmocka_unit_test(test_sole_contact),
		cmocka_unit_test(test_lost_contact),
		cmocka_unit_test(test_shares_add_up),
		cmocka_unit_test(test_watch),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
