/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A table of rules, the most certain first; the first that holds decides. What a header says of
 * itself (RFC 3834, RFC 3464, RFC 2369) goes before the sender, and the sender before the
 * subject. Subjects are only believed where no person answers: "Re: [GLPI #12]" is an answer.
 */
#include "importers/automatic.h"

#include <string.h>

struct rule {
	bool (*holds)(const struct automatic_evidence *evidence);
	enum automatic_kind kind;
};

static const struct header_value *field(const struct automatic_evidence *evidence,
					enum header_id id)
{
	return &evidence->headers->first[id];
}

static bool has(const struct automatic_evidence *evidence, enum header_id id)
{
	return field(evidence, id)->text != NULL;
}

static bool begins_with_any(const char *text, const char *const *prefixes)
{
	for (; text && *prefixes; prefixes++)
		if (!g_ascii_strncasecmp(text, *prefixes, strlen(*prefixes)))
			return true;
	return false;
}

static bool field_holds(const struct header_value *value, const char *word)
{
	gsize length = strlen(word);

	for (gsize i = 0; value->text && i + length <= value->length; i++)
		if (!g_ascii_strncasecmp(value->text + i, word, length))
			return true;
	return false;
}

/* Whether one of the words stands alone in the text: "nagios" in "nagios-prod", not in
 * "nagiosman". */
static bool has_word(const char *text, const char *const *words)
{
	for (; text && *words; words++) {
		gsize length = strlen(*words);
		const char *p = text;

		for (; *p; p++) {
			if (p > text && g_ascii_isalpha(p[-1]))
				continue;
			if (!g_ascii_strncasecmp(p, *words, length) &&
			    !g_ascii_isalpha(p[length]))
				return true;
		}
	}
	return false;
}

static char *local_part(const struct automatic_evidence *evidence)
{
	const char *sender = evidence->sender ? evidence->sender : "";

	return g_strndup(sender, strcspn(sender, "@"));
}

static bool sender_has_word(const struct automatic_evidence *evidence, const char *const *words)
{
	g_autofree char *local = local_part(evidence);

	return has_word(local, words);
}

static bool answers(const struct automatic_evidence *evidence)
{
	static const char *const prefixes[] = {"re:",
					       "re :",
					       "re\xc2\xa0:",
					       "aw:",
					       "tr:",
					       "tr :",
					       "fw:",
					       "fwd:",
					       "sv:",
					       "r\xc3\xa9"
					       "f:",
					       NULL};

	return has(evidence, HEADER_IN_REPLY_TO) ||
	       begins_with_any(evidence->subject, prefixes);
}

/* The marks of a list where people talk; a newsletter has no address to post to. */
static bool through_discussion_list(const struct automatic_evidence *evidence)
{
	g_autofree char *owner = header_unfold(field(evidence, HEADER_SENDER));

	return header_is(field(evidence, HEADER_PRECEDENCE), "list") ||
	       field_holds(field(evidence, HEADER_LIST_POST), "mailto:") ||
	       has(evidence, HEADER_BEEN_THERE) || has(evidence, HEADER_MAILING_LIST) ||
	       (owner && strstr(owner, "owner-"));
}

static bool is_daemon(const struct automatic_evidence *evidence)
{
	static const char *const names[] = {"mailer-daemon", "mail-daemon", "maildaemon", NULL};

	return sender_has_word(evidence, names);
}

static bool has_bounce_subject(const struct automatic_evidence *evidence)
{
	static const char *const subjects[] = {
		"undeliver",
		"delivery status notification",
		"delivery failure",
		"mail delivery failed",
		"mail delivery system",
		"failure notice",
		"returned mail",
		"warning: could not send message",
		"non remis",
		"non distribuable",
		"message non distribu",
		"\xc3\xa9"
		"chec de la remise",
		"notification d'\xc3\xa9tat de remise",
		NULL,
	};

	return begins_with_any(evidence->subject, subjects);
}

static bool empty_return_path(const struct automatic_evidence *evidence)
{
	g_autofree char *path = header_unfold(field(evidence, HEADER_RETURN_PATH));

	return path && (*path == '\0' || g_str_equal(path, "<>"));
}

