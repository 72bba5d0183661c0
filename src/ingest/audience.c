/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A set of (thread, person). The management is told by few plain words of an address or of a
 * written name: titles that providers give to whoever serves an account ("manager",
 * "responsable") are none of them. */
#include "ingest/audience.h"

#include <string.h>

#include "text/folded.h"

struct audience {
	const struct identities *identities;
	GHashTable *known; /* guint64: thread, person */
};

struct audience *audience_new(const struct identities *identities)
{
	struct audience *audience = g_new(struct audience, 1);

	audience->identities = identities;
	audience->known = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	return audience;
}

void audience_free(struct audience *audience)
{
	if (audience == NULL)
		return;
	g_hash_table_unref(audience->known);
	g_free(audience);
}

/* True the first time. */
static bool meets(struct audience *audience, guint32 thread, guint32 person)
{
	guint64 key = (guint64)thread << 32 | person;

	return g_hash_table_add(audience->known, g_memdup2(&key, sizeof key));
}

static bool is_title(const char *word)
{
	static const char *const titles[] = {
		"direction",  "directeur",  "directrice", "director", "dg",        "dga",
		"pdg",        "ceo",        "coo",        "cio",      "cto",       "cfo",
		"president",  "presidente", "presidence", "gerant",   "gerante",   "gerance",
		"management", "board",      "comex",      "codir",    "juridique", "legal",
	};

	for (guint i = 0; i < G_N_ELEMENTS(titles); i++)
		if (strcmp(word, titles[i]) == 0)
			return true;
	return false;
}

static bool holds_title(const char *text, gsize length)
{
	g_auto(GStrv) words = NULL;
	struct folded folded = {0};
	bool found = false;

	folded_make(text, length, &folded);
	words = g_strsplit_set(folded.text, " .-_+,;/()[]\"'0123456789", -1);
	for (guint i = 0; words[i] != NULL && !found; i++)
		found = is_title(words[i]);
	folded_clear(&folded);
	return found;
}

bool audience_is_management(const char *address, const char *name)
{
	const char *at = address != NULL ? strrchr(address, '@') : NULL;

	return (at != NULL && holds_title(address, (gsize)(at - address))) ||
	       (name != NULL && holds_title(name, strlen(name)));
}

static void meet_recipient(struct audience *audience, guint32 thread, const char *address,
			   const char *name, struct audience_step *step)
{
	guint32 person = identities_person(audience->identities, address);
	bool raised;

	if (person == IDENTITY_NONE || !meets(audience, thread, person))
		return;
	raised = audience_is_management(address, name);
	step->raised = step->raised || raised;
	step->added += raised || !identities_shared(audience->identities, person);
}

struct audience_step audience_follow(struct audience *audience, guint32 thread,
				     const struct stored_message *message)
{
	g_auto(GStrv) lines =
		message->recipients != NULL ? g_strsplit(message->recipients, "\n", -1) : NULL;
	guint32 sender = identities_person(audience->identities, message->from_address);
	struct audience_step step = {0};
	bool begins;

	if (message->automatic != AUTOMATIC_NOT || message->channel != CHANNEL_MAIL)
		return step;
	begins = meets(audience, thread, IDENTITY_NONE);
	meets(audience, thread, sender);
	for (guint i = 0; lines != NULL && lines[i] != NULL; i++) {
		char *tab = strchr(lines[i], '\t');
		if (tab != NULL)
			*tab = '\0';
		meet_recipient(audience, thread, lines[i], tab != NULL ? tab + 1 : NULL, &step);
	}
	return begins ? (struct audience_step){0} : step;
}
