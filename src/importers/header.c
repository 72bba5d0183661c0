/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One pass over a header block (RFC 5322 2.2), line by line. Only the fields of a table are
 * remembered, so that the price of a mail does not grow with the signatures and traces that
 * servers add. Lines that are no field are stepped over; two in a row are taken for a body
 * whose blank line got lost. */
#include "importers/header.h"

#include <string.h>

#include "base/limits.h"

#define NAME(text)                                                                             \
	{                                                                                      \
		text, sizeof text - 1                                                          \
	}

static const struct {
	const char *name;
	gsize length;
} names[HEADER_COUNT] = {
	[HEADER_FROM] = NAME("From"),
	[HEADER_TO] = NAME("To"),
	[HEADER_CC] = NAME("Cc"),
	[HEADER_DATE] = NAME("Date"),
	[HEADER_SUBJECT] = NAME("Subject"),
	[HEADER_MESSAGE_ID] = NAME("Message-ID"),
	[HEADER_IN_REPLY_TO] = NAME("In-Reply-To"),
	[HEADER_REFERENCES] = NAME("References"),
	[HEADER_SENDER] = NAME("Sender"),
	[HEADER_REPLY_TO] = NAME("Reply-To"),
	[HEADER_RECEIVED] = NAME("Received"),
	[HEADER_RETURN_PATH] = NAME("Return-Path"),
	[HEADER_ORIGINAL_FROM] = NAME("X-Original-From"),
	[HEADER_GOOGLE_ORIGINAL_FROM] = NAME("X-Google-Original-From"),
	[HEADER_ORIGINAL_SENDER] = NAME("X-Original-Sender"),
	[HEADER_CONTENT_TYPE] = NAME("Content-Type"),
	[HEADER_CONTENT_ENCODING] = NAME("Content-Transfer-Encoding"),
	[HEADER_CONTENT_DISPOSITION] = NAME("Content-Disposition"),
	[HEADER_CONTENT_LENGTH] = NAME("Content-Length"),
	[HEADER_MOZILLA_STATUS] = NAME("X-Mozilla-Status"),
	[HEADER_GMAIL_LABELS] = NAME("X-Gmail-Labels"),
	[HEADER_SENSITIVITY] = NAME("Sensitivity"),
	[HEADER_SIMULATED] = NAME("X-Entente-Simulated"),
	[HEADER_PRECEDENCE] = NAME("Precedence"),
	[HEADER_AUTO_SUBMITTED] = NAME("Auto-Submitted"),
	[HEADER_AUTOREPLY] = NAME("X-Autoreply"),
	[HEADER_AUTORESPOND] = NAME("X-Autorespond"),
	[HEADER_LIST_ID] = NAME("List-Id"),
	[HEADER_LIST_POST] = NAME("List-Post"),
	[HEADER_LIST_UNSUBSCRIBE] = NAME("List-Unsubscribe"),
	[HEADER_LIST_UNSUBSCRIBE_POST] = NAME("List-Unsubscribe-Post"),
	[HEADER_MAILING_LIST] = NAME("Mailing-List"),
	[HEADER_BEEN_THERE] = NAME("X-BeenThere"),
	[HEADER_FEEDBACK_ID] = NAME("Feedback-ID"),
	[HEADER_CAMPAIGN] = NAME("X-Campaign"),
	[HEADER_MAILER] = NAME("X-Mailer"),
	[HEADER_JIRA] = NAME("X-JIRA-FingerPrint"),
	[HEADER_SERVICENOW] = NAME("X-ServiceNow-Generated"),
};

struct line {
	const char *start, *end; /* end is behind the line's text, before its line end */
	const char *next;
};

static struct line line_at(const char *start, const char *limit)
{
	const char *newline = memchr(start, '\n', (gsize)(limit - start));
	struct line line = {start, newline ? newline : limit, newline ? newline + 1 : limit};

	if (newline && line.end > start && line.end[-1] == '\r')
		line.end--;
	return line;
}

static bool is_folded(const struct line *line)
{
	return line->end > line->start && (*line->start == ' ' || *line->start == '\t');
}

/* Length of the field name at the start of a line, 0 when there is none. Blanks before the
 * colon are obsolete but seen (RFC 5322 4.5). */
static gsize name_length(const char *start, const char *end)
{
	const char *p = start;
	const char *name_end;

	while (p<end && * p> ' ' && *p < 127 && *p != ':')
		p++;
	name_end = p;
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	return p < end && *p == ':' ? (gsize)(name_end - start) : 0;
}

bool header_begins(const guint8 *bytes, gsize length)
{
	return name_length((const char *)bytes, (const char *)bytes + length) > 0;
}

