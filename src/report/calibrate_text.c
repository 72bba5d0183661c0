/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Two parts: what the detector said in each cell, a table a view; then every figure that is
 * held to a target, with its 95 % interval and whether it keeps it. */
#include <math.h>
#include <string.h>

#include "report/calibrate.h"
#include "report/phrase.h"
#include "report/screen.h"

enum figure_form { FORM_SHARE, FORM_WEEKS, FORM_RATE };

struct figure_word {
	const char *name;
	enum figure_form form;
	const char *heading; /* of a column */
	const char *meaning; /* in the list of targets */
};

static const struct figure_word words[] = {
	{"p50", FORM_SHARE, N_("P > .5"), N_("P(erosion) above 0.5")},
	{"p90", FORM_SHARE, N_("P > .9"), N_("P(erosion) above 0.9")},
	{"p50_alone", FORM_SHARE, N_("alone"), N_("P above 0.5, one series alone")},
	{"onset_error", FORM_WEEKS, N_("error"), N_("error of the onset, median, weeks")},
	{"bias", FORM_WEEKS, N_("bias"), N_("mean error of the onset, weeks")},
	{"coverage", FORM_SHARE, N_("inside"), N_("onset inside its 90% interval")},
	{"width", FORM_WEEKS, N_("width"), N_("width of the interval, weeks")},
	{"abrupt", FORM_SHARE, N_("abrupt"), N_("called abrupt")},
	{"slow", FORM_SHARE, N_("slow"), N_("called slow")},
	{"alarmed", FORM_SHARE, N_("alarmed"), N_("alarmed within the watch")},
	{"alarms_a_year", FORM_RATE, N_("a year"), N_("alarms a year")},
	{"delay", FORM_WEEKS, N_("delay"), N_("delay of the alarm, median, weeks")},
	{"delay_notice", FORM_WEEKS, N_("notice"), N_("delay of the notice, median, weeks")},
	{"false_share", FORM_SHARE, N_("false"), N_("share of the alarms that are false")},
	{"found", FORM_SHARE, N_("found"), N_("erosions that are found")},
};

static const struct {
	const char *token, *word;
} scenario_words[] = {
	{"null", N_("nothing happens")},
	{"seasonal", N_("strong season")},
	{"shock", N_("passing shock")},
	{"drift", N_("drift over a year")},
	{"step", N_("step")},
	{"pivot", N_("loss of a key contact")},
	{"portfolio", N_("portfolio, 5% eroding")},
	{"", ""},
	{"long_memory", N_("noise of long memory")},
	{"changing_season", N_("changing season")},
	{"overdispersed", N_("over-dispersed counts")},
	{"gap", N_("a quarter not covered")},
	{"migration", N_("change of ticket tool")},
	{"growth", N_("company doubles")},
};

static const char *word_of(const struct catalogue *catalogue, const char *token)
{
	for (guint i = 0; i < G_N_ELEMENTS(scenario_words); i++)
		if (strcmp(scenario_words[i].token, token) == 0 && *token != '\0')
			return catalogue_text(catalogue, scenario_words[i].word);
	return "";
}

static const struct figure_word *figure_word(const char *name)
{
	for (guint i = 0; i < G_N_ELEMENTS(words); i++)
		if (strcmp(words[i].name, name) == 0)
			return &words[i];
	g_assert_not_reached();
}

/* ---- cells ---- */

static char *rounded(const struct catalogue *catalogue, const char *format, double value)
{
	char digits[G_ASCII_DTOSTR_BUF_SIZE];

	g_ascii_formatd(digits, sizeof digits, format, value);
	char *point = strchr(digits, '.');
	if (point != NULL && strcmp(catalogue_language(catalogue), "fr") == 0)
		*point = ',';
	return g_strdup(digits);
}

static char *shown(const struct catalogue *catalogue, enum figure_form form, double value)
{
	if (isnan(value))
		return g_strdup("–");
	if (isinf(value))
		return g_strdup(catalogue_text(catalogue, "never"));
	if (form == FORM_SHARE) {
		g_autofree char *percent = rounded(catalogue, "%.1f", 100 * value);
		return phrase(catalogue_text(catalogue, "{n}%"), {"n", percent});
	}
	return rounded(catalogue, form == FORM_RATE ? "%.3f" : "%.1f", value);
}

