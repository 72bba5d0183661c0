/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One mail to one record. Header block and MIME tree are places in the bytes; GMime decodes
 * what is really wanted of them (encoded words, transfer encodings, odd dates), so attachments
 * are never touched. No other file includes GMime. */
#include "importers/mail.h"

#include <gmime/gmime.h>
#include <string.h>

#include "base/limits.h"
#include "importers/address.h"
#include "importers/automatic.h"
#include "importers/charset.h"
#include "importers/digest.h"
#include "importers/mail-internal.h"
#include "importers/mail_date.h"
#include "text/own_text.h"

static GMimeParserOptions *decoding_options(void)
{
	static gsize options;

	if (g_once_init_enter(&options)) {
		const char *fallback[] = {"utf-8", "windows-1252", NULL};
		GMimeParserOptions *made;

		g_mime_init();
		made = g_mime_parser_options_new();
		g_mime_parser_options_set_fallback_charsets(made, fallback);
		g_once_init_leave(&options, (gsize)made);
	}
	return (GMimeParserOptions *)options;
}

static bool is_plain_ascii(const char *text)
{
	for (; *text; text++)
		if ((guint8)*text < ' ' || (guint8)*text >= 127)
			return false;
	return true;
}

char *mail_decode_field(char *unfolded, bool *guessed)
{
	g_autofree char *field = unfolded;
	g_autofree char *unicode = NULL;
	g_autofree char *decoded = NULL;

	if (is_plain_ascii(field) && !strstr(field, "=?"))
		return g_steal_pointer(&field);
	unicode = charset_to_utf8(field, strlen(field), NULL, guessed);
	decoded = strstr(unicode, "=?")
			  ? g_mime_utils_header_decode_text(decoding_options(), unicode)
			  : g_steal_pointer(&unicode);
	g_strdelimit(decoded, "\t\r\n", ' ');
	if (is_plain_ascii(decoded))
		return g_strstrip(g_steal_pointer(&decoded));
	return g_strstrip(own_text_clean_utf8(decoded, strlen(decoded)));
}

static char *undo_transfer_encoding(const guint8 *body, gsize length,
				    GMimeContentEncoding encoding, gsize *decoded_length)
{
	GMimeEncoding state;
	char *decoded;
	gsize n;

	g_mime_encoding_init_decode(&state, encoding);
	decoded = g_malloc(g_mime_encoding_outlen(&state, length + 2) + 1);
	n = g_mime_encoding_step(&state, (const char *)body, length, decoded);
	/* A base64 that lost its end gives its last bytes when it is padded. */
	n += g_mime_encoding_flush(
		&state, "==", encoding == GMIME_CONTENT_ENCODING_BASE64 ? 2 : 0, decoded + n);
	*decoded_length = n;
	return decoded;
}

static GMimeContentEncoding encoding_of(const struct mime_part *part)
{
	g_autofree char *name = header_unfold(&part->encoding);

	if (!name)
		return GMIME_CONTENT_ENCODING_DEFAULT;
	name[strcspn(name, " ;(")] = '\0';
	return g_mime_content_encoding_from_string(name);
}

char *mail_decode_part(const struct mime_part *part, guint32 *quality)
{
	g_autofree char *charset = header_parameter(&part->type, "charset");
	g_autofree char *decoded = NULL;
	GMimeContentEncoding encoding = encoding_of(part);
	const char *bytes = (const char *)part->body;
	gsize length = MIN(part->body_length, LIMIT_MAIL_TEXT);
	bool guessed = false;
	char *text;

	if (part->body_length > length)
		*quality |= QUALITY_TRUNCATED;
	if (encoding >= GMIME_CONTENT_ENCODING_BASE64)
		bytes = decoded = undo_transfer_encoding(part->body, length, encoding, &length);
	decoding_options();
	text = charset_to_utf8(bytes, length,
			       charset && *charset ? g_mime_charset_iconv_name(charset) : NULL,
			       &guessed);
	if (guessed)
		*quality |= QUALITY_CHARSET_GUESSED;
	return text;
}

