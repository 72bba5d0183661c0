/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A row of a table is shown while a place of it is known: when the table is read again, rows
 * that were changed there have lost theirs. */
#include "store/contracts.h"

#include <string.h>

#include "base/error.h"
#include "store/store-internal.h"

#define CONTRACT_COLUMNS                                                                       \
	" provider, object, reference, owner, clause, remark, amount, currency, start_day,"    \
	" end_day, duration, renewal_duration, notice, renewal, anchor, form, counts,"         \
	" end_counts, warning_days, suspended_from, suspended_to, terminated"

struct stored_amendment *stored_amendment_new(void)
{
	struct stored_amendment *amendment = g_new0(struct stored_amendment, 1);

	contract_amendment_init(&amendment->life);
	amendment->amount = CONTRACT_NO_AMOUNT;
	return amendment;
}

void stored_amendment_free(struct stored_amendment *amendment)
{
	if (amendment == NULL)
		return;
	g_free(amendment->scope);
	g_free(amendment);
}

void stored_contract_free(struct stored_contract *contract)
{
	if (contract == NULL)
		return;
	contract_record_clear(&contract->record);
	g_ptr_array_unref(contract->amendments);
	g_free(contract->path);
	g_free(contract);
}

/* ---- cells ---- */

static void bind_day(struct db_statement *statement, int index, gint32 day)
{
	if (day != CONTRACT_NO_DAY)
		db_bind_int(statement, index, day);
}

static gint32 column_day(struct db_statement *statement, int column)
{
	return db_column_is_null(statement, column) ? CONTRACT_NO_DAY
						    : (gint32)db_column_int(statement, column);
}

static void bind_amount(struct db_statement *statement, int index, gint64 amount)
{
	if (amount != CONTRACT_NO_AMOUNT)
		db_bind_int(statement, index, amount);
}

static gint64 column_amount(struct db_statement *statement, int column)
{
	return db_column_is_null(statement, column) ? CONTRACT_NO_AMOUNT
						    : db_column_int(statement, column);
}

static void bind_span(struct db_statement *statement, int index,
		      const struct contract_span *span)
{
	g_autofree char *text = contract_span_write(span);

	db_bind_text(statement, index, text);
}

static struct contract_span column_span(struct db_statement *statement, int column)
{
	struct contract_span span = {0};
	const char *text = db_column_text(statement, column);

	if (text != NULL)
		contract_span_read(text, UNIT_NONE, &span);
	return span;
}

/* ---- putting ---- */

static void bind_life(struct db_statement *statement, const struct contract_life *life)
{
	const gint64 numbers[] = {life->renewal, life->anchor,  life->form,
				  life->counts,  life->end_day, life->warning_days};

	bind_day(statement, 13, life->start);
	bind_day(statement, 14, life->end);
	bind_span(statement, 15, &life->duration);
	bind_span(statement, 16, &life->renewal_duration);
	bind_span(statement, 17, &life->notice);
	for (guint i = 0; i < G_N_ELEMENTS(numbers); i++)
		db_bind_int(statement, 18 + (int)i, numbers[i]);
	bind_day(statement, 24, life->suspended_from);
	bind_day(statement, 25, life->suspended_to);
	bind_day(statement, 26, life->terminated);
}

static struct db_statement *insert_contract(struct store *store, gint64 relationship,
					    const struct contract_record *contract, bool typed)
{
	static const char sql[] =
		"INSERT INTO contract (relationship_id, event_id, digest, "
		"typed," CONTRACT_COLUMNS
		") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,"
		" $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)"
		" ON CONFLICT (relationship_id, event_id) DO UPDATE SET typed = excluded.typed"
		" WHERE contract.typed < excluded.typed";
	const char *const texts[] = {contract->provider, contract->object, contract->reference,
				     contract->owner,    contract->clause, contract->remark};
	struct db_statement *statement = db_prepare(store->db, sql);

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)store_event_id(contract->digest));
	db_bind_blob(statement, 3, contract->digest, DIGEST_SIZE);
	db_bind_int(statement, 4, typed);
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		db_bind_text(statement, 5 + (int)i, texts[i]);
	bind_amount(statement, 11, contract->amount);
	db_bind_text(statement, 12, contract->currency);
	bind_life(statement, &contract->life);
	return statement;
}

static bool put_amendment(struct store *store, gint64 relationship, guint64 event,
			  gint64 number, const struct stored_amendment *amendment,
			  GError **error)
{
	static const char sql[] =
		"INSERT INTO contract_amendment (relationship_id, event_id, number, day,"
		" end_day, duration, renewal_duration, notice, renewal, review_day,"
		" suspended_from, suspended_to, terminated, amount, scope) VALUES ($1, $2, $3,"
		" $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
	struct db_statement *statement = db_prepare(store->db, sql);
	const struct contract_amendment *life = &amendment->life;

	db_bind_int(statement, 1, relationship);
	db_bind_int(statement, 2, (gint64)event);
	db_bind_int(statement, 3, number);
	bind_day(statement, 4, life->day);
	bind_day(statement, 5, life->end);
	bind_span(statement, 6, &life->duration);
	bind_span(statement, 7, &life->renewal_duration);
	bind_span(statement, 8, &life->notice);
	db_bind_int(statement, 9, life->renewal);
	bind_day(statement, 10, life->review);
	bind_day(statement, 11, life->suspended_from);
	bind_day(statement, 12, life->suspended_to);
	bind_day(statement, 13, life->terminated);
	bind_amount(statement, 14, amendment->amount);
	db_bind_text(statement, 15, amendment->scope);
	return db_run(statement, error);
}

