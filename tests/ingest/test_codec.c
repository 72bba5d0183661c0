/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Records there and back, and the decoder against bytes that a hostile worker could send: every
 * prefix, every changed byte, every limit. */
#include "ingest/codec.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"

/* ---- examples ---- */

static struct import_record full_message(void)
{
	struct import_record record = {.type = RECORD_MESSAGE};
	struct message_record *message = &record.message;

	message_record_init(message);
	memset(message->digest, 7, sizeof message->digest);
	message->place = (struct place){4096, 2310, 0};
	message->message_id = g_strdup("a1@infonet.fr");
	message->in_reply_to = g_strdup("a0@infonet.fr");
	message->references = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < 5; i++)
		g_ptr_array_add(message->references, g_strdup_printf("r%u@acme.fr", i));
	message->subject = g_strdup("Re: sauvegardes du site de Lyon – échec");
	message->date_ms = G_GINT64_CONSTANT(1680000000000);
	message->offset_minutes = -120;
	message->quality = QUALITY_DATE_REPAIRED | QUALITY_SENDER_MISSING;
	message->automatic = AUTOMATIC_ROBOT;
	message->personal = true;
	message->asks = true;
	message->from.address = g_strdup("jean.dupont@infonet.fr");
	message->from.name = g_strdup("Jean Dupont");
	message->n_to = 10;
	message->n_cc = 3;
	message->to = g_new0(struct mail_address, 10);
	for (guint i = 0; i < 10; i++) {
		message->to[i].address = g_strdup_printf("p%u@acme.fr", i);
		message->to[i].name = i % 2 ? g_strdup_printf("Personne %u", i) : NULL;
	}
	message->list_id = g_strdup("infra.acme.fr");
	message->own_text = g_strnfill(2048, 'e');
	message->quoted_length = 812;
	message->attachments = 2;
	memcpy(message->language, "fr", 3);
	message->channel = CHANNEL_CALL;
	message->conversation = g_strdup("tel:+33123456789");
	return record;
}

static struct import_record full_ticket(void)
{
	struct import_record record = {.type = RECORD_TICKET};
	struct ticket_record *ticket = &record.ticket;

	ticket_record_init(ticket);
	ticket->place = (struct place){10, 20, 3};
	ticket->tool = g_strdup("glpi");
	ticket->key = g_strdup("1204");
	ticket->title = g_strdup("Imprimante");
	ticket->state = TICKET_RESOLVED;
	ticket->requester = g_strdup("Mme Élise Noël");
	ticket->opened_ms = 1;
	ticket->closed_ms = -1;
	ticket->reopened = 2;
	ticket->sla_met = 0;
	ticket->comments = g_strdup("un\n\ndeux");
	return record;
}

static struct import_record full_fact(void)
{
	struct import_record record = {.type = RECORD_FACT};

	record.fact.day = -5;
	record.fact.fact = g_strdup("headcount");
	record.fact.value = g_strdup("42");
	return record;
}

static struct import_record full_rejected(void)
{
	struct import_record record = {.type = RECORD_REJECTED};

	record.rejected.place = (struct place){1, 2, 3};
	record.rejected.reason = g_strdup("the row has no number");
	return record;
}

static struct import_record full_member(void)
{
	struct import_record record = {.type = RECORD_MEMBER};

	record.member.place.length = 1 << 20;
	record.member.name = g_strdup("été/Inbox.mbox");
	record.member.changed_ns = -5;
	record.member.trouble = g_strdup("encrypted");
	return record;
}

static struct import_record full_document(void)
{
	struct import_record record = {.type = RECORD_DOCUMENT};
	struct document_record *document = &record.document;

	memset(document->digest, 9, sizeof document->digest);
	document->title = g_strdup("Contrat d’infogérance");
	document->format = g_strdup("docx");
	memcpy(document->language, "fr", 3);
	document->pages = 12;
	document->deletions = 2;
	document->n_paragraphs = 3;
	document->paragraphs = g_new0(struct document_paragraph, 3);
	for (guint i = 0; i < 3; i++)
		document->paragraphs[i] =
			(struct document_paragraph){i, i, g_strdup_printf("Article %u", i)};
	return record;
}

static struct import_record empty_message(void)
{
	struct import_record record = {.type = RECORD_MESSAGE};

	message_record_init(&record.message);
	return record;
}

static struct import_record end(void)
{
	return (struct import_record){.type = RECORD_END};
}

static struct import_record full_meeting(void)
{
	struct import_record record = {.type = RECORD_MEETING};
	struct meeting_record *meeting = &record.meeting;

