/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* People of exports are known by opaque identifiers; a mail address makes them the person that
 * writes mail, and without one an address is made of the identifiers, so that a side can still
 * be named by the organisation's ("t0123.slack"). The readers of a room are those who are its
 * members or write in it: an export tells the members of today, not of then. */
#include "importers/chat.h"

#include <string.h>

#include "base/limits.h"
#include "importers/digest.h"
#include "importers/mail.h"
#include "importers/mail_date.h"
#include "text/own_text.h"

#define TICKET_WITHIN 200 /* bytes of a text in which a ticket is looked for */

struct chat_people {
	const struct chat_people *around;
	GHashTable *by_id; /* char * -> struct chat_person * */
};

struct chat_rooms {
	const struct chat_rooms *around;
	GHashTable *by_id; /* char * -> GPtrArray of char *, borrowed from `names` */
	GHashTable *entered;
	GStringChunk *names;
};

/* ---- people ---- */

static void person_free(gpointer data)
{
	struct chat_person *person = data;

	g_free(person->address);
	g_free(person->name);
	g_free(person);
}

struct chat_people *chat_people_new(const struct chat_people *around)
{
	struct chat_people *people = g_new0(struct chat_people, 1);

	people->around = around;
	people->by_id = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, person_free);
	return people;
}

void chat_people_free(struct chat_people *people)
{
	g_hash_table_unref(people->by_id);
	g_free(people);
}

/* An address has no blanks, and one '@'. */
static char *made_address(const char *id, const char *host)
{
	g_autofree char *text = g_strdup_printf("%s@%s", id, host);
	char *lower;

	for (char *byte = text; byte < text + strlen(id); byte++)
		if (g_ascii_isspace(*byte) || strchr("@<>,;\"", *byte))
			*byte = '_';
	lower = g_utf8_strdown(text, -1);
	return lower;
}

void chat_people_add(struct chat_people *people, const char *id, const char *mail,
		     const char *host, const char *name, bool robot)
{
	struct chat_person *person;

	if (!id || !*id || chat_people_find(people, id) ||
	    g_hash_table_size(people->by_id) >= CHAT_PEOPLE_MOST)
		return;
	person = g_new0(struct chat_person, 1);
	person->address = mail && *mail ? mail_normalise_address(mail) : NULL;
	if (!person->address)
		person->address = made_address(id, host);
	person->name = name && *name ? own_text_clean_utf8(name, strlen(name)) : NULL;
	person->robot = robot;
	g_hash_table_insert(people->by_id, g_strdup(id), person);
}

const struct chat_person *chat_people_find(const struct chat_people *people, const char *id)
{
	const struct chat_person *found = NULL;

	for (; id && people && !found; people = people->around)
		found = g_hash_table_lookup(people->by_id, id);
	return found;
}

/* ---- rooms ---- */

static void unref_people(gpointer data)
{
	g_ptr_array_unref(data);
}

struct chat_rooms *chat_rooms_new(const struct chat_rooms *around)
{
	struct chat_rooms *rooms = g_new0(struct chat_rooms, 1);

	rooms->around = around;
	rooms->by_id = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, unref_people);
	rooms->entered = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	rooms->names = g_string_chunk_new(4096);
	return rooms;
}

void chat_rooms_free(struct chat_rooms *rooms)
{
	g_hash_table_unref(rooms->by_id);
	g_hash_table_unref(rooms->entered);
	g_string_chunk_free(rooms->names);
	g_free(rooms);
}

void chat_rooms_enter(struct chat_rooms *rooms, const char *room, const char *person)
{
	GPtrArray *people;

	if (!room || !person || g_hash_table_size(rooms->entered) >= CHAT_PEOPLE_MOST ||
	    !g_hash_table_add(rooms->entered, g_strdup_printf("%s\n%s", room, person)))
		return;
	people = g_hash_table_lookup(rooms->by_id, room);
	if (!people) {
		people = g_ptr_array_new();
		g_hash_table_insert(rooms->by_id,
				    g_string_chunk_insert_const(rooms->names, room), people);
	}
	g_ptr_array_add(people, g_string_chunk_insert_const(rooms->names, person));
}

static const char *domain_of(const char *address)
{
	const char *at = strrchr(address, '@');

	return at ? at + 1 : address;
}

struct readers {
	const struct chat_people *people;
	GHashTable *addresses, *domains;
	GArray *chosen; /* struct mail_address */
};

/* `first`: only who is the first of a domain. */
static void choose(struct readers *readers, const char *id, bool first)
{
	const struct chat_person *person = chat_people_find(readers->people, id);
	struct mail_address one;

	if (!person || readers->chosen->len >= CHAT_READERS_MOST ||
	    g_hash_table_contains(readers->addresses, person->address))
		return;
	if (first && !g_hash_table_add(readers->domains, (gpointer)domain_of(person->address)))
		return;
	g_hash_table_add(readers->addresses, person->address);
	one = (struct mail_address){g_strdup(person->address), g_strdup(person->name)};
	g_array_append_val(readers->chosen, one);
}

