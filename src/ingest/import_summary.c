/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What an import tells: every source, what was not read and why, what was rejected. */
#include "ingest/import_state.h"

#include "base/limits.h"

static void source_report_free(gpointer data)
{
	struct import_source *source = data;

	g_free(source->path);
	g_free(source->kind);
	g_free(source->description);
	g_free(source);
}

static void not_read_free(gpointer data)
{
	struct import_not_read *one = data;

	g_free(one->path);
	g_free(one->kind);
	g_free(one->reason);
	g_free(one);
}

static void rejected_report_free(gpointer data)
{
	struct import_rejected *one = data;

	g_free(one->file);
	g_free(one->reason);
	g_free(one);
}

struct import_summary *import_summary_new(void)
{
	struct import_summary *summary = g_new0(struct import_summary, 1);

	summary->sources = g_ptr_array_new_with_free_func(source_report_free);
	summary->not_read = g_ptr_array_new_with_free_func(not_read_free);
	summary->rejected = g_ptr_array_new_with_free_func(rejected_report_free);
	return summary;
}

void import_summary_free(struct import_summary *summary)
{
	if (summary == NULL)
		return;
	g_free(summary->relationship);
	g_free(summary->client);
	g_free(summary->provider);
	g_strfreev(summary->ranking);
	g_ptr_array_unref(summary->sources);
	g_ptr_array_unref(summary->not_read);
	g_ptr_array_unref(summary->rejected);
	g_free(summary);
}

void import_report_rejected(struct import_summary *summary, const char *file,
			    const struct place *place, const char *reason)
{
	struct import_rejected *one;

	if (summary->rejected->len >= LIMIT_REJECTED_LISTED)
		return;
	one = g_new0(struct import_rejected, 1);
	one->file = g_strdup(file);
	one->place = *place;
	one->reason = g_strdup(reason);
	g_ptr_array_add(summary->rejected, one);
}

static struct import_counts *counts_of_kind(struct import_summary *summary,
					    enum import_kind kind)
{
	if (kind == IMPORT_KIND_TICKETS)
		return &summary->tickets;
	if (kind == IMPORT_KIND_DOCUMENTS)
		return &summary->documents;
	if (kind == IMPORT_KIND_MEETINGS)
		return &summary->meetings;
	if (kind == IMPORT_KIND_CONTRACTS)
		return &summary->contracts;
	if (kind == IMPORT_KIND_LEDGER)
		return &summary->ledger;
	if (kind == IMPORT_KIND_ACTIONS)
		return &summary->actions;
	if (kind == IMPORT_KIND_RACI)
		return &summary->responsibilities;
	if (kind == IMPORT_KIND_ANSWERS)
		return &summary->answers;
	return kind == IMPORT_KIND_FACTS ? &summary->facts : &summary->messages;
}

void import_counts_add(struct import_counts *total, const struct import_counts *more)
{
	total->read += more->read;
	total->new += more->new;
	total->known += more->known;
	total->updated += more->updated;
	total->set_aside += more->set_aside;
	total->out_of_scope += more->out_of_scope;
	total->rejected += more->rejected;
}

static struct import_source *reported_source(struct import_summary *summary,
					     const struct source *source)
{
	struct import_source *one;

	for (guint i = 0; i < summary->sources->len; i++) {
		one = g_ptr_array_index(summary->sources, i);
		if (strcmp(one->path, source->path) == 0)
			return one;
	}
	one = g_new0(struct import_source, 1);
	one->path = g_strdup(source->path);
	one->kind = g_strdup(source->kind);
	one->description = g_strdup(source->description);
	g_ptr_array_add(summary->sources, one);
	return one;
}

void import_report_source(struct import *import, const struct source *source,
			  const struct import_counts *counts, enum import_kind kind,
			  bool unchanged)
{
	struct import_source *one = reported_source(import->summary, source);

	one->first_ms = source->first_ms;
	one->last_ms = source->last_ms;
	one->unchanged = unchanged;
	import_counts_add(counts_of_kind(import->summary, kind), counts);
	import->summary->n_rejected += counts->rejected;
}

void import_add_not_read(struct import *import, const char *path, const char *kind,
			 const char *reason)
{
	struct import_not_read *one = g_new0(struct import_not_read, 1);

	one->path = g_strdup(path);
	one->kind = g_strdup(kind);
	one->reason = g_strdup(reason);
	g_ptr_array_add(import->summary->not_read, one);
}
