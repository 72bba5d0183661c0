/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The stream of elements and texts: written out again it is the same document, broken documents
 * give what stood before the fault, and what only attacks need is refused. */
#include "reading.h"

#include "importers/xml.h"

/* "<a k='v'>text</a>" again, with the depth before each opening tag. Caller owns. */
static char *written_again(struct xml *xml, char **trouble)
{
	g_autoptr(GError) error = NULL;
	GString *out = g_string_new(NULL);
	enum xml_event event;

	while ((event = xml_next(xml, &error)) < XML_END)
		if (event == XML_OPEN) {
			const char *key = xml_attribute(xml, "k");
			g_string_append_printf(out, "%u<%s", xml_depth(xml), xml_name(xml));
			if (key)
				g_string_append_printf(out, " k='%s'", key);
			g_string_append_c(out, '>');
		} else if (event == XML_CLOSE) {
			g_string_append_printf(out, "</%s>", xml_name(xml));
		} else {
			g_string_append(out, xml_text(xml));
		}
	*trouble = error ? g_strdup(error->message) : NULL;
	assert_true((event == XML_BROKEN) == (error != NULL));
	assert_int_equal(xml_next(xml, NULL), error ? XML_BROKEN : XML_END);
	return g_string_free(out, FALSE);
}

/* The same from a file and from memory. */
static char *replay(const char *document, gsize length, char **trouble)
{
	g_autofree char *path = file_with(document, length);
	g_autoptr(xml_auto) of_file = xml_open(path, false, NULL);
	g_autoptr(xml_auto) of_memory = xml_open_memory(path, document, length);
	g_autofree char *other_trouble = NULL;
	g_autofree char *other = written_again(of_memory, &other_trouble);
	char *seen = written_again(of_file, trouble);

	assert_string_equal(seen, other);
	assert_int_equal(g_strcmp0(*trouble, other_trouble), 0);
	assert_int_equal(xml_offset(of_file), xml_offset(of_memory));
	g_unlink(path);
	return seen;
}

static void check(const char *document, const char *expected)
{
	g_autofree char *trouble = NULL;
	g_autofree char *seen = replay(document, strlen(document), &trouble);

	assert_null(trouble);
	assert_string_equal(seen, expected);
}

/* The parser is ahead of what it gives by a block: of a short document nothing may come. */
static void check_broken(const char *document, const char *most, const char *word)
{
	g_autofree char *trouble = NULL;
	g_autofree char *seen = replay(document, strlen(document), &trouble);

	assert_true(g_str_has_prefix(most, seen));
	assert_non_null(trouble);
	if (!strstr(trouble, word))
		fail_msg("\"%s\" has no \"%s\"", trouble, word);
}

static void test_elements_and_texts(void **state)
{
	check("<a/>", "0<a></a>");
	check("<a k='1'><b/>x<c>y</c> </a>", "0<a k='1'>1<b></b>x1<c>y</c> </a>");
	check("<?xml version='1.0'?><p:a xmlns:p='urn:x' p:k='v'><p:t> </p:t></p:a>",
	      "0<a k='v'>1<t> </t></a>");
	check("<a>&lt;&amp;&#233;<![CDATA[<b>]]></a>", "0<a><&é<b></a>");
	check("<a k='&quot;&amp;&#10;'><!-- no --><?pi no?></a>", "0<a k='\"&\n'></a>");
}

static void test_encodings(void **state)
{
	static const char utf16[] = "\xff\xfe<\0a\0>\0\xe9\0<\0/\0a\0>\0";
	g_autofree char *trouble = NULL;
	g_autofree char *seen = replay(utf16, sizeof utf16 - 1, &trouble);

	assert_string_equal(seen, "0<a>é</a>");
	check("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>", "0<a>é</a>");
}

static void test_broken_documents(void **state)
{
	check_broken("<a>x<b>y</a>", "0<a>x1<b>y", "line 1");
	check_broken("<a>\n<b>y</b>\n", "0<a>\n1<b>y</b>\n", "line");
	check_broken("not xml", "", "line 1");
	check_broken("<a>\xff</a>", "0<a>", "");
}

/* Of a long one all but the last block. */
static void test_a_late_fault_keeps_what_stands_before(void **state)
{
	g_autoptr(GString) document = g_string_new("<a>");
	g_autofree char *trouble = NULL;
	g_autofree char *seen = NULL;

	for (guint i = 0; i < 20000; i++)
		g_string_append_printf(document, "<b>%u</b>", i);
	g_string_append(document, "<c></a>");
	seen = replay(document->str, document->len, &trouble);
	assert_non_null(trouble);
	assert_non_null(strstr(seen, "1<b>19000</b>"));
}

static void test_attacks(void **state)
{
	g_autoptr(GString) deep = g_string_new(NULL);
	g_autofree char *trouble = NULL;
	g_autofree char *seen = NULL;

	check_broken("<!DOCTYPE a [<!ENTITY l 'ha'>]><a>&l;</a>", "", "document type");
	check_broken("<!DOCTYPE a SYSTEM 'http://127.0.0.1/a.dtd'><a/>", "", "document type");
	for (guint i = 0; i < 5000; i++)
		g_string_append(deep, "<a>");
	seen = replay(deep->str, deep->len, &trouble);
	assert_non_null(trouble);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_elements_and_texts),
		cmocka_unit_test(test_encodings),
		cmocka_unit_test(test_broken_documents),
		cmocka_unit_test(test_a_late_fault_keeps_what_stands_before),
		cmocka_unit_test(test_attacks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
