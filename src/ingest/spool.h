/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A private folder for files that exist only while they are read: what a program made of an
 * Outlook store or a PDF, what a server sent. It goes with the import; one that a killed import
 * left behind goes with the next. */
#pragma once

#include <glib.h>
#include <stdbool.h>

struct spool;

/* Under $XDG_CACHE_HOME/entente; nothing is made before it is needed. Caller owns; freeing it
 * removes everything in it. */
struct spool *spool_new(void);
void spool_free(struct spool *spool);
typedef struct spool spool_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(spool_auto, spool_free)

/* A new empty folder in it. Caller owns the path; NULL with ENTENTE_ERROR_INTERNAL. */
char *spool_folder(struct spool *spool, GError **error);
/* Bytes that may still be written there. */
guint64 spool_room(struct spool *spool);
