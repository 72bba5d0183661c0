/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Contracts and deadlines in JSON: tokens everywhere, days as YYYY-MM-DD, spans as they are
 * typed ("36m"); only `sentence` and `working` follow the language. Amounts are numbers of the
 * currency. */
#include "report/deadline_words.h"
#include "report/deadlines-internal.h"
#include "report/json_parts.h"

/* NULL for an absent token. */
static void put_token(struct json_writer *json, const char *key, const char *token)
{
	json_member_string(json, key, *token != '\0' ? token : NULL);
}

static void put_owned(struct json_writer *json, const char *key, char *text)
{
	json_member_string(json, key, text);
	g_free(text);
}

static void put_span(struct json_writer *json, const char *key,
		     const struct contract_span *span)
{
	put_owned(json, key, contract_span_write(span));
}

static void put_amount(struct json_writer *json, gint64 amount)
{
	json_key(json, "amount");
	if (amount == CONTRACT_NO_AMOUNT)
		json_null(json);
	else
		json_double(json, (double)amount / QUANTITY_ONE);
}

/* ---- deadlines ---- */

static void put_reading(struct json_writer *json, const struct contract_deadline *deadline,
			guint i, const struct catalogue *catalogue)
{
	const struct deadline_reading *reading = &deadline->readings[i];

	json_begin_object(json);
	json_put_day(json, "date", reading->day);
	json_member_bool(json, "prudent", i == 0);
	json_member_bool(json, "usual", i == deadline->usual);
	json_member_string(json, "end", end_rule_token(reading->end));
	json_member_string(json, "count", count_rule_token(reading->count));
	json_member_bool(json, "suspension_added", reading->suspended);
	put_owned(json, "working", deadline_working(catalogue, reading));
	json_end_object(json);
}

static void deadline_members(struct json_writer *json, const struct contract_deadline *deadline,
			     const struct catalogue *catalogue)
{
	json_member_string(json, "kind", deadline_kind_token(deadline->kind));
	json_member_string(json, "status", deadline_status_token(deadline->status));
	json_key(json, "term");
	if (deadline->term > 0)
		json_int(json, deadline->term);
	else
		json_null(json);
	json_put_day(json, "date", deadline->readings[0].day);
	json_put_day(json, "usual", deadline->readings[deadline->usual].day);
	put_owned(json, "sentence", deadline_sentence(catalogue, deadline));
	put_owned(json, "working", deadline_working(catalogue, &deadline->readings[0]));
	json_key(json, "readings");
	json_begin_array(json);
	for (guint i = 0; i < deadline->n; i++)
		put_reading(json, deadline, i, catalogue);
	json_end_array(json);
}

void deadlines_put(struct json_writer *json, const struct contract_deadline *deadline,
		   const struct catalogue *catalogue)
{
	if (deadline == NULL) {
		json_null(json);
		return;
	}
	json_begin_object(json);
	deadline_members(json, deadline, catalogue);
	json_end_object(json);
}

/* ---- contracts ---- */

static void put_source(struct json_writer *json, const struct stored_contract *contract)
{
	json_key(json, "source");
	if (contract->path == NULL) {
		json_null(json);
		return;
	}
	json_begin_object(json);
	json_member_string(json, "path", contract->path);
	json_member_int(json, "line", contract->line);
	json_end_object(json);
}

static void put_life(struct json_writer *json, const struct contract_life *life)
{
	json_put_day(json, "start", life->start);
	json_put_day(json, "end", life->end);
	put_span(json, "duration", &life->duration);
	put_token(json, "renewal", contract_renewal_token(life->renewal));
	put_span(json, "renewal_duration", &life->renewal_duration);
	put_span(json, "notice", &life->notice);
	json_member_string(json, "anchor", notice_anchor_token(life->anchor));
	put_token(json, "form", term_form_token(life->form));
	put_token(json, "counts", notice_counts_token(life->counts));
	put_token(json, "end_day", end_day_token(life->end_day));
	json_member_int(json, "warning_days", life->warning_days);
	json_put_day(json, "suspended_from", life->suspended_from);
	json_put_day(json, "suspended_to", life->suspended_to);
	json_put_day(json, "terminated", life->terminated);
}

