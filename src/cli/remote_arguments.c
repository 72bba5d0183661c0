/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From words on the command line to remote_options. Of the three ways to a secret at most one
 * is given; without one the user is asked once. */
#include "cli/remote_arguments.h"

#include <stdio.h>

#include "base/calendar.h"
#include "base/error.h"
#include "cli/secret.h"
#include "model/assessment.h"

void remote_arguments_clear(struct remote_arguments *arguments)
{
	g_strfreev(arguments->folders);
	g_free(arguments->since);
	g_free(arguments->until);
	g_free(arguments->ca_file);
	g_free(arguments->keep_raw);
	g_free(arguments->password_command);
	g_free(arguments->password_file);
	g_free(arguments->token_command);
	g_free(arguments->graph_url);
	g_free(arguments->login_url);
	g_free(arguments->client_id);
}

static bool take_day(const char *option, const char *text, gint32 *day, GError **error)
{
	*day = DAY_NONE;
	if (text == NULL || calendar_parse_day(text, day))
		return true;
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
		    "%s %s: give a day as YYYY-MM-DD", option, text);
	return false;
}

static bool one_secret_at_most(const struct remote_arguments *arguments, GError **error)
{
	guint given = (arguments->password_command != NULL) +
		      (arguments->password_file != NULL) + (arguments->token_command != NULL);

	if (given <= 1)
		return true;
	g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
			    "give one of --password-command, --password-file, "
			    "--token-command");
	return false;
}

static char *ask_on_terminal(const struct remote_arguments *arguments,
			     const struct remote *remote, GError **error)
{
	g_autofree char *question = g_strdup_printf(
		"%s %s (%s):", catalogue_text(arguments->catalogue, "Password of"),
		remote->user != NULL ? remote->user : remote->tool, remote->host);

	return secret_by_prompt(question, error);
}

static bool get_secret(const struct remote *remote, char **secret, bool *bearer, void *data,
		       GError **error)
{
	const struct remote_arguments *arguments = data;

	*bearer = arguments->token_command != NULL;
	if (arguments->token_command != NULL)
		*secret = secret_by_command(arguments->token_command, error);
	else if (arguments->password_command != NULL)
		*secret = secret_by_command(arguments->password_command, error);
	else if (arguments->password_file != NULL)
		*secret = secret_from_file(arguments->password_file, error);
	else if (remote->kind != REMOTE_GRAPH)
		*secret = ask_on_terminal(arguments, remote, error);
	else
		return true; /* it signs in by code */
	return *secret != NULL;
}

static void say(const char *line, void *data)
{
	fprintf(stderr, "entente: %s\n", line);
}

bool remote_arguments_options(struct remote_arguments *arguments,
			      struct remote_options *options, GError **error)
{
	struct remote_options made = {
		.secret = get_secret,
		.say = say,
		.data = arguments,
		.ca_file = arguments->ca_file,
		.folders = arguments->folders,
		.graph_url = arguments->graph_url,
		.login_url = arguments->login_url,
		.client_id = arguments->client_id,
		.keep_folder = arguments->keep_raw,
	};

	if (!take_day("--since", arguments->since, &made.since, error) ||
	    !take_day("--until", arguments->until, &made.until, error) ||
	    !one_secret_at_most(arguments, error))
		return false;
	*options = made;
	return true;
}
