/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One row a kind of mail says which lists of the wording make its subject and its text, and
 * whether it is signed and quotes. Everything else is binding names to values. */
#include "stories/mail_text.h"

#include <string.h>

#include "base/calendar.h"
#include "base/error.h"
#include "stories/civil.h"
#include "stories/quoting.h"
#include "stats/random.h"

#define QUOTE_SHARE       0.82
#define INTERLEAVED_SHARE 0.35 /* of Thunderbird's replies */
#define MOBILE_SHARE      0.06
#define UNSIGNED_SHARE    0.12
#define CHANGED_SUBJECT   0.03
#define WRAP_WIDTH        72u
#define TICKET_SUBJECT    "ask.ticket.subject"

struct kind_row {
	const char *subject; /* list; NULL: prefix and the subject of the conversation */
	const char *body;    /* list; NULL: by tone, replies[] */
	bool quotes, forward, human;
};

static const struct kind_row kinds[MAIL_KIND_COUNT] = {
	[MAIL_ASK] = {"ask.subject", "ask", false, false, true},
	[MAIL_FORWARDED_ASK] = {"ask.subject", "forwarded-ask", true, true, true},
	[MAIL_REPLY] = {NULL, NULL, true, false, true},
	[MAIL_FOLLOW_UP] = {NULL, "follow-up", true, false, true},
	[MAIL_REMINDER] = {NULL, "reminder", true, false, true},
	[MAIL_THANKS] = {NULL, "thanks", true, false, true},
	[MAIL_COMPLAINT] = {NULL, "complaint", true, false, true},
	[MAIL_PROACTIVE] = {"proactive.subject", "proactive", false, false, true},
	[MAIL_PROACTIVE_REPLY] = {NULL, "proactive.reply", true, false, true},
	[MAIL_PROJECT] = {"project.subject", "project", false, false, true},
	[MAIL_PROJECT_REPLY] = {NULL, "project.reply", true, false, true},
	[MAIL_REPORT] = {"report.subject", "report", false, false, true},
	[MAIL_INVITATION] = {"invitation.subject", "invitation", false, false, true},
	[MAIL_CANCELLATION] = {"cancellation.subject", "cancellation", false, false, true},
	[MAIL_MINUTES] = {"minutes.subject", "minutes", false, false, true},
	[MAIL_FORWARD] = {NULL, "forward", true, true, true},
	[MAIL_FAREWELL] = {"farewell.subject", "farewell", false, false, true},
	[MAIL_SUCCESSOR] = {"successor.subject", "successor", false, false, true},
	[MAIL_CHANNEL] = {"channel.subject", "channel", false, false, true},
	[MAIL_OUT_OF_OFFICE] = {"out-of-office.subject", "out-of-office", false, false, false},
	[MAIL_ALERT] = {"alert.subject", "alert", false, false, false},
	[MAIL_NEWSLETTER] = {"newsletter.subject", "newsletter", false, false, false},
	[MAIL_NOTICE] = {"notice.subject", "notice", false, false, false},
	[MAIL_PERSONAL] = {"personal.subject", "personal", false, false, true},
	[MAIL_OUT_OF_SCOPE] = {"other.subject", "other", false, false, true},
};

static const char *const replies[] = {
	[TONE_NEUTRAL] = "reply.neutral",
	[TONE_SUPPORTIVE] = "reply.supportive",
	[TONE_DEFENSIVE] = "reply.defensive",
};

/* A supportive answer to a harsh mail takes the harshness up. */
#define CALM_REPLY "reply.calm"

static const char *const harsh_lists[MAIL_KIND_COUNT] = {
	[MAIL_ASK] = "ask.harsh",
	[MAIL_FOLLOW_UP] = "follow-up.harsh",
	[MAIL_REMINDER] = "reminder.harsh",
	[MAIL_THANKS] = "thanks.harsh",
	[MAIL_COMPLAINT] = "complaint.harsh",
	[MAIL_PROACTIVE_REPLY] = "proactive.reply.harsh",
};

