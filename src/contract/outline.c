/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One pass down the paragraphs with the stack of headings that are open. A heading closes all
 * that are as deep or deeper; the zone of a paragraph is that of the outermost open heading
 * that names one. */
#include "contract/outline.h"

#include <string.h>

#include "text/folded.h"

#define DEPTHS        10 /* levels of headings told apart */
#define LABEL_MOST    40 /* bytes of a label */
#define ITEM_MOST     6  /* bytes of "(viii)" */
#define HEADING_WORDS 12
#define RUN_IN_WORDS  6 /* of a heading that stands before its text in one line */

struct open_heading {
	const char *label, *heading; /* NULL when the level is closed */
	enum outline_zone zone;
};

struct outline {
	struct outline_place *places;
	guint count;
	GStringChunk *strings;
	struct open_heading open[DEPTHS];
	const char *item; /* label with the item of it last met */
	bool levelled;    /* headings have levels of their own: guessed ones are deepest */
	struct folded folded;
};

/* What a paragraph begins with. */
struct beginning {
	gsize length;  /* bytes of the label and what parts it from the text */
	gsize label;   /* bytes of the label */
	guint depth;   /* 1 for "Article 4" and "4", 2 for "4.1"...; 0 for an item or none */
	bool item;     /* "(a)", "-" */
	bool lettered; /* an item with a sign of its own: "(a)" and not "-" */
	bool named;    /* "Article", "Section" */
};

static const char *const clause_names[] = {
	"article",  "section", "clause", "annexe", "appendix",   "schedule", "exhibit",
	"chapitre", "titre",   "annex",  "art.",   "paragraphe", "§",
};

/* ---- labels ---- */

static gsize spaces_at(const char *text)
{
	gsize count = strspn(text, " \t");

	/* no-break space */
	while (strncmp(text + count, "\u00a0", 2) == 0)
		count += 2 + strspn(text + count + 2, " \t");
	return count;
}

/* "12", "12.3", "12.3.4"; *parts receives how many. */
static gsize numbers_at(const char *text, guint *parts)
{
	gsize length = 0;

	*parts = 0;
	for (;;) {
		gsize figures = strspn(text + length, "0123456789");
		if (figures == 0 || figures > 3)
			break;
		length += figures;
		++*parts;
		if (text[length] != '.' || !g_ascii_isdigit(text[length + 1]))
			break;
		length++;
	}
	return length;
}

static gsize roman_at(const char *text)
{
	gsize length = strspn(text, "IVXLC");

	return length <= ITEM_MOST && !g_ascii_isalnum(text[length]) ? length : 0;
}

/* "4", "IV", "A" behind "Article". */
static gsize ordinal_at(const char *text, guint *parts)
{
	gsize length = numbers_at(text, parts);

	if (length == 0) {
		*parts = 1;
		length = roman_at(text);
	}
	if (length == 0 && g_ascii_isupper(text[0]) && !g_ascii_isalnum(text[1]))
		length = 1;
	if (length == 0 && g_ascii_strncasecmp(text, "premier", 7) == 0)
		length = 7;
	return length;
}

static gsize name_at(const char *text)
{
	for (gsize i = 0; i < G_N_ELEMENTS(clause_names); i++) {
		gsize length = strlen(clause_names[i]);
		if (g_ascii_strncasecmp(text, clause_names[i], length) == 0 &&
		    !g_ascii_isalpha(text[length]))
			return length;
	}
	return 0;
}

static bool read_named(const char *text, struct beginning *begin)
{
	gsize name = name_at(text), blank, number;

	if (name == 0)
		return false;
	blank = spaces_at(text + name);
	number = ordinal_at(text + name + blank, &begin->depth);
	if (number == 0)
		return false;
	begin->label = name + blank + number;
	begin->named = true;
	return true;
}

static bool read_numbered(const char *text, struct beginning *begin)
{
	gsize length = numbers_at(text, &begin->depth);
	gsize behind = length + strspn(text + length, ".)");

	/* "12 mois" is text, "12. Durée" and "12.1 Durée" are clauses. */
	if (length == 0 || (behind == length && begin->depth < 2) ||
	    (text[behind] != ' ' && text[behind] != '\t'))
		return false;
	begin->label = length;
	return true;
}

static bool read_item(const char *text, struct beginning *begin)
{
	bool open = text[0] == '(';
	gsize length = strspn(text + open, "abcdefghijklmnopqrstuvwxyzABCDIVX0123456789");

	if (length == 0 || length > ITEM_MOST || text[open + length] != ')' ||
	    (length > 2 && strspn(text + open, "ivxIVX0123456789") != length))
		return false;
	begin->label = open + length + 1;
	begin->item = begin->lettered = true;
	return true;
}

