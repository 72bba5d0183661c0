/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Splits by hand: users write their whole mail address before the last '@' (RFC 5092 wants the
 * first one as %40), and a password in an address is refused, because command lines are seen by
 * others and kept by shells. */
#include "fetch/remote.h"

#include <string.h>

#include "base/error.h"

static const struct scheme {
	const char *prefix;
	guint16 port;
} schemes[REMOTE_KINDS] = {
	[REMOTE_IMAPS] = {"imaps://", 993},
	[REMOTE_IMAP] = {"imap://", 143},
	[REMOTE_GRAPH] = {"graph://", 0},
};

static enum remote_kind kind_of(const char *path)
{
	enum remote_kind kind = 0;

	while (kind < REMOTE_KINDS && g_ascii_strncasecmp(path, schemes[kind].prefix,
							  strlen(schemes[kind].prefix)) != 0)
		kind++;
	return kind;
}

bool remote_is(const char *path)
{
	return kind_of(path) < REMOTE_KINDS;
}

void remote_free(struct remote *remote)
{
	if (remote == NULL)
		return;
	g_free(remote->user);
	g_free(remote->host);
	g_free(remote->name);
	g_free(remote);
}

static bool printable(const char *text)
{
	for (; *text != '\0'; text++)
		if (g_ascii_iscntrl(*text) || *text == ' ')
			return false;
	return true;
}

/* "imap.acme.fr", "127.0.0.1", "::1" without its brackets. */
static bool is_host(const char *host)
{
	gsize length = strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789.-_:");

	return *host != '\0' && *host != '-' && host[length] == '\0';
}

static bool take_port(const char *text, guint16 *port)
{
	guint64 number;

	if (!g_ascii_string_to_unsigned(text, 10, 1, G_MAXUINT16, &number, NULL))
		return false;
	*port = (guint16)number;
	return true;
}

/* host[:port], or [address]:port. */
static bool take_server(struct remote *remote, const char *text)
{
	bool bracketed = *text == '[';
	const char *end = bracketed ? strchr(text, ']') : strchr(text, ':');

	if (bracketed && end == NULL)
		return false;
	if (end == NULL)
		end = text + strlen(text);
	remote->host = g_ascii_strdown(text + bracketed, end - text - bracketed);
	end += bracketed;
	if (!is_host(remote->host))
		return false;
	return *end == '\0' || (*end == ':' && take_port(end + 1, &remote->port));
}

static bool take_user(struct remote *remote, const char *text, gsize length)
{
	remote->user = g_uri_unescape_segment(text, text + length, NULL);
	return remote->user != NULL && *remote->user != '\0' && printable(remote->user) &&
	       g_utf8_validate(remote->user, -1, NULL);
}

static bool take_imap(struct remote *remote, const char *text)
{
	const char *at = strrchr(text, '@');

	return at != NULL && take_user(remote, text, (gsize)(at - text)) &&
	       take_server(remote, at + 1);
}

static bool take_graph(struct remote *remote, const char *text)
{
	const char *at;

	if (!take_user(remote, text, strlen(text)))
		return false;
	at = strrchr(remote->user, '@');
	if (at == NULL)
		return strcmp(remote->user, "me") == 0;
	remote->host = g_ascii_strdown(at + 1, -1);
	return at > remote->user && is_host(remote->host);
}

static char *name_of(const struct remote *remote)
{
	g_autofree char *user = g_uri_escape_string(
		remote->user, G_URI_RESERVED_CHARS_SUBCOMPONENT_DELIMITERS, TRUE);
	const struct scheme *scheme = &schemes[remote->kind];
	bool six = remote->host != NULL && strchr(remote->host, ':') != NULL;

	if (remote->kind == REMOTE_GRAPH)
		return g_strconcat(scheme->prefix, user, NULL);
	if (remote->port == scheme->port)
		return g_strdup_printf(six ? "%s%s@[%s]" : "%s%s@%s", scheme->prefix, user,
				       remote->host);
	return g_strdup_printf(six ? "%s%s@[%s]:%u" : "%s%s@%s:%u", scheme->prefix, user,
			       remote->host, remote->port);
}

static bool names_a_password(const char *text)
{
	const char *at = strrchr(text, '@');

	return at != NULL && memchr(text, ':', (gsize)(at - text)) != NULL;
}

static bool fill(struct remote *remote, const char *text, GError **error)
{
	bool graph = remote->kind == REMOTE_GRAPH;

	if (names_a_password(text)) {
		g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
				    "an address never holds a password (others can see it): "
				    "give --password-command or --password-file, or wait to "
				    "be asked");
		return false;
	}
	if (graph ? take_graph(remote, text) : take_imap(remote, text))
		return true;
	g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
			    graph ? "write graph://me or graph://USER@TENANT"
				  : "write imaps://USER@HOST[:PORT]/, and name folders with "
				    "--folder");
	return false;
}

struct remote *remote_parse(const char *address, GError **error)
{
	g_autoptr(remote_auto) remote = g_new0(struct remote, 1);
	g_autofree char *text = NULL;
	gsize length = strlen(address);

	remote->kind = kind_of(address);
	if (remote->kind == REMOTE_KINDS || length > REMOTE_LENGTH) {
		g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
				    "no address of mail (imaps://, imap://, graph://)");
		return NULL;
	}
	remote->port = schemes[remote->kind].port;
	text = g_strdup(address + strlen(schemes[remote->kind].prefix));
	if (g_str_has_suffix(text, "/"))
		text[strlen(text) - 1] = '\0';
	if (!fill(remote, text, error))
		return NULL;
	remote->name = name_of(remote);
	return g_steal_pointer(&remote);
}

char *remote_source(const struct remote *remote, const char *folder)
{
	return g_strconcat(remote->name, "/", folder, NULL);
}
