/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The only file that includes GnuTLS. libetpan can speak TLS by itself, but with GnuTLS it
 * verifies no certificate (its mailstream_ssl_set_server_certicate() is empty there), so it
 * gets this connection as its stream. Bytes go by read() and write() alone: they stay allowed
 * when the process gives up the rest. */
#include "fetch/wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <gnutls/gnutls.h>
#include <netdb.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/error.h"

struct wire {
	char *host;
	int descriptor;
	bool secured;
	guint64 allowed;
	bool exceeded;
	gnutls_session_t session;
	gnutls_certificate_credentials_t credentials;
};

static void fail(GError **error, const char *host, const char *reason)
{
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "%s: %s", host, reason);
}

/* ---- the connection ---- */

static bool wait_for(int descriptor, short events, int seconds)
{
	struct pollfd one = {.fd = descriptor, .events = events};
	int ready = TEMP_FAILURE_RETRY(poll(&one, 1, seconds * 1000));

	if (ready == 0)
		errno = ETIMEDOUT;
	return ready > 0;
}

static bool connect_in_time(int descriptor, const struct addrinfo *address)
{
	int trouble = 0;
	socklen_t length = sizeof trouble;

	if (connect(descriptor, address->ai_addr, address->ai_addrlen) == 0)
		return true;
	if (errno != EINPROGRESS || !wait_for(descriptor, POLLOUT, WIRE_CONNECT_SECONDS))
		return false;
	if (getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &trouble, &length) != 0)
		return false;
	errno = trouble;
	return trouble == 0;
}

/* The socket never blocks: every wait has its limit. */
static int connect_to(const struct addrinfo *address)
{
	int descriptor =
		socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	int trouble;

	if (descriptor < 0 || connect_in_time(descriptor, address))
		return descriptor;
	trouble = errno;
	close(descriptor);
	errno = trouble;
	return -1;
}

static int connect_to_any(const struct addrinfo *addresses)
{
	int descriptor = -1;

	for (; addresses != NULL && descriptor < 0; addresses = addresses->ai_next)
		descriptor = connect_to(addresses);
	return descriptor;
}

static bool reach(struct wire *wire, guint16 port, bool *lost, GError **error)
{
	const struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG};
	g_autofree char *service = g_strdup_printf("%u", port);
	struct addrinfo *addresses = NULL;
	int trouble = getaddrinfo(wire->host, service, &hints, &addresses);

	if (trouble != 0) {
		*lost = trouble == EAI_AGAIN;
		fail(error, wire->host, gai_strerror(trouble));
		return false;
	}
	wire->descriptor = connect_to_any(addresses);
	trouble = errno;
	freeaddrinfo(addresses);
	if (wire->descriptor >= 0)
		return true;
	*lost = true;
	fail(error, wire->host, g_strerror(trouble));
	return false;
}

/* ---- TLS ---- */

static gssize pull(gnutls_transport_ptr_t data, void *into, gsize most)
{
	const struct wire *wire = data;

	return read(wire->descriptor, into, most);
}

static gssize push(gnutls_transport_ptr_t data, const void *bytes, gsize length)
{
	const struct wire *wire = data;

	return write(wire->descriptor, bytes, length);
}

static int pull_timeout(gnutls_transport_ptr_t data, unsigned int ms)
{
	const struct wire *wire = data;
	struct pollfd one = {.fd = wire->descriptor, .events = POLLIN};

	return poll(&one, 1, (int)MIN(ms, G_MAXINT));
}

static bool trust(struct wire *wire, const char *ca_file, GError **error)
{
	int loaded;

	if (gnutls_certificate_allocate_credentials(&wire->credentials) < 0)
		g_error("out of memory");
	loaded = ca_file == NULL ? gnutls_certificate_set_x509_system_trust(wire->credentials)
				 : gnutls_certificate_set_x509_trust_file(
					   wire->credentials, ca_file, GNUTLS_X509_FMT_PEM);
	if (loaded > 0)
		return true;
	fail(error, ca_file != NULL ? ca_file : "the system's certificate authorities",
	     loaded < 0 ? gnutls_strerror(loaded) : "no certificate authority in it");
	return false;
}

static bool prepare_session(struct wire *wire, GError **error)
{
	int made = gnutls_init(&wire->session, GNUTLS_CLIENT | GNUTLS_NONBLOCK);

	if (made >= 0)
		made = gnutls_priority_set_direct(
			wire->session, "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2", NULL);
	if (made >= 0)
		made = gnutls_credentials_set(wire->session, GNUTLS_CRD_CERTIFICATE,
					      wire->credentials);
	if (made < 0) {
		fail(error, wire->host, gnutls_strerror(made));
		return false;
	}
	if (!g_hostname_is_ip_address(wire->host))
		gnutls_server_name_set(wire->session, GNUTLS_NAME_DNS, wire->host,
				       strlen(wire->host));
	gnutls_session_set_verify_cert(wire->session, wire->host, 0);
	gnutls_transport_set_ptr(wire->session, wire);
	gnutls_transport_set_pull_function(wire->session, pull);
	gnutls_transport_set_pull_timeout_function(wire->session, pull_timeout);
	gnutls_transport_set_push_function(wire->session, push);
	return true;
}