static bool read_bullet(const char *text, struct beginning *begin)
{
	static const char *const bullets[] = {"- ", "* ", "• ", "– ", "— ", "▪ ", "o ", "· "};

	for (gsize i = 0; i < G_N_ELEMENTS(bullets); i++)
		if (strncmp(text, bullets[i], strlen(bullets[i])) == 0) {
			begin->length = strlen(bullets[i]);
			begin->item = true;
			return true;
		}
	return false;
}

static void read_beginning(const char *text, struct beginning *begin)
{
	*begin = (struct beginning){0};
	if (read_bullet(text, begin))
		return;
	if (!read_named(text, begin) && !read_item(text, begin) &&
	    !read_numbered(text, begin)) {
		begin->depth = 0;
		return;
	}
	begin->length = begin->label;
	begin->length += strspn(text + begin->length, ".):");
	begin->length += spaces_at(text + begin->length);
	if (strncmp(text + begin->length, "– ", 4) == 0 ||
	    strncmp(text + begin->length, "- ", 2) == 0)
		begin->length += strcspn(text + begin->length, " ") + 1;
	begin->length += strspn(text + begin->length, ":");
	begin->length += spaces_at(text + begin->length);
}

/* ---- headings ---- */

static guint words_of(const char *text, gsize length)
{
	guint words = 0;

	for (gsize i = 0; i < length; i++)
		words += text[i] != ' ' && (i == 0 || text[i - 1] == ' ');
	return words;
}

/* No small letter, and some capital. */
static bool is_shouted(const char *text)
{
	bool capital = false;

	for (; *text; text = g_utf8_next_char(text)) {
		gunichar character = g_utf8_get_char(text);
		if (g_unichar_islower(character))
			return false;
		capital = capital || g_unichar_isupper(character);
	}
	return capital;
}

static bool looks_like_heading(const char *text, const struct beginning *begin)
{
	const char *title = text + begin->length;
	gsize length = strlen(title);
	bool stopped = length > 0 && strchr(".;,:", title[length - 1]);

	if (begin->item || g_utf8_strlen(text, -1) > OUTLINE_HEADING ||
	    words_of(title, length) > HEADING_WORDS || strstr(text, " | "))
		return false;
	if (length == 0)
		return begin->named;
	return is_shouted(title) ||
	       (begin->depth > 0 && (!stopped || words_of(title, length) <= RUN_IN_WORDS));
}

/* Bytes of "Term." in "3. Term. This agreement..."; 0 when the text has no heading in it. */
static gsize run_in_length(const char *title)
{
	gsize length = strcspn(title, ".:|");

	if (title[length] == '\0' || title[length] == '|' || title[length + 1] != ' ' ||
	    length == 0 || words_of(title, length) > RUN_IN_WORDS ||
	    !g_unichar_isupper(g_utf8_get_char(title)))
		return 0;
	return length;
}

/* ---- zones ---- */

static const struct {
	const char *word;
	enum outline_zone zone;
} zone_words[] = {
	{"definition", ZONE_DEFINITIONS},
	{"glossa", ZONE_DEFINITIONS},
	{"acronym", ZONE_DEFINITIONS},
	{"interpretation", ZONE_DEFINITIONS},
	{"terminologie", ZONE_DEFINITIONS},
	{"preambule", ZONE_RECITALS},
	{"recital", ZONE_RECITALS},
	{"r e c i t a l", ZONE_RECITALS},
	{"whereas", ZONE_RECITALS},
	{"witnesseth", ZONE_RECITALS},
	{"background", ZONE_RECITALS},
	{"il est prealablement rappele", ZONE_RECITALS},
	{"table des matieres", ZONE_DEFINITIONS},
	{"table of contents", ZONE_DEFINITIONS},
	{"sommaire", ZONE_DEFINITIONS},
};

static enum outline_zone zone_of_heading(struct outline *outline, const char *heading)
{
	folded_make(heading, strlen(heading), &outline->folded);
	for (gsize i = 0; i < G_N_ELEMENTS(zone_words); i++)
		if (strstr(outline->folded.text, zone_words[i].word))
			return zone_words[i].zone;
	return ZONE_BODY;
}

/* A recital outside any heading: "WHEREAS, the client...". */
static bool begins_recital(struct outline *outline, const char *text)
{
	static const char *const words[] = {"whereas", "considerant", "attendu que"};

	folded_make(text, MIN(strlen(text), LABEL_MOST), &outline->folded);
	for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
		if (g_str_has_prefix(outline->folded.text, words[i]))
			return true;
	return false;
}

/* ---- the pass ---- */

