/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `entente calibrate`: the detector's own table of errors, on relationships whose truth is
 * known. */
#include "calibration/calibrate.h"

#include <unistd.h>

#include "cli/cli.h"
#include "report/calibrate.h"

#define RELATIONSHIPS_MOST 100000
#define THREADS_MOST       256

static void say_progress(guint done, guint total, gpointer user_data)
{
	g_printerr("\r%u/%u%s", done, total, done == total ? "\r      \r" : "");
}

static int calibrate_run(struct cli *cli, int argc, char **argv)
{
	gint64 seed = 1;
	gint relationships = CALIBRATE_RELATIONSHIPS, jobs = (gint)g_get_num_processors();
	const GOptionEntry entries[] = {
		{"seed", 0, 0, G_OPTION_ARG_INT64, &seed, "the same seed gives the same table",
		 "N"},
		{"relationships", 'n', 0, G_OPTION_ARG_INT, &relationships,
		 "drawn for each cell of the table (500)", "N"},
		{"jobs", 'j', 0, G_OPTION_ARG_INT, &jobs, "threads (all cores)", "N"},
		{NULL, 0, 0, 0, NULL, NULL, NULL},
	};
	g_autoptr(GString) out = g_string_new(NULL);

	if (!cli_parse(&verb_calibrate, entries, &argc, &argv))
		return EXIT_USAGE;
	if (seed < 0 || relationships < CALIBRATE_LEAST || relationships > RELATIONSHIPS_MOST ||
	    jobs < 1 || jobs > THREADS_MOST) {
		g_printerr("entente: calibrate: give a seed of 0 or more, %d to %d "
			   "relationships, 1 to %d threads\n",
			   CALIBRATE_LEAST, RELATIONSHIPS_MOST, THREADS_MOST);
		return EXIT_USAGE;
	}
	struct calibration *calibration =
		calibrate((guint64)seed, (guint)relationships, (guint)jobs,
			  isatty(STDERR_FILENO) ? say_progress : NULL, NULL);
	if (cli_wants_json(cli))
		report_calibrate_json(calibration, out);
	else
		report_calibrate_text(calibration, cli->catalogue, cli->columns, cli->colour,
				      out);
	cli_write(out);
	calibration_free(calibration);
	return EXIT_DONE;
}

const struct verb verb_calibrate = {
	.name = "calibrate",
	.arguments = "",
	.summary = N_("the detector's own table of errors, on known truths"),
	.run = calibrate_run,
};
