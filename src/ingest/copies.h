/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What stands in several places is one message: copies of a mail in two mailboxes, the rows of
 * a trace that name its recipients one by one, a call in the logs of both houses. */
#pragma once

#include "store/derived.h"

/* Puts struct stored_message in the order of time and digest and leaves one of each set of
 * copies: the fullest, then the first; what only a log tells has the recipients of all its
 * rows. New texts are kept in `strings`. The same messages give the same array, in whatever
 * order they come. */
void copies_fold(GArray *messages, GStringChunk *strings);
