/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Tells machine mail from a person's mail by what machines say of themselves: RFC 3834 and its
 * many dialects, senders, subjects of out-of-office replies, monitoring and ticket tools. A
 * person's mail that passed through a discussion list, or that answers into a ticket thread,
 * stays a person's. */
#pragma once

#include "importers/header.h"
#include "model/record.h"

struct automatic_evidence {
	const struct header_block *headers;
	const char *sender;  /* normalised address, or NULL */
	const char *name;    /* display name, or NULL */
	const char *subject; /* decoded, or NULL */
	bool report;         /* multipart/report */
	bool invitation;     /* a calendar method stands in for the text */
};

enum automatic_kind automatic_classify(const struct automatic_evidence *evidence);
