/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The pass that reads language: what is read and what is not, once and not twice, the same
 * whatever the order of import; and what of it the timeline holds. */
#include "ingest/read.h"

#include <string.h>

#include "base/calendar.h"
#include "ingest/derive.h"
#include "language/closure.h"
#include "language/marked_scorer.h"
#include "tests/scratch_store.h"

#define CLIENT   "anne@acme.fr"
#define PROVIDER "jm@infonet.fr"

struct mail {
	guint8 mark; /* of its digest and Message-ID */
	guint8 answers;
	const char *from, *subject, *text;
	enum automatic_kind automatic;
	bool asks;
};

/* ---- a store ---- */

struct fixture {
	struct scratch_store *scratch;
	struct store *store;
	struct relationship *relationship;
};

static struct store *open_store(const struct fixture *fixture)
{
	struct store *store = store_open(fixture->scratch->url, DB_READ_WRITE, NULL);

	assert_non_null(store);
	return store;
}

static int set_up(void **state)
{
	struct fixture *fixture = g_new0(struct fixture, 1);

	fixture->scratch = scratch_store_new();
	fixture->store = open_store(fixture);
	fixture->relationship = relationship_new("acme-infonet");
	g_free(fixture->relationship->client);
	g_free(fixture->relationship->provider);
	fixture->relationship->client = g_strdup("acme.fr");
	fixture->relationship->provider = g_strdup("infonet.fr");
	*state = fixture;
	return !store_relationship_save(fixture->store, fixture->relationship, NULL);
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	store_close(fixture->store);
	relationship_free(fixture->relationship);
	scratch_store_free(fixture->scratch);
	g_free(fixture);
	return 0;
}

static void put_mail(struct fixture *fixture, const struct mail *mail)
{
	struct store_origin origin = {1, ""};
	struct message_record message;

	message_record_init(&message);
	memset(message.digest, mail->mark, DIGEST_SIZE);
	message.message_id = g_strdup_printf("id%u", mail->mark);
	if (mail->answers > 0)
		message.in_reply_to = g_strdup_printf("id%u", mail->answers);
	message.subject = g_strdup(mail->subject);
	message.date_ms = 19000 * CALENDAR_DAY_MS + mail->mark * 1000;
	message.from.address = g_strdup(mail->from);
	message.to = g_new0(struct mail_address, 1);
	message.to[0].address = g_strdup(strcmp(mail->from, CLIENT) == 0 ? PROVIDER : CLIENT);
	message.n_to = 1;
	message.own_text = g_strdup(mail->text);
	message.automatic = mail->automatic;
	message.asks = mail->asks;
	g_strlcpy(message.language, reading_language(mail->text, strlen(mail->text), ""),
		  sizeof message.language);
	assert_int_equal(store_message_put(fixture->store, fixture->relationship->id, &origin,
					   &message, NULL),
			 STORE_PUT_NEW);
	message_record_clear(&message);
}

/* ---- a scorer that counts ---- */

static void counting_score(const void *model, const struct folded *sentence,
			   const char *language, double probability[STANCE_COUNT])
{
	++*(guint *)model;
	marked_score(NULL, sentence, language, probability);
}

/* Derives and reads; returns how many sentences were scored. */
static guint read_all(struct fixture *fixture, const char *version)
{
	guint scored = 0;
	struct stance_scorer scorer = {
		.score = counting_score,
		.error = marked_error,
		.model = &scored,
		.version = version,
	};

	assert_true(derive_relationship(fixture->store, fixture->relationship, NULL));
	assert_true(read_if_needed(fixture->store, fixture->relationship, &scorer, NULL, NULL));
	return scored;
}

static void append_rows(struct store *store, const char *sql, int columns, GString *out)
{
	struct db_statement *statement = db_prepare(store->db, sql);

	while (db_step(statement, NULL) == DB_ROW) {
		for (int i = 0; i < columns; i++)
			g_string_append_printf(out, "%s ",
					       db_column_is_null(statement, i)
						       ? "-"
						       : db_column_text(statement, i));
		g_string_append_c(out, '\n');
	}
}

/* All that the pass wrote; caller owns. */
static char *dump(struct fixture *fixture)
{
	static const char readings[] =
		"SELECT event_id, version, own_length, language, sentences, defensive,"
		" supportive, explanations, questions FROM reading ORDER BY event_id";
	static const char sentences[] =
		"SELECT event_id, stance, from_byte, to_byte, probability, category"
		" FROM reading_sentence ORDER BY event_id, stance";
	GString *out = g_string_new(NULL);

	append_rows(fixture->store, readings, 9, out);
	append_rows(fixture->store, sentences, 6, out);
	return g_string_free(out, FALSE);
}