	meeting_record_init(meeting);
	memset(meeting->digest, 9, sizeof meeting->digest);
	meeting->place = (struct place){300, 700, 12};
	meeting->uid = g_strdup("c1@acme.fr");
	meeting->instance_ms = meeting->start_ms = G_GINT64_CONSTANT(1680000000000);
	meeting->end_ms = meeting->start_ms + 3600000;
	meeting->sequence = 3;
	meeting->recurring = meeting->cancelled = true;
	meeting->title = g_strdup("Comité de pilotage – été");
	meeting->organiser.address = g_strdup("anne@acme.fr");
	meeting->people = g_new0(struct meeting_person, 2);
	meeting->n_people = 2;
	meeting->people[0].who.address = g_strdup("lea@infonet.fr");
	meeting->people[0].participation = PARTICIPATION_TENTATIVE;
	meeting->people[1].who.address = g_strdup("kim@infonet.fr");
	meeting->people[1].who.name = g_strdup("Kim");
	meeting->text = g_strdup("Ordre du jour");
	return record;
}

static struct import_record (*const examples[])(void) = {
	full_message,  full_ticket, full_fact,     full_rejected, full_member,
	empty_message, end,         full_document, full_meeting,
};

static GByteArray *bytes_of(struct import_record record)
{
	GByteArray *bytes = g_byte_array_new();

	codec_put(bytes, &record);
	import_record_clear(&record);
	return bytes;
}

static bool accepted(const GByteArray *bytes)
{
	struct import_record record;

	if (!codec_get(bytes->data, bytes->len, &record))
		return false;
	import_record_clear(&record);
	return true;
}

/* Writes the record, clears it, and tells whether the decoder takes it. */
static bool survives(struct import_record record)
{
	g_autoptr(GByteArray) bytes = bytes_of(record);

	return accepted(bytes);
}

/* ---- limits of documents ---- */

static void test_document_limits(void **state)
{
	struct import_record record = full_document();

	assert_true(survives(full_document()));
	record.document.paragraphs[1].level = DOCUMENT_LEVELS + 1;
	assert_false(survives(record));
	record = full_document();
	record.document.paragraphs[2].page = LIMIT_PAGES + 1;
	assert_false(survives(record));
	record = full_document();
	g_clear_pointer(&record.document.paragraphs[0].text, g_free);
	assert_false(survives(record));
	record = full_document();
	g_clear_pointer(&record.document.format, g_free);
	assert_false(survives(record));
}

/* ---- there and back ---- */

static void test_message_fields(void **state)
{
	g_autoptr(GByteArray) bytes = bytes_of(full_message());
	struct import_record record;
	const struct message_record *message = &record.message;

	assert_true(codec_get(bytes->data, bytes->len, &record));
	assert_int_equal(record.type, RECORD_MESSAGE);
	assert_int_equal(message->digest[31], 7);
	assert_int_equal(message->place.offset, 4096);
	assert_int_equal(message->place.length, 2310);
	assert_string_equal(message->in_reply_to, "a0@infonet.fr");
	assert_int_equal(message->references->len, 5);
	assert_string_equal(g_ptr_array_index(message->references, 4), "r4@acme.fr");
	assert_string_equal(message->subject, "Re: sauvegardes du site de Lyon – échec");
	assert_int_equal(message->offset_minutes, -120);
	assert_int_equal(message->quality, QUALITY_DATE_REPAIRED | QUALITY_SENDER_MISSING);
	assert_int_equal(message->automatic, AUTOMATIC_ROBOT);
	assert_true(message->personal && message->asks);
	assert_string_equal(message->from.name, "Jean Dupont");
	assert_int_equal(message->n_to, 10);
	assert_int_equal(message->n_cc, 3);
	assert_null(message->to[8].name);
	assert_string_equal(message->to[9].name, "Personne 9");
	assert_int_equal(strlen(message->own_text), 2048);
	assert_int_equal(message->attachments, 2);
	assert_string_equal(message->language, "fr");
	assert_int_equal(message->channel, CHANNEL_CALL);
	assert_string_equal(message->conversation, "tel:+33123456789");
	import_record_clear(&record);
}

static void test_ticket_fields(void **state)
{
	g_autoptr(GByteArray) bytes = bytes_of(full_ticket());
	struct import_record record;

	assert_true(codec_get(bytes->data, bytes->len, &record));
	assert_int_equal(record.ticket.place.line, 3);
	assert_string_equal(record.ticket.key, "1204");
	assert_null(record.ticket.description);
	assert_int_equal(record.ticket.state, TICKET_RESOLVED);
	assert_int_equal(record.ticket.closed_ms, -1);
	assert_true(record.ticket.due_ms == INSTANT_NONE);
	assert_int_equal(record.ticket.reopened, 2);
	assert_int_equal(record.ticket.reassigned, -1);
	assert_int_equal(record.ticket.sla_met, 0);
	assert_string_equal(record.ticket.comments, "un\n\ndeux");
	import_record_clear(&record);
}

