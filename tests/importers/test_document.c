/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Documents of every format down to paragraphs: Word and OpenDocument files written by a
 * script, laid out text, Markdown, HTML; what is no document; the same identity for the same
 * content. */
#include "importers/document.h"

#include <glib/gstdio.h>

#include "base/limits.h"
#include "importers/documents.h"
#include "tests/importers/reading.h"

static char *folder;

static int write_documents(void **state)
{
	g_autofree char *script = g_build_filename(g_getenv("ENTENTE_SOURCE_ROOT"), "tests",
						   "importers", "documents.py", NULL);
	const char *arguments[] = {"python3", script, NULL, NULL};
	int status = 1;

	folder = g_dir_make_tmp("entente-documents-XXXXXX", NULL);
	arguments[2] = folder;
	return !g_spawn_sync(NULL, (char **)arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
			     NULL, NULL, &status, NULL) ||
	       status != 0;
}

static int remove_documents(void **state)
{
	GDir *names = g_dir_open(folder, 0, NULL);
	const char *name;

	while ((name = g_dir_read_name(names)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_unlink(path);
	}
	g_dir_close(names);
	g_rmdir(folder);
	g_free(folder);
	return 0;
}

/* "page/level text" of each paragraph, one a line, then what was rejected. Caller owns. */
static void describe(const struct import_record *record, void *data)
{
	GString *lines = data;

	if (record->type == RECORD_REJECTED) {
		g_string_append_printf(lines, "rejected %s\n", record->rejected.reason);
		return;
	}
	assert_int_equal(record->type, RECORD_DOCUMENT);
	g_string_append_printf(lines, "%s %u pages %u deletions\n", record->document.format,
			       record->document.pages, record->document.deletions);
	for (guint i = 0; i < record->document.n_paragraphs; i++)
		g_string_append_printf(lines, "%u/%u %s\n", record->document.paragraphs[i].page,
				       record->document.paragraphs[i].level,
				       record->document.paragraphs[i].text);
}

static char *lines_of_task(const struct import_task *task)
{
	GString *lines = g_string_new(NULL);

	each_record(task, describe, lines);
	return g_string_free(lines, FALSE);
}

static void expect_file(const char *name, const char *importer, const char *expected)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autofree char *lines = NULL;
	struct whole_file file;

	whole_file_open(&file, path);
	assert_string_equal(file.task.importer->name, importer);
	lines = lines_of_task(&file.task);
	assert_string_equal(lines, expected);
	whole_file_close(&file);
}

static char *lines_of_text(const char *text, const struct importer *importer)
{
	g_autofree char *path = file_with(text, strlen(text));
	struct import_task task = {.path = path, .importer = importer, .to = G_MAXUINT64};
	char *lines = lines_of_task(&task);

	g_unlink(path);
	return lines;
}

static void test_word(void **state)
{
	expect_file("all.docx", "docx",
		    "docx 2 pages 1 deletions\n"
		    "1/1 Article 4 Durée\n"
		    "1/0 4.1 Premier point\n"
		    "1/0 a) sous-point\n"
		    "1/0 b) sous-point encore\n"
		    "1/0 4.2 Second point\n"
		    "1/1 Article 5 Prix\n"
		    "1/0 5.1 Retour\n"
		    "1/0 trois quatre mois montré\n"
		    "1/0 Appel de note.\n"
		    "1/0 Une note.\n"
		    "1/0 Disponibilité | 99,9 % par mois\n"
		    "2/0 Page suivante\n"
		    "2/0 une fois\n");
}

/* Without its styles and numbers, and with its end torn off. */
static void test_broken_word(void **state)
{
	g_autofree char *path = g_build_filename(folder, "torn.docx", NULL);
	struct import_task task = {.path = path, .importer = &importer_docx, .to = G_MAXUINT64};
	g_autofree char *torn = lines_of_task(&task);
	g_autofree char *missing = g_build_filename(folder, "nothing.docx", NULL);
	g_autofree char *nothing = NULL;

	assert_non_null(strstr(torn, "trois quatre mois montré\n"));
	assert_non_null(strstr(torn, "rejected"));
	task.path = missing;
	nothing = lines_of_task(&task);
	assert_true(g_str_has_prefix(nothing, "rejected "));
}

static void test_open_document(void **state)
{
	expect_file("all.odt", "odt",
		    "odt 2 pages 1 deletions\n"
		    "1/2 Durée\n"
		    "1/0 Trois mois fermes.\n"
		    "1/0 Une note.\n"
		    "1/0 - un point\n"
		    "1/0 GTI | 4 h\n"
		    "1/0 Avant et après\n"
		    "2/0 Page deux\n");
}

#define PAGE(number, text)                                                                     \
	"INFOGÉRANCE SA                    Contrat 2024-17\n\n" text "\n\n"                    \
	"Confidentiel                              Page " number " sur 4\n\f"

