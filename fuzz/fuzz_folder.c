/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Names of folders and addresses of servers: what comes out is text that can be shown, stored
 * and sent back. */
#include <stdint.h>
#include <string.h>

#include "fetch/fetch.h"
#include "fetch/folders.h"
#include "fetch/remote.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_folder(const char *text)
{
	struct folder *folder = folder_new(text, '/', 0);

	if (folder == NULL)
		return;
	g_assert_true(g_utf8_validate(folder->name, -1, NULL));
	g_assert_cmpuint(strlen(folder->name), <=, FETCH_NAME_LENGTH);
	g_assert_null(strpbrk(folder->raw, "\r\n"));
	g_assert_null(strpbrk(folder->name, "\r\n\033"));
	folder_free(folder);
}

static void check_remote(const char *text)
{
	g_autoptr(remote_auto) remote = remote_is(text) ? remote_parse(text, NULL) : NULL;
	g_autoptr(remote_auto) again = remote != NULL ? remote_parse(remote->name, NULL) : NULL;

	if (remote == NULL)
		return;
	g_assert_nonnull(again);
	g_assert_cmpstr(again->name, ==, remote->name);
	g_assert_cmpstr(again->user, ==, remote->user);
	g_assert_cmpstr(again->host, ==, remote->host);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text = g_strndup((const char *)data, size);

	check_folder(text);
	check_remote(text);
	return 0;
}