static void test_examples_give_the_same_bytes_again(void **state)
{
	for (gsize i = 0; i < G_N_ELEMENTS(examples); i++) {
		g_autoptr(GByteArray) bytes = bytes_of(examples[i]());
		g_autoptr(GByteArray) again = g_byte_array_new();
		struct import_record record;
		assert_true(codec_get(bytes->data, bytes->len, &record));
		codec_put(again, &record);
		import_record_clear(&record);
		assert_int_equal(again->len, bytes->len);
		assert_memory_equal(again->data, bytes->data, bytes->len);
	}
}

static void test_empty_text_is_absent(void **state)
{
	struct import_record record = full_message();
	g_autoptr(GByteArray) bytes = NULL;

	record.message.subject[0] = '\0';
	bytes = bytes_of(record);
	assert_true(codec_get(bytes->data, bytes->len, &record));
	assert_null(record.message.subject);
	import_record_clear(&record);
}

static void test_meeting_fields(void **state)
{
	g_autoptr(GByteArray) bytes = bytes_of(full_meeting());
	struct import_record record;

	assert_true(codec_get(bytes->data, bytes->len, &record));
	assert_string_equal(record.meeting.uid, "c1@acme.fr");
	assert_int_equal(record.meeting.sequence, 3);
	assert_true(record.meeting.cancelled && !record.meeting.planned);
	assert_true(record.meeting.revised_ms == INSTANT_NONE);
	assert_int_equal(record.meeting.n_people, 2);
	assert_int_equal(record.meeting.people[0].participation, PARTICIPATION_TENTATIVE);
	assert_null(record.meeting.people[0].who.name);
	assert_string_equal(record.meeting.people[1].who.name, "Kim");
	import_record_clear(&record);
}

static void test_place(void **state)
{
	struct import_record fact = full_fact(), rejected = full_rejected(), nothing = end();

	assert_ptr_equal(codec_place(&fact), &fact.fact.place);
	assert_ptr_equal(codec_place(&rejected), &rejected.rejected.place);
	assert_null(codec_place(&nothing));
	import_record_clear(&fact);
	import_record_clear(&rejected);
}

/* ---- hostile bytes ---- */

static void test_no_prefix_is_accepted(void **state)
{
	for (gsize i = 0; i < G_N_ELEMENTS(examples); i++) {
		g_autoptr(GByteArray) bytes = bytes_of(examples[i]());
		struct import_record untouched = {.type = 99};
		for (guint length = 0; length < bytes->len; length++)
			assert_false(codec_get(bytes->data, length, &untouched));
		assert_int_equal(untouched.type, 99);
		g_byte_array_append(bytes, (const guint8 *)"", 1);
		assert_false(accepted(bytes));
	}
}

/* Each byte of each example set to telling values: no crash, and what is taken is given back
 * unchanged. */
static void expect_same_or_refused(const GByteArray *bytes)
{
	g_autoptr(GByteArray) again = g_byte_array_new();
	struct import_record record;

	if (!codec_get(bytes->data, bytes->len, &record))
		return;
	codec_put(again, &record);
	import_record_clear(&record);
	assert_int_equal(again->len, bytes->len);
	assert_memory_equal(again->data, bytes->data, bytes->len);
}

static void test_changed_bytes(void **state)
{
	static const guint8 values[] = {0x00, 0x01, 0x7f, 0x80, 0xc0, 0xff};

	for (gsize i = 0; i < G_N_ELEMENTS(examples); i++) {
		g_autoptr(GByteArray) bytes = bytes_of(examples[i]());
		for (guint at = 0; at < bytes->len; at++) {
			guint8 before = bytes->data[at];
			for (gsize v = 0; v < G_N_ELEMENTS(values); v++) {
				bytes->data[at] = values[v];
				expect_same_or_refused(bytes);
			}
			bytes->data[at] = before;
		}
	}
}

static void test_texts_must_be_text(void **state)
{
	static const char *const bad[] = {"\xff", "a\xc3", "\xed\xa0\x80", "\xf4\x90\x80\x80"};

	for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
		struct import_record record = full_message();
		g_free(record.message.own_text);
		record.message.own_text = g_strdup(bad[i]);
		assert_false(survives(record));
	}
}

static void test_text_with_a_nul(void **state)
{
	g_autoptr(GByteArray) bytes = bytes_of(full_rejected());

	assert_true(accepted(bytes));
	bytes->data[bytes->len - 3] = '\0';
	assert_false(accepted(bytes));
}

