/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The schema of the store. Evidence (source, place, message, message_text, ticket_row, fact,
 * meeting) is written once and never changed; everything under "derived" can be deleted and
 * made anew by `entente rebuild`. Every key starts with the relationship, so that the same
 * tables distribute by it on an engine that speaks PostgreSQL. Ids of evidence are the first 63
 * bits of its digest: the order of import does not show. Instants are milliseconds UTC, weeks
 * are Mondays since 1970-01-05. */
#include "store/schema.h"

#include "base/error.h"

static const char schema_1[] =
	"CREATE TABLE relationship ("
	" relationship_id {{id}} PRIMARY KEY,"
	" name TEXT NOT NULL UNIQUE,"
	" client TEXT NOT NULL,"
	" provider TEXT NOT NULL,"
	" zone TEXT NOT NULL,"
	" worker_side {{int}} NOT NULL"
	") {{strict}};"

	"CREATE TABLE source ("
	" relationship_id {{int}} NOT NULL REFERENCES relationship,"
	" source_id {{int}} NOT NULL,"
	" path TEXT NOT NULL,"
	" kind TEXT NOT NULL,"
	" description TEXT NOT NULL,"
	" size {{int}} NOT NULL,"
	" changed_ns {{int}} NOT NULL,"
	" rules TEXT NOT NULL," /* sides and extractor it was read with */
	" first_ms {{int}}," /* of every dated record it holds, those out of scope included */
	" last_ms {{int}},"
	" simulated {{int}} NOT NULL,"
	" n_read {{int}} NOT NULL,"
	" n_kept {{int}} NOT NULL,"
	" n_set_aside {{int}} NOT NULL,"
	" n_out_of_scope {{int}} NOT NULL,"
	" n_rejected {{int}} NOT NULL,"
	" PRIMARY KEY (relationship_id, source_id)"
	") {{strict}};"

	/* How many records of a source fall in each week: what the source can speak about. */
	"CREATE TABLE source_week ("
	" relationship_id {{int}} NOT NULL,"
	" source_id {{int}} NOT NULL,"
	" week {{int}} NOT NULL,"
	" records {{int}} NOT NULL,"
	" PRIMARY KEY (relationship_id, source_id, week)"
	") {{strict}};"

	"CREATE TABLE rejected ("
	" relationship_id {{int}} NOT NULL,"
	" source_id {{int}} NOT NULL,"
	" number {{int}} NOT NULL,"
	" file TEXT NOT NULL,"
	" byte_offset {{int}} NOT NULL,"
	" line {{int}} NOT NULL,"
	" reason TEXT NOT NULL,"
	" PRIMARY KEY (relationship_id, source_id, number)"
	") {{strict}};"

	/* Every place where a piece of evidence stands: one mail may be in two mailboxes. */
	"CREATE TABLE place ("
	" relationship_id {{int}} NOT NULL,"
	" event_id {{int}} NOT NULL,"
	" source_id {{int}} NOT NULL,"
	" file TEXT NOT NULL," /* within a folder that is one source; '' for the source itself
				*/
	" byte_offset {{int}} NOT NULL,"
	" byte_length {{int}} NOT NULL,"
	" line {{int}} NOT NULL,"
	" PRIMARY KEY (relationship_id, event_id, source_id, file, byte_offset)"
	") {{strict}};"

	"CREATE TABLE message ("
	" relationship_id {{int}} NOT NULL REFERENCES relationship,"
	" event_id {{int}} NOT NULL,"
	" digest {{blob}} NOT NULL,"
	" message_id TEXT,"
	" in_reply_to TEXT,"
	" reference_ids TEXT," /* one a line, oldest first */
	" subject TEXT,"
	" sent_ms {{int}},"
	" utc_offset {{int}} NOT NULL," /* minutes, as written */
	" quality {{int}} NOT NULL,"
	" automatic {{int}} NOT NULL,"
	" asks {{int}} NOT NULL,"
	" from_address TEXT,"
	" from_name TEXT,"
	" recipients TEXT," /* address TAB name, one a line */
	" n_copied {{int}} NOT NULL,"
	" list_id TEXT,"
	" quoted_length {{int}} NOT NULL,"
	" attachments {{int}} NOT NULL,"
	" language TEXT NOT NULL,"
	" novelty {{int}} NOT NULL,"
	" PRIMARY KEY (relationship_id, event_id)"
	") {{strict}};"

	"CREATE TABLE message_text ("
	" relationship_id {{int}} NOT NULL,"
	" event_id {{int}} NOT NULL,"
	" own_text TEXT NOT NULL,"
	" PRIMARY KEY (relationship_id, event_id)"
	") {{strict}};"

	"CREATE TABLE ticket_row ("
	" relationship_id {{int}} NOT NULL REFERENCES relationship,"
	" event_id {{int}} NOT NULL,"
	" digest {{blob}} NOT NULL,"
	" tool TEXT NOT NULL,"
	" ticket_key TEXT NOT NULL,"
	" title TEXT,"
	" description TEXT,"
	" status TEXT,"
	" state {{int}} NOT NULL,"
	" priority TEXT,"
	" category TEXT,"
	" requester TEXT,"
	" assignee TEXT,"
	" team TEXT,"
	" organisation TEXT,"
	" activity TEXT,"
	" activity_ms {{int}},"
	" activity_actor TEXT,"
	" opened_ms {{int}},"
	" first_response_ms {{int}},"
	" resolved_ms {{int}},"
	" closed_ms {{int}},"
	" due_ms {{int}},"
	" reopened {{int}} NOT NULL,"
	" reassigned {{int}} NOT NULL,"
	" sla_met {{int}} NOT NULL,"
	" comments TEXT,"
	" PRIMARY KEY (relationship_id, event_id)"
	") {{strict}};"

	"CREATE INDEX ticket_row_key ON ticket_row (relationship_id, tool, ticket_key);"

	"CREATE TABLE fact ("
	" relationship_id {{int}} NOT NULL REFERENCES relationship,"
	" event_id {{int}} NOT NULL,"
	" digest {{blob}} NOT NULL,"
	" day {{int}} NOT NULL,"
	" fact TEXT NOT NULL,"
	" value TEXT,"
	" PRIMARY KEY (relationship_id, event_id)"
	") {{strict}};"

	/* ---- derived ---- */
	"CREATE TABLE person ("
	" relationship_id {{int}} NOT NULL,"
	" person {{int}} NOT NULL," /* dense from 0, by pseudonym */
	" pseudonym {{int}} NOT NULL,"
	" side {{int}} NOT NULL,"
	" messages {{int}} NOT NULL,"
	" first_ms {{int}} NOT NULL,"
	" last_ms {{int}} NOT NULL,"
	" elsewhere {{int}} NOT NULL,"
	" shared {{int}} NOT NULL,"
	" PRIMARY KEY (relationship_id, person)"
	") {{strict}};"

	"CREATE TABLE identity ("
	" relationship_id {{int}} NOT NULL,"
	" address TEXT NOT NULL,"
	" person {{int}} NOT NULL,"
	" name TEXT,"
	" PRIMARY KEY (relationship_id, address)"
	") {{strict}};"

	"CREATE TABLE timeline_message ("
	" relationship_id {{int}} NOT NULL,"
	" position {{int}} NOT NULL," /* by time, then by event */
	" event_id {{int}} NOT NULL,"
	" sent_ms {{int}} NOT NULL,"
	" person {{int}} NOT NULL,"
	" thread {{int}} NOT NULL,"
	" parent {{int}} NOT NULL," /* position, -1 for none */
	" side {{int}} NOT NULL,"
	" n_recipients {{int}} NOT NULL,"
	" n_client {{int}} NOT NULL,"
	" n_provider {{int}} NOT NULL,"
	" automatic {{int}} NOT NULL,"
	" starts {{int}} NOT NULL,"
	" asks {{int}} NOT NULL,"
	" novelty {{int}} NOT NULL,"
	" ticket_key TEXT,"
	" PRIMARY KEY (relationship_id, position)"
	") {{strict}};"

	"CREATE TABLE ticket ("
	" relationship_id {{int}} NOT NULL,"
	" event_id {{int}} NOT NULL,"
	" tool TEXT NOT NULL,"
	" ticket_key TEXT NOT NULL,"
	" title TEXT,"
	" requester_side {{int}} NOT NULL,"
	" worker_side {{int}} NOT NULL,"
	" opened_ms {{int}} NOT NULL,"
	" acknowledged_ms {{int}},"
	" resolved_ms {{int}},"
	" closed_ms {{int}},"
	" cancelled_ms {{int}},"
	" last_ms {{int}} NOT NULL,"
	" reopened {{int}} NOT NULL,"
	" reassigned {{int}} NOT NULL,"
	" sla_met {{int}} NOT NULL,"
	" automatic {{int}} NOT NULL,"
	" PRIMARY KEY (relationship_id, event_id)"
	") {{strict}};"

	/* What the sources of a channel speak about, week by week; tool is '' for mail and for
	 * all ticket tools together. */
	"CREATE TABLE coverage ("
	" relationship_id {{int}} NOT NULL,"
	" channel TEXT NOT NULL,"
	" tool TEXT NOT NULL,"
	" week {{int}} NOT NULL,"
	" state {{int}} NOT NULL,"
	" PRIMARY KEY (relationship_id, channel, tool, week)"
	") {{strict}};"

	"CREATE TABLE derived ("
	" relationship_id {{int}} PRIMARY KEY,"
	" maker TEXT NOT NULL," /* version that made it */
	" undated {{int}} NOT NULL"
	") {{strict}};";

