/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Asks every importer for its opinion of the first bytes and lets the best describe the file.
 * Formats that are known and not read have importers of their own, which say the way out in
 * their description; what nobody knows is told what could be imposed. */
#include "ingest/recognise.h"

#include <string.h>

#include "importers/bytes.h"
#include "importers/tables.h"

struct import_stream {
	const struct import_task *task;
	bool looked;
	char *trouble; /* still to be told */
};

/* ---- opinions ---- */

static const struct importer *importer_of_kind(const char *kind,
					       const struct import_probe *probe)
{
	const struct importer *best = NULL;
	int best_score = -1;

	for (const struct importer *const *one = importer_list(); *one != NULL; one++) {
		int score;
		if (!(*one)->readable || (*one)->container ||
		    strcmp(import_kind_token((*one)->kind), kind) != 0)
			continue;
		score = probe != NULL ? (*one)->probe(probe) : 0;
		if (score > best_score) {
			best = *one;
			best_score = score;
		}
	}
	return best;
}

/* The probe may be NULL: any importer of the kind then. */
static const struct importer *importer_imposed(const char *imposed,
					       const struct import_probe *probe)
{
	const struct importer *named = importer_by_name(imposed);

	if (named != NULL && named->readable)
		return named;
	return importer_of_kind(imposed, probe);
}

bool recognise_knows(const char *imposed)
{
	return importer_imposed(imposed, NULL) != NULL;
}

char *recognise_choices(void)
{
	g_autoptr(GString) names = g_string_new(NULL);

	for (const struct importer *const *one = importer_list(); *one != NULL; one++)
		if ((*one)->readable && !(*one)->container)
			g_string_append_printf(names, "%s, ", (*one)->name);
	for (enum import_kind kind = IMPORT_KIND_MAIL; kind < IMPORT_KIND_COUNT; kind++)
		if (importer_of_kind(import_kind_token(kind), NULL) != NULL)
			g_string_append_printf(names, "%s, ", import_kind_token(kind));
	g_string_truncate(names, names->len - MIN(names->len, 2));
	return g_string_free(g_steal_pointer(&names), FALSE);
}

static char *unknown_trouble(const struct import_probe *probe)
{
	g_autofree char *choices = NULL;
	char *table = tables_explain_unknown(probe);

	if (table != NULL)
		return table;
	choices = recognise_choices();
	return g_strdup_printf("not a file that entente knows how to read; if you know what it "
			       "is, say so with --as (%s)",
			       choices);
}

/* ---- one file ---- */

/* The description of a format that is not read says the way out. */
static char *unread_trouble(const struct importer *importer, const char *description)
{
	if (description != NULL)
		return g_strdup(description);
	return g_strdup_printf("%s: not read yet", import_kind_token(importer->kind));
}

static void tell_importer(const struct import_probe *probe, const struct importer *importer,
			  struct import_stream *stream, struct import_record *record)
{
	g_autoptr(GError) error = NULL;
	char *description = NULL;

	if (importer->describe != NULL)
		description = importer->describe(probe, stream->task, &error);
	if (error != NULL)
		stream->trouble = g_strdup(error->message);
	else if (!importer->readable)
		stream->trouble = unread_trouble(importer, description);
	record->type = RECORD_FACT;
	record->fact.fact = g_strdup(importer->name);
	record->fact.value = description;
	record->fact.day = probe->compressed;
}

static void look_at(const struct import_probe *probe, struct import_stream *stream,
		    struct import_record *record)
{
	const char *imposed = stream->task->dialect;
	const struct importer *importer;

	if (probe->head_length == 0) {
		stream->trouble = g_strdup("the file is empty");
		return;
	}
	importer = importer_recognise(probe);
	/* What is imposed on a container is imposed on what is in it. */
	if (imposed != NULL && (importer == NULL || !importer->container))
		importer = importer_imposed(imposed, probe);
	if (importer != NULL)
		tell_importer(probe, importer, stream, record);
	else
		stream->trouble = unknown_trouble(probe);
}

static struct import_stream *recognise_open(const struct import_task *task, GError **error)
{
	struct import_stream *stream = g_new0(struct import_stream, 1);

	stream->task = task;
	stream->looked = task->from > 0; /* a reader died of it */
	return stream;
}

static bool recognise_next(struct import_stream *stream, struct import_record *record,
			   GError **error)
{
	struct import_probe probe = {.path = stream->task->path,
				     .mapping_dir = stream->task->mapping_dir};
	g_autofree guint8 *head = NULL;

	memset(record, 0, sizeof *record);
	if (!stream->looked) {
		stream->looked = true;
		head = bytes_read_head(probe.path, IMPORT_PROBE_BYTES, &probe.head_length,
				       &probe.compressed, &probe.whole, error);
		if (head == NULL)
			return false;
		probe.head = head;
		look_at(&probe, stream, record);
	}
	if (record->type != RECORD_END || stream->trouble == NULL)
		return true;
	record->type = RECORD_REJECTED;
	record->rejected.reason = g_steal_pointer(&stream->trouble);
	return true;
}

static void recognise_close(struct import_stream *stream)
{
	g_free(stream->trouble);
	g_free(stream);
}

const struct importer recognise_importer = {
	.name = "recognise",
	.readable = true,
	.open = recognise_open,
	.next = recognise_next,
	.close = recognise_close,
};
