/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `entente survey open|close|list|invite|revoke|form`: rounds and their private links. The
 * token of a link is printed once; the store keeps its digest. */
#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/error.h"
#include "cli/survey_actions.h"
#include "importers/digest.h"
#include "importers/mapping.h"
#include "report/phrase.h"

#define ROUND_DAYS  21  /* that a round is open unless it is said */
#define LINKS_MOST  200 /* at once */
#define NAME_LENGTH ANSWER_ROUND_MOST

/* ---- what is given ---- */

struct given {
	char *relationship, *from, *until, *side, *role, *round, *expires;
	gint count;
};

static void given_clear(struct given *given)
{
	char **const all[] = {&given->relationship, &given->from,  &given->until,  &given->side,
			      &given->role,         &given->round, &given->expires};

	for (guint i = 0; i < G_N_ELEMENTS(all); i++)
		g_clear_pointer(all[i], g_free);
}

#define WORD(name, member, help, argument)                                                     \
	{                                                                                      \
		name, 0, 0, G_OPTION_ARG_STRING, &given->member, help, argument                \
	}

static bool parse(struct given *given, int *argc, char ***argv)
{
	const GOptionEntry entries[] = {
		{"relationship", 'r', 0, G_OPTION_ARG_STRING, &given->relationship,
		 "of which relationship", "NAME"},
		WORD("from", from, "open: its first day (today)", "DAY"),
		WORD("until", until, "open: its last day (three weeks later)", "DAY"),
		WORD("side", side, "invite, form: client or provider", "SIDE"),
		WORD("role", role,
		     "invite: management, it, finance, business, account, delivery, support, "
		     "security or other",
		     "ROLE"),
		WORD("round", round, "invite: to which round (the one that is open)", "NAME"),
		WORD("expires", expires, "invite: last day (the round's)", "DAY"),
		{"count", 0, 0, G_OPTION_ARG_INT, &given->count, "invite: how many links (1)",
		 "N"},
		{NULL, 0, 0, 0, NULL, NULL, NULL},
	};

	return cli_parse(&verb_survey, entries, argc, argv);
}

gint32 survey_today(void)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(CALENDAR_ZONE_DEFAULT);

	return calendar_day_of_ms(clock_now_ms(), zone);
}

static bool set_usage(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);
static bool set_usage(GError **error, const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list arguments;

	va_start(arguments, format);
	text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	g_set_error_literal(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE, text);
	return false;
}

static bool read_day(const char *option, const char *word, gint32 otherwise, gint32 *day,
		     GError **error)
{
	*day = otherwise;
	if (word == NULL)
		return true;
	if (calendar_parse_day(word, day) && contract_day_possible(*day))
		return true;
	return set_usage(error, "--%s %s: give a day as YYYY-MM-DD", option, word);
}

enum side survey_side_of(const char *word, GError **error)
{
	g_autofree char *folded = mapping_fold(word != NULL ? word : "");
	enum side side = ledger_side_of(folded);

	if (side == SIDE_NONE)
		set_usage(error, "survey: --side is client or provider");
	return side;
}

enum survey_role survey_role_named(const char *word, GError **error)
{
	g_autofree char *folded = mapping_fold(word != NULL ? word : "");
	enum survey_role role = survey_role_of(folded);

	if (role == SURVEY_ROLES)
		set_usage(error, "survey: --role is management, it, finance, business, "
				 "account, delivery, support, security or other: a role, no "
				 "name");
	return role;
}

static const struct survey_round *round_named(const GPtrArray *rounds, const char *name,
					      GError **error)
{
	guint64 event = survey_round_event(name), id;
	enum event_kind kind;

	if (event_parse(name, &kind, &id) && kind == EVENT_ANSWER)
		event = id;
	for (guint i = 0; i < rounds->len; i++) {
		const struct survey_round *round = g_ptr_array_index(rounds, i);
		if (round->event == event)
			return round;
	}
	set_usage(error, "no round is called %s; entente survey list shows them", name);
	return NULL;
}

const struct survey_round *survey_find_round(const GPtrArray *rounds, const char *name,
					     bool over, GError **error)
{
	const struct survey_round *found = NULL;
	guint open = 0;

	if (name != NULL)
		return round_named(rounds, name, error);
	for (guint i = 0; i < rounds->len; i++) {
		const struct survey_round *round = g_ptr_array_index(rounds, i);
		if (round->closed != SURVEY_NO_DAY && !over)
			continue;
		open++;
		found = round;
	}
	if (found == NULL)
		set_usage(error, "no round is open; open one: entente survey open NAME");
	else if (open > 1 && !over)
		set_usage(error, "several rounds are open: name one");
	return open > 1 && !over ? NULL : found;
}

/* ---- with a desk ---- */

typedef bool (*at_desk)(const struct cli *cli, const struct ledger_desk *desk,
			const struct given *given, const char *word, GError **error);

