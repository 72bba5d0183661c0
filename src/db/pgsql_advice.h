/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a user can do about an error of a PostgreSQL server. */
#pragma once

/* Why no connection came about, by what libpq says; never NULL. */
const char *pgsql_advice_connecting(const char *message);
/* What to do about an SQLSTATE; NULL when the server's own words must do. */
const char *pgsql_advice_state(const char *state);