/* ---- derived: what the reader of language found ---- */
static const char schema_2[] =
	"CREATE TABLE reading ("
	" relationship_id {{int}} NOT NULL,"
	" event_id {{int}} NOT NULL,"
	" version {{int}} NOT NULL,"    /* number of the reader and its model */
	" own_length {{int}} NOT NULL," /* bytes of the own text above learnt tails */
	" language TEXT NOT NULL,"
	" sentences {{int}} NOT NULL,"
	" defensive {{int}} NOT NULL," /* sums of probabilities, in millionths */
	" supportive {{int}} NOT NULL,"
	" explanations {{int}} NOT NULL," /* sentences */
	" questions {{int}} NOT NULL,"
	" ticks {{int}} NOT NULL,"         /* bits of language/closure.h */
	" parent_event {{int}} NOT NULL,"  /* the message that asked, 0 for none, */
	" parent_length {{int}} NOT NULL," /* and bytes of its own text */
	" asked {{int}} NOT NULL,"         /* questions of that message, and those met */
	" met {{int}} NOT NULL,"
	" words {{int}} NOT NULL,"
	" syllables {{int}} NOT NULL,"
	" PRIMARY KEY (relationship_id, event_id)"
	") {{strict}};"

	/* The sentence of a message that shows a stance best. */
	"CREATE TABLE reading_sentence ("
	" relationship_id {{int}} NOT NULL,"
	" event_id {{int}} NOT NULL,"
	" stance {{int}} NOT NULL,"
	" from_byte {{int}} NOT NULL," /* of the own text */
	" to_byte {{int}} NOT NULL,"
	" probability {{int}} NOT NULL," /* in millionths */
	" category TEXT,"                /* of its heaviest cue */
	" PRIMARY KEY (relationship_id, event_id, stance)"
	") {{strict}};"

	/* Which reader has read all of the present timeline. */
	"CREATE TABLE reading_pass ("
	" relationship_id {{id}} PRIMARY KEY,"
	" version {{int}} NOT NULL"
	") {{strict}};"

	/* The known error of that reader, by language and stance. */
	"CREATE TABLE reading_error ("
	" relationship_id {{int}} NOT NULL,"
	" language TEXT NOT NULL,"
	" stance {{int}} NOT NULL,"
	" right_mean {{int}} NOT NULL," /* in millionths, as are the next three */
	" wrong_mean {{int}} NOT NULL,"
	" right_spread {{int}} NOT NULL,"
	" wrong_spread {{int}} NOT NULL,"
	" n_right {{int}} NOT NULL,"
	" n_wrong {{int}} NOT NULL,"
	" PRIMARY KEY (relationship_id, language, stance)"
	") {{strict}};"

	/* ---- truth: what users said of single texts ---- */
	"CREATE TABLE correction ("
	" id {{id}} PRIMARY KEY,"  /* from the digest of text and language */
	" text TEXT NOT NULL,"     /* the author's own words, folded */
	" language TEXT NOT NULL," /* 'fr', 'en' or '' */
	" original TEXT NOT NULL," /* as given */
	" label {{int}} NOT NULL," /* the stance that the user gave */
	" said {{int}} NOT NULL,"  /* what the shipped model had said */
	" at_ms {{int}} NOT NULL"
	") {{strict}};";

