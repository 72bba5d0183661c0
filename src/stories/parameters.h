/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a story is made of, read from NAME.ini: the sides, the rates before and after the
 * change, its date and shape, the season, the noise. Keys and units: docs/stories.md. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define STORY_DAY_NONE G_MININT32
#define STORY_WEEKS    1040 /* longest story, 20 years */

/* A rate, a share or a median that drifts with the change. */
struct drifting {
	double before, after;
};

enum change_shape { CHANGE_NONE, CHANGE_SLOW, CHANGE_ABRUPT };

/* Whose conduct the change moves. */
enum change_side { CHANGE_OF_PROVIDER, CHANGE_OF_CLIENT };

struct side_parameters {
	char *name, *domain, *address, *telephone;
	char *mailbox; /* local part of the function mailbox */
	char **people; /* "role:weight", "role:weight:language" */
};

struct story_fact {
	gint32 day;
	char *fact, *value;
};

struct parameters {
	char *name;
	gint32 start, end; /* days, both inside */
	double english_share;
	char *voice; /* lists VOICE.NAME of the wording go before NAME; NULL: none do */
	guint users; /* people of the client who only open tickets */
	struct side_parameters client, provider;

	enum change_shape shape;
	enum change_side side;
	char **dimensions; /* of the relationship that the change touches, NULL: not said */
	gint32 onset;
	double change_weeks; /* how long the slow change takes to reach `after` */
	bool alarm;
	char **expected_stages;

	struct drifting asks_a_week, proactive_a_week, tickets_a_week;
	struct drifting answered_share, reply_hours, client_reply_hours;
	struct drifting supportive_share, defensive_share, complaint_share;
	struct drifting client_harsh; /* share of the client's questions and reactions */
	struct drifting acknowledge_hours, resolve_hours, committee_held, report_sent;
	struct drifting pivot_share, unprompted_answered;
	double reply_sigma, acknowledge_sigma, resolve_sigma;
	double committee_weeks;

	double august, christmas, bridge; /* activity left, 0..1 */
	double persistence, dispersion;   /* weekly log-activity: AR(1), standard deviation */

	double alerts_a_week, newsletters_a_month, out_of_scope_a_week, personal_a_month;
	double notice_share, absence_share, duplicate_share, broken_thread_share;

	gint32 pivot_leaves;
	double handover_weeks;
	gint32 channel_opened;
	double channel_weeks, channel_mail_share;
	gint32 tool_changed;
	double tool_project_weeks, tool_project_a_week, tool_notices_a_day;

	GArray *facts; /* struct story_fact */
};

/* `file` names the text in errors. Caller owns. */
struct parameters *parameters_read(const char *name, const char *file, const char *text,
				   gsize length, GError **error);
void parameters_free(struct parameters *parameters);
typedef struct parameters parameters_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(parameters_auto, parameters_free)

/* How much of the change has happened on this day, 0..1. */
double parameters_effect(const struct parameters *parameters, gint32 day);
/* The value on this day: geometric between the ends when both are above zero, else linear. */
double parameters_at(const struct parameters *parameters, struct drifting value, gint32 day);
/* "group.key" of every value that the change moves, NULL-terminated. Caller owns. */
char **parameters_moved(const struct parameters *parameters);
/* Share of the exchange that still goes by mail on this day. */
double parameters_mail_share(const struct parameters *parameters, gint32 day);
