/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The reader of XML: names, attributes and texts are UTF-8, what is opened is closed in order
 * as long as nothing broke, and the stream ends. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "importers/xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_open(struct xml *xml)
{
	const char *value = xml_attribute(xml, "r");

	require(g_utf8_validate(xml_name(xml), -1, NULL));
	require(!value || g_utf8_validate(value, -1, NULL));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	int fd = memfd_create("document", MFD_CLOEXEC);
	g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", fd);
	struct xml *xml;
	enum xml_event event;
	guint open = 0;

	require(fd >= 0 && write(fd, bytes, length) == (ssize_t)length);
	xml = xml_open(path, false, NULL);
	while ((event = xml_next(xml, NULL)) < XML_END) {
		if (event == XML_OPEN)
			check_open(xml);
		if (event == XML_TEXT)
			require(g_utf8_validate(xml_text(xml), -1, NULL));
		require(event != XML_CLOSE || open > 0);
		open += (event == XML_OPEN) - (event == XML_CLOSE);
	}
	require(event == XML_BROKEN || open == 0);
	xml_free(xml);
	close(fd);
	return 0;
}
