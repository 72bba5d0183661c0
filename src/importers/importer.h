/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The one interface of every format: probe, open, next, close. An importer is one file and one
 * row in importers/list.c. It runs inside a worker process (ingest/worker.h), so it may spend
 * memory up to its limits and may die: that costs one record. It never prints and never touches
 * the store.
 *
 * Large sources are cut into tasks by byte range, so that several workers share one file: a
 * record belongs to the task in whose range its first byte stands. */
#pragma once

#include "model/record.h"

enum import_kind {
	IMPORT_KIND_NONE,
	IMPORT_KIND_MAIL,
	IMPORT_KIND_TICKETS,
	IMPORT_KIND_FACTS,
	IMPORT_KIND_MEETINGS,
	IMPORT_KIND_DOCUMENTS,
	IMPORT_KIND_CHAT,
	IMPORT_KIND_CALLS,
	IMPORT_KIND_CONTRACTS,
	IMPORT_KIND_LEDGER,
	IMPORT_KIND_ACTIONS,
	IMPORT_KIND_RACI,
	IMPORT_KIND_ANSWERS,
	IMPORT_KIND_COUNT
};

/* The leading bytes of a file, decompressed, and its path. */
struct import_probe {
	const char *path;
	const guint8 *head;
	gsize head_length;       /* IMPORT_PROBE_BYTES at most */
	bool whole;              /* head is the whole file */
	bool compressed;         /* read through gzip or xz */
	const char *mapping_dir; /* folder of user mapping files, or NULL */
};
#define IMPORT_PROBE_BYTES (256u << 10)

struct import_task {
	char *path;   /* file to read */
	char *name;   /* what the user knows it as, when that is another; else NULL */
	char *folder; /* mail folder name for the personal mark, or NULL */
	const struct importer *importer;
	guint64 from, to;        /* byte range, [0, G_MAXUINT64) for the whole file */
	char *dialect;           /* what describe() said, passed back to open */
	const char *mapping_dir; /* folder of user mapping files, or NULL */
	bool compressed;
	/* The importer writes here the offset of each record before it reads it, so that a
	 * death is laid to the right one; NULL when nobody looks. */
	volatile guint64 *position;
};

enum import_record_type {
	RECORD_END,
	RECORD_MESSAGE,
	RECORD_TICKET,
	RECORD_FACT,
	RECORD_REJECTED,
	RECORD_DOCUMENT,
	RECORD_MEMBER,
	RECORD_MEETING,
	RECORD_CONTRACT,
	RECORD_LEDGER,
	RECORD_ACTION,
	RECORD_RACI,
	RECORD_ANSWER,
};

struct import_record {
	enum import_record_type type;
	union {
		struct message_record message;
		struct ticket_record ticket;
		struct fact_record fact;
		struct rejected_record rejected;
		struct document_record document;
		struct member_record member;
		struct meeting_record meeting;
		struct contract_record contract;
		struct ledger_record ledger;
		struct action_record action;
		struct raci_record raci;
		struct answer_record answer;
	};
};

struct import_stream;

struct importer {
	const char *name; /* "mbox" */
	enum import_kind kind;
	bool readable;   /* false: recognised and named in the summary only */
	bool splittable; /* byte ranges may be given to several workers (dialect permitting) */
	bool single;     /* one message a file: the folder around is the source */
	bool container;  /* yields RECORD_MEMBER: files to be looked at in their turn */
	/* The folder above the file's own is the source: a folder a room, a file a day. */
	bool workspace;
	/* Program that turns the file into what this importer reads, or into files to be looked
	 * at (ingest/convert.h); NULL when none is needed. */
	const char *converter;
	/* 0 = not mine ... 100 = certainly mine. */
	int (*probe)(const struct import_probe *probe);
	/* One line that is shown to the user and kept with the source: "mboxrd", or for a table
	 * "glpi fr; separator ';'; UTF-8 with BOM; dates DD-MM-YYYY". Caller owns. NULL when
	 * the file cannot be read after all, with the reason and the mend in error. */
	char *(*describe)(const struct import_probe *probe, const struct import_task *task,
			  GError **error);
	struct import_stream *(*open)(const struct import_task *task, GError **error);
	/* Fills the record, RECORD_END when done. False only when the source cannot go on at
	 * all; a bad record is a RECORD_REJECTED and the stream continues. */
	bool (*next)(struct import_stream *stream, struct import_record *record,
		     GError **error);
	void (*close)(struct import_stream *stream);
};

/* NULL-terminated list of all importers, most specific first. */
const struct importer *const *importer_list(void);
/* Importer of a name, or NULL. */
const struct importer *importer_by_name(const char *name);
/* The best importer for these bytes, NULL when none knows them. */
const struct importer *importer_recognise(const struct import_probe *probe);

void import_record_clear(struct import_record *record);
const char *
import_kind_token(enum import_kind kind); /* "mail", "tickets", "facts", "meetings"... */