/* What a table says of an amendment: its day, or its words alone. */
static bool put_amendment_of_table(struct store *store, gint64 relationship,
				   const struct contract_record *contract, GError **error)
{
	struct stored_amendment amendment = {.amount = CONTRACT_NO_AMOUNT,
					     .scope = contract->amendment};

	if (contract->amended == CONTRACT_NO_DAY && contract->amendment == NULL)
		return true;
	contract_amendment_init(&amendment.life);
	amendment.life.day = contract->amended;
	return put_amendment(store, relationship, store_event_id(contract->digest), 1,
			     &amendment, error);
}

enum store_put store_contract_put(struct store *store, gint64 relationship,
				  const struct store_origin *origin,
				  const struct contract_record *contract, GError **error)
{
	static const char digest[] =
		"SELECT digest FROM contract WHERE relationship_id = $1 AND event_id = $2";
	enum store_put put = store_finish_put(
		store, insert_contract(store, relationship, contract, false), digest,
		relationship, origin, contract->digest, &contract->place, error);

	if (put == STORE_PUT_NEW &&
	    !put_amendment_of_table(store, relationship, contract, error))
		return STORE_PUT_FAILED;
	return put;
}

enum store_put store_contract_type(struct store *store, gint64 relationship,
				   const struct contract_record *contract, guint64 *event,
				   GError **error)
{
	struct db_statement *statement = insert_contract(store, relationship, contract, true);
	bool new;

	if (!db_put(statement, &new, error))
		return STORE_PUT_FAILED;
	*event = store_event_id(contract->digest);
	return new ? STORE_PUT_NEW : STORE_PUT_KNOWN;
}

bool store_contract_amend(struct store *store, const struct stored_contract *contract,
			  const struct stored_amendment *amendment, GError **error)
{
	if (contract->amendments->len < CONTRACT_AMENDMENTS_MOST)
		return put_amendment(store, contract->relationship, contract->event,
				     contract->amendments->len + 1, amendment, error);
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
		    "a contract has %u amendments at most: add it anew as it stands today",
		    CONTRACT_AMENDMENTS_MOST);
	return false;
}

/* What a table says, too, is the table's again. */
bool store_contract_remove(struct store *store, const struct stored_contract *contract,
			   GError **error)
{
	static const char amendment_sql[] = "DELETE FROM contract_amendment"
					    " WHERE relationship_id = $1 AND event_id = $2";
	static const char typed_sql[] = "UPDATE contract SET typed = 0"
					" WHERE relationship_id = $1 AND event_id = $2";
	static const char contract_sql[] =
		"DELETE FROM contract WHERE relationship_id = $1 AND event_id = $2"
		" AND NOT EXISTS (SELECT 1 FROM place p"
		"  WHERE p.relationship_id = contract.relationship_id"
		"  AND p.event_id = contract.event_id)";
	static const char *const all[] = {amendment_sql, typed_sql, contract_sql};

	for (guint i = 0; i < G_N_ELEMENTS(all); i++) {
		struct db_statement *statement = db_prepare(store->db, all[i]);
		db_bind_int(statement, 1, contract->relationship);
		db_bind_int(statement, 2, (gint64)contract->event);
		if (!db_run(statement, error))
			return false;
	}
	return true;
}

/* ---- reading ---- */

static void read_life(struct db_statement *statement, struct contract_life *life)
{
	life->start = column_day(statement, 11);
	life->end = column_day(statement, 12);
	life->duration = column_span(statement, 13);
	life->renewal_duration = column_span(statement, 14);
	life->notice = column_span(statement, 15);
	life->renewal = (enum contract_renewal)db_column_int(statement, 16);
	life->anchor = (enum notice_anchor)db_column_int(statement, 17);
	life->form = (enum term_form)db_column_int(statement, 18);
	life->counts = (enum notice_counts)db_column_int(statement, 19);
	life->end_day = (enum end_day)db_column_int(statement, 20);
	life->warning_days = (gint32)db_column_int(statement, 21);
	life->suspended_from = column_day(statement, 22);
	life->suspended_to = column_day(statement, 23);
	life->terminated = column_day(statement, 24);
}

static struct stored_contract *read_contract(struct db_statement *statement)
{
	struct stored_contract *one = g_new0(struct stored_contract, 1);
	struct contract_record *record = &one->record;
	char **const texts[] = {&record->provider, &record->object, &record->reference,
				&record->owner,    &record->clause, &record->remark};

