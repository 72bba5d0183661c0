/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The Windows names are those of Unicode CLDR's windowsZones.xml (territory 001) for Europe,
 * the Americas and the other zones that business calendars hold most. */
#include "importers/calendar_zones.h"

#include <stdlib.h>
#include <string.h>

#define NAME_MOST  64u           /* bytes of an Olson name */
#define BEFORE_GAP (3 * 60 * 60) /* no clock jumps farther than this */

struct windows_zone {
	const char *windows, *olson;
};

/* Sorted by the Windows name, without case. */
static const struct windows_zone windows_zones[] = {
	{"Alaskan Standard Time", "America/Anchorage"},
	{"Arab Standard Time", "Asia/Riyadh"},
	{"Arabian Standard Time", "Asia/Dubai"},
	{"Arabic Standard Time", "Asia/Baghdad"},
	{"Argentina Standard Time", "America/Argentina/Buenos_Aires"},
	{"Atlantic Standard Time", "America/Halifax"},
	{"AUS Eastern Standard Time", "Australia/Sydney"},
	{"Azerbaijan Standard Time", "Asia/Baku"},
	{"Azores Standard Time", "Atlantic/Azores"},
	{"Belarus Standard Time", "Europe/Minsk"},
	{"Canada Central Standard Time", "America/Regina"},
	{"Central America Standard Time", "America/Guatemala"},
	{"Central Asia Standard Time", "Asia/Almaty"},
	{"Central Europe Standard Time", "Europe/Budapest"},
	{"Central European Standard Time", "Europe/Warsaw"},
	{"Central Standard Time", "America/Chicago"},
	{"Central Standard Time (Mexico)", "America/Mexico_City"},
	{"China Standard Time", "Asia/Shanghai"},
	{"E. Africa Standard Time", "Africa/Nairobi"},
	{"E. Australia Standard Time", "Australia/Brisbane"},
	{"E. Europe Standard Time", "Europe/Chisinau"},
	{"E. South America Standard Time", "America/Sao_Paulo"},
	{"Eastern Standard Time", "America/New_York"},
	{"Egypt Standard Time", "Africa/Cairo"},
	{"FLE Standard Time", "Europe/Kiev"},
	{"GMT Standard Time", "Europe/London"},
	{"Greenwich Standard Time", "Atlantic/Reykjavik"},
	{"GTB Standard Time", "Europe/Bucharest"},
	{"Hawaiian Standard Time", "Pacific/Honolulu"},
	{"India Standard Time", "Asia/Kolkata"},
	{"Israel Standard Time", "Asia/Jerusalem"},
	{"Jordan Standard Time", "Asia/Amman"},
	{"Kaliningrad Standard Time", "Europe/Kaliningrad"},
	{"Korea Standard Time", "Asia/Seoul"},
	{"Mauritius Standard Time", "Indian/Mauritius"},
	{"Middle East Standard Time", "Asia/Beirut"},
	{"Morocco Standard Time", "Africa/Casablanca"},
	{"Mountain Standard Time", "America/Denver"},
	{"New Zealand Standard Time", "Pacific/Auckland"},
	{"Newfoundland Standard Time", "America/St_Johns"},
	{"Pacific SA Standard Time", "America/Santiago"},
	{"Pacific Standard Time", "America/Los_Angeles"},
	{"Pakistan Standard Time", "Asia/Karachi"},
	{"Romance Standard Time", "Europe/Paris"},
	{"Russian Standard Time", "Europe/Moscow"},
	{"SA Eastern Standard Time", "America/Cayenne"},
	{"SA Pacific Standard Time", "America/Bogota"},
	{"SA Western Standard Time", "America/La_Paz"},
	{"SE Asia Standard Time", "Asia/Bangkok"},
	{"Singapore Standard Time", "Asia/Singapore"},
	{"South Africa Standard Time", "Africa/Johannesburg"},
	{"Taipei Standard Time", "Asia/Taipei"},
	{"Tokyo Standard Time", "Asia/Tokyo"},
	{"Turkey Standard Time", "Europe/Istanbul"},
	{"US Eastern Standard Time", "America/Indiana/Indianapolis"},
	{"US Mountain Standard Time", "America/Phoenix"},
	{"UTC", "UTC"},
	{"W. Central Africa Standard Time", "Africa/Lagos"},
	{"W. Europe Standard Time", "Europe/Berlin"},
	{"West Asia Standard Time", "Asia/Tashkent"},
};

static int by_windows_name(const void *key, const void *row)
{
	return g_ascii_strcasecmp(key, ((const struct windows_zone *)row)->windows);
}

/* Letters, signs of Olson names, and a slash between two parts: such a name never leaves the
 * folder of the zones. */
static bool is_olson(const char *name)
{
	if (strlen(name) > NAME_MOST || !g_ascii_isalpha(*name))
		return false;
	for (const char *at = name; *at != '\0'; at++)
		if (!g_ascii_isalnum(*at) && strchr("_-+/", *at) == NULL)
			return false;
	return true;
}

/* "/freeassociation.sourceforge.net/Tzfile/Europe/Paris" ends with two or three parts that are
 * the name. */
static GTimeZone *zone_of_path(const char *path)
{
	for (const char *part = path; part != NULL; part = strchr(part + 1, '/')) {
		const char *name = part + (*part == '/');
		GTimeZone *zone = is_olson(name) && strchr(name, '/') != NULL
					  ? g_time_zone_new_identifier(name)
					  : NULL;
		if (zone != NULL)
			return zone;
	}
	return NULL;
}

GTimeZone *calendar_zone_named(const char *tzid)
{
	const struct windows_zone *windows =
		bsearch(tzid, windows_zones, G_N_ELEMENTS(windows_zones), sizeof *windows_zones,
			by_windows_name);

	if (windows != NULL)
		return g_time_zone_new_identifier(windows->olson);
	if (strlen(tzid) > 4 * NAME_MOST)
		return NULL;
	if (strchr(tzid, '/') != NULL)
		return zone_of_path(tzid);
	return is_olson(tzid) ? g_time_zone_new_identifier(tzid) : NULL;
}

gint64 calendar_zone_instant(GTimeZone *zone, gint32 day, gint32 seconds)
{
	gint64 local = (gint64)day * 86400 + seconds;
	int interval = g_time_zone_find_interval(zone, G_TIME_TYPE_DAYLIGHT, local);

	if (interval < 0)
		interval = g_time_zone_find_interval(zone, G_TIME_TYPE_DAYLIGHT,
						     local - BEFORE_GAP);
	if (interval >= 0)
		local -= g_time_zone_get_offset(zone, interval);
	return local * 1000;
}
