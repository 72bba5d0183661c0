/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Three walks over the texts, in batches: tails of houses and the language of threads are
 * learnt, then tails of senders, then what is left is read. Tails that were learnt since may
 * cut a text elsewhere and a thread may have got another language: then a message is read
 * anew. A batch is read by as many threads as there are processors; what each text gives
 * depends on nothing but itself and what was learnt, so that their number does not show. */
#include "ingest/read.h"

#include <string.h>

#include "store/corrections.h"

#define BATCH        512u
#define THREADS_MOST 16u

/* Messages of a thread whose language is known. */
struct votes {
	guint32 french, english;
};

/* A text to read, with strings of its own, and what it gave. */
struct job {
	struct stored_text text;
	const char *thread_language; /* static */
	bool skipped;                /* it was read like this before */
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
	GArray *jobs;  /* struct job, of one batch */
	struct text_reader *readers[THREADS_MOST];
	guint n_readers;
	gint next_job; /* atomic */
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

/* ---- one text ---- */

static bool is_read(const struct pass *pass, const struct job *job, const char *language)
{
	const struct stored_text *text = &job->text;

	return text->version == pass->version && text->own_length == job->own_length &&
	       strcmp(text->read_language, language) == 0 &&
	       text->read_parent == job->reading.answered.parent &&
	       text->read_parent_length == job->reading.answered.length;
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

static void read_text(const struct pass *pass, struct text_reader *reader, struct job *job)
{
	const struct stored_text *text = &job->text;
	struct answered answered = {0};
	const char *language;

	job->own_length =
		reading_own_length(pass->repeated, text->from_address, text->own_text);
	language = reading_language(text->own_text, job->own_length, job->thread_language);
	find_question(pass, text, &answered);
	job->reading.answered = answered;
	job->skipped = is_read(pass, job, language);
	if (job->skipped)
		return;
	text_reader_read(reader, text->own_text, job->own_length, language, &job->reading);
	job->reading.answered = answered;
	if (answered.parent != 0)
		text_reader_match(reader, text->parent_text, answered.length, text->own_text,
				  job->own_length, language, &job->reading.answered);
}

/* ---- a batch ---- */

static bool add_job(const struct stored_text *text, void *data)
{
	struct pass *pass = data;
	struct job job = {
		.text = *text,
		.thread_language = language_of_thread(pass, text->thread),
	};

	job.text.from_address = g_strdup(text->from_address);
	job.text.language = NULL;
	job.text.own_text = g_strdup(text->own_text);
	job.text.read_language = g_strdup(text->read_language);
	job.text.parent_address = g_strdup(text->parent_address);
	job.text.parent_text = g_strdup(text->parent_text);
	g_array_append_val(pass->jobs, job);
	return true;
}

static void clear_job(gpointer data)
{
	const struct stored_text *text = &((struct job *)data)->text;

	g_free((char *)text->from_address);
	g_free((char *)text->own_text);
	g_free((char *)text->read_language);
	g_free((char *)text->parent_address);
	g_free((char *)text->parent_text);
}

struct shift {
	struct pass *pass;
	struct text_reader *reader;
};

/* Takes jobs until there are none. */
static gpointer work_shift(gpointer data)
{
	const struct shift *shift = data;
	struct pass *pass = shift->pass;
	guint i;

	while ((i = (guint)g_atomic_int_add(&pass->next_job, 1)) < pass->jobs->len)
		read_text(pass, shift->reader, &g_array_index(pass->jobs, struct job, i));
	return NULL;
}

static void read_jobs(struct pass *pass)
{
	struct shift shifts[THREADS_MOST];
	GThread *threads[THREADS_MOST] = {NULL};

	g_atomic_int_set(&pass->next_job, 0);
	for (guint i = 0; i < pass->n_readers; i++)
		shifts[i] = (struct shift){pass, pass->readers[i]};
	for (guint i = 1; i < pass->n_readers && pass->jobs->len > 1; i++)
		threads[i] = g_thread_try_new("reader", work_shift, &shifts[i], NULL);
	work_shift(&shifts[0]);
	for (guint i = 1; i < pass->n_readers; i++)
		if (threads[i] != NULL)
			g_thread_join(threads[i]);
}

static bool put_results(struct pass *pass)
{
	for (guint i = 0; i < pass->jobs->len; i++) {
		const struct job *job = &g_array_index(pass->jobs, struct job, i);
		if (!job->skipped &&
		    !readings_put(pass->store, pass->relationship, job->text.event,
				  pass->version, job->own_length, &job->reading, pass->error))
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

/* Whether any text of the batch gave something new. */
static bool any_read(const struct pass *pass)
{
	for (guint i = 0; i < pass->jobs->len; i++)
		if (!g_array_index(pass->jobs, struct job, i).skipped)
			return true;
	return false;
}

static bool read_batch(struct pass *pass)
{
	bool done;

	read_jobs(pass);
	done = !any_read(pass) || in_transaction(pass, put_results);
	g_array_set_size(pass->jobs, 0);
	return done;
}

static void tell(const struct pass *pass, guint32 position)
{
	if (pass->progress != NULL && pass->progress->tell != NULL)
		pass->progress->tell(position, pass->positions, pass->progress->data);
}

/* All texts in batches, without what was made of them before. */
static bool learn(struct pass *pass, bool (*each)(const struct stored_text *, void *))
{
	guint32 from = 0, next = 0;

	do {
		from = next;
		if (!readings_each_own_text(pass->store, pass->relationship, from, BATCH, each,
					    pass, &next, pass->error))
			return false;
	} while (next > from);
	return true;
}

static bool read_all(struct pass *pass)
{
	guint32 from = 0, next = 0;

	do {
		from = next;
		if (!readings_each_text(pass->store, pass->relationship, from, BATCH, add_job,
					pass, &next, pass->error) ||
		    !read_batch(pass))
			return false;
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

static void pass_open(struct pass *pass)
{
	pass->repeated = repeated_new();
	pass->votes = g_array_new(FALSE, TRUE, sizeof(struct votes));
	pass->jobs = g_array_sized_new(FALSE, FALSE, sizeof(struct job), BATCH);
	g_array_set_clear_func(pass->jobs, clear_job);
	pass->n_readers = MIN(g_get_num_processors(), THREADS_MOST);
	for (guint i = 0; i < pass->n_readers; i++)
		pass->readers[i] = text_reader_new(pass->scorer);
}

static void pass_close(struct pass *pass)
{
	repeated_free(pass->repeated);
	g_array_unref(pass->votes);
	g_array_unref(pass->jobs);
	for (guint i = 0; i < pass->n_readers; i++)
		text_reader_free(pass->readers[i]);
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
		.progress = progress,
		.error = error,
	};
	bool done;

	pass_open(&pass);
	done = readings_count(store, relationship->id, &pass.positions, error) &&
	       learn(&pass, learn_house) && learn(&pass, learn_sender) && read_all(&pass) &&
	       in_transaction(&pass, finish);
	pass_close(&pass);
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