/* ---- what the user gave, to be read again ---- */
static const char schema_3[] = "CREATE TABLE import_root ("
			       " relationship_id {{int}} NOT NULL,"
			       " path TEXT NOT NULL,"
			       " imposed TEXT,"
			       " PRIMARY KEY (relationship_id, path)"
			       ") {{strict}};";

/* ---- how far remote sources were read ---- */
static const char schema_4[] =
	"CREATE TABLE fetch_state ("
	" relationship_id {{int}} NOT NULL,"
	" source_id {{int}} NOT NULL,"
	" path TEXT NOT NULL,"    /* of the source */
	" request TEXT NOT NULL," /* sides, extractor and dates that were asked for */
	" reached TEXT NOT NULL," /* IMAP: UIDVALIDITY and highest UID; Graph: its link */
	" PRIMARY KEY (relationship_id, source_id)"
	") {{strict}};";

/* ---- documents ---- */
static const char schema_5[] =
	"CREATE TABLE document ("
	" relationship_id {{int}} NOT NULL REFERENCES relationship,"
	" event_id {{int}} NOT NULL,"
	" digest {{blob}} NOT NULL,"
	" title TEXT,"
	" format TEXT NOT NULL,"
	" language TEXT NOT NULL,"
	" pages {{int}} NOT NULL," /* 0: unknown */
	" deletions {{int}} NOT NULL,"
	" n_paragraphs {{int}} NOT NULL,"
	" PRIMARY KEY (relationship_id, event_id)"
	") {{strict}};"

	"CREATE TABLE document_paragraph ("
	" relationship_id {{int}} NOT NULL,"
	" event_id {{int}} NOT NULL,"
	" number {{int}} NOT NULL," /* from 1 */
	" page {{int}} NOT NULL,"
	" level {{int}} NOT NULL,"
	" text TEXT NOT NULL,"
	" PRIMARY KEY (relationship_id, event_id, number)"
	") {{strict}};"

	/* ---- derived: what was read in them; enumerations of src/contract ---- */
	"CREATE TABLE proposed_term ("
	" relationship_id {{int}} NOT NULL,"
	" event_id {{int}} NOT NULL,"
	" number {{int}} NOT NULL,"
	" kind {{int}} NOT NULL,"
	" value {{int}} NOT NULL,"
	" form {{int}} NOT NULL,"
	" measure {{int}},"
	" unit {{int}},"
	" amount {{int}}," /* in thousandths; of a day, its number */
	" currency TEXT,"
	" sure {{int}} NOT NULL,"
	" paragraph {{int}} NOT NULL,"
	" page {{int}} NOT NULL,"
	" clause TEXT,"
	" quote TEXT NOT NULL,"
	" PRIMARY KEY (relationship_id, event_id, number)"
	") {{strict}};"

	"CREATE TABLE proposed_commitment ("
	" relationship_id {{int}} NOT NULL,"
	" event_id {{int}} NOT NULL,"
	" number {{int}} NOT NULL,"
	" kind {{int}} NOT NULL,"
	" party {{int}} NOT NULL,"
	" negative {{int}} NOT NULL,"
	" who TEXT,"
	" what TEXT NOT NULL,"
	" subject TEXT,"
	" target {{int}},"
	" target_unit {{int}},"
	" target_amount {{int}},"
	" target_currency TEXT,"
	" delay {{int}},"
	" delay_unit {{int}},"
	" delay_amount {{int}},"
	" delay_currency TEXT,"
	" period {{int}},"
	" period_unit {{int}},"
	" period_amount {{int}},"
	" period_currency TEXT,"
	" sure {{int}} NOT NULL,"
	" paragraph {{int}} NOT NULL,"
	" page {{int}} NOT NULL,"
	" clause TEXT,"
	" quote TEXT NOT NULL,"
	" PRIMARY KEY (relationship_id, event_id, number)"
	") {{strict}};"

	"CREATE TABLE periodic_report ("
	" relationship_id {{int}} NOT NULL,"
	" event_id {{int}} NOT NULL,"
	" series TEXT NOT NULL,"
	" every {{int}} NOT NULL,"
	" first_day {{int}} NOT NULL,"
	" last_day {{int}} NOT NULL,"
	" previous_event {{int}} NOT NULL," /* 0: none before it */
	" resemblance {{int}} NOT NULL,"    /* to it, in millionths */
	" PRIMARY KEY (relationship_id, event_id)"
	") {{strict}};";

