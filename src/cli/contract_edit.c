/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `entente contract add|amend|link|remove`. What comes from a table is changed in the table:
 * only what was typed is amended and removed here. */
#include <string.h>

#include "base/error.h"
#include "cli/contract_actions.h"
#include "importers/contract_digest.h"

#define TEXT_ENTRY(name, member, help, argument)                                               \
	{                                                                                      \
		name, 0, 0, G_OPTION_ARG_STRING, &options->member, help, argument              \
	}
#define LIFE_ENTRIES                                                                           \
	TEXT_ENTRY("end", end, "last day as written", "DAY"),                                  \
		TEXT_ENTRY("duration", duration, "initial duration", "36m"),                   \
		TEXT_ENTRY("renewal", renewal, "never, tacit or express", "WORD"),             \
		TEXT_ENTRY("renewal-duration", renewal_duration, "of each renewal", "12m"),    \
		TEXT_ENTRY("notice", notice, "notice period: 3m, 90d, 10bd", "SPAN"),          \
		TEXT_ENTRY("suspended-from", suspended_from, "first day of a suspension",      \
			   "DAY"),                                                             \
		TEXT_ENTRY("suspended-to", suspended_to, "its last day", "DAY"),               \
		TEXT_ENTRY("terminated", terminated, "day on which notice was given", "DAY"),  \
		TEXT_ENTRY("amount", amount, "price", "N")

/* ---- finding ---- */

static GPtrArray *load(const struct cli *cli, struct store **store, GError **error)
{
	*store = cli_open_store(cli, error);
	return *store != NULL ? contracts_load(*store, cli_day(cli), error) : NULL;
}

bool contract_named(const struct contract_case *one, const char *name)
{
	return g_strcmp0(one->relationship != NULL ? one->relationship
						   : one->stored->record.provider,
			 name) == 0;
}

static const struct contract_case *only_of(const GPtrArray *cases, const char *name,
					   bool *several)
{
	const struct contract_case *found = NULL;

	*several = false;
	for (guint i = 0; i < cases->len; i++) {
		const struct contract_case *one = g_ptr_array_index(cases, i);
		if (!contract_named(one, name))
			continue;
		*several = *several || found != NULL;
		found = one;
	}
	return found;
}

const struct contract_case *contract_find(const GPtrArray *cases, const char *word,
					  GError **error)
{
	const struct contract_case *found = NULL;
	bool several;

	for (guint i = 0; i < cases->len; i++) {
		const struct contract_case *one = g_ptr_array_index(cases, i);
		if (strcmp(one->id, word) == 0)
			return one;
	}
	found = only_of(cases, word, &several);
	if (found != NULL && !several)
		return found;
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
		    several ? "%s has several contracts: give the id of one (entente contract "
			      "list)"
			    : "no contract %s; entente contract list shows them",
		    word);
	return NULL;
}

/* The store of the contracts and the one that is meant, which `cases` owns; NULL with an error.
 */
static const struct contract_case *load_one(const struct cli *cli, const char *word,
					    struct store **store, GPtrArray **cases,
					    GError **error)
{
	*cases = load(cli, store, error);
	return *cases != NULL ? contract_find(*cases, word, error) : NULL;
}

static bool is_typed(const struct contract_case *one, GError **error)
{
	if (one->stored->typed)
		return true;
	g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
		    "%s comes from %s, line %u: change it there and import it again", one->id,
		    one->stored->path != NULL ? one->stored->path : "a table",
		    one->stored->line);
	return false;
}

static int missing(const char *what)
{
	g_printerr("entente: contract: give %s\n", what);
	return EXIT_USAGE;
}

/* ---- add ---- */

/* A name that is no relationship's is a provider's, kept until its mail comes. */
static struct relationship *relationship_meant(struct store *store, const char *name,
					       struct contract_record *record)
{
	struct relationship *relationship = cli_relationship(store, name, NULL);

	if (relationship != NULL)
		return relationship;
	if (record->provider == NULL)
		record->provider = g_strdup(name);
	return relationship_desk();
}

static bool type_contract(struct store *store, const struct relationship *relationship,
			  struct contract_record *record, char *id, GError **error)
{
	guint64 event;
	enum store_put put;

	contract_digest_take(record);
	if (!store_relationship_save(store, relationship, error))
		return false;
	put = store_contract_type(store, relationship->id, record, &event, error);
	if (put == STORE_PUT_FAILED)
		return false;
	if (*relationship->name == '\0')
		g_printerr("entente: no relationship has this name yet: the contract waits for "
			   "it\n");
	if (put == STORE_PUT_KNOWN)
		g_printerr("entente: this contract is known already\n");
	contracts_id(relationship->id, event, id);
	return true;
}

static bool add(const struct cli *cli, const struct contract_options *options, const char *name,
		struct contract_record *record, char *id, GError **error)
{
	g_autoptr(store_auto) store = store_open(cli->store_url, DB_READ_WRITE, error);
	g_autoptr(relationship_auto) relationship = NULL;

	if (store == NULL)
		return false;
	relationship = relationship_meant(store, name, record);
	if (options->document != NULL &&
	    !contract_propose(store, relationship, options->document, record, error))
		return false;
	return contract_options_record(options, record, error) &&
	       type_contract(store, relationship, record, id, error);
}

