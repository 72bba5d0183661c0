/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The store: relationships, sources, evidence that never changes, and what was derived from it.
 * The only room with SQL. One writer at a time; every function works inside the caller's
 * transaction when one is open. Functions that return false or NULL fill the error. */
#pragma once

#include "db/db.h"
#include "model/record.h"
#include "model/timeline.h"

struct store {
	struct db *db;
	char *url;
	struct language_model *model; /* of corrections.h; NULL until it is asked for */
};

/* Opens, creates and migrates. Caller owns. */
struct store *store_open(const char *url, enum db_mode mode, GError **error);
void store_close(struct store *store);
typedef struct store store_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(store_auto, store_close)
/* $XDG_DATA_HOME/entente/entente.db. Caller owns. */
char *store_default_url(void);

/* ---- relationships ---- */
struct relationship {
	gint64 id; /* from the digest of its name */
	char *name;
	char *client,
		*provider; /* as given: "acme.fr,acme.com", "jean@free.fr", "*"; "" unknown */
	char *zone;
	enum side worker_side; /* who works on tickets */
	char *corrections;     /* of sides, in order: "jean@free.fr=client\n"; "" for none */
};

struct relationship *relationship_new(const char *name);
void relationship_free(struct relationship *relationship);
typedef struct relationship relationship_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(relationship_auto, relationship_free)

/* The one without a name, for what belongs to none: tables that speak of many providers.
 * Caller owns. */
struct relationship *relationship_desk(void);

/* All that have a name, by it: struct relationship *. Caller owns. */
GPtrArray *store_relationships(struct store *store, GError **error);
/* The same and, behind them, the desk when it is stored. */
GPtrArray *store_relationships_and_desk(struct store *store, GError **error);
bool store_relationship_save(struct store *store, const struct relationship *relationship,
			     GError **error);

/* ---- sources ---- */
#define STORE_SOURCE_CONTAINER "archive" /* kind of a source that only holds others */
struct source {
	gint64 id; /* from the digest of its path */
	char *path, *kind, *description, *rules;
	gint64 size, changed_ns;
	gint64 first_ms, last_ms; /* INSTANT_NONE when no record has a date */
	bool simulated;
	gint64 n_read, n_kept, n_set_aside, n_out_of_scope, n_rejected;
};

struct source *source_new(const char *path);
void source_free(struct source *source);
typedef struct source source_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(source_auto, source_free)

/* All, by path: struct source *. Caller owns. */
GPtrArray *store_sources(struct store *store, gint64 relationship, GError **error);
/* Removes what was known of the source's places, weeks and rejected records, before it is read
 * anew. */
bool store_source_clear(struct store *store, gint64 relationship, gint64 source,
			GError **error);
/* Saves the finished source with its weekly counts (week as key, count as value). One that was
 * not cleared first is replaced, and the counts are added to its own. */
bool store_source_save(struct store *store, gint64 relationship, const struct source *source,
		       GHashTable *weeks, GError **error);
/* One rejected record with the file it stands in ("" for the source itself). */
struct stored_rejected {
	char *file;
	struct rejected_record record;
};
void stored_rejected_free(struct stored_rejected *rejected);

bool store_rejected_put(struct store *store, gint64 relationship, gint64 source, gint64 number,
			const struct stored_rejected *rejected, GError **error);
/* Rejected records of a source in order: struct stored_rejected *, caller owns. */
GPtrArray *store_rejected(struct store *store, gint64 relationship, gint64 source,
			  GError **error);

/* ---- evidence ---- */
/* Where a record comes from: a source, and the file of it when the source is a folder (""
 * else). */
struct store_origin {
	gint64 source;
	const char *file;
};

/* Path of a file of a source; `file` is "" for the source itself. Caller owns. */
char *store_path_within(const char *source, const char *file);

enum store_put { STORE_PUT_FAILED, STORE_PUT_NEW, STORE_PUT_KNOWN };

guint64 store_event_id(const guint8 digest[DIGEST_SIZE]);
enum store_put store_message_put(struct store *store, gint64 relationship,
				 const struct store_origin *origin,
				 const struct message_record *message, GError **error);
enum store_put store_ticket_row_put(struct store *store, gint64 relationship,
				    const struct store_origin *origin,
				    const struct ticket_record *ticket, GError **error);
enum store_put store_fact_put(struct store *store, gint64 relationship,
			      const struct store_origin *origin, const struct fact_record *fact,
			      GError **error);
enum store_put store_meeting_put(struct store *store, gint64 relationship,
				 const struct store_origin *origin,
				 const struct meeting_record *meeting, GError **error);
/* Whether any row of any ticket is stored. */
bool store_any_ticket(struct store *store, gint64 relationship, bool *any, GError **error);
/* Whether any row of this ticket is stored. */
bool store_ticket_known(struct store *store, gint64 relationship, const char *tool,
			const char *key, bool *known, GError **error);

/* First words of an event: own text of a mail, title of a ticket, a meeting or a document,
 * object of a contract. NULL when none.
 * Caller owns. */
char *store_event_text(struct store *store, gint64 relationship, enum event_kind kind,
		       guint64 event);
/* Subject of a mail. Caller owns. */
char *store_message_subject(struct store *store, gint64 relationship, guint64 event);

struct event_place {
	char *path;
	guint64 offset, length;
	guint32 line;
};
/* Where an event stands, by path and offset: struct event_place *, caller owns. For a ticket:
 * its rows. */
GPtrArray *store_event_places(struct store *store, gint64 relationship, enum event_kind kind,
			      guint64 event, GError **error);

/* Names and addresses of the relationship's people, for masking: char *, caller owns. */
GPtrArray *store_identity_words(struct store *store, gint64 relationship, GError **error);

/* ---- the derived view ---- */
/* Everything up to as_of_ms; INSTANT_NONE: up to the last instant that a source speaks of.
 * Caller owns. */
struct timeline *store_timeline_load(struct store *store,
				     const struct relationship *relationship, gint64 as_of_ms,
				     GError **error);
