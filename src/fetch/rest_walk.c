/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where a walk through a list stands, and the cursor that keeps it: the instant it asks from,
 * the page, and marks of the newest changes, which the next walk meets again because it begins
 * a little before them. Instants are compared as the tool writes them: no zone is guessed. */
#include <string.h>

#include "base/calendar.h"
#include "fetch/rest-internal.h"
#include "model/assessment.h"

#define FIRST_INSTANT "2000-01-01T00:00:00" /* before any ticket */
#define MARKS_KEPT    300u                  /* in a cursor */

/* ---- instants ---- */

/* "2025-03-01T08:00:00" of what a tool writes so or with a blank; NULL for others. */
char *rest_stamp_of(const char *text)
{
	static const char shape[] = "dddd-dd-dd dd:dd:dd";
	char *stamp;

	if (text == NULL || strlen(text) < REST_STAMP_LENGTH ||
	    (text[10] != 'T' && text[10] != ' '))
		return NULL;
	for (guint i = 0; i < REST_STAMP_LENGTH; i++)
		if (shape[i] == 'd' ? !g_ascii_isdigit(text[i])
				    : i != 10 && text[i] != shape[i])
			return NULL;
	stamp = g_strndup(text, REST_STAMP_LENGTH);
	stamp[10] = 'T';
	return stamp;
}

static GDateTime *civil_of(const char *stamp, gint seconds)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	g_autoptr(GDateTime) civil = g_date_time_new_from_iso8601(stamp, utc);

	return civil != NULL ? g_date_time_add_seconds(civil, seconds) : NULL;
}

/* An instant some seconds on, in a manner of writing; what it was when that cannot be. Caller
 * owns. */
char *rest_stamp_moved(const char *stamp, gint seconds, const char *manner)
{
	g_autoptr(GDateTime) civil = civil_of(stamp, seconds);

	return civil != NULL ? g_date_time_format(civil, manner) : g_strdup(stamp);
}

/* ---- marks ---- */

/* Of a ticket at a change. */
guint64 walk_mark_of(const char *list, const char *id, const char *updated)
{
	g_autofree char *text = g_strconcat(list, " ", id, " ", updated, NULL);
	g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);

	digest[16] = '\0';
	return g_ascii_strtoull(digest, NULL, 16);
}

enum met walk_met(const struct walk *walk, guint64 mark)
{
	return GPOINTER_TO_UINT(g_hash_table_lookup(walk->marks, &mark));
}

void walk_note_mark(struct walk *walk, guint64 mark, enum met when)
{
	g_hash_table_insert(walk->marks, g_memdup2(&mark, sizeof mark), GUINT_TO_POINTER(when));
}

void walk_note_recent(struct walk *walk, guint64 mark, const char *stamp)
{
	struct recent *one = g_new0(struct recent, 1);

	one->mark = mark;
	g_strlcpy(one->stamp, stamp, sizeof one->stamp);
	g_ptr_array_add(walk->recent, one);
	if (strcmp(stamp, walk->newest) > 0) {
		g_free(walk->newest);
		walk->newest = g_strdup(stamp);
	}
}

static gint by_stamp(gconstpointer a, gconstpointer b)
{
	const struct recent *left = *(struct recent *const *)a;
	const struct recent *right = *(struct recent *const *)b;
	int order = strcmp(right->stamp, left->stamp);

	return order != 0 ? order : (left->mark > right->mark) - (left->mark < right->mark);
}

/* The newest ones stay. */
static void forget_old(struct walk *walk)
{
	g_ptr_array_sort(walk->recent, by_stamp);
	if (walk->recent->len > MARKS_KEPT)
		g_ptr_array_set_size(walk->recent, MARKS_KEPT);
}

/* ---- cursors ---- */

/* "SINCE PAGE OFFSET NEWEST TOKEN MARK@STAMP,..."; a walk that ended has page 0. */
char *walk_cursor(struct walk *walk, bool ended)
{
	GString *text = g_string_new(NULL);
	g_autofree char *token = g_uri_escape_string(walk->token, NULL, FALSE);

	forget_old(walk);
	g_string_append_printf(text, "%s %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %s %s ",
			       walk->since, ended ? 0 : walk->page, walk->offset, walk->newest,
			       *token != '\0' ? token : "-");
	for (guint i = 0; i < walk->recent->len; i++) {
		const struct recent *one = g_ptr_array_index(walk->recent, i);
		g_string_append_printf(text, "%s%016" G_GINT64_MODIFIER "x@%s",
				       i > 0 ? "," : "", one->mark, one->stamp);
	}
	return g_string_free(text, FALSE);
}

static void take_marks(struct walk *walk, const char *text)
{
	g_auto(GStrv) marks = g_strsplit(text, ",", MARKS_KEPT);

	for (guint i = 0; marks[i] != NULL; i++) {
		char *at = strchr(marks[i], '@');
		g_autofree char *stamp = at != NULL ? rest_stamp_of(at + 1) : NULL;
		guint64 mark;
		if (stamp == NULL)
			continue;
		*at = '\0';
		mark = g_ascii_strtoull(marks[i], NULL, 16);
		walk_note_mark(walk, mark, MET_BEFORE);
		walk_note_recent(walk, mark, stamp);
	}
}

/* False when the cursor is none of ours: the list begins anew. */
bool walk_resume(const struct rest *rest, struct walk *walk, const char *cursor)
{
	g_auto(GStrv) parts = g_strsplit(cursor, " ", 6);
	g_autofree char *since = g_strv_length(parts) == 6 ? rest_stamp_of(parts[0]) : NULL;
	g_autofree char *newest = since != NULL ? rest_stamp_of(parts[3]) : NULL;
	bool ended;

	if (newest == NULL ||
	    !g_ascii_string_to_unsigned(parts[1], 10, 0, REST_PAGES_MOST, &walk->page, NULL) ||
	    !g_ascii_string_to_unsigned(parts[2], 10, 0, G_MAXINT64, &walk->offset, NULL))
		return false;
	ended = walk->page == 0;
	g_free(walk->newest);
	walk->newest = g_strdup(newest);
	g_free(walk->since);
	walk->since = ended ? rest_stamp_moved(newest, -(gint)rest->plan->overlap,
					       "%Y-%m-%dT%H:%M:%S")
			    : g_steal_pointer(&since);
	if (ended) {
		walk->page = 1;
		walk->offset = 0;
	} else if (strcmp(parts[4], "-") != 0) {
		g_free(walk->token);
		walk->token = g_uri_unescape_string(parts[4], NULL);
	}
	take_marks(walk, parts[5]);
	return walk->token != NULL;
}

/* ---- walks ---- */

void walk_clear(struct walk *walk)
{
	g_free(walk->since);
	g_free(walk->newest);
	g_free(walk->token);
	g_hash_table_destroy(walk->marks);
	g_ptr_array_unref(walk->recent);
}

/* From the beginning, or from the day that is asked for. */
void walk_init(const struct rest *rest, struct walk *walk, guint number)
{
	gint32 day = rest->request->since;
	g_autofree char *text = day != DAY_NONE ? calendar_format_day(day) : NULL;

	*walk = (struct walk){
		.list = rest->plan->lists[number],
		.optional = rest->plan->optional[number],
		.since = text != NULL ? g_strconcat(text, "T00:00:00", NULL)
				      : g_strdup(FIRST_INSTANT),
		.newest = g_strdup(FIRST_INSTANT),
		.page = 1,
		.token = g_strdup(""),
		.marks = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL),
		.recent = g_ptr_array_new_with_free_func(g_free),
	};
}
