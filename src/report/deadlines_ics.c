/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Deadlines for the user's own calendar: one all-day event a duty on its prudent day, every
 * reading with its sum in the description. The UID is made of the contract, the kind and the
 * term, so that a calendar that reads the file again replaces what it had. */
#include "base/ics.h"
#include "report/deadline_words.h"
#include "report/deadlines-internal.h"
#include "report/phrase.h"

#define ALARM_DAYS 7

static char *description(const struct case_deadline *entry, const struct catalogue *catalogue)
{
	const struct contract_deadline *deadline = entry->deadline;
	const char *clause = entry->of->stored->record.clause;
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; i < deadline->n; i++) {
		g_autofree char *working = deadline_working(catalogue, &deadline->readings[i]);
		g_string_append_printf(text, "%s%s", i > 0 ? "\n" : "", working);
	}
	if (clause != NULL) {
		g_autofree char *quote = phrase_quote(catalogue, clause);
		g_string_append_printf(text, "\n%s", quote);
	}
	return g_strdup(text->str);
}

static void append_alarm(GString *out, const char *summary)
{
	ics_line(out, "BEGIN:VALARM");
	ics_line(out, "ACTION:DISPLAY");
	ics_text(out, "DESCRIPTION", summary);
	ics_format(out, "TRIGGER:-P%dD", ALARM_DAYS);
	ics_line(out, "END:VALARM");
}

static void append_event(GString *out, const struct case_deadline *entry, gint32 as_of,
			 const struct catalogue *catalogue)
{
	const struct contract_deadline *deadline = entry->deadline;
	gint32 day = deadline->readings[0].day;
	g_autofree char *name = deadlines_contract_name(entry->of);
	g_autofree char *summary =
		g_strdup_printf("%s - %s", deadline_label(catalogue, deadline->kind), name);
	g_autofree char *text = description(entry, catalogue);

	ics_line(out, "BEGIN:VEVENT");
	/* Of amendments there may be several a contract: their day tells them apart. */
	if (deadline->term > 0)
		ics_format(out, "UID:%s-%s-%u@contracts.entente", entry->of->id,
			   deadline_kind_token(deadline->kind), deadline->term);
	else
		ics_format(out, "UID:%s-%s-d%d@contracts.entente", entry->of->id,
			   deadline_kind_token(deadline->kind), day);
	ics_stamp(out, "DTSTAMP", as_of);
	ics_day(out, "DTSTART", day);
	ics_day(out, "DTEND", day + 1);
	ics_text(out, "SUMMARY", summary);
	ics_text(out, "DESCRIPTION", text);
	ics_line(out, "TRANSP:TRANSPARENT");
	append_alarm(out, summary);
	ics_line(out, "END:VEVENT");
}

void report_deadlines_ics(const GPtrArray *cases, const struct deadline_window *window,
			  const struct catalogue *catalogue, GString *out)
{
	g_autoptr(GArray) found = deadlines_within(cases, window);

	ics_line(out, "BEGIN:VCALENDAR");
	ics_line(out, "VERSION:2.0");
	ics_line(out, "PRODID:-//entente//contracts//EN");
	ics_line(out, "CALSCALE:GREGORIAN");
	ics_text(out, "X-WR-CALNAME", catalogue_text(catalogue, "Contract deadlines"));
	for (guint i = 0; i < found->len; i++)
		append_event(out, &g_array_index(found, struct case_deadline, i), window->as_of,
			     catalogue);
	ics_line(out, "END:VCALENDAR");
}
