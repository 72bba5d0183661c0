/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The block of headers that Outlook and others put above the mail they answer: "De : Envoyé :
 * À : Objet :" and its kin. One label proves nothing ("De : Paris"): a block names its sender,
 * and a subject, a sending date or an address beside. */
#include "text/own_text-internal.h"

#include <string.h>

#define LABEL_BYTES     32u
#define BLOCK_LONGEST   16u /* lines */
#define WRAPPED_LONGEST 3u  /* lines of one header, long lists of recipients */
#define LABELS_LEAST    3

enum label {
	LABEL_FROM = 1 << 0,
	LABEL_SENT = 1 << 1,
	LABEL_DATE = 1 << 2,
	LABEL_TO = 1 << 3,
	LABEL_CC = 1 << 4,
	LABEL_SUBJECT = 1 << 5,
	LABEL_OTHER = 1 << 6,
	LABEL_ADDRESS = 1 << 7, /* no label: an address was seen */
};

static const struct phrase labels[] = {
	PHRASE("from", LABEL_FROM),
	PHRASE("de", LABEL_FROM),
	PHRASE("expediteur", LABEL_FROM),
	PHRASE("von", LABEL_FROM),
	PHRASE("da", LABEL_FROM),
	PHRASE("van", LABEL_FROM),
	PHRASE("fra", LABEL_FROM),
	PHRASE("fran", LABEL_FROM),
	PHRASE("od", LABEL_FROM),
	PHRASE("remitente", LABEL_FROM),
	PHRASE("message du", LABEL_DATE),
	PHRASE("message de", LABEL_FROM),
	PHRASE("sent", LABEL_SENT),
	PHRASE("envoye le", LABEL_SENT),
	PHRASE("envoye", LABEL_SENT),
	PHRASE("date d'envoi", LABEL_SENT),
	PHRASE("gesendet", LABEL_SENT),
	PHRASE("inviato", LABEL_SENT),
	PHRASE("verzonden", LABEL_SENT),
	PHRASE("enviado el", LABEL_SENT),
	PHRASE("enviado em", LABEL_SENT),
	PHRASE("enviada em", LABEL_SENT),
	PHRASE("enviado", LABEL_SENT),
	PHRASE("skickat", LABEL_SENT),
	PHRASE("sendt", LABEL_SENT),
	PHRASE("wyslano", LABEL_SENT),
	PHRASE("date", LABEL_DATE),
	PHRASE("datum", LABEL_DATE),
	PHRASE("data", LABEL_DATE),
	PHRASE("dato", LABEL_DATE),
	PHRASE("fecha", LABEL_DATE),
	PHRASE("to", LABEL_TO),
	PHRASE("a", LABEL_TO),
	PHRASE("destinataire", LABEL_TO),
	PHRASE("destinataires", LABEL_TO),
	PHRASE("an", LABEL_TO),
	PHRASE("aan", LABEL_TO),
	PHRASE("para", LABEL_TO),
	PHRASE("til", LABEL_TO),
	PHRASE("till", LABEL_TO),
	PHRASE("do", LABEL_TO),
	PHRASE("cc", LABEL_CC),
	PHRASE("cci", LABEL_CC),
	PHRASE("bcc", LABEL_CC),
	PHRASE("copie a", LABEL_CC),
	PHRASE("copie", LABEL_CC),
	PHRASE("kopie", LABEL_CC),
	PHRASE("subject", LABEL_SUBJECT),
	PHRASE("objet", LABEL_SUBJECT),
	PHRASE("sujet", LABEL_SUBJECT),
	PHRASE("betreff", LABEL_SUBJECT),
	PHRASE("oggetto", LABEL_SUBJECT),
	PHRASE("onderwerp", LABEL_SUBJECT),
	PHRASE("asunto", LABEL_SUBJECT),
	PHRASE("assunto", LABEL_SUBJECT),
	PHRASE("emne", LABEL_SUBJECT),
	PHRASE("amne", LABEL_SUBJECT),
	PHRASE("temat", LABEL_SUBJECT),
	PHRASE("от", LABEL_FROM),
	PHRASE("отправлено", LABEL_SENT),
	PHRASE("дата", LABEL_DATE),
	PHRASE("кому", LABEL_TO),
	PHRASE("копия", LABEL_CC),
	PHRASE("тема", LABEL_SUBJECT),
	PHRASE("发件人", LABEL_FROM),
	PHRASE("发送时间", LABEL_SENT),
	PHRASE("日期", LABEL_DATE),
	PHRASE("收件人", LABEL_TO),
	PHRASE("抄送", LABEL_CC),
	PHRASE("主题", LABEL_SUBJECT),
	PHRASE("差出人", LABEL_FROM),
	PHRASE("送信日時", LABEL_SENT),
	PHRASE("宛先", LABEL_TO),
	PHRASE("件名", LABEL_SUBJECT),
	PHRASE("reply-to", LABEL_OTHER),
	PHRASE("repondre a", LABEL_OTHER),
	PHRASE("risposta", LABEL_OTHER),
	PHRASE("importance", LABEL_OTHER),
	PHRASE("priority", LABEL_OTHER),
	PHRASE("attachments", LABEL_OTHER),
	PHRASE("pieces jointes", LABEL_OTHER),
	PHRASE("organization", LABEL_OTHER),
	PHRASE("message-id", LABEL_OTHER),
	PHRASE("newsgroups", LABEL_OTHER),
	PHRASE("was", LABEL_OTHER),
};

