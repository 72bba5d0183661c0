/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The only file that includes libxml2: its text reader, fed block by block. A document type is
 * refused, since no format read here has one and all attacks by entities need it. libxml2's own
 * bounds hold (256 levels, 10 MB a text); the memory limit of the worker is behind them. */
#include "importers/xml.h"

#include <libxml/xmlreader.h>
#include <string.h>

#include "base/error.h"
#include "importers/bytes.h"

#define ATTRIBUTES_MOST 64 /* of one element that are looked at */

struct xml {
	char *path;
	struct bytes *bytes; /* the file, or... */
	const guint8 *memory;
	gsize memory_length, memory_offset;
	xmlTextReaderPtr reader;
	GError *trouble; /* of the bytes, else what libxml2 said first */
	bool empty_open; /* an empty element was opened and is to be closed */
	bool ended;
	char *mended; /* what was not UTF-8 of the present event */
};

static int read_memory(struct xml *xml, char *into, gsize room)
{
	gsize length = MIN(room, xml->memory_length - xml->memory_offset);

	memcpy(into, xml->memory + xml->memory_offset, length);
	xml->memory_offset += length;
	return (int)length;
}

static int read_bytes(void *data, char *into, int room)
{
	struct xml *xml = data;
	gsize available;
	const guint8 *shown;

	if (!xml->bytes)
		return read_memory(xml, into, (gsize)room);
	shown = bytes_peek(xml->bytes, 1, &available, xml->trouble ? NULL : &xml->trouble);
	if (!shown)
		return -1;
	available = MIN(available, (gsize)room);
	memcpy(into, shown, available);
	bytes_skip(xml->bytes, available);
	return (int)available;
}

static void set_trouble(struct xml *xml, int line, const char *why)
{
	g_autofree char *words = g_utf8_make_valid(why ? why : "not well-formed", -1);

	if (!xml->trouble)
		xml->trouble = g_error_new(ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
					   "%s: line %d: the XML cannot be read further: %s",
					   xml->path, line, g_strchomp(words));
}

static void take_error(void *data, xmlErrorPtr error)
{
	if (error->level >= XML_ERR_FATAL) /* an undeclared prefix stops nothing */
		set_trouble(data, error->line, error->message);
}

/* What libxml2 says past the reader's own handler, on bytes of no known encoding. */
static void say_nothing(void *data, const char *format, ...)
{
}

/* The reader looks at the first bytes at once: they must be there. */
static struct xml *start(struct xml *xml, const char *name)
{
	xmlSetGenericErrorFunc(NULL, say_nothing);
	xml->path = g_strdup(name);
	xml->reader = xmlReaderForIO(read_bytes, NULL, xml, NULL, NULL,
				     XML_PARSE_NONET | XML_PARSE_COMPACT);
	g_assert(xml->reader);
	xmlTextReaderSetStructuredErrorHandler(xml->reader, take_error, xml);
	return xml;
}

struct xml *xml_open(const char *path, bool compressed, GError **error)
{
	struct bytes *bytes = bytes_open(path, compressed, 0, error);
	struct xml *xml;

	if (!bytes)
		return NULL;
	xml = g_new0(struct xml, 1);
	xml->bytes = bytes;
	return start(xml, path);
}

struct xml *xml_open_memory(const char *name, const void *bytes, gsize length)
{
	struct xml *xml = g_new0(struct xml, 1);

	xml->memory = bytes;
	xml->memory_length = length;
	return start(xml, name);
}

void xml_free(struct xml *xml)
{
	xmlFreeTextReader(xml->reader);
	g_clear_pointer(&xml->bytes, bytes_free);
	g_clear_error(&xml->trouble);
	g_free(xml->mended);
	g_free(xml->path);
	g_free(xml);
}

static enum xml_event broken(struct xml *xml, GError **error)
{
	if (!xml->ended)
		set_trouble(xml, xmlTextReaderGetParserLineNumber(xml->reader), NULL);
	xml->ended = true;
	if (xml->trouble)
		g_propagate_error(error, g_steal_pointer(&xml->trouble));
	return XML_BROKEN;
}

/* What a node is to a caller; XML_END for what is passed over. */
static enum xml_event event_of(struct xml *xml)
{
	switch (xmlTextReaderNodeType(xml->reader)) {
	case XML_READER_TYPE_ELEMENT:
		xml->empty_open = xmlTextReaderIsEmptyElement(xml->reader) == 1;
		return XML_OPEN;
	case XML_READER_TYPE_END_ELEMENT:
		return XML_CLOSE;
	case XML_READER_TYPE_TEXT:
	case XML_READER_TYPE_CDATA:
	case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
	case XML_READER_TYPE_WHITESPACE:
		return XML_TEXT;
	case XML_READER_TYPE_DOCUMENT_TYPE:
		set_trouble(xml, xmlTextReaderGetParserLineNumber(xml->reader),
			    "it declares a document type, which no export has");
		return XML_BROKEN;
	default:
		return XML_END;
	}
}

enum xml_event xml_next(struct xml *xml, GError **error)
{
	enum xml_event event;
	int result;

	if (xml->ended)
		return XML_BROKEN;
	if (xml->empty_open) {
		xml->empty_open = false;
		return XML_CLOSE;
	}
	while ((result = xmlTextReaderRead(xml->reader)) == 1) {
		event = event_of(xml);
		if (event == XML_BROKEN)
			return broken(xml, error);
		if (event != XML_END)
			return event;
	}
	if (result < 0 || xml->trouble)
		return broken(xml, error);
	return XML_END;
}

/* The parser gives what stands before a wrong byte, and with it parts of the wrong character.
 */
static const char *valid(struct xml *xml, const xmlChar *text)
{
	if (!text || g_utf8_validate((const char *)text, -1, NULL))
		return (const char *)text;
	g_free(xml->mended);
	xml->mended = g_utf8_make_valid((const char *)text, -1);
	return xml->mended;
}

const char *xml_name(struct xml *xml)
{
	const char *name = valid(xml, xmlTextReaderConstLocalName(xml->reader));

	return name && *name != '#' ? name : "";
}

const char *xml_attribute(struct xml *xml, const char *name)
{
	const char *value = NULL;

	if (xmlTextReaderNodeType(xml->reader) != XML_READER_TYPE_ELEMENT)
		return NULL;
	for (int i = 0; i < ATTRIBUTES_MOST && !value; i++) {
		if (xmlTextReaderMoveToAttributeNo(xml->reader, i) != 1)
			break;
		if (!strcmp((const char *)xmlTextReaderConstLocalName(xml->reader), name))
			value = valid(xml, xmlTextReaderConstValue(xml->reader));
	}
	/* The value is kept by the reader's dictionary or the node, which stay. */
	xmlTextReaderMoveToElement(xml->reader);
	return value;
}

const char *xml_text(struct xml *xml)
{
	const char *text = valid(xml, xmlTextReaderConstValue(xml->reader));

	return text ? text : "";
}

guint xml_depth(struct xml *xml)
{
	int depth = xmlTextReaderDepth(xml->reader);

	return depth > 0 ? (guint)depth : 0;
}

guint64 xml_offset(struct xml *xml)
{
	return xml->bytes ? bytes_offset(xml->bytes) : xml->memory_offset;
}

guint xml_line(struct xml *xml)
{
	return (guint)MAX(xmlTextReaderGetParserLineNumber(xml->reader), 0);
}
