/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One answer as each mail program sends it, plain and HTML (talon's fixtures): nothing but the
 * word that was written is own text. The parts are taken out of their mail here, since this
 * room reads no MIME. */
#include "own_text_check.h"

struct program {
	const char *file;
	guint parts;     /* that must be read */
	const char *own; /* NULL: "Hello" */
};

/* Outlook's two parts say different things. */
static const struct program programs[] = {
	{"android", 2, NULL},
	{"aol", 2, NULL},
	{"apple_mail", 1, NULL},
	{"apple_mail_2", 1, NULL},
	{"comcast", 2, NULL},
	{"gmail", 2, NULL},
	{"hotmail", 2, NULL},
	{"iphone", 1, NULL},
	{"outlook", 2, "Allo! Follow up MIME!"},
	{"sparrow", 2, NULL},
	{"thunderbird", 1, NULL},
	{"yahoo", 1, NULL},
};

static char *quoted_printable(const char *text)
{
	GString *out = g_string_new(NULL);

	for (; *text != '\0'; text++) {
		if (*text != '=') {
			g_string_append_c(out, *text);
		} else if (g_ascii_isxdigit(text[1]) && g_ascii_isxdigit(text[2])) {
			g_string_append_c(out, (char)(g_ascii_xdigit_value(text[1]) * 16 +
						      g_ascii_xdigit_value(text[2])));
			text += 2;
		} else {
			text += text[1] == '\r' ? 2 : 1;
		}
	}
	return g_string_free(out, FALSE);
}

static char *decoded(const char *headers, const char *body)
{
	gsize length;

	if (strstr(headers, "base64") != NULL) {
		g_autofree guchar *bytes = g_base64_decode(body, &length);

		return g_strndup((const char *)bytes, length);
	}
	return strstr(headers, "quoted-printable") != NULL ? quoted_printable(body)
							   : g_strdup(body);
}

/* Whether the part is a text; counts it when its own text is the expected one. */
static bool read_part(const char *part, const char *name, const char *own)
{
	const char *blank = strstr(part, "\n\n");
	g_autofree char *headers = NULL, *bytes = NULL, *text = NULL, *got = NULL;
	bool html;
	gsize cut;

	if (blank == NULL)
		return false;
	headers = g_ascii_strdown(part, blank - part);
	html = strstr(headers, "content-type: text/html") != NULL;
	if (!html && strstr(headers, "content-type: text/plain") == NULL)
		return false;
	bytes = decoded(headers, blank + 2);
	text = own_text_clean_utf8(bytes, strlen(bytes));
	if (html) {
		g_free(bytes);
		bytes = text;
		text = own_text_from_html(bytes, strlen(bytes));
	}
	got = own_text_extract(text, strlen(text), &cut);
	if (g_strcmp0(got, "Hello") != 0 && g_strcmp0(got, own) != 0)
		fail_msg("%s: %s", name, got);
	return true;
}

static char *boundary_of(const char *mail)
{
	const char *at = strstr(mail, "boundary="), *end;

	if (at == NULL)
		return g_strdup("\n--none");
	at += strlen("boundary=") + (at[strlen("boundary=")] == '"');
	end = strpbrk(at, "\";\n");
	return g_strdup_printf("\n--%.*s", (int)(end - at), at);
}

static void answers_of_mail_programs(void **state)
{
	for (gsize i = 0; i < G_N_ELEMENTS(programs); i++) {
		g_autofree char *name = g_strdup_printf("quotes/talon/standard_replies/%s.eml",
							programs[i].file);
		gsize length;
		g_autofree char *raw = shared_text(name, &length), *mail = NULL;
		g_autofree char *boundary = NULL;
		g_auto(GStrv) parts = NULL;
		guint read = 0;

		if (raw == NULL) {
			print_message("# the shared data is not beside this tree\n");
			skip();
		}
		mail = own_text_clean_utf8(raw, length);
		boundary = boundary_of(mail);
		parts = g_strsplit(mail, boundary, -1);
		for (guint part = 0; parts[part] != NULL; part++)
			read += read_part(parts[part], programs[i].file, programs[i].own);
		assert_int_equal(read, programs[i].parts);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_of_mail_programs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