static const char *const bound_names[] = {
	"from_first",   "from_last",     "from_name", "from_title",   "from_telephone",
	"from_mail",    "to_first",      "to_last",   "to_civility",  "e",
	"client",       "provider",      "company",   "address",      "switchboard",
	"colleague",    "pivot",         "successor", "ticket",       "ticket_title",
	"ticket_state", "requester",     "weekday",   "month",        "previous_month",
	"next_month",   "year",          "today",     "tomorrow",     "next_week",
	"last_week",    "committee_day", "other",     "other_domain", "subject",
	"topic",        "manners",       NULL,
};

static const char *const prefixes[] = {"topic", "manners", NULL};

static const char *const topic_parts[] = {"subject",   "question",  "supportive", "neutral",
					  "defensive", "proactive", "solution",   "category"};

static const char *const other_lists[] = {
	"topics",
	"reply.neutral",
	"reply.supportive",
	"reply.defensive",
	"signature",
	"signature.mobile",
	"footer.client",
	"footer.provider",
	"first.f",
	"first.m",
	"last",
	"ticket.subject",
	"ticket.description",
	"ticket.answer",
	"ticket.solution",
	"ticket.answer.defensive",
	"other.company",
	"forwarded",
	TICKET_SUBJECT,
	NULL,
};

struct conversation {
	GHashTable *memory;
	char *subject;
	const char *language;
};

struct written {
	char *text; /* what a reply quotes */
	char *own;
	char *subject;
};

struct composer {
	const struct parameters *parameters;
	const struct cast *cast;
	const struct plan *plan;
	const struct wording *wording;
	GTimeZone *zone;
	guint64 seed;
	GRand *random;
	struct conversation *conversations;
	struct written *written;     /* by mail */
	char **signatures;           /* by member, NULL until first needed */
	struct ticket_text *tickets; /* by ticket */
};

const char *const *composer_bound_names(void)
{
	return bound_names;
}

const char *const *composer_prefixes(void)
{
	return prefixes;
}

/* --- What the wording must hold ----------------------------------------------------------- */

static bool need_list(const struct wording *wording, const char *language, const char *list,
		      GError **error)
{
	if (list == NULL || wording_has(wording, language, list))
		return true;
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
		    "the wording files have no list [%s] for language \"%s\"", list, language);
	return false;
}

static bool need_topic(const struct wording *wording, const char *language, const char *topic,
		       GError **error)
{
	for (guint i = 0; i < G_N_ELEMENTS(topic_parts); i++) {
		g_autofree char *list = g_strconcat(topic, ".", topic_parts[i], NULL);

		if (!need_list(wording, language, list, error))
			return false;
	}
	return true;
}

static bool need_harsh(const struct wording *wording, const struct parameters *parameters,
		       const char *language, GError **error)
{
	if (parameters->client_harsh.before <= 0 && parameters->client_harsh.after <= 0)
		return true;
	for (guint i = 0; i < MAIL_KIND_COUNT; i++)
		if (!need_list(wording, language, harsh_lists[i], error))
			return false;
	return need_list(wording, language, CALM_REPLY, error);
}

/* A voice has at least its three answers, so that a misspelt one is an error. */
static bool need_voice(const struct wording *wording, const struct parameters *parameters,
		       const char *language, GError **error)
{
	for (guint i = 0; parameters->voice != NULL && i < G_N_ELEMENTS(replies); i++) {
		g_autofree char *list = g_strconcat(parameters->voice, ".", replies[i], NULL);

		if (!need_list(wording, language, list, error))
			return false;
	}
	return true;
}

bool composer_check_lists(const struct wording *wording, const struct parameters *parameters,
			  const char *language, GError **error)
{
	for (guint i = 0; i < MAIL_KIND_COUNT; i++)
		if (!need_list(wording, language, kinds[i].subject, error) ||
		    !need_list(wording, language, kinds[i].body, error))
			return false;
	for (guint i = 0; other_lists[i] != NULL; i++)
		if (!need_list(wording, language, other_lists[i], error))
			return false;
	for (guint i = 0; i < wording_size(wording, language, "topics"); i++)
		if (!need_topic(wording, language, wording_item(wording, language, "topics", i),
				error))
			return false;
	return need_voice(wording, parameters, language, error) &&
	       need_harsh(wording, parameters, language, error);
}