static void remember(struct header_block *block, const struct line *line, gsize length,
		     const char *value_end)
{
	const char *colon =
		memchr(line->start + length, ':', (gsize)(line->end - line->start) - length);

	block->fields++;
	for (guint i = 0; i < HEADER_COUNT; i++)
		if (names[i].length == length && !block->first[i].text &&
		    !g_ascii_strncasecmp(names[i].name, line->start, length)) {
			block->first[i].text = colon + 1;
			block->first[i].length = (gsize)(value_end - colon) - 1;
			return;
		}
}

/* The field with its continuation lines; *field becomes the line behind it. */
static const char *end_of_value(struct line *line, const char *limit)
{
	const char *end = line->end;

	while (line->next < limit) {
		struct line following = line_at(line->next, limit);

		if (!is_folded(&following))
			break;
		end = following.end;
		*line = following;
	}
	return end;
}

static bool next_is_field(const struct line *line, const char *limit)
{
	struct line following;

	if (line->next >= limit)
		return false;
	following = line_at(line->next, limit);
	return name_length(following.start, following.end) > 0;
}

void header_block_scan(const guint8 *bytes, gsize length, struct header_block *block)
{
	const char *begin = (const char *)bytes;
	const char *limit = begin + length;
	const char *at = begin;

	memset(block, 0, sizeof *block);
	while (at < limit) {
		struct line line = line_at(at, limit);
		struct line first = line;
		gsize name = name_length(line.start, line.end);

		if (line.end == line.start) {
			block->body = (gsize)(line.next - begin);
			return;
		}
		if (name > 0) {
			const char *value_end = end_of_value(&line, limit);

			remember(block, &first, name, value_end);
		} else {
			block->broken = true;
			if (!next_is_field(&line, limit))
				break;
		}
		at = line.next;
	}
	block->body = (gsize)(at - begin);
}

char *header_unfold(const struct header_value *value)
{
	gsize length = MIN(value->length, LIMIT_HEADER_FIELD);
	char *text, *out;

	if (!value->text)
		return NULL;
	text = out = g_malloc(length + 1);
	for (gsize i = 0; i < length; i++) {
		char c = value->text[i];

		if (c == '\r' || c == '\n')
			continue;
		*out++ = c ? c : ' ';
	}
	*out = '\0';
	return g_strstrip(text);
}

static const char *skip_blank(const char *p, const char *end)
{
	while (p < end && g_ascii_isspace(*p))
		p++;
	return p;
}

/* One parameter value at p, quoted or not; *rest is behind it. Caller owns. */
static char *parameter_value(const char *p, const char *end, const char **rest)
{
	GString *value = g_string_new(NULL);
	bool quoted = p < end && *p == '"';

	for (p += quoted; p < end; p++) {
		if (quoted ? *p == '"' : *p == ';' || g_ascii_isspace(*p))
			break;
		if (quoted && *p == '\\' && p + 1 < end)
			p++;
		if (*p != '\r' && *p != '\n' && *p != '\0')
			g_string_append_c(value, *p);
	}
	*rest = p;
	return g_string_free(value, FALSE);
}

/* Behind the next ';' that stands outside quotes, or the end. */
static const char *next_parameter(const char *p, const char *end)
{
	bool quoted = false;

	for (; p < end; p++) {
		if (*p == '\\' && quoted && p + 1 < end)
			p++;
		else if (*p == '"')
			quoted = !quoted;
		else if (*p == ';' && !quoted)
			return p + 1;
	}
	return end;
}

char *header_parameter(const struct header_value *value, const char *name)
{
	gsize name_size = strlen(name);
	const char *end;

	if (!value->text)
		return NULL;
	end = value->text + MIN(value->length, LIMIT_HEADER_FIELD);
	for (const char *p = next_parameter(value->text, end); p < end;
	     p = next_parameter(p, end)) {
		const char *equals;

		p = skip_blank(p, end);
		if ((gsize)(end - p) <= name_size || g_ascii_strncasecmp(p, name, name_size))
			continue;
		equals = p + name_size;
		if (*equals == '*')
			equals = memchr(equals, '=', (gsize)(end - equals));
		else
			equals = skip_blank(equals, end);
		if (equals && equals < end && *equals == '=')
			return parameter_value(skip_blank(equals + 1, end), end, &p);
	}
	return NULL;
}

bool header_is(const struct header_value *value, const char *word)
{
	gsize length = strlen(word);
	const char *p, *end;

	if (!value->text)
		return false;
	end = value->text + value->length;
	p = skip_blank(value->text, end);
	if ((gsize)(end - p) < length || g_ascii_strncasecmp(p, word, length))
		return false;
	return p + length == end || !g_ascii_isalnum(p[length]);
}
