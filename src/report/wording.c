/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Tables from tokens to texts. The relationship is judged, never a person: the words name what
 * was measured between two organisations and blame nobody. */
#include "report/wording.h"

#include <math.h>
#include <string.h>

struct word {
	const char *token, *text;
};

static const char *look_up(const struct catalogue *catalogue, const struct word *words,
			   const char *token)
{
	if (token == NULL)
		return "";
	for (; words->token != NULL; words++)
		if (strcmp(words->token, token) == 0)
			return catalogue_text(catalogue, words->text);
	return token;
}

const char *wording_stage(const struct catalogue *catalogue, enum stage stage)
{
	static const char *const texts[STAGE_COUNT] = {
		N_("unknown"),  N_("healthy"),    N_("strained"), N_("eroding"),
		N_("degraded"), N_("recovering"), N_("ended"),
	};
	g_assert(stage < STAGE_COUNT);
	return catalogue_text(catalogue, texts[stage]);
}

const char *wording_shape(const struct catalogue *catalogue, enum onset_shape shape)
{
	static const char *const texts[SHAPE_COUNT] = {
		[SHAPE_TOO_SHORT] = N_("too short to tell"),
		[SHAPE_ABRUPT] = N_("breach of trust, abrupt"),
		[SHAPE_SLOW] = N_("neglect, slow"),
		[SHAPE_UNDECIDED] = N_("abrupt or slow, still undecided"),
		[SHAPE_ALREADY_DECLINING] = N_("already under way when the evidence begins"),
		[SHAPE_TRANSIENT] = N_("a passing dip"),
		[SHAPE_SEASONAL] = N_("the season of the year"),
	};
	g_assert(shape < SHAPE_COUNT);
	return catalogue_text(catalogue, texts[shape]);
}

const char *wording_dimension(const struct catalogue *catalogue, enum dimension dimension)
{
	static const char *const texts[DIMENSION_COUNT] = {
		[DIMENSION_COMMUNICATION] = N_("communication"),
		[DIMENSION_PEOPLE] = N_("contacts"),
		[DIMENSION_INCIDENTS] = N_("incidents"),
		[DIMENSION_FIT] = N_("fit with the company"),
		[DIMENSION_GOVERNANCE] = N_("steering"),
		[DIMENSION_RESPONSIBILITY] = N_("responsibilities"),
		[DIMENSION_EXPECTATIONS] = N_("expectations"),
	};
	g_assert(dimension < DIMENSION_COUNT);
	return catalogue_text(catalogue, texts[dimension]);
}

struct indicator_words {
	const char *token;
	const char *label[SIDE_COUNT];
	const char *definition;
};

