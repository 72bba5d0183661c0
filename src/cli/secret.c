/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The command is run by the shell, as mutt, msmtp and git do, so that `pass show mail/acme` or
 * `secret-tool lookup server imap.acme.fr` stand as users write them. */
#include "cli/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "base/error.h"

static void fail(GError **error, const char *what, const char *reason)
{
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE, "%s: %s", what, reason);
}

/* Takes the text; what is behind the first line does not count. */
static char *first_line(char *text, const char *what, GError **error)
{
	gsize length = strcspn(text, "\r\n");

	text[length] = '\0';
	for (gsize i = 0; i < length; i++)
		if (g_ascii_iscntrl(text[i])) {
			fail(error, what, "a password holds no control characters");
			g_free(text);
			return NULL;
		}
	if (length > 0 && length <= SECRET_LENGTH)
		return text;
	fail(error, what, length == 0 ? "gave no password" : "gave more than a password");
	g_free(text);
	return NULL;
}

char *secret_by_command(const char *command, GError **error)
{
	const char *arguments[] = {"/bin/sh", "-c", command, NULL};
	g_autoptr(GError) trouble = NULL;
	char *output = NULL;
	int status;

	if (!g_spawn_sync(NULL, (char **)arguments, NULL, G_SPAWN_CHILD_INHERITS_STDIN, NULL,
			  NULL, &output, NULL, &status, &trouble) ||
	    !g_spawn_check_wait_status(status, &trouble)) {
		fail(error, command, trouble->message);
		g_free(output);
		return NULL;
	}
	return first_line(output, command, error);
}

static bool is_private(int descriptor, const char *path, GError **error)
{
	struct stat status;

	if (fstat(descriptor, &status) != 0) {
		fail(error, path, g_strerror(errno));
		return false;
	}
	if (S_ISREG(status.st_mode) && (status.st_mode & (S_IRWXG | S_IRWXO)) == 0 &&
	    status.st_uid == geteuid())
		return true;
	fail(error, path, "others may read it: chmod 600 it first");
	return false;
}

char *secret_from_file(const char *path, GError **error)
{
	int descriptor = open(path, O_RDONLY | O_CLOEXEC);
	char *text;
	gssize got;

	if (descriptor < 0) {
		fail(error, path, g_strerror(errno));
		return NULL;
	}
	if (!is_private(descriptor, path, error)) {
		close(descriptor);
		return NULL;
	}
	text = g_malloc0(SECRET_LENGTH + 2);
	got = read(descriptor, text, SECRET_LENGTH + 1);
	close(descriptor);
	if (got >= 0)
		return first_line(text, path, error);
	fail(error, path, g_strerror(errno));
	g_free(text);
	return NULL;
}

static gssize read_line(int terminal, char *into, gsize most)
{
	struct termios before, hidden;
	bool settings = tcgetattr(terminal, &before) == 0;
	gssize got;

	hidden = before;
	hidden.c_lflag &= ~(tcflag_t)ECHO;
	if (settings)
		tcsetattr(terminal, TCSAFLUSH, &hidden);
	got = TEMP_FAILURE_RETRY(read(terminal, into, most));
	if (settings)
		tcsetattr(terminal, TCSAFLUSH, &before);
	return got;
}

char *secret_by_prompt(const char *question, GError **error)
{
	int terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	char *text;

	if (terminal < 0) {
		fail(error, question,
		     "there is no terminal to ask on: give --password-command, "
		     "--password-file or --token-command");
		return NULL;
	}
	text = g_malloc0(SECRET_LENGTH + 2);
	dprintf(terminal, "%s ", question);
	if (read_line(terminal, text, SECRET_LENGTH + 1) < 0)
		*text = '\0';
	dprintf(terminal, "\n");
	close(terminal);
	return first_line(text, question, error);
}
