/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How fast one core reads language: bench_language LANGUAGE FILE takes the file as messages
 * parted by lines "%%". First what stands before the reader, from bodies to folded sentences,
 * quotations removed. Then, own text and sentences found beforehand, nanoseconds a byte of each
 * stage, its share of the whole and megabytes a second, and the whole reader on the own texts.
 * Beside cues and facts stands PCRE2 alone, pattern by pattern, on some of the same sentences.
 * Each figure is the best of some rounds. With a third argument the sentences are written
 * there, a line each, for a peer (bench/language/run). */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "language/cues-internal.h"
#include "language/facts-internal.h"
#include "language/reading.h"
#include "text/own_text.h"
#include "text/syllables.h"

#define ROUNDS         5
#define PEER_SENTENCES 5000u

struct corpus {
	const char *language;
	GPtrArray *bodies;     /* char * */
	GPtrArray *own;        /* char *, of those that have any */
	GPtrArray *sentences;  /* char *, of all texts */
	struct folded *folded; /* of each sentence */
	guint count;           /* sentences that the stages read */
	gsize body_bytes, own_bytes;
	struct cue_scanner *scanner;
	struct fact_reader *facts;
	struct text_reader *reader;
	GArray *spans, *cues;
	gsize kept; /* of what was made, so that nothing is left out */
};

static void fold_sentences(struct corpus *corpus, const char *own)
{
	struct folded folded = {0};

	g_array_set_size(corpus->spans, 0);
	sentences_find(own, strlen(own), corpus->spans);
	for (guint k = 0; k < corpus->spans->len; k++) {
		struct text_span span = g_array_index(corpus->spans, struct text_span, k);

		folded_make(own + span.from, span.to - span.from, &folded);
		corpus->kept += folded.length;
	}
	folded_clear(&folded);
}

static void prepare(struct corpus *corpus)
{
	for (guint i = 0; i < corpus->own->len; i++)
		fold_sentences(corpus, corpus->own->pdata[i]);
}

static void prepare_bodies(struct corpus *corpus)
{
	for (guint i = 0; i < corpus->bodies->len; i++) {
		const char *body = corpus->bodies->pdata[i];
		gsize cut;
		g_autofree char *own = own_text_extract(body, strlen(body), &cut);

		if (own != NULL)
			fold_sentences(corpus, own);
	}
}

static void find_cues(struct corpus *corpus)
{
	for (guint i = 0; i < corpus->count; i++) {
		g_array_set_size(corpus->cues, 0);
		cue_scan(corpus->scanner, &corpus->folded[i], corpus->language, corpus->cues);
		corpus->kept += corpus->cues->len;
	}
}

static void find_facts(struct corpus *corpus)
{
	for (guint i = 0; i < corpus->count; i++)
		corpus->kept += fact_reader_read_folded(corpus->facts, &corpus->folded[i],
							corpus->language);
}

static void score(struct corpus *corpus)
{
	const struct language_model *model = language_model_shipped();
	double probability[STANCE_COUNT];

	for (guint i = 0; i < corpus->count; i++) {
		language_model_score_folded(model, &corpus->folded[i], corpus->language,
					    probability);
		corpus->kept += probability[0] > .5;
	}
}

static void count_syllables(struct corpus *corpus)
{
	guint words = 0, syllables = 0;

	for (guint i = 0; i < corpus->count; i++)
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

/* What was held while the corpus was read does not count. */
static void forget_most_memory(void)
{
	FILE *file = fopen("/proc/self/clear_refs", "w");

	if (file == NULL)
		return;
	fputs("5", file);
	fclose(file);
}

/* ---- PCRE2, pattern by pattern ---- */

struct peer {
	const char *table, *name;
	void (*ours)(struct corpus *corpus);
};

static const struct peer peers[] = {{"cues", "cues by PCRE2", find_cues},
				    {"facts", "facts by PCRE2", find_facts}};

static guint any_category(const char *name)
{
	return 0;
}

/* Seconds to ask each pattern whether it occurs in each sentence. */
static double seconds_of_each_pattern(struct corpus *corpus, const struct cue_lexicon *lexicon)
{
	struct cue_matcher *matcher = cue_matcher_new();
	clock_t began = clock();
	gsize from, to;

	for (guint i = 0; i < corpus->count; i++)
		for (guint pattern = 0; pattern < lexicon->table->count; pattern++)
			corpus->kept += cue_matcher_next(
				matcher, lexicon->expressions, pattern, corpus->folded[i].text,
				corpus->folded[i].length, 0, &from, &to);
	cue_matcher_free(matcher);
	return (double)(clock() - began) / CLOCKS_PER_SEC;
}

static void bench_peer(struct corpus *corpus, const struct peer *peer)
{
	struct cue_lexicon *lexicon =
		cue_lexicon_load(peer->table, corpus->language, any_category);
	guint count = corpus->count;
	double seconds, ours;
	gsize bytes = 0;

	corpus->count = MIN(count, PEER_SENTENCES);
	for (guint i = 0; i < corpus->count; i++)
		bytes += corpus->folded[i].length;
	seconds_of_each_pattern(corpus, lexicon); /* compiles them */
	seconds = seconds_of_each_pattern(corpus, lexicon);
	ours = best_seconds(peer->ours, corpus);
	printf("  %-20s %7.2f ns a byte  %7.1f times ours\n", peer->name,
	       seconds * 1e9 / (double)bytes, seconds / ours);
	corpus->count = count;
}

static void bench(struct corpus *corpus)
{
	double whole, before_reader = best_seconds(prepare_bodies, corpus);
	long before;

	forget_most_memory();
	before = most_memory();
	whole = best_seconds(read_all, corpus);
	printf("%u messages, %u sentences, %" G_GSIZE_FORMAT
	       " bytes of their own; reading them took %ld KiB\n",
	       corpus->own->len, corpus->sentences->len, corpus->own_bytes,
	       most_memory() - before);
	printf("  from bodies of %" G_GSIZE_FORMAT
	       " bytes to folded sentences %.1f MB/s, %.0f messages a second\n",
	       corpus->body_bytes, (double)corpus->body_bytes / 1e6 / before_reader,
	       corpus->bodies->len / before_reader);
	for (gsize i = 0; i < G_N_ELEMENTS(stages); i++)
		print_stage(stages[i].name, best_seconds(stages[i].run, corpus), whole,
			    corpus->own_bytes);
	print_stage("whole reader", whole, whole, corpus->own_bytes);
	printf("  %.0f messages a second, %.0f sentences a second\n", corpus->own->len / whole,
	       corpus->sentences->len / whole);
	for (gsize i = 0; i < G_N_ELEMENTS(peers); i++)
		bench_peer(corpus, &peers[i]);
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
	gsize cut, length = strlen(body);
	char *own = own_text_extract(body, length, &cut);

	g_ptr_array_add(corpus->bodies, g_strdup(body));
	corpus->body_bytes += length;
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
	corpus->count = corpus->sentences->len;
	corpus->folded = g_new0(struct folded, corpus->count);
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
	g_ptr_array_unref(corpus->bodies);
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
		.bodies = g_ptr_array_new_with_free_func(g_free),
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