static const struct indicator_words indicator_words[] = {
	{"proactive_contact",
	 {N_("Unprompted contact"), N_("Unprompted contact by the client"),
	  N_("Unprompted contact by the provider")},
	 N_("Messages that start an exchange although no ticket, question or incident called "
	    "for one.")},
	{"silence",
	 {N_("Silence"), N_("Silence of the client"), N_("Silence of the provider")},
	 N_("How unusual the time without unprompted contact is under the pair's own habit, "
	    "holidays taken into account.")},
	{"reply_time",
	 {N_("Time to answer"), N_("Time for the client to answer"),
	  N_("Time for the provider to answer")},
	 N_("Business hours between a question and its answer; unanswered questions count as "
	    "still waiting.")},
	{"unanswered_questions",
	 {N_("Questions left unanswered"), N_("Questions left unanswered by the client"),
	  N_("Questions left unanswered by the provider")},
	 N_("Share of the questions put to the side that it did not answer within two weeks, "
	    "or only beside the point, so that they were asked again. A telephone call leaves "
	    "no trace here.")},
	{"defensive_share",
	 {N_("Share of justification"), N_("Share of justification in the client's answers"),
	  N_("Share of justification in the provider's answers")},
	 N_("How much of what the side answers, where the other questioned something, protects "
	    "the side: justification, denial, contract, fault elsewhere. Corrected for the "
	    "reader's known error, with a 90% interval; it says nothing of who is right, nor "
	    "of a person.")},
	{"solution_share",
	 {N_("Share of what helps"), N_("Share of what helps in the client's answers"),
	  N_("Share of what helps in the provider's answers")},
	 N_("How much of what the side answers, where the other questioned something, moves "
	    "the matter forward: cause, action, date, fault owned, question, another way. "
	    "Corrected for the reader's known error, with a 90% interval.")},
	{"explanation_share",
	 {N_("Share of explanation"), N_("Share of explanation in the client's answers"),
	  N_("Share of explanation in the provider's answers")},
	 N_("How many of the sentences that the side answers, where the other questioned "
	    "something, give a cause. Counted by turns of phrase whose error is not known.")},
	{"neglect",
	 {N_("Neglect"), N_("Neglect by the client"), N_("Neglect by the provider")},
	 N_("A side that complains less for its tickets and writes less outside them, while "
	    "it opens as many: its voice has given way. Complaints and tickets of the year "
	    "before the fall of contact are compared with those since; a fall that would come "
	    "about by chance once in twenty is none. Fewer complaints alone are good news.")},
	{"tickets_opened",
	 {N_("Tickets opened"), N_("Tickets opened by the client"),
	  N_("Tickets opened by the provider")},
	 N_("Tickets that the side opened, those of robots left out.")},
	{"style_matching",
	 {N_("Likeness of style"), N_("Likeness of style"), N_("Likeness of style")},
	 N_("How alike the two sides use function words (pronouns, articles, prepositions, "
	    "negations...) by mail over four weeks: language style matching, 100% where both "
	    "use them alike. At least 500 words a side and language. Shown, not judged; of two "
	    "organisations, never of a person.")},
	{"organisation_presence",
	 {N_("Messages"), N_("Messages from the client"), N_("Messages from the provider")},
	 N_("Messages from any address of the organisation.")},
	{"pivot_share",
	 {N_("Share of the exchange on one key contact"),
	  N_("Share of the client's exchange on one key contact"),
	  N_("Share of the provider's exchange on one key contact")},
	 N_("How much of a side's messages and of the other side's partners one person holds "
	    "over 52 weeks: what hangs on one contact. Shown, not judged.")},
	{"pivot_presence",
	 {N_("Messages from the key contact"), N_("Messages from the client's key contact"),
	  N_("Messages from the provider's key contact")},
	 N_("Messages from the contact who carried the largest share of the exchange, named by "
	    "role.")},
	{"acknowledgement_time",
	 {N_("Time to take up a ticket"), N_("Time for the client to take up a ticket"),
	  N_("Time for the provider to take up a ticket")},
	 N_("Business hours between the opening of a ticket and its first answer or "
	    "assignment.")},
	{"explained_share",
	 {N_("Incidents closed with an explanation"),
	  N_("Incidents closed by the client with an explanation"),
	  N_("Incidents closed by the provider with an explanation")},
	 N_("Share of the closed incidents whose last messages say the cause, and what was "
	    "done or keeps it from coming back. Incidents that no message is tied to are not "
	    "judged.")},
	{"explanation_time",
	 {N_("Time to explain an incident"), N_("Time for the client to explain an incident"),
	  N_("Time for the provider to explain an incident")},
	 N_("Business hours between the opening of an incident that mail speaks of and the "
	    "first message that gives its cause; those never explained count as still "
	    "waiting.")},
	{"closing_readability",
	 {N_("Reading ease of the explanations"),
	  N_("Reading ease of the client's explanations"),
	  N_("Reading ease of the provider's explanations")},
	 N_("How easily the explanations of incidents of 100 words and more read (Flesch for "
	    "English, Kandel and Moles for French; more points read more easily). It is shown "
	    "beside the pair's own past only: it is no mark, and no sign of wear.")},
	{"backlog_age",
	 {N_("Age of the open tickets"), N_("Age of the tickets open with the client"),
	  N_("Age of the tickets open with the provider")},
	 N_("Age of the tickets still open at the end of the week.")},
	{"escalation",
	 {N_("Threads that escalate"), N_("Threads that the client escalates"),
	  N_("Threads that the provider escalates")},
	 N_("Of the threads that began in the week and in which the side wrote, the share in "
	    "which, within four weeks, it brought in the management, or two persons and more "
	    "after the first message, or gave formal notice, called on a clause, a lawyer or "
	    "the hierarchy. Shown, not judged: a colleague in copy is often no more than "
	    "that.")},
	{"voice",
	 {N_("Complaints"), N_("Complaints of the client"), N_("Complaints of the provider")},
	 N_("Messages that complain, for a hundred tickets that the side opened, over 13 "
	    "weeks; "
	    "told by turns of phrase. Shown, not judged: fewer complaints are good news only "
	    "while contact outside tickets does not fall with them.")},
	{"contact_turnover",
	 {N_("Regular contacts that changed"), N_("The client's regular contacts that changed"),
	  N_("The provider's regular contacts that changed")},
	 N_("Share of the regular contacts of the last half-year, and of the same half-year a "
	    "year before, that are in one of the two alone. Regular is who wrote in four weeks "
	    "or more. Shown, not judged.")},
	{"handover_quality",
	 {N_("Partners taken over by one successor"),
	  N_("Partners of the client's key contact taken over by one successor"),
	  N_("Partners of the provider's key contact taken over by one successor")},
	 N_("When the key contact has not written for 13 weeks: of the persons of the other "
	    "side with whom it exchanged in its last half-year, the share who exchange with "
	    "one and the same successor within eight weeks of its last message. Shown, not "
	    "judged.")},
	{"update_gap",
	 {N_("Longest wait between two updates"),
	  N_("Longest wait between two updates of a ticket by the client"),
	  N_("Longest wait between two updates of a ticket by the provider")},
	 N_("Half of the tickets ended in the week stood longer than this, at their longest, "
	    "without a step by whoever works on them. Time in which a ticket is set to wait "
	    "does "
	    "not count; tools that tell no history are left out. Shown, not judged.")},
	{"closure_confirmed",
	 {N_("Closed incidents that were confirmed"),
	  N_("Incidents closed by the client that the requester confirmed"),
	  N_("Incidents closed by the provider that the requester confirmed")},
	 N_("Of the incidents closed in the week that the requester's side wrote about by "
	    "mail, "
	    "the share of which it said within two weeks that it works. Shown, not judged: who "
	    "writes nothing more may be content.")},
	{"grey_zone_share",
	 {N_("Matters in a grey zone"), N_("Matters in a grey zone"),
	  N_("Matters in a grey zone")},
	 N_("Of the tickets and disputes of thirteen weeks about an activity of the grid, the "
	    "share "
	    "whose activity had not exactly one accountable role. More than a fifth for "
	    "thirteen "
	    "weeks is a finding.")},
	{"ownership_disputes",
	 {N_("Disputes over whose it is"),
	  N_("Disputes over whose it is, raised by the client"),
	  N_("Disputes over whose it is, raised by the provider")},
	 N_("Messages that say that something is not the side's to do, hand it over, or ask "
	    "whose it is; told by turns of phrase. Shown, not judged: they are rare.")},
	{"recurrence",
	 {N_("Tickets that repeat an earlier one"),
	  N_("Tickets for the client that repeat an earlier one"),
	  N_("Tickets for the provider that repeat an earlier one")},
	 N_("Share of the tickets opened in the week whose title has nearly the words of one "
	    "that "
	    "ended within 90 days before, one of them rare. Shown, not judged: titles are told "
	    "by words alone.")},
	{"reopened_share",
	 {N_("Tickets opened again"), N_("Tickets handled by the client and opened again"),
	  N_("Tickets handled by the provider and opened again")},
	 N_("Share of the tickets ended in the week that had been ended before and opened "
	    "again. "
	    "Tools that do not tell it are left out.")},
	{"reassignments",
	 {N_("Tickets that changed hands twice or more"),
	  N_("Tickets that changed hands twice or more at the client"),
	  N_("Tickets that changed hands twice or more at the provider")},
	 N_("Share of the tickets ended in the week that changed hands twice or more. Tools "
	    "that "
	    "do not tell it are left out.")},
	{"sla_met",
	 {N_("Tickets within the agreed time"), N_("Client's tickets within the agreed time"),
	  N_("Provider's tickets within the agreed time")},
	 N_("Share of the tickets ended in the week that kept the agreed time, as their tool "
	    "says. Shown, not judged: a good figure is no praise.")},
	{"scope_lag",
	 {N_("Contract behind the company"), N_("Contract behind the company"),
	  N_("Contract behind the company")},
	 N_("Relative difference between what the company is (headcount, sites, share of "
	    "remote "
	    "work, systems) and what the contract counts on, times the months since the "
	    "contract last followed; the worst of these facts. Beyond 3, a quarter more for a "
	    "year, it is a finding.")},
	{"unreviewed_renewal",
	 {N_("Renewals that nobody looked at"), N_("Renewals that nobody looked at"),
	  N_("Renewals that nobody looked at")},
	 N_("How many times running contracts were renewed by tacit renewal without an "
	    "amendment or "
	    "a steering committee in the half-year before. One is a finding.")},
	{"report_novelty",
	 {N_("What is new in the reports"), N_("What is new in the client's reports"),
	  N_("What is new in the provider's reports")},
	 N_("Share of the words of a periodic report that did not stand in the one before it, "
	    "figures and dates left aside. What stands in every report, such as a cover or "
	    "legal notes, weighs a quarter. Below a fifth three reports running, they repeat "
	    "themselves.")},
	{"recommendations",
	 {N_("Recommendations"), N_("Recommendations by the client"),
	  N_("Recommendations by the provider")},
	 N_("Messages that recommend something although no ticket or question called for it, "
	    "told by turns of phrase. Shown, not judged: few a quarter are usual.")},
	{"recommendations_answered",
	 {N_("Recommendations answered"), N_("Recommendations answered by the client"),
	  N_("Recommendations answered by the provider")},
	 N_("Share of the other side's recommendations by mail that the side answered within "
	    "four weeks. Shown, not judged.")},
	{"steering_rhythm",
	 {N_("Committees held"), N_("Committees held"), N_("Committees held")},
	 N_("Share held of the steering, strategic or operational committees and service "
	    "reviews that were due over six rounds of the agreed rhythm (fact committee_every) "
	    "or, without one, of the first year's. Fewer than half is a finding.")},
	{"pending_decisions",
	 {N_("Decisions not taken"), N_("Decisions that the client has not taken"),
	  N_("Decisions that the provider has not taken")},
	 N_("Decisions that the side was to take and has not, after the day they were due, or "
	    "30 "
	    "days after they were asked. Two or more for eight weeks is a finding.")},
	{"overdue_actions",
	 {N_("Actions overdue"), N_("Actions overdue at the client"),
	  N_("Actions overdue at the provider")},
	 N_("Of the side's actions that were due within half a year, or before and are open "
	    "still, "
	    "the share that stands open. More than half for thirteen weeks is a finding.")},
	{"client_presence",
	 {N_("Presence at committees"), N_("Presence of the client at committees"),
	  N_("Presence of the provider at committees")},
	 N_("Share of the committees held over 26 weeks at which the side was present: "
	    "somebody "
	    "of it had accepted or invited. Committees that nobody answered say nothing.")},
	{"expectation_gap",
	 {N_("Expectations that nothing meets"),
	  N_("The client's expectations that nothing meets"),
	  N_("The provider's expectations that nothing meets")},
	 N_("How much of what the side expects, by importance, is written nowhere, is promised "
	    "for less, or is not kept. Read from the ledger; at least three dated "
	    "expectations.")},
	{"perception_divergence",
	 {N_("Duties seen apart"), N_("The client's duties, as the other side sees them"),
	  N_("The provider's duties, as the other side sees them")},
	 N_("How well the side's duties are kept in the eyes of the other side, minus in its "
	    "own, by the questionnaire: the mean over duties that three or more of each side "
	    "answered. Below -1.5 of 7 points is a finding.")},
};

