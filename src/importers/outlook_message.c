/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* An Outlook message (.msg): MAPI properties in a compound file, [MS-OXMSG] and [MS-OXPROPS].
 * It is written out as the mail that it was, header and text, and read like any other, so that
 * the same message dragged from Outlook and exported by a server is one message. Attachments
 * leave their names only. */
#include <string.h>

#include "base/limits.h"
#include "importers/charset.h"
#include "importers/compound.h"
#include "importers/header.h"
#include "importers/mail.h"
#include "importers/mailboxes.h"
#include "importers/single.h"

#define SCORE            95
#define TYPE_INTEGER     0x0003
#define TYPE_STRING8     0x001e
#define TYPE_STRING      0x001f
#define TYPE_TIME        0x0040
#define TYPE_BINARY      0x0102
#define TOP_HEADER       32 /* bytes before the entries of a message's property stream */
#define INNER_HEADER     8  /* ... of a recipient's or an attachment's */
#define ENTRY_BYTES      16
#define RECIPIENTS_MOST  LIMIT_ADDRESSES
#define EPOCH_DIFFERENCE G_GINT64_CONSTANT(11644473600) /* seconds from 1601 to 1970 */
#define TICKS_A_SECOND   10000000

enum property {
	PROPERTY_CLASS = 0x001a,
	PROPERTY_SENSITIVITY = 0x0036,
	PROPERTY_SUBJECT = 0x0037,
	PROPERTY_SUBMIT_TIME = 0x0039,
	PROPERTY_REPRESENTING_NAME = 0x0042,
	PROPERTY_REPRESENTING_ADDRESS = 0x0065,
	PROPERTY_HEADERS = 0x007d,
	PROPERTY_SENDER_NAME = 0x0c1a,
	PROPERTY_RECIPIENT_TYPE = 0x0c15,
	PROPERTY_SENDER_ADDRESS = 0x0c1f,
	PROPERTY_DELIVERY_TIME = 0x0e06,
	PROPERTY_BODY = 0x1000,
	PROPERTY_HTML = 0x1013,
	PROPERTY_MESSAGE_ID = 0x1035,
	PROPERTY_REFERENCES = 0x1039,
	PROPERTY_IN_REPLY_TO = 0x1042,
	PROPERTY_DISPLAY_NAME = 0x3001,
	PROPERTY_EMAIL_ADDRESS = 0x3003,
	PROPERTY_ATTACHMENT_NAME = 0x3704,
	PROPERTY_ATTACHMENT_LONG_NAME = 0x3707,
	PROPERTY_SMTP_ADDRESS = 0x39fe,
	PROPERTY_CODE_PAGE = 0x3fde,
	PROPERTY_MESSAGE_CODE_PAGE = 0x3ffd,
	PROPERTY_SENDER_SMTP = 0x5d01,
	PROPERTY_REPRESENTING_SMTP = 0x5d02,
};

/* A message, or one recipient or attachment of it. */
struct bag {
	struct compound *storage;
	guint8 *fixed; /* its property stream, or NULL */
	gsize fixed_length, header;
	guint code_page; /* of its 8-bit strings, 0 unknown */
};

/* ---- properties ---- */

static void bag_open(struct bag *bag, struct compound *storage, gsize header)
{
	*bag = (struct bag){.storage = storage, .header = header};
	bag->fixed = compound_stream(storage, "__properties_version1.0", LIMIT_HEADER_FIELD,
				     &bag->fixed_length);
}

/* Eight bytes of a property of fixed length. */
static bool fixed_value(const struct bag *bag, guint id, guint type, guint64 *value)
{
	guint32 wanted = GUINT32_TO_LE(id << 16 | type);

	for (gsize at = bag->header; bag->fixed && at + ENTRY_BYTES <= bag->fixed_length;
	     at += ENTRY_BYTES)
		if (!memcmp(bag->fixed + at, &wanted, sizeof wanted)) {
			memcpy(value, bag->fixed + at + 8, sizeof *value);
			*value = GUINT64_FROM_LE(*value);
			return true;
		}
	return false;
}

static guint integer_value(const struct bag *bag, guint id)
{
	guint64 value;

	return fixed_value(bag, id, TYPE_INTEGER, &value) ? (guint)(guint32)value : 0;
}

static guint8 *stream_value(const struct bag *bag, guint id, guint type, gsize limit,
			    gsize *length)
{
	char name[32];

	g_snprintf(name, sizeof name, "__substg1.0_%04X%04X", id, type);
	return compound_stream(bag->storage, name, limit, length);
}

