/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Every reader of a text against any bytes: own text is valid, within its bound and made of no
 * more than the body; clean text cleaned again is the same; a base subject is its own base. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "text/own_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void demand(bool held)
{
	if (!held)
		abort();
}

static void read_body(const char *body)
{
	gsize cut = 0, length = strlen(body);
	g_autofree char *own = own_text_extract(body, length, &cut);

	if (own == NULL)
		return;
	demand(*own != '\0' && strlen(own) <= LIMIT_OWN_TEXT);
	demand(g_utf8_validate(own, -1, NULL));
	own_text_language(own);
	own_text_asks(own, own_text_language(own));
	own_text_novelty(own);
}

static void read_subject(const char *subject)
{
	g_autofree char *base = own_text_base_subject(subject);
	g_autofree char *again = own_text_base_subject(base);
	g_autofree char *key = own_text_ticket_key(subject);

	demand(g_str_equal(base, again));
	demand(key == NULL || *key != '\0');
	own_text_marked_personal(subject, subject);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	const char *text = (const char *)bytes;
	g_autofree char *clean = own_text_clean_utf8(text, length);
	g_autofree char *twice = own_text_clean_utf8(clean, strlen(clean));
	g_autofree char *raw_html = own_text_from_html(text, length);
	g_autofree char *html = own_text_from_html(clean, strlen(clean));
	gsize cut;

	demand(g_str_equal(clean, twice) && g_utf8_validate(clean, -1, NULL));
	demand(g_utf8_validate(html, -1, NULL));
	g_free(own_text_extract(text, length, &cut));
	g_free(own_text_extract(raw_html, strlen(raw_html), &cut));
	read_body(clean);
	read_body(html);
	read_subject(clean);
	return 0;
}