static void put_amendments(struct json_writer *json, const GPtrArray *amendments)
{
	json_key(json, "amendments");
	json_begin_array(json);
	for (guint i = 0; i < amendments->len; i++) {
		const struct stored_amendment *one = g_ptr_array_index(amendments, i);
		json_begin_object(json);
		json_put_day(json, "date", one->life.day);
		json_put_day(json, "end", one->life.end);
		put_span(json, "duration", &one->life.duration);
		put_token(json, "renewal", contract_renewal_token(one->life.renewal));
		put_span(json, "renewal_duration", &one->life.renewal_duration);
		put_span(json, "notice", &one->life.notice);
		json_put_day(json, "review", one->life.review);
		json_put_day(json, "suspended_from", one->life.suspended_from);
		json_put_day(json, "suspended_to", one->life.suspended_to);
		json_put_day(json, "terminated", one->life.terminated);
		put_amount(json, one->amount);
		json_member_string(json, "scope", one->scope);
		json_end_object(json);
	}
	json_end_array(json);
}

static void contract_members(struct json_writer *json, const struct contract_case *one)
{
	const struct contract_record *record = &one->stored->record;

	json_member_string(json, "id", one->id);
	json_member_string(json, "relationship", one->relationship);
	json_member_string(json, "provider", record->provider);
	json_member_string(json, "object", record->object);
	json_member_string(json, "reference", record->reference);
	json_member_string(json, "owner", record->owner);
	put_source(json, one->stored);
	put_life(json, &record->life);
	put_amount(json, record->amount);
	json_member_string(json, "currency", record->currency);
	json_member_string(json, "clause", record->clause);
	json_member_string(json, "remark", record->remark);
	put_amendments(json, one->stored->amendments);
	json_member_string(json, "state", contract_state_token(one->outlook.state));
	json_key(json, "term");
	if (one->outlook.term > 0)
		json_int(json, one->outlook.term);
	else
		json_null(json);
}

static struct json_writer *begin(const char *schema, const struct deadline_window *window,
				 GString *out)
{
	struct json_writer *json = json_writer_new(out);

	json_begin_object(json);
	json_member_string(json, "schema", schema);
	json_put_day(json, "as_of", window->as_of);
	return json;
}

static void end(struct json_writer *json, GString *out)
{
	json_end_array(json);
	json_end_object(json);
	json_writer_free(json);
	g_string_append_c(out, '\n');
}

void report_contracts_json(const GPtrArray *cases, const struct deadline_window *window,
			   const struct catalogue *catalogue, GString *out)
{
	struct json_writer *json = begin("entente/contract-list/1", window, out);

	json_key(json, "contracts");
	json_begin_array(json);
	for (guint i = 0; i < cases->len; i++) {
		const struct contract_case *one = g_ptr_array_index(cases, i);
		json_begin_object(json);
		contract_members(json, one);
		json_key(json, "next");
		deadlines_put(json, contract_outlook_next(&one->outlook), catalogue);
		json_end_object(json);
	}
	end(json, out);
}

void report_contract_details_json(const GPtrArray *cases, const struct deadline_window *window,
				  const struct catalogue *catalogue, GString *out)
{
	struct json_writer *json = begin("entente/contract/1", window, out);

	json_key(json, "contracts");
	json_begin_array(json);
	for (guint i = 0; i < cases->len; i++) {
		const struct contract_case *one = g_ptr_array_index(cases, i);
		const GArray *deadlines = one->outlook.deadlines;
		json_begin_object(json);
		contract_members(json, one);
		json_key(json, "deadlines");
		json_begin_array(json);
		for (guint d = 0; d < deadlines->len; d++)
			deadlines_put(json,
				      &g_array_index(deadlines, struct contract_deadline, d),
				      catalogue);
		json_end_array(json);
		json_end_object(json);
	}
	end(json, out);
}

void report_deadlines_json(const GPtrArray *cases, const struct deadline_window *window,
			   const struct catalogue *catalogue, GString *out)
{
	g_autoptr(GArray) found = deadlines_within(cases, window);
	struct json_writer *json = begin("entente/contract-deadlines/1", window, out);

	json_put_day(json, "up_to", window->last);
	json_key(json, "deadlines");
	json_begin_array(json);
	for (guint i = 0; i < found->len; i++) {
		const struct case_deadline *entry =
			&g_array_index(found, struct case_deadline, i);
		json_begin_object(json);
		json_member_string(json, "contract", entry->of->id);
		json_member_string(json, "relationship", entry->of->relationship);
		json_member_string(json, "provider", entry->of->stored->record.provider);
		json_member_string(json, "object", entry->of->stored->record.object);
		json_member_string(json, "clause", entry->of->stored->record.clause);
		deadline_members(json, entry->deadline, catalogue);
		json_end_object(json);
	}
	end(json, out);
}