/* --- Life ----------------------------------------------------------------------------------
 */

struct composer *composer_new(const struct parameters *parameters, const struct cast *cast,
			      const struct plan *plan, const struct wording *wording,
			      guint64 seed, GTimeZone *zone)
{
	struct composer *composer = g_new0(struct composer, 1);

	composer->parameters = parameters;
	composer->cast = cast;
	composer->plan = plan;
	composer->wording = wording;
	composer->zone = zone;
	composer->random = random_stream(seed, parameters->name, "mail wording");
	composer->seed = seed;
	composer->conversations = g_new0(struct conversation, plan->n_threads);
	composer->written = g_new0(struct written, plan->mails->len);
	composer->signatures = g_new0(char *, cast->members->len);
	composer->tickets = g_new0(struct ticket_text, plan->tickets->len);
	return composer;
}

static void written_clear(struct written *written)
{
	g_free(written->text);
	g_free(written->own);
	g_free(written->subject);
}

static void ticket_text_clear(struct ticket_text *text)
{
	g_free(text->title);
	g_free(text->description);
	g_free(text->category);
	g_free(text->first_answer);
	g_free(text->solution);
}

void composer_free(struct composer *composer)
{
	if (composer == NULL)
		return;
	for (guint i = 0; i < composer->plan->n_threads; i++) {
		g_clear_pointer(&composer->conversations[i].memory, g_hash_table_unref);
		g_free(composer->conversations[i].subject);
	}
	for (guint i = 0; i < composer->plan->mails->len; i++)
		written_clear(&composer->written[i]);
	for (guint i = 0; i < composer->cast->members->len; i++)
		g_free(composer->signatures[i]);
	g_free(composer->conversations);
	g_free(composer->written);
	for (guint i = 0; i < composer->plan->tickets->len; i++)
		ticket_text_clear(&composer->tickets[i]);
	g_free(composer->signatures);
	g_free(composer->tickets);
	g_rand_free(composer->random);
	g_free(composer);
}

void mail_text_clear(struct mail_text *text)
{
	g_free(text->subject);
	g_free(text->own);
	g_free(text->plain);
	g_free(text->signature);
	g_free(text->attribution);
	g_free(text->quoted);
	g_free(text->other_name);
	g_free(text->other_address);
	memset(text, 0, sizeof(*text));
}

/* --- Binding -------------------------------------------------------------------------------
 */

static void bind(GHashTable *bound, const char *name, const char *value)
{
	g_hash_table_insert(bound, g_strdup(name), g_strdup(value));
}

static void bind_owned(GHashTable *bound, const char *name, char *value)
{
	g_hash_table_insert(bound, g_strdup(name), value);
}

static void bind_dates(GHashTable *bound, const char *language, gint32 day)
{
	int year, month, day_of_month;

	calendar_ymd_from_day(day, &year, &month, &day_of_month);
	bind(bound, "month", civil_month(language, month));
	bind(bound, "previous_month", civil_month(language, month == 1 ? 12 : month - 1));
	bind(bound, "next_month", civil_month(language, month == 12 ? 1 : month + 1));
	bind_owned(bound, "year", g_strdup_printf("%d", year));
	bind(bound, "weekday",
	     civil_weekday(language,
			   1 + day - calendar_monday_of_week(calendar_week_of_day(day))));
	bind_owned(bound, "today", civil_day(language, day));
	bind_owned(bound, "tomorrow", civil_day(language, day + 1));
	bind_owned(bound, "next_week", civil_day(language, day + 7));
	bind_owned(bound, "last_week", civil_day(language, day - 7));
}

static const struct side_parameters *company_of(const struct composer *composer,
						enum party party)
{
	return party == PARTY_CLIENT ? &composer->parameters->client
				     : &composer->parameters->provider;
}

