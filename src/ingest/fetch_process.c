/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One child a visit. A child that dies, whatever of, is a connection that was lost. */
#include "ingest/fetch_process.h"

#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "fetch/graph.h"
#include "fetch/imap.h"
#include "fetch/rest.h"
#include "ingest/fetch_frames.h"
#include "ingest/sandbox.h"

#define VISIT_MEMORY ((guint64)128 << 20)

/* ---- the child ---- */

/* The keyboard's messages go to the parent, whose end is ours. */
static void reset_handlers(void)
{
	static const int ignored[] = {SIGINT, SIGQUIT, SIGHUP, SIGTSTP, SIGPIPE};

	for (int number = 1; number < SIGRTMIN; number++)
		signal(number, SIG_DFL);
	for (gsize i = 0; i < G_N_ELEMENTS(ignored); i++)
		signal(ignored[i], SIG_IGN);
}

static enum fetch_end visit_imap(const struct fetch_request *request,
				 const struct fetch_sink *sink, GError **error)
{
	const struct remote *remote = request->remote;
	bool lost;
	g_autoptr(wire_auto) wire =
		wire_open(remote->host, remote->port, request->ca_file, &lost, error);

	if (wire == NULL)
		return lost ? FETCH_LOST : FETCH_FAILED;
	sandbox_enter(VISIT_MEMORY);
	return imap_visit(wire, request, sink, error);
}

/* Modules that look names up are loaded by a first look-up: none can be afterwards. */
static void prepare_names(void)
{
	struct addrinfo *addresses = NULL;

	if (getaddrinfo("localhost", NULL, NULL, &addresses) == 0)
		freeaddrinfo(addresses);
}

static enum fetch_end visit_http(const struct fetch_request *request,
				 const struct fetch_sink *sink, GError **error)
{
	g_autoptr(http_auto) http = http_new(request->ca_file);

	prepare_names();
	sandbox_enter_network(VISIT_MEMORY);
	return request->remote->kind == REMOTE_GRAPH ? graph_visit(http, request, sink, error)
						     : rest_visit(http, request, sink, error);
}

G_NORETURN static void child(const struct fetch_request *request, int descriptor)
{
	int kept = SANDBOX_DESCRIPTOR;
	GError *error = NULL;
	struct fetch_sink sink;
	enum fetch_end end;

	reset_handlers();
	sandbox_keep_only(descriptor);
	fetch_frames_sink(&kept, &sink);
	end = request->remote->kind == REMOTE_GRAPH || request->remote->kind == REMOTE_REST
		      ? visit_http(request, &sink, &error)
		      : visit_imap(request, &sink, &error);
	fetch_frames_put_end(kept, end, error != NULL ? error->message : NULL);
	_exit(0);
}

/* ---- the parent ---- */

/* False at the end of the stream. */
static bool read_exactly(int descriptor, guint8 *into, gsize length)
{
	while (length > 0) {
		gssize got = TEMP_FAILURE_RETRY(read(descriptor, into, length));
		if (got <= 0)
			return false;
		into += got;
		length -= (gsize)got;
	}
	return true;
}

static enum fetch_frame give_frames(int descriptor, struct fetch_frames *frames,
				    const struct fetch_sink *sink)
{
	g_autofree guint8 *bytes = g_malloc(FETCH_FRAME_LENGTH);
	enum fetch_frame given = FRAME_GIVEN;
	guint8 head[FETCH_FRAME_HEAD];
	guint32 length;

	while (given == FRAME_GIVEN && !frames->ended) {
		if (!read_exactly(descriptor, head, sizeof head))
			return FRAME_GIVEN;
		if (!fetch_frames_length(head, &length))
			return FRAME_ODD;
		if (!read_exactly(descriptor, bytes, length))
			return FRAME_GIVEN;
		given = fetch_frames_give(frames, head[0], bytes, length, sink);
	}
	return given;
}

static enum fetch_end conclude(const struct fetch_frames *frames, enum fetch_frame given,
			       const char *name, GError **error)
{
	const char *reason = "the process that read it died";

	if (given == FRAME_STOPPED)
		return FETCH_STOPPED;
	if (given == FRAME_GIVEN && frames->ended) {
		if (frames->end != FETCH_DONE)
			g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
					    frames->reason);
		return frames->end;
	}
	if (given == FRAME_ODD)
		reason = "the process that read it spoke nonsense";
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "%s: %s", name, reason);
	return given == FRAME_ODD ? FETCH_FAILED : FETCH_LOST;
}

static enum fetch_end fail_to_start(int number, GError **error)
{
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INTERNAL,
		    "no process can be started to fetch: %s", g_strerror(number));
	return FETCH_FAILED;
}

enum fetch_end fetch_process_visit(const struct fetch_request *request,
				   const struct fetch_sink *sink, GError **error)
{
	struct fetch_frames frames = {0};
	enum fetch_frame given;
	enum fetch_end end;
	int pair[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return fail_to_start(errno, error);
	pid = fork();
	if (pid == 0)
		child(request, pair[1]);
	close(pair[1]);
	if (pid < 0) {
		close(pair[0]);
		return fail_to_start(errno, error);
	}
	given = give_frames(pair[0], &frames, sink);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	close(pair[0]);
	end = conclude(&frames, given, request->remote->name, error);
	fetch_frames_clear(&frames);
	return end;
}