/* "drift over a year 1.5, rho 0.3, company doubles" */
static char *cell_name(const struct catalogue *catalogue, const struct calibrate_cell *cell)
{
	GString *name = g_string_new(word_of(catalogue, cell->scenario));
	g_autofree char *rho = rounded(catalogue, "%.1f", cell->rho);

	if (cell->view == CALIBRATE_PORTFOLIO_VIEW)
		return g_string_free(name, FALSE);
	if (cell->loss > 0) {
		g_autofree char *loss = rounded(catalogue, "%.1f", cell->loss);
		g_string_append_printf(name, " %s", loss);
	}
	if (strcmp(cell->disturbance, "long_memory") != 0)
		g_string_append_printf(name, ", ρ %s", rho);
	if (*cell->disturbance != '\0')
		g_string_append_printf(name, ", %s", word_of(catalogue, cell->disturbance));
	return g_string_free(name, FALSE);
}

static const struct calibrate_figure *find_figure(const struct calibrate_cell *cell,
						  const char *name)
{
	for (guint i = 0; i < cell->figures->len; i++) {
		const struct calibrate_figure *figure =
			&g_array_index(cell->figures, struct calibrate_figure, i);
		if (strcmp(figure->name, name) == 0)
			return figure;
	}
	return NULL;
}

/* Columns of each view, by the figure's name. */
static const char *const columns_of[CALIBRATE_VIEW_COUNT][8] = {
	[CALIBRATE_OFFLINE] = {"p50", "p90", "p50_alone", "onset_error", "coverage", "width"},
	[CALIBRATE_ONLINE] = {"alarmed", "alarms_a_year", "delay", "delay_notice"},
	[CALIBRATE_PORTFOLIO_VIEW] = {"false_share", "found", "delay"},
};

static const char *const view_titles[CALIBRATE_VIEW_COUNT] = {
	[CALIBRATE_OFFLINE] = N_("Onset posterior, three years of six series"),
	[CALIBRATE_ONLINE] = N_("Weekly watch, weeks 56 to 156"),
	[CALIBRATE_PORTFOLIO_VIEW] = N_("Alarms of a portfolio"),
};

static guint count_columns(enum calibrate_view view)
{
	guint n = 0;

	while (n < G_N_ELEMENTS(columns_of[view]) && columns_of[view][n] != NULL)
		n++;
	return n;
}

static void add_heading(struct screen_table *table, enum calibrate_view view,
			const struct catalogue *catalogue)
{
	g_autofree char **cells = g_new(char *, table->n_columns);

	cells[0] = g_strdup("");
	for (guint i = 1; i < table->n_columns; i++)
		cells[i] = g_strdup(catalogue_text(
			catalogue, figure_word(columns_of[view][i - 1])->heading));
	screen_table_row(table, SCREEN_DIM, cells);
}

static void add_cell(struct screen_table *table, const struct calibrate_cell *cell,
		     const struct catalogue *catalogue)
{
	g_autofree char **cells = g_new(char *, table->n_columns);

	cells[0] = cell_name(catalogue, cell);
	for (guint i = 1; i < table->n_columns; i++) {
		const char *name = columns_of[cell->view][i - 1];
		const struct calibrate_figure *figure = find_figure(cell, name);
		cells[i] = figure != NULL
				   ? shown(catalogue, figure_word(name)->form, figure->value)
				   : g_strdup("");
	}
	screen_table_row(table, SCREEN_PLAIN, cells);
}

static void write_view(const struct screen *screen, const struct calibration *calibration,
		       enum calibrate_view view, const struct catalogue *catalogue)
{
	static const gboolean right[] = {FALSE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE};
	g_autoptr(screen_table_auto) table = screen_table_new(count_columns(view) + 1, right);

	add_heading(table, view, catalogue);
	for (guint i = 0; i < calibration->cells->len; i++) {
		const struct calibrate_cell *cell = calibration->cells->pdata[i];
		if (cell->view == view)
			add_cell(table, cell, catalogue);
	}
	screen_heading(screen, catalogue_text(catalogue, view_titles[view]));
	screen_table_write(table, screen);
}

