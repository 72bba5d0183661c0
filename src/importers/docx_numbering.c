/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A list (w:num) points to a definition (w:abstractNum) of nine levels; lists of one definition
 * count on together, unless a list starts a level anew. A label is the level's text with each
 * %n put in the count of level n. */
#include "importers/docx_numbering.h"

#include <string.h>

#include "importers/xml.h"

#define LIST_LEVELS   9u
#define PARTS_MOST    20000u /* styles, definitions or lists that are kept */
#define BASES_MOST    16u    /* styles that a style is based on */
#define COUNT_MOST    100000u
#define LABEL_LONGEST 60u

enum number_format {
	FORMAT_DECIMAL,
	FORMAT_LOWER_LETTER,
	FORMAT_UPPER_LETTER,
	FORMAT_LOWER_ROMAN,
	FORMAT_UPPER_ROMAN,
	FORMAT_BULLET,
	FORMAT_NONE
};

struct list_level {
	enum number_format format;
	guint start, count;
	bool begun;
	char *text; /* "%1.%2"; NULL: none */
};

struct list_definition {
	struct list_level levels[LIST_LEVELS];
};

struct list {
	guint definition;
	guint restart[LIST_LEVELS]; /* 1 + the count to start from; 0: goes on */
};

struct style {
	char *based_on;
	guint level, number, list_level;
	bool contents;
};

struct docx_numbering {
	GHashTable *styles;      /* id -> struct style */
	GHashTable *definitions; /* number -> struct list_definition */
	GHashTable *lists;       /* number -> struct list */
};

static void style_free(gpointer data)
{
	struct style *style = data;

	g_free(style->based_on);
	g_free(style);
}

static void definition_free(gpointer data)
{
	struct list_definition *definition = data;

	for (guint i = 0; i < LIST_LEVELS; i++)
		g_free(definition->levels[i].text);
	g_free(definition);
}

/* A number of an attribute, `most` at most; 0 when absent or odd. */
static guint attribute_number(struct xml *xml, const char *name, guint most)
{
	const char *value = xml_attribute(xml, name);
	guint64 number = 0;

	if (!value || !g_ascii_string_to_unsigned(value, 10, 0, most, &number, NULL))
		return 0;
	return (guint)number;
}

/* ---- styles.xml ---- */

/* Names of built-in styles are English in every Word. */
static void take_style_name(struct style *style, const char *name)
{
	guint64 level = 0;

	if (g_ascii_strncasecmp(name, "heading ", 8) == 0 &&
	    g_ascii_string_to_unsigned(name + 8, 10, 1, 9, &level, NULL))
		style->level = (guint)level;
	else if (g_ascii_strcasecmp(name, "title") == 0)
		style->level = 1;
	style->contents = g_ascii_strncasecmp(name, "toc ", 4) == 0;
}

static void take_style_part(struct xml *xml, struct style *style)
{
	const char *name = xml_name(xml), *value = xml_attribute(xml, "val");

	if (!value)
		return;
	if (strcmp(name, "name") == 0) {
		take_style_name(style, value);
	} else if (strcmp(name, "basedOn") == 0) {
		g_free(style->based_on);
		style->based_on = g_strdup(value);
	} else if (strcmp(name, "outlineLvl") == 0 && style->level == 0) {
		style->level = (attribute_number(xml, "val", LIST_LEVELS) + 1) % 10;
	} else if (strcmp(name, "numId") == 0) {
		style->number = attribute_number(xml, "val", G_MAXINT);
	} else if (strcmp(name, "ilvl") == 0) {
		style->list_level = attribute_number(xml, "val", LIST_LEVELS - 1);
	}
}

static void read_styles(struct docx_numbering *numbering, struct xml *xml)
{
	struct style *style = NULL;
	enum xml_event event;

	while ((event = xml_next(xml, NULL)) != XML_END && event != XML_BROKEN) {
		const char *id;
		if (event == XML_CLOSE && strcmp(xml_name(xml), "style") == 0)
			style = NULL;
		if (event != XML_OPEN)
			continue;
		id = strcmp(xml_name(xml), "style") == 0 ? xml_attribute(xml, "styleId") : NULL;
		if (id && g_hash_table_size(numbering->styles) < PARTS_MOST) {
			style = g_new0(struct style, 1);
			g_hash_table_insert(numbering->styles, g_strdup(id), style);
		} else if (style) {
			take_style_part(xml, style);
		}
	}
}