static const struct timeline_message *message_of(const struct timeline *timeline, guint8 mark)
{
	guint8 digest[DIGEST_SIZE];

	memset(digest, mark, sizeof digest);
	for (guint i = 0; i < timeline->n_messages; i++)
		if (timeline->messages[i].event == store_event_id(digest))
			return &timeline->messages[i];
	fail_msg("no message %u", mark);
	return NULL;
}

static struct timeline *load(struct fixture *fixture)
{
	struct timeline *timeline = store_timeline_load(fixture->store, fixture->relationship,
							19001 * CALENDAR_DAY_MS, NULL);

	assert_non_null(timeline);
	return timeline;
}

/* ---- what is read ---- */

static const struct mail exchange[] = {
	{1, 0, CLIENT, "Réseau", "Le réseau est lent.", AUTOMATIC_NOT, false},
	{2, 1, PROVIDER, "Re: Réseau", "Rien à signaler [d9]. On regarde [s6].", AUTOMATIC_NOT,
	 false},
	{3, 2, CLIENT, "Re: Réseau", "Et alors ?", AUTOMATIC_NOT, true},
	{4, 3, PROVIDER, "Re: Réseau", "Hors périmètre [d8]. La panne vient du câble.",
	 AUTOMATIC_NOT, false},
	{5, 0, PROVIDER, "Alerte", "Disque plein [d9].", AUTOMATIC_MONITORING, false},
	{6, 0, "robot@ailleurs.fr", "Pub", "Achetez [d9].", AUTOMATIC_NOT, false},
};

static void put_exchange(struct fixture *fixture)
{
	for (guint i = 0; i < G_N_ELEMENTS(exchange); i++)
		put_mail(fixture, &exchange[i]);
}

static void the_timeline_holds_what_was_read(void **state)
{
	struct fixture *fixture = *state;

	put_exchange(fixture);
	read_all(fixture, "1");
	g_autoptr(timeline_auto) timeline = load(fixture);
	const struct timeline_message *second = message_of(timeline, 2);
	const struct timeline_message *fourth = message_of(timeline, 4);
	assert_true(second->sentences == 2);
	assert_float_equal(second->defensive, .9, 1e-6);
	assert_float_equal(second->supportive, .6, 1e-6);
	assert_true(fourth->explanations == 1);
}

static void machines_and_strangers_are_not_read(void **state)
{
	struct fixture *fixture = *state;

	put_exchange(fixture);
	assert_int_equal(read_all(fixture, "1"), 6);
	g_autoptr(timeline_auto) timeline = load(fixture);
	assert_true(message_of(timeline, 5)->sentences == 0);
	assert_true(message_of(timeline, 6)->sentences == 0);
}

/* The first mail asks nothing; the third does, and the fourth answers it. */
static void an_answer_to_a_question_is_questioned(void **state)
{
	struct fixture *fixture = *state;
	static const struct mail more[] = {
		{7, 0, CLIENT, "Ticket #12345 imprimante", "Elle fume.", AUTOMATIC_NOT, false},
		{8, 7, PROVIDER, "Re: Ticket #12345 imprimante", "Oui.", AUTOMATIC_NOT, false},
		{9, 8, PROVIDER, "Re: Ticket #12345 imprimante", "Voilà.", AUTOMATIC_NOT,
		 false},
		{10, 0, CLIENT, "Délais", "Vous ne nous avez pas prévenus.", AUTOMATIC_NOT,
		 false},
		{11, 10, PROVIDER, "Re: Délais", "Pardon.", AUTOMATIC_NOT, false},
	};

	put_exchange(fixture);
	for (guint i = 0; i < G_N_ELEMENTS(more); i++)
		put_mail(fixture, &more[i]);
	read_all(fixture, "1");
	g_autoptr(timeline_auto) timeline = load(fixture);
	assert_false(message_of(timeline, 1)->questioned);
	assert_false(message_of(timeline, 2)->questioned);
	assert_false(message_of(timeline, 3)->questioned);
	assert_true(message_of(timeline, 4)->questioned);
	assert_true(message_of(timeline, 8)->questioned);
	assert_false(message_of(timeline, 9)->questioned); /* its own side wrote before */
	assert_true(message_of(timeline, 11)->questioned);
}

