/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* HTML mail to lines of text, by a tokenizer that never builds a tree. libxml2's SAX parser was
 * measured first: 200 MB/s on mail, but its time is quadratic in unmatched end tags (one second
 * for 20,000 of them, 120 kB), which anybody may send. Here each byte is looked at a bounded
 * number of times: open elements count only when they quote or hide, at most HTML_DEPTH deep.
 */
#include "text/own_text.h"

#include <string.h>

#include "base/limits.h"
#include "text/html_tag-internal.h"
#include "text/own_text-internal.h"

#define HTML_DEPTH    64u  /* quoting or hiding elements inside each other */
#define QUOTE_DEEPEST 6u   /* marks before a line */
#define LEAD_LONGEST  400u /* an attribution before the first quotation */
#define LEAD_LINES    3u
#define QUOTE_TRIES   16u /* tags with a broken quotation mark, then marks are not read */

struct open_element {
	const char *name; /* borrowed from the document */
	gsize name_length;
	guint inner; /* elements of the same name open inside */
	enum html_effect effect;
	gsize start; /* of its text */
};

struct document {
	const char *at, *end;
	GString *out;
	struct open_element open[HTML_DEPTH];
	guint depth, quotes, hidden, preformatted, broken_quotes;
	bool quote_rest, tags_ended; /* no '>' is left: any '<' is a sign */
	bool at_line_start, empty_line_wanted, space_wanted, item_wanted;
};

static void end_line(struct document *document)
{
	document->space_wanted = false;
	if (document->at_line_start)
		return;
	g_string_append_c(document->out, '\n');
	document->at_line_start = true;
}

static void append_quote_marks(struct document *document)
{
	guint marks = MIN(document->quotes + document->quote_rest, QUOTE_DEEPEST);

	for (guint i = 0; i < marks; i++)
		g_string_append(document->out, "> ");
}

static void begin_line(struct document *document)
{
	if (document->empty_line_wanted && document->out->len > 0) {
		append_quote_marks(document);
		g_string_append_c(document->out, '\n');
	}
	document->empty_line_wanted = false;
	append_quote_marks(document);
	if (document->item_wanted)
		g_string_append(document->out, "- ");
	document->item_wanted = false;
	document->at_line_start = false;
}

/* Before a visible character: opens the line, or gives the space that runs of spaces mean. */
static void prepare_word(struct document *document)
{
	if (document->at_line_start)
		begin_line(document);
	else if (document->space_wanted)
		g_string_append_c(document->out, ' ');
	document->space_wanted = false;
}

