/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Evidence of documents in two tables, what was read in them in three. A measure is four
 * columns; one that is not given is NULL in the first. */
#include "store/documents.h"

#include <string.h>

#include "store/store-internal.h"

/* ---- evidence ---- */

static bool put_paragraphs(struct store *store, gint64 relationship,
			   const struct document_record *document, GError **error)
{
	static const char sql[] = "INSERT INTO document_paragraph"
				  " (relationship_id, event_id, number, page, level, text)"
				  " VALUES ($1, $2, $3, $4, $5, $6)";

	for (guint i = 0; i < document->n_paragraphs; i++) {
		const struct document_paragraph *one = &document->paragraphs[i];
		struct db_statement *statement = db_prepare(store->db, sql);
		db_bind_int(statement, 1, relationship);
		db_bind_int(statement, 2, (gint64)store_event_id(document->digest));
		db_bind_int(statement, 3, i + 1);
		db_bind_int(statement, 4, one->page);
		db_bind_int(statement, 5, one->level);
		db_bind_text(statement, 6, one->text);
		if (!db_run(statement, error))
			return false;
	}
	return true;
}

enum store_put store_document_put(struct store *store, gint64 relationship,
				  const struct store_origin *origin,
				  const struct document_record *document, GError **error)
{
	static const char insert[] =
		"INSERT INTO document (relationship_id, event_id, digest, title, format, "
		"language,"
		" pages, deletions, n_paragraphs, scans)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
		" ON CONFLICT (relationship_id, event_id) DO NOTHING";
	static const char digest[] =
		"SELECT digest FROM document WHERE relationship_id = $1 AND event_id = $2";
	struct db_statement *statement = db_prepare(store->db, insert);
	enum store_put put;

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)store_event_id(document->digest));
	db_bind_blob(statement, 3, document->digest, DIGEST_SIZE);
	db_bind_text(statement, 4, document->title);
	db_bind_text(statement, 5, document->format);
	db_bind_text(statement, 6, document->language);
	db_bind_int(statement, 7, document->pages);
	db_bind_int(statement, 8, document->deletions);
	db_bind_int(statement, 9, document->n_paragraphs);
	db_bind_text(statement, 10, document->scans);
	put = store_finish_put(store, statement, digest, relationship, origin, document->digest,
			       &document->place, error);
	if (put == STORE_PUT_NEW && !put_paragraphs(store, relationship, document, error))
		return STORE_PUT_FAILED;
	return put;
}

/* ---- reading evidence ---- */

static void document_free(gpointer data)
{
	struct stored_document *document = data;

	g_free(document->title);
	g_free(document->format);
	g_free(document->path);
	g_free(document->scans);
	report_kind_clear(&document->report);
	g_free(document);
}

static struct stored_document *read_document(struct db_statement *statement)
{
	struct stored_document *one = g_new0(struct stored_document, 1);

	one->event = (guint64)db_column_int(statement, 0);
	one->title = g_strdup(db_column_text(statement, 1));
	one->format = g_strdup(db_column_text(statement, 2));
	g_strlcpy(one->language, db_column_text(statement, 3), sizeof one->language);
	one->pages = (guint32)db_column_int(statement, 4);
	one->deletions = (guint32)db_column_int(statement, 5);
	one->n_paragraphs = (guint32)db_column_int(statement, 6);
	one->scans = g_strdup(db_column_text(statement, 7));
	if (db_column_is_null(statement, 8))
		return one;
	one->report.series = g_strdup(db_column_text(statement, 8));
	one->report.every = (enum report_every)db_column_int(statement, 9);
	one->report.first_day = (gint32)db_column_int(statement, 10);
	one->report.last_day = (gint32)db_column_int(statement, 11);
	one->previous = (guint64)db_column_int(statement, 12);
	one->resemblance = db_column_int(statement, 13);
	return one;
}

static bool find_path(struct store *store, gint64 relationship,
		      struct stored_document *document, GError **error)
{
	g_autoptr(GPtrArray) places =
		store_event_places(store, relationship, EVENT_DOCUMENT, document->event, error);

	if (places == NULL)
		return false;
	if (places->len > 0)
		document->path = g_strdup(
			((const struct event_place *)g_ptr_array_index(places, 0))->path);
	return true;
}