/* ---- targets ---- */

static char *with_interval(const struct catalogue *catalogue, enum figure_form form,
			   const struct calibrate_figure *figure)
{
	g_autofree char *value = shown(catalogue, form, figure->value);
	g_autofree char *low = shown(catalogue, form, figure->low);
	g_autofree char *high = shown(catalogue, form, figure->high);

	return isnan(figure->low) ? g_steal_pointer(&value)
				  : g_strdup_printf("%s (%s–%s)", value, low, high);
}

static void add_target(struct screen_table *table, const struct calibrate_cell *cell,
		       const struct calibrate_figure *figure, const struct catalogue *catalogue)
{
	const struct figure_word *word = figure_word(figure->name);
	bool kept = calibrate_kept(figure);
	g_autofree char *name = cell_name(catalogue, cell);
	g_autofree char *target = shown(catalogue, word->form, figure->target);
	char *cells[] = {
		g_strdup_printf("%s: %s", name, catalogue_text(catalogue, word->heading)),
		with_interval(catalogue, word->form, figure),
		g_strdup_printf("%s %s", figure->bound == CALIBRATE_AT_MOST ? "≤" : "≥",
				target),
		g_strdup(catalogue_text(catalogue, kept ? N_("kept") : N_("missed"))),
	};

	screen_table_row(table, kept ? SCREEN_PLAIN : SCREEN_WORSE, cells);
}

static void write_targets(const struct screen *screen, const struct calibration *calibration,
			  const struct catalogue *catalogue)
{
	static const gboolean right[] = {FALSE, TRUE, TRUE, FALSE};
	g_autoptr(screen_table_auto) table = screen_table_new(G_N_ELEMENTS(right), right);
	char *header[] = {
		g_strdup(""),
		g_strdup(catalogue_text(catalogue, "measured (95%)")),
		g_strdup(catalogue_text(catalogue, "target")),
		g_strdup(""),
	};

	screen_table_row(table, SCREEN_DIM, header);
	for (guint i = 0; i < calibration->cells->len; i++) {
		const struct calibrate_cell *cell = calibration->cells->pdata[i];
		for (guint f = 0; f < cell->figures->len; f++) {
			const struct calibrate_figure *figure =
				&g_array_index(cell->figures, struct calibrate_figure, f);
			if (figure->bound != CALIBRATE_SHOWN)
				add_target(table, cell, figure, catalogue);
		}
	}
	screen_heading(screen, catalogue_text(catalogue, "Held to targets"));
	screen_table_write(table, screen);
}

static void write_legend(const struct screen *screen, const struct catalogue *catalogue)
{
	g_autoptr(GString) legend = g_string_new(NULL);

	for (guint i = 0; i < G_N_ELEMENTS(words); i++)
		g_string_append_printf(legend, "%s%s = %s", i > 0 ? "; " : "",
				       catalogue_text(catalogue, words[i].heading),
				       catalogue_text(catalogue, words[i].meaning));
	g_string_append_c(screen->out, '\n');
	screen_wrap(screen, SCREEN_DIM, "", 0, legend->str);
}

void report_calibrate_text(const struct calibration *calibration,
			   const struct catalogue *catalogue, guint columns, gboolean colour,
			   GString *out)
{
	struct screen screen = {out, columns, colour};
	g_autofree char *n = phrase_integer(catalogue, calibration->relationships);
	g_autofree char *seed = g_strdup_printf("%" G_GUINT64_FORMAT, calibration->seed);
	g_autofree char *title = phrase(
		catalogue_text(catalogue,
			       "The detector on simulated relationships of known truth: {n} a "
			       "cell, seed {seed}. Losses in standard deviations of a week."),
		{"n", n}, {"seed", seed});

	screen_wrap(&screen, SCREEN_BOLD, "", 0, title);
	for (guint view = 0; view < CALIBRATE_VIEW_COUNT; view++)
		write_view(&screen, calibration, view, catalogue);
	write_targets(&screen, calibration, catalogue);
	write_legend(&screen, catalogue);
}
