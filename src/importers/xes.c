/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where an element stands tells what it is: log, trace, event, attribute, each one level below
 * the one before. By the standard the attributes of a trace stand before its events. */
#include "importers/xes.h"

#include <string.h>

#include "base/limits.h"

/* The attributes of one element: texts in one string, with their places until all are there. */
struct attributes {
	GString *texts;
	GArray *places; /* struct place_of */
	GArray *ready;  /* struct xes_attribute */
	bool too_many;  /* more or longer ones than any tool writes */
};

struct place_of {
	gsize key, value;
};

struct xes {
	struct xml *xml;
	struct attributes trace, event;
	guint trace_depth, event_depth; /* 1 + depth of what is open; 0: none */
	guint64 number;
	guint in_trace;
	guint32 line;
	bool stray; /* the event stands in no trace */
	bool ended;
};

/* ---- attributes ---- */

static void attributes_init(struct attributes *attributes)
{
	attributes->texts = g_string_new(NULL);
	attributes->places = g_array_new(FALSE, FALSE, sizeof(struct place_of));
	attributes->ready = g_array_new(FALSE, FALSE, sizeof(struct xes_attribute));
}

static void attributes_clear(struct attributes *attributes)
{
	g_string_free(attributes->texts, TRUE);
	g_array_unref(attributes->places);
	g_array_unref(attributes->ready);
}

static void attributes_begin(struct attributes *attributes)
{
	g_string_truncate(attributes->texts, 0);
	g_array_set_size(attributes->places, 0);
	g_array_set_size(attributes->ready, 0);
	attributes->too_many = false;
}

static gsize keep_text(struct attributes *attributes, const char *text)
{
	gsize place = attributes->texts->len;

	g_string_append_len(attributes->texts, text, (gssize)strlen(text) + 1);
	return place;
}

static bool has_room(const struct attributes *attributes, const char *text)
{
	gsize length = strlen(text);

	return attributes->places->len < LIMIT_CSV_COLUMNS && length <= LIMIT_CSV_FIELD &&
	       attributes->texts->len + length < LIMIT_CSV_ROW;
}

/* What has no value of its own is a list. */
static void attributes_add(struct attributes *attributes, struct xml *xml)
{
	const char *key = xml_attribute(xml, "key"), *value;
	struct place_of place;

	if (!key)
		return;
	attributes->too_many = attributes->too_many || !has_room(attributes, key);
	if (attributes->too_many)
		return;
	place.key = keep_text(attributes, key);
	value = xml_attribute(xml, "value");
	if (!value)
		return;
	attributes->too_many = !has_room(attributes, value);
	if (attributes->too_many)
		return;
	place.value = keep_text(attributes, value);
	g_array_append_val(attributes->places, place);
}

static const struct xes_attribute *attributes_take(struct attributes *attributes, guint *n)
{
	for (guint i = attributes->ready->len; i < attributes->places->len; i++) {
		const struct place_of *place =
			&g_array_index(attributes->places, struct place_of, i);
		struct xes_attribute one = {attributes->texts->str + place->key,
					    attributes->texts->str + place->value};

		g_array_append_val(attributes->ready, one);
	}
	*n = attributes->ready->len;
	return (const struct xes_attribute *)attributes->ready->data;
}

/* ---- elements ---- */

struct xes *xes_new(struct xml *xml)
{
	struct xes *xes = g_new0(struct xes, 1);

	xes->xml = xml;
	attributes_init(&xes->trace);
	attributes_init(&xes->event);
	return xes;
}

void xes_free(struct xes *xes)
{
	xml_free(xes->xml);
	attributes_clear(&xes->trace);
	attributes_clear(&xes->event);
	g_free(xes);
}

static void open_event(struct xes *xes, guint depth)
{
	xes->event_depth = 1 + depth;
	xes->number++;
	xes->in_trace++;
	xes->line = xml_line(xes->xml);
	xes->stray = xes->trace_depth == 0;
	attributes_begin(&xes->event);
}

static void open_trace(struct xes *xes, guint depth)
{
	xes->trace_depth = 1 + depth;
	xes->in_trace = 0;
	attributes_begin(&xes->trace);
}

static bool begins(struct xes *xes, guint depth, guint wanted, const char *name)
{
	return depth == wanted && !strcmp(xml_name(xes->xml), name);
}

static void open_element(struct xes *xes)
{
	guint depth = xml_depth(xes->xml);

	if (xes->event_depth > 0) {
		if (depth == xes->event_depth)
			attributes_add(&xes->event, xes->xml);
	} else if (begins(xes, depth, MAX(xes->trace_depth, 1), "event")) {
		open_event(xes, depth);
	} else if (xes->trace_depth > 0) {
		if (depth == xes->trace_depth && xes->in_trace == 0)
			attributes_add(&xes->trace, xes->xml);
	} else if (begins(xes, depth, 1, "trace")) {
		open_trace(xes, depth);
	}
}

/* Whether an event ended. */
static bool close_element(struct xes *xes)
{
	guint depth = 1 + xml_depth(xes->xml);

	if (xes->event_depth > 0) {
		if (depth != xes->event_depth)
			return false;
		xes->event_depth = 0;
		return true;
	}
	if (depth == xes->trace_depth)
		xes->trace_depth = 0;
	return false;
}

static const char *trouble_of(const struct xes *xes)
{
	if (xes->stray)
		return "it stands in no trace, so that its ticket is not known; put it into "
		       "one";
	if (xes->trace.too_many || xes->event.too_many)
		return "it has more or longer attributes than any tool writes; leave out what "
		       "is not of the ticket";
	return NULL;
}

static void give_event(struct xes *xes, struct xes_event *event)
{
	event->number = xes->number;
	event->in_trace = xes->stray ? 0 : xes->in_trace;
	event->line = xes->line;
	event->trouble = trouble_of(xes);
	event->trace = attributes_take(&xes->trace, &event->n_trace);
	event->own = attributes_take(&xes->event, &event->n_own);
	if (xes->stray)
		event->n_trace = 0;
}

enum xes_result xes_next(struct xes *xes, struct xes_event *event, GError **error)
{
	enum xml_event got;

	while (!xes->ended) {
		got = xml_next(xes->xml, error);
		if (got == XML_OPEN)
			open_element(xes);
		else if (got == XML_CLOSE && close_element(xes)) {
			give_event(xes, event);
			return XES_EVENT;
		}
		xes->ended = got == XML_END || got == XML_BROKEN;
		if (got == XML_BROKEN)
			return XES_FAILED;
	}
	return XES_END;
}