static bool is_space(char byte)
{
	return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static void append_break(struct document *document)
{
	if (document->at_line_start)
		begin_line(document);
	end_line(document);
}

static void append_space(struct document *document, char byte)
{
	if (document->preformatted == 0) {
		document->space_wanted = !document->at_line_start;
	} else if (byte == '\n') {
		append_break(document);
	} else if (byte != '\r') {
		prepare_word(document);
		g_string_append_c(document->out, byte);
	}
}

/* Text up to the next '<' or '&' or space. */
static void append_word(struct document *document)
{
	const char *start = document->at;

	while (document->at < document->end && !is_space(*document->at) &&
	       *document->at != '<' && *document->at != '&')
		document->at++;
	if (document->at == start || document->hidden > 0)
		return;
	prepare_word(document);
	g_string_append_len(document->out, start, document->at - start);
}

static void append_character(struct document *document, gunichar character)
{
	if (document->hidden > 0)
		return;
	if (character < 0x80 && is_space((char)character)) {
		append_space(document, (char)character);
		return;
	}
	if (character == 0xA0 && document->at_line_start)
		return;
	prepare_word(document);
	if (character == 0xA0)
		g_string_append_c(document->out, ' ');
	else
		g_string_append_unichar(document->out, character);
}

static void read_reference(struct document *document)
{
	gunichar character = '&';
	gsize taken =
		entity_read(document->at, (gsize)(document->end - document->at), &character);

	document->at += MAX(taken, 1);
	append_character(document, character);
}

static bool same_name(const struct open_element *element, const struct html_tag *tag)
{
	return element->name_length == tag->name_length &&
	       g_ascii_strncasecmp(element->name, tag->name, tag->name_length) == 0;
}

static void count_effect(struct document *document, enum html_effect effect, int step)
{
	if (effect == HTML_QUOTE || effect == HTML_QUOTE_LEAD) {
		end_line(document);
		document->quotes = (guint)((int)document->quotes + step);
	} else if (effect == HTML_HIDE) {
		document->hidden = (guint)((int)document->hidden + step);
	}
}

/* Short enough for one; the headers of a forwarded mail are not. */
static bool is_attribution(const char *text, gsize length)
{
	guint lines = 0;

	for (gsize i = 0; i < length && length <= LEAD_LONGEST; i++)
		lines += text[i] == '\n';
	return length <= LEAD_LONGEST && lines <= LEAD_LINES;
}

/* Gmail puts answers between quotations into the element that holds them all: what is around it
 * quotes no more once a quotation begins behind an attribution, or nothing. */
static void release_leads(struct document *document)
{
	for (guint i = 0; i < document->depth; i++) {
		struct open_element *element = &document->open[i];

		if (element->effect != HTML_QUOTE_LEAD ||
		    !is_attribution(document->out->str + element->start,
				    document->out->len - element->start))
			continue;
		count_effect(document, element->effect, -1);
		element->effect = HTML_NOTHING;
	}
}

static void push_element(struct document *document, const struct html_tag *tag,
			 enum html_effect effect)
{
	if (document->depth == HTML_DEPTH)
		return;
	if (effect == HTML_QUOTE) {
		end_line(document);
		release_leads(document);
	}
	document->open[document->depth++] =
		(struct open_element){.name = tag->name,
				      .name_length = tag->name_length,
				      .effect = effect,
				      .start = document->out->len};
	count_effect(document, effect, 1);
}

static struct open_element *innermost(struct document *document, const struct html_tag *tag)
{
	for (guint i = document->depth; i > 0; i--)
		if (same_name(&document->open[i - 1], tag))
			return &document->open[i - 1];
	return NULL;
}

/* Closes the innermost element of this name that quotes or hides, with all inside it. */
static void pop_element(struct document *document, const struct html_tag *tag)
{
	struct open_element *element = innermost(document, tag);

	if (element == NULL)
		return;
	if (element->inner > 0) {
		element->inner--;
		return;
	}
	for (guint depth = (guint)(element - document->open); document->depth > depth;)
		count_effect(document, document->open[--document->depth].effect, -1);
}

static void open_element(struct document *document, const struct html_tag *tag)
{
	enum html_effect effect = tag->attributes_length > 1 || tag->layout == HTML_PARAGRAPH
					  ? html_tag_effect(tag)
					  : HTML_NOTHING;
	struct open_element *outer;

	if (effect == HTML_QUOTE_REST) {
		end_line(document);
		document->quote_rest = true;
		effect = HTML_NOTHING;
	}
	if (tag->empty)
		return;
	outer = document->depth > 0 ? innermost(document, tag) : NULL;
	if (outer != NULL && html_tag_is(tag, "p"))
		pop_element(document, tag);
	else if (outer != NULL && effect == HTML_NOTHING)
		outer->inner++;
	if (effect != HTML_NOTHING)
		push_element(document, tag, effect);
}

static void lay_nothing(struct document *document, const struct html_tag *tag)
{
}

static void lay_break(struct document *document, const struct html_tag *tag)
{
	append_break(document);
}

static void lay_line(struct document *document, const struct html_tag *tag)
{
	end_line(document);
}

static void lay_paragraph(struct document *document, const struct html_tag *tag)
{
	end_line(document);
	document->empty_line_wanted = true;
}

static void lay_item(struct document *document, const struct html_tag *tag)
{
	end_line(document);
	document->item_wanted = !tag->closing;
}

static void lay_cell(struct document *document, const struct html_tag *tag)
{
	if (!document->at_line_start && tag->closing)
		g_string_append_c(document->out, '\t');
	document->space_wanted = false;
}

static void lay_preformatted(struct document *document, const struct html_tag *tag)
{
	end_line(document);
	if (!tag->closing)
		document->preformatted++;
	else if (document->preformatted > 0)
		document->preformatted--;
}

static void (*const layouts[])(struct document *document, const struct html_tag *tag) = {
	[HTML_INLINE] = lay_nothing,
	[HTML_BREAK] = lay_break,
	[HTML_LINE] = lay_line,
	[HTML_PARAGRAPH] = lay_paragraph,
	[HTML_ITEM] = lay_item,
	[HTML_CELL] = lay_cell,
	[HTML_PREFORMATTED] = lay_preformatted,
	[HTML_RAW] = lay_nothing,
};

/* Goes behind "</name" and its '>', or to the end. */
static void skip_raw(struct document *document, const struct html_tag *tag)
{
	while (document->at < document->end) {
		const char *found =
			memchr(document->at, '<', (gsize)(document->end - document->at));

		if (found == NULL)
			break;
		document->at = found + 1;
		if ((gsize)(document->end - document->at) > tag->name_length &&
		    *document->at == '/' &&
		    g_ascii_strncasecmp(document->at + 1, tag->name, tag->name_length) == 0) {
			document->at = found;
			return;
		}
	}
	document->at = document->end;
}

/* End of the tag that begins at `from`: the '>' outside quotation marks. */
static const char *tag_end(struct document *document, const char *from)
{
	const char *at = from;

	while (document->broken_quotes < QUOTE_TRIES && at < document->end && *at != '>') {
		if (*at == '"' || *at == '\'')
			at = memchr(at + 1, *at, (gsize)(document->end - at - 1));
		if (at == NULL)
			break;
		at++;
	}
	if (document->broken_quotes < QUOTE_TRIES && at != NULL && at < document->end)
		return at;
	document->broken_quotes++;
	return memchr(from, '>', (gsize)(document->end - from));
}

static void read_tag(struct document *document)
{
	const char *start = document->at + 1, *stop = tag_end(document, start);
	struct html_tag tag;

	if (stop == NULL) {
		document->tags_ended = true;
		return;
	}
	html_tag_read(&tag, start, (gsize)(stop - start));
	document->at = stop + 1;
	if (tag.closing)
		pop_element(document, &tag);
	if (document->hidden == 0)
		layouts[tag.layout](document, &tag);
	if (tag.layout == HTML_RAW && !tag.closing && !tag.empty)
		skip_raw(document, &tag);
	else if (!tag.closing)
		open_element(document, &tag);
}

/* Comments and declarations, conditional comments of Outlook among them. */
static void skip_comment(struct document *document)
{
	gsize left = (gsize)(document->end - document->at);
	bool comment = left >= 4 && memcmp(document->at, "<!--", 4) == 0;
	const char *stop = comment ? memmem(document->at + 4, left - 4, "-->", 3)
				   : memchr(document->at, '>', left);

	document->at = stop != NULL ? stop + (comment ? 3 : 1) : document->end;
}

static void read_markup(struct document *document)
{
	char next = document->end - document->at > 1 ? document->at[1] : '\0';

	bool tag = !document->tags_ended;

	if (tag && (next == '!' || next == '?')) {
		skip_comment(document);
	} else if (tag && (g_ascii_isalpha(next) || next == '/')) {
		read_tag(document);
	} else {
		document->at++;
		append_character(document, '<');
	}
}

char *own_text_from_html(const char *html, gsize length)
{
	struct document document = {.at = html, .end = html + length, .at_line_start = true};

	document.out = g_string_sized_new(MIN(length / 2 + 64, LIMIT_HTML_TEXT));
	while (document.at < document.end && document.out->len < LIMIT_HTML_TEXT) {
		if (*document.at == '<') {
			read_markup(&document);
		} else if (*document.at == '&') {
			read_reference(&document);
		} else if (is_space(*document.at)) {
			if (document.hidden == 0)
				append_space(&document, *document.at);
			document.at++;
		} else {
			append_word(&document);
		}
	}
	end_line(&document);
	return g_string_free(document.out, FALSE);
}