static void bind_sender(const struct composer *composer, GHashTable *bound, guint from)
{
	const struct member *member = cast_member(composer->cast, from);
	const struct side_parameters *company = company_of(composer, member->party);

	bind(bound, "from_first", member->first);
	bind(bound, "from_last", member->last);
	bind(bound, "from_name", member->name);
	bind(bound, "from_mail", member->address);
	bind(bound, "from_telephone", member->telephone);
	bind(bound, "e", member->female ? "e" : "");
	bind(bound, "manners", member->manners);
	bind(bound, "company", company->name);
	bind(bound, "address", company->address);
	bind_owned(bound, "switchboard", g_strconcat(company->telephone, " 00 00", NULL));
}

static const char *civility(const struct member *member, const char *language)
{
	if (g_str_equal(language, "fr"))
		return member->female ? "Madame" : "Monsieur";
	return member->female ? "Ms" : "Mr";
}

static void bind_recipient(const struct composer *composer, GHashTable *bound, guint to,
			   const char *language)
{
	const struct member *member = cast_member(composer->cast, to);
	bool person = member->kind == MEMBER_PERSON || member->kind == MEMBER_USER;

	bind(bound, "to_first", person ? member->first : "");
	bind(bound, "to_last", person ? member->last : "");
	bind(bound, "to_civility", person ? civility(member, language) : "");
	if (!person)
		bind(bound, "manners", "nobody");
}

/* Somebody of the sender's side who is not the sender: the first that comes. */
static const char *colleague_of(const struct cast *cast, guint from)
{
	enum party party = cast_member(cast, from)->party;

	for (guint i = 0; i < cast->members->len; i++) {
		const struct member *member =
			cast_member(cast, (from + 1 + i) % cast->members->len);

		if (member->party == party && member->kind == MEMBER_PERSON &&
		    member != cast_member(cast, from))
			return member->first;
	}
	return cast_member(cast, from)->first;
}

static void bind_constants(const struct composer *composer, GHashTable *bound, guint from)
{
	const struct cast *cast = composer->cast;

	bind(bound, "client", composer->parameters->client.name);
	bind(bound, "provider", composer->parameters->provider.name);
	bind(bound, "colleague", colleague_of(cast, from));
	bind(bound, "pivot", cast_member(cast, cast->pivot)->first);
	bind(bound, "successor", cast_member(cast, cast->successor)->name);
}

