/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Options of `entente import` that concern servers of mail. */
#pragma once

#include "base/catalogue.h"
#include "ingest/import_remote.h"

struct remote_arguments {
	char **folders;
	char *since, *until, *ca_file, *keep_raw;
	char *password_command, *password_file, *token_command;
	char *graph_url, *login_url, *client_id;
	const struct catalogue *catalogue;
};

#define REMOTE_ENTRIES(arguments)                                                              \
	{"folder",                                                                             \
	 0,                                                                                    \
	 0,                                                                                    \
	 G_OPTION_ARG_STRING_ARRAY,                                                            \
	 &(arguments)->folders,                                                                \
	 "only folders of a server with such a name ('*' and '?')",                            \
	 "PATTERN"},                                                                           \
		{"since",                                                                      \
		 0,                                                                            \
		 0,                                                                            \
		 G_OPTION_ARG_STRING,                                                          \
		 &(arguments)->since,                                                          \
		 "only mail of a server from this day on",                                     \
		 "DATE"},                                                                      \
		{"until",                                                                      \
		 0,                                                                            \
		 0,                                                                            \
		 G_OPTION_ARG_STRING,                                                          \
		 &(arguments)->until,                                                          \
		 "only mail of a server up to this day",                                       \
		 "DATE"},                                                                      \
		{"password-command",                                                           \
		 0,                                                                            \
		 0,                                                                            \
		 G_OPTION_ARG_STRING,                                                          \
		 &(arguments)->password_command,                                               \
		 "command that prints the password",                                           \
		 "COMMAND"},                                                                   \
		{"password-file",                                                              \
		 0,                                                                            \
		 0,                                                                            \
		 G_OPTION_ARG_FILENAME,                                                        \
		 &(arguments)->password_file,                                                  \
		 "private file (mode 600) with the password",                                  \
		 "FILE"},                                                                      \
		{"token-command",                                                              \
		 0,                                                                            \
		 0,                                                                            \
		 G_OPTION_ARG_STRING,                                                          \
		 &(arguments)->token_command,                                                  \
		 "command that prints an access token (OAuth 2.0)",                            \
		 "COMMAND"},                                                                   \
		{"client-id",                                                                  \
		 0,                                                                            \
		 0,                                                                            \
		 G_OPTION_ARG_STRING,                                                          \
		 &(arguments)->client_id,                                                      \
		 "application registered for graph:// (Microsoft 365)",                        \
		 "ID"},                                                                        \
		{"graph-url",                                                                  \
		 0,                                                                            \
		 0,                                                                            \
		 G_OPTION_ARG_STRING,                                                          \
		 &(arguments)->graph_url,                                                      \
		 "another Microsoft Graph (national clouds)",                                  \
		 "URL"},                                                                       \
		{"login-url",                                                                  \
		 0,                                                                            \
		 0,                                                                            \
		 G_OPTION_ARG_STRING,                                                          \
		 &(arguments)->login_url,                                                      \
		 "another Microsoft sign-in (national clouds)",                                \
		 "URL"},                                                                       \
		{"ca-file",                                                                    \
		 0,                                                                            \
		 0,                                                                            \
		 G_OPTION_ARG_FILENAME,                                                        \
		 &(arguments)->ca_file,                                                        \
		 "certificate of the server's own authority",                                  \
		 "FILE"},                                                                      \
	{                                                                                      \
		"keep-raw", 0, 0, G_OPTION_ARG_FILENAME, &(arguments)->keep_raw,               \
			"keep the messages of a server here as they came", "DIR"               \
	}

void remote_arguments_clear(struct remote_arguments *arguments);

/* What import_remote() wants; borrows from the arguments. False with ENTENTE_ERROR_USAGE. */
bool remote_arguments_options(struct remote_arguments *arguments,
			      struct remote_options *options, GError **error);
