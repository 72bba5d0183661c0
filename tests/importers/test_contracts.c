/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Tables of contracts as people keep them, in French and in English: what each habit of writing
 * gives, and that a cell which cannot be read costs its row and says how to mend it. */
#include "tests/importers/reading.h"

#include "base/calendar.h"
#include "importers/tables.h"

/* A contract in one line: what is unknown is left out. Caller owns. */
static char *told(const struct contract_record *contract)
{
	const struct contract_life *life = &contract->life;
	const gint32 days[] = {life->start, life->end, life->terminated, contract->amended};
	const struct contract_span *spans[] = {&life->duration, &life->renewal_duration,
					       &life->notice};
	const char *const words[] = {contract->provider, contract->object, contract->reference,
				     contract->owner,    contract->clause, contract->amendment,
				     contract->remark};
	GString *line = g_string_new(NULL);

	for (guint i = 0; i < G_N_ELEMENTS(words); i++)
		g_string_append_printf(line, "%s|", words[i] != NULL ? words[i] : "");
	for (guint i = 0; i < G_N_ELEMENTS(days); i++) {
		g_autofree char *text = days[i] != CONTRACT_NO_DAY
						? calendar_format_day(days[i])
						: g_strdup("");
		g_string_append_printf(line, "%s|", text);
	}
	for (guint i = 0; i < G_N_ELEMENTS(spans); i++) {
		g_autofree char *text = contract_span_write(spans[i]);
		g_string_append_printf(line, "%s|", text != NULL ? text : "");
	}
	g_string_append_printf(line, "%s|%s|%s|%d|", contract_renewal_token(life->renewal),
			       notice_anchor_token(life->anchor), term_form_token(life->form),
			       life->warning_days);
	if (contract->amount != CONTRACT_NO_AMOUNT)
		g_string_append_printf(line, "%" G_GINT64_FORMAT " %s", contract->amount,
				       contract->currency != NULL ? contract->currency : "?");
	return g_string_free(line, FALSE);
}

static void add_told(const struct import_record *record, void *data)
{
	g_ptr_array_add(data, record->type == RECORD_CONTRACT
				      ? told(&record->contract)
				      : g_strdup_printf("%u: %s", record->rejected.place.line,
							record->rejected.reason));
}

/* char *, one a row. Caller owns. */
static GPtrArray *rows_of(const char *table)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *path = file_with(table, strlen(table));
	struct whole_file file;

	whole_file_open(&file, path);
	assert_string_equal(file.task.importer->name, "contract-table");
	each_record(&file.task, add_told, rows);
	whole_file_close(&file);
	g_unlink(path);
	return rows;
}

static void expect_rows(const char *table, const char *const *expected, guint n)
{
	g_autoptr(GPtrArray) rows = rows_of(table);

	for (guint i = 0; i < MIN(n, rows->len); i++)
		assert_string_equal(g_ptr_array_index(rows, i), expected[i]);
	assert_int_equal(rows->len, n);
}

#define EXPECT(table, ...)                                                                     \
	do {                                                                                   \
		static const char *const expected[] = {__VA_ARGS__};                           \
		expect_rows(table, expected, G_N_ELEMENTS(expected));                          \
	} while (0)

static void test_french_habits(void **state)
{
	EXPECT("Fournisseur;Objet du contrat;N° de contrat;Date d'effet;Durée (mois);"
	       "Tacite reconduction;Préavis;Responsable;Montant annuel HT;Avenant;"
	       "Date de résiliation;Alerte (jours)\n"
	       "Infonet SAS;Infogérance;C-2023-7;01/02/2023;36;Oui;3 mois;DSI;"
	       "48 000,00 €;01/03/2025: deux sites de plus;;30\n"
	       "Hébergeur du Sud;Hébergement;;15/09/2024;1 an;non;90 j;;1200;nouveau tarif;"
	       "02/01/2026;\n",
	       "Infonet SAS|Infogérance|C-2023-7|DSI||deux sites de plus||2023-02-01|||"
	       "2025-03-01|36m||3m|tacit|end||30|48000000 EUR",
	       "Hébergeur du Sud|Hébergement||||nouveau tarif||2024-09-15||2026-01-02||1y||"
	       "90d|never|end||0|1200000 ?");
}

