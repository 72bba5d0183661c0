/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the columns of a ticket tool mean: one .ini file a tool (data/mappings, compiled in) and
 * those of a folder of the user, which come first. A new tool is a new file, not C. The keys of
 * a file are told in data/mappings/README.md. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "model/record.h"

enum ticket_field {
	FIELD_KEY,
	FIELD_TITLE,
	FIELD_DESCRIPTION,
	FIELD_STATUS,
	FIELD_PRIORITY,
	FIELD_CATEGORY,
	FIELD_REQUESTER,
	FIELD_ASSIGNEE,
	FIELD_GROUP,
	FIELD_ORGANISATION,
	FIELD_ACTIVITY,
	FIELD_ACTIVITY_AT,
	FIELD_ACTIVITY_ACTOR,
	FIELD_OPENED,
	FIELD_FIRST_RESPONSE,
	FIELD_RESOLVED,
	FIELD_CLOSED,
	FIELD_DUE,
	FIELD_REOPENED,
	FIELD_REASSIGNED,
	FIELD_SLA_MET,
	FIELD_SLA_MISSED,
	FIELD_COMMENTS,
	TICKET_FIELDS
};

/* "opened", as in the mapping files. */
const char *ticket_field_name(enum ticket_field field);
bool ticket_field_is_instant(enum ticket_field field);

/* What a row of the table is: the last state of a ticket, one step of its history, or what the
 * sample shows (steps when tickets come again and again). */
enum mapping_rows { MAPPING_ROWS_AUTO, MAPPING_ROWS_SNAPSHOT, MAPPING_ROWS_LOG };

struct mapping {
	char *name;
	char *zone; /* of local times, NULL for the usual one */
	enum mapping_rows rows;
	guint comment_lead; /* parts before the text of a comment cell ("date;author;text") */
	char **lists;       /* what stands between the values of one cell */
	bool guess;         /* columns are found by the words of their header */
	bool user;          /* from the user's folder */
	/* The rest is for mapping.c. */
	char **empty;
	GArray *names;
	GPtrArray *ignored, *signature;
	guint signature_needed;
	guint32 required, others;
	guint others_needed;
	GHashTable *states, *activities, *truths;
	GKeyFile *file; /* [codes] and [steps], for JSON */
	char *json_zone;
};

/* One column that means something. */
struct mapping_column {
	guint column;
	enum ticket_field field;
	guint rank; /* place in the list of the mapping file: lower is better */
};

struct mapping_match {
	const struct mapping *mapping;
	GArray *columns;  /* struct mapping_column, by field, rank, column */
	char language[8]; /* of the header, "" when it has none */
};
void mapping_match_clear(struct mapping_match *match);

struct mapping_set; /* owned by the caller */

/* The user's mappings of `folder` (or one file, or NULL), then the built-in ones. NULL with
 * ENTENTE_ERROR_INPUT on a file of the user's that is no mapping. */
struct mapping_set *mapping_set_new(const char *folder, GError **error);
void mapping_set_free(struct mapping_set *set);
typedef struct mapping_set mapping_set_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(mapping_set_auto, mapping_set_free)

/* The mapping that fits this header best. False when none has what it requires. */
bool mapping_set_match(const struct mapping_set *set, char *const *headers, guint n_headers,
		       struct mapping_match *match);

/* What a header means in most of the mappings that name it, else by the words that the generic
 * one looks for; -1 when none knows it. */
int mapping_set_field_of(const struct mapping_set *set, const char *header);
/* The state that a word means in most of the mappings that know it. */
enum ticket_state mapping_set_state(const struct mapping_set *set, const char *status);
/* "new", "in_progress"...; "" for TICKET_STATE_UNKNOWN. */
const char *mapping_state_name(enum ticket_state state);
/* Names of the mappings in the order in which they are tried, with where each is from. */
void mapping_set_each(const struct mapping_set *set,
		      void (*tell)(const struct mapping *mapping, void *data), void *data);

bool mapping_has(const struct mapping_match *match, enum ticket_field field);
/* "?", "NA"... or nothing. */
bool mapping_is_empty(const struct mapping *mapping, const char *cell);
enum ticket_state mapping_state(const struct mapping *mapping, const char *status);
/* State after a step of a log; *opens when the step is the opening. */
enum ticket_state mapping_activity(const struct mapping *mapping, const char *activity,
				   bool *opens);
/* 1, 0, or -1 for a word that is neither. */
gint32 mapping_truth(const struct mapping *mapping, const char *cell);

/* ---- what JSON of the tool needs beside its columns ---- */
/* The word that a code of the field stands for ("2" is "Open"), or NULL. Caller owns. */
char *mapping_code(const struct mapping *mapping, enum ticket_field field, const char *code);
/* A path of the [steps] of a history: "list", "at", "actor"...; NULL when there is none. Caller
 * owns. */
char *mapping_step(const struct mapping *mapping, const char *name);

/* Lower case, without accents, everything but letters and digits as one space. Caller owns. */
char *mapping_fold(const char *text);
