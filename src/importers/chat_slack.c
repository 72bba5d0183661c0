/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A Slack workspace export (slack.com/help/articles/220556107): users.json, channels.json,
 * groups.json, dms.json and mpims.json beside folders of rooms, in which a file holds the
 * messages of a day. Identifiers become people through users.json, rooms have their members
 * there; `thread_ts` is the message that a thread hangs on. Joins, topics and what was deleted
 * say nothing. Formatting marks of its mrkdwn are taken out (docs.slack.dev, "Formatting
 * message text"). */
#include "importers/chats.h"

#include <string.h>

#include "base/error.h"
#include "importers/bytes.h"
#include "importers/chat.h"

#define SCORE          95
#define SLACK_EXPORT   "Slack export"
#define DAY_NAME       "0000-00-00.json"
#define MENTION_LENGTH 2000u /* longer is no mention */

/* What an export says beside its messages. */
struct workspace {
	char *root;
	struct chat_people *people;
	struct chat_rooms *rooms; /* by the name of their folder */
	GHashTable *room_ids;     /* folder -> identifier */
};

struct import_stream {
	struct workspace *workspace; /* borrowed */
	struct json_items *items;
	char *room; /* folder */
	const char *room_id;
	struct chat_people *people; /* those of other workspaces too */
	struct chat_rooms *rooms;   /* who writes in this file too */
	volatile guint64 *position;
};

static const char *const no_members[] = {NULL};
static const struct json_items_shape shape = {{no_members}};

/* ---- the export ---- */

static void workspace_free(gpointer data)
{
	struct workspace *workspace = data;

	chat_people_free(workspace->people);
	chat_rooms_free(workspace->rooms);
	g_hash_table_unref(workspace->room_ids);
	g_free(workspace->root);
	g_free(workspace);
}

/* The export whose files a worker reads one after the other. */
static GPrivate present = G_PRIVATE_INIT(workspace_free);

static const char *first_of(const char *a, const char *b, const char *c)
{
	if (a && *a)
		return a;
	return b && *b ? b : c;
}

/* Whoever has no mail address is known by the workspace. */
static char *host_of(const char *team)
{
	return g_strdup_printf("%s.slack", team && *team ? team : "workspace");
}

static void take_user(const struct json_item *item, void *data)
{
	struct workspace *workspace = data;
	const struct json_value *user = item->value;
	const struct json_value *profile = json_value_member(user, "profile");
	g_autofree char *host = host_of(json_member_text(user, "team_id"));
	const char *name = first_of(json_member_text(profile, "real_name"),
				    json_member_text(user, "real_name"),
				    json_member_text(profile, "display_name"));
	const char *id = json_member_text(user, "id");

	chat_people_add(workspace->people, id, json_member_text(profile, "email"), host,
			first_of(name, json_member_text(user, "name"), NULL),
			json_value_is_true(json_value_member(user, "is_bot")) ||
				!g_strcmp0(id, "USLACKBOT"));
}

/* Rooms have their folder by name, talk between two by its identifier. */
static void take_room(const struct json_item *item, void *data)
{
	struct workspace *workspace = data;
	const struct json_value *members = json_value_member(item->value, "members");
	const char *id = json_member_text(item->value, "id");
	const char *folder = first_of(json_member_text(item->value, "name"), id, NULL);

	if (!id || !folder)
		return;
	g_hash_table_insert(workspace->room_ids, g_strdup(folder), g_strdup(id));
	for (guint i = 0; i < json_value_length(members); i++)
		chat_rooms_enter(workspace->rooms, folder,
				 json_value_string(json_value_item(members, i)));
}

static void read_index(struct workspace *workspace, const char *name,
		       void (*take)(const struct json_item *item, void *data))
{
	g_autofree char *path = g_strconcat(workspace->root, "/", name, NULL);

	chat_each_item(path, false, &shape, take, workspace);
}

static struct workspace *workspace_of(const char *root)
{
	struct workspace *workspace = g_private_get(&present);

	if (workspace && !strcmp(workspace->root, root))
		return workspace;
	workspace = g_new0(struct workspace, 1);
	workspace->root = g_strdup(root);
	workspace->people = chat_people_new(NULL);
	workspace->rooms = chat_rooms_new(NULL);
	workspace->room_ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	read_index(workspace, "users.json", take_user);
	read_index(workspace, "org_users.json", take_user);
	read_index(workspace, "channels.json", take_room);
	read_index(workspace, "groups.json", take_room);
	read_index(workspace, "dms.json", take_room);
	read_index(workspace, "mpims.json", take_room);
	g_private_replace(&present, workspace);
	return workspace;
}

/* ---- texts ---- */

static void append_person(const struct chat_people *people, const char *id, GString *out)
{
	const struct chat_person *person = chat_people_find(people, id);

	g_string_append_printf(out, "@%s", person && person->name ? person->name : id);
}

/* "<@U1>", "<#C1|general>", "<!here>", "<https://x|words>"; `inside` is what the brackets hold.
 */
static void append_reference(const struct chat_people *people, char *inside, GString *out)
{
	char *label = strchr(inside, '|');

	if (label)
		*label++ = '\0';
	if (*inside == '@')
		append_person(people, inside + 1, out);
	else if (*inside == '#')
		g_string_append_printf(out, "#%s", label && *label ? label : inside + 1);
	else if (label && *label)
		g_string_append(out, label);
	else if (*inside == '!')
		g_string_append_printf(out, "@%s", inside + 1);
	else
		g_string_append(out, inside);
}

static bool is_boundary(char byte)
{
	return !byte || g_ascii_isspace(byte) || strchr(".,;:!?()[]{}\"'*_~`", byte);
}

/* A mark stands at one end of a word: "*bold*" has two, "2*3", "snake_case" and "* item" none.
 */
static bool is_mark(const char *text, const char *at)
{
	char before = at == text ? '\0' : at[-1];

	return strchr("*_~`", *at) && is_boundary(before) != is_boundary(at[1]);
}

static gsize entity_length(const char *at, char *byte)
{
	static const struct {
		const char *name;
		char byte;
	} entities[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}};

	for (gsize i = 0; i < G_N_ELEMENTS(entities); i++)
		if (g_str_has_prefix(at, entities[i].name)) {
			*byte = entities[i].byte;
			return strlen(entities[i].name);
		}
	return 0;
}

