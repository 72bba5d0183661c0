/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Sheets added up. Means are over those who answered; the reliability of a scale is over those
 * who answered all of it. */
#include <math.h>

#include "model/survey.h"
#include "stats/reliability.h"

static void add_value(struct survey_figure *figure, gint8 value)
{
	if (value <= 0 || value > SURVEY_VALUE_MOST)
		return;
	figure->n++;
	figure->counts[value]++;
}

static void settle_mean(struct survey_figure *figure)
{
	guint sum = 0;

	for (guint value = 1; value <= SURVEY_VALUE_MOST; value++)
		sum += value * figure->counts[value];
	figure->mean = figure->n > 0 ? (double)sum / figure->n : NAN;
}

/* ---- straight lines ---- */

static bool is_in_line(const struct survey_item *item, enum survey_part part,
		       enum survey_line line)
{
	switch (line) {
	case SURVEY_LINE_FULFILMENT:
		return part == SURVEY_FULFILMENT;
	case SURVEY_LINE_IMPORTANCE:
		return part == SURVEY_IMPORTANCE;
	case SURVEY_LINE_PERCEIVED:
		return part == SURVEY_PERCEIVED;
	default:
		return item->block == SURVEY_TRUST || item->block == SURVEY_COMMITMENT;
	}
}

static bool is_straight(const struct survey_sheet *sheet, enum survey_line line)
{
	guint n, answered = 0;
	const struct survey_item *items = survey_items(&n);
	gint8 first = 0;

	for (guint i = 0; i < n; i++)
		for (guint at = 0; at < items[i].n_parts; at++) {
			gint8 value = sheet->values[i][at];
			if (value == 0 ||
			    !is_in_line(&items[i], survey_part_at(&items[i], at), line))
				continue;
			if (answered++ == 0)
				first = value;
			else if (value != first)
				return false;
		}
	return answered >= SURVEY_LINE_LEAST;
}

static void add_lines(const struct survey_sheet *sheet, struct survey_side *side)
{
	bool any = false;

	for (enum survey_line line = 0; line < SURVEY_LINES; line++)
		if (is_straight(sheet, line)) {
			side->straight[line]++;
			any = true;
		}
	side->straight_sheets += any;
}

/* ---- reliability ---- */

static bool is_in_scale(const struct survey_item *item, enum survey_scale scale)
{
	static const struct {
		enum survey_block block;
		enum side owes;
	} scales[SURVEY_SCALES] = {
		[SURVEY_SCALE_PROVIDER] = {SURVEY_DUTY, SIDE_PROVIDER},
		[SURVEY_SCALE_CLIENT] = {SURVEY_DUTY, SIDE_CLIENT},
		[SURVEY_SCALE_TRUST] = {SURVEY_TRUST, SIDE_NONE},
		[SURVEY_SCALE_COMMITMENT] = {SURVEY_COMMITMENT, SIDE_NONE},
	};

	return item->block == scales[scale].block && item->owes == scales[scale].owes;
}

/* The first part of an item of a scale is the one that is measured. */
static bool take_row(const struct survey_sheet *sheet, enum survey_scale scale, GArray *values)
{
	guint n, before = values->len;
	const struct survey_item *items = survey_items(&n);

	for (guint i = 0; i < n; i++) {
		double value = sheet->values[i][0];
		if (!is_in_scale(&items[i], scale))
			continue;
		if (sheet->values[i][0] == 0) {
			g_array_set_size(values, before);
			return false;
		}
		g_array_append_val(values, value);
	}
	return true;
}

static void settle_reliability(const GPtrArray *sheets, enum side of, enum survey_scale scale,
			       struct survey_reliability *out)
{
	g_autoptr(GArray) values = g_array_new(FALSE, FALSE, sizeof(double));
	struct reliability read;
	guint rows = 0;

	for (guint i = 0; i < sheets->len; i++) {
		const struct survey_sheet *sheet = g_ptr_array_index(sheets, i);
		if (sheet->side == of)
			rows += take_row(sheet, scale, values);
	}
	reliability_cronbach((const double *)(void *)values->data, rows,
			     rows > 0 ? values->len / rows : 0, &read);
	*out = (struct survey_reliability){read.alpha, read.low, read.high, rows};
}

