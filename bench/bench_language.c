/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How fast one core reads language: bench_language LANGUAGE FILE takes the file as messages
 * parted by lines "%%", own text and sentences found beforehand, and prints for each stage of
 * the reader nanoseconds a byte, its share of the whole and megabytes a second; then the whole
 * reader on the own texts, preparation included, with messages a second and the most memory it
 * held beyond the corpus. Each figure is the best of some rounds. With a third argument the
 * sentences are written there, a line each, for a peer (bench/language/run). */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "language/cues.h"
#include "language/facts-internal.h"
#include "language/reading.h"
#include "text/own_text.h"
#include "text/syllables.h"

#define ROUNDS 5

struct corpus {
	const char *language;
	GPtrArray *own;        /* char * */
	GPtrArray *sentences;  /* char *, of all texts */
	struct folded *folded; /* of each sentence */
	gsize own_bytes, sentence_bytes;
	struct cue_scanner *scanner;
	struct fact_reader *facts;
	struct text_reader *reader;
	GArray *spans, *cues;
	gsize kept; /* of what was made, so that nothing is left out */
};

static void prepare(struct corpus *corpus)
{
	struct folded folded = {0};

	for (guint i = 0; i < corpus->own->len; i++) {
		const char *own = corpus->own->pdata[i];

		g_array_set_size(corpus->spans, 0);
		sentences_find(own, strlen(own), corpus->spans);
		for (guint k = 0; k < corpus->spans->len; k++) {
			struct text_span span =
				g_array_index(corpus->spans, struct text_span, k);

			folded_make(own + span.from, span.to - span.from, &folded);
			corpus->kept += folded.length;
		}
	}
	folded_clear(&folded);
}

static void find_cues(struct corpus *corpus)
{
	for (guint i = 0; i < corpus->sentences->len; i++) {
		g_array_set_size(corpus->cues, 0);
		cue_scan(corpus->scanner, &corpus->folded[i], corpus->language, corpus->cues);
		corpus->kept += corpus->cues->len;
	}
}

static void find_facts(struct corpus *corpus)
{
	for (guint i = 0; i < corpus->sentences->len; i++)
		corpus->kept += fact_reader_read_folded(corpus->facts, &corpus->folded[i],
							corpus->language);
}

static void score(struct corpus *corpus)
{
	const struct language_model *model = language_model_shipped();
	double probability[STANCE_COUNT];

	for (guint i = 0; i < corpus->sentences->len; i++) {
		language_model_score_folded(model, &corpus->folded[i], corpus->language,
					    probability);
		corpus->kept += probability[0] > .5;
	}
}

static void count_syllables(struct corpus *corpus)
{
	guint words = 0, syllables = 0;

	for (guint i = 0; i < corpus->sentences->len; i++)
		syllables_count(corpus->sentences->pdata[i], &corpus->folded[i],
				corpus->language, &words, &syllables);
	corpus->kept += words + syllables;
}

static void read_all(struct corpus *corpus)
{
	struct message_reading reading;

	for (guint i = 0; i < corpus->own->len; i++) {
		const char *own = corpus->own->pdata[i];

		text_reader_read(corpus->reader, own, strlen(own), corpus->language, &reading);
		corpus->kept += reading.sentences;
	}
}

struct stage {
	const char *name;
	void (*run)(struct corpus *corpus);
};

static const struct stage stages[] = {
	{"sentences, folded", prepare}, {"cues", find_cues},
	{"closing facts", find_facts},  {"model", score},
	{"syllables", count_syllables},
};

static double best_seconds(void (*run)(struct corpus *), struct corpus *corpus)
{
	double best = G_MAXDOUBLE;

	for (int round = 0; round < ROUNDS; round++) {
		clock_t began = clock();

		run(corpus);
		best = MIN(best, (double)(clock() - began) / CLOCKS_PER_SEC);
	}
	return best;
}

static void print_stage(const char *name, double seconds, double whole, gsize bytes)
{
	printf("  %-20s %7.2f ns a byte  %5.1f %%  %7.1f MB/s\n", name,
	       seconds * 1e9 / (double)bytes, 100 * seconds / whole,
	       (double)bytes / 1e6 / seconds);
}

static long most_memory(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
}

