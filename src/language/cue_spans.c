/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where a pattern occurs: PCRE2, just-in-time compiled where the system allows it, on the few
 * patterns that the database found. Its work on one starting place is bounded, so that no text
 * and no pattern can make it explode; what exceeds the bound is no match. */
#include "language/cues-internal.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* Two gaps of 60 bytes and a few words between need some ten thousand steps at most. */
#define MATCH_STEPS     100000
#define JIT_STACK_LEAST (32 << 10)
#define JIT_STACK_MOST  (512 << 10)

struct cue_expressions {
	const struct cue_table *table;
	pcre2_code **codes;
};

struct cue_matcher {
	pcre2_match_data *data;
	pcre2_match_context *context;
	pcre2_jit_stack *stack;
};

struct cue_expressions *cue_expressions_new(const struct cue_table *table)
{
	struct cue_expressions *expressions = g_new0(struct cue_expressions, 1);

	expressions->table = table;
	expressions->codes = g_new0(pcre2_code *, table->count);
	return expressions;
}

void cue_expressions_free(struct cue_expressions *expressions)
{
	if (expressions == NULL)
		return;
	for (guint i = 0; i < expressions->table->count; i++)
		pcre2_code_free(expressions->codes[i]);
	g_free(expressions->codes);
	g_free(expressions);
}

static pcre2_code *compile(const char *expression)
{
	pcre2_code *code;
	PCRE2_SIZE at;
	int problem;

	code = pcre2_compile((PCRE2_SPTR)expression, PCRE2_ZERO_TERMINATED,
			     PCRE2_DOTALL | PCRE2_NEVER_UTF | PCRE2_NEVER_UCP |
				     PCRE2_NO_AUTO_CAPTURE,
			     &problem, &at, NULL);
	if (code == NULL)
		g_error("a pattern of the cues does not compile: %s", expression);
	/* Without it the same matches are found, only later. */
	pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
	return code;
}

/* Most runs meet a tenth of the patterns: each is compiled when it is first met. */
static const pcre2_code *code_of(struct cue_expressions *expressions, guint pattern)
{
	pcre2_code **code = &expressions->codes[pattern];

	if (g_once_init_enter(code))
		g_once_init_leave(code,
				  compile(expressions->table->patterns[pattern].expression));
	return *code;
}

struct cue_matcher *cue_matcher_new(void)
{
	struct cue_matcher *matcher = g_new0(struct cue_matcher, 1);

	matcher->data = pcre2_match_data_create(1, NULL);
	matcher->context = pcre2_match_context_create(NULL);
	matcher->stack = pcre2_jit_stack_create(JIT_STACK_LEAST, JIT_STACK_MOST, NULL);
	pcre2_set_match_limit(matcher->context, MATCH_STEPS);
	pcre2_jit_stack_assign(matcher->context, NULL, matcher->stack);
	return matcher;
}

void cue_matcher_free(struct cue_matcher *matcher)
{
	if (matcher == NULL)
		return;
	pcre2_match_data_free(matcher->data);
	pcre2_match_context_free(matcher->context);
	pcre2_jit_stack_free(matcher->stack);
	g_free(matcher);
}

bool cue_matcher_next(struct cue_matcher *matcher, struct cue_expressions *expressions,
		      guint pattern, const char *text, gsize length, gsize start, gsize *from,
		      gsize *to)
{
	const pcre2_code *code = code_of(expressions, pattern);
	const PCRE2_SIZE *ends;

	if (pcre2_match(code, (PCRE2_SPTR)text, length, start, PCRE2_NOTEMPTY, matcher->data,
			matcher->context) < 0)
		return false;
	ends = pcre2_get_ovector_pointer(matcher->data);
	*from = ends[0];
	*to = ends[1];
	return true;
}