/* ---- meetings ---- */
static const char schema_6[] =
	/* Evidence: each version of each instance that a calendar told. */
	"CREATE TABLE meeting ("
	" relationship_id {{int}} NOT NULL REFERENCES relationship,"
	" event_id {{int}} NOT NULL,"
	" digest {{blob}} NOT NULL,"
	" uid TEXT NOT NULL,"
	" instance_ms {{int}},"
	" start_ms {{int}},"
	" end_ms {{int}},"
	" revised_ms {{int}},"
	" sequence {{int}} NOT NULL,"
	" day_only {{int}} NOT NULL,"
	" recurring {{int}} NOT NULL,"
	" exception {{int}} NOT NULL,"
	" onwards {{int}} NOT NULL,"
	" cancelled {{int}} NOT NULL,"
	" planned {{int}} NOT NULL,"
	" answer {{int}} NOT NULL,"
	" title TEXT,"
	" organiser_address TEXT,"
	" organiser_name TEXT,"
	" people TEXT," /* participation TAB address TAB name, one a line */
	" own_text TEXT,"
	" PRIMARY KEY (relationship_id, event_id)"
	") {{strict}};"

	"CREATE INDEX meeting_uid ON meeting (relationship_id, uid);"

	/* Derived: the last version of each. */
	"CREATE TABLE timeline_meeting ("
	" relationship_id {{int}} NOT NULL,"
	" event_id {{int}} NOT NULL,"
	" start_ms {{int}} NOT NULL,"
	" end_ms {{int}} NOT NULL,"
	" kind {{int}} NOT NULL,"
	" series {{int}} NOT NULL," /* of one committee, -1 for none */
	" day_only {{int}} NOT NULL,"
	" cancelled {{int}} NOT NULL,"
	" planned {{int}} NOT NULL,"
	" invited_client {{int}} NOT NULL,"
	" invited_provider {{int}} NOT NULL,"
	" accepted_client {{int}} NOT NULL,"
	" accepted_provider {{int}} NOT NULL,"
	" declined_client {{int}} NOT NULL,"
	" declined_provider {{int}} NOT NULL,"
	" PRIMARY KEY (relationship_id, event_id)"
	") {{strict}};";

