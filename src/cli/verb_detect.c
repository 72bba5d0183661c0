/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `entente detect`: the detector alone, as a Unix filter. Several files are looked at in
 * parallel and shown in the order given; what is wrong with them is said in that order too, so
 * that the bytes do not depend on the number of threads. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/calendar.h"
#include "base/error.h"
#include "cli/cli.h"
#include "detect/detect.h"
#include "detect/files.h"
#include "report/detect.h"
#include "stats/watch.h"

#define JOBS_MOST 256

struct detect_run {
	const struct cli *cli;
	struct detect_options options;
	gboolean one_line; /* JSON */
	gboolean together; /* watches, judged together: shown when all are known */
	guint jobs;
};

/* One file. */
struct detect_job {
	const char *path; /* "-" = standard input */
	struct points *points;
	struct detection *detection;
	GPtrArray *troubles; /* char *, of the points */
	gsize n_troubles;
	GString *notes, *out;
	GError *error;
};

static const char *name_of(const struct detect_job *job)
{
	return strcmp(job->path, "-") == 0 ? "standard input" : job->path;
}

/* ---- options ---- */

struct choice {
	const char *word;
	int value;
};

static const struct choice views[] = {
	{"segment", DETECT_SEGMENT}, {"onset", DETECT_ONSET}, {"watch", DETECT_WATCH}};
static const struct choice kinds[] = {{"level", DETECT_LEVEL},
				      {"count", DETECT_COUNT},
				      {"proportion", DETECT_PROPORTION},
				      {"duration", DETECT_DURATION}};
static const struct choice directions[] = {{"down", -1}, {"up", 1}};

/* Without a word the value stays. */
static bool choose(const char *option, const char *word, const struct choice *choices, guint n,
		   int *value)
{
	g_autoptr(GString) known = g_string_new(NULL);

	for (guint i = 0; i < n; i++) {
		if (word == NULL)
			return true;
		if (strcmp(choices[i].word, word) == 0) {
			*value = choices[i].value;
			return true;
		}
		g_string_append_printf(known, "%s%s", i > 0 ? ", " : "", choices[i].word);
	}
	g_printerr("entente: detect %s %s: give one of %s\n", option, word, known->str);
	return false;
}

static bool read_options(const char *as, const char *kind, const char *worse,
			 struct detect_options *options)
{
	int view = DETECT_AUTO, of_kind = DETECT_LEVEL, direction = -1;

	if (!choose("--as", as, views, G_N_ELEMENTS(views), &view) ||
	    !choose("--kind", kind, kinds, G_N_ELEMENTS(kinds), &of_kind) ||
	    !choose("--worse", worse, directions, G_N_ELEMENTS(directions), &direction))
		return false;
	options->as = (enum detect_as)view;
	options->kind = (enum detect_kind)of_kind;
	options->worse = direction;
	return true;
}

/* ---- one file ---- */

static struct points *read_points(const struct detect_job *job, GError **error)
{
	bool standard = strcmp(job->path, "-") == 0;
	int descriptor = standard ? STDIN_FILENO : open(job->path, O_RDONLY | O_CLOEXEC);
	struct points *points;

	if (descriptor < 0) {
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "%s: %s", job->path,
			    g_strerror(errno));
		return NULL;
	}
	points = points_read(descriptor, name_of(job), error);
	if (!standard)
		close(descriptor);
	return points;
}

static void note(struct detect_job *job, const char *what)
{
	g_string_append_printf(job->notes, "entente: %s: %s\n", name_of(job), what);
}

static void note_reading(const struct detect_run *run, struct detect_job *job)
{
	if (job->points->reordered)
		note(job, "the rows were put in the order of their dates");
	if (job->points->day_first_assumed)
		note(job, "3/4/2025 is read as 3 April; write YYYY-MM-DD if it is March");
	if (job->points->day == NULL && run->cli->as_of != DAY_NONE)
		note(job, "no dates: --as-of leaves every row in");
	if (job->points->day == NULL && job->detection->as != DETECT_SEGMENT)
		note(job, "no dates: each row is taken as a week");
}

static void show(const struct detect_run *run, struct detect_job *job)
{
	if (job->detection == NULL)
		return;
	if (cli_wants_json(run->cli))
		report_detect_json(job->detection, run->one_line, job->out);
	else
		report_detect_text(job->detection, job->points, run->cli->catalogue,
				   run->cli->columns, run->cli->colour, job->out);
	g_clear_pointer(&job->detection, detection_free);
	g_clear_pointer(&job->points, points_free);
}

static void look_at(gpointer data, gpointer user_data)
{
	const struct detect_run *run = user_data;
	struct detect_job *job = data;
	bool standard = strcmp(job->path, "-") == 0;

	job->points = read_points(job, &job->error);
	if (job->points == NULL)
		return;
	job->troubles = g_ptr_array_ref(job->points->troubles);
	job->n_troubles = job->points->n_troubles;
	if (run->cli->as_of != DAY_NONE)
		points_end_at(job->points, run->cli->as_of);
	job->detection = detect_points(job->points, standard ? NULL : job->path, &run->options,
				       &job->error);
	if (job->detection == NULL) {
		g_prefix_error(&job->error, "%s: ", name_of(job));
		return;
	}
	note_reading(run, job);
	if (!run->together)
		show(run, job);
}

/* ---- all of them ---- */

static struct detect_job *jobs_new(const GPtrArray *files)
{
	struct detect_job *jobs = g_new0(struct detect_job, files->len);

