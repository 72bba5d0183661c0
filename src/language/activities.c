/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The catalogue as shipped: it is parsed once and lives as long as the program. */
#include "language/activities.h"

#include <gio/gio.h>
#include <string.h>

#include "text/folded.h"

#define CATALOGUE   "/entente/responsibilities/activities.tsv"
#define GROUPS_MOST 32u
#define NEAR        .5
#define CELLS       9u /* of an activity */

struct catalogue_of_activities {
	char *text;
	struct activity_group groups[GROUPS_MOST];
	struct activity all[ACTIVITIES_MOST];
	guint n_groups, n;
};

static const struct activity_group *group_of(const struct catalogue_of_activities *catalogue,
					     const char *id)
{
	for (guint i = 0; i < catalogue->n_groups; i++)
		if (strcmp(catalogue->groups[i].id, id) == 0)
			return &catalogue->groups[i];
	g_assert_not_reached();
}

/* Cuts a line in place. */
static guint cut(char *line, const char *cells[CELLS + 1])
{
	guint n = 0;

	for (char *at = line; at != NULL && n <= CELLS; n++) {
		char *tab = strchr(at, '\t');
		cells[n] = at;
		if (tab != NULL)
			*tab++ = '\0';
		at = tab;
	}
	return n;
}

static void add_line(struct catalogue_of_activities *catalogue, char *line)
{
	const char *cells[CELLS + 1];
	guint n = cut(line, cells);

	if (*line == '#' || *line == '\0')
		return;
	if (strcmp(cells[0], "group") == 0) {
		g_assert(n == 4 && catalogue->n_groups < GROUPS_MOST);
		catalogue->groups[catalogue->n_groups++] =
			(struct activity_group){cells[1], {cells[2], cells[3]}};
		return;
	}
	g_assert(n == CELLS + 1 && catalogue->n < ACTIVITIES_MOST);
	catalogue->all[catalogue->n++] = (struct activity){cells[1],
							   group_of(catalogue, cells[2]),
							   {cells[3], cells[4]},
							   {cells[5], cells[6]},
							   strcmp(cells[7], "yes") == 0,
							   {cells[8], cells[9]}};
}

static gpointer load(gpointer unused)
{
	g_autoptr(GBytes) bytes =
		g_resources_lookup_data(CATALOGUE, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
	struct catalogue_of_activities *catalogue = g_new0(struct catalogue_of_activities, 1);

	g_assert(bytes != NULL);
	catalogue->text = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
	for (char *line = catalogue->text; line != NULL;) {
		char *end = strchr(line, '\n');
		if (end != NULL)
			*end++ = '\0';
		add_line(catalogue, line);
		line = end;
	}
	return catalogue;
}

static const struct catalogue_of_activities *loaded(void)
{
	static GOnce once = G_ONCE_INIT;

	return g_once(&once, load, NULL);
}

guint activities_count(void)
{
	return loaded()->n;
}

const struct activity *activity_at(guint number)
{
	g_assert(number > ACTIVITY_NONE && number <= loaded()->n);
	return &loaded()->all[number - 1];
}

/* ---- by name ---- */

/* Letters and digits of the folded name, one blank between words. Caller owns. */
static char *plain(const char *name)
{
	GString *words = g_string_new(NULL);
	struct folded folded = {0};

	folded_make(name, strlen(name), &folded);
	for (gsize i = 0; i < folded.length; i++)
		if (g_ascii_isalnum(folded.text[i]))
			g_string_append_c(words, folded.text[i]);
		else if (words->len > 0 && words->str[words->len - 1] != ' ')
			g_string_append_c(words, ' ');
	folded_clear(&folded);
	return g_strchomp(g_string_free(words, FALSE));
}

static bool is_called(const struct activity *activity, const char *wanted)
{
	const char *const names[] = {activity->id, activity->name[ACTIVITY_ENGLISH],
				     activity->name[ACTIVITY_FRENCH]};

	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *name = plain(names[i]);
		if (strcmp(name, wanted) == 0)
			return true;
	}
	return false;
}

guint activity_find(const char *folded)
{
	g_autofree char *wanted = plain(folded);

	for (guint i = 1; *wanted != '\0' && i <= loaded()->n; i++)
		if (is_called(activity_at(i), wanted))
			return i;
	return ACTIVITY_NONE;
}

/* Pairs of neighbouring letters that both have, over those of either (Dice, Ecology 26, 1945).
 */
static double pairs_shared(const char *first, const char *second)
{
	guint8 seen[32][32] = {0};
	guint both = 0, n = 0;

	for (; first[0] != '\0' && first[1] != '\0'; first++, n++)
		seen[first[0] & 31][first[1] & 31]++;
	for (; second[0] != '\0' && second[1] != '\0'; second++, n++)
		if (seen[second[0] & 31][second[1] & 31] > 0) {
			seen[second[0] & 31][second[1] & 31]--;
			both++;
		}
	return n > 0 ? 2. * both / n : 0;
}

const struct activity *activity_nearest(const char *folded)
{
	g_autofree char *words = plain(folded), *wanted = g_strndup(words, 200);
	const struct activity *nearest = NULL;
	double best = NEAR;

	for (guint i = 1; i <= loaded()->n; i++) {
		const struct activity *activity = activity_at(i);
		const char *const names[] = {activity->id, activity->name[ACTIVITY_ENGLISH],
					     activity->name[ACTIVITY_FRENCH]};
		for (guint k = 0; k < G_N_ELEMENTS(names); k++) {
			g_autofree char *name = plain(names[k]);
			double shared = pairs_shared(name, wanted);
			if (shared > best) {
				best = shared;
				nearest = activity;
			}
		}
	}
	return nearest;
}
