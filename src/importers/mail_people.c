/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who wrote a mail to whom. Lists that must not break DKIM put themselves into From ("X via
 * list"); the writer then stands in X-Original-From or Reply-To. A person counted under a
 * list's address would later seem to have left. */
#include <string.h>

#include "base/limits.h"
#include "importers/address.h"
#include "importers/mail-internal.h"
#include "importers/mail.h"

/* Decodes the entry's name; *listed when a list decorated it. */
static char *readable_name(struct address_entry *entry, bool *listed)
{
	bool guessed;
	char *name;

	*listed = false;
	if (!entry->name)
		return NULL;
	name = mail_decode_field(g_steal_pointer(&entry->name), &guessed);
	name = address_plain_name(name, listed);
	if (name && entry->address && !g_ascii_strcasecmp(name, entry->address))
		g_clear_pointer(&name, g_free);
	return name;
}

static char *clean_address(char *address)
{
	bool guessed;

	return address ? mail_decode_field(address, &guessed) : NULL;
}

/* Moves the addresses of the entries; entries that are a name only are left out. */
static guint take_addresses(GArray *entries, struct mail_address *out)
{
	guint n = 0;

	for (guint i = 0; i < entries->len; i++) {
		struct address_entry *entry = &g_array_index(entries, struct address_entry, i);
		bool listed;

		if (!entry->address)
			continue;
		out[n].name = readable_name(entry, &listed);
		out[n].address = clean_address(g_steal_pointer(&entry->address));
		n++;
	}
	return n;
}

guint mail_parse_addresses(const char *field, struct mail_address **addresses)
{
	g_autoptr(GArray) entries = address_split(field, LIMIT_ADDRESSES);

	*addresses = g_new0(struct mail_address, entries->len + 1);
	return take_addresses(entries, *addresses);
}

char *mail_normalise_address(const char *text)
{
	return address_normalise(text);
}

static GArray *split_field(const struct header_value *value, guint limit)
{
	g_autofree char *text = header_unfold(value);

	return address_split(text ? text : "", limit);
}

static void read_recipients(const struct header_block *headers, struct message_record *record)
{
	g_autoptr(GArray) to = split_field(&headers->first[HEADER_TO], LIMIT_ADDRESSES);
	g_autoptr(GArray) cc =
		split_field(&headers->first[HEADER_CC], LIMIT_ADDRESSES - to->len);

	if (to->len + cc->len == 0)
		return;
	record->to = g_new0(struct mail_address, to->len + cc->len);
	record->n_to = take_addresses(to, record->to);
	record->n_cc = take_addresses(cc, record->to + record->n_to);
	record->n_to += record->n_cc;
}

/* First usable address of a field; false when there is none. Takes the name of an entry
 * without address as second best. */
static bool read_sender(const struct header_value *value, struct mail_address *sender,
			bool *listed)
{
	g_autoptr(GArray) entries = split_field(value, 1);
	struct address_entry *entry;

	if (entries->len == 0)
		return false;
	entry = &g_array_index(entries, struct address_entry, 0);
	sender->name = readable_name(entry, listed);
	sender->address = clean_address(g_steal_pointer(&entry->address));
	return sender->address != NULL;
}

static void clear_address(struct mail_address *address)
{
	g_clear_pointer(&address->address, g_free);
	g_clear_pointer(&address->name, g_free);
}

/* Replaces the list's address by the writer's, keeps the better name. */
static bool take_true_sender(const struct header_value *value, struct mail_address *from)
{
	struct mail_address found = {NULL, NULL};
	bool listed;

	if (!read_sender(value, &found, &listed) ||
	    (from->address && g_str_equal(found.address, from->address))) {
		clear_address(&found);
		return false;
	}
	if (!found.name)
		found.name = g_steal_pointer(&from->name);
	clear_address(from);
	*from = found;
	return true;
}

static void see_through_list(const struct header_block *headers, struct mail_address *from)
{
	static const enum header_id sources[] = {
		HEADER_ORIGINAL_FROM,
		HEADER_GOOGLE_ORIGINAL_FROM,
		HEADER_ORIGINAL_SENDER,
		HEADER_REPLY_TO,
	};

	for (gsize i = 0; i < G_N_ELEMENTS(sources); i++)
		if (take_true_sender(&headers->first[sources[i]], from))
			return;
}

static void read_from(const struct header_block *headers, struct message_record *record)
{
	struct mail_address second = {NULL, NULL};
	bool listed = false, ignored;

	if (read_sender(&headers->first[HEADER_FROM], &record->from, &listed)) {
		if (listed)
			see_through_list(headers, &record->from);
		return;
	}
	if (!read_sender(&headers->first[HEADER_SENDER], &second, &ignored)) {
		clear_address(&second);
		read_sender(&headers->first[HEADER_RETURN_PATH], &second, &ignored);
	}
	record->from.address = g_steal_pointer(&second.address);
	if (!record->from.name)
		record->from.name = g_steal_pointer(&second.name);
	g_free(second.name);
	if (!record->from.address)
		record->quality |= QUALITY_SENDER_MISSING;
}

/* "Name of the list <list.example.org>" */
static char *identifier_in_brackets(const struct header_value *value)
{
	g_autofree char *text = header_unfold(value);
	char *open = text ? strrchr(text, '<') : NULL;
	char *end = open ? strchr(open, '>') : NULL;

	if (!text)
		return NULL;
	if (open && end)
		return g_ascii_strdown(open + 1, end - open - 1);
	return *text && !strchr(text, ' ') ? g_ascii_strdown(text, -1) : NULL;
}

/* "list list@host; contact list-owner@host", "<mailto:list@host>", "list@host" */
static char *address_of_list(const struct header_value *value)
{
	g_autofree char *text = header_unfold(value);
	const char *start = text;

	if (!text)
		return NULL;
	text[strcspn(text, ";,?")] = '\0';
	if (!g_ascii_strncasecmp(start, "list ", 5))
		start += 5;
	return address_normalise(start);
}

static void read_list(const struct header_block *headers, struct message_record *record)
{
	static const struct {
		enum header_id id;
		char *(*read)(const struct header_value *value);
	} sources[] = {
		{HEADER_LIST_ID, identifier_in_brackets},
		{HEADER_LIST_POST, address_of_list},
		{HEADER_MAILING_LIST, address_of_list},
		{HEADER_BEEN_THERE, address_of_list},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(sources) && !record->list_id; i++)
		record->list_id =
			clean_address(sources[i].read(&headers->first[sources[i].id]));
}

void mail_read_people(const struct header_block *headers, struct message_record *record)
{
	read_from(headers, record);
	read_recipients(headers, record);
	read_list(headers, record);
}
