/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Headers, charsets, transfer encodings and parts as Outlook, Gmail, Thunderbird, Apple Mail
 * and robots write them. Every message carries X-Entente-Simulated, so that none can pass for
 * somebody's real mail. */
#include "stories/mail_writer.h"

#include <string.h>

#include "stories/civil.h"
#include "stories/mime.h"
#include "stories/quoting.h"
#include "stats/random.h"

#define REFERENCES_MOST  12u
#define ONE_HEADER_SHARE 0.08 /* answers that carry only one of In-Reply-To and References */
#define APPLE_HTML_SHARE 0.3

enum encoding { ENCODING_8BIT, ENCODING_QUOTED, ENCODING_BASE64 };

struct body_habit {
	const char *charset;
	enum encoding encoding;
};

struct habit {
	const char *program;             /* header line, NULL = none */
	const char *id_prefix, *id_host; /* around the random part of Message-ID */
	bool html;
	struct body_habit body[3]; /* by person */
};

static const struct habit habits[MAILER_COUNT] = {
	[MAILER_OUTLOOK] = {"X-Mailer: Microsoft Outlook 16.0\n",
			    "PR0P264MB",
			    "exch01.",
			    true,
			    {{"utf-8", ENCODING_BASE64},
			     {"windows-1252", ENCODING_QUOTED},
			     {"iso-8859-1", ENCODING_QUOTED}}},
	[MAILER_GMAIL] = {NULL,
			  "CAF",
			  "webmail.",
			  true,
			  {{"utf-8", ENCODING_QUOTED},
			   {"utf-8", ENCODING_BASE64},
			   {"utf-8", ENCODING_QUOTED}}},
	[MAILER_THUNDERBIRD] = {"User-Agent: Mozilla Thunderbird\n",
				"",
				"",
				false,
				{{"utf-8", ENCODING_8BIT},
				 {"iso-8859-1", ENCODING_8BIT},
				 {"utf-8", ENCODING_8BIT}}},
	[MAILER_APPLE] = {"X-Mailer: Apple Mail (2.3774.500)\n",
			  "",
			  "",
			  false,
			  {{"utf-8", ENCODING_QUOTED},
			   {"utf-8", ENCODING_QUOTED},
			   {"windows-1252", ENCODING_QUOTED}}},
};

static const char *const encoding_names[] = {"8bit", "quoted-printable", "base64"};

/* Headers by which machines say that they are machines. */
static const char *const machine_headers[MAIL_KIND_COUNT] = {
	[MAIL_OUT_OF_OFFICE] = "Auto-Submitted: auto-replied\n"
			       "X-Auto-Response-Suppress: All\nPrecedence: bulk\n",
	[MAIL_ALERT] = "Auto-Submitted: auto-generated\nX-Priority: 1\n",
	[MAIL_NEWSLETTER] = "List-Unsubscribe: <mailto:unsubscribe@newsletter.example>\n"
			    "List-Id: <actualites.newsletter.example>\nPrecedence: bulk\n",
	[MAIL_NOTICE] = "Auto-Submitted: auto-generated\nPrecedence: bulk\n",
};

struct writer {
	const struct parameters *parameters;
	const struct cast *cast;
	const struct plan *plan;
	struct composer *composer;
	guint64 seed;
	GTimeZone *zone;
	GRand *random;
	char **ids; /* Message-ID by mail, without angle brackets */
	GString *mbox;
};

struct correspondent {
	const char *name, *address;
};

/* One message under way. */
struct draft {
	const struct planned_mail *mail;
	const struct mail_text *text;
	const struct member *author; /* whose program it is */
	const char *charset;
	enum encoding encoding;
	char *boundary;
	GString *out;
};

static struct correspondent correspondent(const struct writer *writer, guint index)
{
	const struct member *member = cast_member(writer->cast, index);

	return (struct correspondent){member->name, member->address};
}

static guint64 draw_bits(struct writer *writer)
{
	guint64 high = g_rand_int(writer->random);

	return high << 32 | g_rand_int(writer->random);
}

