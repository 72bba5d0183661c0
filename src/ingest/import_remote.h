/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Importing mail from a server: visits, batches in the spool, parts of sources, and visits
 * again where the connection broke. Every folder is a source; a second import reads what is new
 * in it and adds to what is known. */
#pragma once

#include "fetch/remote.h"
#include "ingest/import.h"

#define REMOTE_ATTEMPTS 5u    /* visits in a row that bring nothing before it is given up */
#define REMOTE_VISITS   1000u /* visits of one import */

struct remote_options {
	/* Gives the password or token; asked again when a token has run out. The callee owns
	 * nothing. NULL: the server's own way of asking. */
	bool (*secret)(const struct remote *remote, char **secret, bool *bearer, void *data,
		       GError **error);
	/* A line for the user while it runs. */
	void (*say)(const char *line, void *data);
	void *data;
	const char *ca_file; /* authorities to trust, or NULL for the system's */
	char **folders;      /* patterns, or NULL for the usual choice */
	gint32 since, until; /* days, or DAY_NONE */
	/* Of Microsoft 365: other places than the usual ones, and the application that signs
	 * in. */
	const char *graph_url, *login_url, *client_id;
	const char *keep_folder; /* where messages stay as they came, or NULL */
};

/* As import_run(), into the same summary. False also when the server failed for good: what came
 * before is stored, and the error says so. */
bool import_remote(struct store *store, const struct remote *remote,
		   const struct remote_options *remote_options,
		   const struct import_options *options, struct import_summary *summary,
		   GError **error);
/* The same of a server that was given before: when it cannot be read now, that is told in the
 * summary, and only an error of the store or the machine is one. */
bool import_remote_again(struct store *store, const struct remote *remote,
			 const struct remote_options *remote_options,
			 const struct import_options *options, struct import_summary *summary,
			 GError **error);
