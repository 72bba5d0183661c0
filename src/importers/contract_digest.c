/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The canonical form of a contract: its fields by name in a fixed order, what is absent left
 * out, days as they are written, so that a field that comes later changes no older digest. */
#include "importers/contract_digest.h"

#include "base/calendar.h"
#include "importers/digest.h"

static void add_text(struct digest *digest, const char *name, const char *text)
{
	if (text != NULL && *text != '\0')
		digest_field(digest, name, text, -1);
}

static void add_day(struct digest *digest, const char *name, gint32 day)
{
	g_autofree char *text = day != CONTRACT_NO_DAY ? calendar_format_day(day) : NULL;

	add_text(digest, name, text);
}

static void add_span(struct digest *digest, const char *name, const struct contract_span *span)
{
	g_autofree char *text = contract_span_write(span);

	add_text(digest, name, text);
}

static void add_life(struct digest *digest, const struct contract_life *life)
{
	g_autofree char *warning =
		life->warning_days > 0 ? g_strdup_printf("%d", life->warning_days) : NULL;

	add_day(digest, "start", life->start);
	add_day(digest, "end", life->end);
	add_span(digest, "duration", &life->duration);
	add_text(digest, "renewal", contract_renewal_token(life->renewal));
	add_span(digest, "renewal_duration", &life->renewal_duration);
	add_span(digest, "notice", &life->notice);
	add_text(digest, "anchor",
		 life->anchor != ANCHOR_END ? notice_anchor_token(life->anchor) : NULL);
	add_text(digest, "form", term_form_token(life->form));
	add_text(digest, "counts", notice_counts_token(life->counts));
	add_text(digest, "end_day", end_day_token(life->end_day));
	add_text(digest, "warning", warning);
	add_day(digest, "suspended_from", life->suspended_from);
	add_day(digest, "suspended_to", life->suspended_to);
	add_day(digest, "terminated", life->terminated);
}

void contract_digest_take(struct contract_record *record)
{
	struct digest digest;
	g_autofree char *amount = record->amount != CONTRACT_NO_AMOUNT
					  ? g_strdup_printf("%" G_GINT64_FORMAT, record->amount)
					  : NULL;

	digest_begin(&digest);
	add_text(&digest, "provider", record->provider);
	add_text(&digest, "object", record->object);
	add_text(&digest, "reference", record->reference);
	add_text(&digest, "owner", record->owner);
	add_life(&digest, &record->life);
	add_text(&digest, "amount", amount);
	add_text(&digest, "currency", record->currency);
	add_text(&digest, "clause", record->clause);
	add_text(&digest, "remark", record->remark);
	add_day(&digest, "amended", record->amended);
	add_text(&digest, "amendment", record->amendment);
	digest_end(&digest, record->digest);
}