struct wire *wire_open(const char *host, guint16 port, const char *ca_file, bool *lost,
		       GError **error)
{
	g_autoptr(wire_auto) wire = g_new0(struct wire, 1);

	*lost = false;
	wire->host = g_strdup(host);
	wire->descriptor = -1;
	if (!trust(wire, ca_file, error) || !prepare_session(wire, error) ||
	    !reach(wire, port, lost, error))
		return NULL;
	return g_steal_pointer(&wire);
}

void wire_free(struct wire *wire)
{
	if (wire == NULL)
		return;
	if (wire->session != NULL)
		gnutls_deinit(wire->session);
	if (wire->credentials != NULL)
		gnutls_certificate_free_credentials(wire->credentials);
	if (wire->descriptor >= 0)
		close(wire->descriptor);
	g_free(wire->host);
	g_free(wire);
}

/* Whether an interrupted TLS call may be repeated, after waiting for what it waits for. */
static bool may_go_on(const struct wire *wire, gssize result)
{
	short events = gnutls_record_get_direction(wire->session) ? POLLOUT : POLLIN;

	if (result == GNUTLS_E_INTERRUPTED)
		return true;
	return result == GNUTLS_E_AGAIN &&
	       wait_for(wire->descriptor, events, WIRE_SILENCE_SECONDS);
}

static void tell_untrusted(const struct wire *wire, GError **error)
{
	unsigned status = gnutls_session_get_verify_cert_status(wire->session);
	gnutls_datum_t words = {0};

	gnutls_certificate_verification_status_print(
		status, gnutls_certificate_type_get(wire->session), &words, 0);
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
		    "%s: its certificate is not trusted. %s If the server has an authority of "
		    "its own, give its certificate with --ca-file",
		    wire->host, words.data != NULL ? (const char *)words.data : "");
	gnutls_free(words.data);
}

bool wire_secure(struct wire *wire, bool *lost, GError **error)
{
	int result;

	*lost = false;
	do
		result = gnutls_handshake(wire->session);
	while (result < 0 && may_go_on(wire, result));
	if (result == GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR) {
		tell_untrusted(wire, error);
	} else if (result < 0) {
		*lost = result == GNUTLS_E_AGAIN || result == GNUTLS_E_PULL_ERROR ||
			result == GNUTLS_E_PUSH_ERROR ||
			result == GNUTLS_E_PREMATURE_TERMINATION;
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
			    "%s: no encrypted connection (%s)", wire->host,
			    gnutls_strerror(result));
	}
	wire->secured = result >= 0;
	return wire->secured;
}

/* ---- bytes ---- */

void wire_allow(struct wire *wire, guint64 bytes)
{
	wire->allowed = bytes;
}

bool wire_exceeded(const struct wire *wire)
{
	return wire->exceeded;
}

static gssize read_plain(const struct wire *wire, void *into, gsize most)
{
	gssize got;

	do
		got = TEMP_FAILURE_RETRY(read(wire->descriptor, into, most));
	while (got < 0 && errno == EAGAIN &&
	       wait_for(wire->descriptor, POLLIN, WIRE_SILENCE_SECONDS));
	return got;
}

static gssize read_secured(const struct wire *wire, void *into, gsize most)
{
	gssize got;

	do
		got = gnutls_record_recv(wire->session, into, most);
	while (got < 0 && may_go_on(wire, got));
	return got;
}

gssize wire_read(struct wire *wire, void *into, gsize most)
{
	gssize got;

	if (wire->allowed == 0) {
		wire->exceeded = true;
		return -1;
	}
	most = MIN(most, wire->allowed);
	got = wire->secured ? read_secured(wire, into, most) : read_plain(wire, into, most);
	if (got <= 0)
		return -1;
	wire->allowed -= (guint64)got;
	return got;
}

static gssize write_some(const struct wire *wire, const guint8 *bytes, gsize length)
{
	gssize put;

	if (wire->secured) {
		do
			put = gnutls_record_send(wire->session, bytes, length);
		while (put < 0 && may_go_on(wire, put));
		return put;
	}
	do
		put = TEMP_FAILURE_RETRY(write(wire->descriptor, bytes, length));
	while (put < 0 && errno == EAGAIN &&
	       wait_for(wire->descriptor, POLLOUT, WIRE_SILENCE_SECONDS));
	return put;
}

gssize wire_write(struct wire *wire, const void *bytes, gsize length)
{
	gsize done = 0;

	while (done < length) {
		gssize put = write_some(wire, (const guint8 *)bytes + done, length - done);
		if (put <= 0)
			return -1;
		done += (gsize)put;
	}
	return (gssize)length;
}
