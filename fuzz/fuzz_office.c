/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The parts of Word and OpenDocument files: the input, parted by form feeds, is body, styles,
 * numbering and footnotes of one file; the first byte chooses the format. */
#include <glib/gstdio.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "importers/document.h"

#define INPUT_MOST 60000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const word_parts[] = {"word/document.xml", "word/styles.xml",
					 "word/numbering.xml", "word/footnotes.xml", NULL};
static const char *const open_parts[] = {"content.xml", NULL};

static void check(struct document_builder *builder)
{
	struct document_record record;

	document_take(builder, "docx", &record);
	for (guint i = 0; i < record.n_paragraphs; i++)
		g_assert(g_utf8_validate(record.paragraphs[i].text, -1, NULL) &&
			 record.paragraphs[i].level <= DOCUMENT_LEVELS);
	document_record_clear(&record);
}

static const uint8_t *write_part(const char *path, const uint8_t *data, const uint8_t *end)
{
	const uint8_t *stop = memchr(data, '\f', (size_t)(end - data));

	stop = stop ? stop : end;
	g_file_set_contents(path, (const char *)data, stop - data, NULL);
	return stop < end ? stop + 1 : end;
}

/* A folder stands for the archive: members are named as if they were files in it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *const *parts = size > 0 && data[0] % 2 ? open_parts : word_parts;
	const uint8_t *at = data + 1, *end = data + size;
	g_autofree char *root = g_dir_make_tmp("entente-fuzz-XXXXXX", NULL);
	g_autofree char *word = g_build_filename(root, "word", NULL);
	g_autoptr(document_builder_auto) builder = document_builder_new();
	struct import_task task = {.path = root, .to = G_MAXUINT64};

	g_mkdir(word, 0700);
	for (guint i = 0; size > 0 && size <= INPUT_MOST && parts[i]; i++) {
		g_autofree char *path = g_build_filename(root, parts[i], NULL);
		at = write_part(path, at, end);
	}
	if (parts == word_parts)
		docx_read(&task, builder, NULL);
	else
		odt_read(&task, builder, NULL);
	check(builder);
	for (guint i = 0; parts[i]; i++) {
		g_autofree char *path = g_build_filename(root, parts[i], NULL);
		g_unlink(path);
	}
	g_rmdir(word);
	g_rmdir(root);
	return 0;
}
