/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Versions by RFC 5546, 2.1.5: the highest SEQUENCE is the last, then the latest stamp. The
 * last version of a series says which instances there are; exceptions change single ones, or
 * shift all behind them (RANGE=THISANDFUTURE). What an earlier calendar knew as held is not
 * undone when the series is cancelled later. */
#include "ingest/meeting_fold.h"

#include <stdlib.h>
#include <string.h>

#include "text/committee.h"

/* One instance: where its series put it, and what is known of it. */
struct slot {
	gint64 at; /* its name: instance, or beginning of a single meeting */
	const struct stored_meeting *row;   /* whose event it is */
	const struct stored_meeting *words; /* whose title and people hold */
	gint64 start, end;
	bool cancelled, planned;
};

struct folded {
	struct timeline_meeting meeting;
	guint64 key; /* of its series */
};

struct meeting_fold {
	const struct sides *sides;
	GStringChunk *strings; /* of the rows of the present uid */
	GArray *rows;          /* struct stored_meeting of the present uid */
	GArray *slots;         /* struct slot of it */
	GHashTable *answers;   /* "address" or "address TAB instance" -> row that answers */
	GArray *folded;        /* struct folded */
	GArray *finished;      /* struct timeline_meeting */
};

struct meeting_fold *meeting_fold_new(const struct sides *sides)
{
	struct meeting_fold *fold = g_new0(struct meeting_fold, 1);

	fold->sides = sides;
	fold->strings = g_string_chunk_new(4096);
	fold->rows = g_array_new(FALSE, FALSE, sizeof(struct stored_meeting));
	fold->slots = g_array_new(FALSE, FALSE, sizeof(struct slot));
	fold->answers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	fold->folded = g_array_new(FALSE, FALSE, sizeof(struct folded));
	fold->finished = g_array_new(FALSE, FALSE, sizeof(struct timeline_meeting));
	return fold;
}

void meeting_fold_free(struct meeting_fold *fold)
{
	g_string_chunk_free(fold->strings);
	g_array_unref(fold->rows);
	g_array_unref(fold->slots);
	g_hash_table_destroy(fold->answers);
	g_array_unref(fold->folded);
	g_array_unref(fold->finished);
	g_free(fold);
}

/* ---- versions ---- */

static int compare_numbers(gint64 left, gint64 right)
{
	return (left > right) - (left < right);
}

static int compare_versions(const struct stored_meeting *left,
			    const struct stored_meeting *right)
{
	int order = compare_numbers(left->sequence, right->sequence);

	return order != 0 ? order : compare_numbers(left->revised_ms, right->revised_ms);
}

static bool is_series(const struct stored_meeting *row)
{
	return !row->exception && !row->answer;
}

/* A row of the last version of the series, cancelled ones left out when asked; NULL for none.
 */
static const struct stored_meeting *last_version(const struct meeting_fold *fold,
						 bool with_cancelled)
{
	const struct stored_meeting *best = NULL;

	for (guint i = 0; i < fold->rows->len; i++) {
		const struct stored_meeting *row =
			&g_array_index(fold->rows, struct stored_meeting, i);
		if (is_series(row) && (with_cancelled || !row->cancelled) &&
		    (best == NULL || compare_versions(row, best) > 0))
			best = row;
	}
	return best;
}

static gint64 slot_of(const struct stored_meeting *row)
{
	return row->instance_ms != INSTANT_NONE ? row->instance_ms : row->start_ms;
}

/* Held is known later than planned; of equal rows any will do, but always the same. */
static int by_slot(const void *a, const void *b)
{
	const struct slot *left = a, *right = b;
	int order = compare_numbers(left->at, right->at);

	if (order == 0)
		order = compare_versions(left->row, right->row);
	if (order == 0)
		order = (int)right->planned - (int)left->planned;
	return order != 0 ? order
			  : (left->row->event > right->row->event) -
				    (left->row->event < right->row->event);
}

/* Sorts, and keeps the last of each name. */
static void settle(GArray *slots)
{
	struct slot *all = (struct slot *)slots->data;
	guint kept = 0;

	if (slots->len > 0)
		qsort(all, slots->len, sizeof *all, by_slot);
	for (guint i = 0; i < slots->len; i++) {
		if (kept > 0 && all[kept - 1].at == all[i].at)
			kept--;
		all[kept++] = all[i];
	}
	g_array_set_size(slots, kept);
}