static int add_with(struct cli *cli, const struct contract_options *options, const char *name)
{
	struct contract_record record;
	char show[] = "show", id[CONTRACT_ID + 1];
	char *argv[] = {show, id, NULL};
	GError *error = NULL;
	bool done;

	contract_record_init(&record);
	done = add(cli, options, name, &record, id, &error);
	contract_record_clear(&record);
	return done ? contract_show(cli, 2, argv) : cli_fail(error);
}

int contract_add(struct cli *cli, int argc, char **argv)
{
	struct contract_options given = {0}, *options = &given;
	const GOptionEntry entries[] = {
		LIFE_ENTRIES,
		TEXT_ENTRY("start", start, "day it takes effect", "DAY"),
		TEXT_ENTRY("anchor", anchor, "notice before the end, an anniversary, or any",
			   "WORD"),
		TEXT_ENTRY("form", form, "written, registered or electronic", "WORD"),
		TEXT_ENTRY("counts", counts, "sent or received", "WORD"),
		TEXT_ENTRY("end-day", end_day, "included or excluded", "WORD"),
		TEXT_ENTRY("warning", warning, "days before the notice", "30d"),
		TEXT_ENTRY("currency", currency, "of the amount", "EUR"),
		TEXT_ENTRY("clause", clause, "words of the contract", "TEXT"),
		TEXT_ENTRY("provider", provider, "as the contract names it", "NAME"),
		TEXT_ENTRY("object", object, "what it is about", "TEXT"),
		TEXT_ENTRY("reference", reference, "its number", "TEXT"),
		TEXT_ENTRY("provider-ref", reference, "the same", "TEXT"),
		TEXT_ENTRY("owner", owner, "who answers for it", "TEXT"),
		TEXT_ENTRY("remark", remark, "anything else", "TEXT"),
		TEXT_ENTRY("from-document", document,
			   "take what an imported contract says; '' when there is one",
			   "PART OF ITS NAME"),
		{NULL, 0, 0, 0, NULL, NULL, NULL},
	};
	int status = EXIT_USAGE;

	if (cli_parse(&verb_contract, entries, &argc, &argv))
		status = argc > 1 ? add_with(cli, options, argv[1])
				  : missing("the name of the relationship or provider");
	contract_options_clear(options);
	return status;
}

/* ---- amend ---- */

static int amend_with(struct cli *cli, const struct contract_options *options, char **argv)
{
	g_autoptr(GPtrArray) cases = NULL;
	g_autoptr(store_auto) store = NULL;
	struct stored_amendment *amendment = stored_amendment_new();
	const struct contract_case *one = NULL;
	GError *error = NULL;
	bool done = contract_options_amendment(options, amendment, &error);

	if (done)
		one = load_one(cli, argv[1], &store, &cases, &error);
	done = one != NULL && is_typed(one, &error) &&
	       store_contract_amend(store, one->stored, amendment, &error);
	stored_amendment_free(amendment);
	return done ? contract_show(cli, 2, argv) : cli_fail(error);
}

int contract_amend(struct cli *cli, int argc, char **argv)
{
	struct contract_options given = {0}, *options = &given;
	const GOptionEntry entries[] = {
		LIFE_ENTRIES,
		TEXT_ENTRY("on", on, "day from which it holds", "DAY"),
		TEXT_ENTRY("review", review, "by when to look at it again", "DAY"),
		TEXT_ENTRY("scope", scope, "what else it changes", "TEXT"),
		{NULL, 0, 0, 0, NULL, NULL, NULL},
	};
	int status = EXIT_USAGE;

	if (cli_parse(&verb_contract, entries, &argc, &argv))
		status = argc > 1 ? amend_with(cli, options, argv)
				  : missing("the id of the contract, and --on DAY");
	contract_options_clear(options);
	return status;
}

/* ---- link, remove ---- */

static bool link_case(struct store *store, const struct contract_case *one, const char *name,
		      GError **error)
{
	g_autoptr(relationship_auto) relationship = cli_relationship(store, name, error);
	g_autofree char *provider = NULL;

	if (relationship == NULL)
		return false;
	if (one->stored->record.provider == NULL) {
		g_set_error(error, ENTENTE_ERROR, ENTENTE_ERROR_USAGE,
			    "%s names no provider: import its table with -r %s", one->id, name);
		return false;
	}
	provider = contracts_fold_provider(one->stored->record.provider);
	return store_contract_link(store, relationship->id, provider, error);
}

int contract_link(struct cli *cli, int argc, char **argv)
{
	g_autoptr(GPtrArray) cases = NULL;
	g_autoptr(store_auto) store = NULL;
	const struct contract_case *one = NULL;
	GError *error = NULL;

	if (!cli_parse(&verb_contract, NULL, &argc, &argv))
		return EXIT_USAGE;
	if (argc < 3)
		return missing("the id of a contract and the name of a relationship");
	one = load_one(cli, argv[1], &store, &cases, &error);
	if (one == NULL || !link_case(store, one, argv[2], &error))
		return cli_fail(error);
	return contract_show(cli, 2, argv);
}

int contract_remove(struct cli *cli, int argc, char **argv)
{
	g_autoptr(GPtrArray) cases = NULL;
	g_autoptr(store_auto) store = NULL;
	const struct contract_case *one = NULL;
	GError *error = NULL;

	if (!cli_parse(&verb_contract, NULL, &argc, &argv))
		return EXIT_USAGE;
	if (argc < 2)
		return missing("the id of the contract");
	one = load_one(cli, argv[1], &store, &cases, &error);
	if (one == NULL || !is_typed(one, &error) ||
	    !store_contract_remove(store, one->stored, &error))
		return cli_fail(error);
	return EXIT_DONE;
}