static GHashTable *new_bound(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

static const char *topic_of(const struct composer *composer, const char *language, guint32 draw)
{
	guint count = wording_size(composer->wording, language, "topics");

	return wording_item(composer->wording, language, "topics", draw % count);
}

static bool bind_title(const struct composer *composer, const struct wording_context *context,
		       guint from, GError **error)
{
	const struct member *member = cast_member(composer->cast, from);
	g_autofree char *list = g_strconcat("title.", member->role, NULL);
	char *title;

	if (*member->role == '\0' || member->kind == MEMBER_USER) {
		bind(context->bound, "from_title", "");
		return true;
	}
	title = wording_expand(composer->wording, context, list, error);
	if (title == NULL)
		return false;
	bind_owned(context->bound, "from_title", title);
	return true;
}

/* As the tool of the ticket numbers it. */
static char *ticket_key(const struct composer *composer, guint index)
{
	bool jira = plan_ticket(composer->plan, index)->tool == TOOL_JIRA;

	return g_strdup_printf(jira ? "SUP-%u" : "%u", TICKET_FIRST_NUMBER + index);
}

static const char *ticket_state(const struct composer *composer,
				const struct planned_mail *mail, const char *language)
{
	static const char *const states[2][2] = {{"opened", "solved"}, {"ouvert", "résolu"}};
	const struct planned_ticket *ticket = plan_ticket(composer->plan, mail->ticket);
	bool solved = ticket->resolved_ms != PLAN_NEVER && mail->at_ms >= ticket->resolved_ms;

	return states[g_str_equal(language, "fr")][solved];
}

static void bind_ticket(const struct composer *composer, const struct wording_context *context,
			const struct planned_mail *mail)
{
	const struct planned_ticket *ticket;

	if (mail->ticket == PLAN_NONE)
		return;
	ticket = plan_ticket(composer->plan, mail->ticket);
	bind_owned(context->bound, "ticket", ticket_key(composer, mail->ticket));
	bind(context->bound, "ticket_state", ticket_state(composer, mail, context->language));
	bind(context->bound, "requester", cast_member(composer->cast, ticket->requester)->name);
	bind(context->bound, "topic", topic_of(composer, context->language, ticket->topic));
	bind(context->bound, "ticket_title", composer->tickets[mail->ticket].title);
}

/* An invented supplier, as a name and a domain that mirrors it. */
static bool bind_other(const struct composer *composer, const struct wording_context *context,
		       GError **error)
{
	g_autofree char *name =
		wording_expand(composer->wording, context, "other.company", error);
	g_autoptr(GString) domain = g_string_new(NULL);
	g_autofree char *plain = NULL;

	if (name == NULL)
		return false;
	plain = g_str_to_ascii(name, "C");
	for (const char *at = plain; *at != '\0'; at++)
		g_string_append_c(domain, g_ascii_isalnum(*at) ? g_ascii_tolower(*at) : '-');
	g_string_append(domain, ".example");
	bind(context->bound, "other", name);
	bind(context->bound, "other_domain", domain->str);
	return true;
}

static bool bind_mail(const struct composer *composer, const struct wording_context *context,
		      const struct planned_mail *mail, GError **error)
{
	GHashTable *bound = context->bound;
	gint32 day = calendar_day_of_ms(mail->at_ms, composer->zone);

	bind_dates(bound, context->language, day);
	bind_sender(composer, bound, mail->from);
	bind_recipient(composer, bound, mail->to, context->language);
	bind_constants(composer, bound, mail->from);
	bind(bound, "topic", topic_of(composer, context->language, mail->topic));
	if (mail->meeting != PLAN_NONE)
		bind_owned(bound, "committee_day",
			   civil_day(context->language,
				     plan_meeting(composer->plan, mail->meeting)->moved_to));
	bind_ticket(composer, context, mail);
	return bind_title(composer, context, mail->from, error) &&
	       bind_other(composer, context, error);
}

/* --- Composing -----------------------------------------------------------------------------
 */

/* A conversation is in English when either end writes English. */
static struct conversation *conversation_of(struct composer *composer,
					    const struct planned_mail *mail)
{
	struct conversation *conversation = &composer->conversations[mail->thread];
	const struct cast *cast = composer->cast;

	if (conversation->memory == NULL) {
		bool english = g_str_equal(cast_member(cast, mail->from)->language, "en") ||
			       g_str_equal(cast_member(cast, mail->to)->language, "en");

		conversation->memory = new_bound();
		conversation->language = english ? "en" : "fr";
	}
	return conversation;
}

static const char *subject_list(const struct planned_mail *mail)
{
	if (mail->kind == MAIL_ASK && mail->ticket != PLAN_NONE)
		return TICKET_SUBJECT;
	return kinds[mail->kind].subject != NULL ? kinds[mail->kind].subject : "ask.subject";
}

static char *compose_subject(struct composer *composer, const struct wording_context *context,
			     const struct planned_mail *mail, struct conversation *conversation,
			     GError **error)
{
	const struct kind_row *row = &kinds[mail->kind];
	const struct member *from = cast_member(composer->cast, mail->from);
	const char *prefix = quoting_prefix(from->mailer, from->language, row->forward);
	g_autofree char *fresh = NULL;

	if (row->subject == NULL && !random_chance(composer->random, CHANGED_SUBJECT))
		return g_strconcat(prefix, conversation->subject, NULL);
	fresh = wording_expand(composer->wording, context, subject_list(mail), error);
	if (fresh == NULL)
		return NULL;
	if (conversation->subject == NULL)
		conversation->subject = g_strdup(fresh);
	return row->forward ? g_strconcat(prefix, fresh, NULL) : g_steal_pointer(&fresh);
}

static char *personal_signature(struct composer *composer,
				const struct wording_context *context, guint from,
				GError **error)
{
	const struct member *member = cast_member(composer->cast, from);
	g_autofree char *lines = NULL;
	g_autofree char *footer = NULL;

	if (composer->signatures[from] == NULL) {
		lines = wording_expand(composer->wording, context, "signature", error);
		footer = lines != NULL ? wording_expand(composer->wording, context,
							member->party == PARTY_CLIENT
								? "footer.client"
								: "footer.provider",
							error)
				       : NULL;
		if (footer == NULL)
			return NULL;
		composer->signatures[from] =
			g_strconcat(lines, *footer != '\0' ? "\n\n" : "", footer, NULL);
	}
	return g_strdup(composer->signatures[from]);
}

static char *compose_signature(struct composer *composer, const struct wording_context *context,
			       const struct planned_mail *mail, GError **error)
{
	double drawn = g_rand_double(composer->random);

	if (!kinds[mail->kind].human || drawn < UNSIGNED_SHARE)
		return g_strdup("");
	if (drawn < UNSIGNED_SHARE + MOBILE_SHARE)
		return wording_expand(composer->wording, context, "signature.mobile", error);
	return personal_signature(composer, context, mail->from, error);
}

/* The first paragraph that is more than a greeting. */
static char *question_part(const char *own)
{
	g_auto(GStrv) paragraphs = g_strsplit(own, "\n\n", -1);

	for (guint i = 0; paragraphs[i] != NULL; i++)
		if (strlen(paragraphs[i]) > 40)
			return g_strdup(paragraphs[i]);
	return g_strdup(own);
}

/* Greeting, the question between '>' marks, then the answer, as list people write. */
static void interleave(struct composer *composer, const struct planned_mail *mail,
		       struct mail_text *text)
{
	g_autofree char *asked = question_part(composer->written[mail->parent].own);
	struct quoted_mail quoted = {.text = asked};
	g_autofree char *marked = quoting_text(&quoted, MAILER_THUNDERBIRD, false);
	const char *rest = strstr(text->own, "\n\n");
	g_autofree char *head = NULL;
	char *own;

	if (rest == NULL)
		return;
	head = g_strndup(text->own, (gsize)(rest - text->own));
	own = g_strconcat(text->attribution, marked, "\n", head, rest, NULL);
	g_free(text->own);
	text->own = own;
	text->interleaved = true;
	g_clear_pointer(&text->attribution, g_free);
	g_clear_pointer(&text->quoted, g_free);
	text->attribution = g_strdup("");
	text->quoted = g_strdup("");
}

static void quote(struct composer *composer, const struct planned_mail *mail,
		  const struct quoted_mail *quoted, struct mail_text *text)
{
	const struct member *from = cast_member(composer->cast, mail->from);
	bool forward = kinds[mail->kind].forward;

	text->attribution = quoting_attribution(quoted, from->mailer, from->language, forward,
						composer->zone);
	text->quoted = quoting_text(quoted, from->mailer, forward);
	text->bare = quoting_is_bare(from->mailer, forward);
}

static void quote_parent(struct composer *composer, const struct planned_mail *mail,
			 struct mail_text *text)
{
	const struct planned_mail *parent = plan_mail(composer->plan, mail->parent);
	const struct member *from = cast_member(composer->cast, parent->from);
	const struct member *to = cast_member(composer->cast, parent->to);
	const struct written *written = &composer->written[mail->parent];
	struct quoted_mail quoted = {from->name,       from->address, to->name,     to->address,
				     written->subject, written->text, parent->at_ms};

	quote(composer, mail, &quoted, text);
	if (cast_member(composer->cast, mail->from)->mailer == MAILER_THUNDERBIRD &&
	    mail->kind == MAIL_REPLY && random_chance(composer->random, INTERLEAVED_SHARE))
		interleave(composer, mail, text);
}

/* A question about what another supplier wrote: the supplier's mail is below it. */
static bool quote_stranger(struct composer *composer, const struct wording_context *context,
			   const struct planned_mail *mail, struct mail_text *text,
			   GError **error)
{
	g_autofree char *said = wording_expand(composer->wording, context, "forwarded", error);
	const struct member *to = cast_member(composer->cast, mail->from);
	const char *other = g_hash_table_lookup(context->bound, "other");
	g_autofree char *address = g_strconcat(
		"contact@", g_hash_table_lookup(context->bound, "other_domain"), NULL);
	struct quoted_mail quoted = {other,
				     address,
				     to->name,
				     to->address,
				     text->subject + strcspn(text->subject, " ") + 1,
				     said,
				     mail->at_ms - 5 * 3600000};

	if (said == NULL)
		return false;
	quote(composer, mail, &quoted, text);
	return true;
}

static bool compose_quotation(struct composer *composer, const struct wording_context *context,
			      const struct planned_mail *mail, struct mail_text *text,
			      GError **error)
{
	const struct kind_row *row = &kinds[mail->kind];

	if (row->forward && mail->parent == PLAN_NONE)
		return quote_stranger(composer, context, mail, text, error);
	if (row->quotes && mail->parent != PLAN_NONE &&
	    (row->forward || random_chance(composer->random, QUOTE_SHARE)))
		quote_parent(composer, mail, text);
	return true;
}

static void remember(struct composer *composer, guint index, const struct mail_text *text)
{
	struct written *written = &composer->written[index];
	bool signed_mail = text->signature[0] != '\0';
	bool quoting = text->quoted != NULL && text->quoted[0] != '\0';

	written->subject = g_strdup(text->subject);
	written->own = g_strdup(text->own);
	written->text = g_strconcat(text->plain, signed_mail ? "\n\n" : "", text->signature,
				    quoting ? "\n\n" : "", quoting ? text->attribution : "",
				    quoting ? text->quoted : "", NULL);
}

/* The list of the story's voice where it has one of this name. Caller owns. */
static char *voiced(const struct composer *composer, const char *language, const char *list)
{
	const char *voice = composer->parameters->voice;
	g_autofree char *own = voice != NULL ? g_strconcat(voice, ".", list, NULL) : NULL;

	if (own != NULL && wording_has(composer->wording, language, own))
		return g_steal_pointer(&own);
	return g_strdup(list);
}

static bool answers_harshness(const struct composer *composer, const struct planned_mail *mail)
{
	return mail->parent != PLAN_NONE &&
	       plan_mail(composer->plan, mail->parent)->tone == TONE_HARSH;
}

static const char *body_list(const struct composer *composer, const struct planned_mail *mail)
{
	const char *list = kinds[mail->kind].body;

	if (mail->tone == TONE_HARSH)
		return harsh_lists[mail->kind];
	if (list != NULL)
		return list;
	if (mail->tone == TONE_SUPPORTIVE && answers_harshness(composer, mail))
		return CALM_REPLY;
	return replies[mail->tone];
}

static char *compose_body(const struct composer *composer,
			  const struct wording_context *context,
			  const struct planned_mail *mail, GError **error)
{
	g_autofree char *list = voiced(composer, context->language, body_list(composer, mail));

	return wording_expand(composer->wording, context, list, error);
}

static char *break_lines(const struct member *from, const char *own)
{
	if (from->mailer != MAILER_THUNDERBIRD && from->mailer != MAILER_GMAIL)
		return g_strdup(own);
	return quoting_wrap(own, WRAP_WIDTH);
}

static bool compose(struct composer *composer, const struct wording_context *context,
		    const struct planned_mail *mail, struct conversation *conversation,
		    struct mail_text *text, GError **error)
{
	text->language = context->language;
	text->subject = compose_subject(composer, context, mail, conversation, error);
	if (text->subject == NULL)
		return false;
	bind(context->bound, "subject", conversation->subject);
	text->own = compose_body(composer, context, mail, error);
	if (text->own == NULL)
		return false;
	g_strstrip(text->own);
	text->signature = compose_signature(composer, context, mail, error);
	if (text->signature == NULL || !compose_quotation(composer, context, mail, text, error))
		return false;
	if (text->quoted == NULL) {
		text->attribution = g_strdup("");
		text->quoted = g_strdup("");
	}
	text->plain = break_lines(cast_member(composer->cast, mail->from), text->own);
	return true;
}

static void fill_stranger(struct composer *composer, const struct wording_context *context,
			  struct mail_text *text)
{
	text->other_name = g_strdup(g_hash_table_lookup(context->bound, "other"));
	text->other_address = g_strconcat(
		"contact@", g_hash_table_lookup(context->bound, "other_domain"), NULL);
	text->other_sends = random_chance(composer->random, 0.5);
}

bool composer_mail(struct composer *composer, guint index, struct mail_text *text,
		   GError **error)
{
	const struct planned_mail *mail = plan_mail(composer->plan, index);
	struct conversation *conversation = conversation_of(composer, mail);
	g_autoptr(GHashTable) bound = new_bound();
	struct wording_context context = {conversation->language, bound, conversation->memory,
					  composer->random};

	memset(text, 0, sizeof(*text));
	if (!bind_mail(composer, &context, mail, error) ||
	    !compose(composer, &context, mail, conversation, text, error)) {
		mail_text_clear(text);
		return false;
	}
	if (mail->kind == MAIL_OUT_OF_SCOPE)
		fill_stranger(composer, &context, text);
	remember(composer, index, text);
	return true;
}

/* --- Tickets -------------------------------------------------------------------------------
 */

static bool expand_ticket(struct composer *composer, const struct wording_context *context,
			  enum tone tone, struct ticket_text *text, GError **error)
{
	g_autofree char *category = g_strconcat(
		(const char *)g_hash_table_lookup(context->bound, "topic"), ".category", NULL);
	g_autofree char *answer =
		voiced(composer, context->language,
		       tone == TONE_DEFENSIVE ? "ticket.answer.defensive" : "ticket.answer");
	const struct {
		char **place;
		const char *list;
	} parts[] = {
		{&text->title, "ticket.subject"},
		{&text->description, "ticket.description"},
		{&text->category, category},
		{&text->first_answer, answer},
		{&text->solution, "ticket.solution"},
	};

	for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
		*parts[i].place =
			wording_expand(composer->wording, context, parts[i].list, error);
		if (*parts[i].place == NULL)
			return false;
	}
	return true;
}