static char *draw_id(struct writer *writer, const struct draft *draft, const char *address)
{
	const struct habit *habit = &habits[draft->author->mailer];

	return g_strdup_printf("%s%016" G_GINT64_MODIFIER "x@%s%s", habit->id_prefix,
			       draw_bits(writer), habit->id_host, strchr(address, '@') + 1);
}

/* --- Parts ---------------------------------------------------------------------------------
 */

static void append_part(struct draft *draft, const char *type, const char *text)
{
	const char *charset = draft->charset;
	gsize length;
	g_autofree char *bytes = mime_convert(text, &charset, &length);
	g_autofree char *encoded = NULL;

	if (draft->encoding == ENCODING_QUOTED)
		encoded = mime_quoted_printable(bytes, length);
	else if (draft->encoding == ENCODING_BASE64)
		encoded = mime_base64((const guint8 *)bytes, length);
	g_string_append_printf(draft->out,
			       "Content-Type: %s; charset=%s\n"
			       "Content-Transfer-Encoding: %s\n\n",
			       type, charset, encoding_names[draft->encoding]);
	if (encoded != NULL)
		g_string_append(draft->out, encoded);
	else
		g_string_append_len(draft->out, bytes, (gssize)length);
	if (draft->out->str[draft->out->len - 1] != '\n')
		g_string_append_c(draft->out, '\n');
}

static void append_html_lines(GString *html, const char *text, const char *tag)
{
	g_auto(GStrv) paragraphs = g_strsplit(text, "\n\n", -1);

	for (guint i = 0; paragraphs[i] != NULL; i++) {
		g_autofree char *escaped = g_markup_escape_text(paragraphs[i], -1);
		g_auto(GStrv) lines = g_strsplit(escaped, "\n", -1);
		g_autofree char *joined = g_strjoinv("<br>\n", lines);

		g_string_append_printf(html, "<%s>%s</%s>\n", tag, joined, tag);
	}
}

static void append_html_quotation(GString *html, const struct mail_text *text,
				  enum mailer mailer)
{
	bool outlook = mailer == MAILER_OUTLOOK;
	g_autofree char *attribution = g_strchomp(g_strdup(text->attribution));
	const char *headers = attribution;

	if (outlook && *headers == '_')
		headers = strchr(headers, '\n') + 1;
	g_string_append(html, outlook ? "<hr style=\"display:inline-block;width:98%\">\n"
					"<div id=\"divRplyFwdMsg\" dir=\"ltr\">\n"
				      : "<div class=\"gmail_quote\">\n");
	append_html_lines(html, headers, "div");
	g_string_append(html, outlook ? "</div>\n" : "<blockquote class=\"gmail_quote\">\n");
	append_html_lines(html, text->quoted, "p");
	g_string_append(html, outlook ? "" : "</blockquote>\n</div>\n");
}

static char *html_of(const struct draft *draft)
{
	GString *html = g_string_new("<html><head><meta http-equiv=\"Content-Type\" "
				     "content=\"text/html\"></head>\n<body>\n");

	append_html_lines(html, draft->text->own, "p");
	if (draft->text->signature[0] != '\0') {
		g_string_append(html, draft->author->mailer == MAILER_GMAIL
					      ? "<div class=\"gmail_signature\">\n"
					      : "<div>\n");
		append_html_lines(html, draft->text->signature, "p");
		g_string_append(html, "</div>\n");
	}
	if (draft->text->quoted[0] != '\0')
		append_html_quotation(html, draft->text, draft->author->mailer);
	g_string_append(html, "</body></html>\n");
	return g_string_free(html, FALSE);
}

/* The signature mark "-- " is a habit of Thunderbird. */
static char *plain_of(const struct draft *draft)
{
	const struct mail_text *text = draft->text;
	const char *mark = text->signature[0] == '\0'                    ? ""
			   : draft->author->mailer == MAILER_THUNDERBIRD ? "\n\n-- \n"
									 : "\n\n";

	return g_strconcat(text->plain, mark, text->signature, "\n",
			   text->quoted[0] != '\0' ? "\n" : "", text->attribution, text->quoted,
			   NULL);
}

