/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One process, waited for. Its standard error is read to the end, because a full pipe would
 * stop it, and only the tail is kept. Its environment is ours alone: nothing of the user's
 * leaks into it, and numbers come out in the C locale. */
#include "ingest/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"

#define SAID_BYTES   4096
#define CANNOT_START 127

/* ---- in the child ---- */

static bool put_at(const char *path, int flags, int number)
{
	int fd = open(path ? path : "/dev/null", flags, 0600);

	return fd >= 0 && dup2(fd, number) == number;
}

_Noreturn static void become(const struct child_job *job, int errors)
{
	g_autofree char *home = g_strconcat("HOME=", job->folder, NULL);
	char *environment[] = {(char *)"PATH=/usr/local/bin:/usr/bin:/bin",
			       (char *)"LC_ALL=C.UTF-8", (char *)"OMP_THREAD_LIMIT=1", home,
			       NULL};

	if (!put_at(job->input, O_RDONLY, STDIN_FILENO) ||
	    !put_at(job->output, O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO) ||
	    dup2(errors, STDERR_FILENO) < 0 || chdir(job->folder) != 0)
		_exit(CANNOT_START);
	closefrom(STDERR_FILENO + 1);
	sandbox_enter_program(&job->limits);
	if (job->work)
		_exit(job->work(job) ? EXIT_SUCCESS : EXIT_FAILURE);
	execvpe(job->arguments[0], (char **)job->arguments, environment);
	_exit(CANNOT_START);
}

/* ---- in the parent ---- */

/* Keeps the tail of what is said until the pipe closes. False when patience ends before. */
static bool listen_to(int fd, guint patience, GString *said)
{
	gint64 end = g_get_monotonic_time() + (gint64)patience * G_USEC_PER_SEC;
	struct pollfd waiting = {.fd = fd, .events = POLLIN};
	char block[1024];

	for (;;) {
		gint64 left = (end - g_get_monotonic_time()) / 1000;
		gssize n = left > 0 ? poll(&waiting, 1, (int)MIN(left, G_MAXINT)) : 0;

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		n = read(fd, block, sizeof block);
		if (n <= 0)
			return true;
		g_string_append_len(said, block, n);
		if (said->len > SAID_BYTES)
			g_string_erase(said, 0, (gssize)(said->len - SAID_BYTES));
	}
}

static int wait_for(pid_t pid)
{
	int status = 0;

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	return status;
}

/* Caller owns. */
static char *last_line(const char *said)
{
	g_autofree char *valid = g_utf8_make_valid(said, -1);
	const char *line;

	g_strchomp(valid);
	line = strrchr(valid, '\n');
	return g_strdup(line ? line + 1 : valid);
}

static void set_failure(const struct child_job *job, int status, bool patient,
			const GString *said, GError **error)
{
	const char *program = job->work ? "reading it" : job->arguments[0];
	g_autofree char *line = last_line(said->str);

	if (!patient)
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT,
			    "%s did not come to an end within %u seconds and was stopped",
			    program, job->patience);
	else if (WIFSIGNALED(status))
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "%s died of it (%s)",
			    program, strsignal(WTERMSIG(status)));
	else if (WEXITSTATUS(status) == CANNOT_START && !*line)
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "%s cannot be run",
			    program);
	else
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT, "%s: %s", program,
			    *line ? line : "it failed without a word");
}

static bool attend(const struct child_job *job, pid_t pid, int errors, GError **error)
{
	g_autoptr(GString) said = g_string_new(NULL);
	bool patient = listen_to(errors, job->patience, said);
	int status;

	if (!patient)
		kill(pid, SIGKILL);
	status = wait_for(pid);
	if (patient && WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return true;
	set_failure(job, status, patient, said, error);
	return false;
}

bool child_run(const struct child_job *job, GError **error)
{
	int errors[2];
	pid_t pid;
	bool done;

	if (pipe2(errors, O_CLOEXEC) != 0)
		return g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INTERNAL,
				   "no pipe can be made: %s", g_strerror(errno)),
		       false;
	pid = fork();
	if (pid == 0)
		become(job, errors[1]);
	close(errors[1]);
	if (pid < 0)
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_INTERNAL,
			    "no process can be made: %s", g_strerror(errno));
	done = pid > 0 && attend(job, pid, errors[0], error);
	close(errors[0]);
	return done;
}

bool child_exists(const char *program)
{
	g_autofree char *path = g_find_program_in_path(program);

	return path != NULL;
}
