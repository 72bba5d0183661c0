/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* XML as a stream of elements and texts over importers/bytes.h, so that a sheet inside a
 * workbook inside an archive reads like a file. No network, no entities but the five of XML,
 * memory by the longest text and the depth, never by the document. */
#pragma once

#include <glib.h>
#include <stdbool.h>

struct xml;

/* NULL with ENTENTE_ERROR_INPUT when the file cannot be opened. Caller owns. */
struct xml *xml_open(const char *path, bool compressed, GError **error);
/* Over bytes that stay with the caller; `name` is for messages. */
struct xml *xml_open_memory(const char *name, const void *bytes, gsize length);
void xml_free(struct xml *xml);
typedef struct xml xml_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(xml_auto, xml_free)

enum xml_event {
	XML_OPEN,   /* an element begins: its name and attributes can be asked */
	XML_CLOSE,  /* it ends; an empty element too is opened and closed */
	XML_TEXT,   /* characters, CDATA included; a long text may come in several pieces */
	XML_END,    /* the document is complete */
	XML_BROKEN, /* it is not well-formed, or the bytes broke: fills the error; what was
		       given before holds. Only XML_BROKEN comes afterwards, without an error.
		     */
};

enum xml_event xml_next(struct xml *xml, GError **error);

/* Of the present element, without its prefix; "" at a text. Borrowed until the next event, as
 * are the two that follow. */
const char *xml_name(struct xml *xml);
/* Value of an attribute by its name without prefix, NULL when absent. */
const char *xml_attribute(struct xml *xml, const char *name);
/* At a text; "" elsewhere. */
const char *xml_text(struct xml *xml);
/* Elements around the present one; the root is at 0, a text in it at 1. */
guint xml_depth(struct xml *xml);
/* Bytes that were taken from the file: where a record begins, about. */
guint64 xml_offset(struct xml *xml);
guint xml_line(struct xml *xml);
