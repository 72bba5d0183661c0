/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reports of one series (same form, same side, same title but for its dates) are put in the
 * order of their periods, and each is compared with the one before. A document that reports is
 * the provider's: it is the provider that accounts for the service. */
#include "ingest/derive_reports.h"

#include <string.h>

#include "base/calendar.h"
#include "store/reports.h"
#include "text/own_text.h"

struct derivation {
	struct store *store;
	gint64 relationship;
	GTimeZone *zone;
	GPtrArray *reports; /* struct stored_report * */
};

/* The report under way and the one before it in its series. */
struct compared {
	const struct stored_report *report;
	GArray *paragraphs; /* struct document_paragraph */
	struct report_passages *passages;
};

static void compared_clear(struct compared *compared)
{
	g_clear_pointer(&compared->passages, report_passages_free);
	g_clear_pointer(&compared->paragraphs, g_array_unref);
	compared->report = NULL;
}

static void report_free(gpointer data)
{
	struct stored_report *report = data;

	report_kind_clear(&report->report);
	g_free(report);
}

/* ---- which there are ---- */

static void add_documents(struct derivation *derivation, const GPtrArray *documents)
{
	for (guint i = 0; i < documents->len; i++) {
		const struct stored_document *document = g_ptr_array_index(documents, i);
		struct stored_report *report;

		if (document->report.series == NULL)
			continue;
		report = g_new0(struct stored_report, 1);
		report->kind = EVENT_DOCUMENT;
		report->event = document->event;
		report->side = SIDE_PROVIDER;
		report->at_ms = calendar_ms_of_day(document->report.last_day, derivation->zone);
		report->report = document->report;
		report->report.series = g_strdup(document->report.series);
		g_ptr_array_add(derivation->reports, report);
	}
}

static void add_mail(const struct stored_title *title, void *data)
{
	struct derivation *derivation = data;
	g_autofree char *subject = own_text_base_subject(title->subject);
	char *series = report_series_of_subject(subject);
	struct stored_report *report;

	if (series == NULL)
		return;
	report = g_new0(struct stored_report, 1);
	report->kind = EVENT_MESSAGE;
	report->event = title->event;
	report->side = title->side;
	report->at_ms = title->at_ms;
	report->report.series = series;
	report->report.every = REPORT_EVERY_COUNT;
	report->report.first_day = calendar_day_of_ms(title->at_ms, derivation->zone);
	report->report.last_day = report->report.first_day;
	g_ptr_array_add(derivation->reports, report);
}

static int compare_series(const struct stored_report *left, const struct stored_report *right)
{
	if (left->kind != right->kind)
		return left->kind < right->kind ? -1 : 1;
	if (left->side != right->side)
		return left->side < right->side ? -1 : 1;
	return strcmp(left->report.series, right->report.series);
}

static gint by_period(gconstpointer a, gconstpointer b)
{
	const struct stored_report *left = *(struct stored_report *const *)a;
	const struct stored_report *right = *(struct stored_report *const *)b;
	int order = compare_series(left, right);

	if (order != 0)
		return order;
	if (left->at_ms != right->at_ms)
		return left->at_ms < right->at_ms ? -1 : 1;
	return left->event < right->event ? -1 : left->event > right->event;
}

/* ---- what they say ---- */

static void paragraph_clear(gpointer data)
{
	g_free(((struct document_paragraph *)data)->text);
}

/* The paragraphs of a mail are parted by empty lines; the items of a list are paragraphs too.
 */
static bool opens_paragraph(const char *line)
{
	return *line == '\0' || *line == '*' || *line == '|' || g_str_has_prefix(line, "- ") ||
	       g_str_has_prefix(line, "\xe2\x80\xa2");
}

static void end_paragraph(GArray *all, GString *text)
{
	struct document_paragraph one = {.text = g_strdup(text->str)};

	if (text->len > 0)
		g_array_append_val(all, one);
	else
		g_free(one.text);
	g_string_truncate(text, 0);
}