static int with_desk(struct cli *cli, int argc, char **argv, at_desk run)
{
	struct ledger_desk desk = {NULL, NULL};
	struct given given = {.count = 1};
	GError *error = NULL;
	int status = EXIT_USAGE;

	if (parse(&given, &argc, &argv)) {
		bool done = ledger_desk_open(cli, given.relationship, &desk, &error) &&
			    run(cli, &desk, &given, argc > 1 ? argv[1] : NULL, &error);
		status = done ? EXIT_DONE : cli_fail(error);
	}
	ledger_desk_close(&desk);
	given_clear(&given);
	return status;
}

static GPtrArray *rounds_of(const struct ledger_desk *desk, GError **error)
{
	return store_survey_rounds(desk->store, desk->relationship->id, error);
}

/* ---- open, close ---- */

static bool may_open(const struct ledger_desk *desk, const struct survey_round *round,
		     GError **error)
{
	g_autoptr(GPtrArray) rounds = rounds_of(desk, error);

	for (guint i = 0; rounds != NULL && i < rounds->len; i++) {
		const struct survey_round *one = g_ptr_array_index(rounds, i);
		if (one->event == round->event && one->closed != SURVEY_NO_DAY)
			return set_usage(error,
					 "the round %s is closed; give the new one a name of "
					 "its own",
					 one->name);
	}
	return rounds != NULL;
}

static bool fill_round(const struct given *given, const char *name, struct survey_round *round,
		       GError **error)
{
	if (name == NULL || *name == '\0')
		return set_usage(error, "survey open: give the round a name");
	if (!g_utf8_validate(name, -1, NULL) || g_utf8_strlen(name, -1) > NAME_LENGTH)
		return set_usage(error, "survey open: a name has %u characters at most",
				 NAME_LENGTH);
	if (!read_day("from", given->from, survey_today(), &round->opens, error) ||
	    !read_day("until", given->until, round->opens + ROUND_DAYS, &round->ends, error))
		return false;
	if (round->ends < round->opens)
		return set_usage(error, "survey open: --until is before --from");
	round->name = phrase_clean(name);
	round->event = survey_round_event(name);
	round->closed = SURVEY_NO_DAY;
	return true;
}

static bool open_round(const struct cli *cli, const struct ledger_desk *desk,
		       const struct given *given, const char *word, GError **error)
{
	g_autoptr(GArray) none = g_array_new(FALSE, FALSE, sizeof(struct survey_link));
	g_autoptr(GArray) all = g_array_new(FALSE, TRUE, sizeof(struct shown_round));
	g_autoptr(GString) out = g_string_new(NULL);
	const struct screen screen = {out, cli->columns, cli->colour};
	struct survey_round round = {0};
	guint8 salt[SURVEY_SALT_SIZE];
	bool done;

	if (!fill_round(given, word, &round, error))
		return false;
	digest_random(salt, sizeof salt);
	done = may_open(desk, &round, error) &&
	       store_survey_round_put(desk->store, desk->relationship->id, &round, salt,
				      error) != STORE_PUT_FAILED;
	if (done) {
		const struct shown_round shown = {.round = &round, .links = none};
		g_array_append_val(all, shown);
		report_rounds_text(
			&(struct shown_rounds){desk->relationship->name, survey_today(), all},
			cli->catalogue, &screen);
		cli_write(out);
	}
	g_free(round.name);
	return done;
}

int survey_open(struct cli *cli, int argc, char **argv)
{
	return with_desk(cli, argc, argv, open_round);
}

static bool close_round(const struct cli *cli, const struct ledger_desk *desk,
			const struct given *given, const char *word, GError **error)
{
	g_autoptr(GPtrArray) rounds = rounds_of(desk, error);
	const struct survey_round *round =
		rounds != NULL ? survey_find_round(rounds, word, false, error) : NULL;

	if (round == NULL)
		return false;
	if (round->closed != SURVEY_NO_DAY)
		return set_usage(error, "the round %s is closed", round->name);
	return store_survey_round_close(desk->store, desk->relationship->id, round->event,
					MAX(survey_today(), round->opens), error);
}

int survey_close(struct cli *cli, int argc, char **argv)
{
	return with_desk(cli, argc, argv, close_round);
}

/* ---- list ---- */

static void shown_clear(gpointer data)
{
	struct shown_round *shown = data;

	g_clear_pointer(&shown->links, g_array_unref);
}

static bool fill_shown(const struct ledger_desk *desk, const struct survey_round *round,
		       struct shown_round *shown, GError **error)
{
	g_autoptr(GPtrArray) sheets =
		store_survey_sheets(desk->store, desk->relationship->id, round->event, error);

	*shown = (struct shown_round){.round = round};
	for (guint i = 0; sheets != NULL && i < sheets->len; i++)
		shown->n[((struct survey_sheet *)g_ptr_array_index(sheets, i))->side]++;
	if (sheets != NULL)
		shown->links = store_survey_links(desk->store, desk->relationship->id,
						  round->event, error);
	return shown->links != NULL;
}

