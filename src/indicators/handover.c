/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Two who exchange: one answered the other. The successor is whoever of the side exchanged with
 * most of the contact's partners in the weeks after; of several the one with more such answers.
 * The rhythm is back where four covered weeks on end hold, on average, four fifths of the
 * side's mean before (our judgement); a holiday in between makes it look later. */
#include "indicators/handover.h"

#include "indicators/series-internal.h"

#define RHYTHM_WEEKS 4u
#define RHYTHM_BACK  .8

static gboolean is_human(const struct timeline *timeline, guint32 person)
{
	return person != TIMELINE_NO_INDEX && !timeline->persons[person].shared;
}

/* The persons of an answer between the sides: `own` of the side. */
static gboolean read_answer(const struct timeline *timeline, enum side side, guint32 index,
			    guint32 *own, guint32 *partner)
{
	const struct timeline_message *message = &timeline->messages[index], *parent;
	gboolean from_side = message->side == side;

	if (message->parent == TIMELINE_NO_INDEX || message->automatic != AUTOMATIC_NOT)
		return FALSE;
	parent = &timeline->messages[message->parent];
	if (parent->automatic != AUTOMATIC_NOT || message->side == SIDE_NONE ||
	    parent->side != side_other(message->side))
		return FALSE;
	*own = from_side ? message->person : parent->person;
	*partner = from_side ? parent->person : message->person;
	return is_human(timeline, *own) && is_human(timeline, *partner);
}

struct search {
	const struct timeline *timeline;
	enum side side;
	guint32 person;
	const struct week_slice *weeks; /* covered */
	guint n_weeks;
	guint last;       /* place of the last week with a message of the person */
	guint first, end; /* weeks before and afterwards: first..last, last + 1..end - 1 */
	guint8 *partner;  /* persons: an exchange with the contact */
};

static gboolean is_of(const struct search *search, guint32 index)
{
	const struct timeline_message *message = &search->timeline->messages[index];

	return message->person == search->person && message->automatic == AUTOMATIC_NOT;
}

static gboolean find_last(struct search *search)
{
	for (guint week = search->n_weeks; week-- > 0;)
		for (guint32 i = search->weeks[week].from; i < search->weeks[week].to; i++)
			if (is_of(search, i)) {
				search->last = week;
				return TRUE;
			}
	return FALSE;
}

/* After the contact's last message. */
static gboolean is_after(const struct search *search, guint32 index, gint64 last_ms)
{
	return search->timeline->messages[index].at_ms > last_ms;
}

static gint64 last_ms_of(const struct search *search)
{
	struct week_slice week = search->weeks[search->last];
	gint64 last = G_MININT64;

	for (guint32 i = week.from; i < week.to; i++)
		if (is_of(search, i))
			last = MAX(last, search->timeline->messages[i].at_ms);
	return last;
}

static void find_partners(struct search *search, struct handover *out)
{
	for (guint32 i = search->weeks[search->first].from; i < search->weeks[search->last].to;
	     i++) {
		guint32 own, partner;
		if (!read_answer(search->timeline, search->side, i, &own, &partner) ||
		    own != search->person)
			continue;
		out->partners += !search->partner[partner];
		search->partner[partner] = TRUE;
	}
}

/* Who goes on with them: counted as persons reached, then as answers. */
static void find_successor(struct search *search, gint64 last_ms, struct handover *out)
{
	guint n = search->timeline->n_persons;
	g_autofree guint *partners = g_new0(guint, n + 1), *answers = g_new0(guint, n + 1);
	g_autoptr(GHashTable) met =
		g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);

	for (guint32 i = search->weeks[search->last].from;
	     i < search->weeks[search->end - 1].to; i++) {
		guint32 own, partner;
		guint64 pair;
		if (!is_after(search, i, last_ms) ||
		    !read_answer(search->timeline, search->side, i, &own, &partner) ||
		    own == search->person || !search->partner[partner])
			continue;
		pair = (guint64)own << 32 | partner;
		partners[own] += g_hash_table_add(met, g_memdup2(&pair, sizeof pair)) != 0;
		answers[own]++;
	}
	for (guint32 i = 0; i < n; i++) {
		guint32 best = out->successor;
		if (partners[i] == 0)
			continue;
		if (best == TIMELINE_NO_INDEX || partners[i] > partners[best] ||
		    (partners[i] == partners[best] && answers[i] > answers[best]))
			out->successor = i;
	}
	out->taken_over = out->successor != TIMELINE_NO_INDEX ? partners[out->successor] : 0;
}

