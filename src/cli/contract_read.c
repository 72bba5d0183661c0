/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the contracts and reports of a relationship propose. People are masked in every quote,
 * as everywhere. */
#include "cli/contract_read.h"

#include "report/contract.h"

#define QUOTE_CHARACTERS 600u

static void view_clear(gpointer data)
{
	struct contract_view *view = data;

	g_clear_pointer(&view->terms, g_ptr_array_unref);
	g_clear_pointer(&view->obligations, g_ptr_array_unref);
}

static void mask_text(const struct mask *mask, char **text)
{
	char *masked = mask_excerpt(mask, *text, QUOTE_CHARACTERS);

	g_free(*text);
	*text = masked;
}

static void mask_view(const struct mask *mask, struct contract_view *view)
{
	for (guint i = 0; i < view->terms->len; i++)
		mask_text(mask, &((struct contract_term *)g_ptr_array_index(view->terms, i))
					 ->quote.text);
	for (guint i = 0; i < view->obligations->len; i++) {
		struct contract_obligation *one = g_ptr_array_index(view->obligations, i);
		mask_text(mask, &one->quote.text);
		mask_text(mask, &one->what);
	}
}

static gint by_title(gconstpointer a, gconstpointer b)
{
	const struct stored_document *left = *(struct stored_document *const *)a;
	const struct stored_document *right = *(struct stored_document *const *)b;
	int order = g_strcmp0(left->title, right->title);

	if (order != 0)
		return order;
	if (left->report.first_day != right->report.first_day)
		return left->report.first_day < right->report.first_day ? -1 : 1;
	return left->event < right->event ? -1 : left->event > right->event;
}

/* struct contract_view of each document. Caller owns. */
static GArray *load_views(struct store *store, const struct relationship *relationship,
			  const GPtrArray *documents, GError **error)
{
	g_autoptr(GArray) views = g_array_new(FALSE, TRUE, sizeof(struct contract_view));
	struct mask *mask = cli_mask(store, relationship, error);

	g_array_set_clear_func(views, view_clear);
	for (guint i = 0; mask != NULL && i < documents->len; i++) {
		const struct stored_document *document = g_ptr_array_index(documents, i);
		struct contract_view view = {
			document,
			store_terms(store, relationship->id, document->event, error),
			NULL,
		};
		if (view.terms != NULL)
			view.obligations = store_obligations(store, relationship->id,
							     document->event, error);
		g_array_append_val(views, view);
		if (view.obligations == NULL) {
			mask_free(mask);
			return NULL;
		}
		mask_view(mask, &view);
	}
	if (mask == NULL)
		return NULL;
	mask_free(mask);
	return g_steal_pointer(&views);
}

static bool show(const struct cli *cli, struct store *store,
		 const struct relationship *relationship, GError **error)
{
	g_autoptr(GString) out = g_string_new(NULL);
	g_autoptr(GPtrArray) documents = store_documents(store, relationship->id, error);
	g_autoptr(GArray) views = NULL;

	if (documents == NULL)
		return false;
	g_ptr_array_sort(documents, by_title);
	views = load_views(store, relationship, documents, error);
	if (views == NULL)
		return false;
	if (cli_wants_json(cli))
		report_contract_json(relationship->name, views, out);
	else
		report_contract_text(views, cli->catalogue, cli->columns, cli->colour, out);
	cli_write(out);
	return true;
}

int contract_read(struct cli *cli, int argc, char **argv)
{
	g_autoptr(store_auto) store = NULL;
	g_autoptr(relationship_auto) relationship = NULL;
	GError *error = NULL;

	store = cli_open_store(cli, &error);
	if (store != NULL)
		relationship = cli_relationship(store, argc > 0 ? argv[0] : NULL, &error);
	if (relationship != NULL && show(cli, store, relationship, &error))
		return EXIT_DONE;
	return cli_fail(error);
}