/* A colon, or what may be a wide one. */
static bool may_have_colon(const struct line *line)
{
	gsize length = MIN(line->length, LABEL_BYTES);

	return memchr(line->start, ':', length) != NULL ||
	       memmem(line->start, length, "\xef\xbc\x9a", 3) != NULL;
}

/* Label of "label :" or "label:" with its stars ("*From:*"); 0 when the line has none. */
static int label_of(const struct line *line)
{
	char folded[LABEL_BYTES];
	const struct phrase *label;
	const char *rest;

	if (!may_have_colon(line))
		return 0;
	fold_line(line, folded, sizeof(folded));
	label = phrase_at(folded, labels, G_N_ELEMENTS(labels));
	if (label == NULL)
		return 0;
	rest = folded + label->length;
	while (*rest == ' ' || *rest == '*')
		rest++;
	return *rest == ':' ? label->kind : 0;
}

static bool has_address(const struct line *line)
{
	return memchr(line->start, '@', MIN(line->length, 1024)) != NULL;
}

static bool is_block(int seen)
{
	int labels_seen = __builtin_popcount((unsigned)(seen & ~LABEL_ADDRESS));

	if (!(seen & LABEL_FROM) || labels_seen < LABELS_LEAST - !!(seen & LABEL_ADDRESS))
		return false;
	return (seen & (LABEL_SUBJECT | LABEL_SENT | LABEL_ADDRESS)) != 0;
}

guint headers_length(const struct lines *lines, guint at)
{
	int seen = label_of(&lines->at[at]);
	guint end = at + 1, unlabelled = 0;

	if (seen == 0 || seen == LABEL_OTHER)
		return 0;
	for (guint i = at; i < lines->count && i < at + BLOCK_LONGEST; i++) {
		const struct line *line = &lines->at[i];
		int label = line->kind == LINE_OWN ? label_of(line) : 0;

		if (line->kind == LINE_QUOTED || unlabelled > WRAPPED_LONGEST)
			break;
		unlabelled = label != 0 ? 0 : unlabelled + 1;
		if (line->kind == LINE_BLANK)
			unlabelled = MAX(unlabelled, WRAPPED_LONGEST);
		if (label != 0) {
			seen |= label | (has_address(line) ? LABEL_ADDRESS : 0);
			end = i + 1;
		}
	}
	return is_block(seen) ? end - at : 0;
}