GPtrArray *store_documents(struct store *store, gint64 relationship, GError **error)
{
	static const char sql[] =
		"SELECT d.event_id, d.title, d.format, d.language, d.pages, d.deletions,"
		" d.n_paragraphs, d.scans, r.series, r.every, r.first_day, r.last_day, "
		"r.previous_event,"
		" r.resemblance FROM document d LEFT JOIN periodic_report r"
		" ON r.relationship_id = d.relationship_id AND r.event_id = d.event_id"
		" WHERE d.relationship_id = $1 ORDER BY d.event_id";
	struct db_statement *statement = db_prepare(store->db, sql);
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(document_free);
	enum db_step step;

	db_bind_int(statement, 1, relationship);
	while ((step = db_step(statement, error)) == DB_ROW)
		g_ptr_array_add(all, read_document(statement));
	if (step == DB_FAILED)
		return NULL;
	for (guint i = 0; i < all->len; i++)
		if (!find_path(store, relationship, g_ptr_array_index(all, i), error))
			return NULL;
	return g_steal_pointer(&all);
}

static void paragraph_clear(gpointer data)
{
	g_free(((struct document_paragraph *)data)->text);
}

GArray *store_document_paragraphs(struct store *store, gint64 relationship, guint64 event,
				  GError **error)
{
	static const char sql[] = "SELECT page, level, text FROM document_paragraph"
				  " WHERE relationship_id = $1 AND event_id = $2"
				  " ORDER BY number";
	struct db_statement *statement = db_prepare(store->db, sql);
	g_autoptr(GArray) all = g_array_new(FALSE, TRUE, sizeof(struct document_paragraph));
	enum db_step step;

	g_array_set_clear_func(all, paragraph_clear);
	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)event);
	while ((step = db_step(statement, error)) == DB_ROW) {
		struct document_paragraph one = {
			.page = (guint32)db_column_int(statement, 0),
			.level = (guint32)db_column_int(statement, 1),
			.text = g_strdup(db_column_text(statement, 2)),
		};
		g_array_append_val(all, one);
	}
	return step == DB_FAILED ? NULL : g_steal_pointer(&all);
}

/* ---- what was read ---- */

bool derived_clear_documents(struct store *store, gint64 relationship, GError **error)
{
	static const char terms[] = "DELETE FROM proposed_term WHERE relationship_id = $1";
	static const char duties[] =
		"DELETE FROM proposed_commitment WHERE relationship_id = $1";
	static const char reports[] = "DELETE FROM periodic_report WHERE relationship_id = $1";
	static const char *const all[] = {terms, duties, reports};

	for (guint i = 0; i < G_N_ELEMENTS(all); i++) {
		struct db_statement *statement = db_prepare(store->db, all[i]);
		db_bind_int(statement, 1, relationship);
		if (!db_run(statement, error))
			return false;
	}
	return true;
}

static void bind_measure(struct db_statement *statement, int at,
			 const struct contract_measure *measure)
{
	if (!measure->given)
		return;
	db_bind_int(statement, at, measure->kind);
	db_bind_int(statement, at + 1, measure->unit);
	db_bind_int(statement, at + 2, measure->value);
	db_bind_text(statement, at + 3, measure->currency);
}

static void bind_quote(struct db_statement *statement, int at,
		       const struct contract_quote *quote)
{
	db_bind_int(statement, at, quote->paragraph);
	db_bind_int(statement, at + 1, quote->page);
	db_bind_text(statement, at + 2, quote->clause);
	db_bind_text(statement, at + 3, quote->text);
}

static void column_measure(struct db_statement *statement, int at,
			   struct contract_measure *measure)
{
	if (db_column_is_null(statement, at))
		return;
	measure->given = true;
	measure->kind = (enum quantity_kind)db_column_int(statement, at);
	measure->unit = (enum quantity_unit)db_column_int(statement, at + 1);
	measure->value = db_column_int(statement, at + 2);
	if (!db_column_is_null(statement, at + 3))
		g_strlcpy(measure->currency, db_column_text(statement, at + 3),
			  sizeof measure->currency);
}

static void column_quote(struct db_statement *statement, int at, struct contract_quote *quote)
{
	quote->paragraph = (guint32)db_column_int(statement, at);
	quote->page = (guint32)db_column_int(statement, at + 1);
	quote->clause = g_strdup(db_column_text(statement, at + 2));
	quote->text = g_strdup(db_column_text(statement, at + 3));
}

static bool put_term(struct store *store, gint64 relationship, guint64 event, guint number,
		     const struct contract_term *term, GError **error)
{
	static const char sql[] =
		"INSERT INTO proposed_term (relationship_id, event_id, number, kind, value, "
		"form,"
		" measure, unit, amount, currency, sure, paragraph, page, clause, quote)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)event);
	db_bind_int(statement, 3, number);
	db_bind_int(statement, 4, term->kind);
	db_bind_int(statement, 5, term->value);
	db_bind_int(statement, 6, term->form);
	bind_measure(statement, 7, &term->measure);
	db_bind_int(statement, 11, term->sure);
	bind_quote(statement, 12, &term->quote);
	return db_run(statement, error);
}

