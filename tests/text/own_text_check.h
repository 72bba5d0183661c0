/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Checks that the tests of own text share: a mail and what its author wrote of it. */
#pragma once

#include "harness.h"

#include <string.h>

#include "text/own_text.h"

struct mail_case {
	const char *mail, *own; /* own is NULL when nothing is left */
};

static inline void check_mail(const char *mail, const char *own)
{
	gsize cut = G_MAXSIZE;
	g_autofree char *got = own_text_extract(mail, strlen(mail), &cut);

	if (g_strcmp0(got, own) != 0)
		print_error("mail:\n%s\nexpected:\n%s\n", mail, own != NULL ? own : "(none)");
	if (own == NULL)
		assert_null(got);
	else
		assert_string_equal(got, own);
	assert_int_equal(cut, strlen(mail) - (got != NULL ? strlen(got) : 0));
}

static inline void check_mails(const struct mail_case *cases, gsize count)
{
	for (gsize i = 0; i < count; i++)
		check_mail(cases[i].mail, cases[i].own);
}

#define CHECK_MAILS(cases) check_mails(cases, G_N_ELEMENTS(cases))

/* The text of a file below the shared data, NULL when it is not there. Caller owns. */
static inline char *shared_text(const char *name, gsize *length)
{
	const char *root = g_getenv("ENTENTE_SHARED");
	g_autofree char *path = NULL;
	char *text = NULL;

	if (root == NULL)
		return NULL;
	path = g_build_filename(root, "data", name, NULL);
	return g_file_get_contents(path, &text, length, NULL) ? text : NULL;
}
