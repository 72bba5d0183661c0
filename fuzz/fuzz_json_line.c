/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Any bytes as a JSON line: refused, or members that are valid UTF-8 without a NUL. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_line.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void demand(bool held)
{
	if (!held)
		abort();
}

static void check_member(const struct json_line_member *member, bool read)
{
	demand(read || member->kind == JSON_LINE_ABSENT);
	demand((member->kind == JSON_LINE_STRING) == (member->string != NULL));
	demand(member->string == NULL || g_utf8_validate(member->string, -1, NULL));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct json_line_member members[] = {
		{.key = "text"}, {.key = "id"}, {.key = "lang"}, {.key = NULL}};
	g_autofree char *line = g_strndup((const char *)bytes, length);
	bool read = json_line_read(line, length, members, NULL);

	for (guint i = 0; members[i].key != NULL; i++)
		check_member(&members[i], read);
	json_line_clear(members);
	return 0;
}