/* What a reader sees. Caller owns. */
static char *plain_text(const struct chat_people *people, const char *text)
{
	GString *out = g_string_new(NULL);

	for (const char *at = text; *at;) {
		const char *end = *at == '<' ? strchr(at, '>') : NULL;
		char byte = *at;
		gsize length = entity_length(at, &byte);

		if (end && (gsize)(end - at) < MENTION_LENGTH) {
			g_autofree char *inside = g_strndup(at + 1, (gsize)(end - at - 1));
			append_reference(people, inside, out);
			at = end + 1;
			continue;
		}
		if (length > 0 || !is_mark(text, at))
			g_string_append_c(out, byte);
		at += MAX(length, 1);
	}
	return g_string_free(out, FALSE);
}

/* ---- messages ---- */

/* Said by somebody; the other subtypes are notices of the tool. */
static bool is_said(const struct json_value *message)
{
	static const char *const said[] = {"bot_message", "file_share",   "thread_broadcast",
					   "me_message",  "file_comment", "file_mention"};
	const char *subtype = json_member_text(message, "subtype");

	if (json_value_is_true(json_value_member(message, "hidden")))
		return false;
	for (gsize i = 0; subtype && i < G_N_ELEMENTS(said); i++)
		if (!strcmp(subtype, said[i]))
			return true;
	return !subtype;
}

