/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a process that speaks to a server may send to its parent: calls come in order, texts are
 * clean, ids are no paths. */
#include <stdint.h>
#include <string.h>

#include "ingest/fetch_frames.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
	bool folder, message;
};

static void check_text(const char *text)
{
	g_assert_true(g_utf8_validate(text, -1, NULL));
	g_assert_null(strpbrk(text, "\r\n\033\t"));
}

static bool see_folder(const char *name, bool anew, guint messages, void *data)
{
	struct seen *seen = data;

	g_assert_false(seen->message);
	check_text(name);
	seen->folder = true;
	return true;
}

static bool see_begin(const char *id, void *data)
{
	struct seen *seen = data;

	g_assert_true(seen->folder);
	check_text(id);
	g_assert_true(*id != '\0' && *id != '.' && strchr(id, '/') == NULL);
	seen->message = true;
	return true;
}

static bool see_bytes(const guint8 *bytes, gsize length, void *data)
{
	g_assert_true(((struct seen *)data)->message);
	return true;
}

static bool see_end(void *data)
{
	struct seen *seen = data;

	g_assert_true(seen->message);
	seen->message = false;
	return true;
}

static bool see_rejected(const char *id, const char *reason, void *data)
{
	struct seen *seen = data;

	g_assert_true(seen->folder);
	seen->message = false;
	check_text(id);
	check_text(reason);
	return true;
}

static bool see_text(const char *text, void *data)
{
	check_text(text);
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct seen seen = {0};
	const struct fetch_sink sink = {see_folder,   see_begin, see_bytes, see_end,
					see_rejected, see_text,  see_text,  &seen};
	struct fetch_frames frames = {0};
	enum fetch_frame given = FRAME_GIVEN;
	guint32 length;

	while (given == FRAME_GIVEN && size >= FETCH_FRAME_HEAD &&
	       fetch_frames_length(data, &length) && length <= size - FETCH_FRAME_HEAD) {
		given = fetch_frames_give(&frames, data[0], data + FETCH_FRAME_HEAD, length,
					  &sink);
		data += FETCH_FRAME_HEAD + length;
		size -= FETCH_FRAME_HEAD + length;
	}
	fetch_frames_clear(&frames);
	return 0;
}