static bool list_rounds(const struct cli *cli, const struct ledger_desk *desk,
			const struct given *given, const char *word, GError **error)
{
	g_autoptr(GPtrArray) rounds = rounds_of(desk, error);
	g_autoptr(GArray) all = g_array_new(FALSE, TRUE, sizeof(struct shown_round));
	g_autoptr(GString) out = g_string_new(NULL);
	const struct screen screen = {out, cli->columns, cli->colour};
	const struct shown_rounds shown = {desk->relationship->name, cli_day(cli), all};

	g_array_set_clear_func(all, shown_clear);
	for (guint i = 0; rounds != NULL && i < rounds->len; i++) {
		struct shown_round one;
		if (!fill_shown(desk, g_ptr_array_index(rounds, i), &one, error))
			return false;
		g_array_append_val(all, one);
	}
	if (rounds == NULL)
		return false;
	if (cli_wants_json(cli))
		report_rounds_json(&shown, out);
	else
		report_rounds_text(&shown, cli->catalogue, &screen);
	cli_write(out);
	return true;
}

int survey_list(struct cli *cli, int argc, char **argv)
{
	return with_desk(cli, argc, argv, list_rounds);
}

/* ---- invite, revoke ---- */

static bool invite_one(const struct cli *cli, const struct ledger_desk *desk,
		       struct survey_link *link, GError **error)
{
	g_autofree char *token = survey_token_new(), *day = NULL, *id = NULL, *told = NULL;
	g_autoptr(GString) out = g_string_new(NULL);
	const struct screen screen = {out, cli->columns, FALSE};
	guint8 digest[DIGEST_SIZE];

	survey_token_digest(token, digest);
	link->id = store_event_id(digest);
	if (!store_survey_link_put(desk->store, desk->relationship->id, link, digest, error))
		return false;
	g_print("%s\n", token);
	id = g_strdup_printf("%016" G_GINT64_MODIFIER "x", link->id);
	day = phrase_day(cli->catalogue, link->expires);
	told = phrase(catalogue_text(cli->catalogue,
				     N_("Link {link}, until {day}. Its token is shown this "
					"once: hand it to one person, who answers with entente "
					"survey answer --token TOKEN.")),
		      {"link", id}, {"day", day});
	screen_wrap(&screen, SCREEN_PLAIN, "", 0, told);
	g_printerr("%s", out->str);
	return true;
}

static bool fill_link(const struct given *given, const struct survey_round *round,
		      struct survey_link *link, GError **error)
{
	*link = (struct survey_link){.round = round->event,
				     .side = survey_side_of(given->side, error)};
	if (link->side == SIDE_NONE)
		return false;
	link->role = survey_role_named(given->role, error);
	if (link->role == SURVEY_ROLES ||
	    !read_day("expires", given->expires, round->ends, &link->expires, error))
		return false;
	if (round->closed != SURVEY_NO_DAY)
		return set_usage(error, "the round %s is closed", round->name);
	if (link->expires < survey_today())
		return set_usage(error, "the last day of the link is past; give --expires, or "
					"the round another last day: entente survey open NAME "
					"--until DAY");
	if (link->expires > round->ends)
		return set_usage(error, "a link cannot outlive its round; give the round "
					"another last day: entente survey open NAME --until "
					"DAY");
	if (given->count < 1 || given->count > LINKS_MOST)
		return set_usage(error, "--count is 1 to %d", LINKS_MOST);
	return true;
}

static bool invite_all(const struct cli *cli, const struct ledger_desk *desk,
		       const struct given *given, const char *word, GError **error)
{
	g_autoptr(GPtrArray) rounds = rounds_of(desk, error);
	const struct survey_round *round =
		rounds != NULL ? survey_find_round(rounds, given->round, false, error) : NULL;
	struct survey_link link;

	if (round == NULL || !fill_link(given, round, &link, error))
		return false;
	for (gint i = 0; i < given->count; i++)
		if (!invite_one(cli, desk, &link, error))
			return false;
	return true;
}

int survey_invite(struct cli *cli, int argc, char **argv)
{
	return with_desk(cli, argc, argv, invite_all);
}

static bool revoke_link(const struct cli *cli, const struct ledger_desk *desk,
			const struct given *given, const char *word, GError **error)
{
	guint64 link;
	bool moved;

	if (word == NULL || strlen(word) != 16 ||
	    !g_ascii_string_to_unsigned(word, 16, 0, G_MAXINT64, &link, NULL))
		return set_usage(error, "survey revoke: give the id of a link, of entente "
					"survey list (16 digits)");
	if (!store_survey_link_move(desk->store, desk->relationship->id, link,
				    SURVEY_LINK_REVOKED, &moved, error))
		return false;
	return moved || set_usage(error, "no link %s that could be used still", word);
}

int survey_revoke(struct cli *cli, int argc, char **argv)
{
	return with_desk(cli, argc, argv, revoke_link);
}

/* ---- form ---- */

int survey_form(struct cli *cli, int argc, char **argv)
{
	g_autoptr(GString) out = g_string_new(NULL);
	struct given given = {.count = 1};
	GError *error = NULL;
	int status = EXIT_USAGE;

	if (parse(&given, &argc, &argv)) {
		enum side side = survey_side_of(given.side, &error);
		status = side != SIDE_NONE ? EXIT_DONE : cli_fail(error);
		if (side != SIDE_NONE)
			report_survey_form(cli->catalogue, side, out);
		cli_write(out);
	}
	given_clear(&given);
	return status;
}