/* Of the contact's threads, those in which the successor wrote before its last message. */
static void count_threads(const struct search *search, gint64 last_ms, struct handover *out)
{
	const struct timeline *timeline = search->timeline;
	g_autofree guint8 *of_contact = g_new0(guint8, timeline->n_threads + 1);
	g_autofree guint8 *of_successor = g_new0(guint8, timeline->n_threads + 1);

	for (guint32 i = 0; i < search->weeks[search->last].to; i++) {
		const struct timeline_message *message = &timeline->messages[i];
		if (message->automatic != AUTOMATIC_NOT || message->at_ms > last_ms)
			continue;
		if (message->person == search->person && i >= search->weeks[search->first].from)
			of_contact[message->thread] = TRUE;
		if (message->person == out->successor)
			of_successor[message->thread] = TRUE;
	}
	for (guint i = 0; i < timeline->n_threads; i++) {
		out->threads += of_contact[i];
		out->known += of_contact[i] && of_successor[i];
	}
}

static guint messages_of_week(const struct search *search, guint week)
{
	guint n = 0;

	for (guint32 i = search->weeks[week].from; i < search->weeks[week].to; i++) {
		const struct timeline_message *message = &search->timeline->messages[i];
		n += message->side == search->side && message->automatic == AUTOMATIC_NOT &&
		     timeline_is_turn(search->timeline, i);
	}
	return n;
}

static gint weeks_until_rhythm(const struct search *search)
{
	double usual = 0;

	for (guint week = search->first; week <= search->last; week++)
		usual += messages_of_week(search, week);
	usual /= search->last + 1 - search->first;
	for (guint week = search->last + 1; week + RHYTHM_WEEKS <= search->n_weeks; week++) {
		guint sum = 0;
		for (guint i = 0; i < RHYTHM_WEEKS; i++)
			sum += messages_of_week(search, week + i);
		if (sum >= RHYTHM_BACK * usual * RHYTHM_WEEKS)
			return (gint)(week - search->last - 1);
	}
	return -1;
}

gboolean handover_measure(const struct timeline *timeline, enum side side, guint32 person,
			  struct handover *handover)
{
	g_autoptr(GArray) weeks = series_covered_weeks(timeline);
	g_autofree guint8 *partner = g_new0(guint8, timeline->n_persons + 1);
	struct search search = {
		.timeline = timeline,
		.side = side,
		.person = person,
		.weeks = (const struct week_slice *)weeks->data,
		.n_weeks = weeks->len,
		.partner = partner,
	};
	struct handover out = {.successor = TIMELINE_NO_INDEX};
	gint64 last_ms;

	if (!find_last(&search))
		return FALSE;
	search.first = search.last + 1 - MIN(search.last + 1, HANDOVER_BEFORE_WEEKS);
	search.end = MIN(search.last + 1 + HANDOVER_AFTER_WEEKS, search.n_weeks);
	last_ms = last_ms_of(&search);
	out.last_week = search.weeks[search.last].week;
	out.followed = search.last + HANDOVER_AFTER_WEEKS < search.n_weeks;
	find_partners(&search, &out);
	find_successor(&search, last_ms, &out);
	count_threads(&search, last_ms, &out);
	out.weeks_back = weeks_until_rhythm(&search);
	*handover = out;
	return TRUE;
}

/* ---- of a contact that is there ---- */

enum { WROTE_CONTACT = 1, WROTE_COLLEAGUE = 2, WROTE_OTHER_SIDE = 4 };

guint8 *handover_shared_threads(const struct timeline *timeline, enum side side, guint32 person)
{
	guint8 *wrote = g_new0(guint8, timeline->n_threads + 1);

	for (guint32 i = 0; i < timeline->n_messages; i++) {
		const struct timeline_message *message = &timeline->messages[i];
		if (message->automatic != AUTOMATIC_NOT)
			continue;
		if (message->person == person)
			wrote[message->thread] |= WROTE_CONTACT;
		else if (message->side == side)
			wrote[message->thread] |= WROTE_COLLEAGUE;
		else if (message->side == side_other(side))
			wrote[message->thread] |= WROTE_OTHER_SIDE;
	}
	for (guint i = 0; i < timeline->n_threads; i++)
		wrote[i] = (wrote[i] & WROTE_OTHER_SIDE) == 0  ? HANDOVER_NO_THREAD
			   : (wrote[i] & WROTE_COLLEAGUE) != 0 ? HANDOVER_SHARED
							       : HANDOVER_ALONE;
	return wrote;
}

guint handover_threads(const struct timeline *timeline, enum side side, guint32 person,
		       guint weeks, guint *shared)
{
	g_autoptr(GArray) slices = series_covered_weeks(timeline);
	g_autofree guint8 *kind = handover_shared_threads(timeline, side, person);
	guint first = slices->len - MIN(slices->len, weeks), n = 0;

	*shared = 0;
	for (guint week = first; week < slices->len; week++) {
		struct week_slice slice = g_array_index(slices, struct week_slice, week);
		for (guint32 i = slice.from; i < slice.to; i++) {
			const struct timeline_message *message = &timeline->messages[i];
			if (message->person != person || message->automatic != AUTOMATIC_NOT)
				continue;
			n += kind[message->thread] != HANDOVER_NO_THREAD;
			*shared += kind[message->thread] == HANDOVER_SHARED;
			kind[message->thread] = HANDOVER_NO_THREAD; /* counted */
		}
	}
	return n;
}