static void test_english_habits(void **state)
{
	EXPECT("Vendor,Contract Name,Start Date,End Date,Auto Renewal,Renewal Term,"
	       "Notice Period,Notice Anchor,Form of Notice,Currency,Annual Cost,Remarks\n"
	       "Northern IT,\"Desk, sites\",2024-03-01,2027-02-28,Yes,12 months,3 months,"
	       "anniversary,registered letter,GBP,\"12,500.00\",old desk\n"
	       "Other,Backup,2024-01-01,2024-12-31,tacit 12 months,,60 days,any time,email,,"
	       ",n/a\n",
	       "Northern IT|Desk, sites|||||old desk|2024-03-01|2027-02-28||||12m|3m|tacit|"
	       "anniversary|registered|0|12500000 GBP",
	       "Other|Backup||||||2024-01-01|2024-12-31||||12m|60d|tacit|any|electronic|0|");
}

static void test_words_of_renewal(void **state)
{
	EXPECT("Prestataire;Début;Durée;Reconduction;Préavis (jours)\n"
	       "A;2024-01-01;12 mois;tacite;90\n"
	       "B;2024-01-01;12 mois;Tacite (12 mois);90\n"
	       "C;2024-01-01;12 mois;expresse;90\n"
	       "D;2024-01-01;12 mois;sans reconduction;90\n"
	       "E;2024-01-01;12 mois;pas de tacite reconduction;90\n"
	       "F;2024-01-01;12 mois;ferme;90\n"
	       "G;2024-01-01;12 mois;?;90\n",
	       "A|||||||2024-01-01||||12m||90d|tacit|end||0|",
	       "B|||||||2024-01-01||||12m|12m|90d|tacit|end||0|",
	       "C|||||||2024-01-01||||12m||90d|express|end||0|",
	       "D|||||||2024-01-01||||12m||90d|never|end||0|",
	       "E|||||||2024-01-01||||12m||90d|never|end||0|",
	       "F|||||||2024-01-01||||12m||90d|never|end||0|",
	       "G|||||||2024-01-01||||12m||90d||end||0|");
}

/* The rest of the table goes on. */
static void test_bad_cells_cost_their_row(void **state)
{
	EXPECT("provider,start,duration,renewal,notice,amount\n"
	       "A,2024-13-01,12m,tacit,3 months,10\n"
	       "B,2024-01-01,soon,tacit,3 months,10\n"
	       "C,2024-01-01,12 months,perhaps,3 months,10\n"
	       "D,2024-01-01,12 months,tacit,90,10\n"
	       "E,2024-01-01,12 months,tacit,3 months,much\n"
	       ",2024-01-01,12 months,tacit,3 months,10\n"
	       "F,2024-01-01,0 months,tacit,3 months,10\n"
	       "G,2024-01-01,12 months,tacit,3 months,10\n",
	       "2: the start \"2024-13-01\" cannot be read; write it as the others, or as "
	       "2026-12-31",
	       "3: the duration \"soon\" cannot be read; write its unit, as 36 months or 365 "
	       "days",
	       "4: the renewal \"perhaps\" cannot be read; write tacit, express or no",
	       "5: the notice \"90\" cannot be read; write its unit, as 3 months or 90 days",
	       "6: the amount \"much\" cannot be read; write it as 12500.00",
	       "7: neither provider, object nor reference is given; fill one in or delete the "
	       "row",
	       "8: a duration must be from one day to a hundred years, in days, weeks, months "
	       "or years",
	       "G|||||||2024-01-01||||12m||3m|tacit|end||0|10000 ?");
}

static void add_digest(const struct import_record *record, void *data)
{
	assert_int_equal(record->type, RECORD_CONTRACT);
	g_ptr_array_add(data, hexadecimal(record->contract.digest, DIGEST_SIZE));
}

/* The order of columns, the separator and how a day is written are not the contract. */
static void test_the_same_contract_is_the_same_evidence(void **state)
{
	static const char *const tables[] = {
		"provider,start,duration,renewal,notice\nA,2024-02-01,12 months,tacit,3 "
		"months\n",
		"préavis;reconduction;fournisseur;durée;début\n3 mois;tacite;A;12;01/02/2024\n",
		"provider,start,duration,renewal,notice\nA,2024-02-02,12 months,tacit,3 "
		"months\n",
	};
	g_autoptr(GPtrArray) digests = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < G_N_ELEMENTS(tables); i++) {
		g_autofree char *path = file_with(tables[i], strlen(tables[i]));
		struct whole_file file;
		whole_file_open(&file, path);
		each_record(&file.task, add_digest, digests);
		whole_file_close(&file);
		g_unlink(path);
	}
	assert_string_equal(g_ptr_array_index(digests, 0), g_ptr_array_index(digests, 1));
	assert_string_not_equal(g_ptr_array_index(digests, 0), g_ptr_array_index(digests, 2));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_french_habits),
		cmocka_unit_test(test_english_habits),
		cmocka_unit_test(test_words_of_renewal),
		cmocka_unit_test(test_bad_cells_cost_their_row),
		cmocka_unit_test(test_the_same_contract_is_the_same_evidence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
