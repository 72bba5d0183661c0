/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Words that a machine or a lawyer adds to every mail: disclaimers, list footers, virus
 * scanners, "think before you print", unsubscribing. A disclaimer is an opening that is known
 * and a word of secrecy or misdelivery in the same paragraph, so that "the information
 * contained in this report" stays. */
#include "text/own_text-internal.h"

#include <string.h>

#define FOLDED          64u
#define PARAGRAPH_LINES 12u
#define LIST_REACH      3u /* lines between the rule and the name of the list */

enum footer {
	FOOTER_NONE,
	FOOTER_PARAGRAPH,  /* goes by itself */
	FOOTER_DISCLAIMER, /* goes when a word of `proofs` is near */
};

static const struct phrase openings[] = {
	PHRASE("ce message", FOOTER_DISCLAIMER),
	PHRASE("ce courriel", FOOTER_DISCLAIMER),
	PHRASE("ce courrier electronique", FOOTER_DISCLAIMER),
	PHRASE("ce mail", FOOTER_DISCLAIMER),
	PHRASE("cet e-mail", FOOTER_DISCLAIMER),
	PHRASE("cet email", FOOTER_DISCLAIMER),
	PHRASE("cette communication", FOOTER_DISCLAIMER),
	PHRASE("le present message", FOOTER_DISCLAIMER),
	PHRASE("le contenu de ce", FOOTER_DISCLAIMER),
	PHRASE("le contenu de cet", FOOTER_DISCLAIMER),
	PHRASE("les informations contenues dans", FOOTER_DISCLAIMER),
	PHRASE("l'information contenue dans", FOOTER_DISCLAIMER),
	PHRASE("si vous n'etes pas le destinataire", FOOTER_PARAGRAPH),
	PHRASE("si vous avez recu ce message par erreur", FOOTER_PARAGRAPH),
	PHRASE("si vous recevez ce message par erreur", FOOTER_PARAGRAPH),
	PHRASE("avis de confidentialite", FOOTER_PARAGRAPH),
	PHRASE("clause de confidentialite", FOOTER_PARAGRAPH),
	PHRASE("avertissement", FOOTER_DISCLAIMER),
	PHRASE("attention", FOOTER_DISCLAIMER),
	PHRASE("this email", FOOTER_DISCLAIMER),
	PHRASE("this e-mail", FOOTER_DISCLAIMER),
	PHRASE("this message", FOOTER_DISCLAIMER),
	PHRASE("this electronic", FOOTER_DISCLAIMER),
	PHRASE("this communication", FOOTER_DISCLAIMER),
	PHRASE("this transmission", FOOTER_DISCLAIMER),
	PHRASE("the information contained in", FOOTER_DISCLAIMER),
	PHRASE("the information in this", FOOTER_DISCLAIMER),
	PHRASE("the contents of this", FOOTER_DISCLAIMER),
	PHRASE("the content of this", FOOTER_DISCLAIMER),
	PHRASE("if you are not the intended recipient", FOOTER_PARAGRAPH),
	PHRASE("if you have received this", FOOTER_DISCLAIMER),
	PHRASE("confidentiality notice", FOOTER_PARAGRAPH),
	PHRASE("confidentiality note", FOOTER_PARAGRAPH),
	PHRASE("disclaimer", FOOTER_DISCLAIMER),
	PHRASE("caution", FOOTER_DISCLAIMER),
	PHRASE("important", FOOTER_DISCLAIMER),
	PHRASE("notice", FOOTER_DISCLAIMER),
	PHRASE("diese e-mail", FOOTER_DISCLAIMER),
	PHRASE("diese nachricht", FOOTER_DISCLAIMER),
	PHRASE("der inhalt dieser", FOOTER_DISCLAIMER),
	PHRASE("este mensaje", FOOTER_DISCLAIMER),
	PHRASE("este correo", FOOTER_DISCLAIMER),
	PHRASE("questo messaggio", FOOTER_DISCLAIMER),
	PHRASE("questa e-mail", FOOTER_DISCLAIMER),
	PHRASE("le informazioni contenute", FOOTER_DISCLAIMER),
	PHRASE("dit bericht", FOOTER_DISCLAIMER),
	PHRASE("deze e-mail", FOOTER_DISCLAIMER),
	PHRASE("esta mensagem", FOOTER_DISCLAIMER),
	PHRASE("pensez a l'environnement", FOOTER_PARAGRAPH),
	PHRASE("pensez environnement", FOOTER_PARAGRAPH),
	PHRASE("afin de preserver l'environnement", FOOTER_PARAGRAPH),
	PHRASE("avant d'imprimer", FOOTER_PARAGRAPH),
	PHRASE("n'imprimez ce", FOOTER_PARAGRAPH),
	PHRASE("n'imprimer ce", FOOTER_PARAGRAPH),
	PHRASE("merci de n'imprimer", FOOTER_PARAGRAPH),
	PHRASE("please consider the environment", FOOTER_PARAGRAPH),
	PHRASE("consider the environment", FOOTER_PARAGRAPH),
	PHRASE("think before you print", FOOTER_PARAGRAPH),
	PHRASE("before printing", FOOTER_PARAGRAPH),
	PHRASE("save a tree", FOOTER_PARAGRAPH),
	PHRASE("garanti sans virus", FOOTER_PARAGRAPH),
	PHRASE("sans virus. www.", FOOTER_PARAGRAPH),
	PHRASE("l'absence de virus", FOOTER_PARAGRAPH),
	PHRASE("virus-free", FOOTER_PARAGRAPH),
	PHRASE("no virus found", FOOTER_PARAGRAPH),
	PHRASE("checked by avg", FOOTER_PARAGRAPH),
	PHRASE("scanned by", FOOTER_PARAGRAPH),
	PHRASE("pour vous desabonner", FOOTER_PARAGRAPH),
	PHRASE("pour vous desinscrire", FOOTER_PARAGRAPH),
	PHRASE("pour se desabonner", FOOTER_PARAGRAPH),
	PHRASE("se desabonner", FOOTER_PARAGRAPH),
	PHRASE("se desinscrire", FOOTER_PARAGRAPH),
	PHRASE("vous recevez cet e-mail", FOOTER_PARAGRAPH),
	PHRASE("vous recevez cet email", FOOTER_PARAGRAPH),
	PHRASE("vous recevez ce message", FOOTER_PARAGRAPH),
	PHRASE("si vous ne souhaitez plus recevoir", FOOTER_PARAGRAPH),
	PHRASE("to unsubscribe", FOOTER_PARAGRAPH),
	PHRASE("click here to unsubscribe", FOOTER_PARAGRAPH),
	PHRASE("you received this message because", FOOTER_PARAGRAPH),
	PHRASE("you are receiving this", FOOTER_PARAGRAPH),
	PHRASE("you're receiving this", FOOTER_PARAGRAPH),
	PHRASE("to stop receiving", FOOTER_PARAGRAPH),
	PHRASE("rejoignez-nous sur", FOOTER_PARAGRAPH),
	PHRASE("retrouvez-nous sur", FOOTER_PARAGRAPH),
	PHRASE("suivez-nous sur", FOOTER_PARAGRAPH),
	PHRASE("follow us on", FOOTER_PARAGRAPH),
	PHRASE("embedded image moved to file", FOOTER_PARAGRAPH),
	PHRASE("begin pgp signed message", FOOTER_PARAGRAPH),
	PHRASE("reply to this email directly", FOOTER_PARAGRAPH),
	PHRASE("to respond, reply to this email", FOOTER_PARAGRAPH),
};