/* Code pages that iconv knows by another name than CP and their number. */
static const struct {
	guint number;
	const char *name;
} code_pages[] = {
	{20127, "US-ASCII"},    {20866, "KOI8-R"},      {28591, "ISO-8859-1"},
	{28592, "ISO-8859-2"},  {28595, "ISO-8859-5"},  {28605, "ISO-8859-15"},
	{50220, "ISO-2022-JP"}, {50221, "ISO-2022-JP"}, {51932, "EUC-JP"},
	{65001, "UTF-8"},
};

static char *of_code_page(const guint8 *bytes, gsize length, guint code_page)
{
	g_autofree char *made = g_strdup_printf("CP%u", code_page);
	const char *name = code_page ? made : NULL;
	bool guessed;

	for (gsize i = 0; i < G_N_ELEMENTS(code_pages); i++)
		if (code_pages[i].number == code_page)
			name = code_pages[i].name;
	return charset_to_utf8((const char *)bytes, length, name, &guessed);
}

/* A text as UTF-8, NULL when absent or empty. Caller owns. */
static char *text_value(const struct bag *bag, guint id, gsize limit)
{
	gsize length = 0;
	g_autofree guint8 *wide = stream_value(bag, id, TYPE_STRING, 2 * limit, &length);
	g_autofree guint8 *narrow = NULL;
	g_autofree char *text = NULL;
	bool guessed;

	if (wide) {
		text = charset_to_utf8((const char *)wide, length & ~(gsize)1, "UTF-16LE",
				       &guessed);
	} else {
		narrow = stream_value(bag, id, TYPE_STRING8, limit, &length);
		if (narrow)
			text = of_code_page(narrow, length, bag->code_page);
	}
	if (text)
		text[strcspn(text, "\1")] = '\0'; /* left by some writers behind the end */
	return text && *text ? g_steal_pointer(&text) : NULL;
}

/* The first of two properties that has a text. */
static char *first_text(const struct bag *bag, guint id, guint other)
{
	char *text = text_value(bag, id, LIMIT_HEADER_FIELD);

	return text ? text : text_value(bag, other, LIMIT_HEADER_FIELD);
}

/* ---- the header ---- */

/* One field; line ends in the value would begin another. */
static void put_field(GString *mail, const char *name, const char *value)
{
	g_autofree char *line = g_strdup(value);

	g_strdelimit(line, "\r\n", ' ');
	g_string_append_printf(mail, "%s: %s\r\n", name, g_strstrip(line));
}

static void put_text_field(GString *mail, const char *name, const struct bag *bag, guint id)
{
	g_autofree char *value = text_value(bag, id, LIMIT_HEADER_FIELD);

	if (value)
		put_field(mail, name, value);
}

/* "Anne Durand" <anne@acme.fr>; the X.500 name of an Exchange user stands for an address that
 * is not known. */
static void append_mailbox(GString *value, const char *name, const char *address)
{
	g_autofree char *quoted = g_strdup(name ? name : "");

	g_strdelimit(quoted, "\"\\", '\'');
	if (value->len > 0)
		g_string_append(value, ", ");
	if (*quoted)
		g_string_append_printf(value, "\"%s\" ", quoted);
	g_string_append_printf(value, "<%s>", address ? address : "");
}

static void put_sender(GString *mail, const struct bag *bag)
{
	g_autofree char *name =
		first_text(bag, PROPERTY_REPRESENTING_NAME, PROPERTY_SENDER_NAME);
	g_autofree char *address =
		first_text(bag, PROPERTY_REPRESENTING_SMTP, PROPERTY_SENDER_SMTP);
	g_autoptr(GString) value = g_string_new(NULL);

	if (!address)
		address =
			first_text(bag, PROPERTY_REPRESENTING_ADDRESS, PROPERTY_SENDER_ADDRESS);
	if (!name && !address)
		return;
	append_mailbox(value, name, address);
	put_field(mail, "From", value->str);
}

static void read_recipient(struct compound *message, const char *storage_name, guint code_page,
			   GString *to, GString *cc)
{
	g_autoptr(compound_auto) storage = compound_storage(message, storage_name);
	g_autofree char *name = NULL;
	g_autofree char *address = NULL;
	struct bag bag;
	guint type;

	if (!storage)
		return;
	bag_open(&bag, storage, INNER_HEADER);
	bag.code_page = code_page;
	type = integer_value(&bag, PROPERTY_RECIPIENT_TYPE) & 0xf;
	name = text_value(&bag, PROPERTY_DISPLAY_NAME, LIMIT_HEADER_FIELD);
	address = first_text(&bag, PROPERTY_SMTP_ADDRESS, PROPERTY_EMAIL_ADDRESS);
	if (type <= 2) /* 3: a blind copy */
		append_mailbox(type == 2 ? cc : to, name, address);
	g_free(bag.fixed);
}