/* ---- a side ---- */

static void add_sheet(const struct survey_sheet *sheet, struct survey_side *side)
{
	side->n++;
	side->roles[sheet->role]++;
	for (guint i = 0; i < SURVEY_ITEMS_MOST; i++)
		for (guint at = 0; at < SURVEY_PARTS_MOST; at++)
			add_value(&side->figures[i][at], sheet->values[i][at]);
	add_lines(sheet, side);
}

static void settle_means(struct survey_side *side)
{
	for (guint i = 0; i < SURVEY_ITEMS_MOST; i++)
		for (guint at = 0; at < SURVEY_PARTS_MOST; at++)
			settle_mean(&side->figures[i][at]);
}

void survey_add_up_role(const GPtrArray *sheets, enum side side, enum survey_role role,
			struct survey_side *out)
{
	*out = (struct survey_side){0};
	for (guint i = 0; i < sheets->len; i++) {
		const struct survey_sheet *sheet = g_ptr_array_index(sheets, i);
		if (sheet->side == side && sheet->role == role)
			add_sheet(sheet, out);
	}
	settle_means(out);
}

void survey_add_up(const GPtrArray *sheets, struct survey_results *results)
{
	*results = (struct survey_results){0};
	for (guint i = 0; i < sheets->len; i++) {
		const struct survey_sheet *sheet = g_ptr_array_index(sheets, i);
		add_sheet(sheet, &results->sides[sheet->side]);
	}
	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++) {
		settle_means(&results->sides[side]);
		for (enum survey_scale scale = 0; scale < SURVEY_SCALES; scale++)
			settle_reliability(sheets, side, scale,
					   &results->sides[side].reliability[scale]);
	}
}

const struct survey_figure *survey_figure_of(const struct survey_results *results,
					     enum side answers, guint item,
					     enum survey_part part)
{
	guint n, at;
	const struct survey_item *items = survey_items(&n);

	g_assert(item < n);
	at = survey_place_of(&items[item], part);
	g_assert(at < SURVEY_PARTS_MOST);
	return &results->sides[answers].figures[item][at];
}

double survey_divergence(const struct survey_results *results, guint item)
{
	guint n;
	enum side owes = survey_items(&n)[item].owes;

	return survey_figure_of(results, side_other(owes), item, SURVEY_FULFILMENT)->mean -
	       survey_figure_of(results, owes, item, SURVEY_FULFILMENT)->mean;
}

/* ---- what may be shown ---- */

guint32 survey_roles_present(const struct survey_side *side)
{
	guint32 present = 0;

	for (enum survey_role role = 0; role < SURVEY_ROLES; role++)
		present |= (guint32)(side->roles[role] > 0) << role;
	return present;
}

static enum survey_role smallest_of(const struct survey_side *side, guint32 shown)
{
	enum survey_role smallest = SURVEY_ROLES;

	for (enum survey_role role = 0; role < SURVEY_ROLES; role++)
		if (shown >> role & 1 &&
		    (smallest == SURVEY_ROLES || side->roles[role] < side->roles[smallest]))
			smallest = role;
	return smallest;
}

guint32 survey_roles_shown(const struct survey_side *side)
{
	guint32 shown = 0;
	guint rest = 0;

	for (enum survey_role role = 0; role < SURVEY_ROLES; role++) {
		bool enough = side->roles[role] >= SURVEY_VOICES;
		shown |= (guint32)enough << role;
		rest += enough ? 0 : side->roles[role];
	}
	if (shown != 0 && rest > 0 && rest < SURVEY_VOICES)
		shown &= ~(1u << smallest_of(side, shown));
	return shown;
}

enum survey_comparison survey_compare(const guint before[SIDE_COUNT],
				      const guint32 roles_before[SIDE_COUNT],
				      const guint now[SIDE_COUNT],
				      const guint32 roles_now[SIDE_COUNT])
{
	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++)
		if (before[side] < SURVEY_COMPARABLE || now[side] < SURVEY_COMPARABLE)
			return SURVEY_TOO_FEW;
	for (enum side side = SIDE_CLIENT; side < SIDE_COUNT; side++)
		if (roles_before[side] != roles_now[side])
			return SURVEY_OTHER_ROLES;
	return SURVEY_MAY_COMPARE;
}
