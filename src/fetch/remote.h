/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Addresses of what is not in a file: imaps://user@host/ and imap://user@host/ (with STARTTLS;
 * RFC 5092), graph://me and graph://user@tenant (Microsoft 365), and tickets behind a REST
 * interface: zammad+https://[user@]host[:port]/path. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define REMOTE_LENGTH 2000u /* bytes of an address */

enum remote_kind { REMOTE_IMAPS, REMOTE_IMAP, REMOTE_GRAPH, REMOTE_REST, REMOTE_KINDS };

struct remote {
	enum remote_kind kind;
	char *user; /* decoded; "me" for the person who signs in (Graph); NULL for none (REST)
		     */
	char *host; /* of IMAP and REST; the tenant of Graph, or NULL */
	guint16 port;
	char *name; /* one spelling of the address, without a last '/' */
	char *tool; /* of REST: "zammad" */
	char *base; /* of REST: "https://host/path", without a last '/' */
};

/* Whether a path is such an address. */
bool remote_is(const char *path);
/* NULL with ENTENTE_ERROR_USAGE. Caller owns. */
struct remote *remote_parse(const char *address, GError **error);
void remote_free(struct remote *remote);
typedef struct remote remote_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(remote_auto, remote_free)

/* "imaps://anne%40acme.fr@imap.acme.fr/Clients/2024": the source that a folder is. Caller owns.
 */
char *remote_source(const struct remote *remote, const char *folder);