static void append_attachment(struct draft *draft)
{
	g_autofree char *body = g_strdup_printf("%%PDF-1.4\n%% simulated report\n"
						"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
						"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
						"trailer<</Root 1 0 R>>\n%%%%EOF\n");
	g_autofree char *encoded = mime_base64((const guint8 *)body, strlen(body));

	g_string_append_printf(
		draft->out,
		"--%s-mixed\nContent-Type: application/pdf; name=\"rapport.pdf\"\n"
		"Content-Disposition: attachment; filename=\"rapport.pdf\"\n"
		"Content-Transfer-Encoding: base64\n\n%s--%s-mixed--\n",
		draft->boundary, encoded, draft->boundary);
}

static void append_alternative(struct draft *draft)
{
	g_autofree char *plain = plain_of(draft);
	g_autofree char *html = html_of(draft);

	g_string_append_printf(draft->out,
			       "Content-Type: multipart/alternative; boundary=\"%s\"\n\n",
			       draft->boundary);
	g_string_append_printf(draft->out, "--%s\n", draft->boundary);
	append_part(draft, "text/plain", plain);
	g_string_append_printf(draft->out, "\n--%s\n", draft->boundary);
	append_part(draft, "text/html", html);
	g_string_append_printf(draft->out, "\n--%s--\n", draft->boundary);
}

static bool wants_html(struct writer *writer, const struct draft *draft)
{
	if (draft->author->kind != MEMBER_PERSON || draft->mail->kind == MAIL_OUT_OF_OFFICE)
		return draft->mail->kind == MAIL_NEWSLETTER;
	if (draft->author->mailer == MAILER_APPLE)
		return random_chance(writer->random, APPLE_HTML_SHARE);
	return habits[draft->author->mailer].html;
}

static void append_body(struct writer *writer, struct draft *draft)
{
	bool attached = draft->mail->kind == MAIL_REPORT;
	g_autofree char *plain = NULL;

	if (attached)
		g_string_append_printf(
			draft->out,
			"Content-Type: multipart/mixed; boundary=\"%s-mixed\"\n\n"
			"--%s-mixed\n",
			draft->boundary, draft->boundary);
	if (wants_html(writer, draft)) {
		append_alternative(draft);
	} else {
		plain = plain_of(draft);
		append_part(draft, "text/plain", plain);
	}
	if (attached)
		append_attachment(draft);
}

/* --- Headers -------------------------------------------------------------------------------
 */

static void append_mailbox(struct draft *draft, const char *field, struct correspondent who)
{
	g_autofree char *mailbox = mime_mailbox(who.name, who.address, draft->charset);

	g_string_append_printf(draft->out, "%s: %s\n", field, mailbox);
}

static void append_parties(const struct writer *writer, struct draft *draft)
{
	const struct planned_mail *mail = draft->mail;
	struct correspondent from = correspondent(writer, mail->from);
	struct correspondent to = correspondent(writer, mail->to);
	struct correspondent other = {draft->text->other_name, draft->text->other_address};

	if (mail->kind == MAIL_OUT_OF_SCOPE && draft->text->other_sends)
		from = other;
	else if (mail->kind == MAIL_OUT_OF_SCOPE)
		to = other;
	append_mailbox(draft, "From", from);
	append_mailbox(draft, "To", to);
	if (mail->copy != PLAN_NONE)
		append_mailbox(draft, "Cc", correspondent(writer, mail->copy));
}

/* Ids of the conversation up to the parent, oldest first. */
static void append_references(const struct writer *writer, struct draft *draft)
{
	guint chain[REFERENCES_MOST];
	guint length = 0;

	for (guint at = draft->mail->parent; at != PLAN_NONE && length < REFERENCES_MOST;
	     at = plan_mail(writer->plan, at)->parent)
		chain[length++] = at;
	g_string_append(draft->out, "References:");
	for (guint left = length; left > 0; left--)
		g_string_append_printf(draft->out, "%s <%s>", left < length ? "\n" : "",
				       writer->ids[chain[left - 1]]);
	g_string_append_c(draft->out, '\n');
}

