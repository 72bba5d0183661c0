/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Mailboxes of a function, not of a human: support@, informatique@... */
#pragma once

#include <stdbool.h>

bool function_mailbox(const char *address);
/* One word, in lower case: "support". */
bool function_word(const char *word);