	for (guint i = 0; i < files->len; i++) {
		jobs[i].path = g_ptr_array_index(files, i);
		jobs[i].notes = g_string_new(NULL);
		jobs[i].out = g_string_new(NULL);
	}
	return jobs;
}

static void jobs_free(struct detect_job *jobs, guint n)
{
	for (guint i = 0; i < n; i++) {
		detection_free(jobs[i].detection);
		points_free(jobs[i].points);
		g_clear_pointer(&jobs[i].troubles, g_ptr_array_unref);
		g_string_free(jobs[i].notes, TRUE);
		g_string_free(jobs[i].out, TRUE);
		g_clear_error(&jobs[i].error);
	}
	g_free(jobs);
}

static void look_at_all(struct detect_run *run, struct detect_job *jobs, guint n)
{
	GThreadPool *pool = g_thread_pool_new(look_at, run, (gint)run->jobs, FALSE, NULL);

	for (guint i = 0; i < n; i++)
		g_thread_pool_push(pool, &jobs[i], NULL);
	g_thread_pool_free(pool, FALSE, TRUE);
}

static void judge_together(const struct detect_run *run, struct detect_job *jobs, guint n)
{
	g_autoptr(GPtrArray) detections = g_ptr_array_new();

	for (guint i = 0; i < n; i++)
		g_ptr_array_add(detections, jobs[i].detection);
	detect_watch_together(detections, WATCH_SHARE_FALSE);
	for (guint i = 0; i < n; i++)
		show(run, &jobs[i]);
}

static void say_troubles(const struct detect_job *job)
{
	for (guint i = 0; job->troubles != NULL && i < job->troubles->len; i++)
		g_printerr("entente: %s: %s\n", name_of(job),
			   (const char *)g_ptr_array_index(job->troubles, i));
	if (job->troubles != NULL && job->n_troubles > job->troubles->len)
		g_printerr("entente: %s: and %" G_GSIZE_FORMAT " more such rows\n",
			   name_of(job), job->n_troubles - job->troubles->len);
}

/* Data and talk of every file, in the order given; returns the exit status. */
static int write_all(const struct detect_run *run, struct detect_job *jobs, guint n)
{
	guint failed = 0, shown = 0;
	bool rejected = false;
	int status = EXIT_DONE;

	for (guint i = 0; i < n; i++) {
		g_printerr("%s", jobs[i].notes->str);
		say_troubles(&jobs[i]);
		rejected |= jobs[i].n_troubles > 0;
		if (jobs[i].error != NULL) {
			status = cli_fail(g_steal_pointer(&jobs[i].error));
			failed++;
			continue;
		}
		if (shown++ > 0 && !cli_wants_json(run->cli))
			g_string_prepend_c(jobs[i].out, '\n');
		cli_write(jobs[i].out);
	}
	if (failed == n)
		return status;
	return failed > 0 || rejected ? EXIT_REJECTED : EXIT_DONE;
}

static int detect_run_files(struct detect_run *run, const char *const *paths)
{
	static const char *const standard_input[] = {"-", NULL};
	GError *error = NULL;
	bool several;
	g_autoptr(GPtrArray) files =
		detect_files(*paths != NULL ? paths : standard_input, &several, &error);
	struct detect_job *jobs;
	int status;

	if (files == NULL)
		return cli_fail(error);
	run->one_line = several;
	run->together = several && run->options.as == DETECT_WATCH;
	jobs = jobs_new(files);
	look_at_all(run, jobs, files->len);
	if (run->together)
		judge_together(run, jobs, files->len);
	status = write_all(run, jobs, files->len);
	jobs_free(jobs, files->len);
	return status;
}

static int detect_run_verb(struct cli *cli, int argc, char **argv)
{
	g_autofree char *as = NULL, *kind = NULL, *worse = NULL;
	struct detect_run run = {.cli = cli, .options.false_alarms_a_year = WATCH_FALSE_ALARMS};
	gint jobs = (gint)g_get_num_processors();
	const GOptionEntry entries[] = {
		{"as", 0, 0, G_OPTION_ARG_STRING, &as,
		 "what to look for: segment (changes of any history), onset (since when it is "
		 "worse), watch (an alarm); onset with daily or weekly dates, else segment",
		 "VIEW"},
		{"kind", 0, 0, G_OPTION_ARG_STRING, &kind,
		 "what the values are: level, count, proportion or duration (level)", "KIND"},
		{"worse", 0, 0, G_OPTION_ARG_STRING, &worse,
		 "which way is worse: down or up (down)", "WAY"},
		{"jobs", 0, 0, G_OPTION_ARG_INT, &jobs,
		 "files looked at at the same time (all processors)", "N"},
		{NULL, 0, 0, 0, NULL, NULL, NULL},
	};

	if (!cli_parse_assessing(cli, &verb_detect, entries, &argc, &argv) ||
	    !read_options(as, kind, worse, &run.options))
		return EXIT_USAGE;
	if (jobs < 1 || jobs > JOBS_MOST) {
		g_printerr("entente: detect --jobs: give a number from 1 to %d\n", JOBS_MOST);
		return EXIT_USAGE;
	}
	run.jobs = (guint)jobs;
	run.options.false_alarms_a_year =
		cli->false_alarms > 0 ? cli->false_alarms : WATCH_FALSE_ALARMS;
	return detect_run_files(&run, (const char *const *)argv + 1);
}

const struct verb verb_detect = {
	.name = "detect",
	.arguments = "[FILE|FOLDER...]",
	.summary = N_("the detector alone: date,value[,n] rows or bare values in, changes and "
		      "onset out"),
	.run = detect_run_verb,
};