/* What is said elsewhere than by mail. */
static const char schema_7[] =
	"ALTER TABLE message ADD COLUMN channel {{int}} NOT NULL DEFAULT 0;"
	"ALTER TABLE message ADD COLUMN conversation TEXT;"
	"ALTER TABLE timeline_message ADD COLUMN channel {{int}} NOT NULL DEFAULT 0;";

/* ---- contracts: evidence, what users typed, and which relationship a provider's name means */
static const char schema_8[] =
	"CREATE TABLE contract ("
	" relationship_id {{int}} NOT NULL REFERENCES relationship,"
	" event_id {{int}} NOT NULL,"
	" digest {{blob}} NOT NULL,"
	" typed {{int}} NOT NULL," /* 1: by the user; 0: of a table, with a place */
	" provider TEXT,"
	" object TEXT,"
	" reference TEXT,"
	" owner TEXT,"
	" clause TEXT,"
	" remark TEXT,"
	" amount {{int}}," /* in thousandths */
	" currency TEXT,"
	" start_day {{int}},"
	" end_day {{int}},"
	" duration TEXT," /* spans as contract/span.h writes them */
	" renewal_duration TEXT,"
	" notice TEXT,"
	" renewal {{int}} NOT NULL," /* enumerations of contract/notice_clock.h */
	" anchor {{int}} NOT NULL,"
	" form {{int}} NOT NULL,"
	" counts {{int}} NOT NULL,"
	" end_counts {{int}} NOT NULL,"
	" warning_days {{int}} NOT NULL,"
	" suspended_from {{int}},"
	" suspended_to {{int}},"
	" terminated {{int}},"
	" PRIMARY KEY (relationship_id, event_id)"
	") {{strict}};"

	"CREATE TABLE contract_amendment ("
	" relationship_id {{int}} NOT NULL,"
	" event_id {{int}} NOT NULL," /* of the contract */
	" number {{int}} NOT NULL,"
	" day {{int}},"
	" end_day {{int}},"
	" duration TEXT,"
	" renewal_duration TEXT,"
	" notice TEXT,"
	" renewal {{int}} NOT NULL,"
	" review_day {{int}},"
	" suspended_from {{int}},"
	" suspended_to {{int}},"
	" terminated {{int}},"
	" amount {{int}},"
	" scope TEXT,"
	" PRIMARY KEY (relationship_id, event_id, number)"
	") {{strict}};"

	"CREATE TABLE contract_link ("
	" relationship_id {{int}} NOT NULL REFERENCES relationship,"
	" provider TEXT NOT NULL," /* as ingest/contracts.h folds it */
	" PRIMARY KEY (relationship_id, provider)"
	") {{strict}};";

