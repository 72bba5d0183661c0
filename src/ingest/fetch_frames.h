/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a fetch_sink is told, as bytes, for the way from the process that speaks to a server to
 * its parent. The decoder treats the bytes as hostile: that process may have been taken over by
 * the server. */
#pragma once

#include "fetch/fetch.h"

#define FETCH_FRAME_HEAD   5u           /* kind, length of what follows */
#define FETCH_FRAME_LENGTH (256u << 10) /* bytes behind the head */
#define FETCH_ID_LENGTH    1000u

/* A sink that writes frames to a descriptor. */
void fetch_frames_sink(int *descriptor, struct fetch_sink *sink);
/* The last frame: how the visit ended, and its reason or NULL. */
bool fetch_frames_put_end(int descriptor, enum fetch_end end, const char *reason);

/* What the frames said so far. */
struct fetch_frames {
	bool in_folder, in_message, ended;
	enum fetch_end end;
	char *reason;
};
void fetch_frames_clear(struct fetch_frames *frames);

enum fetch_frame { FRAME_GIVEN, FRAME_STOPPED, FRAME_ODD };

/* The length that a head announces; false when it is none. */
bool fetch_frames_length(const guint8 head[FETCH_FRAME_HEAD], guint32 *length);
/* Gives one frame to the sink. FRAME_ODD when it makes no sense, alone or behind the others. */
enum fetch_frame fetch_frames_give(struct fetch_frames *frames, guint8 kind,
				   const guint8 *bytes, gsize length,
				   const struct fetch_sink *sink);