static void put_recipients(GString *mail, const struct bag *bag)
{
	g_autoptr(GPtrArray) names = compound_names(bag->storage, "__recip_version1.0_#");
	g_autoptr(GString) to = g_string_new(NULL);
	g_autoptr(GString) cc = g_string_new(NULL);

	for (guint i = 0; i < MIN(names->len, RECIPIENTS_MOST); i++)
		read_recipient(bag->storage, g_ptr_array_index(names, i), bag->code_page, to,
			       cc);
	if (to->len > 0)
		put_field(mail, "To", to->str);
	if (cc->len > 0)
		put_field(mail, "Cc", cc->str);
}

static void put_date(GString *mail, const struct bag *bag)
{
	static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
					 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	guint64 ticks = 0;
	g_autoptr(GDateTime) date = NULL;

	if (!fixed_value(bag, PROPERTY_SUBMIT_TIME, TYPE_TIME, &ticks))
		fixed_value(bag, PROPERTY_DELIVERY_TIME, TYPE_TIME, &ticks);
	if (ticks == 0)
		return;
	date = g_date_time_new_from_unix_utc((gint64)(ticks / TICKS_A_SECOND) -
					     EPOCH_DIFFERENCE);
	if (date)
		g_string_append_printf(mail, "Date: %d %s %d %02d:%02d:%02d +0000\r\n",
				       g_date_time_get_day_of_month(date),
				       months[g_date_time_get_month(date) - 1],
				       g_date_time_get_year(date), g_date_time_get_hour(date),
				       g_date_time_get_minute(date),
				       g_date_time_get_second(date));
}

static void put_made_header(GString *mail, const struct bag *bag)
{
	static const char *const sensitivities[] = {NULL, "Personal", "Private",
						    "Company-Confidential"};
	guint sensitivity = integer_value(bag, PROPERTY_SENSITIVITY);

	put_sender(mail, bag);
	put_recipients(mail, bag);
	put_date(mail, bag);
	put_text_field(mail, "Subject", bag, PROPERTY_SUBJECT);
	put_text_field(mail, "Message-ID", bag, PROPERTY_MESSAGE_ID);
	put_text_field(mail, "In-Reply-To", bag, PROPERTY_IN_REPLY_TO);
	put_text_field(mail, "References", bag, PROPERTY_REFERENCES);
	if (sensitivity < G_N_ELEMENTS(sensitivities) && sensitivities[sensitivity])
		put_field(mail, "Sensitivity", sensitivities[sensitivity]);
}

/* The header that the mail came with, without what describes a body that is written anew. */
static void put_kept_header(GString *mail, const char *header)
{
	g_auto(GStrv) lines = g_strsplit(header, "\n", -1);
	bool keep = false;

	for (guint i = 0; lines[i]; i++) {
		const char *line = g_strchomp(lines[i]);

		if (*line == '\0')
			continue;
		if (*line != ' ' && *line != '\t')
			keep = header_begins((const guint8 *)line, strlen(line)) &&
			       g_ascii_strncasecmp(line, "Content-", 8) != 0 &&
			       g_ascii_strncasecmp(line, "MIME-Version", 12) != 0;
		if (keep)
			g_string_append_printf(mail, "%s\r\n", line);
	}
}

/* A header of transport names its sender; that of a message never sent may be a fragment. */
static bool is_whole_header(const char *header)
{
	struct header_block block;

	if (!header)
		return false;
	header_block_scan((const guint8 *)header, strlen(header), &block);
	return block.first[HEADER_FROM].text && block.first[HEADER_DATE].text;
}

/* ---- the body ---- */

#define BOUNDARY "=_outlook_message"

static void put_part(GString *mail, const char *type, const char *text)
{
	g_string_append_printf(mail,
			       "--" BOUNDARY "\r\nContent-Type: %s; charset=utf-8\r\n"
			       "Content-Transfer-Encoding: 8bit\r\n\r\n%s\r\n",
			       type, text);
}

static char *html_value(const struct bag *bag)
{
	gsize length = 0;
	g_autofree guint8 *html =
		stream_value(bag, PROPERTY_HTML, TYPE_BINARY, LIMIT_MAIL_TEXT, &length);

	if (html)
		return of_code_page(html, length, integer_value(bag, PROPERTY_CODE_PAGE));
	return text_value(bag, PROPERTY_HTML, LIMIT_MAIL_TEXT);
}