/* An answer is matched with the question of the other side that it replies to. */
static void answers_are_matched_with_their_question(void **state)
{
	struct fixture *fixture = *state;
	static const struct mail more[] = {
		{7, 0, CLIENT, "Devis", "Où en est le devis du pare-feu ?", AUTOMATIC_NOT,
		 true},
		{8, 7, PROVIDER, "Re: Devis", "Le devis du pare-feu part ce soir.",
		 AUTOMATIC_NOT, false},
		{9, 0, CLIENT, "Lien", "Pourquoi le lien de Lyon est-il coupé ?", AUTOMATIC_NOT,
		 true},
		{10, 9, PROVIDER, "Re: Lien", "Bonne journée à vous.", AUTOMATIC_NOT, false},
	};

	for (guint i = 0; i < G_N_ELEMENTS(more); i++)
		put_mail(fixture, &more[i]);
	read_all(fixture, "1");
	g_autoptr(timeline_auto) timeline = load(fixture);
	assert_int_equal(message_of(timeline, 7)->asked, 0);
	assert_int_equal(message_of(timeline, 8)->asked, 1);
	assert_int_equal(message_of(timeline, 8)->met, 1);
	assert_int_equal(message_of(timeline, 10)->asked, 1);
	assert_int_equal(message_of(timeline, 10)->met, 0);
}

static void the_timeline_holds_how_it_was_read(void **state)
{
	struct fixture *fixture = *state;
	static const struct mail english = {
		7,
		0,
		PROVIDER,
		"Link",
		"The link is back, it was down because of the carrier.",
		AUTOMATIC_NOT,
		false};

	put_exchange(fixture);
	put_mail(fixture, &english);
	read_all(fixture, "1");
	g_autoptr(timeline_auto) timeline = load(fixture);
	const struct timeline_message *fourth = message_of(timeline, 4);
	assert_int_equal(fourth->language, READING_FRENCH);
	assert_int_equal(message_of(timeline, 7)->language, READING_ENGLISH);
	assert_true(fourth->ticks & 1u << CLOSURE_CAUSE);
	assert_int_equal(message_of(timeline, 1)->ticks, 0);
	assert_int_equal(fourth->words, 8); /* the mark "d8" is one */
	assert_true(fourth->syllables > fourth->words);
	/* The error of the scorer that read, not that of the shipped one. */
	struct stance_error error = marked_error(NULL, STANCE_DEFENSIVE, "fr");
	assert_float_equal(timeline->defensive_error[READING_FRENCH].right, error.right, 1e-12);
	assert_float_equal(timeline->defensive_error[READING_FRENCH].wrong, error.wrong, 1e-12);
	assert_int_equal(timeline->defensive_error[READING_FRENCH].n_wrong, error.n_wrong);
	error = marked_error(NULL, STANCE_SUPPORTIVE, "en");
	assert_float_equal(timeline->supportive_error[READING_ENGLISH].right, error.right,
			   1e-12);
	assert_int_equal(timeline->supportive_error[READING_ENGLISH].n_right, error.n_right);
}

static void sentences_can_be_shown(void **state)
{
	struct fixture *fixture = *state;
	gint64 id = fixture->relationship->id;
	const char *category = "unset";

	put_exchange(fixture);
	read_all(fixture, "1");
	g_autoptr(timeline_auto) timeline = load(fixture);
	g_autofree char *fourth =
		store_notable_sentence(fixture->store, id, message_of(timeline, 4)->event,
				       STANCE_DEFENSIVE, &category);
	assert_string_equal(fourth, "Hors périmètre [d8].");
	assert_string_equal(category, "contract_shield");
	g_autofree char *second =
		store_notable_sentence(fixture->store, id, message_of(timeline, 2)->event,
				       STANCE_SUPPORTIVE, &category);
	assert_string_equal(second, "On regarde [s6].");
	assert_null(category);
	assert_null(store_notable_sentence(fixture->store, id, message_of(timeline, 1)->event,
					   STANCE_DEFENSIVE, &category));
}

/* ---- once ---- */

static void nothing_is_read_twice(void **state)
{
	struct fixture *fixture = *state;

	put_exchange(fixture);
	read_all(fixture, "1");
	g_autofree char *before = dump(fixture);
	assert_int_equal(read_all(fixture, "1"), 0);
	g_autofree char *after = dump(fixture);
	assert_string_equal(before, after);
}

static void only_new_mail_is_read(void **state)
{
	struct fixture *fixture = *state;
	static const struct mail later = {
		20, 4, CLIENT, "Re: Réseau", "Bien. Merci.", AUTOMATIC_NOT, false};

	put_exchange(fixture);
	read_all(fixture, "1");
	put_mail(fixture, &later);
	assert_int_equal(read_all(fixture, "1"), 2);
}

static void another_model_reads_all_anew(void **state)
{
	struct fixture *fixture = *state;

	put_exchange(fixture);
	read_all(fixture, "1");
	assert_int_equal(read_all(fixture, "2"), 6);
}