/* "1700000000.123456" */
static bool read_stamp(const char *stamp, gint64 *ms)
{
	char *end;
	guint64 seconds = stamp ? g_ascii_strtoull(stamp, &end, 10) : 0;

	if (!stamp || !g_ascii_isdigit(*stamp) || seconds > G_MAXINT64 / 1000)
		return false;
	*ms = (gint64)seconds * 1000;
	if (*end == '.')
		for (gint64 scale = 100; g_ascii_isdigit(*++end) && scale > 0; scale /= 10)
			*ms += (*end - '0') * scale;
	return true;
}

/* Somebody of another workspace is not in users.json: the message tells something of them. */
static const struct chat_person *sender_of(const struct import_stream *stream,
					   const struct json_value *message)
{
	const struct json_value *profile = json_value_member(message, "user_profile");
	const char *user = json_member_text(message, "user");
	const char *bot = first_of(json_member_text(message, "bot_id"),
				   json_member_text(message, "username"), NULL);
	const char *id = first_of(user, bot, NULL);
	const char *team = first_of(json_member_text(message, "user_team"),
				    json_member_text(message, "source_team"),
				    json_member_text(message, "team"));
	g_autofree char *host = host_of(team);

	chat_people_add(stream->people, id, json_member_text(profile, "email"), host,
			first_of(json_member_text(profile, "real_name"),
				 json_member_text(message, "username"), NULL),
			!user);
	return chat_people_find(stream->people, id);
}

static char *message_id(const struct import_stream *stream, const char *stamp)
{
	return stamp ? g_strdup_printf("%s.%s@slack", stream->room_id, stamp) : NULL;
}

static void reject(struct import_record *record, const struct place *place, const char *reason)
{
	record->type = RECORD_REJECTED;
	record->rejected =
		(struct rejected_record){.place = *place, .reason = g_strdup(reason)};
}

static void fill_message(const struct import_stream *stream, const struct json_value *message,
			 struct message_record *record)
{
	const char *stamp = json_member_text(message, "ts");
	const char *thread = json_member_text(message, "thread_ts");
	const char *text = json_member_text(message, "text");

	chat_record_begin(record, CHANNEL_CHAT, sender_of(stream, message));
	if (json_value_member(message, "bot_id"))
		record->automatic = AUTOMATIC_ROBOT;
	record->message_id = message_id(stream, stamp);
	if (g_strcmp0(stamp, thread) != 0)
		record->in_reply_to = message_id(stream, thread);
	record->conversation = g_strdup_printf("slack:%s", stream->room_id);
	record->attachments = (guint16)MIN(
		json_value_length(json_value_member(message, "files")), G_MAXUINT16);
	chat_rooms_address(stream->rooms, stream->people, stream->room, record);
	chat_record_say(record, plain_text(stream->people, text ? text : ""));
	chat_record_place(record, stream->room);
}

/* False when the item is no message that somebody sent. */
static bool take_item(const struct import_stream *stream, const struct json_item *item,
		      struct import_record *record)
{
	const struct json_value *message = item->value;
	gint64 ms;

	if (!is_said(message))
		return false;
	if (!read_stamp(json_member_text(message, "ts"), &ms)) {
		reject(record, &item->place,
		       "the message has no time stamp (ts); export it again");
		return true;
	}
	record->type = RECORD_MESSAGE;
	fill_message(stream, message, &record->message);
	record->message.date_ms = ms;
	record->message.place = item->place;
	chat_record_finish(&record->message);
	return true;
}

/* ---- the importer ---- */

static bool is_day(const char *path)
{
	g_autofree char *name = g_path_get_basename(path);

	if (strlen(name) != strlen(DAY_NAME))
		return false;
	for (gsize i = 0; name[i]; i++)
		if (DAY_NAME[i] == '0' ? !g_ascii_isdigit(name[i]) : name[i] != DAY_NAME[i])
			return false;
	return true;
}

static bool holds(const struct import_probe *probe, const char *text)
{
	return memmem(probe->head, probe->head_length, text, strlen(text)) != NULL;
}