static bool compose_ticket(struct composer *composer, guint index, GRand *random,
			   GError **error)
{
	const struct planned_ticket *ticket = plan_ticket(composer->plan, index);
	const struct member *requester = cast_member(composer->cast, ticket->requester);
	g_autoptr(GHashTable) bound = new_bound();
	g_autoptr(GHashTable) memory = new_bound();
	struct wording_context context = {requester->language, bound, memory, random};

	bind_dates(bound, context.language,
		   calendar_day_of_ms(ticket->opened_ms, composer->zone));
	bind_sender(composer, bound, ticket->requester);
	bind_recipient(composer, bound, ticket->technician, context.language);
	bind_constants(composer, bound, ticket->requester);
	bind(bound, "topic", topic_of(composer, context.language, ticket->topic));
	return bind_other(composer, &context, error) &&
	       expand_ticket(composer, &context, ticket->tone, &composer->tickets[index],
			     error);
}

static void copy_ticket(struct ticket_text *to, const struct ticket_text *from)
{
	to->title = g_strdup(from->title);
	to->description = g_strdup(from->description);
	to->category = g_strdup(from->category);
	to->first_answer = g_strdup(from->first_answer);
	to->solution = g_strdup(from->solution);
}

bool composer_tickets(struct composer *composer, GError **error)
{
	const struct plan *plan = composer->plan;
	g_autoptr(GRand) random =
		random_stream(composer->seed, composer->parameters->name, "ticket wording");

	for (guint i = 0; i < plan->tickets->len; i++) {
		guint moved_from = plan_ticket(plan, i)->moved_from;

		if (moved_from != PLAN_NONE)
			copy_ticket(&composer->tickets[i], &composer->tickets[moved_from]);
		else if (!compose_ticket(composer, i, random, error))
			return false;
	}
	return true;
}

const struct ticket_text *composer_ticket(const struct composer *composer, guint ticket)
{
	return &composer->tickets[ticket];
}