/* A pass that stopped half way is taken up where it stood. */
static void an_interrupted_pass_goes_on(void **state)
{
	struct fixture *fixture = *state;
	static const char half[] = "DELETE FROM reading WHERE defensive > 0";
	static const char pass[] = "DELETE FROM reading_pass";

	put_exchange(fixture);
	read_all(fixture, "1");
	g_autofree char *before = dump(fixture);
	assert_true(db_execute(fixture->store->db, half, NULL));
	assert_true(db_execute(fixture->store->db, pass, NULL));
	assert_int_equal(read_all(fixture, "1"), 4);
	g_autofree char *after = dump(fixture);
	assert_string_equal(before, after);
}

/* A copy that came later but was sent earlier takes the other's place in the timeline. */
static void no_reading_outlives_its_message(void **state)
{
	struct fixture *fixture = *state;
	static const char message[] = "DELETE FROM message";

	put_exchange(fixture);
	read_all(fixture, "1");
	assert_true(db_execute(fixture->store->db, message, NULL));
	read_all(fixture, "1");
	g_autofree char *left = dump(fixture);
	assert_string_equal(left, "");
}

/* ---- the order of import ---- */

#define CARD "\n\nJeanne Martin\nTél. 04 72 00 00 00"

/* Threads whose short answers have the language of their thread, below texts that teach a card
 * only when several are known. */
static void put_many(struct fixture *fixture, guint from, guint to, bool backwards)
{
	static const char *const texts[] = {
		"Bonjour, nous avons bien reçu votre demande et nous la traitons [s7]." CARD,
		"OK [d6]" CARD,
		"Le serveur ne répond pas et vos équipes non plus [d9].",
		"Vu." CARD,
		"Merci pour le suivi, tout est rentré dans l'ordre [s8].",
	};

	for (guint step = from; step < to; step++) {
		guint i = backwards ? to - 1 - (step - from) : step;
		g_autofree char *text =
			g_strdup_printf("Point %c%c. %s", 'a' + i / 26, 'a' + i % 26,
					texts[i % G_N_ELEMENTS(texts)]);
		struct mail mail = {(guint8)(i + 1),
				    i % 5 == 0 ? 0 : (guint8)i,
				    i % 5 == 2 || i % 5 == 4 ? CLIENT : PROVIDER,
				    "Suivi",
				    text,
				    AUTOMATIC_NOT,
				    i % 5 == 2};

		put_mail(fixture, &mail);
	}
}

static char *dump_of_two_imports(guint middle, bool backwards)
{
	void *state;
	char *out;

	assert_int_equal(set_up(&state), 0);
	put_many(state, backwards ? middle : 0, backwards ? 60 : middle, backwards);
	read_all(state, "1");
	put_many(state, backwards ? 0 : middle, backwards ? middle : 60, backwards);
	read_all(state, "1");
	out = dump(state);
	tear_down(&state);
	return out;
}

static void the_order_of_import_does_not_show(void **state)
{
	g_autofree char *whole = dump_of_two_imports(60, false);

	for (guint middle = 0; middle < 60; middle += 7) {
		g_autofree char *one = dump_of_two_imports(middle, false);
		g_autofree char *other = dump_of_two_imports(middle, true);
		assert_string_equal(one, whole);
		assert_string_equal(other, whole);
	}
	/* A card was cut off, and "OK" has its thread's language. */
	assert_non_null(strstr(whole, " fr 2 600000 0 "));
}

/* ---- progress ---- */

struct told {
	guint64 last, total;
	guint times;
};

static void listen(guint64 done, guint64 total, void *data)
{
	struct told *told = data;

	assert_true(done >= told->last);
	assert_true(done <= total);
	*told = (struct told){done, total, told->times + 1};
}

static void progress_is_told(void **state)
{
	struct fixture *fixture = *state;
	struct stance_scorer scorer = marked_scorer("1");
	struct told told = {0};
	struct read_progress progress = {listen, &told};

	put_many(fixture, 0, 60, false);
	assert_true(derive_relationship(fixture->store, fixture->relationship, NULL));
	assert_true(read_if_needed(fixture->store, fixture->relationship, &scorer, &progress,
				   NULL));
	assert_int_equal(told.last, 60);
	assert_int_equal(told.total, 60);
	assert_true(told.times > 0);
}

#define READ_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		READ_TEST(the_timeline_holds_what_was_read),
		READ_TEST(machines_and_strangers_are_not_read),
		READ_TEST(an_answer_to_a_question_is_questioned),
		READ_TEST(answers_are_matched_with_their_question),
		READ_TEST(the_timeline_holds_how_it_was_read),
		READ_TEST(sentences_can_be_shown),
		READ_TEST(nothing_is_read_twice),
		READ_TEST(only_new_mail_is_read),
		READ_TEST(another_model_reads_all_anew),
		READ_TEST(an_interrupted_pass_goes_on),
		READ_TEST(no_reading_outlives_its_message),
		cmocka_unit_test(the_order_of_import_does_not_show),
		READ_TEST(progress_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