/* Caller owns. */
static GArray *paragraphs_of_mail(const char *text)
{
	GArray *all = g_array_new(FALSE, TRUE, sizeof(struct document_paragraph));
	g_auto(GStrv) lines = g_strsplit(text != NULL ? text : "", "\n", -1);
	g_autoptr(GString) under_way = g_string_new(NULL);

	g_array_set_clear_func(all, paragraph_clear);
	for (guint i = 0; lines[i] != NULL; i++) {
		const char *line = g_strstrip(lines[i]);

		if (opens_paragraph(line))
			end_paragraph(all, under_way);
		if (under_way->len > 0)
			g_string_append_c(under_way, ' ');
		g_string_append(under_way, line);
	}
	end_paragraph(all, under_way);
	return all;
}

static GArray *paragraphs_of(const struct derivation *derivation,
			     const struct stored_report *report, GError **error)
{
	g_autofree char *text = NULL;

	if (report->kind == EVENT_DOCUMENT)
		return store_document_paragraphs(derivation->store, derivation->relationship,
						 report->event, error);
	text = store_event_text(derivation->store, derivation->relationship, EVENT_MESSAGE,
				report->event);
	return paragraphs_of_mail(text);
}

static bool read_report(const struct derivation *derivation, struct stored_report *report,
			struct compared *now, GError **error)
{
	now->report = report;
	now->paragraphs = paragraphs_of(derivation, report, error);
	if (now->paragraphs == NULL)
		return false;
	now->passages =
		report_passages_new((const void *)now->paragraphs->data, now->paragraphs->len);
	return true;
}

/* A mail of a few words only announces a report. */
static bool says_enough(const struct compared *now)
{
	return now->report->kind == EVENT_DOCUMENT ||
	       report_passages_words(now->passages) >= REPORT_MAIL_WORDS;
}

static const char *text_of(const struct compared *now, guint paragraph)
{
	if (paragraph >= now->paragraphs->len)
		return NULL;
	return g_array_index(now->paragraphs, struct document_paragraph, paragraph).text;
}

static void compare(const struct compared *before, const struct compared *now,
		    struct stored_report *report)
{
	if (!report_compare(before->passages, now->passages, &report->change))
		return;
	report->previous = before->report->event;
	report->shows =
		text_of(now, report->change.changed != G_MAXUINT ? report->change.changed
								 : report->change.kept);
}

static bool derive_one(const struct derivation *derivation, struct stored_report *report,
		       struct compared *before, GError **error)
{
	struct compared now = {0};
	bool done = read_report(derivation, report, &now, error);

	if (done && says_enough(&now)) {
		if (before->report != NULL && compare_series(before->report, report) != 0)
			compared_clear(before);
		compare(before, &now, report);
		done = derived_put_report(derivation->store, derivation->relationship, report,
					  error);
		report->shows = NULL;
		compared_clear(before);
		*before = now;
		return done;
	}
	compared_clear(&now);
	return done;
}

static bool derive_all(const struct derivation *derivation, GError **error)
{
	struct compared before = {0};
	bool done = true;

	for (guint i = 0; done && i < derivation->reports->len; i++)
		done = derive_one(derivation, g_ptr_array_index(derivation->reports, i),
				  &before, error);
	compared_clear(&before);
	return done;
}

bool derive_reports(struct store *store, const struct relationship *relationship,
		    const GPtrArray *documents, GError **error)
{
	g_autoptr(GPtrArray) reports = g_ptr_array_new_with_free_func(report_free);
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(relationship->zone);
	struct derivation derivation = {
		.store = store,
		.relationship = relationship->id,
		.zone = zone,
		.reports = reports,
	};

	if (zone == NULL)
		derivation.zone = zone = g_time_zone_new_utc();
	add_documents(&derivation, documents);
	if (!store_each_title(store, relationship->id, add_mail, &derivation, error))
		return false;
	g_ptr_array_sort(reports, by_period);
	return derive_all(&derivation, error);
}