static const struct indicator_words *find_indicator(const char *token)
{
	for (guint i = 0; i < G_N_ELEMENTS(indicator_words); i++)
		if (strcmp(indicator_words[i].token, token) == 0)
			return &indicator_words[i];
	return NULL;
}

const char *wording_indicator(const struct catalogue *catalogue, const char *indicator,
			      enum side side)
{
	const struct indicator_words *words = find_indicator(indicator);

	g_assert(side < SIDE_COUNT);
	return words != NULL ? catalogue_text(catalogue, words->label[side]) : indicator;
}

const char *wording_definition(const struct catalogue *catalogue, const char *indicator)
{
	const struct indicator_words *words = find_indicator(indicator);

	return words != NULL ? catalogue_text(catalogue, words->definition) : NULL;
}

const char *wording_rule(const struct catalogue *catalogue, const char *rule)
{
	static const struct word words[] = {
		{"neglect",
		 N_("Fewer complaints, less contact outside tickets, and as many tickets: that "
		    "is no good news, but a voice that gives up.")},
		{NULL, NULL},
	};
	return look_up(catalogue, words, rule);
}

const char *finding_status_token(enum finding_status status)
{
	static const char *const tokens[] = {"worse", "stable", "better", "unknown",
					     "described"};

	g_assert(status < G_N_ELEMENTS(tokens));
	return tokens[status];
}