/* Pages of documents that were pictures. */
static const char schema_9[] = "ALTER TABLE document ADD COLUMN scans TEXT;";

/* ---- people ---- */
static const char schema_10[] =
	/* Truth: what users said of two addresses, or of the side of one, a domain or a house.
	 */
	"CREATE TABLE people_correction ("
	" relationship_id {{int}} NOT NULL,"
	" first TEXT NOT NULL,"
	" second TEXT NOT NULL,"  /* the later in the alphabet; '' for a side */
	" says {{int}} NOT NULL," /* enum people_word */
	" at_ms {{int}} NOT NULL,"
	" PRIMARY KEY (relationship_id, first, second)"
	") {{strict}};"

	/* Derived: what they could settle. */
	"CREATE TABLE people_doubt ("
	" relationship_id {{int}} NOT NULL,"
	" number {{int}} NOT NULL," /* the surest first */
	" kind {{int}} NOT NULL,"   /* enum doubt_kind */
	" first TEXT NOT NULL,"
	" second TEXT,"
	" side {{int}} NOT NULL,"
	" n {{int}} NOT NULL,"
	" of_n {{int}} NOT NULL,"
	" from_ms {{int}},"
	" to_ms {{int}},"
	" PRIMARY KEY (relationship_id, number)"
	") {{strict}};";

/* Reports that are documents or mail, and what each says that the one before did not. */
static const char schema_reports[] =
	"ALTER TABLE periodic_report ADD COLUMN kind {{int}} NOT NULL DEFAULT 3;"
	"ALTER TABLE periodic_report ADD COLUMN side {{int}} NOT NULL DEFAULT 2;"
	"ALTER TABLE periodic_report ADD COLUMN at_ms {{int}} NOT NULL DEFAULT 0;"
	"ALTER TABLE periodic_report ADD COLUMN shared {{int}} NOT NULL DEFAULT 0;"
	"ALTER TABLE periodic_report ADD COLUMN figures {{int}} NOT NULL DEFAULT 0;"
	"ALTER TABLE periodic_report ADD COLUMN unmoved {{int}} NOT NULL DEFAULT 0;"
	"ALTER TABLE periodic_report ADD COLUMN shows TEXT;"
	/* Sentences that propose something, of a message. */
	"ALTER TABLE reading ADD COLUMN proposals {{int}} NOT NULL DEFAULT 0;";

