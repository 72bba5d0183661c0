/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Every bound on outside input, in one place. Sizes are bytes unless the name says otherwise.
 */
#pragma once

#define LIMIT_MESSAGE_SIZE    (64u << 20) /* one mail with attachments; larger is rejected */
#define LIMIT_MIME_PARTS      1000u       /* parts looked at in one mail; the rest is skipped */
#define LIMIT_MIME_DEPTH      32u         /* nesting of multiparts */
#define LIMIT_HEADER_FIELD    (64u << 10) /* one header value, decoded */
#define LIMIT_SUBJECT         2000u       /* subject kept, decoded */
#define LIMIT_ADDRESSES       1000u       /* recipients kept of one mail */
#define LIMIT_REFERENCES      200u        /* References kept of one mail, the newest */
#define LIMIT_OWN_TEXT        (256u << 10) /* own text kept of one mail */
#define LIMIT_MAIL_TEXT       (1u << 20)   /* encoded text looked at in one part of a mail */
#define LIMIT_TEXT_LINES      400000u      /* lines of one body that are looked at */
#define LIMIT_HTML_TEXT       (4u << 20)   /* text made from one HTML part */
#define LIMIT_LINE            (1u << 20)   /* one line of text that is looked at */
#define LIMIT_CSV_FIELD       (1u << 20)   /* one cell */
#define LIMIT_CSV_COLUMNS     1000u        /* columns of a table */
#define LIMIT_CSV_ROW         (8u << 20)   /* one row with its cells */
#define LIMIT_JSON_ITEM       (4u << 20)   /* one item of a JSON list */
#define LIMIT_TICKET_TEXT     (256u << 10) /* texts kept of one ticket row */
#define LIMIT_DOCUMENT_TEXT   (8u << 20)   /* text kept of one document */
#define LIMIT_PARAGRAPHS      60000u       /* kept of one document */
#define LIMIT_PARAGRAPH       (32u << 10)  /* text kept of one paragraph */
#define LIMIT_PAGES           20000u       /* of one document that are counted */
#define LIMIT_ARCHIVE_MEMBERS 1000000u     /* members of one archive */
#define LIMIT_ARCHIVE_DEPTH   3u           /* archives within archives */
#define LIMIT_UNPACKED_FREE   (256u << 20) /* what anything packed may expand to, and beyond */
#define LIMIT_UNPACKED_RATIO  250u         /* how many times its packed size */
#define LIMIT_DOCUMENT_SIZE   (64u << 20)  /* text of one document */
#define LIMIT_FOLDER_DEPTH    64u          /* folders below a path given by the user */
#define LIMIT_RECORD          (16u << 20)  /* one record on its way from a worker */
#define LIMIT_READER_DEATHS   100u         /* workers that may die over one file */
#define LIMIT_REJECTED_LISTED 1000u        /* rejected records listed; their count is exact */
#define LIMIT_EXCERPT         160u         /* characters of a message quoted as evidence */
#define LIMIT_SHEETS          200u         /* of one workbook that are looked at */
#define LIMIT_SHEET_STYLES    65536u       /* cell styles of a workbook that are known */
#define LIMIT_SHEET_REPEATS   1000u        /* rows that one row of an ODS sheet stands for */
#define LIMIT_SHARED_TEXTS    (64u << 20)  /* texts that the cells of a workbook share */
#define LIMIT_SHARED_COUNT    4000000u     /* how many of them */
