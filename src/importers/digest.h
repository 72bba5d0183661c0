/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* BLAKE2b-256 (RFC 7693) over the canonical form of a record: the identity of evidence. The
 * canonical form is the importer's business; this is only the running hash. */
#pragma once

#include "model/record.h"

/* State of a running digest; lives on the caller's stack, needs no clearing. */
struct digest {
	_Alignas(64) guint8 state[384];
};

/* Chooses the fastest code for this processor. Called by digest_begin when need be; a worker
 * calls it before its system-call filter, because the choice may ask for random bytes. */
void digest_prepare(void);

void digest_begin(struct digest *digest);
void digest_update(struct digest *digest, const void *bytes, gsize length);
/* Adds "name:value\n". A length of -1 means a NUL-terminated value. */
void digest_field(struct digest *digest, const char *name, const char *value, gssize length);
void digest_end(struct digest *digest, guint8 out[DIGEST_SIZE]);
/* Ends it as the event of something that a user keeps: its first bytes, 0 to G_MAXINT64. */
guint64 digest_event(struct digest *digest);
/* Bytes that nobody can foresee: for tokens. */
void digest_random(void *bytes, gsize length);
