/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Clauses of a sentence: commas, colons, dashes and brackets part them, and so do the
 * conjunctions that open a clause of their own, so that who did what stays together. Read on
 * folded text, told on the original. "et" and "and" open one only before a subject. */
#include "text/sentences.h"

#include <string.h>

#include "text/folded.h"
#include "text/own_text-internal.h"
#include "text/sentences-internal.h"

enum opening {
	OPENS_NOTHING, /* looks like the one below */
	OPENS_FRENCH,
	OPENS_ENGLISH,
};

/* By their first letter; of two that begin alike the longer stands first. */
static const struct phrase conjunctions[] = {
	PHRASE("afin d'", OPENS_FRENCH),
	PHRASE("afin de", OPENS_FRENCH),
	PHRASE("afin que", OPENS_FRENCH),
	PHRASE("alors qu'", OPENS_FRENCH),
	PHRASE("alors que", OPENS_FRENCH),
	PHRASE("although", OPENS_ENGLISH),
	PHRASE("and he", OPENS_ENGLISH),
	PHRASE("and i", OPENS_ENGLISH),
	PHRASE("and it", OPENS_ENGLISH),
	PHRASE("and she", OPENS_ENGLISH),
	PHRASE("and that", OPENS_ENGLISH),
	PHRASE("and there", OPENS_ENGLISH),
	PHRASE("and they", OPENS_ENGLISH),
	PHRASE("and this", OPENS_ENGLISH),
	PHRASE("and we", OPENS_ENGLISH),
	PHRASE("and you", OPENS_ENGLISH),
	PHRASE("apres qu'", OPENS_FRENCH),
	PHRASE("apres que", OPENS_FRENCH),
	PHRASE("as long as", OPENS_ENGLISH),
	PHRASE("as soon as", OPENS_ENGLISH),
	PHRASE("avant d'", OPENS_FRENCH),
	PHRASE("avant de", OPENS_FRENCH),
	PHRASE("avant qu'", OPENS_FRENCH),
	PHRASE("avant que", OPENS_FRENCH),
	PHRASE("because of", OPENS_NOTHING),
	PHRASE("because", OPENS_ENGLISH),
	PHRASE("bien qu'", OPENS_FRENCH),
	PHRASE("bien que", OPENS_FRENCH),
	PHRASE("but", OPENS_ENGLISH),
	PHRASE("car", OPENS_FRENCH),
	PHRASE("cependant", OPENS_FRENCH),
	PHRASE("d'autant qu'", OPENS_FRENCH),
	PHRASE("d'autant que", OPENS_FRENCH),
	PHRASE("depuis qu'", OPENS_FRENCH),
	PHRASE("depuis que", OPENS_FRENCH),
	PHRASE("des lors qu'", OPENS_FRENCH),
	PHRASE("des lors que", OPENS_FRENCH),
	PHRASE("des qu'", OPENS_FRENCH),
	PHRASE("des que", OPENS_FRENCH),
	PHRASE("du coup", OPENS_FRENCH),
	PHRASE("en revanche", OPENS_FRENCH),
	PHRASE("et c'", OPENS_FRENCH),
	PHRASE("et ca", OPENS_FRENCH),
	PHRASE("et cela", OPENS_FRENCH),
	PHRASE("et elle", OPENS_FRENCH),
	PHRASE("et elles", OPENS_FRENCH),
	PHRASE("et il", OPENS_FRENCH),
	PHRASE("et ils", OPENS_FRENCH),
	PHRASE("et j'", OPENS_FRENCH),
	PHRASE("et je", OPENS_FRENCH),
	PHRASE("et nous", OPENS_FRENCH),
	PHRASE("et on", OPENS_FRENCH),
	PHRASE("et tu", OPENS_FRENCH),
	PHRASE("et vous", OPENS_FRENCH),
	PHRASE("even if", OPENS_ENGLISH),
	PHRASE("even though", OPENS_ENGLISH),
	PHRASE("however", OPENS_ENGLISH),
	PHRASE("if any", OPENS_NOTHING),
	PHRASE("if necessary", OPENS_NOTHING),
	PHRASE("if needed", OPENS_NOTHING),
	PHRASE("if possible", OPENS_NOTHING),
	PHRASE("if", OPENS_ENGLISH),
	PHRASE("lorsqu'", OPENS_FRENCH),
	PHRASE("lorsque", OPENS_FRENCH),
	PHRASE("mais", OPENS_FRENCH),
	PHRASE("meme s'", OPENS_FRENCH),
	PHRASE("meme si", OPENS_FRENCH),
	PHRASE("neanmoins", OPENS_FRENCH),
	PHRASE("or", OPENS_FRENCH),
	PHRASE("otherwise", OPENS_ENGLISH),
	PHRASE("ou bien", OPENS_FRENCH),
	PHRASE("par contre", OPENS_FRENCH),
	PHRASE("parce qu'", OPENS_FRENCH),
	PHRASE("parce que", OPENS_FRENCH),
	PHRASE("pendant qu'", OPENS_FRENCH),
	PHRASE("pendant que", OPENS_FRENCH),
	PHRASE("pour qu'", OPENS_FRENCH),
	PHRASE("pour que", OPENS_FRENCH),
	PHRASE("pourtant", OPENS_FRENCH),
	PHRASE("puisqu'", OPENS_FRENCH),
	PHRASE("puisque", OPENS_FRENCH),
	PHRASE("quand meme", OPENS_NOTHING),
	PHRASE("quand", OPENS_FRENCH),
	PHRASE("quoiqu'", OPENS_FRENCH),
	PHRASE("quoique", OPENS_FRENCH),
	PHRASE("s'il vous plait", OPENS_NOTHING),
	PHRASE("s'il te plait", OPENS_NOTHING),
	PHRASE("s'il", OPENS_FRENCH),
	PHRASE("s'ils", OPENS_FRENCH),
	PHRASE("sauf qu'", OPENS_FRENCH),
	PHRASE("sauf que", OPENS_FRENCH),
	PHRASE("sauf si", OPENS_FRENCH),
	PHRASE("si besoin", OPENS_NOTHING),
	PHRASE("si necessaire", OPENS_NOTHING),
	PHRASE("si possible", OPENS_NOTHING),
	PHRASE("si", OPENS_FRENCH),
	PHRASE("since he", OPENS_ENGLISH),
	PHRASE("since i", OPENS_ENGLISH),
	PHRASE("since it", OPENS_ENGLISH),
	PHRASE("since the", OPENS_ENGLISH),
	PHRASE("since they", OPENS_ENGLISH),
	PHRASE("since we", OPENS_ENGLISH),
	PHRASE("since you", OPENS_ENGLISH),
	PHRASE("sinon", OPENS_FRENCH),
	PHRASE("so that", OPENS_ENGLISH),
	PHRASE("so i", OPENS_ENGLISH),
	PHRASE("so it", OPENS_ENGLISH),
	PHRASE("so they", OPENS_ENGLISH),
	PHRASE("so we", OPENS_ENGLISH),
	PHRASE("so you", OPENS_ENGLISH),
	PHRASE("tandis qu'", OPENS_FRENCH),
	PHRASE("tandis que", OPENS_FRENCH),
	PHRASE("tant qu'", OPENS_FRENCH),
	PHRASE("tant que", OPENS_FRENCH),
	PHRASE("therefore", OPENS_ENGLISH),
	PHRASE("though", OPENS_ENGLISH),
	PHRASE("toutefois", OPENS_FRENCH),
	PHRASE("unless", OPENS_ENGLISH),
	PHRASE("until", OPENS_ENGLISH),
	PHRASE("vu qu'", OPENS_FRENCH),
	PHRASE("vu que", OPENS_FRENCH),
	PHRASE("when", OPENS_ENGLISH),
	PHRASE("whenever", OPENS_ENGLISH),
	PHRASE("whereas", OPENS_ENGLISH),
	PHRASE("which", OPENS_ENGLISH),
	PHRASE("while", OPENS_ENGLISH),
};

