/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Splits by hand: users write their whole mail address before the last '@' (RFC 5092 wants the
 * first one as %40), and a password in an address is refused, because command lines are seen by
 * others and kept by shells. */
#include "fetch/remote.h"

#include <string.h>

#include "base/error.h"

#define TOOL_LENGTH 40u

static const struct scheme {
	const char *prefix;
	guint16 port;
} schemes[REMOTE_KINDS] = {
	[REMOTE_IMAPS] = {"imaps://", 993},
	[REMOTE_IMAP] = {"imap://", 143},
	[REMOTE_GRAPH] = {"graph://", 0},
	[REMOTE_REST] = {"https://", 443},
};

/* The length of "zammad+" here, 0 when no REST interface is meant. Whether the tool is one is
 * looked up later. */
static gsize tool_length(const char *path)
{
	gsize length = strspn(path, "abcdefghijklmnopqrstuvwxyz0123456789-");

	if (length == 0 || length > TOOL_LENGTH || path[length] != '+' ||
	    (!g_str_has_prefix(path + length + 1, "https://") &&
	     !g_str_has_prefix(path + length + 1, "http://")))
		return 0;
	return length + 1;
}

static enum remote_kind kind_of(const char *path)
{
	enum remote_kind kind = 0;

	if (tool_length(path) > 0)
		return REMOTE_REST;
	while (kind < REMOTE_REST && g_ascii_strncasecmp(path, schemes[kind].prefix,
							 strlen(schemes[kind].prefix)) != 0)
		kind++;
	return kind == REMOTE_REST ? REMOTE_KINDS : kind;
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
	g_free(remote->tool);
	g_free(remote->base);
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

static bool is_this_machine(const char *host)
{
	return strcmp(host, "localhost") == 0 || strcmp(host, "127.0.0.1") == 0 ||
	       strcmp(host, "::1") == 0;
}

/* Without a query or a fragment, which could hold a secret. */
static bool is_base_path(const char *path)
{
	return printable(path) && strpbrk(path, "?#\\") == NULL && strstr(path, "..") == NULL;
}

static char *base_of(const struct remote *remote, const char *scheme, const char *path)
{
	bool six = strchr(remote->host, ':') != NULL;
	g_autofree char *host = g_strdup_printf(six ? "[%s]" : "%s", remote->host);

	if (remote->port == (strcmp(scheme, "https://") == 0 ? 443 : 80))
		return g_strconcat(scheme, host, path, NULL);
	return g_strdup_printf("%s%s:%u%s", scheme, host, remote->port, path);
}

/* "zammad+https://[user@]host[:port]/path"; http only to this machine. */
static bool take_rest(struct remote *remote, const char *address)
{
	gsize tool = tool_length(address);
	bool secure = g_str_has_prefix(address + tool, "https://");
	const char *text = address + tool + strlen(secure ? "https://" : "http://");
	g_autofree char *server = g_strndup(text, strcspn(text, "/"));
	const char *at = strrchr(server, '@');
	g_autofree char *path = g_strdup(text + strlen(server));

	while (g_str_has_suffix(path, "/"))
		path[strlen(path) - 1] = '\0';
	remote->tool = g_strndup(address, tool - 1);
	remote->port = secure ? 443 : 80;
	if ((at != NULL && !take_user(remote, server, (gsize)(at - server))) ||
	    !take_server(remote, at != NULL ? at + 1 : server) || !is_base_path(path) ||
	    (!secure && !is_this_machine(remote->host)))
		return false;
	remote->base = base_of(remote, secure ? "https://" : "http://", path);
	return true;
}

/* The name tells whose tickets are read: another user may see others. */
static char *rest_name(const struct remote *remote, const char *user)
{
	const char *server = strstr(remote->base, "://") + strlen("://");

	return g_strdup_printf("%s+%.*s%s%s%s", remote->tool, (int)(server - remote->base),
			       remote->base, user != NULL ? user : "", user != NULL ? "@" : "",
			       server);
}

static char *name_of(const struct remote *remote)
{
	g_autofree char *user =
		remote->user != NULL
			? g_uri_escape_string(remote->user,
					      G_URI_RESERVED_CHARS_SUBCOMPONENT_DELIMITERS,
					      TRUE)
			: NULL;
	const struct scheme *scheme = &schemes[remote->kind];
	bool six = remote->host != NULL && strchr(remote->host, ':') != NULL;

	if (remote->kind == REMOTE_REST)
		return rest_name(remote, user);
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

/* How an address of each kind is written. */
static const char *const manners[REMOTE_KINDS] = {
	[REMOTE_IMAPS] = "write imaps://USER@HOST[:PORT]/, and name folders with --folder",
	[REMOTE_IMAP] = "write imap://USER@HOST[:PORT]/, and name folders with --folder",
	[REMOTE_GRAPH] = "write graph://me or graph://USER@TENANT",
	[REMOTE_REST] = ("write TOOL+https://[USER@]HOST[:PORT][/PATH] without anything behind "
			 "the path; http:// is for this machine only"),
};

static bool take(struct remote *remote, const char *address, const char *text)
{
	if (remote->kind == REMOTE_REST)
		return take_rest(remote, address);
	return remote->kind == REMOTE_GRAPH ? take_graph(remote, text)
					    : take_imap(remote, text);
}

static bool fill(struct remote *remote, const char *address, const char *text, GError **error)
{
	if (names_a_password(text)) {
		g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
				    "an address never holds a password (others can see it): "
				    "give --password-command or --password-file, or wait to "
				    "be asked");
		return false;
	}
	if (take(remote, address, text))
		return true;
	g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE, manners[remote->kind]);
	return false;
}

/* What may hold a user and a server. Caller owns. */
static char *authority_of(enum remote_kind kind, const char *address)
{
	const char *text = strstr(address, "://") + strlen("://");
	char *authority =
		kind == REMOTE_REST ? g_strndup(text, strcspn(text, "/")) : g_strdup(text);

	if (g_str_has_suffix(authority, "/"))
		authority[strlen(authority) - 1] = '\0';
	return authority;
}

struct remote *remote_parse(const char *address, GError **error)
{
	g_autoptr(remote_auto) remote = g_new0(struct remote, 1);
	g_autofree char *text = NULL;

	remote->kind = kind_of(address);
	if (remote->kind == REMOTE_KINDS || strlen(address) > REMOTE_LENGTH) {
		g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
				    "no address of a server (imaps://, imap://, graph://, "
				    "TOOL+https://)");
		return NULL;
	}
	remote->port = schemes[remote->kind].port;
	text = authority_of(remote->kind, address);
	if (!fill(remote, address, text, error))
		return NULL;
	remote->name = name_of(remote);
	return g_steal_pointer(&remote);
}

char *remote_source(const struct remote *remote, const char *folder)
{
	return g_strconcat(remote->name, "/", folder, NULL);
}
