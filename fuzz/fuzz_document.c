/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Text, Markdown, HTML and the text of a PDF as documents, and all that is read in them: no
 * crash, valid text, quotes that stand in their paragraphs. The first byte chooses the reader.
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/limits.h"
#include "contract/obligations.h"
#include "contract/report_change.h"
#include "contract/report_kind.h"
#include "importers/documents.h"

#define INPUT_MOST 60000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_quote(const struct contract_quote *quote,
			const struct document_record *document)
{
	g_assert(quote->paragraph >= 1 && quote->paragraph <= document->n_paragraphs);
	g_assert(strstr(document->paragraphs[quote->paragraph - 1].text, quote->text));
}

static void read_terms(const struct document_record *document)
{
	g_autoptr(GPtrArray) terms = contract_terms(document->paragraphs,
						    document->n_paragraphs, document->language);

	g_assert(terms->len <= TERMS_A_KIND * TERM_KIND_COUNT);
	for (guint i = 0; i < terms->len; i++)
		check_quote(&((struct contract_term *)g_ptr_array_index(terms, i))->quote,
			    document);
}

static void read_obligations(const struct document_record *document)
{
	g_autoptr(GPtrArray) all = contract_obligations(
		document->paragraphs, document->n_paragraphs, document->language);

	g_assert(all->len <= OBLIGATIONS_MOST);
	for (guint i = 0; i < all->len; i++) {
		const struct contract_obligation *one = g_ptr_array_index(all, i);
		check_quote(&one->quote, document);
		g_assert(g_utf8_validate(one->what, -1, NULL));
	}
}

/* With itself: all of it comes back. */
static void compare_report(const struct document_record *document)
{
	struct report_passages *before =
		report_passages_new(document->paragraphs, document->n_paragraphs);
	struct report_passages *after =
		report_passages_new(document->paragraphs, document->n_paragraphs);
	struct report_change change;

	g_assert(!report_compare(NULL, before, &change));
	if (report_compare(before, after, &change)) {
		g_assert(change.same > 1 - 1e-9 && change.changed == G_MAXUINT);
		g_assert(change.unmoved <= change.figures);
	}
	report_passages_free(before);
	report_passages_free(after);
}

static void read_report(const struct document_record *document)
{
	struct report_kind kind;

	compare_report(document);
	if (!report_kind_read(document->title, document->paragraphs, document->n_paragraphs,
			      &kind))
		return;
	g_assert(kind.first_day <= kind.last_day);
	report_kind_clear(&kind);
}

static void check(const struct document_record *document)
{
	for (guint i = 0; i < document->n_paragraphs; i++) {
		g_assert(*document->paragraphs[i].text != '\0');
		g_assert(g_utf8_validate(document->paragraphs[i].text, -1, NULL));
		g_assert(document->paragraphs[i].level <= DOCUMENT_LEVELS);
		g_assert(document->paragraphs[i].page <= LIMIT_PAGES);
	}
	read_terms(document);
	read_obligations(document);
	read_report(document);
}

static void read_document(const struct importer *importer, char *path)
{
	struct import_task task = {.path = path, .importer = importer, .to = G_MAXUINT64};
	struct import_stream *stream = importer->open(&task, NULL);
	struct import_record record = {0};

	while (importer->next(stream, &record, NULL) && record.type != RECORD_END) {
		if (record.type == RECORD_DOCUMENT)
			check(&record.document);
		import_record_clear(&record);
	}
	importer->close(stream);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct importer *const importers[] = {
		&importer_text_document, &importer_pdf, &importer_html_document};
	int fd = memfd_create("document", MFD_CLOEXEC);
	g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", fd);

	if (fd >= 0 && size > 1 && size <= INPUT_MOST &&
	    write(fd, data + 1, size - 1) == (ssize_t)(size - 1))
		read_document(importers[data[0] % G_N_ELEMENTS(importers)], path);
	if (fd >= 0)
		close(fd);
	return 0;
}