static void test_pages(void **state)
{
	g_autofree char *lines = lines_of_text(
		PAGE("1", "     ARTICLE 1 - DURÉE\n\nLe contrat dure trente-six mois et la "
			  "disponi-\n"
			  "bilité est mesurée.\nIl est signé par les deux parties et")
			PAGE("2", "reconduit ensuite.\n\n1.1     Le Prestataire sauvegarde.\n\n"
				  "Serveur        99,9 %      mensuel") PAGE("3", "Trois.")
				PAGE("4", "Quatre."),
		&importer_pdf);

	assert_string_equal(lines,
			    "pdf 4 pages 0 deletions\n"
			    "1/0 ARTICLE 1 - DURÉE\n"
			    "1/0 Le contrat dure trente-six mois et la disponibilité est "
			    "mesurée.\n"
			    "1/0 Il est signé par les deux parties et reconduit ensuite.\n"
			    "2/0 1.1 Le Prestataire sauvegarde.\n"
			    "2/0 Serveur | 99,9 % | mensuel\n"
			    "3/0 Trois.\n"
			    "4/0 Quatre.\n");
}

static void test_columns(void **state)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autofree char *lines = NULL;

	for (guint i = 0; i < 20; i++)
		g_string_append_printf(
			text, "left words of line %c here      right words of row %c there\n",
			'a' + i, 'a' + i);
	g_string_append(text, "\fend\n");
	lines = lines_of_text(text->str, &importer_pdf);
	assert_non_null(strstr(lines, "line a here left words of line b here"));
	assert_non_null(strstr(lines, "row s there right words of row t there"));
	assert_null(strstr(lines, "|"));
}

static void test_markdown(void **state)
{
	g_autofree char *lines =
		lines_of_text("---\ntitle: Contrat **cadre**\n---\n\n"
			      "# Article 1\n\nLe *Prestataire* (voir [ici](http://x))\n"
			      "s'engage à 2 \\* 3.\n\n"
			      "- un\n  point\n* deux\n\n| SLA | **cible** |\n| :-- | --: |\n"
			      "| GTI | 4 h<br/>ouvrées |\n",
			      &importer_text_document);

	assert_string_equal(lines, "text 0 pages 0 deletions\n"
				   "0/1 Article 1\n"
				   "0/0 Le Prestataire (voir ici ) s'engage à 2 * 3.\n"
				   "0/0 - un point\n"
				   "0/0 - deux\n"
				   "0/0 SLA | cible\n"
				   "0/0 GTI | 4 h ouvrées\n");
}

static void test_html(void **state)
{
	g_autofree char *lines =
		lines_of_text("<html><head><meta charset=iso-8859-1></head><body><h1>Dur\xe9"
			      "e</h1>"
			      "<p>Trois mois.</p><table><tr><td>GTI</td><td>4 "
			      "h</td></tr></table></body></html>",
			      &importer_html_document);

	assert_string_equal(lines, "html 0 pages 0 deletions\n"
				   "0/0 Durée\n0/0 Trois mois.\n0/0 GTI | 4 h\n");
}

static void test_likeness(void **state)
{
	g_autoptr(GString) contract = g_string_new(
		"CONTRAT D'INFOGÉRANCE\nEntre le Prestataire et le Client\nArticle 1 Objet\n"
		"Article 2 Durée\nArticle 3 Résiliation\nLe Prestataire s'engage. "
		"Responsabilité. "
		"Force majeure.\n");
	g_autoptr(GString) note =
		g_string_new("Penser à rappeler le client pour le contrat.\n");

	for (guint i = 0; i < 20; i++) {
		g_string_append(contract, "Le Client coopère de bonne foi avec tous.\n");
		g_string_append(note, "Des lignes sans rapport avec rien du tout ici.\n");
	}
	assert_true(document_looks_like_one(contract->str));
	assert_false(document_looks_like_one(note->str));
	assert_false(document_looks_like_one(""));
	g_string_prepend(note, "Rapport mensuel de service, mars 2024\n");
	assert_true(document_looks_like_one(note->str));
}

static void take_digest(const struct import_record *record, void *data)
{
	if (record->type == RECORD_DOCUMENT)
		memcpy(data, record->document.digest, DIGEST_SIZE);
}

static void test_identity(void **state)
{
	static const char *const texts[] = {"# A\n\n## B\n\ntext\n", "# A\n\n\n## B\n\ntext",
					    "# A\n\n## B\n\nother\n"};
	guint8 digests[3][DIGEST_SIZE];

	for (guint i = 0; i < 3; i++) {
		g_autofree char *path = file_with(texts[i], strlen(texts[i]));
		struct import_task task = {
			.path = path, .importer = &importer_text_document, .to = G_MAXUINT64};
		each_record(&task, take_digest, digests[i]);
		g_unlink(path);
	}
	assert_memory_equal(digests[0], digests[1], DIGEST_SIZE);
	assert_memory_not_equal(digests[0], digests[2], DIGEST_SIZE);
}

static void test_limit(void **state)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autofree char *lines = NULL;

	for (guint i = 0; i < LIMIT_PARAGRAPHS + 5; i++)
		g_string_append(text, "x\n\n");
	lines = lines_of_text(text->str, &importer_text_document);
	assert_non_null(strstr(lines, "rejected the document is longer"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_word),          cmocka_unit_test(test_broken_word),
		cmocka_unit_test(test_open_document), cmocka_unit_test(test_pages),
		cmocka_unit_test(test_columns),       cmocka_unit_test(test_markdown),
		cmocka_unit_test(test_html),          cmocka_unit_test(test_likeness),
		cmocka_unit_test(test_identity),      cmocka_unit_test(test_limit),
	};

	return cmocka_run_group_tests(tests, write_documents, remove_documents);
}