	contract_record_init(record);
	one->amendments = g_ptr_array_new_with_free_func((GDestroyNotify)stored_amendment_free);
	one->relationship = db_column_int(statement, 0);
	one->event = (guint64)db_column_int(statement, 1);
	one->typed = db_column_int(statement, 2) != 0;
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		*texts[i] = g_strdup(db_column_text(statement, 3 + (int)i));
	record->amount = column_amount(statement, 9);
	record->currency = g_strdup(db_column_text(statement, 10));
	read_life(statement, &record->life);
	return one;
}

static struct stored_amendment *read_amendment(struct db_statement *statement)
{
	struct stored_amendment *one = stored_amendment_new();

	one->life.day = column_day(statement, 0);
	one->life.end = column_day(statement, 1);
	one->life.duration = column_span(statement, 2);
	one->life.renewal_duration = column_span(statement, 3);
	one->life.notice = column_span(statement, 4);
	one->life.renewal = (enum contract_renewal)db_column_int(statement, 5);
	one->life.review = column_day(statement, 6);
	one->life.suspended_from = column_day(statement, 7);
	one->life.suspended_to = column_day(statement, 8);
	one->life.terminated = column_day(statement, 9);
	one->amount = column_amount(statement, 10);
	one->scope = g_strdup(db_column_text(statement, 11));
	return one;
}

static bool load_amendments(struct store *store, struct stored_contract *contract,
			    GError **error)
{
	static const char sql[] =
		"SELECT day, end_day, duration, renewal_duration, notice, renewal, review_day,"
		" suspended_from, suspended_to, terminated, amount, scope FROM "
		"contract_amendment"
		" WHERE relationship_id = $1 AND event_id = $2 ORDER BY number";
	struct db_statement *statement = db_prepare(store->db, sql);
	enum db_step step;

	db_bind_int(statement, 1, contract->relationship);
	db_bind_int(statement, 2, (gint64)contract->event);
	while ((step = db_step(statement, error)) == DB_ROW)
		g_ptr_array_add(contract->amendments, read_amendment(statement));
	return step != DB_FAILED;
}

static bool load_place(struct store *store, struct stored_contract *contract, GError **error)
{
	g_autoptr(GPtrArray) places = store_event_places(
		store, contract->relationship, EVENT_CONTRACT, contract->event, error);
	const struct event_place *place;

	if (places == NULL)
		return false;
	if (places->len == 0 || contract->typed)
		return true;
	place = g_ptr_array_index(places, 0);
	contract->path = g_strdup(place->path);
	contract->line = place->line;
	return true;
}

GPtrArray *store_contracts(struct store *store, GError **error)
{
	static const char sql[] =
		"SELECT relationship_id, event_id, typed," CONTRACT_COLUMNS
		" FROM contract c WHERE typed = 1 OR EXISTS (SELECT 1 FROM place p"
		"  WHERE p.relationship_id = c.relationship_id AND p.event_id = c.event_id)"
		" ORDER BY event_id, relationship_id";
	struct db_statement *statement = db_prepare(store->db, sql);
	g_autoptr(GPtrArray) all =
		g_ptr_array_new_with_free_func((GDestroyNotify)stored_contract_free);
	enum db_step step;

	while ((step = db_step(statement, error)) == DB_ROW)
		g_ptr_array_add(all, read_contract(statement));
	if (step == DB_FAILED)
		return NULL;
	for (guint i = 0; i < all->len; i++)
		if (!load_amendments(store, g_ptr_array_index(all, i), error) ||
		    !load_place(store, g_ptr_array_index(all, i), error))
			return NULL;
	return g_steal_pointer(&all);
}

/* ---- links ---- */

bool store_contract_link(struct store *store, gint64 relationship, const char *provider,
			 GError **error)
{
	static const char forget_sql[] = "DELETE FROM contract_link WHERE provider = $1";
	static const char put_sql[] =
		"INSERT INTO contract_link (relationship_id, provider) VALUES ($1, $2)";
	struct db_statement *statement = db_prepare(store->db, forget_sql);

	db_bind_text(statement, 1, provider);
	if (!db_run(statement, error))
		return false;
	statement = db_prepare(store->db, put_sql);
	db_bind_int(statement, 1, relationship);
	db_bind_text(statement, 2, provider);
	return db_run(statement, error);
}

GHashTable *store_contract_links(struct store *store, GError **error)
{
	static const char sql[] =
		"SELECT provider, relationship_id FROM contract_link ORDER BY provider";
	struct db_statement *statement = db_prepare(store->db, sql);
	g_autoptr(GHashTable) links =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	enum db_step step;

	while ((step = db_step(statement, error)) == DB_ROW) {
		gint64 *id = g_new(gint64, 1);
		*id = db_column_int(statement, 1);
		g_hash_table_insert(links, g_strdup(db_column_text(statement, 0)), id);
	}
	return step == DB_FAILED ? NULL : g_steal_pointer(&links);
}