static const char *keep(struct outline *outline, const char *text, gsize length)
{
	return g_string_chunk_insert_len(outline->strings, text, (gssize)length);
}

static const char *keep_label(struct outline *outline, const char *text, gsize length)
{
	return keep(outline, text, MIN(length, LABEL_MOST));
}

static void open_at(struct outline *outline, guint depth, const char *label,
		    const char *heading)
{
	for (guint i = depth; i < DEPTHS; i++)
		outline->open[i] = (struct open_heading){0};
	outline->open[depth].label = label;
	outline->open[depth].heading = heading;
	outline->open[depth].zone = heading ? zone_of_heading(outline, heading) : ZONE_BODY;
	outline->item = NULL;
}

static const char *nearest(const struct outline *outline, bool label)
{
	for (guint i = DEPTHS; i-- > 0;) {
		const char *one = label ? outline->open[i].label : outline->open[i].heading;
		if (one)
			return one;
	}
	return NULL;
}

static enum outline_zone open_zone(const struct outline *outline)
{
	for (guint i = 0; i < DEPTHS; i++)
		if (outline->open[i].zone != ZONE_BODY)
			return outline->open[i].zone;
	return ZONE_BODY;
}

static const char *item_label(struct outline *outline, const char *text, gsize length)
{
	const char *parent = nearest(outline, true);
	g_autofree char *item = g_strndup(text, length);
	g_autofree char *label = parent ? g_strdup_printf("%s %s", parent, item) : NULL;

	return label ? keep(outline, label, strlen(label)) : NULL;
}

static void open_heading(struct outline *outline, const struct document_paragraph *paragraph,
			 const struct beginning *begin, gsize title)
{
	const char *text = paragraph->text + begin->length;
	guint guessed = outline->levelled ? DEPTHS - 1 : MAX(begin->depth, 1u);
	guint depth = paragraph->level > 0 ? paragraph->level : guessed;
	const char *label = begin->label > 0 && !begin->item
				    ? keep_label(outline, paragraph->text, begin->label)
				    : NULL;
	gsize length = title > 0 ? title : strlen(text);

	open_at(outline, MIN(depth, DEPTHS - 1), label,
		length > 0 ? keep(outline, text, MIN(length, 4 * OUTLINE_HEADING)) : NULL);
}

static void place_paragraph(struct outline *outline, const struct document_paragraph *paragraph,
			    struct outline_place *place)
{
	struct beginning begin;
	gsize run_in = 0;

	read_beginning(paragraph->text, &begin);
	place->is_heading = paragraph->level > 0 || looks_like_heading(paragraph->text, &begin);
	place->is_item = begin.item;
	if (!place->is_heading && begin.depth > 0)
		run_in = run_in_length(paragraph->text + begin.length);
	if (place->is_heading || run_in > 0)
		open_heading(outline, paragraph, &begin, run_in);
	else if (begin.depth > 0)
		open_at(outline, outline->levelled ? DEPTHS - 1 : MIN(begin.depth, DEPTHS - 1),
			keep_label(outline, paragraph->text, begin.label), NULL);
	else if (begin.lettered)
		outline->item = item_label(outline, paragraph->text, begin.label);
	place->label = outline->item ? outline->item : nearest(outline, true);
	place->heading = nearest(outline, false);
	place->zone =
		begins_recital(outline, paragraph->text) ? ZONE_RECITALS : open_zone(outline);
}

struct outline *outline_new(const struct document_paragraph *paragraphs, guint count)
{
	struct outline *outline = g_new0(struct outline, 1);

	outline->places = g_new0(struct outline_place, count);
	outline->count = count;
	outline->strings = g_string_chunk_new(4096);
	for (guint i = 0; i < count && !outline->levelled; i++)
		outline->levelled = paragraphs[i].level > 0;
	for (guint i = 0; i < count; i++)
		place_paragraph(outline, &paragraphs[i], &outline->places[i]);
	return outline;
}

void outline_free(struct outline *outline)
{
	g_free(outline->places);
	g_string_chunk_free(outline->strings);
	folded_clear(&outline->folded);
	g_free(outline);
}

const struct outline_place *outline_at(const struct outline *outline, guint paragraph)
{
	g_assert(paragraph < outline->count);
	return &outline->places[paragraph];
}

char *outline_clause(const struct outline *outline, guint paragraph)
{
	const struct outline_place *place = outline_at(outline, paragraph);

	if (place->label)
		return g_strdup(place->label);
	return place->heading ? g_utf8_substring(
					place->heading, 0,
					MIN(g_utf8_strlen(place->heading, -1), OUTLINE_HEADING))
			      : NULL;
}
