/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One tag of HTML: its name, what it does to lines, and the three attributes by which mail
 * programs mark quotations and hidden parts. The marks are those that Gmail, Outlook, Apple
 * Mail, Thunderbird, Yahoo, Zimbra and Proton write (talon's html_quotations names most). */
#include "text/html_tag-internal.h"

#include <string.h>

#define VALUE_LONGEST 512u

struct element {
	const char *name;
	enum html_layout layout;
};

static const struct element elements[] = {
	{"address", HTML_LINE},    {"article", HTML_LINE},     {"blockquote", HTML_PARAGRAPH},
	{"br", HTML_BREAK},        {"button", HTML_LINE},      {"caption", HTML_LINE},
	{"center", HTML_LINE},     {"dd", HTML_LINE},          {"div", HTML_LINE},
	{"dl", HTML_PARAGRAPH},    {"dt", HTML_LINE},          {"fieldset", HTML_LINE},
	{"footer", HTML_LINE},     {"form", HTML_LINE},        {"h1", HTML_PARAGRAPH},
	{"h2", HTML_PARAGRAPH},    {"h3", HTML_PARAGRAPH},     {"h4", HTML_PARAGRAPH},
	{"h5", HTML_PARAGRAPH},    {"h6", HTML_PARAGRAPH},     {"header", HTML_LINE},
	{"hr", HTML_PARAGRAPH},    {"li", HTML_ITEM},          {"main", HTML_LINE},
	{"noscript", HTML_RAW},    {"ol", HTML_LINE},          {"option", HTML_LINE},
	{"p", HTML_PARAGRAPH},     {"pre", HTML_PREFORMATTED}, {"script", HTML_RAW},
	{"section", HTML_LINE},    {"select", HTML_LINE},      {"style", HTML_RAW},
	{"table", HTML_PARAGRAPH}, {"tbody", HTML_LINE},       {"td", HTML_CELL},
	{"th", HTML_CELL},         {"title", HTML_RAW},        {"tr", HTML_LINE},
	{"ul", HTML_LINE},
};

static const char *const voids[] = {"area", "base",  "br",   "col",  "embed", "hr",
				    "img",  "input", "link", "meta", "wbr"};

struct mark {
	const char *text;
	bool whole; /* the value itself, not a part of it */
	enum html_effect effect;
};

/* Of class and id, in lower case. */
static const struct mark name_marks[] = {
	{"gmail_quote", false, HTML_QUOTE_LEAD},
	{"gmail_attr", false, HTML_QUOTE},
	{"yahoo_quoted", false, HTML_QUOTE},
	{"moz-cite-prefix", false, HTML_QUOTE},
	{"moz-forward-container", false, HTML_QUOTE},
	{"protonmail_quote", false, HTML_QUOTE},
	{"zmail_extra", false, HTML_QUOTE},
	{"olk_src_body_section", false, HTML_QUOTE},
	{"mailbox_signature", false, HTML_QUOTE},
	{"mail-editor-reference-message", false, HTML_QUOTE},
	{"ms-outlook-mobile-reference-message", false, HTML_QUOTE_REST},
	{"outlookmessageheader", false, HTML_QUOTE_REST},
	{"divrplyfwdmsg", false, HTML_QUOTE_REST},
	{"appendonsend", true, HTML_QUOTE_REST},
	{"zwchr", true, HTML_QUOTE_REST},
	{"stopspelling", true, HTML_QUOTE_REST},
	{"gmail_signature", false, HTML_HIDE},
	{"moz-signature", false, HTML_HIDE},
	{"applemailsignature", false, HTML_HIDE},
	{"ms-outlook-mobile-signature", false, HTML_HIDE},
	{"acompli_signature", false, HTML_HIDE},
	{"protonmail_signature_block", false, HTML_HIDE},
	{"bloop_sign", false, HTML_HIDE},
	{"signature", true, HTML_HIDE},
	{"preheader", false, HTML_HIDE},
};

/* Of data-marker, which Zimbra sets. */
static const struct mark zimbra_marks[] = {
	{"__quoted_text__", true, HTML_QUOTE},
	{"__headers__", true, HTML_QUOTE},
	{"__sig_pre__", true, HTML_HIDE},
	{"__sig_post__", true, HTML_HIDE},
};

/* Of style, in lower case and without spaces. */
static const struct mark style_marks[] = {
	{"display:none", false, HTML_HIDE},
	{"visibility:hidden", false, HTML_HIDE},
	{"mso-hide:all", false, HTML_HIDE},
	{"max-height:0px", false, HTML_HIDE},
	{"max-height:0;", false, HTML_HIDE},
	{"opacity:0;", false, HTML_HIDE},
	{"border:none;border-top:solid#b5c4df1.0pt;padding:3.0pt0", false, HTML_QUOTE_REST},
	{"border:none;border-top:solid#e1e1e11.0pt;padding:3.0pt0", false, HTML_QUOTE_REST},
	{"padding-top:5px;border-top-color:rgb(229,229,229)", false, HTML_QUOTE_REST},
};

static gsize name_length(const char *text, gsize length)
{
	gsize at = 0;

	while (at < length && (g_ascii_isalnum(text[at]) || strchr(":-_", text[at]) != NULL) &&
	       text[at] != '\0')
		at++;
	return at;
}

static enum html_layout layout_of(const struct html_tag *tag)
{
	for (gsize i = 0; i < G_N_ELEMENTS(elements); i++)
		if (html_tag_is(tag, elements[i].name))
			return elements[i].layout;
	return HTML_INLINE;
}

static bool is_void(const struct html_tag *tag)
{
	for (gsize i = 0; i < G_N_ELEMENTS(voids); i++)
		if (html_tag_is(tag, voids[i]))
			return true;
	return false;
}

bool html_tag_is(const struct html_tag *tag, const char *name)
{
	return g_ascii_tolower(tag->name[0]) == name[0] && strlen(name) == tag->name_length &&
	       g_ascii_strncasecmp(tag->name, name, tag->name_length) == 0;
}

void html_tag_read(struct html_tag *tag, const char *text, gsize length)
{
	tag->closing = length > 0 && *text == '/';
	text += tag->closing;
	length -= tag->closing;
	tag->name = text;
	tag->name_length = name_length(text, length);
	tag->attributes = text + tag->name_length;
	tag->attributes_length = length - tag->name_length;
	tag->layout = layout_of(tag);
	tag->empty = is_void(tag) || (length > 0 && text[length - 1] == '/');
}

struct attribute {
	const char *name, *value;
	gsize name_length, value_length;
};

static bool is_space(char byte)
{
	return g_ascii_isspace(byte) || byte == '/';
}

/* Reads the value behind '='; returns where to go on. */
static gsize read_value(const char *text, gsize at, gsize length, struct attribute *attribute)
{
	const char *close;
	char quote;

	while (at < length && g_ascii_isspace(text[at]))
		at++;
	quote = at < length ? text[at] : '\0';
	if (quote == '"' || quote == '\'') {
		at++;
		close = memchr(text + at, quote, length - at);
		attribute->value = text + at;
		attribute->value_length =
			close != NULL ? (gsize)(close - text) - at : length - at;
		return at + attribute->value_length + 1;
	}
	attribute->value = text + at;
	while (at < length && !g_ascii_isspace(text[at]))
		at++;
	attribute->value_length = (gsize)(text + at - attribute->value);
	return at;
}

/* Reads the attribute at *at; false at the end of the tag. */
static bool next_attribute(const struct html_tag *tag, gsize *at, struct attribute *attribute)
{
	const char *text = tag->attributes;
	gsize length = tag->attributes_length, here = *at;

	while (here < length && is_space(text[here]))
		here++;
	if (here >= length)
		return false;
	*attribute = (struct attribute){.name = text + here};
	while (here < length && !is_space(text[here]) && text[here] != '=')
		here++;
	attribute->name_length = (gsize)(text + here - attribute->name);
	while (here < length && g_ascii_isspace(text[here]))
		here++;
	if (here < length && text[here] == '=')
		here = read_value(text, here + 1, length, attribute);
	*at = here;
	return true;
}

static bool is_named(const struct attribute *attribute, const char *name)
{
	return attribute->name_length == strlen(name) &&
	       g_ascii_strncasecmp(attribute->name, name, attribute->name_length) == 0;
}

/* The value in lower case, without spaces when `pack`, cut at VALUE_LONGEST. */
static void copy_value(const struct attribute *attribute, bool pack, char *out)
{
	gsize to = 0;

	for (gsize i = 0; i < attribute->value_length && to < VALUE_LONGEST; i++)
		if (!pack || !g_ascii_isspace(attribute->value[i]))
			out[to++] = g_ascii_tolower(attribute->value[i]);
	out[to] = '\0';
}

static enum html_effect find_mark(const char *value, const struct mark *marks, gsize count)
{
	for (gsize i = 0; i < count; i++)
		if (marks[i].whole ? strcmp(value, marks[i].text) == 0
				   : strstr(value, marks[i].text) != NULL)
			return marks[i].effect;
	return HTML_NOTHING;
}

static enum html_effect attribute_effect(const struct attribute *attribute)
{
	char value[VALUE_LONGEST + 1];

	if (is_named(attribute, "hidden"))
		return HTML_HIDE;
	if (is_named(attribute, "class") || is_named(attribute, "id")) {
		copy_value(attribute, false, value);
		return find_mark(value, name_marks, G_N_ELEMENTS(name_marks));
	}
	if (is_named(attribute, "data-signatureblock"))
		return HTML_HIDE;
	if (is_named(attribute, "data-marker")) {
		copy_value(attribute, false, value);
		return find_mark(value, zimbra_marks, G_N_ELEMENTS(zimbra_marks));
	}
	if (!is_named(attribute, "style"))
		return HTML_NOTHING;
	copy_value(attribute, true, value);
	return find_mark(value, style_marks, G_N_ELEMENTS(style_marks));
}

/* Outlook and Gmail indent with a blockquote that has no border and cites nothing. */
static bool is_indent(const struct attribute *attribute)
{
	char value[VALUE_LONGEST + 1];

	if (!is_named(attribute, "style"))
		return false;
	copy_value(attribute, true, value);
	return strstr(value, "border:none") != NULL && strstr(value, "border-left") == NULL;
}

static bool is_cite(const struct attribute *attribute)
{
	return is_named(attribute, "cite") || is_named(attribute, "type") ||
	       is_named(attribute, "class");
}

enum html_effect html_tag_effect(const struct html_tag *tag)
{
	bool blockquote = html_tag_is(tag, "blockquote"), indent = false, cite = false;
	enum html_effect effect = HTML_NOTHING;
	struct attribute attribute;
	gsize at = 0;

	while (effect == HTML_NOTHING && next_attribute(tag, &at, &attribute)) {
		effect = attribute_effect(&attribute);
		indent = indent || is_indent(&attribute);
		cite = cite || is_cite(&attribute);
	}
	if (blockquote &&
	    (effect == HTML_QUOTE_LEAD || (effect == HTML_NOTHING && (cite || !indent))))
		return HTML_QUOTE;
	return effect;
}
