/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Dates of mail: the shapes that exist, and agreement with GMime on the dates of a real
 * archive. */
#include "reading.h"

#include <gmime/gmime.h>

#include "importers/header.h"
#include "importers/mail_date.h"

static bool parse(const char *text, struct mail_date *date)
{
	return mail_date_parse(text, strlen(text), date);
}

static void test_shapes(void **state)
{
	static const struct {
		const char *text;
		gint64 seconds;
		gint16 offset;
		bool repaired;
	} cases[] = {
		{"Mon, 05 Feb 2001 21:36:33 +0100", 981405393, 60, false},
		{" Mon,5 Feb 2001 21:36:33 +01:00 (CET)", 981405393, 60, false},
		{"5 Feb 2001 20:36:33 GMT", 981405393, 0, false},
		{"Mon Feb  5 20:36:33 2001", 981405393, 0, true},
		{"Mon Feb  5 21:36:33 CET 2001", 981405393, 60, false},
		{"Mon, 05 Feb 2001 15:36:33 EST", 981405393, -300, false},
		{"Mon, 05 Feb 01 20:36:33 UT", 981405393, 0, false},
		{"05-Feb-2001 20:36:33 +0000", 981405393, 0, false},
		{"Monday, 05 February 2001 20:36:33 Z", 981405393, 0, false},
		{"Mon, 05 Feb 2001 20:36:33 +9999", 981405393, 0, true},
		{"Mon, 05 Feb 2001 20:36:33 +1460", 981405393, 0, true},
		{"Mon, 05 Feb 2001 20:36:33 XYZ", 981405393, 0, true},
		{"Mon, 05 Feb 2001 20:36:33 +1", 981405393, 0, true},
		{"Thu, 29 Feb 2024 12:00:60 +0000", 1709208059, 0, false},
		{"Mon, 05 Feb 2001 20:36 +0000", 981405360, 0, false},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct mail_date date;

		if (!parse(cases[i].text, &date) || date.ms != cases[i].seconds * 1000 ||
		    date.offset_minutes != cases[i].offset ||
		    date.repaired != cases[i].repaired)
			fail_msg("%s: %" G_GINT64_FORMAT, cases[i].text, date.ms);
	}
}

static void test_no_dates(void **state)
{
	static const char *const texts[] = {
		"",
		"hier soir",
		"Mon, 31 Feb 2001 10:00:00 +0000",
		"Mon, 29 Feb 2023 10:00:00 +0000",
		"Mon, 0 Feb 2001 10:00:00 +0000",
		"Mon, 5 Feb 2001 24:00:00 +0000",
		"Mon, 5 Feb 2001 10:61:00 +0000",
		"Mon, 5 Feb 2001",
		"2001",
		"Mon, 5 Foo 2001 10:00:00 +0000",
		"Mon, 5 Feb 99999 10:00:00 +0000",
		":::: ++++ ---- ,,,, ((((",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		struct mail_date date = {.ms = 42};

		if (parse(texts[i], &date) || date.ms != 42)
			fail_msg("%s", texts[i]);
	}
}

static void test_plausible(void **state)
{
	g_setenv("ENTENTE_NOW", "2024-06-01", TRUE);
	assert_true(mail_date_is_plausible(981405393000));
	assert_false(mail_date_is_plausible(G_GINT64_CONSTANT(-2082844800000)));
	assert_true(mail_date_is_plausible(G_GINT64_CONSTANT(1717286400000)));
	assert_false(mail_date_is_plausible(G_GINT64_CONSTANT(1717632000000)));
	g_unsetenv("ENTENTE_NOW");
}

struct agreement {
	guint same, different, ours_only, theirs_only;
};

static void compare(const char *text, struct agreement *agreement)
{
	struct mail_date date;
	bool found = parse(text, &date);
	GDateTime *theirs = g_mime_utils_header_decode_date(text);
	gint64 seconds = theirs ? g_date_time_to_unix(theirs) : 0;

	if (found && theirs) {
		bool same = date.ms == seconds * 1000;

		agreement->same += same;
		agreement->different += !same;
		if (!same)
			print_message("# %s: %" G_GINT64_FORMAT " here, %" G_GINT64_FORMAT
				      " there\n",
				      text, date.ms / 1000, seconds);
	} else {
		agreement->ours_only += found;
		agreement->theirs_only += theirs != NULL;
	}
	g_clear_pointer(&theirs, g_date_time_unref);
}

/* All Date fields of an archive of 42,562 messages by hundreds of programs. */
static void test_agrees_with_gmime_on_real_dates(void **state)
{
	const char *shared = g_getenv("ENTENTE_SHARED");
	g_autofree char *path = g_build_filename(
		shared ? shared : "", "data/mail/twisted-python_2001-2009.mbox.xz", NULL);
	struct agreement agreement = {0};
	g_autofree guint8 *bytes = NULL;
	gsize length;

	if (!shared || !g_file_test(path, G_FILE_TEST_EXISTS)) {
		print_message("# ../shared is absent\n");
		skip();
	}
	g_mime_init();
	bytes = bytes_read_all(path, true, 200u << 20, &length, NULL);
	for (char *line = (char *)bytes, *end; line < (char *)bytes + length; line = end + 1) {
		end = memchr(line, '\n', length - (gsize)(line - (char *)bytes));
		if (!end)
			break;
		*end = '\0';
		if (!strncmp(line, "Date: ", 6))
			compare(line + 6, &agreement);
	}
	print_message("# %u the same, %u not, %u only here, %u only there\n", agreement.same,
		      agreement.different, agreement.ours_only, agreement.theirs_only);
	assert_true(agreement.same >= 42000);
	assert_int_equal(agreement.different, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shapes),
		cmocka_unit_test(test_no_dates),
		cmocka_unit_test(test_plausible),
		cmocka_unit_test(test_agrees_with_gmime_on_real_dates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
