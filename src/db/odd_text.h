/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Texts that are no UTF-8 (a file name may be any bytes) on an engine that keeps nothing else:
 * each byte that does not belong to a character is written as one of 128 characters of a
 * private plane, and those characters themselves byte by byte, so that every text comes back as
 * it was.
 */
#pragma once

/* The text as UTF-8; NULL when it can be kept as it is. Caller owns. */
char *odd_text_encode(const char *text);
/* The bytes that were encoded; NULL when nothing was. Caller owns. */
char *odd_text_decode(const char *text);
