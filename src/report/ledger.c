/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* An item is a line of what it is and a line of its words. A gap says in a sentence which kind
 * it is, for how long it has been open, and how much it matters. */
#include "report/ledger.h"

#include <string.h>

#include "base/calendar.h"
#include "report/phrase.h"

#define INDENT      2
#define MONTH_DAYS  30.4375
#define SCORE_WIDTH 100.0

static const char *kind_words(const struct catalogue *catalogue, const struct ledger_item *item)
{
	static const char *const words[LEDGER_KINDS][SIDE_COUNT] = {
		[LEDGER_EXPECTATION] = {[SIDE_CLIENT] = N_("expected by the client"),
					[SIDE_PROVIDER] = N_("expected by the provider")},
		[LEDGER_COMMITMENT] = {[SIDE_CLIENT] = N_("promised by the client"),
				       [SIDE_PROVIDER] = N_("promised by the provider")},
	};

	return catalogue_text(catalogue, words[item->kind][item->side]);
}

static void add_part(GString *line, const char *part)
{
	if (part != NULL && *part != '\0')
		g_string_append_printf(line, "%s%s", line->len > 0 ? " · " : "", part);
}

static void add_head(const struct catalogue *catalogue, const struct ledger_item *item,
		     GString *line)
{
	g_autofree char *id = event_name(EVENT_LEDGER, item->event);
	g_autofree char *day = NULL, *since = NULL, *importance = NULL;

	add_part(line, id);
	add_part(line, kind_words(catalogue, item));
	add_part(line, item->texts[LEDGER_AREA]);
	if (item->importance > 0) {
		g_autofree char *figure = g_strdup_printf("%u", item->importance);
		importance = phrase(catalogue_text(catalogue, N_("importance {n} of 5")),
				    {"n", figure});
	}
	add_part(line, importance);
	if (item->since != CONTRACT_NO_DAY) {
		day = phrase_day(catalogue, item->since);
		since = phrase(catalogue_text(catalogue, N_("since {day}")), {"day", day});
	}
	add_part(line, since);
}

static void put_item(const struct screen *screen, const struct catalogue *catalogue,
		     const struct ledger_item *item)
{
	g_autoptr(GString) head = g_string_new(NULL), words = g_string_new(NULL);
	g_autofree char *safe_head = NULL, *safe = NULL;

	add_head(catalogue, item, head);
	add_part(words, item->texts[LEDGER_TEXT]);
	for (guint i = LEDGER_SOURCE; i < LEDGER_TEXTS; i++)
		add_part(words, item->texts[i]);
	safe_head = phrase_clean(head->str);
	safe = phrase_clean(words->str);
	screen_wrap(screen, SCREEN_BOLD, "", INDENT, safe_head);
	screen_wrap(screen, SCREEN_PLAIN, "  ", INDENT, safe);
}

/* ---- gaps ---- */

static const char *gap_words(const struct catalogue *catalogue, enum ledger_gap_kind kind)
{
	static const char *const words[GAP_KINDS] = {
		[GAP_UNWRITTEN] = N_("expected, written nowhere"),
		[GAP_UNEXPECTED] = N_("written, nobody is known to count on it"),
		[GAP_SHORT] = N_("written, but less than expected"),
		[GAP_BROKEN] = N_("written, and not kept"),
	};

	return catalogue_text(catalogue, words[kind]);
}

static char *age_words(const struct catalogue *catalogue, gint32 since, gint32 day)
{
	g_autofree char *n = NULL;

	if (since == CONTRACT_NO_DAY)
		return g_strdup(catalogue_text(catalogue, N_("age unknown")));
	n = g_strdup_printf("%d", (int)((day - since) / MONTH_DAYS));
	return phrase(catalogue_text(catalogue, N_("open for {n} months")), {"n", n});
}

static void put_words(const struct screen *screen, const struct catalogue *catalogue,
		      const struct ledger_item *item)
{
	g_autofree char *id = NULL, *line = NULL, *safe = NULL;

	if (item == NULL)
		return;
	id = event_name(EVENT_LEDGER, item->event);
	line = g_strdup_printf("%s · %s · %s", id, kind_words(catalogue, item),
			       item->texts[LEDGER_TEXT]);
	safe = phrase_clean(line);
	screen_wrap(screen, SCREEN_PLAIN, "  ", 2 * INDENT, safe);
}

static void put_gap(const struct screen *screen, const struct catalogue *catalogue,
		    const struct ledger_gap *gap, gint32 day)
{
	g_autoptr(GString) head = g_string_new(NULL);
	g_autofree char *age = age_words(catalogue, gap->since, day);
	g_autofree char *figure = g_strdup_printf("%u", gap->importance);
	g_autofree char *importance =
		phrase(catalogue_text(catalogue, N_("importance {n} of 5")), {"n", figure});

	add_part(head, gap_words(catalogue, gap->kind));
	add_part(head, importance);
	add_part(head, age);
	screen_wrap(screen, SCREEN_BOLD, "", INDENT, head->str);
	put_words(screen, catalogue, gap->expectation);
	put_words(screen, catalogue, gap->commitment);
}

/* ---- pairs ---- */

static void put_pair(const struct screen *screen, const struct catalogue *catalogue,
		     const struct shown_pair *pair)
{
	g_autofree char *score = g_strdup_printf("%.0f", pair->score * SCORE_WIDTH);
	g_autofree char *head =
		phrase(catalogue_text(catalogue, N_("alike at {n} of 100: {why}")),
		       {"n", score}, {"why", pair->why});
	g_autofree char *safe = phrase_clean(head);

	screen_wrap(screen, SCREEN_BOLD, "", INDENT, safe);
	put_words(screen, catalogue, pair->expectation);
	put_words(screen, catalogue, pair->commitment);
}

void report_ledger_text(const struct shown_ledger *ledger, const struct catalogue *catalogue,
			const struct screen *screen)
{
	guint n = 0;

	for (guint i = 0; ledger->items != NULL && i < ledger->items->len; i++, n++)
		put_item(screen, catalogue, g_ptr_array_index(ledger->items, i));
	for (guint i = 0; ledger->gaps != NULL && i < ledger->gaps->len; i++, n++)
		put_gap(screen, catalogue, &g_array_index(ledger->gaps, struct ledger_gap, i),
			ledger->day);
	for (guint i = 0; ledger->pairs != NULL && i < ledger->pairs->len; i++, n++)
		put_pair(screen, catalogue,
			 &g_array_index(ledger->pairs, struct shown_pair, i));
	if (n == 0)
		screen_wrap(screen, SCREEN_PLAIN, "", 0,
			    catalogue_text(catalogue, N_("Nothing to show.")));
}