static bool is_delivery_report(const struct automatic_evidence *evidence)
{
	return evidence->report &&
	       !field_holds(field(evidence, HEADER_CONTENT_TYPE), "disposition-notification");
}

static bool is_bounce(const struct automatic_evidence *evidence)
{
	static const char *const postmaster[] = {"postmaster", NULL};

	if (is_daemon(evidence) || is_delivery_report(evidence))
		return true;
	return has_bounce_subject(evidence) &&
	       (empty_return_path(evidence) || sender_has_word(evidence, postmaster));
}

static bool says_auto_replied(const struct automatic_evidence *evidence)
{
	static const char *const set[] = {"auto_reply", "auto-reply", "autoreply", NULL};
	g_autofree char *precedence = header_unfold(field(evidence, HEADER_PRECEDENCE));
	const struct header_value *autoreply = field(evidence, HEADER_AUTOREPLY);

	return evidence->report ||
	       header_is(field(evidence, HEADER_AUTO_SUBMITTED), "auto-replied") ||
	       (autoreply->text && !header_is(autoreply, "no")) ||
	       has(evidence, HEADER_AUTORESPOND) || begins_with_any(precedence, set);
}

static bool has_absence_subject(const struct automatic_evidence *evidence)
{
	static const char *const subjects[] = {
		"absence du bureau",
		"automatic reply",
		"auto-reply",
		"autoreply:",
		"auto reply:",
		"auto:",
		"automatische antwort",
		"out of office",
		"out of the office",
		"r\xc3\xa9ponse automatique",
		"reponse automatique",
		"message d'absence",
		"message d\xe2\x80\x99"
		"absence",
		"absent du bureau",
		"absence :",
		"vacation:",
		NULL,
	};

	return begins_with_any(evidence->subject, subjects);
}

static bool has_monitoring_sender(const struct automatic_evidence *evidence)
{
	static const char *const tools[] = {
		"nagios",      "icinga",  "zabbix",    "centreon",     "prtg",
		"veeam",       "shinken", "checkmk",   "check_mk",     "grafana",
		"datadog",     "netdata", "pagerduty", "opsgenie",     "uptimerobot",
		"pingdom",     "monit",   "munin",     "alertmanager", "logwatch",
		"cron",        "smartd",  "acronis",   "backupexec",   "monitoring",
		"supervision", "rmm",     NULL,
	};
	static const char *const accounts[] = {"root", "nobody", "www-data", NULL};
	const char *mailbox = evidence->sender ? evidence->sender : "";
	g_autofree char *local = local_part(evidence);

	if (has_word(local, tools))
		return true;
	return *mailbox && g_strv_contains(accounts, local) && !answers(evidence);
}

static bool has_monitoring_subject(const struct automatic_evidence *evidence)
{
	static const char *const subjects[] = {
		"** problem",
		"** recovery",
		"** acknowledgement",
		"** flapping",
		"problem service",
		"problem host",
		"recovery service",
		"recovery host",
		"problem: ",
		"resolved: problem",
		"[prtg",
		"[zabbix",
		"[centreon",
		"[nagios",
		"[veeam",
		"[firing:",
		"[resolved] ",
		"[alerting]",
		"[success] ",
		"[failed] ",
		"[warning] ",
		"cron <",
		"logwatch for ",
		"smart error",
		"down alert:",
		"up alert:",
		"monitor is down",
		"monitor is up",
		"backup job:",
		"backup report:",
		"rapport de sauvegarde :",
		"veeam backup",
		NULL,
	};

	return !answers(evidence) && begins_with_any(evidence->subject, subjects);
}

static bool is_machine_sender(const struct automatic_evidence *evidence);

/* Tools write their subjects in their own way, yet "[Warning] ..." may be a person's: a person
 * has a name that is written like one. */
static bool is_monitoring(const struct automatic_evidence *evidence)
{
	if (has_monitoring_sender(evidence))
		return true;
	if (!has_monitoring_subject(evidence))
		return false;
	return evidence->subject[0] == '*' || is_machine_sender(evidence) ||
	       has(evidence, HEADER_AUTO_SUBMITTED) || !evidence->name ||
	       !strchr(evidence->name, ' ');
}

