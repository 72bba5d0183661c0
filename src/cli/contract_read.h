/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `entente contract read [NAME]`. */
#pragma once

#include "cli/cli.h"

int contract_read(struct cli *cli, int argc, char **argv);
