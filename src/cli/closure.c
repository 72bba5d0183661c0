/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The closure of one ticket: the last mails of the side that handled it and what its tool keeps
 * of follow-ups and solution, read as language/closure.h says. Sentences leave this file
 * masked. */
#include "cli/closure.h"

#include <string.h>

#include "base/limits.h"
#include "indicators/incidents.h"
#include "store/own_words.h"
#include "text/mask.h"

struct text_of_ticket {
	struct own_words *words;
	char *event; /* public id */
};

static void clear_text(gpointer data)
{
	struct text_of_ticket *text = data;

	own_words_free(text->words);
	g_free(text->event);
}

static void add_text(GArray *texts, struct own_words *words, char kind, guint64 event)
{
	struct text_of_ticket text = {
		words, g_strdup_printf("%c%016" G_GINT64_MODIFIER "x", kind, event)};

	g_array_append_val(texts, text);
}

static void add_mails(struct store *store, const struct relationship *relationship,
		      const struct timeline *timeline, guint32 ticket, GArray *texts)
{
	g_autoptr(incidents_auto) incidents = incidents_of(timeline);
	const struct incident *incident = incidents_find(incidents, ticket);
	guint32 last[INCIDENT_LAST_TEXTS];
	guint n = incident != NULL
			  ? incident_last_texts(incidents, incident,
						timeline->tickets[ticket].worker_side, last)
			  : 0;

	for (guint i = 0; i < n; i++) {
		guint64 event = timeline->messages[last[i]].event;
		struct own_words *words = own_words_of_message(store, relationship->id, event);
		if (words != NULL)
			add_text(texts, words, 'm', event);
	}
}

/* The tool's texts stand last: what it keeps as the solution closes the ticket. */
static bool add_follow_ups(struct store *store, const struct relationship *relationship,
			   const struct timeline *timeline, guint32 ticket, GArray *texts,
			   GError **error)
{
	guint64 event = timeline->tickets[ticket].event;
	g_autoptr(GPtrArray) all =
		own_words_of_ticket(store, relationship->id, event, timeline->as_of_ms, error);
	g_autofree gpointer *words = NULL;
	gsize n;

	if (all == NULL)
		return false;
	if (all->len > INCIDENT_LAST_TEXTS)
		g_ptr_array_remove_range(all, 0, all->len - INCIDENT_LAST_TEXTS);
	words = g_ptr_array_steal(all, &n);
	for (gsize i = 0; i < n; i++)
		add_text(texts, words[i], 't', event);
	return true;
}

static struct shown_tick show_tick(const struct closure_evidence *tick, const GArray *texts,
				   const struct mask *mask)
{
	const struct text_of_ticket *text =
		&g_array_index(texts, struct text_of_ticket, tick->text);
	g_autofree char *sentence = g_strndup(text->words->text + tick->sentence.from,
					      tick->sentence.to - tick->sentence.from);

	return (struct shown_tick){mask_excerpt(mask, sentence, LIMIT_EXCERPT),
				   g_strdup(text->event)};
}

static struct shown_closure *read_texts(const GArray *texts, const struct mask *mask)
{
	g_autofree struct closure_text *plain = g_new(struct closure_text, texts->len);
	struct shown_closure *shown = g_new0(struct shown_closure, 1);
	struct closure closure;

	for (guint i = 0; i < texts->len; i++) {
		const struct own_words *words =
			g_array_index(texts, struct text_of_ticket, i).words;
		plain[i] = (struct closure_text){words->text, strlen(words->text),
						 words->language};
	}
	closure = closure_read(plain, texts->len);
	shown->score = closure.score;
	for (guint i = 0; i < CLOSURE_TICKS; i++)
		if (closure.ticks[i].sentence.to > 0)
			shown->ticks[i] = show_tick(&closure.ticks[i], texts, mask);
	return shown;
}

static guint32 find_ticket(const struct timeline *timeline, guint64 event)
{
	for (guint32 i = 0; i < timeline->n_tickets; i++)
		if (timeline->tickets[i].event == event)
			return i;
	return TIMELINE_NO_INDEX;
}

bool cli_closure(const struct cli *cli, struct store *store,
		 const struct relationship *relationship, guint64 ticket,
		 struct shown_closure **closure, GError **error)
{
	g_autoptr(timeline_auto) timeline = cli_timeline(cli, store, relationship, error);
	g_autoptr(GArray) texts = g_array_new(FALSE, FALSE, sizeof(struct text_of_ticket));
	guint32 index = timeline != NULL ? find_ticket(timeline, ticket) : TIMELINE_NO_INDEX;
	struct mask *mask;

	g_array_set_clear_func(texts, clear_text);
	if (timeline == NULL)
		return false;
	if (index != TIMELINE_NO_INDEX) {
		add_mails(store, relationship, timeline, index, texts);
		if (!add_follow_ups(store, relationship, timeline, index, texts, error))
			return false;
	}
	mask = cli_mask(store, relationship, error);
	if (mask == NULL)
		return false;
	*closure = texts->len > 0 ? read_texts(texts, mask) : NULL;
	mask_free(mask);
	return true;
}
