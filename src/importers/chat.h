/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What exports of chats share: people known by an identifier, rooms and who takes part in them,
 * and the making of a record that is said and not mailed. */
#pragma once

#include "importers/importer.h"
#include "importers/json_items.h"

#define CHAT_PEOPLE_MOST  200000u /* people of one export */
#define CHAT_READERS_MOST 50u     /* of a room, kept with a message: one of each domain first */

struct chat_person {
	char *address; /* lower case "user@host": made of the identifiers when none is told */
	char *name;    /* or NULL */
	bool robot;
};

/* ---- people, by identifier ---- */
struct chat_people;

/* Who is known to `around` (or NULL), which is borrowed, is known here too. */
struct chat_people *chat_people_new(const struct chat_people *around);
void chat_people_free(struct chat_people *people);
/* What is told first stays. `mail` may be NULL: then "id@host"; a name may be NULL. */
void chat_people_add(struct chat_people *people, const char *id, const char *mail,
		     const char *host, const char *name, bool robot);
const struct chat_person *chat_people_find(const struct chat_people *people, const char *id);

/* ---- rooms, by identifier or folder ---- */
struct chat_rooms;

/* Who takes part by `around` (or NULL), which is borrowed, takes part here too. */
struct chat_rooms *chat_rooms_new(const struct chat_rooms *around);
void chat_rooms_free(struct chat_rooms *rooms);
/* Somebody takes part in a room. */
void chat_rooms_enter(struct chat_rooms *rooms, const char *room, const char *person);
/* Everybody of the room but the sender becomes a recipient, as far as there is room. */
void chat_rooms_address(const struct chat_rooms *rooms, const struct chat_people *people,
			const char *room, struct message_record *record);

/* Calls back for each sound item of a JSON file that may not be there. */
void chat_each_item(const char *path, bool compressed, const struct json_items_shape *shape,
		    void (*each)(const struct json_item *item, void *data), void *data);

/* ---- records ---- */
/* A zeroed record of the channel with its sender. */
void chat_record_begin(struct message_record *record, enum channel channel,
		       const struct chat_person *from);
/* What was said, quoted lines marked by '>'; takes the text. */
void chat_record_say(struct message_record *record, char *text);
/* The room as its subject, with the ticket that the text names. `room` may be NULL. */
void chat_record_place(struct message_record *record, const char *room);
/* The digest, over all that the record tells. */
void chat_record_finish(struct message_record *record);

/* Instant of "2024-01-02T10:00:00.123Z"; false when it is none: *ms untouched. */
bool chat_instant(const char *text, gint64 *ms);

/* Whether the file is one of those that say who is who beside the messages. */
bool chat_is_index(const char *path);