struct cutter {
	const char *text;
	struct text_span sentence;
	struct folded folded;
	bool french, english;
	GArray *clauses;
};

static char before(const struct cutter *cutter, gsize at)
{
	return at > 0 ? cutter->folded.text[at - 1] : ' ';
}

/* Folded as one byte, but a long dash in the original. */
static bool is_long_dash(const struct cutter *cutter, gsize at)
{
	gsize origin = cutter->sentence.from + cutter->folded.origin[at];

	return (guchar)cutter->text[origin] >= 0x80;
}

static bool is_separator(const struct cutter *cutter, gsize at)
{
	char byte = cutter->folded.text[at], last = before(cutter, at);
	char next = cutter->folded.text[at + 1];
	bool figures = g_ascii_isdigit(last) && g_ascii_isdigit(next);

	switch (byte) {
	case ';':
	case '(':
	case ')':
	case '[':
	case ']':
		return true;
	case ',':
		return !figures;
	case ':':
		return next == ' ' || next == '\0' || last == ' ';
	case '-':
		return (last == ' ' && next == ' ') || (!figures && is_long_dash(cutter, at));
	default:
		return false;
	}
}

static const struct phrase *conjunction_at(const char *folded)
{
	gsize from = 0, to = G_N_ELEMENTS(conjunctions);

	while (from < to) {
		gsize middle = (from + to) / 2;

		if (conjunctions[middle].text[0] < *folded)
			from = middle + 1;
		else
			to = middle;
	}
	while (to < G_N_ELEMENTS(conjunctions) && conjunctions[to].text[0] == *folded)
		to++;
	return phrase_at(folded, conjunctions + from, to - from);
}