static const char schema_ledger[] =
	/* Truth: what users, or their tables, say is expected and promised. */
	"CREATE TABLE ledger_item ("
	" relationship_id {{int}} NOT NULL,"
	" event_id {{int}} NOT NULL,"
	" kind {{int}} NOT NULL,"       /* enum ledger_kind */
	" side {{int}} NOT NULL,"       /* enum side */
	" stated {{int}} NOT NULL,"     /* enum ledger_stated */
	" importance {{int}} NOT NULL," /* 0: nobody said */
	" since {{int}},"
	" broken {{int}},"
	" area TEXT,"
	" words TEXT NOT NULL,"
	" source TEXT,"
	" clause TEXT,"
	" measure TEXT,"
	" target TEXT,"
	" period TEXT,"
	" page TEXT,"
	" evidence TEXT,"
	" PRIMARY KEY (relationship_id, event_id)"
	") {{strict}};"

	/* ... which of them go together, and which do not. */
	"CREATE TABLE ledger_pair ("
	" relationship_id {{int}} NOT NULL,"
	" expectation {{int}} NOT NULL,"
	" commitment {{int}} NOT NULL,"
	" confirmed {{int}} NOT NULL,"
	" PRIMARY KEY (relationship_id, expectation, commitment)"
	") {{strict}};"

	/* ... and which proposals were answered: not asked again. */
	"CREATE TABLE ledger_answer ("
	" relationship_id {{int}} NOT NULL,"
	" event_id {{int}} NOT NULL,"
	" accepted {{int}} NOT NULL,"
	" PRIMARY KEY (relationship_id, event_id)"
	") {{strict}};";

/* Sentences of a message that say or ask whose it is to do, that complain, that confirm. */
static const char schema_grievances[] =
	"ALTER TABLE reading ADD COLUMN disputes {{int}} NOT NULL DEFAULT 0;"
	"ALTER TABLE reading ADD COLUMN complaints {{int}} NOT NULL DEFAULT 0;"
	"ALTER TABLE reading ADD COLUMN confirmations {{int}} NOT NULL DEFAULT 0;"
	/* The longest time without a step by whoever works on it; of what its history tells. */
	"ALTER TABLE ticket ADD COLUMN gap_from_ms {{int}};"
	"ALTER TABLE ticket ADD COLUMN gap_to_ms {{int}};";

static const char schema_actions[] =
	/* Truth: what users, or their minutes, say is to be done and decided. */
	"CREATE TABLE action ("
	" relationship_id {{int}} NOT NULL,"
	" event_id {{int}} NOT NULL,"
	" kind {{int}} NOT NULL,"  /* enum action_kind */
	" side {{int}} NOT NULL,"  /* enum side */
	" state {{int}} NOT NULL," /* enum action_state */
	" asked {{int}},"
	" due {{int}},"
	" ended {{int}},"
	" words TEXT NOT NULL,"
	" owner TEXT,"
	" source TEXT,"
	" PRIMARY KEY (relationship_id, event_id)"
	") {{strict}};";

/* The ticket that this one repeats. */
static const char schema_repeats[] = "ALTER TABLE ticket ADD COLUMN repeats {{int}};";

static const char schema_responsibilities[] =
	/* Truth: who does what, from when on (store/responsibilities.h). */
	"CREATE TABLE responsibility ("
	" relationship_id {{int}} NOT NULL,"
	" activity TEXT NOT NULL,"
	" since {{int}} NOT NULL," /* RACI_ALWAYS: it has always held */
	" applies {{int}} NOT NULL,"
	" clause TEXT,"
	" cells TEXT NOT NULL," /* one a line: side TAB role TAB letters */
	" PRIMARY KEY (relationship_id, activity, since)"
	") {{strict}};"

	/* ... and what a ticket or a message is about by the user's word; NULL: nothing. */
	"CREATE TABLE activity_tie ("
	" relationship_id {{int}} NOT NULL,"
	" kind {{int}} NOT NULL," /* enum event_kind */
	" event_id {{int}} NOT NULL,"
	" activity TEXT,"
	" PRIMARY KEY (relationship_id, kind, event_id)"
	") {{strict}};"

	/* The activity that a title, a subject, a disputing sentence names; 0: none. */
	"ALTER TABLE ticket ADD COLUMN activity {{int}} NOT NULL DEFAULT 0;"
	"ALTER TABLE timeline_message ADD COLUMN activity {{int}} NOT NULL DEFAULT 0;"
	"ALTER TABLE reading ADD COLUMN activity {{int}} NOT NULL DEFAULT 0;";

