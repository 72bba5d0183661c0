/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is encoded decodes to the same: the decoders here are the oracle, written for the test.
 */
#include "stories/mime.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "stories/civil.h"
#include "stories/quoting.h"

static GString *decode_quoted(const char *text, char space)
{
	GString *out = g_string_new(NULL);

	for (const char *at = text; *at != '\0'; at++) {
		if (*at == '=' && at[1] == '\n') {
			at++;
		} else if (*at == '=') {
			g_string_append_c(out, (char)(g_ascii_xdigit_value(at[1]) * 16 +
						      g_ascii_xdigit_value(at[2])));
			at += 2;
		} else {
			g_string_append_c(out, *at == '_' ? space : *at);
		}
	}
	return out;
}

static void test_quoted_printable(void **state)
{
	static const char long_line[] =
		"une ligne longue, longue, longue, longue, longue, longue, longue, longue, "
		"longue, éèàùôîç\n";
	static const char *const texts[] = {
		"", "plain\n", "fin de ligne \net tab\t\n", "égal = à\n", long_line,
	};

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *encoded = mime_quoted_printable(texts[i], strlen(texts[i]));
		g_auto(GStrv) lines = g_strsplit(encoded, "\n", -1);
		g_autoptr(GString) decoded = decode_quoted(encoded, '_');

		assert_string_equal(decoded->str, texts[i]);
		for (guint line = 0; lines[line] != NULL; line++) {
			assert_true(strlen(lines[line]) <= 76);
			assert_true(g_str_is_ascii(lines[line]));
			assert_false(g_str_has_suffix(lines[line], " "));
		}
	}
}

static void test_base64(void **state)
{
	guint8 bytes[200];
	g_autofree char *encoded = NULL;
	g_autofree guchar *decoded = NULL;
	gsize length;

	for (guint i = 0; i < sizeof(bytes); i++)
		bytes[i] = (guint8)(i * 7);
	encoded = mime_base64(bytes, sizeof(bytes));
	decoded = g_base64_decode(encoded, &length);
	assert_int_equal(length, sizeof(bytes));
	assert_memory_equal(decoded, bytes, sizeof(bytes));
}

/* Joins the encoded words of a header, as RFC 2047 asks, and converts them back. */
static char *decode_header(const char *header, const char *charset)
{
	g_autoptr(GString) joined = g_string_new(NULL);
	g_auto(GStrv) words = g_strsplit(header, "\n ", -1);

	for (guint i = 0; words[i] != NULL; i++) {
		const char *body = strstr(words[i], "?Q?") + 3;
		g_autofree char *inner = g_strndup(body, strlen(body) - 2);
		g_autoptr(GString) decoded = decode_quoted(inner, ' ');

		assert_true(strlen(words[i]) <= 75);
		g_string_append(joined, decoded->str);
	}
	return g_convert(joined->str, (gssize)joined->len, "UTF-8", charset, NULL, NULL, NULL);
}

static void test_header_words(void **state)
{
	static const char *const charsets[] = {"utf-8", "iso-8859-1", "windows-1252"};
	static const char subject[] = "Départ de Zoé : préparer l'été, déplacer la boîte et "
				      "prévenir les équipes à l'étage (très urgent)";

	for (guint i = 0; i < G_N_ELEMENTS(charsets); i++) {
		g_autofree char *header = mime_header_text(subject, charsets[i]);
		g_autofree char *decoded = decode_header(header, charsets[i]);

		assert_string_equal(decoded, subject);
	}
}

static void test_charset_that_cannot_hold_it(void **state)
{
	const char *charset = "iso-8859-1";
	gsize length;
	g_autofree char *bytes = mime_convert("12 €", &charset, &length);

	assert_string_equal(charset, "utf-8");
	assert_string_equal(bytes, "12 €");
	charset = "windows-1252";
	g_free(bytes);
	bytes = mime_convert("12 €", &charset, &length);
	assert_string_equal(charset, "windows-1252");
	assert_int_equal(length, 4);
}

static void test_mboxrd(void **state)
{
	g_autoptr(GString) mbox = g_string_new(NULL);

	mime_append_mboxrd(mbox, "A: b\n\nFrom here\n>From there\nfrom\n");
	assert_string_equal(mbox->str, "A: b\n\n>From here\n>>From there\nfrom\n\n");
}

static void test_dates(void **state)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("Europe/Paris");
	gint64 at = G_GINT64_CONSTANT(1741000323000); /* 2025-03-03T11:12:03Z */
	g_autofree char *mail = civil_rfc5322(at, zone);
	g_autofree char *from = civil_from_line(at);
	g_autofree char *glpi = civil_glpi(at, zone);
	g_autofree char *jira = civil_jira(at, zone);

	assert_string_equal(mail, "Mon, 03 Mar 2025 12:12:03 +0100");
	assert_string_equal(from, "Mon Mar  3 11:12:03 2025");
	assert_string_equal(glpi, "03-03-2025 12:12");
	assert_string_equal(jira, "03/Mar/25 12:12");
}

static void test_quoting(void **state)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("Europe/Paris");
	struct quoted_mail quoted = {"Zoé Nivet",
				     "zoe@b.example",
				     "Ali",
				     "ali@a.example",
				     "VPN",
				     "Bonjour\n> ancien",
				     G_GINT64_CONSTANT(1741000323000)};
	g_autofree char *outlook =
		quoting_attribution(&quoted, MAILER_OUTLOOK, "fr", false, zone);
	g_autofree char *gmail = quoting_attribution(&quoted, MAILER_GMAIL, "en", false, zone);
	g_autofree char *marked = quoting_text(&quoted, MAILER_GMAIL, false);
	g_autofree char *bare = quoting_text(&quoted, MAILER_OUTLOOK, false);

	assert_non_null(strstr(outlook, "Envoyé : lundi 3 mars 2025 12:12\n"));
	assert_string_equal(gmail, "On Mon, Mar 3, 2025 at 12:12 PM Zoé Nivet "
				   "<zoe@b.example>\nwrote:\n\n");
	assert_string_equal(marked, "> Bonjour\n>> ancien\n");
	assert_string_equal(bare, "Bonjour\n> ancien\n");
}

static void test_wrap(void **state)
{
	g_autofree char *wrapped = quoting_wrap("un deux trois ?\n> un deux trois", 9);

	assert_string_equal(wrapped, "un deux\ntrois ?\n> un deux trois");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_quoted_printable),
		cmocka_unit_test(test_base64),
		cmocka_unit_test(test_header_words),
		cmocka_unit_test(test_charset_that_cannot_hold_it),
		cmocka_unit_test(test_mboxrd),
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_quoting),
		cmocka_unit_test(test_wrap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
