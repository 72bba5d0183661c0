/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The four families met in French companies: Outlook (header block, bare text), Gmail,
 * Thunderbird and Apple Mail ('>' and one attribution line), each in the language of its user.
 */
#include "stories/quoting.h"

#include <string.h>

#include "stories/civil.h"

typedef char *(*attribution)(const struct quoted_mail *quoted, GDateTime *at,
			     const char *language);

static bool is_french(const char *language)
{
	return g_str_equal(language, "fr");
}

static char *outlook_block(const struct quoted_mail *quoted, GDateTime *at,
			   const char *language)
{
	int weekday = g_date_time_get_day_of_week(at), month = g_date_time_get_month(at);
	int day = g_date_time_get_day_of_month(at), year = g_date_time_get_year(at);
	int hour = g_date_time_get_hour(at), minute = g_date_time_get_minute(at);

	if (is_french(language))
		return g_strdup_printf("________________________________\n"
				       "De : %s <%s>\nEnvoyé : %s %d %s %d %02d:%02d\n"
				       "À : %s <%s>\nObjet : %s\n\n",
				       quoted->from_name, quoted->from_address,
				       civil_weekday("fr", weekday), day,
				       civil_month("fr", month), year, hour, minute,
				       quoted->to_name, quoted->to_address, quoted->subject);
	return g_strdup_printf(
		"________________________________\n"
		"From: %s <%s>\nSent: %s, %s %d, %d %d:%02d %s\n"
		"To: %s <%s>\nSubject: %s\n\n",
		quoted->from_name, quoted->from_address, civil_weekday("en", weekday),
		civil_month("en", month), day, year, hour % 12 == 0 ? 12 : hour % 12, minute,
		hour < 12 ? "AM" : "PM", quoted->to_name, quoted->to_address, quoted->subject);
}

static char *gmail_line(const struct quoted_mail *quoted, GDateTime *at, const char *language)
{
	int weekday = g_date_time_get_day_of_week(at), month = g_date_time_get_month(at);
	int day = g_date_time_get_day_of_month(at), year = g_date_time_get_year(at);
	int hour = g_date_time_get_hour(at), minute = g_date_time_get_minute(at);

	if (is_french(language))
		return g_strdup_printf("Le %.3s. %d %s %d à %02d:%02d, %s <%s>\na écrit :\n\n",
				       civil_weekday("fr", weekday), day,
				       civil_month_short("fr", month), year, hour, minute,
				       quoted->from_name, quoted->from_address);
	return g_strdup_printf("On %.3s, %s %d, %d at %d:%02d %s %s <%s>\nwrote:\n\n",
			       civil_weekday("en", weekday), civil_month_short("en", month),
			       day, year, hour % 12 == 0 ? 12 : hour % 12, minute,
			       hour < 12 ? "AM" : "PM", quoted->from_name,
			       quoted->from_address);
}

static char *thunderbird_line(const struct quoted_mail *quoted, GDateTime *at,
			      const char *language)
{
	g_autofree char *date = g_date_time_format(at, is_french(language) ? "%d/%m/%Y à %H:%M"
									   : "%d/%m/%Y %H:%M");

	return is_french(language)
		       ? g_strdup_printf("Le %s, %s a écrit :\n", date, quoted->from_name)
		       : g_strdup_printf("On %s, %s wrote:\n", date, quoted->from_name);
}

static char *apple_line(const struct quoted_mail *quoted, GDateTime *at, const char *language)
{
	int month = g_date_time_get_month(at), day = g_date_time_get_day_of_month(at);
	int year = g_date_time_get_year(at);
	int hour = g_date_time_get_hour(at), minute = g_date_time_get_minute(at);

	if (is_french(language))
		return g_strdup_printf("Le %d %s %d à %02d:%02d, %s <%s> a écrit :\n\n", day,
				       civil_month("fr", month), year, hour, minute,
				       quoted->from_name, quoted->from_address);
	return g_strdup_printf("On %d %s %d, at %02d:%02d, %s <%s> wrote:\n\n", day,
			       civil_month_short("en", month), year, hour, minute,
			       quoted->from_name, quoted->from_address);
}

static char *forward_block(const struct quoted_mail *quoted, GDateTime *at,
			   const char *language)
{
	g_autofree char *block = outlook_block(quoted, at, language);
	const char *headers = strchr(block, '\n') + 1;

	return g_strconcat(is_french(language) ? "---------- Message transféré ----------\n"
					       : "---------- Forwarded message ----------\n",
			   headers, NULL);
}

static const attribution attributions[MAILER_COUNT] = {
	[MAILER_OUTLOOK] = outlook_block,
	[MAILER_GMAIL] = gmail_line,
	[MAILER_THUNDERBIRD] = thunderbird_line,
	[MAILER_APPLE] = apple_line,
};

bool quoting_is_bare(enum mailer mailer, bool forward)
{
	return forward || mailer == MAILER_OUTLOOK;
}

char *quoting_attribution(const struct quoted_mail *quoted, enum mailer mailer,
			  const char *language, bool forward, GTimeZone *zone)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(quoted->at_ms / 1000);
	g_autoptr(GDateTime) at = g_date_time_to_timezone(utc, zone);

	if (forward && mailer != MAILER_OUTLOOK)
		return forward_block(quoted, at, language);
	return attributions[mailer](quoted, at, language);
}

char *quoting_text(const struct quoted_mail *quoted, enum mailer mailer, bool forward)
{
	g_auto(GStrv) lines = g_strsplit(quoted->text, "\n", -1);
	const char *mark = quoting_is_bare(mailer, forward) ? "" : ">";
	GString *out = g_string_new(NULL);

	for (guint i = 0; lines[i] != NULL && i < QUOTED_LINES; i++) {
		bool spaced = *mark != '\0' && lines[i][0] != '\0' && lines[i][0] != '>';

		g_string_append_printf(out, "%s%s%s\n", mark, spaced ? " " : "", lines[i]);
	}
	return g_string_free(out, FALSE);
}

static void wrap_line(GString *out, const char *line, guint width)
{
	g_auto(GStrv) words = g_strsplit(line, " ", -1);
	glong column = 0;

	for (guint i = 0; words[i] != NULL; i++) {
		glong length = g_utf8_strlen(words[i], -1);

		/* French spaces its double punctuation: a lone sign never begins a line. */
		bool sign = length == 1 && strchr("?!:;", words[i][0]) != NULL;

		if (i > 0 && column + length + 1 > (glong)width && !sign) {
			g_string_append_c(out, '\n');
			column = 0;
		} else if (i > 0) {
			g_string_append_c(out, ' ');
			column++;
		}
		g_string_append(out, words[i]);
		column += length;
	}
}

char *quoting_wrap(const char *text, guint width)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	GString *out = g_string_new(NULL);

	for (guint i = 0; lines[i] != NULL; i++) {
		if (i > 0)
			g_string_append_c(out, '\n');
		if (lines[i][0] == '>')
			g_string_append(out, lines[i]);
		else
			wrap_line(out, lines[i], width);
	}
	return g_string_free(out, FALSE);
}

const char *quoting_prefix(enum mailer mailer, const char *language, bool forward)
{
	static const char *const prefixes[2][2][2] = {
		/* [Outlook][forward][French] */
		{{"Re: ", "Re: "}, {"Fwd: ", "Fwd: "}},
		{{"RE: ", "RE: "}, {"FW: ", "TR: "}},
	};

	return prefixes[mailer == MAILER_OUTLOOK][forward][is_french(language)];
}
