/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* BLAKE2b-256 (RFC 7693) by libsodium, which is included nowhere else in the importers. The
 * state is kept in a plain buffer of the header, so that no caller needs libsodium's headers.
 */
#include "importers/digest.h"

#include <sodium.h>
#include <string.h>

_Static_assert(sizeof(struct digest) >= sizeof(crypto_generichash_state), "digest state");
_Static_assert(DIGEST_SIZE == crypto_generichash_BYTES, "digest size");

static crypto_generichash_state *state_of(struct digest *digest)
{
	return (crypto_generichash_state *)(void *)digest->state;
}

void digest_prepare(void)
{
	static gsize ready;

	if (g_once_init_enter(&ready)) {
		if (sodium_init() < 0)
			g_error("libsodium cannot start");
		g_once_init_leave(&ready, 1);
	}
}

void digest_begin(struct digest *digest)
{
	digest_prepare();
	crypto_generichash_init(state_of(digest), NULL, 0, DIGEST_SIZE);
}

void digest_update(struct digest *digest, const void *bytes, gsize length)
{
	crypto_generichash_update(state_of(digest), bytes, length);
}

void digest_field(struct digest *digest, const char *name, const char *value, gssize length)
{
	digest_update(digest, name, strlen(name));
	digest_update(digest, ":", 1);
	digest_update(digest, value, length < 0 ? strlen(value) : (gsize)length);
	digest_update(digest, "\n", 1);
}

void digest_end(struct digest *digest, guint8 out[DIGEST_SIZE])
{
	crypto_generichash_final(state_of(digest), out, DIGEST_SIZE);
}

guint64 digest_event(struct digest *digest)
{
	guint8 bytes[DIGEST_SIZE];
	guint64 event = 0;

	digest_end(digest, bytes);
	for (guint i = 0; i < 8; i++)
		event = event << 8 | bytes[i];
	return event & G_MAXINT64;
}

void digest_random(void *bytes, gsize length)
{
	digest_prepare();
	randombytes_buf(bytes, length);
}