static void append_thread(struct writer *writer, struct draft *draft)
{
	double drawn = g_rand_double(writer->random);

	if (draft->mail->parent == PLAN_NONE || draft->mail->broken_thread)
		return;
	if (drawn > ONE_HEADER_SHARE / 2)
		g_string_append_printf(draft->out, "In-Reply-To: <%s>\n",
				       writer->ids[draft->mail->parent]);
	if (drawn < 1 - ONE_HEADER_SHARE / 2)
		append_references(writer, draft);
}

static void append_headers(struct writer *writer, struct draft *draft, guint index)
{
	const struct planned_mail *mail = draft->mail;
	g_autofree char *date = civil_rfc5322(mail->at_ms, writer->zone);
	g_autofree char *subject = mime_header_text(draft->text->subject, draft->charset);
	const char *program = habits[draft->author->mailer].program;

	append_parties(writer, draft);
	g_string_append_printf(draft->out, "Subject: %s\nDate: %s\nMessage-ID: <%s>\n", subject,
			       date, writer->ids[index]);
	append_thread(writer, draft);
	if (machine_headers[mail->kind] != NULL)
		g_string_append(draft->out, machine_headers[mail->kind]);
	else if (program != NULL)
		g_string_append(draft->out, program);
	g_string_append_printf(draft->out,
			       "X-Entente-Simulated: story=%s; seed=%" G_GUINT64_FORMAT
			       "\nMIME-Version: 1.0\n",
			       writer->parameters->name, writer->seed);
}

/* --- Messages ------------------------------------------------------------------------------
 */

/* A person keeps one way of encoding; machines write UTF-8. */
static void choose_habit(struct draft *draft)
{
	const struct body_habit *body =
		&habits[draft->author->mailer].body[draft->mail->from % 3];
	bool person = draft->author->kind == MEMBER_PERSON;

	draft->charset = person ? body->charset : "utf-8";
	draft->encoding = person ? body->encoding : ENCODING_8BIT;
}

static const char *envelope_of(const struct writer *writer, const struct draft *draft)
{
	if (draft->text->other_address != NULL && draft->text->other_sends)
		return draft->text->other_address;
	return cast_member(writer->cast, draft->mail->from)->address;
}

static void append_message(struct writer *writer, const struct draft *draft)
{
	g_autofree char *date = civil_from_line(draft->mail->at_ms);

	g_string_append_printf(writer->mbox, "From %s %s\n", envelope_of(writer, draft), date);
	mime_append_mboxrd(writer->mbox, draft->out->str);
}

static bool write_mail(struct writer *writer, guint index, GError **error)
{
	const struct planned_mail *mail = plan_mail(writer->plan, index);
	g_autoptr(GString) out = g_string_new(NULL);
	struct mail_text text;
	struct draft draft = {
		.mail = mail,
		.text = &text,
		.author = cast_member(writer->cast, mail->from),
		.out = out,
	};

	if (!composer_mail(writer->composer, index, &text, error))
		return false;
	choose_habit(&draft);
	writer->ids[index] = draw_id(writer, &draft, envelope_of(writer, &draft));
	draft.boundary = g_strdup_printf("_000_%016" G_GINT64_MODIFIER "x_", draw_bits(writer));
	append_headers(writer, &draft, index);
	append_body(writer, &draft);
	append_message(writer, &draft);
	if (mail->duplicate)
		append_message(writer, &draft);
	g_free(draft.boundary);
	mail_text_clear(&text);
	return true;
}

bool mail_writer_mbox(const struct parameters *parameters, const struct cast *cast,
		      const struct plan *plan, struct composer *composer, guint64 seed,
		      GTimeZone *zone, GString *mbox, GError **error)
{
	g_autoptr(GRand) random = random_stream(seed, parameters->name, "mime");
	struct writer writer = {parameters, cast,   plan, composer, seed,
				zone,       random, NULL, mbox};
	bool done = true;

	writer.ids = g_new0(char *, plan->mails->len);
	for (guint i = 0; done && i < plan->by_time->len; i++)
		done = write_mail(&writer, g_array_index(plan->by_time, guint, i), error);
	for (guint i = 0; i < plan->mails->len; i++)
		g_free(writer.ids[i]);
	g_free(writer.ids);
	return done;
}
