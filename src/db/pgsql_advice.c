/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* libpq has no code for a connection that failed, only words, which a server may say in another
 * language: then the general advice stands. Errors of statements have an SQLSTATE (PostgreSQL
 * manual, appendix A). */
#include "db/pgsql_advice.h"

#include <glib.h>
#include <string.h>

struct advice {
	const char *sign, *words;
};

static const struct advice connecting[] = {
	{"no password supplied", "give the password in PGPASSWORD or in ~/.pgpass"},
	{"password authentication failed", "check the user, and the password in PGPASSWORD, in "
					   "~/.pgpass or in the URL"},
	{"Peer authentication failed", "connect as the user of this system, or over a host"},
	{"no pg_hba.conf entry", "its administrator must allow this user in pg_hba.conf"},
	{"role \"", "make the user (createuser), or name another one in the URL"},
	{"database \"", "make the database (createdb -E UTF8), or name another one in the URL"},
	{"Connection refused", "is the server started, and are host and port right?"},
	{"No such file or directory", "is the server started, and is its socket there?"},
	{"could not translate host name", "check the host in the URL"},
	{"timeout expired", "the server does not answer: check host, port and firewall"},
	{"SSL", "check sslmode and the certificates"},
	{"too many c", "wait until others have left, or raise max_connections"},
	{"starting up", "try again in a moment"},
};

static const struct advice states[] = {
	{"55P03", "another entente is writing to this store: try again when it has finished"},
	{"42501", "its owner must grant it: GRANT USAGE, CREATE ON SCHEMA ... TO ..."},
	{"25006", "the store was opened, or the server stands, for reading only"},
	{"53100", "the disk of the server is full: make room and run the command again"},
	{"53200", "the server has no memory left: run the command again later"},
	{"57P01", "the connection was ended; what was not complete was taken back: run the "
		  "command again"},
	{"54000", "a text is too long for an index of the server"},
};

static const char *find(const struct advice *all, guint count, const char *text)
{
	for (guint i = 0; i < count; i++)
		if (strstr(text, all[i].sign) != NULL)
			return all[i].words;
	return NULL;
}

const char *pgsql_advice_connecting(const char *message)
{
	const char *words = find(connecting, G_N_ELEMENTS(connecting), message);

	return words != NULL ? words : "check host, port, user, password and database";
}

const char *pgsql_advice_state(const char *state)
{
	return state != NULL ? find(states, G_N_ELEMENTS(states), state) : NULL;
}
