/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Cues of any text in both languages: in order, within the text, whole characters, and each
 * span is what a pattern of its category and weight matches there once the masks are blank. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "language/cues-internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static const char *const languages[] = {"fr", "en"};

static void demand(bool held)
{
	if (!held)
		abort();
}

struct check {
	const char *text;
	gsize length;
	const struct folded *folded;
	struct cue_matcher *matcher;
	char *unmasked; /* folded */
};

static void blank(struct check *check, const struct cue_lexicon *lexicon, guint pattern)
{
	gsize from, to = 0;

	while (cue_matcher_next(check->matcher, lexicon->expressions, pattern,
				check->folded->text, check->folded->length, to, &from, &to))
		memset(check->unmasked + from, 1, to - from);
}

static void blank_masks(struct check *check)
{
	check->unmasked = g_strndup(check->folded->text, check->folded->length);
	for (gsize i = 0; i < G_N_ELEMENTS(languages); i++) {
		const struct cue_lexicon *lexicon = cue_lexicon_get(languages[i]);

		for (guint p = 0; p < lexicon->table->count; p++)
			if (lexicon->table->patterns[p].category == CUE_CONTEXT)
				blank(check, lexicon, p);
	}
}

/* Does the pattern, from a folded byte that stands for the cue's first character, end with it?
 */
static bool matches(const struct check *check, const struct cue_lexicon *lexicon, guint pattern,
		    const struct cue *cue, gsize at)
{
	const char *text = cue->category == CUE_CONTEXT ? check->folded->text : check->unmasked;
	gsize from, to, original_from, original_to;

	if (!cue_matcher_next(check->matcher, lexicon->expressions, pattern, text,
			      check->folded->length, at, &from, &to))
		return false;
	folded_span(check->folded, from, to, &original_from, &original_to);
	return from == at && original_from == cue->from && original_to == cue->to;
}

static bool named_at(const struct check *check, const struct cue *cue, gsize at)
{
	for (gsize i = 0; i < G_N_ELEMENTS(languages); i++) {
		const struct cue_lexicon *lexicon = cue_lexicon_get(languages[i]);

		for (guint p = 0; p < lexicon->table->count; p++)
			if (lexicon->table->patterns[p].category == cue->category &&
			    lexicon->table->patterns[p].weight == cue->weight &&
			    matches(check, lexicon, p, cue, at))
				return true;
	}
	return false;
}

static bool named(const struct check *check, const struct cue *cue)
{
	for (gsize at = 0; at < check->folded->length; at++)
		if (check->folded->origin[at] == cue->from && named_at(check, cue, at))
			return true;
	return false;
}

static void check_cues(const struct check *check, const GArray *cues)
{
	gsize last = 0;

	for (guint i = 0; i < cues->len; i++) {
		const struct cue *cue = &g_array_index(cues, struct cue, i);

		demand(cue->from >= last && cue->from < cue->to && cue->to <= check->length);
		demand(g_utf8_validate(check->text + cue->from, (gssize)(cue->to - cue->from),
				       NULL));
		demand(cue->category < n_cue_categories && named(check, cue));
		last = cue->from;
	}
	cue_vote((const struct cue *)(const void *)cues->data, cues->len);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	g_autofree char *text = g_utf8_make_valid((const char *)bytes, (gssize)length);
	g_autoptr(GArray) cues = g_array_new(FALSE, FALSE, sizeof(struct cue));
	struct cue_scanner *scanner = cue_scanner_new();
	struct folded folded = {0};
	struct check check = {text, strlen(text), &folded, cue_matcher_new(), NULL};

	folded_make(text, check.length, &folded);
	cue_scan(scanner, &folded, "", cues);
	blank_masks(&check);
	check_cues(&check, cues);
	g_free(check.unmasked);
	cue_matcher_free(check.matcher);
	folded_clear(&folded);
	cue_scanner_free(scanner);
	return 0;
}