const char *wording_status(const struct catalogue *catalogue, enum finding_status status)
{
	static const char *const texts[] = {N_("worse"), N_("steady"), N_("better"),
					    N_("too little evidence"), N_("for information")};

	g_assert(status < G_N_ELEMENTS(texts));
	return catalogue_text(catalogue, texts[status]);
}

const char *wording_unit(const struct catalogue *catalogue, const char *unit)
{
	static const struct word words[] = {
		{"messages_a_week", N_("messages a week")},
		{"business_hours", N_("business hours")},
		{"days", N_("days")},
		{"tickets", N_("tickets")},
		{"nats", N_("surprise, in nats")},
		{"share", N_("share")},
		{"reading_ease", N_("points of reading ease")},
		{"difference_months", N_("relative difference × months")},
		{"decisions", N_("late decisions")},
		{"renewals", N_("renewals running")},
		{"points_of_seven", N_("points of a scale from 1 to 7")},
		{"per_100_tickets", N_("complaints per 100 tickets")},
		{NULL, NULL},
	};
	return look_up(catalogue, words, unit);
}

const char *wording_option(const struct catalogue *catalogue, const char *option)
{
	static const struct word words[] = {
		{"continue", N_("carry on")},
		{"dialogue", N_("open a dialogue")},
		{"audit", N_("have an audit made")},
		{"redefine_roles", N_("redefine the roles")},
		{"renegotiate", N_("renegotiate the contract")},
		{"exit", N_("prepare a calm exit")},
		{NULL, NULL},
	};
	return look_up(catalogue, words, option);
}

