/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One import: paths in, evidence stored, a summary out. Running it twice changes nothing; one
 * that was killed is simply run again. */
#pragma once

#include "ingest/sides.h"
#include "store/store.h"

struct import_options {
	const char *relationship;      /* name, or NULL: found by the sides, or the only one */
	const char *client, *provider; /* rules of sides.h, or NULL */
	const char *as;                /* importer or kind imposed, or NULL */
	const char *mapping_dir;       /* the user's ticket mappings, or NULL */
	enum side worker_side;         /* SIDE_NONE: as stored, the provider at first */
	guint workers;                 /* 0 = number of processors */
	bool read_later;               /* the language of new texts is left for an assessment */
	/* Sides are unknown: asks the user about the proposed pair, which the callee may
	 * replace. False declines. NULL: nobody can be asked. */
	bool (*confirm_sides)(char **client, char **provider, char **ranking, void *data);
	/* Bytes of the sources; then, from nought again, messages whose language is read. */
	void (*progress)(guint64 done, guint64 total, gint64 records, void *data);
	void *data;
};

struct import_counts {
	gint64 read, new, known, updated, set_aside, out_of_scope, rejected;
};

struct import_source {
	char *path, *kind, *description;
	gint64 first_ms, last_ms;
	bool unchanged; /* nothing was read: the file is as it was */
};

/* A file that was recognised and not read, or not recognised in a folder. */
struct import_not_read {
	char *path, *kind, *reason;
};

struct import_rejected {
	char *file;
	struct place place;
	char *reason;
};

struct import_summary {
	char *relationship; /* NULL when nothing could be stored */
	char *client, *provider;
	bool sides_needed; /* nothing was stored: say which sides (the proposal is above) */
	char **ranking;
	GPtrArray *sources;  /* struct import_source * */
	GPtrArray *not_read; /* struct import_not_read * */
	GPtrArray *rejected; /* struct import_rejected *, LIMIT_REJECTED_LISTED at most */
	gint64 n_rejected;
	struct import_counts messages, tickets, facts, documents, meetings, contracts, ledger,
		actions, responsibilities, answers;
};

struct import_summary *import_summary_new(void);
void import_summary_free(struct import_summary *summary);
typedef struct import_summary import_summary_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(import_summary_auto, import_summary_free)

/* Without paths: what the relationship was given before, of which only what changed is read.
 * False on errors of the store, of the options or of the machine; trouble with the input is in
 * the summary. */
bool import_run(struct store *store, const char *const *paths,
		const struct import_options *options, struct import_summary *summary,
		GError **error);