static void put_attachments(GString *mail, const struct bag *message)
{
	g_autoptr(GPtrArray) names = compound_names(message->storage, "__attach_version1.0_#");

	for (guint i = 0; i < MIN(names->len, LIMIT_MIME_PARTS); i++) {
		g_autoptr(compound_auto) storage =
			compound_storage(message->storage, g_ptr_array_index(names, i));
		struct bag bag = {.storage = storage, .code_page = message->code_page};
		g_autofree char *name =
			storage ? first_text(&bag, PROPERTY_ATTACHMENT_LONG_NAME,
					     PROPERTY_ATTACHMENT_NAME)
				: NULL;

		g_string_append(mail,
				"--" BOUNDARY "\r\nContent-Type: application/octet-stream\r\n");
		if (name)
			g_strdelimit(name, "\"\\\r\n", '_');
		g_string_append_printf(
			mail, "Content-Disposition: attachment; filename=\"%s\"\r\n\r\n",
			name ? name : "");
	}
}

static void put_body(GString *mail, const struct bag *bag)
{
	g_autofree char *text = text_value(bag, PROPERTY_BODY, LIMIT_MAIL_TEXT);
	g_autofree char *html = text ? NULL : html_value(bag);

	g_string_append(
		mail, "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"" BOUNDARY
		      "\"\r\n\r\n");
	put_part(mail, html ? "text/html" : "text/plain", html ? html : text ? text : "");
	put_attachments(mail, bag);
	g_string_append(mail, "--" BOUNDARY "--\r\n");
}

/* ---- the message ---- */

/* What is no message, by the beginning of its class. */
static const struct {
	const char *class, *words;
} other_items[] = {
	{"IPM.Contact", "a contact"},
	{"IPM.DistList", "a list of contacts"},
	{"IPM.Task", "a task"},
	{"IPM.StickyNote", "a note"},
	{"IPM.Activity", "a journal entry"},
	{"IPM.Appointment", "an appointment: export the calendar as ICS to have it read"},
};

static char *other_item(const struct bag *bag)
{
	g_autofree char *class = text_value(bag, PROPERTY_CLASS, LIMIT_HEADER_FIELD);

	for (gsize i = 0; class && i < G_N_ELEMENTS(other_items); i++)
		if (!g_ascii_strncasecmp(class, other_items[i].class,
					 strlen(other_items[i].class)))
			return g_strdup_printf("not a message but %s", other_items[i].words);
	return NULL;
}

static GString *mail_of(const struct bag *bag)
{
	GString *mail = g_string_new(NULL);
	g_autofree char *header = text_value(bag, PROPERTY_HEADERS, LIMIT_MAIL_TEXT);

	if (is_whole_header(header))
		put_kept_header(mail, header);
	else
		put_made_header(mail, bag);
	put_body(mail, bag);
	return mail;
}

/* Of 8-bit strings: the message's own, else that of its text as it travelled. */
static guint code_page_of(const struct bag *bag)
{
	guint own = integer_value(bag, PROPERTY_MESSAGE_CODE_PAGE);

	return own ? own : integer_value(bag, PROPERTY_CODE_PAGE);
}

static char *outlook_read(const guint8 *bytes, gsize length, const char *folder,
			  struct import_record *record)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(compound_auto) compound = compound_open(bytes, length, &error);
	g_autoptr(GString) mail = NULL;
	struct bag bag;
	char *trouble;

	if (!compound)
		return g_strdup(error->message);
	bag_open(&bag, compound, TOP_HEADER);
	bag.code_page = code_page_of(&bag);
	trouble = other_item(&bag);
	if (!trouble) {
		mail = mail_of(&bag);
		record->type = RECORD_MESSAGE;
		mail_read((const guint8 *)mail->str, mail->len, NULL, folder, &record->message);
		record->message.place = (struct place){.offset = 0, .length = length};
	}
	g_free(bag.fixed);
	return trouble;
}

/* ---- the importer ---- */

static int outlook_probe(const struct import_probe *probe)
{
	static const char magic[] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
	static const char inside[] = "_\0_\0s\0u\0b\0s\0t\0g\0"; /* names are UTF-16 */

	if (probe->head_length < sizeof magic - 1 ||
	    memcmp(probe->head, magic, sizeof magic - 1) != 0)
		return 0;
	if (memmem(probe->head, probe->head_length, inside, sizeof inside - 1))
		return SCORE;
	return g_str_has_suffix(probe->path, ".msg") ? SCORE : 0;
}

static char *outlook_describe(const struct import_probe *probe, const struct import_task *task,
			      GError **error)
{
	return g_strdup("Outlook message");
}

static struct import_stream *outlook_open(const struct import_task *task, GError **error)
{
	return single_open(task, outlook_read);
}

const struct importer importer_outlook_message = {
	.name = "outlook-message",
	.kind = IMPORT_KIND_MAIL,
	.readable = true,
	.single = true,
	.probe = outlook_probe,
	.describe = outlook_describe,
	.open = outlook_open,
	.next = single_next,
	.close = single_close,
};