static void choose_all(struct readers *readers, const struct chat_rooms *rooms,
		       const char *room, bool first)
{
	for (; rooms; rooms = rooms->around) {
		const GPtrArray *present = g_hash_table_lookup(rooms->by_id, room);

		for (guint i = 0; present && i < present->len; i++)
			choose(readers, g_ptr_array_index(present, i), first);
	}
}

void chat_rooms_address(const struct chat_rooms *rooms, const struct chat_people *people,
			const char *room, struct message_record *record)
{
	g_autoptr(GHashTable) addresses = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GHashTable) domains = g_hash_table_new(g_str_hash, g_str_equal);
	struct readers readers = {people, addresses, domains,
				  g_array_new(FALSE, FALSE, sizeof(struct mail_address))};

	if (record->from.address)
		g_hash_table_add(addresses, record->from.address);
	choose_all(&readers, rooms, room, true);
	choose_all(&readers, rooms, room, false);
	record->n_to = readers.chosen->len;
	record->to = (struct mail_address *)g_array_free(readers.chosen, record->n_to == 0);
}

void chat_each_item(const char *path, bool compressed, const struct json_items_shape *shape,
		    void (*each)(const struct json_item *item, void *data), void *data)
{
	g_autoptr(json_items_auto) items = json_items_open(path, compressed, shape, NULL);
	enum json_items_result result = JSON_ITEMS_BROKEN;
	struct json_item item;

	while (items && (result == JSON_ITEMS_ITEM || result == JSON_ITEMS_BROKEN)) {
		result = json_items_next(items, &item, NULL);
		if (result == JSON_ITEMS_ITEM)
			each(&item, data);
	}
}

/* ---- records ---- */

void chat_record_begin(struct message_record *record, enum channel channel,
		       const struct chat_person *from)
{
	message_record_init(record);
	record->channel = channel;
	if (!from) {
		record->quality |= QUALITY_SENDER_MISSING;
		return;
	}
	record->from.address = g_strdup(from->address);
	record->from.name = g_strdup(from->name);
	record->automatic = from->robot ? AUTOMATIC_ROBOT : AUTOMATIC_NOT;
}

static void cut_at(char *text, gsize limit)
{
	if (strlen(text) > limit)
		*g_utf8_find_prev_char(text, text + limit + 1) = '\0';
}

void chat_record_say(struct message_record *record, char *text)
{
	gsize length = strlen(text), cut = 0;

	record->own_text = own_text_extract(text, length, &cut);
	record->quoted_length = (guint32)MIN(cut, G_MAXUINT32);
	g_free(text);
	if (!record->own_text)
		return;
	cut_at(record->own_text, LIMIT_OWN_TEXT);
	g_strlcpy(record->language, own_text_language(record->own_text),
		  sizeof record->language);
	record->asks = own_text_asks(record->own_text, record->language);
}

void chat_record_place(struct message_record *record, const char *room)
{
	g_autofree char *beginning = g_strdup(record->own_text ? record->own_text : "");
	g_autofree char *key = NULL;

	room = room && *room ? room : NULL;
	cut_at(beginning, TICKET_WITHIN);
	key = own_text_ticket_key(beginning);
	if (key)
		record->subject =
			g_strdup_printf("%s%s[%s%s]", room ? room : "", room ? " " : "",
					g_ascii_isdigit(*key) ? "#" : "", key);
	else
		record->subject = g_strdup(room);
	if (record->subject)
		cut_at(record->subject, LIMIT_SUBJECT);
	record->personal = own_text_marked_personal(NULL, room);
}

static void digest_optional(struct digest *digest, const char *name, const char *value)
{
	if (value)
		digest_field(digest, name, value, -1);
}

void chat_record_finish(struct message_record *record)
{
	struct digest digest;
	g_autofree char *date = g_strdup_printf("%" G_GINT64_FORMAT, record->date_ms);

	if (!mail_date_is_plausible(record->date_ms)) {
		record->date_ms = INSTANT_NONE;
		record->quality |= QUALITY_NO_DATE;
	}
	digest_begin(&digest);
	digest_field(&digest, "channel", channel_token(record->channel), -1);
	digest_optional(&digest, "id", record->message_id);
	digest_optional(&digest, "answers", record->in_reply_to);
	digest_optional(&digest, "conversation", record->conversation);
	digest_optional(&digest, "from", record->from.address);
	digest_field(&digest, "date", date, -1);
	digest_optional(&digest, "subject", record->subject);
	for (guint i = 0; i < record->n_to; i++)
		digest_field(&digest, "to", record->to[i].address, -1);
	digest_optional(&digest, "text", record->own_text);
	digest_end(&digest, record->digest);
}

bool chat_instant(const char *text, gint64 *ms)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	g_autoptr(GDateTime) at = text ? g_date_time_new_from_iso8601(text, utc) : NULL;

	if (!at)
		return false;
	*ms = g_date_time_to_unix(at) * 1000 + g_date_time_get_microsecond(at) / 1000;
	return true;
}

bool chat_is_index(const char *path)
{
	static const char *const names[] = {
		"users.json",    "channels.json", "groups.json",    "dms.json",
		"mpims.json",    "members.json",  "org_users.json", "integration_logs.json",
		"canvases.json",
	};
	g_autofree char *name = g_path_get_basename(path);

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		if (!strcmp(name, names[i]))
			return true;
	return false;
}