static bool opens_clause(const struct cutter *cutter, gsize at)
{
	const char *folded = cutter->folded.text;
	const struct phrase *phrase;

	if (!g_ascii_isalpha(folded[at]) || strchr(" \"'(", before(cutter, at)) == NULL)
		return false;
	phrase = conjunction_at(folded + at);
	if (phrase == NULL)
		return false;
	return (phrase->kind == OPENS_FRENCH && cutter->french) ||
	       (phrase->kind == OPENS_ENGLISH && cutter->english);
}

/* Appends folded bytes from..to - 1 as a clause, when they hold a word. */
static void append(struct cutter *cutter, gsize from, gsize to)
{
	const char *folded = cutter->folded.text;
	struct text whole = {cutter->text, cutter->sentence.to};
	struct text_span clause;

	while (from < to && (folded[from] == ' ' || is_separator(cutter, from)))
		from++;
	while (to > from && folded[to - 1] == ' ')
		to--;
	folded_span(&cutter->folded, from, to, &clause.from, &clause.to);
	clause.from += cutter->sentence.from;
	clause.to += cutter->sentence.from;
	if (text_has_word(whole, clause.from, clause.to))
		g_array_append_val(cutter->clauses, clause);
}

void clauses_find(const char *text, struct text_span sentence, const char *language,
		  GArray *clauses)
{
	struct cutter cutter = {.text = text,
				.sentence = sentence,
				.french = strcmp(language, "en") != 0,
				.english = strcmp(language, "fr") != 0,
				.clauses = clauses};
	gsize from = 0;

	folded_make(text + sentence.from, sentence.to - sentence.from, &cutter.folded);
	for (gsize at = 0; at < cutter.folded.length; at++)
		if (is_separator(&cutter, at) || opens_clause(&cutter, at)) {
			append(&cutter, from, at);
			from = at;
		}
	append(&cutter, from, cutter.folded.length);
	folded_clear(&cutter.folded);
}