static const struct phrase proofs[] = {
	PHRASE("confidentiel", 0),
	PHRASE("confidentiels", 0),
	PHRASE("confidentielle", 0),
	PHRASE("confidentielles", 0),
	PHRASE("confidentialite", 0),
	PHRASE("destinataire", 0),
	PHRASE("destinataires", 0),
	PHRASE("par erreur", 0),
	PHRASE("intention exclusive", 0),
	PHRASE("usage exclusif", 0),
	PHRASE("confidential", 0),
	PHRASE("confidentiality", 0),
	PHRASE("privileged", 0),
	PHRASE("intended recipient", 0),
	PHRASE("intended solely", 0),
	PHRASE("intended only", 0),
	PHRASE("intended for", 0),
	PHRASE("in error", 0),
	PHRASE("vertrauliche", 0),
	PHRASE("vertraulich", 0),
	PHRASE("vertrouwelijke", 0),
	PHRASE("vertrouwelijk", 0),
	PHRASE("confidencial", 0),
	PHRASE("confidenciales", 0),
	PHRASE("confidenciais", 0),
	PHRASE("riservate", 0),
	PHRASE("riservato", 0),
	PHRASE("a ete verifie", 0),
	PHRASE("sans virus", 0),
	PHRASE("antivirus", 0),
	PHRASE("scanned", 0),
	PHRASE("analizzato", 0),
	PHRASE("checked for viruses", 0),
	PHRASE("virus-free", 0),
	PHRASE("originated from outside", 0),
	PHRASE("external sender", 0),
	PHRASE("expediteur externe", 0),
	PHRASE("exterieur de l'organisation", 0),
	PHRASE("l'exterieur de votre organisation", 0),
	PHRASE("do not click", 0),
	PHRASE("ne cliquez pas", 0),
};