const char *wording_why(const struct catalogue *catalogue, const char *why)
{
	static const struct word words[] = {
		{"too_little_evidence", N_("There is too little evidence to advise anything.")},
		{"no_erosion", N_("Nothing calls for a change; look again in a quarter.")},
		{"early_signs",
		 N_("The signs are early: talking about them now, with dated facts, costs "
		    "little.")},
		{"slow_erosion",
		 N_("The erosion is slow and still going on: talk about it with dated facts "
		    "that both sides can check.")},
		{"lasting_loss",
		 N_("The lower level has lasted a quarter and more: an outside view of the "
		    "facts comes before any decision.")},
		{"abrupt_break",
		 N_("Something broke within a few weeks: an outside view of what happened "
		    "comes before any decision.")},
		{"recovery",
		 N_("The exchange is coming back: keep what mended it, and look again in a "
		    "quarter.")},
		{"exchange_ended",
		 N_("The exchange has ended: settle data, access, documentation and notice "
		    "periods.")},
		{"channel_doubt",
		 N_("Mail alone cannot tell wear from a move to another channel: ask which "
		    "channels are used now.")},
		{NULL, NULL},
	};
	return look_up(catalogue, words, why);
}

const char *wording_import(const struct catalogue *catalogue, const char *import)
{
	static const struct word words[] = {
		{"ticket_export", N_("Import the CSV export of the ticket tool.")},
		{"older_mail", N_("Import older mail.")},
		{"recent_export", N_("Import a newer export.")},
		{"chat_or_fact", N_("Say when the new channel opened, in a CSV of facts "
				    "(date,fact,value: 2025-03-03,channel_opened,Teams).")},
		{NULL, NULL},
	};
	/* The catalogue's empty key is its own header. */
	return g_strcmp0(import, "none") == 0 ? "" : look_up(catalogue, words, import);
}

const char *wording_likelihood(const struct catalogue *catalogue, double probability)
{
	static const struct {
		double below;
		const char *text;
	} scale[] = {
		{.01, N_("exceptionally unlikely")},
		{.10, N_("very unlikely")},
		{.33, N_("unlikely")},
		{.66, N_("as likely as not")},
		{.90, N_("likely")},
		{.99, N_("very likely")},
		{INFINITY, N_("virtually certain")},
	};
	guint row = 0;

	while (probability >= scale[row].below)
		row++;
	return catalogue_text(catalogue, scale[row].text);
}

const char *wording_fact(const struct catalogue *catalogue, const char *fact)
{
	static const struct word words[] = {
		{"channel_opened", N_("new channel opened")},
		{"ticket_tool_changed", N_("change of ticket tool")},
		{"migration_started", N_("migration project begins")},
		{"migration_ended", N_("migration project ends")},
		{"contract_ended", N_("end of the contract")},
		{"headcount", N_("headcount")},
		{"sites", N_("sites")},
		{"remote_share", N_("share of remote work")},
		{"systems", N_("systems in use")},
		{"regulation", N_("regulation that applies")},
		{"security", N_("security needs")},
		{"growth", N_("growth")},
		{"revenue", N_("revenue")},
		{NULL, NULL},
	};
	return look_up(catalogue, words, fact);
}