static void test_required_texts(void **state)
{
	struct import_record ticket = full_ticket(), fact = full_fact(),
			     rejected = full_rejected(), message = full_message();

	g_clear_pointer(&ticket.ticket.key, g_free);
	assert_false(survives(ticket));
	g_clear_pointer(&fact.fact.fact, g_free);
	assert_false(survives(fact));
	g_clear_pointer(&rejected.rejected.reason, g_free);
	assert_false(survives(rejected));
	g_clear_pointer(&message.message.to[4].address, g_free);
	assert_false(survives(message));
}

static void test_numbers_in_bounds(void **state)
{
	struct import_record record = full_message();

	record.message.automatic = AUTOMATIC_COUNT;
	assert_false(survives(record));
	record = full_message();
	record.message.quality = QUALITY_HEADERS_ONLY << 1;
	assert_false(survives(record));
	record = full_message();
	record.message.channel = CHANNEL_COUNT;
	assert_false(survives(record));
	record = full_message();
	record.message.n_cc = 11;
	assert_false(survives(record));
	record = full_message();
	record.message.date_ms = G_MAXINT64;
	assert_false(survives(record));
	record = full_message();
	memcpy(record.message.language, "F1", 3);
	assert_false(survives(record));
	record = full_message();
	record.message.place.length = G_MAXUINT64;
	assert_false(survives(record));
	record = full_ticket();
	record.ticket.state = TICKET_CANCELLED + 1;
	assert_false(survives(record));
	record = full_ticket();
	record.ticket.sla_met = 2;
	assert_false(survives(record));
	record = full_ticket();
	record.ticket.reopened = -2;
	assert_false(survives(record));
	record = full_meeting();
	record.meeting.people[1].participation = PARTICIPATION_COUNT;
	assert_false(survives(record));
	record = full_meeting();
	g_clear_pointer(&record.meeting.people[0].who.address, g_free);
	assert_false(survives(record));
	record = full_meeting();
	g_clear_pointer(&record.meeting.uid, g_free);
	assert_false(survives(record));
}

static struct import_record with_recipients(guint count)
{
	struct import_record record = empty_message();

	record.message.n_to = count;
	record.message.to = g_new0(struct mail_address, count);
	for (guint i = 0; i < count; i++)
		record.message.to[i].address = g_strdup("a@b.fr");
	return record;
}

static struct import_record with_references(guint count)
{
	struct import_record record = empty_message();

	record.message.references = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < count; i++)
		g_ptr_array_add(record.message.references, g_strdup("a@b.fr"));
	return record;
}

static void test_counts_in_bounds(void **state)
{
	struct import_record record;
	guint8 *big = g_malloc0(LIMIT_RECORD + 1);

	assert_true(survives(with_recipients(LIMIT_ADDRESSES)));
	assert_false(survives(with_recipients(LIMIT_ADDRESSES + 1)));
	assert_true(survives(with_references(LIMIT_REFERENCES)));
	assert_false(survives(with_references(LIMIT_REFERENCES + 1)));
	assert_false(codec_get(big, LIMIT_RECORD + 1, &record));
	g_free(big);
}

static void test_unknown_type(void **state)
{
	g_autoptr(GByteArray) bytes = bytes_of(full_message());

	for (guint type = RECORD_REJECTED + 1; type < 256; type++) {
		bytes->data[0] = (guint8)type;
		assert_false(accepted(bytes));
	}
}

/* Below 8 microseconds for a full message is the goal; the bound here only catches blunders. */
static void test_speed(void **state)
{
	struct import_record record = full_message(), decoded;
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	gint64 begin = g_get_monotonic_time();
	double each;

	for (guint i = 0; i < 20000; i++) {
		g_byte_array_set_size(bytes, 0);
		codec_put(bytes, &record);
		assert_true(codec_get(bytes->data, bytes->len, &decoded));
		import_record_clear(&decoded);
	}
	import_record_clear(&record);
	each = (double)(g_get_monotonic_time() - begin) / 20000;
	print_message("# there and back: %.2f microseconds\n", each);
	assert_true(each < 500);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_document_limits),
		cmocka_unit_test(test_message_fields),
		cmocka_unit_test(test_ticket_fields),
		cmocka_unit_test(test_examples_give_the_same_bytes_again),
		cmocka_unit_test(test_empty_text_is_absent),
		cmocka_unit_test(test_meeting_fields),
		cmocka_unit_test(test_place),
		cmocka_unit_test(test_no_prefix_is_accepted),
		cmocka_unit_test(test_changed_bytes),
		cmocka_unit_test(test_texts_must_be_text),
		cmocka_unit_test(test_text_with_a_nul),
		cmocka_unit_test(test_required_texts),
		cmocka_unit_test(test_numbers_in_bounds),
		cmocka_unit_test(test_counts_in_bounds),
		cmocka_unit_test(test_unknown_type),
		cmocka_unit_test(test_speed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