static struct slot *find_slot(GArray *slots, guint within, gint64 at)
{
	struct slot *all = (struct slot *)slots->data;
	guint low = 0, high = within;

	while (low < high) {
		guint middle = low + (high - low) / 2;
		if (all[middle].at < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low < within && all[low].at == at ? &all[low] : NULL;
}

static void add_slot(GArray *slots, const struct stored_meeting *row)
{
	struct slot slot = {
		.at = slot_of(row),
		.row = row,
		.words = row,
		.start = row->start_ms,
		.end = row->end_ms,
		.cancelled = row->cancelled,
		.planned = row->planned,
	};

	g_array_append_val(slots, slot);
}

static void add_version(struct meeting_fold *fold, const struct stored_meeting *version,
			GArray *slots)
{
	for (guint i = 0; i < fold->rows->len; i++) {
		const struct stored_meeting *row =
			&g_array_index(fold->rows, struct stored_meeting, i);
		if (is_series(row) && row->cancelled == version->cancelled &&
		    row->start_ms != INSTANT_NONE && compare_versions(row, version) == 0)
			add_slot(slots, row);
	}
	settle(slots);
}

/* The series was cancelled: what it still planned is. */
static void cancel_series(struct meeting_fold *fold, const struct stored_meeting *cancelled)
{
	const struct stored_meeting *before = last_version(fold, false);
	g_autoptr(GArray) more = g_array_new(FALSE, FALSE, sizeof(struct slot));
	guint known;

	if (before != NULL)
		add_version(fold, before, fold->slots);
	known = fold->slots->len;
	for (guint i = 0; i < known; i++) {
		struct slot *slot = &g_array_index(fold->slots, struct slot, i);
		slot->cancelled = slot->cancelled || slot->planned;
	}
	add_version(fold, cancelled, more);
	for (guint i = 0; i < more->len; i++) {
		const struct slot *slot = &g_array_index(more, struct slot, i);
		if (find_slot(fold->slots, known, slot->at) == NULL)
			g_array_append_vals(fold->slots, slot, 1);
	}
	settle(fold->slots);
}

/* ---- exceptions ---- */

/* The last version of each exception, in the order of instances. Caller owns. */
static GArray *exceptions_of(const struct meeting_fold *fold, bool onwards)
{
	GArray *exceptions = g_array_new(FALSE, FALSE, sizeof(struct slot));

	for (guint i = 0; i < fold->rows->len; i++) {
		const struct stored_meeting *row =
			&g_array_index(fold->rows, struct stored_meeting, i);
		if (row->exception && !row->answer && (!onwards || row->onwards))
			add_slot(exceptions, row);
	}
	settle(exceptions);
	return exceptions;
}

/* What an exception says of an instance that its series put `shift` later than the exception's
 * own. */
static void apply_exception(struct slot *slot, const struct slot *exception, gint64 shift)
{
	if (exception->start != INSTANT_NONE && exception->end != INSTANT_NONE) {
		slot->start = exception->start + shift;
		slot->end = exception->end + shift;
	}
	slot->words = exception->words;
	slot->cancelled = exception->cancelled;
}

static void shift_onwards(struct meeting_fold *fold)
{
	g_autoptr(GArray) onwards = exceptions_of(fold, true);
	const struct slot *present = NULL;
	guint next = 0;

	for (guint i = 0; i < fold->slots->len; i++) {
		struct slot *slot = &g_array_index(fold->slots, struct slot, i);
		while (next < onwards->len &&
		       g_array_index(onwards, struct slot, next).at <= slot->at)
			present = &g_array_index(onwards, struct slot, next++);
		if (present != NULL)
			apply_exception(slot, present, slot->at - present->at);
	}
}

/* An exception to a series that is not known, or that no longer has this instance though the
 * exception is the younger of the two. */
static bool stands_alone(const struct stored_meeting *exception,
			 const struct stored_meeting *series)
{
	return exception->start_ms != INSTANT_NONE &&
	       (series == NULL || exception->sequence >= series->sequence ||
		exception->revised_ms >= series->revised_ms);
}

static void apply_exceptions(struct meeting_fold *fold, const struct stored_meeting *series)
{
	g_autoptr(GArray) exceptions = exceptions_of(fold, false);
	guint known = fold->slots->len;

	for (guint i = 0; i < exceptions->len; i++) {
		const struct slot *exception = &g_array_index(exceptions, struct slot, i);
		struct slot *slot = find_slot(fold->slots, known, exception->at);
		if (slot == NULL && stands_alone(exception->row, series)) {
			g_array_append_vals(fold->slots, exception, 1);
		} else if (slot != NULL) {
			apply_exception(slot, exception, 0);
			slot->row = exception->row;
			slot->planned = exception->planned;
		}
	}
}

/* ---- people ---- */

/* Cells of one line "participation TAB address TAB name". */
static bool read_person(char *line, enum participation *participation, const char **address)
{
	char *cell = strchr(line, '\t');
	guint64 number;

	if (cell == NULL)
		return false;
	number = g_ascii_strtoull(line, NULL, 10);
	cell[1 + strcspn(cell + 1, "\t")] = '\0';
	*participation =
		number < PARTICIPATION_COUNT ? (enum participation)number : PARTICIPATION_NONE;
	*address = cell + 1;
	return true;
}

static void note_answer(struct meeting_fold *fold, const struct stored_meeting *row)
{
	g_autofree char *line = g_strdup(row->people != NULL ? row->people : "");
	enum participation ignored;
	const struct stored_meeting *known;
	const char *address;
	char *key;

	line[strcspn(line, "\n")] = '\0';
	if (!read_person(line, &ignored, &address))
		return;
	key = row->exception
		      ? g_strdup_printf("%s\t%" G_GINT64_FORMAT, address, row->instance_ms)
		      : g_strdup(address);
	known = g_hash_table_lookup(fold->answers, key);
	if (known == NULL || compare_versions(row, known) > 0)
		g_hash_table_replace(fold->answers, key, (gpointer)(guintptr)row);
	else
		g_free(key);
}

/* The answer that somebody sent counts, before what the organiser's calendar says of it. */
static enum participation answered(const struct meeting_fold *fold, const char *address,
				   gint64 instance, enum participation said)
{
	g_autofree char *key = NULL;
	const struct stored_meeting *row;
	enum participation participation = said;
	g_autofree char *line = NULL;

	if (g_hash_table_size(fold->answers) == 0)
		return said;
	key = g_strdup_printf("%s\t%" G_GINT64_FORMAT, address, instance);
	row = g_hash_table_lookup(fold->answers, key);
	if (row == NULL)
		row = g_hash_table_lookup(fold->answers, address);
	if (row == NULL)
		return said;
	line = g_strdup(row->people);
	read_person(line, &participation, &address);
	return participation;
}

static void count_person(const struct meeting_fold *fold, const char *address,
			 enum participation participation, struct timeline_meeting *meeting)
{
	enum side side = sides_of_address(fold->sides, address);

	meeting->invited[side]++;
	meeting->accepted[side] += participation == PARTICIPATION_ACCEPTED;
	meeting->declined[side] += participation == PARTICIPATION_DECLINED;
}

/* The organiser comes unless it says that it does not. */
static void count_people(const struct meeting_fold *fold, const struct slot *slot,
			 struct timeline_meeting *meeting)
{
	const char *organiser = slot->words->organiser_address;
	g_auto(GStrv) lines =
		g_strsplit(slot->words->people != NULL ? slot->words->people : "", "\n", -1);
	bool listed = organiser == NULL;

	for (guint i = 0; lines[i] != NULL; i++) {
		enum participation participation;
		const char *address;
		if (!read_person(lines[i], &participation, &address))
			continue;
		participation = answered(fold, address, slot->at, participation);
		if (g_strcmp0(address, organiser) == 0) {
			listed = true;
			if (participation == PARTICIPATION_NONE)
				participation = PARTICIPATION_ACCEPTED;
		}
		count_person(fold, address, participation, meeting);
	}
	if (!listed)
		count_person(fold, organiser, PARTICIPATION_ACCEPTED, meeting);
}

/* ---- one uid ---- */

/* All meetings with one title are one series, whatever uids they have: programs begin a new uid
 * when a series is changed, and many committees are invited one by one. */
static guint64 series_key(const struct stored_meeting *row)
{
	guint32 title = committee_title_key(row->title);

	return title != 0 ? (guint64)title | G_GUINT64_CONSTANT(1) << 32 : g_str_hash(row->uid);
}

static void take_slot(struct meeting_fold *fold, const struct slot *slot,
		      const struct stored_meeting *first)
{
	enum committee_kind kind = committee_of_title(first->title);
	struct folded folded = {
		.meeting =
			{
				.event = slot->row->event,
				.at_ms = slot->start,
				.end_ms = MAX(slot->start, slot->end),
				.cancelled = slot->cancelled,
				.planned = slot->planned,
				.day_only = slot->row->day_only,
				.series = TIMELINE_NO_INDEX,
			},
		.key = series_key(first),
	};

	if (slot->start == INSTANT_NONE)
		return;
	if (kind == COMMITTEE_NONE)
		kind = committee_of_title(slot->words->title);
	folded.meeting.kind = (guint8)kind;
	count_people(fold, slot, &folded.meeting);
	g_array_append_val(fold->folded, folded);
}

static void end_uid(struct meeting_fold *fold)
{
	const struct stored_meeting *series = last_version(fold, true), *first = series;

	for (guint i = 0; i < fold->rows->len; i++) {
		const struct stored_meeting *row =
			&g_array_index(fold->rows, struct stored_meeting, i);
		if (row->answer)
			note_answer(fold, row);
		else if (first == NULL)
			first = row;
	}
	if (series != NULL && series->cancelled)
		cancel_series(fold, series);
	else if (series != NULL)
		add_version(fold, series, fold->slots);
	shift_onwards(fold);
	apply_exceptions(fold, series);
	for (guint i = 0; i < fold->slots->len; i++)
		take_slot(fold, &g_array_index(fold->slots, struct slot, i), first);
	g_array_set_size(fold->slots, 0);
	g_array_set_size(fold->rows, 0);
	g_hash_table_remove_all(fold->answers);
	g_string_chunk_clear(fold->strings);
}

static const char *keep(struct meeting_fold *fold, const char *text)
{
	return text != NULL ? g_string_chunk_insert_const(fold->strings, text) : NULL;
}

void meeting_fold_add(struct meeting_fold *fold, const struct stored_meeting *row)
{
	struct stored_meeting copy = *row;

	if (fold->rows->len > 0 &&
	    strcmp(g_array_index(fold->rows, struct stored_meeting, 0).uid, row->uid) != 0)
		end_uid(fold);
	copy.uid = keep(fold, row->uid);
	copy.title = keep(fold, row->title);
	copy.organiser_address = keep(fold, row->organiser_address);
	copy.people = keep(fold, row->people);
	g_array_append_val(fold->rows, copy);
}

/* ---- series ---- */

static gint by_time(gconstpointer a, gconstpointer b)
{
	const struct timeline_meeting *left = &((const struct folded *)a)->meeting;
	const struct timeline_meeting *right = &((const struct folded *)b)->meeting;
	int order = compare_numbers(left->at_ms, right->at_ms);

	return order != 0 ? order : (left->event > right->event) - (left->event < right->event);
}

struct series {
	guint meetings; /* of both sides */
	bool named;     /* one has the name of a committee */
	guint32 number;
};

static struct series *series_of(GHashTable *all, const struct folded *folded)
{
	struct series *series = g_hash_table_lookup(all, &folded->key);

	if (series == NULL) {
		series = g_new0(struct series, 1);
		series->number = TIMELINE_NO_INDEX;
		g_hash_table_insert(all, g_memdup2(&folded->key, sizeof folded->key), series);
	}
	return series;
}

static void count_series(GHashTable *all, const struct folded *folded)
{
	const struct timeline_meeting *meeting = &folded->meeting;
	struct series *series = series_of(all, folded);

	series->meetings +=
		meeting->invited[SIDE_CLIENT] > 0 && meeting->invited[SIDE_PROVIDER] > 0;
	series->named = series->named || meeting->kind != COMMITTEE_NONE;
}

static guint32 number_of_series(GHashTable *all, const struct folded *folded, guint32 *count)
{
	struct series *series = series_of(all, folded);

	if (series->number == TIMELINE_NO_INDEX &&
	    (series->named || series->meetings >= MEETING_SERIES_LEAST))
		series->number = (*count)++;
	return series->number;
}

const GArray *meeting_fold_finish(struct meeting_fold *fold)
{
	g_autoptr(GHashTable) series =
		g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
	guint32 count = 0;

	if (fold->rows->len > 0)
		end_uid(fold);
	g_array_sort(fold->folded, by_time);
	for (guint i = 0; i < fold->folded->len; i++)
		count_series(series, &g_array_index(fold->folded, struct folded, i));
	for (guint i = 0; i < fold->folded->len; i++) {
		struct folded *folded = &g_array_index(fold->folded, struct folded, i);
		folded->meeting.series = number_of_series(series, folded, &count);
		g_array_append_val(fold->finished, folded->meeting);
	}
	return fold->finished;
}
