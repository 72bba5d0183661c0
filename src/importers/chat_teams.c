/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Messages of Microsoft Teams, as two hands write them. Collections of Graph's `chatMessage`
 * (learn.microsoft.com/graph/api/resources/chatmessage): pages {"value":[...]}, plain lists or
 * lines, with the answers inside or apart. And the export of personal data, messages.json, the
 * same as Skype's: {"conversations":[{"MessageList":[...]}]}. Neither tells mail addresses:
 * they come from users.json or members.json beside it (Graph's `user` or `conversationMember`),
 * and without them people are "identifier@tenant.teams". Notices and what was deleted say
 * nothing. */
#include "importers/chats.h"

#include <string.h>

#include "base/error.h"
#include "importers/bytes.h"
#include "importers/chat.h"
#include "text/own_text.h"

#define SCORE        95
#define ORGANISATION "8:orgid:" /* before the identifier of a user of an organisation */
#define ROBOT        "28:"

struct import_stream {
	struct json_items *items;
	struct chat_people *people;
	struct chat_rooms *rooms;
	/* The message whose answers are being given, and the next of them. */
	const struct json_value *answers, *context;
	guint answer;
	struct place place;
	volatile guint64 *position;
};

static const char *const lists[] = {"value", "messages", "conversations", NULL};
static const char *const inner[] = {"MessageList", "messages", NULL};
static const struct json_items_shape shape = {{lists, inner}};

/* ---- the two ways to write a message ---- */

/* What a message tells, borrowed from it. */
struct said {
	const char *id, *answers, *room, *room_name, *at, *text;
	const char *person, *person_name, *tenant;
	bool html, robot, none; /* none: nothing that somebody said */
	guint attachments;
};

static const char *path2(const struct json_value *value, const char *a, const char *b)
{
	return json_member_text(json_value_member(value, a), b);
}

static const char *first_of(const char *a, const char *b)
{
	return a && *a ? a : b;
}

static void read_graph_sender(const struct json_value *message, struct said *said)
{
	const struct json_value *from = json_value_member(message, "from");
	const struct json_value *user = json_value_member(from, "user");
	const struct json_value *robot = json_value_member(from, "application");

	said->robot = !user && robot;
	user = user ? user : robot;
	said->person = json_member_text(user, "id");
	said->person_name = json_member_text(user, "displayName");
	said->tenant = json_member_text(user, "tenantId");
}

static void read_graph(const struct json_value *message, const struct json_value *context,
		       struct said *said)
{
	const char *type = json_member_text(message, "messageType");

	said->id = json_member_text(message, "id");
	said->answers = json_member_text(message, "replyToId");
	said->room = first_of(json_member_text(message, "chatId"),
			      path2(message, "channelIdentity", "channelId"));
	said->room = first_of(said->room, json_member_text(context, "id"));
	said->room_name = first_of(json_member_text(message, "subject"),
				   first_of(json_member_text(context, "topic"),
					    json_member_text(context, "displayName")));
	said->at = json_member_text(message, "createdDateTime");
	said->text = path2(message, "body", "content");
	said->html = !g_strcmp0(path2(message, "body", "contentType"), "html");
	said->none = (type && strcmp(type, "message") != 0) ||
		     json_value_member(message, "deletedDateTime");
	said->attachments = json_value_length(json_value_member(message, "attachments"));
	read_graph_sender(message, said);
}

/* "8:orgid:GUID" is the user GUID; "28:GUID" a robot. */
static void read_export_sender(const struct json_value *message, struct said *said)
{
	const char *from = json_member_text(message, "from");

	said->robot = from && g_str_has_prefix(from, ROBOT);
	said->person = from && g_str_has_prefix(from, ORGANISATION)
			       ? from + strlen(ORGANISATION)
			       : from;
	said->person_name = json_member_text(message, "displayName");
}

static void read_export(const struct json_value *message, const struct json_value *context,
			struct said *said)
{
	const struct json_value *properties = json_value_member(message, "properties");
	const char *type = json_member_text(message, "messagetype");
	bool text = type && (!strcmp(type, "Text") || !strcmp(type, "RichText") ||
			     !strcmp(type, "RichText/Html"));

	said->id = json_member_text(message, "id");
	said->room = first_of(json_member_text(message, "conversationid"),
			      json_member_text(context, "id"));
	said->room_name = path2(context, "threadProperties", "topic");
	said->at = json_member_text(message, "originalarrivaltime");
	said->text = text ? json_member_text(message, "content") : NULL;
	said->html = true;
	said->attachments = type && g_str_has_prefix(type, "RichText/") && !text;
	said->none = !type || json_value_member(properties, "deletetime") ||
		     !(g_str_has_prefix(type, "RichText") || !strcmp(type, "Text") ||
		       !strcmp(type, "Event/Call"));
	read_export_sender(message, said);
}

static void read_said(const struct json_value *message, const struct json_value *context,
		      struct said *said)
{
	*said = (struct said){0};
	if (json_value_member(message, "messagetype"))
		read_export(message, context, said);
	else
		read_graph(message, context, said);
}

/* ---- people ---- */

static void add_person(struct chat_people *people, const char *id, const char *mail,
		       const char *tenant, const char *name, bool robot)
{
	g_autofree char *host = g_strdup_printf("%s.teams", tenant ? tenant : "orgid");

	chat_people_add(people, id, mail, host, name, robot);
}

/* A `user` or a `conversationMember` of Graph. */
static void take_person(const struct json_item *item, void *data)
{
	const struct json_value *person = item->value;
	const char *mail = first_of(json_member_text(person, "mail"),
				    first_of(json_member_text(person, "email"),
					     json_member_text(person, "userPrincipalName")));

	add_person(data,
		   first_of(json_member_text(person, "userId"), json_member_text(person, "id")),
		   mail, json_member_text(person, "tenantId"),
		   json_member_text(person, "displayName"), false);
}

static void read_directory(struct chat_people *people, const char *folder, const char *name)
{
	g_autofree char *path = g_strconcat(folder, "/", name, NULL);

	chat_each_item(path, false, &shape, take_person, people);
}

/* The members that stand with a chat. */
static void take_members(struct import_stream *stream, const struct json_value *context)
{
	const struct json_value *members = json_value_member(context, "members");

	for (guint i = 0; i < json_value_length(members); i++) {
		struct json_item member = {.value = json_value_item(members, i)};
		const char *id = first_of(json_member_text(member.value, "userId"),
					  json_member_text(member.value, "id"));
		take_person(&member, stream->people);
		chat_rooms_enter(stream->rooms, json_member_text(context, "id"), id);
	}
}

static void note_writer(struct import_stream *stream, const struct json_value *message,
			const struct json_value *context)
{
	struct said said;

	read_said(message, context, &said);
	if (said.none || !said.person)
		return;
	add_person(stream->people, said.person, NULL, said.tenant, said.person_name,
		   said.robot);
	if (!said.robot)
		chat_rooms_enter(stream->rooms, first_of(said.room, "chat"), said.person);
}

static void note_writers(const struct json_item *item, void *data)
{
	struct import_stream *stream = data;
	const struct json_value *answers = json_value_member(item->value, "replies");

	take_members(stream, item->context);
	note_writer(stream, item->value, item->context);
	for (guint i = 0; i < json_value_length(answers); i++)
		note_writer(stream, json_value_item(answers, i), item->context);
}

/* ---- messages ---- */

static char *message_id(const struct said *said, const char *id)
{
	return id ? g_strdup_printf("%s.%s@teams", first_of(said->room, "chat"), id) : NULL;
}

static void fill_message(const struct import_stream *stream, const struct said *said,
			 struct message_record *record)
{
	const char *text = said->text ? said->text : "";

	chat_record_begin(record, CHANNEL_CHAT, chat_people_find(stream->people, said->person));
	record->message_id = message_id(said, said->id);
	record->in_reply_to = message_id(said, said->answers);
	record->conversation = g_strdup_printf("teams:%s", first_of(said->room, "chat"));
	record->attachments = (guint16)MIN(said->attachments, G_MAXUINT16);
	chat_rooms_address(stream->rooms, stream->people, first_of(said->room, "chat"), record);
	chat_record_say(record,
			said->html ? own_text_from_html(text, strlen(text)) : g_strdup(text));
	chat_record_place(record, said->room_name);
}

static void reject(struct import_record *record, const struct place *place, const char *reason)
{
	record->type = RECORD_REJECTED;
	record->rejected =
		(struct rejected_record){.place = *place, .reason = g_strdup(reason)};
}

/* False when nobody said it. */
static bool take_message(const struct import_stream *stream, const struct json_value *message,
			 struct import_record *record)
{
	struct said said;
	gint64 ms;

	read_said(message, stream->context, &said);
	if (said.none)
		return false;
	if (!chat_instant(said.at, &ms)) {
		reject(record, &stream->place,
		       "the message has no date (createdDateTime); export it again");
		return true;
	}
	record->type = RECORD_MESSAGE;
	fill_message(stream, &said, &record->message);
	record->message.date_ms = ms;
	record->message.place = stream->place;
	chat_record_finish(&record->message);
	return true;
}

/* ---- the importer ---- */

static bool holds(const struct import_probe *probe, const char *text)
{
	return memmem(probe->head, probe->head_length, text, strlen(text)) != NULL;
}

static int teams_probe(const struct import_probe *probe)
{
	bool graph = holds(probe, "\"createdDateTime\"") && holds(probe, "\"body\"") &&
		     (holds(probe, "\"messageType\"") || holds(probe, "\"chatId\"") ||
		      holds(probe, "\"channelIdentity\""));
	bool personal = holds(probe, "\"conversations\"") && holds(probe, "\"MessageList\"");

	if (probe->head_length == 0 || chat_is_index(probe->path))
		return 0;
	return graph || personal ? SCORE : 0;
}

static char *teams_describe(const struct import_probe *probe, const struct import_task *task,
			    GError **error)
{
	return g_strdup(holds(probe, "\"MessageList\"") ? "Teams personal data"
							: "Teams messages (Graph)");
}

static void teams_close(struct import_stream *stream)
{
	g_clear_pointer(&stream->items, json_items_free);
	chat_people_free(stream->people);
	chat_rooms_free(stream->rooms);
	g_free(stream);
}

static struct import_stream *teams_open(const struct import_task *task, GError **error)
{
	struct import_stream *stream = g_new0(struct import_stream, 1);
	g_autofree char *folder = g_path_get_dirname(task->path);

	stream->people = chat_people_new(NULL);
	stream->rooms = chat_rooms_new(NULL);
	stream->position = task->position;
	read_directory(stream->people, folder, "users.json");
	read_directory(stream->people, folder, "members.json");
	chat_each_item(task->path, task->compressed, &shape, note_writers, stream);
	stream->items = json_items_open(task->path, task->compressed, &shape, error);
	if (stream->items)
		return stream;
	teams_close(stream);
	return NULL;
}

/* The next answer of the present item that somebody said. */
static bool next_answer(struct import_stream *stream, struct import_record *record)
{
	while (stream->answer < json_value_length(stream->answers))
		if (take_message(stream, json_value_item(stream->answers, stream->answer++),
				 record))
			return true;
	return false;
}

static bool take_item(struct import_stream *stream, const struct json_item *item,
		      struct import_record *record)
{
	stream->place = item->place;
	stream->context = item->context;
	stream->answers = json_value_member(item->value, "replies");
	stream->answer = 0;
	return take_message(stream, item->value, record) || next_answer(stream, record);
}

static bool teams_next(struct import_stream *stream, struct import_record *record,
		       GError **error)
{
	enum json_items_result result;
	struct json_item item;

	if (next_answer(stream, record))
		return true;
	do {
		stream->answers = NULL;
		if (stream->position)
			*stream->position = json_items_offset(stream->items);
		result = json_items_next(stream->items, &item, error);
		if (result == JSON_ITEMS_BROKEN) {
			reject(record, &item.place, item.trouble);
			return true;
		}
	} while (result == JSON_ITEMS_ITEM && !take_item(stream, &item, record));
	if (result == JSON_ITEMS_END)
		record->type = RECORD_END;
	return result != JSON_ITEMS_FAILED;
}

const struct importer importer_teams = {
	.name = "teams",
	.kind = IMPORT_KIND_CHAT,
	.readable = true,
	.probe = teams_probe,
	.describe = teams_describe,
	.open = teams_open,
	.next = teams_next,
	.close = teams_close,
};
