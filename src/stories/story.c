/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From a name and a seed to a folder of files: parameters, people, plan, words, files.
 * Everything is made in memory first, so that an error leaves no half story behind. */
#include "stories/story.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/calendar.h"
#include "base/error.h"
#include "stories/calendar_writer.h"
#include "stories/mail_writer.h"
#include "stories/templates.h"
#include "stories/ticket_writer.h"
#include "stories/truth.h"

#define FOLDER_MODE 0755

struct telling {
	const char *name;
	guint64 seed;
	GTimeZone *zone;
	struct parameters *parameters;
	struct wording *wording;
	struct cast *cast;
	struct plan *plan;
	struct composer *composer;
	GPtrArray *names, *contents; /* char *, GString *: the files, in order */
};

char **story_list(const char *templates, GError **error)
{
	return templates_stories(templates, error);
}

static void free_text(gpointer text)
{
	g_string_free(text, TRUE);
}

static void telling_clear(struct telling *telling)
{
	composer_free(telling->composer);
	plan_free(telling->plan);
	cast_free(telling->cast);
	wording_free(telling->wording);
	parameters_free(telling->parameters);
	g_clear_pointer(&telling->zone, g_time_zone_unref);
	g_clear_pointer(&telling->names, g_ptr_array_unref);
	g_clear_pointer(&telling->contents, g_ptr_array_unref);
}

static GString *add_file(struct telling *telling, const char *name)
{
	GString *text = g_string_new(NULL);

	g_ptr_array_add(telling->names, g_strdup(name));
	g_ptr_array_add(telling->contents, text);
	return text;
}

static bool read_templates(struct telling *telling, const char *templates, GError **error)
{
	telling->parameters = templates_parameters(templates, telling->name, error);
	if (telling->parameters == NULL)
		return false;
	telling->wording = templates_wording(templates, error);
	return telling->wording != NULL &&
	       wording_check(telling->wording, composer_bound_names(), composer_prefixes(),
			     error) &&
	       composer_check_lists(telling->wording, telling->parameters, "fr", error) &&
	       (telling->parameters->english_share <= 0 ||
		composer_check_lists(telling->wording, telling->parameters, "en", error));
}

static bool prepare(struct telling *telling, const char *templates, GError **error)
{
	telling->zone = g_time_zone_new_identifier(CALENDAR_ZONE_DEFAULT);
	if (telling->zone == NULL) {
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INTERNAL,
			    "the time zone %s is unknown here: install tzdata",
			    CALENDAR_ZONE_DEFAULT);
		return false;
	}
	if (!read_templates(telling, templates, error))
		return false;
	telling->cast = cast_draw(telling->parameters, telling->wording, telling->seed, error);
	if (telling->cast == NULL)
		return false;
	telling->plan =
		plan_draw(telling->parameters, telling->cast, telling->seed, telling->zone);
	telling->composer = composer_new(telling->parameters, telling->cast, telling->plan,
					 telling->wording, telling->seed, telling->zone);
	return true;
}

static bool write_words(struct telling *telling, GError **error)
{
	const struct parameters *parameters = telling->parameters;
	bool both = ticket_writer_uses(telling->plan, TOOL_JIRA);
	GString *mbox = add_file(telling, "mail.mbox");

	if (!composer_tickets(telling->composer, error) ||
	    !mail_writer_mbox(parameters, telling->cast, telling->plan, telling->composer,
			      telling->seed, telling->zone, mbox, error))
		return false;
	ticket_writer_glpi(telling->plan, telling->cast, parameters, telling->composer,
			   telling->zone,
			   add_file(telling, both ? "tickets-glpi.csv" : "tickets.csv"));
	if (both)
		ticket_writer_jira(telling->plan, telling->cast, parameters, telling->composer,
				   telling->zone, add_file(telling, "tickets-jira.csv"));
	return true;
}

static void take_text(GString *file, char *text)
{
	g_string_append(file, text);
	g_free(text);
}

static void write_facts(struct telling *telling)
{
	const struct parameters *parameters = telling->parameters;
	GString *readme, *truth;

	calendar_writer_ics(telling->plan, telling->cast, parameters, telling->seed,
			    telling->zone, add_file(telling, "meetings.ics"));
	if (parameters->facts->len > 0)
		take_text(add_file(telling, "facts.csv"), truth_facts(parameters));
	readme = add_file(telling, "README.txt");
	take_text(readme, truth_readme(parameters, telling->seed));
	truth = add_file(telling, "truth.json");
	g_ptr_array_add(telling->names, NULL);
	take_text(truth, truth_json(parameters, telling->seed,
				    (const char *const *)telling->names->pdata));
}

static bool save(const struct telling *telling, const char *folder, GError **error)
{
	if (g_mkdir_with_parents(folder, FOLDER_MODE) != 0) {
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "%s: %s", folder,
			    g_strerror(errno));
		return false;
	}
	for (guint i = 0; i < telling->contents->len; i++) {
		const GString *text = g_ptr_array_index(telling->contents, i);
		g_autofree char *path =
			g_build_filename(folder, g_ptr_array_index(telling->names, i), NULL);
		g_autoptr(GError) cause = NULL;

		if (!g_file_set_contents(path, text->str, (gssize)text->len, &cause)) {
			g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "%s",
				    cause->message);
			return false;
		}
	}
	return true;
}

bool story_write(const char *name, guint64 seed, const char *templates, const char *folder,
		 GError **error)
{
	struct telling telling = {.name = name, .seed = seed};
	bool done;

	telling.names = g_ptr_array_new_with_free_func(g_free);
	telling.contents = g_ptr_array_new_with_free_func(free_text);
	done = prepare(&telling, templates, error) && write_words(&telling, error);
	if (done) {
		write_facts(&telling);
		done = save(&telling, folder, error);
	}
	telling_clear(&telling);
	return done;
}