static const struct phrase list_words[] = {
	PHRASE("mailing list", 0),      PHRASE("liste de diffusion", 0),
	PHRASE("mailman", 0),           PHRASE("listinfo", 0),
	PHRASE("unsubscribe", 0),       PHRASE("desabonnement", 0),
	PHRASE("groups.google.com", 0), PHRASE("google groups", 0),
	PHRASE("yahoogroups", 0),
};

static bool starts_paragraph(const struct lines *lines, guint from, guint at)
{
	return at == from || lines->at[at - 1].kind != LINE_OWN ||
	       line_is_rule(&lines->at[at - 1]);
}

static guint paragraph_end(const struct lines *lines, struct region region, guint at)
{
	while (at < region.to && lines->at[at].kind == LINE_OWN)
		at++;
	return at;
}

static bool paragraph_has(const struct lines *lines, guint from, guint to,
			  const struct phrase *table, gsize count)
{
	char folded[1024];
	gsize length = 0;

	to = MIN(to, from + PARAGRAPH_LINES);
	for (guint i = from; i < to && length + 2 < sizeof(folded); i++) {
		const struct line *line = &lines->at[i];

		length += fold_text(line->start, line->length, folded + length,
				    sizeof(folded) - 1 - length);
		folded[length++] = ' ';
	}
	folded[length] = '\0';
	return phrase_within(folded, table, count) != NULL;
}

static bool is_footer(const struct lines *lines, struct region region, guint at)
{
	char folded[FOLDED];
	const struct phrase *opening;

	fold_line(&lines->at[at], folded, sizeof(folded));
	opening = phrase_at(folded, openings, G_N_ELEMENTS(openings));
	if (opening == NULL)
		return false;
	return opening->kind == FOOTER_PARAGRAPH ||
	       paragraph_has(lines, at, paragraph_end(lines, region, at), proofs,
			     G_N_ELEMENTS(proofs));
}

/* "_____" and the name of the list below, or both on one line. */
static bool is_list_footer(const struct lines *lines, struct region region, guint at)
{
	const struct line *line = &lines->at[at];
	guint next = lines_next_filled(lines, at + 1);

	if (line->length < 2 || memcmp(line->start, "__", 2) != 0)
		if (!line_is_rule(line))
			return false;
	if (paragraph_has(lines, at, at + 1, list_words, G_N_ELEMENTS(list_words)))
		return true;
	region.to = MIN(region.to, next + LIST_REACH);
	return next < region.to &&
	       paragraph_has(lines, next, paragraph_end(lines, region, next), list_words,
			     G_N_ELEMENTS(list_words));
}

/* Below whatever was signed, without an empty line. */
static bool is_pgp_signature(const struct line *line)
{
	static const char begin[] = "-----BEGIN PGP SIGNATURE";

	return line->length >= strlen(begin) && memcmp(line->start, begin, strlen(begin)) == 0;
}

/* A footer that opens the mail is a banner: only its paragraph goes. */
void footer_mark(struct lines *lines, struct region region)
{
	bool seen = false;

	for (guint i = region.from; i < region.to; i++) {
		if (lines->at[i].kind != LINE_OWN)
			continue;
		if (is_list_footer(lines, region, i) || is_pgp_signature(&lines->at[i])) {
			lines_mark(lines, i, region.to, LINE_CUT);
			return;
		}
		if (!starts_paragraph(lines, region.from, i) || !is_footer(lines, region, i)) {
			seen = seen || !line_is_rule(&lines->at[i]);
			continue;
		}
		lines_mark(lines, i, seen ? region.to : paragraph_end(lines, region, i),
			   LINE_CUT);
		if (seen)
			return;
	}
}
