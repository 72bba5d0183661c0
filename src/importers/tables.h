/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Importers of delimited tables, and the kinds of file that are recognised without being read
 * yet. The rows of importers/list.c; most specific first: what Outlook or Exchange wrote before
 * facts, facts before tickets. */
#pragma once

#include "importers/importer.h"

extern const struct importer importer_mail_table;    /* Outlook CSV without dates: named */
extern const struct importer importer_outlook_csv;   /* ... with dates */
extern const struct importer importer_message_trace; /* Exchange Online: headers only */
extern const struct importer importer_facts_csv;     /* date, fact, value */
extern const struct importer importer_contracts;     /* contracts, kept by hand */
extern const struct importer importer_ledger;        /* expectations and commitments */
extern const struct importer importer_raci;          /* grid of responsibilities */
extern const struct importer importer_actions;       /* actions and decisions of minutes */
extern const struct importer importer_answers;       /* answers to the questionnaire */
extern const struct importer importer_answers_json;  /* the same, as JSON */
extern const struct importer importer_ledger_json;   /* the same, as it is exported */
extern const struct importer importer_csv_tickets;   /* ticket tables by data/mappings */
extern const struct importer importer_json_tickets;  /* exports and answers of REST APIs */
extern const struct importer importer_xes_tickets;   /* event logs of process mining */
extern const struct importer importer_outlook_store; /* PST, OST: turned into mailboxes */
extern const struct importer importer_spreadsheet;   /* XLS, SLK, workbooks of no use: named */
extern const struct importer importer_document;      /* DOC, RTF, locked files: named */
extern const struct importer importer_archive;       /* zip, tar, 7z: its members */
extern const struct importer importer_other_archive; /* RAR: named */

/* In what is said of a table that no mapping knows, so that it can be told from other trouble.
 */
#define TABLES_MEND "`entente mapping guess FILE --save NAME`"

/* What can be said of a table that no importer knows: its columns and how to write a mapping.
 * Caller owns; NULL when the bytes are no table. */
char *tables_explain_unknown(const struct import_probe *probe);
