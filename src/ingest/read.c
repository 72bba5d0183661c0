/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Three walks over the texts, in batches: tails of houses and the language of threads are
 * learnt, then tails of senders, then what is left is read. Tails that were learnt since may
 * cut a text elsewhere and a thread may have got another language: then a message is read
 * anew. */
#include "ingest/read.h"

#include <string.h>

#include "store/corrections.h"

#define BATCH 512u

/* Messages of a thread whose language is known. */
struct votes {
	guint32 french, english;
};

/* A message read, to be stored after its batch. */
struct result {
	guint64 event;
	gsize own_length;
	struct message_reading reading;
};

struct pass {
	struct store *store;
	gint64 relationship;
	gint64 version;
	const struct stance_scorer *scorer;
	struct repeated *repeated;
	GArray *votes; /* struct votes, by thread */
	struct text_reader *reader;
	GArray *results; /* struct result, of one batch */
	guint32 positions;
	const struct read_progress *progress;
	GError **error;
};

static bool learn_house(const struct stored_text *text, void *data)
{
	struct pass *pass = data;
	struct votes *votes;

	if (text->thread >= pass->votes->len)
		g_array_set_size(pass->votes, text->thread + 1);
	votes = &g_array_index(pass->votes, struct votes, text->thread);
	votes->french += strcmp(text->language, "fr") == 0;
	votes->english += strcmp(text->language, "en") == 0;
	reading_learn_house(pass->repeated, text->from_address, text->own_text);
	return true;
}

static bool learn_sender(const struct stored_text *text, void *data)
{
	struct pass *pass = data;

	reading_learn_sender(pass->repeated, text->from_address, text->own_text);
	return true;
}

static const char *language_of_thread(const struct pass *pass, guint32 thread)
{
	const struct votes *votes = &g_array_index(pass->votes, struct votes, thread);

	if (votes->french == votes->english)
		return "";
	return votes->french > votes->english ? "fr" : "en";
}

static bool is_read(const struct pass *pass, const struct stored_text *text, gsize own_length,
		    const struct answered *answered, const char *language)
{
	return text->version == pass->version && text->own_length == own_length &&
	       strcmp(text->read_language, language) == 0 &&
	       text->read_parent == answered->parent &&
	       text->read_parent_length == answered->length;
}

static void find_question(const struct pass *pass, const struct stored_text *text,
			  struct answered *answered)
{
	if (text->parent == 0)
		return;
	answered->parent = text->parent;
	answered->length =
		reading_own_length(pass->repeated, text->parent_address, text->parent_text);
}

static bool read_text(const struct stored_text *text, void *data)
{
	struct pass *pass = data;
	struct result result = {.event = text->event};
	struct answered answered = {0};
	const char *language;

	result.own_length =
		reading_own_length(pass->repeated, text->from_address, text->own_text);
	language = reading_language(text->own_text, result.own_length,
				    language_of_thread(pass, text->thread));
	find_question(pass, text, &answered);
	if (is_read(pass, text, result.own_length, &answered, language))
		return true;
	text_reader_read(pass->reader, text->own_text, result.own_length, language,
			 &result.reading);
	result.reading.answered = answered;
	if (answered.parent != 0)
		text_reader_match(pass->reader, text->parent_text, answered.length,
				  text->own_text, result.own_length, language,
				  &result.reading.answered);
	g_array_append_val(pass->results, result);
	return true;
}

static bool put_results(struct pass *pass)
{
	for (guint i = 0; i < pass->results->len; i++) {
		const struct result *result = &g_array_index(pass->results, struct result, i);
		if (!readings_put(pass->store, pass->relationship, result->event, pass->version,
				  result->own_length, &result->reading, pass->error))
			return false;
	}
	return true;
}

static bool in_transaction(struct pass *pass, bool (*work)(struct pass *))
{
	if (!db_begin(pass->store->db, pass->error))
		return false;
	if (work(pass) && db_commit(pass->store->db, pass->error))
		return true;
	db_rollback(pass->store->db);
	return false;
}

static bool store_batch(struct pass *pass)
{
	bool done = pass->results->len == 0 || in_transaction(pass, put_results);

	g_array_set_size(pass->results, 0);
	return done;
}

static void tell(const struct pass *pass, guint32 position)
{
	if (pass->progress != NULL && pass->progress->tell != NULL)
		pass->progress->tell(position, pass->positions, pass->progress->data);
}

/* All texts in batches; what each batch read is stored behind it. */
static bool walk(struct pass *pass, bool (*each)(const struct stored_text *, void *),
		 bool telling)
{
	guint32 from = 0, next = 0;

	do {
		from = next;
		if (!readings_each_text(pass->store, pass->relationship, from, BATCH, each,
					pass, &next, pass->error) ||
		    !store_batch(pass))
			return false;
		if (telling)
			tell(pass, next);
	} while (next > from);
	return true;
}

static bool finish(struct pass *pass)
{
	return readings_put_errors(pass->store, pass->relationship, pass->scorer,
				   pass->error) &&
	       readings_finish(pass->store, pass->relationship, pass->version, pass->error);
}

static bool read_relationship(struct store *store, const struct relationship *relationship,
			      const struct stance_scorer *scorer,
			      const struct read_progress *progress, GError **error)
{
	struct pass pass = {
		.store = store,
		.relationship = relationship->id,
		.version = reading_version(scorer),
		.scorer = scorer,
		.repeated = repeated_new(),
		.votes = g_array_new(FALSE, TRUE, sizeof(struct votes)),
		.reader = text_reader_new(scorer),
		.results = g_array_new(FALSE, FALSE, sizeof(struct result)),
		.progress = progress,
		.error = error,
	};
	bool done = readings_count(store, relationship->id, &pass.positions, error) &&
		    walk(&pass, learn_house, false) && walk(&pass, learn_sender, false) &&
		    walk(&pass, read_text, true) && in_transaction(&pass, finish);

	repeated_free(pass.repeated);
	g_array_unref(pass.votes);
	text_reader_free(pass.reader);
	g_array_unref(pass.results);
	return done;
}

bool read_if_needed(struct store *store, const struct relationship *relationship,
		    const struct stance_scorer *scorer, const struct read_progress *progress,
		    GError **error)
{
	return readings_version(store, relationship->id) == reading_version(scorer) ||
	       read_relationship(store, relationship, scorer, progress, error);
}

bool read_by_model(struct store *store, const struct relationship *relationship,
		   const struct read_progress *progress, GError **error)
{
	const struct language_model *model = store_language_model(store, error);
	struct stance_scorer scorer;

	if (model == NULL)
		return false;
	scorer = stance_scorer_of(model);
	return read_if_needed(store, relationship, &scorer, progress, error);
}