/* ---- numbering.xml ---- */

static enum number_format format_of(const char *value)
{
	static const struct {
		const char *name;
		enum number_format format;
	} names[] = {
		{"lowerLetter", FORMAT_LOWER_LETTER},
		{"upperLetter", FORMAT_UPPER_LETTER},
		{"lowerRoman", FORMAT_LOWER_ROMAN},
		{"upperRoman", FORMAT_UPPER_ROMAN},
		{"bullet", FORMAT_BULLET},
		{"none", FORMAT_NONE},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		if (g_strcmp0(value, names[i].name) == 0)
			return names[i].format;
	return FORMAT_DECIMAL;
}

static struct list_definition *add_definition(struct docx_numbering *numbering, guint number)
{
	struct list_definition *definition = g_new0(struct list_definition, 1);

	for (guint i = 0; i < LIST_LEVELS; i++)
		definition->levels[i].start = 1;
	g_hash_table_insert(numbering->definitions, GUINT_TO_POINTER(number), definition);
	return definition;
}

static void take_level_part(struct xml *xml, struct list_level *level)
{
	const char *name = xml_name(xml);

	if (strcmp(name, "start") == 0) {
		level->start = attribute_number(xml, "val", COUNT_MOST);
	} else if (strcmp(name, "numFmt") == 0) {
		level->format = format_of(xml_attribute(xml, "val"));
	} else if (strcmp(name, "lvlText") == 0) {
		g_free(level->text);
		level->text = g_strdup(xml_attribute(xml, "val"));
	}
}

/* Where the reader of numbering.xml stands. */
struct position {
	struct list_definition *definition;
	struct list *list;
	guint level;
};

static void take_numbering_part(struct docx_numbering *numbering, struct xml *xml,
				struct position *at)
{
	const char *name = xml_name(xml);

	if (strcmp(name, "abstractNum") == 0 &&
	    g_hash_table_size(numbering->definitions) < PARTS_MOST) {
		*at = (struct position){0};
		at->definition = add_definition(
			numbering, attribute_number(xml, "abstractNumId", G_MAXINT));
	} else if (strcmp(name, "num") == 0 &&
		   g_hash_table_size(numbering->lists) < PARTS_MOST) {
		*at = (struct position){.list = g_new0(struct list, 1)};
		g_hash_table_insert(numbering->lists,
				    GUINT_TO_POINTER(attribute_number(xml, "numId", G_MAXINT)),
				    at->list);
	} else if (strcmp(name, "lvl") == 0 || strcmp(name, "lvlOverride") == 0) {
		at->level = attribute_number(xml, "ilvl", LIST_LEVELS - 1);
	} else if (at->list && strcmp(name, "abstractNumId") == 0) {
		at->list->definition = attribute_number(xml, "val", G_MAXINT);
	} else if (at->list && strcmp(name, "startOverride") == 0) {
		at->list->restart[at->level] = 1 + attribute_number(xml, "val", COUNT_MOST);
	} else if (at->definition) {
		take_level_part(xml, &at->definition->levels[at->level]);
	}
}

static void read_numbering(struct docx_numbering *numbering, struct xml *xml)
{
	struct position at = {0};
	enum xml_event event;

	while ((event = xml_next(xml, NULL)) != XML_END && event != XML_BROKEN)
		if (event == XML_OPEN)
			take_numbering_part(numbering, xml, &at);
}

/* ---- both ---- */

static void read_part(struct docx_numbering *numbering, const char *path, const char *part,
		      void (*read)(struct docx_numbering *numbering, struct xml *xml))
{
	g_autofree char *inside = g_build_filename(path, part, NULL);
	g_autoptr(xml_auto) xml = xml_open(inside, false, NULL);

	if (xml)
		read(numbering, xml);
}

struct docx_numbering *docx_numbering_load(const char *path)
{
	struct docx_numbering *numbering = g_new0(struct docx_numbering, 1);

	numbering->styles = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, style_free);
	numbering->definitions = g_hash_table_new_full(NULL, NULL, NULL, definition_free);
	numbering->lists = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	read_part(numbering, path, "word/styles.xml", read_styles);
	read_part(numbering, path, "word/numbering.xml", read_numbering);
	return numbering;
}