static bool is_list(const struct import_probe *probe)
{
	gsize at = 0;

	while (at < probe->head_length && (g_ascii_isspace(probe->head[at]) || at < 3) &&
	       probe->head[at] != '[')
		at++;
	return at < probe->head_length && probe->head[at] == '[';
}

static int slack_probe(const struct import_probe *probe)
{
	if (!is_day(probe->path) || !is_list(probe))
		return 0;
	return holds(probe, "\"ts\"") || probe->head_length < 8 ? SCORE : 0;
}

static char *slack_describe(const struct import_probe *probe, const struct import_task *task,
			    GError **error)
{
	return g_strdup(SLACK_EXPORT);
}

static void note_writer(const struct json_item *item, void *data)
{
	struct import_stream *stream = data;

	if (is_said(item->value) && sender_of(stream, item->value))
		chat_rooms_enter(stream->rooms, stream->room,
				 json_member_text(item->value, "user"));
}

static void slack_close(struct import_stream *stream)
{
	g_clear_pointer(&stream->items, json_items_free);
	g_clear_pointer(&stream->people, chat_people_free);
	g_clear_pointer(&stream->rooms, chat_rooms_free);
	g_free(stream->room);
	g_free(stream);
}

static struct import_stream *slack_open(const struct import_task *task, GError **error)
{
	struct import_stream *stream = g_new0(struct import_stream, 1);
	g_autofree char *folder = g_path_get_dirname(task->path);
	g_autofree char *root = g_path_get_dirname(folder);

	stream->workspace = workspace_of(root);
	stream->people = chat_people_new(stream->workspace->people);
	stream->rooms = chat_rooms_new(stream->workspace->rooms);
	stream->room = g_path_get_basename(folder);
	stream->room_id = g_hash_table_lookup(stream->workspace->room_ids, stream->room);
	if (!stream->room_id)
		stream->room_id = stream->room;
	stream->position = task->position;
	chat_each_item(task->path, task->compressed, &shape, note_writer, stream);
	stream->items = json_items_open(task->path, task->compressed, &shape, error);
	if (stream->items)
		return stream;
	slack_close(stream);
	return NULL;
}

static bool slack_next(struct import_stream *stream, struct import_record *record,
		       GError **error)
{
	enum json_items_result result;
	struct json_item item;

	do {
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

const struct importer importer_slack = {
	.name = "slack",
	.kind = IMPORT_KIND_CHAT,
	.readable = true,
	.workspace = true,
	.probe = slack_probe,
	.describe = slack_describe,
	.open = slack_open,
	.next = slack_next,
	.close = slack_close,
};

/* ---- who is who, beside the messages ---- */

static int index_probe(const struct import_probe *probe)
{
	static const char *const inside[] = {
		"\"team_id\"",    "\"profile\"",           "\"creator\"", "\"members\"",
		"\"service_id\"", "\"userPrincipalName\"", "\"email\"",   "\"mail\"",
	};

	for (gsize i = 0; chat_is_index(probe->path) && i < G_N_ELEMENTS(inside); i++)
		if (holds(probe, inside[i]))
			return SCORE;
	return 0;
}

static char *index_describe(const struct import_probe *probe, const struct import_task *task,
			    GError **error)
{
	bool slack = is_list(probe) && !holds(probe, "\"userPrincipalName\"");

	return g_strdup(slack ? SLACK_EXPORT : "people of a Teams export");
}

static struct import_stream *index_open(const struct import_task *task, GError **error)
{
	return g_new0(struct import_stream, 1);
}

/* It is read with the messages. */
static bool index_next(struct import_stream *stream, struct import_record *record,
		       GError **error)
{
	record->type = RECORD_END;
	return true;
}

const struct importer importer_chat_index = {
	.name = "chat-index",
	.kind = IMPORT_KIND_CHAT,
	.readable = true,
	.single = true,
	.probe = index_probe,
	.describe = index_describe,
	.open = index_open,
	.next = index_next,
	.close = slack_close,
};
