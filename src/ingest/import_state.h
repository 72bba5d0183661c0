/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One import under way, shared by import.c (which drives it) and the files that settle the two
 * sides, store records and write the summary. */
#pragma once

#include "ingest/import-internal.h"
#include "ingest/worker.h"

struct reading;

/* A ticket met in this import counts once, with the source that met it first. */
struct ticket_mark {
	gint64 id; /* of the digest of its tool and key */
	const struct reading *owner;
	bool existed; /* in the store before this import */
	bool new_row;
};

/* A source that is being read. */
struct reading {
	struct source *source;
	enum import_kind kind;
	GPtrArray *files;     /* struct discovered_file *, borrowed */
	GHashTable *weeks;    /* week -> records */
	GPtrArray *rejected;  /* struct stored_rejected * */
	GHashTable *answered; /* what its answers answer, as words -> line; NULL before */
	guint tasks_left;
	struct import_counts counts;
	struct import_counts before; /* of the parts that came earlier */
	guint rejected_before;
};

struct import {
	struct store *store;
	const struct import_options *options;
	struct import_summary *summary;
	struct relationship *relationship;
	struct sides *sides;
	char *rules;
	GTimeZone *zone;
	GPtrArray *roots;         /* struct import_root *: what was given, or is remembered */
	GPtrArray *files;         /* struct discovered_file * */
	GPtrArray *containers;    /* those of the files that were looked into, borrowed */
	GPtrArray *kept;          /* those that were not, being unchanged, borrowed */
	GPtrArray *known_sources; /* struct source * of the relationship before this import */
	GPtrArray *readings;      /* struct reading * */
	GHashTable *by_path;      /* file path -> struct reading * */
	GHashTable *tickets;      /* struct ticket_mark *, a set by id */
	bool had_tickets;         /* the relationship, before this import */
	GHashTable *houses;       /* of Exchange whose users are on no side -> messages */
	guint64 total_bytes;
	gint64 records;
	guint in_transaction;
	bool changed;
	const struct import_part *part; /* NULL: whole sources are read */
	bool several;                   /* relationships that may be meant, and none is named */
};

/* ---- the summary (import_summary.c) ---- */

/* Listed up to LIMIT_REJECTED_LISTED; copies what it is given. */
void import_report_rejected(struct import_summary *summary, const char *file,
			    const struct place *place, const char *reason);
void import_counts_add(struct import_counts *total, const struct import_counts *more);
void import_report_source(struct import *import, const struct source *source,
			  const struct import_counts *counts, enum import_kind kind,
			  bool unchanged);
void import_add_not_read(struct import *import, const char *path, const char *kind,
			 const char *reason);

/* ---- the two sides (import_sides.c) ---- */

/* Neither NULL nor empty. */
bool import_is_given(const char *text);
/* The stored relationship that the options mean, or NULL; import->several when none is named
 * and the store holds more than one. The empty name is the desk's. */
bool import_find_relationship(struct import *import, struct relationship **found,
			      GError **error);
/* False with an error when several may be meant. */
bool import_is_settled(const struct import *import, GError **error);
void import_set_rules(struct relationship *relationship, const char *client,
		      const char *provider);
/* By the options, the store, or the user, whom the proposal is shown to. */
bool import_settle_relationship(struct import *import, GError **error);
/* Sides and extractor that evidence is read with. Caller owns. */
char *import_rules_of(const char *client, const char *provider, const char *corrections);
/* Saves it and makes ready what records are judged by. */
bool import_open_relationship(struct import *import, GError **error);

/* ---- records (import_records.c) ---- */

/* What workers yield: routed, stored, counted. `data`: struct import *. */
bool import_take_record(const struct import_task *task, struct import_record *record,
			void *data, GError **error);
/* An answer to the questionnaire (import_answers.c). *trouble: why it cannot be taken and the
 * mend, owned by the caller; nothing is stored then. */
bool import_take_answer(struct import *import, struct reading *reading,
			const struct answer_record *answer, enum store_put *put, char **trouble,
			GError **error);
/* Says which houses of Exchange have users on no side. */
void import_tell_houses(struct import *import);

/* ---- sources (import.c) ---- */

/* Whether a source to be read can tell organisations apart. */
bool import_any_tells_sides(const struct import *import);
/* struct import_task of these sources; `for_sides`: only those that can tell sides. Caller
 * owns.
 */
GArray *import_tasks_of(const struct import *import, GPtrArray *readings, bool for_sides);
