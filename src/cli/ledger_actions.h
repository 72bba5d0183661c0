/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Actions of `entente ledger`. */
#pragma once

#include "cli/cli.h"

/* The store and a relationship in it, opened together. */
struct ledger_desk {
	struct store *store;
	struct relationship *relationship;
};
/* `name` NULL: the only one. False with the error; close it in any case. */
bool ledger_desk_open(const struct cli *cli, const char *name, struct ledger_desk *desk,
		      GError **error);
void ledger_desk_close(struct ledger_desk *desk);

int ledger_list(struct cli *cli, int argc, char **argv);
int ledger_export(struct cli *cli, int argc, char **argv);
int ledger_show_gaps(struct cli *cli, int argc, char **argv);
int ledger_show_pairs(struct cli *cli, int argc, char **argv);
int ledger_show_commitments(struct cli *cli, int argc, char **argv);
int ledger_show_mined(struct cli *cli, int argc, char **argv);
int ledger_add(struct cli *cli, int argc, char **argv);
int ledger_edit(struct cli *cli, int argc, char **argv);
int ledger_remove(struct cli *cli, int argc, char **argv);
int ledger_confirm(struct cli *cli, int argc, char **argv);
int ledger_reject(struct cli *cli, int argc, char **argv);
int ledger_accept(struct cli *cli, int argc, char **argv);
