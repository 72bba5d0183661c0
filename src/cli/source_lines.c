/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where a source stands, what it was read as, from when to when it speaks and where it is torn.
 */
#include "cli/source_lines.h"

#include <string.h>

#include "base/calendar.h"
#include "ingest/sources.h"

bool source_view_load(struct source_view *view, struct store *store,
		      const struct relationship *relationship, GError **error)
{
	*view = (struct source_view){0};
	view->sources = store_sources(store, relationship->id, error);
	if (view->sources == NULL)
		return false;
	view->holes = sources_holes(store, relationship->id, error);
	if (view->holes == NULL)
		g_clear_pointer(&view->sources, g_ptr_array_unref);
	else
		view->zone = g_time_zone_new_identifier(relationship->zone);
	return view->holes != NULL;
}

void source_view_clear(struct source_view *view)
{
	g_clear_pointer(&view->sources, g_ptr_array_unref);
	g_clear_pointer(&view->holes, g_hash_table_unref);
	g_clear_pointer(&view->zone, g_time_zone_unref);
}

static char *day_of(gint64 ms, GTimeZone *zone)
{
	return ms == INSTANT_NONE ? NULL : calendar_format_day(calendar_day_of_ms(ms, zone));
}

/* Archives hold sources and are none. */
static bool is_shown(const struct source *source)
{
	return strcmp(source->kind, STORE_SOURCE_CONTAINER) != 0;
}

static const GArray *holes_of(const struct source_view *view, const struct source *source)
{
	return g_hash_table_lookup(view->holes, &source->id);
}

/* First and last day of a hole. */
static void days_of(const struct source_hole *hole, char **from, char **to)
{
	*from = calendar_format_day(calendar_monday_of_week(hole->first_week));
	*to = calendar_format_day(calendar_monday_of_week(hole->last_week) + 6);
}

/* ---- JSON ---- */

static void pair_json(struct json_writer *json, const char *from, const char *to)
{
	json_begin_array(json);
	json_string(json, from);
	json_string(json, to);
	json_end_array(json);
}

static void holes_json(struct json_writer *json, const GArray *holes)
{
	json_key(json, "holes");
	json_begin_array(json);
	for (guint i = 0; holes != NULL && i < holes->len; i++) {
		g_autofree char *from = NULL;
		g_autofree char *to = NULL;
		days_of(&g_array_index(holes, struct source_hole, i), &from, &to);
		pair_json(json, from, to);
	}
	json_end_array(json);
}

static void source_json(struct json_writer *json, const struct source_view *view,
			const struct source *source)
{
	g_autofree char *from = day_of(source->first_ms, view->zone);
	g_autofree char *to = day_of(source->last_ms, view->zone);
	const struct {
		const char *key;
		gint64 value;
	} counts[] = {
		{"read", source->n_read},           {"kept", source->n_kept},
		{"set_aside", source->n_set_aside}, {"out_of_scope", source->n_out_of_scope},
		{"rejected", source->n_rejected},
	};

	json_begin_object(json);
	json_member_string(json, "path", source->path);
	json_member_string(json, "kind", source->kind);
	json_member_string(json, "dialect", source->description);
	json_key(json, "coverage");
	pair_json(json, from, to);
	holes_json(json, holes_of(view, source));
	for (guint i = 0; i < G_N_ELEMENTS(counts); i++)
		json_member_int(json, counts[i].key, counts[i].value);
	json_end_object(json);
}

void source_view_json(struct json_writer *json, const struct source_view *view)
{
	json_key(json, "sources");
	json_begin_array(json);
	for (guint i = 0; i < view->sources->len; i++)
		if (is_shown(g_ptr_array_index(view->sources, i)))
			source_json(json, view, g_ptr_array_index(view->sources, i));
	json_end_array(json);
}

/* ---- text ---- */

static void put_holes(const struct screen *screen, const struct catalogue *catalogue,
		      const GArray *holes)
{
	for (guint i = 0; holes != NULL && i < holes->len; i++) {
		g_autofree char *from = NULL;
		g_autofree char *to = NULL;
		g_autofree char *line = NULL;
		days_of(&g_array_index(holes, struct source_hole, i), &from, &to);
		line = g_strdup_printf(
			catalogue_text(catalogue, "nothing from %s to %s: a hole, not silence"),
			from, to);
		screen_wrap(screen, SCREEN_DIM, "    ", 4, line);
	}
}

static void put_source(const struct screen *screen, const struct catalogue *catalogue,
		       const struct source_view *view, const struct source *source)
{
	g_autofree char *from = day_of(source->first_ms, view->zone);
	g_autofree char *to = day_of(source->last_ms, view->zone);
	g_autoptr(GString) line = g_string_new(NULL);

	g_string_append_printf(line, "%s; %s .. %s; ", source->description,
			       from != NULL ? from : "?", to != NULL ? to : "?");
	g_string_append_printf(line, catalogue_text(catalogue, "%ld kept of %ld read"),
			       (glong)source->n_kept, (glong)source->n_read);
	screen_wrap(screen, SCREEN_PLAIN, "  ", 4, source->path);
	screen_wrap(screen, SCREEN_DIM, "    ", 4, line->str);
	put_holes(screen, catalogue, holes_of(view, source));
}

void source_view_text(const struct screen *screen, const struct catalogue *catalogue,
		      const struct source_view *view)
{
	screen_heading(screen, catalogue_text(catalogue, "Sources"));
	for (guint i = 0; i < view->sources->len; i++)
		if (is_shown(g_ptr_array_index(view->sources, i)))
			put_source(screen, catalogue, view,
				   g_ptr_array_index(view->sources, i));
}