void docx_numbering_free(struct docx_numbering *numbering)
{
	g_hash_table_destroy(numbering->styles);
	g_hash_table_destroy(numbering->definitions);
	g_hash_table_destroy(numbering->lists);
	g_free(numbering);
}

void docx_style_of(const struct docx_numbering *numbering, const char *style,
		   struct docx_paragraph_style *found)
{
	*found = (struct docx_paragraph_style){0};
	for (guint i = 0; style && i < BASES_MOST; i++) {
		const struct style *one = g_hash_table_lookup(numbering->styles, style);
		if (!one)
			return;
		if (found->level == 0)
			found->level = one->level;
		if (found->number == 0) {
			found->number = one->number;
			found->list_level = one->list_level;
		}
		found->contents = found->contents || one->contents;
		style = one->based_on;
	}
}

/* ---- labels ---- */

static void append_letters(GString *label, guint count, char first)
{
	/* a, b ... z, aa, bb: as Word does */
	for (guint i = 0; i <= (count - 1) / 26 && i < 8; i++)
		g_string_append_c(label, (char)(first + (char)((count - 1) % 26)));
}

static void append_roman(GString *label, guint count, bool upper)
{
	static const struct {
		guint value;
		const char *lower, *upper;
	} signs[] = {
		{1000, "m", "M"}, {900, "cm", "CM"}, {500, "d", "D"}, {400, "cd", "CD"},
		{100, "c", "C"},  {90, "xc", "XC"},  {50, "l", "L"},  {40, "xl", "XL"},
		{10, "x", "X"},   {9, "ix", "IX"},   {5, "v", "V"},   {4, "iv", "IV"},
		{1, "i", "I"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(signs); i++)
		for (; count >= signs[i].value && label->len < LABEL_LONGEST;
		     count -= signs[i].value)
			g_string_append(label, upper ? signs[i].upper : signs[i].lower);
}

static void append_count(GString *label, const struct list_level *level)
{
	guint count = level->begun ? level->count : level->start;

	if (level->format == FORMAT_LOWER_ROMAN || level->format == FORMAT_UPPER_ROMAN)
		append_roman(label, count, level->format == FORMAT_UPPER_ROMAN);
	else if (level->format == FORMAT_LOWER_LETTER || level->format == FORMAT_UPPER_LETTER)
		append_letters(label, MAX(count, 1u),
			       level->format == FORMAT_UPPER_LETTER ? 'A' : 'a');
	else
		g_string_append_printf(label, "%u", count);
}

static char *make_label(const struct list_definition *definition,
			const struct list_level *level)
{
	g_autoptr(GString) label = g_string_new(NULL);

	for (const char *at = level->text; *at && label->len < LABEL_LONGEST; at++) {
		if (at[0] == '%' && at[1] >= '1' && at[1] <= '9')
			append_count(label, &definition->levels[*++at - '1']);
		else
			g_string_append_c(label, *at);
	}
	g_strstrip(label->str);
	return *label->str ? g_utf8_make_valid(label->str, -1) : NULL;
}

static void count_on(struct list_definition *definition, struct list *list, guint at)
{
	struct list_level *level = &definition->levels[at];

	if (list->restart[at] > 0) {
		level->start = list->restart[at] - 1;
		level->begun = false;
		list->restart[at] = 0;
	}
	level->count = level->begun ? MIN(level->count + 1, COUNT_MOST) : level->start;
	level->begun = true;
	for (guint i = at + 1; i < LIST_LEVELS; i++)
		definition->levels[i].begun = false;
	/* A level that was passed over counts from its start. */
	for (guint i = 0; i < at; i++)
		if (!definition->levels[i].begun) {
			definition->levels[i].count = definition->levels[i].start;
			definition->levels[i].begun = true;
		}
}

char *docx_next_label(struct docx_numbering *numbering, guint number, guint list_level)
{
	struct list *list = g_hash_table_lookup(numbering->lists, GUINT_TO_POINTER(number));
	struct list_definition *definition =
		list ? g_hash_table_lookup(numbering->definitions,
					   GUINT_TO_POINTER(list->definition))
		     : NULL;
	const struct list_level *level;

	if (!definition || list_level >= LIST_LEVELS)
		return NULL;
	level = &definition->levels[list_level];
	count_on(definition, list, list_level);
	if (level->format == FORMAT_BULLET)
		return g_strdup("-");
	return level->format == FORMAT_NONE || !level->text ? NULL
							    : make_label(definition, level);
}