static const char schema_survey[] =
	/* Truth: rounds of the questionnaire. The salt, by which the sheets of a table are
	 * known again, goes when the round is closed. */
	"CREATE TABLE survey_round ("
	" relationship_id {{int}} NOT NULL,"
	" event_id {{int}} NOT NULL,"
	" name TEXT NOT NULL,"
	" opens {{int}} NOT NULL," /* days, both included */
	" ends {{int}} NOT NULL,"
	" closed {{int}},"
	" salt {{blob}},"
	" PRIMARY KEY (relationship_id, event_id)"
	") {{strict}};"
	/* Private links: the digest of the token alone. Nothing leads from here to a sheet. */
	"CREATE TABLE survey_link ("
	" relationship_id {{int}} NOT NULL,"
	" link_id {{int}} NOT NULL,"
	" round_id {{int}} NOT NULL,"
	" token_digest {{blob}} NOT NULL,"
	" side {{int}} NOT NULL," /* enum side */
	" role {{int}} NOT NULL," /* enum survey_role */
	" expires {{int}} NOT NULL,"
	" state {{int}} NOT NULL," /* enum survey_link_state */
	" PRIMARY KEY (relationship_id, link_id)"
	") {{strict}};"
	/* Answers by side and role. */
	"CREATE TABLE survey_sheet ("
	" relationship_id {{int}} NOT NULL,"
	" round_id {{int}} NOT NULL,"
	" sheet_id {{int}} NOT NULL,"
	" side {{int}} NOT NULL,"
	" role {{int}} NOT NULL,"
	" PRIMARY KEY (relationship_id, round_id, sheet_id)"
	") {{strict}};"
	"CREATE TABLE survey_answer ("
	" relationship_id {{int}} NOT NULL,"
	" round_id {{int}} NOT NULL,"
	" sheet_id {{int}} NOT NULL,"
	" item TEXT NOT NULL," /* of data/survey/items.tsv */
	" part TEXT NOT NULL,"
	" value {{int}} NOT NULL,"
	" PRIMARY KEY (relationship_id, round_id, sheet_id, item, part)"
	") {{strict}};"
	/* Open lines, by side: they belong to no sheet. */
	"CREATE TABLE survey_words ("
	" relationship_id {{int}} NOT NULL,"
	" round_id {{int}} NOT NULL,"
	" words_id {{int}} NOT NULL,"
	" side {{int}} NOT NULL,"
	" item TEXT NOT NULL,"
	" words TEXT NOT NULL,"
	" PRIMARY KEY (relationship_id, round_id, words_id)"
	") {{strict}};";

static const char schema_steering[] =
	/* Persons that a message brings into its thread, and whether one is of the management.
	 */
	"ALTER TABLE timeline_message ADD COLUMN n_added {{int}} NOT NULL DEFAULT 0;"
	"ALTER TABLE timeline_message ADD COLUMN raised {{int}} NOT NULL DEFAULT 0;"
	/* Sentences of a message that give notice, or call on law or hierarchy. */
	"ALTER TABLE reading ADD COLUMN formalities {{int}} NOT NULL DEFAULT 0;"
	/* Function words of each class (language/style.h), a number each. */
	"ALTER TABLE reading ADD COLUMN style TEXT;";

/* Step i leads from version i to i + 1. */
static const char *const migrations[SCHEMA_VERSION] = {
	schema_1,          schema_2,       schema_3,       schema_4,
	schema_5,          schema_6,       schema_7,       schema_8,
	schema_9,          schema_10,      schema_reports, schema_ledger,
	schema_grievances, schema_actions, schema_repeats, schema_responsibilities,
	schema_survey,     schema_steering};

static bool migrate_step(struct db *db, gint64 version, GError **error)
{
	if (!db_begin(db, error))
		return false;
	/* Another process may have been here first. */
	if ((db_schema_version(db) > version ||
	     (db_execute(db, migrations[version], error) &&
	      db_set_schema_version(db, version + 1, error))) &&
	    db_commit(db, error))
		return true;
	db_rollback(db);
	return false;
}

bool schema_prepare(struct db *db, GError **error)
{
	gint64 version = db_schema_version(db);

	if (version > SCHEMA_VERSION) {
		g_set_error(
			error, ENTENTE_ERROR, ENTENTE_ERROR_STORE,
			"the store has schema %" G_GINT64_FORMAT
			", written by a newer entente (this one knows %d): update the program",
			version, SCHEMA_VERSION);
		return false;
	}
	for (; version < SCHEMA_VERSION; version++)
		if (!migrate_step(db, version, error))
			return false;
	return true;
}
