/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Members of archives, named as if the archive were a folder: "export.zip/Inbox.mbox",
 * "all.tar.gz/letters.zip/1.eml". An archive is read forward once as long as its members are
 * asked for in their order. */
#pragma once

#include "importers/packed.h"

struct member;

/* NULL without an error when no part of the path is an archive; NULL with ENTENTE_ERROR_INPUT
 * when the archive or the member cannot be read. Caller closes. */
struct member *member_open(const char *path, GError **error);
void member_close(struct member *member);
/* How many bytes, 0 at the end, -1 with the error. */
gssize member_read(struct member *member, void *into, gsize room, GError **error);

/* An archive from its beginning, itself a member perhaps: to walk its members. Caller owns. */
struct archive_walk;
struct archive_walk *archive_walk_open(const char *path, GError **error);
enum packed_step archive_walk_next(struct archive_walk *walk, struct packed_member *member,
				   GError **error);
void archive_walk_close(struct archive_walk *walk);
