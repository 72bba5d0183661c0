/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The actions of `entente contract` that know the notice clock. Each parses its own options;
 * argv[0] is the action's name. */
#pragma once

#include "cli/cli.h"
#include "cli/contract_options.h"
#include "ingest/contracts.h"

int contract_add(struct cli *cli, int argc, char **argv);
int contract_amend(struct cli *cli, int argc, char **argv);
int contract_link(struct cli *cli, int argc, char **argv);
int contract_remove(struct cli *cli, int argc, char **argv);
int contract_list(struct cli *cli, int argc, char **argv);
int contract_show(struct cli *cli, int argc, char **argv);
int contract_deadlines(struct cli *cli, int argc, char **argv);

/* By its relationship, or by its provider while it waits for one. */
bool contract_named(const struct contract_case *one, const char *name);
/* The one of that id, or the only one of that name; NULL with an error. Borrowed. */
const struct contract_case *contract_find(const GPtrArray *cases, const char *word,
					  GError **error);
/* What a document of the relationship proposes, people masked. `document` is a part of its
 * title or path, "" when there is but one. */
bool contract_propose(struct store *store, const struct relationship *relationship,
		      const char *document, struct contract_record *record, GError **error);
