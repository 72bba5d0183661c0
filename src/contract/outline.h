/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The order of a contract: which clause and heading each paragraph stands under, and whether
 * it is among the definitions or the recitals. Numbers are read as they are written ("Article
 * 12", "12.3", "§ 4", "(b)"); headings without a level of their own are told by their shape. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "contract/paragraph.h"

#define OUTLINE_HEADING 100 /* characters of a heading at most */

enum outline_zone { ZONE_BODY, ZONE_DEFINITIONS, ZONE_RECITALS };

struct outline_place {
	const char *label;   /* "12.3", "Section 3 (b)"; NULL: no number before it */
	const char *heading; /* nearest above it or its own, without the number; NULL: none */
	enum outline_zone zone;
	bool is_heading; /* the paragraph is one and says nothing else */
	bool is_item;    /* of a list: goes on with what stands above it */
};

struct outline;

/* The outline borrows the paragraphs. Caller owns. */
struct outline *outline_new(const struct document_paragraph *paragraphs, guint count);
void outline_free(struct outline *outline);
typedef struct outline outline_auto;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(outline_auto, outline_free)

const struct outline_place *outline_at(const struct outline *outline, guint paragraph);
/* The label, else the heading, cut. Caller owns; NULL when neither is. */
char *outline_clause(const struct outline *outline, guint paragraph);
