/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Proposals as JSON: days as days, shares in per cent, durations as number and unit; unknown is
 * null. */
#include "report/contract.h"

#include "base/calendar.h"
#include "report/json_parts.h"

static void put_optional(struct json_writer *json, const char *key, const char *token)
{
	json_member_string(json, key, token && *token ? token : NULL);
}

static void measure_members(struct json_writer *json, const struct contract_measure *measure)
{
	static const char *const kinds[] = {
		[QUANTITY_DURATION] = "duration",
		[QUANTITY_PERCENT] = "percent",
		[QUANTITY_AMOUNT] = "amount",
		[QUANTITY_DAY] = "day",
	};

	json_member_string(json, "kind", kinds[measure->kind]);
	if (measure->kind == QUANTITY_DAY) {
		json_put_day(json, "day", (gint32)measure->value);
		return;
	}
	json_key(json, "value");
	json_decimals(json, (double)measure->value / QUANTITY_ONE, 3);
	if (measure->kind == QUANTITY_DURATION)
		json_member_string(json, "unit", quantity_unit_token(measure->unit));
	else if (measure->kind == QUANTITY_AMOUNT)
		put_optional(json, "currency", measure->currency);
}

static void measure_json(struct json_writer *json, const char *key,
			 const struct contract_measure *measure)
{
	json_key(json, key);
	if (!measure->given) {
		json_null(json);
		return;
	}
	json_begin_object(json);
	measure_members(json, measure);
	json_end_object(json);
}

static void quote_json(struct json_writer *json, enum contract_sure sure,
		       const struct contract_quote *quote)
{
	json_member_string(json, "sure", contract_sure_token(sure));
	json_member_string(json, "quote", quote->text);
	json_key(json, "page");
	if (quote->page > 0)
		json_int(json, quote->page);
	else
		json_null(json);
	json_member_int(json, "paragraph", quote->paragraph);
	json_member_string(json, "clause", quote->clause);
}

static void term_json(struct json_writer *json, const struct contract_term *term)
{
	json_begin_object(json);
	json_member_string(json, "term", term_kind_token(term->kind));
	put_optional(json, "value", term_value_token(term->value));
	measure_json(json, "measure", &term->measure);
	put_optional(json, "form", term_form_token(term->form));
	quote_json(json, term->sure, &term->quote);
	json_end_object(json);
}

static void obligation_json(struct json_writer *json,
			    const struct contract_obligation *obligation)
{
	json_begin_object(json);
	json_member_string(json, "kind", obligation_kind_token(obligation->kind));
	json_member_string(json, "party", contract_party_token(obligation->party));
	json_member_string(json, "who", obligation->who);
	json_member_bool(json, "must_not", obligation->negative);
	json_member_string(json, "what", obligation->what);
	json_member_string(json, "measure", obligation->measure);
	measure_json(json, "target", &obligation->target);
	measure_json(json, "within", &obligation->delay);
	measure_json(json, "every", &obligation->period);
	quote_json(json, obligation->sure, &obligation->quote);
	json_end_object(json);
}

static void report_json(struct json_writer *json, const struct stored_document *document)
{
	g_autofree char *previous =
		g_strdup_printf("d%016" G_GINT64_MODIFIER "x", document->previous);

	json_key(json, "report");
	if (document->report.series == NULL) {
		json_null(json);
		return;
	}
	json_begin_object(json);
	json_member_string(json, "series", document->report.series);
	json_member_string(json, "every", report_every_token(document->report.every));
	json_put_day(json, "from", document->report.first_day);
	json_put_day(json, "to", document->report.last_day);
	json_member_string(json, "previous", document->previous != 0 ? previous : NULL);
	json_key(json, "resemblance");
	if (document->previous != 0)
		json_decimals(json, (double)document->resemblance / 1e6, 4);
	else
		json_null(json);
	json_end_object(json);
}

static void put_scans(struct json_writer *json, const char *scans)
{
	struct document_scan scan;

	json_key(json, "scans");
	json_begin_array(json);
	while (document_scan_next(&scans, &scan)) {
		json_begin_object(json);
		json_member_int(json, "page", scan.page);
		json_member_int(json, "confidence", scan.confidence);
		json_member_int(json, "words", scan.words);
		json_end_object(json);
	}
	json_end_array(json);
}

static void document_members(struct json_writer *json, const struct stored_document *document)
{
	g_autofree char *event =
		g_strdup_printf("d%016" G_GINT64_MODIFIER "x", document->event);

	json_member_string(json, "event", event);
	json_member_string(json, "title", document->title);
	json_member_string(json, "path", document->path);
	json_member_string(json, "format", document->format);
	put_optional(json, "language", document->language);
	json_key(json, "pages");
	if (document->pages > 0)
		json_int(json, document->pages);
	else
		json_null(json);
	json_member_int(json, "paragraphs", document->n_paragraphs);
	json_member_int(json, "tracked_deletions", document->deletions);
	put_scans(json, document->scans);
	report_json(json, document);
}

static void view_json(struct json_writer *json, const struct contract_view *view)
{
	json_begin_object(json);
	document_members(json, view->document);
	json_key(json, "terms");
	json_begin_array(json);
	for (guint i = 0; i < view->terms->len; i++)
		term_json(json, g_ptr_array_index(view->terms, i));
	json_end_array(json);
	json_key(json, "obligations");
	json_begin_array(json);
	for (guint i = 0; i < view->obligations->len; i++)
		obligation_json(json, g_ptr_array_index(view->obligations, i));
	json_end_array(json);
	json_end_object(json);
}

void report_contract_json(const char *relationship, const GArray *views, GString *out)
{
	struct json_writer *json = json_writer_new(out);

	json_begin_object(json);
	json_member_string(json, "schema", "entente/contract-read/1");
	json_member_string(json, "relationship", relationship);
	json_key(json, "documents");
	json_begin_array(json);
	for (guint i = 0; i < views->len; i++)
		view_json(json, &g_array_index(views, struct contract_view, i));
	json_end_array(json);
	json_end_object(json);
	json_writer_free(json);
	g_string_append_c(out, '\n');
}