/* Words that a person's address may hold too are only believed with a mark of bulk mail. */
static bool is_newsletter(const struct automatic_evidence *evidence)
{
	static const char *const sure[] = {"newsletter", "newsletters", "infolettre", NULL};
	static const char *const likely[] = {"news", "mailing", "emailing", "marketing", NULL};
	bool bulk = header_is(field(evidence, HEADER_PRECEDENCE), "bulk") ||
		    has(evidence, HEADER_LIST_UNSUBSCRIBE_POST) ||
		    has(evidence, HEADER_FEEDBACK_ID) || has(evidence, HEADER_CAMPAIGN);

	if (through_discussion_list(evidence))
		return false;
	if (sender_has_word(evidence, sure) && !answers(evidence))
		return true;
	return has(evidence, HEADER_LIST_UNSUBSCRIBE) &&
	       (bulk || sender_has_word(evidence, likely) || is_machine_sender(evidence));
}

static bool is_machine_sender(const struct automatic_evidence *evidence)
{
	static const char *const words[] = {
		"noreply",
		"no-reply",
		"no_reply",
		"no.reply",
		"donotreply",
		"do-not-reply",
		"do_not_reply",
		"nepasrepondre",
		"ne-pas-repondre",
		"ne_pas_repondre",
		"pas-de-reponse",
		"notification",
		"notifications",
		"automate",
		"robot",
		"autoreply",
		"glpi",
		"jira",
		"servicenow",
		"zammad",
		"otrs",
		"mantis",
		"bugzilla",
		"listserv",
		"majordomo",
		NULL,
	};

	return sender_has_word(evidence, words);
}

static bool ends_at_ticket_host(const struct automatic_evidence *evidence)
{
	static const char *const hosts[] = {".atlassian.net", "@service-now.com",
					    ".service-now.com", NULL};

	for (gsize i = 0; evidence->sender && hosts[i]; i++)
		if (g_str_has_suffix(evidence->sender, hosts[i]))
			return true;
	return false;
}

/* A notice of a ticket tool; an answer that a person writes into the thread is none. */
static bool is_ticket_notice(const struct automatic_evidence *evidence)
{
	static const char *const subjects[] = {"[glpi #", "[jira] ", NULL};
	const struct header_value *mailer = field(evidence, HEADER_MAILER);

	if (has(evidence, HEADER_JIRA) || has(evidence, HEADER_SERVICENOW) ||
	    ends_at_ticket_host(evidence))
		return true;
	if (field_holds(mailer, "glpi"))
		return true;
	return begins_with_any(evidence->subject, subjects) &&
	       !has(evidence, HEADER_IN_REPLY_TO);
}

static bool says_automatic(const struct automatic_evidence *evidence)
{
	const struct header_value *submitted = field(evidence, HEADER_AUTO_SUBMITTED);

	return submitted->text && !header_is(submitted, "no");
}

static bool is_bulk(const struct automatic_evidence *evidence)
{
	const struct header_value *precedence = field(evidence, HEADER_PRECEDENCE);

	return (header_is(precedence, "bulk") || header_is(precedence, "junk")) &&
	       !through_discussion_list(evidence);
}

static bool is_invitation(const struct automatic_evidence *evidence)
{
	return evidence->invitation;
}

static bool is_from_nobody(const struct automatic_evidence *evidence)
{
	return empty_return_path(evidence) && !through_discussion_list(evidence);
}

enum automatic_kind automatic_classify(const struct automatic_evidence *evidence)
{
	static const struct rule rules[] = {
		{is_bounce, AUTOMATIC_BOUNCE},
		{says_auto_replied, AUTOMATIC_AUTO_REPLY},
		{has_absence_subject, AUTOMATIC_AUTO_REPLY},
		{is_invitation, AUTOMATIC_ROBOT},
		{is_monitoring, AUTOMATIC_MONITORING},
		{is_ticket_notice, AUTOMATIC_ROBOT},
		{is_newsletter, AUTOMATIC_NEWSLETTER},
		{says_automatic, AUTOMATIC_ROBOT},
		{is_machine_sender, AUTOMATIC_ROBOT},
		{is_bulk, AUTOMATIC_ROBOT},
		{is_from_nobody, AUTOMATIC_ROBOT},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rules); i++)
		if (rules[i].holds(evidence))
			return rules[i].kind;
	return AUTOMATIC_NOT;
}