static void bench(struct corpus *corpus)
{
	long before = most_memory();
	double whole = best_seconds(read_all, corpus);

	printf("%u messages, %u sentences, %" G_GSIZE_FORMAT " bytes of their own\n",
	       corpus->own->len, corpus->sentences->len, corpus->own_bytes);
	for (gsize i = 0; i < G_N_ELEMENTS(stages); i++)
		print_stage(stages[i].name, best_seconds(stages[i].run, corpus), whole,
			    corpus->own_bytes);
	print_stage("whole reader", whole, whole, corpus->own_bytes);
	printf("  %.0f messages a second, %.0f sentences a second; memory grew by %ld KiB\n",
	       corpus->own->len / whole, corpus->sentences->len / whole,
	       most_memory() - before);
}

static void add_sentences(struct corpus *corpus, const char *own)
{
	g_array_set_size(corpus->spans, 0);
	sentences_find(own, strlen(own), corpus->spans);
	for (guint k = 0; k < corpus->spans->len; k++) {
		struct text_span span = g_array_index(corpus->spans, struct text_span, k);

		g_ptr_array_add(corpus->sentences,
				g_strndup(own + span.from, span.to - span.from));
	}
}

static void add_message(struct corpus *corpus, const char *body)
{
	gsize cut;
	char *own = own_text_extract(body, strlen(body), &cut);

	if (own == NULL)
		return;
	g_ptr_array_add(corpus->own, own);
	corpus->own_bytes += strlen(own);
	add_sentences(corpus, own);
}

static bool read_corpus(struct corpus *corpus, const char *path, GError **error)
{
	g_autofree char *bytes = NULL, *text = NULL;
	g_auto(GStrv) bodies = NULL;
	gsize length;

	if (!g_file_get_contents(path, &bytes, &length, error))
		return false;
	text = own_text_clean_utf8(bytes, length);
	bodies = g_strsplit(text, "\n%%\n", -1);
	for (guint i = 0; bodies[i] != NULL; i++)
		add_message(corpus, bodies[i]);
	corpus->folded = g_new0(struct folded, corpus->sentences->len);
	for (guint i = 0; i < corpus->sentences->len; i++) {
		const char *sentence = corpus->sentences->pdata[i];

		folded_make(sentence, strlen(sentence), &corpus->folded[i]);
	}
	return true;
}

static bool write_sentences(const struct corpus *corpus, const char *path, GError **error)
{
	g_autoptr(GString) lines = g_string_new(NULL);

	for (guint i = 0; i < corpus->sentences->len; i++) {
		g_autofree char *line = g_strdup(corpus->sentences->pdata[i]);

		g_string_append(lines, g_strdelimit(line, "\n", ' '));
		g_string_append_c(lines, '\n');
	}
	return g_file_set_contents(path, lines->str, (gssize)lines->len, error);
}

static void corpus_clear(struct corpus *corpus)
{
	for (guint i = 0; corpus->folded != NULL && i < corpus->sentences->len; i++)
		folded_clear(&corpus->folded[i]);
	g_free(corpus->folded);
	g_ptr_array_unref(corpus->own);
	g_ptr_array_unref(corpus->sentences);
	g_array_unref(corpus->spans);
	g_array_unref(corpus->cues);
	cue_scanner_free(corpus->scanner);
	fact_reader_free(corpus->facts);
	text_reader_free(corpus->reader);
}

int main(int argc, char **argv)
{
	struct stance_scorer scorer = stance_scorer_of(language_model_shipped());
	g_autoptr(GError) error = NULL;

	if (argc < 3) {
		fputs("bench_language fr|en MESSAGES [SENTENCES]\n", stderr);
		return 2;
	}
	struct corpus corpus = {
		.language = argv[1],
		.own = g_ptr_array_new_with_free_func(g_free),
		.sentences = g_ptr_array_new_with_free_func(g_free),
		.spans = g_array_new(FALSE, FALSE, sizeof(struct text_span)),
		.cues = g_array_new(FALSE, FALSE, sizeof(struct cue)),
		.scanner = cue_scanner_new(),
		.facts = fact_reader_new(),
		.reader = text_reader_new(&scorer),
	};
	if (read_corpus(&corpus, argv[2], &error) &&
	    (argc < 4 || write_sentences(&corpus, argv[3], &error)))
		bench(&corpus);
	corpus_clear(&corpus);
	if (error != NULL)
		fprintf(stderr, "%s\n", error->message);
	return error != NULL;
}
