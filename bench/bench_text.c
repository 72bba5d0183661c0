/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How fast one core prepares text for the reader of language: bench_text FILE... takes each
 * file as messages parted by lines "%%" (or one message when there is none), and prints for
 * each step megabytes a second of its input, the best of some rounds. What a step has made is
 * the input of the next, as in the reader. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "text/folded.h"
#include "text/own_text.h"
#include "text/repeated.h"
#include "text/sentences.h"

#define ROUNDS 7

struct corpus {
	GPtrArray *bodies, *own; /* char * */
	GArray *sentences;       /* struct text_span, of the message under way */
	struct folded folded;
	struct repeated *repeated;
	gsize kept; /* of what was made, so that nothing is left out */
};

static void clean(struct corpus *corpus)
{
	for (guint i = 0; i < corpus->bodies->len; i++) {
		const char *body = corpus->bodies->pdata[i];
		g_autofree char *text = own_text_clean_utf8(body, strlen(body));

		corpus->kept += *text != '\0';
	}
}

static void extract(struct corpus *corpus)
{
	gsize cut;

	g_ptr_array_set_size(corpus->own, 0);
	for (guint i = 0; i < corpus->bodies->len; i++) {
		const char *body = corpus->bodies->pdata[i];
		char *own = own_text_extract(body, strlen(body), &cut);

		if (own != NULL)
			g_ptr_array_add(corpus->own, own);
	}
}

static void tell_language(struct corpus *corpus)
{
	for (guint i = 0; i < corpus->own->len; i++)
		corpus->kept += *own_text_language(corpus->own->pdata[i]) != '\0';
}

static void learn_tails(struct corpus *corpus)
{
	for (guint i = 0; i < corpus->own->len; i++) {
		const char *own = corpus->own->pdata[i];

		repeated_learn(corpus->repeated, "a", own, strlen(own));
		corpus->kept +=
			repeated_own_length(corpus->repeated, "a", own, strlen(own)) > 0;
	}
}

static void find_sentences(struct corpus *corpus)
{
	for (guint i = 0; i < corpus->own->len; i++) {
		const char *own = corpus->own->pdata[i];

		g_array_set_size(corpus->sentences, 0);
		sentences_find(own, strlen(own), corpus->sentences);
		corpus->kept += corpus->sentences->len;
	}
}

static void fold_texts(struct corpus *corpus)
{
	for (guint i = 0; i < corpus->own->len; i++) {
		const char *own = corpus->own->pdata[i];

		folded_make(own, strlen(own), &corpus->folded);
		corpus->kept += corpus->folded.length;
	}
}

/* What the reader does before it reads: sentences, each folded. */
static void fold_sentences(struct corpus *corpus)
{
	for (guint i = 0; i < corpus->own->len; i++) {
		const char *own = corpus->own->pdata[i];

		g_array_set_size(corpus->sentences, 0);
		sentences_find(own, strlen(own), corpus->sentences);
		for (guint k = 0; k < corpus->sentences->len; k++) {
			struct text_span span =
				g_array_index(corpus->sentences, struct text_span, k);

			folded_make(own + span.from, span.to - span.from, &corpus->folded);
			corpus->kept += corpus->folded.length;
		}
	}
}

static void find_clauses(struct corpus *corpus)
{
	for (guint i = 0; i < corpus->own->len; i++) {
		const char *own = corpus->own->pdata[i];
		guint count;

		g_array_set_size(corpus->sentences, 0);
		sentences_find(own, strlen(own), corpus->sentences);
		count = corpus->sentences->len;
		for (guint k = 0; k < count; k++) {
			clauses_find(own, g_array_index(corpus->sentences, struct text_span, k),
				     "fr", corpus->sentences);
			g_array_set_size(corpus->sentences, count);
		}
	}
}

static void prepare(struct corpus *corpus)
{
	extract(corpus);
	fold_sentences(corpus);
}

struct step {
	const char *name;
	void (*run)(struct corpus *corpus);
	bool of_bodies; /* its input; else the own texts */
};

static const struct step steps[] = {
	{"clean UTF-8", clean, true},
	{"own text", extract, true},
	{"language", tell_language, false},
	{"repeated tails", learn_tails, false},
	{"sentences", find_sentences, false},
	{"folding", fold_texts, false},
	{"sentences, folded", fold_sentences, false},
	{"sentences, clauses", find_clauses, false},
	{"own text to folded sentences", prepare, true},
};

static gsize bytes_of(const GPtrArray *texts)
{
	gsize bytes = 0;

	for (guint i = 0; i < texts->len; i++)
		bytes += strlen(texts->pdata[i]);
	return bytes;
}

static double best_seconds(const struct step *step, struct corpus *corpus)
{
	double best = G_MAXDOUBLE;

	for (int round = 0; round < ROUNDS; round++) {
		clock_t began = clock();

		step->run(corpus);
		best = MIN(best, (double)(clock() - began) / CLOCKS_PER_SEC);
	}
	return best;
}

static void bench(struct corpus *corpus)
{
	for (gsize i = 0; i < G_N_ELEMENTS(steps); i++) {
		const struct step *step = &steps[i];
		double seconds = best_seconds(step, corpus);
		gsize bytes = bytes_of(step->of_bodies ? corpus->bodies : corpus->own);

		printf("  %-30s %7.1f MB/s  %8.0f messages/s\n", step->name,
		       (double)bytes / 1e6 / seconds, corpus->bodies->len / seconds);
	}
}

static GPtrArray *read_bodies(const char *path, GError **error)
{
	g_autofree char *bytes = NULL, *text = NULL;
	g_auto(GStrv) parts = NULL;
	GPtrArray *bodies;
	gsize length;

	if (!g_file_get_contents(path, &bytes, &length, error))
		return NULL;
	text = own_text_clean_utf8(bytes, length);
	parts = g_strsplit(text, "\n%%\n", -1);
	bodies = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; parts[i] != NULL; i++)
		g_ptr_array_add(bodies, g_strdup(parts[i]));
	return bodies;
}

static bool bench_file(const char *path, GError **error)
{
	struct corpus corpus = {.bodies = read_bodies(path, error)};

	if (corpus.bodies == NULL)
		return false;
	corpus.own = g_ptr_array_new_with_free_func(g_free);
	corpus.sentences = g_array_new(FALSE, FALSE, sizeof(struct text_span));
	corpus.repeated = repeated_new();
	printf("%s: %u messages, %" G_GSIZE_FORMAT " bytes\n", path, corpus.bodies->len,
	       bytes_of(corpus.bodies));
	bench(&corpus);
	folded_clear(&corpus.folded);
	repeated_free(corpus.repeated);
	g_array_free(corpus.sentences, TRUE);
	g_ptr_array_free(corpus.own, TRUE);
	g_ptr_array_free(corpus.bodies, TRUE);
	return true;
}

int main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;

	for (int i = 1; i < argc; i++)
		if (!bench_file(argv[i], &error)) {
			fprintf(stderr, "%s\n", error->message);
			return 1;
		}
	return 0;
}
