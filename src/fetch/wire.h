/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One connection to one server: TCP, then TLS 1.2 or later (RFC 8446) with its certificate
 * verified for the name of the host. Reading has an allowance: a server that says more than an
 * answer may be long is cut off. Everything that needs files or names is done by wire_open(),
 * so that the rest works in a process that may open nothing any more. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define WIRE_CONNECT_SECONDS 30
#define WIRE_SILENCE_SECONDS 180 /* some servers search long before they answer */

struct wire;

/* Connects; `ca_file` names the authorities to trust in the place of the system's, or NULL.
 * NULL with ENTENTE_ERROR_INPUT; *lost tells that trying again makes sense. Caller owns. */
struct wire *wire_open(const char *host, guint16 port, const char *ca_file, bool *lost,
		       GError **error);
void wire_free(struct wire *wire);
typedef struct wire wire_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(wire_auto, wire_free)

/* TLS from here on. False when the server does not speak it, or is not who it should be. */
bool wire_secure(struct wire *wire, bool *lost, GError **error);

/* How many bytes may come from now on. */
void wire_allow(struct wire *wire, guint64 bytes);
/* Whether the server said more than it was allowed to. */
bool wire_exceeded(const struct wire *wire);

/* Some bytes, at least one; -1 when the connection ended, was silent too long, or exceeded its
 * allowance. */
gssize wire_read(struct wire *wire, void *into, gsize most);
/* All bytes, or -1. */
gssize wire_write(struct wire *wire, const void *bytes, gsize length);