bool derived_put_terms(struct store *store, gint64 relationship, guint64 event,
		       const GPtrArray *terms, GError **error)
{
	for (guint i = 0; i < terms->len; i++)
		if (!put_term(store, relationship, event, i, g_ptr_array_index(terms, i),
			      error))
			return false;
	return true;
}

GPtrArray *store_terms(struct store *store, gint64 relationship, guint64 event, GError **error)
{
	static const char sql[] =
		"SELECT kind, value, form, measure, unit, amount, currency, sure, paragraph, "
		"page,"
		" clause, quote FROM proposed_term WHERE relationship_id = $1 AND event_id = $2"
		" ORDER BY number";
	struct db_statement *statement = db_prepare(store->db, sql);
	g_autoptr(GPtrArray) all =
		g_ptr_array_new_with_free_func((GDestroyNotify)contract_term_free);
	enum db_step step;

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)event);
	while ((step = db_step(statement, error)) == DB_ROW) {
		struct contract_term *one = g_new0(struct contract_term, 1);
		one->kind = (enum term_kind)db_column_int(statement, 0);
		one->value = (enum term_value)db_column_int(statement, 1);
		one->form = (enum term_form)db_column_int(statement, 2);
		column_measure(statement, 3, &one->measure);
		one->sure = (enum contract_sure)db_column_int(statement, 7);
		column_quote(statement, 8, &one->quote);
		g_ptr_array_add(all, one);
	}
	return step == DB_FAILED ? NULL : g_steal_pointer(&all);
}

static bool put_obligation(struct store *store, gint64 relationship, guint64 event,
			   guint number, const struct contract_obligation *obligation,
			   GError **error)
{
	static const char sql[] =
		"INSERT INTO proposed_commitment (relationship_id, event_id, number, kind, "
		"party,"
		" negative, who, what, subject, target, target_unit, target_amount,"
		" target_currency, delay, delay_unit, delay_amount, delay_currency, period,"
		" period_unit, period_amount, period_currency, sure, paragraph, page, clause,"
		" quote) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,"
		" $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)";
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)event);
	db_bind_int(statement, 3, number);
	db_bind_int(statement, 4, obligation->kind);
	db_bind_int(statement, 5, obligation->party);
	db_bind_int(statement, 6, obligation->negative);
	db_bind_text(statement, 7, obligation->who);
	db_bind_text(statement, 8, obligation->what);
	db_bind_text(statement, 9, obligation->measure);
	bind_measure(statement, 10, &obligation->target);
	bind_measure(statement, 14, &obligation->delay);
	bind_measure(statement, 18, &obligation->period);
	db_bind_int(statement, 22, obligation->sure);
	bind_quote(statement, 23, &obligation->quote);
	return db_run(statement, error);
}

bool derived_put_obligations(struct store *store, gint64 relationship, guint64 event,
			     const GPtrArray *obligations, GError **error)
{
	for (guint i = 0; i < obligations->len; i++)
		if (!put_obligation(store, relationship, event, i,
				    g_ptr_array_index(obligations, i), error))
			return false;
	return true;
}

static struct contract_obligation *read_obligation(struct db_statement *statement)
{
	struct contract_obligation *one = g_new0(struct contract_obligation, 1);

	one->kind = (enum obligation_kind)db_column_int(statement, 0);
	one->party = (enum contract_party)db_column_int(statement, 1);
	one->negative = db_column_int(statement, 2) != 0;
	one->who = g_strdup(db_column_text(statement, 3));
	one->what = g_strdup(db_column_text(statement, 4));
	one->measure = obligation_measure(db_column_text(statement, 5));
	column_measure(statement, 6, &one->target);
	column_measure(statement, 10, &one->delay);
	column_measure(statement, 14, &one->period);
	one->sure = (enum contract_sure)db_column_int(statement, 18);
	column_quote(statement, 19, &one->quote);
	return one;
}

GPtrArray *store_obligations(struct store *store, gint64 relationship, guint64 event,
			     GError **error)
{
	static const char sql[] =
		"SELECT kind, party, negative, who, what, subject, target, target_unit,"
		" target_amount, target_currency, delay, delay_unit, delay_amount,"
		" delay_currency, period, period_unit, period_amount, period_currency, sure,"
		" paragraph, page, clause, quote FROM proposed_commitment"
		" WHERE relationship_id = $1 AND event_id = $2 ORDER BY number";
	struct db_statement *statement = db_prepare(store->db, sql);
	g_autoptr(GPtrArray) all =
		g_ptr_array_new_with_free_func((GDestroyNotify)contract_obligation_free);
	enum db_step step;

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)event);
	while ((step = db_step(statement, error)) == DB_ROW)
		g_ptr_array_add(all, read_obligation(statement));
	return step == DB_FAILED ? NULL : g_steal_pointer(&all);
}