static void digest_fields(struct digest *digest, const struct header_block *headers)
{
	static const struct {
		enum header_id id;
		const char *name;
	} fields[] = {
		{HEADER_FROM, "From"},       {HEADER_TO, "To"},
		{HEADER_CC, "Cc"},           {HEADER_DATE, "Date"},
		{HEADER_SUBJECT, "Subject"}, {HEADER_MESSAGE_ID, "Message-ID"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(fields); i++) {
		g_autofree char *value = header_unfold(&headers->first[fields[i].id]);

		if (value)
			digest_field(digest, fields[i].name, value, -1);
	}
}

static void digest_body(struct digest *digest, const guint8 *body, gsize length)
{
	const guint8 *end;

	while (length > 0 && (body[length - 1] == '\n' || body[length - 1] == '\r'))
		length--;
	end = body + length;
	while (body < end) {
		const guint8 *cr = memchr(body, '\r', (gsize)(end - body));
		const guint8 *stop = cr ? cr : end;

		/* A lone carriage return is part of the text. */
		if (cr && cr + 1 < end && cr[1] != '\n')
			stop = cr + 1;
		digest_update(digest, body, (gsize)(stop - body));
		body = stop == cr ? cr + 1 : stop;
	}
}

static void digest_message(const guint8 *bytes, gsize length,
			   const struct header_block *headers, guint8 out[DIGEST_SIZE])
{
	struct digest digest;

	digest_begin(&digest);
	digest_fields(&digest, headers);
	digest_body(&digest, bytes + headers->body, length - headers->body);
	digest_end(&digest, out);
}

static void add_identifier(GPtrArray *found, const char *text, gsize length)
{
	GString *identifier = g_string_sized_new(length);

	for (gsize i = 0; i < length; i++)
		if (text[i] != ' ')
			g_string_append_c(identifier, text[i]);
	if (identifier->len)
		g_ptr_array_add(found, g_string_free(identifier, FALSE));
	else
		g_string_free(identifier, TRUE);
}

/* The identifiers of a field, in order, "<" and ">" removed, and the blanks that folding left
 * inside. A damaged one without end goes to the end of the field. */
static GPtrArray *read_identifiers(const struct header_value *value)
{
	GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *text = header_unfold(value);
	bool guessed;
	const char *p;

	text = text ? mail_decode_field(g_steal_pointer(&text), &guessed) : NULL;
	p = text ? strchr(text, '<') : NULL;
	while (p) {
		gsize length = strcspn(p + 1, ">");

		add_identifier(found, p + 1, length);
		p = strchr(p + 1 + length, '<');
	}
	if (found->len == 0 && text && *text && !strpbrk(text, " <>"))
		add_identifier(found, text, strlen(text));
	return found;
}

static char *first_identifier(const struct header_value *value)
{
	g_autoptr(GPtrArray) found = read_identifiers(value);

	return found->len ? g_strdup(g_ptr_array_index(found, 0)) : NULL;
}

static void read_thread_fields(const struct header_block *headers,
			       struct message_record *record)
{
	g_autoptr(GPtrArray) references = read_identifiers(&headers->first[HEADER_REFERENCES]);

	record->message_id = first_identifier(&headers->first[HEADER_MESSAGE_ID]);
	record->in_reply_to = first_identifier(&headers->first[HEADER_IN_REPLY_TO]);
	if (!record->message_id)
		record->quality |= QUALITY_NO_MESSAGE_ID;
	if (references->len > LIMIT_REFERENCES)
		g_ptr_array_remove_range(references, 0, references->len - LIMIT_REFERENCES);
	if (references->len)
		record->references = g_steal_pointer(&references);
}

static void read_subject(const struct header_block *headers, struct message_record *record)
{
	char *raw = header_unfold(&headers->first[HEADER_SUBJECT]);
	bool guessed = false;
	g_autofree char *subject = raw ? mail_decode_field(raw, &guessed) : NULL;

	if (guessed)
		record->quality |= QUALITY_CHARSET_GUESSED;
	if (!subject || !*subject)
		return;
	if (strlen(subject) > LIMIT_SUBJECT)
		*g_utf8_find_prev_char(subject, subject + LIMIT_SUBJECT + 1) = '\0';
	record->subject = g_steal_pointer(&subject);
}

/* GMime mends dates that the plain reader refuses ("Mon, 5 February 2001 9:36 PM"...). */
static bool odd_date(const struct header_value *value, struct mail_date *date)
{
	g_autofree char *text = header_unfold(value);
	g_autoptr(GDateTime) found = text ? g_mime_utils_header_decode_date(text) : NULL;

	if (!found)
		return false;
	date->ms = g_date_time_to_unix(found) * 1000;
	date->offset_minutes = (gint16)(g_date_time_get_utc_offset(found) / G_TIME_SPAN_MINUTE);
	date->repaired = true;
	return true;
}

static bool written_date(const struct header_value *value, struct mail_date *date)
{
	return value->text &&
	       (mail_date_parse(value->text, value->length, date) || odd_date(value, date));
}

static bool received_date(const struct header_value *value, struct mail_date *date)
{
	const char *semicolon = value->text ? memrchr(value->text, ';', value->length) : NULL;

	return semicolon &&
	       mail_date_parse(semicolon + 1,
			       value->length - (gsize)(semicolon - value->text) - 1, date);
}

static bool usable(bool found, const struct mail_date *date)
{
	return found && mail_date_is_plausible(date->ms);
}

static void read_date(const struct header_block *headers, const char *envelope,
		      struct message_record *record)
{
	struct mail_date date = {0};
	bool written = usable(written_date(&headers->first[HEADER_DATE], &date), &date);

	if (!written &&
	    !usable(received_date(&headers->first[HEADER_RECEIVED], &date), &date) &&
	    !usable(envelope && mail_date_parse_envelope(envelope, strlen(envelope), &date),
		    &date)) {
		record->quality |= QUALITY_NO_DATE;
		return;
	}
	if (!written || date.repaired)
		record->quality |= QUALITY_DATE_REPAIRED;
	record->date_ms = date.ms;
	record->offset_minutes = date.offset_minutes;
}

/* Google's export keeps folders as labels: "Bo=C3=AEte de r=C3=A9ception,Personnel". */
static bool is_labelled_personal(const struct header_block *headers)
{
	g_autofree char *field = header_unfold(&headers->first[HEADER_GMAIL_LABELS]);
	g_autofree char *labels = NULL;
	g_auto(GStrv) list = NULL;
	bool ignored, personal = false;

	if (!field)
		return false;
	labels = mail_decode_field(g_steal_pointer(&field), &ignored);
	list = g_strsplit(labels, ",", -1);
	for (guint i = 0; list[i] && !personal; i++)
		personal = own_text_marked_personal(NULL, g_strstrip(list[i]));
	return personal;
}

static void read_personal_mark(const struct header_block *headers, const char *folder,
			       struct message_record *record)
{
	const struct header_value *sensitivity = &headers->first[HEADER_SENSITIVITY];

	record->personal = header_is(sensitivity, "personal") ||
			   header_is(sensitivity, "private") ||
			   own_text_marked_personal(record->subject, folder) ||
			   is_labelled_personal(headers);
}

static void read_structure(const guint8 *bytes, gsize length,
			   const struct header_block *headers, struct message_record *record)
{
	struct mime_tree tree;
	struct automatic_evidence evidence = {
		.headers = headers,
		.sender = record->from.address,
		.name = record->from.name,
		.subject = record->subject,
		.report = header_is(&headers->first[HEADER_CONTENT_TYPE], "multipart/report"),
	};

	mime_tree_init(&tree);
	mime_tree_read(&tree, bytes, length, headers);
	if (tree.truncated)
		record->quality |= QUALITY_TRUNCATED;
	if (tree.skipped)
		record->quality |= QUALITY_PARTS_SKIPPED;
	if (tree.broken)
		record->quality |= QUALITY_HEADER_BROKEN;
	mail_read_content(&tree, record, &evidence.invitation);
	record->automatic = automatic_classify(&evidence);
	mime_tree_clear(&tree);
}

void mail_read(const guint8 *bytes, gsize length, const char *envelope, const char *folder,
	       struct message_record *record)
{
	struct header_block headers;

	message_record_init(record);
	header_block_scan(bytes, length, &headers);
	if (headers.broken || headers.fields == 0)
		record->quality |= QUALITY_HEADER_BROKEN;
	digest_message(bytes, length, &headers, record->digest);
	read_subject(&headers, record);
	read_thread_fields(&headers, record);
	read_date(&headers, envelope, record);
	mail_read_people(&headers, record);
	read_personal_mark(&headers, folder, record);
	record->simulated = headers.first[HEADER_SIMULATED].text != NULL;
	read_structure(bytes, length, &headers, record);
}
