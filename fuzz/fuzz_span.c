/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Written spans: one that is read is possible, is written as what reads again, and a notice of
 * that length has its deadlines before the end, earliest first. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "contract/notice_clock.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_written(const struct contract_span *span)
{
	g_autofree char *text = contract_span_write(span);
	struct contract_span again = {0};

	require(contract_span_possible(span));
	require(contract_span_read(text, UNIT_NONE, &again));
	require(again.count == span->count && again.unit == span->unit);
}

static void check_deadline(const struct contract_deadline *deadline)
{
	require(deadline->n > 0 && deadline->n <= DEADLINE_READINGS);
	require(deadline->usual < deadline->n);
	for (guint i = 1; i < deadline->n; i++)
		require(deadline->readings[i - 1].day < deadline->readings[i].day);
}

static void check_clock(const struct contract_span *notice, const struct contract_span *term)
{
	struct contract_life life;
	struct contract_outlook outlook;

	contract_life_init(&life);
	life.start = 19000;
	life.duration = *term;
	life.notice = *notice;
	life.renewal = RENEWAL_TACIT;
	if (contract_life_trouble(&life) != NULL)
		return;
	notice_clock_read(&life, NULL, 0, 20500, &outlook);
	for (guint i = 0; i < outlook.deadlines->len; i++)
		check_deadline(&g_array_index(outlook.deadlines, struct contract_deadline, i));
	contract_outlook_clear(&outlook);
}

/* "notice\nterm". */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text = g_strndup((const char *)data, size);
	char *line = strchr(text, '\n');
	struct contract_span notice = {0}, term = {12, UNIT_MONTH};

	if (line != NULL)
		*line++ = '\0';
	if (contract_span_read(text, UNIT_MONTH, &notice))
		check_written(&notice);
	if (line != NULL && contract_span_read(line, UNIT_NONE, &term))
		check_written(&term);
	check_clock(&notice, &term);
	return 0;
}
