/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A source as `show` and `source list` tell it. */
#pragma once

#include "base/json.h"
#include "cli/cli.h"
#include "report/screen.h"

struct source_view {
	GPtrArray *sources; /* struct source * */
	GHashTable *holes;  /* ingest/sources.h */
	GTimeZone *zone;
};

/* Of a relationship. False with the error. Cleared by the caller. */
bool source_view_load(struct source_view *view, struct store *store,
		      const struct relationship *relationship, GError **error);
void source_view_clear(struct source_view *view);

/* A member "sources" of the present object. */
void source_view_json(struct json_writer *json, const struct source_view *view);
void source_view_text(const struct screen *screen, const struct catalogue *catalogue,
		      const struct source_view *view);
