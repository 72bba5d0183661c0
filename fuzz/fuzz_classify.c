/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A text as a filter gets it, with and without its line ends: probabilities sum to one, cues
 * are in order, within the text and on whole characters; a text whose label was given has it.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "language/adjust.h"
#include "language/passage.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void demand(bool held)
{
	if (!held)
		abort();
}

static void check_cues(const char *text, const GArray *cues)
{
	gsize last = 0, length = strlen(text);

	for (guint i = 0; i < cues->len; i++) {
		const struct cue *cue = &g_array_index(cues, struct cue, i);

		demand(cue->from >= last && cue->from < cue->to && cue->to <= length);
		demand(g_utf8_validate(text + cue->from, (gssize)(cue->to - cue->from), NULL));
		last = cue->from;
	}
}

static void check(const struct language_model *model, const char *text, bool given)
{
	struct passage_reader *reader = passage_reader_new(model);
	struct passage passage;
	double sum = 0;

	passage_read(reader, text, "", &passage);
	for (guint k = 0; k < STANCE_COUNT; k++) {
		demand(passage.probability[k] >= 0);
		demand(passage.probability[k] <= passage.probability[passage.stance] ||
		       (k == STANCE_DEFENSIVE &&
			passage.probability[k] < STANCE_DEFENSIVE_LEAST));
		sum += passage.probability[k];
	}
	demand(sum > 1 - 1e-9 && sum < 1 + 1e-9);
	demand(passage.given == (given && !passage.empty));
	demand(!passage.given || passage.stance == STANCE_SUPPORTIVE);
	check_cues(text, passage.cues);
	passage_reader_free(reader);
}

static void check_given(const char *text)
{
	g_autofree char *key = passage_key(text);
	const struct labelled_text label = {key, "", STANCE_SUPPORTIVE};
	struct language_model *model =
		language_model_adjusted(language_model_shipped(), &label, 1);

	check(model, text, true);
	language_model_free(model);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	g_autofree char *text = g_utf8_make_valid((const char *)bytes, (gssize)length);
	g_autofree char *lines = passage_with_line_ends(text);

	demand(strlen(text) == strlen(lines));
	check(language_model_shipped(), text, false);
	check(language_model_shipped(), lines, false);
	check_given(lines);
	return 0;
}
