/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The sentences that every format shares. Every number comes with its n. Each returned text is
 * owned by the caller. The headline and the sentence of a finding are in report.h. */
#pragma once

#include "base/catalogue.h"
#include "model/assessment.h"

/* The headline in two: its first sentence, and what some stages add ("" when nothing). */
char *sentence_lead(const struct assessment *assessment, const struct catalogue *catalogue);
char *sentence_rest(const struct assessment *assessment, const struct catalogue *catalogue);
/* "every 9 days", "3.2 business hours", "1 chance in 400", "unknown". */
char *sentence_value(const struct finding *finding, double value, guint weeks,
		     const struct catalogue *catalogue);
enum finding_moment { FINDING_BEFORE, FINDING_AFTER };
/* "n = 41", or the weeks looked at where a level is meant; before it the interval of a share
 * that was read: "24 to 38%, n = 41". */
char *sentence_support(const struct finding *finding, enum finding_moment moment,
		       const struct catalogue *catalogue);
/* "24 to 38%"; NULL when the finding has no interval. */
char *sentence_interval(const struct finding *finding, enum finding_moment moment,
			const struct catalogue *catalogue);
/* "since March 2025 (between January and May 2025)"; NULL when not dated. */
char *sentence_since(const struct finding *finding, const struct catalogue *catalogue);
/* "key contact no. 3, provider side" */
char *sentence_who(const struct evidence *evidence, const struct catalogue *catalogue);
/* What follows the indicator's name: "every 9 days before (n = 41), every 71 days now (n = 2)."
 */
char *sentence_finding(const struct finding *finding, const struct catalogue *catalogue);
/* "answered after 4.5 business days" */
char *sentence_reason(const struct finding *finding, const struct evidence *evidence,
		      const struct catalogue *catalogue);
/* "8 Sep 2025, provider's contact no. 7: then 64 days of silence" */
char *sentence_event(const struct finding *finding, const struct evidence *evidence,
		     const struct catalogue *catalogue);
char *sentence_unknown(const struct unknown *unknown, const struct catalogue *catalogue);
/* "Erosion is very likely (93%), from 131 weeks, 4,120 messages and 318 tickets." */
char *sentence_likelihood(const struct assessment *assessment,
			  const struct catalogue *catalogue);
/* "Stage: eroding. Erosion is very likely (93%), from 131 weeks, 4,120 messages and 318
 * tickets." */
char *sentence_stage(const struct assessment *assessment, const struct catalogue *catalogue);
/* "Advice: open a dialogue. The erosion is slow..." */
char *sentence_advice(const struct assessment *assessment, const struct catalogue *catalogue);
/* "Weekly watch: no alarm (evidence 0.4 of the 20 it takes; 156 weeks, 9 series)."; NULL when
 * nothing was observed. */
char *sentence_watch(const struct assessment *assessment, const struct catalogue *catalogue);
/* "The provider's key contact (no. 3), who had sent 41% of its messages, has not written since
 * 3 March 2025...", for each side that lost it; NULL when none did. */
char *sentence_pivot_loss(const struct assessment *assessment,
			  const struct catalogue *catalogue);
/* "What hangs on one role: the provider's key contact (no. 3) holds 72% of its exchange...";
 * NULL where no role is so alone. */
char *sentence_sole_contact(const struct assessment *assessment,
			    const struct catalogue *catalogue);
/* One of the two for the side that the finding about its key contact is about; NULL for any
 * other finding. */
char *sentence_pivot_reason(const struct assessment *assessment, const struct finding *finding,
			    const struct catalogue *catalogue);
/* Days from the first to the last covered one; their whole weeks, "131 weeks". */
gint64 sentence_covered_days(const struct assessment *assessment);
char *sentence_weeks(const struct assessment *assessment, const struct catalogue *catalogue);
/* What the assessment rests on: "131 weeks, 4,120 messages and 318 tickets" */
char *sentence_basis(const struct assessment *assessment, const struct catalogue *catalogue);
/* Shares of the dimensions in whole units that still add up; largest first, those without any
 * share left out. Returns how many there are. */
struct sentence_part {
	enum dimension dimension;
	int units;
};
guint sentence_parts(const struct assessment *assessment, int units,
		     struct sentence_part parts[DIMENSION_COUNT]);
/* "communication 66%, contacts 34%": the parts of the dimensions; "" without erosion. */
char *sentence_shares(const struct assessment *assessment, const struct catalogue *catalogue);

/* Findings that got worse, strongest first, at most `limit`; borrowed elements, caller owns the
 * array. */
GPtrArray *sentence_worse(const struct assessment *assessment, guint limit);
/* Of those, the ones of one measure: with numbers of their own. */
GPtrArray *sentence_measured(const struct assessment *assessment, guint limit);
/* Of those, the ones that statistics judge, and the facts beyond a stated limit. */
GPtrArray *sentence_wearing(const struct assessment *assessment, guint limit);
GPtrArray *sentence_facts(const struct assessment *assessment, guint limit);
/* Those that did not, with enough support to say so. */
GPtrArray *sentence_against(const struct assessment *assessment, guint limit);
/* Rows of then and now: those that got worse, or all when none did. */
GPtrArray *sentence_compared(const struct assessment *assessment, guint limit);
